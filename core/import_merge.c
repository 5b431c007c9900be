#include "core/import_merge.h"

#include <string.h>

#include "core/import_campaign.h"
#include "core/import_keep.h"
#include "core/import_old.h"
#include "core/import_worker.h"

static const char what[] = "import";

/* Where the merge stands. */
struct merge_state {
    const struct import_merge *merge;
    struct import_old *old;                   /* NULL: none */
    const struct import_old_recall *old_next; /* NULL: no more */
    unsigned char next_identity[STORE_IDENTITY_BYTES];
    bool next_done;
    int64_t number; /* of the next recall */
    struct import_keep *keep;
    struct import_worker *worker;
    struct import_slot *slot;   /* of the recall at hand */
    struct arena *record_arena; /* of the value at hand */
    uint64_t handled;
    uint64_t expected;
};

static bool step_old(struct merge_state *state, struct error *error)
{
    return import_old_step(state->old, &state->old_next, error);
}

/* Writes the oldest of the recalls that are under way; *any is false when there is none. */
static bool write_oldest(struct merge_state *state, bool *any, struct error *error)
{
    struct import_slot *slot = import_worker_take(state->worker);
    *any = slot != NULL;
    if (!slot)
        return true;
    if (!slot->is_good) {
        *error = slot->error;
        return false;
    }
    bool good = store_writer_recall(state->merge->writer, &slot->put, error);
    import_worker_give_back(state->worker, slot);
    return good;
}

/* A place for the next recall. */
static bool begin_recall(struct merge_state *state, struct error *error)
{
    bool any;
    while (!(state->slot = import_worker_slot(state->worker)))
        if (!write_oldest(state, &any, error))
            return false;
    arena_clear(state->slot->arena);
    return true;
}

/* It is understood, if it must be, and written under the next number, in its turn. */
static bool end_recall(struct merge_state *state, const unsigned char *identity, int64_t added, bool is_understood,
                       struct error *error)
{
    struct store_writer_recall *put = &state->slot->put;
    put->packed.added = added;
    memcpy(put->packed.identity, identity, STORE_IDENTITY_BYTES);
    if (!store_writer_number(state->merge->writer, put, error))
        return false;
    state->slot->is_understood = is_understood;
    import_worker_put(state->worker);
    state->number++;
    return true;
}

/* --- Old recalls --------------------------------------------------------------------------- */

/* The old recall, and what its source said of it. */
static bool load_old(struct merge_state *state, struct recall *recall, struct campaign *campaign, struct error *error)
{
    struct staged_record record = {0};
    struct arena *arena = state->slot->arena;
    if (!import_old_fetch(state->old, arena, recall, error))
        return false;
    record.given = *recall->given;
    record.text = recall->text;
    record.authority = recall->authority;
    record.campaign = recall->campaign;
    record.vehicles = recall->vehicles;
    record.vehicle_count = recall->vehicle_count;
    return campaign_add(campaign, &record, arena) || error_set_memory(error, what);
}

/* A recall that no file of this import names stays as it is; when the rules are others, they read it again. */
static bool keep_old(struct merge_state *state, struct error *error)
{
    const struct import_merge *merge = state->merge;
    int64_t number = state->number;
    bool same_rules = store_info(merge->old).rules_fingerprint == rules_fingerprint(merge->rules);
    if (!load_old(state, &state->slot->put.packed.recall, &state->slot->campaign, error) ||
        !end_recall(state, state->old_next->identity, state->old_next->added, same_rules, error))
        return false;
    state->handled++;
    import_keep_number(state->keep, state->old_next->rank, number);
    return step_old(state, error);
}

/* --- New values ---------------------------------------------------------------------------- */

static bool put_entry(struct merge_state *state, const struct staged_record *record, int64_t number, int64_t note_id,
                      struct error *error)
{
    struct store_entry entry = {
        .source_id = record->source_id,
        .position = record->position,
        .number = number,
        .note_id = note_id,
        .text_id = -1,
        .before = record->before,
        .after = record->after,
        .raw = record->raw,
    };
    if (record->keeps_bytes && record->raw.length == 0 &&
        !store_writer_text(state->merge->writer, record->text, &entry.text_id, error))
        return false;
    return store_writer_entry(state->merge->writer, &entry, error);
}

static bool put_note(struct merge_state *state, const struct staged_record *record, bool is_first, struct error *error)
{
    int64_t note_id;
    if (is_first)
        state->merge->counts->notes++;
    return store_writer_note(state->merge->writer, record->text, &note_id, error) &&
           put_entry(state, record, -1, note_id, error);
}

/* What one source says, in its order, goes to what the others say. */
static bool end_source(struct campaign *campaign, struct campaign *of_source, struct arena *arena, struct error *error)
{
    bool good = campaign_join(campaign, of_source, arena) || error_set_memory(error, what);
    campaign_free(of_source);
    return good;
}

static bool collect_values(struct merge_state *state, const unsigned char *identity, struct campaign *campaign,
                           struct campaign *of_source, struct error *error)
{
    bool is_first = true;
    int64_t source_id = -1;
    do {
        struct staged_record record;
        arena_clear(state->record_arena);
        if (!import_stage_take(state->merge->stage, state->record_arena, &record, error))
            return false;
        if (record.is_note) {
            if (!put_note(state, &record, is_first, error))
                return false;
            is_first = false;
        } else if ((record.source_id != source_id && !end_source(campaign, of_source, state->slot->arena, error)) ||
                   !put_entry(state, &record, state->number, -1, error)) {
            return false;
        } else if (!campaign_add(of_source, &record, state->slot->arena)) {
            return error_set_memory(error, what);
        }
        source_id = record.source_id;
        state->handled++;
        if (!import_stage_step(state->merge->stage, state->next_identity, &state->next_done, error))
            return false;
    } while (!state->next_done && memcmp(state->next_identity, identity, STORE_IDENTITY_BYTES) == 0);
    return end_source(campaign, of_source, state->slot->arena, error);
}

/* Takes all values of one identity: entries are written at once, what they say is gathered in campaign. */
static bool collect_group(struct merge_state *state, const unsigned char *identity, struct campaign *campaign,
                          struct error *error)
{
    struct campaign of_source = {0};
    bool good = collect_values(state, identity, campaign, &of_source, error);
    campaign_free(&of_source);
    return good;
}

/*
 * Counts what has become of a recall that the old database had. Which source said what is not kept: while one that
 * this import does not read lists the recall, nothing of the old one is known to be out of date, and all of it stays.
 */
static bool compare_old(struct merge_state *state, struct campaign *campaign, struct error *error)
{
    struct recall recall;
    struct campaign old = {0};
    bool is_listed = import_keep_is_listed(state->keep, state->old_next->rank);
    bool good = load_old(state, &recall, &old, error) &&
                (!is_listed || campaign_join(campaign, &old, state->slot->arena) || error_set_memory(error, what));
    if (good) {
        campaign_unite(campaign);
        /* The texts of a list's recall differ only in white space: the same one is kept whatever the order. */
        if (!campaign->campaign && campaign_prefers(old.text, campaign->text))
            campaign->text = old.text;
        campaign_unite(&old);
        bool same = campaign_content(&old) == campaign_content(campaign);
        *(same ? &state->merge->counts->unchanged : &state->merge->counts->changed) += 1;
    }
    campaign_free(&old);
    return good;
}

static bool put_recall(struct merge_state *state, const unsigned char *identity, struct campaign *campaign,
                       struct error *error)
{
    const struct import_old_recall *old = state->old_next;
    bool was_there = old && memcmp(old->identity, identity, STORE_IDENTITY_BYTES) == 0;
    int64_t number = state->number;
    state->merge->counts->recalls++;
    if (!was_there) {
        campaign_unite(campaign);
        state->merge->counts->added++;
    } else if (!compare_old(state, campaign, error)) {
        return false;
    }
    state->merge->counts->disagreeing += campaign->has_other_texts;
    if (!end_recall(state, identity, was_there ? old->added : state->merge->now, false, error))
        return false;
    if (!was_there)
        return true;
    import_keep_number(state->keep, old->rank, number);
    return step_old(state, error);
}

static bool merge_group(struct merge_state *state, struct error *error)
{
    unsigned char identity[STORE_IDENTITY_BYTES];
    struct campaign *campaign = &state->slot->campaign;
    memcpy(identity, state->next_identity, sizeof identity);
    return collect_group(state, identity, campaign, error) &&
           (campaign_is_empty(campaign) || put_recall(state, identity, campaign, error));
}

/* --- Both together ------------------------------------------------------------------------- */

static bool old_comes_first(const struct merge_state *state)
{
    return state->old_next &&
           (state->next_done || memcmp(state->old_next->identity, state->next_identity, STORE_IDENTITY_BYTES) < 0);
}

static bool merge_all(struct merge_state *state, struct error *error)
{
    const struct import_merge *merge = state->merge;
    uint64_t asked = 0;
    while (!state->next_done || state->old_next) {
        if (!begin_recall(state, error) ||
            !(old_comes_first(state) ? keep_old(state, error) : merge_group(state, error)))
            return false;
        if (state->handled - asked < 256)
            continue;
        asked = state->handled;
        if (!merge->go_on(merge->context, (double)asked / (double)(state->expected + 1)))
            return error_set(error, ERROR_INTERRUPTED, what, "interrupted");
    }
    for (bool any = true; any;)
        if (!write_oldest(state, &any, error))
            return false;
    return import_keep_entries(state->keep, error);
}

static bool begin(struct merge_state *state, struct error *error)
{
    const struct import_merge *merge = state->merge;
    state->expected = merge->counts->read;
    if (merge->old) {
        state->expected += store_info(merge->old).recall_count;
        if (!import_old_open(merge->old, merge->path, merge->go_on, merge->context, &state->old, error) ||
            !step_old(state, error))
            return false;
    }
    state->record_arena = arena_new();
    if (!state->record_arena)
        return error_set_memory(error, what);
    return import_worker_new(merge->rules, &state->worker, error) && import_keep_open(merge, &state->keep, error) &&
           import_stage_sort(merge->stage, error) &&
           import_stage_step(merge->stage, state->next_identity, &state->next_done, error);
}

bool import_merge_run(const struct import_merge *merge, struct error *error)
{
    struct merge_state state = {.merge = merge};
    bool good = begin(&state, error) && merge_all(&state, error);
    import_keep_close(state.keep);
    import_old_close(state.old);
    import_worker_free(state.worker);
    arena_free(state.record_arena);
    memory_give_back();
    return good;
}
