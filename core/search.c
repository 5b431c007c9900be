#include "core/search.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/search_internal.h"

/* How long one step may take: a fraction of a frame. */
enum { STEP_NANOSECONDS = 4000000 };

const struct kind_name sort_names[SORT_COUNT] = {
    [SORT_DATE] = {"date", "Datum", "date"},
    [SORT_RELEVANCE] = {"relevance", "Relevanz", "relevance"},
    [SORT_MAKE] = {"make", "Marke", "make"},
    [SORT_HEADLINE] = {"headline", "Überschrift", "headline"},
};

int64_t search_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool out_of_memory(struct error *error)
{
    return error_set_memory(error, "search");
}

static bool open_search(struct store *store, bool with_index, struct search **result, struct error *error)
{
    *result = NULL;
    struct search *search = calloc(1, sizeof *search);
    if (!search)
        return out_of_memory(error);
    search->store = store;
    search->state = SEARCH_DONE;
    bool good = !with_index || index_open(store, &search->index, error);
    good = good && (search->index ? search_look_new(search, error) : search_scan_new(search, error));
    if (good)
        *result = search;
    else
        search_free(search);
    return good;
}

bool search_new(struct store *store, struct search **search, struct error *error)
{
    return open_search(store, true, search, error);
}

bool search_new_scanning(struct store *store, struct search **search, struct error *error)
{
    return open_search(store, false, search, error);
}

void search_free(struct search *search)
{
    if (!search)
        return;
    search_scan_free(search->scan);
    search_look_free(search->look);
    index_close(search->index);
    for (size_t i = 0; i < IS_COUNT; i++)
        bitmap_free(&search->is[i]);
    bitmap_free(&search->all);
    bitmap_free(&search->in_category);
    bitmap_free(&search->rows);
    for (size_t i = 0; i < TIER_COUNT; i++)
        bitmap_free(&search->tiers[i]);
    free(search->sorted);
    free(search);
}

bool search_has_index(const struct search *search)
{
    return search->index != NULL;
}

struct index *search_index(struct search *search)
{
    return search->index;
}

bool search_by_relevance(const struct search *search)
{
    return search->request.order == SORT_RELEVANCE && !query_is_empty(search->request.query);
}

/* --- Steps --------------------------------------------------------------------------------- */

/* What is:marked and is:new mean now, where the query asks for it. */
static bool find_what_is(struct search *search, struct error *error)
{
    const struct search_request *request = &search->request;
    uint32_t size = store_info(search->store).recall_count;
    for (size_t i = 0; i < IS_COUNT; i++) {
        bitmap_free(&search->is[i]);
        if (query_asks_what_is(request->query, (enum query_is)i) && !bitmap_reset(&search->is[i], size))
            return out_of_memory(error);
    }
    for (size_t i = 0; search->is[IS_MARKED].words && i < request->marked_count; i++)
        if (request->marked[i] < size)
            bitmap_add(&search->is[IS_MARKED], request->marked[i]);
    if (!search->is[IS_NEW].words || !request->new_since)
        return true;
    if (search->scan)
        search_scan_find_new(search);
    else if (!search_look_find_new(search, error))
        return false;
    for (size_t i = 0; i < request->seen_count; i++)
        if (request->seen[i] < size)
            bitmap_remove(&search->is[IS_NEW], request->seen[i]);
    return true;
}

bool search_start(struct search *search, const struct search_request *request, struct error *error)
{
    uint32_t size = store_info(search->store).recall_count;
    search->request = *request;
    search->is_widened = false;
    search->count = search->count_all = search->row_count = 0;
    free(search->sorted);
    search->sorted = NULL;
    search->state = SEARCH_FAILED;
    if (request->category < 0)
        bitmap_free(&search->in_category);
    if (!bitmap_reset(&search->all, size) || (request->category >= 0 && !bitmap_reset(&search->in_category, size)))
        return out_of_memory(error);
    for (size_t i = 0; i < TIER_COUNT; i++) {
        if (!search_by_relevance(search))
            bitmap_free(&search->tiers[i]);
        else if (!bitmap_reset(&search->tiers[i], size))
            return out_of_memory(error);
    }
    if (!find_what_is(search, error))
        return false;
    if (search->look && !search_look_start(search, error))
        return false;
    if (search->scan)
        search_scan_start(search);
    search->state = SEARCH_WORKING;
    return true;
}

/* The rows of each tier, the best first, by rank inside a tier. */
static void sort_by_tiers(struct search *search)
{
    struct bitmap *rows = search_rows(search);
    uint32_t placed = 0, end = rows->size;
    for (size_t i = 0; i < TIER_COUNT; i++) {
        struct bitmap *tier = &search->tiers[i];
        bitmap_intersect(tier, rows);
        for (uint32_t rank = bitmap_next(tier, 0); rank < end; rank = bitmap_next(tier, rank + 1)) {
            search->sorted[placed++] = rank;
            bitmap_remove(rows, rank);
        }
    }
    /* What a filter alone has found has no tier, it comes last; and all are rows again. */
    for (uint32_t rank = bitmap_next(rows, 0); rank < end; rank = bitmap_next(rows, rank + 1))
        search->sorted[placed++] = rank;
    for (uint32_t i = 0; i < placed; i++)
        bitmap_add(rows, search->sorted[i]);
}

static bool sort_hits(struct search *search, struct error *error)
{
    enum sort_order order = search->request.order;
    if (order == SORT_DATE || (order == SORT_RELEVANCE && !search_by_relevance(search)))
        return true;
    search->sorted = malloc(((size_t)search->row_count + 1) * sizeof *search->sorted);
    if (!search->sorted)
        return out_of_memory(error);
    if (order == SORT_RELEVANCE) {
        sort_by_tiers(search);
        return true;
    }
    return search->look ? search_look_sort(search, error) : search_scan_sort(search, error);
}

/* From what was found to hits, counts and order. */
static bool finish(struct search *search, struct error *error)
{
    search->count_all = bitmap_count(&search->all);
    if (!(search->look ? search_look_count(search, error) : search_scan_count(search, error)))
        return false;
    search->count = search->request.category < 0 ? search->count_all : bitmap_count(search_hits(search));
    return search_unite_rows(search, error) && sort_hits(search, error);
}

enum search_state search_step(struct search *search, struct error *error)
{
    int64_t until = search_now() + STEP_NANOSECONDS;
    bool done = false;
    if (search->state != SEARCH_WORKING)
        return search->state;
    bool good =
        search->look ? search_look_step(search, until, &done, error) : search_scan_step(search, until, &done, error);
    if (good && done)
        good = finish(search, error);
    return search->state = !good ? SEARCH_FAILED : done ? SEARCH_DONE : SEARCH_WORKING;
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
    return search->count;
}

uint32_t search_count_all(const struct search *search)
{
    return search->count_all;
}

const uint32_t *search_category_counts(const struct search *search)
{
    return search->category_counts;
}

const uint32_t *search_category_primary_counts(struct search *search, struct error *error)
{
    if (search->look && !search_look_count_primaries(search, error))
        return NULL;
    return search->primary_counts;
}

bool search_is_widened(const struct search *search)
{
    return search->is_widened;
}

/* Ranks below are decided. */
static uint32_t decided(const struct search *search)
{
    bool in_order = search->request.order == SORT_DATE && !search->request.reversed;
    if (search->state != SEARCH_WORKING || !in_order)
        return 0;
    return search->look ? search_look_decided(search) : search_scan_decided(search);
}

uint32_t search_count_so_far(struct search *search)
{
    uint32_t end = decided(search), count = 0;
    for (uint32_t rank = bitmap_next(&search->all, 0); rank < end; rank = bitmap_next(&search->all, rank + 1))
        count += bitmap_has(search_hits(search), rank);
    return count;
}

static size_t page_so_far(struct search *search, uint32_t first, size_t count, uint32_t *ranks)
{
    uint32_t end = decided(search), place = 0;
    size_t taken = 0;
    for (uint32_t rank = bitmap_next(&search->all, 0); rank < end && taken < count;
         rank = bitmap_next(&search->all, rank + 1))
        if (bitmap_has(search_hits(search), rank) && place++ >= first)
            ranks[taken++] = rank;
    return taken;
}

static uint32_t rank_at(struct search *search, uint32_t place)
{
    return search->sorted ? search->sorted[place] : bitmap_select(search_rows(search), place);
}

size_t search_page(struct search *search, uint32_t first, size_t count, uint32_t *ranks)
{
    size_t taken = 0;
    if (search->state == SEARCH_WORKING)
        return page_so_far(search, first, count, ranks);
    for (; taken < count && first + taken < search->row_count; taken++) {
        uint32_t place = first + (uint32_t)taken;
        if (search->request.reversed)
            ranks[taken] = rank_at(search, search->row_count - 1 - place);
        else if (search->sorted || taken == 0)
            ranks[taken] = rank_at(search, place);
        else
            ranks[taken] = bitmap_next(search_rows(search), ranks[taken - 1] + 1);
    }
    return taken;
}

uint32_t search_row_count(const struct search *search)
{
    return search->row_count;
}

bool search_position(struct search *search, uint32_t rank, uint32_t *position)
{
    uint32_t place = 0;
    if (search->state != SEARCH_DONE || !bitmap_has(search_hits(search), rank))
        return false;
    rank = search_row_of(search, rank);
    if (!search->sorted)
        place = bitmap_count_below(search_rows(search), rank);
    else
        while (place < search->row_count && search->sorted[place] != rank)
            place++;
    *position = search->request.reversed ? search->row_count - 1 - place : place;
    return true;
}

/* --- Facets -------------------------------------------------------------------------------- */

void search_facet_key(enum search_facet facet, const char *value, struct buffer *key)
{
    buffer_clear(key);
    if (facet == FACET_MAKE || facet == FACET_MODEL || facet == FACET_SOURCE)
        text_append_name_key(text_view_of(value), key);
    if (key->length == 0)
        buffer_append_string(key, value);
}

static int compare_years(const void *left, const void *right)
{
    const struct facet_value *a = left, *b = right;
    return strcmp(b->value, a->value);
}

static int compare_counts(const void *left, const void *right)
{
    const struct facet_value *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return strcmp(a->value, b->value);
}

bool search_facets(struct search *search, enum search_facet facet, const struct rules *rules, struct arena *arena,
                   struct facet_value **values, size_t *count, struct error *error)
{
    *count = 0;
    bool good = search->look ? search_look_facets(search, facet, rules, arena, values, count, error)
                             : search_scan_facets(search, facet, rules, arena, values, count, error);
    if (good && *count > 0)
        qsort(*values, *count, sizeof **values, facet == FACET_YEAR ? compare_years : compare_counts);
    return good && (!arena_failed(arena) || out_of_memory(error));
}
