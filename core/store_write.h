#ifndef RUECKRUF_CORE_STORE_WRITE_H
#define RUECKRUF_CORE_STORE_WRITE_H

/*
 * Writing a new database, the counterpart of store.h. Recalls come in the order of their identity, but
 * the published tables are in order of rank, which is known only when the last recall is there: so everything
 * goes to a stage first, under running numbers, and is copied over in order at the end. What is made of a recall
 * alone may be made by another thread than the writer's.
 * Memory stays bounded whatever the number of recalls.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/store.h"
#include "core/store_internal.h"
#include "core/store_pack.h"

struct store_writer;

/* Creates the files new_path and stage_path, and later others that have something behind stage_path; none must exist.
 */
bool store_writer_open(const char *new_path, const char *stage_path, struct store_writer **writer, struct error *error);
void store_writer_close(struct store_writer *writer); /* without a finish the file is good for nothing */
struct sqlite3 *store_writer_database(const struct store_writer *writer);

/* The number of a text, stored once however often it comes. */
bool store_writer_text(struct store_writer *writer, struct text_view text, int64_t *text_id, struct error *error);

/* One recall on its way; zero-initialise. */
struct store_writer_recall {
    struct packed_recall packed; /* identity and added first, then recall, with what was given */
    char id[STORE_ID_BYTES + 1]; /* memory for the recall's */
    struct buffer bytes;         /* packed, with its text */
    struct hash128 text_key;
    uint64_t text_checksum;
};
void store_writer_recall_clear(struct store_writer_recall *recall); /* keeps memory for the next, but not much */
void store_writer_recall_free(struct store_writer_recall *recall);

/* First: gives it its id. Each identity must be larger than the one before. */
bool store_writer_number(struct store_writer *writer, struct store_writer_recall *recall, struct error *error);
/* Then, in any thread: makes what is to be written of it. False: memory is out. */
bool store_writer_pack(struct store_writer_recall *recall);
/* Last, in the order of the first: writes it. Its number counts from 0 in the order of the calls. */
bool store_writer_recall(struct store_writer *writer, const struct store_writer_recall *recall, struct error *error);

/* The number of a note; notes that differ in white space alone are one. */
bool store_writer_note(struct store_writer *writer, struct text_view text, int64_t *note_id, struct error *error);

/* A file that was imported, under a number of the caller's. generation counts the imports of its name. */
bool store_writer_source(struct store_writer *writer, int64_t source_id, const struct store_source *source,
                         int64_t generation, struct error *error);

/* A value of a source. Numbers are -1 where there is none. */
struct store_entry {
    int64_t source_id;
    int64_t unlisted; /* the generation that missed it; 0: listed; -1, -2, …: further bytes of the value, in raw */
    int64_t position;
    int64_t number; /* of the recall */
    int64_t note_id;
    int64_t text_id; /* -1: raw is all there is, or nothing is kept */
    struct text_view before;
    struct text_view after;
    struct text_view raw; /* empty: the text between before and after */
};
bool store_writer_entry(struct store_writer *writer, const struct store_entry *entry, struct error *error);

/* Whether the source lists the recall: of what was written as long as numbers came in their order. */
bool store_writer_is_listed(const struct store_writer *writer, int64_t source_id, int64_t number);

/*
 * Copies everything over in its order, builds the indexes, writes the description, closes the tables. go_on is asked
 * now and then, part 0 to 1; false: stop.
 */
bool store_writer_finish(struct store_writer *writer, uint64_t rules_fingerprint, const char *built,
                         bool (*go_on)(void *context, double part), void *context, struct error *error);

#endif
