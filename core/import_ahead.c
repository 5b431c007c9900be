#include "core/import_ahead.h"

#include <string.h>

static const char what[] = "import";

void import_ahead_free(struct import_ahead *ahead)
{
    buffer_free(&ahead->scratch);
    *ahead = (struct import_ahead){0};
}

/* Puts down the oldest recall that is under way; *any is false when there is none. */
static bool put_oldest(struct import_ahead *ahead, bool *any, struct error *error)
{
    struct import_slot *slot = import_worker_take(ahead->worker);
    *any = slot != NULL;
    if (!slot)
        return true;
    if (!slot->is_good) {
        *error = slot->error;
        return false;
    }
    bool good = store_writer_put_down(ahead->writer, &slot->put, &slot->staged.put_down, error) &&
                import_stage_put_understood(ahead->stage, &slot->staged, error);
    import_worker_give_back(ahead->worker, slot);
    return good;
}

/* The pending value has no neighbour of its recall: it goes to be understood. */
static void hand_over(struct import_ahead *ahead)
{
    struct import_slot *slot = ahead->pending;
    if (!slot)
        return;
    memcpy(slot->put.packed.identity, slot->staged.identity, STORE_IDENTITY_BYTES);
    store_id_of_identity(slot->staged.identity, 0, slot->put.id);
    slot->is_understood = false;
    ahead->pending = NULL;
    ahead->understood++;
    import_worker_put(ahead->worker);
}

/* It has one: both wait for all of it to be together. */
static bool put_pending(struct import_ahead *ahead, struct error *error)
{
    struct import_slot *slot = ahead->pending;
    if (!slot)
        return true;
    ahead->pending = NULL;
    bool good = import_stage_put(ahead->stage, &slot->staged, buffer_view(&slot->value), error);
    buffer_clear(&slot->value);
    return good;
}

static bool put_to_stage(struct import_ahead *ahead, const struct staged_value *staged, bool is_note,
                         const struct raw_record *record, struct error *error)
{
    buffer_clear(&ahead->scratch);
    import_value_pack(record, is_note, &ahead->scratch);
    if (ahead->scratch.failed)
        return error_set_memory(error, what);
    return import_stage_put(ahead->stage, staged, buffer_view(&ahead->scratch), error);
}

/* It is pending until it is known what comes next. */
static bool put_to_slot(struct import_ahead *ahead, const struct staged_value *staged, const struct raw_record *record,
                        struct error *error)
{
    struct import_slot *slot;
    bool any;
    while (!(slot = import_worker_slot(ahead->worker)))
        if (!put_oldest(ahead, &any, error))
            return false;
    slot->staged = *staged;
    import_value_pack(record, false, &slot->value);
    if (slot->value.failed)
        return error_set_memory(error, what);
    ahead->pending = slot;
    return true;
}

bool import_ahead_put(struct import_ahead *ahead, int64_t source_id, int64_t position, bool is_note,
                      const struct raw_record *record, struct error *error)
{
    struct staged_value staged = {.source_id = source_id, .position = position};
    buffer_clear(&ahead->scratch);
    import_value_identify(record, &ahead->scratch, staged.identity);
    if (ahead->scratch.failed)
        return error_set_memory(error, what);
    bool goes_on = memcmp(ahead->identity, staged.identity, STORE_IDENTITY_BYTES) == 0;
    memcpy(ahead->identity, staged.identity, STORE_IDENTITY_BYTES);
    if (goes_on)
        return put_pending(ahead, error) && put_to_stage(ahead, &staged, is_note, record, error);
    hand_over(ahead);
    /* What is to be written out again byte for byte has more to it than the recall. */
    if (is_note || record->may_be_note)
        return put_to_stage(ahead, &staged, is_note, record, error);
    return put_to_slot(ahead, &staged, record, error);
}

bool import_ahead_end(struct import_ahead *ahead, struct error *error)
{
    hand_over(ahead);
    for (bool any = true; any;)
        if (!put_oldest(ahead, &any, error))
            return false;
    return true;
}
