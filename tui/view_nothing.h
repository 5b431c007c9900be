#ifndef RUECKRUF_TUI_VIEW_NOTHING_H
#define RUECKRUF_TUI_VIEW_NOTHING_H

/* Nothing found: what was looked for, where, what that means, and what could be asked instead; as rows. Pure. */

#include <stdbool.h>

#include "core/memory.h"
#include "core/search_relax.h"
#include "core/store.h"
#include "core/text.h"
#include "tui/paper.h"

struct nothing {
    const char *query_words; /* how the query was understood; "": every recall */
    int category;            /* chosen; -1: all */
    bool has_vehicle_number; /* a single car was asked for */
    struct store_info info;
    const struct relaxation *relaxations;
    size_t relaxation_count;
};

/* Rows and their texts live in arena. False: out of memory. */
bool view_nothing_lay_out(const struct nothing *nothing, enum text_charset charset, size_t columns, struct arena *arena,
                          struct paper *paper);

#endif
