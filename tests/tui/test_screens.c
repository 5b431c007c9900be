/*
 * The golden screens: what a person sees, compared letter by letter with tests/screens/. After a change that is meant,
 * SCREENS=write makes them anew; then they are to be looked at. The README shows three of them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

struct golden {
    const char *name;
    int rows, columns;
    const char *language; /* of LANG; NULL: the locale C, where all is ASCII */
    const char *query;    /* on the command line; NULL: none */
    const char *keys;
    const char *wait; /* for this text */
    bool in_readme;
    bool has_code; /* a QR code, which not every build has */
};

static const struct golden goldens[] = {
    {"start", 24, 80, "de_DE.UTF-8", NULL, "jjj", "4 von 13", true, false},
    {"text", 24, 80, "de_DE.UTF-8", "zuendspule", "", "1 / 1", true, false},
    {"nothing", 24, 80, "de_DE.UTF-8", NULL, "/zündspuhle airbag\r", "Kein Treffer heißt", true, false},
    {"search", 24, 80, "de_DE.UTF-8", NULL, "/pumpe", "3 von 13", false, false},
    {"filter", 24, 80, "de_DE.UTF-8", NULL, "fll", "[Jahr]", false, false},
    {"help", 24, 80, "de_DE.UTF-8", NULL, "?", "suchen beim Tippen", false, false},
    {"help-40x12", 12, 40, "de_DE.UTF-8", NULL, "?", "Anfang", false, false},
    {"help-find", 24, 80, "de_DE.UTF-8", NULL, "?/treffer", "In der Hilfe finden", false, false},
    {"start-40x12", 12, 40, "de_DE.UTF-8", NULL, "jjj", "13", false, false},
    {"text-40x12", 12, 40, "de_DE.UTF-8", "zuendspule", "", "1 / 1", false, false},
    {"start-20x5", 5, 20, "de_DE.UTF-8", NULL, "j", "13", false, false},
    {"start-120x40", 40, 120, "de_DE.UTF-8", NULL, "jjj", "13 Rückrufe", false, false},
    {"english", 24, 80, "en_US.UTF-8", NULL, "jjj", "4 of 13", false, false},
    {"ascii", 24, 80, NULL, NULL, "jjj", "4 of 13", false, false},
    {"code", 40, 80, "de_DE.UTF-8", "sensorcluster", "o", "▄", false, true},
};

enum { GOLDENS = sizeof goldens / sizeof *goldens };

static char folder[] = "/tmp/test-screens-XXXXXX";

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 200000);
    if (file && text && fread(text, 1, 199999, file) == 0)
        text[0] = '\0';
    if (file)
        fclose(file);
    return text;
}

static char *take(const struct golden *golden)
{
    char database[64];
    snprintf(database, sizeof database, "%s/recalls.db", folder);
    const char *const arguments[] = {"--db", database, golden->query, NULL};
    const struct terminal_setup setup = {.rows = golden->rows,
                                         .columns = golden->columns,
                                         .locale = golden->language ? NULL : "C",
                                         .language = golden->language,
                                         .arguments = arguments};
    struct terminal *terminal = terminal_start(&setup);
    assert_true(terminal_wait_for_begin(terminal));
    if (golden->keys[0])
        terminal_type(terminal, golden->keys);
    assert_true(terminal_wait_for(terminal, golden->wait));
    terminal_rest(terminal, 300); /* the text follows when the hand rests */
    char *screen = strdup(terminal_screen(terminal));
    terminal_stop(terminal);
    return screen;
}

static bool compare(const struct golden *golden, const char *screen)
{
    char path[300];
    snprintf(path, sizeof path, "%s/tests/screens/%s.txt", getenv("SRCDIR"), golden->name);
    if (getenv("SCREENS") && strcmp(getenv("SCREENS"), "write") == 0) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(screen, file) >= 0);
        return fclose(file) == 0;
    }
    char *wanted = read_file(path);
    bool same = strcmp(wanted, screen) == 0;
    if (!same)
        print_error("%s is not\n%s\nbut\n%s\n", path, wanted, screen);
    free(wanted);
    return same;
}

static bool can_be_shown(const struct golden *golden)
{
#ifdef HAVE_QRENCODE
    (void)golden;
    return true;
#else
    if (golden->has_code)
        print_message("skipped: %s, for this build has no QR codes\n", golden->name);
    return !golden->has_code;
#endif
}

static void screens_are_as_they_were_looked_at(void **state)
{
    unsigned failures = 0;
    (void)state;
    for (size_t i = 0; i < GOLDENS; i++) {
        if (!can_be_shown(&goldens[i]))
            continue;
        char *screen = take(&goldens[i]);
        assert_non_null(screen);
        failures += !compare(&goldens[i], screen);
        free(screen);
    }
    assert_int_equal(failures, 0);
}

static void the_readme_shows_three_of_them(void **state)
{
    char path[300];
    (void)state;
    snprintf(path, sizeof path, "%s/README.md", getenv("SRCDIR"));
    char *readme = read_file(path);
    for (size_t i = 0; i < GOLDENS; i++) {
        if (!goldens[i].in_readme)
            continue;
        snprintf(path, sizeof path, "%s/tests/screens/%s.txt", getenv("SRCDIR"), goldens[i].name);
        char *screen = read_file(path);
        if (!strstr(readme, screen))
            fail_msg("README.md does not show tests/screens/%s.txt", goldens[i].name);
        free(screen);
    }
    free(readme);
}

/* With a date that stays the same. */
static int make_database(void **state)
{
    char command[400];
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(
        command, sizeof command,
        "SOURCE_DATE_EPOCH=1490000000 \"$RUECKRUF\" import --quiet --db %s/recalls.db \"$SRCDIR\"/data/recalls/*.txt",
        folder);
    return system(command);
}

static int remove_folder(void **state)
{
    (void)state;
    return terminal_remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screens_are_as_they_were_looked_at),
        cmocka_unit_test(the_readme_shows_three_of_them),
    };
    return cmocka_run_group_tests(tests, make_database, remove_folder);
}
