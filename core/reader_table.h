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

/* Whether the first line of a sample has a column of that name, whichever the delimiter. */
bool reader_table_sample_has(struct text_view sample, const char *name);

/* How many columns of the sample's first line the delimiter gives that are in the list. */
size_t reader_table_sample_count(struct text_view sample, char delimiter, const struct reader_column *columns,
                                 size_t count);

/* Makes the table the reader's state and reads the header. ERROR_INPUT when there is none. */
bool reader_table_open(struct reader *reader, char delimiter, struct error *error);
void reader_table_close(struct reader *reader);

/* Gives the columns their meaning; returns how many were found. */
size_t reader_table_bind(struct reader *reader, const struct reader_column *columns, size_t count);

/* Takes a meaning away from the columns that have it. */
void reader_table_unbind(struct reader *reader, enum reader_target target);

bool reader_table_has(const struct reader *reader, enum reader_target target);

/* Tells the reader which columns have had no meaning given to them; not those that are known to have none. */
void reader_table_note_unread(struct reader *reader);

/*
 * The next row, put into the draft (READER_RECORD; record is begun, but not yet filled), or a row
 * that is none (READER_REJECT).
 */
enum reader_result reader_table_next(struct reader *reader, struct reader_draft *draft, struct raw_record *record,
                                     struct raw_reject *reject, struct error *error);

/* --- Tables of campaigns: of a source whose columns always have the same names -------------- */

/* Opens one and gives its columns their meaning. ERROR_INPUT when none has the campaign's number. */
bool reader_table_open_campaigns(struct reader *reader, const struct reader_layout *layout, struct error *error);

/*
 * The next row, as reader_table_next() puts it into the draft, and as the record. Without a number it is none:
 * no_number is the reason, a sentence marked with N_().
 */
enum reader_result reader_table_next_campaign(struct reader *reader, const char *no_number, struct reader_draft *draft,
                                              struct raw_record *record, struct raw_reject *reject,
                                              struct error *error);

#endif
