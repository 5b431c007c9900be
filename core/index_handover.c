#include "core/index_handover.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/thread.h"

enum { WAITING_MOST_BYTES = 16 * 1024 * 1024, ASK_NANOSECONDS = 100000000 };

/* A row that waits. */
struct waiting {
    struct waiting *next;
    struct index_row row;
    char bytes[];
};

struct index_handover {
    index_make *make;
    void *context;
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t changed;
    struct waiting *first, **end;
    size_t waiting_bytes;
    bool is_given_up; /* by the first thread */
    bool is_done;     /* the second one has ended */
    bool is_good;     /* then; else error tells */
    struct error error;
};

/* --- The second thread --------------------------------------------------------------------- */

static bool put(void *context, const struct index_row *row, struct error *error)
{
    struct index_handover *handover = context;
    struct waiting *waiting = malloc(sizeof *waiting + row->bytes.length);
    if (!waiting)
        return error_set_memory(error, "import");
    *waiting = (struct waiting){.row = *row};
    memcpy(waiting->bytes, row->bytes.bytes, row->bytes.length);
    waiting->row.bytes.bytes = waiting->bytes;
    pthread_mutex_lock(&handover->mutex);
    while (handover->waiting_bytes >= WAITING_MOST_BYTES && !handover->is_given_up)
        pthread_cond_wait(&handover->changed, &handover->mutex);
    *handover->end = waiting;
    handover->end = &waiting->next;
    handover->waiting_bytes += row->bytes.length;
    bool good = !handover->is_given_up;
    pthread_cond_signal(&handover->changed);
    pthread_mutex_unlock(&handover->mutex);
    return good || error_set(error, ERROR_INTERRUPTED, "import", "interrupted");
}

static void *run(void *context)
{
    struct index_handover *handover = context;
    const struct index_sink sink = {put, handover};
    struct error error = {0};
    bool good = handover->make(handover->context, &sink, &error);
    pthread_mutex_lock(&handover->mutex);
    handover->is_good = good;
    handover->error = error;
    handover->is_done = true;
    pthread_cond_signal(&handover->changed);
    pthread_mutex_unlock(&handover->mutex);
    return NULL;
}

/* --- The first thread ---------------------------------------------------------------------- */

/* Its clock is not set back while somebody waits. */
static void open_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

struct index_handover *index_handover_new(index_make *make, void *context)
{
    struct index_handover *handover = calloc(1, sizeof *handover);
    if (!handover)
        return NULL;
    handover->make = make;
    handover->context = context;
    handover->end = &handover->first;
    pthread_mutex_init(&handover->mutex, NULL);
    open_condition(&handover->changed);
    handover->has_thread = thread_start(&handover->thread, run, handover);
    return handover;
}

void index_handover_free(struct index_handover *handover)
{
    if (!handover)
        return;
    if (handover->has_thread) {
        pthread_mutex_lock(&handover->mutex);
        handover->is_given_up = true;
        pthread_cond_signal(&handover->changed);
        pthread_mutex_unlock(&handover->mutex);
        pthread_join(handover->thread, NULL);
    }
    while (handover->first) {
        struct waiting *next = handover->first->next;
        free(handover->first);
        handover->first = next;
    }
    pthread_cond_destroy(&handover->changed);
    pthread_mutex_destroy(&handover->mutex);
    free(handover);
}

/* Waits for a row, but not for long. The mutex is held. */
static void wait_a_little(struct index_handover *handover)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ASK_NANOSECONDS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&handover->changed, &handover->mutex, &until);
}

/* The next row, to be freed; NULL: none has come for a while, or *is_done. */
static struct waiting *next_row(struct index_handover *handover, bool *is_done)
{
    pthread_mutex_lock(&handover->mutex);
    if (!handover->first && !handover->is_done)
        wait_a_little(handover);
    struct waiting *waiting = handover->first;
    if (waiting) {
        handover->first = waiting->next;
        if (!handover->first)
            handover->end = &handover->first;
        handover->waiting_bytes -= waiting->row.bytes.length;
        pthread_cond_signal(&handover->changed);
    }
    *is_done = !waiting && handover->is_done;
    pthread_mutex_unlock(&handover->mutex);
    return waiting;
}

bool index_handover_take(struct index_handover *handover, const struct index_taker *taker, struct error *error)
{
    bool is_done = false;
    if (!handover->has_thread)
        return handover->make(handover->context, &taker->sink, error);
    for (;;) {
        struct waiting *waiting = next_row(handover, &is_done);
        if (is_done)
            break;
        bool good = !waiting || taker->sink.put(taker->sink.context, &waiting->row, error);
        free(waiting);
        if (!good)
            return false;
        if (!taker->go_on(taker->context))
            return error_set(error, ERROR_INTERRUPTED, "import", "interrupted");
    }
    if (!handover->is_good)
        *error = handover->error;
    return handover->is_good;
}
