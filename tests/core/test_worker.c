/* Work beside the first thread: what comes back, in which order, and that ending early leaves nothing behind. */

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/index_handover.h"
#include "core/thread.h"
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

/* Some take longer than others: those behind them are done first. */
static void square_unevenly(void *context, void *item)
{
    const struct slot *slot = item;
    for (volatile unsigned i = slot->number * 2654435761u % 4096; i > 0; i--)
        ;
    square(context, item);
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

static void run(struct worker *worker, const unsigned *worked)
{
    struct slot *slot;
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
    struct slot slots[SLOTS] = {0};
    (void)state;
    run(worker_new(slots, SLOTS, sizeof slots[0], WORKER_ANY_ORDER, square, NULL), NULL);
}

static void also_from_several_threads(void **state)
{
    (void)state;
    for (size_t threads = 0; threads < 2 * WORKER_THREADS_MOST; threads += 3) {
        struct slot slots[4 * SLOTS] = {0};
        run(worker_new_of(slots, 4 * SLOTS, sizeof slots[0], WORKER_ANY_ORDER, square_unevenly, NULL, threads), NULL);
    }
}

static void in_order_they_are_also_worked_on(void **state)
{
    (void)state;
    for (size_t threads = 1; threads < 4; threads++) {
        struct slot slots[SLOTS] = {0};
        unsigned worked = 0;
        run(worker_new_of(slots, SLOTS, sizeof slots[0], WORKER_IN_ORDER, square, &worked, threads), &worked);
        assert_int_equal(worked, ROUNDS);
    }
}

enum { THREADS = 4 };

/* The first ones wait for each other. */
static void meet(void *context, void *item)
{
    const struct slot *slot = item;
    if (slot->number <= THREADS)
        pthread_barrier_wait(context);
}

static void all_threads_work_at_once(void **state)
{
    struct slot slots[2 * THREADS] = {0}, *slot;
    pthread_barrier_t all;
    (void)state;
    pthread_barrier_init(&all, NULL, THREADS + 1);
    struct worker *worker = worker_new_of(slots, 2 * THREADS, sizeof slots[0], WORKER_ANY_ORDER, meet, &all, THREADS);
    assert_non_null(worker);
    for (unsigned number = 0; (slot = worker_slot(worker)); number++) {
        slot->number = number;
        worker_put(worker);
    }
    alarm(60); /* they would wait forever */
    for (unsigned number = 0; (slot = worker_take(worker)); number++) {
        assert_int_equal(slot->number, number);
        worker_give_back(worker);
    }
    alarm(0);
    worker_free(worker);
    pthread_barrier_destroy(&all);
}

static void it_ends_with_slots_under_way(void **state)
{
    (void)state;
    for (unsigned count = 0; count < 500; count++) {
        struct slot slots[SLOTS] = {0};
        enum worker_order order = count % 2 ? WORKER_IN_ORDER : WORKER_ANY_ORDER;
        struct worker *worker =
            worker_new_of(slots, SLOTS, sizeof slots[0], order, square_unevenly, NULL, count % WORKER_THREADS_MOST + 1);
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

#ifdef __linux__
/* How much less it comes first than before: when it says so, and when it says so again. */
static void *step_back(void *context)
{
    int *steps = context, before = getpriority(PRIO_PROCESS, 0);
    for (int i = 0; i < 2; i++) {
        thread_step_back();
        steps[i] = getpriority(PRIO_PROCESS, 0) - before;
    }
    return NULL;
}

static void a_thread_that_steps_back_does_so_alone(void **state)
{
    (void)state;
    pthread_t thread;
    int steps[2] = {0}, before = getpriority(PRIO_PROCESS, 0);
    if (before >= 19)
        skip();
    assert_true(thread_start(&thread, step_back, steps));
    pthread_join(thread, NULL);
    assert_true(steps[0] > 0);
    assert_int_equal(steps[1], steps[0]);
    step_back(steps); /* the first one never does */
    assert_int_equal(steps[1], 0);
    assert_int_equal(getpriority(PRIO_PROCESS, 0), before);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef __linux__
        cmocka_unit_test(a_thread_that_steps_back_does_so_alone),
#endif
        cmocka_unit_test(slots_come_back_in_their_order),
        cmocka_unit_test(also_from_several_threads),
        cmocka_unit_test(in_order_they_are_also_worked_on),
        cmocka_unit_test(all_threads_work_at_once),
        cmocka_unit_test(it_ends_with_slots_under_way),
        cmocka_unit_test(rows_are_taken_in_their_order),
        cmocka_unit_test(whoever_fails_both_end),
        cmocka_unit_test(rows_that_nobody_takes_are_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
