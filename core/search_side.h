#ifndef RUECKRUF_CORE_SEARCH_SIDE_H
#define RUECKRUF_CORE_SEARCH_SIDE_H

/* Words of a phrase that stand side by side, as the index lists them: pairs, triples, forks (index.h). */

#include <stdbool.h>
#include <stddef.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/index.h"
#include "core/memory.h"
#include "core/query_internal.h"

enum { SIDE_FORMS = 3, SIDE_ANY_WAY = -1 };

/* A stretch of word bytes in each form of the term, by enum fold_form; the forms' words correspond. */
struct side_word {
    struct text_view form[SIDE_FORMS];
    bool is_last; /* nothing stands behind it: it may go on */
};

/* Zero-initialise with the first two; free. */
struct side {
    struct index *index;
    const struct query_term *term;
    struct buffer form[SIDE_FORMS]; /* the words as they are listed */
    bool is_open;                   /* the last one may go on */
    bool is_cut;                    /* of a number only that it is there */
    bool is_usable;                 /* else the index can't be asked */
    struct bitmap one;
};
void side_free(struct side *side);

/* What follows is about these words. False, here and below: the index is damaged, or memory is out. */
bool side_set(struct side *side, const struct side_word *words, size_t count, struct error *error);

/*
 * Adds to listed what the pair is listed with; to seldom what may have it without a triple that it is in being
 * listed.
 */
bool side_find_pair(struct side *side, struct bitmap *listed, struct bitmap *seldom, struct error *error);

/*
 * Adds what the triple is listed with, in a way (of match_ways) or in any that the term may use. *has_forms (may be
 * NULL) is set when ways differ.
 */
bool side_find_triple(struct side *side, int way, struct bitmap *ranks, bool *has_forms, struct error *error);

/* Adds where the pair is a fork. */
bool side_find_fork(struct side *side, struct bitmap *ranks, struct error *error);

#endif
