/* Rows of tables: however marks, blanks and line breaks stand in them, they are cut as libcsv cuts them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <csv.h>

#include "core/reader_table_row.h"
#include "tests/random.h"

enum { FILES = 400, PIECES = 200, CELLS_MOST = 2 * PIECES };

/* What libcsv finds in one row. */
struct expected {
    char cells[16 * PIECES];
    size_t length, ends[CELLS_MOST], count;
    bool done;
};

static void expect_cell(void *bytes, size_t length, void *context)
{
    struct expected *expected = context;
    memcpy(expected->cells + expected->length, bytes, length);
    expected->length += length;
    expected->ends[expected->count++] = expected->length;
}

static void expect_end(int terminator, void *context)
{
    struct expected *expected = context;
    (void)terminator;
    expected->done = true;
}

/* Byte for byte, until the row is done; gives its length. */
static size_t cut_by_libcsv(struct text_view view, char delimiter, struct expected *expected)
{
    struct csv_parser parser;
    size_t length = 0;
    *expected = (struct expected){.count = 0};
    assert_int_equal(csv_init(&parser, 0), 0);
    csv_set_delim(&parser, (unsigned char)delimiter);
    while (!expected->done && length < view.length)
        csv_parse(&parser, view.bytes + length++, 1, expect_cell, expect_end, expected);
    if (!expected->done)
        csv_fini(&parser, expect_cell, expect_end, expected);
    csv_free(&parser);
    return length;
}

static void write_table(const char *path, char delimiter, uint64_t *seed)
{
    static const char *const pieces[] = {"a", "bc", "Öl",  " ",   "\t",   "\"",  "\"\"", "\n",    "\r\n", "\r",
                                         ",", ";",  ",\"", "\",", "\"\n", "\";", ";\"",  "\",\"", "x y",  "\";\""};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "first%csecond\n", delimiter);
    for (int i = 0; i < PIECES; i++)
        fputs(pieces[random_next(seed) % (sizeof pieces / sizeof pieces[0])], file);
    fclose(file);
}

/* How many of its rows were whole. */
static size_t compare_rows(const char *path, char delimiter)
{
    struct reader_input input;
    struct table_row row;
    struct error error = {0};
    size_t whole = 0;
    assert_true(reader_input_open(&input, path, "UTF-8", &error));
    assert_true(table_row_open(&row, delimiter));
    for (;;) {
        struct table_extent extent;
        struct expected expected;
        assert_true(table_row_scan(&row, &input, &extent, &error));
        if (extent.length == 0)
            break;
        size_t length = cut_by_libcsv(reader_input_view(&input), delimiter, &expected);
        if (!extent.is_open) {
            assert_int_equal(extent.length, length);
            assert_int_equal(row.count, expected.count);
            assert_int_equal(row.cells.length, expected.length);
            assert_memory_equal(buffer_view(&row.cells).bytes, expected.cells, expected.length);
            assert_memory_equal(row.ends, expected.ends, expected.count * sizeof row.ends[0]);
            whole++;
        }
        if (extent.first_line)
            assert_int_equal(extent.first_line, table_line_end(reader_input_view(&input), 0));
        reader_input_skip(&input, extent.length);
    }
    table_row_close(&row);
    reader_input_close(&input);
    return whole;
}

static void they_are_cut_as_libcsv_cuts_them(void **state)
{
    static const char delimiters[] = {',', ';', '\t'};
    char path[] = "/tmp/rueckruf-rows-XXXXXX";
    size_t whole = 0;
    uint64_t seed = 20140501;
    (void)state;
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    for (int i = 0; i < FILES; i++) {
        char delimiter = delimiters[i % 3];
        write_table(path, delimiter, &seed);
        whole += compare_rows(path, delimiter);
    }
    unlink(path);
    assert_true(whole > 10 * FILES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_cut_as_libcsv_cuts_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
