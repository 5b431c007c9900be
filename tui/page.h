#ifndef RUECKRUF_TUI_PAGE_H
#define RUECKRUF_TUI_PAGE_H

/* A whole recall laid out as rows: its facts, one to a line, then the text for reading. Pure. */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/query.h"
#include "core/recall.h"
#include "core/text.h"
#include "tui/row.h"

enum page_layout {
    PAGE_READING,  /* blanks closed, items on lines of their own */
    PAGE_ORIGINAL, /* as the source broke its lines */
};

struct page_options {
    size_t width_columns; /* of the rows; the text takes at most 80 */
    enum text_charset charset;
    enum page_layout layout;
    bool is_brief;             /* the preview: facts in three lines */
    const struct query *query; /* its words are highlighted; may be NULL */
    struct string_list also;   /* the other numbers and makes of the same action, a line each */
};

struct page {
    struct row *rows;
    size_t row_count;
    size_t text_row; /* the first row of the text itself */
    size_t replaced; /* characters that may not be drawn */
};

/* Rows and their texts live in arena. */
bool page_lay_out(const struct recall *recall, const struct page_options *options, struct arena *arena,
                  struct page *page, struct error *error);

#endif
