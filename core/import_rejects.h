#ifndef RUECKRUF_CORE_IMPORT_REJECTS_H
#define RUECKRUF_CORE_IMPORT_REJECTS_H

/*
 * The file of what an import could not use. For each value one line
 *   # FILE, line N, byte M: REASON
 * and then the value's bytes as they were, with their line break. Made only when there is a reject.
 *
 * It is written under another name beside its place, .NAME.new-…, and renamed when the import is about to publish:
 * nothing is written through a link or into a pipe that happens to have the default name. A place that the user
 * names is another thing: links are followed, and what is no file (/dev/stderr, a pipe) is written to as it is.
 * As long as it is being written it is locked (flock): what lies there under such a name and isn't is what a killed
 * import has left, and the next one removes it.
 */

#include <stdbool.h>
#include <stdio.h>

#include "core/error.h"
#include "core/reader.h"

/* One file of rejects, whole or being written. */
struct reject_file {
    char *path;      /* where it will be */
    char *temporary; /* where it is until then; NULL: written to path itself */
    int lock;        /* on that; -1: none */
};

/* All of one import; path and translate are borrowed. */
struct import_rejects {
    const char *path; /* NULL: beside each input */
    struct reject_file *files;
    size_t file_count;
    size_t file_capacity;
    FILE *file; /* the last of files; NULL: none is open */
    char last;  /* byte written to it */
    bool discard;
    const char *(*translate)(const char *english);
};

/* path NULL: FILE.rejects beside each input. discard: write nothing at all. translate: see import.h. */
void import_rejects_begin(struct import_rejects *rejects, const char *path, bool discard,
                          const char *(*translate)(const char *english));

/* The path of an input's rejects; the caller frees it. NULL: out of memory. */
char *import_rejects_path(const struct import_rejects *rejects, const char *input);

/* Removes what killed imports have left where rejects of the input are written. */
void import_rejects_remove_leftovers(const struct import_rejects *rejects, const char *input);

/*
 * Writes a value that the input could not give, or further bytes of the one before (is_rest). Inputs may come several
 * times and in any order. ERROR_SYSTEM when its file can't be written.
 */
bool import_rejects_put(struct import_rejects *rejects, const char *input, const struct raw_reject *reject,
                        struct error *error);

/* Puts all files in their places, over what is there. ERROR_SYSTEM when one can't be. */
bool import_rejects_finish(struct import_rejects *rejects, struct error *error);

/* Removes what an earlier import of the input left, if this one has written nothing there. */
void import_rejects_remove_stale(const struct import_rejects *rejects, const char *input);

/* Frees; what was not finished is gone. */
void import_rejects_end(struct import_rejects *rejects);

#endif
