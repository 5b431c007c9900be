#include "core/store_stage.h"

#include <string.h>

enum { ORDER_MOST_BYTES = 16 * 1024 * 1024 };

/* Newest first, undated last; of one day by id. */
static int compare_recalls(const void *left, const void *right)
{
    const struct store_listed *a = left, *b = right;
    int order = memcmp(b->put_down.date, a->put_down.date, sizeof a->put_down.date);
    return order ? order : memcmp(a->id, b->id, sizeof a->id);
}

/* A date is figures and dashes, and zeros to its end, which half a byte tells apart. */
static uint64_t recall_key(const void *item)
{
    const char *date = ((const struct store_listed *)item)->put_down.date;
    uint64_t key = 0;
    for (size_t i = 0; i < SORT_KEY_BITS / 4; i++)
        key = key << 4 | (date[i] >= '0' ? (uint64_t)(date[i] - '0') + 2 : date[i] == '-');
    return ~(key << (64 - SORT_KEY_BITS));
}

static const struct sorter_order by_rank = {recall_key, compare_recalls};

bool store_stage_open(const char *path, struct store_stage *stage, struct error *error)
{
    *stage = (struct store_stage){0};
    if (!spool_open(path, ".recalls", &stage->recalls, error))
        return false;
    spool_write_behind(stage->recalls);
    return sorter_new(path, ".ranks", sizeof(struct store_listed), &by_rank, ORDER_MOST_BYTES, &stage->order, error) &&
           store_entries_open(path, &stage->entries, error);
}

void store_stage_close_recalls(struct store_stage *stage)
{
    spool_close(stage->recalls);
    sorter_free(stage->order);
    stage->recalls = NULL;
    stage->order = NULL;
}

bool store_stage_give_way(struct store_stage *stage, struct error *error)
{
    store_texts_end(&stage->texts);
    return sorter_give_way(stage->order, error) && store_entries_give_way(stage->entries, error);
}

void store_stage_close(struct store_stage *stage)
{
    store_stage_close_recalls(stage);
    store_entries_close(stage->entries);
    store_texts_close(&stage->texts);
    *stage = (struct store_stage){0};
}
