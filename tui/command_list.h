#ifndef RUECKRUF_TUI_COMMAND_LIST_H
#define RUECKRUF_TUI_COMMAND_LIST_H

/* Printing the hits of a search: the command search, and the browser without a terminal. */

#include <stdbool.h>

#include "core/query.h"
#include "core/search.h"
#include "core/store.h"
#include "tui/options.h"

/* One line each, or one object with --json, as many as --limit says. */
bool command_print_hits(const struct options *options, struct store *store, struct search *search, struct error *error);

/* Says on standard error that nothing was found, in how many recalls of which date. */
bool command_print_nothing(const struct options *options, struct store *store, const struct query *query,
                           struct error *error);

/* Says on standard error that synonyms have brought hits. */
void command_say_widened(const struct options *options);

#endif
