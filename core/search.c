#include "core/search.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/query_internal.h"
#include "core/search_filter.h"
#include "core/search_match.h"
#include "core/store_facets.h"
#include "core/text.h"

/* How long one step may take: a fraction of a frame. */
enum { STEP_NANOSECONDS = 4000000, RANKS_BETWEEN_LOOKS = 16 };

const struct kind_name sort_names[SORT_COUNT] = {
    [SORT_DATE] = {"date", "Datum", "date"},
    [SORT_RELEVANCE] = {"relevance", "Relevanz", "relevance"},
    [SORT_MAKE] = {"make", "Marke", "make"},
    [SORT_HEADLINE] = {"headline", "Überschrift", "headline"},
};

/* How well a recall matches: the smaller the better. */
enum tier { TIER_HEADLINE_WORD, TIER_HEADLINE_START, TIER_HEADLINE, TIER_WORD, TIER_START, TIER_INSIDE };

struct hit {
    uint32_t rank;
    uint8_t tier;
    char *key; /* of the order, owned; NULL for date and relevance */
};

struct search {
    struct store *store;
    struct store_facet *facets; /* by rank: what filters and counts need */
    struct search_request request;
    uint32_t next_rank;
    struct hit *hits;
    size_t hit_count, hit_capacity;
    uint32_t count_all;
    uint32_t category_counts[CATEGORY_COUNT];
    uint32_t primary_counts[CATEGORY_COUNT];
    bool needs_recall; /* a filter looks at facts that only the whole recall has */
    bool is_widened;   /* synonyms have brought hits that the words alone would not */
    struct arena *recall_arena;
    struct match_text text;
    struct match_text headline;
    struct match_text names;
    enum search_state state;
};

bool search_new(struct store *store, struct search **result, struct error *error)
{
    *result = NULL;
    struct search *search = calloc(1, sizeof *search);
    if (!search)
        return error_set_memory(error, "search");
    search->store = store;
    search->recall_arena = arena_new();
    if (!search->recall_arena) {
        search_free(search);
        return error_set_memory(error, "search");
    }
    if (!store_load_facets(store, &search->facets, error)) {
        search_free(search);
        return false;
    }
    *result = search;
    return true;
}

static void forget_hits(struct search *search)
{
    for (size_t i = 0; i < search->hit_count; i++)
        free(search->hits[i].key);
    search->hit_count = 0;
}

void search_free(struct search *search)
{
    if (!search)
        return;
    forget_hits(search);
    free(search->hits);
    free(search->facets);
    match_text_free(&search->text);
    match_text_free(&search->headline);
    match_text_free(&search->names);
    arena_free(search->recall_arena);
    free(search);
}

bool search_start(struct search *search, const struct search_request *request, struct error *error)
{
    (void)error;
    forget_hits(search);
    search->request = *request;
    search->is_widened = false;
    search->needs_recall = false;
    for (size_t i = 0; i < query_clause_count(request->query); i++)
        for (size_t k = 0; k < query_clause(request->query, i)->count; k++)
            search->needs_recall =
                search->needs_recall || match_filter_needs_recall(&query_clause(request->query, i)->terms[k]);
    search->next_rank = 0;
    search->count_all = 0;
    memset(search->category_counts, 0, sizeof search->category_counts);
    memset(search->primary_counts, 0, sizeof search->primary_counts);
    search->state = SEARCH_WORKING;
    return true;
}

/* --- Matching ------------------------------------------------------------------------------ */

static enum tier tier_in(struct match_text *subject, const struct query_term *term, enum tier best)
{
    size_t start, length;
    for (enum fold_form form = FOLD_STRICT; form <= FOLD_LOOSE; form++) {
        if (!match_uses_form(term, form) || !match_find(subject, term, form, 0, &start, &length))
            continue;
        const struct folded *folded = &subject->forms[form];
        bool starts = start == 0 || !fold_is_word_byte((unsigned char)folded->text.bytes[start - 1]);
        size_t end = start + length;
        bool ends = end >= folded->text.length || !fold_is_word_byte((unsigned char)folded->text.bytes[end]);
        return best + (starts && ends ? 0 : starts ? 1 : 2);
    }
    return TIER_INSIDE + 1;
}

/* How well a word does in a recall that has it. */
static uint8_t find_tier(struct search *search, const struct query_term *term)
{
    uint8_t tier = (uint8_t)tier_in(&search->headline, term, TIER_HEADLINE_WORD);
    return tier <= TIER_INSIDE ? tier : (uint8_t)tier_in(&search->text, term, TIER_WORD);
}

/* The press prints campaign numbers with zeros before them: 012223 is 12223. */
static bool has_campaign(struct search *search, const struct query_term *term)
{
    struct query_term stripped = *term;
    while (stripped.strict.length > 3 && stripped.strict.bytes[0] == '0') {
        stripped.strict.bytes++;
        stripped.strict.length--;
    }
    return term->kind == TERM_NUMBER && match_has(&search->names, &stripped);
}

static bool has_term(struct search *search, uint32_t rank, const struct query_term *term, const struct recall *recall)
{
    if (term->kind == TERM_VIN)
        return false;
    if (term->kind == TERM_FILTER)
        return match_filter(&search->facets[rank], recall, term);
    return match_has(&search->text, term) || match_has(&search->headline, term) || match_has(&search->names, term) ||
           has_campaign(search, term);
}

/* Whether one of the clause's terms matches (or its excluded one does not); *term is the one that did. */
static bool match_clause(struct search *search, uint32_t rank, const struct query_clause *clause,
                         const struct recall *recall, const struct query_term **term)
{
    for (size_t i = 0; i < clause->count; i++) {
        *term = &clause->terms[i];
        if (has_term(search, rank, *term, recall) != (*term)->is_excluded)
            return true;
    }
    return false;
}

/* Whether the recall matches every clause; *tier says how well its worst word does. */
static bool match_recall(struct search *search, uint32_t rank, const struct recall *recall, uint8_t *tier)
{
    const struct query *query = search->request.query;
    bool by_synonym = false;
    *tier = TIER_HEADLINE_WORD;
    for (size_t i = 0; i < query_clause_count(query); i++) {
        const struct query_term *term;
        if (!match_clause(search, rank, query_clause(query, i), recall, &term))
            return false;
        by_synonym = by_synonym || term->is_synonym;
        if (term->is_excluded || term->kind == TERM_FILTER || search->request.order != SORT_RELEVANCE)
            continue;
        uint8_t own = find_tier(search, term);
        if (own > *tier)
            *tier = own;
    }
    search->is_widened = search->is_widened || by_synonym;
    return true;
}

/* --- Order --------------------------------------------------------------------------------- */

/* By DIN 5007-1 an umlaut is sorted as its base letter: the base form is the key. */
static char *sort_key(const char *string)
{
    struct folded folded = {0};
    char *key = NULL;
    if (text_fold(text_view_of(string ? string : "\x7f"), FOLD_BASE, &folded))
        key = strdup(folded.text.bytes ? folded.text.bytes : "");
    folded_free(&folded);
    return key;
}

static bool add_hit(struct search *search, uint32_t rank, uint8_t tier, struct error *error)
{
    if (!array_reserve(&search->hits, search->hit_count, &search->hit_capacity, sizeof *search->hits))
        return error_set_memory(error, "search");
    struct hit hit = {.rank = rank, .tier = tier};
    if (search->request.order == SORT_MAKE || search->request.order == SORT_HEADLINE) {
        struct arena *arena = arena_new();
        struct recall_summary summary;
        if (!arena)
            return error_set_memory(error, "search");
        bool good = store_fetch_summary(search->store, rank, arena, &summary, error);
        if (good)
            hit.key = sort_key(search->request.order == SORT_MAKE ? summary.make : summary.headline);
        arena_free(arena);
        if (!good)
            return false;
        if (!hit.key)
            return error_set_memory(error, "search");
    }
    search->hits[search->hit_count++] = hit;
    return true;
}

static int compare_hits(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    int order = a->key ? strcmp(a->key, b->key) : a->tier - b->tier;
    return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static void finish(struct search *search)
{
    if (search->request.order != SORT_DATE && search->hit_count > 0)
        qsort(search->hits, search->hit_count, sizeof *search->hits, compare_hits);
    search->state = SEARCH_DONE;
}

/* --- Steps --------------------------------------------------------------------------------- */

static bool take_rank(struct search *search, uint32_t rank, struct error *error)
{
    const struct store_facet *facet = &search->facets[rank];
    uint8_t tier = 0;
    if (!query_is_empty(search->request.query)) {
        struct store_words words;
        struct recall recall = {0};
        arena_clear(search->recall_arena);
        if (search->needs_recall && !store_fetch(search->store, rank, search->recall_arena, &recall, error))
            return false;
        if (!store_fetch_words(search->store, rank, &words, error))
            return false;
        match_text_set(&search->text, words.text);
        match_text_set(&search->headline, words.headline);
        match_text_set(&search->names, words.names);
        if (!match_recall(search, rank, &recall, &tier))
            return true;
    }
    search->count_all++;
    search->primary_counts[facet->primary]++;
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        search->category_counts[i] += facet->categories >> i & 1;
    int category = search->request.category;
    if (category >= 0 && !(facet->categories >> category & 1))
        return true;
    return add_hit(search, rank, tier, error);
}

static int64_t now_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

enum search_state search_step(struct search *search, struct error *error)
{
    uint32_t end = store_info(search->store).recall_count;
    int64_t until = now_nanoseconds() + STEP_NANOSECONDS;
    if (search->state != SEARCH_WORKING)
        return search->state;
    while (search->next_rank < end) {
        if (!take_rank(search, search->next_rank, error))
            return search->state = SEARCH_FAILED;
        search->next_rank++;
        if (search->next_rank % RANKS_BETWEEN_LOOKS == 0 && now_nanoseconds() > until)
            return SEARCH_WORKING;
    }
    finish(search);
    return search->state;
}

bool search_run(struct search *search, const struct search_request *request, struct error *error)
{
    if (!search_start(search, request, error))
        return false;
    while (search_step(search, error) == SEARCH_WORKING)
        ;
    return search->state == SEARCH_DONE;
}

/* --- Results ------------------------------------------------------------------------------- */

uint32_t search_count(const struct search *search)
{
    return (uint32_t)search->hit_count;
}

uint32_t search_count_all(const struct search *search)
{
    return search->count_all;
}

const uint32_t *search_category_counts(const struct search *search)
{
    return search->category_counts;
}

const uint32_t *search_category_primary_counts(const struct search *search)
{
    return search->primary_counts;
}

bool search_is_widened(const struct search *search)
{
    return search->is_widened;
}

static const struct hit *hit_at(const struct search *search, size_t place)
{
    return &search->hits[search->request.reversed ? search->hit_count - 1 - place : place];
}

size_t search_page(struct search *search, uint32_t first, size_t count, uint32_t *ranks)
{
    size_t taken = 0;
    while (taken < count && first + taken < search->hit_count) {
        ranks[taken] = hit_at(search, first + taken)->rank;
        taken++;
    }
    return taken;
}

bool search_position(struct search *search, uint32_t rank, uint32_t *position)
{
    for (size_t i = 0; i < search->hit_count; i++) {
        if (hit_at(search, i)->rank == rank) {
            *position = (uint32_t)i;
            return true;
        }
    }
    return false;
}
