/*
 * The fixtures of all formats with bytes changed, cut, doubled and moved: whatever comes, the reader ends, its values
 * are valid text and lie inside the file. The seed is fixed, so that a failure comes again; FUZZ_ROUNDS asks for more.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/text.h"
#include "reading.h"

enum { ROUNDS = 60, SIZE = 64 * 1024 };

static const char *const fixtures[] = {
    "adac.txt",  "dvsa.csv",      "kba-bom.csv",  "kba.csv",      "exported.csv",  "exported.jsonl", "nhtsa-api.json",
    "nhtsa.txt", "recalls.jsonl", "table-de.csv", "table-en.csv", "table-map.tsv", "vrdb-15.csv",    "vrdb.csv",
};

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static size_t load(const char *name, char bytes[SIZE])
{
    FILE *file = fopen(reading_fixture(name), "r");
    assert_non_null(file);
    size_t length = fread(bytes, 1, SIZE / 2, file);
    fclose(file);
    return length;
}

static size_t mutate(char bytes[SIZE], size_t length, uint64_t *seed)
{
    static const char special[] = "\"\";,\t\r\n\0\\{}[]:\x1f\xFF\xC3\xE2|";
    size_t changes = 1 + next_random(seed) % 8;
    for (size_t i = 0; i < changes && length > 0; i++) {
        size_t at = next_random(seed) % length;
        size_t piece = next_random(seed) % (length - at < 200 ? length - at : 200);
        switch (next_random(seed) % 5) {
        case 0:
            bytes[at] = (char)next_random(seed);
            break;
        case 1:
            bytes[at] = special[next_random(seed) % (sizeof special - 1)];
            break;
        case 2:
            memmove(bytes + at, bytes + at + piece, length - at - piece);
            length -= piece;
            break;
        case 3:
            if (length + piece <= SIZE) {
                memmove(bytes + at + piece, bytes + at, length - at);
                length += piece;
            }
            break;
        default:
            if (next_random(seed) % 4 == 0)
                length = at;
        }
    }
    return length;
}

static void check_string(const char *string)
{
    if (string)
        assert_true(text_is_utf8(text_view_of(string)));
}

static void check_record(const struct raw_record *record)
{
    assert_true(record->text.length > 0);
    assert_true(text_is_utf8(record->text));
    assert_true(text_is_utf8(record->title));
    assert_null(memchr(record->text.bytes, '\0', record->text.length));
    assert_non_null(record->authority);
    check_string(record->campaign);
    check_string(record->component);
    check_string(record->make);
    for (size_t i = 0; i < record->stated_count; i++) {
        assert_non_null(stated_kind_of(record->stated[i].kind));
        check_string(record->stated[i].value);
    }
    for (size_t i = 0; i < record->vehicle_count; i++) {
        check_string(record->vehicles[i].make);
        check_string(record->vehicles[i].model);
        assert_true(record->vehicles[i].years.from <= record->vehicles[i].years.to);
    }
}

static void check(const char *bytes, size_t length, const struct reader_options *options)
{
    struct reading reading;
    char *path = reading_write(bytes, length);
    reading_open(&reading, path, options);
    if (!reading.opened || reading.error.kind)
        assert_true(reading.error.why[0]);
    else
        assert_int_equal(reading.offset_bytes, length);
    for (size_t i = 0; i < reading.record_count; i++) {
        check_record(&reading.records[i]);
        if (i > 0)
            assert_true(reading.records[i].position > reading.records[i - 1].position);
    }
    for (size_t i = 0; i < reading.reject_count; i++) {
        assert_non_null(reading.rejects[i].reason);
        assert_true(reading.rejects[i].line >= 1);
        assert_true(reading.rejects[i].offset_bytes <= length);
    }
    reading_close(&reading);
    reading_remove(path);
}

static void mutated_files_are_read_or_refused_but_never_believed(void **state)
{
    static char original[SIZE], bytes[SIZE];
    const char *asked = getenv("FUZZ_ROUNDS");
    size_t rounds = asked ? (size_t)atoi(asked) : ROUNDS;
    uint64_t seed = 0x9E3779B97F4A7C15;
    (void)state;
    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++) {
        size_t length = load(fixtures[i], original);
        for (size_t round = 0; round < rounds; round++) {
            memcpy(bytes, original, length);
            struct reader_options options = {0};
            /* Now and then under another format's name. */
            if (round % 4 == 3)
                options.format = reader_formats[next_random(&seed) % 7];
            check(bytes, mutate(bytes, length, &seed), &options);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mutated_files_are_read_or_refused_but_never_believed),
    };
    return cmocka_run_group_tests_name("reader_fuzz", tests, NULL, NULL);
}
