#ifndef RUECKRUF_CORE_IMPORT_WORKER_H
#define RUECKRUF_CORE_IMPORT_WORKER_H

/*
 * Understanding texts beside writing them: other threads (core/worker.h) read recalls by the rules and pack them
 * for the database while the first one goes on with the next. Recalls come back in the order they were handed over.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import_campaign.h"
#include "core/import_stage.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/rules.h"
#include "core/store_write.h"

/* A recall on its way: what is said of it, identity and id go there, the whole recall comes back. */
struct import_slot {
    struct arena *arena; /* of everything in it; the worker's, cleared when the slot is given back */
    struct buffer value; /* import_value_pack(): it is all that is said; empty: the campaign is there */
    struct campaign campaign;
    struct store_writer_recall put;
    bool is_understood; /* recall is there already: it is only packed */
    /* Of who hands it over: */
    struct staged_value staged;
    struct store_listed listed;
    bool is_good; /* after it came back; else error tells */
    struct error error;
};

struct import_worker;

/* Starts the other threads, if any can be had. The rules are borrowed. Also after a failure *worker is to be freed. */
bool import_worker_new(const struct rules *rules, struct import_worker **worker, struct error *error);
void import_worker_free(struct import_worker *worker); /* also with slots under way; NULL is fine */

/* An empty slot, borrowed; NULL when all are under way: then take one first. */
struct import_slot *import_worker_slot(struct import_worker *worker);

/* Hands that slot over, to be understood unless is_understood says that it is. */
void import_worker_put(struct import_worker *worker);

/* The oldest slot that was handed over, when it is done, borrowed until it is given back; NULL: none is under way. */
struct import_slot *import_worker_take(struct import_worker *worker);

/* Empties a slot that was taken, freeing its campaign, before the next is taken. */
void import_worker_give_back(struct import_worker *worker, struct import_slot *slot);

#endif
