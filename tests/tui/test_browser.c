/* The browser as a person has it: the program in a terminal, keys in, a screen out. */

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static const struct terminal_setup german = {.rows = 24, .columns = 80, .language = "de_DE.UTF-8"};

static void first_screen_shows_categories_list_and_text(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    assert_non_null(strstr(terminal_row(terminal, 0), "13 Rückrufe"));
    assert_non_null(strstr(terminal_row(terminal, 1), "0 Alle"));
    assert_non_null(strstr(terminal_row(terminal, 1), "2017-03  Elastische Gelenkscheibe"));
    assert_non_null(strstr(terminal_row(terminal, 2), "1 Elektrik           4"));
    assert_true(terminal_shows(terminal, "kündigt sich durch Geräuschentwicklung"));
    terminal_stop(terminal);
}

static void number_chooses_category(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "4");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    assert_true(terminal_shows(terminal, "[AIRBAG] BMW: Softwarefehler im Airbag-Sensor"));
    terminal_type(terminal, "0");
    assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe"));
    terminal_stop(terminal);
}

static void search_finds_as_one_types_and_escape_puts_back(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "/zuendspule");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    assert_true(terminal_shows(terminal, "Verbaute Zündspulen"));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe"));
    assert_true(terminal_shows(terminal, " 13 Rückrufe"));
    terminal_stop(terminal);
}

static void enter_opens_full_text_and_q_leads_out(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "/zuendspule\r\r");
    assert_true(terminal_wait_for(terminal, "Teil       12137638477"));
    assert_true(terminal_shows(terminal, "1 / 1"));
    assert_true(terminal_shows(terminal, "Die verbauten Zündspulen"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "1-9 Kategorie"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe"));
    terminal_type(terminal, "q");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    assert_true(terminal_is_restored(terminal));
    terminal_stop(terminal);
}

static void escape_never_quits(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "\033");
    terminal_type(terminal, "\033");
    terminal_type(terminal, "4");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    terminal_stop(terminal);
}

static void control_c_ends_with_the_status_of_an_interrupt(void **state)
{
    (void)state;
    static const char *const before[] = {"", "\r", "/pumpe", "?", "c"};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        struct terminal *terminal = terminal_start(&german);
        assert_true(terminal_wait_for(terminal, "? Hilfe"));
        if (before[i][0])
            terminal_type(terminal, before[i]);
        terminal_type(terminal, "\003");
        assert_int_equal(terminal_wait_for_end(terminal), 130);
        assert_true(terminal_is_restored(terminal));
        terminal_stop(terminal);
    }
}

static void backspace_goes_back_and_never_quits(void **state)
{
    (void)state;
    static const char *const keys[] = {"\177", "\010"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct terminal *terminal = terminal_start(&german);
        assert_true(terminal_wait_for(terminal, "? Hilfe"));
        terminal_type(terminal, "4");
        assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
        terminal_type(terminal, keys[i]);
        assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe"));
        terminal_type(terminal, keys[i]);
        terminal_type(terminal, keys[i]);
        terminal_rest(terminal, 100);
        assert_false(terminal_has_ended(terminal));
        terminal_type(terminal, "q");
        assert_int_equal(terminal_wait_for_end(terminal), 0);
        terminal_stop(terminal);
    }
}

static void unknown_sequences_do_nothing(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    char before[8192];
    strncpy(before, terminal_screen(terminal), sizeof before - 1);
    before[sizeof before - 1] = '\0';
    terminal_type(terminal, "\033[99;7~\033[<0;3;4M\033OQ\033[1;5P");
    assert_string_equal(terminal_screen(terminal), before);
    terminal_stop(terminal);
}

static void arrows_move_and_the_cursor_stands_on_the_row(void **state)
{
    (void)state;
    static const char *const downs[] = {"j", "\033[B", "\033OB"};
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    for (int i = 0; i < 3; i++) {
        int row, column;
        terminal_type(terminal, downs[i]);
        terminal_cursor(terminal, &row, &column);
        assert_int_equal(row, 2 + i);
        assert_int_equal(column, 24);
        assert_true(terminal_cell_is_reversed(terminal, row, 30));
    }
    terminal_stop(terminal);
}

static void paste_opens_search_instead_of_a_storm_of_keys(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "\033[200~zuendspule Q\nq\033[201~");
    assert_true(terminal_wait_for(terminal, "Suche: zuendspule Q q"));
    terminal_stop(terminal);
}

static void help_lists_the_keys(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "?");
    assert_true(terminal_wait_for(terminal, "suchen beim Tippen"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "1-9 Kategorie"));
    terminal_stop(terminal);
}

/* Without the status line, where keys that were used are no longer hinted at. */
static char *panes_of(struct terminal *terminal, int rows)
{
    terminal_rest(terminal, 300); /* the text follows when the hand rests */
    char *panes = calloc(1, 65536);
    assert_non_null(panes);
    for (int row = 0; row < rows - 1; row++)
        strcat(strcat(panes, terminal_row(terminal, row)), "\n");
    return panes;
}

static void back_from_the_text_all_is_as_it_was(void **state)
{
    static const int sizes[][2] = {{24, 80}, {40, 120}, {12, 40}, {5, 20}};
    static const char *const ways[] = {"\rq", "\rJKq", "\r?qq"};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct terminal *terminal = terminal_start(
            &(struct terminal_setup){.rows = sizes[i][0], .columns = sizes[i][1], .language = "de_DE.UTF-8"});
        assert_true(terminal_wait_for(terminal, "2017-03"));
        terminal_type(terminal, "Gkkk");
        terminal_type(terminal, "kkkk");
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            int row[2], column[2];
            char *before = panes_of(terminal, sizes[i][0]);
            terminal_cursor(terminal, &row[0], &column[0]);
            for (const char *key = ways[way]; *key; key++)
                terminal_type(terminal, (char[]){*key, '\0'});
            char *after = panes_of(terminal, sizes[i][0]);
            terminal_cursor(terminal, &row[1], &column[1]);
            assert_string_equal(after, before);
            assert_int_equal(row[1], row[0]);
            assert_int_equal(column[1], column[0]);
            free(before);
            free(after);
        }
        terminal_stop(terminal);
    }
}

static void wide_screen_has_text_beside_the_list(void **state)
{
    (void)state;
    const struct terminal_setup wide = {.rows = 40, .columns = 120, .language = "de_DE.UTF-8"};
    struct terminal *terminal = terminal_start(&wide);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    assert_non_null(strstr(terminal_row(terminal, 1), "Antriebsstrang"));
    /* What the text can't use goes to the list. */
    terminal_resize(terminal, 40, 200);
    assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe an der Gelenkwelle kann brechen"));
    terminal_stop(terminal);
}

static void small_screen_has_one_pane(void **state)
{
    (void)state;
    const struct terminal_setup small = {.rows = 12, .columns = 40, .language = "de_DE.UTF-8"};
    struct terminal *terminal = terminal_start(&small);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    assert_true(terminal_shows(terminal, "> 2017-03  Elastische"));
    assert_false(terminal_shows(terminal, "Karosserie"));
    terminal_type(terminal, "h");
    assert_true(terminal_wait_for(terminal, "Elektrik"));
    terminal_stop(terminal);
}

static void c_locale_shows_every_letter(void **state)
{
    (void)state;
    const struct terminal_setup plain = {.rows = 24, .columns = 80, .locale = "C", .term = "vt100"};
    struct terminal *terminal = terminal_start(&plain);
    assert_true(terminal_wait_for(terminal, "? help"));
    assert_true(terminal_shows(terminal, "kuendigt sich durch Geraeuschentwicklung"));
    for (const char *c = terminal_screen(terminal); *c; c++)
        assert_true((unsigned char)*c < 0x80 && *c != '?' + 0x80);
    terminal_type(terminal, "/pumpe\r\r");
    assert_true(terminal_wait_for(terminal, "1 / 3"));
    assert_non_null(strstr(terminal_row(terminal, 0), "All > \"pumpe\" > "));
    terminal_stop(terminal);
}

static void any_size_is_survived(void **state)
{
    (void)state;
    static const int sizes[][2] = {{5, 20}, {1, 1}, {200, 500}, {12, 40}, {2, 80}, {16, 60}, {24, 80}};
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        terminal_resize(terminal, sizes[i][0], sizes[i][1]);
    assert_true(terminal_wait_for(terminal, "2017-03  Elastische Gelenkscheibe"));
    assert_true(terminal_shows(terminal, "? Hilfe"));
    terminal_stop(terminal);
}

static void one_step_redraws_little(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "?");
    terminal_type(terminal, "q");
    terminal_take_bytes(terminal);
    terminal_type(terminal, "\033[99~");
    /* A key that means nothing costs at most a cursor movement. */
    assert_in_range(terminal_take_bytes(terminal), 0, 20);
    terminal_stop(terminal);
}

static void a_step_over_a_slow_line_is_a_few_bytes(void **state)
{
    static const char *const arguments[] = {"--thrift", NULL};
    (void)state;
    struct terminal *terminal = terminal_start(
        &(struct terminal_setup){.rows = 24, .columns = 80, .language = "de_DE.UTF-8", .arguments = arguments});
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_take_bytes(terminal);
    terminal_type(terminal, "j");
    assert_in_range(terminal_take_bytes(terminal), 1, 30);
    assert_true(terminal_shows(terminal, "> 2016-12"));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "Airbag-Sensor"));
    /* At its end the list turns a page: what that costs is not paid again at the next step. */
    terminal_type(terminal, "q");
    terminal_resize(terminal, 10, 80);
    terminal_type(terminal, "jjjjjjj");
    terminal_take_bytes(terminal);
    terminal_type(terminal, "j");
    assert_in_range(terminal_take_bytes(terminal), 1, 30);
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

static void signals_and_hang_up_end_it(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct terminal *terminal = terminal_start(&german);
        assert_true(terminal_wait_for(terminal, "? Hilfe"));
        kill(terminal_process(terminal), signals[i]);
        assert_int_not_equal(terminal_wait_for_end(terminal), -1);
        assert_true(terminal_is_restored(terminal));
        terminal_stop(terminal);
    }
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_hang_up(terminal);
    assert_int_not_equal(terminal_wait_for_end(terminal), -1);
    terminal_stop(terminal);
}

static void one_hit_on_the_command_line_opens_its_text(void **state)
{
    (void)state;
    static const char *const arguments[] = {"zuendspule", NULL};
    struct terminal_setup setup = german;
    setup.arguments = arguments;
    struct terminal *terminal = terminal_start(&setup);
    assert_true(terminal_wait_for(terminal, "Teil       12137638477"));
    terminal_stop(terminal);
}

static void nothing_found_is_an_honest_page_with_ways_on(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "/zündspuhle airbag\r");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden für  zündspuhle · airbag"));
    assert_true(terminal_shows(terminal, "gesucht in 13 Rückrufen, 3 Quellen"));
    assert_true(terminal_shows(terminal, "a  Vielleicht Zündspulen  (1)"));
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
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "/fire\r");
    assert_true(terminal_wait_for(terminal, "mit Synonymen"));
    assert_true(terminal_shows(terminal, "3 von 13 Rückrufe"));
    terminal_type(terminal, "/ cat:nix\r");
    assert_true(terminal_wait_for(terminal, "cat: möglich sind: electrics, "));
    assert_true(terminal_shows(terminal, "3 von 13 Rückrufe"));
    terminal_stop(terminal);
}

static void the_filter_menu_counts_and_narrows(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
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
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "jm");
    assert_true(terminal_wait_for(terminal, ">*2016-12"));
    terminal_type(terminal, "/pumpe\rQ");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    terminal_stop(terminal);

    terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "u führt zurück zu „pumpe“"));
    assert_true(terminal_shows(terminal, " *2016-12"));
    terminal_type(terminal, "M");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    terminal_type(terminal, "m");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden"));
    terminal_type(terminal, "M/\033[A");
    assert_true(terminal_wait_for(terminal, "Suche: pumpe"));
    terminal_stop(terminal);

    /* What is damaged is set aside, and that is said. */
    snprintf(path, sizeof path, "%s/rueckruf/state.db", folder);
    snprintf(aside, sizeof aside, "%s.damaged", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("no database", file) >= 0);
    assert_int_equal(fclose(file), 0);
    terminal = terminal_start(&german);
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
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
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
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "S");
    assert_true(terminal_wait_for(terminal, "sortiert nach Datum, umgekehrt"));
    assert_null(strstr(terminal_row(terminal, 1), "2017-03"));
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
        cmocka_unit_test(first_screen_shows_categories_list_and_text),
        cmocka_unit_test(number_chooses_category),
        cmocka_unit_test(search_finds_as_one_types_and_escape_puts_back),
        cmocka_unit_test(enter_opens_full_text_and_q_leads_out),
        cmocka_unit_test(escape_never_quits),
        cmocka_unit_test(control_c_ends_with_the_status_of_an_interrupt),
        cmocka_unit_test(backspace_goes_back_and_never_quits),
        cmocka_unit_test(unknown_sequences_do_nothing),
        cmocka_unit_test(arrows_move_and_the_cursor_stands_on_the_row),
        cmocka_unit_test(paste_opens_search_instead_of_a_storm_of_keys),
        cmocka_unit_test(help_lists_the_keys),
        cmocka_unit_test(back_from_the_text_all_is_as_it_was),
        cmocka_unit_test(wide_screen_has_text_beside_the_list),
        cmocka_unit_test(small_screen_has_one_pane),
        cmocka_unit_test(c_locale_shows_every_letter),
        cmocka_unit_test(any_size_is_survived),
        cmocka_unit_test(one_step_redraws_little),
        cmocka_unit_test(a_step_over_a_slow_line_is_a_few_bytes),
        cmocka_unit_test(next_hit_in_a_list_alone_is_the_next_recall),
        cmocka_unit_test(signals_and_hang_up_end_it),
        cmocka_unit_test(nothing_found_is_an_honest_page_with_ways_on),
        cmocka_unit_test(synonyms_and_unknown_fields_are_said),
        cmocka_unit_test(the_filter_menu_counts_and_narrows),
        cmocka_unit_test(marks_and_searches_outlive_the_session),
        cmocka_unit_test(digits_that_match_are_marked_in_a_note),
        cmocka_unit_test(sort_undo_and_next_recall),
        cmocka_unit_test(one_hit_on_the_command_line_opens_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
