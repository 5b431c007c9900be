#ifndef RUECKRUF_TESTS_TUI_TERMINAL_H
#define RUECKRUF_TESTS_TUI_TERMINAL_H

/*
 * The program in a pseudo-terminal, and what it drew: keys go in as bytes, libvterm makes a screen of what
 * comes out.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct terminal;

struct terminal_setup {
    int rows, columns;
    const char *term;             /* NULL: xterm-256color */
    const char *locale;           /* of LC_ALL; NULL: C.UTF-8 */
    const char *language;         /* of LANG, without LC_ALL when set; NULL: locale decides */
    bool is_latin1;               /* the terminal's characters are ISO 8859-1, not UTF-8 */
    const char *const *arguments; /* behind the program's name, NULL at the end; NULL: none */
};

/* 24 rows of 80 columns, in German. */
extern const struct terminal_setup terminal_german;

/* Starts the program that the environment variable RUECKRUF names. Ends the test when it can't. */
struct terminal *terminal_start(const struct terminal_setup *setup);
/* The same for the browser: waits until its first screen is there. The test fails when it does not come. */
struct terminal *terminal_browse(const struct terminal_setup *setup);
/* And then searches for the query. */
struct terminal *terminal_search(const struct terminal_setup *setup, const char *query);
/* Kills what still runs. */
void terminal_stop(struct terminal *terminal);

/* Types bytes and waits until the screen has been quiet for a while. */
void terminal_type(struct terminal *terminal, const char *bytes);
/* Types them without waiting: nothing is drawn for them, or what comes behind them is not to come late. */
void terminal_send(struct terminal *terminal, const char *bytes);
/* Takes what comes for so long. */
void terminal_rest(struct terminal *terminal, int milliseconds);
void terminal_resize(struct terminal *terminal, int rows, int columns);
/* Waits until anything stands on the screen, which is the program's own while nothing was typed. False like below. */
bool terminal_wait_for_begin(struct terminal *terminal);
/* Waits until the text stands somewhere on the screen; false after five seconds. */
bool terminal_wait_for(struct terminal *terminal, const char *text);

/* A row of the screen as UTF-8 without blanks at its end; valid until the next call. */
const char *terminal_row(struct terminal *terminal, int row);
/* The whole screen, rows ended by \n; valid until the next call. */
const char *terminal_screen(struct terminal *terminal);
bool terminal_shows(struct terminal *terminal, const char *text);
void terminal_cursor(struct terminal *terminal, int *row, int *column);
bool terminal_cell_is_reversed(struct terminal *terminal, int row, int column);
/* How a place that matches is drawn: underlined and bold. */
bool terminal_cell_is_marked(struct terminal *terminal, int row, int column);

/* The last row, counted from 1, of those that the program said are to scroll; 0: it has said nothing. */
int terminal_last_row_to_scroll(const struct terminal *terminal);

/* Bytes that came out since the last call, and in how many reads. */
size_t terminal_take_bytes(struct terminal *terminal);

/* Waits until the program has ended; its exit status, -1 when it does not end within five seconds. */
int terminal_wait_for_end(struct terminal *terminal);
/* Whether it has ended by now. */
bool terminal_has_ended(struct terminal *terminal);
pid_t terminal_process(const struct terminal *terminal);
/* Closes the other end of the line, as a connection that breaks does. */
void terminal_hang_up(struct terminal *terminal);
/* Whether the terminal's settings are what they were before the program began. */
bool terminal_is_restored(struct terminal *terminal);

/* Set-up and tear-down of a group of tests: a folder for their files, and its path between them. */
int terminal_make_folder(void **state);
int terminal_end_folder(void **state);
extern char terminal_folder[32];

/* Removes the folder and all in it, which a test made for its files; 0 when that is done. */
int terminal_remove_folder(const char *folder);

#endif
