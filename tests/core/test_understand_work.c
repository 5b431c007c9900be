#include <stdlib.h>
#include <string.h>

#include "tests/core/understanding.h"

/*
 * How much work a text costs, counted: the core is compiled here so that each step between two branches calls
 * __sanitizer_cov_trace_pc(), and what the C library searches counts by the bytes it is given.
 */

static uint64_t work;

void __sanitizer_cov_trace_pc(void);
void *__real_memmem(const void *in, size_t in_length, const void *what, size_t length);
void *__wrap_memmem(const void *in, size_t in_length, const void *what, size_t length);
char *__real_strstr(const char *in, const char *what);
char *__wrap_strstr(const char *in, const char *what);

void __sanitizer_cov_trace_pc(void)
{
    work++;
}

/* What was looked through: up to the place where it was found, else all. */
void *__wrap_memmem(const void *in, size_t in_length, const void *what, size_t length)
{
    const char *found = __real_memmem(in, in_length, what, length);
    work += found ? (size_t)(found - (const char *)in) : in_length;
    return (void *)(uintptr_t)found;
}

char *__wrap_strstr(const char *in, const char *what)
{
    const char *found = __real_strstr(in, what);
    work += found ? (size_t)(found - in) : strlen(in);
    return (char *)(uintptr_t)found;
}

static uint64_t count_work(const char *pattern, size_t size)
{
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t at = 0, length = strlen(pattern); at < size; at++)
        text[at] = pattern[at % length];
    reading_free(reading); /* a new one remembers nothing */
    reading = reading_new(rules);
    assert_non_null(reading);
    work = 0;
    understand((struct text_view){text, size});
    free(text);
    return work;
}

/* Twice the text is at most twice the work and a little, whatever is repeated in it. */
static void work_grows_with_the_length_of_a_text(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "a",
        "1",
        "und ",
        "(",
        ")(",
        "1 stunde ",
        "12.03.2014 ",
        "1.234 ",
        "VW ",
        "Golf, ",
        "www.a ",
        "Teilenr. 123 ",
        "-",
        "motor ",
        "ausf ",
        "airbag ",
        "kann. ",
        "0800 1234 ",
        "Deutschland ",
        "ue",
        "nur Fahrzeuge ",
        "ersetzt; ",
        "2012 bis ",
        "e\xCC\x88",
        "\xC3\xBC",
        "\xFF",
        "\n",
        "{\"[",
        "airbag motor lenkung ",
        "1,",
        "bis zu 2 ",
        "keine ",
    };
    enum { SIZE = 1 << 15 };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        uint64_t once = count_work(patterns[i], SIZE), twice = count_work(patterns[i], (size_t)2 * SIZE);
        if (twice > once * 22 / 10)
            fail_msg("\"%s\": %llu steps, twice as much takes %llu", patterns[i], (unsigned long long)once,
                     (unsigned long long)twice);
        assert_true(once > SIZE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(work_grows_with_the_length_of_a_text)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
