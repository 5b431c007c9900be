/* The first and the last line: they tell where one is and what the data are, and offer what there is. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static struct terminal *start_at(int rows, int columns, const char *const *arguments)
{
    struct terminal *terminal = terminal_start(
        &(struct terminal_setup){.rows = rows, .columns = columns, .language = "de_DE.UTF-8", .arguments = arguments});
    terminal_rest(terminal, 100);
    assert_true(terminal_wait_for(terminal, "Hilfe"));
    return terminal;
}

/* --- Hints --------------------------------------------------------------------------------- */

struct hint_case {
    const char *arguments[3];
    const char *keys;
    const char *offered, *not_offered; /* NULL: nothing to be looked for */
};

static void hints_offer_only_what_there_is(void **state)
{
    static const struct hint_case cases[] = {
        {{NULL}, "", "u rückgängig", "u rückgängig"},
        {{NULL}, "4", "u rückgängig", NULL},
        {{NULL}, "6", " a wählen", "a b wählen"},
        {{NULL}, "/zündspuhle airbag\r", " a b wählen", NULL},
        {{NULL}, "/zündspuhle airbag\r", "P Nachweis", NULL},
        {{"zuendspule"}, "", "n N Treffer", "J K nächster"},
        {{"zuendspule"}, "", NULL, "o QR"},
        {{"sensorcluster"}, "", "o QR", NULL},
        {{NULL}, "\r", "J K nächster", "n N Treffer"},
        {{"zuendspule"}, "", "e Datei", NULL},
        {{"--restricted", "zuendspule"}, "", "m merken", "e Datei"},
        {{"--restricted", "zuendspule"}, "", NULL, "y kopieren"},
        {{NULL}, "P\r", "e in Datei", NULL},
        {{"--restricted"}, "P\r", "q zurück", "e in Datei"},
        {{"--restricted"}, "P\r", NULL, "p drucken"},
        {{"sensorcluster"}, "o", "q zurück", "j k blättern"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct hint_case *own = &cases[i];
        struct terminal *terminal = start_at(40, 110, own->arguments);
        if (own->keys[0])
            terminal_type(terminal, own->keys);
        terminal_rest(terminal, 100);
        const char *status = terminal_row(terminal, 39);
        bool is_same = own->offered && own->not_offered && strcmp(own->offered, own->not_offered) == 0;
        if ((own->offered && !is_same && !strstr(status, own->offered)) ||
            (own->not_offered && strstr(status, own->not_offered)))
            fail_msg("case %zu: %s", i, status);
        terminal_stop(terminal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hints_offer_only_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
