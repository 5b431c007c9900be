#ifndef RUECKRUF_TUI_SCREEN_ABILITIES_H
#define RUECKRUF_TUI_SCREEN_ABILITIES_H

/* What the description of a terminal (terminfo) says that it can do. It is read, never asked of the terminal. */

#include <stdbool.h>
#include <stddef.h>

enum { SCREEN_COLORS = 8, SCREEN_SEQUENCE_BYTES = 24 };

/* As the bytes to send; "" where it can't. */
struct screen_abilities {
    bool is_known; /* TERM has a description here */
    int colors;    /* 0: none */
    char normal[SCREEN_SEQUENCE_BYTES];
    char reverse[SCREEN_SEQUENCE_BYTES];
    char underline[SCREEN_SEQUENCE_BYTES];
    char bold[SCREEN_SEQUENCE_BYTES];
    char foreground[SCREEN_COLORS][SCREEN_SEQUENCE_BYTES]; /* black to white */
};

/* Without a screen: for printed output. Of screen.c, as only that knows ncurses. */
void screen_describe(struct screen_abilities *abilities);

/* Whether a value of TERM can be looked up: a name is no path, whatever the environment says. */
bool screen_is_name(const char *term);

/* What no description tells, but the name of TERM does: whether what is pasted is marked; */
bool screen_marks_paste(void);
/* and whether the sequence that sets the clipboard is taken, or swallowed: others would print it. */
bool screen_takes_clipboard(void);

#endif
