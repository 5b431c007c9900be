#ifndef RUECKRUF_CORE_STORE_WRITE_H
#define RUECKRUF_CORE_STORE_WRITE_H

/*
 * Writing a new database, the counterpart of store.h. A recall is put down as soon as it is understood, and listed when
 * it is known that it stays as it is, in the order of the identities; but the published tables are in order of rank,
 * which is known only when the last recall is listed: so everything goes to a stage first, and is copied over in order
 * at the end. What is made of a recall alone may be made by another thread than the writer's.
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
#include "core/store_recalls.h"

struct store_writer;

/* Creates the files new_path and stage_path, and later others that have something behind stage_path; none must exist.
 */
bool store_writer_open(const char *new_path, const char *stage_path, struct store_writer **writer, struct error *error);
void store_writer_close(struct store_writer *writer); /* without a finish the file is good for nothing */
struct sqlite3 *store_writer_database(const struct store_writer *writer);

/* The row of a text, stored once however often it comes. */
bool store_writer_text(struct store_writer *writer, struct text_view text, int64_t *text_id, struct error *error);

/* One recall on its way; zero-initialise. */
struct store_writer_recall {
    struct packed_recall packed; /* identity first, then recall, with what was given */
    char id[STORE_ID_BYTES + 1]; /* the recall's, too: see below */
    struct buffer bytes;         /* packed, with its text */
    struct hash128 text_key;
};
void store_writer_recall_clear(struct store_writer_recall *recall); /* keeps memory for the next, but not much */
void store_writer_recall_free(struct store_writer_recall *recall);

/* Where a recall was put down, and what is to be known of it without looking. */
struct store_put_down {
    struct store_list_key key; /* with the id that it was packed with */
    struct store_place place;
    uint32_t text; /* its number */
};

/* A recall that the database has. */
struct store_listed {
    struct store_put_down put_down;
    uint32_t number;
    int64_t added; /* seconds since 1970 */
};

/*
 * In any thread, when identity, id and recall are there: makes what is to be written of it. False: memory is out. Who
 * does not know the id yet takes the first choice of the identity, and sees when the recall gets its own.
 */
bool store_writer_pack(struct store_writer_recall *recall);

/* Then: puts it down. What is put down and never listed does not get into the database. */
bool store_writer_put_down(struct store_writer *writer, const struct store_writer_recall *recall,
                           struct store_put_down *put_down, struct error *error);
/* What was put down again; strings are the arena's. */
bool store_writer_take(struct store_writer *writer, const struct store_put_down *put_down, struct arena *arena,
                       struct packed_recall *recall, struct error *error);

/* Gives a recall its number, counted from 0, and its id. Each identity must be larger than the one before. */
bool store_writer_number(struct store_writer *writer, const unsigned char identity[STORE_IDENTITY_BYTES],
                         uint32_t *number, char id[STORE_ID_BYTES + 1], struct error *error);
/* Lists it, when all else is there; in any order. */
bool store_writer_list(struct store_writer *writer, const struct store_listed *listed, struct error *error);

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
