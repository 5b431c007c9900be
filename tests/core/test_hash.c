/* Hashes that are stored: they stay what they are, in how many pieces the bytes ever come. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/hash.h"

enum { BYTES = 64 };

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_what_they_were),
        cmocka_unit_test(pieces_are_as_good_as_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
