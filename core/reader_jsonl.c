/*
 * Recalls as JSON: one object a line, as "export --json" writes them; one object over several lines; or the one answer
 * of NHTSA's programming interface, whose objects stand in an array.
 */

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/reader_json.h"

struct json {
    struct buffer line; /* as UTF-8 */
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

/* One object over several lines is the only one of an array. */
static void take_document(struct json *json, enum json_shape shape)
{
    struct buffer array = {0};
    if (shape != JSON_OBJECT)
        return;
    buffer_append_byte(&array, '[');
    buffer_append_view(&array, buffer_view(&json->line));
    buffer_append_byte(&array, ']');
    array.failed = array.failed || json->line.failed;
    buffer_free(&json->line);
    json->line = array;
}

static bool refuse_array(const struct reader *reader, struct error *error)
{
    error_set(error, ERROR_INPUT, reader->input.path, "is one JSON array of more than 16 MiB");
    return error_set_way_out(error, "write one object a line, as JSON Lines");
}

/*
 * Whether all there is is one document, an array of objects or one object; then it is in json->line. It is when the
 * first line is no object of its own, or one with the array in it.
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
    if (whole && reader_json_shape(reader->json, line) == JSON_OBJECT)
        return true;
    if (!reader_input_fill(&reader->input, READER_VALUE_BYTES + 1, error))
        return false;
    struct text_view all = reader_input_view(&reader->input);
    size_t first = skip_blanks(all, 0);
    if (!reader->input.at_end || all.length > READER_VALUE_BYTES)
        return first == all.length || all.bytes[first] != '[' || refuse_array(reader, error);
    reader_input_decode(&reader->input, all, &json->line);
    enum json_shape shape = reader_json_shape(reader->json, buffer_view(&json->line));
    *found = shape != JSON_NONE;
    take_document(json, shape);
    return !json->line.failed || error_set_memory(error, reader->input.path);
}

static bool open_json(struct reader *reader, struct error *error)
{
    struct json *json = calloc(1, sizeof *json);
    reader->state = json;
    if (!json || !reader_json_new(reader))
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
    buffer_free(&json->line);
    free(json);
    reader->state = NULL;
}

/* --- Objects ------------------------------------------------------------------------------- */

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
    struct reader_draft draft;
    bool of_nhtsa = false;
    if (memchr(object.bytes, '\0', object.length) || has_escaped_nul(object))
        return N_("it has NUL bytes in it");
    reader_draft_begin(&draft, reader);
    if (!reader_json_put(&draft, object, &record->repaired, &of_nhtsa))
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
    sqlite3_stmt *elements = reader->json->elements;
    if (reader->position == 0)
        reader_json_bind(elements, buffer_view(&json->line));
    int result = sqlite3_step(elements);
    if (result != SQLITE_ROW) {
        reader_input_skip(&reader->input, reader_input_view(&reader->input).length);
        if (result == SQLITE_DONE)
            return READER_END;
        error_set(error, ERROR_INPUT, reader->input.path, "is no valid JSON");
        error_add_detail(error, "%s", sqlite3_errmsg(reader->json->database));
        return READER_ERROR;
    }
    struct text_view object = reader_json_column(elements, 0);
    reader_begin_value(reader, object, false, record, reject);
    reject->reason = read_object(reader, object, record);
    return reject->reason ? READER_REJECT : READER_RECORD;
}

static bool is_blank(struct text_view line)
{
    return skip_blanks(line, 0) == line.length;
}

static enum reader_result next_line(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                                    struct error *error)
{
    struct json *json = reader->state;
    struct text_view line;
    size_t length;
    enum reader_result result = reader_next_line(reader, is_blank, &line, &length, record, reject, error);
    if (result == READER_END || result == READER_ERROR)
        return result;
    if (result == READER_RECORD) {
        buffer_clear(&json->line);
        record->repaired = reader_input_decode(&reader->input, line, &json->line);
        reject->reason = read_object(reader, buffer_view(&json->line), record);
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
