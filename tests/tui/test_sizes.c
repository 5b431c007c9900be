/* What is drawn: on screens of every size, and over slow lines in few bytes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static void wide_screen_has_text_beside_the_list(void **state)
{
    (void)state;
    const struct terminal_setup wide = {.rows = 40, .columns = 120, .language = "de_DE.UTF-8"};
    struct terminal *terminal = terminal_browse(&wide);
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
    struct terminal *terminal = terminal_browse(&small);
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
    struct terminal *terminal = terminal_browse(&terminal_german);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        terminal_resize(terminal, sizes[i][0], sizes[i][1]);
    assert_true(terminal_wait_for(terminal, "2017-03  Elastische Gelenkscheibe"));
    assert_true(terminal_shows(terminal, "? Hilfe"));
    terminal_stop(terminal);
}

/* The cursor does not go down out of the rows that scroll: with fewer of them what is meant for the last row stands
 * above it. */
static void all_rows_scroll_whatever_the_terminal_is_described_with(void **state)
{
    static const char *const terms[] = {"xterm-256color", "vt100", "vt220", "linux", "putty", "screen"};
    static const int rows[] = {40, 12, 24};
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            struct terminal *terminal = terminal_browse(
                &(struct terminal_setup){.rows = rows[k], .columns = 120, .language = "de_DE.UTF-8", .term = terms[i]});
            int last = terminal_last_row_to_scroll(terminal);
            if (last != 0 && last != rows[k])
                fail_msg("%s with %d rows: %d of them scroll", terms[i], rows[k], last);
            terminal_stop(terminal);
        }
}

static void one_step_redraws_little(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_screen_has_text_beside_the_list),
        cmocka_unit_test(small_screen_has_one_pane),
        cmocka_unit_test(c_locale_shows_every_letter),
        cmocka_unit_test(any_size_is_survived),
        cmocka_unit_test(all_rows_scroll_whatever_the_terminal_is_described_with),
        cmocka_unit_test(one_step_redraws_little),
        cmocka_unit_test(a_step_over_a_slow_line_is_a_few_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
