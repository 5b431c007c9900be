#ifndef RUECKRUF_TUI_SIGNALS_H
#define RUECKRUF_TUI_SIGNALS_H

/*
 * What signals tell the event loop, and the way back: whatever ends the program, the terminal is as it was. The one
 * module whose data is global, for a handler can be given nothing.
 */

#include <stdbool.h>

/* The graver the later. */
enum signal_kind {
    SIGNAL_NONE,
    SIGNAL_CHILD,     /* a program that was started has ended */
    SIGNAL_RESIZE,    /* the window may have another size, or the process goes on after a stop */
    SIGNAL_INTERRUPT, /* Ctrl-C, from outside: of the keyboard's own the terminal makes a byte */
    SIGNAL_END,
};

/*
 * From now on signals wait to be taken, a crash gives the terminal back before it ends the program, and Ctrl-Z and a
 * closed pipe do nothing by themselves. False: the system has no room for that.
 */
bool signals_begin(void);

/* Readable while signals wait. */
int signals_descriptor(void);
/* The gravest of those that wait; none waits any more. */
enum signal_kind signals_take(void);

/* Remembers the terminal's modes as they are, to be given back; false: standard input is no terminal. */
bool signals_remember_terminal(void);
/* The bytes that give the terminal back: a further part; what has no room is left out. */
void signals_add_restoring(const char *bytes);

/* The terminal is ours from now on; until it was given back, which is done once. */
void signals_hold_terminal(void);
void signals_give_back_terminal(void);

#endif
