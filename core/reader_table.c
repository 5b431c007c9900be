#include "core/reader_table.h"

#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "core/text.h"

enum {
    MAX_COLUMNS = 1024,
    MAX_HEADER_BYTES = 64 * 1024,
    /* So much is read twice after unmatched quotation marks, beside a share of the file: time stays
       linear. */
    RESCAN_BYTES = 64 * 1024 * 1024,
};

/* One row as libcsv hands it over. */
struct row {
    struct buffer cells;      /* one after the other */
    size_t ends[MAX_COLUMNS]; /* of each cell in cells */
    size_t count;             /* of the row's cells; those beyond MAX_COLUMNS are only counted */
    bool done;
};

struct reader_table {
    struct csv_parser parser;
    struct row row;
    struct buffer stored; /* the row's cells as UTF-8 */
    enum reader_target targets[MAX_COLUMNS];
    struct text_view names[MAX_COLUMNS];
    bool is_known[MAX_COLUMNS]; /* a meaning was found for it, be it none */
    struct arena *name_memory;
    size_t column_count;
    uint64_t rescanned_bytes;
    bool is_in_long_line; /* what comes is the rest of a line that was too long */
};

/* --- Rows ---------------------------------------------------------------------------------- */

static void take_cell(void *bytes, size_t length, void *context)
{
    struct row *row = context;
    if (row->count < MAX_COLUMNS) {
        buffer_append(&row->cells, bytes, length);
        row->ends[row->count] = row->cells.length;
    }
    row->count++;
}

static void take_row_end(int terminator, void *context)
{
    (void)terminator;
    struct row *row = context;
    row->done = true;
}

static void clear_row(struct row *row)
{
    buffer_clear(&row->cells);
    row->count = 0;
    row->done = false;
}

static struct text_view cell(const struct row *row, size_t index)
{
    size_t start = index > 0 ? row->ends[index - 1] : 0;
    return (struct text_view){buffer_view(&row->cells).bytes + start, row->ends[index] - start};
}

static size_t find_line_end(struct text_view text, size_t start)
{
    while (start < text.length && text.bytes[start] != '\n' && text.bytes[start] != '\r')
        start++;
    return start < text.length ? start + 1 : start;
}

/* What a row takes of the window. */
struct extent {
    size_t length;     /* with its line break */
    size_t first_line; /* the length of its first line, likewise */
    bool is_open;      /* it ends inside quotation marks */
    bool is_too_long;
};

/* Ends libcsv's row; false when that was inside quotation marks. */
static bool end_parser(struct reader_table *table)
{
    csv_set_opts(&table->parser, CSV_STRICT | CSV_STRICT_FINI);
    bool closed = csv_fini(&table->parser, take_cell, take_row_end, &table->row) == 0;
    csv_set_opts(&table->parser, 0);
    /* A refused end leaves the parser where it was: this one resets it. */
    if (!closed)
        csv_fini(&table->parser, NULL, NULL, NULL);
    return closed;
}

static bool is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

/* Feeds libcsv what the window has of one more line. */
static bool scan_line(struct reader *reader, struct extent *extent, struct error *error)
{
    struct reader_table *table = reader->state;
    if (!reader_input_fill(&reader->input, extent->length + 64 * 1024, error))
        return false;
    struct text_view view = reader_input_view(&reader->input);
    size_t end = find_line_end(view, extent->length);
    size_t fed = end - extent->length;
    if (csv_parse(&table->parser, view.bytes + extent->length, fed, take_cell, take_row_end, &table->row) != fed ||
        table->row.cells.failed)
        return error_set_memory(error, reader->input.path);
    extent->length = end;
    if (!extent->first_line && end > 0 && is_line_break(view.bytes[end - 1]))
        extent->first_line = end;
    return true;
}

static bool skip_empty_lines(struct reader *reader, struct error *error)
{
    for (;;) {
        if (!reader_input_fill(&reader->input, 1, error))
            return false;
        struct text_view view = reader_input_view(&reader->input);
        size_t length = 0;
        while (length < view.length && is_line_break(view.bytes[length]))
            length++;
        if (length == 0)
            return true;
        reader_input_skip(&reader->input, length);
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
static bool has_swallowed_rows(struct reader *reader, size_t length)
{
    struct reader_table *table = reader->state;
    const char *bytes = reader_input_view(&reader->input).bytes;
    char delimiter = (char)csv_get_delim(&table->parser);
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

/* Feeds libcsv line by line until it has a row, and says where that ends. */
static bool scan_row(struct reader *reader, struct extent *extent, struct error *error)
{
    struct reader_table *table = reader->state;
    *extent = (struct extent){0};
    clear_row(&table->row);
    if (!skip_empty_lines(reader, error))
        return false;
    while (!table->row.done) {
        if (!scan_line(reader, extent, error))
            return false;
        if (table->row.done)
            break;
        size_t limit = extent->first_line ? READER_TABLE_ROW_BYTES : READER_VALUE_BYTES;
        extent->is_too_long = extent->length > limit;
        bool at_end = reader->input.at_end && extent->length == reader_input_view(&reader->input).length;
        if (extent->is_too_long || at_end) {
            extent->is_open = !end_parser(table) || extent->is_too_long;
            break;
        }
    }
    if (extent->first_line && extent->first_line < extent->length && !extent->is_open)
        extent->is_open = has_swallowed_rows(reader, extent->length);
    return true;
}

static struct text_view without_line_break(struct text_view raw)
{
    if (raw.length > 0 && raw.bytes[raw.length - 1] == '\n')
        raw.length--;
    if (raw.length > 0 && raw.bytes[raw.length - 1] == '\r')
        raw.length--;
    return raw;
}

/* --- Opening ------------------------------------------------------------------------------- */

/* "recall_number", "Recall Number" and "RECALLNUMBER" name one column, and so do "Maßnahme" and "MASSNAHME". */
static bool names_equal(struct text_view a, const char *b)
{
    struct buffer key = {0}, other = {0};
    text_append_name_key(a, &key);
    text_append_name_key(text_view_of(b), &other);
    bool equal =
        !key.failed && !other.failed && key.length > 0 && text_view_equal(buffer_view(&key), buffer_view(&other));
    buffer_free(&key);
    buffer_free(&other);
    return equal;
}

static struct row *parse_sample(struct text_view sample, char delimiter)
{
    struct csv_parser parser;
    struct row *row = calloc(1, sizeof *row);
    if (!row || csv_init(&parser, 0) != 0) {
        free(row);
        return NULL;
    }
    sample.length = find_line_end(sample, 0);
    if (sample.length > MAX_HEADER_BYTES)
        sample.length = MAX_HEADER_BYTES;
    csv_set_delim(&parser, (unsigned char)delimiter);
    csv_parse(&parser, sample.bytes, sample.length, take_cell, take_row_end, row);
    csv_fini(&parser, take_cell, take_row_end, row);
    csv_free(&parser);
    return row;
}

static void free_sample(struct row *row)
{
    if (row)
        buffer_free(&row->cells);
    free(row);
}

size_t reader_table_sample_count(struct text_view sample, char delimiter, const struct reader_column *columns,
                                 size_t count)
{
    size_t found = 0;
    struct row *row = parse_sample(sample, delimiter);
    for (size_t i = 0; row && i < row->count && i < MAX_COLUMNS; i++)
        for (size_t k = 0; k < count; k++)
            if (names_equal(text_trim(cell(row, i)), columns[k].name)) {
                found++;
                break;
            }
    free_sample(row);
    return found;
}

bool reader_table_sample_has(struct text_view sample, const char *name)
{
    const struct reader_column column = {name, TARGET_NONE};
    return reader_table_sample_count(sample, ',', &column, 1) > 0 ||
           reader_table_sample_count(sample, ';', &column, 1) > 0 ||
           reader_table_sample_count(sample, '\t', &column, 1) > 0;
}

static bool take_header(struct reader *reader, struct error *error)
{
    struct reader_table *table = reader->state;
    struct extent extent;
    if (!scan_row(reader, &extent, error))
        return false;
    if (!table->row.done || extent.is_open || extent.length > MAX_HEADER_BYTES)
        return error_set(error, ERROR_INPUT, reader->input.path, "has no header row that can be read");
    if (table->row.count > MAX_COLUMNS)
        return error_set(error, ERROR_INPUT, reader->input.path, "has %zu columns; at most %d can be read",
                         table->row.count, MAX_COLUMNS);
    table->column_count = table->row.count;
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_clear(&table->stored);
        reader_input_decode(&reader->input, cell(&table->row, i), &table->stored);
        struct text_view name = text_trim(buffer_view(&table->stored));
        table->names[i] = (struct text_view){arena_copy(table->name_memory, name), name.length};
    }
    reader_input_skip(&reader->input, extent.length);
    return (!arena_failed(table->name_memory) && !table->stored.failed) || error_set_memory(error, reader->input.path);
}

bool reader_table_open(struct reader *reader, char delimiter, struct error *error)
{
    struct reader_table *table = calloc(1, sizeof *table);
    if (!table)
        return error_set_memory(error, reader->input.path);
    if (csv_init(&table->parser, 0) != 0) {
        free(table);
        return error_set_memory(error, reader->input.path);
    }
    reader->state = table;
    csv_set_delim(&table->parser, (unsigned char)delimiter);
    /* libcsv's buffer grows by this much each time, which has to be cheap even for the longest cell. */
    csv_set_blk_size(&table->parser, 1024 * 1024);
    table->name_memory = arena_new();
    if (!table->name_memory)
        return error_set_memory(error, reader->input.path);
    return take_header(reader, error);
}

void reader_table_close(struct reader *reader)
{
    struct reader_table *table = reader->state;
    if (!table)
        return;
    csv_free(&table->parser);
    buffer_free(&table->row.cells);
    buffer_free(&table->stored);
    arena_free(table->name_memory);
    free(table);
    reader->state = NULL;
}

size_t reader_table_bind(struct reader *reader, const struct reader_column *columns, size_t count)
{
    struct reader_table *table = reader->state;
    size_t found = 0;
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t k = 0; k < count; k++)
            if (names_equal(table->names[i], columns[k].name)) {
                table->targets[i] = columns[k].target;
                table->is_known[i] = true;
                found++;
                break;
            }
    return found;
}

void reader_table_unbind(struct reader *reader, enum reader_target target)
{
    struct reader_table *table = reader->state;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->targets[i] == target)
            table->targets[i] = TARGET_NONE;
}

bool reader_table_has(const struct reader *reader, enum reader_target target)
{
    const struct reader_table *table = reader->state;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->targets[i] == target)
            return true;
    return false;
}

void reader_table_note_unread(struct reader *reader)
{
    const struct reader_table *table = reader->state;
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->is_known[i] && table->names[i].length > 0)
            reader_note_unread(reader, table->names[i]);
}

static const char *number_column(const struct reader_layout *layout)
{
    size_t i = 0;
    while (layout->columns[i].target != TARGET_CAMPAIGN)
        i++;
    return layout->columns[i].name;
}

bool reader_table_open_campaigns(struct reader *reader, const struct reader_layout *layout, struct error *error)
{
    if (!reader_table_open(reader, layout->delimiter, error))
        return false;
    reader_table_bind(reader, layout->columns, layout->column_count);
    reader_table_note_unread(reader);
    return reader_table_has(reader, TARGET_CAMPAIGN) ||
           error_set(error, ERROR_INPUT, reader->input.path, "has no column %s", number_column(layout));
}

/* --- Records ------------------------------------------------------------------------------- */

/* Cells beyond the header's count when they are empty: a delimiter at the line's end. */
static bool has_right_columns(const struct reader_table *table)
{
    const struct row *row = &table->row;
    if (row->count < table->column_count || row->count > MAX_COLUMNS)
        return false;
    for (size_t i = table->column_count; i < row->count; i++)
        if (cell(row, i).length > 0)
            return false;
    return true;
}

static void put_cells(struct reader_table *table, struct reader *reader, struct reader_draft *draft,
                      struct raw_record *record)
{
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_clear(&table->stored);
        record->repaired += reader_input_decode(&reader->input, cell(&table->row, i), &table->stored);
        reader_draft_put(draft, table->targets[i], buffer_view(&table->stored));
    }
}

static const char too_long[] = N_("the row is longer than 16 MiB");

/* Cuts a row that is none to its first line, so that the next ones are read afresh, within the
 * bounds. */
static const char *judge_row(struct reader *reader, struct extent *extent)
{
    struct reader_table *table = reader->state;
    bool right = has_right_columns(table);
    bool several_lines = extent->first_line && extent->first_line < extent->length;
    if (!extent->is_open && right)
        return NULL;
    if (extent->is_too_long && !extent->first_line) {
        table->is_in_long_line = true;
        return too_long;
    }
    if (several_lines && table->rescanned_bytes < RESCAN_BYTES + reader->input.offset * 4) {
        table->rescanned_bytes += extent->length;
        extent->length = extent->first_line;
    }
    if (extent->is_open || several_lines)
        return N_("its quotation marks do not match");
    return table->row.count < table->column_count ? N_("it has fewer columns than the header")
                                                  : N_("it has more columns than the header");
}

/* The next piece of a line that was too long, up to its end. */
static enum reader_result take_rest(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                                    struct error *error)
{
    struct reader_table *table = reader->state;
    if (!reader_input_fill(&reader->input, 1024 * 1024, error))
        return READER_ERROR;
    struct text_view view = reader_input_view(&reader->input);
    size_t length = find_line_end(view, 0);
    if (length == 0)
        return READER_END;
    table->is_in_long_line = !is_line_break(view.bytes[length - 1]);
    struct text_view raw = {view.bytes, length};
    reader_begin_line(reader, without_line_break(raw), length, true, record, reject);
    reject->reason = too_long;
    reader_input_skip(&reader->input, length);
    return READER_REJECT;
}

enum reader_result reader_table_next(struct reader *reader, struct reader_draft *draft, struct raw_record *record,
                                     struct raw_reject *reject, struct error *error)
{
    struct reader_table *table = reader->state;
    struct extent extent;
    if (table->is_in_long_line)
        return take_rest(reader, record, reject, error);
    if (!scan_row(reader, &extent, error))
        return READER_ERROR;
    if (table->row.count == 0 && extent.length == reader_input_view(&reader->input).length && !extent.is_open)
        return READER_END;
    const char *reason = judge_row(reader, &extent);
    struct text_view raw = {reader_input_view(&reader->input).bytes, extent.length};
    reader_begin_line(reader, without_line_break(raw), raw.length, false, record, reject);
    reject->reason = reason;
    if (!reason) {
        reader_draft_begin(draft, reader);
        put_cells(table, reader, draft, record);
    }
    reader_input_skip(&reader->input, extent.length);
    if (table->stored.failed) {
        error_set_memory(error, reader->input.path);
        return READER_ERROR;
    }
    return reason ? READER_REJECT : READER_RECORD;
}

enum reader_result reader_table_next_campaign(struct reader *reader, const char *no_number, struct reader_draft *draft,
                                              struct raw_record *record, struct raw_reject *reject, struct error *error)
{
    enum reader_result result = reader_table_next(reader, draft, record, reject, error);
    if (result != READER_RECORD)
        return result;
    reject->reason = reader_draft_finish(draft, record);
    if (!reject->reason && !record->campaign)
        reject->reason = no_number;
    return reject->reason ? READER_REJECT : READER_RECORD;
}
