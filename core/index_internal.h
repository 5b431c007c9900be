#ifndef RUECKRUF_CORE_INDEX_INTERNAL_H
#define RUECKRUF_CORE_INDEX_INTERNAL_H

/* The open index, for index*.c that read alone. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index.h"
#include "core/index_rows.h"
#include "core/index_write.h"

struct index {
    struct store *store;
    struct index_table words, postings, orders, rings;
    struct index_section_rows sections[INDEX_SECTION_COUNT];
    uint64_t posting_bytes;
    uint32_t ring_count;
    struct buffer starts; /* u32 each */
    uint32_t recall_count;
    uint32_t place_bytes;
    struct buffer row;     /* the row being looked at: of the vocabulary, an order, the rings */
    struct buffer window;  /* of the postings: those that are being taken, and some behind */
    uint64_t window_start; /* where it begins */
    struct found_word {
        uint32_t ordinal;    /* its number in the row */
        uint32_t start, end; /* in the row's words */
    } * found;               /* the words of a row that have what is looked for */
    size_t found_count, found_capacity;
};

/* The index does not hold: says so with the way out; returns false. */
bool index_damaged(const struct index *index, struct error *error);

#endif
