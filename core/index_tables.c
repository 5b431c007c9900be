#include "core/index_tables.h"

#include <stddef.h>

#include <sqlite3.h>

#include "core/index.h"
#include "core/store_internal.h"

static const char *const created[] = {
    "CREATE TABLE index_meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE index_word(row INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE index_posting(row INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE index_order(row INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE index_ring(row INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
};

static const char *const inserts[INDEX_ROW_KIND_COUNT] = {
    [INDEX_ROW_WORD] = "INSERT INTO index_word VALUES(?1, ?2)",
    [INDEX_ROW_POSTING] = "INSERT INTO index_posting VALUES(?1, ?2)",
    [INDEX_ROW_ORDER] = "INSERT INTO index_order VALUES(?1, ?2)",
    [INDEX_ROW_RING] = "INSERT INTO index_ring VALUES(?1, ?2)",
};

bool index_tables_open(struct index_tables *tables, struct sqlite3 *database, const char *what, struct error *error)
{
    *tables = (struct index_tables){.database = database, .what = what};
    for (size_t i = 0; i < sizeof created / sizeof created[0]; i++)
        if (!sql_run(database, what, created[i], error))
            return false;
    for (size_t i = 0; i < INDEX_ROW_KIND_COUNT; i++)
        if (!sql_prepare(database, what, inserts[i], &tables->inserts[i], error))
            return false;
    return true;
}

void index_tables_close(struct index_tables *tables)
{
    for (size_t i = 0; i < INDEX_ROW_KIND_COUNT; i++)
        sqlite3_finalize(tables->inserts[i]);
}

bool index_tables_put(void *context, const struct index_row *row, struct error *error)
{
    const struct index_tables *tables = context;
    struct sqlite3_stmt *insert = tables->inserts[row->kind];
    sqlite3_bind_int64(insert, 1, row->number);
    sql_bind_bytes(insert, 2, row->bytes);
    return sql_execute(insert, tables->what, error);
}

bool index_tables_finish(struct index_tables *tables, const char *content_checksum, struct text_view layout,
                         struct error *error)
{
    struct sqlite3_stmt *meta;
    if (!sql_prepare(tables->database, tables->what,
                     "INSERT INTO index_meta VALUES('version', ?1), ('content', ?2), ('layout', ?3)", &meta, error))
        return false;
    sqlite3_bind_int(meta, 1, INDEX_VERSION);
    sql_bind_string(meta, 2, content_checksum);
    sql_bind_bytes(meta, 3, layout);
    bool good = sql_execute(meta, tables->what, error);
    sqlite3_finalize(meta);
    return good;
}
