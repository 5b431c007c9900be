/* What is put aside in temporary files: it comes back, in any order, or there is an error. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/spool.h"
#include "tests/core/temporary.h"

enum { PIECES = 3000 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

/* From nothing to more than the spool keeps in memory. */
static size_t length_of(uint32_t number)
{
    return number % 1000 == 999 ? 700000 : number % 100 == 50 ? 70000 : number % 7 == 0 ? 0 : number % 900;
}

static void fill(struct buffer *bytes, uint32_t number)
{
    buffer_clear(bytes);
    for (size_t i = 0; i < length_of(number); i++)
        buffer_append_byte(bytes, (char)(number * 31 + i));
}

static struct spool *open_spool(const struct temporary *temporary)
{
    struct spool *spool;
    assert_true(spool_open(temporary->path, ".spool", &spool, NULL));
    return spool;
}

static void put_all(struct spool *spool, uint32_t count, struct spool_place *places)
{
    struct buffer bytes = {0};
    for (uint32_t i = 0; i < count; i++) {
        fill(&bytes, i);
        size_t half = bytes.length / 2;
        const struct text_view views[] = {{bytes.bytes, half}, {bytes.bytes + half, bytes.length - half}};
        assert_true(spool_put(spool, views, 2, &places[i], NULL));
    }
    buffer_free(&bytes);
}

static void expect_piece(struct spool *spool, uint32_t number, struct spool_place place)
{
    struct buffer piece = {0}, expected = {0};
    fill(&expected, number);
    assert_true(spool_take(spool, place, &piece, NULL));
    assert_int_equal(piece.length, expected.length);
    assert_memory_equal(piece.bytes, expected.length ? expected.bytes : "", expected.length);
    buffer_free(&piece);
    buffer_free(&expected);
}

/* From the first to the last, and the window is moved back for a second time. */
static void expect_near_pieces(struct spool *spool, const struct spool_place *places)
{
    struct spool_window window = {0};
    struct buffer piece = {0}, expected = {0};
    for (uint32_t i = 0; i < 2 * PIECES; i++) {
        buffer_clear(&expected);
        fill(&expected, i % PIECES);
        assert_true(spool_take_near(spool, &window, places[i % PIECES], &piece, NULL));
        assert_true(text_view_equal(buffer_view(&piece), buffer_view(&expected)));
    }
    buffer_free(&piece);
    buffer_free(&expected);
    buffer_free(&window.bytes);
}

static void expect_all_pieces(const struct temporary *temporary, struct spool *spool)
{
    static struct spool_place places[PIECES];
    uint32_t random = 1;
    put_all(spool, PIECES, places);
    assert_int_equal(access(temporary->file, F_OK), 0);
    for (int i = 0; i < PIECES; i++) {
        uint32_t number = next_random(&random) % PIECES;
        expect_piece(spool, number, places[number]);
    }
    expect_near_pieces(spool, places);
    spool_close(spool);
    assert_int_not_equal(access(temporary->file, F_OK), 0);
}

static void pieces_come_back_in_any_order(void **state)
{
    const struct temporary *temporary = *state;
    expect_all_pieces(temporary, open_spool(temporary));
}

static void another_thread_may_write_them(void **state)
{
    const struct temporary *temporary = *state;
    struct spool *spool = open_spool(temporary);
    spool_write_behind(spool);
    expect_all_pieces(temporary, spool);
}

static void it_ends_while_another_thread_writes(void **state)
{
    const struct temporary *temporary = *state;
    static struct spool_place places[PIECES];
    for (uint32_t count = 0; count < PIECES; count += PIECES / 20) {
        struct spool *spool = open_spool(temporary);
        spool_write_behind(spool);
        put_all(spool, count, places);
        spool_close(spool);
        assert_int_not_equal(access(temporary->file, F_OK), 0);
    }
}

static void room_is_given_back(void **state)
{
    const struct temporary *temporary = *state;
    static struct spool_place places[PIECES];
    struct spool *spool = open_spool(temporary);
    put_all(spool, PIECES, places);
    expect_piece(spool, 0, places[0]);
    uint64_t room = temporary_room(temporary), from = places[PIECES / 4].offset_bytes,
             to = places[PIECES / 4 * 3].offset_bytes;
    uint64_t kept = from;
    assert_true(to - from > 1000000);
    spool_give_back(spool, &kept, from + 1000);
    assert_int_equal(kept, from);
    spool_give_back(spool, &kept, to);
    for (uint32_t i = 0; i < PIECES; i++)
        if (i < PIECES / 4 || i >= PIECES / 4 * 3)
            expect_piece(spool, i, places[i]);
    if (!temporary_can_give_back()) {
        spool_close(spool);
        skip();
    }
    assert_true(kept <= to && kept > to - 300000);
    assert_true(temporary_room(temporary) < room - (to - from) + 700000);
    struct buffer piece = {0};
    const struct spool_place gone = {.offset_bytes = (from + kept) / 2, .length_bytes = 100};
    assert_false(spool_take(spool, gone, &piece, NULL));
    buffer_free(&piece);
    spool_close(spool);
}

static void a_few_pieces_need_no_file(void **state)
{
    const struct temporary *temporary = *state;
    struct spool *spool = open_spool(temporary);
    struct spool_place places[8];
    put_all(spool, 8, places);
    for (uint32_t i = 0; i < 8; i++)
        expect_piece(spool, i, places[i]);
    assert_int_not_equal(access(temporary->file, F_OK), 0);
    spool_close(spool);
}

static void expect_damage(struct spool *spool, struct spool_place place)
{
    struct buffer piece = {0};
    struct error error = {0};
    struct spool_window window = {0};
    assert_false(spool_take(spool, place, &piece, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    assert_true(error.way_out[0]);
    assert_false(spool_take_near(spool, &window, place, &piece, NULL));
    buffer_free(&piece);
    buffer_free(&window.bytes);
}

static void a_wrong_byte_or_a_cut_is_an_error(void **state)
{
    const struct temporary *temporary = *state;
    struct spool *spool = open_spool(temporary);
    static struct spool_place places[PIECES];
    put_all(spool, PIECES, places);
    temporary_write_over(temporary, places[103].offset_bytes + 8 + 40, "?!", 2); /* behind the head */
    temporary_write_over(temporary, places[205].offset_bytes, "?", 1);           /* its length */
    temporary_write_over(temporary, places[207].offset_bytes + 5, "?", 1);       /* its fingerprint */
    expect_damage(spool, places[103]);
    expect_damage(spool, places[205]);
    expect_damage(spool, places[207]);
    expect_piece(spool, 104, places[104]);
    expect_damage(spool, (struct spool_place){places[104].offset_bytes, places[104].length_bytes - 1});
    expect_damage(spool, (struct spool_place){UINT64_MAX / 4, 10});
    assert_int_equal(truncate(temporary->file, (off_t)places[300].offset_bytes + 12), 0);
    expect_damage(spool, places[300]);
    expect_damage(spool, places[301]);
    spool_close(spool);
}

/* Writes until the file may not grow any more, and gives the limit back. */
static void put_till_full(const struct temporary *temporary, bool behind)
{
    char bytes[1000] = "no room";
    const struct text_view view = {bytes, sizeof bytes};
    struct spool_place place;
    struct error error = {0};
    struct spool *spool = open_spool(temporary);
    if (behind)
        spool_write_behind(spool);
    struct rlimit before = temporary_limit(600000);
    bool good = true;
    for (int i = 0; good && i < 1000000; i++)
        good = spool_put(spool, &view, 1, &place, &error);
    temporary_end_limit(&before);
    temporary_expect_no_room(good, &error);
    spool_close(spool);
    assert_int_not_equal(access(temporary->file, F_OK), 0);
}

static void no_room_is_an_error_that_says_so(void **state)
{
    put_till_full(*state, false);
    put_till_full(*state, true);
}

/* What another thread could not write is told when a piece is taken up, if none came behind it. */
static void no_room_for_the_last_pieces_is_an_error_as_well(void **state)
{
    const struct temporary *temporary = *state;
    struct error error = {0};
    struct buffer piece = {0};
    static struct spool_place places[PIECES / 5];
    struct spool *spool = open_spool(temporary);
    spool_write_behind(spool);
    struct rlimit before = temporary_limit(1000);
    put_all(spool, PIECES / 5, places);
    assert_int_equal(access(temporary->file, F_OK), 0);
    bool good = spool_take(spool, places[0], &piece, &error);
    temporary_end_limit(&before);
    temporary_expect_no_room(good, &error);
    buffer_free(&piece);
    spool_close(spool);
}

static void what_lies_there_is_not_written_to(void **state)
{
    const struct temporary *temporary = *state;
    struct error error = {0};
    struct spool_place place;
    static const char bytes[600000];
    const struct text_view view = {bytes, sizeof bytes};
    FILE *file = fopen(temporary->file, "w");
    assert_non_null(file);
    fclose(file);
    struct spool *spool = open_spool(temporary);
    assert_true(spool_put(spool, &view, 1, &place, NULL));
    assert_false(spool_put(spool, &view, 1, &place, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    spool_close(spool);
    assert_int_equal(unlink(temporary->file), 0);
}
static int name_file(void **state)
{
    static struct temporary temporary;
    temporary_name(&temporary, "test_spool", ".spool");
    *state = &temporary;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_come_back_in_any_order),
        cmocka_unit_test(room_is_given_back),
        cmocka_unit_test(a_few_pieces_need_no_file),
        cmocka_unit_test(a_wrong_byte_or_a_cut_is_an_error),
        cmocka_unit_test(another_thread_may_write_them),
        cmocka_unit_test(it_ends_while_another_thread_writes),
        cmocka_unit_test(no_room_is_an_error_that_says_so),
        cmocka_unit_test(no_room_for_the_last_pieces_is_an_error_as_well),
        cmocka_unit_test(what_lies_there_is_not_written_to),
    };
    return cmocka_run_group_tests(tests, name_file, NULL);
}
