/* What is shown to be taken away: the proof, a text to copy, a code for the phone. */

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

static void proof_is_filled_in_and_put_away(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
    terminal_type(terminal, "P");
    assert_true(terminal_wait_for(terminal, "Auftrag, Kennzeichen:"));
    terminal_type(terminal, "4711, M-XY 12\r");
    assert_true(terminal_wait_for(terminal, "Nachweis einer Suche"));
    assert_true(terminal_shows(terminal, "Auftrag       4711"));
    assert_true(terminal_shows(terminal, "Kennzeichen   M-XY 12"));
    assert_true(terminal_shows(terminal, "Gesucht       zuendspule"));
    assert_true(terminal_shows(terminal, "Durchsucht    13 Rückrufe"));
    /* Nothing under it moves, whatever is typed; its end is reached as any text's. */
    terminal_type(terminal, "3J");
    terminal_type(terminal, "G");
    assert_true(terminal_wait_for(terminal, "heißt nicht, dass dieses Fahrzeug"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "Verbaute Zündspulen"));
    assert_true(terminal_shows(terminal, "1 von 13 Rückrufe"));
    terminal_stop(terminal);
}

static void proof_without_anything_filled_in_leaves_room(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "gibtesnicht");
    terminal_type(terminal, "P\r");
    assert_true(terminal_wait_for(terminal, "Kennzeichen   ______"));
    assert_true(terminal_shows(terminal, "Gefunden      0"));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "Kein Rückruf gefunden"));
    terminal_stop(terminal);
}

/* What is not asked for at all is said in words as well. */
static void proof_of_no_question_says_so(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_browse(&terminal_german);
    terminal_type(terminal, "P\r");
    assert_true(terminal_wait_for(terminal, "Gesucht       (nichts eingegeben)"));
    assert_true(terminal_shows(terminal, "Verstanden    alle Rückrufe\n"));
    terminal_type(terminal, "q2P\r");
    assert_true(terminal_wait_for(terminal, "Verstanden    alle Rückrufe der Kategorie\n"));
    assert_true(terminal_shows(terminal, "Kategorie     Motor"));
    terminal_stop(terminal);
}

/* Texts that take long to be searched for a hundred phrases, all of which they nearly have. */
static void write_long_texts(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 24; i++) {
        fprintf(file, "{\"text\":\"Nummer %d. ", i);
        for (int k = 0; k < 6000; k++)
            fputs("Die Aktion dauert lange und die Aktion endet. ", file);
        fputs("\"}\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

/* The program with such texts, asked what takes long to be found. */
static struct terminal *search_long_texts(const char *option, const char *typed)
{
    char file[80], database[80], command[300];
    snprintf(file, sizeof file, "%s/long.jsonl", terminal_folder);
    snprintf(database, sizeof database, "%s/long.db", terminal_folder);
    if (access(database, F_OK) != 0) {
        write_long_texts(file);
        snprintf(command, sizeof command, "\"$RUECKRUF\" import --quiet --db %s %s", database, file);
        assert_int_equal(system(command), 0);
    }
    const char *const arguments[] = {"--db", database, option, NULL};
    struct terminal_setup setup = terminal_german;
    setup.arguments = arguments;
    struct terminal *terminal = terminal_browse(&setup);
    terminal_type(terminal, typed);
    return terminal;
}

/* A proof that is asked for while the search is still working tells all of its hits. */
static void proof_waits_for_the_search(void **state)
{
    (void)state;
    struct terminal *terminal = search_long_texts(
        "--thrift", "/\033[200~aktion -\"die die\" -\"und und\" -\"lange lange\" -\"endet endet\" -\"dauert dauert\" "
                    "-\"aktion aktion\" -\"lange die\" -\"die und\" -\"endet lange\" -\"und dauert\" -\"die lange\" "
                    "-\"die endet\" -\"aktion und\" -\"aktion die\" -\"und endet\" -\"dauert und\" -\"lange endet\" "
                    "-\"und lange\" -\"dauert die\" -\"endet und\"\033[201~\r");
    terminal_type(terminal, "P\r");
    assert_true(terminal_wait_for(terminal, "Durchsucht    24 Rückrufe"));
    assert_true(terminal_shows(terminal, "Gefunden      24\n"));
    terminal_stop(terminal);
}

/* Back in a list that takes long to be found again, one is where one was. */
static void the_place_is_kept_while_hits_are_counted(void **state)
{
    (void)state;
    struct terminal *terminal =
        search_long_texts(NULL, "/aktion -\"die die\" -\"und und\" -\"lange lange\" -\"endet endet\" "
                                "-\"dauert dauert\" -\"lange die\" -\"die und\" -\"endet lange\"\r");
    assert_true(terminal_wait_for(terminal, "… 24 · 1 Quelle")); /* without a + */
    terminal_type(terminal, "G");
    assert_true(terminal_wait_for(terminal, "─ 24 von 24 ─"));
    terminal_type(terminal, "/x");
    assert_true(terminal_wait_for(terminal, "Suche: "));
    terminal_type(terminal, "\033");
    assert_true(terminal_wait_for(terminal, "─ 24 von 24 ─"));
    terminal_stop(terminal);
}

/* It says how far it is, and the list is there again. */
static void proof_of_many_hits_is_broken_off(void **state)
{
    char file[80], database[80], command[300];
    (void)state;
    snprintf(file, sizeof file, "%s/many.jsonl", terminal_folder);
    snprintf(database, sizeof database, "%s/many.db", terminal_folder);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    for (int i = 0; i < 80000; i++)
        fprintf(out, "{\"text\":\"Bremse %d\"}\n", i);
    assert_int_equal(fclose(out), 0);
    snprintf(command, sizeof command, "\"$RUECKRUF\" import --quiet --db %s %s", database, file);
    assert_int_equal(system(command), 0);
    const char *const arguments[] = {"--db", database, NULL};
    struct terminal_setup setup = terminal_german;
    setup.arguments = arguments;
    static const char *const keys[] = {"\033", "\003"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct terminal *terminal = terminal_browse(&setup);
        terminal_type(terminal, "P\r");
        assert_true(terminal_wait_for(terminal, " %, Esc bricht ab"));
        terminal_type(terminal, keys[i]);
        assert_true(terminal_wait_for(terminal, " abgebrochen "));
        terminal_type(terminal, "j");
        assert_true(terminal_wait_for(terminal, "─ 2 von 80.000 "));
        terminal_stop(terminal);
    }
}

/* Between the bars, which are on every screen. */
static void plain_text_stands_alone_at_the_first_column(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
    terminal_type(terminal, "Y");
    assert_true(terminal_wait_for(terminal, "Die verbauten Zündspulen"));
    assert_int_equal(strncmp(terminal_row(terminal, 2), "Verbaute Zündspulen", 19), 0);
    assert_int_equal(strncmp(terminal_row(terminal, 4), "Die verbauten", 13), 0);
    assert_false(terminal_shows(terminal, "│"));
    assert_non_null(strstr(terminal_row(terminal, 0), "ADAC · Stand 03/2017"));
    assert_non_null(strstr(terminal_row(terminal, 23), "? Hilfe"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "1 von 1 ─"));
    terminal_stop(terminal);
}

static void copying_says_what_was_sent(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
    terminal_type(terminal, "y");
    assert_true(terminal_wait_for(terminal, "in die Zwischenablage: 12137638477"));
    terminal_type(terminal, "yy");
    assert_true(terminal_wait_for(terminal, "Zwischenablage: Die verbauten"));
    terminal_type(terminal, "j");
    terminal_type(terminal, "y");
    assert_true(terminal_wait_for(terminal, "in die Zwischenablage: 12137638477"));
    terminal_stop(terminal);
}

static void copying_sends_nothing_where_it_would_be_printed_or_is_forbidden(void **state)
{
    (void)state;
    struct terminal_setup old = terminal_german;
    old.term = "vt220";
    struct terminal *terminal = terminal_search(&old, "zuendspule");
    terminal_type(terminal, "y");
    assert_true(terminal_wait_for(terminal, "Y zeigt den Text"));
    terminal_stop(terminal);

    static const char *const arguments[] = {"--restricted", NULL};
    struct terminal_setup restricted = terminal_german;
    restricted.arguments = arguments;
    terminal = terminal_search(&restricted, "zuendspule");
    terminal_take_bytes(terminal);
    terminal_type(terminal, "y");
    assert_true(terminal_wait_for(terminal, "nicht im eingeschränkten Betrieb"));
    terminal_stop(terminal);
}

#ifdef HAVE_QRENCODE
enum { HAS_CODES = true };
#else
enum { HAS_CODES = false };
#endif

static void address_is_a_code(void **state)
{
    (void)state;
    if (!HAS_CODES) {
        print_message("built without libqrencode: no QR codes\n");
        skip();
    }
    struct terminal *terminal = terminal_search(&terminal_german, "sensorcluster");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "QR-Code"));
    assert_true(terminal_shows(terminal, "█▀▀▀▀▀█"));
    assert_true(terminal_shows(terminal, "press.bmwgroup.com/sens"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_stop(terminal);

    struct terminal_setup ascii = {.rows = 40, .columns = 80, .locale = "C", .term = "vt100"};
    terminal = terminal_search(&ascii, "sensorcluster");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "QR code"));
    /* Light margin of two modules, then the dark corner. */
    assert_true(terminal_cell_is_reversed(terminal, 1, 0));
    assert_true(terminal_cell_is_reversed(terminal, 3, 3));
    assert_false(terminal_cell_is_reversed(terminal, 3, 4));
    assert_true(terminal_shows(terminal, "press.bmwgroup.com/sens"));
    terminal_stop(terminal);
}

/* On a screen too small for a code, and on any where the program has none. */
static void address_stands_alone_and_whole_where_there_is_no_code(void **state)
{
    (void)state;
    static const int sizes[][2] = {{10, 40}, {24, 80}, {40, 120}};
    for (size_t i = 0; i < (HAS_CODES ? 1 : sizeof sizes / sizeof *sizes); i++) {
        struct terminal_setup setup = {.rows = sizes[i][0], .columns = sizes[i][1], .language = "de_DE.UTF-8"};
        struct terminal *terminal = terminal_search(&setup, "sensorcluster");
        terminal_type(terminal, "o");
        assert_true(terminal_wait_for(terminal, "press.bmwgroup.com/"));
        assert_true(terminal_shows(terminal, "sensorclustersearch/"));
        assert_true(terminal_shows(terminal, "Adresse, Telefon"));
        assert_false(terminal_shows(terminal, "QR-Code"));
        assert_false(terminal_shows(terminal, "█"));
        terminal_type(terminal, "q");
        assert_true(terminal_wait_for(terminal, "? Hilfe"));
        terminal_stop(terminal);
    }
}

static void why_there_is_no_code_is_said_over_the_address(void **state)
{
    static const struct {
        struct terminal_setup setup;
        const char *why, *address;
    } cases[] = {
        {{.rows = 12, .columns = 40, .language = "de_DE.UTF-8"},
         "QR: kein Platz, Fenster vergrößern",
         "sensorclustersearch/"},
        {{.rows = 5, .columns = 20, .language = "de_DE.UTF-8"}, "QR: kein Platz", "https://www.press."},
        {{.rows = 24, .columns = 80, .locale = "C"}, "QR: no room, enlarge the window", "sensorclustersearch/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct terminal *terminal = terminal_search(&cases[i].setup, "sensorcluster");
        terminal_type(terminal, "o");
        assert_true(terminal_wait_for(terminal, cases[i].address));
        if (HAS_CODES)
            assert_string_equal(terminal_row(terminal, 1), cases[i].why);
        else
            assert_int_equal(strncmp(terminal_row(terminal, 1), "QR: ", 4), 0);
        terminal_stop(terminal);
    }
}

static void no_address_is_said(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "weder Adresse noch Telefon"));
    terminal_type(terminal, "/gibtesnicht\ro");
    assert_true(terminal_wait_for(terminal, "Auswahl: enthält keinen Rückruf"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proof_is_filled_in_and_put_away),
        cmocka_unit_test(proof_without_anything_filled_in_leaves_room),
        cmocka_unit_test(proof_of_no_question_says_so),
        cmocka_unit_test(proof_waits_for_the_search),
        cmocka_unit_test(the_place_is_kept_while_hits_are_counted),
        cmocka_unit_test(proof_of_many_hits_is_broken_off),
        cmocka_unit_test(plain_text_stands_alone_at_the_first_column),
        cmocka_unit_test(copying_says_what_was_sent),
        cmocka_unit_test(copying_sends_nothing_where_it_would_be_printed_or_is_forbidden),
        cmocka_unit_test(address_is_a_code),
        cmocka_unit_test(address_stands_alone_and_whole_where_there_is_no_code),
        cmocka_unit_test(why_there_is_no_code_is_said_over_the_address),
        cmocka_unit_test(no_address_is_said),
    };
    return cmocka_run_group_tests(tests, terminal_make_folder, terminal_end_folder);
}
