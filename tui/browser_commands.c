/* What the commands do. */

#include <stdio.h>
#include <string.h>

#include "tui/browser_internal.h"
#include "tui/browser_menu.h"
#include "tui/messages.h"

/* --- Views ----------------------------------------------------------------------------------- */

static unsigned open_one(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument;
    if (browser->view != VIEW_PANES)
        return EFFECT_NONE;
    if (browser->focus == PANE_CATEGORIES)
        browser->focus = PANE_LIST;
    else if (facts->hit_count > 0)
        browser->view = VIEW_TEXT;
    return EFFECT_NONE;
}

/* Back to a list: to the row that was selected when it was left last. */
static unsigned return_to(struct browser *browser, const char *query, int category)
{
    struct browser_step left = browser_step_now(browser), wanted = {.category = category};
    memcpy(wanted.query, query, strlen(query) + 1);
    for (size_t i = 0; i < browser->undo_count; i++)
        if (browser->undo[i].category == category && strcmp(browser->undo[i].query, query) == 0)
            wanted = browser->undo[i];
    browser_push_undo(browser, &left);
    browser->now = wanted;
    return browser_select_again(browser, &wanted);
}

/* One step back; false when there is none: everything is as at the start. */
static bool step_back(struct browser *browser, unsigned *effect)
{
    *effect = EFFECT_NONE;
    if (browser->view == VIEW_HELP) {
        browser->view = browser->view_behind;
    } else if (browser->view == VIEW_PAPER) {
        browser->view = browser->view_under_paper;
    } else if (browser->view == VIEW_TEXT || browser->view == VIEW_MENU) {
        browser->view = VIEW_PANES;
    } else if (browser->focus == PANE_TEXT || (browser->focus == PANE_CATEGORIES && !browser_is_small(browser))) {
        browser->focus = PANE_LIST;
    } else if (browser->now.query[0]) {
        *effect = return_to(browser, "", browser->now.category);
    } else if (browser->now.category >= 0) {
        *effect = return_to(browser, "", -1);
    } else {
        return false;
    }
    return true;
}

static unsigned go_back(struct browser *browser, int argument, const struct browser_facts *facts)
{
    unsigned effect;
    (void)argument, (void)facts;
    return step_back(browser, &effect) ? effect : EFFECT_QUIT;
}

static unsigned escape(struct browser *browser, int argument, const struct browser_facts *facts)
{
    unsigned effect;
    (void)argument, (void)facts;
    step_back(browser, &effect);
    return effect;
}

void browser_open_help(struct browser *browser)
{
    browser->view_behind = browser->view;
    browser->view = VIEW_HELP;
    browser->help_top = browser->help_selected = 0;
    browser->help_filter[0] = '\0';
}

static unsigned open_help(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument, (void)facts;
    browser_open_help(browser);
    return EFFECT_NONE;
}

static unsigned open_menu(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument, (void)facts;
    browser_menu_open(browser);
    return EFFECT_NONE;
}

static unsigned change_layout(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument, (void)facts;
    browser->layout = browser->layout == PAGE_READING ? PAGE_ORIGINAL : PAGE_READING;
    browser->message = browser->layout == PAGE_READING ? _("laid out for reading") : _("as the source wrote it");
    browser_leave_text(browser);
    return EFFECT_NONE;
}

/* --- What is searched for -------------------------------------------------------------------- */

static unsigned show_category(struct browser *browser, int category, const struct browser_facts *facts)
{
    (void)facts;
    browser->view = VIEW_PANES;
    return browser_set_category(browser, category);
}

static unsigned begin_entry(struct browser *browser, int entry, const struct browser_facts *facts)
{
    (void)facts;
    return browser_begin_entry(browser, (enum browser_entry)entry);
}

static unsigned next_order(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument, (void)facts;
    /* Each order first one way, then the other. */
    if (!browser->reversed) {
        browser->reversed = true;
    } else {
        browser->reversed = false;
        browser->order = (enum sort_order)((browser->order + 1) % SORT_COUNT);
    }
    snprintf(browser->message_buffer, sizeof browser->message_buffer,
             browser->reversed ? _("sorted by %s, reversed") : _("sorted by %s"),
             messages_kind(&sort_names[browser->order]));
    browser->message = browser->message_buffer;
    browser_rearrange(browser);
    return EFFECT_KEEP;
}

static unsigned undo(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument, (void)facts;
    if (browser->undo_count == 0) {
        browser->message = _("nothing to undo");
        return EFFECT_NONE;
    }
    browser->now = browser->undo[--browser->undo_count];
    /* The list is another one, and its first recall selected: that is to be seen, and not its text in place of one. */
    if (browser->view == VIEW_TEXT)
        browser->view = VIEW_PANES;
    return browser_select_again(browser, &browser->now);
}

static bool asks_for_marked(struct text_view word)
{
    struct query *query = NULL;
    struct error error;
    bool asks = word.length > 0 && word.bytes[0] != '-' && query_parse(word, &query, &error) &&
                query_asks_what_is(query, IS_MARKED);
    query_free(query);
    return asks;
}

/* The first word of the query that asks for what is marked, in either language; empty: there is none. */
static struct text_view find_condition(const char *query)
{
    struct text_view word = {query, strcspn(query, " ")};
    while (word.bytes[word.length] && !asks_for_marked(word)) {
        word.bytes += word.length + 1;
        word.length = strcspn(word.bytes, " ");
    }
    return asks_for_marked(word) ? word : (struct text_view){word.bytes, 0};
}

/* Adds is:marked to the query, or takes it out again. */
static unsigned show_marked(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument, (void)facts;
    static const char condition[] = "is:marked";
    char query[BROWSER_LINE_BYTES];
    struct text_view found = find_condition(browser->now.query);
    if (found.length > 0) {
        size_t before = (size_t)(found.bytes - browser->now.query);
        while (before > 0 && browser->now.query[before - 1] == ' ')
            before--;
        snprintf(query, sizeof query, "%.*s%s", (int)before, browser->now.query, found.bytes + found.length);
    } else if (snprintf(query, sizeof query, "%s%s%s", browser->now.query, browser->now.query[0] ? " " : "",
                        condition) >= (int)sizeof query) {
        browser->message = _("the query is too long");
        return EFFECT_NONE;
    }
    browser_set(browser, query[0] == ' ' ? query + 1 : query, browser->now.category);
    browser->view = VIEW_PANES;
    return EFFECT_SEARCH;
}

/* --- Taking away ----------------------------------------------------------------------------- */

/* Whether there is something that may leave the program; else that is said. */
static bool takes_away(struct browser *browser, const struct browser_facts *facts)
{
    if (browser->is_restricted)
        browser->message = _("not in restricted mode");
    else if (facts->hit_count == 0 && browser->view != VIEW_PAPER)
        browser->message = _("there is no recall to take");
    else
        return true;
    return false;
}

static unsigned begin_saving(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)argument;
    if (!takes_away(browser, facts))
        return EFFECT_NONE;
    browser_begin_entry(browser, ENTRY_SAVE);
    bool is_proof = browser->view == VIEW_PAPER && browser->paper == PAPER_PROOF;
    snprintf(browser->line, sizeof browser->line, "%s.txt", is_proof ? _("proof") : facts->id ? facts->id : "");
    return is_proof ? EFFECT_NONE : EFFECT_PROPOSE;
}

static unsigned take_away(struct browser *browser, int effect, const struct browser_facts *facts)
{
    return takes_away(browser, facts) ? (unsigned)effect : EFFECT_NONE;
}

static unsigned mark(struct browser *browser, int argument, const struct browser_facts *facts)
{
    (void)browser, (void)argument;
    return facts->hit_count > 0 ? EFFECT_MARK : EFFECT_NONE;
}

static unsigned lay_paper(struct browser *browser, int paper, const struct browser_facts *facts)
{
    (void)facts;
    return browser_ask_for_paper(browser, (enum browser_paper)paper);
}

/* --- The table ------------------------------------------------------------------------------- */

/* What has an effect outside the state alone. */
static unsigned have_effect(struct browser *browser, int effect, const struct browser_facts *facts)
{
    (void)browser, (void)facts;
    return (unsigned)effect;
}

/*
 * What lies over the panes covers them: a paper is looked at and put away, and what is under it does not move; help and
 * menu are put away for a command that is not theirs. Over a line that is being typed help is only read. What a
 * command is
 *   OVER_ALL    the same whatever lies over the panes
 *   OVER_PAPER  also over a paper
 *   OVER_HELP, OVER_MENU  does not put them away
 *   OF_MENU     in the menu one of its own things
 */
enum {
    NOWHERE_ELSE = 0,
    OVER_PAPER = 1 << 0,
    OVER_HELP = 1 << 1,
    OVER_MENU = 1 << 2,
    OF_MENU = 1 << 3,
    OVER_ALL = OVER_PAPER | OVER_HELP | OVER_MENU,
};

static const struct action {
    unsigned (*run)(struct browser *browser, int argument, const struct browser_facts *facts);
    int argument;
    unsigned elsewhere;
} actions[COMMAND_COUNT] = {
    [COMMAND_DOWN] = {browser_move, COMMAND_DOWN, OVER_ALL | OF_MENU},
    [COMMAND_UP] = {browser_move, COMMAND_UP, OVER_ALL | OF_MENU},
    [COMMAND_FIRST] = {browser_move, COMMAND_FIRST, OVER_ALL | OF_MENU},
    [COMMAND_LAST] = {browser_move, COMMAND_LAST, OVER_ALL | OF_MENU},
    [COMMAND_PAGE_DOWN] = {browser_move, COMMAND_PAGE_DOWN, OVER_ALL | OF_MENU},
    [COMMAND_PAGE_UP] = {browser_move, COMMAND_PAGE_UP, OVER_ALL | OF_MENU},
    [COMMAND_HALF_DOWN] = {browser_move, COMMAND_HALF_DOWN, OVER_ALL | OF_MENU},
    [COMMAND_HALF_UP] = {browser_move, COMMAND_HALF_UP, OVER_ALL | OF_MENU},
    [COMMAND_LEFT] = {browser_step_focus, -1, OVER_HELP | OVER_MENU | OF_MENU},
    [COMMAND_RIGHT] = {browser_step_focus, 1, OVER_HELP | OVER_MENU | OF_MENU},
    [COMMAND_NEXT_PANE] = {browser_turn_focus, 1, OVER_HELP | OVER_MENU | OF_MENU},
    [COMMAND_PREVIOUS_PANE] = {browser_turn_focus, -1, OVER_HELP | OVER_MENU | OF_MENU},
    [COMMAND_OPEN] = {open_one, 0, OVER_HELP | OVER_MENU | OF_MENU},
    [COMMAND_BACK] = {go_back, 0, OVER_ALL},
    [COMMAND_ESCAPE] = {escape, 0, OVER_ALL},
    [COMMAND_QUIT] = {have_effect, EFFECT_QUIT, OVER_ALL},
    [COMMAND_ALL] = {show_category, -1, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1] = {show_category, 0, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 1] = {show_category, 1, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 2] = {show_category, 2, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 3] = {show_category, 3, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 4] = {show_category, 4, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 5] = {show_category, 5, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 6] = {show_category, 6, NOWHERE_ELSE},
    [COMMAND_CATEGORY_1 + 7] = {show_category, 7, NOWHERE_ELSE},
    [COMMAND_CATEGORY_9] = {show_category, 8, NOWHERE_ELSE},
    [COMMAND_CHOOSE_CATEGORY] = {begin_entry, ENTRY_CATEGORY, OVER_MENU},
    [COMMAND_SEARCH] = {begin_entry, ENTRY_SEARCH, OVER_HELP},
    [COMMAND_FILTER] = {open_menu, 0, OVER_MENU},
    [COMMAND_MARK] = {mark, 0, NOWHERE_ELSE},
    [COMMAND_SHOW_MARKED] = {show_marked, 0, NOWHERE_ELSE},
    [COMMAND_NEXT_HIT] = {browser_go_to_hit, 1, NOWHERE_ELSE},
    [COMMAND_PREVIOUS_HIT] = {browser_go_to_hit, -1, NOWHERE_ELSE},
    [COMMAND_NEXT_RECALL] = {browser_step_recall, 1, NOWHERE_ELSE},
    [COMMAND_PREVIOUS_RECALL] = {browser_step_recall, -1, NOWHERE_ELSE},
    [COMMAND_SORT] = {next_order, 0, NOWHERE_ELSE},
    [COMMAND_UNDO] = {undo, 0, OVER_MENU},
    [COMMAND_GO_TO] = {begin_entry, ENTRY_GO_TO, NOWHERE_ELSE},
    [COMMAND_SAVE] = {begin_saving, 0, OVER_PAPER},
    [COMMAND_PRINT] = {take_away, EFFECT_PRINT, OVER_PAPER},
    [COMMAND_COPY] = {take_away, EFFECT_COPY, NOWHERE_ELSE},
    [COMMAND_PLAIN] = {lay_paper, PAPER_PLAIN, NOWHERE_ELSE},
    [COMMAND_PROOF] = {begin_entry, ENTRY_PROOF, NOWHERE_ELSE},
    [COMMAND_CODE] = {lay_paper, PAPER_CODE, NOWHERE_ELSE},
    [COMMAND_LAYOUT] = {change_layout, 0, NOWHERE_ELSE},
    [COMMAND_RELOAD] = {have_effect, EFFECT_RELOAD, NOWHERE_ELSE},
    [COMMAND_HELP] = {open_help, 0, OVER_ALL},
    [COMMAND_REDRAW] = {have_effect, EFFECT_REDRAW, OVER_ALL},
    [COMMAND_SUSPEND] = {have_effect, EFFECT_SUSPEND, OVER_ALL},
};

bool browser_is_idle(const struct browser *browser, enum command_id command)
{
    const struct action *action = &actions[command];
    bool covers_line = browser->view == VIEW_HELP && browser->entry != ENTRY_NONE;
    return !action->run || (browser->view == VIEW_PAPER && !(action->elsewhere & OVER_PAPER)) ||
           (covers_line && (action->elsewhere & OVER_ALL) != OVER_ALL);
}

void browser_uncover(struct browser *browser, enum command_id command)
{
    if (!actions[command].run || browser->entry != ENTRY_NONE)
        return;
    if (browser->view == VIEW_HELP && !(actions[command].elsewhere & OVER_HELP))
        browser->view = browser->view_behind;
    if (browser->view == VIEW_MENU && !(actions[command].elsewhere & OVER_MENU))
        browser->view = VIEW_PANES;
}

/* What is selected in the help is done where the help was opened. */
static unsigned run_from_help(struct browser *browser, const struct browser_facts *facts)
{
    if (!facts->help || browser->help_selected >= facts->help->entry_count)
        return EFFECT_NONE;
    enum command_id command = facts->help->entries[browser->help_selected].command;
    browser->view = browser->view_behind;
    return command == COMMAND_HELP ? EFFECT_NONE : browser_run(browser, command, facts);
}

unsigned browser_run(struct browser *browser, enum command_id command, const struct browser_facts *facts)
{
    const struct action *action = &actions[command];
    if (browser_is_idle(browser, command))
        return EFFECT_NONE;
    if (browser->view == VIEW_HELP && command == COMMAND_OPEN)
        return run_from_help(browser, facts);
    if (browser->view == VIEW_HELP && command == COMMAND_SEARCH)
        return browser_begin_entry(browser, ENTRY_HELP);
    if (browser->view == VIEW_MENU && action->elsewhere & OF_MENU)
        return browser_menu_command(browser, command, facts);
    return action->run(browser, action->argument, facts);
}
