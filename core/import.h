#ifndef RUECKRUF_CORE_IMPORT_H
#define RUECKRUF_CORE_IMPORT_H

/*
 * From files to a published database: reads, understands, merges with what was there, writes a new
 * file beside the old one and renames it into place. Stopped or failed at any moment, it leaves the
 * old database whole.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/reader.h"
#include "core/rules.h"

struct import_counts {
    uint64_t read;        /* values in the files: recalls and notes, rows; used and rejected */
    uint64_t recalls;     /* distinct recalls of the files */
    uint64_t notes;       /* distinct notes of the files */
    uint64_t added;       /* recalls that the database did not have */
    uint64_t changed;     /* recalls whose content is another now */
    uint64_t unchanged;   /* recalls that were there as they are */
    uint64_t unlisted;    /* recalls that a newer file of their source no longer has */
    uint64_t rejected;    /* values that could not be used */
    uint64_t repaired;    /* characters that were no valid text */
    uint64_t unreadable;  /* values that are not what their columns want; the recalls keep them as they are written */
    uint64_t disagreeing; /* recalls whose values have different texts; the longest is kept */
};

struct import_progress {
    uint64_t values;     /* read so far */
    uint64_t done_bytes; /* of all files */
    uint64_t size_bytes; /* of all files; 0 when unknown */
    double part;         /* of the whole work, 0 to 1 */
};

struct import_options {
    const char *database; /* the file to publish */
    const char *base;     /* what a new database starts as a copy of; NULL: empty */
    const char *const *files;
    size_t file_count;
    struct reader_options reader;
    const char *source;  /* NULL: each file's base name */
    const char *rejects; /* NULL: FILE.rejects beside each input */
    /* Says why a value was rejected in another language. NULL: in English. */
    const char *(*translate)(const char *english);
    bool dry_run; /* do everything but publish, in a folder for temporary files */
    /* Called now and then; may return false to stop (ERROR_INTERRUPTED). NULL: none. */
    bool (*progress)(void *context, const struct import_progress *progress);
    /* Called once when another import holds the lock. NULL: none. */
    void (*waiting)(void *context);
    /* Called for a file whose encoding was taken to be Windows-1252, though most of it is UTF-8. NULL: none. */
    void (*mostly_utf8)(void *context, const char *path);
    /* Called for a file with columns or keys that nothing was read from, with their names. NULL: none. */
    void (*unread)(void *context, const char *path, struct text_view names);
    /*
     * Called at the end for a new source that is likely a later issue of one that there was before: each keeps what it
     * says, where one source would be brought up to date. NULL: none.
     */
    void (*later_issue)(void *context, const char *source, const char *earlier);
    /* Called at the end for each file of rejects that was written. NULL: none. */
    void (*rejected)(void *context, const char *path);
    void *context;
};

struct import_result {
    struct import_counts counts;
    char format[16];   /* of the files; "mixed" when they differ */
    char encoding[24]; /* likewise */
    bool published;    /* false: dry run, or nothing was new */
};

/*
 * Imports the files of the options, in their order, into the options' database; result is filled from the start, and
 * tells after a failure how far it went. Options and rules are borrowed until it returns; other threads read the
 * rules meanwhile. ERROR_INPUT for a file that can't be read, ERROR_USAGE for files or paths that don't go
 * together, ERROR_INTERRUPTED when progress says so; besides what publish_begin() and store_open() fail with. Rejected
 * values are no failure: result->counts has them.
 */
bool import_files(const struct rules *rules, const struct import_options *options, struct import_result *result,
                  struct error *error);

#endif
