#ifndef RUECKRUF_CORE_SPELLING_H
#define RUECKRUF_CORE_SPELLING_H

/* How much two words are alike, for what was probably meant: edits are Levenshtein's. Words are folded, a byte a
 * letter. */

#include <stddef.h>

#include "core/memory.h"

/* Edits between two words of at most 64 letters; more than most, or longer words, count as most + 1. */
size_t spelling_edits(struct text_view a, struct text_view b, size_t most);

/* How near a word is, or the end of one that is joined of several, for words are found inside others as well. */
struct spelling_nearness {
    size_t cost; /* twice the edits, and one more for a part */
    size_t start, length;
};

/* What costs more than most is as far as any other that does. */
struct spelling_nearness spelling_compare(struct text_view wanted, struct text_view word, size_t most);

#endif
