#ifndef RUECKRUF_CORE_EXPORT_H
#define RUECKRUF_CORE_EXPORT_H

/* Recalls as data for other programs. Each is appended to a buffer; nothing is written here. */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/store.h"

/* A JSON string with its quotes: UTF-8, control characters escaped, broken bytes as U+FFFD. */
void export_json_string(struct text_view string, struct buffer *out);

/*
 * One line with all keys of a recall, ended by a line break. The last one, "stated", tells what its source had said in
 * fields of its own; an import takes that, and reads all else from the text again. Without it all would be the
 * source's.
 */
void export_json_recall(const struct recall *recall, struct buffer *out);

/* The object that is the value of "stated". */
void export_json_stated(const struct recall *recall, struct buffer *out);

/* A table with the names of its columns in the first line, for spreadsheets; UTF-8. Its last column is "stated". */
void export_csv_head(struct buffer *out);
void export_csv_recall(const struct recall *recall, struct buffer *out);

/* Takes bytes that were written out; false, with the error filled in: no more. */
typedef bool export_write(void *context, struct text_view bytes, struct error *error);

/*
 * The values of a source joined again as the list they were: byte for byte the file, in pieces. ERROR_NOT_FOUND when
 * there is no such source, ERROR_USAGE when it was no such list.
 */
bool export_adac(struct store *store, const char *source, export_write *write, void *context, struct error *error);

#endif
