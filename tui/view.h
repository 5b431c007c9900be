#ifndef RUECKRUF_TUI_VIEW_H
#define RUECKRUF_TUI_VIEW_H

/* State and data to a frame. Pure: what it draws was fetched before. */

#include "core/recall.h"
#include "core/store.h"
#include "core/text.h"
#include "tui/browser.h"
#include "tui/frame.h"
#include "tui/help_page.h"
#include "tui/hints.h"
#include "tui/page.h"
#include "tui/paper.h"

struct view_area {
    int row, column, rows, columns;
};

/* Where the panes are; an area without rows is not shown. */
struct view_layout {
    struct view_area categories, list, text;
};

struct view_data {
    uint32_t hit_count;    /* rows of the list */
    uint32_t recall_count; /* that were found: more, where several are one row */
    uint32_t count_all;    /* hits of the query in all categories */
    const uint32_t *category_counts;
    const struct recall_summary *summaries; /* from the place browser.list_top on */
    const size_t *member_counts;            /* of each summary: how many recalls it stands for */
    const char *markers;                    /* of each summary: '*' marked, '+' new to the person, or a blank */
    size_t summary_count;
    const struct page *page;   /* of the selected recall, for the view at hand; may have no rows */
    const struct paper *paper; /* what lies over the panes, when something does */
    const char *headline;      /* of the selected recall */
    const char *authorities;   /* of the database: "ADAC, KBA"; "" while that is not known */
    const char *authority;     /* of the selected recall; NULL: none is selected */
    const char *query_words;   /* how the query was understood */
    bool is_searching;         /* the counts are not complete yet */
    struct store_info info;
    enum text_charset charset;
    const struct paper *nothing; /* what is said when nothing was found */
    struct hint_scene scene;
    const struct help_page *help;
    const struct facet_value *menu_values; /* of the filter menu */
    size_t menu_count;
};

enum { VIEW_ROWS_LEAST = 5, VIEW_COLUMNS_LEAST = 20 };

/* By the view, the pane that has the focus, and the size of the screen. */
struct view_layout view_arrange(const struct browser *browser);
/* Where it is said that nothing was found; without rows where it is not. */
struct view_area view_nothing_area(const struct browser *browser);
/* All of the screen into the frame, which is empty; the cursor too. */
void view_draw(const struct browser *browser, const struct view_data *data, struct frame *frame);

#endif
