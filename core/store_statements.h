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
    STATEMENT_FACTS,
    STATEMENT_EVIDENCE,
    STATEMENT_VEHICLES,
    STATEMENT_OCCURRENCES,
    STATEMENT_NOTES,
    STATEMENT_GIVEN,
    STATEMENT_STATED,
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

#endif
