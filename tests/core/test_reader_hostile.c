/* Input that is too long, broken, changed while it is read, or comes through a pipe. */

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

static void assert_view(struct text_view view, const char *text)
{
    assert_int_equal(view.length, strlen(text));
    assert_memory_equal(view.bytes, text, view.length);
}

/* --- Files --------------------------------------------------------------------------------- */

static void a_nul_byte_far_in_costs_one_value(void **state)
{
    size_t length = 2 * MEBIBYTE;
    char *bytes = malloc(length);
    (void)state;
    for (size_t i = 0; i + 8 <= length; i += 8)
        memcpy(bytes + i, "Motor ; ", 8);
    bytes[length - 16] = '\0';
    struct reading reading;
    reading_open_bytes(&reading, bytes, length, NULL);
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
    reading_open_bytes(&reading, text.bytes, text.length, &options);
    assert_false(reading.opened);
    assert_true(reading.error.why[0]);
    reading_close(&reading);
    buffer_clear(&text);
    buffer_append_string(&text, "text,make\n");
    for (size_t i = 0; i < 10000; i++)
        buffer_append_string(&text, "x,");
    buffer_append_string(&text, "\nDer Motor brennt,MUSTER\n");
    reading_open_bytes(&reading, text.bytes, text.length, NULL);
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
    reading_open_bytes(&reading, text.bytes, text.length, NULL);
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
    reading_open_text(&reading, "text;make\n\"Motor ; brennt \"\"hell\"\"\";MUSTER\n", NULL);
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
    reading_open_bytes(&reading, text.bytes, text.length, &options);
    assert_int_equal(reading.reject_count, 1);
    assert_string_equal(reading.rejects[0].reason, "it has NUL bytes in it");
    assert_view(reading.records[reading.record_count - 1].text, "Gurt los");
    buffer_free(&text);
    reading_close(&reading);
}

static void an_array_too_long_for_memory_is_told_from_lines(void **state)
{
    struct buffer text = {0};
    struct reading reading;
    (void)state;
    buffer_append_string(&text, "[\n");
    while (text.length < 17 * MEBIBYTE)
        buffer_append_string(&text, "  {\n    \"text\": \"Der Motor brennt und brennt.\"\n  },\n");
    buffer_append_string(&text, "  {\"text\": \"Die Bremse zieht schief.\"}\n]\n");
    reading_open_bytes(&reading, text.bytes, text.length, NULL);
    assert_false(reading.opened);
    assert_non_null(strstr(reading.error.why, "is one JSON array of more than 16 MiB"));
    assert_true(reading.error.way_out[0]);
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
    reading_open_bytes(&reading, text.bytes, text.length, NULL);
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
        cmocka_unit_test(a_nul_byte_far_in_costs_one_value),
        cmocka_unit_test(a_line_of_100_mebibytes_is_rejected_and_the_next_one_read),
        cmocka_unit_test(a_file_that_changes_while_it_is_read_is_an_error),
        cmocka_unit_test(ten_thousand_columns_are_refused),
        cmocka_unit_test(unbalanced_quotes_everywhere_take_linear_time),
        cmocka_unit_test(semicolons_inside_quotes_do_not_part_a_cell),
        cmocka_unit_test(a_nul_byte_in_a_cell_costs_its_row_and_a_doubled_title_is_told_once),
        cmocka_unit_test(an_array_too_long_for_memory_is_told_from_lines),
        cmocka_unit_test(only_rejects_end_with_an_error),
        cmocka_unit_test(a_pipe_is_read_like_a_file),
        cmocka_unit_test(an_endless_pipe_without_a_separator_is_refused),
        cmocka_unit_test(the_first_umlaut_of_a_pipe_decides_its_encoding),
    };
    return cmocka_run_group_tests_name("hostile input", tests, NULL, NULL);
}
