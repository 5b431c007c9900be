#ifndef RUECKRUF_CORE_INDEX_MERGE_REST_H
#define RUECKRUF_CORE_INDEX_MERGE_REST_H

/* The pairs of one first word that are too few to be listed one by one: listed together, by letters. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/index_write.h"
#include "core/memory.h"

/* Zero-initialise. */
struct merge_rest {
    struct buffer first; /* the first word, with the blank behind it */
    struct buffer bytes; /* of the pairs, as they are spelt */
    struct rest_pair {
        uint32_t start, length; /* in bytes */
        uint32_t first_rank, rank_count;
    } * pairs; /* in order of bytes */
    size_t pair_count, pair_capacity;
    uint32_t *ranks;
    size_t rank_count, rank_capacity;
    uint64_t *some; /* ranks of what is being written */
    size_t some_count, some_capacity;
    struct buffer word;
};
void merge_rest_free(struct merge_rest *rest);

/* Adds a pair with its ranks; of one with another first word only when what there was has been written. */
bool merge_rest_add(struct merge_rest *rest, struct text_view pair, const uint32_t *ranks, uint32_t count);

/* Writes all that was added and forgets it. */
bool merge_rest_write(struct merge_rest *rest, struct index_writer *writer, struct error *error);

#endif
