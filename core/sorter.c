#include "core/sorter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/spool.h"

enum {
    BLOCK_BYTES = 64 * 1024, /* of a run, as much as is taken up at once */
    FEW_BYTES = 1024 * 1024, /* nobody needs the memory of so few items */
};

/* Sorted items in blocks of the file, one behind the other. */
struct run {
    uint64_t first, last; /* its blocks, of the sorter's */
    uint64_t next;        /* block to be taken up */
    struct buffer block;  /* taken up last */
    size_t at;            /* bytes of it that were given out */
};

struct sorter {
    const char *path, *suffix;
    size_t item_size;
    struct sorter_order order;
    size_t most_count;
    char *items;
    size_t count, capacity;
    size_t at; /* items given out, of a sort in memory */
    struct spool *spool;
    struct spool_place *blocks;
    size_t block_count, block_capacity;
    struct run *runs;
    size_t run_count, run_capacity;
    struct run *given; /* whose item was given out last */
};

bool sorter_new(const char *path, const char *suffix, size_t item_size, const struct sorter_order *order,
                size_t most_bytes, struct sorter **result, struct error *error)
{
    struct sorter *sorter = *result = calloc(1, sizeof *sorter);
    if (!sorter)
        return error_set_memory(error, path);
    *sorter = (struct sorter){.path = path,
                              .suffix = suffix,
                              .item_size = item_size,
                              .order = *order,
                              .most_count = most_bytes / item_size + 1};
    if (sorter->most_count > SORT_KEYED_MOST)
        sorter->most_count = SORT_KEYED_MOST;
    return true;
}

void sorter_free(struct sorter *sorter)
{
    if (!sorter)
        return;
    for (size_t i = 0; i < sorter->run_count; i++)
        buffer_free(&sorter->runs[i].block);
    spool_close(sorter->spool);
    free(sorter->runs);
    free(sorter->blocks);
    free(sorter->items);
    free(sorter);
}

static bool sort(struct sorter *sorter, struct error *error)
{
    return sort_keyed(sorter->items, sorter->count, sorter->item_size, sorter->order.key, sorter->order.compare) ||
           error_set_memory(error, sorter->path);
}

/* The items in memory, sorted, go to the file as one run. */
static bool spill(struct sorter *sorter, struct error *error)
{
    size_t in_block = BLOCK_BYTES / sorter->item_size + 1;
    if (!sorter->spool && !spool_open(sorter->path, sorter->suffix, &sorter->spool, error))
        return false;
    if (!array_reserve(&sorter->runs, sorter->run_count, &sorter->run_capacity, sizeof *sorter->runs))
        return error_set_memory(error, sorter->path);
    if (!sort(sorter, error))
        return false;
    sorter->runs[sorter->run_count++] = (struct run){.first = sorter->block_count};
    for (size_t i = 0; i < sorter->count; i += in_block) {
        size_t count = sorter->count - i < in_block ? sorter->count - i : in_block;
        const struct text_view bytes = {sorter->items + i * sorter->item_size, count * sorter->item_size};
        if (!array_reserve(&sorter->blocks, sorter->block_count, &sorter->block_capacity, sizeof *sorter->blocks))
            return error_set_memory(error, sorter->path);
        if (!spool_put(sorter->spool, &bytes, 1, &sorter->blocks[sorter->block_count++], error))
            return false;
    }
    sorter->runs[sorter->run_count - 1].last = sorter->block_count;
    sorter->count = 0;
    return true;
}

bool sorter_put(struct sorter *sorter, const void *item, struct error *error)
{
    if (sorter->count == sorter->most_count && !spill(sorter, error))
        return false;
    if (!array_reserve(&sorter->items, sorter->count, &sorter->capacity, sorter->item_size))
        return error_set_memory(error, sorter->path);
    memcpy(sorter->items + sorter->count++ * sorter->item_size, item, sorter->item_size);
    return true;
}

/* Goes to the run's next item, if it has one. */
static bool advance(struct sorter *sorter, struct run *run, struct error *error)
{
    run->at += run->block.length > 0 ? sorter->item_size : 0;
    if (run->at < run->block.length)
        return true;
    run->at = 0;
    buffer_clear(&run->block);
    return run->next == run->last || spool_take(sorter->spool, sorter->blocks[run->next++], &run->block, error);
}

static bool leave_memory(struct sorter *sorter, struct error *error)
{
    if (sorter->count > 0 && !spill(sorter, error))
        return false;
    free(sorter->items);
    sorter->items = NULL;
    sorter->capacity = 0;
    return true;
}

bool sorter_give_way(struct sorter *sorter, struct error *error)
{
    return sorter->capacity * sorter->item_size < FEW_BYTES || leave_memory(sorter, error);
}

bool sorter_sort(struct sorter *sorter, struct error *error)
{
    sorter->at = 0;
    sorter->given = NULL;
    if (sorter->run_count == 0)
        return sort(sorter, error);
    if (!leave_memory(sorter, error))
        return false;
    for (size_t i = 0; i < sorter->run_count; i++) {
        struct run *run = &sorter->runs[i];
        run->next = run->first;
        run->at = 0;
        buffer_clear(&run->block);
        if (!advance(sorter, run, error))
            return false;
    }
    return true;
}

/* Runs are few: looking at each is as quick as anything. */
static struct run *find_smallest(const struct sorter *sorter)
{
    struct run *smallest = NULL;
    for (size_t i = 0; i < sorter->run_count; i++) {
        struct run *run = &sorter->runs[i];
        if (run->block.length > 0 &&
            (!smallest || sorter->order.compare(run->block.bytes + run->at, smallest->block.bytes + smallest->at) < 0))
            smallest = run;
    }
    return smallest;
}

bool sorter_next(struct sorter *sorter, const void **item, struct error *error)
{
    *item = NULL;
    if (sorter->run_count == 0) {
        if (sorter->at < sorter->count)
            *item = sorter->items + sorter->at++ * sorter->item_size;
        return true;
    }
    if (sorter->given && !advance(sorter, sorter->given, error))
        return false;
    sorter->given = find_smallest(sorter);
    if (sorter->given)
        *item = sorter->given->block.bytes + sorter->given->at;
    return true;
}
