/*
 * The browser in locales that are not UTF-8: every recall is read to its end, and no letter is lost on the way.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static char locales[] = "/tmp/locales-XXXXXX";

/* Makes the locale where the machine can. */
static bool make_locale(const char *name, const char *charset)
{
    char command[200];
    snprintf(command, sizeof command, "localedef -i de_DE -f %s %s/%s >/dev/null 2>&1", charset, locales, name);
    int status = system(command);
    struct stat there;
    snprintf(command, sizeof command, "%s/%s/LC_CTYPE", locales, name);
    return status != -1 && stat(command, &there) == 0;
}

/* The first line of the title bar, the list and the help: letters of the texts become neither blanks nor "?". */
static void assert_no_letter_is_lost(struct terminal *terminal)
{
    for (int row = 0; row < 24; row++) {
        const char *text = terminal_row(terminal, row);
        const char *mark = strchr(text, '?');
        if (strstr(text, "\uFFFD") || (mark && mark[1] != ' '))
            fail_msg("row %d: %s", row, text);
    }
}

static void read_every_recall(struct terminal *terminal)
{
    for (int recall = 0; recall < 13; recall++) {
        assert_no_letter_is_lost(terminal);
        terminal_type(terminal, "j");
    }
    terminal_type(terminal, "?");
    assert_no_letter_is_lost(terminal);
    terminal_type(terminal, "q");
}

static void in_latin1_umlauts_stay_and_quotes_are_straight(void **state)
{
    (void)state;
    if (!make_locale("de_DE.ISO-8859-1", "ISO-8859-1"))
        skip();
    setenv("LOCPATH", locales, 1);
    struct terminal *terminal = terminal_start(&(struct terminal_setup){
        .rows = 24, .columns = 80, .term = "vt220", .locale = "de_DE.ISO-8859-1", .is_latin1 = true});
    assert_true(terminal_wait_for(terminal, "13 Rückrufe · ADAC · Stand"));
    assert_true(terminal_shows(terminal, "5 Rückhaltesysteme"));
    assert_true(terminal_shows(terminal, "|  2012-08  Herausdrücken von Hydrauliköl über den Falte~"));
    read_every_recall(terminal);
    terminal_type(terminal, "/z\xFCndsp\r");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rückrufen"));
    assert_true(terminal_shows(terminal, "\"zündsp\""));
    terminal_type(terminal, "\r\r");
    assert_true(terminal_wait_for(terminal, "\"Zündspülen mit obiger Teilenr. verbaut"));
    terminal_stop(terminal);
    unsetenv("LOCPATH");
}

static void in_ascii_umlauts_are_spelled_out(void **state)
{
    (void)state;
    struct terminal *terminal =
        terminal_start(&(struct terminal_setup){.rows = 24, .columns = 80, .term = "vt100", .language = "de_XX"});
    assert_true(terminal_wait_for(terminal, "13 Rueckrufe - ADAC - Stand"));
    assert_true(terminal_shows(terminal, "5 Rueckhaltesysteme"));
    assert_true(terminal_shows(terminal, "|  2012-08  Herausdruecken von Hydraulikoel ueber den F"));
    read_every_recall(terminal);
    for (const char *byte = terminal_screen(terminal); *byte; byte++)
        assert_true((unsigned char)*byte < 0x7F);
    /* The terminal sends UTF-8 all the same. */
    terminal_type(terminal, "/zündsp\r");
    assert_true(terminal_wait_for(terminal, "1 von 13 Rueckrufen"));
    assert_true(terminal_shows(terminal, "\"zuendsp\""));
    terminal_stop(terminal);
}

static void a_line_break_in_a_query_moves_nothing(void **state)
{
    (void)state;
    const char *const arguments[] = {"zq\xE2\x80\xA8"
                                     "b\xC2\x85z",
                                     NULL};
    struct terminal *terminal = terminal_start(
        &(struct terminal_setup){.rows = 24, .columns = 80, .locale = "C.UTF-8", .arguments = arguments});
    assert_true(terminal_wait_for(terminal, "No recall found for  zq · b · z"));
    assert_non_null(strstr(terminal_row(terminal, 0), "“zq b z”"));
    assert_non_null(strstr(terminal_row(terminal, 1), ">0 All"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_latin1_umlauts_stay_and_quotes_are_straight),
        cmocka_unit_test(in_ascii_umlauts_are_spelled_out),
        cmocka_unit_test(a_line_break_in_a_query_moves_nothing),
    };
    if (!mkdtemp(locales))
        return 99;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    return terminal_remove_folder(locales) == 0 ? failures : 99;
}
