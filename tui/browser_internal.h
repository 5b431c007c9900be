#ifndef RUECKRUF_TUI_BROWSER_INTERNAL_H
#define RUECKRUF_TUI_BROWSER_INTERNAL_H

/* What the files of the browser's state share. */

#include "tui/browser.h"

/* The bytes of a text that fit: it is cut between characters. */
size_t browser_fit_bytes(const char *text, size_t most);
/* How far that text is read which is shown: the full one, or the preview. */
struct browser_reading *browser_reading(struct browser *browser);
/* Of another list the first recall. */
void browser_select_first(struct browser *browser);
/* What is shown, to be come back to. */
struct browser_step browser_step_now(const struct browser *browser);
/* A step that u leads back to. */
void browser_push_undo(struct browser *browser, const struct browser_step *step);
/* Of another list the recall that was selected when it was left; effects. */
unsigned browser_select_again(struct browser *browser, const struct browser_step *step);
/* Another category (-1: all), which u takes back; effects. */
unsigned browser_set_category(struct browser *browser, int category);

/* --- What commands do (browser_commands.c) --- */

/* Puts away the help or the menu for a command that is not theirs: what they cover does not change unseen. */
void browser_uncover(struct browser *browser, enum command_id command);
/* Whether the command does nothing where the person is. */
bool browser_is_idle(const struct browser *browser, enum command_id command);
void browser_open_help(struct browser *browser);
/* Effects. */
unsigned browser_run(struct browser *browser, enum command_id command, const struct browser_facts *facts);

/* --- Moving (browser_move.c): each does a command, by or where to being its argument, and returns effects --- */

unsigned browser_move(struct browser *browser, int command, const struct browser_facts *facts);
unsigned browser_step_focus(struct browser *browser, int by, const struct browser_facts *facts); /* to the edge */
unsigned browser_turn_focus(struct browser *browser, int by, const struct browser_facts *facts); /* and around */
unsigned browser_step_recall(struct browser *browser, int by, const struct browser_facts *facts);
unsigned browser_go_to_hit(struct browser *browser, int direction, const struct browser_facts *facts);

/* The hit of the recall that browser_go_to_hit() went on to comes into sight. */
void browser_show_wanted_hit(struct browser *browser, const struct browser_facts *facts);

/* The first row shown of length rows, of which shown are seen: no more than needed to see the last. */
size_t browser_clamp(size_t top, size_t length, size_t shown);

/* --- What is typed into (browser_entry.c); each returns effects --- */
unsigned browser_begin_entry(struct browser *browser, enum browser_entry entry);
unsigned browser_entry_key(struct browser *browser, uint32_t key);
unsigned browser_ask_for_paper(struct browser *browser, enum browser_paper paper);

#endif
