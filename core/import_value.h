#ifndef RUECKRUF_CORE_IMPORT_VALUE_H
#define RUECKRUF_CORE_IMPORT_VALUE_H

/* A value of a file as bytes, as it waits for others of its recall or goes to another thread, and who it belongs to. */

#include <stdbool.h>
#include <stddef.h>

#include "core/memory.h"
#include "core/reader.h"
#include "core/recall.h"
#include "core/store_internal.h"

/* The identity of the recall or note; scratch.failed: memory is out. */
void import_value_identify(const struct raw_record *record, struct buffer *scratch,
                           unsigned char identity[STORE_IDENTITY_BYTES]);

/* Appends it. */
void import_value_pack(const struct raw_record *record, bool is_note, struct buffer *out);

/* What it says; strings are borrowed from the bytes, arrays are the arena's. */
struct import_value {
    bool is_note;
    bool keeps_bytes; /* of a list that can be written out again byte for byte */
    struct text_view text;
    struct text_view before, after, raw; /* as in struct store_entry */
    const char *authority;
    const char *campaign;
    struct given given;
    const struct vehicle *vehicles;
    size_t vehicle_count;
};

/* The bytes are import_value_pack()'s, whole. False: memory is out. */
bool import_value_unpack(struct text_view bytes, struct arena *arena, struct import_value *value);

#endif
