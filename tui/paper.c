#include "tui/paper.h"

#include <stdint.h>
#include <string.h>

#include "tui/qr.h"
#include "tui/wrap.h"

static struct row keep_row(struct arena *arena, struct text_view text)
{
    return (struct row){.text = {arena_copy(arena, text), text.length}};
}

/* The line at the front of the text, which goes on behind it. */
static struct text_view take_line(struct text_view *text)
{
    const char *end = memchr(text->bytes, '\n', text->length);
    struct text_view line = {text->bytes, end ? (size_t)(end - text->bytes) : text->length};
    size_t taken = line.length + (end ? 1 : 0);
    text->bytes += taken;
    text->length -= taken;
    return line;
}

static size_t count_lines(struct text_view text)
{
    size_t count = 0;
    for (; text.length > 0; count++)
        take_line(&text);
    return count;
}

bool paper_lay_lines(struct text_view clean, struct arena *arena, struct paper *paper)
{
    paper->row_count = 0;
    paper->rows = arena_allocate_array(arena, count_lines(clean) + 1, sizeof *paper->rows);
    if (!paper->rows)
        return false;
    while (clean.length > 0)
        paper->rows[paper->row_count++] = keep_row(arena, take_line(&clean));
    return !arena_failed(arena);
}

/* Appends the clean text's lines, each wrapped. */
static bool append_wrapped(struct text_view clean, size_t columns, struct arena *arena, struct buffer *out)
{
    while (clean.length > 0) {
        struct text_view line = take_line(&clean);
        struct wrap_line *lines;
        size_t count;
        if (!wrap_paragraph(line, columns, arena, &lines, &count))
            return false;
        for (size_t i = 0; i < count; i++) {
            buffer_append(out, line.bytes + lines[i].start, lines[i].length);
            buffer_append_byte(out, '\n');
        }
    }
    return !out->failed;
}

bool paper_lay_recall(const struct recall *recall, enum text_charset charset, size_t columns, struct arena *arena,
                      struct paper *paper)
{
    struct buffer text = {0}, clean = {0}, wrapped = {0};
    buffer_append_format(&text, "%s\n%s\n\n", recall->id, recall->headline);
    buffer_append_view(&text, recall->text);
    text_clean(buffer_view(&text), charset, &clean);
    bool good = !text.failed && !clean.failed &&
                append_wrapped(buffer_view(&clean), columns > 2 ? columns : 2, arena, &wrapped) &&
                paper_lay_lines(buffer_view(&wrapped), arena, paper);
    buffer_free(&text);
    buffer_free(&clean);
    buffer_free(&wrapped);
    return good;
}

/* The words under the code stand in a row of their own, behind an empty one. */
enum { ROWS_OF_WORDS = 2 };

static bool lay_words(const char *words, enum text_charset charset, struct row *code, size_t code_count,
                      struct arena *arena, struct paper *paper)
{
    struct buffer clean = {0};
    text_clean(text_view_of(words), charset, &clean);
    paper->rows = arena_allocate_array(arena, code_count + ROWS_OF_WORDS, sizeof *paper->rows);
    if (paper->rows && !clean.failed) {
        if (code_count > 0)
            memcpy(paper->rows, code, code_count * sizeof *code);
        paper->rows[code_count] = (struct row){.text = {"", 0}};
        paper->rows[code_count + 1] = keep_row(arena, buffer_view(&clean));
        paper->row_count = code_count + ROWS_OF_WORDS;
    }
    bool good = !clean.failed && !arena_failed(arena);
    buffer_free(&clean);
    return good;
}

bool paper_lay_code(const struct recall *recall, enum text_charset charset, size_t rows, size_t columns,
                    struct arena *arena, struct paper *paper)
{
    *paper = (struct paper){0};
    const char *words = recall->urls.count > 0     ? recall->urls.items[0]
                        : recall->phones.count > 0 ? recall->phones.items[0]
                                                   : NULL;
    if (!words)
        return true;
    struct buffer content = {0};
    struct row *code = NULL;
    size_t count = 0;
    (recall->urls.count > 0 ? qr_append_address : qr_append_phone)(words, &content);
    bool has_code =
        !content.failed && qr_lay_out(content.bytes, charset, rows > ROWS_OF_WORDS ? rows - ROWS_OF_WORDS : 0, columns,
                                      arena, &code, &count);
    bool good = !content.failed && lay_words(words, charset, code, has_code ? count : 0, arena, paper);
    buffer_free(&content);
    return good;
}
