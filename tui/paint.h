#ifndef RUECKRUF_TUI_PAINT_H
#define RUECKRUF_TUI_PAINT_H

/* Styles in printed output: the terminal's own attributes around text that has gone through the gate. */

#include "core/text.h"
#include "tui/options.h"
#include "tui/row.h"
#include "tui/screen_abilities.h"

struct paint {
    enum text_charset charset;
    bool is_on; /* else text alone */
    struct screen_abilities abilities;
};

/* --color decides; if it says auto, whether standard output is a terminal, and NO_COLOR. */
void paint_begin(struct paint *paint, const struct options *options);

/* Appends stored or clean text in the locale's bytes, with the style's attributes. */
void paint_append(const struct paint *paint, struct text_view text, enum style style, struct buffer *out);

/* A row with its spans, and a line break. */
void paint_append_row(const struct paint *paint, const struct row *row, struct buffer *out);

#endif
