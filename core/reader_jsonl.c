/*
 * Recalls as JSON: one object a line, as "export --json" writes them, or the one answer of NHTSA's
 * programming interface, whose objects stand in an array. SQLite's own functions read the JSON, in
 * a database that is never written to.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "core/reader_draft.h"
#include "core/text.h"

/* The keys of the contract, then the authority's, in all spellings that its answers have had. */
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
    {"started", TARGET_DATE, false},
    {"phones", TARGET_PHONE, false},
    {"urls", TARGET_URL, false},
    {"affected", TARGET_AFFECTED_WORLD, false},
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
};

enum shape { SHAPE_NONE, SHAPE_OBJECT, SHAPE_DOCUMENT };

struct json {
    sqlite3 *database;
    sqlite3_stmt *check;    /* what ?1 is: enum shape */
    sqlite3_stmt *members;  /* of the object ?1 */
    sqlite3_stmt *nested;   /* likewise, of an array or object in it */
    sqlite3_stmt *elements; /* of the array in the document ?1; being stepped through when is_document */
    struct buffer line;     /* as UTF-8 */
    bool is_document;
};

/* --- Recognising --------------------------------------------------------------------------- */

static size_t skip_blanks(struct text_view text, size_t at)
{
    while (at < text.length && strchr(" \t\r\n", text.bytes[at]) && text.bytes[at])
        at++;
    return at;
}

/* An object, or an array of objects, whose first key can be seen. */
static bool recognise(struct text_view sample)
{
    size_t at = skip_blanks(sample, 0);
    if (at < sample.length && sample.bytes[at] == '[')
        at = skip_blanks(sample, at + 1);
    if (at >= sample.length || sample.bytes[at] != '{')
        return false;
    at = skip_blanks(sample, at + 1);
    return at < sample.length && sample.bytes[at] == '"';
}

/* --- Opening ------------------------------------------------------------------------------- */

static void bind_text(sqlite3_stmt *statement, struct text_view text)
{
    sqlite3_reset(statement);
    sqlite3_bind_text64(statement, 1, text.bytes, text.length, SQLITE_STATIC, SQLITE_UTF8);
}

/* An object, or a document: an array, or an object with an array of results in it. */
static enum shape find_shape(struct json *json, struct text_view text)
{
    bind_text(json->check, text);
    enum shape shape = SHAPE_NONE;
    if (sqlite3_step(json->check) == SQLITE_ROW)
        shape = (enum shape)sqlite3_column_int(json->check, 0);
    sqlite3_reset(json->check);
    return shape;
}

static bool prepare(struct json *json)
{
    static const char check[] =
        "SELECT CASE WHEN NOT json_valid(?1) THEN 0 WHEN json_type(?1) = 'array' "
        "OR json_type(?1, '$.results') = 'array' OR json_type(?1, '$.Results') = 'array' THEN 2 "
        "ELSE json_type(?1) = 'object' END";
    static const char members[] = "SELECT key, type, value FROM json_each(?1)";
    static const char elements[] = "SELECT value FROM json_each(?1, CASE WHEN json_type(?1) = 'array' THEN '$' "
                                   "WHEN json_type(?1, '$.results') = 'array' THEN '$.results' ELSE '$.Results' END)";
    return sqlite3_open_v2(":memory:", &json->database,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, check, -1, &json->check, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, members, -1, &json->members, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, members, -1, &json->nested, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(json->database, elements, -1, &json->elements, NULL) == SQLITE_OK;
}

/*
 * Whether all there is is one document with an array of objects; then it is in json->line. It is
 * when the first line is no object of its own, or one with the array in it.
 */
static bool find_document(struct reader *reader, bool *found, struct error *error)
{
    struct json *json = reader->state;
    struct text_view line;
    size_t length;
    bool whole;
    *found = false;
    if (!reader_input_find_line(&reader->input, &line, &length, &whole, error))
        return false;
    if (whole && find_shape(json, line) == SHAPE_OBJECT)
        return true;
    if (!reader_input_fill(&reader->input, READER_VALUE_BYTES + 1, error))
        return false;
    struct text_view all = reader_input_view(&reader->input);
    if (!reader->input.at_end || all.length > READER_VALUE_BYTES)
        return true;
    reader_input_decode(&reader->input, all, &json->line);
    *found = find_shape(json, buffer_view(&json->line)) == SHAPE_DOCUMENT;
    return !json->line.failed || error_set_memory(error, reader->input.path);
}

static bool open_json(struct reader *reader, struct error *error)
{
    struct json *json = calloc(1, sizeof *json);
    reader->state = json;
    if (!json || !prepare(json))
        return error_set_memory(error, reader->input.path);
    if (!find_document(reader, &json->is_document, error))
        return false;
    /* A line longer than a value may be has begun to be found; it is still whole to the one that
     * comes next. */
    reader->input.in_long_line = false;
    return true;
}

static void close_json(struct reader *reader)
{
    struct json *json = reader->state;
    if (!json)
        return;
    sqlite3_finalize(json->check);
    sqlite3_finalize(json->members);
    sqlite3_finalize(json->nested);
    sqlite3_finalize(json->elements);
    sqlite3_close(json->database);
    buffer_free(&json->line);
    free(json);
    reader->state = NULL;
}

/* --- Objects ------------------------------------------------------------------------------- */

static struct text_view column(sqlite3_stmt *row, int index)
{
    const char *bytes = (const char *)sqlite3_column_text(row, index);
    return (struct text_view){bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, index)};
}

static bool is_type(sqlite3_stmt *row, const char *type)
{
    return strcmp(column(row, 1).bytes, type) == 0;
}

/* Escapes of half a surrogate pair are valid JSON, but no valid text. */
static size_t put_text(struct reader_draft *draft, enum reader_target target, struct text_view value)
{
    if (text_is_utf8(value)) {
        reader_draft_put(draft, target, value);
        return 0;
    }
    struct buffer repaired = {0};
    size_t count = text_repair(value, &repaired);
    reader_draft_put(draft, target, buffer_view(&repaired));
    if (repaired.failed)
        draft->reader->text.failed = true;
    buffer_free(&repaired);
    return count;
}

/* "affected": {"world": …, "germany": …}; "years": [from, to]; other arrays: their elements. */
static size_t put_nested(struct reader_draft *draft, enum reader_target target, struct text_view value)
{
    const struct json *json = draft->reader->state;
    sqlite3_stmt *row = json->nested;
    size_t repaired = 0;
    bind_text(row, value);
    for (size_t i = 0; sqlite3_step(row) == SQLITE_ROW; i++) {
        enum reader_target part = target;
        if (target == TARGET_YEARS)
            part = i == 0 ? TARGET_YEAR_FROM : TARGET_YEAR_TO;
        else if (target == TARGET_AFFECTED_WORLD && strcmp(column(row, 0).bytes, "germany") == 0)
            part = TARGET_AFFECTED_GERMANY;
        if (!is_type(row, "null") && !is_type(row, "array") && !is_type(row, "object"))
            repaired += put_text(draft, part, column(row, 2));
    }
    sqlite3_reset(row);
    return repaired;
}

static size_t put_member(struct reader_draft *draft, sqlite3_stmt *row, bool *of_nhtsa)
{
    const char *name = column(row, 0).bytes;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcasecmp(keys[i].name, name) != 0)
            continue;
        *of_nhtsa |= keys[i].target == TARGET_CAMPAIGN && keys[i].of_nhtsa;
        if (is_type(row, "null"))
            return 0;
        if (is_type(row, "array") || is_type(row, "object"))
            return put_nested(draft, keys[i].target, column(row, 2));
        return put_text(draft, keys[i].target, column(row, 2));
    }
    return 0;
}

/* SQLite ends a string at an escaped NUL; a text must not be cut without a word. */
static bool has_escaped_nul(struct text_view object)
{
    static const char escape[] = "\\u0000";
    const char *at = object.bytes, *end = object.bytes + object.length;
    while ((at = memmem(at, (size_t)(end - at), escape, sizeof escape - 1)) != NULL) {
        size_t backslashes = 0;
        while (at - backslashes > object.bytes && at[-1 - (ptrdiff_t)backslashes] == '\\')
            backslashes++;
        if (backslashes % 2 == 0)
            return true;
        at++;
    }
    return false;
}

static const char *read_object(struct reader *reader, struct text_view object, struct raw_record *record)
{
    struct json *json = reader->state;
    struct reader_draft draft;
    bool of_nhtsa = false;
    if (memchr(object.bytes, '\0', object.length) || has_escaped_nul(object))
        return N_("it has NUL bytes in it");
    reader_draft_begin(&draft, reader);
    bind_text(json->members, object);
    /* Only an object's members have names: an array's have numbers, a single value has none. */
    bool is_object = true;
    int result;
    while ((result = sqlite3_step(json->members)) == SQLITE_ROW && is_object) {
        is_object = sqlite3_column_type(json->members, 0) == SQLITE_TEXT;
        if (is_object)
            record->repaired += put_member(&draft, json->members, &of_nhtsa);
    }
    sqlite3_reset(json->members);
    if (result == SQLITE_NOMEM) {
        reader->text.failed = true;
        return NULL;
    }
    if (result != SQLITE_DONE || !is_object)
        return N_("it is no valid JSON object");
    const char *reason = reader_draft_finish(&draft, record);
    if (of_nhtsa && !reader_draft_has(&draft, TARGET_AUTHORITY))
        record->authority = "nhtsa";
    return reason;
}

static enum reader_result next_element(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                                       struct error *error)
{
    struct json *json = reader->state;
    if (reader->position == 0)
        bind_text(json->elements, buffer_view(&json->line));
    int result = sqlite3_step(json->elements);
    if (result != SQLITE_ROW) {
        reader_input_skip(&reader->input, reader_input_view(&reader->input).length);
        if (result == SQLITE_DONE)
            return READER_END;
        error_set(error, ERROR_INPUT, reader->input.path, "is no valid JSON");
        error_add_detail(error, "%s", sqlite3_errmsg(json->database));
        return READER_ERROR;
    }
    struct text_view object = column(json->elements, 0);
    reader_begin_value(reader, object, record, reject);
    reject->reason = read_object(reader, object, record);
    return reject->reason ? READER_REJECT : READER_RECORD;
}

static enum reader_result next_line(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                                    struct error *error)
{
    struct json *json = reader->state;
    struct text_view line;
    size_t length;
    bool whole;
    do {
        if (!reader_input_find_line(&reader->input, &line, &length, &whole, error))
            return READER_ERROR;
        if (length == 0)
            return READER_END;
        if (skip_blanks(line, 0) == line.length)
            reader_input_skip(&reader->input, length);
    } while (skip_blanks(line, 0) == line.length);
    reader_begin_value(reader, line, record, reject);
    buffer_clear(&json->line);
    if (whole) {
        record->repaired = reader_input_decode(&reader->input, line, &json->line);
        reject->reason = read_object(reader, buffer_view(&json->line), record);
    } else {
        reject->reason = N_("the line is longer than 16 MiB");
    }
    reader_input_skip(&reader->input, length);
    if (json->line.failed) {
        error_set_memory(error, reader->input.path);
        return READER_ERROR;
    }
    return reject->reason ? READER_REJECT : READER_RECORD;
}

static enum reader_result next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error)
{
    const struct json *json = reader->state;
    return json->is_document ? next_element(reader, record, reject, error) : next_line(reader, record, reject, error);
}

const struct reader_format reader_jsonl = {
    .name = "jsonl",
    .recognise = recognise,
    .open = open_json,
    .next = next,
    .close = close_json,
};
