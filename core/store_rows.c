#include "core/store_rows.h"

#include <stdlib.h>
#include <strings.h>

#include <sqlite3.h>

enum row { ROW_SUMMARY, ROW_RECALL, ROW_NAME, ROW_COUNT };

static const char *const row_sql[ROW_COUNT] = {
    [ROW_SUMMARY] = "INSERT INTO main.summary VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [ROW_RECALL] = "INSERT INTO main.recall VALUES(?1, ?2, ?3, ?4, ?5)",
    [ROW_NAME] = "INSERT INTO main.name VALUES(?1, ?2, ?3)",
};

struct store_rows {
    const char *what;
    struct sqlite3_stmt *statements[ROW_COUNT];
};

bool store_rows_open(struct sqlite3 *database, const char *what, struct store_rows **result, struct error *error)
{
    struct store_rows *rows = *result = calloc(1, sizeof *rows);
    if (!rows)
        return error_set_memory(error, what);
    rows->what = what;
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (!sql_prepare(database, what, row_sql[i], &rows->statements[i], error))
            return false;
    return true;
}

void store_rows_close(struct store_rows *rows)
{
    if (!rows)
        return;
    for (size_t i = 0; i < ROW_COUNT; i++)
        sqlite3_finalize(rows->statements[i]);
    free(rows);
}

static bool run(struct store_rows *rows, enum row which, struct error *error)
{
    return sql_execute(rows->statements[which], rows->what, error);
}

/* A recall with a make has just that one, however its cars spell it; of several as many as anybody would count. */
static unsigned count_makes(const struct recall *recall)
{
    enum { MOST = 100 };
    const char *makes[MOST];
    unsigned count = 0;
    for (size_t i = 0; !recall->make && i < recall->vehicle_count && count < MOST; i++) {
        const char *make = recall->vehicles[i].make;
        unsigned known = 0;
        while (make && known < count && strcasecmp(makes[known], make) != 0)
            known++;
        if (make && known == count)
            makes[count++] = make;
    }
    return recall->make ? 1 : count;
}

static bool put_summary(struct store_rows *rows, const struct store_ranked *ranked, struct error *error)
{
    const struct recall *recall = &ranked->packed->recall;
    const struct recall_summary summary = {
        .id = recall->id,
        .date = store_list_date(recall),
        .headline = store_list_headline(recall),
        .make = store_list_make(recall),
        .model = recall->models.count == 1 ? recall->models.items[0] : NULL,
        .make_count = count_makes(recall),
        .primary = recall->categories[0],
        .hazards = recall->hazards,
        .advisories = recall->advisories,
        .added = ranked->added,
    };
    uint32_t categories = store_category_bits(recall);
    struct sqlite3_stmt *row = rows->statements[ROW_SUMMARY];
    sqlite3_bind_int64(row, 1, ranked->rank);
    sql_bind_string(row, 2, summary.id);
    sql_bind_string(row, 3, summary.date);
    sql_bind_string(row, 4, summary.headline);
    sql_bind_string(row, 5, summary.make);
    sql_bind_string(row, 6, summary.model);
    sqlite3_bind_int64(row, 7, summary.make_count);
    sqlite3_bind_int(row, 8, (int)summary.primary);
    sqlite3_bind_int64(row, 9, categories);
    sqlite3_bind_int64(row, 10, summary.hazards);
    sqlite3_bind_int64(row, 11, summary.advisories);
    sqlite3_bind_int64(row, 12, summary.added);
    sqlite3_bind_int64(row, 13, (sqlite3_int64)store_summary_checksum(&summary, categories));
    return run(rows, ROW_SUMMARY, error);
}

static bool put_recall(struct store_rows *rows, const struct store_ranked *ranked, struct error *error)
{
    struct sqlite3_stmt *row = rows->statements[ROW_RECALL];
    sqlite3_bind_int64(row, 1, ranked->rank);
    sqlite3_bind_blob(row, 2, ranked->packed->identity, STORE_IDENTITY_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(row, 3, ranked->text_id);
    sql_bind_bytes(row, 4, ranked->packed->facts);
    sqlite3_bind_int64(row, 5, (sqlite3_int64)ranked->packed->checksum);
    return run(rows, ROW_RECALL, error);
}

/* For those who look without the index. */
static bool put_names(struct store_rows *rows, const struct store_ranked *ranked, struct error *error)
{
    struct sqlite3_stmt *row = rows->statements[ROW_NAME];
    sqlite3_bind_int64(row, 1, ranked->rank);
    sql_bind_view(row, 2, ranked->names);
    sqlite3_bind_int64(row, 3, (int64_t)store_text_checksum(ranked->names));
    return run(rows, ROW_NAME, error);
}

bool store_rows_put(struct store_rows *rows, const struct store_ranked *ranked, struct error *error)
{
    return put_summary(rows, ranked, error) && put_recall(rows, ranked, error) && put_names(rows, ranked, error);
}
