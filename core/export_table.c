#include "core/export_table.h"

#include <inttypes.h>
#include <string.h>

#include "core/export_rows.h"
#include "core/reader_table.h"

static const struct reader_layout *const layouts[] = {
    &reader_layout_kba,
    &reader_layout_nhtsa,
    &reader_layout_dvsa,
    &reader_layout_vrdb,
};

bool export_table_begin(struct export_table *table, const char *format)
{
    *table = (struct export_table){0};
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
        if (strcmp(layouts[i]->format, format) == 0)
            table->layout = layouts[i];
    return table->layout != NULL;
}

static bool is_plain(const struct reader_layout *layout, struct text_view value)
{
    return !memchr(value.bytes, layout->delimiter, value.length) && !memchr(value.bytes, '\n', value.length) &&
           !memchr(value.bytes, '\r', value.length) &&
           (layout->quoting == QUOTED_NEVER || !memchr(value.bytes, '"', value.length));
}

/* False when the table has no way to write it. */
static bool append_cell(const struct reader_layout *layout, struct text_view value, struct buffer *out)
{
    bool plain = is_plain(layout, value);
    if (layout->quoting == QUOTED_NEVER || (plain && layout->quoting == QUOTED_WHERE_NEEDED)) {
        buffer_append_view(out, value);
        return plain;
    }
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < value.length; i++) {
        if (value.bytes[i] == '"')
            buffer_append_byte(out, '"');
        buffer_append_byte(out, value.bytes[i]);
    }
    buffer_append_byte(out, '"');
    return true;
}

/* A value stands in the first column that could have it. */
static bool is_first_of_target(const struct reader_layout *layout, size_t column)
{
    size_t i = 0;
    while (layout->columns[i].target != layout->columns[column].target)
        i++;
    return i == column && layout->columns[i].target != TARGET_NONE;
}

static bool write_row(const struct export_rows *rows, uint64_t number, struct buffer *out)
{
    const struct reader_layout *layout = rows->layout;
    size_t start = out->length;
    bool good = true;
    for (size_t i = 0; good && i < layout->table_count; i++) {
        if (i > 0)
            buffer_append_byte(out, layout->delimiter);
        if (i == 0 && layout->is_numbered)
            buffer_append_format(out, "%" PRIu64, number);
        else if (is_first_of_target(layout, i))
            good = append_cell(layout, rows->cells[layout->columns[i].target], out);
        else
            append_cell(layout, (struct text_view){"", 0}, out);
    }
    buffer_append_string(out, "\r\n");
    return good && out->length - start <= READER_TABLE_ROW_BYTES;
}

void export_table_head(const struct export_table *table, struct buffer *out)
{
    const struct reader_layout *layout = table->layout;
    if (layout->quoting == QUOTED_NEVER)
        return;
    for (size_t i = 0; i < layout->table_count; i++) {
        if (i > 0)
            buffer_append_byte(out, layout->delimiter);
        append_cell(layout, text_view_of(layout->columns[i].name), out);
    }
    buffer_append_string(out, "\r\n");
}

enum export_result export_table_recall(struct export_table *table, const struct recall *recall, struct arena *arena,
                                       struct buffer *out)
{
    enum { BYTES_MOST = 64 * 1024 * 1024 }; /* no campaign has so much to say; what is hostile has */
    struct export_rows rows;
    size_t start = out->length;
    bool good = export_rows_take(&rows, table->layout, recall, arena);
    for (size_t i = 0; good && i < rows.count; i++) {
        export_rows_set(&rows, i);
        good = write_row(&rows, table->row_count + i + 1, out) && out->length - start <= BYTES_MOST;
    }
    out->failed = out->failed || arena_failed(arena);
    if (!good) {
        out->length = start;
        return EXPORT_NOTHING;
    }
    table->row_count += rows.count;
    return rows.is_whole ? EXPORT_WHOLE : EXPORT_PART;
}
