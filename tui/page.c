#include "tui/page.h"

#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "tui/fact_words.h"
#include "tui/messages.h"
#include "tui/page_facts.h"
#include "tui/wrap.h"

enum { TEXT_COLUMNS_MOST = 80, LABEL_COLUMNS = 11, MARGIN_COLUMNS = 2, NARROW_COLUMNS = 50, NARROW_INDENT_COLUMNS = 2 };

/* The page while it is being made. */
struct layout {
    const struct recall *recall;
    const struct page_options *options;
    struct arena *arena;
    struct page *page;
    struct row *rows; /* malloc'd until the end */
    size_t count, capacity;
    struct error *error;
    bool failed;
};

static void add_row(struct layout *layout, struct row row)
{
    if (layout->failed || !array_reserve(&layout->rows, layout->count, &layout->capacity, sizeof *layout->rows)) {
        layout->failed = true;
        return;
    }
    layout->rows[layout->count++] = row;
}

static struct text_view keep(struct layout *layout, const struct buffer *text)
{
    char *copy = arena_keep(layout->arena, text);
    if (!copy)
        layout->failed = true;
    return (struct text_view){copy, text->length};
}

static const struct span *keep_span(struct layout *layout, struct span span)
{
    struct span *kept = arena_allocate(layout->arena, sizeof *kept);
    if (kept)
        *kept = span;
    else
        layout->failed = true;
    return kept;
}

static bool is_narrow(const struct layout *layout)
{
    return layout->options->width_columns < NARROW_COLUMNS;
}

static size_t margin_columns(const struct layout *layout)
{
    return layout->options->is_brief || is_narrow(layout) ? 1 : MARGIN_COLUMNS;
}

static size_t inner_width(const struct layout *layout)
{
    size_t margins = 2 * margin_columns(layout);
    size_t width = layout->options->width_columns > margins + 2 ? layout->options->width_columns - margins : 2;
    return width < TEXT_COLUMNS_MOST - margins ? width : TEXT_COLUMNS_MOST - margins;
}

static const char *margin(const struct layout *layout)
{
    return margin_columns(layout) == 1 ? " " : "  ";
}

static void add_empty(struct layout *layout)
{
    add_row(layout, (struct row){.text = {"", 0}});
}

/* --- Facts --------------------------------------------------------------------------------- */

/* The parts of the marks that lie in the line, as spans behind the margin. */
static void add_spans(struct layout *layout, struct row *row, size_t start, size_t length, size_t shift,
                      const struct span *marks, size_t count)
{
    struct span *spans = arena_allocate_array(layout->arena, count ? count : 1, sizeof *spans);
    if (!spans) {
        layout->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t from = marks[i].start_bytes, to = from + marks[i].length_bytes;
        from = from > start ? from : start;
        to = to < start + length ? to : start + length;
        if (from < to)
            spans[row->span_count++] =
                (struct span){(uint32_t)(from - start + shift), (uint32_t)(to - from), marks[i].style};
    }
    row->spans = spans;
}

/* A value in its style, and what the query has found in it, if that is looked for, in another. */
static bool mark_value(struct layout *layout, struct text_view value, enum style style, bool has_hits,
                       struct span **marks, size_t *count)
{
    struct highlight *hits = NULL;
    size_t hit_count = 0, made = 0;
    uint32_t at = 0, end = (uint32_t)value.length;
    if (has_hits &&
        !search_highlight_query(layout->options->query, value, layout->arena, &hits, &hit_count, layout->error))
        return false;
    *marks = arena_allocate_array(layout->arena, 2 * hit_count + 1, sizeof **marks);
    for (size_t i = 0; *marks && i < hit_count; i++) {
        (*marks)[made++] = (struct span){at, hits[i].start_bytes - at, style};
        (*marks)[made++] = (struct span){hits[i].start_bytes, hits[i].length_bytes, STYLE_HIGHLIGHT};
        at = hits[i].start_bytes + hits[i].length_bytes;
    }
    if (*marks)
        (*marks)[made++] = (struct span){at, end - at, style};
    *count = made;
    return *marks != NULL;
}

/* "  Label  value", the value wrapped under itself; where it is narrow "  Label: value", all of it wrapped. */
static void add_marked_fact(struct layout *layout, const char *label, struct text_view value, enum style style,
                            bool has_hits)
{
    struct buffer plain = {0}, clean_label = {0}, text = {0}, line = {0};
    struct wrap_line *lines;
    struct span *marks = NULL;
    size_t count, mark_count = 0;
    size_t indent = is_narrow(layout) ? NARROW_INDENT_COLUMNS : LABEL_COLUMNS;
    size_t width = inner_width(layout) > indent + 2 ? inner_width(layout) - indent : 2;
    text_normalize_space(value, &plain);
    text_clean(text_view_of(label), layout->options->charset, &clean_label);
    if (is_narrow(layout) && clean_label.length > 0)
        buffer_append_format(&text, "%s: ", clean_label.bytes);
    size_t head = text.length;
    text_clean(buffer_view(&plain), layout->options->charset, &text);
    struct text_view behind_head = {text.bytes + head, text.length - head};
    if (head > 0 && text_width_columns(buffer_view(&text)) <= inner_width(layout))
        width = inner_width(layout);
    if (!wrap_paragraph(buffer_view(&text), width, layout->arena, &lines, &count) ||
        !mark_value(layout, behind_head, style, has_hits, &marks, &mark_count)) {
        layout->failed = true;
        count = 0;
    }
    for (size_t i = 0; i < mark_count; i++)
        marks[i].start_bytes += (uint32_t)head;
    for (size_t i = 0; i < count; i++) {
        const char *beside = i == 0 && !is_narrow(layout) && clean_label.bytes ? clean_label.bytes : "";
        size_t taken = text_width_columns(text_view_of(beside)), before = i == 0 && head > 0 ? 0 : indent;
        buffer_clear(&line);
        buffer_append_format(&line, "%s%s%*s", margin(layout), beside,
                             (int)(taken < before ? before - taken : taken > 0), "");
        size_t shift = line.length;
        buffer_append(&line, text.bytes + lines[i].start, lines[i].length);
        struct row row = {.text = keep(layout, &line), .style = STYLE_LABEL};
        add_spans(layout, &row, lines[i].start, lines[i].length, shift, marks, mark_count);
        add_row(layout, row);
    }
    buffer_free(&plain);
    buffer_free(&clean_label);
    buffer_free(&text);
    buffer_free(&line);
}

static void add_fact(struct layout *layout, const char *label, struct text_view value, enum style style)
{
    add_marked_fact(layout, label, value, style, false);
}

/* The other members of the action, each on a line of its own. */
static void add_also(struct layout *layout)
{
    const struct string_list *also = &layout->options->also;
    for (size_t i = 0; i < also->count; i++)
        add_fact(layout, i == 0 ? _("Also") : "", text_view_of(also->items[i]), STYLE_NORMAL);
}

/* Notes are searched for numbers: what makes the recall a hit is to be seen. */
static void add_notes(struct layout *layout, const char *label, const struct string_list *notes, enum style style)
{
    struct buffer value = {0};
    fact_append_quoted(notes, &value);
    if (value.failed)
        layout->failed = true;
    else if (value.length > 0)
        add_marked_fact(layout, label, buffer_view(&value), style, true);
    buffer_free(&value);
}

/* What the recall's lists say of all their recalls: where it has a note of its own, that comes behind the text. */
static void add_list_notes(struct layout *layout)
{
    add_notes(layout, _("List notes"), &layout->recall->completion_of_list, STYLE_DIM);
}

static void add_words(struct layout *layout, enum fact_place place)
{
    struct buffer value = {0};
    for (size_t i = 0; i < FACT_LINE_COUNT; i++) {
        if (fact_lines[i].place != place)
            continue;
        fact_lines[i].append(layout->recall, &value);
        if (value.length > 0)
            add_fact(layout, _(fact_lines[i].label), buffer_view(&value), fact_lines[i].style);
        layout->failed = layout->failed || value.failed;
        buffer_clear(&value);
    }
    buffer_free(&value);
}

static void add_facts(struct layout *layout)
{
    const struct recall *recall = layout->recall;
    add_words(layout, FACTS_OF_CAR);
    add_also(layout);
    add_words(layout, FACTS_OF_ACTION);
    add_notes(layout, _("Done if"), &recall->completion, STYLE_NORMAL);
    if (recall->completion.count == 0)
        add_list_notes(layout);
    add_words(layout, FACTS_OF_RECORD);
    add_empty(layout);
}

/* The preview's lines: what it is, which car, and what the action is. */
static void add_brief_facts(struct layout *layout)
{
    static const struct {
        void (*append)(const struct recall *recall, struct buffer *out);
        enum style style;
    } lines[] = {{fact_append_what, STYLE_LABEL}, {fact_append_vehicle, STYLE_NORMAL}, {fact_append_action, STYLE_DIM}};
    struct buffer value = {0}, clean = {0}, line = {0};
    fact_append_urgent(layout->recall, &value);
    uint32_t urgent_length = (uint32_t)value.length;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buffer_clear(&value);
        buffer_clear(&clean);
        buffer_clear(&line);
        lines[i].append(layout->recall, &value);
        text_clean(buffer_view(&value), layout->options->charset, &clean);
        if (clean.length == 0)
            continue;
        text_join_lines(&clean, 0);
        buffer_append_string(&line, margin(layout));
        wrap_append_cut(buffer_view(&clean), inner_width(layout), layout->options->charset != CHARSET_UTF8, &line);
        struct row row = {.text = keep(layout, &line), .style = lines[i].style};
        if (i == 0 && urgent_length > 0) {
            row.spans = keep_span(layout, (struct span){1, urgent_length, STYLE_URGENT});
            row.span_count = row.spans ? 1 : 0;
        }
        add_row(layout, row);
    }
    add_empty(layout);
    buffer_free(&value);
    buffer_free(&clean);
    buffer_free(&line);
}

/* --- Text ---------------------------------------------------------------------------------- */

/* "1.)" begins an item. */
static bool is_item(const char *at, const char *end)
{
    return end - at > 3 && at[0] >= '1' && at[0] <= '9' && at[1] == '.' && at[2] == ')';
}

/* Closes runs of blanks and gives items lines of their own; in: clean text, out: lines with \n. */
static void append_reading(struct text_view clean, struct buffer *out)
{
    const char *end = clean.bytes + clean.length;
    for (const char *at = clean.bytes; at < end; at++) {
        char last = out->length > 0 ? out->bytes[out->length - 1] : '\n';
        if (is_item(at, end) && (last == ' ' || last == '\n')) {
            while (out->length > 0 && out->bytes[out->length - 1] == ' ')
                out->length--;
            if (out->length > 0 && out->bytes[out->length - 1] != '\n')
                buffer_append_byte(out, '\n');
            buffer_append_byte(out, *at);
        } else if (*at == '\n') {
            while (out->length > 0 && out->bytes[out->length - 1] == ' ')
                out->length--;
            bool two = out->length >= 2 && out->bytes[out->length - 1] == '\n' && out->bytes[out->length - 2] == '\n';
            if (out->length > 0 && !two)
                buffer_append_byte(out, '\n');
        } else if (*at != ' ' || (last != ' ' && last != '\n')) {
            buffer_append_byte(out, *at);
        }
    }
}

static void add_paragraph(struct layout *layout, struct text_view text, size_t start, size_t length,
                          const struct span *marks, size_t mark_count)
{
    struct wrap_line *lines;
    size_t count;
    struct buffer line = {0};
    if (!wrap_paragraph((struct text_view){text.bytes + start, length}, inner_width(layout), layout->arena, &lines,
                        &count)) {
        layout->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&line);
        buffer_append_string(&line, lines[i].length > 0 ? margin(layout) : "");
        size_t shift = line.length;
        buffer_append(&line, text.bytes + start + lines[i].start, lines[i].length);
        struct row row = {.text = keep(layout, &line)};
        add_spans(layout, &row, start + lines[i].start, lines[i].length, shift, marks, mark_count);
        add_row(layout, row);
    }
    buffer_free(&line);
}

static void add_text(struct layout *layout)
{
    struct buffer clean = {0}, reading = {0};
    struct highlight *highlights = NULL;
    struct span *marks = NULL;
    size_t highlight_count = 0, mark_count = 0;
    /* In the preview the facts would cost more bytes at each step than they are worth. */
    struct recall without_evidence = {.text = layout->recall->text};
    layout->page->replaced = text_clean(layout->recall->text, layout->options->charset, &clean);
    if (layout->options->layout == PAGE_READING)
        append_reading(buffer_view(&clean), &reading);
    else
        buffer_append_view(&reading, buffer_view(&clean));
    struct text_view text = buffer_view(&reading);
    if (clean.failed || reading.failed ||
        !search_highlight_query(layout->options->query, text, layout->arena, &highlights, &highlight_count,
                                layout->error) ||
        !page_facts_mark(layout->options->is_brief ? &without_evidence : layout->recall, text, layout->options->charset,
                         highlights, highlight_count, layout->arena, &marks, &mark_count))
        layout->failed = true;
    for (size_t start = 0; !layout->failed && start < text.length;) {
        const char *end = memchr(text.bytes + start, '\n', text.length - start);
        size_t length = end ? (size_t)(end - text.bytes) - start : text.length - start;
        add_paragraph(layout, text, start, length, marks, mark_count);
        start += length + 1;
    }
    if (layout->page->replaced > 0) {
        struct buffer note = {0};
        buffer_append_format(&note,
                             messages_plural("%zu character replaced that not every terminal shows alike",
                                             "%zu characters replaced that not every terminal shows alike",
                                             layout->page->replaced),
                             layout->page->replaced);
        add_empty(layout);
        add_fact(layout, "", buffer_view(&note), STYLE_DIM);
        buffer_free(&note);
    }
    buffer_free(&clean);
    buffer_free(&reading);
}

bool page_lay_out(const struct recall *recall, const struct page_options *options, struct arena *arena,
                  struct page *page, struct error *error)
{
    struct layout layout = {.recall = recall, .options = options, .arena = arena, .page = page, .error = error};
    *page = (struct page){0};
    if (options->is_brief)
        add_brief_facts(&layout);
    else
        add_facts(&layout);
    page->text_row = layout.count;
    add_text(&layout);
    if (!options->is_brief && recall->completion.count > 0 && recall->completion_of_list.count > 0) {
        add_empty(&layout);
        add_list_notes(&layout);
    }
    page->rows = layout.failed ? NULL : arena_allocate_array(arena, layout.count + 1, sizeof *page->rows);
    if (page->rows && layout.count > 0)
        memcpy(page->rows, layout.rows, layout.count * sizeof *page->rows);
    page->row_count = layout.count;
    free(layout.rows);
    return page->rows || error_set_memory(error, "page");
}
