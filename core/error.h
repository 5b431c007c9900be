#ifndef RUECKRUF_CORE_ERROR_H
#define RUECKRUF_CORE_ERROR_H

/*
 * What went wrong, as plain data. A failing function of core/ fills one of
 * these and returns false; nothing in core/ prints or exits.
 *
 * The three texts are UTF-8, each cut at its array's size. They may quote bytes
 * from outside (file names, messages of the system): whoever shows them sends
 * them through text_clean() first.
 */

#include <stdbool.h>
#include <stddef.h>

/* The kinds that callers act upon; the exit status of a command follows from them. */
enum error_kind {
    ERROR_NONE,
    ERROR_USAGE,       /* the caller asked for something that makes no sense */
    ERROR_NOT_FOUND,   /* no such recall, source, file */
    ERROR_INPUT,       /* input that can't be read or understood */
    ERROR_NO_DATABASE, /* the file is no database of ours, or none is there */
    ERROR_NEWER,       /* a database of a newer version of this program */
    ERROR_DAMAGED,     /* a database whose checksums or structure don't hold */
    ERROR_SYSTEM,      /* the operating system refused: disk full, permission … */
    ERROR_MEMORY,      /* out of memory */
    ERROR_INTERRUPTED, /* asked to stop */
};

struct error {
    enum error_kind kind;
    char what[256];    /* what was being worked on: "data/recalls.db" */
    char why[512];     /* what is wrong with it: "is truncated" */
    char way_out[256]; /* what the user can do; "" when there is nothing */
};

/*
 * Fills error and returns false, so that a failing function can end with
 * "return error_set(…)". error may be NULL. The format is printf's; it makes "why".
 */
bool error_set(struct error *error, enum error_kind kind, const char *what, const char *why_format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds the way out to an error already set; returns false like error_set(). */
bool error_set_way_out(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "out of memory" for what was being done; returns false. */
bool error_set_memory(struct error *error, const char *what);

#endif
