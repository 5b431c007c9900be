/* What is put aside in temporary files: it comes back, in any order or in its own, or there is an error. */

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/key_numbers.h"
#include "core/sorter.h"
#include "core/spool.h"
#include "core/string_sorter.h"

enum { PIECES = 3000 };

struct folder {
    char path[64]; /* temporary files begin with it */
    char file[80];
};

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

static struct spool *open_spool(const struct folder *folder)
{
    struct spool *spool;
    assert_true(spool_open(folder->path, ".spool", &spool, NULL));
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

static void expect_all_pieces(const struct folder *folder, struct spool *spool)
{
    static struct spool_place places[PIECES];
    uint32_t random = 1;
    put_all(spool, PIECES, places);
    assert_int_equal(access(folder->file, F_OK), 0);
    for (int i = 0; i < PIECES; i++) {
        uint32_t number = next_random(&random) % PIECES;
        expect_piece(spool, number, places[number]);
    }
    expect_near_pieces(spool, places);
    spool_close(spool);
    assert_int_not_equal(access(folder->file, F_OK), 0);
}

static void pieces_come_back_in_any_order(void **state)
{
    const struct folder *folder = *state;
    expect_all_pieces(folder, open_spool(folder));
}

static void another_thread_may_write_them(void **state)
{
    const struct folder *folder = *state;
    struct spool *spool = open_spool(folder);
    spool_write_behind(spool);
    expect_all_pieces(folder, spool);
}

static void it_ends_while_another_thread_writes(void **state)
{
    const struct folder *folder = *state;
    static struct spool_place places[PIECES];
    for (uint32_t count = 0; count < PIECES; count += PIECES / 20) {
        struct spool *spool = open_spool(folder);
        spool_write_behind(spool);
        put_all(spool, count, places);
        spool_close(spool);
        assert_int_not_equal(access(folder->file, F_OK), 0);
    }
}

/* How much room the file takes; what was written to it must have got there. */
static uint64_t room_of(const struct folder *folder)
{
    struct stat status;
    int file = open(folder->file, O_RDONLY);
    assert_true(file >= 0 && fsync(file) == 0 && fstat(file, &status) == 0);
    close(file);
    return (uint64_t)status.st_blocks * 512;
}

static void room_is_given_back(void **state)
{
    const struct folder *folder = *state;
    static struct spool_place places[PIECES];
    struct spool *spool = open_spool(folder);
    put_all(spool, PIECES, places);
    expect_piece(spool, 0, places[0]);
    uint64_t room = room_of(folder), from = places[PIECES / 4].offset_bytes, to = places[PIECES / 4 * 3].offset_bytes;
    uint64_t kept = from;
    assert_true(to - from > 1000000);
    spool_give_back(spool, &kept, from + 1000);
    assert_int_equal(kept, from);
    spool_give_back(spool, &kept, to);
    for (uint32_t i = 0; i < PIECES; i++)
        if (i < PIECES / 4 || i >= PIECES / 4 * 3)
            expect_piece(spool, i, places[i]);
    if (kept == from || room_of(folder) == room) {
        spool_close(spool);
        skip(); /* nothing of this system, or of this file system */
    }
    assert_true(kept <= to && kept > to - 300000);
    assert_true(room_of(folder) < room - (to - from) + 700000);
    struct buffer piece = {0};
    const struct spool_place gone = {.offset_bytes = (from + kept) / 2, .length_bytes = 100};
    assert_false(spool_take(spool, gone, &piece, NULL));
    buffer_free(&piece);
    spool_close(spool);
}

static void a_few_pieces_need_no_file(void **state)
{
    const struct folder *folder = *state;
    struct spool *spool = open_spool(folder);
    struct spool_place places[8];
    put_all(spool, 8, places);
    for (uint32_t i = 0; i < 8; i++)
        expect_piece(spool, i, places[i]);
    assert_int_not_equal(access(folder->file, F_OK), 0);
    spool_close(spool);
}

static void write_over(const struct folder *folder, uint64_t place, const char *bytes, size_t length)
{
    FILE *file = fopen(folder->file, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)place, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
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
    const struct folder *folder = *state;
    struct spool *spool = open_spool(folder);
    static struct spool_place places[PIECES];
    put_all(spool, PIECES, places);
    write_over(folder, places[103].offset_bytes + 8 + 40, "?!", 2); /* behind the head */
    write_over(folder, places[205].offset_bytes, "?", 1);           /* its length */
    write_over(folder, places[207].offset_bytes + 5, "?", 1);       /* its fingerprint */
    expect_damage(spool, places[103]);
    expect_damage(spool, places[205]);
    expect_damage(spool, places[207]);
    expect_piece(spool, 104, places[104]);
    expect_damage(spool, (struct spool_place){places[104].offset_bytes, places[104].length_bytes - 1});
    expect_damage(spool, (struct spool_place){UINT64_MAX / 4, 10});
    assert_int_equal(truncate(folder->file, (off_t)places[300].offset_bytes + 12), 0);
    expect_damage(spool, places[300]);
    expect_damage(spool, places[301]);
    spool_close(spool);
}

/* Writes until the file may not grow any more, and gives the limit back. */
static void put_till_full(struct spool *spool, struct sorter *sorter, struct string_sorter *strings,
                          struct error *error)
{
    struct rlimit before, limit;
    char bytes[1000] = "no room";
    const struct text_view view = {bytes, sizeof bytes};
    struct spool_place place;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 600000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool good = true;
    for (int i = 0; good && i < 1000000; i++)
        good = spool    ? spool_put(spool, &view, 1, &place, error)
               : sorter ? sorter_put(sorter, &i, error)
                        : string_sorter_put(strings, (struct text_view){bytes, sizeof bytes}, error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(good);
    assert_int_equal(error->kind, ERROR_SYSTEM);
    assert_true(error->way_out[0]);
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
    const struct folder *folder = *state;
    struct error error = {0};
    struct spool *spool = open_spool(folder);
    struct sorter *sorter;
    struct string_sorter *strings;
    put_till_full(spool, NULL, NULL, &error);
    spool_close(spool);
    assert_int_not_equal(access(folder->file, F_OK), 0);
    spool = open_spool(folder);
    spool_write_behind(spool);
    put_till_full(spool, NULL, NULL, &error);
    spool_close(spool);
    assert_int_not_equal(access(folder->file, F_OK), 0);
    assert_true(sorter_new(folder->path, ".spool", sizeof(uint32_t), &by_number, 10000, &sorter, NULL));
    put_till_full(NULL, sorter, NULL, &error);
    sorter_free(sorter);
    assert_int_not_equal(access(folder->file, F_OK), 0);
    assert_true(string_sorter_new(folder->path, ".spool", &strings, NULL));
    put_till_full(NULL, NULL, strings, &error);
    string_sorter_free(strings);
    assert_int_not_equal(access(folder->file, F_OK), 0);
}

/* What another thread could not write is told when a piece is taken up, if none came behind it. */
static void no_room_for_the_last_pieces_is_an_error_as_well(void **state)
{
    const struct folder *folder = *state;
    struct rlimit before, limit;
    struct error error = {0};
    struct buffer piece = {0};
    static struct spool_place places[PIECES / 5];
    struct spool *spool = open_spool(folder);
    spool_write_behind(spool);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    put_all(spool, PIECES / 5, places);
    assert_int_equal(access(folder->file, F_OK), 0);
    bool good = spool_take(spool, places[0], &piece, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(good);
    assert_int_equal(error.kind, ERROR_SYSTEM);
    assert_true(error.way_out[0]);
    buffer_free(&piece);
    spool_close(spool);
}

static void what_lies_there_is_not_written_to(void **state)
{
    const struct folder *folder = *state;
    struct error error = {0};
    struct spool_place place;
    static const char bytes[600000];
    const struct text_view view = {bytes, sizeof bytes};
    FILE *file = fopen(folder->file, "w");
    assert_non_null(file);
    fclose(file);
    struct spool *spool = open_spool(folder);
    assert_true(spool_put(spool, &view, 1, &place, NULL));
    assert_false(spool_put(spool, &view, 1, &place, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    spool_close(spool);
    assert_int_equal(unlink(folder->file), 0);
}

/* Every number several times; all in memory, then in a few runs, then in many with the last one short. */
static void items_come_back_sorted(void **state)
{
    static const size_t memory[] = {1 << 20, 200000, 5000};
    const struct folder *folder = *state;
    enum { ITEMS = 100000, DIFFERENT = 40000 };
    for (size_t round = 0; round < 2 * sizeof memory / sizeof memory[0]; round++) {
        size_t i = round / 2;
        static unsigned put[DIFFERENT], taken[DIFFERENT];
        struct sorter *sorter;
        uint32_t random = 7;
        memset(put, 0, sizeof put);
        assert_true(sorter_new(folder->path, ".spool", sizeof(uint32_t), &by_number, memory[i], &sorter, NULL));
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
        assert_int_equal(access(folder->file, F_OK) == 0, memory[i] == 5000 || memory[i] == 200000);
        sorter_free(sorter);
    }
}

static void runs_that_are_damaged_are_an_error(void **state)
{
    const struct folder *folder = *state;
    struct sorter *sorter;
    struct error error = {0};
    const void *item;
    assert_true(sorter_new(folder->path, ".spool", sizeof(uint32_t), &by_number, 100000, &sorter, NULL));
    for (uint32_t i = 0; i < 500000; i++)
        assert_true(sorter_put(sorter, &i, NULL));
    assert_true(sorter_sort(sorter, NULL));
    write_over(folder, 700000, "?!", 2);
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
    const struct folder *folder = *state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct string_sorter *sorter;
        uint32_t number, last = 0, taken = 0;
        char bytes[2][40];
        bool any;
        assert_true(string_sorter_new(folder->path, ".spool", &sorter, NULL));
        for (number = 0; number < counts[i]; number++)
            assert_true(string_sorter_put(sorter, name_of(number, bytes[0]), NULL));
        assert_true(string_sorter_sort(sorter, NULL));
        for (; string_sorter_next(sorter, &number, &any, NULL) && any; last = number, taken++) {
            int order = text_view_compare(name_of(last, bytes[0]), name_of(number, bytes[1]));
            assert_true(taken == 0 || order < 0 || (order == 0 && last < number));
        }
        assert_false(any);
        assert_int_equal(taken, counts[i]);
        assert_int_equal(access(folder->file, F_OK) == 0, counts[i] == 200000);
        string_sorter_free(sorter);
        assert_int_not_equal(access(folder->file, F_OK), 0);
    }
}

static void strings_that_are_damaged_are_an_error(void **state)
{
    const struct folder *folder = *state;
    struct string_sorter *sorter;
    struct error error = {0};
    uint32_t number;
    char bytes[40];
    bool any, good = true;
    assert_true(string_sorter_new(folder->path, ".spool", &sorter, NULL));
    for (number = 0; number < 200000; number++)
        assert_true(string_sorter_put(sorter, name_of(number, bytes), NULL));
    assert_true(string_sorter_sort(sorter, NULL));
    write_over(folder, 700000, "?!", 2);
    while ((good = string_sorter_next(sorter, &number, &any, &error)) && any)
        ;
    assert_false(good);
    assert_int_equal(error.kind, ERROR_SYSTEM);
    string_sorter_free(sorter);
}

static void an_empty_sorter_has_nothing(void **state)
{
    const struct folder *folder = *state;
    struct sorter *sorter;
    const void *item = "";
    assert_true(sorter_new(folder->path, ".spool", 24, &by_number, 100000, &sorter, NULL));
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

static int make_folder(void **state)
{
    static struct folder folder;
    snprintf(folder.path, sizeof folder.path, "/tmp/test_spool.%ld", (long)getpid());
    snprintf(folder.file, sizeof folder.file, "%s.spool", folder.path);
    *state = &folder;
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
        cmocka_unit_test(items_come_back_sorted),
        cmocka_unit_test(runs_that_are_damaged_are_an_error),
        cmocka_unit_test(an_empty_sorter_has_nothing),
        cmocka_unit_test(strings_come_back_in_their_order),
        cmocka_unit_test(strings_that_are_damaged_are_an_error),
        cmocka_unit_test(keys_have_the_number_they_were_given),
    };
    return cmocka_run_group_tests(tests, make_folder, NULL);
}
