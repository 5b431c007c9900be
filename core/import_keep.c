#include "core/import_keep.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "core/store_statements.h"

static const char what[] = "import";

struct import_keep {
    const struct import_merge *merge;
    uint32_t *numbers; /* by old rank: its number + 1; 0 while unknown */
    bool *is_placed;   /* by old rank: some entry is of it */
    bool *is_listed;   /* by old rank: some source lists it that this import does not read */
    uint32_t count;
    struct sqlite3_stmt *texts; /* of the old database */
    struct sqlite3_stmt *notes;
};

static bool is_read(const struct import_merge *merge, int64_t source_id)
{
    for (size_t i = 0; i < merge->source_count; i++)
        if (merge->sources[i].source_id == source_id)
            return merge->sources[i].is_read;
    return false;
}

/* For all recalls at once: one by one they would be looked up all over the file. */
static bool find_listed(struct import_keep *keep, struct error *error)
{
    struct sqlite3 *old = store_database(keep->merge->old);
    struct sqlite3_stmt *row;
    int result;
    if (!sql_prepare(old, what, "SELECT rank, source_id FROM entry WHERE rank IS NOT NULL AND unlisted = 0", &row,
                     error))
        return false;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        int64_t rank = sqlite3_column_int64(row, 0);
        if (rank >= 0 && rank < keep->count && !is_read(keep->merge, sqlite3_column_int64(row, 1)))
            keep->is_listed[rank] = true;
    }
    bool good = result == SQLITE_DONE || sql_error(old, what, error);
    sqlite3_finalize(row);
    return good;
}

bool import_keep_open(const struct import_merge *merge, struct import_keep **result, struct error *error)
{
    struct import_keep *keep = *result = calloc(1, sizeof *keep);
    if (!keep)
        return error_set_memory(error, what);
    keep->merge = merge;
    if (!merge->old)
        return true;
    keep->count = store_info(merge->old).recall_count;
    keep->numbers = calloc(keep->count + 1, sizeof *keep->numbers);
    keep->is_placed = calloc(keep->count + 1, sizeof *keep->is_placed);
    keep->is_listed = calloc(keep->count + 1, sizeof *keep->is_listed);
    if (!keep->numbers || !keep->is_placed || !keep->is_listed)
        return error_set_memory(error, what);
    struct sqlite3 *old = store_database(merge->old);
    return sql_prepare(old, what, "SELECT body FROM text WHERE text_id = ?1", &keep->texts, error) &&
           sql_prepare(old, what, "SELECT t.body FROM note n JOIN text t ON t.text_id = n.text_id WHERE n.note_id = ?1",
                       &keep->notes, error) &&
           find_listed(keep, error);
}

void import_keep_close(struct import_keep *keep)
{
    if (!keep)
        return;
    sqlite3_finalize(keep->texts);
    sqlite3_finalize(keep->notes);
    free(keep->numbers);
    free(keep->is_placed);
    free(keep->is_listed);
    free(keep);
}

void import_keep_number(struct import_keep *keep, uint32_t old_rank, int64_t number)
{
    keep->numbers[old_rank] = (uint32_t)number + 1;
}

bool import_keep_is_listed(const struct import_keep *keep, uint32_t old_rank)
{
    return keep->is_listed[old_rank];
}

/* The text with that number in the old database, as a number of the new one. */
static bool carry_text(struct import_keep *keep, int64_t old_id, int64_t *text_id, struct error *error)
{
    sqlite3_bind_int64(keep->texts, 1, old_id);
    bool good = sqlite3_step(keep->texts) == SQLITE_ROW;
    if (good)
        good = store_writer_text(keep->merge->writer, sql_column_view(keep->texts, 0), text_id, error);
    else
        sql_damaged(store_path(keep->merge->old), N_("the old database is damaged: a text is missing"), error);
    sqlite3_reset(keep->texts);
    return good;
}

static bool carry_note(struct import_keep *keep, int64_t old_id, int64_t *note_id, struct error *error)
{
    sqlite3_bind_int64(keep->notes, 1, old_id);
    bool good = sqlite3_step(keep->notes) == SQLITE_ROW;
    if (good)
        good = store_writer_note(keep->merge->writer, sql_column_view(keep->notes, 0), note_id, error);
    else
        sql_damaged(store_path(keep->merge->old), N_("the old database is damaged: a note is missing"), error);
    sqlite3_reset(keep->notes);
    return good;
}

/* A value of a source that this import does not read, as it was. */
static bool carry_entry(struct import_keep *keep, struct sqlite3_stmt *row, int64_t source_id, int64_t number,
                        struct error *error)
{
    struct store_entry entry = {
        .source_id = source_id,
        .unlisted = sqlite3_column_int64(row, 0),
        .position = sqlite3_column_int64(row, 1),
        .number = number,
        .note_id = sql_column_known(row, 3, -1),
        .text_id = sql_column_known(row, 4, -1),
        .before = sql_column_view(row, 5),
        .after = sql_column_view(row, 6),
        .raw = sql_column_view(row, 7),
    };
    if (entry.note_id >= 0 && !carry_note(keep, entry.note_id, &entry.note_id, error))
        return false;
    if (entry.text_id >= 0 && !carry_text(keep, entry.text_id, &entry.text_id, error))
        return false;
    return store_writer_entry(keep->merge->writer, &entry, error);
}

/*
 * A place of a recall in a source that this import reads anew: it stays only when the new file does not have the
 * recall, marked by the import that missed it. One place for each recall is enough.
 */
static bool carry_unlisted(struct import_keep *keep, struct sqlite3_stmt *row, const struct import_source *source,
                           int64_t number, int64_t *last, struct error *error)
{
    int64_t unlisted = sqlite3_column_int64(row, 0);
    if (number < 0 || number == *last)
        return true;
    if (store_writer_is_listed(keep->merge->writer, source->source_id, number))
        return true;
    *last = number;
    if (unlisted == 0) {
        keep->merge->counts->unlisted++;
        unlisted = source->generation;
    }
    const struct store_entry entry = {
        .source_id = source->source_id,
        .unlisted = unlisted,
        .position = sqlite3_column_int64(row, 1),
        .number = number,
        .note_id = -1,
        .text_id = -1,
    };
    return store_writer_entry(keep->merge->writer, &entry, error);
}

static bool keep_source(struct import_keep *keep, const struct import_source *source, struct error *error)
{
    struct sqlite3_stmt *row;
    /* Of a source read anew, its recalls together, so that one place of each is kept. */
    const char *sql = source->is_read ? "SELECT unlisted, position, rank "
                                        "FROM entry WHERE source_id = ?1 ORDER BY rank, unlisted, position"
                                      : "SELECT unlisted, position, rank, note_id, text_id, before, after, raw "
                                        "FROM entry WHERE source_id = ?1 ORDER BY unlisted, position";
    if (!sql_prepare(store_database(keep->merge->old), what, sql, &row, error))
        return false;
    sqlite3_bind_int64(row, 1, source->source_id);
    int64_t last = -1;
    bool good = true;
    int result;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        int64_t rank = sql_column_known(row, 2, -1);
        bool is_ranked = rank >= 0 && rank < keep->count;
        int64_t number = is_ranked ? (int64_t)keep->numbers[rank] - 1 : -1;
        if (is_ranked)
            keep->is_placed[rank] = true;
        good = source->is_read ? carry_unlisted(keep, row, source, number, &last, error)
                               : carry_entry(keep, row, source->source_id, number, error);
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(store_database(keep->merge->old), what, error);
    sqlite3_finalize(row);
    return good;
}

bool import_keep_entries(struct import_keep *keep, struct error *error)
{
    if (!keep->merge->old)
        return true;
    for (size_t i = 0; i < keep->merge->source_count; i++)
        if (!keep_source(keep, &keep->merge->sources[i], error))
            return false;
    /* No recall is without a file that it came from. */
    for (uint32_t rank = 0; rank < keep->count; rank++)
        if (!keep->is_placed[rank])
            return store_rank_damaged(keep->merge->old, rank, error);
    return true;
}
