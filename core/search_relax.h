#ifndef RUECKRUF_CORE_SEARCH_RELAX_H
#define RUECKRUF_CORE_SEARCH_RELAX_H

/* What a search without hits could ask instead: queries that do have hits, with their number. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/query.h"
#include "core/search.h"
#include "core/store.h"

enum relaxation_kind {
    RELAX_SPELLING,       /* a word that stands in the texts instead of one that does not */
    RELAX_SPELLING_ALONE, /* such a word, without the others */
    RELAX_WITHOUT,        /* without one of the words */
    RELAX_SYNONYMS,       /* what was quoted not as a phrase, and with synonyms */
    RELAX_ALL_CATEGORIES, /* not only in the chosen category */
    RELAX_MAKE,           /* the make of a vehicle number */
    RELAX_YEAR,           /* a number as the year of the cars */
};

struct relaxation {
    enum relaxation_kind kind;
    const char *query; /* to be searched instead */
    const char *word;  /* what it is about: the word proposed or left out, the make or year */
    uint32_t count;    /* hits that it has */
};

enum { RELAXATIONS_MOST = 8 };

/*
 * Up to RELAXATIONS_MOST that have hits, the most promising first. rules may be NULL (no synonyms). Strings live in
 * arena. It searches several times: only for when there is nothing to show.
 */
bool search_relax(struct store *store, const struct rules *rules, const char *typed, int category, struct arena *arena,
                  struct relaxation relaxations[RELAXATIONS_MOST], size_t *count, struct error *error);

#endif
