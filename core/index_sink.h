#ifndef RUECKRUF_CORE_INDEX_SINK_H
#define RUECKRUF_CORE_INDEX_SINK_H

/* Where the rows of the index's tables go while it is made. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"

/* The tables of rows of bytes. */
enum index_row_kind { INDEX_ROW_WORD, INDEX_ROW_POSTING, INDEX_ROW_ORDER, INDEX_ROW_RING, INDEX_ROW_KIND_COUNT };

struct index_row {
    enum index_row_kind kind;
    uint32_t number;        /* of the row in its table */
    struct text_view bytes; /* with the checksum */
};

/* put takes a copy of the row, or fills error and returns false. */
struct index_sink {
    bool (*put)(void *context, const struct index_row *row, struct error *error);
    void *context;
};

#endif
