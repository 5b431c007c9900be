/*
 * Random keys and changes of size, always the same ones: the program goes on, and at the end the screen is what a fresh
 * drawing of the same state gives. MONKEY_KEYS: how many (default 600); MONKEY_SEED.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/random.h"
#include "tests/tui/terminal.h"

enum { KEYS = 600, KEYS_A_TURN = 25, TURNS_TO_COMPARE = 8 };

static char folder[] = "/tmp/test-monkey-XXXXXX";
static uint64_t seed;

static unsigned below(unsigned limit)
{
    return (unsigned)(random_next(&seed) % limit);
}

/* Not those that end or stop the program. */
static void append_key(char *keys)
{
    static const char *const special[] = {"\033[A",  "\033[B",   "\033[C",    "\033[D", "\033[H",   "\033[F", "\033[5~",
                                          "\033[6~", "\033[Z",   "\t",        "\r",     "\033",     "\177",   "\004",
                                          "\025",    "\014",     "\033OP",    "ä",      "ß",        "→",      "\xFF",
                                          "\033[9",  "\033[38m", "\033[200~", "pumpe",  "\033[201~"};
    static const char plain[] = "jkgGhl bJKnN0123456789c/sfmMSu:yYPorR?eptairbgzx.\"-";
    if (below(3) > 0) {
        size_t length = strlen(keys);
        keys[length] = plain[below(sizeof plain - 1)];
        keys[length + 1] = '\0';
    } else {
        strcat(keys, special[below(sizeof special / sizeof *special)]);
    }
}

static void change_size(struct terminal *terminal)
{
    static const int sizes[][2] = {{24, 80}, {40, 120}, {12, 40}, {5, 20},  {60, 200},
                                   {16, 60}, {3, 10},   {1, 1},   {24, 80}, {50, 119}};
    unsigned size = below(sizeof sizes / sizeof *sizes);
    terminal_resize(terminal, sizes[size][0], sizes[size][1]);
}

/* What stands there, and after everything was drawn anew. Two escapes leave what is being typed. */
static void compare_with_fresh_drawing(struct terminal *terminal)
{
    terminal_type(terminal, "\033[201~");
    terminal_type(terminal, "\033");
    terminal_type(terminal, "\033");
    terminal_type(terminal, "j");
    terminal_rest(terminal, 300); /* the text follows when the hand rests */
    char *before = strdup(terminal_screen(terminal));
    terminal_type(terminal, "\014");
    assert_non_null(before);
    const char *after = terminal_screen(terminal);
    if (strcmp(after, before) != 0)
        fail_msg("before:\n%s\nafter:\n%s", before, after);
    free(before);
}

static void random_keys_leave_a_true_screen(void **state)
{
    const char *count = getenv("MONKEY_KEYS"), *wanted = getenv("MONKEY_SEED");
    long left = count ? atol(count) : KEYS;
    (void)state;
    seed = wanted ? strtoull(wanted, NULL, 10) : 20140501;
    struct terminal *terminal = terminal_browse(&terminal_german);
    for (unsigned turn = 1; left > 0; turn++, left -= KEYS_A_TURN) {
        char keys[KEYS_A_TURN * 16] = "";
        for (int i = 0; i < KEYS_A_TURN; i++)
            append_key(keys);
        terminal_type(terminal, keys);
        /* The help can run what quits. */
        if (terminal_has_ended(terminal)) {
            assert_int_equal(terminal_wait_for_end(terminal), 0);
            terminal_stop(terminal);
            terminal = terminal_browse(&terminal_german);
        }
        if (below(3) == 0)
            change_size(terminal);
        if (turn % TURNS_TO_COMPARE == 0)
            compare_with_fresh_drawing(terminal);
    }
    terminal_resize(terminal, 24, 80);
    compare_with_fresh_drawing(terminal);
    terminal_type(terminal, "Q");
    assert_int_equal(terminal_wait_for_end(terminal), 0);
    assert_true(terminal_is_restored(terminal));
    terminal_stop(terminal);
}

/* What is written lands here; what is printed goes nowhere. */
static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 && setenv("RUECKRUF_PRINT", "true", 1) == 0 &&
                   setenv("XDG_STATE_HOME", folder, 1) == 0
               ? 0
               : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return terminal_remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_keys_leave_a_true_screen)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
