#ifndef RUECKRUF_CORE_EXPORT_TABLE_H
#define RUECKRUF_CORE_EXPORT_TABLE_H

/*
 * Recalls as the table of the authority that numbered them: kba, nhtsa, dvsa, vrdb. What is written gives the same
 * recalls again when it is imported, with the same ids and facts. It is UTF-8, whatever the authority's own files are.
 *
 * The text goes into the first of the columns that texts have, since it is not known where one column's ended; a title
 * that it begins with, and what nhtsa keeps in columns of one line, are put apart.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/recall.h"

struct reader_layout;

struct export_table {
    const struct reader_layout *layout;
    uint64_t row_count; /* written so far */
};

/* False when there is no such table. */
bool export_table_begin(struct export_table *table, const char *format);

/* The names of the columns, where the table has them. */
void export_table_head(const struct export_table *table, struct buffer *out);

enum export_result {
    EXPORT_WHOLE,
    EXPORT_PART,    /* the table has no column for some of what the source stated */
    EXPORT_NOTHING, /* another authority's recall, or one whose text or cars don't fit into the cells */
};

/* Appends a recall's rows; works in the arena's memory. */
enum export_result export_table_recall(struct export_table *table, const struct recall *recall, struct arena *arena,
                                       struct buffer *out);

#endif
