/* The stream of a file: what is refused, in which encoding, the ADAC's lists byte for byte, hostile input. */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "reading.h"

enum { MEBIBYTE = 1024 * 1024 };

static void read_bytes(struct reading *reading, const void *bytes, size_t length, const struct reader_options *options)
{
    char *path = reading_write(bytes, length);
    reading_open(reading, path, options);
    reading_remove(path);
}

static void read_text(struct reading *reading, const char *text, const struct reader_options *options)
{
    read_bytes(reading, text, strlen(text), options);
}

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
        {"a\tb\tc\n1\t2\tDer Motor brennt\n", 27, "no column"},
        {"a;b;c\r\n1;2;Der Motor brennt\r\n", 29, "no column"},
        {"1234 ; 5678", 11, "no recall file"},
        {"\x01\x02\x03\x04 abc \x05\x06\x07", 12, "no recall file"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        read_bytes(&reading, cases[i].bytes, cases[i].length, NULL);
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
    read_text(&reading, "Text", &format);
    assert_int_equal(reading.error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading.error.way_out, "adac, kba, nhtsa, dvsa, vrdb, csv, jsonl"));
    reading_close(&reading);
    read_text(&reading, "Text", &encoding);
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
        read_text(&reading, "Der Motor brennt ; Noch einer\n", &options);
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
    read_text(&reading, "T\xFCr \x84klemmt\x93 \x80 \x81", NULL);
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
    read_text(&reading, "Tür klemmt \xFC und \xE2\x82", &options);
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
    read_text(&reading, "T\xC3\xBCr", &options);
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
    read_bytes(&reading, bytes, length, NULL);
    assert_string_equal(reading.encoding, "UTF-8");
    assert_int_equal(reading.repaired, 0);
    reading_close(&reading);
    bytes[length] = (char)0xFC;
    bytes[length + 1] = '.';
    read_bytes(&reading, bytes, length + 2, NULL);
    assert_string_equal(reading.encoding, "Windows-1252");
    reading_close(&reading);
    free(bytes);
}

static void a_byte_order_mark_is_no_text(void **state)
{
    struct reading reading;
    (void)state;
    read_text(&reading, "\xEF\xBB\xBFTür klemmt", NULL);
    assert_view(reading.records[0].text, "Tür klemmt");
    assert_string_equal(reading.encoding, "UTF-8");
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
        read_text(&reading, lists[i], &options);
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
    read_text(&reading, "text,make\rDer Motor brennt,MUSTER\r,OHNE\r", NULL);
    assert_string_equal(reading.format, "csv");
    assert_int_equal(reading.record_count, 1);
    assert_int_equal(reading.reject_count, 1);
    assert_int_equal(reading.rejects[0].line, 3);
    reading_close(&reading);
    read_text(&reading, "Der Motor brennt.\rUnd geht aus. ; Noch einer\r", NULL);
    assert_int_equal(reading.record_count, 2);
    assert_view(reading.records[0].text, "Der Motor brennt.\rUnd geht aus.");
    reading_close(&reading);
}

/* --- Hostile ------------------------------------------------------------------------------- */

static void a_nul_byte_far_in_costs_one_value(void **state)
{
    size_t length = 2 * MEBIBYTE;
    char *bytes = malloc(length);
    (void)state;
    for (size_t i = 0; i + 8 <= length; i += 8)
        memcpy(bytes + i, "Motor ; ", 8);
    bytes[length - 16] = '\0';
    struct reading reading;
    read_bytes(&reading, bytes, length, NULL);
    assert_true(reading.opened);
    assert_int_equal(reading.reject_count, 2);
    assert_string_equal(reading.rejects[0].reason, "it has NUL bytes in it");
    assert_int_equal(reading.record_count + reading.reject_count, length / 8 + 1);
    reading_close(&reading);
    free(bytes);
}

static void a_line_of_100_mebibytes_is_rejected_and_the_next_one_read(void **state)
{
    static const char *const names[] = {"kba.csv", "nhtsa.txt", "recalls.jsonl"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = reading_write("", 0);
        char piece[4096];
        FILE *out = fopen(path, "w"), *in = fopen(reading_fixture(names[i]), "r");
        size_t taken = fread(piece, 1, sizeof piece, in);
        rewind(in);
        fwrite(piece, 1, taken, out);
        char *filler = malloc(MEBIBYTE);
        memset(filler, 'x', MEBIBYTE);
        for (size_t k = 0; k < 100; k++)
            fwrite(filler, 1, MEBIBYTE, out);
        putc('\n', out);
        if (strcmp(names[i], "kba.csv") == 0)
            fputs("77;;;MUSTER;DANACH;Text danach;;;;;;;;;;;;\n", out);
        else if (strcmp(names[i], "nhtsa.txt") == 0)
            fputs("1\t77\tMUSTER\tDANACH\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\tText danach\t\t\n", out);
        else
            fputs("{\"campaign\":\"77\",\"text\":\"Text danach\"}\n", out);
        fclose(in);
        fclose(out);
        free(filler);
        struct reading plain, long_line;
        reading_open(&plain, reading_fixture(names[i]), NULL);
        reading_open(&long_line, path, NULL);
        assert_string_equal(long_line.format, plain.format);
        assert_int_equal(long_line.record_count, plain.record_count + 1);
        assert_non_null(reading_find(&long_line, "77", NULL));
        size_t rejected = 0;
        for (size_t k = plain.reject_count; k < long_line.reject_count; k++)
            rejected += long_line.rejects[k].raw.length;
        assert_int_equal(rejected, 100 * MEBIBYTE);
        reading_close(&plain);
        reading_close(&long_line);
        reading_remove(path);
    }
}

/* Part of a download, or of a file that is just being replaced, is not the file. */
static void a_file_that_changes_while_it_is_read_is_an_error(void **state)
{
    static const char row[] = "7;Die Bremse kann ausfallen.;BMW\n";
    static const off_t sizes[] = {0, 1500000, 5000000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct reader *reader;
        struct error error = {0};
        struct raw_record record;
        struct raw_reject reject;
        char *path = reading_write("campaign;text;make\n", 19);
        FILE *out = fopen(path, "a");
        for (size_t k = 0; k < 3 * MEBIBYTE / sizeof row; k++)
            fputs(row, out);
        fclose(out);
        assert_true(reader_open(path, &(struct reader_options){0}, &reader, &error));
        assert_int_equal(truncate(path, sizes[i]), 0);
        enum reader_result result;
        while ((result = reader_next(reader, &record, &reject, &error)) == READER_RECORD || result == READER_REJECT)
            ;
        assert_int_equal(result, READER_ERROR);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.why, "has changed while it was read");
        reader_close(reader);
        reading_remove(path);
    }
}

static void ten_thousand_columns_are_refused(void **state)
{
    struct buffer text = {0};
    struct reading reading;
    (void)state;
    buffer_append_string(&text, "text,make");
    for (size_t i = 0; i < 10000; i++)
        buffer_append_format(&text, ",c%zu", i);
    buffer_append_string(&text, "\nx\n");
    const struct reader_options options = {.format = "csv"};
    read_bytes(&reading, text.bytes, text.length, &options);
    assert_false(reading.opened);
    assert_true(reading.error.why[0]);
    reading_close(&reading);
    buffer_clear(&text);
    buffer_append_string(&text, "text,make\n");
    for (size_t i = 0; i < 10000; i++)
        buffer_append_string(&text, "x,");
    buffer_append_string(&text, "\nDer Motor brennt,MUSTER\n");
    read_bytes(&reading, text.bytes, text.length, NULL);
    assert_int_equal(reading.reject_count, 1);
    assert_int_equal(reading.record_count, 1);
    buffer_free(&text);
    reading_close(&reading);
}

/* Each row opens a quotation mark; no row may cost the time of all that follow. */
static void unbalanced_quotes_everywhere_take_linear_time(void **state)
{
    struct buffer text = {0};
    struct reading reading;
    (void)state;
    buffer_append_string(&text, "text,make,model\n");
    while (text.length < 8 * MEBIBYTE)
        buffer_append_string(&text, "\"Der Motor brennt,MUSTER,ALPHA\n");
    buffer_append_string(&text, "Die Tür klemmt,MUSTER,BETA\n");
    read_bytes(&reading, text.bytes, text.length, NULL);
    assert_true(reading.opened);
    assert_true(reading.reject_count > 0);
    assert_int_equal(reading.offset_bytes, reading.opened && reading.error.kind ? 0 : text.length);
    buffer_free(&text);
    reading_close(&reading);
}

static void semicolons_inside_quotes_do_not_part_a_cell(void **state)
{
    struct reading reading;
    (void)state;
    read_text(&reading, "text;make\n\"Motor ; brennt \"\"hell\"\"\";MUSTER\n", NULL);
    assert_int_equal(reading.record_count, 1);
    assert_view(reading.records[0].text, "Motor ; brennt \"hell\"");
    assert_string_equal(reading.records[0].vehicles[0].make, "MUSTER");
    reading_close(&reading);
}

static void a_nul_byte_in_a_cell_costs_its_row_and_a_doubled_title_is_told_once(void **state)
{
    static const char table[] = "title,text,make\nGurt,Gurt\0 los,MUSTER\nGurt los,Gurt los,MUSTER\n";
    const struct reader_options options = {.format = "csv"};
    struct reading reading;
    struct buffer text = {0};
    (void)state;
    /* Behind so much that the look at the file's beginning does not see it. */
    buffer_append_string(&text, "title,text,make\n");
    while (text.length < 2 * MEBIBYTE)
        buffer_append_string(&text, "Titel,Der Motor brennt und brennt,MUSTER\n");
    buffer_append(&text, table + 16, sizeof table - 1 - 16);
    read_bytes(&reading, text.bytes, text.length, &options);
    assert_int_equal(reading.reject_count, 1);
    assert_string_equal(reading.rejects[0].reason, "it has NUL bytes in it");
    assert_view(reading.records[reading.record_count - 1].text, "Gurt los");
    buffer_free(&text);
    reading_close(&reading);
}

static void only_rejects_end_with_an_error(void **state)
{
    struct buffer text = {0};
    struct reading reading;
    (void)state;
    for (size_t i = 0; i < 20000; i++)
        buffer_append_string(&text, "{\"x\":1}\n");
    read_bytes(&reading, text.bytes, text.length, NULL);
    assert_int_equal(reading.error.kind, ERROR_INPUT);
    assert_non_null(strstr(reading.error.why, "none of its first 10000 values"));
    buffer_free(&text);
    reading_close(&reading);
}

/* --- Pipes --------------------------------------------------------------------------------- */

/* Reads standard input, into which a child writes the piece so many times (0: without end). */
static void read_pipe(struct reading *reading, const char *piece, size_t times)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t i = 0; times == 0 || i < times; i++)
            if (write(ends[1], piece, strlen(piece)) < 0)
                break;
        _exit(0);
    }
    close(ends[1]);
    int kept = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    reading_open(reading, "-", NULL);
    dup2(kept, STDIN_FILENO);
    close(kept);
    waitpid(child, NULL, 0);
}

static void a_pipe_is_read_like_a_file(void **state)
{
    struct reading reading;
    (void)state;
    read_pipe(&reading, "Der Motor brennt. ; ", 100000);
    assert_int_equal(reading.record_count, 100000);
    assert_int_equal(reading.reject_count, 1);
    reading_close(&reading);
}

static void an_endless_pipe_without_a_separator_is_refused(void **state)
{
    struct reading reading;
    (void)state;
    read_pipe(&reading, "Der Motor brennt und brennt und brennt und brennt und brennt und brennt.\n", 0);
    assert_int_equal(reading.error.kind, ERROR_INPUT);
    assert_non_null(strstr(reading.error.why, "no list of recalls"));
    assert_int_equal(reading.record_count, 0);
    reading_close(&reading);
}

static void the_first_umlaut_of_a_pipe_decides_its_encoding(void **state)
{
    struct buffer text = {0};
    struct reading reading;
    (void)state;
    while (text.length < 2 * MEBIBYTE)
        buffer_append_string(&text, "Der Motor brennt und brennt. ; ");
    buffer_append_string(&text, "T\xFCr");
    read_pipe(&reading, text.bytes, 1);
    assert_string_equal(reading.encoding, "Windows-1252");
    assert_view(reading.records[reading.record_count - 1].text, "Tür");
    assert_int_equal(reading.repaired, 0);
    buffer_free(&text);
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
        cmocka_unit_test(a_byte_order_mark_is_no_text),
        cmocka_unit_test(joining_the_values_of_a_list_gives_the_list),
        cmocka_unit_test(a_list_keeps_white_space_semicolons_and_places),
        cmocka_unit_test(a_file_with_carriage_returns_only_is_read_by_lines),
        cmocka_unit_test(a_nul_byte_far_in_costs_one_value),
        cmocka_unit_test(a_line_of_100_mebibytes_is_rejected_and_the_next_one_read),
        cmocka_unit_test(a_file_that_changes_while_it_is_read_is_an_error),
        cmocka_unit_test(ten_thousand_columns_are_refused),
        cmocka_unit_test(unbalanced_quotes_everywhere_take_linear_time),
        cmocka_unit_test(semicolons_inside_quotes_do_not_part_a_cell),
        cmocka_unit_test(a_nul_byte_in_a_cell_costs_its_row_and_a_doubled_title_is_told_once),
        cmocka_unit_test(only_rejects_end_with_an_error),
        cmocka_unit_test(a_pipe_is_read_like_a_file),
        cmocka_unit_test(an_endless_pipe_without_a_separator_is_refused),
        cmocka_unit_test(the_first_umlaut_of_a_pipe_decides_its_encoding),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
