#include "core/import_stage.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

static const char what[] = "import";

struct import_stage {
    struct sqlite3 *database;
    struct sqlite3_stmt *insert;
    struct sqlite3_stmt *select;
    struct buffer scratch;
    struct buffer vehicles;
    struct buffer stated;
};

bool import_stage_open(struct sqlite3 *database, struct import_stage **result, struct error *error)
{
    *result = NULL;
    struct import_stage *stage = calloc(1, sizeof *stage);
    if (!stage)
        return error_set_memory(error, what);
    stage->database = database;
    if (!sql_run(database, what,
                 "CREATE TABLE stage.record(identity BLOB, source_id INTEGER, position INTEGER, is_note INTEGER, "
                 "text, before, after, raw, keeps_bytes, authority, campaign, title, date, years_from, years_to, "
                 "affected_world, affected_germany, make, component, advisories, stated, vehicles)",
                 error) ||
        !sql_prepare(database, what,
                     "INSERT INTO stage.record VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                     "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
                     &stage->insert, error)) {
        import_stage_close(stage);
        return false;
    }
    *result = stage;
    return true;
}

void import_stage_close(struct import_stage *stage)
{
    if (!stage)
        return;
    sqlite3_finalize(stage->insert);
    sqlite3_finalize(stage->select);
    buffer_free(&stage->scratch);
    buffer_free(&stage->vehicles);
    buffer_free(&stage->stated);
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

/* Fields end with a zero byte, which no value has in it. */
enum { FIELD_END = '\0', VEHICLE_FIELDS = 4 };

static void append_field(struct buffer *out, const char *field)
{
    buffer_append_string(out, field ? field : "");
    buffer_append_byte(out, FIELD_END);
}

static void append_vehicles(struct buffer *out, const struct raw_record *record)
{
    buffer_clear(out);
    for (size_t i = 0; i < record->vehicle_count; i++) {
        const struct vehicle *vehicle = &record->vehicles[i];
        append_field(out, vehicle->make);
        append_field(out, vehicle->model);
        buffer_append_format(out, "%d%c%d%c", vehicle->years.from, FIELD_END, vehicle->years.to, FIELD_END);
    }
}

/* A letter for the kind, and the value. */
static void append_stated(struct buffer *out, const struct raw_record *record)
{
    buffer_clear(out);
    for (size_t i = 0; i < record->stated_count; i++) {
        buffer_append_byte(out, (char)('A' + record->stated[i].kind));
        append_field(out, record->stated[i].value);
    }
}

bool import_stage_put(struct import_stage *stage, int64_t source_id, int64_t position, bool is_note,
                      const struct raw_record *record, struct error *error)
{
    unsigned char identity[STORE_IDENTITY_BYTES];
    find_identity(stage, record, identity);
    append_vehicles(&stage->vehicles, record);
    append_stated(&stage->stated, record);
    if (stage->scratch.failed || stage->vehicles.failed || stage->stated.failed)
        return error_set_memory(error, what);
    struct text_view none = {"", 0}, before = none, after = none;
    bool keeps_bytes = record->may_be_note;
    bool split = keeps_bytes && split_raw(record, &before, &after);
    struct sqlite3_stmt *row = stage->insert;
    sqlite3_bind_blob(row, 1, identity, sizeof identity, SQLITE_STATIC);
    sqlite3_bind_int64(row, 2, source_id);
    sqlite3_bind_int64(row, 3, position);
    sqlite3_bind_int(row, 4, is_note);
    sql_bind_view(row, 5, record->text);
    sql_bind_bytes(row, 6, before);
    sql_bind_bytes(row, 7, after);
    sql_bind_bytes(row, 8, keeps_bytes && !split ? record->raw : none);
    sqlite3_bind_int(row, 9, keeps_bytes);
    sql_bind_string(row, 10, record->authority);
    sql_bind_string(row, 11, record->campaign);
    sql_bind_bytes(row, 12, record->title);
    sql_bind_string(row, 13, record->date);
    sql_bind_known(row, 14, record->years.from, 0);
    sql_bind_known(row, 15, record->years.to, 0);
    sql_bind_known(row, 16, record->affected_world, -1);
    sql_bind_known(row, 17, record->affected_germany, -1);
    sql_bind_string(row, 18, record->make);
    sql_bind_string(row, 19, record->component);
    sqlite3_bind_int64(row, 20, record->advisories);
    sql_bind_bytes(row, 21, buffer_view(&stage->stated));
    sql_bind_bytes(row, 22, buffer_view(&stage->vehicles));
    return sql_execute(row, what, error);
}

/* --- Taking up ----------------------------------------------------------------------------- */

bool import_stage_sort(struct import_stage *stage, struct error *error)
{
    return sql_prepare(stage->database, what, "SELECT * FROM stage.record ORDER BY identity, source_id, position",
                       &stage->select, error);
}

static size_t count_fields(struct text_view text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.bytes[i] == FIELD_END;
    return count;
}

/* Cuts the next field out of text. */
static struct text_view take_field(struct text_view *text)
{
    const char *stop = memchr(text->bytes, FIELD_END, text->length);
    size_t length = stop ? (size_t)(stop - text->bytes) : text->length;
    struct text_view field = {text->bytes, length};
    size_t skip = stop ? length + 1 : length;
    text->bytes += skip;
    text->length -= skip;
    return field;
}

static const char *copy_field(struct text_view field, struct arena *arena)
{
    return field.length > 0 ? arena_copy(arena, field) : NULL;
}

static int number_field(struct text_view field)
{
    char digits[16] = "";
    if (field.length < sizeof digits)
        memcpy(digits, field.bytes, field.length);
    return atoi(digits);
}

static void take_vehicles(struct text_view text, struct arena *arena, struct staged_record *record)
{
    size_t count = count_fields(text) / VEHICLE_FIELDS;
    struct vehicle *vehicles = arena_allocate_array(arena, count, sizeof *vehicles);
    if (!vehicles)
        return;
    for (size_t i = 0; i < count; i++) {
        vehicles[i].make = copy_field(take_field(&text), arena);
        vehicles[i].model = copy_field(take_field(&text), arena);
        vehicles[i].years.from = number_field(take_field(&text));
        vehicles[i].years.to = number_field(take_field(&text));
    }
    record->vehicles = vehicles;
    record->vehicle_count = count;
}

static void take_stated(struct text_view text, struct arena *arena, struct given *given)
{
    size_t count = count_fields(text);
    struct stated *stated = arena_allocate_array(arena, count, sizeof *stated);
    if (!stated)
        return;
    for (size_t i = 0; i < count; i++) {
        struct text_view field = take_field(&text);
        stated[i].kind = (enum fact_kind)(field.bytes[0] - 'A');
        stated[i].value = arena_copy(arena, (struct text_view){field.bytes + 1, field.length - 1});
    }
    given->stated = stated;
    given->stated_count = count;
}

static struct text_view copy_view(struct sqlite3_stmt *row, int column, struct arena *arena)
{
    struct text_view view = sql_column_view(row, column);
    return (struct text_view){arena_copy(arena, view), view.length};
}

bool import_stage_step(struct import_stage *stage, unsigned char identity[STORE_IDENTITY_BYTES], bool *done,
                       struct error *error)
{
    int result = sqlite3_step(stage->select);
    *done = result == SQLITE_DONE;
    if (*done)
        return true;
    if (result != SQLITE_ROW)
        return sql_error(stage->database, what, error);
    struct text_view bytes = sql_column_view(stage->select, 0);
    if (bytes.length == STORE_IDENTITY_BYTES)
        memcpy(identity, bytes.bytes, STORE_IDENTITY_BYTES);
    return true;
}

bool import_stage_take(struct import_stage *stage, struct arena *arena, struct staged_record *record,
                       struct error *error)
{
    struct sqlite3_stmt *row = stage->select;
    *record = (struct staged_record){
        .source_id = sqlite3_column_int64(row, 1),
        .position = sqlite3_column_int64(row, 2),
        .is_note = sqlite3_column_int(row, 3) != 0,
        .text = copy_view(row, 4, arena),
        .before = copy_view(row, 5, arena),
        .after = copy_view(row, 6, arena),
        .raw = copy_view(row, 7, arena),
        .keeps_bytes = sqlite3_column_int(row, 8) != 0,
        .authority = sql_column_copy(row, 9, arena),
        .campaign = sql_column_copy(row, 10, arena),
        .given =
            {
                .title = sql_column_copy(row, 11, arena),
                .date = sql_column_copy(row, 12, arena),
                .years = {(int)sql_column_known(row, 13, 0), (int)sql_column_known(row, 14, 0)},
                .affected_world = sql_column_known(row, 15, -1),
                .affected_germany = sql_column_known(row, 16, -1),
                .make = sql_column_copy(row, 17, arena),
                .component = sql_column_copy(row, 18, arena),
                .advisories = (unsigned)sqlite3_column_int64(row, 19),
            },
    };
    take_stated(sql_column_view(row, 20), arena, &record->given);
    take_vehicles(sql_column_view(row, 21), arena, record);
    return !arena_failed(arena) || error_set_memory(error, what);
}
