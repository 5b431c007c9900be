#include "core/import_stage.h"

#include <stdlib.h>
#include <string.h>

#include "core/sorter.h"
#include "core/spool.h"

static const char what[] = "import";

enum { ITEMS_MOST_BYTES = 32 * 1024 * 1024 };

/* What is sorted of a value. */
struct item {
    unsigned char identity[STORE_IDENTITY_BYTES];
    int64_t source_id, position;
    struct spool_place place;
};

/* What of a value has always the same size; its strings and arrays stand behind it. */
struct fixed {
    bool is_note, keeps_bytes;
    unsigned advisories;
    struct range years;
    int64_t affected_world, affected_germany;
    uint32_t stated_count, vehicle_count;
};

struct import_stage {
    struct spool *values;
    struct sorter *items;
    const struct item *item; /* at hand */
    struct buffer scratch;
    struct buffer bytes; /* of the value at hand */
};

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = memcmp(a->identity, b->identity, sizeof a->identity);
    if (order == 0)
        order = (a->source_id > b->source_id) - (a->source_id < b->source_id);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

bool import_stage_open(const char *path, struct import_stage **result, struct error *error)
{
    struct import_stage *stage = *result = calloc(1, sizeof *stage);
    if (!stage)
        return error_set_memory(error, what);
    if (!spool_open(path, ".values", &stage->values, error))
        return false;
    spool_write_behind(stage->values);
    return sorter_new(path, ".order", sizeof(struct item), compare_items, ITEMS_MOST_BYTES, &stage->items, error);
}

void import_stage_close(struct import_stage *stage)
{
    if (!stage)
        return;
    spool_close(stage->values);
    sorter_free(stage->items);
    buffer_free(&stage->scratch);
    buffer_free(&stage->bytes);
    free(stage);
}

/* --- Putting down -------------------------------------------------------------------------- */

static void find_identity(struct import_stage *stage, const struct raw_record *record,
                          unsigned char identity[STORE_IDENTITY_BYTES])
{
    struct hash128 hash = record->campaign ? store_identity_of_campaign(record->authority, record->campaign)
                                           : store_identity_of_text(record->text, &stage->scratch);
    store_identity_bytes(hash, identity);
}

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

static void append_record(struct buffer *out, bool is_note, const struct raw_record *record)
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

bool import_stage_put(struct import_stage *stage, int64_t source_id, int64_t position, bool is_note,
                      const struct raw_record *record, struct error *error)
{
    struct item item = {.source_id = source_id, .position = position};
    find_identity(stage, record, item.identity);
    bool failed = stage->scratch.failed;
    buffer_clear(&stage->bytes);
    append_record(&stage->bytes, is_note, record);
    if (failed || stage->bytes.failed)
        return error_set_memory(error, what);
    const struct text_view bytes = buffer_view(&stage->bytes);
    return spool_put(stage->values, &bytes, 1, &item.place, error) && sorter_put(stage->items, &item, error);
}

/* --- Taking up ----------------------------------------------------------------------------- */

bool import_stage_sort(struct import_stage *stage, struct error *error)
{
    return sorter_sort(stage->items, error);
}

bool import_stage_step(struct import_stage *stage, unsigned char identity[STORE_IDENTITY_BYTES], bool *done,
                       struct error *error)
{
    const void *item;
    if (!sorter_next(stage->items, &item, error))
        return false;
    stage->item = item;
    *done = !item;
    if (item)
        memcpy(identity, stage->item->identity, STORE_IDENTITY_BYTES);
    return true;
}

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

static void take_vehicles(struct text_view *rest, size_t count, struct arena *arena, struct staged_record *record)
{
    struct vehicle *vehicles = arena_allocate_array(arena, count, sizeof *vehicles);
    for (size_t i = 0; vehicles && i < count; i++) {
        vehicles[i].make = take_string(rest);
        vehicles[i].model = take_string(rest);
        take(rest, &vehicles[i].years, sizeof vehicles[i].years);
    }
    record->vehicles = vehicles;
    record->vehicle_count = vehicles ? count : 0;
}

bool import_stage_take(struct import_stage *stage, struct arena *arena, struct staged_record *record,
                       struct error *error)
{
    struct fixed fixed;
    if (!spool_take(stage->values, stage->item->place, &stage->bytes, error))
        return false;
    struct text_view rest = buffer_view(&stage->bytes);
    take(&rest, &fixed, sizeof fixed);
    *record = (struct staged_record){
        .source_id = stage->item->source_id,
        .position = stage->item->position,
        .is_note = fixed.is_note,
        .keeps_bytes = fixed.keeps_bytes,
    };
    record->text = take_bytes(&rest);
    record->before = take_bytes(&rest);
    record->after = take_bytes(&rest);
    record->raw = take_bytes(&rest);
    record->authority = take_string(&rest);
    record->campaign = take_string(&rest);
    struct given *given = &record->given;
    given->title = take_string(&rest);
    given->date = take_string(&rest);
    given->make = take_string(&rest);
    given->component = take_string(&rest);
    given->years = fixed.years;
    given->affected_world = fixed.affected_world;
    given->affected_germany = fixed.affected_germany;
    given->advisories = fixed.advisories;
    take_stated(&rest, fixed.stated_count, arena, given);
    take_vehicles(&rest, fixed.vehicle_count, arena, record);
    return !arena_failed(arena) || error_set_memory(error, what);
}
