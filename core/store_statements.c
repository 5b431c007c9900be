#include "core/store_statements.h"

#include <sqlite3.h>

static const char *const statement_sql[STATEMENT_COUNT] = {
    [STATEMENT_RECALL] = "SELECT s.id, s.headline, r.facts, r.checksum, t.body, t.checksum "
                         "FROM summary s, recall r, text t WHERE s.rank = ?1 AND r.rank = ?1 AND t.text_id = r.text_id",
    [STATEMENT_SUMMARY] = "SELECT id, date, headline, make, model, make_count, primary_category, categories, "
                          "hazards, advisories, added, checksum FROM summary WHERE rank = ?1",
    [STATEMENT_TEXT] = "SELECT t.body, t.checksum FROM recall r CROSS JOIN text t ON t.text_id = r.text_id "
                       "WHERE r.rank = ?1",
    [STATEMENT_HEADLINE] = "SELECT headline FROM summary WHERE rank = ?1",
    [STATEMENT_NAMES] = "SELECT words, checksum FROM name WHERE rank = ?1",
    [STATEMENT_OCCURRENCES] = "SELECT s.name, e.position, e.unlisted FROM entry e, source s WHERE e.rank = ?1 "
                              "AND s.source_id = e.source_id ORDER BY e.source_id, e.unlisted, e.position",
    [STATEMENT_NOTES] = "SELECT l.rank IS NOT NULL AS own, t.body, t.checksum FROM list_note l, note n, text t "
                        "WHERE l.source_id IN (SELECT source_id FROM entry WHERE rank = ?1 AND unlisted = 0) "
                        "AND (l.rank IS NULL OR l.rank = ?1) AND n.note_id = l.note_id AND t.text_id = n.text_id "
                        "ORDER BY l.source_id, l.position",
    [STATEMENT_ID] = "SELECT rank FROM summary WHERE id = ?1",
};

struct sqlite3_stmt *store_statement(struct store *store, enum store_statement which, struct error *error)
{
    struct sqlite3_stmt **statement = &store->statements[which];
    if (*statement)
        sqlite3_reset(*statement);
    else if (!sql_prepare(store->database, store->path, statement_sql[which], statement, error))
        return NULL;
    return *statement;
}

struct sqlite3_stmt *store_statement_of_rank(struct store *store, enum store_statement which, uint32_t rank,
                                             struct error *error)
{
    struct sqlite3_stmt *statement = store_statement(store, which, error);
    if (statement)
        sqlite3_bind_int64(statement, 1, rank);
    return statement;
}

bool store_rank_damaged(const struct store *store, uint32_t rank, struct error *error)
{
    error_set(error, ERROR_DAMAGED, store->path,
              "the database is damaged: recall number %u does not match its checksum", (unsigned)rank);
    return error_set_way_out(error, "move it away and import the recall files again, or name another with --db FILE");
}

bool store_step_to_row(struct store *store, struct sqlite3_stmt *statement, uint32_t rank, struct error *error)
{
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        return store_rank_damaged(store, rank, error);
    return sql_error(store->database, store->path, error);
}

bool store_column_is_text(struct sqlite3_stmt *statement, int column, struct text_view *text)
{
    *text = sql_column_view(statement, column);
    return store_text_checksum(*text) == (uint64_t)sqlite3_column_int64(statement, column + 1);
}
