#include "core/reader_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "core/hash.h"
#include "core/text.h"

/* Keys of the contract, beside those of stated_kinds; then NHTSA's, in all spellings that its answers have had. */
static const struct {
    const char *name;
    enum reader_target target;
    bool of_nhtsa;
} keys[] = {
    {"campaign", TARGET_CAMPAIGN, false},
    {"authority", TARGET_AUTHORITY, false},
    {"headline", TARGET_HEADLINE, false},
    {"text", TARGET_TEXT, false},
    {"make", TARGET_MAKE, false},
    {"models", TARGET_MODEL, false},
    {"years", TARGET_YEARS, false},
    {"date", TARGET_DATE, false},
    {"affected", TARGET_AFFECTED_WORLD, false},
    {"vehicles", TARGET_VEHICLE, false},
    {"do_not_drive", TARGET_DO_NOT_DRIVE, false},
    {"park_outside", TARGET_PARK_OUTSIDE, false},
    {"stated", TARGET_STATED, false},
    {"NHTSACampaignNumber", TARGET_CAMPAIGN, true},
    {"ReportReceivedDate", TARGET_DATE, true},
    {"Component", TARGET_COMPONENT, true},
    {"Summary", TARGET_TEXT, true},
    {"Conequence", TARGET_CONSEQUENCE, true},
    {"Consequence", TARGET_CONSEQUENCE, true},
    {"Remedy", TARGET_REMEDY, true},
    {"Notes", TARGET_NOTES, true},
    {"ModelYear", TARGET_YEARS, true},
    {"Model", TARGET_MODEL, true},
    {"parkIt", TARGET_DO_NOT_DRIVE, true},
    {"parkOutSide", TARGET_PARK_OUTSIDE, true},
    /* Of no use: what is made of the others again, and where they came from. */
    {"id", TARGET_NONE, false},
    {"sources", TARGET_NONE, false},
    {"Manufacturer", TARGET_NONE, true},
    {"NHTSAActionNumber", TARGET_NONE, true},
    {"overTheAirUpdate", TARGET_NONE, true},
};

/* --- Opening ------------------------------------------------------------------------------- */

static bool prepare(struct reader_json *json)
{
    static const char check[] =
        "SELECT CASE WHEN NOT json_valid(?1) THEN 0 WHEN json_type(?1) = 'array' "
        "OR json_type(?1, '$.results') = 'array' OR json_type(?1, '$.Results') = 'array' THEN 2 "
        "ELSE json_type(?1) = 'object' END";
    static const char members[] = "SELECT key, type, value FROM json_each(?1)";
    static const char vehicles[] = "SELECT json_extract(value, '$.make'), json_extract(value, '$.model'), "
                                   "json_extract(value, '$.years[0]'), json_extract(value, '$.years[1]'), other, "
                                   "CASE json_type(value, '$.years') WHEN 'array' THEN NULL "
                                   "ELSE json_extract(value, '$.years') END FROM ("
                                   "SELECT CASE type WHEN 'object' THEN value ELSE '{}' END AS value, "
                                   "CASE type WHEN 'object' THEN NULL ELSE value END AS other FROM json_each(?1))";
    static const char elements[] = "SELECT value FROM json_each(?1, CASE WHEN json_type(?1) = 'array' THEN '$' "
                                   "WHEN json_type(?1, '$.results') = 'array' THEN '$.results' ELSE '$.Results' END)";
    return sqlite3_open_v2(":memory:", &json->database,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, check, -1, &json->check, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, members, -1, &json->members, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, members, -1, &json->nested, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, vehicles, -1, &json->vehicles, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, elements, -1, &json->elements, NULL) == SQLITE_OK;
}

bool reader_json_new(struct reader *reader)
{
    if (reader->json)
        return true;
    reader->json = calloc(1, sizeof *reader->json);
    return reader->json && prepare(reader->json);
}

void reader_json_free(struct reader_json *json)
{
    if (!json)
        return;
    sqlite3_finalize(json->check);
    sqlite3_finalize(json->members);
    sqlite3_finalize(json->nested);
    sqlite3_finalize(json->vehicles);
    sqlite3_finalize(json->elements);
    sqlite3_close(json->database);
    hash_set_free(&json->unread);
    free(json);
}

void reader_json_bind(sqlite3_stmt *statement, struct text_view text)
{
    sqlite3_reset(statement);
    sqlite3_bind_text64(statement, 1, text.bytes, text.length, SQLITE_STATIC, SQLITE_UTF8);
}

struct text_view reader_json_column(sqlite3_stmt *row, int index)
{
    const char *bytes = (const char *)sqlite3_column_text(row, index);
    return (struct text_view){bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, index)};
}

enum json_shape reader_json_shape(struct reader_json *json, struct text_view text)
{
    reader_json_bind(json->check, text);
    enum json_shape shape = JSON_NONE;
    if (sqlite3_step(json->check) == SQLITE_ROW)
        shape = (enum json_shape)sqlite3_column_int(json->check, 0);
    sqlite3_reset(json->check);
    return shape;
}

/* --- Members ------------------------------------------------------------------------------- */

static bool is_type(sqlite3_stmt *row, const char *type)
{
    return strcmp(reader_json_column(row, 1).bytes, type) == 0;
}

/* Escapes of half a surrogate pair are valid JSON, but no valid text. */
static size_t put_text(struct reader_draft *draft, enum reader_target target, struct text_view value, bool is_item)
{
    struct buffer repaired = {0};
    size_t count = 0;
    if (!text_is_utf8(value)) {
        count = text_repair(value, &repaired);
        value = buffer_view(&repaired);
    }
    if (is_item)
        reader_draft_put_item(draft, target, value);
    else
        reader_draft_put(draft, target, value);
    if (repaired.failed)
        draft->reader->text.failed = true;
    buffer_free(&repaired);
    return count;
}

/* What could not be read, as stored text. */
static size_t put_unreadable(struct reader_draft *draft, const char *column, struct text_view value)
{
    struct buffer repaired = {0};
    size_t count = text_repair(value, &repaired);
    reader_draft_put_unreadable(draft, column, buffer_view(&repaired));
    if (repaired.failed)
        draft->reader->text.failed = true;
    buffer_free(&repaired);
    return count;
}

/* [from, to] in minutes, either of them null. */
static size_t put_minutes(struct reader_draft *draft, struct text_view value)
{
    char minutes[48];
    struct text_view ends[2] = {{"", 0}, {"", 0}};
    sqlite3_stmt *row = draft->reader->json->nested;
    size_t repaired = 0;
    reader_json_bind(row, value);
    for (size_t i = 0; sqlite3_step(row) == SQLITE_ROW; i++) {
        if (is_type(row, "integer") && i < 2)
            ends[i] = (struct text_view){arena_copy(draft->reader->arena, reader_json_column(row, 2)),
                                         reader_json_column(row, 2).length};
        else if (!is_type(row, "null"))
            repaired += put_unreadable(draft, "duration_min", reader_json_column(row, 2));
    }
    sqlite3_reset(row);
    int length = snprintf(minutes, sizeof minutes, "%.*s-%.*s", (int)ends[0].length, ends[0].bytes, (int)ends[1].length,
                          ends[1].bytes);
    if (length > 1)
        reader_draft_put_item(draft, TARGET_FACT(FACT_DURATION), text_view_of(minutes));
    return repaired;
}

/* A year of a vehicle; 0: unknown. */
static int take_year(struct reader_draft *draft, sqlite3_stmt *row, int column, size_t *repaired)
{
    int year;
    struct text_view value = reader_json_column(row, column);
    if (!reader_year(value, &year) && !reader_is_missing(value) && !reader_is_unknown(value))
        *repaired += put_unreadable(draft, "years", value);
    return year;
}

/* [from, to], or one year, or words for several. */
static struct range take_years(struct reader_draft *draft, sqlite3_stmt *row, size_t *repaired)
{
    struct range years;
    struct text_view value = reader_json_column(row, 5);
    if (value.length == 0)
        return (struct range){take_year(draft, row, 2, repaired), take_year(draft, row, 3, repaired)};
    if (!reader_years(value, &years) && !reader_is_missing(value) && !reader_is_unknown(value))
        *repaired += put_unreadable(draft, "years", value);
    return years;
}

static size_t put_vehicles(struct reader_draft *draft, struct text_view value)
{
    sqlite3_stmt *row = draft->reader->json->vehicles;
    struct buffer make = {0}, model = {0};
    size_t repaired = 0;
    reader_json_bind(row, value);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const struct range years = take_years(draft, row, &repaired);
        buffer_clear(&make);
        buffer_clear(&model);
        repaired += text_repair(reader_json_column(row, 0), &make) + text_repair(reader_json_column(row, 1), &model);
        reader_draft_put_vehicle(draft, buffer_view(&make), buffer_view(&model), years);
        if (reader_json_column(row, 4).length > 0)
            repaired += put_unreadable(draft, "vehicles", reader_json_column(row, 4));
    }
    sqlite3_reset(row);
    if (make.failed || model.failed)
        draft->reader->text.failed = true;
    buffer_free(&make);
    buffer_free(&model);
    return repaired;
}

/* What an element of an array, or a member of an object, is. */
static enum reader_target nested_target(enum reader_target target, sqlite3_stmt *row, size_t index)
{
    const char *key = reader_json_column(row, 0).bytes;
    if (target == TARGET_YEARS)
        return index == 0 ? TARGET_YEAR_FROM : index == 1 ? TARGET_YEAR_TO : TARGET_NONE;
    if (target != TARGET_AFFECTED_WORLD || strcmp(key, "world") == 0)
        return target;
    return strcmp(key, "germany") == 0 ? TARGET_AFFECTED_GERMANY : TARGET_NONE;
}

/* "affected": {"world": …, "germany": …}; "years": [from, to]; other arrays: their elements. */
static size_t put_nested(struct reader_draft *draft, enum reader_target target, const char *name,
                         struct text_view value)
{
    sqlite3_stmt *row = draft->reader->json->nested;
    size_t repaired = 0;
    reader_json_bind(row, value);
    for (size_t i = 0; sqlite3_step(row) == SQLITE_ROW; i++) {
        enum reader_target part = nested_target(target, row, i);
        if (is_type(row, "null"))
            continue;
        if (part == TARGET_NONE || is_type(row, "array") || is_type(row, "object"))
            repaired += put_unreadable(draft, name, reader_json_column(row, 2));
        else
            repaired += put_text(draft, part, reader_json_column(row, 2), true);
    }
    sqlite3_reset(row);
    return repaired;
}

/* Each name once, however many objects have it. */
static void note_unread(struct reader *reader, const char *name)
{
    enum { MOST = 64 }; /* more are not told */
    struct hash_set *unread = &reader->json->unread;
    struct buffer stored = {0};
    if (unread->count < MOST && hash_set_add(unread, hash64(name, strlen(name)))) {
        text_repair(text_view_of(name), &stored);
        reader_note_unread(reader, buffer_view(&stored));
    }
    buffer_free(&stored);
}

static enum reader_target find_target(struct reader *reader, const char *name, bool *of_nhtsa)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcasecmp(keys[i].name, name) == 0) {
            *of_nhtsa |= keys[i].target == TARGET_CAMPAIGN && keys[i].of_nhtsa;
            return keys[i].target;
        }
    for (size_t i = 0; i < STATED_KIND_COUNT; i++)
        if (strcasecmp(stated_kinds[i].key, name) == 0)
            return TARGET_FACT(stated_kinds[i].kind);
    note_unread(reader, name);
    return TARGET_NONE;
}

static size_t put_member(struct reader_draft *draft, sqlite3_stmt *row, bool *of_nhtsa)
{
    const char *name = reader_json_column(row, 0).bytes;
    enum reader_target target = find_target(draft->reader, name, of_nhtsa);
    struct text_view value = reader_json_column(row, 2);
    if (target == TARGET_NONE || is_type(row, "null"))
        return 0;
    if (target == TARGET_STATED)
        return is_type(row, "object") ? put_text(draft, target, value, false) : put_unreadable(draft, name, value);
    if (!is_type(row, "array") && !is_type(row, "object"))
        return put_text(draft, target, value, false);
    if (target == TARGET_VEHICLE)
        return put_vehicles(draft, value);
    return target == TARGET_FACT(FACT_DURATION) ? put_minutes(draft, value) : put_nested(draft, target, name, value);
}

static bool put_members(struct reader_draft *draft, struct text_view object, size_t *repaired, bool *of_nhtsa)
{
    sqlite3_stmt *row = draft->reader->json->members;
    reader_json_bind(row, object);
    /* Only an object's members have names: an array's have numbers, a single value has none. */
    bool is_object = true;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW && is_object) {
        is_object = sqlite3_column_type(row, 0) == SQLITE_TEXT;
        if (is_object)
            *repaired += put_member(draft, row, of_nhtsa);
    }
    sqlite3_reset(row);
    if (result == SQLITE_NOMEM)
        draft->reader->text.failed = true;
    return is_object && (result == SQLITE_DONE || result == SQLITE_NOMEM);
}

void reader_json_put_stated(struct reader_draft *draft, size_t *repaired)
{
    struct text_view stated = draft->values[TARGET_STATED];
    bool of_nhtsa = false;
    if (stated.length == 0)
        return;
    if (!reader_json_new(draft->reader)) {
        draft->reader->text.failed = true;
    } else if (reader_json_shape(draft->reader->json, stated) == JSON_OBJECT) {
        reader_draft_forget_facts(draft);
        put_members(draft, stated, repaired, &of_nhtsa);
    } else {
        reader_draft_put_unreadable(draft, "stated", stated);
    }
}

bool reader_json_put(struct reader_draft *draft, struct text_view object, size_t *repaired, bool *of_nhtsa)
{
    if (!put_members(draft, object, repaired, of_nhtsa))
        return false;
    reader_json_put_stated(draft, repaired);
    return true;
}
