#ifndef RUECKRUF_TUI_HELP_PAGE_H
#define RUECKRUF_TUI_HELP_PAGE_H

/* The help as rows, from the table of keys: those entries that have what was typed, with the keys as they are bound. */

#include <stddef.h>

#include "core/memory.h"
#include "core/text.h"
#include "tui/keys.h"
#include "tui/row.h"

struct help_page {
    struct row *rows;
    size_t row_count;
    struct help_entry {
        enum command_id command;
        size_t first_row, row_count;
    } * entries;
    size_t entry_count;
};

/* filter: "" is everything. Memory of the arena; an empty page when that is out. */
void help_page_lay_out(const struct key_bindings *bindings, const char *filter, enum text_charset charset, int columns,
                       struct arena *arena, struct help_page *page);

#endif
