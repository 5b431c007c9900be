#ifndef RUECKRUF_CORE_INDEX_TEXTS_H
#define RUECKRUF_CORE_INDEX_TEXTS_H

/*
 * From texts to the numbers of what the index keeps of them: words in their forms, numbers, pairs. A text is cut into
 * sentences and these into pieces; what they were found to consist of is remembered, as most of them come again.
 */

#include <stdbool.h>

#include "core/index_known.h"
#include "core/index_lexicon.h"
#include "core/index_pairs.h"
#include "core/index_run.h"
#include "core/index_tokens.h"
#include "core/memory.h"

/* Zero-initialise. Only the lexicon, which has all the words, and the tokens of the pairs are others' business. */
struct index_texts {
    struct index_lexicon lexicon;
    struct index_known pieces[2]; /* of headlines, and of everything else */
    struct index_known sentences; /* not of headlines */
    struct index_folding folding;
    struct index_pairs pairs;
    struct index_run *run;         /* that the text at hand goes into */
    struct pair_edges edges;       /* of the text so far */
    struct index_numbers own;      /* words of the piece at hand */
    struct index_numbers found;    /* words of the text at hand */
    struct index_numbers sequence; /* of the sentence at hand */
    struct index_numbers between;  /* pairs that it makes with the one before */
    struct buffer number_text, digits;
    bool in_headline; /* words go to the headline's sections, too */
};
void index_texts_free(struct index_texts *texts); /* an empty one is left */

/* Adds the words and the sequence of a text to the recall at hand of the run. False: out of memory. */
bool index_texts_add(struct index_texts *texts, struct text_view text, bool in_headline, struct index_run *run);

/* Whether the lexicon holds as much as it may: then all is to be cleared, before the next run begins. */
bool index_texts_are_full(const struct index_texts *texts);

/* What readers of texts need that have been cleared. */
struct index_texts_left {
    struct index_lexicon lexicon;
    struct index_pairs pairs;
};
void index_texts_left_free(struct index_texts_left *left);

/* Clears them; keeps other memory. */
void index_texts_leave(struct index_texts *texts, struct index_texts_left *left);

#endif
