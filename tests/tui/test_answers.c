/* What the browser says when it has no answer: of a query that is none, of nothing found, of a damaged database. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/index.h"
#include "tests/tui/terminal.h"

static const struct terminal_setup small = {.rows = 12, .columns = 40, .language = "de_DE.UTF-8"};
static const struct terminal_setup least = {.rows = 5, .columns = 20, .language = "de_DE.UTF-8"};

static struct terminal *start(const struct terminal_setup *setup)
{
    struct terminal *terminal = terminal_start(setup);
    assert_true(terminal_wait_for(terminal, "2017-03"));
    return terminal;
}

static const char *status_of(struct terminal *terminal, const struct terminal_setup *setup)
{
    return terminal_row(terminal, setup->rows - 1);
}

/* --- A query that is none ------------------------------------------------------------------ */

/* Typed and kept with Enter: the list, and the query it is of, are those of before; the next key is for the list. */
static void assert_refused(struct terminal *terminal, const char *typed, const char *said, const char *title)
{
    terminal_type(terminal, typed);
    assert_true(terminal_wait_for(terminal, said));
    assert_non_null(strstr(terminal_row(terminal, 0), title));
    assert_false(terminal_shows(terminal, "Kein Rückruf"));
    terminal_type(terminal, "j");
    assert_true(terminal_wait_for(terminal, "─ 2 von "));
    terminal_type(terminal, "k");
}

static void a_query_that_is_none_leaves_the_list_as_it_is(void **state)
{
    (void)state;
    struct terminal *terminal = start(&terminal_german);
    assert_refused(terminal, "/foo:bar\r", "foo: möglich sind: kategorie, marke, modell,", "Alle Kategorien   ");
    assert_refused(terminal, "/cat:foo\r", "cat: möglich sind: Elektrik, Motor,", "Alle Kategorien   ");
    terminal_type(terminal, "/pumpe\r");
    assert_true(terminal_wait_for(terminal, "3 von 13 Rückrufe"));
    assert_refused(terminal, "/\025year:abc\r", "es gibt keinen Wert „abc“ (", "„pumpe“");
    assert_refused(terminal, "/foo:bar\r", "foo: möglich sind: ", "„pumpe“ ");
    assert_true(terminal_shows(terminal, "3 von 13 Rückrufe"));
    /* What was typed is not lost: it can be mended. */
    terminal_type(terminal, "/\033[A");
    assert_true(terminal_wait_for(terminal, "Suche: pumpe foo:bar"));
    terminal_type(terminal, "\033");
    terminal_rest(terminal, 100);
    assert_true(terminal_shows(terminal, "3 von 13 Rückrufe"));
    assert_false(terminal_shows(terminal, "möglich sind"));
    terminal_stop(terminal);
}

static void valid_names_are_said_as_far_as_they_fit(void **state)
{
    (void)state;
    struct terminal *terminal = start(&small);
    terminal_type(terminal, "/foo:bar\r");
    assert_true(terminal_wait_for(terminal, "foo: möglich sind: kategorie, …"));
    assert_non_null(strstr(status_of(terminal, &small), " ?"));
    assert_true(terminal_shows(terminal, "> 2017-03"));
    terminal_type(terminal, "/cat:foo\r");
    assert_true(terminal_wait_for(terminal, "cat: möglich sind: Elektrik, …"));
    terminal_stop(terminal);
    terminal = start(&least);
    terminal_type(terminal, "/foo:bar\r");
    assert_true(terminal_wait_for(terminal, "foo: "));
    assert_true(terminal_shows(terminal, "> 2017-03"));
    terminal_stop(terminal);
}

static void a_query_that_is_none_on_the_command_line_opens_no_screen(void **state)
{
    static const char *const queries[] = {"foo:bar", "cat:kuehlturm"};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const char *const arguments[] = {queries[i], NULL};
        struct terminal_setup setup = terminal_german;
        setup.arguments = arguments;
        struct terminal *terminal = terminal_start(&setup);
        assert_int_equal(terminal_wait_for_end(terminal), 2);
        assert_non_null(strstr(terminal_row(terminal, 0), "rueckruf: "));
        assert_true(terminal_shows(terminal, "möglich sind: "));
        terminal_stop(terminal);
    }
}

static void type_often(struct terminal *terminal, const char *key)
{
    char keys[40 * 4 + 1] = "";
    for (int i = 0; i < 40; i++)
        strcat(keys, key);
    terminal_type(terminal, keys);
}

static void nothing_found_is_read_to_its_end_on_small_screens(void **state)
{
    static const struct terminal_setup *const setups[] = {&small, &least};
    static const char *const downs[] = {"j", "\033[6~", "G"}, *const ups[] = {"k", "\033[5~", "g"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct terminal *terminal = start(setups[i]);
        terminal_type(terminal, "4/zündspuhle zzqq1 zzqq2 zzqq3 zzqq4 zzqq5 zzqq6 zzqq7 zzqq8 "
                                "zzqq9 zzqq10 zzqq11 zzqq12 zzqq13 zzqq14 zzqq15 zzqq16 zzqq17 zzqq18 zzqq19\r");
        assert_true(terminal_wait_for(terminal, "Kein Rückruf"));
        /* Where there is room for a hint. */
        assert_int_equal(strstr(status_of(terminal, setups[i]), "j k rollen") != NULL, i == 0);
        for (size_t way = 0; way < 3; way++) {
            assert_false(terminal_shows(terminal, "gibt."));
            type_often(terminal, downs[way]);
            assert_true(terminal_wait_for(terminal, "gibt."));
            type_often(terminal, ups[way]);
            assert_true(terminal_wait_for(terminal, "Kein Rückruf"));
        }
        /* What is found next begins at its top. */
        terminal_type(terminal, "G/\025zzqq\r");
        assert_true(terminal_wait_for(terminal, "Kein Rückruf"));
        terminal_stop(terminal);
    }
}

/* --- Nothing found ------------------------------------------------------------------------- */

static void an_empty_category_is_named_and_the_way_out_of_it_counted(void **state)
{
    (void)state;
    struct terminal *terminal = start(&terminal_german);
    terminal_type(terminal, "6");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden für  Kategorie Bremsen"));
    assert_true(terminal_shows(terminal, "a  In allen Kategorien  (13)"));
    assert_true(terminal_shows(terminal, "Kein Treffer heißt nicht"));
    terminal_type(terminal, "a");
    assert_true(terminal_wait_for(terminal, "─ 1 von 13"));
    terminal_type(terminal, "/pumpe\r6");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden für  pumpe · Kategorie Bremsen"));
    assert_true(terminal_shows(terminal, "a  In allen Kategorien  (3)"));
    terminal_type(terminal, "0/\025cat:brakes\r");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden für  Kategorie Bremsen"));
    assert_true(terminal_wait_for(terminal, "a  In allen Kategorien  (13)"));
    terminal_stop(terminal);
}

static void that_single_cars_are_unknown_fits_on_the_screen(void **state)
{
    static const struct terminal_setup *const setups[] = {&terminal_german, &small};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct terminal *terminal = start(setups[i]);
        terminal_type(terminal, "/wvwzzz1jz3w386752");
        assert_true(terminal_wait_for(terminal, "wvwzzz1jz3w386752"));
        terminal_rest(terminal, 200);
        assert_int_equal(strchr(status_of(terminal, setups[i]), '(') != NULL, i == 0);
        assert_int_equal(strstr(status_of(terminal, setups[i]), " (einzelne Autos unbekannt) ") != NULL, i == 0);
        assert_null(strstr(status_of(terminal, setups[i]), "…"));
        assert_true(terminal_shows(terminal, "Rückrufdateien kennen kein einzelnes"));
        terminal_type(terminal, "\r");
        terminal_rest(terminal, 200);
        assert_non_null(strstr(status_of(terminal, setups[i]), i ? "einzelne Autos unbekannt " : "Modell suchen."));
        assert_null(strstr(status_of(terminal, setups[i]), "…"));
        terminal_stop(terminal);
    }
    /* What is said of a number is not said of what was chosen instead. */
    struct terminal *terminal = start(&terminal_german);
    terminal_type(terminal, "/WBAPF31050A123456\r");
    assert_true(terminal_wait_for(terminal, "a  Von der Marke BMW"));
    terminal_type(terminal, "a");
    assert_true(terminal_wait_for(terminal, "5 von 13 Rückrufe"));
    assert_false(terminal_shows(terminal, "kein einzelnes Auto"));
    terminal_stop(terminal);
}

/* --- A damaged database -------------------------------------------------------------------- */

static char folder[] = "/tmp/test-answers-XXXXXX";

/* The database that comes with the program, after what a script of sed makes of its bytes; the path goes to path. */
static void import_and_change(const char *script, char *path, size_t capacity)
{
    char command[600];
    assert_non_null(mkdtemp(strcpy(folder, "/tmp/test-answers-XXXXXX")));
    snprintf(path, capacity, "%s/recalls.db", folder);
    snprintf(command, sizeof command,
             "\"$RUECKRUF\" import --quiet --db %s \"$SRCDIR\"/data/recalls/*.txt && LC_ALL=C sed -i '%s' %s", path,
             script, path);
    assert_int_equal(system(command), 0);
}

static void damage_is_said_where_it_is_and_the_rest_stays(void **state)
{
    char path[64];
    (void)state;
    import_and_change("s/Kraftstofffilterheizung/Xraftstofffilterheizung/g", path, sizeof path);
    const char *const arguments[] = {"--db", path, NULL};
    struct terminal_setup setup = terminal_german;
    setup.arguments = arguments;
    struct terminal *terminal = start(&setup);
    assert_non_null(strstr(terminal_row(terminal, 4), "beschädigt"));
    for (int row = 5; row < 9; row++)
        assert_non_null(strstr(terminal_row(terminal, row), "20"));
    terminal_type(terminal, "jjj");
    assert_true(terminal_wait_for(terminal, "─ 4 von 13"));
    assert_true(terminal_wait_for(terminal, "Datenbank beschädigt: wegräumen und neu importieren "));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "4 / 13"));
    assert_null(strstr(terminal_row(terminal, 0), "Befestigungsschrauben"));
    assert_true(terminal_shows(terminal, "Datenbank beschädigt: wegräumen und neu importieren "));
    terminal_type(terminal, "J");
    assert_true(terminal_wait_for(terminal, "5 / 13"));
    assert_true(terminal_wait_for(terminal, "seit"));
    terminal_type(terminal, "qq");
    assert_int_equal(terminal_wait_for_end(terminal), 3);
    terminal_stop(terminal);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(terminal_remove_folder(folder), 0);
}

/* Of a database whose index another version of the program has made, every text is read for every search. */
static void a_search_without_an_index_is_said_to_be_slow(void **state)
{
    char path[64], script[40], command[300];
    (void)state;
    snprintf(script, sizeof script, "s/version\\x%02x/version\\x7f/", (unsigned)INDEX_VERSION);
    import_and_change(script, path, sizeof path);
    struct terminal_setup setup = terminal_german;
    setup.arguments = (const char *const[]){"--db", path, NULL};
    struct terminal *terminal = start(&setup);
    assert_non_null(strstr(status_of(terminal, &terminal_german), "Suche langsam: neu importieren"));
    terminal_type(terminal, "/pumpe\r");
    assert_true(terminal_wait_for(terminal, "3 von 13 Rückrufe"));
    assert_null(strstr(status_of(terminal, &terminal_german), "langsam"));
    terminal_stop(terminal);
    snprintf(command, sizeof command, "\"$RUECKRUF\" check --db %s | grep -q 'searching is slow: import again'", path);
    assert_int_equal(system(command), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(terminal_remove_folder(folder), 0);
}

/* --- Rules with a mistake ------------------------------------------------------------------ */

/* The mistake costs its line alone: synonyms go on working, and the line is named. */
static void a_mistake_in_the_rules_is_said_and_synonyms_go_on(void **state)
{
    char config[] = "/tmp/test-answers-XXXXXX", command[300];
    (void)state;
    assert_non_null(mkdtemp(config));
    snprintf(command, sizeof command,
             "mkdir -p %s/rueckruf/rules && printf 'synonym: \\377x, y\\n' >%s/rueckruf/rules/a.rules", config, config);
    assert_int_equal(system(command), 0);
    assert_int_equal(setenv("XDG_CONFIG_HOME", config, 1), 0);
    struct terminal *terminal = start(&terminal_german);
    assert_non_null(strstr(status_of(terminal, &terminal_german), "a.rules:1: die Zeile ist nicht in UTF-8"));
    terminal_type(terminal, "/fire\r");
    assert_true(terminal_wait_for(terminal, "3 von 13 Rückrufe"));
    terminal_stop(terminal);
    assert_int_equal(setenv("XDG_CONFIG_HOME", "/nonexistent", 1), 0);
    assert_int_equal(terminal_remove_folder(config), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_that_is_none_leaves_the_list_as_it_is),
        cmocka_unit_test(valid_names_are_said_as_far_as_they_fit),
        cmocka_unit_test(a_query_that_is_none_on_the_command_line_opens_no_screen),
        cmocka_unit_test(nothing_found_is_read_to_its_end_on_small_screens),
        cmocka_unit_test(an_empty_category_is_named_and_the_way_out_of_it_counted),
        cmocka_unit_test(that_single_cars_are_unknown_fits_on_the_screen),
        cmocka_unit_test(a_mistake_in_the_rules_is_said_and_synonyms_go_on),
        cmocka_unit_test(damage_is_said_where_it_is_and_the_rest_stays),
        cmocka_unit_test(a_search_without_an_index_is_said_to_be_slow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
