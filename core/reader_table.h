#ifndef RUECKRUF_CORE_READER_TABLE_H
#define RUECKRUF_CORE_READER_TABLE_H

/*
 * Tables with a header and quoted cells, row by row, parsed by libcsv: what the readers of kba,
 * dvsa, vrdb and csv share. A row whose quotation marks do not match costs one line, not the rest
 * of the file: reading goes on with the line after it.
 */

#include "core/reader_layout.h"

/* A row of several lines is at most so long; what is longer has an unmatched quotation mark. */
enum { READER_TABLE_ROW_BYTES = 1024 * 1024 };

struct reader_table;

/* Where a table's header is, and what parts its cells. */
struct reader_table_header {
    char delimiter;
    size_t above_bytes; /* of what stands above it, which is no part of the table */
    size_t line;        /* from 1, empty ones left out */
};

/*
 * The places where the header of a sample, a file's beginning as UTF-8, may be: the first lines that are not empty,
 * each with every delimiter. Begins with a place that is all zero; false behind the last one.
 */
bool reader_table_next_place(struct text_view sample, struct reader_table_header *place);

/*
 * How many columns that a header there has are in the list. Here as below, names are compared by
 * text_append_name_key().
 */
size_t reader_table_sample_count(struct text_view sample, const struct reader_table_header *place,
                                 const struct reader_column *columns, size_t count);

/* Whether there is a place with a column of that name. It is put into *header, unless that is NULL. */
bool reader_table_sample_has(struct text_view sample, const char *name, struct reader_table_header *header);

/*
 * Makes the table the reader's state and reads the header. ERROR_INPUT when there is none, or one of too many columns.
 * Also after a failure the reader has to be closed.
 */
bool reader_table_open(struct reader *reader, struct reader_table_header header, struct error *error);

/* Frees the table, if there is one. */
void reader_table_close(struct reader *reader);

/* Gives the table's columns the meaning that the list has for their names; returns how many it knows. */
size_t reader_table_bind(struct reader *reader, const struct reader_column *columns, size_t count);

/* Takes a meaning away from the columns that have it. */
void reader_table_unbind(struct reader *reader, enum reader_target target);

/* Whether a column has that meaning. */
bool reader_table_has(const struct reader *reader, enum reader_target target);

/* Tells the reader which columns have had no meaning given to them; not those that are known to have none. */
void reader_table_note_unread(struct reader *reader);

/*
 * The next row, put into the draft, which it empties first (READER_RECORD; of record only raw and repaired are set,
 * the rest is as reader_begin_line() leaves it), or a row that is none (READER_REJECT). Both borrow from the reader
 * until the next call. READER_END behind the last row; READER_ERROR when the file can't be read on, or memory is out.
 */
enum reader_result reader_table_next(struct reader *reader, struct reader_draft *draft, struct raw_record *record,
                                     struct raw_reject *reject, struct error *error);

/* --- Tables of campaigns: of a source whose columns always have the same names, in the format's layout --- */

/* Opens one and gives its columns their meaning. ERROR_INPUT when none has the campaign's number. */
bool reader_table_open_campaigns(struct reader *reader, struct error *error);

/* The next row as a record; one without a number, or with one that is none by the layout, is a reject. */
enum reader_result reader_table_next_campaign(struct reader *reader, struct raw_record *record,
                                              struct raw_reject *reject, struct error *error);

#endif
