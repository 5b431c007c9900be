/* The stream of a file: what is refused, in which encoding, the ADAC's lists byte for byte. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/reader_input.h"
#include "reading.h"

enum { MEBIBYTE = 1024 * 1024 };

static void assert_view(struct text_view view, const char *text)
{
    assert_int_equal(view.length, strlen(text));
    assert_memory_equal(view.bytes, text, view.length);
}

/* --- What is refused ----------------------------------------------------------------------- */

static void refuses_what_is_no_text_and_names_it(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *why;
    } cases[] = {
        {"", 0, "is empty"},
        {"\x1f\x8b\x08\x00rest", 8, "gzip"},
        {"PK\x03\x04rest", 8, "zip"},
        {"\xFF\xFEM\0o\0t\0o\0r\0", 12, "UTF-16"},
        {"\xFE\xFF\0M\0o\0t\0o\0r", 12, "UTF-16"},
        {"M\0o\0t\0o\0r\0 \0b\0r\0", 16, "UTF-16"},
        {"Motor\0brennt", 12, "NUL"},
        {"SQLite format 3\0", 16, "database"},
        {"%PDF-1.7", 8, "PDF"},
        {"<!DOCTYPE html><html>", 21, "web page"},
        {"\r\n  <html lang=\"de\">Bremse", 26, "web page"},
        {"\xEF\xBB\xBF<HTML>Bremse", 15, "web page"},
        {"<!-- von Hand --><Html>", 23, "web page"},
        {"\n<?xml version=\"1.0\"?><a>Bremse</a>", 35, "XML"},
        {"{\\rtf1\\ansi Die Bremse}", 23, "formatted text"},
        {"PK\3\4..........................[Content_Types].xml", 49, "office file"},
        {"PK\3\4..........................xl/workbook.xml", 45, "office file"},
        {"PK\3\4..........................mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 84, "office file"},
        {"\xD0\xCF\x11\xE0\xA1\xB1", 6, "office file"},
        {"\xEF\xBB\xBF", 3, "is empty"},
        {"\n\n  \r\n\t", 7, "is empty"},
        {"a\tb\tc\n1\t2\tDer Motor brennt\n", 27, "no column"},
        {"a;b;c\r\n1;2;Der Motor brennt\r\n", 29, "no column"},
        {"1234 ; 5678", 11, "no recall file"},
        {"\x01\x02\x03\x04 abc \x05\x06\x07", 12, "no recall file"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        reading_open_bytes(&reading, cases[i].bytes, cases[i].length, NULL);
        assert_false(reading.opened);
        assert_int_equal(reading.error.kind, ERROR_INPUT);
        if (!strstr(reading.error.why, cases[i].why))
            fail_msg("case %zu: %s", i, reading.error.why);
        assert_true(reading.error.way_out[0]);
        reading_close(&reading);
    }
}

static void refuses_a_directory_and_a_missing_file(void **state)
{
    struct reading reading;
    (void)state;
    reading_open(&reading, "/tmp", NULL);
    assert_false(reading.opened);
    assert_non_null(strstr(reading.error.why, "directory"));
    reading_close(&reading);
    reading_open(&reading, "/tmp/rueckruf-no-such-file", NULL);
    assert_false(reading.opened);
    assert_int_equal(reading.error.kind, ERROR_INPUT);
    assert_non_null(strstr(reading.error.why, "no such file"));
    reading_close(&reading);
}

static void refuses_unknown_formats_and_encodings_with_their_names(void **state)
{
    const struct reader_options format = {.format = "xml"}, encoding = {.encoding = "EBCDIC"};
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "Text", &format);
    assert_int_equal(reading.error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading.error.way_out, "adac, kba, nhtsa, dvsa, vrdb, csv, jsonl"));
    reading_close(&reading);
    reading_open_text(&reading, "Text", &encoding);
    assert_int_equal(reading.error.kind, ERROR_USAGE);
    reading_close(&reading);
}

static void a_named_format_that_the_file_is_not_is_an_error(void **state)
{
    static const char *const names[] = {"kba", "dvsa", "vrdb", "csv"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct reader_options options = {.format = names[i]};
        struct reading reading;
        reading_open_text(&reading, "Der Motor brennt ; Noch einer\n", &options);
        assert_false(reading.opened);
        assert_non_null(strstr(reading.error.why, "has no column"));
        reading_close(&reading);
    }
}

/* --- Encodings ----------------------------------------------------------------------------- */

static void bytes_that_are_no_utf8_are_windows_1252(void **state)
{
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "T\xFCr \x84klemmt\x93 \x80 \x81", NULL);
    assert_string_equal(reading.encoding, "Windows-1252");
    assert_view(reading.records[0].text, "Tür „klemmt“ € \xEF\xBF\xBD");
    assert_int_equal(reading.repaired, 1);
    reading_close(&reading);
}

static void named_utf8_repairs_what_is_broken(void **state)
{
    const struct reader_options options = {.encoding = "utf-8"};
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "Tür klemmt \xFC und \xE2\x82", &options);
    assert_string_equal(reading.encoding, "UTF-8");
    assert_view(reading.records[0].text, "Tür klemmt \xEF\xBF\xBD und \xEF\xBF\xBD");
    assert_int_equal(reading.repaired, 2);
    reading_close(&reading);
}

static void named_windows_1252_is_not_doubted(void **state)
{
    const struct reader_options options = {.encoding = "Windows-1252"};
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "T\xC3\xBCr", &options);
    assert_view(reading.records[0].text, "TÃ¼r");
    reading_close(&reading);
}

/* The bad byte stands far behind the first window, the good characters across the borders of its pieces. */
static void all_of_a_file_decides_its_encoding(void **state)
{
    size_t length = 3 * MEBIBYTE + 1;
    char *bytes = malloc(length + 2);
    (void)state;
    bytes[0] = 'x';
    for (size_t i = 1; i + 1 < length + 1; i += 2)
        memcpy(bytes + i, i % 1000 == 1 ? "; " : "ü", 2);
    struct reading reading;
    reading_open_bytes(&reading, bytes, length, NULL);
    assert_string_equal(reading.encoding, "UTF-8");
    assert_int_equal(reading.repaired, 0);
    reading_close(&reading);
    bytes[length] = (char)0xFC;
    bytes[length + 1] = '.';
    reading_open_bytes(&reading, bytes, length + 2, NULL);
    assert_string_equal(reading.encoding, "Windows-1252");
    reading_close(&reading);
    free(bytes);
}

static enum reader_encoding encoding_of(const char *path, const char *bytes, size_t length)
{
    struct reader_input input;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
    assert_true(reader_input_open(&input, path, &(struct reader_options){0}, NULL));
    enum reader_encoding encoding = input.encoding;
    reader_input_close(&input);
    return encoding;
}

/* The file is looked at in pieces: characters go across their borders, and so does what is none. */
static void characters_may_stand_anywhere(void **state)
{
    enum { LENGTH = MEBIBYTE + MEBIBYTE / 2, BORDER = MEBIBYTE + MEBIBYTE / 4 };
    static const char character[] = "\xF0\x9F\x94\xA7";
    char path[] = "/tmp/rueckruf-encoding-XXXXXX", *bytes = malloc(LENGTH);
    (void)state;
    close(mkstemp(path));
    for (size_t first = 0; first < 4; first++) {
        memset(bytes, '.', first);
        for (size_t i = first; i < LENGTH; i++)
            bytes[i] = character[(i - first) % 4];
        size_t length = LENGTH - (LENGTH - first) % 4;
        assert_int_equal(encoding_of(path, bytes, length), READER_UTF8);
        assert_int_equal(encoding_of(path, bytes, length - 1), READER_WINDOWS_1252);
    }
    for (size_t at = BORDER - 4; at <= BORDER + 4; at++) {
        memset(bytes, '.', LENGTH);
        bytes[at] = (char)0x94;
        assert_int_equal(encoding_of(path, bytes, LENGTH), READER_WINDOWS_1252);
        bytes[at] = (char)0xF0;
        assert_int_equal(encoding_of(path, bytes, LENGTH), READER_WINDOWS_1252);
    }
    unlink(path);
    free(bytes);
}

static void a_byte_order_mark_is_no_text(void **state)
{
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "\xEF\xBB\xBFTür klemmt", NULL);
    assert_view(reading.records[0].text, "Tür klemmt");
    assert_string_equal(reading.encoding, "UTF-8");
    reading_close(&reading);
}

/* A stray byte is one character lost, not every umlaut of the file. */
static void a_byte_order_mark_says_that_it_is_utf8(void **state)
{
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "\xEF\xBB\xBFTür klemmt \xFC und schließt nicht", NULL);
    assert_string_equal(reading.encoding, "UTF-8");
    assert_view(reading.records[0].text, "Tür klemmt \xEF\xBF\xBD und schließt nicht");
    assert_int_equal(reading.repaired, 1);
    reading_close(&reading);
}

/* --- Lists --------------------------------------------------------------------------------- */

/* Records and rejects in the order of their places, joined as the list was. */
static void join(const struct reading *reading, const char *file, struct buffer *joined)
{
    size_t records = 0, rejects = 0;
    (void)file;
    while (records + rejects < reading->record_count + reading->reject_count) {
        bool is_record = records < reading->record_count && reading->records[records].position == records + rejects;
        if (records + rejects > 0)
            buffer_append_string(joined, " ; ");
        buffer_append_view(joined, is_record ? reading->records[records].raw : reading->rejects[rejects].raw);
        records += is_record;
        rejects += !is_record;
    }
}

static void joining_the_values_of_a_list_gives_the_list(void **state)
{
    static const char *const lists[] = {
        "a",         "a ; b",         " a  ;  b ",         "a ; ",          " ; a",          "a ;  ; b", "a ; ; b",
        "a;b ;c; d", "a\n ; \nb\n\n", "ein \" ; \" Zitat", "a ; 12 ; \xFC", "a ; b\r\nc\rd",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const struct reader_options options = {.format = "adac"};
        struct reading reading;
        struct buffer joined = {0};
        reading_open_text(&reading, lists[i], &options);
        join(&reading, lists[i], &joined);
        assert_view(buffer_view(&joined), lists[i]);
        buffer_free(&joined);
        reading_close(&reading);
    }
}

static void a_list_keeps_white_space_semicolons_and_places(void **state)
{
    struct reading reading;
    (void)state;
    reading_open(&reading, reading_fixture("adac.txt"), NULL);
    assert_string_equal(reading.format, "adac");
    assert_int_equal(reading.record_count, 4);
    assert_int_equal(reading.reject_count, 2);
    assert_view(reading.records[0].text, "Die „Leitung“ kann scheuern.\nZweiter Absatz");
    assert_view(reading.records[1].text, "mit; bloßen Semikola;ohne Blanks.");
    assert_view(reading.records[2].raw, " Im  Fahrzeugdiagnosesystem hinterlegt. ");
    assert_view(reading.records[2].text, "Im  Fahrzeugdiagnosesystem hinterlegt.");
    assert_int_equal(reading.records[3].position, 5);
    assert_true(reading.records[0].may_be_note);
    assert_null(reading.records[0].campaign);
    assert_string_equal(reading.rejects[0].reason, "the value is empty");
    assert_int_equal(reading.rejects[0].offset_bytes, 130);
    assert_string_equal(reading.rejects[1].reason, "the value has no words");
    assert_int_equal(reading.rejects[1].line, 2);
    assert_int_equal(reading.rejects[1].offset_bytes, 133);
    assert_true(reading.rejects[1].keeps_bytes);
    reading_close(&reading);
}

static void a_file_with_carriage_returns_only_is_read_by_lines(void **state)
{
    struct reading reading;
    (void)state;
    reading_open_text(&reading, "text,make\rDer Motor brennt,MUSTER\r,OHNE\r", NULL);
    assert_string_equal(reading.format, "csv");
    assert_int_equal(reading.record_count, 1);
    assert_int_equal(reading.reject_count, 1);
    assert_int_equal(reading.rejects[0].line, 3);
    reading_close(&reading);
    reading_open_text(&reading, "Der Motor brennt.\rUnd geht aus. ; Noch einer\r", NULL);
    assert_int_equal(reading.record_count, 2);
    assert_view(reading.records[0].text, "Der Motor brennt.\rUnd geht aus.");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_no_text_and_names_it),
        cmocka_unit_test(refuses_a_directory_and_a_missing_file),
        cmocka_unit_test(refuses_unknown_formats_and_encodings_with_their_names),
        cmocka_unit_test(a_named_format_that_the_file_is_not_is_an_error),
        cmocka_unit_test(bytes_that_are_no_utf8_are_windows_1252),
        cmocka_unit_test(named_utf8_repairs_what_is_broken),
        cmocka_unit_test(named_windows_1252_is_not_doubted),
        cmocka_unit_test(all_of_a_file_decides_its_encoding),
        cmocka_unit_test(characters_may_stand_anywhere),
        cmocka_unit_test(a_byte_order_mark_is_no_text),
        cmocka_unit_test(a_byte_order_mark_says_that_it_is_utf8),
        cmocka_unit_test(joining_the_values_of_a_list_gives_the_list),
        cmocka_unit_test(a_list_keeps_white_space_semicolons_and_places),
        cmocka_unit_test(a_file_with_carriage_returns_only_is_read_by_lines),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
