#include "core/reader_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/reader_table_row.h"
#include "core/text.h"

enum {
    MAX_HEADER_BYTES = 64 * 1024,
    MAX_HEADER_LINE = 16, /* titles and the like may stand above it */
    /* So much is read twice after unmatched quotation marks, beside a share of the file: time stays
       linear. */
    RESCAN_BYTES = 64 * 1024 * 1024,
};

struct reader_table {
    struct table_row row;
    struct buffer stored; /* the row's cells as UTF-8 */
    enum reader_target targets[TABLE_ROW_COLUMNS];
    struct text_view names[TABLE_ROW_COLUMNS];
    bool is_known[TABLE_ROW_COLUMNS]; /* a meaning was found for it, be it none */
    size_t order[TABLE_ROW_COLUMNS];  /* in which the columns are taken */
    struct arena *name_memory;
    size_t column_count;
    size_t above_bytes;  /* of lines above the header that are still to be read */
    size_t header_bytes; /* of the header behind them */
    uint64_t rescanned_bytes;
    bool is_in_long_line; /* what comes is the rest of a line that was too long */
};

/* --- Opening ------------------------------------------------------------------------------- */

/* The first letter or digit, small; 0 where it is beyond ASCII. */
static int first_letter(struct text_view name)
{
    size_t at = 0;
    while (at < name.length && (unsigned char)name.bytes[at] < 0x80 && !isalnum((unsigned char)name.bytes[at]))
        at++;
    return at < name.length && (unsigned char)name.bytes[at] < 0x80 ? name.bytes[at] | 0x20 : 0;
}

/* "recall_number", "Recall Number" and "RECALLNUMBER" name one column, and so do "Maßnahme" and "MASSNAHME". */
static bool names_equal(struct text_view a, const char *b)
{
    int a_first = first_letter(a), b_first = first_letter(text_view_of(b));
    if (a_first && b_first && a_first != b_first)
        return false;
    struct buffer key = {0}, other = {0};
    text_append_name_key(a, &key);
    text_append_name_key(text_view_of(b), &other);
    bool equal =
        !key.failed && !other.failed && key.length > 0 && text_view_equal(buffer_view(&key), buffer_view(&other));
    buffer_free(&key);
    buffer_free(&other);
    return equal;
}

/* Behind the empty lines from there on. */
static size_t skip_empty_lines(struct text_view sample, size_t at)
{
    while (at < sample.length && (sample.bytes[at] == '\n' || sample.bytes[at] == '\r'))
        at++;
    return at;
}

bool reader_table_next_place(struct text_view sample, struct reader_table_header *place)
{
    static const char delimiters[] = ",;\t|";
    const char *next = place->delimiter ? strchr(delimiters, place->delimiter) + 1 : NULL;
    if (!next || !*next) {
        size_t behind = next ? table_line_end(sample, place->above_bytes) : 0;
        place->above_bytes = skip_empty_lines(sample, behind);
        place->line++;
        next = delimiters;
    }
    place->delimiter = *next;
    return place->line <= MAX_HEADER_LINE && place->above_bytes < sample.length;
}

size_t reader_table_sample_count(struct text_view sample, const struct reader_table_header *place,
                                 const struct reader_column *columns, size_t count)
{
    size_t found = 0;
    struct table_row row;
    if (!table_row_open(&row, place->delimiter))
        return 0;
    size_t start = place->above_bytes, length = table_line_end(sample, start) - start;
    table_row_take(&row,
                   (struct text_view){sample.bytes + start, length < MAX_HEADER_BYTES ? length : MAX_HEADER_BYTES});
    for (size_t i = 0; i < row.count && i < TABLE_ROW_COLUMNS; i++)
        for (size_t k = 0; k < count; k++)
            if (names_equal(text_trim(table_row_cell(&row, i)), columns[k].name)) {
                found++;
                break;
            }
    table_row_close(&row);
    return found;
}

bool reader_table_sample_has(struct text_view sample, const char *name, struct reader_table_header *header)
{
    const struct reader_column column = {name, TARGET_NONE};
    struct reader_table_header place = {0};
    while (reader_table_next_place(sample, &place)) {
        if (reader_table_sample_count(sample, &place, &column, 1) == 0)
            continue;
        if (header)
            *header = place;
        return true;
    }
    return false;
}

static bool take_names(struct reader *reader, struct error *error)
{
    struct reader_table *table = reader->state;
    if (table->row.count > TABLE_ROW_COLUMNS)
        return error_set(error, ERROR_INPUT, reader->input.path, "has %zu columns; at most %d can be read",
                         table->row.count, TABLE_ROW_COLUMNS);
    table->column_count = table->row.count;
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_clear(&table->stored);
        reader_input_decode(&reader->input, table_row_cell(&table->row, i), &table->stored);
        struct text_view name = text_trim(buffer_view(&table->stored));
        table->names[i] = (struct text_view){arena_copy(table->name_memory, name), name.length};
        table->order[i] = i;
    }
    return (!arena_failed(table->name_memory) && !table->stored.failed) || error_set_memory(error, reader->input.path);
}

static bool take_header(struct reader *reader, struct error *error)
{
    struct reader_table *table = reader->state;
    struct table_extent extent;
    if (!table_row_scan(&table->row, &reader->input, &extent, error))
        return false;
    if (!table->row.done || extent.is_open || extent.length > MAX_HEADER_BYTES)
        return error_set(error, ERROR_INPUT, reader->input.path, "has no header row that can be read");
    if (!take_names(reader, error))
        return false;
    reader_input_skip(&reader->input, extent.length);
    return true;
}

/* The lines above it are still to come, as rejects, and it is passed over behind them. */
static bool take_header_below(struct reader *reader, size_t above_bytes, struct error *error)
{
    struct reader_table *table = reader->state;
    struct text_view view = reader_input_view(&reader->input);
    size_t empty = skip_empty_lines(view, 0);
    table->above_bytes = above_bytes - empty;
    table->header_bytes = table_line_end(view, above_bytes) - above_bytes;
    table_row_take(&table->row, (struct text_view){view.bytes + above_bytes, table->header_bytes});
    reader_input_skip(&reader->input, empty);
    return take_names(reader, error);
}

bool reader_table_open(struct reader *reader, struct reader_table_header header, struct error *error)
{
    struct reader_table *table = calloc(1, sizeof *table);
    if (!table)
        return error_set_memory(error, reader->input.path);
    if (!table_row_open(&table->row, header.delimiter)) {
        free(table);
        return error_set_memory(error, reader->input.path);
    }
    reader->state = table;
    table->name_memory = arena_new();
    if (!table->name_memory)
        return error_set_memory(error, reader->input.path);
    return header.above_bytes > 0 ? take_header_below(reader, header.above_bytes, error) : take_header(reader, error);
}

void reader_table_close(struct reader *reader)
{
    struct reader_table *table = reader->state;
    if (!table)
        return;
    table_row_close(&table->row);
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

/* Cells are taken in the layout's order, whichever the file has them in: so the parts of a text are. */
static void order_columns(struct reader_table *table, const struct reader_layout *layout)
{
    size_t count = 0;
    for (size_t k = 0; k < layout->column_count; k++)
        for (size_t i = 0; i < table->column_count; i++)
            if (names_equal(table->names[i], layout->columns[k].name))
                table->order[count++] = i;
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->is_known[i])
            table->order[count++] = i;
}

/* The line that names the column of the number, whatever it has between its cells. */
static struct reader_table_header find_header(struct text_view sample, const struct reader_layout *layout)
{
    struct reader_table_header header = {.delimiter = layout->delimiter};
    for (size_t i = 0; i < layout->column_count; i++)
        if (layout->columns[i].target == TARGET_CAMPAIGN &&
            reader_table_sample_has(sample, layout->columns[i].name, &header))
            break;
    return header;
}

bool reader_table_open_campaigns(struct reader *reader, struct error *error)
{
    const struct reader_layout *layout = reader->format->layout;
    const struct reader_table_header header = find_header(reader_input_view(&reader->input), layout);
    if (!reader_table_open(reader, header, error))
        return false;
    reader_table_bind(reader, layout->columns, layout->column_count);
    order_columns(reader->state, layout);
    reader_table_note_unread(reader);
    return reader_table_has(reader, TARGET_CAMPAIGN) ||
           error_set(error, ERROR_INPUT, reader->input.path, "has no column %s", number_column(layout));
}

/* --- Records ------------------------------------------------------------------------------- */

/* Cells beyond the header's count when they are empty: a delimiter at the line's end. */
static bool has_right_columns(const struct reader_table *table)
{
    const struct table_row *row = &table->row;
    if (row->count < table->column_count || row->count > TABLE_ROW_COLUMNS)
        return false;
    for (size_t i = table->column_count; i < row->count; i++)
        if (table_row_cell(row, i).length > 0)
            return false;
    return true;
}

/* Where files were joined the header comes again, perhaps with a byte order mark before it. */
static bool is_name(const struct reader_table *table, size_t column)
{
    struct text_view cell = text_trim(buffer_view(&table->stored)), name = table->names[column];
    return column == 0 ? memmem(cell.bytes, cell.length, name.bytes, name.length) != NULL : text_view_equal(cell, name);
}

/* NULL, or why it is no row. */
static const char *put_cells(struct reader_table *table, struct reader *reader, struct reader_draft *draft,
                             struct raw_record *record)
{
    size_t names = 0;
    for (size_t k = 0; k < table->column_count; k++) {
        size_t i = table->order[k];
        buffer_clear(&table->stored);
        record->repaired += reader_input_decode(&reader->input, table_row_cell(&table->row, i), &table->stored);
        names += is_name(table, i);
        reader_draft_put(draft, table->targets[i], buffer_view(&table->stored));
    }
    return names > 1 && names == table->column_count ? N_("it is the header again") : NULL;
}

static const char too_long[] = N_("the row is longer than 16 MiB");

/* Cuts a row that is none to its first line, so that the next ones are read afresh, within the
 * bounds. */
static const char *judge_row(struct reader *reader, struct table_extent *extent)
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

static struct text_view without_line_break(struct text_view raw)
{
    if (raw.length > 0 && raw.bytes[raw.length - 1] == '\n')
        raw.length--;
    if (raw.length > 0 && raw.bytes[raw.length - 1] == '\r')
        raw.length--;
    return raw;
}

/* The next piece of a line that was too long, up to its end. */
static enum reader_result take_rest(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                                    struct error *error)
{
    struct reader_table *table = reader->state;
    if (!reader_input_fill(&reader->input, 1024 * 1024, error))
        return READER_ERROR;
    struct text_view view = reader_input_view(&reader->input);
    size_t length = table_line_end(view, 0);
    if (length == 0)
        return READER_END;
    struct text_view line = without_line_break((struct text_view){view.bytes, length});
    table->is_in_long_line = line.length == length;
    reader_begin_line(reader, line, length, true, record, reject);
    reject->reason = too_long;
    reader_input_skip(&reader->input, length);
    return READER_REJECT;
}

/* The next line above the header that is not empty, as a reject; READER_END behind the header. */
static enum reader_result take_line_above(struct reader *reader, struct raw_record *record, struct raw_reject *reject)
{
    struct reader_table *table = reader->state;
    if (table->above_bytes == 0) {
        reader_input_skip(&reader->input, table->header_bytes);
        table->header_bytes = 0;
        return READER_END;
    }
    struct text_view view = reader_input_view(&reader->input);
    size_t end = table_line_end(view, 0), length = skip_empty_lines(view, end);
    struct text_view line = without_line_break((struct text_view){view.bytes, end});
    reader_begin_line(reader, line, length, false, record, reject);
    reject->reason = N_("it stands above the header");
    reader_input_skip(&reader->input, length);
    table->above_bytes -= length;
    return READER_REJECT;
}

enum reader_result reader_table_next(struct reader *reader, struct reader_draft *draft, struct raw_record *record,
                                     struct raw_reject *reject, struct error *error)
{
    struct reader_table *table = reader->state;
    struct table_extent extent;
    if (table->is_in_long_line)
        return take_rest(reader, record, reject, error);
    if (table->header_bytes > 0 && take_line_above(reader, record, reject) == READER_REJECT)
        return READER_REJECT;
    if (!table_row_scan(&table->row, &reader->input, &extent, error))
        return READER_ERROR;
    if (table->row.count == 0 && extent.length == reader_input_view(&reader->input).length && !extent.is_open)
        return READER_END;
    const char *reason = judge_row(reader, &extent);
    struct text_view raw = {reader_input_view(&reader->input).bytes, extent.length};
    reader_begin_line(reader, without_line_break(raw), raw.length, false, record, reject);
    reject->reason = reason;
    if (!reason) {
        reader_draft_begin(draft, reader);
        reject->reason = reason = put_cells(table, reader, draft, record);
    }
    reader_input_skip(&reader->input, extent.length);
    if (table->stored.failed) {
        error_set_memory(error, reader->input.path);
        return READER_ERROR;
    }
    return reason ? READER_REJECT : READER_RECORD;
}

/* What the layout knows of its source beside the columns. */
static const char *settle_campaign(const struct reader_layout *layout, const struct reader_draft *draft,
                                   struct raw_record *record)
{
    if (!record->campaign)
        return layout->no_number;
    if (layout->tidy_campaign && !(record->campaign = layout->tidy_campaign(record->campaign)))
        return layout->bad_number;
    if (layout->title)
        record->title = layout->title(draft->values[TARGET_TITLE]);
    if (layout->no_date && record->date && strcmp(record->date, layout->no_date) == 0)
        record->date = NULL;
    return NULL;
}

enum reader_result reader_table_next_campaign(struct reader *reader, struct raw_record *record,
                                              struct raw_reject *reject, struct error *error)
{
    struct reader_draft draft;
    enum reader_result result = reader_table_next(reader, &draft, record, reject, error);
    if (result != READER_RECORD)
        return result;
    reject->reason = reader_draft_finish(&draft, record);
    if (!reject->reason)
        reject->reason = settle_campaign(reader->format->layout, &draft, record);
    return reject->reason ? READER_REJECT : READER_RECORD;
}
