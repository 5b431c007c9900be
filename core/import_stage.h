#ifndef RUECKRUF_CORE_IMPORT_STAGE_H
#define RUECKRUF_CORE_IMPORT_STAGE_H

/*
 * The values of the files on their way into the database: put down in a temporary file as they are read, taken up again
 * sorted by identity, so that all values of one recall come together. Of a value that was understood as it was read,
 * the recall is with the writer, and only the place of that is here. Sorted are only identities and places.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import_value.h"
#include "core/memory.h"
#include "core/spool.h"
#include "core/store_internal.h"
#include "core/store_write.h"

struct import_stage;

/* Its temporary files are path with something behind it. Also after a failure *stage is to be closed. */
bool import_stage_open(const char *path, struct import_stage **stage, struct error *error);
void import_stage_close(struct import_stage *stage); /* NULL is fine */

/* What is known of a value without taking it up. */
struct staged_value {
    unsigned char identity[STORE_IDENTITY_BYTES];
    int64_t source_id, position; /* the place in the whole source */
    bool is_understood;
    union {
        struct store_put_down put_down; /* of its recall, when it is understood */
        struct spool_place place;       /* of the value, when it is not: the stage's own */
    };
};

/* Puts a value down: identity, source and position are given, and its bytes, see import_value.h. */
bool import_stage_put(struct import_stage *stage, const struct staged_value *value, struct text_view bytes,
                      struct error *error);

/* The same for one that is understood. */
bool import_stage_put_understood(struct import_stage *stage, const struct staged_value *value, struct error *error);

/* Begins to go through them, sorted by identity, source, position. */
bool import_stage_sort(struct import_stage *stage, struct error *error);
bool import_stage_step(struct import_stage *stage, struct staged_value *value, bool *done, struct error *error);

/* What a value says that is not understood; strings are borrowed until the next is taken, arrays are the arena's. */
bool import_stage_take(struct import_stage *stage, const struct staged_value *value, struct arena *arena,
                       struct import_value *content, struct error *error);

#endif
