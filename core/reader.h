#ifndef RUECKRUF_CORE_READER_H
#define RUECKRUF_CORE_READER_H

/*
 * A recall file as a stream of raw records. One small file per format, each with one row in the
 * table of readers; the import knows only this header.
 *
 * A reader never classifies and never drops anything silently: every value (row, line, object) of
 * the file becomes a record or a reject.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"

/* One value of a file. Strings are stored text (valid UTF-8), borrowed until the next call. */
struct raw_record {
    size_t position;        /* number of the value in the file, from 0 */
    struct text_view raw;   /* its bytes in the file as they were, white space at its ends included */
    struct text_view text;  /* the recall's text, trimmed: its parts joined by line breaks */
    struct text_view title; /* the campaign's own title; empty when there is none */
    const char *authority;  /* "adac", "kba", … */
    const char *campaign;   /* NULL when the source numbers nothing: then the text is the identity */
    bool may_be_note;       /* a list that mixes recalls and completion notes */
    const char *date;       /* YYYY-MM-DD, YYYY-MM or YYYY; NULL */
    const struct vehicle *vehicles;
    size_t vehicle_count;
    struct range years;       /* of production; {0, 0} unknown */
    int64_t affected_world;   /* -1 unknown */
    int64_t affected_germany; /* -1 unknown */
    const char *make;         /* of those of its vehicles it is listed under; NULL: the first one's */
    const char *component;    /* the authority's own label, NULL */
    const struct stated *stated;
    size_t stated_count;
    unsigned advisories; /* of enum advisory */
    size_t repaired;     /* characters of it that were no valid text */
    size_t unreadable;   /* values of it that are not what their columns want: kept in stated as they are written */
};

/* A value that can't be used. */
struct raw_reject {
    size_t line;                 /* from 1 */
    uint64_t offset_bytes;       /* of its first byte in the file */
    struct text_view raw;        /* its bytes as they were */
    struct text_view line_break; /* that ended it, if it ended a line */
    bool is_rest;       /* of a value too long to come at once: further bytes of the reject before, not one more */
    const char *reason; /* English, one clause, marked with N_() */
    bool keeps_bytes;   /* of a list that can be written out again: its bytes are kept all the same */
};

enum reader_result { READER_RECORD, READER_REJECT, READER_END, READER_ERROR };

struct reader; /* one open file */

struct reader_options {
    const char *format;   /* a format's name, NULL or "auto": from the content */
    const char *encoding; /* "UTF-8", "Windows-1252" …; NULL: UTF-8, else Windows-1252 */
    const char *map;      /* for csv: "text=COLUMN,make=COLUMN,…"; NULL */
    /* Asked about ten times a second while a pipe is waited for; false: ERROR_INTERRUPTED. NULL: it may take for ever.
     */
    bool (*go_on)(void *context);
    void *context;
};

/*
 * Opens path ("-" is standard input) and finds out what it is, from its content. The file is read
 * as a stream; pipes serve as well. Fails with ERROR_INPUT for a directory, an empty file, a file
 * that is no text, a format that can't be recognised: the error says which.
 */
bool reader_open(const char *path, const struct reader_options *options, struct reader **reader, struct error *error);

/* READER_RECORD fills record, READER_REJECT fills reject, READER_ERROR fills error. */
enum reader_result reader_next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error);

const char *reader_format(const struct reader *reader); /* "adac" … */
/* Whether it is of that format only because any text may be, and nobody has said so. */
bool reader_is_any_text(const struct reader *reader);
const char *reader_encoding(const struct reader *reader); /* "UTF-8" … as found so far */
/* After the last value: the columns of a table, the keys of objects, whose names say nothing; ", " between them. */
struct text_view reader_unread_names(const struct reader *reader);
/* Whether most of it is UTF-8, though it is read as Windows-1252 for what is not. */
bool reader_is_mostly_utf8(const struct reader *reader);
uint64_t reader_offset_bytes(const struct reader *reader); /* how far it has read */
void reader_close(struct reader *reader);

/* Names of the formats, for messages and for --format; NULL ends the list. */
extern const char *const reader_formats[];
/* Likewise for --encoding, and the words on the left of --map: NULL behind the last. */
const char *reader_encoding_name(size_t index);
const char *reader_map_key(size_t index);
/* The names that a table's columns are known by without --map, in several languages: NULL behind the last. */
const char *reader_column_name(size_t index);

#endif
