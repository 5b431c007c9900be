#ifndef RUECKRUF_TUI_QR_H
#define RUECKRUF_TUI_QR_H

/*
 * A text as a QR code on a screen: two modules in one cell with half blocks, else two cells for one module. Dark
 * on light whatever the terminal's colours are, with the quiet margin that cameras need. Pure.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/memory.h"
#include "core/text.h"
#include "tui/row.h"

/* Whether the program was built with libqrencode. */
bool qr_is_there(void);

/*
 * Rows live in arena. False when there is none: it would be larger than rows_most × columns_most, memory is out, or
 * the program was built without libqrencode.
 */
bool qr_lay_out(const char *text, enum text_charset charset, size_t rows_most, size_t columns_most, struct arena *arena,
                struct row **rows, size_t *count);

/* Appends what a telephone dials for a number as written: "tel:+498912345". */
void qr_append_phone(const char *written, struct buffer *out);

/* Appends what a browser opens for an address as written. */
void qr_append_address(const char *written, struct buffer *out);

#endif
