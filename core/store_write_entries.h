#ifndef RUECKRUF_CORE_STORE_WRITE_ENTRIES_H
#define RUECKRUF_CORE_STORE_WRITE_ENTRIES_H

/* The entries of a store_writer, put aside until the ranks of their recalls are known. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/store_write.h"

struct sqlite3;
struct store_entries;

/* Temporary files are path with something behind it. Also after a failure *entries is to be closed. */
bool store_entries_open(const char *path, struct store_entries **entries, struct error *error);
void store_entries_close(struct store_entries *entries); /* NULL is fine */

bool store_entries_put(struct store_entries *entries, const struct store_entry *entry, struct error *error);

/* Whether the source lists the recall: of what was put as long as numbers came in their order. */
bool store_entries_is_listed(const struct store_entries *entries, int64_t source_id, int64_t number);

/* One entry of a recall. */
struct store_listing {
    uint32_t number; /* of the recall */
    uint32_t source; /* twice its source_id, and one more when it is no longer listed there */
};

/* After the last entry: what was put down of them leaves memory to others, until they are written. */
bool store_entries_give_way(struct store_entries *entries, struct error *error);

/* After the last entry: the entries of recalls sorted by number, source_id, whether listed. */
const struct store_listing *store_entries_listings(struct store_entries *entries, size_t *count);

/* The first of these that is of the recall, or of one behind it. */
size_t store_listings_find(const struct store_listing *listings, size_t count, uint32_t number);

/* Fills the table entry, in its order; ranks by number, count of them. Afterwards entries are only to be closed. */
bool store_entries_write(struct store_entries *entries, struct sqlite3 *database, const char *what,
                         const uint32_t *ranks, uint32_t count, struct error *error);

#endif
