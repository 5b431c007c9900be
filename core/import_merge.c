#include "core/import_merge.h"

#include <string.h>

#include "core/import_campaign.h"
#include "core/import_keep.h"
#include "core/import_old.h"

static const char what[] = "import";

/* Where the merge stands. */
struct merge_state {
    const struct import_merge *merge;
    struct import_old *old;                   /* NULL: none */
    const struct import_old_recall *old_next; /* NULL: no more */
    struct staged_value next;
    bool next_done;
    int64_t number; /* of the next recall */
    struct import_keep *keep;
    struct import_slot *slot;           /* of the recall at hand */
    struct arena *record_arena;         /* of the value at hand */
    struct buffer old_content, content; /* of recalls that are compared */
    uint64_t handled;
    uint64_t expected;
};

static bool step_value(struct merge_state *state, struct error *error)
{
    return import_stage_step(state->merge->stage, &state->next, &state->next_done, error);
}

static bool step_old(struct merge_state *state, struct error *error)
{
    return import_old_step(state->old, &state->old_next, error);
}

/* Lists the oldest of the recalls that are under way; *any is false when there is none. */
static bool list_oldest(struct merge_state *state, bool *any, struct error *error)
{
    struct import_slot *slot = import_worker_take(state->merge->worker);
    *any = slot != NULL;
    if (!slot)
        return true;
    if (!slot->is_good) {
        *error = slot->error;
        return false;
    }
    bool good = store_writer_put_down(state->merge->writer, &slot->put, &slot->listed.put_down, error) &&
                store_writer_list(state->merge->writer, &slot->listed, error);
    import_worker_give_back(state->merge->worker, slot);
    return good;
}

/* A place for the next recall. */
static bool begin_recall(struct merge_state *state, struct error *error)
{
    bool any;
    while (!(state->slot = import_worker_slot(state->merge->worker)))
        if (!list_oldest(state, &any, error))
            return false;
    arena_clear(state->slot->arena);
    campaign_free(&state->slot->campaign);
    return true;
}

/* The recall in its place, which has its id, is understood, if it must be, and listed under the number it has got. */
static void end_recall(struct merge_state *state, const unsigned char *identity, const struct store_listed *listed,
                       bool is_understood)
{
    struct import_slot *slot = state->slot;
    memcpy(slot->put.packed.identity, identity, STORE_IDENTITY_BYTES);
    slot->listed = *listed;
    slot->is_understood = is_understood;
    import_worker_put(state->merge->worker);
}

static bool number_recall(struct merge_state *state, const unsigned char *identity, uint32_t *number,
                          char id[STORE_ID_BYTES + 1], struct error *error)
{
    state->number++;
    return store_writer_number(state->merge->writer, identity, number, id, error);
}

/* --- Old recalls --------------------------------------------------------------------------- */

/* What was said of a recall, by what it has kept of that. */
static struct import_value value_of_recall(const struct recall *recall)
{
    return (struct import_value){
        .text = recall->text,
        .authority = recall->authority,
        .campaign = recall->campaign,
        .given = *recall->given,
        .vehicles = recall->vehicles,
        .vehicle_count = recall->vehicle_count,
    };
}

/* The old recall, and what its source said of it. */
static bool load_old(struct merge_state *state, struct recall *recall, struct campaign *campaign, struct error *error)
{
    struct arena *arena = state->slot->arena;
    if (!import_old_fetch(state->old, arena, recall, error))
        return false;
    const struct import_value value = value_of_recall(recall);
    return campaign_add(campaign, &value, arena) || error_set_memory(error, what);
}

/* A recall that no file of this import names stays as it is; when the rules are others, they read it again. */
static bool keep_old(struct merge_state *state, struct error *error)
{
    const struct import_merge *merge = state->merge;
    const struct import_old_recall *old = state->old_next;
    bool same_rules = store_info(merge->old).rules_fingerprint == rules_fingerprint(merge->rules);
    struct store_listed listed = {.added = old->added};
    if (!begin_recall(state, error) ||
        !load_old(state, &state->slot->put.packed.recall, &state->slot->campaign, error) ||
        !number_recall(state, old->identity, &listed.number, state->slot->put.id, error))
        return false;
    end_recall(state, old->identity, &listed, same_rules);
    state->handled++;
    import_keep_number(state->keep, old->rank, listed.number);
    return step_old(state, error);
}

/* --- New values ---------------------------------------------------------------------------- */

static bool put_entry(struct merge_state *state, const struct staged_value *staged, const struct import_value *value,
                      int64_t number, int64_t note_id, struct error *error)
{
    struct store_entry entry = {
        .source_id = staged->source_id,
        .position = staged->position,
        .number = number,
        .note_id = note_id,
        .text_id = -1,
        .before = value->before,
        .after = value->after,
        .raw = value->raw,
    };
    if (value->keeps_bytes && value->raw.length == 0 &&
        !store_writer_text(state->merge->writer, value->text, &entry.text_id, error))
        return false;
    return store_writer_entry(state->merge->writer, &entry, error);
}

static bool put_note(struct merge_state *state, const struct staged_value *staged, const struct import_value *value,
                     bool is_first, struct error *error)
{
    int64_t note_id;
    if (is_first)
        state->merge->counts->notes++;
    return store_writer_note(state->merge->writer, value->text, &note_id, error) &&
           put_entry(state, staged, value, -1, note_id, error);
}

/* What a value says; what was understood of it alone is given up. */
static bool take_value(struct merge_state *state, const struct staged_value *staged, struct import_value *value,
                       struct error *error)
{
    arena_clear(state->record_arena);
    if (!staged->is_understood)
        return import_stage_take(state->merge->stage, staged, state->record_arena, value, error);
    struct packed_recall packed;
    if (!store_writer_take(state->merge->writer, &staged->put_down, state->record_arena, &packed, error))
        return false;
    *value = value_of_recall(&packed.recall);
    return true;
}

/* What one source says, all rows together, goes to what the others say. */
static bool end_source(struct campaign *campaign, struct campaign *of_source, struct arena *arena, struct error *error)
{
    bool good = (campaign_order_stated(of_source) && campaign_join(campaign, of_source, arena)) ||
                error_set_memory(error, what);
    campaign_free(of_source);
    return good;
}

static bool is_same_identity(const unsigned char *a, const unsigned char *b)
{
    return memcmp(a, b, STORE_IDENTITY_BYTES) == 0;
}

static bool collect_values(struct merge_state *state, const struct staged_value *first, struct campaign *campaign,
                           struct campaign *of_source, struct error *error)
{
    struct staged_value staged = *first;
    struct arena *arena = state->slot->arena;
    bool is_first = true;
    int64_t source_id = staged.source_id;
    for (;;) {
        struct import_value value;
        if (!take_value(state, &staged, &value, error))
            return false;
        if (value.is_note) {
            if (!put_note(state, &staged, &value, is_first, error))
                return false;
            is_first = false;
        } else if ((staged.source_id != source_id && !end_source(campaign, of_source, arena, error)) ||
                   !put_entry(state, &staged, &value, state->number, -1, error)) {
            return false;
        } else if (!campaign_add(of_source, &value, arena)) {
            return error_set_memory(error, what);
        }
        source_id = staged.source_id;
        if (state->next_done || !is_same_identity(state->next.identity, first->identity))
            return end_source(campaign, of_source, arena, error);
        staged = state->next;
        state->handled++;
        if (!step_value(state, error))
            return false;
    }
}

/* Takes all values of one identity: entries are written at once, what they say is gathered in campaign. */
static bool collect_group(struct merge_state *state, const struct staged_value *first, struct campaign *campaign,
                          struct error *error)
{
    struct campaign of_source = {0};
    bool good = collect_values(state, first, campaign, &of_source, error);
    campaign_free(&of_source);
    return good;
}

static bool is_same(struct merge_state *state, const struct campaign *old, const struct campaign *campaign, bool *same,
                    struct error *error)
{
    buffer_clear(&state->old_content);
    buffer_clear(&state->content);
    campaign_pack(old, &state->old_content);
    campaign_pack(campaign, &state->content);
    *same = text_view_equal(buffer_view(&state->old_content), buffer_view(&state->content));
    return (!state->old_content.failed && !state->content.failed) || error_set_memory(error, what);
}

/*
 * Counts what has become of a recall that the old database had. Which source said what is not kept: while one that
 * this import does not read lists the recall, nothing of the old one is known to be out of date, and all of it stays.
 * *is_other: the campaign is no longer what the files say alone.
 */
static bool compare_old(struct merge_state *state, struct campaign *campaign, bool *is_other, struct error *error)
{
    struct recall recall;
    struct campaign old = {0};
    bool is_listed = import_keep_is_listed(state->keep, state->old_next->rank);
    bool good = load_old(state, &recall, &old, error) &&
                (!is_listed || campaign_join(campaign, &old, state->slot->arena) || error_set_memory(error, what));
    *is_other = is_listed;
    bool same = false;
    if (good) {
        campaign_unite(campaign);
        /* The texts of a list's recall differ only in white space: the same one is kept whatever the order. */
        if (!campaign->campaign && campaign_prefers(old.text, campaign->text)) {
            campaign->text = old.text;
            *is_other = true;
        }
        campaign_unite(&old);
        good = is_same(state, &old, campaign, &same, error);
    }
    if (good)
        *(same ? &state->merge->counts->unchanged : &state->merge->counts->changed) += 1;
    campaign_free(&old);
    return good;
}

/*
 * Lists a recall that was understood as it was read. In the rare case that another one has its usual id, which is in
 * what was put down, it is packed once more.
 */
static bool list_understood(struct merge_state *state, const struct staged_value *staged, int64_t added,
                            struct error *error)
{
    struct store_listed listed = {.put_down = staged->put_down, .added = added};
    char id[STORE_ID_BYTES + 1];
    if (!number_recall(state, staged->identity, &listed.number, id, error))
        return false;
    if (strcmp(listed.put_down.key.id, id) == 0)
        return store_writer_list(state->merge->writer, &listed, error);
    if (!begin_recall(state, error) || !store_writer_take(state->merge->writer, &staged->put_down, state->slot->arena,
                                                          &state->slot->put.packed, error))
        return false;
    memcpy(state->slot->put.id, id, sizeof id);
    end_recall(state, staged->identity, &listed, true);
    return true;
}

/* What all say of a recall, gathered in the slot at hand. alone: was understood, and is all that the files say of it;
 * or NULL. */
static bool put_recall(struct merge_state *state, const unsigned char *identity, const struct staged_value *alone,
                       struct error *error)
{
    const struct import_old_recall *old = state->old_next;
    struct campaign *campaign = &state->slot->campaign;
    bool was_there = old && is_same_identity(old->identity, identity), is_other = false;
    struct store_listed listed = {.added = was_there ? old->added : state->merge->now};
    int64_t number = state->number;
    if (!was_there)
        campaign_unite(campaign);
    else if (!compare_old(state, campaign, &is_other, error))
        return false;
    state->merge->counts->recalls++;
    state->merge->counts->added += !was_there;
    state->merge->counts->disagreeing += campaign->has_other_texts;
    if (alone && !is_other) {
        if (!list_understood(state, alone, listed.added, error))
            return false;
    } else {
        if (!number_recall(state, identity, &listed.number, state->slot->put.id, error))
            return false;
        end_recall(state, identity, &listed, false);
    }
    if (!was_there)
        return true;
    import_keep_number(state->keep, old->rank, number);
    return step_old(state, error);
}

/* A recall that nobody says anything else of. */
static bool put_alone(struct merge_state *state, const struct staged_value *staged, struct error *error)
{
    static const struct import_value nothing_else = {0};
    state->merge->counts->recalls++;
    state->merge->counts->added++;
    return put_entry(state, staged, &nothing_else, state->number, -1, error) &&
           list_understood(state, staged, state->merge->now, error);
}

static bool merge_group(struct merge_state *state, struct error *error)
{
    const struct staged_value first = state->next;
    state->handled++;
    if (!step_value(state, error))
        return false;
    bool is_alone =
        first.is_understood && (state->next_done || !is_same_identity(state->next.identity, first.identity));
    bool was_there = state->old_next && is_same_identity(state->old_next->identity, first.identity);
    if (is_alone && !was_there)
        return put_alone(state, &first, error);
    return begin_recall(state, error) && collect_group(state, &first, &state->slot->campaign, error) &&
           (campaign_is_empty(&state->slot->campaign) ||
            put_recall(state, first.identity, is_alone ? &first : NULL, error));
}

/* --- Both together ------------------------------------------------------------------------- */

static bool old_comes_first(const struct merge_state *state)
{
    return state->old_next &&
           (state->next_done || memcmp(state->old_next->identity, state->next.identity, STORE_IDENTITY_BYTES) < 0);
}

static bool merge_all(struct merge_state *state, struct error *error)
{
    const struct import_merge *merge = state->merge;
    uint64_t asked = 0;
    while (!state->next_done || state->old_next) {
        if (!(old_comes_first(state) ? keep_old(state, error) : merge_group(state, error)))
            return false;
        if (state->handled - asked < 256)
            continue;
        asked = state->handled;
        if (!merge->go_on(merge->context, (double)asked / (double)(state->expected + 1)))
            return error_set(error, ERROR_INTERRUPTED, what, "interrupted");
    }
    for (bool any = true; any;)
        if (!list_oldest(state, &any, error))
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
    return import_keep_open(merge, &state->keep, error) && import_stage_sort(merge->stage, error) &&
           step_value(state, error);
}

bool import_merge_run(const struct import_merge *merge, struct error *error)
{
    struct merge_state state = {.merge = merge};
    bool good = begin(&state, error) && merge_all(&state, error);
    import_keep_close(state.keep);
    import_old_close(state.old);
    arena_free(state.record_arena);
    buffer_free(&state.old_content);
    buffer_free(&state.content);
    return good;
}
