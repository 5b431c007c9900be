/* What lies over the panes, and the full text: nothing under it changes unseen, and it fits the screen it is on. */

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

static void help_and_menu_are_put_away_for_what_is_not_theirs(void **state)
{
    static const struct {
        const char *keys;
        const char *shown[3];
    } cases[] = {
        {"?m", {">*2017-03", "1 von 13 ─"}},
        {"?S", {"sortiert nach Datum, umgekehrt", "13 von 13 ─"}},
        {"?J", {"2 von 13 ─"}},
        {"\r?J", {" 2 / 13 ", "Kategorie  "}},
        {"jj\rS", {"sortiert nach Datum, umgekehrt", " 11 / 13 ", "Kategorie  "}},
        {"/pumpe\r\ru", {" 13 Rückrufe ", "1 von 13 ─"}},
        {"/-is:marked\rM", {"› nicht gemerkt · ist gemerkt "}},
        {"/ist:gemerkt\rM", {" 13 Rückrufe "}},
        {"M", {"› ist gemerkt ", " noch nichts gemerkt: m merkt einen Rückruf "}},
        {"/-is:marked\rMM", {"› nicht gemerkt ", " 13 Rückrufe "}},
        {"fm", {">*2017-03", "1 von 13 ─"}},
        {"fS", {"sortiert nach Datum, umgekehrt", "13 von 13 ─"}},
        {"f:50%\r", {"7 von 13 ─"}},
        {"f?J", {"2 von 13 ─"}},
        /* An unknown key does nothing; panes are not changed behind the help. */
        {"?ä", {"› Hilfe"}},
        {"fä", {"[Marke]"}},
        {"?lh\tq", {"1 von 13 ─", "Enter lesen"}},
        /* What they show of the query may change before the eyes. */
        {"/pumpe\rfu", {"[Marke]", " 13 Rückrufe "}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct terminal *terminal = start_at(24, 80);
        terminal_type(terminal, cases[i].keys);
        terminal_rest(terminal, 100);
        for (size_t k = 0; k < 3 && cases[i].shown[k]; k++)
            if (!terminal_shows(terminal, cases[i].shown[k]))
                fail_msg("%s: no %s in\n%s", cases[i].keys, cases[i].shown[k], terminal_screen(terminal));
        terminal_stop(terminal);
    }
}

static void from_the_text_the_list_is_to_the_left(void **state)
{
    int row, column;
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "jj\rl");
    assert_true(terminal_wait_for(terminal, " 3 / 13 "));
    terminal_type(terminal, "h");
    assert_true(terminal_wait_for(terminal, "3 von 13 ─"));
    terminal_cursor(terminal, &row, &column);
    assert_int_equal(row, 3);
    assert_int_equal(column, 24);
    terminal_type(terminal, "\r\t");
    assert_true(terminal_wait_for(terminal, "3 von 13 ─"));
    terminal_cursor(terminal, &row, &column);
    assert_int_equal(column, 0);
    terminal_stop(terminal);
}

/* For eyes and for a braille display. */
static void the_cursor_stands_on_the_hit(void **state)
{
    int row = 0, column;
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "/zuendspule\r\r");
    assert_true(terminal_wait_for(terminal, "Die verbauten Zündspulen"));
    for (int hit = 0, last = 0; hit < 3; hit++, last = row) {
        terminal_type(terminal, "n");
        terminal_cursor(terminal, &row, &column);
        assert_true(terminal_cell_is_marked(terminal, row, column));
        assert_true(row > last);
    }
    terminal_stop(terminal);
}

/* A braille display shows the line that the cursor is on. */
static void the_cursor_stands_where_reading_begins(void **state)
{
    static const struct {
        const char *keys;
        int row, column;
    } cases[] = {{"P\r", 1, 0}, {"Y", 1, 0}, {"o", 1, 0}, {"/gibtesnicht\r", 1, 25}, {"/gibtesnicht\rh", 1, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int row, column;
        struct terminal *terminal = start_at(24, 80);
        terminal_type(terminal, "j");
        terminal_type(terminal, cases[i].keys);
        terminal_rest(terminal, 100);
        terminal_cursor(terminal, &row, &column);
        if (row != cases[i].row || column != cases[i].column)
            fail_msg("%s: %d, %d", cases[i].keys, row, column);
        terminal_stop(terminal);
    }
}

/* Chosen once more, a value is not asked for twice. */
static void a_filter_is_set_once(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    terminal_type(terminal, "f\rf\r/");
    assert_true(terminal_wait_for(terminal, "Suche: make:\"=BMW\"   "));
    terminal_type(terminal, "\025pumpe\rflllll\rflllll\r/");
    assert_true(terminal_wait_for(terminal, "Suche: pumpe source:"));
    assert_null(strstr(strstr(terminal_row(terminal, 23), "source:") + 1, "source:"));
    terminal_stop(terminal);
}

static void papers_fit_a_screen_that_has_changed(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 120);
    terminal_type(terminal, "/zuendspule\rY");
    assert_true(terminal_wait_for(terminal, "Die verbauten Zündspulen"));
    terminal_resize(terminal, 24, 60);
    assert_true(terminal_wait_for(terminal, "\nhalbe Stunde und ist für die Kunden kostenlos."));
    assert_true(terminal_shows(terminal, "? Hilfe"));
    terminal_type(terminal, "qP\r");
    assert_true(terminal_wait_for(terminal, "Nachweis einer Suche"));
    terminal_resize(terminal, 12, 40);
    terminal_type(terminal, "G");
    assert_true(terminal_wait_for(terminal, "Ein Treffer heißt nicht, dass dieses"));
    assert_true(terminal_shows(terminal, "Fahrgestellnummer."));
    terminal_stop(terminal);

    /* Where there is room for it, there is a code again. */
    terminal = start_at(50, 80);
    terminal_type(terminal, "/sensorcluster\ro");
    assert_true(terminal_wait_for(terminal, "https://www.press."));
    char *before = strdup(terminal_screen(terminal));
    terminal_resize(terminal, 10, 60);
    assert_true(terminal_wait_for(terminal, "QR: "));
    assert_true(terminal_shows(terminal, "https://www.press."));
    terminal_resize(terminal, 50, 80);
    terminal_rest(terminal, 200);
    assert_string_equal(terminal_screen(terminal), before);
    free(before);
    terminal_stop(terminal);
}

static void the_chosen_list_of_the_filter_is_named_on_every_screen(void **state)
{
    static const char *const names[] = {"[Marke]", "[Modell]", "[Jahr]", "[Folge]", "[Abhilfe]", "[Quelle]"};
    static const int sizes[][2] = {{5, 20}, {12, 40}, {24, 80}};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct terminal *terminal = start_at(sizes[i][0], sizes[i][1]);
        terminal_type(terminal, "f");
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            terminal_rest(terminal, 50);
            if (!strstr(terminal_row(terminal, 1), names[k]))
                fail_msg("no %s in %s", names[k], terminal_row(terminal, 1));
            terminal_type(terminal, "l");
        }
        terminal_stop(terminal);
    }
}

/* Also where a query takes what room there is. */
static void help_and_filter_are_named_on_every_screen(void **state)
{
    static const struct {
        const char *keys, *name;
    } cases[] = {{"?", " Hilfe "}, {"f", " Filter "}};
    static const int sizes[][2] = {{5, 20}, {12, 40}, {24, 80}};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
            struct terminal *terminal = start_at(sizes[i][0], sizes[i][1]);
            terminal_type(terminal, "/kostenlos\r");
            terminal_type(terminal, cases[k].keys);
            terminal_rest(terminal, 50);
            if (!strstr(terminal_row(terminal, 0), cases[k].name))
                fail_msg("no %s in %s", cases[k].name, terminal_row(terminal, 0));
            terminal_stop(terminal);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_and_menu_are_put_away_for_what_is_not_theirs),
        cmocka_unit_test(from_the_text_the_list_is_to_the_left),
        cmocka_unit_test(the_cursor_stands_on_the_hit),
        cmocka_unit_test(the_cursor_stands_where_reading_begins),
        cmocka_unit_test(a_filter_is_set_once),
        cmocka_unit_test(papers_fit_a_screen_that_has_changed),
        cmocka_unit_test(the_chosen_list_of_the_filter_is_named_on_every_screen),
        cmocka_unit_test(help_and_filter_are_named_on_every_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
