/* The browser as a person has it: the program in a terminal, keys in, a screen out. */

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static void first_screen_shows_categories_list_and_text(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
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
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "4");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufe"));
    assert_true(terminal_shows(terminal, "[AIRBAG] BMW: Softwarefehler im Airbag-Sensor"));
    terminal_type(terminal, "0");
    assert_true(terminal_wait_for(terminal, "Elastische Gelenkscheibe"));
    terminal_stop(terminal);
}

static void enter_opens_full_text_and_q_leads_out(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
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
    struct terminal *terminal = terminal_browse(&terminal_german);
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
        struct terminal *terminal = terminal_browse(&terminal_german);
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
        struct terminal *terminal = terminal_browse(&terminal_german);
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
    struct terminal *terminal = terminal_browse(&terminal_german);
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
    struct terminal *terminal = terminal_browse(&terminal_german);
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

static void help_lists_the_keys(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
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

/* Also from another list: to the very row one came from. */
static void back_from_a_search_or_a_category_the_row_is_selected_again(void **state)
{
    static const char *const ways[] = {"/pumpe\rjq", "/pumpe\rju", "2j\033", "2ju", "2/pumpe\rjqq"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct terminal *terminal = terminal_browse(&terminal_german);
        terminal_type(terminal, "jjjjjjjjjkk");
        assert_true(terminal_wait_for(terminal, "8 von 13 ─"));
        char *before = strdup(terminal_row(terminal, 1));
        for (const char *key = ways[i]; *key; key++)
            terminal_type(terminal, (const char[]){*key, '\0'});
        assert_true(terminal_wait_for(terminal, "8 von 13 ─"));
        assert_string_equal(terminal_row(terminal, 1), before);
        free(before);
        terminal_stop(terminal);
    }
}

/* The row that is selected, from its list's first column on; the first of all that are. */
static char *selected_row(struct terminal *terminal, int *row)
{
    const char *found = NULL;
    for (*row = 1; !found && *row < 23; ++*row)
        found = strstr(terminal_row(terminal, *row), "│>");
    assert_non_null(found);
    return strdup(found);
}

/* Wherever it is in the list by then: on the row of the screen that it was on, as far as that can be. */
static void back_in_a_list_of_another_order_the_recall_is_selected_again(void **state)
{
    static const char *const ways[] = {"2Sq", "2jSu", "/pumpe\rSSq", "2/pumpe\rSqq"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        int row[2];
        struct terminal *terminal = terminal_browse(&terminal_german);
        terminal_type(terminal, "jjjjj");
        char *before = selected_row(terminal, &row[0]);
        for (const char *key = ways[i]; *key; key++)
            terminal_type(terminal, (const char[]){*key, '\0'});
        char *after = selected_row(terminal, &row[1]);
        assert_string_equal(after, before);
        assert_true(row[0] == row[1] || i == 2);
        free(before);
        free(after);
        terminal_stop(terminal);
    }
}

static void signals_and_hang_up_end_it(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct terminal *terminal = terminal_browse(&terminal_german);
        kill(terminal_process(terminal), signals[i]);
        assert_int_not_equal(terminal_wait_for_end(terminal), -1);
        assert_true(terminal_is_restored(terminal));
        terminal_stop(terminal);
    }
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_hang_up(terminal);
    assert_int_not_equal(terminal_wait_for_end(terminal), -1);
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_screen_shows_categories_list_and_text),
        cmocka_unit_test(number_chooses_category),
        cmocka_unit_test(enter_opens_full_text_and_q_leads_out),
        cmocka_unit_test(escape_never_quits),
        cmocka_unit_test(control_c_ends_with_the_status_of_an_interrupt),
        cmocka_unit_test(backspace_goes_back_and_never_quits),
        cmocka_unit_test(unknown_sequences_do_nothing),
        cmocka_unit_test(arrows_move_and_the_cursor_stands_on_the_row),
        cmocka_unit_test(help_lists_the_keys),
        cmocka_unit_test(back_from_the_text_all_is_as_it_was),
        cmocka_unit_test(back_from_a_search_or_a_category_the_row_is_selected_again),
        cmocka_unit_test(back_in_a_list_of_another_order_the_recall_is_selected_again),
        cmocka_unit_test(signals_and_hang_up_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
