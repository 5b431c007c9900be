/* What is typed on the last line: that it is seen, what it may be, and that Escape takes it back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static struct terminal *start_at(int rows, int columns)
{
    struct terminal *terminal =
        terminal_start(&(struct terminal_setup){.rows = rows, .columns = columns, .language = "de_DE.UTF-8"});
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    return terminal;
}

static void assert_status(struct terminal *terminal, int rows, const char *wanted)
{
    terminal_rest(terminal, 50);
    if (!strstr(terminal_row(terminal, rows - 1), wanted))
        fail_msg("not %s but %s", wanted, terminal_row(terminal, rows - 1));
}

static void the_end_of_what_is_typed_is_seen(void **state)
{
    static const struct {
        int rows, columns;
        const char *keys, *status;
        int cursor_column;
    } cases[] = {
        {24, 80, "/kraftstoff", " Suche: kraftstoff   ", 18},
        {12, 40, "/zündspule oder hochdruckpumpe", " Suche: …dspule oder hochdruckpumpe  F1", 35},
        {12, 40, "P4711", " Auftrag, Kennzeichen: 4711 ", 27},
        {12, 40, "P4711, M-XY 1234", " Auftrag: 4711, M-XY 1234      F1 Hilfe", 25},
        {5, 20, "/pumpe", " Suche: pumpe    F1", 13},
        {5, 20, "/hochdruckpumpe", " hochdruckpumpe  F1", 15},
        {5, 20, "P", " Auftrag:        F1", 10},
        {12, 40, "e", " Datei: KM2K-CY5BJ.txt ", 22},
        {12, 40, "?/auf", " In der Hilfe finden: auf ", 25},
        {12, 40, "?/aufmerksamkeit", " Finden: aufmerksamkeit ", 23},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int row, column;
        struct terminal *terminal = start_at(cases[i].rows, cases[i].columns);
        terminal_type(terminal, cases[i].keys);
        terminal_rest(terminal, 100);
        terminal_cursor(terminal, &row, &column);
        if (!strstr(terminal_row(terminal, cases[i].rows - 1), cases[i].status) || row != cases[i].rows - 1 ||
            column != cases[i].cursor_column)
            fail_msg("not %s but %s, cursor at %d, %d", cases[i].status, terminal_row(terminal, cases[i].rows - 1), row,
                     column);
        terminal_stop(terminal);
    }
}

static void escape_leads_back_to_where_one_was(void **state)
{
    (void)state;
    /* In the middle of a text. */
    struct terminal *terminal = start_at(12, 40);
    terminal_type(terminal, "jjj\rjjjj");
    char *before = strdup(terminal_screen(terminal));
    terminal_type(terminal, "/pumpe");
    assert_true(terminal_wait_for(terminal, "Suche: pumpe"));
    terminal_type(terminal, "\033");
    terminal_rest(terminal, 200);
    assert_string_equal(terminal_screen(terminal), before);
    terminal_type(terminal, "cmotor\033");
    terminal_rest(terminal, 200);
    assert_string_equal(terminal_screen(terminal), before);
    free(before);
    terminal_stop(terminal);

    /* Among the categories. */
    int row, column;
    terminal = start_at(24, 80);
    terminal_type(terminal, "hj/pumpe\033");
    terminal_rest(terminal, 200);
    terminal_cursor(terminal, &row, &column);
    assert_int_equal(row, 2);
    assert_int_equal(column, 0);
    terminal_stop(terminal);
}

static void a_name_that_begins_no_category_is_said(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "jjcmox");
    assert_status(terminal, 24, " Kategorie: mox   (keine Kategorie beginnt so)");
    assert_true(terminal_shows(terminal, "3 von 13 ─"));
    terminal_type(terminal, "\r");
    assert_status(terminal, 24, " keine Kategorie beginnt so ");
    terminal_type(terminal, "cmo");
    assert_true(terminal_wait_for(terminal, " Motor  "));
    assert_true(terminal_wait_for(terminal, "1 von 4 ─"));
    terminal_type(terminal, "\177\177");
    assert_true(terminal_wait_for(terminal, "3 von 13 ─"));
    terminal_stop(terminal);
}

/* What is asked for stays, and is narrowed; what is typed is no end of its last word. */
static void a_search_goes_on_with_another_word(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "/pumpe\r/");
    assert_status(terminal, 24, " Suche: pumpe ");
    terminal_type(terminal, "-software\r");
    assert_true(terminal_wait_for(terminal, "„pumpe -software“ "));
    terminal_type(terminal, "/\r");
    assert_true(terminal_wait_for(terminal, "„pumpe -software“ "));
    terminal_type(terminal, "/\177s\r");
    assert_true(terminal_wait_for(terminal, "„pumpe -softwares“ "));
    terminal_type(terminal, "/\025zzqq\rf");
    assert_true(terminal_wait_for(terminal, "es gibt keine Treffer"));
    terminal_stop(terminal);
}

static void blanks_around_it_mean_nothing(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "\033[200~  12 13 7 638 477\n\033[201~\r");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufen"));
    assert_true(terminal_shows(terminal, "„12 13 7 638 477“ "));
    terminal_type(terminal, "q/");
    terminal_type(terminal, "   \r");
    assert_true(terminal_wait_for(terminal, "Alle Kategorien   "));
    terminal_type(terminal, ":\r");
    assert_status(terminal, 24, "Enter lesen");
    terminal_type(terminal, ":  50 % \r");
    assert_true(terminal_wait_for(terminal, "7 von 13 ─"));
    terminal_stop(terminal);
}

/* The cursor moves in the line as in a shell, and what is typed goes in where it stands. */
static void what_is_typed_is_mended_where_the_cursor_is(void **state)
{
    static const struct {
        int rows, columns;
        const char *keys, *status;
        int cursor_column;
    } cases[] = {
        {24, 80, "/zündpule\033[D\033[D\033[D\033[Ds", " Suche: zündspule ", 13},
        {24, 80, "/ündspule\033[Hz", " Suche: zündspule ", 9},
        {24, 80, "/ündspule\001z\005n", " Suche: zündspulen ", 18},
        {24, 80, "/zünxdspule\002\002\002\002\002\002\177", " Suche: zündspule ", 11},
        {24, 80, "/züündspule\001\006\033[3~", " Suche: zündspule ", 9},
        {24, 80, "/ööl\033OH\033[3~", " Suche: öl ", 8},
        {24, 80, "/motor zündspule\033[1~\006\006\006\006\006\013", " Suche: motor ", 13},
        {24, 80, "/alte motor\033[D\033[D\033[D\033[D\033[D\027", " Suche: motor ", 8},
        {24, 80, "/motor\033[H\177\033[D\004", " Suche: otor ", 8},
        {24, 80, "/motor\033[C\033[3~\004", " Suche: motor ", 13},
        {24, 80, "/motor\033[H\025zündspule", " Suche: zündspule ", 17},
        {24, 80, "/motor\033[H\033[A\033[Bbremse", " Suche: bremsemotor ", 14},
        {24, 80, "eX\001A", " In Datei schreiben: AKM2K-CY5BJ.txtX ", 22},
        {12, 40, "/zündspule oder hochdruckpumpe\033[D", " Suche: …dspule oder hochdruckpumpe  F1", 34},
        {12, 40, "/zündspule oder hochdruckpumpe\033[H", " Suche: zündspule oder hochdruckpum… F1", 8},
        {12, 40, "/zündspule oder hochdruckpumpe motor\033[D\033[D\033[D\033[D\033[D\033[D\033[D\033[D\033[D\033[D",
         " Suche: …e oder hochdruckpumpe motor F1", 26},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int row, column;
        struct terminal *terminal = start_at(cases[i].rows, cases[i].columns);
        terminal_type(terminal, cases[i].keys);
        terminal_rest(terminal, 100);
        terminal_cursor(terminal, &row, &column);
        if (!strstr(terminal_row(terminal, cases[i].rows - 1), cases[i].status) || row != cases[i].rows - 1 ||
            column != cases[i].cursor_column)
            fail_msg("%zu: not %s but %s, cursor at %d, %d", i, cases[i].status,
                     terminal_row(terminal, cases[i].rows - 1), row, column);
        terminal_stop(terminal);
    }
    /* The list follows; what is pasted goes in at the cursor as well. */
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "/zzmotor\033[H\033[3~\033[3~");
    assert_true(terminal_wait_for(terminal, "„motor“ "));
    terminal_type(terminal, "\033[200~agr \033[201~\r");
    assert_true(terminal_wait_for(terminal, "„agr motor“ "));
    terminal_stop(terminal);
}

/* What is cut off is no part of the search: that is said. */
static void a_line_without_room_says_so(void **state)
{
    char keys[1000] = "\033[200~airbag";
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "m");
    for (size_t i = 0; i < 100; i++)
        strcat(keys, " airbag");
    strcat(keys, " zzqq\033[201~");
    terminal_type(terminal, "\033[200~airbag\033[201~");
    assert_status(terminal, 24, " Suche: airbag  ");
    assert_null(strstr(terminal_row(terminal, 23), "gemerkt"));
    terminal_type(terminal, "\033");
    terminal_type(terminal, keys);
    terminal_type(terminal, "\r");
    assert_status(terminal, 24, " zu lang: das Ende fehlt ");
    terminal_stop(terminal);

    const char *const arguments[] = {keys + strlen("\033[200~"), NULL};
    terminal = terminal_start(
        &(struct terminal_setup){.rows = 24, .columns = 80, .language = "de_DE.UTF-8", .arguments = arguments});
    assert_true(terminal_wait_for(terminal, " zu lang: das Ende fehlt "));
    terminal_stop(terminal);
}

/* There ? is a letter, and F1 lays the help over the line. */
static void help_lies_over_what_is_typed(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "/pum");
    assert_status(terminal, 24, " F1 Hilfe");
    terminal_type(terminal, "\033OP");
    assert_true(terminal_wait_for(terminal, "> j ↓ "));
    assert_true(terminal_shows(terminal, "„pum“ › Hilfe"));
    assert_null(strstr(terminal_row(terminal, 23), "Enter"));
    /* It is read, and does nothing with what is typed. */
    terminal_type(terminal, "j4/\r");
    assert_true(terminal_wait_for(terminal, "> k ↑ "));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, " Suche: pum "));
    terminal_type(terminal, "\033OP\033OP");
    assert_true(terminal_wait_for(terminal, " Suche: pum "));
    terminal_type(terminal, "pe?");
    assert_status(terminal, 24, " Suche: pumpe? ");
    /* What is pasted goes into the line. */
    terminal_type(terminal, "\177\033OP");
    assert_true(terminal_wait_for(terminal, "> j ↓ "));
    terminal_type(terminal, "\033[200~ der\033[201~\r");
    assert_true(terminal_wait_for(terminal, "„pumpe der“"));
    assert_status(terminal, 24, " ? Hilfe");
    terminal_stop(terminal);
}

/* What has no room beside the hint for help has it beside the key alone. */
static void a_message_has_most_of_a_small_line(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(5, 20);
    terminal_type(terminal, "u");
    assert_status(terminal, 5, " nichts rückgäng… ?");
    terminal_stop(terminal);
    terminal = start_at(12, 40);
    terminal_type(terminal, "S");
    assert_status(terminal, 12, " sortiert nach Datum, umgekehrt ? Hilfe");
    terminal_stop(terminal);
}

/* A file is named after the recall that is in it, also where no text is shown. */
static void the_name_of_a_file_is_that_of_the_recall(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(12, 40);
    terminal_type(terminal, "/zuendspule\re");
    assert_status(terminal, 12, " DMSS-SX603.txt ");
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "q/sensorcluster\re");
    terminal_rest(terminal, 100);
    assert_null(strstr(terminal_row(terminal, 11), "DMSS-SX603"));
    assert_non_null(strstr(terminal_row(terminal, 11), ".txt"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_what_is_typed_is_seen),
        cmocka_unit_test(escape_leads_back_to_where_one_was),
        cmocka_unit_test(a_name_that_begins_no_category_is_said),
        cmocka_unit_test(a_search_goes_on_with_another_word),
        cmocka_unit_test(blanks_around_it_mean_nothing),
        cmocka_unit_test(what_is_typed_is_mended_where_the_cursor_is),
        cmocka_unit_test(a_line_without_room_says_so),
        cmocka_unit_test(help_lies_over_what_is_typed),
        cmocka_unit_test(a_message_has_most_of_a_small_line),
        cmocka_unit_test(the_name_of_a_file_is_that_of_the_recall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
