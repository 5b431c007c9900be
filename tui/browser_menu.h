#ifndef RUECKRUF_TUI_BROWSER_MENU_H
#define RUECKRUF_TUI_BROWSER_MENU_H

/* The filter menu's state: which facet's values are listed, and which is selected. Pure, like the browser's. */

#include "tui/browser.h"

void browser_menu_open(struct browser *browser);

/* What a command does in the menu. */
unsigned browser_menu_command(struct browser *browser, enum command_id command, const struct browser_facts *facts);

#endif
