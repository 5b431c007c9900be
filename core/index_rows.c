#include "core/index_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index.h"
#include "core/store_internal.h"

/* A checksum being taken of bytes that come in parts, all but the last one of a multiple of PART_BYTES. */
enum { LANES = 4, PART_BYTES = LANES * sizeof(uint64_t) };
static const uint64_t prime = 0x9E3779B185EBCA87u;

struct sum {
    uint64_t lanes[LANES];
};

static struct sum sum_begin(uint32_t row, size_t length)
{
    return (struct sum){{length + 1, 0xC2B2AE3D27D4EB4Fu + row, 0x165667B19E3779F9u, 0x27D4EB2F165667C5u}};
}

static void sum_add(struct sum *sum, const void *bytes, size_t length)
{
    uint64_t lanes[LANES];
    const unsigned char *at = bytes;
    memcpy(lanes, sum->lanes, sizeof lanes);
    for (; length >= PART_BYTES; length -= PART_BYTES, at += PART_BYTES) {
        uint64_t words[LANES];
        memcpy(words, at, sizeof words);
        for (size_t i = 0; i < LANES; i++) {
            lanes[i] = (lanes[i] ^ words[i]) * prime;
            lanes[i] ^= lanes[i] >> 29;
        }
    }
    for (; length > 0; length--, at++)
        lanes[length % LANES] = (lanes[length % LANES] ^ *at) * prime;
    memcpy(sum->lanes, lanes, sizeof lanes);
}

static uint64_t sum_end(const struct sum *sum)
{
    uint64_t total = 0;
    for (size_t i = 0; i < LANES; i++) {
        total = (total ^ sum->lanes[i]) * prime;
        total ^= total >> 32;
    }
    return total;
}

uint64_t index_checksum(uint32_t row, const void *bytes, size_t length)
{
    struct sum sum = sum_begin(row, length);
    sum_add(&sum, bytes, length);
    return sum_end(&sum);
}

void index_table_init(struct index_table *table, struct store *store, const char *name)
{
    *table = (struct index_table){.store = store, .name = name, .row = -1};
}

void index_table_close(struct index_table *table)
{
    sqlite3_blob_close(table->blob);
    free(table->checked);
    *table = (struct index_table){.row = -1};
}

bool index_table_damaged(const struct index_table *table, struct error *error)
{
    return sql_damaged(store_path(table->store), N_("the search index is damaged"), error);
}

static bool is_checked(const struct index_table *table, uint32_t row)
{
    return row / 64 < table->checked_words && table->checked[row / 64] >> row % 64 & 1;
}

static bool note_checked(struct index_table *table, uint32_t row, struct error *error)
{
    if (row / 64 >= table->checked_words) {
        size_t count = row / 64 + 64;
        uint64_t *checked = realloc(table->checked, count * sizeof *checked);
        if (!checked)
            return error_set_memory(error, store_path(table->store));
        memset(checked + table->checked_words, 0, (count - table->checked_words) * sizeof *checked);
        table->checked = checked;
        table->checked_words = count;
    }
    table->checked[row / 64] |= UINT64_C(1) << row % 64;
    return true;
}

static bool blob_read(struct index_table *table, uint32_t offset, uint32_t length, struct buffer *bytes,
                      struct error *error)
{
    if (!buffer_reserve(bytes, length))
        return error_set_memory(error, store_path(table->store));
    if (sqlite3_blob_read(table->blob, bytes->bytes + bytes->length, (int)length, (int)offset) != SQLITE_OK)
        return sql_error(store_database(table->store), store_path(table->store), error);
    bytes->length += length;
    return true;
}

/* Reads the row through once, in parts that stay in the processor's cache and need no memory. */
static bool check_row(struct index_table *table, uint32_t row, struct error *error)
{
    enum { AT_ONCE = 256 * PART_BYTES };
    unsigned char bytes[AT_ONCE];
    int size = sqlite3_blob_bytes(table->blob), at = INDEX_CHECKSUM_BYTES;
    uint64_t checksum;
    if (size < INDEX_CHECKSUM_BYTES)
        return index_table_damaged(table, error);
    struct sum sum = sum_begin(row, (size_t)size - INDEX_CHECKSUM_BYTES);
    int result = sqlite3_blob_read(table->blob, &checksum, INDEX_CHECKSUM_BYTES, 0);
    while (result == SQLITE_OK && at < size) {
        int length = size - at < AT_ONCE ? size - at : AT_ONCE;
        result = sqlite3_blob_read(table->blob, bytes, length, at);
        sum_add(&sum, bytes, (size_t)length);
        at += length;
    }
    if (result != SQLITE_OK)
        return sql_error(store_database(table->store), store_path(table->store), error);
    if (checksum != sum_end(&sum))
        return index_table_damaged(table, error);
    return note_checked(table, row, error);
}

/* Has the blob at the row, which has been checked. */
static bool go_to_row(struct index_table *table, uint32_t row, struct error *error)
{
    if (table->row != row) {
        int result = table->blob ? sqlite3_blob_reopen(table->blob, row)
                                 : sqlite3_blob_open(store_database(table->store), "main", table->name, "bytes", row, 0,
                                                     &table->blob);
        table->row = result == SQLITE_OK ? (int64_t)row : -1;
        if (result != SQLITE_OK) {
            /* After a failure the handle is good for nothing. A row that is not there is damage as well. */
            sqlite3_blob_close(table->blob);
            table->blob = NULL;
            return result == SQLITE_NOMEM ? error_set_memory(error, store_path(table->store))
                                          : index_table_damaged(table, error);
        }
    }
    return is_checked(table, row) || check_row(table, row, error);
}

bool index_table_read(struct index_table *table, uint32_t row, uint32_t offset, uint32_t length, struct buffer *bytes,
                      struct error *error)
{
    if (!go_to_row(table, row, error))
        return false;
    if ((uint64_t)offset + length + INDEX_CHECKSUM_BYTES > (uint64_t)sqlite3_blob_bytes(table->blob))
        return index_table_damaged(table, error);
    return blob_read(table, offset + INDEX_CHECKSUM_BYTES, length, bytes, error);
}

bool index_table_read_head(struct index_table *table, uint32_t row, uint32_t most, struct buffer *bytes,
                           struct error *error)
{
    if (!go_to_row(table, row, error))
        return false;
    uint32_t length = (uint32_t)sqlite3_blob_bytes(table->blob) - INDEX_CHECKSUM_BYTES;
    return blob_read(table, INDEX_CHECKSUM_BYTES, length < most ? length : most, bytes, error);
}

bool index_table_check(struct index_table *table, struct error *error)
{
    struct sqlite3_stmt *last;
    char sql[64];
    snprintf(sql, sizeof sql, "SELECT max(row) FROM %s", table->name);
    if (!sql_prepare(store_database(table->store), store_path(table->store), sql, &last, error))
        return false;
    int result = sqlite3_step(last);
    int64_t rows = sqlite3_column_type(last, 0) == SQLITE_NULL ? 0 : sqlite3_column_int64(last, 0) + 1;
    bool good = result == SQLITE_ROW || sql_error(store_database(table->store), store_path(table->store), error);
    sqlite3_finalize(last);
    for (int64_t row = 0; good && row < rows; row++)
        good = go_to_row(table, (uint32_t)row, error);
    return good;
}
