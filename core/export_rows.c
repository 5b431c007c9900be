#include "core/export_rows.h"

#include <inttypes.h>
#include <string.h>

#include "core/reader_value.h"
#include "core/text.h"

static const char paragraph_end[] = "\n\n";
enum { PARAGRAPH_END_BYTES = sizeof paragraph_end - 1 };

static bool has_column(const struct reader_layout *layout, enum reader_target target)
{
    for (size_t i = 0; i < layout->table_count; i++)
        if (layout->columns[i].target == target)
            return true;
    return false;
}

/* Whether a cell comes back as it is. */
static bool is_cell(struct text_view value)
{
    return value.length > 0 && text_trim(value).length == value.length && !reader_is_missing(value);
}

/* --- The text ------------------------------------------------------------------------------ */

/* Puts the first paragraph apart when it gives the title; the text goes on behind it. */
static bool split_title(struct export_rows *rows, struct text_view *text)
{
    const char *end = memmem(text->bytes, text->length, paragraph_end, PARAGRAPH_END_BYTES);
    struct text_view first = {text->bytes, end ? (size_t)(end - text->bytes) : text->length}, rest = first;
    if (end) {
        size_t taken = first.length + PARAGRAPH_END_BYTES;
        rest = (struct text_view){text->bytes + taken, text->length - taken};
    }
    struct text_view title = rows->layout->title ? rows->layout->title(first) : first;
    if (!text_view_equal(title, text_view_of(rows->recall->given->title)) || !is_cell(first) || !is_cell(rest) ||
        (end && text_view_equal(first, rest)))
        return false;
    rows->cells[TARGET_TITLE] = first;
    *text = rest;
    return true;
}

/* One paragraph to a column. */
static bool split_paragraphs(struct export_rows *rows, struct text_view text)
{
    for (enum reader_target target = TARGET_TEXT; target <= TARGET_NOTES; target++) {
        const char *end = memmem(text.bytes, text.length, paragraph_end, PARAGRAPH_END_BYTES);
        struct text_view part = {text.bytes, end ? (size_t)(end - text.bytes) : text.length};
        if (!is_cell(part))
            return false;
        rows->cells[target] = part;
        if (!end)
            return true;
        text = (struct text_view){end + PARAGRAPH_END_BYTES, text.length - part.length - PARAGRAPH_END_BYTES};
    }
    return false;
}

static bool fill_text(struct export_rows *rows)
{
    struct text_view text = rows->recall->text;
    if (rows->recall->given->title)
        rows->is_whole &= has_column(rows->layout, TARGET_TITLE) && split_title(rows, &text);
    if (rows->layout->quoting == QUOTED_NEVER)
        return split_paragraphs(rows, text);
    rows->cells[TARGET_TEXT] = text;
    return is_cell(text);
}

/* --- Facts --------------------------------------------------------------------------------- */

static void fill(struct export_rows *rows, enum reader_target target, const char *value)
{
    if (value && has_column(rows->layout, target) && is_cell(text_view_of(value)))
        rows->cells[target] = text_view_of(value);
    else if (value)
        rows->is_whole = false;
}

/* As the table writes it; a month or a year alone stays as it is. */
static const char *write_date(const struct export_rows *rows, const char *date)
{
    struct buffer written = {0};
    if (strlen(date) < 10)
        return date;
    for (const char *c = rows->layout->date; *c; c++) {
        const char *part = *c == 'Y' ? date : *c == 'M' ? date + 5 : *c == 'D' ? date + 8 : c;
        buffer_append(&written, part, *c == 'Y' ? 4 : part == c ? 1 : 2);
    }
    const char *copy = arena_keep(rows->arena, &written);
    buffer_free(&written);
    return copy;
}

static void fill_date(struct export_rows *rows)
{
    const char *date = rows->recall->given->date, *none = rows->layout->no_date;
    if (date && none && strcmp(date, none) == 0)
        rows->is_whole = false;
    else if (date)
        fill(rows, TARGET_DATE, write_date(rows, date));
}

static void fill_count(struct export_rows *rows, enum reader_target target, int64_t count)
{
    if (count >= 0)
        fill(rows, target, arena_format(rows->arena, "%" PRId64, count));
}

/* What stands in a list comes back as one item: no separator in it but in brackets, and these match. */
static bool is_item(struct text_view value, const char *separators)
{
    int depth = 0;
    for (size_t i = 0; i < value.length; i++) {
        char c = value.bytes[i];
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        if (depth == 0 && strchr(separators, c))
            return false;
    }
    return depth == 0 && is_cell(value);
}

/* All that is stated of a kind in one cell. */
static void fill_stated(struct export_rows *rows, const struct stated_kind *kind)
{
    const struct given *given = rows->recall->given;
    struct buffer cell = {0};
    for (size_t i = 0; i < given->stated_count; i++) {
        struct text_view value = text_view_of(given->stated[i].value);
        if (given->stated[i].kind != kind->kind)
            continue;
        if (!is_item(value, kind->separators ? kind->separators : "")) {
            rows->is_whole = false;
            continue;
        }
        if (cell.length > 0)
            buffer_append_format(&cell, "%c%s", kind->separators[0], kind->separators[0] == ' ' ? "" : " ");
        buffer_append_view(&cell, value);
    }
    if (cell.length > 0)
        fill(rows, TARGET_FACT(kind->kind), arena_keep(rows->arena, &cell));
    buffer_free(&cell);
}

static void fill_facts(struct export_rows *rows)
{
    const struct given *given = rows->recall->given;
    fill(rows, TARGET_CAMPAIGN, rows->recall->campaign);
    fill_date(rows);
    fill_count(rows, TARGET_AFFECTED_WORLD, given->affected_world);
    fill_count(rows, TARGET_AFFECTED_GERMANY, given->affected_germany);
    fill(rows, TARGET_DO_NOT_DRIVE, given->advisories & ADVISORY_DO_NOT_DRIVE ? "Yes" : NULL);
    fill(rows, TARGET_PARK_OUTSIDE, given->advisories & ADVISORY_PARK_OUTSIDE ? "Yes" : NULL);
    for (size_t i = 0; i < STATED_KIND_COUNT; i++)
        if (stated_kinds[i].kind != FACT_VEHICLE_NUMBERS)
            fill_stated(rows, &stated_kinds[i]);
}

/* --- What differs from row to row ---------------------------------------------------------- */

/* One to a row. */
static void take_labels(struct export_rows *rows)
{
    const char *at = rows->recall->given->component;
    if (!at)
        return;
    if (!has_column(rows->layout, TARGET_COMPONENT)) {
        rows->is_whole = false;
        return;
    }
    rows->labels = arena_allocate_array(rows->arena, strlen(at) + 1, sizeof *rows->labels);
    while (rows->labels && at) {
        const char *end = strstr(at, COMPONENT_JOINT);
        struct text_view label = {at, end ? (size_t)(end - at) : strlen(at)};
        if (label.length > 0)
            rows->labels[rows->label_count++] = label;
        at = end ? end + strlen(COMPONENT_JOINT) : NULL;
    }
}

static void take_numbers(struct export_rows *rows)
{
    const struct given *given = rows->recall->given;
    rows->numbers = arena_allocate_array(rows->arena, given->stated_count + 1, sizeof *rows->numbers);
    for (size_t i = 0; rows->numbers && i < given->stated_count; i++) {
        if (given->stated[i].kind != FACT_VEHICLE_NUMBERS)
            continue;
        if (has_column(rows->layout, TARGET_NUMBER_FROM))
            rows->numbers[rows->number_count++] = text_view_of(given->stated[i].value);
        else
            rows->is_whole = false;
    }
}

static bool is_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The cars, those of the make that the recall is listed under first; then years that stand alone. */
static struct vehicle *order_vehicles(struct export_rows *rows, size_t *count)
{
    const struct recall *recall = rows->recall;
    struct vehicle *ordered = arena_allocate_array(rows->arena, recall->vehicle_count + 1, sizeof *ordered);
    *count = 0;
    for (int others = 0; ordered && others < 2; others++) {
        for (size_t i = 0; i < recall->vehicle_count; i++)
            if (is_same(recall->vehicles[i].make, recall->given->make) != (others == 1))
                ordered[(*count)++] = recall->vehicles[i];
        rows->is_whole &= others == 1 || *count > 0 || !recall->given->make;
    }
    if (ordered && (recall->given->years.from || recall->given->years.to || *count == 0))
        ordered[(*count)++] = (struct vehicle){.years = recall->given->years};
    return ordered;
}

static bool add_unit(struct export_rows *rows, size_t *capacity, const char *make, struct text_view models,
                     struct range years)
{
    if (rows->unit_count == *capacity) {
        size_t grown = *capacity ? *capacity * 2 : 8;
        struct unit *units = arena_allocate_array(rows->arena, grown, sizeof *units);
        if (!units)
            return false;
        if (rows->unit_count > 0)
            memcpy(units, rows->units, rows->unit_count * sizeof *units);
        rows->units = units;
        *capacity = grown;
    }
    rows->units[rows->unit_count++] = (struct unit){make, models, years};
    return true;
}

static struct text_view model_of(const struct vehicle *vehicle)
{
    return vehicle->model ? text_view_of(vehicle->model) : (struct text_view){"", 0};
}

/* The models of all cars of the first one's make and years, as one list; those are taken. */
static bool list_models(const struct vehicle *vehicles, size_t count, bool *is_taken, struct buffer *models)
{
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        const struct vehicle *vehicle = &vehicles[i];
        if (is_taken[i] || !is_same(vehicle->make, vehicles->make) || !vehicle->model != !vehicles->model ||
            vehicle->years.from != vehicles->years.from || vehicle->years.to != vehicles->years.to)
            continue;
        struct text_view model = model_of(vehicle);
        good = !vehicle->model || (is_item(model, ",;") && !reader_is_and_others(model));
        buffer_append_string(models, models->length ? ", " : "");
        buffer_append_view(models, model);
        is_taken[i] = true;
    }
    return good;
}

/* Cars of one make and the same years share a row. */
static bool unite_models(struct export_rows *rows, const struct vehicle *vehicles, size_t count)
{
    size_t capacity = 0;
    bool *is_taken = arena_allocate_array(rows->arena, count, sizeof *is_taken), good = is_taken != NULL;
    struct buffer models = {0};
    for (size_t i = 0; good && i < count; i++) {
        if (is_taken[i])
            continue;
        buffer_clear(&models);
        good = list_models(vehicles + i, count - i, is_taken + i, &models) &&
               add_unit(rows, &capacity, vehicles[i].make, text_view_of(arena_keep(rows->arena, &models)),
                        vehicles[i].years);
    }
    buffer_free(&models);
    return good;
}

/* One row to each car, and to each of its years where the table has one year in a row. */
static bool divide_years(struct export_rows *rows, const struct vehicle *vehicles, size_t count)
{
    size_t capacity = 0;
    bool each_year = has_column(rows->layout, TARGET_YEARS);
    for (size_t i = 0; i < count; i++) {
        struct range years = vehicles[i].years;
        years.from = years.from ? years.from : years.to;
        struct range part = {years.from, each_year ? years.from : years.to};
        do {
            if (!add_unit(rows, &capacity, vehicles[i].make, model_of(&vehicles[i]), part))
                return false;
            part = (struct range){part.from + 1, part.to + 1};
        } while (each_year && part.to <= years.to);
    }
    return true;
}

static bool take_units(struct export_rows *rows)
{
    size_t count;
    const struct vehicle *vehicles = order_vehicles(rows, &count);
    if (!vehicles)
        return false;
    return has_column(rows->layout, TARGET_MODELS) ? unite_models(rows, vehicles, count)
                                                   : divide_years(rows, vehicles, count);
}

static bool is_of_table(const struct reader_layout *layout, const struct recall *recall)
{
    if (!recall->given || !recall->campaign || strcmp(recall->authority, layout->format) != 0 ||
        !is_cell(text_view_of(recall->campaign)))
        return false;
    const char *tidy = layout->tidy_campaign ? layout->tidy_campaign(recall->campaign) : recall->campaign;
    return tidy && strcmp(tidy, recall->campaign) == 0;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

bool export_rows_take(struct export_rows *rows, const struct reader_layout *layout, const struct recall *recall,
                      struct arena *arena)
{
    *rows = (struct export_rows){.layout = layout, .recall = recall, .arena = arena, .is_whole = true};
    for (size_t i = 0; i < TARGET_FACT_END; i++)
        rows->cells[i] = (struct text_view){"", 0};
    if (!is_of_table(layout, recall) || !fill_text(rows) || !take_units(rows))
        return false;
    fill_facts(rows);
    take_labels(rows);
    take_numbers(rows);
    rows->count = larger(rows->unit_count, larger(rows->label_count, rows->number_count));
    return true;
}

/* --- One row ------------------------------------------------------------------------------- */

static void set_year(struct export_rows *rows, enum reader_target target, int year)
{
    rows->cells[target] = year ? text_view_of(arena_format(rows->arena, "%d", year)) : (struct text_view){"", 0};
}

/* "A – B" came from two columns; prose may have more of the signs in it, and stays in one. */
static void set_numbers(struct export_rows *rows, struct text_view value)
{
    static const char between[] = " – ";
    const char *at = memmem(value.bytes, value.length, between, sizeof between - 1);
    struct text_view from = value, to = {"", 0};
    if (at) {
        from.length = (size_t)(at - value.bytes);
        to = (struct text_view){at + sizeof between - 1, value.length - from.length - (sizeof between - 1)};
    }
    bool are_two = at && is_cell(from) && is_cell(to) && !text_view_equal(from, to);
    rows->cells[TARGET_NUMBER_FROM] = are_two ? from : value;
    rows->cells[TARGET_NUMBER_TO] = are_two ? to : (struct text_view){"", 0};
}

/* Lists of different lengths stand beside each other: the shorter ones begin again, and say nothing new. */
void export_rows_set(struct export_rows *rows, size_t number)
{
    const struct unit *unit = &rows->units[number % rows->unit_count];
    rows->cells[TARGET_MAKE] = text_view_of(unit->make ? unit->make : "");
    rows->cells[TARGET_MODEL] = rows->cells[TARGET_MODELS] = unit->models;
    set_year(rows, TARGET_YEARS, unit->years.from);
    if (!has_column(rows->layout, TARGET_YEARS)) {
        set_year(rows, TARGET_BUILT_FROM, unit->years.from);
        set_year(rows, TARGET_BUILT_TO, unit->years.to);
    }
    if (rows->label_count > 0)
        rows->cells[TARGET_COMPONENT] = rows->labels[number % rows->label_count];
    if (rows->number_count > 0)
        set_numbers(rows, rows->numbers[number % rows->number_count]);
}
