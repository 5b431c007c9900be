/* The browser on databases that are made for the test. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

/* Runs a shell command in which $DB is the database, $RUECKRUF the program; at is the time of an import. */
static int shell(const char *at, const char *command)
{
    setenv("SOURCE_DATE_EPOCH", at, 1);
    int status = system(command);
    unsetenv("SOURCE_DATE_EPOCH");
    return status;
}

static struct terminal *start(const char *const *arguments)
{
    struct terminal_setup setup = terminal_german;
    setup.arguments = arguments;
    return terminal_browse(&setup);
}

enum { PATH_BYTES = 64 };

/* A place in the folder, which the shell has in the variable. */
static void use_place(char path[PATH_BYTES], const char *name, const char *variable)
{
    snprintf(path, PATH_BYTES, "%s/%s", terminal_folder, name);
    setenv(variable, path, 1);
}

static void what_is_new_is_marked_until_it_is_read(void **state)
{
    char database[PATH_BYTES];
    (void)state;
    use_place(database, "recalls.db", "DB");
    const char *const arguments[] = {"--db", database, NULL};
    const char *const only_new[] = {"--db", database, "is:neu", NULL};
    assert_int_equal(shell("1000000000", "\"$RUECKRUF\" import --quiet --db \"$DB\" "
                                         "\"$SRCDIR\"/data/recalls/000_eed75f3deb5bea92.txt"),
                     0);
    /* At the first visit nothing is new. */
    struct terminal *terminal = start(arguments);
    assert_false(terminal_shows(terminal, "neu seit"));
    terminal_type(terminal, "Q");
    terminal_stop(terminal);
    assert_int_not_equal(shell("0", "\"$RUECKRUF\" search --db \"$DB\" is:new >/dev/null 2>&1"), 0);

    assert_int_equal(shell("1000000060", "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$SRCDIR\"/data/recalls/*.txt"),
                     0);
    assert_int_equal(shell("0", "test \"$(\"$RUECKRUF\" search --count --db \"$DB\" is:new)\" -eq 6"), 0);
    /* In the list too, also when that is what is asked for first; until a recall's text was opened. */
    terminal = start(only_new);
    assert_true(terminal_wait_for(terminal, "6 von 13 Rückrufe"));
    terminal_type(terminal, "\r");
    terminal_type(terminal, "q");
    terminal_type(terminal, "Q");
    terminal_stop(terminal);
    terminal = start(arguments);
    assert_true(terminal_wait_for(terminal, "neu seit dem letzten Besuch"));
    assert_true(terminal_shows(terminal, " +20"));
    terminal_type(terminal, "/is:neu\r");
    assert_true(terminal_wait_for(terminal, "5 von 13 Rückrufe"));
    terminal_type(terminal, "Q");
    terminal_stop(terminal);

    /* An import that brings nothing leaves the news as they are; the next that does makes them old. */
    assert_int_equal(shell("1000000120", "printf '%s' \"$(cat \"$SRCDIR\"/data/recalls/001*.txt)\" >\"$DB\".txt && "
                                         "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$DB\".txt"),
                     0);
    assert_int_equal(shell("0", "test \"$(\"$RUECKRUF\" search --count --db \"$DB\" is:new)\" -eq 5"), 0);
    assert_int_equal(shell("1000000180", "printf 'Der Sitz kann sich lösen. Die Händler tauschen die Schrauben.' "
                                         ">\"$DB\".txt && \"$RUECKRUF\" import --quiet --db \"$DB\" \"$DB\".txt"),
                     0);
    terminal = start(arguments);
    terminal_type(terminal, "/is:neu\r");
    assert_true(terminal_wait_for(terminal, "1 von 14 Rückrufe"));
    terminal_stop(terminal);
}

/* Another text never stands unsaid in the place of the one that was being read. */
static void a_recall_that_newer_data_lack_is_closed(void **state)
{
    char database[PATH_BYTES];
    (void)state;
    use_place(database, "gone.db", "DB");
    const char *const arguments[] = {"--db", database, NULL};
    assert_int_equal(shell("1000000000",
                           "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$SRCDIR\"/data/recalls/000*.txt &&"
                           "\"$RUECKRUF\" import --quiet --db \"$DB\".new \"$SRCDIR\"/data/recalls/001*.txt"),
                     0);
    struct terminal *terminal = start(arguments);
    terminal_type(terminal, ":DMSS-SX603\r");
    assert_true(terminal_wait_for(terminal, "12137638477"));
    /* What was said of the last key does not hide it from someone who comes back. */
    terminal_type(terminal, "S");
    assert_true(terminal_wait_for(terminal, "sortiert nach Datum, umgekehrt"));
    assert_int_equal(shell("0", "mv \"$DB\".new \"$DB\""), 0);
    assert_true(terminal_wait_for(terminal, "Neue Daten"));
    terminal_type(terminal, "R");
    assert_true(terminal_wait_for(terminal, "Den geöffneten Rückruf gibt es nicht mehr"));
    assert_true(terminal_shows(terminal, "Alle Kategorien "));
    terminal_stop(terminal);
}

static void back_in_a_list_of_newer_data_the_recall_is_selected_again(void **state)
{
    char database[PATH_BYTES];
    (void)state;
    use_place(database, "grown.db", "DB");
    const char *const arguments[] = {"--db", database, NULL};
    assert_int_equal(shell("1000000000", "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$SRCDIR\"/data/recalls/000*.txt"),
                     0);
    struct terminal *terminal = start(arguments);
    terminal_type(terminal, "jj");
    assert_true(terminal_wait_for(terminal, "│> 2012-04"));
    terminal_type(terminal, "2");
    assert_int_equal(shell("1000000060", "printf 'make,date,text\\nBMW,2020-01-01,Der Sitz kann sich lösen.\\n"
                                         "BMW,2021-01-01,Die Bremse kann ausfallen.\\n' >\"$DB\".csv && "
                                         "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$DB\".csv"),
                     0);
    assert_true(terminal_wait_for(terminal, "Neue Daten"));
    terminal_type(terminal, "Rq");
    assert_true(terminal_wait_for(terminal, "│> 2012-04"));
    terminal_stop(terminal);
}

/* Of texts that are one action under several numbers or makes the newest is the row, but in the order of makes. */
static void one_action_is_one_row(void **state)
{
    char database[PATH_BYTES];
    (void)state;
    use_place(database, "actions.db", "DB");
    assert_int_equal(shell("1000000000",
                           "cat >\"$DB\".csv <<'END'\n"
                           "campaign,make,model,date,text\n"
                           "12292,HYUNDAI,TUCSON,2023-05-05,Ein elektrischer Fehler im ABS-Steuermodul kann zu einem "
                           "Brand führen. Hyundai prüft die Fahrzeuge.\n"
                           "12463,KIA,SPORTAGE,2023-06-19,Ein elektrischer Fehler im ABS-Steuermodul kann zu einem "
                           "Brand führen. KIA prüft die Fahrzeuge.\n"
                           "12999,KIA,SORENTO,2024-06-19,Ein elektrischer Fehler im ABS-Steuermodul kann zu einem "
                           "Brand führen. KIA prüft die Fahrzeuge.\n"
                           "5436,VW,POLO,2015-08-05,Brandgefahr\n"
                           "5437,SEAT,IBIZA,2015-08-05,Brandgefahr\n"
                           "END\n"
                           "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$DB\".csv"),
                     0);
    const char *const arguments[] = {"--db", database, NULL};
    struct terminal *terminal = start(arguments);
    assert_true(terminal_shows(terminal, "5 Rückrufe"));
    assert_true(terminal_shows(terminal, "─ 1 von 4 Aktionen ─"));
    assert_true(terminal_shows(terminal, "2023-06  [BRAND] 2× KIA +1: Elektrischer Fehler"));
    terminal_type(terminal, "j\r");
    assert_true(terminal_wait_for(terminal, "Auch als   12292 · HYUNDAI TUCSON · "));
    assert_true(terminal_shows(terminal, "12463 · "));
    /* A member is found by its number; J goes on from the row. */
    terminal_type(terminal, "q/12292\r");
    assert_true(terminal_wait_for(terminal, "1 von 5 Rückrufe"));
    assert_true(terminal_shows(terminal, "2023-05  [BRAND] HYUNDAI TUCSON: Elektrischer Fehler"));
    terminal_type(terminal, "u");
    assert_true(terminal_wait_for(terminal, " 5 Rückrufe"));
    terminal_type(terminal, ":012292\r");
    assert_true(terminal_wait_for(terminal, "Auch als   12463 · KIA SPORTAGE"));
    /* Also behind a search that was put back, and in another order. */
    terminal_type(terminal, "/5436");
    assert_true(terminal_wait_for(terminal, "VW POLO"));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "Auch als   12463 · KIA SPORTAGE"));
    terminal_type(terminal, "S");
    assert_true(terminal_wait_for(terminal, "sortiert nach Datum, umgekehrt"));
    assert_true(terminal_shows(terminal, "Auch als   12463 · KIA SPORTAGE"));
    terminal_type(terminal, "q");
    for (int i = 0; i < 8 && !terminal_shows(terminal, "sortiert nach Marke"); i++)
        terminal_type(terminal, "S");
    assert_true(terminal_shows(terminal, "1 von 5"));
    terminal_stop(terminal);
}

/* On a terminal an import shows how far it is; Ctrl-C stops it and leaves nothing behind. */
static void an_import_shows_its_progress_and_stops_at_ctrl_c(void **state)
{
    char database[PATH_BYTES], file[PATH_BYTES];
    (void)state;
    use_place(database, "stopped.db", "DB");
    use_place(file, "many.csv", "MANY");
    assert_int_equal(shell("0",
                           "awk 'BEGIN { print \"campaign,make,text\"; for (i = 0; i < 600000; i++) print i \",BMW,Die "
                           "Bremse Nummer \" i \" kann ausfallen. Die Werkstatt tauscht sie kostenlos.\" }' "
                           ">\"$MANY\""),
                     0);
    const char *const arguments[] = {"import", "--db", database, file, NULL};
    struct terminal_setup setup = terminal_german;
    setup.arguments = arguments;
    struct terminal *terminal = terminal_start(&setup);
    assert_true(terminal_wait_for(terminal, " %"));
    assert_true(terminal_shows(terminal, " %"));
    terminal_type(terminal, "\003");
    assert_int_equal(terminal_wait_for_end(terminal), 130);
    assert_true(terminal_is_restored(terminal));
    terminal_stop(terminal);
    /* It stays in one row, however narrow the terminal is. */
    static const int widths[] = {40, 24, 12};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        setup.columns = widths[i];
        terminal = terminal_start(&setup);
        assert_true(terminal_wait_for(terminal, " %"));
        terminal_rest(terminal, 500);
        assert_non_null(strstr(terminal_row(terminal, 0), " %"));
        assert_string_equal(terminal_row(terminal, 1), "");
        terminal_type(terminal, "\003");
        assert_int_equal(terminal_wait_for_end(terminal), 130);
        assert_non_null(strstr(terminal_row(terminal, 0), "rueckruf: im"));
        terminal_stop(terminal);
    }
    assert_int_equal(shell("0", "test ! -e \"$DB\" && test -z \"$(ls -A \"${DB%/*}\" | grep 'stopped.*new')\""), 0);
    /* Of what is typed or piped nobody knows how much it is, and so not how long it takes. */
    const char *const typed[] = {"import", "--db", database, "-", NULL};
    setup = terminal_german;
    setup.arguments = typed;
    terminal = terminal_start(&setup);
    assert_true(terminal_wait_for(terminal, "0/s"));
    assert_false(terminal_shows(terminal, "%"));
    assert_false(terminal_shows(terminal, "0:00"));
    terminal_type(terminal, "\003");
    assert_int_equal(terminal_wait_for_end(terminal), 130);
    terminal_stop(terminal);
    /* Where nobody sees it, it is silent. */
    assert_int_equal(
        shell("0", "test -z \"$(head -n 200 \"$MANY\" | \"$RUECKRUF\" import --db \"$DB\" - 2>&1 >/dev/null)\""), 0);
}

/* Keys, order and mistakes of a configuration; help that finds, and runs what it lists; hints that go once used. */
static void the_configuration_holds_and_help_runs_what_it_lists(void **state)
{
    (void)state;
    char own[PATH_BYTES];
    use_place(own, "own", "CONFIG");
    setenv("XDG_CONFIG_HOME", own, 1);
    setenv("XDG_STATE_HOME", own, 1);
    assert_int_equal(shell("0",
                           "mkdir -p \"$CONFIG\"/rueckruf && printf 'key.search = F\\nkey.filter = Ctrl-F\\nsort = "
                           "headline\\nkey.fly = x\\n' >\"$CONFIG\"/rueckruf/config"),
                     0);
    struct terminal *terminal = start(NULL);
    assert_true(terminal_shows(terminal, "config:4: es gibt keinen Befehl fly"));
    assert_true(terminal_shows(terminal, ">  2012-11  Befestigungsbolzen") ||
                terminal_shows(terminal, "Befestigungsbolzen"));
    terminal_type(terminal, "k");
    assert_true(terminal_wait_for(terminal, "F suchen"));
    assert_true(terminal_shows(terminal, "Ctrl-F filtern"));
    terminal_type(terminal, "?");
    assert_true(terminal_wait_for(terminal, "Ctrl-F            filtern nach Marke"));
    terminal_type(terminal, "Ffiltern\r");
    assert_true(terminal_wait_for(terminal, "> Ctrl-F            filtern nach Marke"));
    assert_false(terminal_shows(terminal, "eine Seite weiter"));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "[Marke]"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "1-9 Kategorie"));
    terminal_type(terminal, "\006");
    assert_true(terminal_wait_for(terminal, "[Marke]"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "1-9 Kategorie"));
    assert_false(terminal_shows(terminal, "Ctrl-F filtern"));
    terminal_type(terminal, "Q");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    terminal_stop(terminal);
    /* What was used needs no hint in the next session either. */
    terminal = start(NULL);
    terminal_type(terminal, "j");
    assert_true(terminal_wait_for(terminal, "1-9 Kategorie"));
    assert_false(terminal_shows(terminal, "Ctrl-F filtern"));
    terminal_stop(terminal);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    setenv("XDG_STATE_HOME", terminal_folder, 1);
}

/*
 * The menu counts what its choice will find: all names of a maker together, under the one that the rules show; and no
 * names that are longer.
 */
static void a_maker_of_two_names_is_one_line_of_the_filter(void **state)
{
    char database[PATH_BYTES], own[PATH_BYTES];
    (void)state;
    use_place(database, "names.db", "DB");
    use_place(own, "circle", "CONFIG");
    assert_int_equal(shell("1000000000", "cat >\"$DB\".csv <<'END'\n"
                                         "make,model,date,text\n"
                                         "VOLKSWAGEN,GOLF,2015-08-05,Die Bremse versagt.\n"
                                         "VW,POLO,2016-08-05,Die Lenkung klemmt.\n"
                                         "SEAT,IBIZA,2017-08-05,Der Tank leckt.\n"
                                         "Volkswagen Nutzfahrzeuge,Golf Plus,2014-08-05,Das Rad bricht.\n"
                                         "vw,Golf,2013-08-05,Der Sitz wackelt.\n"
                                         "END\n"
                                         "\"$RUECKRUF\" import --quiet --db \"$DB\" \"$DB\".csv"),
                     0);
    const char *const arguments[] = {"--db", database, NULL};
    struct terminal *terminal = start(arguments);
    terminal_type(terminal, "f");
    assert_true(terminal_wait_for(terminal, "[Marke]"));
    assert_true(terminal_shows(terminal, "> VW                                                       3"));
    assert_true(terminal_shows(terminal, "  Seat                                                     1"));
    assert_true(terminal_shows(terminal, "  Volkswagen Nutzfahrzeuge                                 1"));
    assert_false(terminal_shows(terminal, "VOLKSWAGEN"));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "3 von 5 Rückrufe"));
    assert_true(terminal_shows(terminal, "› Marke VW "));
    terminal_type(terminal, "ufl");
    assert_true(terminal_wait_for(terminal, "> GOLF                                                     2"));
    terminal_type(terminal, "\r");
    assert_true(terminal_wait_for(terminal, "2 von 5 Rückrufe"));
    terminal_type(terminal, "/");
    assert_true(terminal_wait_for(terminal, "Suche: model:\"=GOLF\" "));
    terminal_type(terminal, "\025model:golf\r");
    assert_true(terminal_wait_for(terminal, "3 von 5 Rückrufe"));
    terminal_type(terminal, "Q");
    terminal_stop(terminal);
    /* Rules of one's own that can't be entered: said on the first screen; the shipped ones hold. */
    setenv("XDG_CONFIG_HOME", own, 1);
    assert_int_equal(shell("0", "mkdir -p \"$CONFIG\"/rueckruf && ln -s rules \"$CONFIG\"/rueckruf/rules"), 0);
    terminal = start(arguments);
    assert_true(terminal_wait_for(terminal, "circle/rueckruf/rules: die Regeln"));
    terminal_type(terminal, "/make:vw\r");
    assert_true(terminal_wait_for(terminal, "4 von 5 Rückrufe"));
    terminal_type(terminal, "Q");
    terminal_stop(terminal);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
}

static int make_folder(void **state)
{
    return terminal_make_folder(state) == 0 && setenv("XDG_STATE_HOME", terminal_folder, 1) == 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_new_is_marked_until_it_is_read),
        cmocka_unit_test(a_recall_that_newer_data_lack_is_closed),
        cmocka_unit_test(back_in_a_list_of_newer_data_the_recall_is_selected_again),
        cmocka_unit_test(one_action_is_one_row),
        cmocka_unit_test(the_configuration_holds_and_help_runs_what_it_lists),
        cmocka_unit_test(a_maker_of_two_names_is_one_line_of_the_filter),
        cmocka_unit_test(an_import_shows_its_progress_and_stops_at_ctrl_c),
    };
    return cmocka_run_group_tests(tests, make_folder, terminal_end_folder);
}
