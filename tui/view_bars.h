#ifndef RUECKRUF_TUI_VIEW_BARS_H
#define RUECKRUF_TUI_VIEW_BARS_H

/* The first and the last line: where one is, and what the next keys are. */

#include "tui/view.h"

/* Into the frame's first row; the status line into its last. */
void view_draw_title(const struct browser *browser, const struct view_data *data, struct frame *frame);
void view_draw_status(const struct browser *browser, const struct view_data *data, struct frame *frame);
/* How many columns a message has on the status line. */
size_t view_message_columns(const struct browser *browser, enum text_charset charset);

#endif
