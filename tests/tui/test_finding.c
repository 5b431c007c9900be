/* Finding in the browser: searches, filters, marks, and what is said when nothing is found. */

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

static void search_finds_as_one_types_and_escape_puts_back(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "/zuendspule");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    assert_true(terminal_shows(terminal, "Verbaute Zündspulen"));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe"));
    assert_true(terminal_shows(terminal, " 13 Rückrufe"));
    terminal_stop(terminal);
}

static void paste_opens_search_instead_of_a_storm_of_keys(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "\033[200~zuendspule Q\nq\033[201~");
    assert_true(terminal_wait_for(terminal, "Suche: zuendspule Q q"));
    terminal_stop(terminal);
}

/* Whatever is searched for, a number leads to its recall, and u back. */
static void a_number_leads_out_of_the_hits(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "airbag");
    terminal_type(terminal, ":dmss-sx603\r");
    assert_true(terminal_wait_for(terminal, "12137638477"));
    assert_true(terminal_wait_for(terminal, " war nicht unter den Treffern; u führt zurück "));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "Alle Kategorien  "));
    assert_true(terminal_shows(terminal, "│> 2012-04 "));
    terminal_type(terminal, "u");
    assert_true(terminal_wait_for(terminal, "„airbag“"));
    terminal_type(terminal, ":DMSS-SX6033\r");
    assert_true(terminal_wait_for(terminal, "kein Rückruf hat diese Nummer"));
    terminal_type(terminal, ":101 %\r");
    assert_true(terminal_wait_for(terminal, "Prozente gehen von 0 bis 100"));
    assert_true(terminal_shows(terminal, "„airbag“"));
    terminal_stop(terminal);
}

/* Where no text stands beside the list its hits are none to go to: n leads to the next recall at once. */
static void next_hit_in_a_list_alone_is_the_next_recall(void **state)
{
    (void)state;
    static const char *const arguments[] = {"--thrift", NULL};
    const struct terminal_setup slow = {.rows = 24, .columns = 80, .language = "de_DE.UTF-8", .arguments = arguments};
    struct terminal *terminal = terminal_start(&slow);
    int row, column;
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "/motor\r\r");
    assert_true(terminal_wait_for(terminal, "q zurück"));
    terminal_type(terminal, "q");
    terminal_cursor(terminal, &row, &column);
    assert_int_equal(row, 1);
    terminal_type(terminal, "n");
    terminal_cursor(terminal, &row, &column);
    assert_int_equal(row, 2);
    terminal_stop(terminal);
}

static void one_hit_on_the_command_line_opens_its_text(void **state)
{
    (void)state;
    static const char *const arguments[] = {"zuendspule", NULL};
    struct terminal_setup setup = terminal_german;
    setup.arguments = arguments;
    struct terminal *terminal = terminal_start(&setup);
    assert_true(terminal_wait_for(terminal, "Teil       12137638477"));
    terminal_stop(terminal);
}

static void nothing_found_is_an_honest_page_with_ways_on(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "/zündspuhle airbag\r");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden für  zündspuhle · airbag"));
    assert_true(terminal_shows(terminal, "gesucht in 13 Rückrufen, 3 Quellen"));
    assert_true(terminal_shows(terminal, "a  Vielleicht nur Zündspulen  (1)"));
    assert_true(terminal_shows(terminal, "b  Ohne zündspuhle  (1)"));
    assert_true(terminal_shows(terminal, "Kein Treffer heißt nicht"));
    terminal_type(terminal, "a");
    assert_true(terminal_wait_for(terminal, "Verbaute Zündspulen"));
    terminal_type(terminal, "u");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden"));
    terminal_stop(terminal);
}

static void synonyms_and_unknown_fields_are_said(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "/fire\r");
    assert_true(terminal_wait_for(terminal, "mit Synonymen"));
    assert_true(terminal_shows(terminal, "3 von 13 Rückrufe"));
    terminal_type(terminal, "/ cat:nix\r");
    assert_true(terminal_wait_for(terminal, "cat: möglich sind: Elektrik, "));
    assert_true(terminal_shows(terminal, "3 von 13 Rückrufe"));
    terminal_stop(terminal);
}

static void a_year_among_words_is_told_from_that_of_cars(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "/bmw 2014\r");
    assert_true(terminal_wait_for(terminal, "jahr:2014 sucht nach dem Baujahr"));
    terminal_type(terminal, "/ jahr:2014\r");
    assert_false(terminal_shows(terminal, "jahr:2014 sucht"));
    terminal_type(terminal, "u");
    terminal_type(terminal, "u");
    terminal_type(terminal, "/2014\r");
    assert_true(terminal_wait_for(terminal, "„2014“"));
    assert_false(terminal_shows(terminal, "nach dem Baujahr"));
    terminal_stop(terminal);
}

static void the_filter_menu_counts_and_narrows(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "f");
    assert_true(terminal_wait_for(terminal, "[Marke]"));
    assert_true(terminal_wait_for(terminal, "> BMW"));
    terminal_type(terminal, "ll");
    assert_true(terminal_wait_for(terminal, "[Jahr]"));
    terminal_type(terminal, "l");
    assert_true(terminal_wait_for(terminal, "[Folge]"));
    assert_string_equal(terminal_row(terminal, 3), "> Brand                                                    3");
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "3 von 13 Rückrufe"));
    assert_true(terminal_wait_for(terminal, "Folge Brand"));
    terminal_type(terminal, "u");
    assert_true(terminal_wait_for(terminal, "13 Rückrufe"));
    terminal_type(terminal, "fq");
    assert_true(terminal_wait_for(terminal, "1-9 Kategorie"));
    terminal_stop(terminal);
}

/* In a folder of the person's own, which the test removes. */
static void marks_and_searches_outlive_the_session(void **state)
{
    char folder[] = "/tmp/test-state-XXXXXX", path[64], aside[80];
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(setenv("XDG_STATE_HOME", folder, 1), 0);
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "jm");
    assert_true(terminal_wait_for(terminal, ">*2016-12"));
    terminal_type(terminal, "/pumpe\rQ");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    terminal_stop(terminal);

    terminal = terminal_start(&terminal_german);
    assert_true(terminal_wait_for(terminal, "u führt zurück zu „pumpe“"));
    assert_true(terminal_shows(terminal, " *2016-12"));
    terminal_type(terminal, "M");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    terminal_type(terminal, "m");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden"));
    terminal_type(terminal, "M/\033[A");
    assert_true(terminal_wait_for(terminal, "Suche: pumpe"));
    terminal_stop(terminal);

    /* A second window knows what is marked in the first. */
    terminal = terminal_browse(&terminal_german);
    struct terminal *second = terminal_browse(&terminal_german);
    terminal_type(terminal, "jjmjm");
    assert_true(terminal_wait_for(terminal, "*2013-08"));
    terminal_type(second, "M");
    assert_true(terminal_wait_for(second, "2 von 13 Rückrufe"));
    terminal_stop(second);
    terminal_stop(terminal);

    /* What is damaged is set aside, and that is said. */
    snprintf(path, sizeof path, "%s/rueckruf/state.db", folder);
    snprintf(aside, sizeof aside, "%s.damaged", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("no database", file) >= 0);
    assert_int_equal(fclose(file), 0);
    terminal = terminal_start(&terminal_german);
    assert_true(terminal_wait_for(terminal, "die Merkdatei war beschädigt"));
    terminal_stop(terminal);
    assert_int_equal(unlink(aside), 0);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/rueckruf", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(setenv("XDG_STATE_HOME", "/dev/null/none", 1), 0);
}

/* What makes a recall a hit is to be seen, also where a list's note says it. */
static void digits_that_match_are_marked_in_a_note(void **state)
{
    static const char digits[] = "0 89/ 1 25 01 60 10";
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "/089 1250160\r\r");
    assert_true(terminal_wait_for(terminal, digits));
    assert_true(terminal_shows(terminal, "n N Treffer"));
    int row = 1, marked = 0;
    while (!strstr(terminal_row(terminal, row), digits))
        row++;
    int column = (int)(strstr(terminal_row(terminal, row), digits) - terminal_row(terminal, row));
    /* "muß" has one column less than bytes. */
    column -= strstr(terminal_row(terminal, row), "ß") ? 1 : 0;
    for (int i = 0; i < 16; i++)
        marked += terminal_cell_is_marked(terminal, row, column + i);
    assert_int_equal(marked, 16);
    for (int i = 16; i < 19; i++)
        assert_false(terminal_cell_is_marked(terminal, row, column + i));
    assert_false(terminal_cell_is_marked(terminal, row, column - 2));
    terminal_type(terminal, "qq");
    terminal_stop(terminal);
}

static void sort_undo_and_next_recall(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "S");
    assert_true(terminal_wait_for(terminal, "sortiert nach Datum, umgekehrt"));
    assert_null(strstr(terminal_row(terminal, 1), "2017-03"));
    /* The selected recall stays selected. */
    assert_true(terminal_shows(terminal, "> 2017-03"));
    assert_true(terminal_shows(terminal, "─ 13 von 13 "));
    terminal_type(terminal, "S");
    terminal_type(terminal, "1");
    assert_true(terminal_wait_for(terminal, "4 von 13 Rückrufe"));
    terminal_type(terminal, "u");
    assert_true(terminal_wait_for(terminal, " 13 Rückrufe"));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "1 / 13"));
    terminal_type(terminal, "J");
    assert_true(terminal_wait_for(terminal, "2 / 13"));
    terminal_type(terminal, "K");
    assert_true(terminal_wait_for(terminal, "1 / 13"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(search_finds_as_one_types_and_escape_puts_back),
        cmocka_unit_test(paste_opens_search_instead_of_a_storm_of_keys),
        cmocka_unit_test(a_number_leads_out_of_the_hits),
        cmocka_unit_test(next_hit_in_a_list_alone_is_the_next_recall),
        cmocka_unit_test(one_hit_on_the_command_line_opens_its_text),
        cmocka_unit_test(nothing_found_is_an_honest_page_with_ways_on),
        cmocka_unit_test(synonyms_and_unknown_fields_are_said),
        cmocka_unit_test(a_year_among_words_is_told_from_that_of_cars),
        cmocka_unit_test(the_filter_menu_counts_and_narrows),
        cmocka_unit_test(marks_and_searches_outlive_the_session),
        cmocka_unit_test(digits_that_match_are_marked_in_a_note),
        cmocka_unit_test(sort_undo_and_next_recall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
