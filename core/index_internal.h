#ifndef RUECKRUF_CORE_INDEX_INTERNAL_H
#define RUECKRUF_CORE_INDEX_INTERNAL_H

/* The open index, for index.c, index_look_up.c and index_vocabulary.c alone. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index.h"
#include "core/index_rows.h"
#include "core/index_write.h"

struct index {
    struct store *store;
    struct index_table words, places, postings, orders, rings;
    struct index_section_rows sections[INDEX_SECTION_COUNT];
    uint64_t posting_bytes;
    uint32_t ring_count;
    uint32_t recall_count;
    struct buffer row;         /* the row being looked at: of the vocabulary, an order, the rings */
    struct buffer place_row;   /* its places */
    struct buffer posting_row; /* postings being taken */
    uint32_t *ordinals;        /* numbers, in their row, of the words found */
    size_t ordinal_count, ordinal_capacity;
};

/* The index does not hold: says so with the way out; returns false. */
bool index_damaged(const struct index *index, struct error *error);

#endif
