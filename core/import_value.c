#include "core/import_value.h"

#include <string.h>

/* What of a value has always the same size; its strings and arrays stand behind it. */
struct fixed {
    bool is_note, keeps_bytes;
    unsigned advisories;
    struct range years;
    int64_t affected_world, affected_germany;
    uint32_t stated_count, vehicle_count;
};

void import_value_identify(const struct raw_record *record, struct buffer *scratch,
                           unsigned char identity[STORE_IDENTITY_BYTES])
{
    struct hash128 hash = record->campaign ? store_identity_of_campaign(record->authority, record->campaign)
                                           : store_identity_of_text(record->text, scratch);
    store_identity_bytes(hash, identity);
}

/* --- Packing ------------------------------------------------------------------------------- */

/* Where the text lies in the raw bytes: what stands around it is kept apart. */
static bool split_raw(const struct raw_record *record, struct text_view *before, struct text_view *after)
{
    if (record->raw.length < record->text.length)
        return false;
    if (record->text.length == 0) {
        *before = record->raw;
        *after = (struct text_view){"", 0};
        return true;
    }
    const char *found = memmem(record->raw.bytes, record->raw.length, record->text.bytes, record->text.length);
    if (!found)
        return false;
    size_t at = (size_t)(found - record->raw.bytes);
    *before = (struct text_view){record->raw.bytes, at};
    *after = (struct text_view){found + record->text.length, record->raw.length - at - record->text.length};
    return true;
}

/* A string is its length and one, its bytes and a zero; 0 for NULL. */
static void append_bytes(struct buffer *out, struct text_view bytes)
{
    uint32_t size = bytes.bytes ? (uint32_t)bytes.length + 1 : 0;
    buffer_append(out, &size, sizeof size);
    buffer_append_view(out, bytes);
    if (size > 0)
        buffer_append_byte(out, '\0');
}

static void append_string(struct buffer *out, const char *string)
{
    append_bytes(out, text_view_of(string));
}

/* What a value has nothing of is NULL, be it empty or not there. */
static struct text_view known(struct text_view bytes)
{
    return bytes.length > 0 ? bytes : (struct text_view){NULL, 0};
}

void import_value_pack(const struct raw_record *record, bool is_note, struct buffer *out)
{
    struct text_view before = {NULL, 0}, after = before;
    const struct fixed fixed = {
        .is_note = is_note,
        .keeps_bytes = record->may_be_note,
        .advisories = record->advisories,
        .years = record->years,
        .affected_world = record->affected_world,
        .affected_germany = record->affected_germany,
        .stated_count = (uint32_t)record->stated_count,
        .vehicle_count = (uint32_t)record->vehicle_count,
    };
    bool is_split = fixed.keeps_bytes && split_raw(record, &before, &after);
    buffer_append(out, &fixed, sizeof fixed);
    append_bytes(out, record->text.bytes ? record->text : TEXT_VIEW(""));
    append_bytes(out, known(before));
    append_bytes(out, known(after));
    append_bytes(out, fixed.keeps_bytes && !is_split ? known(record->raw) : (struct text_view){NULL, 0});
    append_string(out, record->authority);
    append_string(out, record->campaign);
    append_bytes(out, known(record->title));
    append_string(out, record->date);
    append_string(out, record->make);
    append_string(out, record->component);
    for (size_t i = 0; i < record->stated_count; i++) {
        buffer_append_byte(out, (char)record->stated[i].kind);
        append_string(out, record->stated[i].value);
    }
    for (size_t i = 0; i < record->vehicle_count; i++) {
        append_bytes(out, known(text_view_of(record->vehicles[i].make)));
        append_bytes(out, known(text_view_of(record->vehicles[i].model)));
        buffer_append(out, &record->vehicles[i].years, sizeof record->vehicles[i].years);
    }
}

/* --- Unpacking ----------------------------------------------------------------------------- */

/* What is left of a value while it is read; the spool has seen to it that nothing is missing. */
static void take(struct text_view *rest, void *bytes, size_t length)
{
    memcpy(bytes, rest->bytes, length);
    rest->bytes += length;
    rest->length -= length;
}

static struct text_view take_bytes(struct text_view *rest)
{
    uint32_t size;
    take(rest, &size, sizeof size);
    struct text_view bytes = {size > 0 ? rest->bytes : NULL, size > 0 ? size - 1 : 0};
    rest->bytes += size;
    rest->length -= size;
    return bytes;
}

static const char *take_string(struct text_view *rest)
{
    return take_bytes(rest).bytes;
}

static void take_stated(struct text_view *rest, size_t count, struct arena *arena, struct given *given)
{
    struct stated *stated = arena_allocate_array(arena, count, sizeof *stated);
    for (size_t i = 0; stated && i < count; i++) {
        unsigned char kind;
        take(rest, &kind, sizeof kind);
        stated[i] = (struct stated){(enum fact_kind)kind, take_string(rest)};
    }
    given->stated = stated;
    given->stated_count = stated ? count : 0;
}

static void take_vehicles(struct text_view *rest, size_t count, struct arena *arena, struct import_value *value)
{
    struct vehicle *vehicles = arena_allocate_array(arena, count, sizeof *vehicles);
    for (size_t i = 0; vehicles && i < count; i++) {
        vehicles[i].make = take_string(rest);
        vehicles[i].model = take_string(rest);
        take(rest, &vehicles[i].years, sizeof vehicles[i].years);
    }
    value->vehicles = vehicles;
    value->vehicle_count = vehicles ? count : 0;
}

bool import_value_unpack(struct text_view bytes, struct arena *arena, struct import_value *value)
{
    struct fixed fixed;
    struct text_view rest = bytes;
    take(&rest, &fixed, sizeof fixed);
    *value = (struct import_value){.is_note = fixed.is_note, .keeps_bytes = fixed.keeps_bytes};
    value->text = take_bytes(&rest);
    value->before = take_bytes(&rest);
    value->after = take_bytes(&rest);
    value->raw = take_bytes(&rest);
    value->authority = take_string(&rest);
    value->campaign = take_string(&rest);
    struct given *given = &value->given;
    given->title = take_string(&rest);
    given->date = take_string(&rest);
    given->make = take_string(&rest);
    given->component = take_string(&rest);
    given->years = fixed.years;
    given->affected_world = fixed.affected_world;
    given->affected_germany = fixed.affected_germany;
    given->advisories = fixed.advisories;
    take_stated(&rest, fixed.stated_count, arena, given);
    take_vehicles(&rest, fixed.vehicle_count, arena, value);
    return !arena_failed(arena);
}
