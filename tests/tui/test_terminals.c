/*
 * Every TERM in every locale: title, list, text, search and help stand where they belong, nothing else reaches the
 * screen, and the terminal is given back. Sizes take turns; TERMINALS=all has every size for each.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static const char *const terms[] = {"vt100",           "vt220",         "linux", "xterm-256color",
                                    "screen-256color", "tmux-256color", "putty"};
static const struct {
    const char *name;
    bool is_latin1;
    const char *category; /* a part of a category's name that no transliteration changes */
    const char *help;
} locales[] = {
    {"de_DE.UTF-8", false, "haltesysteme", "Hilfe"},
    {"C.UTF-8", false, "Restraints", "help"},
    {"de_DE.ISO-8859-1", true, "haltesysteme", "Hilfe"},
    {"C", false, "Restraints", "help"},
};
static const int sizes[][2] = {{5, 20}, {12, 40}, {24, 80}, {40, 120}, {60, 200}};
enum {
    TERMS = sizeof terms / sizeof *terms,
    LOCALES = sizeof locales / sizeof *locales,
    SIZES = sizeof sizes / sizeof *sizes
};

/* Control characters and what stands for them never reach the screen. */
static bool is_clean(struct terminal *terminal)
{
    const char *screen = terminal_screen(terminal);
    return !strstr(screen, "^[") && !strstr(screen, "[0m") && !strstr(screen, "\033") && !strstr(screen, "~@");
}

static bool try_one(const char *term, size_t locale, const int size[2])
{
    const struct terminal_setup setup = {.rows = size[0],
                                         .columns = size[1],
                                         .term = term,
                                         .locale = locales[locale].name,
                                         .is_latin1 = locales[locale].is_latin1};
    struct terminal *terminal = terminal_start(&setup);
    bool is_small = size[1] < 60;
    bool good = terminal_wait_for(terminal, "13") && is_clean(terminal);
    good = good && (is_small || terminal_shows(terminal, locales[locale].category));
    /* A message may leave it no room for more than the key. */
    good = good && terminal_shows(terminal, is_small ? " ?" : locales[locale].help);
    terminal_type(terminal, "j\r");
    good = good && terminal_wait_for(terminal, "2 / 13") && is_clean(terminal);
    /* While it is resized, there and back. */
    terminal_resize(terminal, size[0] / 2 + 1, size[1] / 2 + 1);
    terminal_resize(terminal, size[0], size[1]);
    good = good && terminal_wait_for(terminal, "2 / 13");
    terminal_type(terminal, "q/pumpe\r");
    good = good && terminal_wait_for(terminal, size[1] < 40 ? "1 / 3" : is_small ? "3/13" : "3 ") && is_clean(terminal);
    terminal_type(terminal, "?");
    good = good && terminal_wait_for(terminal, size[0] < 24 ? "j" : "Ctrl-D") && is_clean(terminal);
    terminal_type(terminal, "Q");
    good = good && terminal_wait_for_end(terminal) == 0 && terminal_is_restored(terminal);
    if (!good)
        print_error("%s, %s, %dx%d:\n%s\n", term, locales[locale].name, size[1], size[0], terminal_screen(terminal));
    terminal_stop(terminal);
    return good;
}

static void every_terminal_in_every_locale(void **state)
{
    bool all = getenv("TERMINALS") && strcmp(getenv("TERMINALS"), "all") == 0;
    unsigned failures = 0, turn = 0;
    (void)state;
    for (size_t term = 0; term < TERMS; term++)
        for (size_t locale = 0; locale < LOCALES; locale++, turn++)
            for (size_t size = 0; size < SIZES; size++)
                if (all || size == turn % SIZES)
                    failures += !try_one(terms[term], locale, sizes[size]);
    assert_int_equal(failures, 0);
}

static void an_unknown_terminal_is_drawn_as_another_and_that_is_said(void **state)
{
    static const struct {
        const char *term, *said;
    } cases[] = {{"nonsense", "TERM=nonsense ist hier unbekannt, gezeichnet wie für vt220"},
                 {"../../x", "TERM=../../x ist hier unbekannt, gezeichnet wie für vt220"},
                 {"", "TERM ist nicht gesetzt, gezeichnet wie für vt220"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct terminal_setup setup = {
            .rows = 24, .columns = 80, .term = cases[i].term, .language = "de_DE.UTF-8"};
        struct terminal *terminal = terminal_start(&setup);
        assert_true(terminal_wait_for(terminal, cases[i].said));
        terminal_type(terminal, "j");
        assert_true(terminal_wait_for(terminal, "Enter lesen"));
        terminal_stop(terminal);
    }
}

static void where_nothing_can_be_drawn_the_list_is_printed(void **state)
{
    const struct terminal_setup setup = {.rows = 24, .columns = 80, .term = "dumb", .language = "de_DE.UTF-8"};
    (void)state;
    struct terminal *terminal = terminal_start(&setup);
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    assert_non_null(strstr(terminal_row(terminal, 0), "KM2K-CY5BJ  2017-03  Elastische"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_terminal_in_every_locale),
        cmocka_unit_test(an_unknown_terminal_is_drawn_as_another_and_that_is_said),
        cmocka_unit_test(where_nothing_can_be_drawn_the_list_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
