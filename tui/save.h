#ifndef RUECKRUF_TUI_SAVE_H
#define RUECKRUF_TUI_SAVE_H

/* What leaves the browser for a file or a printer, and the file. Not used in restricted mode. */

#include <stdbool.h>

#include "core/error.h"
#include "core/recall.h"
#include "core/text.h"

/*
 * Appends a recall, behind others or as the first, in the format that the file's name asks for: .json and .jsonl, .csv,
 * else the text as it is shown.
 */
bool save_append_recall(const struct recall *recall, const char *name, enum text_charset charset, struct buffer *out,
                        struct error *error);

/* Writes a new file; "~/" is the user's home. One that is there already is never touched: ERROR_USAGE. */
bool save_new_file(const char *name, struct text_view bytes, struct error *error);

/* Writes all bytes to an open file, whatever interrupts it; false, with errno. */
bool save_write(int file, struct text_view bytes);

#endif
