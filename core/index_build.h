#ifndef RUECKRUF_CORE_INDEX_BUILD_H
#define RUECKRUF_CORE_INDEX_BUILD_H

/*
 * Building the index from a stream of recalls, in bounded memory: words and their recalls are gathered in runs,
 * each run is sorted and put into a file that has no name beside the gathering of the next, and all runs are merged
 * into the rows of the index at the end.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/index.h"
#include "core/index_sink.h"
#include "core/memory.h"
#include "core/store.h"
#include "core/string_sorter.h"

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

/* What the index is made of besides, and where it goes: all of it borrowed. */
struct index_making {
    const struct index_sink *sink;
    struct string_sorter *orders[INDEX_ORDER_COUNT]; /* what the list is ordered by, of each recall */
    const uint32_t *rings;                           /* as same_actions_rings() gives them */
    struct buffer *layout;                           /* as index_writer_layout() gives it */
};

/* After the last recall: makes all rows of the index. */
bool index_builder_make(struct index_builder *builder, const struct index_making *making, struct error *error);

#endif
