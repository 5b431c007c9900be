#ifndef RUECKRUF_CORE_STORE_RECALLS_H
#define RUECKRUF_CORE_STORE_RECALLS_H

/*
 * Recalls as bytes, which are put down as they come and taken up in the order of the list when all are there. They are
 * gathered until there are some MB of them, sorted, and written one behind the other as a run, by another thread. Who
 * takes them up in their order reads each run from its beginning to its end, in large pieces, however many recalls
 * there are; one by one they would lie all over the file.
 */

#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/sorter.h"
#include "core/store_internal.h"

/* What the list is ordered by: the newest first, those without a date last; of one day by id. Zeros to the ends. */
struct store_list_key {
    char date[STORE_ID_BYTES + 1]; /* "": none */
    char id[STORE_ID_BYTES + 1];
};
extern const struct sorter_order store_list_order; /* of all items that begin with a key */

/* Where a recall was put down. */
struct store_place {
    uint32_t run, number; /* in it, as they came */
};

struct store_recalls;

/* Its file is path with something behind it. ERROR_MEMORY. */
bool store_recalls_open(const char *path, struct store_recalls **recalls, struct error *error);
void store_recalls_close(struct store_recalls *recalls); /* NULL is fine */

/* Puts a recall down. ERROR_SYSTEM: it, or one before it, can't be written. */
bool store_recalls_put(struct store_recalls *recalls, const struct store_list_key *key, struct text_view bytes,
                       struct store_place *place, struct error *error);

/* After the last one, when others need the memory: all of them are written, and no more can be put down. */
bool store_recalls_give_way(struct store_recalls *recalls, struct error *error);

/* One of them, into bytes in place of what they hold. ERROR_SYSTEM: it can't be read. */
bool store_recalls_take(struct store_recalls *recalls, struct store_place place, struct buffer *bytes,
                        struct error *error);

/*
 * The same for one who takes them up in the order of their keys, after store_recalls_give_way(). for_the_last_time:
 * none is taken again, nor any that comes before it; the room that they take is given back.
 */
bool store_recalls_take_in_order(struct store_recalls *recalls, struct store_place place, bool for_the_last_time,
                                 struct buffer *bytes, struct error *error);

#endif
