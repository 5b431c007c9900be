/* The first and the last line: they tell where one is and what the data are, and offer what there is. */

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
        {{NULL}, "l", "Enter ganzer Text   h Liste", "j k rollen"},
        /* What was used makes room; when all was, it is offered again. */
        {{NULL}, "\rq", "u rückgängig", "u rückgängig"},
        {{NULL}, "\r?\rq/\177?", "Enter ausführen   / finden   q zurück", NULL},
        {{NULL}, "hl\rqh", "/ suchen   1-9 Kategorie", "Enter Liste"},
        {{NULL}, "hl\rqh/", "Suche:", NULL},
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

/* --- Source and date ----------------------------------------------------------------------- */

static char path[64];

/* With a date that stays the same. */
static void import(const char *make_files)
{
    char command[2000];
    snprintf(path, sizeof path, "%s/recalls.db", terminal_folder);
    snprintf(command, sizeof command,
             "cd %s && rm -rf * && { %s; } && SOURCE_DATE_EPOCH=1490000000 \"$RUECKRUF\" import --quiet --db %s *",
             terminal_folder, make_files, path);
    assert_int_equal(system(command), 0);
}

static void source_and_date_are_on_every_screen(void **state)
{
    static const int sizes[][2] = {{24, 80}, {40, 120}, {12, 40}, {16, 60}};
    static const char *const ways[] = {"", "h", "\r", "?", "f", "/zzqq\r", "/zzqq", "6", "P\r", "/sensorcluster\ro"};
    const char *const arguments[] = {"--db", path, NULL};
    (void)state;
    import("cp \"$SRCDIR\"/data/recalls/*.txt .");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            struct terminal *terminal = start_at(sizes[i][0], sizes[i][1], arguments);
            if (ways[way][0])
                terminal_type(terminal, ways[way]);
            terminal_rest(terminal, 50);
            const char *title = terminal_row(terminal, 0);
            if (!strstr(title, "ADAC · ") || !strstr(title, "03/2017"))
                fail_msg("%d×%d, %s: %s", sizes[i][1], sizes[i][0], ways[way], title);
            terminal_stop(terminal);
        }
}

static void several_sources_are_named_while_there_is_room(void **state)
{
    static const struct {
        int rows, columns;
        const char *keys, *title;
    } cases[] = {
        {24, 120, "", " 4 Rückrufe · DVSA, KBA, VRDB, werkstatt.jsonl · Stand 03/2017"},
        {24, 80, "", " 4 Rückrufe · 4 Quellen · Stand 03/2017"},
        {24, 80, "/KBA\r\r", " 1 / 1 · KBA · Stand 03/2017"},
        {24, 80, "/VRDB\r\r", " 1 / 1 · VRDB · Stand 03/2017"},
        {24, 80, "/motor\r\r", " 1 / 1 · werkstatt.jsonl · Stand 03/2017"},
        /* The path is whole where that is possible. */
        {24, 80, "/bremse motor auto", "„bremse motor auto“  0 von 4 Rückrufen · 4 Quellen · 03/2017"},
        {24, 80, "/bremse motor auto lang", "„bremse motor auto lang“           0/4 · 4 Quellen · 03/2017"},
        {24, 80, "/bremse motor auto lange schraube", "lange schraube“ 0/4 · 4 Quellen · 03/2017"},
        {24, 100, "/bremse motor auto lange schraube sehr lange fahrt auf der straße",
         "sehr lange fahrt au… 0/4 · 4 Quellen · 03/2017"},
        {16, 60, "f", " Filter         4 Rückrufe · 4 Quellen · 03/2017"},
        {12, 40, "f", " Filter"},
        {12, 40, "", " 4 · 4 Quellen · 03/2017"},
        {12, 40, "\r", " 1 / 4 · DVSA · 03/2017"},
        {5, 20, "", " 1 / 4"},
    };
    const char *const arguments[] = {"--db", path, NULL};
    (void)state;
    import("for name in kba dvsa vrdb; do printf '{\"authority\":\"%s\",\"text\":\"Die Bremse von %s kann brechen.\","
           "\"started\":\"201%d\"}' $name $name ${#name} >$name.jsonl; done; "
           "printf '{\"text\":\"Der Motor kann ausgehen.\"}' >werkstatt.jsonl");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct terminal *terminal = start_at(cases[i].rows, cases[i].columns, arguments);
        if (cases[i].keys[0])
            terminal_type(terminal, cases[i].keys);
        terminal_rest(terminal, 50);
        if (!strstr(terminal_row(terminal, 0), cases[i].title))
            fail_msg("not %s but %s", cases[i].title, terminal_row(terminal, 0));
        terminal_stop(terminal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hints_offer_only_what_there_is),
        cmocka_unit_test(source_and_date_are_on_every_screen),
        cmocka_unit_test(several_sources_are_named_while_there_is_room),
    };
    return cmocka_run_group_tests(tests, terminal_make_folder, terminal_end_folder);
}
