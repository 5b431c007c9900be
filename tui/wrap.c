#include "tui/wrap.h"

#include <stdlib.h>
#include <string.h>

#include <unilbrk.h>

#include "core/text.h"

/* The end of the line that begins at start: the last place to break that still fits. */
static size_t find_end(struct text_view text, const char *breaks, size_t start, size_t width_columns)
{
    size_t width = 0, at = start, possible = start;
    while (at < text.length) {
        size_t length;
        uint32_t code_point = text_decode((struct text_view){text.bytes + at, text.length - at}, &length);
        if (at > start && breaks[at] == UC_BREAK_POSSIBLE)
            possible = at;
        width += text_code_point_columns(code_point);
        /* A blank may hang over the edge: it is not drawn. */
        if (width > width_columns && code_point != ' ')
            return possible > start ? possible : at > start ? at : at + length;
        at += length;
    }
    return text.length;
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* A web or mail address, also with a bracket or a comma at it: "(www.nhtsa.gov)", "https://…", "nhtsa.gov/recalls". */
static bool is_address(struct text_view word)
{
    for (size_t i = 1; i + 2 < word.length; i++) {
        const char *at = word.bytes + i;
        if (*at == '@' || memcmp(at, "://", 3) == 0 ||
            (*at == '.' && is_letter(at[-1]) && is_letter(at[1]) && is_letter(at[2])))
            return true;
    }
    return false;
}

/*
 * What libunistring's breaks are too many: behind a full stop before a letter (LB29), and any in an address, which
 * is copied as a whole. A word that no line has room for keeps them.
 */
static void keep_together(struct text_view text, size_t width_columns, char *breaks)
{
    for (size_t start = 0, end; start < text.length; start = end + 1) {
        const char *blank = memchr(text.bytes + start, ' ', text.length - start);
        end = blank ? (size_t)(blank - text.bytes) : text.length;
        struct text_view word = {text.bytes + start, end - start};
        if (!memchr(word.bytes, '.', word.length) && !memchr(word.bytes, '@', word.length) &&
            !memchr(word.bytes, '/', word.length))
            continue;
        if (text_width_columns(word) > width_columns)
            continue;
        bool whole = is_address(word);
        for (size_t i = start + 1; i < end; i++)
            if (breaks[i] == UC_BREAK_POSSIBLE && (whole || (text.bytes[i - 1] == '.' && is_letter(text.bytes[i]))))
                breaks[i] = UC_BREAK_PROHIBITED;
    }
}

static size_t without_blanks(struct text_view text, size_t start, size_t end)
{
    while (end > start && text.bytes[end - 1] == ' ')
        end--;
    return end - start;
}

bool wrap_paragraph(struct text_view text, size_t width_columns, struct arena *arena, struct wrap_line **lines,
                    size_t *count)
{
    char *breaks = malloc(text.length + 1);
    struct wrap_line *found = NULL;
    size_t capacity = 0, start = 0;
    bool good = breaks != NULL;
    *count = 0;
    if (good && text.length > 0) {
        u8_possible_linebreaks((const uint8_t *)text.bytes, text.length, "UTF-8", breaks);
        keep_together(text, width_columns, breaks);
    }
    do {
        if (!good || !array_reserve(&found, *count, &capacity, sizeof *found)) {
            good = false;
            break;
        }
        size_t end = text.length > 0 ? find_end(text, breaks, start, width_columns) : 0;
        found[(*count)++] = (struct wrap_line){start, without_blanks(text, start, end)};
        start = end;
    } while (start < text.length);
    free(breaks);
    *lines = good ? arena_allocate_array(arena, *count, sizeof **lines) : NULL;
    if (*lines)
        memcpy(*lines, found, *count * sizeof **lines);
    free(found);
    return *lines != NULL;
}

void wrap_append_cut(struct text_view text, size_t width_columns, bool ascii, struct buffer *out)
{
    if (text_width_columns(text) <= width_columns) {
        buffer_append_view(out, text);
        return;
    }
    if (width_columns == 0)
        return;
    buffer_append(out, text.bytes, text_fit_columns(text, width_columns - 1));
    buffer_append_string(out, ascii ? "~" : "…");
}
