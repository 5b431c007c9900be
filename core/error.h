#ifndef RUECKRUF_CORE_ERROR_H
#define RUECKRUF_CORE_ERROR_H

/*
 * What went wrong, as plain data. A failing function of core/ fills one of these and returns false; nothing in
 * core/ prints or exits.
 *
 * Its sentences are English formats as for printf, of which translators get a list: literals in the calls
 * below, marked with N_() elsewhere. The arguments are kept beside the format, so that whoever shows the error
 * says it in another language with error_write(). All texts are UTF-8, each cut at its array's size. They may
 * quote bytes from outside (file names, messages of the system): whoever shows them sends them through
 * text_clean() first.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/kind_name.h"

/* Marks a text that is translated where it is shown. */
#define N_(english) english

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
    ERROR_NO_READER,   /* nobody reads any more what is written: the work ends, and nothing is wrong */
};

/* A sentence that can be said in another language. */
struct error_text {
    const char *format;  /* lives as long as the program; NULL: none */
    char arguments[512]; /* as text, in the format's order, each ended by a zero byte */
};

struct error {
    enum error_kind kind;
    char what[256];           /* what was being worked on: "data/recalls.db" */
    char why[512];            /* what is wrong with it, in English: "can't be read: permission denied" */
    char way_out[512];        /* what the user can do, in English; "" when there is nothing */
    struct error_text reason; /* the first part of why */
    struct error_text detail; /* what follows it after a colon, if anything */
    struct error_text remedy; /* way_out */
    /* Where the way out is a list of what could be written: whoever shows it may take the names of another language. */
    const struct kind_name *choices; /* live as long as the program; NULL: it is none */
    size_t choice_count;
};

/*
 * Fills error and returns false, so that a failing function can end with "return error_set(…)". error may be
 * NULL. The format makes "why"; it is a literal and knows %s, %.*s, %c and d, i, u with l, ll, z; no widths.
 */
bool error_set(struct error *error, enum error_kind kind, const char *what, const char *why_format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same with texts out of a table, taken as they are; way_out may be NULL. */
bool error_set_texts(struct error *error, enum error_kind kind, const char *what, const char *why, const char *way_out);

/*
 * The same when the system refused: the meaning of errno's code in a few words, behind why and a colon if that is not
 * NULL.
 */
bool error_set_system(struct error *error, enum error_kind kind, const char *what, const char *why, int code);

/* "out of memory" for what was being done; returns false. */
bool error_set_memory(struct error *error, const char *what);

/* Adds ": DETAIL" to an error already set, mostly words from outside; returns false. */
bool error_add_detail(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds the way out to an error already set; returns false. */
bool error_set_way_out(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The way out: one of these, by its key. Returns false. */
bool error_set_choices(struct error *error, const struct kind_name *choices, size_t count);

/*
 * Writes the text as translate() says its format (which may have %1$s and the like), cut at size bytes but not
 * within a character. translate NULL: in English. The length written.
 */
size_t error_write(const struct error_text *text, const char *(*translate)(const char *english), char *out,
                   size_t size);

#endif
