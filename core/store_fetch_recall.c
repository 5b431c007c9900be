#include "core/store.h"

#include <string.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_statements.h"

static enum cost cost_of_key(const char *key)
{
    size_t cost = key ? kind_find(cost_names, COST_COUNT, text_view_of(key)) : COST_UNKNOWN;
    return cost < COST_COUNT ? (enum cost)cost : COST_UNKNOWN;
}

static bool fetch_row(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                      uint64_t *checksum, struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_RECALL, rank, error);
    if (!row || !store_step_to_row(store, row, rank, error))
        return false;
    struct text_view text;
    if (!store_column_is_text(row, 18, &text))
        return store_rank_damaged(store, rank, error);
    *checksum = (uint64_t)sqlite3_column_int64(row, 17);
    const char *cost = sql_column_copy(row, 13, arena);
    *recall = (struct recall){
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

/* --- Lists --------------------------------------------------------------------------------- */

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

static struct string_list *list_of_kind(struct recall *recall, int kind)
{
    switch (kind) {
    case FACT_MODEL:
        return &recall->models;
    case FACT_MARKET:
        return &recall->markets;
    case FACT_MARKET_EXCLUDED:
        return &recall->markets_excluded;
    case FACT_PART:
        return &recall->parts;
    case FACT_PHONE:
        return &recall->phones;
    case FACT_URL:
        return &recall->urls;
    case FACT_CONDITION:
        return &recall->conditions;
    default:
        return NULL;
    }
}

static bool fetch_facts(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                        struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_FACTS, rank, error);
    if (!row)
        return false;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        int kind = sqlite3_column_int(row, 0);
        struct string_list *list = list_of_kind(recall, kind);
        if (list) {
            list_append(list, sql_column_copy(row, 1, arena), arena);
        } else if (kind == FACT_CATEGORY && recall->category_count < CATEGORY_COUNT) {
            size_t category = kind_find(category_names, CATEGORY_COUNT, sql_column_view(row, 1));
            if (category < CATEGORY_COUNT)
                recall->categories[recall->category_count++] = (enum category)category;
        }
    }
    sqlite3_reset(row);
    return result == SQLITE_DONE || sql_error(store->database, store->path, error);
}

static bool fetch_evidence(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                           struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_EVIDENCE, rank, error);
    if (!row)
        return false;
    struct evidence *evidence = NULL;
    size_t count = 0, capacity = 0;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 8;
            struct evidence *grown = arena_allocate_array(arena, capacity, sizeof *grown);
            if (!grown)
                break;
            if (count > 0)
                memcpy(grown, evidence, count * sizeof *grown);
            evidence = grown;
        }
        evidence[count++] = (struct evidence){
            .kind = (enum fact_kind)sqlite3_column_int(row, 0),
            .value = (unsigned)sqlite3_column_int(row, 1),
            .start_bytes = (uint32_t)sqlite3_column_int64(row, 2),
            .length_bytes = (uint32_t)sqlite3_column_int64(row, 3),
        };
    }
    sqlite3_reset(row);
    recall->evidence = evidence;
    recall->evidence_count = count;
    return result == SQLITE_DONE || arena_failed(arena) || sql_error(store->database, store->path, error);
}

static bool fetch_vehicles(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                           struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_VEHICLES, rank, error);
    if (!row)
        return false;
    struct vehicle *vehicles = NULL;
    size_t count = 0, capacity = 0;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 8;
            struct vehicle *grown = arena_allocate_array(arena, capacity, sizeof *grown);
            if (!grown)
                break;
            if (count > 0)
                memcpy(grown, vehicles, count * sizeof *grown);
            vehicles = grown;
        }
        vehicles[count++] = (struct vehicle){
            .make = sql_column_copy(row, 0, arena),
            .model = sql_column_copy(row, 1, arena),
            .years = {(int)sql_column_known(row, 2, 0), (int)sql_column_known(row, 3, 0)},
        };
    }
    sqlite3_reset(row);
    recall->vehicles = vehicles;
    recall->vehicle_count = count;
    return result == SQLITE_DONE || arena_failed(arena) || sql_error(store->database, store->path, error);
}

static bool fetch_occurrences(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                              struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_OCCURRENCES, rank, error);
    if (!row)
        return false;
    struct occurrence *occurrences = NULL;
    size_t count = 0, capacity = 0;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 4;
            struct occurrence *grown = arena_allocate_array(arena, capacity, sizeof *grown);
            if (!grown)
                break;
            if (count > 0)
                memcpy(grown, occurrences, count * sizeof *grown);
            occurrences = grown;
        }
        occurrences[count++] = (struct occurrence){
            .source = sql_column_copy(row, 0, arena),
            .position = (size_t)sqlite3_column_int64(row, 1),
            .unlisted = sqlite3_column_int64(row, 2) != 0,
        };
    }
    sqlite3_reset(row);
    recall->occurrences = occurrences;
    recall->occurrence_count = count;
    return result == SQLITE_DONE || arena_failed(arena) || sql_error(store->database, store->path, error);
}

/* --- What the source said ------------------------------------------------------------------ */

static bool fetch_stated(struct store *store, uint32_t rank, struct arena *arena, struct given *given,
                         struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_STATED, rank, error);
    if (!row)
        return false;
    struct stated *stated = NULL;
    size_t count = 0, capacity = 0;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 8;
            struct stated *grown = arena_allocate_array(arena, capacity, sizeof *grown);
            if (!grown)
                break;
            if (count > 0)
                memcpy(grown, stated, count * sizeof *grown);
            stated = grown;
        }
        stated[count++] = (struct stated){(enum fact_kind)sqlite3_column_int(row, 0), sql_column_copy(row, 1, arena)};
    }
    sqlite3_reset(row);
    given->stated = stated;
    given->stated_count = count;
    return result == SQLITE_DONE || arena_failed(arena) || sql_error(store->database, store->path, error);
}

/* Notes that the source states count as the recall's own notes do. */
static void take_stated_notes(struct recall *recall, const struct given *given, struct arena *arena)
{
    for (size_t i = 0; i < given->stated_count; i++) {
        const struct stated *stated = &given->stated[i];
        if (stated->value && stated->kind == FACT_COMPLETION)
            list_append(&recall->completion, stated->value, arena);
        else if (stated->value && stated->kind == FACT_COMPLETION_OF_LIST)
            list_append(&recall->completion_of_list, stated->value, arena);
    }
}

static bool fetch_given(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                        struct error *error)
{
    struct given *given = arena_allocate(arena, sizeof *given);
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_GIVEN, rank, error);
    if (!row)
        return false;
    if (!given)
        return error_set_memory(error, store->path);
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
    else if (result != SQLITE_DONE)
        return sql_error(store->database, store->path, error);
    sqlite3_reset(row);
    if (!fetch_stated(store, rank, arena, given, error))
        return false;
    recall->given = given;
    recall->date = store_list_date(recall);
    take_stated_notes(recall, given, arena);
    return true;
}

static bool list_has(const struct string_list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return true;
    return false;
}

static bool fetch_notes(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                        struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_NOTES, rank, error);
    if (!row)
        return false;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        struct text_view text;
        if (!store_column_is_text(row, 1, &text)) {
            sqlite3_reset(row);
            return store_rank_damaged(store, rank, error);
        }
        struct string_list *list = sqlite3_column_int(row, 0) ? &recall->completion : &recall->completion_of_list;
        const char *note = arena_copy(arena, text);
        if (note && !list_has(list, note))
            list_append(list, note, arena);
    }
    sqlite3_reset(row);
    return result == SQLITE_DONE || sql_error(store->database, store->path, error);
}

bool store_fetch(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall, struct error *error)
{
    uint64_t checksum = 0;
    if (!fetch_row(store, rank, arena, recall, &checksum, error) || !fetch_facts(store, rank, arena, recall, error) ||
        !fetch_evidence(store, rank, arena, recall, error) || !fetch_vehicles(store, rank, arena, recall, error) ||
        !fetch_occurrences(store, rank, arena, recall, error) || !fetch_given(store, rank, arena, recall, error) ||
        !fetch_notes(store, rank, arena, recall, error))
        return false;
    if (arena_failed(arena))
        return error_set_memory(error, store->path);
    return store_recall_checksum(recall) == checksum || store_rank_damaged(store, rank, error);
}
