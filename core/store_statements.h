#ifndef RUECKRUF_CORE_STORE_STATEMENTS_H
#define RUECKRUF_CORE_STORE_STATEMENTS_H

/* What is inside a store: for the files store*.c alone. */

#include <sys/types.h>

#include "core/store_internal.h"

enum store_statement {
    STATEMENT_RECALL,
    STATEMENT_SUMMARY,
    STATEMENT_TEXT,
    STATEMENT_HEADLINE,
    STATEMENT_NAMES,
    STATEMENT_OCCURRENCES,
    STATEMENT_NOTES,
    STATEMENT_ID,
    STATEMENT_COUNT
};

struct store {
    char *path;
    struct sqlite3 *database;
    struct arena *arena; /* of what info points to */
    struct store_info info;
    dev_t device; /* which file is open: another one at the same path is a new database */
    ino_t inode;
    struct sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when first used */
};

/* The statement, reset and ready to bind; NULL and the error when it can't be prepared. */
struct sqlite3_stmt *store_statement(struct store *store, enum store_statement which, struct error *error);
struct sqlite3_stmt *store_statement_of_rank(struct store *store, enum store_statement which, uint32_t rank,
                                             struct error *error); /* with the rank bound */

/* The one row that a statement must have for the rank. */
bool store_step_to_row(struct store *store, struct sqlite3_stmt *statement, uint32_t rank, struct error *error);

/* The text of a column; whether it has the checksum that is in the next one. */
bool store_column_is_text(struct sqlite3_stmt *statement, int column, struct text_view *text);

/* Says that the recall does not hold; returns false. */
bool store_rank_damaged(const struct store *store, uint32_t rank, struct error *error);

#endif
