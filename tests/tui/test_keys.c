/*
 * Every key of the table does what it says, in each of its forms, in a pseudo-terminal. A command or a key without a
 * test fails the suite.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"
#include "tui/keys.h"

enum { FORMS_MOST = 12, ENDS = 1, REDRAWS = 2 };

/*
 * A command: each of the forms, typed after before, brings expect onto the screen, where it did not stand; or ends the
 * program; or draws the screen anew, as after a stop (nobody is there who could stop a program without a shell).
 */
struct key_case {
    const char *command;
    const char *before;
    const char *forms[FORMS_MOST];
    const char *expect;
    int kind;
};

/* What the key for it shows: without libqrencode the address alone. */
#ifdef HAVE_QRENCODE
#define CODE "▄"
#else
#define CODE "Adresse, Telefon"
#endif

#define DOWN "\033[B", "\033OB"
#define UP "\033[A", "\033OA"
#define HOME "\033[H", "\033OH", "\033[1~", "\033[7~"
#define END "\033[F", "\033OF", "\033[4~", "\033[8~"

static const struct key_case cases[] = {
    {"down", "", {"j", DOWN}, "─ 2 von 13", 0},
    {"up", "jj", {"k", UP}, "─ 2 von 13", 0},
    {"first", "jj", {"g", HOME}, "─ 1 von 13", 0},
    {"last", "", {"G", END}, "─ 13 von 13", 0},
    {"page-down", "", {" ", "\033[6~", "\033[G"}, "─ 8 von 13", 0},
    {"page-up", "G", {"b", "\033[5~", "\033[I"}, "─ 6 von 13", 0},
    {"half-page-down", "", {"\004"}, "─ 5 von 13", 0},
    {"half-page-up", "G", {"\025"}, "─ 9 von 13", 0},
    {"left", "l", {"h", "\033[D", "\033OD"}, "1-9 Kategorie", 0},
    {"right", "", {"l", "\033[C", "\033OC"}, "Enter ganzer Text", 0},
    {"next-pane", "", {"\t"}, "Enter ganzer Text", 0},
    {"previous-pane", "", {"\033[Z"}, "Enter Liste", 0},
    {"open", "", {"\r", "\n"}, "Nummer     KM2K", 0},
    {"back", "\r", {"q"}, "─ 1 von 13", 0},
    {"escape", "\r", {"\033", "\177", "\010"}, "─ 1 von 13", 0},
    {"quit", "", {"Q"}, NULL, ENDS},
    {"all", "4", {"0"}, "Alle Kategorien", 0},
    {"category-1", "", {"1"}, " rueckruf   Elektrik ", 0},
    {"category-2", "", {"2"}, " rueckruf   Motor ", 0},
    {"category-3", "", {"3"}, " rueckruf   Vernetzung ", 0},
    {"category-4", "", {"4"}, " rueckruf   Airbag ", 0},
    {"category-5", "", {"5"}, " rueckruf   Rückhaltesysteme ", 0},
    {"category-6", "", {"6"}, " rueckruf   Bremsen ", 0},
    {"category-7", "", {"7"}, " rueckruf   Lenkung ", 0},
    {"category-8", "", {"8"}, " rueckruf   Antriebsstrang ", 0},
    {"category-9", "", {"9"}, " rueckruf   Kraftstoff ", 0},
    {"choose-category", "", {"c"}, "Kategorie: ", 0},
    {"search", "", {"/", "s"}, "Suche: ", 0},
    {"filter", "", {"f"}, "[Marke]", 0},
    {"mark", "", {"m"}, ">*2017-03", 0},
    {"show-marked", "m", {"M"}, "1 von 13 Rückrufe", 0},
    {"next-hit", "/poltern\r\rn", {"n"}, "kein weiterer Treffer", 0},
    {"previous-hit", "/poltern\r\rN", {"N"}, "kein weiterer Treffer", 0},
    {"next-recall", "\r", {"J"}, "2 / 13", 0},
    {"previous-recall", "j\r", {"K"}, "1 / 13", 0},
    {"sort", "", {"S"}, "sortiert nach Datum, umgekehrt", 0},
    {"undo", "4", {"u"}, "Alle Kategorien", 0},
    {"go-to", "", {":"}, "Gehe zu: ", 0},
    {"save", "", {"e"}, "In Datei schreiben: ", 0},
    {"print", "", {"p"}, "an den Drucker gegeben", 0},
    {"copy", "/zuendspule\r", {"y"}, "in die Zwischenablage: 12137638477", 0},
    {"plain", "/zuendspule\r", {"Y"}, "DMSS-SX603", 0},
    {"proof", "", {"P"}, "Auftrag, Kennzeichen: ", 0},
    {"code", "/sensorcluster\r", {"o"}, CODE, 0},
    {"layout", "\r", {"r"}, "im Wortlaut der Quelle", 0},
    {"reload", "", {"R"}, "Das sind die neuesten Daten", 0},
    {"help", "", {"?", "\033OP", "\033[11~", "\033[[A", "\033[28~"}, "suchen beim Tippen", 0},
    {"redraw", "", {"\014"}, NULL, REDRAWS},
    {"suspend", "", {"\032"}, NULL, REDRAWS},
};

enum { CASES = sizeof cases / sizeof *cases };

static char folder[] = "/tmp/test-keys-XXXXXX";

static uint32_t key_of(const char *form)
{
    size_t taken;
    uint32_t key = keys_read(form, strlen(form), true, CHARSET_UTF8, &taken);
    assert_int_equal(taken, strlen(form));
    return key;
}

static void every_command_and_every_key_has_a_test(void **state)
{
    (void)state;
    for (size_t row = 0; row < key_table_count; row++) {
        const struct key_case *own = NULL;
        for (size_t i = 0; i < CASES; i++)
            if (strcmp(cases[i].command, key_table[row].name) == 0)
                own = &cases[i];
        if (!own)
            fail_msg("no test for the command %s", key_table[row].name);
        for (size_t k = 0; k < KEYS_MOST && key_table[row].keys[k]; k++) {
            bool is_tested = false;
            for (size_t form = 0; form < FORMS_MOST && own->forms[form]; form++)
                is_tested = is_tested || key_of(own->forms[form]) == key_table[row].keys[k];
            if (!is_tested)
                fail_msg("no test for a key of the command %s", key_table[row].name);
        }
    }
}

static struct terminal *start(void)
{
    struct terminal *terminal = terminal_browse(&terminal_german);
    return terminal;
}

/* Whether the key did what it should; else that is printed. */
static bool try_form(const struct key_case *own, const char *form)
{
    bool good = true;
    struct terminal *terminal = start();
    if (own->before[0])
        terminal_type(terminal, own->before);
    if (own->expect && terminal_shows(terminal, own->expect)) {
        print_error("%s: \"%s\" stands there before\n", own->command, own->expect);
        good = false;
    }
    terminal_take_bytes(terminal);
    terminal_type(terminal, form);
    bool has_worked = own->kind == ENDS      ? terminal_wait_for_end(terminal) == 0
                      : own->kind == REDRAWS ? terminal_take_bytes(terminal) > 1000
                                             : terminal_wait_for(terminal, own->expect);
    if (!has_worked)
        print_error("%s: \"%s\" does not stand there\n%s\n", own->command, own->expect ? own->expect : "",
                    terminal_screen(terminal));
    terminal_stop(terminal);
    return good && has_worked;
}

static void every_key_does_what_it_says(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t i = 0; i < CASES; i++)
        for (size_t form = 0; form < FORMS_MOST && cases[i].forms[form]; form++)
            failures += !try_form(&cases[i], cases[i].forms[form]);
    assert_int_equal(failures, 0);
}

/* Nothing is written, printed or kept anywhere else. */
static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 && setenv("RUECKRUF_PRINT", "true", 1) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return terminal_remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_and_every_key_has_a_test),
        cmocka_unit_test(every_key_does_what_it_says),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
