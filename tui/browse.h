#ifndef RUECKRUF_TUI_BROWSE_H
#define RUECKRUF_TUI_BROWSE_H

/* The browser as a whole: the event loop between keyboard, state and screen. */

#include <stdbool.h>

#include "core/error.h"
#include "core/search.h"
#include "core/store.h"
#include "core/text.h"
#include "tui/config.h"
#include "tui/options.h"

struct browse_options {
    const char *query; /* what to begin with; "" is everything */
    enum sort_order order;
    bool is_reversed;
    enum text_charset charset;
    bool is_thrifty;
    bool is_restricted;
    enum color_mode color;
    enum theme theme;
    const struct config *config;
    const char *mistake;       /* of the configuration, to be said at the start; NULL: none */
};

/* Owns the store from now on. *status is the program's exit status. */
bool browse_run(struct store *store, const struct browse_options *options, int *status, struct error *error);

#endif
