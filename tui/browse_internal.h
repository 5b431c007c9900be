#ifndef RUECKRUF_TUI_BROWSE_INTERNAL_H
#define RUECKRUF_TUI_BROWSE_INTERNAL_H

/* What the files of the event loop share. */

#include "core/query.h"
#include "core/search_relax.h"
#include "tui/browse.h"
#include "tui/browser.h"
#include "tui/print.h"
#include "tui/screen.h"
#include "tui/state.h"
#include "tui/view.h"

enum { BROWSE_INPUT_BYTES = 4096 };

/* Everything the loop owns. */
struct browse {
    const struct browse_options *options;
    struct store *store;
    struct search *search;
    char *authorities;   /* of the store, as they are shown; malloc'd, NULL while not known */
    struct rules *rules; /* for synonyms; read when the first words are searched for */
    bool has_read_rules;
    struct help_page help;
    bool known_used[COMMAND_COUNT]; /* what the state knows to have been used */
    struct query *query;
    bool is_searching;
    struct state *state;                 /* the person's own; NULL until it is needed */
    char remembered[BROWSER_LINE_BYTES]; /* the last search that it was told of */
    bool has_told_trouble;
    bool has_met_damage;
    struct arena *menu_arena; /* of the filter menu's values */
    struct facet_value *menu_values;
    size_t menu_count;
    enum search_facet menu_facet; /* whose values they are */
    bool has_menu;
    int64_t progress_due;         /* when it is to be said how far something is that takes long */
    int64_t partial_due;          /* when what has been found so far is to be shown, in browse_milliseconds() */
    struct browser_step searched; /* what the list is of */
    struct screen *screen;
    struct browser browser;
    struct frame frame;
    struct arena *frame_arena;
    struct arena *page_arena; /* of the page and what belongs to it */
    struct recall recall;
    struct page page;
    struct paper nothing; /* what is said when nothing was found */
    int64_t preview_due;  /* when the text may follow the selection, in milliseconds of a clock */
    bool lags;            /* the text on the screen is still that of an earlier selection */
    size_t *hit_rows;
    size_t hit_row_count, hit_row_capacity;
    /* What the page was made for; made anew when one of them changes. */
    bool has_page;
    uint32_t page_rank;
    size_t page_width;
    bool page_is_brief;
    enum page_layout page_layout;
    /* What could be asked instead of a query without hits. */
    struct relaxation relaxations[RELAXATIONS_MOST];
    size_t relaxation_count;
    bool has_relaxations;
    struct arena *relaxation_arena;
    char input[BROWSE_INPUT_BYTES];
    size_t input_length;
    struct buffer paste;
    bool is_pasting;
    bool is_in_report; /* the rest of a terminal's report is still to come */
    /* What lies over the panes: a proof, a text to copy, a code. */
    struct arena *paper_arena;
    struct paper paper;
    struct buffer paper_text;      /* the lines of a proof or a plain text, as a file takes them */
    int paper_rows, paper_columns; /* of the screen that it is laid out for */
    struct print print;
    bool ends;
    int status;
};

/* --- What follows from a change of the state (browse_effects.c) --- */

/* effects: of enum browser_effect. */
void browse_apply(struct browse *browse, unsigned effects);

/* --- Input (browse.c) --- */

/* While something takes long: whether Esc or Ctrl-C has come, or the end. What else was typed waits. */
bool browse_is_broken_off(struct browse *browse);

/* --- What is said (browse_tell.c) --- */

/* What went wrong is said on the status line; the list stays as it is. Damage is said with its way out. */
void browse_tell(struct browse *browse, const struct error *error);
/* Of a query that is none: which names and values there are, as many as fit. */
void browse_tell_valid(struct browse *browse, const struct error *error);
/* Whether the status line has room for all of it. */
bool browse_has_room_for(const struct browse *browse, const char *message);

/* --- Searching (browse_search.c) --- */

/* Of a clock that is never set back. */
int64_t browse_milliseconds(void);
/* Begins to search for what the browser's state asks for; when that is no query, it is put back. */
void browse_search(struct browse *browse);
/* The same, and the selected recall stays selected and is read on; false: it is no hit any more. (browse_effects.c) */
bool browse_search_keeping(struct browse *browse);
void browse_continue_search(struct browse *browse);
/* For what depends on all hits: until the search is done. */
void browse_finish_search(struct browse *browse);
/* Rows of the list, so far. */
uint32_t browse_hit_count(const struct browse *browse);
/* Whether what has been found is to be drawn: while a search is working only now and then. */
bool browse_has_something_to_show(struct browse *browse);
bool browse_has_vehicle_number(const struct browse *browse);
/* Said once a search is done, unless something else is to be said. */
void browse_tell_how_understood(struct browse *browse);
/* Looked for only when the query is no longer being typed: it takes several searches. */
void browse_find_relaxations(struct browse *browse);
/* Reads the rules when they are first needed; what is wrong with them is told once. */
void browse_need_rules(struct browse *browse);
/* A letter that stands before a proposal takes it. */
bool browse_take_relaxation(struct browse *browse, uint32_t key);

/* --- What is shown (browse_show.c) --- */

/* What the state's changes depend on; what is not laid out yet is laid out. */
struct browser_facts browse_gather_facts(struct browse *browse);
/* Who has issued the recalls of the store: read once, for the file does not change while it is open. */
void browse_name_authorities(struct browse *browse);
void browse_draw(struct browse *browse);

/* The rank of the selected recall; false when there is none. */
bool browse_selected_rank(struct browse *browse, uint32_t *rank);

/* --- What belongs to the person (browse_state.c) --- */

/* Reads it if that has not been done: it is not needed for the first screen. False: out of memory. */
bool browse_has_state(struct browse *browse);
/* Earlier searches for the arrow keys; and u leads to where the person was last. */
void browse_take_up_state(struct browse *browse);
/* At the end: which commands were used. */
void browse_keep_used(struct browse *browse);
/* Marks the selected recall, or no longer. */
void browse_mark(struct browse *browse);
/* What was searched for is remembered when the typing is over. */
void browse_remember_search(struct browse *browse);
/* A character for each summary: marked, new, or neither; in the frame's arena. */
const char *browse_find_markers(struct browse *browse, const struct recall_summary *summaries, size_t count);
/* The text that is shown is no longer new. */
void browse_note_seen(struct browse *browse);
void browse_tell_news(struct browse *browse);

/* --- What is taken away from the browser (browse_paper.c) --- */

/* A paper that a key has asked for, put over the panes; when there is nothing to put there, that is said. */
void browse_lay_paper(struct browse *browse);
/* Lays it out anew when the screen has another size. */
void browse_fit_paper(struct browse *browse);

/* Sends the next of what a recall has to the terminal's clipboard. */
void browse_copy(struct browse *browse);

/* The name of the file says when marked recalls are written instead of the selected one. */
void browse_propose_name(struct browse *browse);

/* Writes what is looked at to the file that was named, or gives it to the printer. */
void browse_save(struct browse *browse);
void browse_print(struct browse *browse);

/* Says how printing went, of each command that has ended since. */
void browse_note_printed(struct browse *browse);

#endif
