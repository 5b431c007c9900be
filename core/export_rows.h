#ifndef RUECKRUF_CORE_EXPORT_ROWS_H
#define RUECKRUF_CORE_EXPORT_ROWS_H

/* What the rows of a recall say in the table of its authority: values for columns, not yet cells. */

#include <stdbool.h>

#include "core/memory.h"
#include "core/reader_layout.h"
#include "core/recall.h"

/* The rows of one recall: what is the same in all of them, and what is not. */
struct export_rows {
    const struct reader_layout *layout;
    const struct recall *recall;
    struct arena *arena;
    struct text_view cells[TARGET_FACT_END];
    struct unit {
        const char *make;
        struct text_view models;
        struct range years;
    } * units;
    size_t unit_count;
    struct text_view *labels; /* of components */
    size_t label_count;
    struct text_view *numbers; /* of vehicles */
    size_t number_count;
    size_t count;  /* of the rows: as many as the longest of these has */
    bool is_whole; /* all that is stated is in them */
};

/* Everything lives in the arena. False when the recall is not of the table's authority, or does not fit into its cells.
 */
bool export_rows_take(struct export_rows *rows, const struct reader_layout *layout, const struct recall *recall,
                      struct arena *arena);

/* Puts into cells what the row with that number says, from 0; what all rows say is there. */
void export_rows_set(struct export_rows *rows, size_t number);

#endif
