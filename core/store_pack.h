#ifndef RUECKRUF_CORE_STORE_PACK_H
#define RUECKRUF_CORE_STORE_PACK_H

/*
 * A recall as bytes. What the table recall has of it is the same on every machine: all but id and headline, which its
 * summary has, and its text. In the stage of a writer the rest of it stands before that.
 *
 * Numbers are of seven bits to a byte, the lowest first, the eighth bit set in all but the last; those that may be
 * negative are doubled, and below zero turned over (-1 is 1, 1 is 2). A string is its length and one, its bytes and a
 * zero; 0 for NULL. Lists and arrays are their count and their items.
 */

#include <stdbool.h>

#include "core/memory.h"
#include "core/recall.h"
#include "core/store_internal.h"

/* Appends what the table recall has of it; it has what was given. */
void store_pack_facts(const struct recall *recall, struct buffer *out);

/*
 * Fills recall and given from that; recall gets given, and no id, headline or text. Strings point into the bytes,
 * arrays live in arena. False: memory is out, or the bytes are no recall's.
 */
bool store_unpack_facts(struct text_view bytes, struct arena *arena, struct recall *recall, struct given *given);

struct packed_recall {
    unsigned char identity[STORE_IDENTITY_BYTES];
    uint64_t checksum, text_checksum; /* of the recall, of its text: they are made when it is packed */
    struct recall recall;
    struct given given;     /* memory for what recall points to, once it is unpacked */
    struct text_view facts; /* of what was unpacked, as the table has them */
};

/* For the stage: makes the checksums, and appends identity, checksums and all of recall. */
void store_pack(struct packed_recall *recall, struct buffer *out);
bool store_unpack(struct text_view bytes, struct arena *arena, struct packed_recall *recall);

#endif
