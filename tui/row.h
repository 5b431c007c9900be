#ifndef RUECKRUF_TUI_ROW_H
#define RUECKRUF_TUI_ROW_H

/* One row of the screen as plain data: clean text and the styles of its parts. */

#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"

enum style {
    STYLE_NORMAL,
    STYLE_DIM,       /* dates, zero counts */
    STYLE_LABEL,     /* names of facts */
    STYLE_URGENT,    /* [BRAND] */
    STYLE_HIGHLIGHT, /* what matched */
    STYLE_FACT,      /* where the text says a fact */
    STYLE_SELECTED,  /* the selected row of the pane that has the focus */
    STYLE_MARKER,    /* the selected row of another pane */
    STYLE_BAR,       /* title and status line */
    STYLE_FRAME,     /* lines between panes */
    STYLE_PAPER,     /* black on white, for cameras */
    STYLE_INK,       /* the other way round */
    STYLE_COUNT
};

struct span {
    uint32_t start_bytes;
    uint32_t length_bytes;
    enum style style;
};

struct row {
    struct text_view text; /* clean, without line breaks */
    enum style style;      /* of what no span covers */
    const struct span *spans;
    size_t span_count;
};

#endif
