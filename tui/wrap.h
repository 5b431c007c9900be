#ifndef RUECKRUF_TUI_WRAP_H
#define RUECKRUF_TUI_WRAP_H

/* Where lines of a clean text end: Unicode line breaking (UAX #14), by columns. */

#include <stdbool.h>
#include <stddef.h>

#include "core/memory.h"

struct wrap_line {
    size_t start;  /* bytes of the text */
    size_t length; /* without the blanks at its end */
};

/*
 * Breaks a clean text without line breaks into lines of at most width columns (at least 2); a word that is too
 * long is broken between characters, a web address only when no line has room for it. An empty text is one empty
 * line. *lines lives in arena; false: out of memory.
 */
bool wrap_paragraph(struct text_view text, size_t width_columns, struct arena *arena, struct wrap_line **lines,
                    size_t *count);

/* Appends text cut to width columns, the last one "…" (or "~" in ASCII) when something is missing. */
void wrap_append_cut(struct text_view text, size_t width_columns, bool ascii, struct buffer *out);

#endif
