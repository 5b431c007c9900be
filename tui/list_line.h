#ifndef RUECKRUF_TUI_LIST_LINE_H
#define RUECKRUF_TUI_LIST_LINE_H

/* What a list says of a recall, behind its date: the urgent word, which car it is, what is wrong with it. Pure. */

#include <stddef.h>

#include "core/memory.h"
#include "core/recall.h"
#include "core/text.h"

/*
 * Appends "[FIRE] 2× Honda CR-V: Fuel pump may …" as clean text of at most width columns; members is how many recalls
 * the row stands for. The car is its make alone, or not said, where it would take the headline's room. Returns how
 * many bytes of it are the urgent word.
 */
size_t list_line_append(const struct recall_summary *summary, size_t members, size_t width_columns,
                        enum text_charset charset, struct buffer *out);

#endif
