#ifndef RUECKRUF_TUI_BROWSER_INTERNAL_H
#define RUECKRUF_TUI_BROWSER_INTERNAL_H

/* What the files of the browser's state share. */

#include "tui/browser.h"

/* The bytes of a text that fit: it is cut between characters. */
size_t browser_fit_bytes(const char *text, size_t most);
void browser_copy_query(char line[BROWSER_LINE_BYTES], const char *query);
/* A step that u leads back to. */
void browser_push_undo(struct browser *browser, const struct browser_step *step);

/* --- What is typed into (browser_entry.c); each returns effects --- */
unsigned browser_begin_entry(struct browser *browser, enum browser_entry entry);
unsigned browser_entry_key(struct browser *browser, uint32_t key);
unsigned browser_ask_for_paper(struct browser *browser, enum browser_paper paper);

#endif
