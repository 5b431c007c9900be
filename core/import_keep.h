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

bool import_keep_open(const struct import_merge *merge, struct import_keep **keep, struct error *error);
void import_keep_close(struct import_keep *keep);

/* The recall at old_rank has that number in the new database. */
bool import_keep_number(struct import_keep *keep, int64_t old_rank, int64_t number, struct error *error);

/* Whether a source that this import does not read lists the old recall. */
bool import_keep_is_listed(struct import_keep *keep, int64_t old_rank, bool *listed, struct error *error);

/* After the last recall: writes the entries and counts what is newly unlisted. */
bool import_keep_entries(struct import_keep *keep, struct error *error);

#endif
