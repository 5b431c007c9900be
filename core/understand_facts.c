#include "core/understand_facts.h"
#include "core/substring.h"

#include <string.h>

void facts_point_to(struct facts *facts, enum fact_kind kind, unsigned value, struct span span)
{
    if (!arena_reserve(facts->arena, &facts->evidence, facts->evidence_count, &facts->evidence_capacity,
                       sizeof *facts->evidence))
        return;
    size_t start, length;
    folded_origin(&facts->reading->folded, facts->reading->text, span.start, span.end - span.start, &start, &length);
    facts->evidence[facts->evidence_count++] = (struct evidence){kind, value, (uint32_t)start, (uint32_t)length};
}

/* A list of more items than this is no list that a person wrote. */
enum { ITEMS_MOST = 200 };

void facts_add_item(struct facts *facts, struct string_list *list, struct text_view item, enum fact_kind kind,
                    struct span span)
{
    if (item.length == 0 || list->count >= ITEMS_MOST)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (text_view_equal(text_view_of(list->items[i]), item))
            return;
    const char *copy = arena_copy(facts->arena, item);
    const char **items = arena_allocate_array(facts->arena, list->count + 1, sizeof *items);
    if (!items || !copy)
        return;
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    items[list->count] = copy;
    list->items = items;
    facts_point_to(facts, kind, (unsigned)list->count, span);
    list->count++;
}

/* Appends the text without the hyphens that broke words at the ends of lines, and without soft ones. */
static void join_lines(struct text_view text, struct buffer *joined)
{
    for (size_t i = 0; i < text.length; i++) {
        const char *at = text.bytes + i;
        size_t left = text.length - i;
        bool is_break = left > 2 && at[0] == '-' && at[1] == '\n' && at[2] >= 'a' && at[2] <= 'z';
        bool is_soft = left > 1 && memcmp(at, "\xC2\xAD", 2) == 0;
        if (is_break || is_soft)
            i++;
        else
            buffer_append_byte(joined, *at);
    }
}

const char *facts_original(struct facts *facts, struct span span)
{
    size_t start, length;
    struct buffer joined = {0}, plain = {0};
    folded_origin(&facts->reading->folded, facts->reading->text, span.start, span.end - span.start, &start, &length);
    struct text_view text = {facts->reading->text.bytes + start, length};
    if (memchr(text.bytes, '-', length) || memchr(text.bytes, '\xC2', length)) {
        join_lines(text, &joined);
        text = buffer_view(&joined);
    }
    text_normalize_space(text, &plain);
    const char *copy = joined.failed || plain.failed ? NULL : arena_copy(facts->arena, buffer_view(&plain));
    buffer_free(&joined);
    buffer_free(&plain);
    return copy;
}

bool span_has(const char *text, struct span span, const char *words)
{
    return span.end > span.start && substring_in(text + span.start, span.end - span.start, words) != NULL;
}

bool span_has_any(const char *text, struct span span, const char *const *words)
{
    if (span.end <= span.start)
        return false;
    struct substring_pairs pairs = substring_pairs_of(text + span.start, span.end - span.start);
    return substring_any(&pairs, text + span.start, span.end - span.start, words);
}

struct span span_before(const struct sentence *sentence, size_t at, size_t reach)
{
    return (struct span){at > sentence->start + reach ? at - reach : sentence->start, at};
}

struct span span_behind(const struct sentence *sentence, size_t at, size_t reach)
{
    return (struct span){at, at + reach < sentence->end ? at + reach : sentence->end};
}

bool text_take_number(const char *text, size_t *at, size_t most, int *number)
{
    size_t digits = 0;
    *number = 0;
    while (digits < most && text_is_digit(text[*at + digits]))
        *number = *number * 10 + (text[*at + digits++] - '0');
    if (digits == 0 || text_is_digit(text[*at + digits]))
        return false;
    *at += digits;
    return true;
}
