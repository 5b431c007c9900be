#ifndef RUECKRUF_CORE_SEARCH_PHRASE_H
#define RUECKRUF_CORE_SEARCH_PHRASE_H

/* Several words in this order, or a word with punctuation inside, by the index. */

#include <stdbool.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/index.h"
#include "core/query_internal.h"

/*
 * Adds to ranks what may have the term: it has all its words, and those that are neighbours side by side. Adds to
 * certain what has it for sure; the others are to be read. certain may be NULL.
 */
bool search_phrase_find(struct index *index, const struct query_term *term, struct bitmap *ranks,
                        struct bitmap *certain, struct error *error);

#endif
