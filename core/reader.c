#include "core/reader.h"

#include <stdlib.h>
#include <string.h>

#include "core/reader_format.h"
#include "core/reader_json.h"

/* After so many rejects in front of the first record it is the wrong file: an endless one would
 * fill the disk. */
enum { HOPELESS_VALUES = 10000 };

/* In the order in which they are asked: the list that takes any text comes last. */
static const struct reader_format *const formats[] = {
    &reader_jsonl, &reader_kba, &reader_nhtsa, &reader_dvsa, &reader_vrdb, &reader_csv, &reader_adac,
};

const char *const reader_formats[] = {"adac", "kba", "nhtsa", "dvsa", "vrdb", "csv", "jsonl", NULL};

static const struct reader_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

/* NULL: it is none of them. */
static const struct reader_format *recognise(struct text_view sample)
{
    enum { COUNT = sizeof formats / sizeof formats[0] };
    size_t i = 0;
    while (i < COUNT && !formats[i]->recognise(sample))
        i++;
    for (size_t k = 0; k < COUNT && (i == COUNT || formats[i] == &reader_adac); k++)
        if (formats[k]->recognise_broken && formats[k]->recognise_broken(sample))
            return formats[k];
    return i < COUNT ? formats[i] : NULL;
}

static bool choose_format(struct reader *reader, const char *name, struct error *error)
{
    if (name && strcmp(name, "auto") != 0) {
        reader->format = find_format(name);
        if (reader->format && reader->map && reader->format != &reader_csv) {
            error_set(error, ERROR_USAGE, reader->map, "is a map, and the columns of %s are known", name);
            return error_set_way_out(error, "leave --map out, or use it with --format csv");
        }
        if (reader->format)
            return true;
        struct buffer names = {0};
        for (size_t i = 0; reader_formats[i]; i++)
            buffer_append_format(&names, "%s%s", i ? ", " : "", reader_formats[i]);
        error_set(error, ERROR_USAGE, name, "is no format this program can read");
        error_set_way_out(error, "use one of: %s", buffer_view(&names).bytes);
        buffer_free(&names);
        return false;
    }
    /* Whoever says what the columns mean knows that it is a table. */
    if (reader->map) {
        reader->format = &reader_csv;
        return true;
    }
    reader->format = recognise(reader_input_view(&reader->input));
    reader->is_any_text = reader->format == &reader_adac;
    if (reader->format)
        return true;
    error_set(error, ERROR_INPUT, reader->input.path, "is no recall file of a kind this program knows");
    return error_set_way_out(error, "name its format with --format");
}

bool reader_open(const char *path, const struct reader_options *options, struct reader **result, struct error *error)
{
    *result = NULL;
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return error_set_memory(error, path);
    reader->input.descriptor = -1;
    reader->map = options->map;
    reader->arena = arena_new();
    if (!reader->arena)
        error_set_memory(error, path);
    else if (reader_input_open(&reader->input, path, options, error) && choose_format(reader, options->format, error) &&
             (!reader->format->open || reader->format->open(reader, error))) {
        *result = reader;
        return true;
    }
    reader_close(reader);
    return false;
}

enum reader_result reader_next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error)
{
    arena_clear(reader->arena);
    buffer_clear(&reader->text);
    enum reader_result result = reader->format->next(reader, record, reject, error);
    if (result == READER_RECORD)
        reader->has_record = true;
    if (result == READER_REJECT && !reader->has_record && reader->position > HOPELESS_VALUES) {
        error_set(error, ERROR_INPUT, reader->input.path, "is no %s file: none of its first %d values can be used",
                  reader->format->name, HOPELESS_VALUES);
        error_set_way_out(error, "name its format with --format");
        return READER_ERROR;
    }
    if (result == READER_RECORD && (arena_failed(reader->arena) || reader->text.failed)) {
        error_set_memory(error, reader->input.path);
        return READER_ERROR;
    }
    return result;
}

void reader_begin_value(struct reader *reader, struct text_view raw, bool is_rest, struct raw_record *record,
                        struct raw_reject *reject)
{
    *reject = (struct raw_reject){
        .line = reader->input.line, .offset_bytes = reader->input.offset, .raw = raw, .is_rest = is_rest};
    reader->position += !is_rest;
    *record = (struct raw_record){
        .position = reader->position - 1,
        .authority = reader->format->name,
        .raw = raw,
        .text = {"", 0},
        .title = {"", 0},
        .affected_world = -1,
        .affected_germany = -1,
    };
}

void reader_begin_line(struct reader *reader, struct text_view line, size_t length, bool is_rest,
                       struct raw_record *record, struct raw_reject *reject)
{
    reader_begin_value(reader, line, is_rest, record, reject);
    reject->line_break = (struct text_view){line.bytes + line.length, length - line.length};
}

enum reader_result reader_next_line(struct reader *reader, bool (*is_empty)(struct text_view line),
                                    struct text_view *line, size_t *length, struct raw_record *record,
                                    struct raw_reject *reject, struct error *error)
{
    for (;;) {
        bool whole, is_rest = reader->input.in_long_line;
        if (!reader_input_find_line(&reader->input, line, length, &whole, error))
            return READER_ERROR;
        if (*length == 0)
            return READER_END;
        if (is_rest || !is_empty(*line)) {
            reader_begin_line(reader, *line, *length, is_rest, record, reject);
            reject->reason = whole ? NULL : N_("the line is longer than 16 MiB");
            return whole ? READER_RECORD : READER_REJECT;
        }
        reader_input_skip(&reader->input, *length);
    }
}

const char *reader_format(const struct reader *reader)
{
    return reader->format->name;
}

bool reader_is_any_text(const struct reader *reader)
{
    return reader->is_any_text;
}

const char *reader_encoding(const struct reader *reader)
{
    return reader->input.encoding == READER_UTF8 ? "UTF-8" : "Windows-1252";
}

bool reader_is_mostly_utf8(const struct reader *reader)
{
    return reader->input.is_mostly_utf8;
}

void reader_note_unread(struct reader *reader, struct text_view name)
{
    enum { MOST = 12 };
    if (reader->unread_count++ > MOST)
        return;
    buffer_append_string(&reader->unread, reader->unread_count > 1 ? ", " : "");
    if (reader->unread_count > MOST)
        buffer_append_string(&reader->unread, "…");
    else
        buffer_append_view(&reader->unread, name);
}

struct text_view reader_unread_names(const struct reader *reader)
{
    return buffer_view(&reader->unread);
}

uint64_t reader_offset_bytes(const struct reader *reader)
{
    return reader->input.offset;
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    if (reader->format && reader->format->close)
        reader->format->close(reader);
    reader_input_close(&reader->input);
    reader_json_free(reader->json);
    buffer_free(&reader->text);
    buffer_free(&reader->unread);
    arena_free(reader->arena);
    free(reader);
}
