#include "tui/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <ncurses.h>
#include <term.h>
/* term.h takes these words for capabilities. */
#undef columns
#undef lines

#include "core/text.h"
#include "tui/scratch.h"
#include "tui/screen_abilities.h"
#include "tui/screen_shorten.h"
#include "tui/signals.h"

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
    bool is_anew; /* nothing is known of the terminal: all that ncurses writes is for it */
};

/* --- What a terminal can do ----------------------------------------------------------------- */

/* The bytes without the pauses that some terminals are said to need; "" for what is too long. */
static void copy_sequence(const char *string, char *sequence, size_t capacity)
{
    size_t length = 0;
    sequence[0] = '\0';
    if (!string || string == (char *)-1)
        return;
    for (const char *c = string; *c; c++) {
        const char *pause = c[0] == '$' && c[1] == '<' ? strchr(c, '>') : NULL;
        if (pause)
            c = pause;
        else if (length + 1 < capacity)
            sequence[length++] = *c;
        else
            length = capacity;
    }
    sequence[length < capacity ? length : 0] = '\0';
}

/* Of the terminal that is open; "" for what it does not have. */
static void copy_capability(const char *name, char *sequence, size_t capacity)
{
    copy_sequence(tigetstr(name), sequence, capacity);
}

void screen_describe(struct screen_abilities *abilities)
{
    const char *term = getenv("TERM");
    int result;
    *abilities = (struct screen_abilities){0};
    if (!screen_is_name(term) || setupterm(term, STDOUT_FILENO, &result) != OK)
        return;
    abilities->is_known = true;
    copy_capability("sgr0", abilities->normal, sizeof abilities->normal);
    copy_capability("rev", abilities->reverse, sizeof abilities->reverse);
    copy_capability("smul", abilities->underline, sizeof abilities->underline);
    copy_capability("bold", abilities->bold, sizeof abilities->bold);
    int colors = tigetnum("colors");
    const char *foreground = tigetstr("setaf");
    bool has_foreground = foreground && foreground != (char *)-1;
    abilities->colors = colors > 0 && has_foreground ? colors : 0;
    for (int i = 0; has_foreground && i < SCREEN_COLORS; i++)
        copy_sequence(tiparm(foreground, i), abilities->foreground[i], sizeof abilities->foreground[i]);
    del_curterm(cur_term);
}

/* --- Opening ------------------------------------------------------------------------------- */

#define PASTE_MARKS_ON "\033[?2004h"
#define PASTE_MARKS_OFF "\033[?2004l"

static void prepare_restoring(void)
{
    static const char *const names[] = {"sgr0", "cnorm", "rmcup"};
    if (screen_marks_paste())
        signals_add_restoring(PASTE_MARKS_OFF);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char sequence[64];
        copy_capability(names[i], sequence, sizeof sequence);
        signals_add_restoring(sequence);
    }
}

static bool begin_curses(struct screen *screen)
{
    static const char *const fallbacks[] = {NULL, "vt220", "vt100", "ansi"};
    const char *term = getenv("TERM");
    for (size_t i = 0; i < sizeof fallbacks / sizeof fallbacks[0]; i++) {
        const char *name = fallbacks[i] ? fallbacks[i] : term;
        if (!screen_is_name(name))
            continue;
        screen->curses = newterm((char *)name, screen->output, stdin);
        screen->stand_in = fallbacks[i];
        if (screen->curses)
            return true;
    }
    return false;
}

static void take_size(void)
{
    struct winsize size = {0};
    int rows = 24, columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        rows = size.ws_row < ROWS_MOST ? size.ws_row : ROWS_MOST;
        columns = size.ws_col < COLUMNS_MOST ? size.ws_col : COLUMNS_MOST;
    }
    resizeterm(rows, columns);
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
    bool wanted = options_want_color(screen->options.color, true) && screen->options.theme != THEME_MONO;
    if (!wanted || !has_colors())
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
            struct pollfd told = {.fd = signals_descriptor(), .events = POLLIN};
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

/*
 * newterm() takes the size from the terminal's description, and lets only so many rows scroll: where the screen has
 * more, the cursor would not go down out of them. What newterm() has to say goes out with a refresh; both leave the
 * cursor in the first row.
 */
static void let_all_rows_scroll(int described_rows)
{
    const char *region = tigetstr("csr");
    char sequence[64];
    int rows = getmaxy(stdscr);
    if (rows == described_rows || !region || region == (char *)-1)
        return;
    refresh();
    copy_sequence(tiparm(region, 0, rows - 1), sequence, sizeof sequence);
    write_all(STDOUT_FILENO, sequence, strlen(sequence));
}

/* The terminal is ours, at the beginning and after a stop. */
static void take_terminal(void)
{
    signals_hold_terminal();
    raw();
    noecho();
    nonl();
    curs_set(1);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    if (screen_marks_paste())
        write_all(STDOUT_FILENO, PASTE_MARKS_ON, sizeof PASTE_MARKS_ON - 1);
}

/* Another descriptor of standard output, which can be exchanged. */
static FILE *open_output(void)
{
    int copy = dup(STDOUT_FILENO);
    FILE *output = copy >= 0 ? fdopen(copy, "w") : NULL;
    if (copy >= 0 && !output)
        close(copy);
    return output;
}

bool screen_open(const struct screen_options *options, struct screen **result, struct error *error)
{
    *result = NULL;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !signals_remember_terminal())
        return error_set_texts(error, ERROR_USAGE, "terminal", N_("standard input is none"),
                               N_("rueckruf search prints the hits"));
    struct screen *screen = calloc(1, sizeof *screen);
    if (!screen)
        return error_set_memory(error, "terminal");
    screen->options = *options;
    screen->terminal = STDOUT_FILENO;
    screen->output = open_output();
    screen->collector = scratch_open();
    use_env(FALSE);
    if (!screen->output || !signals_begin() || !begin_curses(screen)) {
        screen_close(screen);
        error_set(error, ERROR_USAGE, "terminal", "it can't be used");
        return error_set_way_out(error, "set TERM to what it is, for example xterm or vt220");
    }
    prepare_restoring();
    take_terminal();
    begin_colors(screen);
    int described_rows = getmaxy(stdscr);
    take_size();
    let_all_rows_scroll(described_rows);
    screen->is_anew = true;
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
    signals_give_back_terminal();
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
    if (ftruncate(screen->collector, 0) != 0 || taken <= 0)
        return;
    size_t kept = screen->is_anew ? (size_t)taken : screen_shorten(screen->collected, (size_t)taken);
    write_all(screen->terminal, screen->collected, kept);
    screen->is_anew = false;
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
    screen->is_anew = true;
    clearok(curscr, TRUE);
}

void screen_suspend(struct screen *screen)
{
    endwin();
    signals_give_back_terminal();
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    signal(SIGTSTP, SIG_IGN);
    take_terminal();
    screen_forget(screen);
    refresh();
}

/* --- Waiting ------------------------------------------------------------------------------- */

static enum screen_event take_signals(void)
{
    static const enum screen_event events[] = {
        [SIGNAL_NONE] = SCREEN_TIMEOUT,          [SIGNAL_CHILD] = SCREEN_CHILD_ENDED, [SIGNAL_RESIZE] = SCREEN_RESIZED,
        [SIGNAL_INTERRUPT] = SCREEN_INTERRUPTED, [SIGNAL_END] = SCREEN_ENDED,
    };
    enum signal_kind kind = signals_take();
    if (kind == SIGNAL_RESIZE)
        take_size();
    return events[kind];
}

enum screen_event screen_wait(struct screen *screen, int timeout_milliseconds, char *bytes, size_t capacity,
                              size_t *count)
{
    (void)screen;
    *count = 0;
    struct pollfd sources[] = {
        {.fd = signals_descriptor(), .events = POLLIN},
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
