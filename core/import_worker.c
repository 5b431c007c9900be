#include "core/import_worker.h"

#include <stdlib.h>

#include "core/worker.h"

enum { SLOTS = 64 };

struct import_worker {
    const struct rules *rules;
    struct import_slot slots[SLOTS];
    struct worker *worker;
};

static void understand(void *context, void *item)
{
    struct import_worker *worker = context;
    struct import_slot *slot = item;
    slot->is_good = slot->is_understood ||
                    campaign_understand(&slot->campaign, worker->rules, slot->arena, &slot->recall, &slot->error);
}

bool import_worker_new(const struct rules *rules, struct import_worker **result, struct error *error)
{
    struct import_worker *worker = *result = calloc(1, sizeof *worker);
    if (!worker)
        return error_set_memory(error, "import");
    worker->rules = rules;
    for (size_t i = 0; i < SLOTS; i++)
        if (!(worker->slots[i].arena = arena_new()))
            return error_set_memory(error, "import");
    worker->worker = worker_new(worker->slots, SLOTS, sizeof worker->slots[0], WORKER_ANY_ORDER, understand, worker);
    return worker->worker || error_set_memory(error, "import");
}

void import_worker_free(struct import_worker *worker)
{
    if (!worker)
        return;
    worker_free(worker->worker);
    for (size_t i = 0; i < SLOTS; i++) {
        campaign_free(&worker->slots[i].campaign);
        arena_free(worker->slots[i].arena);
    }
    free(worker);
}

struct import_slot *import_worker_slot(struct import_worker *worker)
{
    return worker_slot(worker->worker);
}

void import_worker_put(struct import_worker *worker)
{
    worker_put(worker->worker);
}

struct import_slot *import_worker_take(struct import_worker *worker)
{
    return worker_take(worker->worker);
}

void import_worker_give_back(struct import_worker *worker, struct import_slot *slot)
{
    struct arena *arena = slot->arena;
    campaign_free(&slot->campaign);
    arena_clear(arena);
    *slot = (struct import_slot){.arena = arena};
    worker_give_back(worker->worker);
}
