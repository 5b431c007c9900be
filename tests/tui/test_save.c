/* What leaves the browser for a file or a printer. */

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

/* Nothing else is left there. */
static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a.txt", "a.CSV", "a.json", "proof.txt", "printed", "printer", "go"};
    char path[80];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", terminal_folder, names[i]);
        unlink(path);
    }
    return rmdir(terminal_folder);
}

static const char *read_file(const char *name)
{
    static char content[65536];
    char path[80];
    snprintf(path, sizeof path, "%s/%s", terminal_folder, name);
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
    snprintf(keys, sizeof keys, "\025%s/%s\r", terminal_folder, name);
    terminal_type(terminal, keys);
}

static void recall_is_written_in_the_format_of_the_name(void **state)
{
    (void)state;
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
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
    setenv("XDG_STATE_HOME", terminal_folder, 1);
    struct terminal *terminal = terminal_browse(&terminal_german);
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
    snprintf(command, sizeof command, "rm -rf %s/rueckruf %s/marked.csv", terminal_folder, terminal_folder);
    assert_int_equal(system(command), 0);
}

static void file_that_is_there_is_not_touched(void **state)
{
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "%s/a.txt", terminal_folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("mine", file);
    fclose(file);
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
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
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
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
    snprintf(path, sizeof path, "%s/printer", terminal_folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("#!/bin/sh\ncat >\"$1\"\n[ $# -eq 3 ]\n", file);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
    snprintf(printed, sizeof printed, "%s/printed", terminal_folder);
    snprintf(command, sizeof command, "%s %s ; $HOME", path, printed);
    setenv("RUECKRUF_PRINT", command, 1);
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "an den Drucker gegeben"));
    assert_non_null(strstr(read_file("printed"), "Verbaute Zündspulen"));
    terminal_stop(terminal);

    setenv("RUECKRUF_PRINT", "/nonexistent/lp", 1);
    terminal = terminal_search(&terminal_german, "zuendspule");
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
    snprintf(path, sizeof path, "%s/printer", terminal_folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "#!/bin/sh\ncd %s || exit\n(: </dev/tty) 2>/dev/null && exit 1\ncat >printed\n"
            "for i in 1 2 3 4 5 6 7 8 9 10; do for k in 1 2 3 4 5 6 7 8 9 10; do\n[ -e go ] && break 2\n"
            "sleep 0.1\ndone; done\necho done >>printed\n%s\n",
            terminal_folder, ending);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
    setenv("RUECKRUF_PRINT", path, 1);
    snprintf(path, sizeof path, "%s/go", terminal_folder);
    unlink(path);
}

/* Whether the printer has got what it was given, all of it: another one may have written before. */
static bool is_printed(const char *text)
{
    const char *found = strstr(read_file("printed"), text);
    return found && strstr(found, "done\n");
}

static void let_printer_go(void)
{
    char path[80];
    snprintf(path, sizeof path, "%s/go", terminal_folder);
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
        struct terminal *terminal = terminal_browse(&terminal_german);
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
    struct terminal *terminal = terminal_browse(&terminal_german);
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
    struct terminal *terminal = terminal_search(&terminal_german, "zuendspule");
    terminal_type(terminal, "p");
    assert_true(terminal_wait_for(terminal, "wird gedruckt"));
    terminal_type(terminal, "Q");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    assert_true(terminal_is_restored(terminal));
    terminal_hang_up(terminal);
    let_printer_go();
    for (int i = 0; i < 200 && !is_printed("Verbaute Zündspulen"); i++)
        usleep(50000);
    assert_true(is_printed("Verbaute Zündspulen"));
    terminal_stop(terminal);
    unsetenv("RUECKRUF_PRINT");
}

static void restricted_writes_and_prints_nothing(void **state)
{
    (void)state;
    static const char *const arguments[] = {"--restricted", NULL};
    struct terminal_setup restricted = terminal_german;
    restricted.arguments = arguments;
    struct terminal *terminal = terminal_search(&restricted, "zuendspule");
    terminal_type(terminal, "e");
    assert_true(terminal_wait_for(terminal, "nicht im eingeschränkten Betrieb"));
    terminal_type(terminal, "jp");
    assert_true(terminal_wait_for(terminal, "nicht im eingeschränkten Betrieb"));
    terminal_stop(terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
    return cmocka_run_group_tests(tests, terminal_make_folder, remove_folder);
}
