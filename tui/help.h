#ifndef RUECKRUF_TUI_HELP_H
#define RUECKRUF_TUI_HELP_H

/* What --help says, and the table of options that the man page is made from too. */

#include <stddef.h>

#include "core/memory.h"

struct help_option {
    const char *option; /* English, with its value; translated when shown */
    const char *help;   /* likewise */
};

extern const struct help_option help_options[];
extern const size_t help_option_count;

/* Appends commands and options in the user's language; with a command its own, and what they take. */
void help_append(const char *command, struct buffer *out);

#endif
