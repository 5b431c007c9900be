#ifndef RUECKRUF_CORE_INDEX_WRITE_H
#define RUECKRUF_CORE_INDEX_WRITE_H

/* Putting the index into its tables, word by word in order; index.h has the format. */

#include <stdbool.h>
#include <stdint.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/index.h"
#include "core/memory.h"

struct sqlite3;
struct sqlite3_stmt;

/* A table of rows of bytes. */
struct index_rows {
    struct sqlite3_stmt *insert;
    struct buffer bytes; /* of the row being filled; the first eight are the checksum's */
    uint32_t next;       /* the number of that row */
};

/* Three bytes that stand in a row. */
struct index_filter_pair {
    uint32_t key, row;
};

struct index_section_rows {
    uint32_t first, rows, words, unused;
};

struct index_writer {
    struct sqlite3 *database;
    const char *what;
    struct index_rows words, places, postings;
    uint64_t posting_bytes; /* written so far, of all words */
    uint32_t ring_count;
    uint64_t row_postings; /* where the first word of the row begins */
    int64_t single;        /* the only rank that the word has so far; -1: none, or more than one */
    bool is_single;        /* no more than that one */
    int section;           /* of the row being filled; -1: none yet */
    struct index_section_rows sections[INDEX_SECTION_COUNT];
    struct index_filter_pair *pairs; /* of the section being filled */
    size_t pair_count, pair_capacity;
    uint32_t *newest; /* hash table of pairs plus one: which have just been noted */
};

bool index_writer_open(struct index_writer *writer, struct sqlite3 *database, const char *what, struct error *error);
void index_writer_close(struct index_writer *writer);

/* Begins a word; words come in order inside a section, sections in any order but each once. */
bool index_writer_word(struct index_writer *writer, enum index_section section, struct text_view word,
                       struct error *error);
/* The ranks of the word in one chunk, ascending; chunks ascend. */
bool index_writer_ranks(struct index_writer *writer, uint32_t chunk, const uint16_t *ranks, uint32_t count,
                        struct error *error);
/* After the last word of a section that has a filter. */
bool index_writer_filter(struct index_writer *writer, struct error *error);
/* Ends the word. */
bool index_writer_word_end(struct index_writer *writer, struct error *error);

bool index_writer_orders(struct index_writer *writer, const char *const orders[INDEX_ORDER_COUNT], struct error *error);
/* Rings as same_actions_rings() gives them. */
bool index_writer_rings(struct index_writer *writer, const uint32_t *rings, uint32_t recall_count, struct error *error);
bool index_writer_finish(struct index_writer *writer, const char *content_checksum, struct error *error);

#endif
