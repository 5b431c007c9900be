/* Searching by folding and scanning every text: what the index must agree with, and what is left without one. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/query_internal.h"
#include "core/search_filter.h"
#include "core/search_internal.h"
#include "core/text.h"

enum { RANKS_BETWEEN_LOOKS = 16 };

struct search_scan {
    struct store_facet *facets; /* by rank: what counts and some filters need */
    struct arena *arena;        /* of the recall being looked at */
    struct search_subject subject;
    bool needs_recall; /* a filter looks at facts that only the whole recall has */
    uint32_t next_rank;
};

bool search_scan_new(struct search *search, struct error *error)
{
    struct search_scan *scan = search->scan = calloc(1, sizeof *scan);
    if (!scan || !(scan->arena = arena_new()))
        return error_set_memory(error, "search");
    return store_load_facets(search->store, &scan->facets, error);
}

void search_scan_free(struct search_scan *scan)
{
    if (!scan)
        return;
    free(scan->facets);
    search_subject_free(&scan->subject);
    arena_free(scan->arena);
    free(scan);
}

void search_scan_find_new(struct search *search)
{
    for (uint32_t rank = 0; rank < search->is[IS_NEW].size; rank++)
        if (search->scan->facets[rank].added > search->request.new_since)
            bitmap_add(&search->is[IS_NEW], rank);
}

void search_scan_start(struct search *search)
{
    const struct query *query = search->request.query;
    search->scan->next_rank = 0;
    search->scan->needs_recall = false;
    for (size_t i = 0; i < query_clause_count(query); i++)
        for (size_t k = 0; k < query_clause(query, i)->count; k++)
            if (match_filter_needs_recall(&query_clause(query, i)->terms[k]))
                search->scan->needs_recall = true;
}

/* --- Matching ------------------------------------------------------------------------------ */

static bool has_term(const struct search *search, uint32_t rank, const struct query_term *term,
                     const struct recall *recall)
{
    struct search_scan *scan = search->scan;
    if (term->kind == TERM_VIN)
        return false;
    if (term->kind == TERM_FILTER && term->field == FIELD_IS)
        return bitmap_has(&search->is[term->value], rank);
    if (term->kind == TERM_FILTER)
        return match_filter(&scan->facets[rank], recall, term);
    return search_subject_has(&scan->subject, term);
}

/* What a clause says of a recall. */
struct verdict {
    bool matches;
    bool by_synonym; /* only a synonym does */
    unsigned tier;   /* of the word that does best; 0 for what is no word */
};

static struct verdict judge(struct search *search, uint32_t rank, const struct query_clause *clause,
                            const struct recall *recall)
{
    struct verdict verdict = {.by_synonym = true, .tier = TIER_COUNT};
    for (size_t i = 0; i < clause->count; i++) {
        const struct query_term *term = &clause->terms[i];
        if (has_term(search, rank, term, recall) == term->is_excluded)
            continue;
        bool is_word = !term->is_excluded && term->kind != TERM_FILTER;
        unsigned tier = is_word && search_by_relevance(search) ? search_subject_tier(&search->scan->subject, term) : 0;
        verdict.matches = true;
        verdict.by_synonym = verdict.by_synonym && term->is_synonym;
        verdict.tier = tier < verdict.tier ? tier : verdict.tier;
        if (!search_by_relevance(search) && !term->is_synonym)
            break;
    }
    return verdict;
}

static bool match_recall(struct search *search, uint32_t rank, const struct recall *recall, unsigned *tier)
{
    const struct query *query = search->request.query;
    bool by_synonym = false;
    *tier = 0;
    for (size_t i = 0; i < query_clause_count(query); i++) {
        struct verdict verdict = judge(search, rank, query_clause(query, i), recall);
        if (!verdict.matches)
            return false;
        by_synonym = by_synonym || verdict.by_synonym;
        *tier = verdict.tier > *tier ? verdict.tier : *tier;
    }
    search->is_widened = search->is_widened || by_synonym;
    return true;
}

static bool take_rank(struct search *search, uint32_t rank, struct error *error)
{
    struct search_scan *scan = search->scan;
    struct recall recall = {0};
    unsigned tier = 0;
    if (!query_is_empty(search->request.query)) {
        arena_clear(scan->arena);
        if (scan->needs_recall && !store_fetch(search->store, rank, scan->arena, &recall, error))
            return false;
        if (!search_subject_fetch(&scan->subject, search->store, rank, error))
            return false;
        if (!match_recall(search, rank, &recall, &tier))
            return search_subject_is_good(&scan->subject, error);
    }
    int category = search->request.category;
    bitmap_add(&search->all, rank);
    if (category >= 0 && scan->facets[rank].categories >> category & 1)
        bitmap_add(&search->in_category, rank);
    if (!search_subject_is_good(&scan->subject, error))
        return false;
    for (size_t i = tier; search_by_relevance(search) && i < TIER_COUNT; i++)
        bitmap_add(&search->tiers[i], rank);
    return true;
}

bool search_scan_step(struct search *search, int64_t until, bool *done, struct error *error)
{
    struct search_scan *scan = search->scan;
    uint32_t end = store_info(search->store).recall_count;
    while (scan->next_rank < end) {
        if (!take_rank(search, scan->next_rank++, error))
            return false;
        if (scan->next_rank % RANKS_BETWEEN_LOOKS == 0 && search_now() > until)
            return true;
    }
    *done = true;
    return true;
}

uint32_t search_scan_decided(const struct search *search)
{
    return search->scan->next_rank;
}

/* --- Counts, orders, facets ---------------------------------------------------------------- */

bool search_scan_count(struct search *search, struct error *error)
{
    (void)error;
    memset(search->category_counts, 0, sizeof search->category_counts);
    memset(search->primary_counts, 0, sizeof search->primary_counts);
    for (uint32_t rank = bitmap_next(&search->all, 0); rank < search->all.size;
         rank = bitmap_next(&search->all, rank + 1)) {
        const struct store_facet *facet = &search->scan->facets[rank];
        search->primary_counts[facet->primary]++;
        for (size_t i = 0; i < CATEGORY_COUNT; i++)
            search->category_counts[i] += facet->categories >> i & 1;
    }
    return true;
}

struct keyed {
    char *key;
    uint32_t rank;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* By DIN 5007-1 an umlaut is sorted as its base letter: the base form is the key. Without a name: last. */
static char *sort_key(const char *string)
{
    struct folded folded = {0};
    char *key = NULL;
    if (!string)
        return strdup("\x7f");
    if (text_fold(text_view_of(string), FOLD_BASE, &folded))
        key = strdup(folded.text.bytes ? folded.text.bytes : "");
    folded_free(&folded);
    return key;
}

static bool fetch_key(struct search *search, uint32_t rank, struct keyed *keyed, struct error *error)
{
    struct recall_summary summary;
    arena_clear(search->scan->arena);
    if (!store_fetch_summary(search->store, rank, search->scan->arena, &summary, error))
        return false;
    *keyed = (struct keyed){sort_key(search->request.order == SORT_MAKE ? summary.make : summary.headline), rank};
    return keyed->key || error_set_memory(error, "search");
}

bool search_scan_sort(struct search *search, struct error *error)
{
    struct keyed *keyed = calloc((size_t)search->count + 1, sizeof *keyed);
    uint32_t count = 0;
    bool good = keyed || error_set_memory(error, "search");
    for (uint32_t rank = bitmap_next(search_hits(search), 0); good && rank < search_hits(search)->size;
         rank = bitmap_next(search_hits(search), rank + 1))
        good = fetch_key(search, rank, &keyed[count++], error);
    if (good && count > 0)
        qsort(keyed, count, sizeof *keyed, compare_keyed);
    for (uint32_t i = 0; i < count; i++) {
        search->sorted[i] = keyed[i].rank;
        free(keyed[i].key);
    }
    free(keyed);
    return good;
}

struct facet_list {
    struct arena *arena;
    const struct rules *rules;
    enum search_facet facet;
    struct facet_value *values;
    size_t count, capacity;
    struct listed {
        const char *key; /* values of the same key are one */
        uint32_t last;   /* the rank that had the value last, plus one */
    } * listed;
    size_t listed_capacity;
    struct buffer key;
    uint32_t rank;
};

static bool list_value(struct facet_list *list, const char *value)
{
    size_t i = 0;
    if (!value || !*value)
        return true;
    search_facet_key(list->facet, value, &list->key);
    while (!list->key.failed && i < list->count &&
           !text_view_equal(text_view_of(list->listed[i].key), buffer_view(&list->key)))
        i++;
    if (list->key.failed || !array_reserve(&list->values, i, &list->capacity, sizeof *list->values) ||
        !array_reserve(&list->listed, i, &list->listed_capacity, sizeof *list->listed))
        return false;
    if (i == list->count) {
        list->values[list->count++] = (struct facet_value){.value = arena_copy(list->arena, text_view_of(value))};
        list->listed[i] = (struct listed){.key = arena_keep(list->arena, &list->key)};
        if (!list->listed[i].key || !list->values[i].value)
            return false;
    }
    if (strcmp(value, list->values[i].value) < 0)
        list->values[i].value = arena_copy(list->arena, text_view_of(value));
    list->values[i].count += list->listed[i].last != list->rank + 1;
    list->listed[i].last = list->rank + 1;
    return true;
}

static bool list_years(struct facet_list *list, struct range years)
{
    char digits[16];
    int from = years.from < INDEX_YEAR_FIRST ? INDEX_YEAR_FIRST : years.from;
    int to = !years.to || years.to > INDEX_YEAR_LAST ? INDEX_YEAR_LAST : years.to;
    for (int year = from; (years.from || years.to) && year <= to; year++) {
        snprintf(digits, sizeof digits, "%d", year);
        if (!list_value(list, digits))
            return false;
    }
    return true;
}

static bool list_kinds(struct facet_list *list, uint32_t bits, const struct kind_name *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bits >> i & 1 && !list_value(list, names[i].key))
            return false;
    return true;
}

static bool list_recall(struct facet_list *list, enum search_facet facet, const struct recall *recall)
{
    bool good = true;
    switch (facet) {
    case FACET_MAKE:
        good = list_value(list, rules_main_name(list->rules, "make", recall->make));
        break;
    case FACET_MODEL:
        for (size_t i = 0; good && i < recall->models.count; i++)
            good = list_value(list, recall->models.items[i]);
        break;
    case FACET_YEAR:
        if (recall->vehicle_count == 0)
            good = list_years(list, recall->years);
        break;
    case FACET_HAZARD:
        return list_kinds(list, recall->hazards, hazard_names, HAZARD_COUNT);
    case FACET_REMEDY:
        return list_kinds(list, recall->remedies, remedy_names, REMEDY_COUNT);
    default:
        for (size_t i = 0; good && i < recall->occurrence_count; i++)
            good = list_value(list, recall->occurrences[i].source);
        return good;
    }
    for (size_t i = 0; good && i < recall->vehicle_count; i++) {
        const struct vehicle *vehicle = &recall->vehicles[i];
        if (facet == FACET_YEAR)
            good = list_years(list, vehicle->years);
        else
            good = list_value(list, facet == FACET_MAKE ? rules_main_name(list->rules, "make", vehicle->make)
                                                        : vehicle->model);
    }
    return good;
}

bool search_scan_facets(struct search *search, enum search_facet facet, const struct rules *rules, struct arena *arena,
                        struct facet_value **values, size_t *count, struct error *error)
{
    struct facet_list list = {.arena = arena, .rules = rules, .facet = facet};
    bool good = true;
    for (uint32_t rank = bitmap_next(search_hits(search), 0); good && rank < search_hits(search)->size;
         rank = bitmap_next(search_hits(search), rank + 1)) {
        struct recall recall;
        arena_clear(search->scan->arena);
        list.rank = rank;
        good = store_fetch(search->store, rank, search->scan->arena, &recall, error) &&
               (list_recall(&list, facet, &recall) || error_set_memory(error, "search"));
    }
    *count = list.count;
    *values = arena_allocate_array(arena, list.count + 1, sizeof **values);
    if (*values && list.count > 0)
        memcpy(*values, list.values, list.count * sizeof *list.values);
    buffer_free(&list.key);
    free(list.values);
    free(list.listed);
    return good;
}
