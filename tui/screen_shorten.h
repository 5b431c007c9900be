#ifndef RUECKRUF_TUI_SCREEN_SHORTEN_H
#define RUECKRUF_TUI_SCREEN_SHORTEN_H

/*
 * What ncurses writes, in fewer bytes that do the same. With each change of attributes it chooses the character set
 * again, of which we never leave the first; and it writes attributes and colours one behind the other, also those that
 * the next one takes back.
 */

#include <stddef.h>

/* Shortens bytes in place; their new length. */
size_t screen_shorten(char *bytes, size_t length);

#endif
