#ifndef RUECKRUF_TUI_CLIPBOARD_H
#define RUECKRUF_TUI_CLIPBOARD_H

/*
 * The clipboard of the machine that the user sits at, through the terminal: OSC 52 of xterm's control sequences. No
 * answer comes, and none is asked for. Pure.
 */

#include <stdbool.h>

#include "core/memory.h"

/* Whether terminals of this name take the sequence or swallow it; others would print it. */
bool clipboard_is_safe(const char *term);

/* Appends the sequence that sets the clipboard to the text. */
void clipboard_append(struct text_view text, struct buffer *out);

#endif
