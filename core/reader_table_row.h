#ifndef RUECKRUF_CORE_READER_TABLE_ROW_H
#define RUECKRUF_CORE_READER_TABLE_ROW_H

/* One row of a table as libcsv parses it, and what it takes of the file. */

#include <stdbool.h>
#include <stddef.h>

#include <csv.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/reader_input.h"

enum { TABLE_ROW_COLUMNS = 1024 };

struct table_row {
    struct csv_parser parser;
    struct buffer cells;            /* one after the other, in the file's encoding */
    size_t ends[TABLE_ROW_COLUMNS]; /* of each cell in cells */
    size_t count;                   /* of its cells; those beyond TABLE_ROW_COLUMNS are only counted */
    bool done;
};

/* What a row takes of the window, in bytes. */
struct table_extent {
    size_t length;     /* with its line break */
    size_t first_line; /* the length of its first line, likewise; 0: that has no end */
    bool is_open;      /* it ends inside quotation marks */
    bool is_too_long;
};

/* Begins a row without cells. False: out of memory; then it needs no close. */
bool table_row_open(struct table_row *row, char delimiter);
void table_row_close(struct table_row *row);

/* A cell, below count and TABLE_ROW_COLUMNS; borrowed until the row is read anew. */
struct text_view table_row_cell(const struct table_row *row, size_t index);

/* Takes the text as one row, line break or not. */
void table_row_take(struct table_row *row, struct text_view text);

/*
 * Passes over empty lines and reads the row that follows, without passing over it: it lies at the window's front, as
 * long as *extent says. Without a cell at the end of the input. False when that can't be read, or memory is out.
 */
bool table_row_scan(struct table_row *row, struct reader_input *input, struct table_extent *extent,
                    struct error *error);

/* Behind the line break of the line that goes on at start, or the text's end. */
size_t table_line_end(struct text_view text, size_t start);

#endif
