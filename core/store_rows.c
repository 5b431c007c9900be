#include "core/store_rows.h"

#include <stdlib.h>
#include <strings.h>

#include <sqlite3.h>

enum row { ROW_SUMMARY, ROW_RECALL, ROW_NAME, ROW_FACT, ROW_EVIDENCE, ROW_GIVEN, ROW_STATED, ROW_VEHICLE, ROW_COUNT };

static const char *const row_sql[ROW_COUNT] = {
    [ROW_SUMMARY] = "INSERT INTO main.summary VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [ROW_RECALL] =
        "INSERT INTO main.recall VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    [ROW_NAME] = "INSERT INTO main.name VALUES(?1, ?2, ?3)",
    [ROW_FACT] = "INSERT INTO main.fact VALUES(?1, ?2, ?3, ?4)",
    [ROW_EVIDENCE] = "INSERT INTO main.evidence VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [ROW_GIVEN] = "INSERT INTO main.given VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_STATED] = "INSERT INTO main.stated VALUES(?1, ?2, ?3, ?4)",
    [ROW_VEHICLE] = "INSERT INTO main.vehicle VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
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

/* The recall's, else the first of several. */
static const char *first_make(const struct recall *recall)
{
    return recall->make || recall->vehicle_count == 0 ? recall->make : recall->vehicles[0].make;
}

static bool put_summary(struct store_rows *rows, uint32_t rank, const struct packed_recall *packed, struct error *error)
{
    const struct recall *recall = &packed->recall;
    const struct recall_summary summary = {
        .id = recall->id,
        .date = store_list_date(recall),
        .headline = recall->headline,
        .make = first_make(recall),
        .model = recall->models.count == 1 ? recall->models.items[0] : NULL,
        .make_count = count_makes(recall),
        .primary = recall->categories[0],
        .hazards = recall->hazards,
        .advisories = recall->advisories,
        .added = packed->added,
    };
    uint32_t categories = store_category_bits(recall);
    struct sqlite3_stmt *row = rows->statements[ROW_SUMMARY];
    sqlite3_bind_int64(row, 1, rank);
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

static bool put_recall(struct store_rows *rows, const struct store_ranked *ranked, uint64_t checksum,
                       struct error *error)
{
    const struct recall *recall = &ranked->packed->recall;
    struct sqlite3_stmt *row = rows->statements[ROW_RECALL];
    sqlite3_bind_int64(row, 1, ranked->rank);
    sqlite3_bind_blob(row, 2, ranked->packed->identity, STORE_IDENTITY_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(row, 3, ranked->text_id);
    sql_bind_string(row, 4, recall->campaign);
    sql_bind_string(row, 5, recall->authority);
    sql_bind_known(row, 6, recall->years.from, 0);
    sql_bind_known(row, 7, recall->years.to, 0);
    sql_bind_string(row, 8, recall->started);
    sql_bind_string(row, 9, recall->ended);
    sql_bind_known(row, 10, recall->duration_minutes.from, -1);
    sql_bind_known(row, 11, recall->duration_minutes.to, -1);
    sql_bind_string(row, 12, cost_names[recall->cost].key);
    sqlite3_bind_int64(row, 13, recall->remedies);
    sql_bind_known(row, 14, recall->affected_world, -1);
    sql_bind_known(row, 15, recall->affected_germany, -1);
    sqlite3_bind_int64(row, 16, (sqlite3_int64)checksum);
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

static bool put_fact(struct store_rows *rows, uint32_t rank, enum fact_kind kind, size_t position, const char *value,
                     struct error *error)
{
    struct sqlite3_stmt *row = rows->statements[ROW_FACT];
    sqlite3_bind_int64(row, 1, rank);
    sqlite3_bind_int(row, 2, (int)kind);
    sqlite3_bind_int64(row, 3, (sqlite3_int64)position);
    sql_bind_string(row, 4, value);
    return run(rows, ROW_FACT, error);
}

static bool put_facts(struct store_rows *rows, uint32_t rank, const struct recall *recall, struct error *error)
{
    for (size_t i = 0; i < recall->category_count; i++)
        if (!put_fact(rows, rank, FACT_CATEGORY, i, category_names[recall->categories[i]].key, error))
            return false;
    for (int kind = 0; kind < FACT_KIND_COUNT; kind++) {
        const struct string_list *list = recall_list_of(recall, kind);
        for (size_t i = 0; list && i < list->count; i++)
            if (!put_fact(rows, rank, (enum fact_kind)kind, i, list->items[i], error))
                return false;
    }
    return true;
}

static bool put_evidence(struct store_rows *rows, uint32_t rank, const struct recall *recall, struct error *error)
{
    struct sqlite3_stmt *row = rows->statements[ROW_EVIDENCE];
    for (size_t i = 0; i < recall->evidence_count; i++) {
        const struct evidence *evidence = &recall->evidence[i];
        sqlite3_bind_int64(row, 1, rank);
        sqlite3_bind_int64(row, 2, (sqlite3_int64)i);
        sqlite3_bind_int(row, 3, (int)evidence->kind);
        sqlite3_bind_int64(row, 4, evidence->value);
        sqlite3_bind_int64(row, 5, evidence->start_bytes);
        sqlite3_bind_int64(row, 6, evidence->length_bytes);
        if (!run(rows, ROW_EVIDENCE, error))
            return false;
    }
    return true;
}

static bool given_is_empty(const struct given *given)
{
    return !given->title && !given->date && !given->make && !given->years.from && !given->years.to &&
           given->affected_world == -1 && given->affected_germany == -1 && !given->component && !given->advisories;
}

static bool put_given(struct store_rows *rows, uint32_t rank, const struct given *given, struct error *error)
{
    if (given_is_empty(given))
        return true;
    struct sqlite3_stmt *row = rows->statements[ROW_GIVEN];
    sqlite3_bind_int64(row, 1, rank);
    sql_bind_string(row, 2, given->title);
    sql_bind_string(row, 3, given->date);
    sql_bind_string(row, 4, given->make);
    sql_bind_known(row, 5, given->years.from, 0);
    sql_bind_known(row, 6, given->years.to, 0);
    sql_bind_known(row, 7, given->affected_world, -1);
    sql_bind_known(row, 8, given->affected_germany, -1);
    sql_bind_string(row, 9, given->component);
    sqlite3_bind_int64(row, 10, given->advisories);
    return run(rows, ROW_GIVEN, error);
}

static bool put_stated(struct store_rows *rows, uint32_t rank, const struct given *given, struct error *error)
{
    struct sqlite3_stmt *row = rows->statements[ROW_STATED];
    for (size_t i = 0; i < given->stated_count; i++) {
        sqlite3_bind_int64(row, 1, rank);
        sqlite3_bind_int64(row, 2, (sqlite3_int64)i);
        sqlite3_bind_int(row, 3, (int)given->stated[i].kind);
        sql_bind_string(row, 4, given->stated[i].value);
        if (!run(rows, ROW_STATED, error))
            return false;
    }
    return true;
}

static bool put_vehicles(struct store_rows *rows, uint32_t rank, const struct recall *recall, struct error *error)
{
    struct sqlite3_stmt *row = rows->statements[ROW_VEHICLE];
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        sqlite3_bind_int64(row, 1, rank);
        sqlite3_bind_int64(row, 2, (sqlite3_int64)i);
        sql_bind_string(row, 3, recall->vehicles[i].make);
        sql_bind_string(row, 4, recall->vehicles[i].model);
        sql_bind_known(row, 5, recall->vehicles[i].years.from, 0);
        sql_bind_known(row, 6, recall->vehicles[i].years.to, 0);
        if (!run(rows, ROW_VEHICLE, error))
            return false;
    }
    return true;
}

bool store_rows_put(struct store_rows *rows, const struct store_ranked *ranked, uint64_t *checksum, struct error *error)
{
    const struct recall *recall = &ranked->packed->recall;
    *checksum = store_recall_checksum(recall);
    return put_summary(rows, ranked->rank, ranked->packed, error) && put_recall(rows, ranked, *checksum, error) &&
           put_names(rows, ranked, error) && put_facts(rows, ranked->rank, recall, error) &&
           put_evidence(rows, ranked->rank, recall, error) && put_given(rows, ranked->rank, recall->given, error) &&
           put_stated(rows, ranked->rank, recall->given, error) && put_vehicles(rows, ranked->rank, recall, error);
}
