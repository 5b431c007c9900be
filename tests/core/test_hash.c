/* Hashes that are stored: they stay what they are, in how many pieces the bytes ever come. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/hash.h"

enum { BYTES = 100 };

static void make_bytes(unsigned char bytes[BYTES])
{
    for (unsigned i = 0; i < BYTES; i++)
        bytes[i] = (unsigned char)(i * 151 + 200);
}

static void they_are_what_they_were(void **state)
{
    static const struct {
        size_t length;
        uint64_t narrow;
        struct hash128 wide;
    } known[] = {
        {0, UINT64_C(0x9d9ec1d03121c3fa), {UINT64_C(0xca0af5700121d88c), UINT64_C(0x4ca6dcf729792fe8)}},
        {1, UINT64_C(0x850c6451d1ffe176), {UINT64_C(0x66e1c2a2ad707352), UINT64_C(0xf016f7af58af1420)}},
        {2, UINT64_C(0x8979ff1075f877cd), {UINT64_C(0x1859d9348364574f), UINT64_C(0x894f425af5c1645f)}},
        {3, UINT64_C(0xe71296af8eb98eec), {UINT64_C(0xc3ff7542dd645fcf), UINT64_C(0x4ea1b83a4ab4e3c7)}},
        {4, UINT64_C(0xceede545630ff31e), {UINT64_C(0x015f455e10b4c226), UINT64_C(0x1c4764f5cc856ee7)}},
        {5, UINT64_C(0x5385e4c086462f57), {UINT64_C(0xc476b149eb45ca94), UINT64_C(0x7e8dfd544eb4be6c)}},
        {6, UINT64_C(0xad5865a52c1ad921), {UINT64_C(0x3a0f62826d7579e4), UINT64_C(0xb60a9a5e42e7ca40)}},
        {7, UINT64_C(0xaea77b262661c153), {UINT64_C(0xa84c635fa02d4e96), UINT64_C(0x645493d9941d60d7)}},
        {8, UINT64_C(0x6d88d231d0841bb2), {UINT64_C(0x44deb756efb57257), UINT64_C(0xf8b83f8ea932cef9)}},
        {15, UINT64_C(0xa457e33d6bbff66d), {UINT64_C(0xa3038f267363eff3), UINT64_C(0x48d21c14bc7ef443)}},
        {63, UINT64_C(0x066b464c41f18a4a), {UINT64_C(0xfdf0991d009562db), UINT64_C(0xc53c646da640b471)}},
    };
    unsigned char bytes[BYTES];
    (void)state;
    make_bytes(bytes);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct hash128 wide = hash128(bytes, known[i].length);
        assert_int_equal(hash64(bytes, known[i].length), known[i].narrow);
        assert_int_equal(wide.low, known[i].wide.low);
        assert_int_equal(wide.high, known[i].wide.high);
    }
}

static void pieces_are_as_good_as_the_whole(void **state)
{
    unsigned char bytes[BYTES];
    (void)state;
    make_bytes(bytes);
    for (size_t first = 0; first < 24; first++) {
        for (size_t second = 0; second < 24; second++) {
            struct hash_state hash;
            hash_begin(&hash, false);
            hash_add(&hash, bytes, first);
            hash_add(&hash, bytes + first, second);
            hash_add(&hash, bytes + first + second, 9);
            assert_int_equal(hash_end64(&hash), hash64(bytes, first + second + 9));
        }
    }
}

static void the_quick_one_is_what_it_was(void **state)
{
    static const struct {
        size_t length;
        uint64_t hash, seeded;
    } known[] = {
        {0, 0, UINT64_C(0xab169eb8aeae59a4)},
        {1, UINT64_C(0x38ef99c294dc3d9b), UINT64_C(0x0e6ed7f40e1f972a)},
        {3, UINT64_C(0xcb27aa9de4669aec), UINT64_C(0xf33740cfb9c737d9)},
        {4, UINT64_C(0x0619a571f9b6a97d), UINT64_C(0xe95ed209fadb2aae)},
        {7, UINT64_C(0xe719bdada9f302fc), UINT64_C(0x1b2473605f7ae642)},
        {8, UINT64_C(0x6982c91e03c3709c), UINT64_C(0xcc547f8314c14f36)},
        {9, UINT64_C(0x101f67295518661f), UINT64_C(0xc60427c6d8b521e4)},
        {31, UINT64_C(0x1c5fc6822b3d552b), UINT64_C(0x8f31c9d99812064c)},
        {63, UINT64_C(0x569e36d94cefea44), UINT64_C(0xcec8f6f3be1222ee)},
        {64, UINT64_C(0x692c1185af505e05), UINT64_C(0x89319970f350655b)},
        {65, UINT64_C(0x8777421e94edcd6d), UINT64_C(0x5b293081246187cc)},
        {100, UINT64_C(0x5298d528aab0e5e1), UINT64_C(0x77f0129b8c3b0d7a)},
    };
    unsigned char bytes[BYTES];
    (void)state;
    make_bytes(bytes);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_int_equal(hash_quick(bytes, known[i].length), known[i].hash);
        assert_int_equal(hash_quick_seeded(bytes, known[i].length, 1), known[i].seeded);
    }
}

static void a_number_is_its_bytes(void **state)
{
    static const unsigned char bytes[] = {8, 7, 6, 5, 4, 3, 2, 1};
    struct hash_state hash;
    (void)state;
    hash_begin(&hash, false);
    hash_add_number(&hash, UINT64_C(0x0102030405060708));
    assert_int_equal(hash_end64(&hash), hash64(bytes, sizeof bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_what_they_were),
        cmocka_unit_test(pieces_are_as_good_as_the_whole),
        cmocka_unit_test(the_quick_one_is_what_it_was),
        cmocka_unit_test(a_number_is_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
