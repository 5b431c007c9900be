#include <stdlib.h>
#include <string.h>

#include "core/query_internal.h"
#include "core/search.h"
#include "core/search_match.h"

static int compare_highlights(const void *left, const void *right)
{
    const struct highlight *a = left, *b = right;
    if (a->start_bytes != b->start_bytes)
        return a->start_bytes < b->start_bytes ? -1 : 1;
    return (a->length_bytes < b->length_bytes) - (a->length_bytes > b->length_bytes);
}

/* Places that overlap or touch become one. */
static size_t unite(struct highlight *highlights, size_t count)
{
    if (count == 0)
        return 0;
    qsort(highlights, count, sizeof *highlights, compare_highlights);
    size_t kept = 0;
    for (size_t i = 1; i < count; i++) {
        uint32_t end = highlights[kept].start_bytes + highlights[kept].length_bytes;
        uint32_t own_end = highlights[i].start_bytes + highlights[i].length_bytes;
        if (highlights[i].start_bytes >= end)
            highlights[++kept] = highlights[i];
        else if (own_end > end)
            highlights[kept].length_bytes = own_end - highlights[kept].start_bytes;
    }
    return kept + 1;
}

struct collected {
    struct highlight *items;
    size_t count, capacity;
};

static bool collect(struct match_text *subject, const struct query_term *term, struct collected *found)
{
    if (term->is_excluded || term->kind == TERM_FILTER || term->kind == TERM_VIN)
        return true;
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++) {
        size_t at = 0, start, length;
        while (match_uses_way(term, way) && match_find(subject, term, way, at, &start, &length)) {
            size_t origin, origin_length;
            folded_origin(&subject->forms[match_ways[way].text], subject->text, start, length, &origin, &origin_length);
            if (!array_reserve(&found->items, found->count, &found->capacity, sizeof *found->items))
                return false;
            found->items[found->count++] = (struct highlight){(uint32_t)origin, (uint32_t)origin_length};
            at = start + length;
        }
    }
    return true;
}

bool search_highlight_query(const struct query *query, struct text_view text, struct arena *arena,
                            struct highlight **highlights, size_t *count, struct error *error)
{
    struct match_text subject = {0};
    struct collected found = {0};
    bool good = true;
    match_text_set(&subject, text);
    for (size_t i = 0; good && i < query_clause_count(query); i++)
        for (size_t k = 0; good && k < query_clause(query, i)->count; k++)
            good = collect(&subject, &query_clause(query, i)->terms[k], &found);
    *count = unite(found.items, found.count);
    *highlights = arena_allocate_array(arena, *count + 1, sizeof **highlights);
    if (good && *highlights && *count > 0)
        memcpy(*highlights, found.items, *count * sizeof **highlights);
    good = good && *highlights;
    free(found.items);
    match_text_free(&subject);
    return good || error_set_memory(error, "search");
}
