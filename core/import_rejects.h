#ifndef RUECKRUF_CORE_IMPORT_REJECTS_H
#define RUECKRUF_CORE_IMPORT_REJECTS_H

/*
 * The file of what an import could not use. For each value one line
 *   # FILE, line N, byte M: REASON
 * and then the value's bytes as they were, and a line break. Made only when there is a reject.
 */

#include <stdbool.h>
#include <stdio.h>

#include "core/error.h"
#include "core/reader.h"

struct import_rejects {
    const char *path; /* NULL: beside each input */
    char *open_path;
    FILE *file;
    bool discard;
    const char *(*translate)(const char *english);
};

/* path NULL: FILE.rejects beside each input. discard: write nothing at all. translate: see import.h. */
void import_rejects_begin(struct import_rejects *rejects, const char *path, bool discard,
                          const char *(*translate)(const char *english));
bool import_rejects_put(struct import_rejects *rejects, const char *input, const struct raw_reject *reject,
                        struct error *error);
/* Closes it; false when it could not be written (error may be NULL). */
bool import_rejects_end(struct import_rejects *rejects, struct error *error);

#endif
