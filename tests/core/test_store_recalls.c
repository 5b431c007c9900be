/* Recalls that are put down: they come back, each by its place and all in the order of the list, or there is an error.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/store_recalls.h"
#include "tests/core/temporary.h"

/* More than two runs of them. */
enum { RECALLS = 60000, MOST_BYTES = 1700 };

/* A recall on the way. */
struct listed {
    struct store_list_key key;
    struct store_place place;
    uint32_t number;
};
static struct listed listed[RECALLS];

static uint32_t mixed(uint32_t number)
{
    number *= 0x9E3779B9;
    return number ^ number >> 15;
}

/* Some have no date, and many the same. */
static struct store_list_key key_of(uint32_t number)
{
    struct store_list_key key = {{0}, {0}};
    unsigned day = mixed(number) % 2000;
    if (day > 100)
        snprintf(key.date, sizeof key.date, "20%02u-%02u-%02u", day / 100, day % 12 + 1, day % 28 + 1);
    snprintf(key.id, sizeof key.id, "%04u-%05u", mixed(number + 1) % 10000, number);
    return key;
}

static struct text_view bytes_of(uint32_t number)
{
    static char bytes[MOST_BYTES];
    size_t length = mixed(number) % sizeof bytes;
    memset(bytes, (int)('a' + number % 26), length);
    snprintf(bytes, length, "%u", number);
    return (struct text_view){bytes, length};
}

static void expect_bytes(const struct buffer *bytes, uint32_t number)
{
    assert_true(text_view_equal(buffer_view(bytes), bytes_of(number)));
}

static struct store_recalls *open_recalls(const struct temporary *temporary)
{
    struct store_recalls *recalls;
    assert_true(store_recalls_open(temporary->path, &recalls, NULL));
    return recalls;
}

static bool put(struct store_recalls *recalls, uint32_t number, struct error *error)
{
    listed[number] = (struct listed){.key = key_of(number), .number = number};
    return store_recalls_put(recalls, &listed[number].key, bytes_of(number), &listed[number].place, error);
}

static void recalls_come_back_by_their_places_and_in_order(void **state)
{
    const struct temporary *temporary = *state;
    struct store_recalls *recalls = open_recalls(temporary);
    struct buffer bytes = {0};
    for (uint32_t i = 0; i < RECALLS; i++) {
        assert_true(put(recalls, i, NULL));
        if (i % 1000 != 0)
            continue;
        uint32_t some = mixed(i) % (i + 1);
        assert_true(store_recalls_take(recalls, listed[some].place, &bytes, NULL));
        expect_bytes(&bytes, some);
    }
    assert_true(listed[RECALLS - 1].place.run >= 2);
    assert_true(store_recalls_give_way(recalls, NULL));
    qsort(listed, RECALLS, sizeof listed[0], store_list_order.compare);
    for (int again = 0; again < 2; again++) {
        for (uint32_t i = 0; i < RECALLS; i++) {
            assert_true(store_recalls_take_in_order(recalls, listed[i].place, again, &bytes, NULL));
            expect_bytes(&bytes, listed[i].number);
        }
        assert_true(store_recalls_take(recalls, listed[RECALLS - 1].place, &bytes, NULL));
        expect_bytes(&bytes, listed[RECALLS - 1].number);
    }
    /* What was taken for the last time needs no room any more. */
    if (temporary_can_give_back())
        assert_true(temporary_room(temporary) < 3000000);
    store_recalls_close(recalls);
    buffer_free(&bytes);
    assert_int_not_equal(access(temporary->file, F_OK), 0);
}

static void the_newest_are_the_first(void **state)
{
    static const struct store_list_key keys[] = {{"2024-05-02", "2222-22222"},
                                                 {"2024-05-01", "1111-11111"},
                                                 {"2024-05-01", "1111-11112"},
                                                 {"2024-05", "0000-00000"},
                                                 {"2024", "0000-00000"},
                                                 {"2023-12-31", "0000-00000"},
                                                 {"", "0000-00000"}};
    (void)state;
    for (size_t i = 1; i < sizeof keys / sizeof keys[0]; i++) {
        assert_true(store_list_order.compare(&keys[i - 1], &keys[i]) < 0);
        assert_true(store_list_order.key(&keys[i - 1]) <= store_list_order.key(&keys[i]));
    }
}

static void no_room_is_an_error(void **state)
{
    const struct temporary *temporary = *state;
    struct store_recalls *recalls = open_recalls(temporary);
    struct error error = {0};
    struct rlimit before = temporary_limit(600000);
    bool good = true;
    for (uint32_t i = 0; good && i < RECALLS; i++)
        good = put(recalls, i, &error);
    good = good && store_recalls_give_way(recalls, &error);
    temporary_end_limit(&before);
    temporary_expect_no_room(good, &error);
    store_recalls_close(recalls);
}

static void it_ends_while_some_are_written(void **state)
{
    struct store_recalls *recalls = open_recalls(*state);
    for (uint32_t i = 0; i < RECALLS; i++)
        assert_true(put(recalls, i, NULL));
    store_recalls_close(recalls);
}

static int name_file(void **state)
{
    static struct temporary temporary;
    temporary_name(&temporary, "test_store_recalls", ".recalls");
    *state = &temporary;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recalls_come_back_by_their_places_and_in_order),
        cmocka_unit_test(the_newest_are_the_first),
        cmocka_unit_test(no_room_is_an_error),
        cmocka_unit_test(it_ends_while_some_are_written),
    };
    return cmocka_run_group_tests(tests, name_file, NULL);
}
