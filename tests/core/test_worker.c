/* Work beside the first thread: what comes back, in which order, and that ending early leaves nothing behind. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_come_back_in_their_order),
        cmocka_unit_test(in_order_they_are_also_worked_on),
        cmocka_unit_test(it_ends_with_slots_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
