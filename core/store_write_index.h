#ifndef RUECKRUF_CORE_STORE_WRITE_INDEX_H
#define RUECKRUF_CORE_STORE_WRITE_INDEX_H

/*
 * What of a recall goes into the index of a new database. A second thread (core/worker.h) cuts the texts into words
 * while the first one writes the rows, and makes the index of them while that writes the rest.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/store_pack.h"
#include "core/store_write_orders.h"

struct sqlite3;
struct store_indexing;

/* On failure *indexing is to be freed all the same. */
bool store_indexing_new(const char *what, uint32_t recall_count, struct store_indexing **indexing, struct error *error);
void store_indexing_free(struct store_indexing *indexing);

/*
 * For each recall in order of rank: begin gives room for it, to be filled by the caller with memory of bytes and arena;
 * then comes what is known of it, then put. What is handed over may be read until the next recall begins.
 */
bool store_indexing_begin(struct store_indexing *indexing, uint32_t rank, struct packed_recall **recall,
                          struct buffer **bytes, struct arena **arena, struct error *error);
/* All that is in the recall, and when it was added. */
bool store_indexing_recall(struct store_indexing *indexing, int64_t added, struct error *error);
bool store_indexing_source(struct store_indexing *indexing, struct text_view name, struct error *error);
bool store_indexing_name(struct store_indexing *indexing, struct text_view name, struct error *error); /* one more */
/* *names: what a search finds it by beside headline and text; see store_schema.c. Borrowed as the recall is. */
bool store_indexing_put(struct store_indexing *indexing, struct text_view *names, struct error *error);

/* After the last recall: begins to make the index on a second thread, which has the orders until it has finished. */
bool store_indexing_end(struct store_indexing *indexing, struct store_orders *orders, struct error *error);
/*
 * Then, when the other tables are there: writes the index, which belongs to the texts of that checksum. go_on is asked
 * now and then; false: stop.
 */
struct store_indexing_finish {
    struct sqlite3 *database;
    const char *content_checksum;
    bool (*go_on)(void *context);
    void *context;
};
bool store_indexing_finish(struct store_indexing *indexing, const struct store_indexing_finish *finish,
                           struct error *error);

#endif
