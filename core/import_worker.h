#ifndef RUECKRUF_CORE_IMPORT_WORKER_H
#define RUECKRUF_CORE_IMPORT_WORKER_H

/*
 * Understanding texts beside writing them: a second thread reads recalls by the rules while the first one goes on with
 * the next, and the first one lends a hand when it would have to wait. Recalls come back in the order they were handed
 * over, so the database is the same as without it. Each lies in a slot with memory of its own; who holds a slot may use
 * it, nobody else.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import_campaign.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/rules.h"

struct import_slot {
    struct arena *arena; /* of everything in it */
    unsigned char identity[STORE_IDENTITY_BYTES];
    struct campaign campaign;
    struct recall recall;
    int64_t added;      /* when an import first brought it */
    bool is_done;       /* the worker's */
    bool is_understood; /* recall is there already: nothing is to be done */
    bool is_good;       /* after it came back; else error tells */
    struct error error;
};

struct import_worker;

bool import_worker_new(const struct rules *rules, struct import_worker **worker, struct error *error);
void import_worker_free(struct import_worker *worker); /* also with slots under way */

/* An empty slot; NULL when all are under way: then take one first. */
struct import_slot *import_worker_slot(struct import_worker *worker);
/* Hands the slot over. */
void import_worker_put(struct import_worker *worker);
/* The oldest slot that was handed over, when it is done; NULL when none is under way. Give it back before the next. */
struct import_slot *import_worker_take(struct import_worker *worker);
void import_worker_give_back(struct import_worker *worker);

#endif
