#include "core/worker.h"

#include <pthread.h>
#ifdef HAVE_SCHED_GETAFFINITY
#include <sched.h>
#endif
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/thread.h"

struct worker {
    char *slots;
    size_t count, slot_size;
    enum worker_order order;
    worker_work *work;
    void *context;
    uint64_t given_back; /* the first thread's: slots so far */
    pthread_t threads[WORKER_THREADS_MOST];
    size_t thread_count;
    pthread_mutex_t mutex;   /* of all below */
    pthread_cond_t has_work; /* for the other threads */
    pthread_cond_t is_ready; /* for the first one */
    uint64_t put, claimed;   /* slots so far: handed over, begun by one of the threads */
    bool *is_done;           /* by slot */
    uint64_t awaited;        /* the first thread waits until so many are done; 0: it does not wait */
    bool ends;
};

/* To wake a thread for each slot would cost more than most slots: the others wait for a part of the ring. */
static size_t batch(const struct worker *worker)
{
    return worker->count / 4 + 1;
}

/* Works on the next slot that nobody has begun. The mutex is held at the beginning and at the end. */
static void work_on_next(struct worker *worker)
{
    size_t number = worker->claimed++ % worker->count;
    pthread_mutex_unlock(&worker->mutex);
    worker->work(worker->context, worker->slots + number * worker->slot_size);
    pthread_mutex_lock(&worker->mutex);
    worker->is_done[number] = true;
}

/* Whether the oldest slot is done, and, where it depends on the one before, some behind it. */
static bool is_ready(const struct worker *worker)
{
    return worker->is_done[worker->given_back % worker->count] &&
           (worker->order == WORKER_ANY_ORDER || worker->claimed >= worker->awaited);
}

static bool is_worth_waking(const struct worker *worker)
{
    uint64_t waiting = worker->put - worker->claimed;
    return worker->ends || waiting >= batch(worker) || (waiting > 0 && worker->awaited);
}

static void *run(void *context)
{
    struct worker *worker = context;
    pthread_mutex_lock(&worker->mutex);
    while (!worker->ends) {
        while (!is_worth_waking(worker))
            pthread_cond_wait(&worker->has_work, &worker->mutex);
        while (!worker->ends && worker->claimed < worker->put) {
            work_on_next(worker);
            if (worker->awaited && is_ready(worker))
                pthread_cond_signal(&worker->is_ready);
        }
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

/* On which this process may run; 1 when nobody knows. */
static size_t count_processors(void)
{
#ifdef HAVE_SCHED_GETAFFINITY
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

struct worker *worker_new(void *slots, size_t count, size_t slot_size, enum worker_order order, worker_work *work,
                          void *context)
{
    return worker_new_of(slots, count, slot_size, order, work, context, count_processors() - 1);
}

struct worker *worker_new_of(void *slots, size_t count, size_t slot_size, enum worker_order order, worker_work *work,
                             void *context, size_t threads)
{
    size_t threads_most = order == WORKER_IN_ORDER ? 1 : WORKER_THREADS_MOST;
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    *worker = (struct worker){.slots = slots,
                              .count = count,
                              .slot_size = slot_size,
                              .order = order,
                              .work = work,
                              .context = context,
                              .is_done = calloc(count, sizeof *worker->is_done)};
    if (!worker->is_done) {
        free(worker);
        return NULL;
    }
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->has_work, NULL);
    pthread_cond_init(&worker->is_ready, NULL);
    threads = threads < 1 ? 1 : threads > threads_most ? threads_most : threads;
    while (worker->thread_count < threads && thread_start(&worker->threads[worker->thread_count], run, worker))
        worker->thread_count++;
    return worker;
}

void worker_free(struct worker *worker)
{
    if (!worker)
        return;
    pthread_mutex_lock(&worker->mutex);
    worker->ends = true;
    pthread_cond_broadcast(&worker->has_work);
    pthread_mutex_unlock(&worker->mutex);
    for (size_t i = 0; i < worker->thread_count; i++)
        pthread_join(worker->threads[i], NULL);
    pthread_cond_destroy(&worker->has_work);
    pthread_cond_destroy(&worker->is_ready);
    pthread_mutex_destroy(&worker->mutex);
    free(worker->is_done);
    free(worker);
}

void *worker_slot(struct worker *worker)
{
    /* Only this thread changes both. */
    bool has_room = worker->put - worker->given_back < worker->count;
    return has_room ? worker->slots + worker->put % worker->count * worker->slot_size : NULL;
}

void worker_put(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    worker->is_done[worker->put++ % worker->count] = false;
    if (worker->put - worker->claimed >= batch(worker))
        pthread_cond_signal(&worker->has_work);
    pthread_mutex_unlock(&worker->mutex);
}

/* Another thread has the slot, or will have it: waits until it is done. */
static void await(struct worker *worker)
{
    uint64_t some = worker->given_back + batch(worker);
    worker->awaited = some < worker->put ? some : worker->put;
    pthread_cond_signal(&worker->has_work);
    while (!is_ready(worker))
        pthread_cond_wait(&worker->is_ready, &worker->mutex);
    worker->awaited = 0;
}

void *worker_take(struct worker *worker)
{
    if (worker->given_back == worker->put)
        return NULL;
    size_t number = worker->given_back % worker->count;
    bool lends_a_hand = worker->order == WORKER_ANY_ORDER || worker->thread_count == 0;
    pthread_mutex_lock(&worker->mutex);
    while (!worker->is_done[number]) {
        if (lends_a_hand && worker->claimed < worker->put)
            work_on_next(worker);
        else
            await(worker);
    }
    pthread_mutex_unlock(&worker->mutex);
    return worker->slots + number * worker->slot_size;
}

void worker_give_back(struct worker *worker)
{
    worker->given_back++;
}
