#include "core/index.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index_internal.h"
#include "core/store_internal.h"

bool index_damaged(const struct index *index, struct error *error)
{
    return index_table_damaged(&index->words, error);
}

/* --- Opening ------------------------------------------------------------------------------- */

static bool has_table(struct store *store, bool *found, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store_database(store), store_path(store),
                     "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'index_meta'", &row, error))
        return false;
    int result = sqlite3_step(row);
    *found = result == SQLITE_ROW;
    sqlite3_finalize(row);
    return result == SQLITE_ROW || result == SQLITE_DONE || sql_error(store_database(store), store_path(store), error);
}

/* Takes apart what index_meta has of the tables. */
static bool read_layout(struct index *index, struct text_view layout, struct error *error)
{
    enum { LEAST = INDEX_CHECKSUM_BYTES + sizeof(struct index_layout) + sizeof index->sections };
    uint64_t checksum;
    struct index_layout head;
    if (layout.length < LEAST || (layout.length - LEAST) % sizeof(uint32_t) != 0)
        return index_damaged(index, error);
    memcpy(&checksum, layout.bytes, sizeof checksum);
    const char *at = layout.bytes + INDEX_CHECKSUM_BYTES;
    if (checksum != index_checksum(0, at, layout.length - INDEX_CHECKSUM_BYTES))
        return index_damaged(index, error);
    memcpy(&head, at, sizeof head);
    memcpy(index->sections, at + sizeof head, sizeof index->sections);
    index->posting_bytes = head.posting_bytes;
    index->ring_count = head.ring_count;
    buffer_append(&index->starts, layout.bytes + LEAST, layout.length - LEAST);
    return !index->starts.failed || error_set_memory(error, store_path(index->store));
}

/* Reads the description; *usable is false when it is of another version or content. */
static bool read_meta(struct index *index, bool *usable, struct error *error)
{
    struct sqlite3 *database = store_database(index->store);
    struct sqlite3_stmt *row;
    *usable = false;
    if (!sql_prepare(database, store_path(index->store),
                     "SELECT (SELECT value FROM index_meta WHERE key = 'version'), "
                     "(SELECT value FROM index_meta WHERE key = 'content'), "
                     "(SELECT value FROM index_meta WHERE key = 'layout')",
                     &row, error))
        return false;
    bool good = sqlite3_step(row) == SQLITE_ROW || sql_error(database, store_path(index->store), error);
    struct text_view content = good ? sql_column_view(row, 1) : text_view_of("");
    if (good && sqlite3_column_int(row, 0) == INDEX_VERSION &&
        text_view_equal(content, text_view_of(store_info(index->store).checksum)))
        *usable = good = read_layout(index, sql_column_view(row, 2), error);
    sqlite3_finalize(row);
    return good;
}

bool index_open(struct store *store, struct index **result, struct error *error)
{
    bool found, usable = false;
    *result = NULL;
    if (!has_table(store, &found, error))
        return false;
    if (!found)
        return true;
    struct index *index = calloc(1, sizeof *index);
    if (!index)
        return error_set_memory(error, store_path(store));
    index->store = store;
    index->recall_count = store_info(store).recall_count;
    index->place_bytes = index_place_bytes(index->recall_count);
    index_table_init(&index->words, store, "index_word");
    index_table_init(&index->postings, store, "index_posting");
    index_table_init(&index->orders, store, "index_order");
    index_table_init(&index->rings, store, "index_ring");
    bool good = read_meta(index, &usable, error);
    if (good && usable)
        *result = index;
    else
        index_close(index);
    return good;
}

void index_close(struct index *index)
{
    if (!index)
        return;
    index_table_close(&index->words);
    index_table_close(&index->postings);
    index_table_close(&index->orders);
    index_table_close(&index->rings);
    buffer_free(&index->starts);
    buffer_free(&index->row);
    buffer_free(&index->window);
    free(index->found);
    free(index);
}
/* --- Orders -------------------------------------------------------------------------------- */

bool index_read_order(struct index *index, enum index_order order, uint32_t first, size_t count, uint32_t *ranks,
                      size_t *taken, struct error *error)
{
    enum { PER_ROW = INDEX_PIECE_BYTES / sizeof(uint32_t) };
    uint32_t rows = (index->recall_count + PER_ROW - 1) / PER_ROW;
    *taken = 0;
    while (*taken < count && first < index->recall_count) {
        uint32_t row = first / PER_ROW, offset = first % PER_ROW;
        size_t part = PER_ROW - offset;
        if (part > count - *taken)
            part = count - *taken;
        if (part > index->recall_count - first)
            part = index->recall_count - first;
        buffer_clear(&index->row);
        if (!index_table_read(&index->orders, (uint32_t)order * rows + row, offset * (uint32_t)sizeof *ranks,
                              (uint32_t)(part * sizeof *ranks), &index->row, error))
            return false;
        memcpy(ranks + *taken, index->row.bytes, part * sizeof *ranks);
        for (size_t i = 0; i < part; i++)
            if (ranks[*taken + i] >= index->recall_count)
                return index_damaged(index, error);
        *taken += part;
        first += (uint32_t)part;
    }
    return true;
}

uint32_t index_ring_count(const struct index *index)
{
    return index->ring_count;
}

bool index_read_rings(struct index *index, uint32_t first, size_t count, struct index_ring *rings, size_t *taken,
                      struct error *error)
{
    enum { PER_ROW = INDEX_PIECE_BYTES / sizeof *rings };
    *taken = 0;
    while (*taken < count && first < index->ring_count) {
        uint32_t row = first / PER_ROW, offset = first % PER_ROW;
        size_t part = PER_ROW - offset;
        part = part < count - *taken ? part : count - *taken;
        part = part < index->ring_count - first ? part : index->ring_count - first;
        buffer_clear(&index->row);
        if (!index_table_read(&index->rings, row, offset * (uint32_t)sizeof *rings, (uint32_t)(part * sizeof *rings),
                              &index->row, error))
            return false;
        memcpy(rings + *taken, index->row.bytes, part * sizeof *rings);
        for (size_t i = 0; i < part; i++)
            if (rings[*taken + i].rank >= index->recall_count || rings[*taken + i].next >= index->recall_count)
                return index_damaged(index, error);
        *taken += part;
        first += (uint32_t)part;
    }
    return true;
}

/* --- Stretches --------------------------------------------------------------------------------- */

size_t index_start_count(const struct index *index)
{
    return index->starts.length / sizeof(uint32_t);
}

uint32_t index_start(const struct index *index, size_t number)
{
    uint32_t start = index->recall_count;
    if (number < index_start_count(index))
        memcpy(&start, index->starts.bytes + number * sizeof start, sizeof start);
    return start;
}

/* --- Care ---------------------------------------------------------------------------------- */

bool index_check(struct index *index, struct error *error)
{
    return index_table_check(&index->words, error) && index_table_check(&index->postings, error) &&
           index_table_check(&index->orders, error) && index_table_check(&index->rings, error);
}
