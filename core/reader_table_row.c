#include "core/reader_table_row.h"

#include "core/reader_table.h"

static void take_cell(void *bytes, size_t length, void *context)
{
    struct table_row *row = context;
    if (row->count < TABLE_ROW_COLUMNS) {
        buffer_append(&row->cells, bytes, length);
        row->ends[row->count] = row->cells.length;
    }
    row->count++;
}

static void take_row_end(int terminator, void *context)
{
    (void)terminator;
    struct table_row *row = context;
    row->done = true;
}

bool table_row_open(struct table_row *row, char delimiter)
{
    *row = (struct table_row){0};
    if (csv_init(&row->parser, 0) != 0)
        return false;
    csv_set_delim(&row->parser, (unsigned char)delimiter);
    /* libcsv's buffer grows by this much each time, which has to be cheap even for the longest cell. */
    csv_set_blk_size(&row->parser, 1024 * 1024);
    return true;
}

void table_row_close(struct table_row *row)
{
    csv_free(&row->parser);
    buffer_free(&row->cells);
}

struct text_view table_row_cell(const struct table_row *row, size_t index)
{
    size_t start = index > 0 ? row->ends[index - 1] : 0;
    return (struct text_view){buffer_view(&row->cells).bytes + start, row->ends[index] - start};
}

static void clear_row(struct table_row *row)
{
    buffer_clear(&row->cells);
    row->count = 0;
    row->done = false;
}

void table_row_take(struct table_row *row, struct text_view text)
{
    clear_row(row);
    csv_parse(&row->parser, text.bytes, text.length, take_cell, take_row_end, row);
    csv_fini(&row->parser, take_cell, take_row_end, row);
}

size_t table_line_end(struct text_view text, size_t start)
{
    while (start < text.length && text.bytes[start] != '\n' && text.bytes[start] != '\r')
        start++;
    return start < text.length ? start + 1 : start;
}

/* Ends libcsv's row; false when that was inside quotation marks. */
static bool end_parser(struct table_row *row)
{
    csv_set_opts(&row->parser, CSV_STRICT | CSV_STRICT_FINI);
    bool closed = csv_fini(&row->parser, take_cell, take_row_end, row) == 0;
    csv_set_opts(&row->parser, 0);
    /* A refused end leaves the parser where it was: this one resets it. */
    if (!closed)
        csv_fini(&row->parser, NULL, NULL, NULL);
    return closed;
}

static bool is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

/* Feeds libcsv what the window has of one more line. */
static bool scan_line(struct table_row *row, struct reader_input *input, struct table_extent *extent,
                      struct error *error)
{
    if (!reader_input_fill(input, extent->length + 64 * 1024, error))
        return false;
    struct text_view view = reader_input_view(input);
    size_t end = table_line_end(view, extent->length);
    size_t fed = end - extent->length;
    if (csv_parse(&row->parser, view.bytes + extent->length, fed, take_cell, take_row_end, row) != fed ||
        row->cells.failed)
        return error_set_memory(error, input->path);
    extent->length = end;
    if (!extent->first_line && end > 0 && is_line_break(view.bytes[end - 1]))
        extent->first_line = end;
    return true;
}

static bool skip_empty_lines(struct reader_input *input, struct error *error)
{
    for (;;) {
        if (!reader_input_fill(input, 1, error))
            return false;
        struct text_view view = reader_input_view(input);
        size_t length = 0;
        while (length < view.length && is_line_break(view.bytes[length]))
            length++;
        if (length == 0)
            return true;
        reader_input_skip(input, length);
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool ends_cell(const char *bytes, size_t at, size_t length, char delimiter)
{
    while (at < length && is_blank(bytes[at]) && bytes[at] != delimiter)
        at++;
    return at == length || bytes[at] == delimiter || is_line_break(bytes[at]);
}

/*
 * Whether a quotation mark inside a quoted cell opens a cell: it stands behind a delimiter or a line break and before
 * the cell's text. Then the cell was opened by a mistake, and has swallowed rows. libcsv takes such marks as they are.
 */
static bool has_swallowed_rows(struct text_view text, char delimiter)
{
    const char *bytes = text.bytes;
    size_t length = text.length;
    bool is_quoted = false, begins_cell = true;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == delimiter || is_line_break(bytes[i]))
            begins_cell = true;
        else if (bytes[i] != '"')
            begins_cell = begins_cell && is_blank(bytes[i]);
        else if (!is_quoted)
            is_quoted = begins_cell;
        else if (i + 1 < length && bytes[i + 1] == '"')
            i++;
        else if (ends_cell(bytes, i + 1, length, delimiter))
            is_quoted = begins_cell = false;
        else if (bytes[i - 1] == delimiter || is_line_break(bytes[i - 1]))
            return true;
    }
    return false;
}

bool table_row_scan(struct table_row *row, struct reader_input *input, struct table_extent *extent, struct error *error)
{
    *extent = (struct table_extent){0};
    clear_row(row);
    if (!skip_empty_lines(input, error))
        return false;
    while (!row->done) {
        if (!scan_line(row, input, extent, error))
            return false;
        if (row->done)
            break;
        size_t limit = extent->first_line ? READER_TABLE_ROW_BYTES : READER_VALUE_BYTES;
        extent->is_too_long = extent->length > limit;
        bool at_end = input->at_end && extent->length == reader_input_view(input).length;
        if (extent->is_too_long || at_end) {
            extent->is_open = !end_parser(row) || extent->is_too_long;
            break;
        }
    }
    if (extent->first_line && extent->first_line < extent->length && !extent->is_open)
        extent->is_open = has_swallowed_rows((struct text_view){reader_input_view(input).bytes, extent->length},
                                             (char)csv_get_delim(&row->parser));
    return true;
}
