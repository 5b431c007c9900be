/* The bytes of a frame in fewer that do the same. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/screen_shorten.h"

static void frames_are_shortened(void **state)
{
    static const struct {
        const char *written, *sent;
    } cases[] = {
        {"", ""},
        {"Text\r\n", "Text\r\n"},
        /* As xterm, vt220 and the Linux console end attributes. */
        {"\033(B\033[0;7ma\033(B\033[m", "\033[0;7ma\033[m"},
        {"\033[7ma\033[m\017b", "\033[7ma\033[mb"},
        /* Of attributes that follow each other. */
        {"\033(B\033[0;1m\033[31ma\033[39m\033(B\033[mb", "\033[0;1;31ma\033[mb"},
        {"\033[m\033[1ma", "\033[0;1ma"},
        {"\033[1m\033[0m\033[4ma", "\033[0;4ma"},
        {"\033[1m\033[;4ma", "\033[;4ma"},
        {"\033[1m\033[38;5;0ma", "\033[1;38;5;0ma"},
        {"\033[1m\033[2;3H\033[4ma", "\033[1m\033[2;3H\033[4ma"},
        /* What only begins like them. */
        {"\033[?1m\033[>4m\033[1;2H\033[K\033)0\033[", "\033[?1m\033[>4m\033[1;2H\033[K\033)0\033["},
        {"\033[1", "\033[1"},
        {"\033(", "\033("},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[80];
        strcpy(bytes, cases[i].written);
        bytes[screen_shorten(bytes, strlen(bytes))] = '\0';
        assert_string_equal(bytes, cases[i].sent);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(frames_are_shortened)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
