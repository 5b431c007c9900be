#ifndef RUECKRUF_CORE_INDEX_VOCABULARY_H
#define RUECKRUF_CORE_INDEX_VOCABULARY_H

/*
 * One row of the vocabulary, its words, their places, and the postings that lie there; index.h has the format. Which
 * rows are looked at is for index_look_up.c to say.
 *
 * Rows are read into buffers that the index owns: nothing of a row holds longer than until the next call with the same
 * index. False: the file can't be read or is damaged, or memory ran out; ranks and found may then have part of it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/index.h"
#include "core/memory.h"
#include "core/substring.h"

/*
 * Adds to ranks every recall with a word that has the pattern, which may begin or end with the line break beside the
 * word: one of a row, or of those that were found for a part of the pattern. found (may be NULL) takes the words, until
 * there are too many.
 */
bool vocabulary_unite_row(struct index *index, uint32_t row, const struct substring *pattern, struct index_words *found,
                          struct bitmap *ranks, struct error *error);
bool vocabulary_unite_words(struct index *index, const struct index_words *from, const struct substring *pattern,
                            struct index_words *found, struct bitmap *ranks, struct error *error);

/* Visits the words of a row that begin with the prefix; *stopped when visit returned false, else as it was. */
bool vocabulary_visit_row(struct index *index, uint32_t row, struct text_view prefix, index_visitor *visit,
                          void *context, bool *stopped, struct error *error);

/* The first word of a row, without reading the others; borrowed from the index. */
bool vocabulary_read_first(struct index *index, uint32_t row, struct text_view *word, struct error *error);

#endif
