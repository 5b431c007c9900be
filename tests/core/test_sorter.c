/* What is sorted with temporary files: it comes back in its order, or there is an error. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/key_numbers.h"
#include "core/sorter.h"
#include "core/string_sorter.h"
#include "tests/core/temporary.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static int compare_numbers(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Many have the same key. */
static uint64_t number_key(const void *number)
{
    return (uint64_t)(*(const uint32_t *)number / 50) << 32;
}

static const struct sorter_order by_number = {number_key, compare_numbers};

static void no_room_is_an_error_that_says_so(void **state)
{
    const struct temporary *temporary = *state;
    const struct text_view view = TEXT_VIEW("no room");
    struct error error = {0};
    struct sorter *sorter;
    struct string_sorter *strings;
    assert_true(sorter_new(temporary->path, ".sorter", sizeof(uint32_t), &by_number, 10000, &sorter, NULL));
    assert_true(string_sorter_new(temporary->path, ".sorter", &strings, NULL));
    struct rlimit before = temporary_limit(600000);
    bool good = true;
    for (uint32_t i = 0; good && i < 1000000; i++)
        good = sorter_put(sorter, &i, &error);
    temporary_expect_no_room(good, &error);
    sorter_free(sorter);
    assert_int_not_equal(access(temporary->file, F_OK), 0);
    good = true;
    for (uint32_t i = 0; good && i < 10000000; i++)
        good = string_sorter_put(strings, view, &error);
    temporary_end_limit(&before);
    temporary_expect_no_room(good, &error);
    string_sorter_free(strings);
    assert_int_not_equal(access(temporary->file, F_OK), 0);
}

/* Every number several times; all in memory, then in a few runs, then in many with the last one short. */
static void items_come_back_sorted(void **state)
{
    static const size_t memory[] = {1 << 20, 200000, 5000};
    const struct temporary *temporary = *state;
    enum { ITEMS = 100000, DIFFERENT = 40000 };
    for (size_t round = 0; round < 2 * sizeof memory / sizeof memory[0]; round++) {
        size_t i = round / 2;
        static unsigned put[DIFFERENT], taken[DIFFERENT];
        struct sorter *sorter;
        uint32_t random = 7;
        memset(put, 0, sizeof put);
        assert_true(sorter_new(temporary->path, ".sorter", sizeof(uint32_t), &by_number, memory[i], &sorter, NULL));
        for (int k = 0; k < ITEMS; k++) {
            uint32_t number = next_random(&random) % DIFFERENT;
            put[number]++;
            assert_true(sorter_put(sorter, &number, NULL));
        }
        assert_true(round % 2 == 0 || sorter_give_way(sorter, NULL));
        for (int again = 0; again < 2; again++) {
            const void *item;
            uint32_t last = 0;
            memset(taken, 0, sizeof taken);
            assert_true(sorter_sort(sorter, NULL));
            while (sorter_next(sorter, &item, NULL) && item) {
                assert_true(*(const uint32_t *)item >= last);
                last = *(const uint32_t *)item;
                taken[last]++;
            }
            assert_memory_equal(put, taken, sizeof put);
        }
        assert_int_equal(access(temporary->file, F_OK) == 0, memory[i] == 5000 || memory[i] == 200000);
        sorter_free(sorter);
    }
}

static void runs_that_are_damaged_are_an_error(void **state)
{
    const struct temporary *temporary = *state;
    struct sorter *sorter;
    struct error error = {0};
    const void *item;
    assert_true(sorter_new(temporary->path, ".sorter", sizeof(uint32_t), &by_number, 100000, &sorter, NULL));
    for (uint32_t i = 0; i < 500000; i++)
        assert_true(sorter_put(sorter, &i, NULL));
    assert_true(sorter_sort(sorter, NULL));
    temporary_write_over(temporary, 700000, "?!", 2);
    bool good = true;
    while ((good = sorter_next(sorter, &item, &error)) && item)
        ;
    assert_false(good);
    assert_int_equal(error.kind, ERROR_SYSTEM);
    sorter_free(sorter);
}

/* Strings of which many are the same, or the same at their beginning, and some are empty. */
static struct text_view name_of(uint32_t number, char bytes[40])
{
    uint32_t random = number;
    next_random(&random);
    uint32_t kind = next_random(&random) % 9000;
    int length = snprintf(bytes, 40, "%s%u", kind % 3 ? "headlight " : "", kind % 1000);
    return (struct text_view){bytes, kind == 0 ? 0 : (size_t)length};
}

/* None, one, some in memory, and what needs a few runs. */
static void strings_come_back_in_their_order(void **state)
{
    static const uint32_t counts[] = {0, 1, 1000, 200000};
    const struct temporary *temporary = *state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct string_sorter *sorter;
        uint32_t number, last = 0, taken = 0;
        char bytes[2][40];
        bool any;
        assert_true(string_sorter_new(temporary->path, ".sorter", &sorter, NULL));
        for (number = 0; number < counts[i]; number++)
            assert_true(string_sorter_put(sorter, name_of(number, bytes[0]), NULL));
        assert_true(string_sorter_sort(sorter, NULL));
        for (; string_sorter_next(sorter, &number, &any, NULL) && any; last = number, taken++) {
            int order = text_view_compare(name_of(last, bytes[0]), name_of(number, bytes[1]));
            assert_true(taken == 0 || order < 0 || (order == 0 && last < number));
        }
        assert_false(any);
        assert_int_equal(taken, counts[i]);
        assert_int_equal(access(temporary->file, F_OK) == 0, counts[i] == 200000);
        string_sorter_free(sorter);
        assert_int_not_equal(access(temporary->file, F_OK), 0);
    }
}

static void strings_that_are_damaged_are_an_error(void **state)
{
    const struct temporary *temporary = *state;
    struct string_sorter *sorter;
    struct error error = {0};
    uint32_t number;
    char bytes[40];
    bool any, good = true;
    assert_true(string_sorter_new(temporary->path, ".sorter", &sorter, NULL));
    for (number = 0; number < 200000; number++)
        assert_true(string_sorter_put(sorter, name_of(number, bytes), NULL));
    assert_true(string_sorter_sort(sorter, NULL));
    temporary_write_over(temporary, 700000, "?!", 2);
    while ((good = string_sorter_next(sorter, &number, &any, &error)) && any)
        ;
    assert_false(good);
    assert_int_equal(error.kind, ERROR_SYSTEM);
    string_sorter_free(sorter);
}

static void an_empty_sorter_has_nothing(void **state)
{
    const struct temporary *temporary = *state;
    struct sorter *sorter;
    const void *item = "";
    assert_true(sorter_new(temporary->path, ".sorter", 24, &by_number, 100000, &sorter, NULL));
    assert_true(sorter_sort(sorter, NULL));
    assert_true(sorter_next(sorter, &item, NULL));
    assert_null(item);
    sorter_free(sorter);
}

static void keys_have_the_number_they_were_given(void **state)
{
    struct key_numbers numbers = {0};
    bool is_new;
    (void)state;
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 10000; i++) {
            const struct hash128 key = {i % 100, i / 100}; /* many begin at one place */
            assert_int_equal(key_numbers_of(&numbers, key, &is_new), i + 1);
            assert_int_equal(is_new, round == 0);
        }
    }
    assert_int_equal(numbers.count, 10000);
    key_numbers_free(&numbers);
}

static int name_file(void **state)
{
    static struct temporary temporary;
    temporary_name(&temporary, "test_sorter", ".sorter");
    *state = &temporary;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_room_is_an_error_that_says_so),     cmocka_unit_test(items_come_back_sorted),
        cmocka_unit_test(runs_that_are_damaged_are_an_error),   cmocka_unit_test(an_empty_sorter_has_nothing),
        cmocka_unit_test(strings_come_back_in_their_order),     cmocka_unit_test(strings_that_are_damaged_are_an_error),
        cmocka_unit_test(keys_have_the_number_they_were_given),
    };
    return cmocka_run_group_tests(tests, name_file, NULL);
}
