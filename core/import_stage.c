#include "core/import_stage.h"

#include <stdlib.h>
#include <string.h>

#include "core/sorter.h"
#include "core/spool.h"

static const char what[] = "import";

enum { ITEMS_MOST_BYTES = 32 * 1024 * 1024 };

struct import_stage {
    struct spool *values;
    struct sorter *items; /* struct staged_value */
    struct buffer bytes;  /* of the value that was taken */
};

static uint64_t item_key(const void *item)
{
    return store_identity_key(((const struct staged_value *)item)->identity);
}

static int compare_items(const void *left, const void *right)
{
    const struct staged_value *a = left, *b = right;
    int order = memcmp(a->identity, b->identity, sizeof a->identity);
    if (order == 0)
        order = (a->source_id > b->source_id) - (a->source_id < b->source_id);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static const struct sorter_order by_identity = {item_key, compare_items};

bool import_stage_open(const char *path, struct import_stage **result, struct error *error)
{
    struct import_stage *stage = *result = calloc(1, sizeof *stage);
    if (!stage)
        return error_set_memory(error, what);
    if (!spool_open(path, ".values", &stage->values, error))
        return false;
    spool_write_behind(stage->values);
    return sorter_new(path, ".order", sizeof(struct staged_value), &by_identity, ITEMS_MOST_BYTES, &stage->items,
                      error);
}

void import_stage_close(struct import_stage *stage)
{
    if (!stage)
        return;
    spool_close(stage->values);
    sorter_free(stage->items);
    buffer_free(&stage->bytes);
    free(stage);
}

bool import_stage_put(struct import_stage *stage, const struct staged_value *value, struct text_view bytes,
                      struct error *error)
{
    struct staged_value item = *value;
    item.is_understood = false;
    return spool_put(stage->values, &bytes, 1, &item.place, error) && sorter_put(stage->items, &item, error);
}

bool import_stage_put_understood(struct import_stage *stage, const struct staged_value *value, struct error *error)
{
    struct staged_value item = *value;
    item.is_understood = true;
    return sorter_put(stage->items, &item, error);
}

bool import_stage_sort(struct import_stage *stage, struct error *error)
{
    return sorter_sort(stage->items, error);
}

bool import_stage_step(struct import_stage *stage, struct staged_value *value, bool *done, struct error *error)
{
    const void *item;
    if (!sorter_next(stage->items, &item, error))
        return false;
    *done = !item;
    if (item)
        memcpy(value, item, sizeof *value);
    return true;
}

bool import_stage_take(struct import_stage *stage, const struct staged_value *value, struct arena *arena,
                       struct import_value *content, struct error *error)
{
    return spool_take(stage->values, value->place, &stage->bytes, error) &&
           (import_value_unpack(buffer_view(&stage->bytes), arena, content) || error_set_memory(error, what));
}
