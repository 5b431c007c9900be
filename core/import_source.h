#ifndef RUECKRUF_CORE_IMPORT_SOURCE_H
#define RUECKRUF_CORE_IMPORT_SOURCE_H

/*
 * The sources of the database that an import writes: those that the old one had, and those of the files it reads. A
 * source is known by its name.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/store.h"

/* A source of the new database. */
struct import_source {
    struct store_source about; /* strings in the arena of the sources */
    int64_t source_id;
    int64_t generation; /* counts its imports */
    bool is_read;       /* one of this import's files; otherwise kept from the old database */
    bool is_same;       /* its file holds what it held before */
    bool was_listing;   /* recalls in the old database are listed in it */
    bool is_usable;     /* a value of this import's files can be used */
};

/* Zero-initialise, and set the arena, which is borrowed. */
struct import_sources {
    struct arena *arena;
    struct import_source *items;
    size_t count;
    size_t capacity;
};

/* Frees the list; the strings stay until the arena goes. */
void import_sources_free(struct import_sources *sources);

/* Adds the sources of the old database, in the order of their numbers. */
bool import_sources_load(struct import_sources *sources, struct store *old, struct error *error);

/*
 * The source that the file at path belongs to, ready to take its values: a known one of that name in its next
 * generation, else a new one. name NULL: the file's base name, or "stdin" for "-"; then two files of one import must
 * not have the same one (ERROR_USAGE). Borrowed until the next call; NULL on failure.
 */
struct import_source *import_sources_begin(struct import_sources *sources, const char *path, const char *name,
                                           struct error *error);

/*
 * A source that lists recalls, is of the same format, and has the name of that new one but for other digits: what that
 * is a later issue of, likely. The newest; NULL: there is none.
 */
const struct import_source *import_sources_earlier_issue(const struct import_sources *sources,
                                                         const struct import_source *source);

#endif
