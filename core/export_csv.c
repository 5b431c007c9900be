#include "core/export.h"

#include <inttypes.h>
#include <string.h>

/* RFC 4180: always in quotes, quotes doubled; what separates it from the cell before comes first. */
static void append_cell(struct text_view value, struct buffer *out)
{
    bool is_first = out->length == 0 || out->bytes[out->length - 1] == '\n';
    buffer_append_string(out, is_first ? "\"" : ",\"");
    for (size_t i = 0; i < value.length; i++) {
        if (value.bytes[i] == '"')
            buffer_append_byte(out, '"');
        buffer_append_byte(out, value.bytes[i]);
    }
    buffer_append_byte(out, '"');
}

static void append_string(const char *value, struct buffer *out)
{
    append_cell(text_view_of(value), out);
}

/* The cell that was put together; it is empty again behind it. */
static void append_made(struct buffer *cell, struct buffer *out)
{
    append_cell(buffer_view(cell), out);
    out->failed = out->failed || cell->failed;
    buffer_clear(cell);
}

static void append_list(const struct string_list *list, const char *between, struct buffer *cell, struct buffer *out)
{
    for (size_t i = 0; i < list->count; i++)
        buffer_append_format(cell, "%s%s", i ? between : "", list->items[i]);
    append_made(cell, out);
}

static void append_stated(const struct recall *recall, enum fact_kind kind, const char *between, struct buffer *cell,
                          struct buffer *out)
{
    for (size_t i = 0; recall->given && i < recall->given->stated_count; i++)
        if (recall->given->stated[i].kind == kind)
            buffer_append_format(cell, "%s%s", cell->length ? between : "", recall->given->stated[i].value);
    append_made(cell, out);
}

static void append_categories(const struct recall *recall, struct buffer *cell, struct buffer *out)
{
    for (size_t i = 0; i < recall->category_count; i++)
        buffer_append_format(cell, "%s%s", i ? "; " : "", category_names[recall->categories[i]].key);
    append_made(cell, out);
}

static void append_bits(uint32_t bits, const struct kind_name *names, size_t count, struct buffer *cell,
                        struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        if (bits & UINT32_C(1) << i)
            buffer_append_format(cell, "%s%s", cell->length ? "; " : "", names[i].key);
    append_made(cell, out);
}

/* "2005-2009", "2005"; an end that is not known is missing. */
static void append_range(struct range range, int unknown, struct buffer *cell, struct buffer *out)
{
    if (range.from != unknown)
        buffer_append_format(cell, "%d", range.from);
    if (range.to != range.from)
        buffer_append_byte(cell, '-');
    if (range.to != range.from && range.to != unknown)
        buffer_append_format(cell, "%d", range.to);
    append_made(cell, out);
}

static void append_number(int64_t number, struct buffer *cell, struct buffer *out)
{
    if (number >= 0)
        buffer_append_format(cell, "%" PRId64, number);
    append_made(cell, out);
}

void export_csv_head(struct buffer *out)
{
    buffer_append_string(
        out,
        "id,authority,campaign,make,models,years,date,started,ended,duration_min,cost,categories,"
        "hazards,remedies,markets,markets_excluded,parts,phones,urls,affected_world,"
        "affected_germany,conditions,completion,completion_of_list,codes,vehicle_numbers,headline,text,stated\r\n");
}

void export_csv_recall(const struct recall *recall, struct buffer *out)
{
    struct buffer cell = {0};
    append_string(recall->id, out);
    append_string(recall->authority, out);
    append_string(recall->campaign, out);
    append_string(recall->make, out);
    append_list(&recall->models, "; ", &cell, out);
    append_range(recall->years, 0, &cell, out);
    append_string(recall->date, out);
    append_string(recall->started, out);
    append_string(recall->ended, out);
    append_range(recall->duration_minutes, -1, &cell, out);
    append_string(cost_names[recall->cost].key, out);
    append_categories(recall, &cell, out);
    append_bits(recall->hazards, hazard_names, HAZARD_COUNT, &cell, out);
    append_bits(recall->remedies, remedy_names, REMEDY_COUNT, &cell, out);
    append_list(&recall->markets, "; ", &cell, out);
    append_list(&recall->markets_excluded, "; ", &cell, out);
    append_list(&recall->parts, "; ", &cell, out);
    append_list(&recall->phones, "; ", &cell, out);
    append_list(&recall->urls, " ", &cell, out);
    append_number(recall->affected_world, &cell, out);
    append_number(recall->affected_germany, &cell, out);
    append_list(&recall->conditions, "\n", &cell, out);
    append_list(&recall->completion, "\n", &cell, out);
    append_list(&recall->completion_of_list, "\n", &cell, out);
    append_stated(recall, FACT_CODE, "; ", &cell, out);
    append_stated(recall, FACT_VEHICLE_NUMBERS, "\n", &cell, out);
    append_string(recall->headline, out);
    append_cell(recall->text, out);
    export_json_stated(recall, &cell);
    append_made(&cell, out);
    buffer_append_string(out, "\r\n");
    buffer_free(&cell);
}
