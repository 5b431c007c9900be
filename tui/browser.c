#include "tui/browser.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "tui/browser_internal.h"
#include "tui/browser_menu.h"
#include "tui/messages.h"

bool browser_is_small(const struct browser *browser)
{
    return browser->columns < 60 || browser->rows < 16;
}

bool browser_is_wide(const struct browser *browser)
{
    return browser->columns >= 120;
}

size_t browser_fit_bytes(const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length > most)
        for (length = most; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;)
            length--;
    return length;
}

void browser_copy_query(char line[BROWSER_LINE_BYTES], const char *query)
{
    size_t length = browser_fit_bytes(query, BROWSER_LINE_BYTES - 1);
    memcpy(line, query, length);
    line[length] = '\0';
}

void browser_begin(struct browser *browser, const char *query, enum sort_order order)
{
    *browser = (struct browser){.focus = PANE_LIST, .order = order, .hit_row = SIZE_MAX};
    browser->now.category = -1;
    browser_copy_query(browser->now.query, query);
}

static void leave_text(struct browser *browser)
{
    browser->text_top = 0;
    browser->hit_row = SIZE_MAX;
}

void browser_select(struct browser *browser, uint32_t place)
{
    if (browser->selected != place)
        leave_text(browser);
    browser->selected = place;
}

static size_t clamp(size_t value, size_t length, size_t shown)
{
    size_t most = length > shown ? length - shown : 0;
    return value < most ? value : most;
}

/*
 * The selected row is in sight. Over a slow line a list turns its pages: to draw all rows anew costs as much as a page,
 * and so it is paid once a page and not at each step.
 */
static void settle_list(struct browser *browser, uint32_t rows)
{
    uint32_t page = rows > 1 && browser->is_thrifty ? rows - 1 : 0;
    if (rows == 0)
        return;
    if (browser->selected < browser->list_top)
        browser->list_top = browser->selected > page ? browser->selected - page : 0;
    if (browser->selected >= browser->list_top + rows)
        browser->list_top = browser->selected - (rows - 1) + page;
}

/* The selected entry is in sight with all its rows. */
static void settle_help(struct browser *browser, const struct browser_facts *facts)
{
    const struct help_page *help = facts->help;
    if (!help || help->entry_count == 0) {
        browser->help_top = browser->help_selected = 0;
        return;
    }
    if (browser->help_selected >= help->entry_count)
        browser->help_selected = help->entry_count - 1;
    const struct help_entry *entry = &help->entries[browser->help_selected];
    size_t end = entry->first_row + entry->row_count;
    if (end > browser->help_top + facts->help_rows)
        browser->help_top = end - facts->help_rows;
    if (entry->first_row < browser->help_top)
        browser->help_top = entry->first_row;
    browser->help_top = clamp(browser->help_top, help->row_count, facts->help_rows);
}

void browser_settle(struct browser *browser, const struct browser_facts *facts)
{
    if (facts->hit_count == 0)
        browser->selected = 0;
    else if (browser->selected >= facts->hit_count)
        browser->selected = facts->hit_count - 1;
    settle_list(browser, facts->list_rows);
    browser->list_top = (uint32_t)clamp(browser->list_top, facts->hit_count, facts->list_rows);
    browser->text_top = clamp(browser->text_top, facts->text_length, facts->text_rows);
    browser->nothing_top = clamp(browser->nothing_top, facts->nothing_length, facts->nothing_rows);
    settle_help(browser, facts);
    size_t menu_rows = browser->rows > 5 ? (size_t)browser->rows - 4 : 1;
    if (browser->menu_selected >= facts->menu_length)
        browser->menu_selected = facts->menu_length > 0 ? facts->menu_length - 1 : 0;
    if (browser->menu_selected < browser->menu_top)
        browser->menu_top = browser->menu_selected;
    if (browser->menu_selected >= browser->menu_top + menu_rows)
        browser->menu_top = browser->menu_selected - menu_rows + 1;
    browser->paper_top = clamp(browser->paper_top, facts->paper_length, facts->help_rows);
}

/* --- Moving -------------------------------------------------------------------------------- */

size_t browser_moved(enum command_id command, size_t place, size_t length, size_t shown)
{
    size_t half = shown / 2 ? shown / 2 : 1, page = shown > 1 ? shown - 1 : 1;
    size_t last = length ? length - 1 : 0;
    switch (command) {
    case COMMAND_DOWN:
        return place < last ? place + 1 : last;
    case COMMAND_UP:
        return place > 0 ? place - 1 : 0;
    case COMMAND_FIRST:
        return 0;
    case COMMAND_LAST:
        return last;
    case COMMAND_PAGE_DOWN:
        return place + page < last ? place + page : last;
    case COMMAND_PAGE_UP:
        return place > page ? place - page : 0;
    case COMMAND_HALF_DOWN:
        return place + half < last ? place + half : last;
    case COMMAND_HALF_UP:
        return place > half ? place - half : 0;
    default:
        return place;
    }
}

void browser_push_undo(struct browser *browser, const struct browser_step *step)
{
    if (browser->undo_count == BROWSER_STEPS) {
        memmove(browser->undo, browser->undo + 1, (BROWSER_STEPS - 1) * sizeof browser->undo[0]);
        browser->undo_count--;
    }
    browser->undo[browser->undo_count++] = *step;
}

static unsigned set_category(struct browser *browser, int category)
{
    if (category == browser->now.category)
        return EFFECT_NONE;
    browser_push_undo(browser, &browser->now);
    browser->now.category = category;
    browser->list_top = 0;
    browser_select(browser, 0);
    return EFFECT_SEARCH;
}

void browser_set(struct browser *browser, const char *query, int category)
{
    browser_push_undo(browser, &browser->now);
    browser_copy_query(browser->now.query, query);
    browser->now.category = category;
    browser->list_top = 0;
    browser_select(browser, 0);
}

static unsigned move(struct browser *browser, enum command_id command, const struct browser_facts *facts)
{
    if (browser->view == VIEW_HELP) {
        size_t entries = facts->help ? facts->help->entry_count : 0;
        browser->help_selected = browser_moved(command, browser->help_selected, entries, facts->help_rows);
    } else if (browser->view == VIEW_PAPER) {
        browser->paper_top = clamp(browser_moved(command, browser->paper_top, facts->paper_length, facts->help_rows),
                                   facts->paper_length, facts->help_rows);
    } else if (facts->nothing_length > 0 && (browser->view == VIEW_TEXT || browser->focus != PANE_CATEGORIES)) {
        browser->nothing_top =
            clamp(browser_moved(command, browser->nothing_top, facts->nothing_length, facts->nothing_rows),
                  facts->nothing_length, facts->nothing_rows);
    } else if (browser->view == VIEW_TEXT || browser->focus == PANE_TEXT) {
        browser->text_top = clamp(browser_moved(command, browser->text_top, facts->text_length, facts->text_rows),
                                  facts->text_length, facts->text_rows);
    } else if (browser->focus == PANE_LIST) {
        browser_select(browser,
                       (uint32_t)browser_moved(command, browser->selected, facts->hit_count, facts->list_rows));
    } else {
        size_t place = browser_moved(command, (size_t)(browser->now.category + 1), CATEGORY_COUNT + 1, 10);
        return set_category(browser, (int)place - 1);
    }
    return EFFECT_NONE;
}

/* The full text is the last pane, seen alone: nothing is to its right, and the list to its left. */
static void change_focus(struct browser *browser, int by, bool around)
{
    int panes = browser->is_thrifty ? PANE_TEXT : PANE_COUNT;
    int focus = (browser->view == VIEW_TEXT ? PANE_TEXT : (int)browser->focus) + by;
    if (around)
        focus = (focus + panes) % panes;
    if (browser->view == VIEW_HELP || focus < 0 || focus >= panes)
        return;
    browser->focus = (enum browser_pane)focus;
    browser->view = VIEW_PANES;
}

static unsigned open_one(struct browser *browser, const struct browser_facts *facts)
{
    if (browser->view != VIEW_PANES)
        return EFFECT_NONE;
    if (browser->focus == PANE_CATEGORIES)
        browser->focus = PANE_LIST;
    else if (facts->hit_count > 0)
        browser->view = VIEW_TEXT;
    return EFFECT_NONE;
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
        browser_push_undo(browser, &browser->now);
        browser->now.query[0] = '\0';
        browser_select(browser, 0);
        *effect = EFFECT_SEARCH;
    } else if (browser->now.category >= 0) {
        *effect = set_category(browser, -1);
    } else {
        return false;
    }
    return true;
}

static unsigned go_to_hit(struct browser *browser, int direction, const struct browser_facts *facts)
{
    for (size_t k = 0; k < facts->hit_row_count; k++) {
        size_t i = direction > 0 ? k : facts->hit_row_count - 1 - k;
        size_t row = facts->hit_rows[i];
        bool is_further =
            browser->hit_row == SIZE_MAX || (direction > 0 ? row > browser->hit_row : row < browser->hit_row);
        if (!is_further)
            continue;
        browser->hit_row = row;
        if (row < browser->text_top || row >= browser->text_top + facts->text_rows)
            browser->text_top = clamp(row > 2 ? row - 2 : 0, facts->text_length, facts->text_rows);
        return EFFECT_NONE;
    }
    uint32_t next = browser->selected + (uint32_t)direction;
    if (!browser->now.query[0] || next >= facts->hit_count) {
        browser->message = _("no further hit");
        return EFFECT_NONE;
    }
    browser_select(browser, next);
    browser->hit_wanted = direction;
    return EFFECT_NONE;
}

static unsigned next_order(struct browser *browser)
{
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
    browser_select(browser, 0);
    return EFFECT_SEARCH;
}

static unsigned undo(struct browser *browser)
{
    if (browser->undo_count == 0) {
        browser->message = _("nothing to undo");
        return EFFECT_NONE;
    }
    browser->now = browser->undo[--browser->undo_count];
    browser_select(browser, 0);
    return EFFECT_SEARCH;
}

/* Adds is:marked to the query, or takes it out again. */
static unsigned show_marked(struct browser *browser)
{
    static const char condition[] = "is:marked";
    char query[BROWSER_LINE_BYTES];
    const char *found = strstr(browser->now.query, condition);
    if (found) {
        size_t before = (size_t)(found - browser->now.query);
        while (before > 0 && browser->now.query[before - 1] == ' ')
            before--;
        snprintf(query, sizeof query, "%.*s%s", (int)before, browser->now.query, found + sizeof condition - 1);
    } else if (snprintf(query, sizeof query, "%s%s%s", browser->now.query, browser->now.query[0] ? " " : "",
                        condition) >= (int)sizeof query) {
        browser->message = _("the query is too long");
        return EFFECT_NONE;
    }
    browser_set(browser, query[0] == ' ' ? query + 1 : query, browser->now.category);
    browser->view = VIEW_PANES;
    return EFFECT_SEARCH;
}

/* --- Taking away -------------------------------------------------------------------------- */

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

static unsigned begin_saving(struct browser *browser, const struct browser_facts *facts)
{
    if (!takes_away(browser, facts))
        return EFFECT_NONE;
    browser_begin_entry(browser, ENTRY_SAVE);
    bool is_proof = browser->view == VIEW_PAPER && browser->paper == PAPER_PROOF;
    snprintf(browser->line, sizeof browser->line, "%s.txt", is_proof ? _("proof") : facts->id ? facts->id : "");
    return is_proof ? EFFECT_NONE : EFFECT_PROPOSE;
}

/* --- Commands ------------------------------------------------------------------------------ */

/* Moving, choosing and changing the pane mean the menu's own things while it is open. */
static bool is_for_menu(enum command_id command)
{
    return (command >= COMMAND_DOWN && command <= COMMAND_OPEN) || command == COMMAND_NONE;
}

static bool goes_with_all(enum command_id command)
{
    return (command >= COMMAND_DOWN && command <= COMMAND_HALF_UP) || command == COMMAND_BACK ||
           command == COMMAND_ESCAPE || command == COMMAND_QUIT || command == COMMAND_HELP ||
           command == COMMAND_REDRAW || command == COMMAND_SUSPEND;
}

/* A paper is looked at, and put away: what is under it does not move. */
static bool goes_with_paper(enum command_id command)
{
    return goes_with_all(command) || command == COMMAND_SAVE || command == COMMAND_PRINT;
}

/* What the help and the menu cover does not change unseen: they are put away for what is not theirs. */
static void uncover(struct browser *browser, enum command_id command)
{
    if (command <= COMMAND_OPEN || goes_with_all(command))
        return;
    if (browser->view == VIEW_HELP && command != COMMAND_SEARCH)
        browser->view = browser->view_behind;
    if (browser->view == VIEW_MENU && command != COMMAND_FILTER && command != COMMAND_UNDO &&
        command != COMMAND_CHOOSE_CATEGORY)
        browser->view = VIEW_PANES;
}

static unsigned run_command(struct browser *browser, enum command_id command, const struct browser_facts *facts);

/* What is selected in the help is done where the help was opened. */
static unsigned run_from_help(struct browser *browser, const struct browser_facts *facts)
{
    if (!facts->help || browser->help_selected >= facts->help->entry_count)
        return EFFECT_NONE;
    enum command_id command = facts->help->entries[browser->help_selected].command;
    browser->view = browser->view_behind;
    if (command == COMMAND_HELP || (browser->view == VIEW_PAPER && !goes_with_paper(command)))
        return EFFECT_NONE;
    return run_command(browser, command, facts);
}

static unsigned run_command(struct browser *browser, enum command_id command, const struct browser_facts *facts)
{
    unsigned effect;
    if (browser->view == VIEW_HELP && command == COMMAND_OPEN)
        return run_from_help(browser, facts);
    if (browser->view == VIEW_HELP && command == COMMAND_SEARCH)
        return browser_begin_entry(browser, ENTRY_HELP);
    if (browser->view == VIEW_MENU && is_for_menu(command))
        return browser_menu_command(browser, command, facts);
    if (command >= COMMAND_CATEGORY_1 && command <= COMMAND_CATEGORY_9) {
        browser->view = VIEW_PANES;
        return set_category(browser, (int)(command - COMMAND_CATEGORY_1));
    }
    switch (command) {
    case COMMAND_ALL:
        browser->view = VIEW_PANES;
        return set_category(browser, -1);
    case COMMAND_LEFT:
        change_focus(browser, -1, false);
        return EFFECT_NONE;
    case COMMAND_RIGHT:
        change_focus(browser, 1, false);
        return EFFECT_NONE;
    case COMMAND_NEXT_PANE:
        change_focus(browser, 1, true);
        return EFFECT_NONE;
    case COMMAND_PREVIOUS_PANE:
        change_focus(browser, -1, true);
        return EFFECT_NONE;
    case COMMAND_OPEN:
        return open_one(browser, facts);
    case COMMAND_BACK:
        return step_back(browser, &effect) ? effect : EFFECT_QUIT;
    case COMMAND_ESCAPE:
        step_back(browser, &effect);
        return effect;
    case COMMAND_QUIT:
        return EFFECT_QUIT;
    case COMMAND_CHOOSE_CATEGORY:
        return browser_begin_entry(browser, ENTRY_CATEGORY);
    case COMMAND_FILTER:
        browser_menu_open(browser);
        return EFFECT_NONE;
    case COMMAND_MARK:
        return facts->hit_count > 0 ? EFFECT_MARK : EFFECT_NONE;
    case COMMAND_SHOW_MARKED:
        return show_marked(browser);
    case COMMAND_SEARCH:
        return browser_begin_entry(browser, ENTRY_SEARCH);
    case COMMAND_GO_TO:
        return browser_begin_entry(browser, ENTRY_GO_TO);
    case COMMAND_PROOF:
        return browser_begin_entry(browser, ENTRY_PROOF);
    case COMMAND_PLAIN:
        return browser_ask_for_paper(browser, PAPER_PLAIN);
    case COMMAND_CODE:
        return browser_ask_for_paper(browser, PAPER_CODE);
    case COMMAND_SAVE:
        return begin_saving(browser, facts);
    case COMMAND_PRINT:
        return takes_away(browser, facts) ? EFFECT_PRINT : EFFECT_NONE;
    case COMMAND_COPY:
        return takes_away(browser, facts) ? EFFECT_COPY : EFFECT_NONE;
    case COMMAND_NEXT_HIT:
        return go_to_hit(browser, 1, facts);
    case COMMAND_PREVIOUS_HIT:
        return go_to_hit(browser, -1, facts);
    case COMMAND_NEXT_RECALL:
        browser_select(browser, (uint32_t)browser_moved(COMMAND_DOWN, browser->selected, facts->hit_count, 1));
        return EFFECT_NONE;
    case COMMAND_PREVIOUS_RECALL:
        browser_select(browser, (uint32_t)browser_moved(COMMAND_UP, browser->selected, facts->hit_count, 1));
        return EFFECT_NONE;
    case COMMAND_SORT:
        return next_order(browser);
    case COMMAND_UNDO:
        return undo(browser);
    case COMMAND_LAYOUT:
        browser->layout = browser->layout == PAGE_READING ? PAGE_ORIGINAL : PAGE_READING;
        browser->message = browser->layout == PAGE_READING ? _("laid out for reading") : _("as the source wrote it");
        leave_text(browser);
        return EFFECT_NONE;
    case COMMAND_RELOAD:
        return EFFECT_RELOAD;
    case COMMAND_HELP:
        browser->view_behind = browser->view;
        browser->view = VIEW_HELP;
        browser->help_top = browser->help_selected = 0;
        browser->help_filter[0] = '\0';
        return EFFECT_NONE;
    case COMMAND_REDRAW:
        return EFFECT_REDRAW;
    case COMMAND_SUSPEND:
        return EFFECT_SUSPEND;
    default:
        return move(browser, command, facts);
    }
}

unsigned browser_key(struct browser *browser, uint32_t key, const struct browser_facts *facts)
{
    if (key == KEY_NONE_READ)
        return EFFECT_NONE;
    browser->message = NULL;
    browser->hit_wanted = 0;
    if (browser->entry != ENTRY_NONE && key != KEY_INTERRUPT)
        return browser_entry_key(browser, key);
    enum command_id command = keys_command(browser->bindings, key);
    if (key == KEY_INTERRUPT && command == COMMAND_QUIT)
        return EFFECT_INTERRUPT;
    if ((browser->view == VIEW_HELP && command == COMMAND_HELP) ||
        (browser->view == VIEW_MENU && command == COMMAND_FILTER))
        command = COMMAND_ESCAPE;
    browser->copy_turn = command == COMMAND_COPY ? browser->copy_turn + 1 : 0;
    uncover(browser, command);
    if (browser->view == VIEW_PAPER && !goes_with_paper(command))
        return EFFECT_NONE;
    browser->used[command] = true;
    return command == COMMAND_NONE ? EFFECT_NONE : run_command(browser, command, facts);
}
