/* Sorting of many items, beside qsort(). */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/sort_keyed.h"

/* Of a size that no number has. */
struct item {
    uint32_t number, other;
    char rest[5];
};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = (a->number > b->number) - (a->number < b->number);
    return order ? order : (a->other > b->other) - (a->other < b->other);
}

/* All alike, several alike, and each for itself. */
static unsigned shift;
static uint64_t item_key(const void *item)
{
    return (uint64_t)((const struct item *)item)->number << 32 >> shift << shift;
}

static void expect_sorted(size_t count, uint32_t different, uint32_t *random)
{
    struct item *items = test_calloc(count + 1, sizeof *items), *expected = test_calloc(count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i].number = next_random(random) % different;
        items[i].other = (uint32_t)i;
        memset(items[i].rest, (int)i & 0x7F, sizeof items[i].rest);
    }
    memcpy(expected, items, count * sizeof *items);
    qsort(expected, count, sizeof *items, compare_items);
    assert_true(sort_keyed(items, count, sizeof *items, item_key, compare_items));
    assert_memory_equal(items, expected, count * sizeof *items);
    test_free(items);
    test_free(expected);
}

static void items_are_sorted_whatever_their_keys(void **state)
{
    static const unsigned shifts[] = {32, 38, 50, 63};
    static const size_t counts[] = {0, 1, 2, 3, 30, 100, 5000};
    uint32_t random = 5;
    (void)state;
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0]; i++)
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
            shift = shifts[i];
            expect_sorted(counts[k], 1 << 24, &random);
            expect_sorted(counts[k], 7, &random);
            expect_sorted(counts[k], 1, &random); /* in order already */
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_sorted_whatever_their_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
