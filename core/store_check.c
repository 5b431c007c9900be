#include "core/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index.h"
#include "core/store_internal.h"
#include "core/store_statements.h"

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

bool store_check_quick(struct store *store, struct error *error)
{
    return check_pages(store, "PRAGMA quick_check(1)", error) && check_counts(store, error);
}

void store_content_checksum_begin(struct hash_state *state)
{
    hash_begin(state, 1);
}

void store_content_checksum_add(struct hash_state *state, const char *id, uint64_t checksum)
{
    char line[40];
    int length = snprintf(line, sizeof line, "%s %016" PRIx64 "\n", id, checksum);
    hash_add(state, line, (size_t)length);
}

void store_content_checksum_end(struct hash_state *state, char checksum[STORE_CHECKSUM_BYTES + 1])
{
    struct hash128 hash = hash_end128(state);
    snprintf(checksum, STORE_CHECKSUM_BYTES + 1, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}

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
        arena_clear(arena);
        good = store_fetch(store, rank, arena, &recall, error) &&
               store_fetch_summary(store, rank, arena, &summary, error) &&
               store_fetch_names(store, rank, &names, error);
        if (!good)
            break;
        store_content_checksum_add(&content, recall.id, store_recall_checksum(&recall));
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

bool store_visit_source(struct store *store, const char *source,
                        bool (*visit)(void *context, size_t position, struct text_view raw), void *context,
                        struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store->database, store->path,
                     "SELECT e.position, e.before, t.body, t.checksum, e.after, e.raw FROM source s "
                     "JOIN entry e ON e.source_id = s.source_id AND e.unlisted = 0 "
                     "LEFT JOIN text t ON t.text_id = e.text_id WHERE s.name = ?1 ORDER BY e.position",
                     &row, error))
        return false;
    sql_bind_string(row, 1, source);
    struct buffer raw = {0};
    size_t count = 0;
    int result;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        count++;
        buffer_clear(&raw);
        struct text_view text = sql_column_view(row, 2);
        bool as_text = sqlite3_column_type(row, 2) != SQLITE_NULL;
        if (as_text && store_text_checksum(text) != (uint64_t)sqlite3_column_int64(row, 3)) {
            good = sql_damaged(store->path, N_("the database is damaged: a text does not match its checksum"), error);
            break;
        }
        if (as_text) {
            buffer_append_view(&raw, sql_column_view(row, 1));
            buffer_append_view(&raw, text);
            buffer_append_view(&raw, sql_column_view(row, 4));
        } else {
            buffer_append_view(&raw, sql_column_view(row, 5));
        }
        if (raw.failed)
            good = error_set_memory(error, source);
        else if (!visit(context, (size_t)sqlite3_column_int64(row, 0), buffer_view(&raw)))
            break;
    }
    if (good && result != SQLITE_ROW && result != SQLITE_DONE)
        good = sql_error(store->database, store->path, error);
    buffer_free(&raw);
    sqlite3_finalize(row);
    if (good && count == 0) {
        good = error_set(error, ERROR_NOT_FOUND, source, "the database has no source of this name");
    }
    return good;
}
