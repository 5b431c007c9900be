/* What has to be done about a change of the state. */

#include "tui/browse_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/command.h"
#include "tui/messages.h"

/* Where the recall is among the hits; false: nowhere. */
static bool find_place(struct browse *browse, uint32_t rank, uint32_t *place)
{
    browse_finish_search(browse);
    return search_position(browse->search, rank, place);
}

/* The recall, if it is among the hits; else the place in the list is what it was. */
static bool select_rank(struct browse *browse, uint32_t rank)
{
    uint32_t place;
    if (!find_place(browse, rank, &place))
        return false;
    browser_select_member(&browse->browser, place, rank);
    return true;
}

/* The selected recall, which has this rank now, stays on its row of the screen and is read on; false: it is no hit. */
static bool stay_with(struct browse *browse, uint32_t rank)
{
    struct browser *browser = &browse->browser;
    uint32_t place, row = browser->selected - browser->list_top;
    if (!find_place(browse, rank, &place))
        return false;
    browser_move_selected(browser, place, rank);
    browser->list_top = place > row ? place - row : 0;
    return true;
}

bool browse_search_keeping(struct browse *browse)
{
    uint32_t rank;
    bool has_one = browse_selected_rank(browse, &rank);
    browse_search(browse);
    return has_one && stay_with(browse, rank);
}

static void find_again(struct browse *browse)
{
    stay_with(browse, browse->browser.now.rank);
}

static void sort_anew(struct browse *browse)
{
    browse_search_keeping(browse);
}

/* What was selected where one can come back to has other ranks in another database: found again by its id. */
static void keep_steps(struct browse *browse, struct store *store)
{
    struct browser *browser = &browse->browser;
    struct recall_summary summary;
    struct error error;
    browser_rearrange(browser);
    for (size_t i = 0; i < browser->undo_count; i++) {
        struct browser_step *step = &browser->undo[i];
        step->has_rank = step->has_rank &&
                         store_fetch_summary(browse->store, step->rank, browse->frame_arena, &summary, &error) &&
                         store_find_id(store, summary.id, &step->rank, &error);
    }
}

/* Takes the newer database; query, category and place stay, the selected recall is found again by its id. */
static void reload(struct browse *browse)
{
    struct error error = {0};
    struct store *store;
    struct search *search;
    char id[16] = "";
    struct browser_facts facts = browse_gather_facts(browse);
    if (facts.id)
        snprintf(id, sizeof id, "%s", facts.id);
    if (!store_open(store_path(browse->store), &store, &error)) {
        browse_tell(browse, &error);
        return;
    }
    if (!search_new(store, &search, &error)) {
        store_close(store);
        browse_tell(browse, &error);
        return;
    }
    keep_steps(browse, store);
    search_free(browse->search);
    store_close(browse->store);
    browse->store = store;
    browse->search = search;
    browse->browser.is_replaced = false;
    browse_name_authorities(browse);
    if (browse_has_state(browse))
        state_begin_visit(browse->state, store);
    browse_search(browse);
    uint32_t rank;
    browse->browser.has_member = false;
    bool is_there = !id[0] || (store_find_id(store, id, &rank, &error) && stay_with(browse, rank));
    if (!is_there)
        browser_leave_text(&browse->browser);
    if (!is_there && browse->browser.view == VIEW_TEXT) {
        browse->browser.view = VIEW_PANES;
        browse->browser.message = _("The recall that was open is not there any more");
    } else if (!browse->state || !state_has_news(browse->state, store))
        browse->browser.message = _("This is the newest database");
    else
        browse_tell_news(browse);
}

/* Opens a recall; one that is not among the hits, among all. */
static void open_rank(struct browse *browse, uint32_t rank)
{
    struct browser *browser = &browse->browser;
    bool is_hit = select_rank(browse, rank);
    if (!is_hit) {
        browser_set(browser, "", -1);
        browse_search(browse);
        if (!select_rank(browse, rank))
            return;
        browser->message = _("it was not among the hits; u leads back");
    }
    browser_leave_text(browser);
    browser->view = VIEW_TEXT;
}

static void go_to(struct browse *browse)
{
    struct error error = {0};
    const char *line = browse->browser.line;
    char *end;
    uint32_t rank;
    browse_finish_search(browse);
    uint32_t count = search_row_count(browse->search);
    unsigned long percent = strtoul(line, &end, 10);
    end += strspn(end, " ");
    if (isdigit((unsigned char)line[0]) && *end == '%' && percent > 100) {
        browse->browser.message = _("percentages go from 0 to 100");
    } else if (isdigit((unsigned char)line[0]) && *end == '%' && count > 0) {
        browser_select(&browse->browser, (uint32_t)((uint64_t)(count - 1) * percent / 100));
    } else if (!store_find_id(browse->store, line, &rank, &error) &&
               !search_find_campaign(browse->search, text_view_of(line), &rank)) {
        browse->browser.message = error.kind == ERROR_NOT_FOUND ? _("no recall has this number") : NULL;
        if (error.kind != ERROR_NOT_FOUND)
            browse_tell(browse, &error);
    } else {
        open_rank(browse, rank);
    }
}

/* Why what was typed is no query. */
static void tell_refusal(struct browse *browse)
{
    struct query *query = NULL;
    struct error error = {0};
    if (!query_parse(text_view_of(browse->browser.line), &query, &error))
        browse_tell_valid(browse, &error);
    query_free(query);
}

static void quit(struct browse *browse)
{
    browse->ends = true;
}

static void break_off(struct browse *browse)
{
    browse->status = EXIT_INTERRUPTED;
    browse->ends = true;
}

static void redraw(struct browse *browse)
{
    screen_forget(browse->screen);
}

static void suspend(struct browse *browse)
{
    screen_suspend(browse->screen);
}

/* In the order in which they are had; leaves: out of the program, so not in restricted mode. */
static const struct {
    enum browser_effect effect;
    void (*have)(struct browse *browse);
    bool leaves;
} effects_had[] = {
    {EFFECT_QUIT, quit, false},
    {EFFECT_INTERRUPT, break_off, false},
    {EFFECT_SEARCH, browse_search, false},
    {EFFECT_FIND, find_again, false},
    {EFFECT_KEEP, sort_anew, false},
    {EFFECT_REFUSE, tell_refusal, false},
    {EFFECT_GO_TO, go_to, false},
    {EFFECT_PAPER, browse_lay_paper, false},
    {EFFECT_COPY, browse_copy, true},
    {EFFECT_PROPOSE, browse_propose_name, false},
    {EFFECT_SAVE, browse_save, true},
    {EFFECT_PRINT, browse_print, true},
    {EFFECT_MARK, browse_mark, false},
    {EFFECT_RELOAD, reload, false},
    {EFFECT_REDRAW, redraw, false},
    {EFFECT_SUSPEND, suspend, true},
};

void browse_apply(struct browse *browse, unsigned effects)
{
    for (size_t i = 0; i < sizeof effects_had / sizeof *effects_had; i++)
        if (effects & effects_had[i].effect && !(effects_had[i].leaves && browse->options->is_restricted))
            effects_had[i].have(browse);
}
