#ifndef RUECKRUF_TUI_VIEW_MENU_H
#define RUECKRUF_TUI_VIEW_MENU_H

/* The filter menu: the facets as tabs, below them the values of one with their counts. */

#include "tui/view.h"

/* Into the rows between the bars. */
void view_draw_menu(const struct browser *browser, const struct view_data *data, struct frame *frame);

#endif
