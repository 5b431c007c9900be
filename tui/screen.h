#ifndef RUECKRUF_TUI_SCREEN_H
#define RUECKRUF_TUI_SCREEN_H

/*
 * The terminal: frames go out, keys come in. The only file that knows ncurses, which does the output; keys are read as
 * bytes and told apart by ourselves, so that they don't depend on what TERM claims.
 *
 * The terminal is given back as it was on every way out: screen_close(), signals, a crash (signals.h).
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"
#include "tui/frame.h"
#include "tui/options.h"
#include "tui/theme.h"

struct screen;

struct screen_options {
    enum color_mode color;
    enum theme theme;
    bool is_thrifty; /* no reversed rows: they cost bytes */
};

/* ERROR_USAGE when there is no terminal, or none that can be used. One screen at a time. */
bool screen_open(const struct screen_options *options, struct screen **screen, struct error *error);
void screen_close(struct screen *screen); /* NULL is allowed */

/* The terminal whose description is used because TERM has none here; NULL: TERM's own. */
const char *screen_stand_in(const struct screen *screen);

/* Of the window; within bounds, and 24 by 80 where the terminal does not say. */
void screen_size(const struct screen *screen, int *rows, int *columns);

/* Shows the frame: only what differs from the last one is sent, in one write. */
void screen_draw(struct screen *screen, const struct frame *frame);

/* Sends bytes that draw nothing. */
void screen_send(struct screen *screen, struct text_view bytes);

/* Everything anew at the next draw. */
void screen_forget(struct screen *screen);

/* Gives the terminal back, stops the process, takes the terminal again when it goes on. */
void screen_suspend(struct screen *screen);

enum screen_event {
    SCREEN_INPUT, /* bytes were read */
    SCREEN_RESIZED,
    SCREEN_TIMEOUT,
    SCREEN_CHILD_ENDED, /* a program that was started; another event may come in its stead */
    SCREEN_ENDED,       /* hang-up, end of input, SIGTERM, SIGHUP */
    SCREEN_INTERRUPTED,
};

/*
 * Waits for the next event, at most timeout_milliseconds (-1: for ever). Input goes to bytes, *count of at most
 * capacity; all that is waiting is taken at once.
 */
enum screen_event screen_wait(struct screen *screen, int timeout_milliseconds, char *bytes, size_t capacity,
                              size_t *count);

#endif
