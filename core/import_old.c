#include "core/import_old.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/sorter.h"
#include "core/spool.h"
#include "core/store_pack.h"
#include "core/store_statements.h"

static const char what[] = "import";

enum { ITEMS_MOST_BYTES = 16 * 1024 * 1024, ROWS_BETWEEN_QUESTIONS = 4096 };

struct item {
    struct import_old_recall recall;
    struct spool_place place;
};

/* What stands of a recall before its id, its headline, its text, each with a zero, and its facts. */
struct fixed {
    uint32_t id_bytes, headline_bytes, text_bytes; /* with their zeros */
};

struct import_old {
    struct store *store;
    struct spool *recalls;
    struct sorter *items;
    const struct item *item; /* at hand */
    struct buffer bytes;     /* of it */
};

static uint64_t item_key(const void *item)
{
    return store_identity_key(((const struct item *)item)->recall.identity);
}

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = memcmp(a->recall.identity, b->recall.identity, sizeof a->recall.identity);
    return order ? order : (a->recall.rank > b->recall.rank) - (a->recall.rank < b->recall.rank);
}

static const struct sorter_order by_identity = {item_key, compare_items};

/* --- Putting down -------------------------------------------------------------------------- */

enum column { RANK, IDENTITY, ADDED, CHECKSUM, TEXT, TEXT_CHECKSUM, ID, HEADLINE, FACTS };

static const char rows_sql[] = "SELECT r.rank, r.identity, s.added, r.checksum, t.body, t.checksum, s.id, "
                               "s.headline, r.facts "
                               "FROM recall r CROSS JOIN summary s ON s.rank = r.rank "
                               "CROSS JOIN text t ON t.text_id = r.text_id ORDER BY r.rank";

static bool put_row(struct import_old *old, struct sqlite3_stmt *row, uint32_t rank, struct error *error)
{
    struct text_view identity = sql_column_view(row, IDENTITY), id = sql_column_view(row, ID);
    struct text_view headline = sql_column_view(row, HEADLINE), facts = sql_column_view(row, FACTS);
    struct text_view text;
    if (sqlite3_column_int64(row, RANK) != rank || identity.length != STORE_IDENTITY_BYTES ||
        !store_column_is_text(row, TEXT, &text) ||
        store_recall_checksum(id, headline, (uint64_t)sqlite3_column_int64(row, TEXT_CHECKSUM), facts) !=
            (uint64_t)sqlite3_column_int64(row, CHECKSUM))
        return store_rank_damaged(old->store, rank, error);
    struct item item = {.recall = {.rank = rank, .added = sqlite3_column_int64(row, ADDED)}};
    memcpy(item.recall.identity, identity.bytes, STORE_IDENTITY_BYTES);
    const struct fixed fixed = {
        .id_bytes = (uint32_t)id.length + 1,
        .headline_bytes = (uint32_t)headline.length + 1,
        .text_bytes = (uint32_t)text.length + 1,
    };
    const struct text_view zero = {"", 1};
    const struct text_view views[] = {
        {(const char *)&fixed, sizeof fixed}, id, zero, headline, zero, text, zero, facts,
    };
    return spool_put(old->recalls, views, sizeof views / sizeof views[0], &item.place, error) &&
           sorter_put(old->items, &item, error);
}

static bool put_rows(struct import_old *old, struct sqlite3_stmt *row, bool (*go_on)(void *context, double part),
                     void *context, struct error *error)
{
    int result;
    uint32_t rank = 0;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        if (!put_row(old, row, rank, error))
            return false;
        if (++rank % ROWS_BETWEEN_QUESTIONS == 0 && !go_on(context, 0))
            return error_set(error, ERROR_INTERRUPTED, what, "interrupted");
    }
    if (result != SQLITE_DONE)
        return sql_error(store_database(old->store), what, error);
    return rank == store_info(old->store).recall_count ||
           sql_damaged(store_path(old->store), N_("the database is damaged: rows are missing"), error);
}

bool import_old_open(struct store *store, const char *path, bool (*go_on)(void *context, double part), void *context,
                     struct import_old **result, struct error *error)
{
    struct import_old *old = *result = calloc(1, sizeof *old);
    struct sqlite3_stmt *row = NULL;
    if (!old)
        return error_set_memory(error, what);
    old->store = store;
    bool good =
        spool_open(path, ".old", &old->recalls, error) &&
        sorter_new(path, ".identities", sizeof(struct item), &by_identity, ITEMS_MOST_BYTES, &old->items, error) &&
        sql_prepare(store_database(store), what, rows_sql, &row, error) && put_rows(old, row, go_on, context, error) &&
        sorter_sort(old->items, error);
    sqlite3_finalize(row);
    return good;
}

void import_old_close(struct import_old *old)
{
    if (!old)
        return;
    spool_close(old->recalls);
    sorter_free(old->items);
    buffer_free(&old->bytes);
    free(old);
}

/* --- Taking up ----------------------------------------------------------------------------- */

bool import_old_step(struct import_old *old, const struct import_old_recall **recall, struct error *error)
{
    const void *item;
    if (!sorter_next(old->items, &item, error))
        return false;
    old->item = item;
    *recall = item ? &old->item->recall : NULL;
    return true;
}

bool import_old_fetch(struct import_old *old, struct arena *arena, struct recall *recall, struct error *error)
{
    struct fixed fixed;
    const uint32_t rank = old->item->recall.rank;
    if (!spool_take(old->recalls, old->item->place, &old->bytes, error))
        return false;
    const char *bytes = arena_keep(arena, &old->bytes);
    struct given *given = arena_allocate(arena, sizeof *given);
    if (!bytes || !given)
        return error_set_memory(error, what);
    memcpy(&fixed, bytes, sizeof fixed);
    const char *id = bytes + sizeof fixed, *headline = id + fixed.id_bytes, *text = headline + fixed.headline_bytes;
    const char *facts = text + fixed.text_bytes;
    struct text_view packed = {facts, old->bytes.length - (size_t)(facts - bytes)};
    if (!store_unpack_facts(packed, arena, recall, given))
        return arena_failed(arena) ? error_set_memory(error, what) : store_rank_damaged(old->store, rank, error);
    recall->id = id;
    recall->headline = headline;
    recall->text = (struct text_view){text, fixed.text_bytes - 1};
    recall->date = store_list_date(recall);
    return !arena_failed(arena) || error_set_memory(error, what);
}
