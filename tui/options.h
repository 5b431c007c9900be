#ifndef RUECKRUF_TUI_OPTIONS_H
#define RUECKRUF_TUI_OPTIONS_H

/* The command line as plain data. */

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"
#include "core/search.h"
#include "core/text.h"

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Whether there is to be colour: by default on a terminal, unless NO_COLOR is set and not empty. */
bool options_want_color(enum color_mode mode, bool is_terminal);

struct options {
    const char *command; /* the first word when it is a command's name, else NULL */
    const char **words;  /* what is neither option nor command; malloc'd */
    size_t word_count;
    const char *db;
    bool json;
    bool count;
    bool has_limit;
    size_t limit;
    enum sort_order sort;
    bool has_sort;
    size_t width; /* 0: not given */
    enum color_mode color;
    bool ascii;
    bool thrift;
    bool restricted;
    const char *format;
    const char *source;
    const char *encoding;
    const char *rejects;
    const char *map;
    bool dry_run;
    bool quiet;
    bool explain;
    const char *job;
    const char *registration;
    bool help;
    bool version;
    struct arena *decoded; /* what options_decode() made; NULL: nothing */
};

/* Reads argv; strings are borrowed from it. ERROR_USAGE with a way out. */
bool options_parse(int argc, char **argv, struct options *options, struct error *error);

/*
 * What was typed in the charset becomes stored UTF-8, where it is neither a place nor a word of ours; the words stay
 * (command_join_words()). False: out of memory.
 */
bool options_decode(struct options *options, enum text_charset charset, struct error *error);
void options_free(struct options *options);

/* Whether the command ("browse": the browser) takes the option of that name, which stands without its dashes. */
bool options_take(const char *command, struct text_view name);

/* Whether the word is in a list with blanks between its words. */
bool options_list_has(const char *list, const char *word);

#endif
