#ifndef RUECKRUF_CORE_WORKER_H
#define RUECKRUF_CORE_WORKER_H

/*
 * Other threads that do one kind of work beside the first. Pieces of work lie in a ring of slots with memory of their
 * own; who holds a slot may use it, nobody else. They come back in the order they were handed over, so what is made of
 * them is the same however many threads there are. When none can be had, the first thread does all the work.
 */

#include <stdbool.h>
#include <stddef.h>

struct worker;

/* What is to be done with a slot. */
typedef void worker_work(void *context, void *slot);

enum worker_order {
    WORKER_ANY_ORDER, /* slots don't depend on each other: the first thread lends a hand where it would have to wait */
    WORKER_IN_ORDER,  /* each slot is worked on when the one before is done: by one thread beside the first */
};

enum { WORKER_THREADS_MOST = 7 }; /* beside the first */

/*
 * As many threads as the machine has processors for, one beside the first at least. slots: count of them, slot_size
 * bytes each, owned by the caller. NULL: out of memory.
 */
struct worker *worker_new(void *slots, size_t count, size_t slot_size, enum worker_order order, worker_work *work,
                          void *context);
/* With so many threads beside the first, within these limits, whatever the machine. */
struct worker *worker_new_of(void *slots, size_t count, size_t slot_size, enum worker_order order, worker_work *work,
                             void *context, size_t threads);
void worker_free(struct worker *worker); /* also with slots under way: those that nobody has begun stay undone */

/* An empty slot; NULL when all are under way: then take one first. */
void *worker_slot(struct worker *worker);
void worker_put(struct worker *worker); /* hands that slot over */

/* The oldest slot that was handed over, when it is done; NULL when none is under way. */
void *worker_take(struct worker *worker);
void worker_give_back(struct worker *worker); /* that slot, before the next is taken */

#endif
