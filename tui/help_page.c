#include "tui/help_page.h"

#include <string.h>

#include "tui/messages.h"
#include "tui/wrap.h"

enum { INDENT = 18, INDENT_SMALL = 2, COLUMNS_LEAST = 50, ROWS_EACH = 4 };

/* Whether the keys, the name or the help of a row have what was typed, however it is spelt. */
static bool fits(size_t row, struct text_view keys, const char *filter)
{
    struct folded typed = {0}, text = {0};
    const char *help = _(key_table[row].help);
    const struct text_view texts[] = {text_view_of(help), text_view_of(key_table[row].name), keys};
    bool found = !filter[0] || (keys.length > 0 && memmem(keys.bytes, keys.length, filter, strlen(filter)));
    if (!found && text_fold(text_view_of(filter), FOLD_BASE, &typed))
        for (size_t i = 0; i < 2 && !found; i++)
            found = text_fold(texts[i], FOLD_BASE, &text) &&
                    memmem(text.text.bytes, text.text.length, typed.text.bytes, typed.text.length) != NULL;
    folded_free(&typed);
    folded_free(&text);
    return found;
}

static void add_row(struct help_page *page, struct arena *arena, const struct buffer *line, enum style style)
{
    const char *copy = arena_keep(arena, line);
    page->rows[page->row_count++] = (struct row){.text = text_view_of(copy), .style = style};
}

static void mark_keys(struct row *row, struct arena *arena, struct text_view keys)
{
    struct span *span = arena_allocate(arena, sizeof *span);
    if (!span)
        return;
    *span = (struct span){2, (uint32_t)keys.length, STYLE_MARKER};
    row->spans = span;
    row->span_count = 1;
}

/* On a small screen the keys stand above what they do where it does not fit behind them, else to its left. */
static void add_entry(struct help_page *page, struct arena *arena, size_t row, struct text_view keys, int columns,
                      enum text_charset charset)
{
    struct buffer help = {0}, line = {0};
    struct wrap_line *lines;
    size_t count;
    bool is_small = columns < COLUMNS_LEAST;
    int indent = is_small ? INDENT_SMALL : INDENT, taken = (int)text_width_columns(keys);
    size_t width = columns > indent + 4 ? (size_t)(columns - indent - 2) : 4;
    struct help_entry *entry = &page->entries[page->entry_count];
    *entry = (struct help_entry){.command = key_table[row].command, .first_row = page->row_count};
    text_clean(text_view_of(_(key_table[row].help)), charset, &help);
    if (is_small && 2 + taken + 2 + (int)text_width_columns(buffer_view(&help)) < columns) {
        buffer_append_format(&line, "  %.*s  %s", (int)keys.length, keys.bytes, help.bytes ? help.bytes : "");
        add_row(page, arena, &line, STYLE_NORMAL);
        mark_keys(&page->rows[page->row_count - 1], arena, keys);
        entry->row_count = 1;
        page->entry_count++;
    } else if (wrap_paragraph(buffer_view(&help), width, arena, &lines, &count)) {
        if (is_small) {
            buffer_append_format(&line, "  %.*s", (int)keys.length, keys.bytes);
            add_row(page, arena, &line, STYLE_MARKER);
        }
        for (size_t i = 0; i < count && i + 1 < ROWS_EACH; i++) {
            buffer_clear(&line);
            buffer_append_string(&line, "  ");
            if (i == 0 && !is_small)
                buffer_append_format(&line, "%.*s%*s", (int)keys.length, keys.bytes,
                                     taken < indent ? indent - taken : 1, "");
            else
                buffer_append_format(&line, "%*s", indent, "");
            buffer_append(&line, help.bytes + lines[i].start, lines[i].length);
            add_row(page, arena, &line, STYLE_NORMAL);
        }
        entry->row_count = page->row_count - entry->first_row;
        page->entry_count++;
    }
    buffer_free(&help);
    buffer_free(&line);
}

void help_page_lay_out(const struct key_bindings *bindings, const char *filter, enum text_charset charset, int columns,
                       struct arena *arena, struct help_page *page)
{
    *page = (struct help_page){
        .rows = arena_allocate_array(arena, key_table_count * ROWS_EACH, sizeof *page->rows),
        .entries = arena_allocate_array(arena, key_table_count, sizeof *page->entries),
    };
    struct buffer shown = {0}, keys = {0};
    for (size_t row = 0; page->rows && page->entries && row < key_table_count; row++) {
        buffer_clear(&shown);
        buffer_clear(&keys);
        if (!keys_append_shown(bindings, row, &shown))
            continue;
        text_clean(buffer_view(&shown), charset, &keys);
        if (!keys.failed && fits(row, buffer_view(&keys), filter))
            add_entry(page, arena, row, buffer_view(&keys), columns, charset);
    }
    buffer_free(&shown);
    buffer_free(&keys);
}
