#ifndef RUECKRUF_CORE_INDEX_POSTINGS_H
#define RUECKRUF_CORE_INDEX_POSTINGS_H

/* The postings of a word as index.h describes them. Both return false when the bytes are no postings. */

#include <stdbool.h>

#include "core/bitmap.h"
#include "core/memory.h"

bool postings_unite(struct text_view bytes, struct bitmap *ranks);
/* How many of them are in ranks. */
bool postings_count(struct text_view bytes, const struct bitmap *ranks, uint32_t *count);

#endif
