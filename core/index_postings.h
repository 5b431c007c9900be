#ifndef RUECKRUF_CORE_INDEX_POSTINGS_H
#define RUECKRUF_CORE_INDEX_POSTINGS_H

/* The postings of a word as index.h describes them. */

#include <stdbool.h>
#include <stdint.h>

#include "core/bitmap.h"
#include "core/memory.h"

/*
 * Appends the ranks of one chunk (count of them, ascending, at least one), so many chunks skipped since the last; as
 * bits if that is wanted, else only when they are many.
 */
void postings_append(struct buffer *bytes, uint32_t skipped, const uint16_t *ranks, uint32_t count, bool as_bits);

/* Adds them to ranks. False, as of the next one: the bytes are no postings. */
bool postings_unite(struct text_view bytes, struct bitmap *ranks);
/* How many of them are in ranks. */
bool postings_count(struct text_view bytes, const struct bitmap *ranks, uint32_t *count);

/* The same of a list of ranks, each of width bytes. */
bool postings_unite_list(struct text_view bytes, uint32_t width, struct bitmap *ranks);
bool postings_count_list(struct text_view bytes, uint32_t width, const struct bitmap *ranks, uint32_t *count);

#endif
