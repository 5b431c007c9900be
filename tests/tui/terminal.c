#include "tests/tui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>
#include <vterm.h>

#include "core/memory.h"
#include "core/text.h"

/* Patience costs nothing where a test passes, and a sanitized program on a busy machine needs it. */
enum { QUIET_MILLISECONDS = 40, PATIENCE_MILLISECONDS = 30000 };

struct terminal {
    int master;
    int slave; /* kept open, so that the settings can be looked at */
    pid_t process;
    bool has_ended;
    int status;
    int rows, columns;
    bool is_latin1;
    struct termios before;
    VTerm *vterm;
    VTermScreen *screen;
    struct buffer text;
    size_t bytes;
    char control[16]; /* the control sequence that is coming, from its bracket on */
    size_t control_length;
    int last_row_to_scroll;
};

static void give_up(const char *what)
{
    perror(what);
    exit(99);
}

static long now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The program's environment is only what the test says. */
static void run_program(const struct terminal_setup *setup)
{
    const char *program = getenv("RUECKRUF");
    if (!program)
        _exit(98);
    setenv("TERM", setup->term ? setup->term : "xterm-256color", 1);
    unsetenv("LC_MESSAGES");
    unsetenv("LANGUAGE");
    unsetenv("NO_COLOR");
    if (setup->language) {
        unsetenv("LC_ALL");
        setenv("LANG", setup->language, 1);
    } else {
        setenv("LC_ALL", setup->locale ? setup->locale : "C.UTF-8", 1);
    }
    const char *arguments[16] = {program};
    for (size_t i = 0; setup->arguments && setup->arguments[i] && i < 14; i++)
        arguments[i + 1] = setup->arguments[i];
    execv(program, (char *const *)arguments);
    _exit(97);
}

const struct terminal_setup terminal_german = {.rows = 24, .columns = 80, .language = "de_DE.UTF-8"};

struct terminal *terminal_start(const struct terminal_setup *setup)
{
    struct terminal *terminal = calloc(1, sizeof *terminal);
    struct winsize size = {.ws_row = (unsigned short)setup->rows, .ws_col = (unsigned short)setup->columns};
    if (!terminal || openpty(&terminal->master, &terminal->slave, NULL, NULL, &size) != 0)
        give_up("openpty");
    tcgetattr(terminal->slave, &terminal->before);
    fcntl(terminal->master, F_SETFD, FD_CLOEXEC);
    terminal->rows = setup->rows;
    terminal->columns = setup->columns;
    terminal->is_latin1 = setup->is_latin1;
    terminal->process = fork();
    if (terminal->process < 0)
        give_up("fork");
    if (terminal->process == 0) {
        close(terminal->master);
        login_tty(terminal->slave);
        run_program(setup);
    }
    terminal->vterm = vterm_new(setup->rows, setup->columns);
    vterm_set_utf8(terminal->vterm, 1);
    terminal->screen = vterm_obtain_screen(terminal->vterm);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_reset(terminal->screen, 1);
    return terminal;
}

struct terminal *terminal_browse(const struct terminal_setup *setup)
{
    struct terminal *terminal = terminal_start(setup);
    if (!terminal_wait_for(terminal, setup->language ? "? Hilfe" : "? "))
        fail_msg("no first screen but\n%s", terminal_screen(terminal));
    return terminal;
}

struct terminal *terminal_search(const struct terminal_setup *setup, const char *query)
{
    struct terminal *terminal = terminal_browse(setup);
    terminal_type(terminal, "/");
    terminal_type(terminal, query);
    terminal_type(terminal, "\r");
    return terminal;
}

void terminal_stop(struct terminal *terminal)
{
    if (!terminal->has_ended) {
        kill(terminal->process, SIGKILL);
        waitpid(terminal->process, &terminal->status, 0);
    }
    vterm_free(terminal->vterm);
    if (terminal->master >= 0)
        close(terminal->master);
    if (terminal->slave >= 0)
        close(terminal->slave);
    buffer_free(&terminal->text);
    free(terminal);
}

/* libvterm lets the cursor go down out of the rows that scroll; real terminals don't. */
static void note_rows_to_scroll(struct terminal *terminal, char byte)
{
    int first, last;
    char end;
    if (byte == '\033' || terminal->control_length + 1 == sizeof terminal->control)
        terminal->control_length = 0;
    else
        terminal->control[terminal->control_length++] = byte;
    terminal->control[terminal->control_length] = '\0';
    if (byte == 'r' && sscanf(terminal->control, "[%d;%d%c", &first, &last, &end) == 3 && end == 'r')
        terminal->last_row_to_scroll = last;
}

/* libvterm knows 7 bits or UTF-8. */
static void show(struct terminal *terminal, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        note_rows_to_scroll(terminal, bytes[i]);
        char utf8[2] = {(char)(0xC0 | byte >> 6), (char)(0x80 | (byte & 0x3F))};
        if (terminal->is_latin1 && byte >= 0x80)
            vterm_input_write(terminal->vterm, utf8, 2);
        else
            vterm_input_write(terminal->vterm, bytes + i, 1);
    }
}

/* Takes what has come within the time; false: nothing has. */
static bool take_output(struct terminal *terminal, int milliseconds)
{
    char bytes[65536];
    struct pollfd source = {.fd = terminal->master, .events = POLLIN};
    if (terminal->master < 0 || poll(&source, 1, milliseconds) <= 0 || !(source.revents & POLLIN))
        return false;
    ssize_t count = read(terminal->master, bytes, sizeof bytes);
    if (count <= 0)
        return false;
    terminal->bytes += (size_t)count;
    show(terminal, bytes, (size_t)count);
    return true;
}

static void settle(struct terminal *terminal)
{
    long until = now_milliseconds() + PATIENCE_MILLISECONDS;
    while (now_milliseconds() < until && take_output(terminal, QUIET_MILLISECONDS))
        ;
}

void terminal_send(struct terminal *terminal, const char *bytes)
{
    size_t length = strlen(bytes);
    if (write(terminal->master, bytes, length) != (ssize_t)length)
        give_up("write");
}

void terminal_type(struct terminal *terminal, const char *bytes)
{
    terminal_send(terminal, bytes);
    /* The answer may take its time on a busy machine: wait for its first byte, then for quiet. */
    take_output(terminal, 500);
    settle(terminal);
}

void terminal_rest(struct terminal *terminal, int milliseconds)
{
    long until = now_milliseconds() + milliseconds, left;
    while ((left = until - now_milliseconds()) > 0)
        take_output(terminal, (int)left);
}

void terminal_resize(struct terminal *terminal, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    vterm_set_size(terminal->vterm, rows, columns);
    terminal->rows = rows;
    terminal->columns = columns;
    ioctl(terminal->master, TIOCSWINSZ, &size);
    take_output(terminal, 500);
    settle(terminal);
}

bool terminal_wait_for_begin(struct terminal *terminal)
{
    long until = now_milliseconds() + PATIENCE_MILLISECONDS;
    bool is_drawn = false;
    while (!is_drawn && now_milliseconds() < until) {
        take_output(terminal, 50);
        settle(terminal);
        const char *screen = terminal_screen(terminal);
        is_drawn = screen[strspn(screen, " \n")] != '\0';
    }
    return is_drawn;
}

bool terminal_wait_for(struct terminal *terminal, const char *text)
{
    long until = now_milliseconds() + PATIENCE_MILLISECONDS;
    do {
        settle(terminal);
        if (terminal_shows(terminal, text))
            return true;
        take_output(terminal, 50);
    } while (now_milliseconds() < until);
    fprintf(stderr, "not on the screen: %s\n%s\n", text, terminal_screen(terminal));
    return false;
}

static void append_row(struct terminal *terminal, int row)
{
    size_t kept = terminal->text.length;
    for (int column = 0; column < terminal->columns; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
        if (cell.chars[0] == 0) {
            buffer_append_byte(&terminal->text, ' ');
        } else if (cell.chars[0] != (uint32_t)-1) {
            text_append_code_point(&terminal->text, cell.chars[0]);
            if (cell.chars[0] != ' ')
                kept = terminal->text.length;
        }
    }
    terminal->text.length = kept;
    if (terminal->text.bytes)
        terminal->text.bytes[kept] = '\0';
}

const char *terminal_row(struct terminal *terminal, int row)
{
    buffer_clear(&terminal->text);
    append_row(terminal, row);
    return terminal->text.bytes ? terminal->text.bytes : "";
}

const char *terminal_screen(struct terminal *terminal)
{
    buffer_clear(&terminal->text);
    for (int row = 0; row < terminal->rows; row++) {
        append_row(terminal, row);
        buffer_append_byte(&terminal->text, '\n');
    }
    return terminal->text.bytes;
}

bool terminal_shows(struct terminal *terminal, const char *text)
{
    return strstr(terminal_screen(terminal), text) != NULL;
}

void terminal_cursor(struct terminal *terminal, int *row, int *column)
{
    VTermPos place;
    vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &place);
    *row = place.row;
    *column = place.col;
}

bool terminal_cell_is_reversed(struct terminal *terminal, int row, int column)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
    return cell.attrs.reverse;
}

bool terminal_cell_is_marked(struct terminal *terminal, int row, int column)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
    return cell.attrs.underline && cell.attrs.bold;
}

int terminal_last_row_to_scroll(const struct terminal *terminal)
{
    return terminal->last_row_to_scroll;
}

size_t terminal_take_bytes(struct terminal *terminal)
{
    size_t bytes = terminal->bytes;
    terminal->bytes = 0;
    return bytes;
}

bool terminal_has_ended(struct terminal *terminal)
{
    if (!terminal->has_ended)
        terminal->has_ended = waitpid(terminal->process, &terminal->status, WNOHANG) == terminal->process;
    return terminal->has_ended;
}

int terminal_wait_for_end(struct terminal *terminal)
{
    long until = now_milliseconds() + PATIENCE_MILLISECONDS;
    while (!terminal->has_ended && now_milliseconds() < until) {
        take_output(terminal, 20);
        terminal->has_ended = waitpid(terminal->process, &terminal->status, WNOHANG) == terminal->process;
    }
    if (!terminal->has_ended)
        return -1;
    settle(terminal);
    return WIFEXITED(terminal->status) ? WEXITSTATUS(terminal->status) : 128 + WTERMSIG(terminal->status);
}

pid_t terminal_process(const struct terminal *terminal)
{
    return terminal->process;
}

void terminal_hang_up(struct terminal *terminal)
{
    close(terminal->slave);
    close(terminal->master);
    terminal->slave = terminal->master = -1;
}

bool terminal_is_restored(struct terminal *terminal)
{
    struct termios now;
    return tcgetattr(terminal->slave, &now) == 0 && now.c_lflag == terminal->before.c_lflag &&
           now.c_iflag == terminal->before.c_iflag && now.c_oflag == terminal->before.c_oflag;
}

int terminal_remove_folder(const char *folder)
{
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

char terminal_folder[32];

int terminal_make_folder(void **state)
{
    (void)state;
    return mkdtemp(strcpy(terminal_folder, "/tmp/rueckruf-tests-XXXXXX")) ? 0 : -1;
}

int terminal_end_folder(void **state)
{
    (void)state;
    return terminal_remove_folder(terminal_folder);
}
