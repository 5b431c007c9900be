/* What is taken away from the browser: the proof, a text to copy, a code for the phone. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

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

static void plain_text_stands_alone_at_the_first_column(void **state)
{
    (void)state;
    struct terminal *terminal = start_with(&german, "zuendspule");
    terminal_type(terminal, "Y");
    assert_true(terminal_wait_for(terminal, "Die verbauten Zündspulen"));
    assert_int_equal(strncmp(terminal_row(terminal, 1), "Verbaute Zündspulen", 19), 0);
    assert_int_equal(strncmp(terminal_row(terminal, 3), "Die verbauten", 13), 0);
    assert_false(terminal_shows(terminal, "│"));
    assert_false(terminal_shows(terminal, "Hilfe"));
    assert_false(terminal_shows(terminal, "rueckruf"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
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
    assert_int_equal(terminal_take_bytes(terminal), 0);
    terminal_stop(terminal);
}

static void address_is_a_code_that_fits_or_stands_alone(void **state)
{
    (void)state;
    struct terminal *terminal = start_with(&german, "sensorcluster");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "QR-Code"));
    assert_true(terminal_shows(terminal, "█▀▀▀▀▀█"));
    assert_true(terminal_shows(terminal, "press.bmwgroup.com/sens"));
    terminal_type(terminal, "q");
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    terminal_stop(terminal);

    struct terminal_setup small = {.rows = 10, .columns = 40, .language = "de_DE.UTF-8"};
    terminal = start_with(&small, "sensorcluster");
    terminal_type(terminal, "o");
    assert_true(terminal_wait_for(terminal, "press.bmwgroup.com/sens"));
    assert_false(terminal_shows(terminal, "█"));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proof_is_filled_in_and_put_away),
        cmocka_unit_test(proof_without_anything_filled_in_leaves_room),
        cmocka_unit_test(plain_text_stands_alone_at_the_first_column),
        cmocka_unit_test(copying_says_what_was_sent),
        cmocka_unit_test(copying_sends_nothing_where_it_would_be_printed_or_is_forbidden),
        cmocka_unit_test(address_is_a_code_that_fits_or_stands_alone),
        cmocka_unit_test(no_address_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
