#include "core/store_facets.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/recall.h"
#include "core/store_internal.h"

bool store_load_facets(struct store *store, struct store_facet **result, struct error *error)
{
    uint32_t count = store_info(store).recall_count;
    struct store_facet *facets = calloc((size_t)count + 1, sizeof *facets);
    struct sqlite3_stmt *row = NULL;
    if (!facets)
        return error_set_memory(error, store_path(store));
    bool good = sql_prepare(
        store_database(store), store_path(store),
        "SELECT rank, categories, hazards, primary_category, coalesce(date, ''), added FROM summary ORDER BY rank",
        &row, error);
    int step = SQLITE_DONE;
    while (good && (step = sqlite3_step(row)) == SQLITE_ROW) {
        int64_t rank = sqlite3_column_int64(row, 0);
        int primary = sqlite3_column_int(row, 3);
        if (rank < 0 || rank >= count || primary < 0 || primary >= CATEGORY_COUNT) {
            good = error_set(error, ERROR_DAMAGED, store_path(store), "the database is damaged: a row is out of range");
            break;
        }
        struct text_view date = sql_column_view(row, 4);
        struct store_facet *facet = &facets[rank];
        facet->categories = (uint32_t)sqlite3_column_int64(row, 1);
        facet->hazards = (uint32_t)sqlite3_column_int64(row, 2);
        facet->primary = (uint8_t)primary;
        facet->added = sqlite3_column_int64(row, 5);
        memcpy(facet->date, date.bytes, date.length < sizeof facet->date ? date.length : sizeof facet->date - 1);
    }
    if (good && step != SQLITE_DONE)
        good = sql_error(store_database(store), store_path(store), error);
    sqlite3_finalize(row);
    if (!good) {
        free(facets);
        return false;
    }
    *result = facets;
    return true;
}
