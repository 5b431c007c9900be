/* What is taken away from the browser: the proof, a text to copy, a code for the phone. */

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

static char folder[] = "/tmp/rueckruf-papers-XXXXXX";
static const struct terminal_setup german = {.rows = 24, .columns = 80, .language = "de_DE.UTF-8"};

static struct terminal *start_with(const struct terminal_setup *setup, const char *query)
{
    struct terminal *terminal = terminal_start(setup);
    assert_true(terminal_wait_for(terminal, "? "));
    terminal_type(terminal, "/");
    terminal_type(terminal, query);
    terminal_type(terminal, "\r");
    return terminal;
}

static void proof_is_filled_in_and_put_away(void **state)
{
    (void)state;
    struct terminal *terminal = start_with(&german, "zuendspule");
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
    struct terminal *terminal = start_with(&german, "gibtesnicht");
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
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
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

/* A proof that is asked for while the search is still working tells all of its hits. */
static void proof_waits_for_the_search(void **state)
{
    char file[80], database[80], command[300];
    (void)state;
    snprintf(file, sizeof file, "%s/long.jsonl", folder);
    snprintf(database, sizeof database, "%s/long.db", folder);
    write_long_texts(file);
    snprintf(command, sizeof command, "\"$RUECKRUF\" import --quiet --db %s %s", database, file);
    assert_int_equal(system(command), 0);
    const char *const arguments[] = {"--thrift", "--db", database, NULL};
    struct terminal_setup setup = german;
    setup.arguments = arguments;
    struct terminal *terminal = terminal_start(&setup);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal,
                  "/\033[200~aktion -\"die die\" -\"und und\" -\"lange lange\" -\"endet endet\" -\"dauert dauert\" "
                  "-\"aktion aktion\" -\"lange die\" -\"die und\" -\"endet lange\" -\"und dauert\" -\"die lange\" "
                  "-\"die endet\" -\"aktion und\" -\"aktion die\" -\"und endet\" -\"dauert und\" -\"lange endet\" "
                  "-\"und lange\" -\"dauert die\" -\"endet und\"\033[201~\rP\r");
    assert_true(terminal_wait_for(terminal, "Durchsucht    24 Rückrufe"));
    assert_true(terminal_shows(terminal, "Gefunden      24\n"));
    terminal_stop(terminal);
    snprintf(command, sizeof command, "rm -f %s/long.* %s/.long.*", folder, folder);
    assert_int_equal(system(command), 0);
}

/* Between the bars, which are on every screen. */
static void plain_text_stands_alone_at_the_first_column(void **state)
{
    (void)state;
    struct terminal *terminal = start_with(&german, "zuendspule");
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
    struct terminal *terminal = start_with(&german, "zuendspule");
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
    struct terminal_setup old = german;
    old.term = "vt220";
    struct terminal *terminal = start_with(&old, "zuendspule");
    terminal_type(terminal, "y");
    assert_true(terminal_wait_for(terminal, "Y zeigt den Text"));
    terminal_stop(terminal);

    static const char *const arguments[] = {"--restricted", NULL};
    struct terminal_setup restricted = german;
    restricted.arguments = arguments;
    terminal = start_with(&restricted, "zuendspule");
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
    struct terminal *terminal = start_with(&german, "sensorcluster");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "QR-Code"));
    assert_true(terminal_shows(terminal, "█▀▀▀▀▀█"));
    assert_true(terminal_shows(terminal, "press.bmwgroup.com/sens"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_stop(terminal);

    struct terminal_setup ascii = {.rows = 40, .columns = 80, .locale = "C", .term = "vt100"};
    terminal = start_with(&ascii, "sensorcluster");
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
        struct terminal *terminal = start_with(&setup, "sensorcluster");
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
        struct terminal *terminal = start_with(&cases[i].setup, "sensorcluster");
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
    struct terminal *terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "weder Adresse noch Telefon"));
    terminal_type(terminal, "/gibtesnicht\ro");
    assert_true(terminal_wait_for(terminal, "Auswahl: enthält keinen Rückruf"));
    terminal_stop(terminal);
}

/* A folder of its own, and the whole of a file in it. */

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a.txt", "a.CSV", "a.json", "proof.txt", "printed", "printer", "go"};
    char path[80];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static const char *read_file(const char *name)
{
    static char content[65536];
    char path[80];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    content[file ? fread(content, 1, sizeof content - 1, file) : 0] = '\0';
    if (file)
        fclose(file);
    return content;
}

/* e, and the name in the folder instead of the one proposed. */
static void save_as(struct terminal *terminal, const char *name)
{
    char keys[120];
    terminal_type(terminal, "e");
    assert_true(terminal_wait_for(terminal, "In Datei schreiben:"));
    snprintf(keys, sizeof keys, "\025%s/%s\r", folder, name);
    terminal_type(terminal, keys);
}

static void recall_is_written_in_the_format_of_the_name(void **state)
{
    (void)state;
    struct terminal *terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "e");
    assert_true(terminal_wait_for(terminal, "DMSS-SX603.txt"));
    terminal_type(terminal, "\033");
    save_as(terminal, "a.txt");
    assert_true(terminal_wait_for(terminal, "geschrieben:"));
    assert_non_null(strstr(read_file("a.txt"), "Verbaute Zündspulen können vorzeitig ausfallen\n"));
    assert_non_null(strstr(read_file("a.txt"), "Teil       12137638477"));
    save_as(terminal, "a.CSV");
    assert_true(terminal_wait_for(terminal, "geschrieben:"));
    assert_non_null(strstr(read_file("a.CSV"), "\r\n\"DMSS-SX603\",\""));
    save_as(terminal, "a.json");
    assert_true(terminal_wait_for(terminal, "geschrieben:"));
    assert_int_equal(strncmp(read_file("a.json"), "{\"id\":\"DMSS-SX603\"", 18), 0);
    terminal_stop(terminal);
}

static void marked_recalls_are_written_instead_of_the_selected_one(void **state)
{
    (void)state;
    char command[120];
    setenv("XDG_STATE_HOME", folder, 1);
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "mjjm");
    terminal_type(terminal, "G");
    terminal_type(terminal, "e");
    assert_true(terminal_wait_for(terminal, "In Datei schreiben: gemerkt-2.txt"));
    terminal_type(terminal, "\033");
    save_as(terminal, "marked.csv");
    assert_true(terminal_wait_for(terminal, "geschrieben:"));
    assert_true(terminal_shows(terminal, "/marked.csv (2 gemerkte)"));
    const char *written = read_file("marked.csv");
    assert_non_null(strstr(written, "\"KM2K-CY5BJ\""));
    assert_non_null(strstr(written, "\"JDM0-T9MN9\""));
    assert_null(strstr(written, "\"GZ3R-RMRKT\""));
    assert_null(strstr(written, "\"HY1B-ECVEP\""));
    assert_null(strstr(strstr(written, "id,authority") + 1, "id,authority"));
    terminal_stop(terminal);
    setenv("XDG_STATE_HOME", "/dev/null/none", 1);
    snprintf(command, sizeof command, "rm -rf %s/rueckruf %s/marked.csv", folder, folder);
    assert_int_equal(system(command), 0);
}

static void file_that_is_there_is_not_touched(void **state)
{
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "%s/a.txt", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("mine", file);
    fclose(file);
    struct terminal *terminal = start_with(&german, "zuendspule");
    save_as(terminal, "a.txt");
    assert_true(terminal_wait_for(terminal, "gibt es schon"));
    assert_string_equal(read_file("a.txt"), "mine");
    save_as(terminal, "none/a.txt");
    assert_true(terminal_wait_for(terminal, "diesen Ordner gibt es nicht"));
    terminal_type(terminal, "e\025~\r");
    assert_true(terminal_wait_for(terminal, "gibt es schon"));
    terminal_stop(terminal);
}

static void proof_is_written_as_it_is_seen(void **state)
{
    (void)state;
    struct terminal *terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "P4711\r");
    assert_true(terminal_wait_for(terminal, "Nachweis einer Suche"));
    save_as(terminal, "proof.txt");
    assert_true(terminal_wait_for(terminal, "geschrieben:"));
    assert_non_null(strstr(read_file("proof.txt"), "Auftrag       4711\n"));
    terminal_stop(terminal);
}

static void print_gives_the_text_to_the_command_without_a_shell(void **state)
{
    (void)state;
    char path[80], command[200], printed[80];
    snprintf(path, sizeof path, "%s/printer", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("#!/bin/sh\ncat >\"$1\"\n[ $# -eq 3 ]\n", file);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
    snprintf(printed, sizeof printed, "%s/printed", folder);
    snprintf(command, sizeof command, "%s %s ; $HOME", path, printed);
    setenv("RUECKRUF_PRINT", command, 1);
    struct terminal *terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "an den Drucker gegeben"));
    assert_non_null(strstr(read_file("printed"), "Verbaute Zündspulen"));
    terminal_stop(terminal);

    setenv("RUECKRUF_PRINT", "/nonexistent/lp", 1);
    terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "Druckbefehl fehlt"));
    terminal_stop(terminal);
    unsetenv("RUECKRUF_PRINT");
}

/*
 * A printer's command that hangs until there is a file "go" in the folder (ten seconds at most), fails if it could ask
 * something on a terminal, and says "done".
 */
static void hang_printer(const char *ending)
{
    char path[80];
    snprintf(path, sizeof path, "%s/printer", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "#!/bin/sh\ncd %s || exit\n(: </dev/tty) 2>/dev/null && exit 1\ncat >printed\n"
            "for i in 1 2 3 4 5 6 7 8 9 10; do for k in 1 2 3 4 5 6 7 8 9 10; do\n[ -e go ] && break 2\n"
            "sleep 0.1\ndone; done\necho done >>printed\n%s\n",
            folder, ending);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
    setenv("RUECKRUF_PRINT", path, 1);
    snprintf(path, sizeof path, "%s/go", folder);
    unlink(path);
}

static void let_printer_go(void)
{
    char path[80];
    snprintf(path, sizeof path, "%s/go", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
}

static void printer_that_hangs_holds_nobody_up(void **state)
{
    (void)state;
    static const struct {
        const char *ending, *said;
    } cases[] = {{"exit 0", "an den Drucker gegeben"}, {"exit 3", "vom Drucker abgelehnt"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hang_printer(cases[i].ending);
        struct terminal *terminal = terminal_start(&german);
        assert_true(terminal_wait_for(terminal, "? Hilfe"));
        terminal_type(terminal, "p");
        assert_true(terminal_wait_for(terminal, "wird gedruckt"));
        terminal_type(terminal, "j");
        assert_true(terminal_wait_for(terminal, "2 von 13"));
        terminal_type(terminal, "?");
        assert_true(terminal_wait_for(terminal, "suchen beim Tippen"));
        terminal_type(terminal, "q");
        assert_false(terminal_shows(terminal, cases[i].said));
        let_printer_go();
        assert_true(terminal_wait_for(terminal, cases[i].said));
        assert_true(terminal_shows(terminal, "2 von 13"));
        terminal_stop(terminal);
    }
    unsetenv("RUECKRUF_PRINT");
}

static void several_are_printed_at_once_but_not_too_many(void **state)
{
    (void)state;
    hang_printer("exit 0");
    struct terminal *terminal = terminal_start(&german);
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_type(terminal, "pjpjpjpjpjpjpjp");
    assert_true(terminal_wait_for(terminal, "wird gedruckt"));
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "zu viele werden noch gedruckt"));
    let_printer_go();
    assert_true(terminal_wait_for(terminal, "an den Drucker gegeben"));
    terminal_rest(terminal, 300);
    hang_printer("exit 0");
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "wird gedruckt"));
    let_printer_go();
    assert_true(terminal_wait_for(terminal, "an den Drucker gegeben"));
    terminal_stop(terminal);
    unsetenv("RUECKRUF_PRINT");
}

static void what_is_being_printed_is_printed_when_the_browser_has_ended(void **state)
{
    (void)state;
    hang_printer("exit 0");
    struct terminal *terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "wird gedruckt"));
    terminal_type(terminal, "Q");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    assert_true(terminal_is_restored(terminal));
    terminal_hang_up(terminal);
    let_printer_go();
    for (int i = 0; i < 100 && !strstr(read_file("printed"), "done\n"); i++)
        usleep(50000);
    assert_non_null(strstr(read_file("printed"), "Verbaute Zündspulen"));
    assert_non_null(strstr(read_file("printed"), "done\n"));
    terminal_stop(terminal);
    unsetenv("RUECKRUF_PRINT");
}

static void restricted_writes_and_prints_nothing(void **state)
{
    (void)state;
    static const char *const arguments[] = {"--restricted", NULL};
    struct terminal_setup restricted = german;
    restricted.arguments = arguments;
    struct terminal *terminal = start_with(&restricted, "zuendspule");
    terminal_type(terminal, "e");
    assert_true(terminal_wait_for(terminal, "nicht im eingeschränkten Betrieb"));
    terminal_type(terminal, "jp");
    assert_true(terminal_wait_for(terminal, "nicht im eingeschränkten Betrieb"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proof_is_filled_in_and_put_away),
        cmocka_unit_test(proof_without_anything_filled_in_leaves_room),
        cmocka_unit_test(proof_of_no_question_says_so),
        cmocka_unit_test(proof_waits_for_the_search),
        cmocka_unit_test(plain_text_stands_alone_at_the_first_column),
        cmocka_unit_test(copying_says_what_was_sent),
        cmocka_unit_test(copying_sends_nothing_where_it_would_be_printed_or_is_forbidden),
        cmocka_unit_test(address_is_a_code),
        cmocka_unit_test(address_stands_alone_and_whole_where_there_is_no_code),
        cmocka_unit_test(why_there_is_no_code_is_said_over_the_address),
        cmocka_unit_test(no_address_is_said),
        cmocka_unit_test(recall_is_written_in_the_format_of_the_name),
        cmocka_unit_test(marked_recalls_are_written_instead_of_the_selected_one),
        cmocka_unit_test(file_that_is_there_is_not_touched),
        cmocka_unit_test(proof_is_written_as_it_is_seen),
        cmocka_unit_test(print_gives_the_text_to_the_command_without_a_shell),
        cmocka_unit_test(printer_that_hangs_holds_nobody_up),
        cmocka_unit_test(several_are_printed_at_once_but_not_too_many),
        cmocka_unit_test(what_is_being_printed_is_printed_when_the_browser_has_ended),
        cmocka_unit_test(restricted_writes_and_prints_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
