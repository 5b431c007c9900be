#include "core/import_worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { SLOTS = 64 };

struct import_worker {
    const struct rules *rules;
    struct import_slot slots[SLOTS]; /* a ring */
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t changed;
    uint64_t put, claimed, taken; /* slots so far: handed over, begun by one of the threads, taken back */
    bool ends;
};

/* --- The second thread --------------------------------------------------------------------- */

static void understand(struct import_worker *worker, struct import_slot *slot)
{
    slot->is_good = slot->is_understood ||
                    campaign_understand(&slot->campaign, worker->rules, slot->arena, &slot->recall, &slot->error);
}

/* Understands the next slot that nobody has begun. The mutex is held at the beginning and at the end. */
static void understand_next(struct import_worker *worker)
{
    struct import_slot *slot = &worker->slots[worker->claimed++ % SLOTS];
    pthread_mutex_unlock(&worker->mutex);
    understand(worker, slot);
    pthread_mutex_lock(&worker->mutex);
    slot->is_done = true;
}

static void *work(void *context)
{
    struct import_worker *worker = context;
    pthread_mutex_lock(&worker->mutex);
    for (;;) {
        while (!worker->ends && worker->claimed == worker->put)
            pthread_cond_wait(&worker->changed, &worker->mutex);
        if (worker->ends)
            break;
        understand_next(worker);
        pthread_cond_signal(&worker->changed);
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

/* Signals are the first thread's. */
static bool start(struct import_worker *worker)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    worker->has_thread = pthread_create(&worker->thread, NULL, work, worker) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return worker->has_thread;
}

/* --- The first thread ---------------------------------------------------------------------- */

bool import_worker_new(const struct rules *rules, struct import_worker **result, struct error *error)
{
    struct import_worker *worker = *result = calloc(1, sizeof *worker);
    if (!worker)
        return error_set_memory(error, "import");
    worker->rules = rules;
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->changed, NULL);
    for (size_t i = 0; i < SLOTS; i++)
        if (!(worker->slots[i].arena = arena_new()))
            return error_set_memory(error, "import");
    /* Without a second thread the first one does the work. */
    start(worker);
    return true;
}

void import_worker_free(struct import_worker *worker)
{
    if (!worker)
        return;
    if (worker->has_thread) {
        pthread_mutex_lock(&worker->mutex);
        worker->ends = true;
        pthread_cond_signal(&worker->changed);
        pthread_mutex_unlock(&worker->mutex);
        pthread_join(worker->thread, NULL);
    }
    for (size_t i = 0; i < SLOTS; i++) {
        campaign_free(&worker->slots[i].campaign);
        arena_free(worker->slots[i].arena);
    }
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->mutex);
    free(worker);
}

struct import_slot *import_worker_slot(struct import_worker *worker)
{
    /* Only this thread changes both. */
    return worker->put - worker->taken < SLOTS ? &worker->slots[worker->put % SLOTS] : NULL;
}

void import_worker_put(struct import_worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    worker->put++;
    pthread_cond_signal(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
}

struct import_slot *import_worker_take(struct import_worker *worker)
{
    if (worker->taken == worker->put)
        return NULL;
    struct import_slot *slot = &worker->slots[worker->taken % SLOTS];
    pthread_mutex_lock(&worker->mutex);
    while (!slot->is_done) {
        if (worker->claimed < worker->put)
            understand_next(worker);
        else
            pthread_cond_wait(&worker->changed, &worker->mutex);
    }
    pthread_mutex_unlock(&worker->mutex);
    return slot;
}

void import_worker_give_back(struct import_worker *worker)
{
    struct import_slot *slot = &worker->slots[worker->taken % SLOTS];
    struct arena *arena = slot->arena;
    campaign_free(&slot->campaign);
    arena_clear(arena);
    *slot = (struct import_slot){.arena = arena};
    worker->taken++;
}
