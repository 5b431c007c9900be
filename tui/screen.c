#include "tui/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <ncurses.h>
#include <term.h>
/* term.h takes these words for capabilities. */
#undef columns
#undef lines

#include "core/text.h"
#include "tui/locale_text.h"

enum { ROWS_MOST = 300, COLUMNS_MOST = 1000 };

struct screen {
    struct screen_options options;
    SCREEN *curses;
    FILE *output;  /* what ncurses writes to: its descriptor is exchanged while a frame is made */
    int terminal;  /* the real one */
    int collector; /* a file in memory that takes a frame's bytes; -1: none, bytes go straight out */
    char *collected;
    size_t collected_capacity;
    bool has_colors;
    const char *stand_in; /* the terminal whose description is used instead of that of TERM; NULL: none */
    wchar_t *wide;        /* of the piece being drawn */
    size_t wide_capacity;
};

/* --- Signals ------------------------------------------------------------------------------- */

/* What a handler needs: it can be given nothing. Written before the handlers are set. */
static struct {
    int pipe[2]; /* a byte for each signal: the event loop wakes up */
    struct termios before;
    char restore[256];
    size_t restore_length;
    volatile sig_atomic_t is_active;
} signals = {.pipe = {-1, -1}};

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT, SIGSYS, SIGTRAP, SIGXCPU};
static const int told_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT, SIGALRM, SIGUSR1, SIGUSR2};

/* Gives the terminal back without waiting for it: it may be the reason why we end. */
static void restore_terminal(void)
{
    if (!signals.is_active)
        return;
    signals.is_active = 0;
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    if (flags >= 0)
        fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
    ssize_t written = write(STDOUT_FILENO, signals.restore, signals.restore_length);
    (void)written;
    if (flags >= 0)
        fcntl(STDOUT_FILENO, F_SETFL, flags);
    tcsetattr(STDIN_FILENO, TCSANOW, &signals.before);
}

static void on_fatal(int number)
{
    restore_terminal();
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

static bool set_handlers(void)
{
    if (signals.pipe[0] < 0 && pipe2(signals.pipe, O_NONBLOCK | O_CLOEXEC) != 0)
        return false;
    struct sigaction fatal = {.sa_handler = on_fatal, .sa_flags = SA_RESETHAND | SA_NODEFER};
    struct sigaction told = {.sa_handler = on_told};
    /* A frame that waits for a slow terminal goes on: the end of a program is no reason to break it off. */
    struct sigaction restarting = {.sa_handler = on_told, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    for (size_t i = 0; i < sizeof fatal_signals / sizeof fatal_signals[0]; i++)
        sigaction(fatal_signals[i], &fatal, NULL);
    for (size_t i = 0; i < sizeof told_signals / sizeof told_signals[0]; i++)
        sigaction(told_signals[i], &told, NULL);
    sigaction(SIGCHLD, &restarting, NULL);
    sigaction(SIGPIPE, &ignored, NULL);
    sigaction(SIGTSTP, &ignored, NULL);
    sigaction(SIGTTOU, &ignored, NULL);
    return true;
}

/* --- Opening ------------------------------------------------------------------------------- */

/* A capability without the pauses that some terminals are said to need. */
static void append_capability(const char *name)
{
    const char *string = tigetstr((char *)name);
    if (!string || string == (char *)-1)
        return;
    for (const char *c = string; *c; c++) {
        if (c[0] == '$' && c[1] == '<') {
            while (*c && *c != '>')
                c++;
            if (!*c)
                return;
        } else if (signals.restore_length + 1 < sizeof signals.restore) {
            signals.restore[signals.restore_length++] = *c;
        }
    }
}

/* Terminals that are known to mark what is pasted. */
static bool marks_paste(void)
{
    static const char *const names[] = {"xterm",     "screen", "tmux", "putty", "rxvt",
                                        "alacritty", "foot",   "st-",  "kitty", "linux"};
    const char *term = getenv("TERM");
    for (size_t i = 0; term && i < sizeof names / sizeof names[0]; i++)
        if (strncmp(term, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static void prepare_restore(void)
{
    static const char *const names[] = {"sgr0", "cnorm", "rmcup"};
    signals.restore_length = 0;
    if (marks_paste()) {
        memcpy(signals.restore, "\033[?2004l", 8);
        signals.restore_length = 8;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        append_capability(names[i]);
}

static bool begin_curses(struct screen *screen)
{
    static const char *const fallbacks[] = {NULL, "vt220", "vt100", "ansi"};
    const char *term = getenv("TERM");
    for (size_t i = 0; i < sizeof fallbacks / sizeof fallbacks[0]; i++) {
        const char *name = fallbacks[i] ? fallbacks[i] : term;
        /* A name is no path, whatever the environment says. */
        if (!name || !*name || strchr(name, '/') || strlen(name) > 60)
            continue;
        screen->curses = newterm((char *)name, screen->output, stdin);
        screen->stand_in = fallbacks[i];
        if (screen->curses)
            return true;
    }
    return false;
}

static void terminal_size(int *rows, int *columns)
{
    struct winsize size = {0};
    *rows = 24;
    *columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        *rows = size.ws_row < ROWS_MOST ? size.ws_row : ROWS_MOST;
        *columns = size.ws_col < COLUMNS_MOST ? size.ws_col : COLUMNS_MOST;
    }
}

/* Each style has a pair of its own, counted from 1; a paper's are as they are on paper. */
static bool begin_pairs(enum theme theme)
{
    for (int style = 0; style < STYLE_COUNT; style++) {
        int color = theme_style(theme, (enum style)style).color;
        if (color >= 0 && init_pair((short)(style + 1), (short)color, -1) != OK)
            return false;
    }
    return init_pair(STYLE_PAPER + 1, COLOR_BLACK, COLOR_WHITE) == OK &&
           init_pair(STYLE_INK + 1, COLOR_WHITE, COLOR_BLACK) == OK;
}

static void begin_colors(struct screen *screen)
{
    const char *no_color = getenv("NO_COLOR");
    bool wanted =
        screen->options.color == COLOR_ALWAYS || (screen->options.color == COLOR_AUTO && !(no_color && *no_color));
    if (!wanted || screen->options.theme == THEME_MONO || !has_colors())
        return;
    start_color();
    use_default_colors();
    screen->has_colors = begin_pairs(screen->options.theme);
}

static void write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) {
            /* A signal that ends the program must not wait for a terminal that has stopped. */
            struct pollfd told = {.fd = signals.pipe[0], .events = POLLIN};
            if (poll(&told, 1, 0) == 1)
                return;
            continue;
        }
        if (written < 0)
            return;
        bytes += written;
        length -= (size_t)written;
    }
}

static void set_modes(void)
{
    raw();
    noecho();
    nonl();
    curs_set(1);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
}

bool screen_open(const struct screen_options *options, struct screen **result, struct error *error)
{
    *result = NULL;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &signals.before) != 0)
        return error_set(error, ERROR_USAGE, "terminal", "there is none");
    struct screen *screen = calloc(1, sizeof *screen);
    if (!screen)
        return error_set_memory(error, "terminal");
    screen->options = *options;
    screen->terminal = STDOUT_FILENO;
    int copy = dup(STDOUT_FILENO);
    screen->output = copy >= 0 ? fdopen(copy, "w") : NULL;
    screen->collector = memfd_create("frame", MFD_CLOEXEC);
    use_env(FALSE);
    if (!screen->output || !set_handlers() || !begin_curses(screen)) {
        screen_close(screen);
        error_set(error, ERROR_USAGE, "terminal", "it can't be used");
        return error_set_way_out(error, "set TERM to what it is, for example xterm or vt220");
    }
    prepare_restore();
    signals.is_active = 1;
    set_modes();
    begin_colors(screen);
    int rows, columns;
    terminal_size(&rows, &columns);
    resizeterm(rows, columns);
    if (marks_paste())
        write_all(STDOUT_FILENO, "\033[?2004h", 8);
    *result = screen;
    return true;
}

const char *screen_stand_in(const struct screen *screen)
{
    return screen->stand_in;
}

void screen_close(struct screen *screen)
{
    if (!screen)
        return;
    if (screen->curses) {
        endwin();
        delscreen(screen->curses);
    }
    restore_terminal();
    if (screen->output)
        fclose(screen->output);
    if (screen->collector >= 0)
        close(screen->collector);
    free(screen->collected);
    free(screen->wide);
    free(screen);
}

void screen_size(const struct screen *screen, int *rows, int *columns)
{
    (void)screen;
    getmaxyx(stdscr, *rows, *columns);
}

/* --- Drawing ------------------------------------------------------------------------------- */

static attr_t style_attributes(const struct screen *screen, enum style style, short *pair)
{
    static const struct {
        unsigned theme;
        attr_t curses;
    } attributes[] = {
        {THEME_BOLD, A_BOLD}, {THEME_DIM, A_DIM}, {THEME_UNDERLINE, A_UNDERLINE}, {THEME_REVERSE, A_REVERSE}};
    struct theme_style wanted = theme_style(screen->options.theme, style);
    bool is_paper = style == STYLE_PAPER || style == STYLE_INK;
    attr_t found = A_NORMAL;
    *pair = screen->has_colors && (wanted.color >= 0 || is_paper) ? (short)(style + 1) : 0;
    if ((is_paper && *pair) || (style == STYLE_SELECTED && screen->options.is_thrifty))
        return A_NORMAL;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (wanted.attributes & attributes[i].theme)
            found |= attributes[i].curses;
    return found;
}

/* Clean text as wide characters of the locale. */
static bool widen_text(struct screen *screen, struct text_view text)
{
    if (text.length + 1 > screen->wide_capacity) {
        wchar_t *wide = realloc(screen->wide, (text.length + 1) * sizeof *wide);
        if (!wide)
            return false;
        screen->wide = wide;
        screen->wide_capacity = text.length + 1;
    }
    size_t count = 0;
    while (text.length > 0) {
        size_t length;
        screen->wide[count++] = (wchar_t)text_decode(text, &length);
        text.bytes += length;
        text.length -= length;
    }
    screen->wide[count] = L'\0';
    return true;
}

static void draw_piece(struct screen *screen, const struct piece *piece)
{
    short pair;
    attr_t attributes = style_attributes(screen, piece->style, &pair);
    if (!widen_text(screen, piece->text))
        return;
    attr_set(attributes, pair, NULL);
    mvaddwstr(piece->row, piece->column, screen->wide);
    attr_set(A_NORMAL, 0, NULL);
}

/* Sends what ncurses has collected in one write: one packet on the line instead of dozens. */
static void send_collected(struct screen *screen)
{
    off_t length = lseek(screen->collector, 0, SEEK_CUR);
    if (length <= 0)
        return;
    if ((size_t)length > screen->collected_capacity) {
        char *grown = realloc(screen->collected, (size_t)length);
        if (!grown)
            return;
        screen->collected = grown;
        screen->collected_capacity = (size_t)length;
    }
    ssize_t taken = pread(screen->collector, screen->collected, (size_t)length, 0);
    lseek(screen->collector, 0, SEEK_SET);
    if (ftruncate(screen->collector, 0) == 0 && taken > 0)
        write_all(screen->terminal, screen->collected, (size_t)taken);
}

void screen_draw(struct screen *screen, const struct frame *frame)
{
    erase();
    for (size_t i = 0; i < frame->count; i++)
        draw_piece(screen, &frame->pieces[i]);
    if (frame->cursor_row >= 0)
        move(frame->cursor_row, frame->cursor_column);
    else
        move(frame->rows - 1, frame->columns - 1);
    wnoutrefresh(stdscr);
    int output = fileno(screen->output);
    bool collects = screen->collector >= 0 && dup2(screen->collector, output) >= 0;
    doupdate();
    fflush(screen->output);
    if (collects) {
        dup2(screen->terminal, output);
        send_collected(screen);
    }
}

void screen_send(struct screen *screen, struct text_view bytes)
{
    write_all(screen->terminal, bytes.bytes, bytes.length);
}

void screen_forget(struct screen *screen)
{
    (void)screen;
    clearok(curscr, TRUE);
}

void screen_suspend(struct screen *screen)
{
    endwin();
    restore_terminal();
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    signal(SIGTSTP, SIG_IGN);
    signals.is_active = 1;
    set_modes();
    if (marks_paste())
        write_all(STDOUT_FILENO, "\033[?2004h", 8);
    screen_forget(screen);
    refresh();
}

/* --- Waiting ------------------------------------------------------------------------------- */

/* The event that the signals told of; the gravest wins. */
static enum screen_event take_signals(void)
{
    enum screen_event event = SCREEN_TIMEOUT;
    char bytes[64];
    ssize_t count;
    while ((count = read(signals.pipe[0], bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < count; i++) {
            if (bytes[i] == SIGTERM || bytes[i] == SIGHUP || bytes[i] == SIGALRM || bytes[i] == SIGUSR1 ||
                bytes[i] == SIGUSR2)
                event = SCREEN_ENDED;
            else if (bytes[i] == SIGINT && event != SCREEN_ENDED)
                event = SCREEN_INTERRUPTED;
            else if (bytes[i] == SIGCHLD)
                event = event == SCREEN_TIMEOUT ? SCREEN_CHILD_ENDED : event;
            else if (event == SCREEN_TIMEOUT || event == SCREEN_CHILD_ENDED)
                event = SCREEN_RESIZED;
        }
    }
    if (event == SCREEN_RESIZED) {
        int rows, columns;
        terminal_size(&rows, &columns);
        resizeterm(rows, columns);
    }
    return event;
}

enum screen_event screen_wait(struct screen *screen, int timeout_milliseconds, char *bytes, size_t capacity,
                              size_t *count)
{
    (void)screen;
    *count = 0;
    struct pollfd sources[] = {
        {.fd = signals.pipe[0], .events = POLLIN},
        {.fd = STDIN_FILENO, .events = POLLIN},
    };
    int ready = poll(sources, 2, timeout_milliseconds);
    if (ready < 0 && errno != EINTR)
        return SCREEN_ENDED;
    if (ready <= 0)
        return ready == 0 ? SCREEN_TIMEOUT : take_signals();
    if (sources[0].revents)
        return take_signals();
    /* Input that was typed before a hang-up is worth nothing any more. */
    if (sources[1].revents & (POLLHUP | POLLERR | POLLNVAL))
        return SCREEN_ENDED;
    ssize_t taken = read(STDIN_FILENO, bytes, capacity);
    if (taken < 0 && (errno == EINTR || errno == EAGAIN))
        return SCREEN_TIMEOUT;
    if (taken <= 0)
        return SCREEN_ENDED;
    *count = (size_t)taken;
    return SCREEN_INPUT;
}

/* --- Abilities ----------------------------------------------------------------------------- */

/* A sequence without the pauses in it; one that is too long is none. */
static void copy_sequence(const char *string, char sequence[SCREEN_SEQUENCE_BYTES])
{
    size_t length = 0;
    sequence[0] = '\0';
    if (!string || string == (char *)-1)
        return;
    for (const char *c = string; *c; c++) {
        const char *pause = c[0] == '$' && c[1] == '<' ? strchr(c, '>') : NULL;
        if (pause)
            c = pause;
        else if (length + 1 < SCREEN_SEQUENCE_BYTES)
            sequence[length++] = *c;
        else
            length = SCREEN_SEQUENCE_BYTES;
    }
    sequence[length < SCREEN_SEQUENCE_BYTES ? length : 0] = '\0';
}

void screen_describe(struct screen_abilities *abilities)
{
    const char *term = getenv("TERM");
    int result;
    *abilities = (struct screen_abilities){0};
    if (!term || !*term || strchr(term, '/') || strlen(term) > 60 || setupterm(term, STDOUT_FILENO, &result) != OK)
        return;
    abilities->is_known = true;
    copy_sequence(tigetstr("sgr0"), abilities->normal);
    copy_sequence(tigetstr("rev"), abilities->reverse);
    copy_sequence(tigetstr("smul"), abilities->underline);
    copy_sequence(tigetstr("bold"), abilities->bold);
    int colors = tigetnum("colors");
    const char *foreground = tigetstr("setaf");
    bool has_foreground = foreground && foreground != (char *)-1;
    abilities->colors = colors > 0 && has_foreground ? colors : 0;
    for (int i = 0; has_foreground && i < SCREEN_COLORS; i++)
        copy_sequence(tiparm(foreground, i), abilities->foreground[i]);
    del_curterm(cur_term);
}
