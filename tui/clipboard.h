#ifndef RUECKRUF_TUI_CLIPBOARD_H
#define RUECKRUF_TUI_CLIPBOARD_H

/*
 * The clipboard of the machine that the user sits at, through the terminal: OSC 52 of xterm's control sequences. No
 * answer comes, and none is asked for. Pure.
 */

#include "core/memory.h"

/* Appends the sequence that sets the clipboard to the text. */
void clipboard_append(struct text_view text, struct buffer *out);

#endif
