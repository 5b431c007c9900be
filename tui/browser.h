#ifndef RUECKRUF_TUI_BROWSER_H
#define RUECKRUF_TUI_BROWSER_H

/*
 * The browser's state and its changes: a command and the state before give the state after, and what
 * has to be done about it. Pure: no terminal, no database.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/search.h"
#include "tui/help_page.h"
#include "tui/keys.h"
#include "tui/page.h"

enum browser_pane { PANE_CATEGORIES, PANE_LIST, PANE_TEXT, PANE_COUNT };
enum browser_view { VIEW_PANES, VIEW_TEXT, VIEW_PAPER, VIEW_HELP, VIEW_MENU };

/* What can lie over the panes. */
enum browser_paper { PAPER_PROOF, PAPER_PLAIN, PAPER_CODE };

/* What keys are typed into. */
enum browser_entry { ENTRY_NONE, ENTRY_SEARCH, ENTRY_CATEGORY, ENTRY_GO_TO, ENTRY_PROOF, ENTRY_SAVE, ENTRY_HELP };

enum { BROWSER_LINE_BYTES = 400, BROWSER_STEPS = 32 };

/* A query and a category that can be come back to. */
struct browser_step {
    char query[BROWSER_LINE_BYTES];
    int category;
    uint32_t selected, list_top; /* in its list, when that was left */
    bool has_rank;
    uint32_t rank;      /* of the recall that was selected */
    bool is_rearranged; /* since then the list has got another order: the recall is at another place in it */
};

/* How far a text is read. */
struct browser_reading {
    size_t top;     /* first row shown */
    size_t hit_row; /* the row of the hit that n went to; SIZE_MAX: none */
};

/* Where one is in what is shown. */
struct browser_place {
    enum browser_view view;
    enum browser_pane focus;
    uint32_t selected, list_top;
    struct browser_reading preview, text;
    bool has_member;
    uint32_t member;
};

struct browser {
    int rows, columns; /* of the screen */
    enum browser_view view;
    enum browser_view view_behind; /* what help covers */
    bool is_restricted;            /* no file, no printer */
    enum browser_paper paper;
    enum browser_view view_under_paper;
    size_t paper_top;
    unsigned copy_turn; /* how often y was pressed in a row */
    enum browser_pane focus;
    enum browser_entry entry;
    char line[BROWSER_LINE_BYTES]; /* what is being typed */
    size_t line_behind;            /* bytes of it behind the cursor */
    bool is_line_cut;              /* something of it had no room */
    struct browser_step now;       /* the query and category shown */
    struct browser_step before_entry;
    struct browser_place place_before_entry;
    struct browser_step undo[BROWSER_STEPS];
    size_t undo_count;
    char history[BROWSER_STEPS][BROWSER_LINE_BYTES];
    size_t history_count;
    size_t history_place; /* while searching: history_count is the line being typed */
    enum sort_order order;
    bool reversed;
    enum page_layout layout;
    uint32_t selected;              /* place in the list */
    bool has_rank;                  /* something is selected: */
    uint32_t rank;                  /* its rank; of the search that was done when the key came */
    bool has_member;                /* another recall of its row's action is shown: */
    uint32_t member;                /* its rank */
    uint32_t list_top;              /* first place shown */
    struct browser_reading preview; /* of the selected recall, in its pane: with other rows than the full text */
    struct browser_reading text;    /* of its full text */
    size_t nothing_top;             /* of what is said when nothing was found */
    size_t help_top, help_selected; /* a row; an entry of the help */
    char help_filter[64];           /* what was typed to find in it */
    enum search_facet menu_facet;   /* whose values the filter menu lists */
    size_t menu_selected, menu_top; /* of its values */
    int hit_wanted;                 /* 1, -1: the next recall's first or last hit is to be shown */
    bool is_replaced;               /* a newer database is there */
    bool is_line_wrong;             /* what is typed is no query: the list is still that of the query before */
    const struct key_bindings *bindings;
    bool used[COMMAND_COUNT]; /* what the person has used some time: it needs no hint any more */
    bool keeps_hints;         /* also of what was used */
    bool is_thrifty;          /* for slow lines: no text beside or below the list */
    const char *message;      /* on the status line until the next key; NULL */
    char message_buffer[400];
};

/* What the state's changes depend on. */
struct browser_facts {
    uint32_t hit_count;
    bool is_counting;                    /* more hits may come: the place in the list may lie behind them */
    uint32_t list_rows;                  /* that the list shows at once; 0: it is not shown, and stays where it is */
    size_t text_rows;                    /* that the text shows at once */
    size_t text_length;                  /* rows of the text */
    size_t nothing_rows, nothing_length; /* the same of what is said when nothing was found; 0: something was */
    const char *id;                      /* of the selected recall; NULL: none */
    size_t help_rows;
    const struct help_page *help;          /* while it is shown */
    const struct facet_value *menu_values; /* of the filter menu, when it is open */
    size_t menu_length;
    size_t paper_length;    /* its rows are those of help */
    const size_t *hit_rows; /* rows of the text with hits, rising; none where it is not shown */
    size_t hit_row_count;
};

/* What is to be done after a change; bits. */
enum browser_effect {
    EFFECT_NONE = 0,
    EFFECT_SEARCH = 1 << 0, /* query, category or order have changed */
    EFFECT_QUIT = 1 << 1,
    EFFECT_REDRAW = 1 << 2,
    EFFECT_SUSPEND = 1 << 3,
    EFFECT_RELOAD = 1 << 4,
    EFFECT_GO_TO = 1 << 5, /* line holds where to */
    EFFECT_PAPER = 1 << 6, /* of the kind that paper says; of a proof, line holds what is filled in */
    EFFECT_COPY = 1 << 7,
    EFFECT_SAVE = 1 << 8, /* line holds the file's name */
    EFFECT_PRINT = 1 << 9,
    EFFECT_MARK = 1 << 10,      /* the selected recall, or no longer */
    EFFECT_INTERRUPT = 1 << 11, /* quit, as one who breaks off and not as one who is done */
    EFFECT_REFUSE = 1 << 12,    /* line is no query: why is to be said */
    EFFECT_PROPOSE = 1 << 13,   /* line is the name of a file for the selected recall: others may be written */
    EFFECT_KEEP = 1 << 14,      /* searched anew, the selected recall stays selected wherever it is in the list now */
    EFFECT_FIND = 1 << 15,      /* searched anew, the recall of the step is selected wherever it is in the list now */
};

/* The state at the start: the list of the query. What else is to be set is set by the caller. */
void browser_begin(struct browser *browser, const char *query, enum sort_order order);

/* What a key does: effects. */
unsigned browser_key(struct browser *browser, uint32_t key, const struct browser_facts *facts);

/* What was pasted: it goes into the line, or opens the search with it. */
unsigned browser_paste(struct browser *browser, const char *text);

/*
 * Brings selection and scroll places back into what is there, after a change of size or hits, and into sight the hit
 * that was gone on to.
 */
void browser_settle(struct browser *browser, const struct browser_facts *facts);

/* The lists that can be come back to have another order now. */
void browser_rearrange(struct browser *browser);

/* Another query and category, which u takes back. */
void browser_set(struct browser *browser, const char *query, int category);

/* The recall at a place of the list; another one is read from its beginning. */
void browser_select(struct browser *browser, uint32_t place);
/* The same, by its rank, where it is not its row's own but another one of the action. */
void browser_select_member(struct browser *browser, uint32_t place, uint32_t rank);
/* The selected recall's text is read from its beginning. */
void browser_leave_text(struct browser *browser);
/* The selected recall has come to another place, where it is read on. */
void browser_move_selected(struct browser *browser, uint32_t place, uint32_t rank);

/* A place in something of length, of which shown rows are seen: where a command of moving leads. */
size_t browser_moved(enum command_id command, size_t place, size_t length, size_t shown);

/* Whether keys go into a line: not while help lies over it. */
bool browser_is_typing(const struct browser *browser);

/* What help, a paper or the menu lies over; the view itself where nothing does. */
enum browser_view browser_view_beneath(const struct browser *browser);

/* Whether one pane is shown at a time; whether the text stands beside the list. */
bool browser_is_small(const struct browser *browser);
bool browser_is_wide(const struct browser *browser);

#endif
