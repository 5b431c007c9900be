#ifndef RUECKRUF_TUI_BROWSER_MENU_H
#define RUECKRUF_TUI_BROWSER_MENU_H

/* The filter menu's state: which facet's values are listed, and which is selected. Pure, like the browser's. */

#include "tui/browser.h"

enum { MENU_HEAD_ROWS = 2 }; /* the names of the facets, and an empty row */

/* How many values are seen at once; 1 at least. */
size_t browser_menu_rows(const struct browser *browser);

/* Opens it with the facet that was looked at last. */
void browser_menu_open(struct browser *browser);

/* What a command does in the menu. */
unsigned browser_menu_command(struct browser *browser, enum command_id command, const struct browser_facts *facts);

/* Brings the selected value back into those that there are, and into sight. */
void browser_menu_settle(struct browser *browser, const struct browser_facts *facts);

#endif
