#ifndef RUECKRUF_CORE_SEARCH_TERMS_H
#define RUECKRUF_CORE_SEARCH_TERMS_H

/*
 * From a query's term to the set of recalls that have it, by the index; the sets of a query's terms are kept for
 * the next, so that the next key of a word being typed costs only the difference.
 */

#include <stdbool.h>

#include "core/bitmap.h"
#include "core/index.h"
#include "core/query_internal.h"
#include "core/search_match.h"
#include "core/store.h"

struct search_terms;

/* Store and index are borrowed. On failure *terms is to be freed all the same. */
bool search_terms_new(struct store *store, struct index *index, struct search_terms **terms, struct error *error);
void search_terms_free(struct search_terms *terms);

/* Begins another query; what is:… means in it, IS_COUNT sets; borrowed. */
void search_terms_begin(struct search_terms *terms, const struct bitmap *is);

/*
 * Whether the set is only what may have the term, to be verified by reading: phrases, words with punctuation inside,
 * very long words.
 */
bool search_term_needs_reading(const struct query_term *term);

/*
 * The set of the term (not of its exclusion), borrowed until the next call. certain (may be NULL): of a term that needs
 * reading what has it without that.
 */
bool search_terms_find(struct search_terms *terms, const struct query_term *term, const struct bitmap **ranks,
                       const struct bitmap **certain, struct error *error);
/* The same of all synonyms of a clause together: what needs reading, or what is certain. */
bool search_terms_find_synonyms(struct search_terms *terms, const struct query_clause *clause, bool reading,
                                const struct bitmap **ranks, struct error *error);

/* Adds to ranks what has the term in the tier; not for terms that need reading, filters or numbers. */
bool search_terms_find_tier(struct search_terms *terms, const struct query_term *term, enum match_tier tier,
                            struct bitmap *ranks, struct error *error);

#endif
