/* Rows of the list: recalls that are one action under several numbers or makes are one, and its members. */

#include <stdlib.h>

#include "core/search_internal.h"

enum { BLOCK = 4096, MEMBERS_MOST = 100000 };

/* A stretch of the index's rings. */
struct ring_window {
    struct index *index;
    size_t count, last;
    struct index_ring rings[BLOCK];
};

/* Where the rank stands in the window, or would. */
static size_t place_of(const struct ring_window *window, uint32_t rank)
{
    size_t low = 0, high = window->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (window->rings[middle].rank < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Has the window where the rank would stand. */
static bool move_window(struct ring_window *window, uint32_t rank, struct error *error)
{
    uint32_t low = 0, high = index_ring_count(window->index);
    size_t one;
    while (high - low > BLOCK / 2) {
        uint32_t middle = (low + high) / 2;
        if (!index_read_rings(window->index, middle, 1, window->rings, &one, error))
            return false;
        if (window->rings[0].rank <= rank)
            low = middle;
        else
            high = middle;
    }
    return index_read_rings(window->index, low, BLOCK, window->rings, &window->count, error);
}

static bool next_member(struct ring_window *window, uint32_t rank, uint32_t *next, struct error *error)
{
    bool covers = window->count > 0 && rank >= window->rings[0].rank && rank <= window->rings[window->count - 1].rank;
    if (!covers && !move_window(window, rank, error))
        return false;
    /* Ranks most often ascend: the next one stands behind the last. */
    size_t place = window->last + 1 < window->count && window->rings[window->last + 1].rank == rank
                       ? window->last + 1
                       : place_of(window, rank);
    window->last = place;
    *next = place < window->count && window->rings[place].rank == rank ? window->rings[place].next : rank;
    return true;
}

/* Whether a newer hit is the same action: most often the very next one is. */
static bool has_newer_hit(struct search *search, struct ring_window *window, uint32_t rank, bool *has,
                          struct error *error)
{
    uint32_t member = rank, newer;
    *has = false;
    while (!*has) {
        if (!next_member(window, member, &newer, error))
            return false;
        /* The newest points to the oldest. */
        if (newer >= member)
            break;
        member = newer;
        *has = bitmap_has(search_hits(search), member);
    }
    return true;
}

bool search_unite_rows(struct search *search, struct error *error)
{
    struct ring_window window = {.index = search->index};
    struct bitmap *rows = &search->rows;
    bitmap_free(rows);
    search->row_count = search->count;
    if (!search->request.unites_actions || !search->index || search->request.order == SORT_MAKE)
        return true;
    if (!bitmap_reset(rows, search_hits(search)->size))
        return error_set_memory(error, "search");
    if (!index_look_up(search->index, INDEX_AGAIN, TEXT_VIEW("1"), INDEX_WHOLE, NULL, NULL, rows, error))
        return false;
    bitmap_intersect(rows, search_hits(search));
    for (uint32_t rank = bitmap_next(rows, 0); rank < rows->size; rank = bitmap_next(rows, rank + 1)) {
        bool hidden;
        if (!has_newer_hit(search, &window, rank, &hidden, error))
            return false;
        if (hidden)
            search->row_count--;
        else
            bitmap_remove(rows, rank);
    }
    /* What is hidden is taken from the hits; most often that is nothing, and no second set is kept. */
    if (search->row_count == search->count) {
        bitmap_free(rows);
        return true;
    }
    struct bitmap hidden = *rows;
    *rows = (struct bitmap){0};
    bool good = bitmap_reset(rows, hidden.size) || error_set_memory(error, "search");
    if (good) {
        bitmap_copy(rows, search_hits(search));
        bitmap_subtract(rows, &hidden);
    }
    bitmap_free(&hidden);
    return good;
}

struct bitmap *search_rows(struct search *search)
{
    return search->rows.words ? &search->rows : search_hits(search);
}

static int compare_ranks(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

size_t search_members(struct search *search, uint32_t rank, uint32_t *ranks, size_t most, size_t *count)
{
    struct ring_window window = {.index = search->index};
    struct error error = {0};
    uint32_t member = rank;
    size_t taken = 0;
    *count = 0;
    do {
        if (search->state == SEARCH_DONE && bitmap_has(search_hits(search), member)) {
            if (taken < most)
                ranks[taken++] = member;
            ++*count;
        }
        if (!search->index || !next_member(&window, member, &member, &error))
            break;
    } while (member != rank && *count < MEMBERS_MOST);
    if (taken > 0)
        qsort(ranks, taken, sizeof *ranks, compare_ranks);
    return taken;
}

/* The row that stands for a hit. */
uint32_t search_row_of(struct search *search, uint32_t rank)
{
    uint32_t ranks[64];
    size_t count, taken;
    if (bitmap_has(search_rows(search), rank))
        return rank;
    taken = search_members(search, rank, ranks, sizeof ranks / sizeof *ranks, &count);
    for (size_t i = 0; i < taken; i++)
        if (bitmap_has(search_rows(search), ranks[i]))
            return ranks[i];
    return rank;
}

static bool find_number(struct search *search, enum index_section section, struct text_view number,
                        struct bitmap *found)
{
    struct error error = {0};
    return index_look_up(search->index, section, number, INDEX_WHOLE, NULL, NULL, found, &error) &&
           bitmap_next(found, 0) < found->size;
}

bool search_find_campaign(struct search *search, struct text_view typed, uint32_t *rank)
{
    struct buffer number = {0};
    struct bitmap found = {0};
    index_append_number(&number, typed);
    bool good =
        search->index && !number.failed && number.length > 0 && number.length <= INDEX_PATTERN_BYTES &&
        bitmap_reset(&found, search->all.size) &&
        (find_number(search, INDEX_CAMPAIGN, buffer_view(&number), &found) ||
         find_number(search, INDEX_CODE, buffer_view(&number), &found) ||
         (query_complete_campaign(&number) && find_number(search, INDEX_CAMPAIGN, buffer_view(&number), &found)));
    if (good && search_hits(search)->size == found.size && bitmap_intersects(&found, search_hits(search)))
        bitmap_intersect(&found, search_hits(search));
    *rank = good ? bitmap_next(&found, 0) : 0;
    bitmap_free(&found);
    buffer_free(&number);
    return good;
}
