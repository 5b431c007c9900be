#include "tui/page_facts.h"

#include <stdlib.h>
#include <string.h>

/* Categories and hazards are said by half the text: a page full of lines would show nothing. */
static const bool is_marked[FACT_KIND_COUNT] = {
    [FACT_STARTED] = true, [FACT_ENDED] = true, [FACT_DURATION] = true, [FACT_COST] = true,     [FACT_PART] = true,
    [FACT_PHONE] = true,   [FACT_URL] = true,   [FACT_AFFECTED] = true, [FACT_CONDITION] = true};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n';
}

static size_t skip_spaces(struct text_view text, size_t at)
{
    while (at < text.length && is_space(text.bytes[at]))
        at++;
    return at;
}

/* How much of the text from there on says the piece, whatever blanks and line breaks are between words; 0: it doesn't.
 */
static size_t match_at(struct text_view text, size_t from, struct text_view piece)
{
    size_t at = from;
    for (size_t i = 0; i < piece.length;) {
        if (at == text.length ||
            (is_space(piece.bytes[i]) ? !is_space(text.bytes[at]) : piece.bytes[i] != text.bytes[at]))
            return 0;
        bool is_between = is_space(piece.bytes[i]);
        i = is_between ? skip_spaces(piece, i) : i + 1;
        at = is_between ? skip_spaces(text, at) : at + 1;
    }
    return at - from;
}

/* The piece begins with a letter. False: it doesn't come any more. */
static bool find_next(struct text_view text, size_t from, struct text_view piece, size_t *start, size_t *length)
{
    while (from < text.length) {
        const char *at = memchr(text.bytes + from, piece.bytes[0], text.length - from);
        if (!at)
            return false;
        *start = (size_t)(at - text.bytes);
        *length = match_at(text, *start, piece);
        if (*length > 0)
            return true;
        from = *start + 1;
    }
    return false;
}

static size_t count_of(struct text_view text, struct text_view piece)
{
    size_t count = 0, start, length;
    for (size_t from = 0; find_next(text, from, piece, &start, &length); count++)
        from = start + length;
    return count;
}

/*
 * Laying out moves bytes but keeps words: what was the third of its kind in the text is the third in what is shown.
 */
static bool find_place(const struct recall *recall, const struct evidence *evidence, struct text_view shown,
                       enum text_charset charset, struct span *place)
{
    struct buffer piece = {0}, before = {0};
    text_clean((struct text_view){recall->text.bytes + evidence->start_bytes, evidence->length_bytes}, charset, &piece);
    text_clean((struct text_view){recall->text.bytes, evidence->start_bytes}, charset, &before);
    bool found = !piece.failed && !before.failed && piece.length > 0 && !is_space(piece.bytes[0]);
    size_t skipped = found ? count_of(buffer_view(&before), buffer_view(&piece)) : 0, from = 0, start = 0, length = 0;
    for (size_t i = 0; found && i <= skipped; i++) {
        found = find_next(shown, from, buffer_view(&piece), &start, &length);
        *place = (struct span){(uint32_t)start, (uint32_t)length, STYLE_FACT};
        from = start + length;
    }
    buffer_free(&piece);
    buffer_free(&before);
    return found;
}

static int compare_marks(const void *a, const void *b)
{
    const struct span *one = a, *other = b;
    return one->start_bytes < other->start_bytes ? -1 : one->start_bytes > other->start_bytes;
}

/* The parts of a fact's place that no mark takes yet; the marks are in order. */
static size_t add_free_parts(struct span place, const struct span *marks, size_t count, struct span *added)
{
    size_t made = 0;
    uint32_t at = place.start_bytes, end = place.start_bytes + place.length_bytes;
    for (size_t i = 0; i < count && at < end; i++) {
        uint32_t from = marks[i].start_bytes, to = from + marks[i].length_bytes;
        if (to <= at || from >= end)
            continue;
        if (from > at)
            added[made++] = (struct span){at, from - at, place.style};
        at = to;
    }
    if (at < end)
        added[made++] = (struct span){at, end - at, place.style};
    return made;
}

bool page_facts_mark(const struct recall *recall, struct text_view shown, enum text_charset charset,
                     const struct highlight *hits, size_t hit_count, struct arena *arena, struct span **marks,
                     size_t *count)
{
    /* Each fact adds at most one part more than there are marks before it that it touches; parts touch no others. */
    size_t capacity = 2 * (hit_count + recall->evidence_count) + 1;
    *marks = arena_allocate_array(arena, capacity, sizeof **marks);
    *count = 0;
    if (!*marks)
        return false;
    for (size_t i = 0; i < hit_count; i++)
        (*marks)[(*count)++] = (struct span){hits[i].start_bytes, hits[i].length_bytes, STYLE_HIGHLIGHT};
    for (size_t i = 0; i < recall->evidence_count; i++) {
        const struct evidence *evidence = &recall->evidence[i];
        struct span place;
        if (evidence->kind >= FACT_KIND_COUNT || !is_marked[evidence->kind] ||
            evidence->length_bytes > recall->text.length ||
            evidence->start_bytes > recall->text.length - evidence->length_bytes ||
            !find_place(recall, evidence, shown, charset, &place))
            continue;
        struct span *added = arena_allocate_array(arena, *count + 1, sizeof *added);
        if (!added)
            return false;
        size_t made = add_free_parts(place, *marks, *count, added);
        for (size_t k = 0; k < made && *count < capacity; k++)
            (*marks)[(*count)++] = added[k];
        qsort(*marks, *count, sizeof **marks, compare_marks);
    }
    return true;
}
