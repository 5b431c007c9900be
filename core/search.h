#ifndef RUECKRUF_CORE_SEARCH_H
#define RUECKRUF_CORE_SEARCH_H

/*
 * A query against a store: which recalls match, how many there are in each category, in which order, and
 * which letters of a text matched.
 *
 * Work is done in slices: search_step() returns now and then, so that the caller can look at the
 * keyboard and abandon a search by starting another.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/query.h"
#include "core/recall.h"
#include "core/store.h"

enum sort_order { SORT_DATE, SORT_RELEVANCE, SORT_MAKE, SORT_HEADLINE, SORT_COUNT };
extern const struct kind_name sort_names[SORT_COUNT];

/* Searching in one store; keeps what helps the next keystroke. */
struct search;
bool search_new(struct store *store, struct search **search, struct error *error);
/* Without the index, by folding and scanning every text: the slow reference, for tests only. */
bool search_new_scanning(struct store *store, struct search **search, struct error *error);
void search_free(struct search *search);

/* Whether an index is used; without one every search reads all texts. */
bool search_has_index(const struct search *search);

struct search_request {
    const struct query *query; /* borrowed until the search is done; NULL: every recall */
    int category;              /* enum category, or -1: all */
    enum sort_order order;
    bool reversed;
    bool unites_actions;    /* recalls that are one action are one row of the list, but in the order of makes */
    const uint32_t *marked; /* ranks that is:marked means; borrowed until search_start() returns */
    size_t marked_count;
    /* is:new means: added later, in seconds since 1970, but for the ranks that the person has seen; 0: nothing. */
    int64_t new_since;
    const uint32_t *seen; /* borrowed like marked */
    size_t seen_count;
};

/* Begins a search; what an earlier one was doing is abandoned, its hits are no longer valid. */
bool search_start(struct search *search, const struct search_request *request, struct error *error);

enum search_state { SEARCH_WORKING, SEARCH_DONE, SEARCH_FAILED };

/* Goes on for a few milliseconds at most. */
enum search_state search_step(struct search *search, struct error *error);

/* Runs to the end. */
bool search_run(struct search *search, const struct search_request *request, struct error *error);

/*
 * While it is working in order of date: how many hits are certain already, newest first. search_page() gives them; more
 * may follow behind them, none between them. 0 in other orders.
 */
uint32_t search_count_so_far(struct search *search);

/* --- Of a search that is done --- */

/* Hits, in the chosen category. */
uint32_t search_count(const struct search *search);
/* Hits of the query in any category, by category at any rank: what the category pane shows. */
uint32_t search_count_all(const struct search *search);
const uint32_t *search_category_counts(const struct search *search); /* at any rank */
/* As the first; counted when asked for. NULL: damage. */
const uint32_t *search_category_primary_counts(struct search *search, struct error *error);

/* Whether synonyms (query_widen()) have brought hits that the words as typed would not. */
bool search_is_widened(const struct search *search);

/* Rows of the list: as many as hits, or fewer when actions are united. Pages and positions count rows. */
uint32_t search_row_count(const struct search *search);
/*
 * The hits that are one action with this one, itself among them, up to most: newest first. How many there are in all in
 * *count, 1 without an index.
 */
size_t search_members(struct search *search, uint32_t rank, uint32_t *ranks, size_t most, size_t *count);

/* Writes up to count ranks of rows, in the order asked for, beginning with row number first. */
size_t search_page(struct search *search, uint32_t first, size_t count, uint32_t *ranks);

/* The row of a recall, or of the one that stands for it; false when it is no hit. */
bool search_position(struct search *search, uint32_t rank, uint32_t *position);

/*
 * The recall with a campaign number, or else with that code of its maker, leading zeros and what stands between the
 * digits aside; of several one that is a hit. False: there is none, or no index.
 */
bool search_find_campaign(struct search *search, struct text_view typed, uint32_t *rank);

/* --- Facets: what the hits have, with the number of hits that have it ------------------------ */

enum search_facet { FACET_MAKE, FACET_MODEL, FACET_YEAR, FACET_HAZARD, FACET_REMEDY, FACET_SOURCE, FACET_COUNT };

struct facet_value {
    const char *value; /* as a query's field takes it: a name, a year, the key of a hazard or remedy */
    uint32_t count;    /* of hits; only values with hits are listed */
};

/*
 * Of a search that is done: years newest first, all others by their number of hits, the most first. Makes of several
 * names are one value under the name that the rules show; rules NULL: each as it is written. Names that differ in case,
 * blanks or signs are one. A query for all of the value ("=Golf") finds as many. Memory lives in arena.
 */
bool search_facets(struct search *search, enum search_facet facet, const struct rules *rules, struct arena *arena,
                   struct facet_value **values, size_t *count, struct error *error);

struct highlight {
    uint32_t start_bytes;
    uint32_t length_bytes;
};

/*
 * The places in text that match the query's words, in order, without overlap, whole characters.
 * *highlights lives in arena. query may be NULL.
 */
bool search_highlight_query(const struct query *query, struct text_view text, struct arena *arena,
                            struct highlight **highlights, size_t *count, struct error *error);

#endif
