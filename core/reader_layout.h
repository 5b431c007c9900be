#ifndef RUECKRUF_CORE_READER_LAYOUT_H
#define RUECKRUF_CORE_READER_LAYOUT_H

/* An authority's table as its reader takes it, and as it can be written again. */

#include "core/reader_draft.h"

/* A column's name, and what it means. Names are compared by text_append_name_key(). */
struct reader_column {
    const char *name;
    enum reader_target target;
};

enum reader_quoting {
    QUOTED_NEVER, /* cells have no line breaks and no delimiter in them, and there is no header */
    QUOTED_WHERE_NEEDED,
    QUOTED_ALWAYS,
};

struct reader_layout {
    const char *format; /* also the authority */
    char delimiter;
    enum reader_quoting quoting;
    const char *date;       /* how one is written: Y, M, D, and what stands between */
    const char *no_date;    /* YYYY-MM-DD, the table's sign for none; NULL */
    bool is_numbered;       /* the first column counts the rows */
    const char *no_number;  /* why a row without a campaign's number is a reject, marked with N_() */
    const char *bad_number; /* likewise one whose number is none; NULL when any will do */
    /* The campaign's own title, in the cell that has one; empty: none. NULL: the cell as it is. */
    struct text_view (*title)(struct text_view cell);
    /* The number as it is without padding; NULL: it is none. NULL: any will do. */
    const char *(*tidy_campaign)(const char *number);
    const struct reader_column *columns; /* in the order of the table; behind them other names that they had */
    size_t table_count;                  /* of the table's */
    size_t column_count;                 /* of all */
};

extern const struct reader_layout reader_layout_dvsa;
extern const struct reader_layout reader_layout_kba;
extern const struct reader_layout reader_layout_nhtsa;
extern const struct reader_layout reader_layout_vrdb;

#endif
