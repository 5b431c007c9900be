#ifndef RUECKRUF_CORE_STORE_ROWS_H
#define RUECKRUF_CORE_STORE_ROWS_H

/* The rows of a new database that a recall has under its rank. Ranks ascend, so every table grows at its end. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/store_internal.h"
#include "core/store_pack.h"

struct store_rows;

/* The tables are there. On failure *rows is to be closed all the same. */
bool store_rows_open(struct sqlite3 *database, const char *what, struct store_rows **rows, struct error *error);
void store_rows_close(struct store_rows *rows);

struct store_ranked {
    uint32_t rank;
    int64_t text_id;
    int64_t added;                      /* seconds since 1970 */
    const struct packed_recall *packed; /* with its text */
    struct text_view names;             /* what a search finds it by beside headline and text, see store_schema.c */
};

bool store_rows_put(struct store_rows *rows, const struct store_ranked *ranked, struct error *error);

#endif
