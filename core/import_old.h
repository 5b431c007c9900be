#ifndef RUECKRUF_CORE_IMPORT_OLD_H
#define RUECKRUF_CORE_IMPORT_OLD_H

/*
 * The recalls of the old database in the order of their identities. They lie there in the order of their dates: to look
 * them up one by one would have all of the file in memory, or read from the disk again and again. So they are put down
 * in a temporary file first, in one go.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/store.h"
#include "core/store_internal.h"

struct import_old;

/* What is known of a recall without fetching it. */
struct import_old_recall {
    unsigned char identity[STORE_IDENTITY_BYTES];
    uint32_t rank;
    int64_t added; /* seconds since 1970 */
};

/*
 * Puts them down; the store is borrowed, its temporary files are path with something behind it. Also after a failure
 * *old is to be closed. go_on: asked now and then; false: ERROR_INTERRUPTED. ERROR_DAMAGED as store_open() says it.
 */
bool import_old_open(struct store *store, const char *path, bool (*go_on)(void *context, double part), void *context,
                     struct import_old **old, struct error *error);
void import_old_close(struct import_old *old); /* NULL is fine */

/* Goes to the next one, *recall, borrowed until the one after it; NULL: there is none. */
bool import_old_step(struct import_old *old, const struct import_old_recall **recall, struct error *error);

/*
 * The one at hand, but for its places in the sources and the notes that it gets from there. Strings live in arena.
 * ERROR_DAMAGED when it does not match its checksum.
 */
bool import_old_fetch(struct import_old *old, struct arena *arena, struct recall *recall, struct error *error);

#endif
