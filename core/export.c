#include "core/export.h"

#include <inttypes.h>
#include <string.h>

#include "core/text.h"

/* --- JSON ---------------------------------------------------------------------------------- */

static void append_escaped(struct text_view string, struct buffer *out)
{
    size_t plain = 0;
    for (size_t i = 0; i < string.length; i++) {
        unsigned char byte = (unsigned char)string.bytes[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F)
            continue;
        buffer_append(out, string.bytes + plain, i - plain);
        plain = i + 1;
        switch (byte) {
        case '"':
        case '\\':
            buffer_append_byte(out, '\\');
            buffer_append_byte(out, (char)byte);
            break;
        case '\n':
            buffer_append_string(out, "\\n");
            break;
        case '\r':
            buffer_append_string(out, "\\r");
            break;
        case '\t':
            buffer_append_string(out, "\\t");
            break;
        default:
            buffer_append_format(out, "\\u%04x", byte);
        }
    }
    buffer_append(out, string.bytes + plain, string.length - plain);
}

void export_json_string(struct text_view string, struct buffer *out)
{
    struct buffer repaired = {0};
    if (!text_is_utf8(string)) {
        text_repair(string, &repaired);
        string = buffer_view(&repaired);
    }
    buffer_append_byte(out, '"');
    append_escaped(string, out);
    buffer_append_byte(out, '"');
    if (repaired.failed)
        out->failed = true;
    buffer_free(&repaired);
}

static void append_key(const char *key, struct buffer *out)
{
    char last = out->length > 0 ? out->bytes[out->length - 1] : '{';
    buffer_append_format(out, "%s\"%s\":", last == '{' ? "" : ",", key);
}

static void append_string(const char *key, const char *value, struct buffer *out)
{
    append_key(key, out);
    if (value)
        export_json_string(text_view_of(value), out);
    else
        buffer_append_string(out, "null");
}

static void append_list(const char *key, const struct string_list *list, struct buffer *out)
{
    append_key(key, out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            buffer_append_byte(out, ',');
        export_json_string(text_view_of(list->items[i]), out);
    }
    buffer_append_byte(out, ']');
}

static void append_number(int64_t number, int64_t unknown, struct buffer *out)
{
    if (number == unknown)
        buffer_append_string(out, "null");
    else
        buffer_append_format(out, "%" PRId64, number);
}

/* [from, to], or null when neither end is known. */
static void append_range(const char *key, struct range range, int unknown, struct buffer *out)
{
    append_key(key, out);
    if (range.from == unknown && range.to == unknown) {
        buffer_append_string(out, "null");
        return;
    }
    buffer_append_byte(out, '[');
    append_number(range.from, unknown, out);
    buffer_append_byte(out, ',');
    append_number(range.to, unknown, out);
    buffer_append_byte(out, ']');
}

static void append_bits(const char *key, uint32_t bits, const struct kind_name *names, size_t count, struct buffer *out)
{
    const char *separator = "";
    append_key(key, out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (bits & UINT32_C(1) << i) {
            buffer_append_format(out, "%s\"%s\"", separator, names[i].key);
            separator = ",";
        }
    }
    buffer_append_byte(out, ']');
}

static void append_categories(const struct recall *recall, struct buffer *out)
{
    append_key("categories", out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < recall->category_count; i++)
        buffer_append_format(out, "%s\"%s\"", i ? "," : "", category_names[recall->categories[i]].key);
    buffer_append_byte(out, ']');
}

static void append_sources(const struct recall *recall, struct buffer *out)
{
    append_key("sources", out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < recall->occurrence_count; i++) {
        const struct occurrence *place = &recall->occurrences[i];
        buffer_append_string(out, i ? ",{\"name\":" : "{\"name\":");
        export_json_string(text_view_of(place->source), out);
        buffer_append_format(out, ",\"position\":%zu%s}", place->position, place->unlisted ? ",\"unlisted\":true" : "");
    }
    buffer_append_byte(out, ']');
}

/* --- What the source stated ---------------------------------------------------------------- */

static void append_known_string(const char *key, const char *value, struct buffer *out)
{
    if (value)
        append_string(key, value, out);
}

static void append_known_range(const char *key, struct range range, int unknown, struct buffer *out)
{
    if (range.from != unknown || range.to != unknown)
        append_range(key, range, unknown, out);
}

static void append_affected(int64_t world, int64_t germany, struct buffer *out)
{
    append_key("affected", out);
    buffer_append_string(out, "{\"world\":");
    append_number(world, -1, out);
    buffer_append_string(out, ",\"germany\":");
    append_number(germany, -1, out);
    buffer_append_byte(out, '}');
}

static void append_vehicles(const struct recall *recall, struct buffer *out)
{
    if (recall->vehicle_count == 0)
        return;
    append_key("vehicles", out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        const struct vehicle *vehicle = &recall->vehicles[i];
        buffer_append_string(out, i ? ",{" : "{");
        append_known_string("make", vehicle->make, out);
        append_known_string("model", vehicle->model, out);
        append_known_range("years", vehicle->years, 0, out);
        buffer_append_byte(out, '}');
    }
    buffer_append_byte(out, ']');
}

/* All that is stated of a kind: as a list, or, where there can be one only, as it is. */
static void append_stated_kind(const struct given *given, const struct stated_kind *kind, struct buffer *out)
{
    size_t count = 0;
    for (size_t i = 0; i < given->stated_count; i++) {
        if (given->stated[i].kind != kind->kind)
            continue;
        if (kind->is_single) {
            append_string(kind->key, given->stated[i].value, out);
            return;
        }
        if (count++ == 0) {
            append_key(kind->key, out);
            buffer_append_byte(out, '[');
        } else {
            buffer_append_byte(out, ',');
        }
        export_json_string(text_view_of(given->stated[i].value), out);
    }
    buffer_append_string(out, count > 0 ? "]" : "");
}

/* Notes belong to what the source said, though they stood in a list beside the recall's text. */
static void append_notes(const struct recall *recall, struct buffer *out)
{
    if (recall->completion.count > 0)
        append_list("completion", &recall->completion, out);
    if (recall->completion_of_list.count > 0)
        append_list("completion_of_list", &recall->completion_of_list, out);
}

void export_json_stated(const struct recall *recall, struct buffer *out)
{
    static const struct given none = {.affected_world = -1, .affected_germany = -1};
    const struct given *given = recall->given ? recall->given : &none;
    buffer_append_byte(out, '{');
    append_known_string("headline", given->title, out);
    append_known_string("date", given->date, out);
    append_known_string("make", given->make, out);
    append_known_range("years", given->years, 0, out);
    append_vehicles(recall, out);
    if (given->affected_world >= 0 || given->affected_germany >= 0)
        append_affected(given->affected_world, given->affected_germany, out);
    append_known_string("component", given->component, out);
    if (given->advisories & ADVISORY_DO_NOT_DRIVE)
        append_string("do_not_drive", "yes", out);
    if (given->advisories & ADVISORY_PARK_OUTSIDE)
        append_string("park_outside", "yes", out);
    for (size_t i = 0; i < STATED_KIND_COUNT; i++)
        if (stated_kinds[i].kind != FACT_COMPLETION && stated_kinds[i].kind != FACT_COMPLETION_OF_LIST)
            append_stated_kind(given, &stated_kinds[i], out);
    append_notes(recall, out);
    buffer_append_byte(out, '}');
}

/* --- The recall ---------------------------------------------------------------------------- */

void export_json_recall(const struct recall *recall, struct buffer *out)
{
    buffer_append_byte(out, '{');
    append_string("id", recall->id, out);
    append_string("campaign", recall->campaign, out);
    append_string("authority", recall->authority, out);
    append_string("headline", recall->headline, out);
    append_key("text", out);
    export_json_string(recall->text, out);
    append_categories(recall, out);
    append_string("make", recall->make, out);
    append_list("models", &recall->models, out);
    append_list("markets", &recall->markets, out);
    append_list("markets_excluded", &recall->markets_excluded, out);
    append_range("years", recall->years, 0, out);
    append_string("date", recall->date, out);
    append_string("started", recall->started, out);
    append_string("ended", recall->ended, out);
    append_range("duration_min", recall->duration_minutes, -1, out);
    append_string("cost", cost_names[recall->cost].key, out);
    append_bits("hazards", recall->hazards, hazard_names, HAZARD_COUNT, out);
    append_bits("remedies", recall->remedies, remedy_names, REMEDY_COUNT, out);
    append_list("parts", &recall->parts, out);
    append_list("phones", &recall->phones, out);
    append_list("urls", &recall->urls, out);
    append_affected(recall->affected_world, recall->affected_germany, out);
    append_list("conditions", &recall->conditions, out);
    append_list("completion", &recall->completion, out);
    append_list("completion_of_list", &recall->completion_of_list, out);
    append_sources(recall, out);
    append_key("stated", out);
    export_json_stated(recall, out);
    buffer_append_string(out, "}\n");
}

/* --- The list ------------------------------------------------------------------------------ */

struct list_writing {
    export_write *write;
    void *context;
    struct error *error;
    bool failed;
};

static bool write_value(void *context, size_t position, struct text_view raw, bool is_rest)
{
    struct list_writing *list = context;
    bool is_first = position == 0 || is_rest;
    list->failed = (!is_first && !list->write(list->context, TEXT_VIEW(" ; "), list->error)) ||
                   !list->write(list->context, raw, list->error);
    return !list->failed;
}

static bool check_source(struct store *store, const char *source, struct error *error)
{
    struct arena *arena = arena_new();
    struct store_source *sources;
    size_t count;
    if (!arena)
        return error_set_memory(error, source);
    bool good = store_list_sources(store, arena, &sources, &count, error);
    const struct store_source *found = NULL;
    for (size_t i = 0; good && i < count; i++)
        if (strcmp(sources[i].name, source) == 0)
            found = &sources[i];
    if (good && !found)
        good = error_set(error, ERROR_NOT_FOUND, source, "the database has no source of this name");
    else if (good && strcmp(found->format, "adac") != 0) {
        good = error_set(error, ERROR_USAGE, source, "is of the format %s and can't be written as adac", found->format);
        error_set_way_out(error, "use --format jsonl");
    }
    arena_free(arena);
    return good;
}

bool export_adac(struct store *store, const char *source, export_write *write, void *context, struct error *error)
{
    struct list_writing list = {.write = write, .context = context, .error = error};
    return check_source(store, source, error) && store_visit_source(store, source, write_value, &list, error) &&
           !list.failed;
}
