#include "core/import_worker.h"

#include <pthread.h>
#include <stdlib.h>

#include "core/understand.h"
#include "core/worker.h"

enum { SLOTS = 64 };

struct import_worker {
    const struct rules *rules;
    struct import_slot slots[SLOTS];
    struct worker *worker;
    pthread_mutex_t mutex;           /* of these: */
    struct reading *readings[SLOTS]; /* that no thread uses; as many as have been used at once */
    size_t reading_count;
};

/* Each thread has one to itself while it works on a slot; NULL: out of memory. */
static struct reading *take_reading(struct import_worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    struct reading *reading = worker->reading_count > 0 ? worker->readings[--worker->reading_count] : NULL;
    pthread_mutex_unlock(&worker->mutex);
    return reading ? reading : reading_new(worker->rules);
}

static void give_back_reading(struct import_worker *worker, struct reading *reading)
{
    pthread_mutex_lock(&worker->mutex);
    worker->readings[worker->reading_count++] = reading;
    pthread_mutex_unlock(&worker->mutex);
}

static bool understand_campaign(struct import_worker *worker, struct import_slot *slot)
{
    struct reading *reading = take_reading(worker);
    if (!reading)
        return error_set_memory(&slot->error, "import");
    bool good = campaign_understand(&slot->campaign, worker->rules, reading, slot->arena, &slot->put.packed.recall,
                                    &slot->error);
    give_back_reading(worker, reading);
    return good;
}

/* As import_merge.c does it for several: so a recall is the same whichever way it goes. */
static bool gather_value(struct import_slot *slot)
{
    struct import_value value;
    struct campaign of_source = {0};
    bool good = import_value_unpack(buffer_view(&slot->value), slot->arena, &value) &&
                campaign_add(&of_source, &value, slot->arena) && campaign_order_stated(&of_source) &&
                campaign_join(&slot->campaign, &of_source, slot->arena);
    campaign_free(&of_source);
    campaign_unite(&slot->campaign);
    return good || error_set_memory(&slot->error, "import");
}

static void understand(void *context, void *item)
{
    struct import_worker *worker = context;
    struct import_slot *slot = item;
    slot->is_good = (slot->value.length == 0 || gather_value(slot)) &&
                    (slot->is_understood || understand_campaign(worker, slot)) &&
                    (store_writer_pack(&slot->put) || error_set_memory(&slot->error, "import"));
}

bool import_worker_new(const struct rules *rules, struct import_worker **result, struct error *error)
{
    struct import_worker *worker = *result = calloc(1, sizeof *worker);
    if (!worker)
        return error_set_memory(error, "import");
    worker->rules = rules;
    pthread_mutex_init(&worker->mutex, NULL);
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
        buffer_free(&worker->slots[i].value);
        campaign_free(&worker->slots[i].campaign);
        store_writer_recall_free(&worker->slots[i].put);
        arena_free(worker->slots[i].arena);
    }
    for (size_t i = 0; i < worker->reading_count; i++)
        reading_free(worker->readings[i]);
    pthread_mutex_destroy(&worker->mutex);
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
    enum { KEPT_MOST_BYTES = 256 * 1024 };
    buffer_clear_large(&slot->value, KEPT_MOST_BYTES);
    campaign_free(&slot->campaign);
    store_writer_recall_clear(&slot->put);
    arena_clear(slot->arena);
    worker_give_back(worker->worker);
}
