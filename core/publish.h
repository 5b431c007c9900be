#ifndef RUECKRUF_CORE_PUBLISH_H
#define RUECKRUF_CORE_PUBLISH_H

/*
 * Replacing a file as a whole: a lock beside it, a new file in the same directory, sync, rename, sync of
 * the directory. Readers see the old file or the new one, never anything between; so does whoever
 * comes after a crash. The names beside FILE:
 *   .FILE.lock      held (flock) while an import runs; stays
 *   .FILE.new-…     the file being written
 *   .FILE.stage-…   what is needed only while writing
 * What a killed import left behind is removed by the next one, which knows by the lock that nobody uses it.
 */

#include <stdbool.h>

#include "core/error.h"

struct publish;

/*
 * Takes the lock for path, whose directory is made when it is missing. When another holds it, calls waiting once, then
 * wait_more about ten times a second until it returns false (ERROR_INTERRUPTED). Either may be NULL.
 */
bool publish_begin(const char *path, void (*waiting)(void *context), bool (*wait_more)(void *context), void *context,
                   struct publish **publish, struct error *error);

/*
 * Without publishing: nothing is made or locked beside path. The new file is written in a folder of its own under
 * $TMPDIR (else /tmp), which publish_end() removes; publish_commit() is not for it.
 */
bool publish_rehearse(const char *path, struct publish **publish, struct error *error);

const char *publish_target(const struct publish *publish);     /* path, links followed */
const char *publish_new_path(const struct publish *publish);   /* to be created by the caller */
const char *publish_stage_path(const struct publish *publish); /* likewise */

/* Whether the path is the target, the lock, or has a name of the files being written; links are followed. */
bool publish_needs(const struct publish *publish, const char *path);

/*
 * When the new file is closed and nothing is written to it any more: begins to sync it beside what else is still to be
 * done, on a thread of its own. Optional; whether it succeeded is said by publish_commit().
 */
void publish_sync(struct publish *publish);

/* Syncs the new file, which must be closed, and renames it to the target. */
bool publish_commit(struct publish *publish, struct error *error);

/* Removes what is left of the work, releases the lock, frees. Also without a commit. NULL is allowed. */
void publish_end(struct publish *publish);

#endif
