#include "core/store.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index.h"
#include "core/store_internal.h"
#include "core/store_statements.h"
#include "core/worker.h"

/* SQLite's own look at its pages, and at the indexes against the tables. */
static bool check_pages(struct store *store, const char *pragma, struct error *error)
{
    struct sqlite3_stmt *row;
    /* Every page is read once: without the map, so that it does not count as memory that the program needs. */
    if (!sql_run(store->database, store->path, "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON", error) ||
        !sql_prepare(store->database, store->path, pragma, &row, error))
        return false;
    bool good = sqlite3_step(row) == SQLITE_ROW;
    if (!good) {
        sql_error(store->database, store->path, error);
    } else {
        good = text_view_equal(sql_column_view(row, 0), TEXT_VIEW("ok"));
        if (!good)
            sql_damaged(store->path, N_("the database is damaged: its pages are not as they should be"), error);
    }
    sqlite3_finalize(row);
    return good;
}

static bool count_rows(struct store *store, const char *table, int64_t *count, struct error *error)
{
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    struct sqlite3_stmt *row;
    if (!sql_prepare(store->database, store->path, sql, &row, error))
        return false;
    bool good = sqlite3_step(row) == SQLITE_ROW;
    if (good)
        *count = sqlite3_column_int64(row, 0);
    else
        sql_error(store->database, store->path, error);
    sqlite3_finalize(row);
    return good;
}

static bool check_counts(struct store *store, struct error *error)
{
    const struct {
        const char *table;
        uint32_t expected;
    } tables[] = {
        {"summary", store->info.recall_count}, {"recall", store->info.recall_count}, {"name", store->info.recall_count},
        {"note", store->info.note_count},      {"source", store->info.source_count},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        int64_t count;
        if (!count_rows(store, tables[i].table, &count, error))
            return false;
        if (count != tables[i].expected)
            return sql_damaged(store->path, N_("the database is damaged: rows are missing"), error);
    }
    return true;
}

/* All texts, those of notes too. */
static bool check_texts(struct store *store, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store->database, store->path, "SELECT body, checksum FROM text", &row, error))
        return false;
    int result;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW)
        good = store_text_checksum(sql_column_view(row, 0)) == (uint64_t)sqlite3_column_int64(row, 1);
    if (!good)
        sql_damaged(store->path, N_("the database is damaged: a text does not match its checksum"), error);
    else if (result != SQLITE_DONE)
        good = sql_error(store->database, store->path, error);
    sqlite3_finalize(row);
    return good;
}

/* --- Soon after it was written ------------------------------------------------------------- */

enum { LOOKING = 2 };

/* One of those who look at the tables in turn, with a connection of its own. */
struct looking {
    struct store *store;
    unsigned number;
    bool is_good; /* else error tells */
    struct error error;
};

static bool look_at_table(struct looking *looking, struct text_view table)
{
    char pragma[120];
    snprintf(pragma, sizeof pragma, "PRAGMA quick_check(\"%.*s\")", (int)table.length, table.bytes);
    return check_pages(looking->store, pragma, &looking->error);
}

static void look_at_tables(void *context, void *slot)
{
    struct looking *looking = slot;
    struct store *store = looking->store;
    struct sqlite3_stmt *row;
    int result;
    (void)context;
    looking->is_good =
        sql_prepare(store->database, store->path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid",
                    &row, &looking->error);
    if (!looking->is_good)
        return;
    for (unsigned i = 0; looking->is_good && (result = sqlite3_step(row)) == SQLITE_ROW; i++)
        looking->is_good = i % LOOKING != looking->number || look_at_table(looking, sql_column_view(row, 0));
    if (looking->is_good && result != SQLITE_DONE)
        looking->is_good = sql_error(store->database, store->path, &looking->error);
    sqlite3_finalize(row);
}

static bool check_tables(struct looking looking[LOOKING], const char *path, struct error *error)
{
    struct worker *worker = worker_new(looking, LOOKING, sizeof looking[0], WORKER_ANY_ORDER, look_at_tables, NULL);
    const struct looking *looked;
    bool good = worker || error_set_memory(error, path);
    for (size_t i = 0; good && i < LOOKING; i++)
        worker_put(worker);
    while (good && (looked = worker_take(worker))) {
        good = looked->is_good;
        if (!good)
            *error = looked->error;
        worker_give_back(worker);
    }
    worker_free(worker);
    return good;
}

bool store_check_quick(const char *path, struct error *error)
{
    struct looking looking[LOOKING] = {0};
    bool good = true;
    for (unsigned i = 0; good && i < LOOKING; i++) {
        looking[i].number = i;
        good = store_open(path, &looking[i].store, error);
    }
    good = good && check_tables(looking, path, error) && check_counts(looking[0].store, error);
    for (size_t i = 0; i < LOOKING; i++)
        store_close(looking[i].store);
    return good;
}

/* --- All of it ----------------------------------------------------------------------------- */

static bool check_index(struct store *store, struct error *error)
{
    struct index *index;
    if (!index_open(store, &index, error))
        return false;
    bool good = !index || index_check(index, error);
    index_close(index);
    return good;
}

bool store_check(struct store *store, bool (*progress)(void *context, double done), void *context, struct error *error)
{
    if (!check_pages(store, "PRAGMA integrity_check(1)", error) || !check_counts(store, error) ||
        !check_texts(store, error))
        return false;
    struct arena *arena = arena_new();
    if (!arena)
        return error_set_memory(error, store->path);
    struct hash_state content;
    store_content_checksum_begin(&content);
    bool good = true;
    for (uint32_t rank = 0; good && rank < store->info.recall_count; rank++) {
        struct recall recall;
        struct recall_summary summary;
        struct text_view names;
        uint64_t checksum;
        arena_clear(arena);
        good = store_fetch_checked(store, rank, arena, &recall, &checksum, error) &&
               store_fetch_summary(store, rank, arena, &summary, error) &&
               store_fetch_names(store, rank, &names, error);
        if (!good)
            break;
        store_content_checksum_add(&content, recall.id, checksum);
        if (progress && rank % 1024 == 0 && !progress(context, (double)rank / store->info.recall_count))
            good = error_set(error, ERROR_INTERRUPTED, store->path, "interrupted");
    }
    arena_free(arena);
    if (!good || !check_index(store, error))
        return false;
    char checksum[STORE_CHECKSUM_BYTES + 1];
    store_content_checksum_end(&content, checksum);
    return strcmp(checksum, store->info.checksum) == 0 ||
           sql_damaged(store->path, N_("the database is damaged: its content is not what was written"), error);
}
