#ifndef RUECKRUF_CORE_SEARCH_INTERNAL_H
#define RUECKRUF_CORE_SEARCH_INTERNAL_H

/* What the two ways of searching, by the index and by scanning, have in common. For search*.c. */

#include "core/bitmap.h"
#include "core/index.h"
#include "core/search.h"
#include "core/search_match.h"
#include "core/store_facets.h"

/* A recall being looked at: its words, in the forms that are asked for. Names are fetched when nothing else fits. */
struct search_subject {
    struct store *store;
    uint32_t rank;
    struct match_text text, headline, names;
    bool has_headline, has_names; /* fetched */
    bool failed;                  /* in error; what was asked is not answered */
    struct error error;
};

/* Fetches the text of a recall; headline and names only when they are asked for. */
bool search_subject_fetch(struct search_subject *subject, struct store *store, uint32_t rank, struct error *error);
void search_subject_free(struct search_subject *subject);
/* Whether the recall has a word, phrase or number. After all questions ask whether they could be answered. */
bool search_subject_has(struct search_subject *subject, const struct query_term *term);
unsigned search_subject_tier(struct search_subject *subject, const struct query_term *term);
bool search_subject_is_good(const struct search_subject *subject, struct error *error);

struct search_scan; /* folds and scans every text: the reference */
struct search_look; /* looks up in the index */

struct search {
    struct store *store;
    struct index *index; /* NULL: there is none that can be used */
    struct search_request request;
    enum search_state state;
    struct search_scan *scan; /* the one of the two that is used */
    struct search_look *look;

    struct bitmap is[IS_COUNT]; /* what is:… means, of what the query asks for */

    /* What they find. */
    struct bitmap all;               /* in any category */
    struct bitmap tiers[TIER_COUNT]; /* of those, the ones of each tier or a better one; by relevance only */
    bool is_widened;

    /* What is made of it. */
    struct bitmap in_category; /* of these the ones in the chosen category; empty when all are chosen */
    uint32_t count, count_all;
    uint32_t category_counts[CATEGORY_COUNT];
    uint32_t primary_counts[CATEGORY_COUNT];
    struct bitmap rows; /* the hits that are rows of the list; without words: all of them */
    uint32_t row_count;
    uint32_t *sorted; /* the rows in their order; NULL: by rank */
};

struct index *search_index(struct search *search); /* NULL: there is none */
bool search_by_relevance(const struct search *search);

/* --- Rows of the list (search_rows.c) ------------------------------------------------------- */

/* What is found in the chosen category. */
static inline struct bitmap *search_hits(struct search *search)
{
    return search->request.category < 0 ? &search->all : &search->in_category;
}

/* From hits to rows. */
bool search_unite_rows(struct search *search, struct error *error);
struct bitmap *search_rows(struct search *search);
/* The rank of the row that stands for a hit. */
uint32_t search_row_of(struct search *search, uint32_t rank);

/* --- By scanning (search_scan.c) ----------------------------------------------------------- */

/* Makes search->scan, and frees it. */
bool search_scan_new(struct search *search, struct error *error);
void search_scan_free(struct search_scan *scan);
/* Begins with what search->request asks for. */
void search_scan_start(struct search *search);
/* Fills search->is[IS_NEW]. */
void search_scan_find_new(struct search *search);
/* Goes on until the time (of search_now()) has come; *done when nothing is left. */
bool search_scan_step(struct search *search, int64_t until, bool *done, struct error *error);
/* Ranks below are decided: they are in search->all, and of the chosen category in search_hits(), or not at all. */
uint32_t search_scan_decided(const struct search *search);
/* The sets of a category, and its counts among all that was found. */
bool search_scan_count(struct search *search, struct error *error);
bool search_scan_sort(struct search *search, struct error *error);
/*
 * What values are told apart by: names by what a query's "=" compares, so that choosing one finds as many as are
 * counted.
 */
void search_facet_key(enum search_facet facet, const char *value, struct buffer *key);

bool search_scan_facets(struct search *search, enum search_facet facet, const struct rules *rules, struct arena *arena,
                        struct facet_value **values, size_t *count, struct error *error);

/* --- By the index (search_look.c, search_look_counts.c) ------------------------------------- */

/* What stands above of scanning holds for what has the same name here. */
bool search_look_new(struct search *search, struct error *error);
void search_look_free(struct search_look *look);
bool search_look_start(struct search *search, struct error *error);
bool search_look_find_new(struct search *search, struct error *error);
bool search_look_step(struct search *search, int64_t until, bool *done, struct error *error);
uint32_t search_look_decided(const struct search *search);
bool search_look_count(struct search *search, struct error *error);
/* Fills search->primary_counts. */
bool search_look_count_primaries(struct search *search, struct error *error);
bool search_look_sort(struct search *search, struct error *error);
bool search_look_facets(struct search *search, enum search_facet facet, const struct rules *rules, struct arena *arena,
                        struct facet_value **values, size_t *count, struct error *error);

/* Nanoseconds of a clock that only goes forward. */
int64_t search_now(void);

#endif
