#ifndef RUECKRUF_CORE_INDEX_TABLES_H
#define RUECKRUF_CORE_INDEX_TABLES_H

/* The index's tables in a new database. */

#include <stdbool.h>

#include "core/error.h"
#include "core/index_sink.h"

struct sqlite3;
struct sqlite3_stmt;

struct index_tables {
    struct sqlite3 *database;
    const char *what;
    struct sqlite3_stmt *inserts[INDEX_ROW_KIND_COUNT];
};

/* Makes the tables; what is said in errors. Both are borrowed until it is closed, also after a failure. */
bool index_tables_open(struct index_tables *tables, struct sqlite3 *database, const char *what, struct error *error);
void index_tables_close(struct index_tables *tables);

/* A sink (index_sink.h): tables is a struct index_tables. */
bool index_tables_put(void *tables, const struct index_row *row, struct error *error);

/*
 * After all rows: writes that the index belongs to the texts of that checksum, and its layout as index_writer_layout()
 * gives it.
 */
bool index_tables_finish(struct index_tables *tables, const char *content_checksum, struct text_view layout,
                         struct error *error);

#endif
