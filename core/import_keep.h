#ifndef RUECKRUF_CORE_IMPORT_KEEP_H
#define RUECKRUF_CORE_IMPORT_KEEP_H

/*
 * What the old database knows of its sources, carried over: all values of sources that this import does not
 * read, and the places of recalls that a newer file of their source no longer has.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import_merge.h"

struct import_keep;

/*
 * Begins; merge is borrowed. Without an old database there is nothing to be kept, and only import_keep_entries() may be
 * called. Also after a failure *keep is to be closed.
 */
bool import_keep_open(const struct import_merge *merge, struct import_keep **keep, struct error *error);
void import_keep_close(struct import_keep *keep); /* NULL is fine */

/* Tells that the recall at old_rank has that number in the new database. */
void import_keep_number(struct import_keep *keep, uint32_t old_rank, int64_t number);

/* Whether a source that this import does not read lists the old recall. */
bool import_keep_is_listed(const struct import_keep *keep, uint32_t old_rank);

/*
 * After the last recall: writes the entries of all old sources and counts in merge->counts what is newly unlisted.
 * ERROR_DAMAGED when the old database lacks what an entry of its names.
 */
bool import_keep_entries(struct import_keep *keep, struct error *error);

#endif
