#include "tui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What a handler needs: it can be given nothing. The flag is set when all else is there. */
static struct {
    int pipe[2]; /* a byte for each signal: the event loop wakes up */
    struct termios before;
    char restore[256];
    size_t restore_length;
    volatile sig_atomic_t holds_terminal;
} signals = {.pipe = {-1, -1}};

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT, SIGSYS, SIGTRAP, SIGXCPU};
static const int ignored_signals[] = {SIGPIPE, SIGTSTP, SIGTTOU};

static const struct {
    int number;
    enum signal_kind kind;
    int flags; /* of its handler */
} told_signals[] = {
    {SIGTERM, SIGNAL_END, 0},
    {SIGHUP, SIGNAL_END, 0},
    {SIGALRM, SIGNAL_END, 0},
    {SIGUSR1, SIGNAL_END, 0},
    {SIGUSR2, SIGNAL_END, 0},
    {SIGINT, SIGNAL_INTERRUPT, 0},
    {SIGWINCH, SIGNAL_RESIZE, 0},
    {SIGCONT, SIGNAL_RESIZE, 0},
    /* A frame that waits for a slow terminal goes on: the end of a program is no reason to break it off. */
    {SIGCHLD, SIGNAL_CHILD, SA_RESTART | SA_NOCLDSTOP},
};

/* --- The terminal ---------------------------------------------------------------------------- */

bool signals_remember_terminal(void)
{
    signals.restore_length = 0;
    return tcgetattr(STDIN_FILENO, &signals.before) == 0;
}

void signals_add_restoring(const char *bytes)
{
    size_t length = strlen(bytes);
    if (length > sizeof signals.restore - signals.restore_length)
        return;
    memcpy(signals.restore + signals.restore_length, bytes, length);
    signals.restore_length += length;
}

void signals_hold_terminal(void)
{
    signals.holds_terminal = 1;
}

/* Without waiting for it: it may be the reason why we end. */
void signals_give_back_terminal(void)
{
    if (!signals.holds_terminal)
        return;
    signals.holds_terminal = 0;
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    if (flags >= 0)
        fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
    ssize_t written = write(STDOUT_FILENO, signals.restore, signals.restore_length);
    (void)written;
    if (flags >= 0)
        fcntl(STDOUT_FILENO, F_SETFL, flags);
    tcsetattr(STDIN_FILENO, TCSANOW, &signals.before);
}

/* --- Handlers -------------------------------------------------------------------------------- */

static void on_fatal(int number)
{
    signals_give_back_terminal();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_told(int number)
{
    int saved = errno;
    char byte = (char)number;
    ssize_t written = write(signals.pipe[1], &byte, 1);
    (void)written;
    errno = saved;
}

static bool open_pipe(void)
{
    if (signals.pipe[0] >= 0)
        return true;
    if (pipe(signals.pipe) != 0)
        return false;
    for (size_t i = 0; i < 2; i++) {
        fcntl(signals.pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(signals.pipe[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

bool signals_begin(void)
{
    if (!open_pipe())
        return false;
    struct sigaction fatal = {.sa_handler = on_fatal, .sa_flags = SA_RESETHAND | SA_NODEFER};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    for (size_t i = 0; i < sizeof fatal_signals / sizeof fatal_signals[0]; i++)
        sigaction(fatal_signals[i], &fatal, NULL);
    for (size_t i = 0; i < sizeof ignored_signals / sizeof ignored_signals[0]; i++)
        sigaction(ignored_signals[i], &ignored, NULL);
    for (size_t i = 0; i < sizeof told_signals / sizeof told_signals[0]; i++) {
        struct sigaction told = {.sa_handler = on_told, .sa_flags = told_signals[i].flags};
        sigaction(told_signals[i].number, &told, NULL);
    }
    return true;
}

/* --- Taking ---------------------------------------------------------------------------------- */

int signals_descriptor(void)
{
    return signals.pipe[0];
}

static enum signal_kind kind_of(int number)
{
    for (size_t i = 0; i < sizeof told_signals / sizeof told_signals[0]; i++)
        if (told_signals[i].number == number)
            return told_signals[i].kind;
    return SIGNAL_NONE;
}

enum signal_kind signals_take(void)
{
    enum signal_kind gravest = SIGNAL_NONE;
    char bytes[64];
    ssize_t count;
    while ((count = read(signals.pipe[0], bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < count; i++) {
            enum signal_kind kind = kind_of(bytes[i]);
            gravest = kind > gravest ? kind : gravest;
        }
    }
    return gravest;
}
