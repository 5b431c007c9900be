#include "core/store_recalls.h"

#include <stdlib.h>
#include <string.h>

#include "core/spool.h"
#include "core/worker.h"

/* Two are under way: one is gathered while the other is written. */
enum { RUN_MOST_BYTES = 16 * 1024 * 1024, UNDER_WAY = 2 };

/* A recall among those that are gathered. */
struct item {
    struct store_list_key key;
    uint32_t number;
    size_t start, length; /* of its bytes */
};

/* Where a recall lies in its run. */
struct written {
    uint32_t start, length;
};

/* What becomes a run. */
struct gathered {
    struct buffer bytes;
    struct item *items;
    size_t count, capacity;
    struct written *written; /* by number, for the run */
    uint64_t start_bytes;    /* of the run in the file, after it came back */
    struct error error;
    bool is_good; /* after it came back; else error tells */
};

struct run {
    struct written *written; /* by number; NULL as long as it is gathered */
    uint64_t start_bytes;
    uint64_t kept_bytes; /* from there on it is still in the file */
    struct spool_window window;
};

struct store_recalls {
    const char *path;
    struct spool *spool;
    struct worker *worker;
    struct gathered slots[UNDER_WAY];
    struct gathered *gathered; /* the last run, which is not written yet; NULL: there is none */
    struct run *runs;
    size_t count, capacity;
    size_t done; /* of them: those are written */
};

/* --- Order --------------------------------------------------------------------------------- */

static int compare_keys(const void *left, const void *right)
{
    const struct store_list_key *a = left, *b = right;
    int order = memcmp(b->date, a->date, sizeof a->date);
    return order ? order : memcmp(a->id, b->id, sizeof a->id);
}

/* A date is figures and dashes, and zeros to its end, which half a byte tells apart. */
static uint64_t number_of_date(const void *item)
{
    const char *date = ((const struct store_list_key *)item)->date;
    uint64_t number = 0;
    for (size_t i = 0; i < SORT_KEY_BITS / 4; i++)
        number = number << 4 | (date[i] >= '0' ? (uint64_t)(date[i] - '0') + 2 : date[i] == '-');
    return ~(number << (64 - SORT_KEY_BITS));
}

const struct sorter_order store_list_order = {number_of_date, compare_keys};

/* --- Putting down -------------------------------------------------------------------------- */

static bool write_items(const struct store_recalls *recalls, struct gathered *gathered)
{
    struct error *error = &gathered->error;
    if (!sort_keyed(gathered->items, gathered->count, sizeof *gathered->items, number_of_date, compare_keys))
        return error_set_memory(error, recalls->path);
    for (size_t i = 0; i < gathered->count; i++) {
        const struct item *item = &gathered->items[i];
        const struct text_view bytes = {gathered->bytes.bytes + item->start, item->length};
        struct spool_place place;
        if (!spool_put(recalls->spool, &bytes, 1, &place, error))
            return false;
        if (i == 0)
            gathered->start_bytes = place.offset_bytes;
        gathered->written[item->number] =
            (struct written){(uint32_t)(place.offset_bytes - gathered->start_bytes), place.length_bytes};
    }
    return true;
}

static void write_run(void *context, void *slot)
{
    struct gathered *gathered = slot;
    gathered->is_good = write_items(context, gathered);
}

bool store_recalls_open(const char *path, struct store_recalls **result, struct error *error)
{
    struct store_recalls *recalls = *result = calloc(1, sizeof *recalls);
    if (!recalls)
        return error_set_memory(error, path);
    recalls->path = path;
    if (!spool_open(path, ".recalls", &recalls->spool, error))
        return false;
    recalls->worker =
        worker_new(recalls->slots, UNDER_WAY, sizeof recalls->slots[0], WORKER_IN_ORDER, write_run, recalls);
    return recalls->worker || error_set_memory(error, path);
}

static void end_writing(struct store_recalls *recalls)
{
    worker_free(recalls->worker);
    recalls->worker = NULL;
    recalls->gathered = NULL;
    for (size_t i = 0; i < UNDER_WAY; i++) {
        buffer_free(&recalls->slots[i].bytes);
        free(recalls->slots[i].items);
        recalls->slots[i] = (struct gathered){0};
    }
}

void store_recalls_close(struct store_recalls *recalls)
{
    if (!recalls)
        return;
    end_writing(recalls);
    spool_close(recalls->spool);
    for (size_t i = 0; i < recalls->count; i++) {
        free(recalls->runs[i].written);
        buffer_free(&recalls->runs[i].window.bytes);
    }
    free(recalls->runs);
    free(recalls);
}

/* The oldest run that is under way is written; *any is false when there is none. */
static bool end_oldest(struct store_recalls *recalls, bool *any, struct error *error)
{
    struct gathered *gathered = worker_take(recalls->worker);
    *any = gathered != NULL;
    if (!gathered)
        return true;
    worker_give_back(recalls->worker);
    struct run *run = &recalls->runs[recalls->done++];
    run->start_bytes = run->kept_bytes = gathered->start_bytes;
    if (!gathered->is_good)
        *error = gathered->error;
    return gathered->is_good;
}

static bool end_all(struct store_recalls *recalls, struct error *error)
{
    for (bool any = true; any;)
        if (!end_oldest(recalls, &any, error))
            return false;
    return true;
}

static bool begin_run(struct store_recalls *recalls, struct error *error)
{
    bool any;
    if (!array_reserve(&recalls->runs, recalls->count, &recalls->capacity, sizeof *recalls->runs))
        return error_set_memory(error, recalls->path);
    while (!(recalls->gathered = worker_slot(recalls->worker)))
        if (!end_oldest(recalls, &any, error))
            return false;
    buffer_clear_large(&recalls->gathered->bytes, RUN_MOST_BYTES);
    recalls->gathered->count = 0;
    recalls->runs[recalls->count++] = (struct run){0};
    return true;
}

/* What is gathered goes to be written. */
static bool end_run(struct store_recalls *recalls, struct error *error)
{
    struct gathered *gathered = recalls->gathered;
    struct run *run = &recalls->runs[recalls->count - 1];
    run->written = gathered->written = malloc(gathered->count * sizeof *gathered->written);
    if (!run->written)
        return error_set_memory(error, recalls->path);
    recalls->gathered = NULL;
    worker_put(recalls->worker);
    return true;
}

bool store_recalls_put(struct store_recalls *recalls, const struct store_list_key *key, struct text_view bytes,
                       struct store_place *place, struct error *error)
{
    struct gathered *gathered = recalls->gathered;
    if (gathered && gathered->count > 0 && gathered->bytes.length + bytes.length > RUN_MOST_BYTES) {
        if (!end_run(recalls, error))
            return false;
        gathered = NULL;
    }
    if (!gathered && !begin_run(recalls, error))
        return false;
    gathered = recalls->gathered;
    if (!array_reserve(&gathered->items, gathered->count, &gathered->capacity, sizeof *gathered->items))
        return error_set_memory(error, recalls->path);
    *place = (struct store_place){(uint32_t)recalls->count - 1, (uint32_t)gathered->count};
    gathered->items[gathered->count++] = (struct item){*key, place->number, gathered->bytes.length, bytes.length};
    buffer_append_view(&gathered->bytes, bytes);
    return !gathered->bytes.failed || error_set_memory(error, recalls->path);
}

bool store_recalls_give_way(struct store_recalls *recalls, struct error *error)
{
    if ((recalls->gathered && !end_run(recalls, error)) || !end_all(recalls, error))
        return false;
    end_writing(recalls);
    return true;
}

/* --- Taking up ----------------------------------------------------------------------------- */

/* Those that are gathered are not sorted yet. */
static bool take_gathered(const struct store_recalls *recalls, uint32_t number, struct buffer *bytes,
                          struct error *error)
{
    const struct item *item = &recalls->gathered->items[number];
    buffer_clear(bytes);
    buffer_append(bytes, recalls->gathered->bytes.bytes + item->start, item->length);
    return !bytes->failed || error_set_memory(error, recalls->path);
}

static struct spool_place place_of(const struct run *run, uint32_t number)
{
    const struct written *written = &run->written[number];
    return (struct spool_place){run->start_bytes + written->start, written->length};
}

bool store_recalls_take(struct store_recalls *recalls, struct store_place place, struct buffer *bytes,
                        struct error *error)
{
    const struct run *run = &recalls->runs[place.run];
    if (!run->written)
        return take_gathered(recalls, place.number, bytes, error);
    /* The spool is one thread's at a time. */
    return (!recalls->worker || end_all(recalls, error)) &&
           spool_take(recalls->spool, place_of(run, place.number), bytes, error);
}

bool store_recalls_take_in_order(struct store_recalls *recalls, struct store_place place, bool for_the_last_time,
                                 struct buffer *bytes, struct error *error)
{
    struct run *run = &recalls->runs[place.run];
    if (!spool_take_near(recalls->spool, &run->window, place_of(run, place.number), bytes, error))
        return false;
    if (for_the_last_time)
        spool_give_back(recalls->spool, &run->kept_bytes, run->window.offset_bytes);
    return true;
}
