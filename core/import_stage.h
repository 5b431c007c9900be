#ifndef RUECKRUF_CORE_IMPORT_STAGE_H
#define RUECKRUF_CORE_IMPORT_STAGE_H

/*
 * The values of the files on their way into the database: put down in a temporary file as they are read, taken up again
 * sorted by identity, so that all values of one recall come together. Sorted are only their identities and places.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/reader.h"
#include "core/store_internal.h"

struct import_stage;

/* Its temporary files are path with something behind it. Also after a failure *stage is to be closed. */
bool import_stage_open(const char *path, struct import_stage **stage, struct error *error);
void import_stage_close(struct import_stage *stage); /* NULL is fine */

/* Puts a value down; position is its place in the whole source. */
bool import_stage_put(struct import_stage *stage, int64_t source_id, int64_t position, bool is_note,
                      const struct raw_record *record, struct error *error);

/* One value again; strings are borrowed until the next is taken, arrays are the arena's. */
struct staged_record {
    int64_t source_id;
    int64_t position;
    bool is_note;
    bool keeps_bytes; /* a list that can be written out again byte for byte */
    struct text_view text;
    struct text_view before, after, raw; /* as in struct store_entry */
    const char *authority;
    const char *campaign;
    struct given given;
    const struct vehicle *vehicles;
    size_t vehicle_count;
};

/* Begins to take them up, sorted by identity, source, position. */
bool import_stage_sort(struct import_stage *stage, struct error *error);

/* Goes to the next value and tells only its identity; *done: there was none left. */
bool import_stage_step(struct import_stage *stage, unsigned char identity[STORE_IDENTITY_BYTES], bool *done,
                       struct error *error);

/* The value that the last step went to. */
bool import_stage_take(struct import_stage *stage, struct arena *arena, struct staged_record *record,
                       struct error *error);

#endif
