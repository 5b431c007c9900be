/* What comes from the keyboard and is no key: nothing of it does anything, however it is cut into pieces. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static const char *const terms[] = {"xterm-256color", "linux", "vt100"};

static struct terminal *start(const char *term)
{
    const struct terminal_setup setup = {.rows = 24, .columns = 80, .term = term, .language = "de_DE.UTF-8"};
    struct terminal *terminal = terminal_browse(&setup);
    terminal_type(terminal, "jj");
    assert_true(terminal_wait_for(terminal, "─ 3 von 13"));
    assert_true(terminal_wait_for(terminal, "Laut Hersteller können")); /* the text follows when the hand rests */
    terminal_rest(terminal, 100);
    return terminal;
}

/* Typed in one piece; the next key works. */
static void assert_does_nothing(const char *bytes)
{
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct terminal *terminal = start(terms[i]);
        char *before = strdup(terminal_screen(terminal));
        terminal_type(terminal, bytes);
        terminal_rest(terminal, 100);
        if (terminal_has_ended(terminal) || strcmp(terminal_screen(terminal), before) != 0)
            fail_msg("%s: what begins with ESC %s does something:\n%s", terms[i], bytes + 1, terminal_screen(terminal));
        terminal_type(terminal, "j");
        assert_true(terminal_wait_for(terminal, "─ 4 von 13"));
        free(before);
        terminal_stop(terminal);
    }
}

static void a_letter_with_alt_is_no_key(void **state)
{
    (void)state;
    static const char *const keys[] = {"\033q", "\033Q", "\0334", "\033/", "\033ä", "\033\r", "\033\033[A"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_does_nothing(keys[i]);
}

static void what_a_terminal_reports_is_no_key(void **state)
{
    (void)state;
    static const char *const reports[] = {
        "\033]11;rgb:0000/0000/0000\a",
        "\033]11;rgb:0000/0000/0000\033\\",
        "\033P>|xterm(379)\033\\",
        "\033_Gi=31;OK\033\\",
        "\033^private\033\\",
        "\033Xstring\033\\",
        "\033]52;c;cXEvcQ==\a\033]4;1;q\a",
        "\033[?64;1;2;6;9c",
        "\033[24;80R",
    };
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        assert_does_nothing(reports[i]);
}

static void a_mouse_that_nobody_asked_for_is_no_key(void **state)
{
    (void)state;
    static const char *const reports[] = {"\033[M !!", "\033[Mq4Q", "\033[<0;3;4M", "\033[32;3;4M"};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        assert_does_nothing(reports[i]);
}

/* Over a slow line a report comes in pieces, with pauses that are longer than those between the bytes of a key. */
static void a_report_in_pieces_is_no_key(void **state)
{
    static const char *const pieces[] = {"\033]11;rgb:", "0000/", "q4Q/", "0000\033", "\\"};
    (void)state;
    struct terminal *terminal = start(terms[0]);
    char *before = strdup(terminal_screen(terminal));
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        terminal_send(terminal, pieces[i]);
        terminal_rest(terminal, 150);
    }
    assert_false(terminal_has_ended(terminal));
    assert_string_equal(terminal_screen(terminal), before);
    terminal_type(terminal, "j");
    assert_true(terminal_wait_for(terminal, "─ 4 von 13"));
    free(before);
    terminal_stop(terminal);
}

/* One that is longer than any buffer; and one that never ends does not take the keyboard away. */
static void a_report_without_measure_is_no_key(void **state)
{
    (void)state;
    struct terminal *terminal = start(terms[0]);
    char part[1001];
    memset(part, 'q', 1000);
    part[1000] = '\0';
    terminal_send(terminal, "\033]52;c;");
    for (int i = 0; i < 20; i++)
        terminal_send(terminal, part);
    terminal_rest(terminal, 1500);
    assert_false(terminal_has_ended(terminal));
    terminal_type(terminal, "j");
    assert_true(terminal_wait_for(terminal, "─ 4 von 13"));
    terminal_stop(terminal);
}

static void escape_alone_works_over_a_slow_line(void **state)
{
    (void)state;
    struct terminal *terminal = start(terms[0]);
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "3 / 13"));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "─ 3 von 13"));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "3 / 13"));
    terminal_type(terminal, "\033\033");
    assert_true(terminal_wait_for(terminal, "─ 3 von 13"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_with_alt_is_no_key),
        cmocka_unit_test(what_a_terminal_reports_is_no_key),
        cmocka_unit_test(a_mouse_that_nobody_asked_for_is_no_key),
        cmocka_unit_test(a_report_in_pieces_is_no_key),
        cmocka_unit_test(a_report_without_measure_is_no_key),
        cmocka_unit_test(escape_alone_works_over_a_slow_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
