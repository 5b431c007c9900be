#ifndef RUECKRUF_CORE_READER_FORMAT_H
#define RUECKRUF_CORE_READER_FORMAT_H

/* What a format's file implements: one row of the table in reader.c. */

#include "core/reader.h"
#include "core/reader_input.h"

struct reader_layout;

struct reader_format {
    const char *name;
    /* Whether the beginning of a file looks like this format. The first row that says yes has it.
     */
    bool (*recognise)(struct text_view sample);
    /* The same with less to go by, as of a file that is broken there: asked when no row but what takes any text has
       said yes. */
    bool (*recognise_broken)(struct text_view sample);
    /* Makes the reader's state; may read on and take what stands before the first value. */
    bool (*open)(struct reader *reader, struct error *error);
    enum reader_result (*next)(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error);
    void (*close)(struct reader *reader);
    const struct reader_layout *layout; /* of a table of campaigns (core/reader_table.h) */
};

struct reader_json;

struct reader {
    const struct reader_format *format;
    struct reader_input input;
    const char *map;          /* of the options */
    size_t position;          /* of the next value */
    bool has_record;          /* one value at least could be used */
    bool is_any_text;         /* for reader_is_any_text() */
    void *state;              /* the format's own */
    struct reader_json *json; /* for the objects in it; made when first needed */
    struct buffer unread;     /* for reader_unread_names() */
    size_t unread_count;
    struct buffer text;  /* of the record at hand */
    struct arena *arena; /* likewise: cleared before each value */
};

extern const struct reader_format reader_adac;
extern const struct reader_format reader_csv;
extern const struct reader_format reader_dvsa;
extern const struct reader_format reader_jsonl;
extern const struct reader_format reader_kba;
extern const struct reader_format reader_nhtsa;
extern const struct reader_format reader_vrdb;

/*
 * Begins the value whose bytes are raw, at the window's front: a record with nothing in it but its
 * position, which counts up, and a reject with its place and no reason yet. To be called before the
 * window moves on. is_rest: it goes on with the value before, which was too long to come at once.
 */
void reader_begin_value(struct reader *reader, struct text_view raw, bool is_rest, struct raw_record *record,
                        struct raw_reject *reject);

/* The same for a line, or a row of lines: length has its line break with it. */
void reader_begin_line(struct reader *reader, struct text_view line, size_t length, bool is_rest,
                       struct raw_record *record, struct raw_reject *reject);

/*
 * Finds the next line that is not empty, passes over those that are, and begins it, as above; it is taken with
 * reader_input_skip(length). READER_RECORD; READER_REJECT with its reason for a piece of one that is too long;
 * READER_END; READER_ERROR.
 */
enum reader_result reader_next_line(struct reader *reader, bool (*is_empty)(struct text_view line),
                                    struct text_view *line, size_t *length, struct raw_record *record,
                                    struct raw_reject *reject, struct error *error);

/* A column or key that nothing is taken from; not those that are known to be of no use. */
void reader_note_unread(struct reader *reader, struct text_view name);

#endif
