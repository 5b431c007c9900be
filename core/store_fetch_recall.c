#include "core/store.h"

#include <string.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_pack.h"
#include "core/store_statements.h"

/* A recall while it is fetched. That memory is out shows at the end, in the arena. */
struct fetching {
    struct store *store;
    uint32_t rank;
    struct arena *arena;
    struct recall *recall;
    struct error *error;
    uint64_t checksum; /* that the recall must have */
    /* What grows, row by row. */
    struct occurrence *occurrences;
    size_t occurrence_capacity;
};

/* --- What there is one row of ---------------------------------------------------------------- */

static struct text_view copy_column(struct sqlite3_stmt *row, int column, struct arena *arena)
{
    struct text_view view = sql_column_view(row, column);
    return (struct text_view){arena_copy(arena, view), view.length};
}

/* All but its places in the sources and the notes that it gets from there. */
static bool fetch_row(struct fetching *fetching)
{
    struct store *store = fetching->store;
    struct arena *arena = fetching->arena;
    struct recall *recall = fetching->recall;
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_RECALL, fetching->rank, fetching->error);
    if (!row || !store_step_to_row(store, row, fetching->rank, fetching->error))
        return false;
    struct text_view text;
    struct given *given = arena_allocate(arena, sizeof *given);
    struct text_view facts = copy_column(row, 2, arena);
    if (arena_failed(arena))
        return error_set_memory(fetching->error, store->path);
    fetching->checksum = (uint64_t)sqlite3_column_int64(row, 3);
    if (!store_column_is_text(row, 4, &text) ||
        store_recall_checksum(sql_column_view(row, 0), sql_column_view(row, 1), (uint64_t)sqlite3_column_int64(row, 5),
                              facts) != fetching->checksum ||
        !store_unpack_facts(facts, arena, recall, given))
        return store_rank_damaged(store, fetching->rank, fetching->error);
    recall->id = sql_column_copy(row, 0, arena);
    recall->headline = sql_column_copy(row, 1, arena);
    recall->text = copy_column(row, 4, arena);
    recall->date = store_list_date(recall);
    sqlite3_reset(row);
    return !arena_failed(arena) || error_set_memory(fetching->error, store->path);
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
static void append_stated_notes(struct fetching *fetching)
{
    struct recall *recall = fetching->recall;
    for (size_t i = 0; i < recall->given->stated_count; i++) {
        const struct stated *stated = &recall->given->stated[i];
        if (stated->value && stated->kind == FACT_COMPLETION)
            list_append(&recall->completion, stated->value, fetching->arena);
        else if (stated->value && stated->kind == FACT_COMPLETION_OF_LIST)
            list_append(&recall->completion_of_list, stated->value, fetching->arena);
    }
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
    {STATEMENT_OCCURRENCES, take_occurrence},
    {STATEMENT_NOTES, take_note},
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

bool store_fetch_checked(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                         uint64_t *checksum, struct error *error)
{
    struct fetching fetching = {.store = store, .rank = rank, .arena = arena, .recall = recall, .error = error};
    if (!fetch_row(&fetching))
        return false;
    *checksum = fetching.checksum;
    append_stated_notes(&fetching);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!fetch_part(&fetching, i))
            return false;
    if (arena_failed(arena))
        return error_set_memory(error, store->path);
    /* What the checksum does not tell of: no recall is without a file that it came from. */
    return recall->occurrence_count > 0 || store_rank_damaged(store, rank, error);
}

bool store_fetch(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall, struct error *error)
{
    uint64_t checksum;
    return store_fetch_checked(store, rank, arena, recall, &checksum, error);
}
