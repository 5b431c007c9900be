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
#include "core/store_write_orders.h"

#define PART_RECALLS 0.75 /* of the whole, for the progress; the rest is the end of the index */

struct source {
    int64_t source_id;
    struct text_view name;
};

struct publishing {
    const struct store_publishing *about;
    uint32_t *ranks; /* by number */
    const struct store_listing *listings;
    size_t listing_count;
    struct arena *arena; /* of the sources' names */
    struct source *sources;
    size_t source_count, source_capacity;
    struct note_numbers note_numbers;
    struct store_rows *rows;
    struct store_orders orders;
    struct store_indexing *indexing;
    struct hash_state content;
    struct error *error;
};

/* --- Sources ------------------------------------------------------------------------------- */

static bool read_sources(struct publishing *publishing)
{
    struct sqlite3 *database = publishing->about->database;
    struct sqlite3_stmt *row;
    publishing->arena = arena_new();
    if (!publishing->arena)
        return error_set_memory(publishing->error, publishing->about->what);
    if (!sql_prepare(database, publishing->about->what, "SELECT source_id, name FROM main.source", &row,
                     publishing->error))
        return false;
    bool good = true;
    int result;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        const char *name = sql_column_copy(row, 1, publishing->arena);
        good = (name && array_reserve(&publishing->sources, publishing->source_count, &publishing->source_capacity,
                                      sizeof *publishing->sources)) ||
               error_set_memory(publishing->error, publishing->about->what);
        if (good)
            publishing->sources[publishing->source_count++] =
                (struct source){sqlite3_column_int64(row, 0), text_view_of(name)};
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(database, publishing->about->what, publishing->error);
    sqlite3_finalize(row);
    return good;
}

static const struct source *find_source(const struct publishing *publishing, int64_t source_id)
{
    for (size_t i = 0; i < publishing->source_count; i++)
        if (publishing->sources[i].source_id == source_id)
            return &publishing->sources[i];
    return NULL;
}

/* The numbers in the notes that are shown with a recall of the source. */
static bool index_note_numbers(struct publishing *publishing, int64_t source_id, uint32_t number)
{
    for (size_t i = 0; i < publishing->note_numbers.count; i++) {
        const struct note_number *note = &publishing->note_numbers.items[i];
        if (note->source_id == source_id && (note->number < 0 || note->number == number) &&
            !store_indexing_name(publishing->indexing, text_view_of(note->digits), publishing->error))
            return false;
    }
    return true;
}

/* Where a recall stands in the sources, and what notes it gets from there. */
static bool index_sources(struct publishing *publishing, uint32_t number)
{
    for (size_t i = store_listings_find(publishing->listings, publishing->listing_count, number);
         i < publishing->listing_count && publishing->listings[i].number == number; i++) {
        uint32_t listing = publishing->listings[i].source;
        const struct source *source = find_source(publishing, listing / 2);
        if (source && (!store_indexing_source(publishing->indexing, source->name, publishing->error) ||
                       (listing % 2 == 0 && !index_note_numbers(publishing, source->source_id, number))))
            return false;
    }
    return true;
}

/* --- Recalls in order of rank -------------------------------------------------------------- */

static bool publish_recall(struct publishing *publishing, const struct store_listed *listed, uint32_t rank)
{
    struct packed_recall *packed;
    struct buffer *bytes;
    struct arena *arena;
    struct store_stage *stage = publishing->about->stage;
    struct error *error = publishing->error;
    if (!store_indexing_begin(publishing->indexing, rank, &packed, &bytes, &arena, error) ||
        !store_recalls_take_in_order(stage->recalls, listed->put_down.place, true, bytes, error))
        return false;
    if (!store_unpack(buffer_view(bytes), arena, packed))
        return error_set_memory(error, publishing->about->what);
    struct store_ranked ranked = {.rank = rank, .added = listed->added, .packed = packed};
    publishing->ranks[listed->number] = rank;
    if (!store_texts_put(&stage->texts, listed->put_down.text, packed->recall.text, packed->text_checksum,
                         &ranked.text_id, error) ||
        !store_indexing_recall(publishing->indexing, listed->added, error) ||
        !index_sources(publishing, listed->number) || !store_indexing_put(publishing->indexing, &ranked.names, error) ||
        !store_rows_put(publishing->rows, &ranked, error) ||
        !store_orders_put(&publishing->orders, &packed->recall, error))
        return false;
    store_content_checksum_add(&publishing->content, packed->recall.id, packed->checksum);
    return true;
}

static bool publish_recalls(struct publishing *publishing)
{
    const struct store_publishing *about = publishing->about;
    struct sorter *order = about->stage->order;
    uint32_t count = about->stage->recall_count;
    const void *listed;
    if (!sorter_sort(order, publishing->error))
        return false;
    for (uint32_t rank = 0; rank < count; rank++) {
        if (!sorter_next(order, &listed, publishing->error) || !listed || !publish_recall(publishing, listed, rank))
            return false;
        if (rank % 256 == 0 && !about->go_on(about->context, PART_RECALLS * rank / count))
            return error_set(publishing->error, ERROR_INTERRUPTED, about->what, "interrupted");
    }
    return true;
}

/* The recalls that notes belong to get their ranks. */
static void rank_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct publishing *publishing = sqlite3_user_data(context);
    int64_t number = sqlite3_value_int64(values[0]);
    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL && number >= 0 && number < publishing->about->stage->recall_count)
        sqlite3_result_int64(context, publishing->ranks[number]);
}

static bool publish_list_notes(struct publishing *publishing)
{
    struct sqlite3 *database = publishing->about->database;
    const char *what = publishing->about->what;
    if (sqlite3_create_function_v2(database, "rank_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, publishing, rank_of,
                                   NULL, NULL, NULL) != SQLITE_OK)
        return sql_error(database, what, publishing->error);
    bool good = sql_run(database, what,
                        "INSERT INTO main.list_note SELECT source_id, note_id, position, rank_of(number) "
                        "FROM stage.list_note ORDER BY source_id, note_id",
                        publishing->error);
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

static bool go_on_indexing(void *context)
{
    const struct publishing *publishing = context;
    return publishing->about->go_on(publishing->about->context, PART_RECALLS);
}

static bool publish(struct publishing *publishing)
{
    const struct store_publishing *about = publishing->about;
    struct sqlite3 *database = about->database;
    const char *what = about->what;
    struct store_stage *stage = about->stage;
    struct error *error = publishing->error;
    char checksum[STORE_CHECKSUM_BYTES + 1];
    publishing->listings = store_entries_listings(stage->entries, &publishing->listing_count);
    if (!read_sources(publishing) || !store_notes_link(about, error) ||
        !note_numbers_read(&publishing->note_numbers, database, what, error) ||
        !store_rows_open(database, what, &publishing->rows, error) ||
        !store_orders_open(&publishing->orders, what, error) ||
        !store_indexing_new(what, stage->recall_count, &publishing->indexing, error))
        return false;
    store_content_checksum_begin(&publishing->content);
    if (!publish_recalls(publishing))
        return false;
    store_stage_close_recalls(stage);
    if (!store_indexing_end(publishing->indexing, &publishing->orders, error) ||
        !store_entries_write(stage->entries, database, what, publishing->ranks, stage->recall_count, error) ||
        !publish_list_notes(publishing))
        return false;
    store_content_checksum_end(&publishing->content, checksum);
    for (const char *const *sql = store_schema_indexes; *sql; sql++)
        if (!sql_run(database, what, *sql, error))
            return false;
    const struct store_indexing_finish finish = {database, checksum, go_on_indexing, publishing};
    return write_meta(database, what, about->rules_fingerprint, about->built, checksum, error) &&
           store_indexing_finish(publishing->indexing, &finish, error);
}

bool store_stage_publish(const struct store_publishing *about, struct error *error)
{
    struct publishing publishing = {
        .about = about, .ranks = calloc(about->stage->recall_count + 1, sizeof *publishing.ranks), .error = error};
    bool good = publishing.ranks ? publish(&publishing) : error_set_memory(error, about->what);
    store_indexing_free(publishing.indexing);
    store_rows_close(publishing.rows);
    store_orders_close(&publishing.orders);
    note_numbers_free(&publishing.note_numbers);
    arena_free(publishing.arena);
    free(publishing.sources);
    free(publishing.ranks);
    return good && sql_run(about->database, about->what, "COMMIT", error);
}
