#ifndef RUECKRUF_CORE_SORTER_H
#define RUECKRUF_CORE_SORTER_H

/*
 * Items of one size, as many as there are, in their order: sorted in memory as far as that goes, beyond it in sorted
 * runs that lie in a temporary file (core/spool.h) and are merged as they are taken up.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"
#include "core/sort_keyed.h"

struct sorter;

/* As sort_keyed() has it. */
struct sorter_order {
    sort_key *key;
    int (*compare)(const void *a, const void *b);
};

/* Its file, if it needs one, is path with the suffix behind it. Of memory it takes about most_bytes. ERROR_MEMORY. */
bool sorter_new(const char *path, const char *suffix, size_t item_size, const struct sorter_order *order,
                size_t most_bytes, struct sorter **sorter, struct error *error);
void sorter_free(struct sorter *sorter); /* NULL is fine */

/* Takes a copy. ERROR_SYSTEM: the file can't be written. */
bool sorter_put(struct sorter *sorter, const void *item, struct error *error);

/*
 * Between the last item and sorting, when others need memory meanwhile: but for a few, none stays there. ERROR_SYSTEM:
 * the file can't be written.
 */
bool sorter_give_way(struct sorter *sorter, struct error *error);

/* After the last item: goes back to the first. May be called again to begin anew. */
bool sorter_sort(struct sorter *sorter, struct error *error);

/* The next item, borrowed until the one after it; NULL: there is none. ERROR_SYSTEM: the file does not hold. */
bool sorter_next(struct sorter *sorter, const void **item, struct error *error);

#endif
