#ifndef RUECKRUF_TUI_PAPER_H
#define RUECKRUF_TUI_PAPER_H

/* What lies over the panes: rows to look at, to copy or to hold a camera to. Pure. */

#include <stdbool.h>

#include "core/error.h"
#include "core/recall.h"
#include "core/text.h"
#include "tui/row.h"

struct paper {
    struct row *rows;
    size_t row_count;
    bool has_code; /* a QR code is on it */
};

/* Rows and their texts live in arena. False: out of memory. */

/* Clean text line by line, each wrapped under its own beginning. */
bool paper_lay_wrapped(struct text_view clean, size_t columns, struct arena *arena, struct paper *paper);

/* Appends a recall as clean text: its number, headline and text, nothing else. */
bool paper_append_recall(const struct recall *recall, enum text_charset charset, struct buffer *out);

/*
 * The first web address of a recall, else its first phone number, as a QR code over the words themselves; where the
 * code would be larger than the screen, or the program has none (qr.h), the words alone, under a row that says why. No
 * rows: the recall has neither.
 */
bool paper_lay_code(const struct recall *recall, enum text_charset charset, size_t rows, size_t columns,
                    struct arena *arena, struct paper *paper);

#endif
