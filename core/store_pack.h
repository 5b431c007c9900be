#ifndef RUECKRUF_CORE_STORE_PACK_H
#define RUECKRUF_CORE_STORE_PACK_H

/*
 * A recall as bytes, for the stage of a writer: nobody but the import that packed it unpacks it, on the same machine.
 * Its text is not among them.
 */

#include <stdbool.h>

#include "core/memory.h"
#include "core/recall.h"
#include "core/store_internal.h"

struct packed_recall {
    unsigned char identity[STORE_IDENTITY_BYTES];
    int64_t added; /* seconds since 1970 */
    struct recall recall;
    struct given given; /* memory for what recall points to, once it is unpacked */
};

/* Appends the recall, which has what was given. */
void store_pack(const struct packed_recall *recall, struct buffer *out);

/* Strings point into the bytes, arrays live in arena; the text is empty. False: memory is out, or it was cut off. */
bool store_unpack(struct text_view bytes, struct arena *arena, struct packed_recall *recall);

#endif
