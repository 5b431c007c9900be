#ifndef RUECKRUF_CORE_INDEX_ROWS_H
#define RUECKRUF_CORE_INDEX_ROWS_H

/*
 * Reading the index's tables: rows of bytes, each checked against its checksum when it is first read; after that any
 * part of it is read without the rest. (The file is never changed, so once is enough.)
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/store.h"

struct sqlite3_blob;

/* One of the index's tables being read; its fields are its own. */
struct index_table {
    struct store *store;
    const char *name;
    struct sqlite3_blob *blob; /* NULL until the first row is read */
    int64_t row;               /* that blob is at; -1: none */
    uint64_t *checked;         /* a bit for each row that was */
    size_t checked_words;
};

/* Begins; store and name are borrowed until it is closed. Nothing is read yet. */
void index_table_init(struct index_table *table, struct store *store, const char *name);
void index_table_close(struct index_table *table);

/*
 * Appends length bytes of a row from offset on (the checksum not counted) to bytes; or the first ones, at most so many.
 * ERROR_DAMAGED when the row is not there, is shorter, or its checksum does not hold.
 */
bool index_table_read(struct index_table *table, uint32_t row, uint32_t offset, uint32_t length, struct buffer *bytes,
                      struct error *error);
bool index_table_read_head(struct index_table *table, uint32_t row, uint32_t most, struct buffer *bytes,
                           struct error *error);

/* Fills error with ERROR_DAMAGED, for who finds that what was read does not hold; returns false. */
bool index_table_damaged(const struct index_table *table, struct error *error);

/* Reads all rows that there are against their checksums. ERROR_DAMAGED when one does not hold or is missing. */
bool index_table_check(struct index_table *table, struct error *error);

#endif
