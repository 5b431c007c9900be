#include "core/store.h"

#include <string.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_statements.h"

/* A recall while it is fetched. That memory is out shows at the end, in the arena. */
struct fetching {
    struct store *store;
    uint32_t rank;
    struct arena *arena;
    struct recall *recall;
    struct given *given;
    struct error *error;
    uint64_t checksum; /* that the recall must have */
    /* What grows, row by row. */
    struct evidence *evidence;
    struct vehicle *vehicles;
    struct occurrence *occurrences;
    struct stated *stated;
    size_t evidence_capacity, vehicle_capacity, occurrence_capacity, stated_capacity;
};

/* --- What there is one row of ---------------------------------------------------------------- */

static enum cost cost_of_key(const char *key)
{
    size_t cost = key ? kind_find(cost_names, COST_COUNT, text_view_of(key)) : COST_UNKNOWN;
    return cost < COST_COUNT ? (enum cost)cost : COST_UNKNOWN;
}

static bool fetch_row(struct fetching *fetching)
{
    struct store *store = fetching->store;
    struct arena *arena = fetching->arena;
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_RECALL, fetching->rank, fetching->error);
    if (!row || !store_step_to_row(store, row, fetching->rank, fetching->error))
        return false;
    struct text_view text;
    if (!store_column_is_text(row, 18, &text))
        return store_rank_damaged(store, fetching->rank, fetching->error);
    fetching->checksum = (uint64_t)sqlite3_column_int64(row, 17);
    const char *cost = sql_column_copy(row, 13, arena);
    *fetching->recall = (struct recall){
        .id = sql_column_copy(row, 0, arena),
        .headline = sql_column_copy(row, 1, arena),
        .make = sql_column_copy(row, 2, arena),
        .hazards = (uint32_t)sqlite3_column_int64(row, 3),
        .advisories = (unsigned)sqlite3_column_int(row, 4),
        .campaign = sql_column_copy(row, 5, arena),
        .authority = sql_column_copy(row, 6, arena),
        .years = {(int)sql_column_known(row, 7, 0), (int)sql_column_known(row, 8, 0)},
        .started = sql_column_copy(row, 9, arena),
        .ended = sql_column_copy(row, 10, arena),
        .duration_minutes = {(int)sql_column_known(row, 11, -1), (int)sql_column_known(row, 12, -1)},
        .cost = cost_of_key(cost),
        .remedies = (uint32_t)sqlite3_column_int64(row, 14),
        .affected_world = sql_column_known(row, 15, -1),
        .affected_germany = sql_column_known(row, 16, -1),
        .text = {arena_copy(arena, text), text.length},
    };
    sqlite3_reset(row);
    return true;
}

/* Most recalls have none: what their source states is their text. */
static bool fetch_given(struct fetching *fetching)
{
    struct store *store = fetching->store;
    struct arena *arena = fetching->arena;
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_GIVEN, fetching->rank, fetching->error);
    if (!row)
        return false;
    struct given *given = fetching->given = arena_allocate(arena, sizeof *given);
    if (!given)
        return error_set_memory(fetching->error, store->path);
    *given = (struct given){.affected_world = -1, .affected_germany = -1};
    int result = sqlite3_step(row);
    if (result == SQLITE_ROW)
        *given = (struct given){
            .title = sql_column_copy(row, 0, arena),
            .date = sql_column_copy(row, 1, arena),
            .make = sql_column_copy(row, 2, arena),
            .years = {(int)sql_column_known(row, 3, 0), (int)sql_column_known(row, 4, 0)},
            .affected_world = sql_column_known(row, 5, -1),
            .affected_germany = sql_column_known(row, 6, -1),
            .component = sql_column_copy(row, 7, arena),
            .advisories = (unsigned)sqlite3_column_int(row, 8),
        };
    sqlite3_reset(row);
    fetching->recall->given = given;
    fetching->recall->date = store_list_date(fetching->recall);
    return result == SQLITE_ROW || result == SQLITE_DONE || sql_error(store->database, store->path, fetching->error);
}

/* --- What there are several rows of ---------------------------------------------------------- */

/* A list that grows inside an arena: its old memory stays until the arena goes. */
static void list_append(struct string_list *list, const char *item, struct arena *arena)
{
    if ((list->count & (list->count - 1)) == 0) {
        size_t capacity = list->count ? list->count * 2 : 1;
        const char **items = arena_allocate_array(arena, capacity, sizeof *items);
        if (!items)
            return;
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
    }
    list->items[list->count++] = item;
}

static bool take_fact(struct fetching *fetching, struct sqlite3_stmt *row)
{
    struct recall *recall = fetching->recall;
    int kind = sqlite3_column_int(row, 0);
    struct string_list *list = recall_list_of(recall, kind);
    if (list) {
        list_append(list, sql_column_copy(row, 1, fetching->arena), fetching->arena);
    } else if (kind == FACT_CATEGORY && recall->category_count < CATEGORY_COUNT) {
        size_t category = kind_find(category_names, CATEGORY_COUNT, sql_column_view(row, 1));
        if (category < CATEGORY_COUNT)
            recall->categories[recall->category_count++] = (enum category)category;
    }
    return true;
}

static bool take_evidence(struct fetching *fetching, struct sqlite3_stmt *row)
{
    struct recall *recall = fetching->recall;
    if (!arena_reserve(fetching->arena, &fetching->evidence, recall->evidence_count, &fetching->evidence_capacity,
                       sizeof *fetching->evidence))
        return true;
    recall->evidence = fetching->evidence;
    fetching->evidence[recall->evidence_count++] = (struct evidence){
        .kind = (enum fact_kind)sqlite3_column_int(row, 0),
        .value = (unsigned)sqlite3_column_int(row, 1),
        .start_bytes = (uint32_t)sqlite3_column_int64(row, 2),
        .length_bytes = (uint32_t)sqlite3_column_int64(row, 3),
    };
    return true;
}

static bool take_vehicle(struct fetching *fetching, struct sqlite3_stmt *row)
{
    struct recall *recall = fetching->recall;
    if (!arena_reserve(fetching->arena, &fetching->vehicles, recall->vehicle_count, &fetching->vehicle_capacity,
                       sizeof *fetching->vehicles))
        return true;
    recall->vehicles = fetching->vehicles;
    fetching->vehicles[recall->vehicle_count++] = (struct vehicle){
        .make = sql_column_copy(row, 0, fetching->arena),
        .model = sql_column_copy(row, 1, fetching->arena),
        .years = {(int)sql_column_known(row, 2, 0), (int)sql_column_known(row, 3, 0)},
    };
    return true;
}

static bool take_occurrence(struct fetching *fetching, struct sqlite3_stmt *row)
{
    struct recall *recall = fetching->recall;
    if (!arena_reserve(fetching->arena, &fetching->occurrences, recall->occurrence_count,
                       &fetching->occurrence_capacity, sizeof *fetching->occurrences))
        return true;
    recall->occurrences = fetching->occurrences;
    fetching->occurrences[recall->occurrence_count++] = (struct occurrence){
        .source = sql_column_copy(row, 0, fetching->arena),
        .position = (size_t)sqlite3_column_int64(row, 1),
        .unlisted = sqlite3_column_int64(row, 2) != 0,
    };
    return true;
}

/* Notes that the source states count as the recall's own notes do. */
static bool take_stated(struct fetching *fetching, struct sqlite3_stmt *row)
{
    struct given *given = fetching->given;
    if (!arena_reserve(fetching->arena, &fetching->stated, given->stated_count, &fetching->stated_capacity,
                       sizeof *fetching->stated))
        return true;
    given->stated = fetching->stated;
    struct stated *stated = &fetching->stated[given->stated_count++];
    *stated = (struct stated){(enum fact_kind)sqlite3_column_int(row, 0), sql_column_copy(row, 1, fetching->arena)};
    if (stated->value && stated->kind == FACT_COMPLETION)
        list_append(&fetching->recall->completion, stated->value, fetching->arena);
    else if (stated->value && stated->kind == FACT_COMPLETION_OF_LIST)
        list_append(&fetching->recall->completion_of_list, stated->value, fetching->arena);
    return true;
}

static bool list_has(const struct string_list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return true;
    return false;
}

static bool take_note(struct fetching *fetching, struct sqlite3_stmt *row)
{
    struct recall *recall = fetching->recall;
    struct string_list *list = sqlite3_column_int(row, 0) ? &recall->completion : &recall->completion_of_list;
    struct text_view text;
    if (!store_column_is_text(row, 1, &text))
        return store_rank_damaged(fetching->store, fetching->rank, fetching->error);
    const char *note = arena_copy(fetching->arena, text);
    if (note && !list_has(list, note))
        list_append(list, note, fetching->arena);
    return true;
}

/* What takes a row of each; false: with an error, the row does not hold. */
static const struct {
    enum store_statement statement;
    bool (*take)(struct fetching *fetching, struct sqlite3_stmt *row);
} parts[] = {
    {STATEMENT_FACTS, take_fact},       {STATEMENT_EVIDENCE, take_evidence},
    {STATEMENT_VEHICLES, take_vehicle}, {STATEMENT_OCCURRENCES, take_occurrence},
    {STATEMENT_STATED, take_stated},    {STATEMENT_NOTES, take_note},
};

static bool fetch_part(struct fetching *fetching, size_t part)
{
    struct store *store = fetching->store;
    struct sqlite3_stmt *row = store_statement_of_rank(store, parts[part].statement, fetching->rank, fetching->error);
    if (!row)
        return false;
    bool good = true;
    int result = SQLITE_DONE;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW)
        good = parts[part].take(fetching, row);
    sqlite3_reset(row);
    return good && (result == SQLITE_DONE || sql_error(store->database, store->path, fetching->error));
}

bool store_fetch(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall, struct error *error)
{
    struct fetching fetching = {.store = store, .rank = rank, .arena = arena, .recall = recall, .error = error};
    if (!fetch_row(&fetching) || !fetch_given(&fetching))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!fetch_part(&fetching, i))
            return false;
    if (arena_failed(arena))
        return error_set_memory(error, store->path);
    return store_recall_checksum(recall) == fetching.checksum || store_rank_damaged(store, rank, error);
}
