#ifndef RUECKRUF_CORE_INDEX_BUILD_H
#define RUECKRUF_CORE_INDEX_BUILD_H

/*
 * Building the index from a stream of recalls, in bounded memory: words and their recalls are gathered in runs,
 * each run is sorted and put into a file that has no name, and all runs are merged into the database at the end.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/index.h"
#include "core/memory.h"
#include "core/store.h"

struct sqlite3;
struct index_builder;

/* beside: a path in the folder where room for the runs is to be taken. */
bool index_builder_new(const char *beside, uint32_t recall_count, struct index_builder **builder, struct error *error);
void index_builder_free(struct index_builder *builder);

/* The recall that follows; ranks ascend. */
bool index_builder_begin(struct index_builder *builder, uint32_t rank, struct error *error);
bool index_builder_words(struct index_builder *builder, const struct store_words *words, struct error *error);
/* What it is found by besides. */
struct index_value {
    enum index_section section;
    struct text_view word;
};
bool index_builder_values(struct index_builder *builder, const struct index_value *values, size_t count,
                          struct error *error);

/*
 * Creates and fills the tables of the index; orders are queries that give all ranks in that order, rings as
 * same_actions_rings() gives them.
 */
bool index_builder_finish(struct index_builder *builder, struct sqlite3 *database, const char *content_checksum,
                          const char *const orders[INDEX_ORDER_COUNT], const uint32_t *rings, struct error *error);

extern const char *const index_tables[]; /* as they are created; NULL at the end */

#endif
