/* What is made of the recalls that were found: counts, orders, facets; and what is new. All by the index. */

#include <stdlib.h>
#include <string.h>

#include "core/query_internal.h"
#include "core/search_internal.h"

/* --- What is new --------------------------------------------------------------------------- */

struct finding_new {
    struct search *search;
    struct error *error;
    bool failed;
};

static bool unite_if_new(void *context, struct text_view word, const struct index_place *place)
{
    struct finding_new *finding = context;
    char digits[24] = "";
    memcpy(digits, word.bytes, word.length < sizeof digits ? word.length : sizeof digits - 1);
    if (strtoll(digits, NULL, 10) > finding->search->request.new_since)
        finding->failed = !index_unite(finding->search->index, place, &finding->search->is[IS_NEW], finding->error);
    return !finding->failed;
}

bool search_look_find_new(struct search *search, struct error *error)
{
    struct finding_new finding = {search, error, false};
    return index_visit(search->index, INDEX_ADDED, unite_if_new, &finding, error) && !finding.failed;
}

/* --- Counts and orders --------------------------------------------------------------------- */

struct counting {
    struct search *search;
    uint32_t *counts;
    size_t count;
    struct index_place places[CATEGORY_COUNT];
    bool has_place[CATEGORY_COUNT];
};

static bool note_place(void *context, struct text_view word, const struct index_place *place)
{
    struct counting *counting = context;
    unsigned number = word.length == 2 ? (unsigned)(word.bytes[0] - '0') * 10 + (unsigned)(word.bytes[1] - '0') : 99;
    if (number < CATEGORY_COUNT) {
        counting->places[number] = *place;
        counting->has_place[number] = true;
    }
    return true;
}

static bool count_section(struct search *search, enum index_section section, uint32_t *counts, struct error *error)
{
    struct counting counting = {.search = search};
    if (!index_visit(search->index, section, note_place, &counting, error))
        return false;
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        counts[i] = 0;
        if (counting.has_place[i] && !index_count(search->index, &counting.places[i], &search->all, &counts[i], error))
            return false;
        if (section == INDEX_CATEGORY && counting.has_place[i] && (int)i == search->request.category &&
            !index_unite(search->index, &counting.places[i], &search->in_category, error))
            return false;
    }
    return true;
}

bool search_look_count(struct search *search, struct error *error)
{
    bool is_chosen = search->request.category >= 0;
    if (is_chosen && !bitmap_reset(&search->in_category, search->all.size))
        return error_set_memory(error, "search");
    if (!count_section(search, INDEX_CATEGORY, search->category_counts, error))
        return false;
    if (is_chosen)
        bitmap_intersect(&search->in_category, &search->all);
    return true;
}

bool search_look_count_primaries(struct search *search, struct error *error)
{
    return count_section(search, INDEX_PRIMARY, search->primary_counts, error);
}

bool search_look_sort(struct search *search, struct error *error)
{
    enum { BLOCK = 4096 };
    enum index_order order = search->request.order == SORT_MAKE ? INDEX_BY_MAKE : INDEX_BY_HEADLINE;
    uint32_t ranks[BLOCK], placed = 0;
    size_t taken = BLOCK;
    for (uint32_t first = 0; taken == BLOCK && placed < search->row_count; first += BLOCK) {
        if (!index_read_order(search->index, order, first, BLOCK, ranks, &taken, error))
            return false;
        for (size_t i = 0; i < taken && placed < search->row_count; i++)
            if (bitmap_has(search_rows(search), ranks[i]))
                search->sorted[placed++] = ranks[i];
    }
    return placed == search->row_count ||
           error_set(error, ERROR_DAMAGED, store_path(search->store), "the search index is damaged");
}

/* --- Facets -------------------------------------------------------------------------------- */

static const enum index_section facet_sections[FACET_COUNT] = {
    [FACET_MAKE] = INDEX_MAKE,     [FACET_MODEL] = INDEX_MODEL,   [FACET_YEAR] = INDEX_YEAR,
    [FACET_HAZARD] = INDEX_HAZARD, [FACET_REMEDY] = INDEX_REMEDY, [FACET_SOURCE] = INDEX_SOURCE,
};

struct listing {
    struct arena *arena;
    const struct rules *rules;
    enum search_facet facet;
    struct listed {
        const char *value, *key; /* values of the same key are one */
        struct index_place place;
    } * items;
    size_t count, capacity;
    struct buffer key;
    bool failed;
};

/* A value as a query takes it: hazards and remedies by their key, makes by the name that is shown. */
static const char *name_value(struct listing *listing, struct text_view word)
{
    char *value = arena_copy(listing->arena, word);
    size_t number = value ? strtoul(value, NULL, 10) : 0;
    if (listing->facet == FACET_HAZARD)
        return number < HAZARD_COUNT ? hazard_names[number].key : NULL;
    if (listing->facet == FACET_REMEDY)
        return number < REMEDY_COUNT ? remedy_names[number].key : NULL;
    return listing->facet == FACET_MAKE ? rules_main_name(listing->rules, "make", value) : value;
}

static bool list_value(void *context, struct text_view word, const struct index_place *place)
{
    struct listing *listing = context;
    if (!array_reserve(&listing->items, listing->count, &listing->capacity, sizeof *listing->items)) {
        listing->failed = true;
        return false;
    }
    const char *value = name_value(listing, word);
    if (!value)
        return true;
    search_facet_key(listing->facet, value, &listing->key);
    listing->items[listing->count++] = (struct listed){value, arena_keep(listing->arena, &listing->key), *place};
    listing->failed = !listing->items[listing->count - 1].key;
    return !listing->failed;
}

static int compare_listed(const void *left, const void *right)
{
    const struct listed *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : strcmp(a->value, b->value);
}

/* The hits that have one of so many values. */
static bool count_united(struct search *search, const struct listed *items, size_t count, struct bitmap *ranks,
                         uint32_t *hits, struct error *error)
{
    if (count == 1)
        return index_count(search->index, &items->place, search_hits(search), hits, error);
    if (!bitmap_reset(ranks, search_hits(search)->size))
        return error_set_memory(error, "search");
    for (size_t i = 0; i < count; i++)
        if (!index_unite(search->index, &items[i].place, ranks, error))
            return false;
    bitmap_intersect(ranks, search_hits(search));
    *hits = bitmap_count(ranks);
    return true;
}

bool search_look_facets(struct search *search, enum search_facet facet, const struct rules *rules, struct arena *arena,
                        struct facet_value **values, size_t *count, struct error *error)
{
    struct listing listing = {.arena = arena, .rules = rules, .facet = facet};
    struct bitmap ranks = {0};
    bool good = index_visit(search->index, facet_sections[facet], list_value, &listing, error);
    *values = arena_allocate_array(arena, listing.count + 1, sizeof **values);
    if (good && (listing.failed || !*values))
        good = error_set_memory(error, "search");
    if (good && listing.count > 0)
        qsort(listing.items, listing.count, sizeof *listing.items, compare_listed);
    for (size_t i = 0, same; good && i < listing.count; i += same) {
        uint32_t hits = 0;
        for (same = 1; i + same < listing.count && strcmp(listing.items[i].key, listing.items[i + same].key) == 0;)
            same++;
        good = count_united(search, &listing.items[i], same, &ranks, &hits, error);
        if (good && hits > 0)
            (*values)[(*count)++] = (struct facet_value){listing.items[i].value, hits};
    }
    bitmap_free(&ranks);
    buffer_free(&listing.key);
    free(listing.items);
    return good;
}
