#include "core/store_write_finish.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_rows.h"
#include "core/store_schema.h"
#include "core/store_write_index.h"
#include "core/store_write_notes.h"

static const char stage_tables[] =
    "CREATE TABLE stage.text_key(hash BLOB PRIMARY KEY, text_id INTEGER) WITHOUT ROWID;"
    "CREATE TABLE stage.note_key(identity BLOB PRIMARY KEY, note_id INTEGER) WITHOUT ROWID;"
    "CREATE TABLE stage.recall(number INTEGER PRIMARY KEY, date, id, text_id INTEGER, parts, packed);"
    "CREATE TABLE stage.entry(source_id INTEGER, unlisted INTEGER, position INTEGER, number INTEGER, note_id, "
    "text_id, before, after, raw, PRIMARY KEY(source_id, unlisted, position)) WITHOUT ROWID;"
    "CREATE INDEX stage.entry_number ON entry(number, source_id);"
    "CREATE TABLE stage.list_note(source_id INTEGER, note_id INTEGER, position INTEGER, number INTEGER, "
    "PRIMARY KEY(source_id, note_id)) WITHOUT ROWID";

/* What has recalls' ranks for their numbers; each in the order of the table that it fills. */
static const char publish_entries[] =
    "INSERT INTO main.entry SELECT source_id, unlisted, position, rank_of(number), note_id, text_id, before, after, "
    "raw "
    "FROM stage.entry ORDER BY source_id, unlisted, position;"
    "INSERT INTO main.list_note SELECT source_id, note_id, position, rank_of(number) FROM stage.list_note "
    "ORDER BY source_id, note_id";

bool store_stage_create(struct sqlite3 *database, const char *what, struct error *error)
{
    return sql_run(database, what, stage_tables, error);
}

/* --- Recalls in order of rank -------------------------------------------------------------- */

struct publishing {
    struct sqlite3 *database;
    const char *what;
    uint32_t recall_count;
    uint32_t *ranks; /* by number */
    struct note_numbers note_numbers;
    struct sqlite3_stmt *sources; /* of a recall */
    struct store_rows *rows;
    struct store_indexing *indexing;
    struct hash_state content;
    struct error *error;
};

/* Where a recall stands in the sources, and the numbers in the notes that are shown with it. */
static bool index_sources(struct publishing *publishing, int64_t number)
{
    struct sqlite3_stmt *row = publishing->sources;
    sqlite3_bind_int64(row, 1, number);
    int result;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        int64_t source_id = sqlite3_column_int64(row, 1);
        bool is_listed = sqlite3_column_int(row, 2) == 0;
        good = store_indexing_source(publishing->indexing, sql_column_view(row, 0), publishing->error);
        for (size_t i = 0; good && is_listed && i < publishing->note_numbers.count; i++) {
            const struct note_number *note = &publishing->note_numbers.items[i];
            if (note->source_id == source_id && (note->number < 0 || note->number == number))
                good = store_indexing_name(publishing->indexing, text_view_of(note->digits), publishing->error);
        }
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(publishing->database, publishing->what, publishing->error);
    sqlite3_reset(row);
    return good;
}

/* The row has number, text_id, packed and body. */
static bool publish_recall(struct publishing *publishing, struct sqlite3_stmt *row, uint32_t rank)
{
    struct packed_recall *packed;
    struct arena *arena;
    struct error *error = publishing->error;
    int64_t number = sqlite3_column_int64(row, 0);
    if (!store_indexing_begin(publishing->indexing, rank, &packed, &arena, error))
        return false;
    struct text_view bytes = sql_column_view(row, 2), body = sql_column_view(row, 3);
    struct text_view copy = {arena_copy(arena, bytes), bytes.length}, text = {arena_copy(arena, body), body.length};
    if (!copy.bytes || !text.bytes || !store_unpack(copy, arena, packed))
        return error_set_memory(error, publishing->what);
    packed->recall.text = text;
    struct store_ranked ranked = {.rank = rank, .text_id = sqlite3_column_int64(row, 1), .packed = packed};
    uint64_t checksum;
    publishing->ranks[number] = rank;
    if (!store_indexing_recall(publishing->indexing, error) || !index_sources(publishing, number) ||
        !store_indexing_put(publishing->indexing, &ranked.names, error) ||
        !store_rows_put(publishing->rows, &ranked, &checksum, error))
        return false;
    store_content_checksum_add(&publishing->content, packed->recall.id, checksum);
    return true;
}

static bool publish_recalls(struct publishing *publishing)
{
    /* The texts go through the sort, too: they lie in another order, and a page of the file holds many. */
    struct sqlite3_stmt *row;
    if (!sql_prepare(publishing->database, publishing->what,
                     "SELECT r.number, r.text_id, r.packed, t.body FROM stage.recall r "
                     "CROSS JOIN main.text t ON t.text_id = r.text_id ORDER BY r.date IS NULL, r.date DESC, r.id",
                     &row, publishing->error))
        return false;
    uint32_t rank = 0;
    int result;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW)
        good = publish_recall(publishing, row, rank++);
    if (good && result != SQLITE_DONE)
        good = sql_error(publishing->database, publishing->what, publishing->error);
    sqlite3_finalize(row);
    return good;
}

static void rank_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct publishing *publishing = sqlite3_user_data(context);
    int64_t number = sqlite3_value_int64(values[0]);
    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL && number >= 0 && number < publishing->recall_count)
        sqlite3_result_int64(context, publishing->ranks[number]);
}

static bool publish_sources(struct publishing *publishing)
{
    struct sqlite3 *database = publishing->database;
    if (sqlite3_create_function_v2(database, "rank_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, publishing, rank_of,
                                   NULL, NULL, NULL) != SQLITE_OK)
        return sql_error(database, publishing->what, publishing->error);
    bool good = sql_run(database, publishing->what, publish_entries, publishing->error);
    sqlite3_create_function_v2(database, "rank_of", 1, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
    return good;
}

/* --- Description --------------------------------------------------------------------------- */

static bool write_meta(struct sqlite3 *database, const char *what, uint64_t rules_fingerprint, const char *built,
                       const char *checksum, struct error *error)
{
    char sql[640];
    snprintf(sql, sizeof sql,
             "INSERT INTO meta SELECT 'recalls', CAST(count(*) AS TEXT) FROM main.summary;"
             "INSERT INTO meta SELECT 'notes', CAST(count(*) AS TEXT) FROM main.note;"
             "INSERT INTO meta SELECT 'added', CAST(coalesce(max(added), 0) AS TEXT) FROM main.summary;"
             "INSERT INTO meta SELECT 'sources', CAST(count(*) AS TEXT) FROM main.source;"
             "INSERT INTO meta VALUES('built', '%.40s'), ('checksum', '%s'), ('rules', '%016" PRIx64 "')",
             built, checksum, rules_fingerprint);
    return sql_run(database, what, sql, error);
}

static bool publish(struct publishing *publishing, uint64_t rules_fingerprint, const char *built)
{
    struct sqlite3 *database = publishing->database;
    const char *what = publishing->what;
    struct error *error = publishing->error;
    char checksum[STORE_CHECKSUM_BYTES + 1];
    /* The index takes most memory while it is built: what the stage had goes to it. */
    if (!sql_run(database, what, "PRAGMA stage.cache_size=-4096", error) || !store_notes_link(database, what, error) ||
        !note_numbers_read(&publishing->note_numbers, database, what, error) ||
        !sql_prepare(database, what,
                     "SELECT s.name, e.source_id, e.unlisted FROM stage.entry e "
                     "CROSS JOIN main.source s ON s.source_id = e.source_id WHERE e.number = ?1 "
                     "ORDER BY e.source_id, e.unlisted, e.position",
                     &publishing->sources, error) ||
        !store_rows_open(database, what, &publishing->rows, error) ||
        !store_indexing_new(what, publishing->recall_count, &publishing->indexing, error))
        return false;
    store_content_checksum_begin(&publishing->content);
    if (!publish_recalls(publishing) || !publish_sources(publishing))
        return false;
    store_content_checksum_end(&publishing->content, checksum);
    for (const char *const *sql = store_schema_indexes; *sql; sql++)
        if (!sql_run(database, what, *sql, error))
            return false;
    return write_meta(database, what, rules_fingerprint, built, checksum, error) &&
           store_indexing_finish(publishing->indexing, database, checksum, error);
}

bool store_stage_publish(struct sqlite3 *database, const char *what, uint32_t recall_count, uint64_t rules_fingerprint,
                         const char *built, struct error *error)
{
    struct publishing publishing = {.database = database,
                                    .what = what,
                                    .recall_count = recall_count,
                                    .ranks = calloc(recall_count + 1, sizeof *publishing.ranks),
                                    .error = error};
    bool good = publishing.ranks ? publish(&publishing, rules_fingerprint, built) : error_set_memory(error, what);
    sqlite3_finalize(publishing.sources);
    store_indexing_free(publishing.indexing);
    store_rows_close(publishing.rows);
    note_numbers_free(&publishing.note_numbers);
    free(publishing.ranks);
    return good && sql_run(database, what, "COMMIT", error);
}
