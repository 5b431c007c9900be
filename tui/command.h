#ifndef RUECKRUF_TUI_COMMAND_H
#define RUECKRUF_TUI_COMMAND_H

/*
 * The commands: one file each, collected in one table. A command prints to standard output and returns
 * the program's exit status; what goes wrong it leaves in error, and main says it.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/rules.h"
#include "core/store.h"
#include "core/text.h"
#include "tui/options.h"

enum exit_status {
    EXIT_DONE = 0,
    EXIT_NOTHING = 1, /* nothing found, or an import with rejects */
    EXIT_USAGE = 2,   /* bad usage, unreadable input, no usable database */
    EXIT_DAMAGED = 3,
    EXIT_INTERRUPTED = 130,
};

struct command {
    const char *name;
    int (*run)(const struct options *options, struct error *error);
    const char *usage;   /* behind the name */
    const char *summary; /* English, translated when shown */
};

extern const struct command commands[]; /* ends with a row without a name */

const struct command *command_find(const char *name); /* NULL: there is none */

/* Each returns the exit status. */
int command_browse(const struct options *options, struct error *error);
int command_categories(const struct options *options, struct error *error);
int command_check(const struct options *options, struct error *error);
int command_export(const struct options *options, struct error *error);
int command_import(const struct options *options, struct error *error);
int command_proof(const struct options *options, struct error *error);
int command_search(const struct options *options, struct error *error);
int command_show(const struct options *options, struct error *error);
int command_terminal(const struct options *options, struct error *error);

/* --- What commands share (command.c) --- */

/* "rueckruf: WHAT: WHY (WAY OUT)" on standard error; file names go through the gate like any text. */
void command_complain(const struct error *error, const struct options *options);

/* What is only said, not printed: whole lines to standard error, as the locale can show them. False: out of memory. */
bool command_say(struct text_view lines, const struct options *options);

/* The exit status that follows from an error. */
int command_status(const struct error *error);

/* The charset of the locale; ASCII when the options say so. */
enum text_charset command_charset(const struct options *options);

/* Writes text to standard output as the locale can show it: through the gate, in the locale's encoding. */
bool command_print(struct text_view text, const struct options *options, struct error *error);
/* Writes bytes as they are. */
bool command_write(struct text_view bytes, struct error *error);
/* Gives the system what was written so far. ERROR_NO_READER from any of these when a pipe was closed. */
bool command_flush(struct error *error);

/* Opens the database that the options and the environment name. */
bool command_open_store(const struct options *options, struct store **store, struct error *error);
/*
 * The rules, the person's own among them. Where their folder can't be entered, it goes on without them;
 * command_has_own_rules() fills the error to be said about that, once.
 */
bool command_load_rules(struct rules **rules, struct error *error);
/* Those that searching needs. */
bool command_load_synonyms(struct rules **rules, struct error *error);
/* Says what is wrong in the user's own rules; NULL: there are none. */
void command_say_mistakes(const struct rules *rules, const struct options *options);
bool command_has_own_rules(struct error *error); /* false: they are left out */
void command_say_left_out(const struct options *options);

/* Runs the options' query in the store; the caller frees both. */
struct query;
struct search;
bool command_search_words(const struct options *options, struct store *store, struct query **query,
                          struct search **search, struct error *error);

/* The columns to wrap at: what was asked for, else the terminal's, at most 80. */
size_t command_width(const struct options *options);

/* The words joined by blanks; malloc'd. NULL: out of memory. A word with blanks in it becomes a phrase. */
char *command_join_words(const struct options *options);

#endif
