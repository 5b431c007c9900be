#ifndef RUECKRUF_CORE_STORE_WRITE_H
#define RUECKRUF_CORE_STORE_WRITE_H

/*
 * Writing a new database, the counterpart of store.h. Recalls come in the order of their identity, but
 * the published tables are in order of rank, which is known only when the last recall is there: so everything
 * goes to a stage first, under running numbers, and is copied over in order at the end.
 * Memory stays bounded whatever the number of recalls.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/store.h"
#include "core/store_internal.h"

struct store_writer;

/* Creates the files new_path and stage_path; both must not exist. */
bool store_writer_open(const char *new_path, const char *stage_path, struct store_writer **writer, struct error *error);
void store_writer_close(struct store_writer *writer); /* without a finish the file is good for nothing */
struct sqlite3 *store_writer_database(const struct store_writer *writer); /* the stage is attached as "stage" */

/* The number of a text, stored once however often it comes. */
bool store_writer_text(struct store_writer *writer, struct text_view text, int64_t *text_id, struct error *error);

struct store_writer_recall {
    const unsigned char *identity; /* STORE_IDENTITY_BYTES; each must be larger than the one before */
    struct recall *recall;         /* with what was given; its id is set by the writer */
    int64_t added;                 /* seconds since 1970 */
    char id[STORE_ID_BYTES + 1];   /* memory for it */
};

/* *number counts from 0 in the order of the calls. */
bool store_writer_recall(struct store_writer *writer, struct store_writer_recall *recall, int64_t *number,
                         struct error *error);

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

/* Whether the source lists the recall. */
bool store_writer_is_listed(struct store_writer *writer, int64_t source_id, int64_t number, bool *listed,
                            struct error *error);

/* Copies everything over in its order, builds the indexes, writes the description, closes the tables. */
bool store_writer_finish(struct store_writer *writer, uint64_t rules_fingerprint, const char *built,
                         struct error *error);

#endif
