#include "tui/paper.h"

#include <stdint.h>
#include <string.h>

#include "tui/messages.h"
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

static bool lay_lines(struct text_view clean, struct arena *arena, struct paper *paper)
{
    paper->row_count = 0;
    paper->rows = arena_allocate_array(arena, count_lines(clean) + 1, sizeof *paper->rows);
    if (!paper->rows)
        return false;
    while (clean.length > 0)
        paper->rows[paper->row_count++] = keep_row(arena, take_line(&clean));
    return !arena_failed(arena);
}

/* Appends a clean line, wrapped under its own beginning. */
static bool append_line(struct text_view line, size_t columns, struct arena *arena, struct buffer *out)
{
    struct wrap_line *lines;
    size_t count, indent = 0;
    if (text_width_columns(line) > columns)
        while (indent < line.length && line.bytes[indent] == ' ')
            indent++;
    struct text_view rest = {line.bytes + indent, line.length - indent};
    indent = indent < columns / 2 ? indent : 0;
    if (!wrap_paragraph(rest, columns - indent, arena, &lines, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        buffer_append_format(out, "%*s", (int)indent, "");
        buffer_append(out, rest.bytes + lines[i].start, lines[i].length);
        buffer_append_byte(out, '\n');
    }
    return true;
}

/* Appends the clean text's lines, each wrapped. */
static bool append_wrapped(struct text_view clean, size_t columns, struct arena *arena, struct buffer *out)
{
    while (clean.length > 0)
        if (!append_line(take_line(&clean), columns, arena, out))
            return false;
    return !out->failed;
}

bool paper_lay_wrapped(struct text_view clean, size_t columns, struct arena *arena, struct paper *paper)
{
    struct buffer wrapped = {0};
    bool good = append_wrapped(clean, columns > 2 ? columns : 2, arena, &wrapped) &&
                lay_lines(buffer_view(&wrapped), arena, paper);
    buffer_free(&wrapped);
    return good;
}

bool paper_append_recall(const struct recall *recall, enum text_charset charset, struct buffer *out)
{
    struct buffer text = {0};
    buffer_append_format(&text, "%s\n%s\n\n", recall->id, recall->headline);
    buffer_append_view(&text, recall->text);
    text_clean(buffer_view(&text), charset, out);
    bool good = !text.failed && !out->failed;
    buffer_free(&text);
    return good;
}

/* The words in rows of their own: they can be read and typed whole where there is no code. */
static bool lay_words(const char *words, enum text_charset charset, size_t columns, struct arena *arena,
                      struct paper *paper)
{
    struct buffer clean = {0};
    text_clean(text_view_of(words), charset, &clean);
    bool good = !clean.failed && paper_lay_wrapped(buffer_view(&clean), columns, arena, paper);
    buffer_free(&clean);
    return good;
}

/* Why there is no code: in one row, for the address needs the others. */
static const char *why_no_code(size_t columns)
{
    enum { COLUMNS_LEAST = 40 };
    if (!qr_is_there())
        return columns < COLUMNS_LEAST ? _("QR: not built in") : _("QR: not built into this program");
    return columns < COLUMNS_LEAST ? _("QR: no room") : _("QR: no room, enlarge the window");
}

/* The code's rows, an empty one, the words'. */
static bool put_together(const struct row *code, size_t code_count, const struct paper *words, struct arena *arena,
                         struct paper *paper)
{
    size_t count = code_count + 1 + words->row_count;
    paper->rows = arena_allocate_array(arena, count, sizeof *paper->rows);
    if (!paper->rows)
        return false;
    memcpy(paper->rows, code, code_count * sizeof *code);
    paper->rows[code_count] = (struct row){.text = {"", 0}};
    memcpy(paper->rows + code_count + 1, words->rows, words->row_count * sizeof *words->rows);
    paper->row_count = count;
    paper->has_code = true;
    return true;
}

/* The words alone, under the reason for it. */
static bool lay_words_alone(const char *words, enum text_charset charset, size_t columns, struct arena *arena,
                            struct paper *paper)
{
    struct buffer text = {0};
    buffer_append_format(&text, "%s\n%s", why_no_code(columns), words);
    bool good = !text.failed && lay_words(text.bytes, charset, columns, arena, paper);
    buffer_free(&text);
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
    struct paper under = {0};
    size_t count = 0;
    (recall->urls.count > 0 ? qr_append_address : qr_append_phone)(words, &content);
    bool good = !content.failed && lay_words(words, charset, columns, arena, &under);
    size_t taken = under.row_count + 1;
    bool has_code =
        good && qr_lay_out(content.bytes, charset, rows > taken ? rows - taken : 0, columns, arena, &code, &count);
    good = good && (has_code ? put_together(code, count, &under, arena, paper)
                             : lay_words_alone(words, charset, columns, arena, paper));
    buffer_free(&content);
    return good;
}
