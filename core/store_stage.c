#include "core/store_stage.h"

enum { ORDER_MOST_BYTES = 16 * 1024 * 1024 };

bool store_stage_open(const char *path, struct store_stage *stage, struct error *error)
{
    *stage = (struct store_stage){0};
    return store_recalls_open(path, &stage->recalls, error) &&
           sorter_new(path, ".ranks", sizeof(struct store_listed), &store_list_order, ORDER_MOST_BYTES, &stage->order,
                      error) &&
           store_entries_open(path, &stage->entries, error);
}

void store_stage_close_recalls(struct store_stage *stage)
{
    store_recalls_close(stage->recalls);
    sorter_free(stage->order);
    stage->recalls = NULL;
    stage->order = NULL;
}

bool store_stage_give_way(struct store_stage *stage, struct error *error)
{
    store_texts_end(&stage->texts);
    return store_recalls_give_way(stage->recalls, error) && sorter_give_way(stage->order, error) &&
           store_entries_give_way(stage->entries, error);
}

void store_stage_close(struct store_stage *stage)
{
    store_stage_close_recalls(stage);
    store_entries_close(stage->entries);
    store_texts_close(&stage->texts);
    *stage = (struct store_stage){0};
}
