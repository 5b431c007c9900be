#ifndef RUECKRUF_TUI_HINTS_H
#define RUECKRUF_TUI_HINTS_H

/* The next useful keys on the status line. What a person has used once is known: it makes room for the next. */

#include <stddef.h>

#include "core/memory.h"
#include "tui/browser.h"

/* Appends as many hints as fit whole into width columns, the most useful first, three blanks between them. */
void hints_append(const struct browser *browser, bool has_relaxations, bool has_hits, size_t width, struct buffer *out);

#endif
