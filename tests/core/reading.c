#include "reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct text_view copy_view(struct arena *arena, struct text_view view)
{
    return (struct text_view){arena_copy(arena, view), view.length};
}

static const char *copy_string(struct arena *arena, const char *string)
{
    return string ? arena_copy(arena, text_view_of(string)) : NULL;
}

static void keep_record(struct reading *reading, const struct raw_record *record)
{
    struct arena *arena = reading->arena;
    if (!array_reserve(&reading->records, reading->record_count, &reading->record_capacity, sizeof *record))
        abort();
    struct raw_record *kept = &reading->records[reading->record_count++];
    *kept = *record;
    kept->raw = copy_view(arena, record->raw);
    kept->text = copy_view(arena, record->text);
    kept->title = copy_view(arena, record->title);
    kept->authority = copy_string(arena, record->authority);
    kept->campaign = copy_string(arena, record->campaign);
    kept->date = copy_string(arena, record->date);
    kept->make = copy_string(arena, record->make);
    struct stated *stated = arena_allocate_array(arena, record->stated_count + 1, sizeof *stated);
    for (size_t i = 0; i < record->stated_count; i++)
        stated[i] = (struct stated){record->stated[i].kind, copy_string(arena, record->stated[i].value)};
    kept->stated = stated;
    kept->component = copy_string(arena, record->component);
    struct vehicle *vehicles = arena_allocate_array(arena, record->vehicle_count + 1, sizeof *vehicles);
    for (size_t i = 0; i < record->vehicle_count; i++)
        vehicles[i] = (struct vehicle){copy_string(arena, record->vehicles[i].make),
                                       copy_string(arena, record->vehicles[i].model), record->vehicles[i].years};
    kept->vehicles = vehicles;
    reading->vehicle_count += record->vehicle_count;
    reading->repaired += record->repaired;
}

static void keep_reject(struct reading *reading, const struct raw_reject *reject)
{
    if (!array_reserve(&reading->rejects, reading->reject_count, &reading->reject_capacity, sizeof *reject))
        abort();
    struct raw_reject *kept = &reading->rejects[reading->reject_count++];
    *kept = *reject;
    kept->raw = copy_view(reading->arena, reject->raw);
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t count_campaigns(const struct reading *reading)
{
    const char **campaigns = calloc(reading->record_count + 1, sizeof *campaigns);
    size_t count = 0, distinct = 0;
    for (size_t i = 0; i < reading->record_count; i++)
        if (reading->records[i].campaign)
            campaigns[count++] = reading->records[i].campaign;
    qsort(campaigns, count, sizeof *campaigns, compare_strings);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || strcmp(campaigns[i], campaigns[i - 1]) != 0;
    free(campaigns);
    return distinct;
}

void reading_open(struct reading *reading, const char *path, const struct reader_options *options)
{
    static const struct reader_options none;
    struct reader *reader;
    struct raw_record record;
    struct raw_reject reject;
    enum reader_result result;
    *reading = (struct reading){.arena = arena_new()};
    reading->opened = reader_open(path, options ? options : &none, &reader, &reading->error);
    if (!reading->opened)
        return;
    while ((result = reader_next(reader, &record, &reject, &reading->error)) != READER_END && result != READER_ERROR) {
        if (result == READER_RECORD)
            keep_record(reading, &record);
        else
            keep_reject(reading, &reject);
    }
    snprintf(reading->format, sizeof reading->format, "%s", reader_format(reader));
    snprintf(reading->encoding, sizeof reading->encoding, "%s", reader_encoding(reader));
    reading->offset_bytes = reader_offset_bytes(reader);
    reading->campaign_count = count_campaigns(reading);
    reader_close(reader);
}

void reading_close(struct reading *reading)
{
    free(reading->records);
    free(reading->rejects);
    arena_free(reading->arena);
    *reading = (struct reading){0};
}

const char *reading_fixture(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/tests/data/formats/%s", SRCDIR, name);
    return path;
}

const char *reading_real(const char *name)
{
    static char path[4096];
    const char *folder = getenv("REAL_DATA");
    if (!folder || !*folder)
        return NULL;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

char *reading_write(const void *bytes, size_t length)
{
    const char *folder = getenv("TMPDIR");
    char *path = NULL;
    if (asprintf(&path, "%s/rueckruf-reading-XXXXXX", folder && *folder ? folder : "/tmp") < 0)
        abort();
    int descriptor = mkstemp(path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        abort();
    return path;
}

void reading_remove(char *path)
{
    unlink(path);
    free(path);
}

const struct raw_record *reading_find(const struct reading *reading, const char *campaign, const char *model)
{
    for (size_t i = 0; i < reading->record_count; i++) {
        const struct raw_record *record = &reading->records[i];
        if (!record->campaign || strcmp(record->campaign, campaign) != 0)
            continue;
        for (size_t k = 0; model && k < record->vehicle_count; k++)
            if (record->vehicles[k].model && strcmp(record->vehicles[k].model, model) == 0)
                return record;
        if (!model)
            return record;
    }
    return NULL;
}

const char *reading_stated(const struct raw_record *record, enum fact_kind kind, size_t index)
{
    for (size_t i = 0; i < record->stated_count; i++)
        if (record->stated[i].kind == kind && index-- == 0)
            return record->stated[i].value;
    return NULL;
}

void reading_open_bytes(struct reading *reading, const void *bytes, size_t length, const struct reader_options *options)
{
    char *path = reading_write(bytes, length);
    reading_open(reading, path, options);
    reading_remove(path);
}

void reading_open_text(struct reading *reading, const char *text, const struct reader_options *options)
{
    reading_open_bytes(reading, text, strlen(text), options);
}

void reading_expect_view(struct text_view view, const char *text)
{
    if (!text_view_equal(view, text_view_of(text)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)view.length, view.bytes, text);
}

void reading_expect_vehicle(const struct raw_record *record, size_t index, const char *make, const char *model,
                            int from, int to)
{
    assert_true(index < record->vehicle_count);
    const struct vehicle *vehicle = &record->vehicles[index];
    assert_string_equal(vehicle->make, make);
    if (model)
        assert_string_equal(vehicle->model, model);
    else
        assert_null(vehicle->model);
    assert_int_equal(vehicle->years.from, from);
    assert_int_equal(vehicle->years.to, to);
}

void reading_expect_reject(const struct reading *reading, size_t index, size_t line, uint64_t offset_bytes,
                           const char *reason, const char *begin)
{
    assert_true(index < reading->reject_count);
    const struct raw_reject *reject = &reading->rejects[index];
    assert_string_equal(reject->reason, reason);
    assert_int_equal(reject->line, line);
    assert_int_equal(reject->offset_bytes, offset_bytes);
    assert_true(reject->raw.length >= strlen(begin));
    assert_memory_equal(reject->raw.bytes, begin, strlen(begin));
    assert_true(reject->raw.bytes[reject->raw.length - 1] != '\n');
}
