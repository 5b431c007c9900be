#ifndef RUECKRUF_CORE_IMPORT_AHEAD_H
#define RUECKRUF_CORE_IMPORT_AHEAD_H

/*
 * Most recalls are one row of one file: they are understood by other threads while the next rows are read, and put down
 * whole. A row whose neighbour is of the same recall waits in the stage for all of them to be together. Should there be
 * more of a recall elsewhere, what was understood of it is given up for what all say (core/import_merge.h).
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import_stage.h"
#include "core/import_worker.h"
#include "core/reader.h"
#include "core/store_write.h"

/* Zero-initialise but for the first three, which are borrowed, and free. */
struct import_ahead {
    struct import_worker *worker;
    struct import_stage *stage;
    struct store_writer *writer;
    unsigned char identity[STORE_IDENTITY_BYTES]; /* of the last value; of none but zeros */
    struct import_slot *pending;                  /* with that value; NULL: it went to the stage */
    struct buffer scratch;
    uint64_t understood; /* so many values were, or are about to be */
};
void import_ahead_free(struct import_ahead *ahead);

/* Puts a value down, or has it understood; position is its place in the whole source. */
bool import_ahead_put(struct import_ahead *ahead, int64_t source_id, int64_t position, bool is_note,
                      const struct raw_record *record, struct error *error);

/* After the last value: what is still under way is put down. */
bool import_ahead_end(struct import_ahead *ahead, struct error *error);

#endif
