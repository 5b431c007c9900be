/* Work beside the first thread: what comes back, in which order, and that ending early leaves nothing behind. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/index_handover.h"
#include "core/worker.h"

enum { SLOTS = 7, ROUNDS = 20000 };

struct slot {
    unsigned number, square, place;
};

/* Only one thread at a time works where slots are taken in order, so this needs no lock there. */
static void square(void *context, void *item)
{
    unsigned *worked = context;
    struct slot *slot = item;
    slot->square = slot->number * slot->number;
    if (worked)
        slot->place = (*worked)++;
}

static void take(struct worker *worker, unsigned expected, const unsigned *worked)
{
    const struct slot *slot = worker_take(worker);
    assert_non_null(slot);
    assert_int_equal(slot->number, expected);
    assert_int_equal(slot->square, expected * expected);
    if (worked)
        assert_int_equal(slot->place, expected);
    worker_give_back(worker);
}

static void run(enum worker_order order, unsigned *worked)
{
    struct slot slots[SLOTS] = {0}, *slot;
    struct worker *worker = worker_new(slots, SLOTS, sizeof slots[0], order, square, worked);
    unsigned taken = 0;
    assert_non_null(worker);
    assert_null(worker_take(worker));
    for (unsigned number = 0; number < ROUNDS; number++) {
        while (!(slot = worker_slot(worker)))
            take(worker, taken++, worked);
        *slot = (struct slot){.number = number};
        worker_put(worker);
    }
    while (taken < ROUNDS)
        take(worker, taken++, worked);
    assert_null(worker_take(worker));
    worker_free(worker);
}

static void slots_come_back_in_their_order(void **state)
{
    (void)state;
    run(WORKER_ANY_ORDER, NULL);
}

static void in_order_they_are_also_worked_on(void **state)
{
    unsigned worked = 0;
    (void)state;
    run(WORKER_IN_ORDER, &worked);
    assert_int_equal(worked, ROUNDS);
}

static void it_ends_with_slots_under_way(void **state)
{
    (void)state;
    for (unsigned count = 0; count < 500; count++) {
        struct slot slots[SLOTS] = {0};
        struct worker *worker = worker_new(slots, SLOTS, sizeof slots[0], WORKER_IN_ORDER, square, NULL);
        assert_non_null(worker);
        for (unsigned i = 0; i < count % (SLOTS + 1); i++)
            worker_put(worker);
        worker_free(worker);
    }
}

/* --- Rows of the index --------------------------------------------------------------------- */

enum { ROWS = 3000, ROW_BYTES = 20000 }; /* together more than may wait */

/* Who makes rows and who takes them, and after how many each stops; the taker also while it waits. */
struct handing {
    uint32_t made, make_fails, taken, take_fails, stops;
};

static bool make_rows(void *context, const struct index_sink *sink, struct error *error)
{
    struct handing *handing = context;
    char *bytes = calloc(1, ROW_BYTES);
    bool good = bytes != NULL;
    for (uint32_t number = 0; good && number < ROWS; number++) {
        const struct index_row row = {INDEX_ROW_POSTING, number, {bytes, ROW_BYTES}};
        bytes[number % ROW_BYTES] = (char)number;
        good = number == handing->make_fails ? error_set(error, ERROR_SYSTEM, "maker", "no more")
                                             : sink->put(sink->context, &row, error);
        handing->made += good;
    }
    free(bytes);
    return good;
}

static bool take_row(void *context, const struct index_row *row, struct error *error)
{
    struct handing *handing = context;
    assert_int_equal(row->kind, INDEX_ROW_POSTING);
    assert_int_equal(row->number, handing->taken);
    assert_int_equal(row->bytes.length, ROW_BYTES);
    assert_int_equal(row->bytes.bytes[row->number % ROW_BYTES], (char)row->number);
    return handing->taken++ != handing->take_fails || error_set(error, ERROR_SYSTEM, "taker", "no more");
}

static bool wants_more(void *context)
{
    const struct handing *handing = context;
    return handing->taken < handing->stops;
}

static bool hand_over(struct handing *handing, struct error *error)
{
    struct index_handover *handover = index_handover_new(make_rows, handing);
    const struct index_taker taker = {{take_row, handing}, wants_more, handing};
    assert_non_null(handover);
    bool good = index_handover_take(handover, &taker, error);
    index_handover_free(handover);
    return good;
}

static void rows_are_taken_in_their_order(void **state)
{
    struct handing handing = {.make_fails = ROWS, .take_fails = ROWS, .stops = UINT32_MAX};
    (void)state;
    assert_true(hand_over(&handing, NULL));
    assert_int_equal(handing.taken, ROWS);
}

static void whoever_fails_both_end(void **state)
{
    static const uint32_t after[] = {0, 1, 200, ROWS - 1};
    struct error error = {0};
    (void)state;
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
        struct handing maker = {.make_fails = after[i], .take_fails = ROWS, .stops = UINT32_MAX};
        assert_false(hand_over(&maker, &error));
        assert_string_equal(error.what, "maker");
        assert_int_equal(maker.taken, after[i]);
        struct handing taker = {.make_fails = ROWS, .take_fails = after[i], .stops = UINT32_MAX};
        assert_false(hand_over(&taker, &error));
        assert_string_equal(error.what, "taker");
        struct handing stopped = {.make_fails = ROWS, .take_fails = ROWS, .stops = after[i]};
        assert_false(hand_over(&stopped, &error));
        assert_int_equal(error.kind, ERROR_INTERRUPTED);
        assert_true(stopped.made < ROWS || after[i] == ROWS - 1);
    }
}

static void rows_that_nobody_takes_are_given_up(void **state)
{
    struct handing handing = {.make_fails = ROWS, .take_fails = ROWS, .stops = UINT32_MAX};
    (void)state;
    index_handover_free(index_handover_new(make_rows, &handing));
    assert_true(handing.made < ROWS);
    index_handover_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_come_back_in_their_order), cmocka_unit_test(in_order_they_are_also_worked_on),
        cmocka_unit_test(it_ends_with_slots_under_way),   cmocka_unit_test(rows_are_taken_in_their_order),
        cmocka_unit_test(whoever_fails_both_end),         cmocka_unit_test(rows_that_nobody_takes_are_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
