#ifndef RUECKRUF_CORE_PATH_H
#define RUECKRUF_CORE_PATH_H

/* Which file a path means. */

#include <stdbool.h>

#include "core/error.h"

/*
 * The path with all links followed; the file itself need not be there. A path in a folder that is not there stays as
 * it is, unless a link led to it: nobody makes a folder, or a file, in the place of a disk that is not mounted.
 * Links in a circle are an error. The caller frees *file.
 */
bool path_follow(const char *path, char **file, struct error *error);

/* Whether both are the same file: by name, or by a hard link. Either need not be there. */
bool path_is_same(const char *a, const char *b);

#endif
