#ifndef RUECKRUF_TUI_FRAME_H
#define RUECKRUF_TUI_FRAME_H

/* A whole screen as plain data: pieces of clean text at places, each with a style. Later pieces lie on top. */

#include <stdbool.h>
#include <stddef.h>

#include "core/memory.h"
#include "tui/row.h"

struct piece {
    int row;
    int column;
    struct text_view text;
    enum style style;
};

struct frame {
    int rows;
    int columns;
    struct arena *arena;  /* of the texts; borrowed */
    struct piece *pieces; /* malloc'd */
    size_t count;
    size_t capacity;
    int cursor_row; /* where the terminal's cursor stands; -1: in the last corner */
    int cursor_column;
    bool failed;
};

/* Empties the frame, keeping its memory. */
void frame_begin(struct frame *frame, int rows, int columns, struct arena *arena);
void frame_free(struct frame *frame);

/*
 * Puts text at a place, cut to width columns and to the frame's edge. Filled: blanks follow up to width.
 * The text is copied.
 */
void frame_put(struct frame *frame, int row, int column, int width, struct text_view text, enum style style,
               bool filled);

/* The same for a row with spans; over is the style of all of it when it is not STYLE_NORMAL. */
void frame_put_row(struct frame *frame, int row, int column, int width, const struct row *source, enum style over);

#endif
