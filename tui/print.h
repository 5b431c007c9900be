#ifndef RUECKRUF_TUI_PRINT_H
#define RUECKRUF_TUI_PRINT_H

/*
 * The printer's command, which works beside the browser: one that hangs holds nobody up. Not used in restricted mode.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "core/error.h"
#include "core/memory.h"

enum { PRINT_JOBS_MOST = 8 };

/* Commands at work. Zero-initialise; those that still work when the browser ends go on. */
struct print {
    struct print_job {
        pid_t process;       /* 0: none */
        const char *command; /* as it was named; lives as long as the environment */
    } jobs[PRINT_JOBS_MOST];
};

/*
 * Gives bytes to the command as its standard input: $RUECKRUF_PRINT, words between blanks, no shell; else lp, else
 * lpr. It has no terminal, so that it can neither write on the screen nor wait for an answer. True: it was started;
 * SIGCHLD tells when print_outcome() has something to say.
 */
bool print_begin(struct print *print, struct text_view bytes, struct error *error);

enum print_outcome {
    PRINT_NOTHING, /* no command has ended since */
    PRINT_TAKEN,
    PRINT_REFUSED, /* error says by which */
};

/* How the next of those that have ended went. Never waits. */
enum print_outcome print_outcome(struct print *print, struct error *error);

#endif
