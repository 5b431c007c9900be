#include "tui/browser.h"

#include <string.h>

#include "tui/browser_internal.h"
#include "tui/browser_menu.h"

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

static void copy_query(char line[BROWSER_LINE_BYTES], const char *query)
{
    size_t length = browser_fit_bytes(query, BROWSER_LINE_BYTES - 1);
    memcpy(line, query, length);
    line[length] = '\0';
}

void browser_begin(struct browser *browser, const char *query, enum sort_order order)
{
    *browser = (struct browser){.focus = PANE_LIST, .order = order};
    browser_leave_text(browser);
    browser->now.category = -1;
    copy_query(browser->now.query, query);
}

enum browser_view browser_view_beneath(const struct browser *browser)
{
    enum browser_view view = browser->view;
    if (view == VIEW_HELP)
        view = browser->view_behind;
    if (view == VIEW_PAPER)
        view = browser->view_under_paper;
    return view == VIEW_MENU ? VIEW_PANES : view;
}

struct browser_reading *browser_reading(struct browser *browser)
{
    return browser_view_beneath(browser) == VIEW_TEXT ? &browser->text : &browser->preview;
}

void browser_leave_text(struct browser *browser)
{
    browser->preview = browser->text = (struct browser_reading){.top = 0, .hit_row = SIZE_MAX};
}

void browser_select(struct browser *browser, uint32_t place)
{
    if (browser->selected != place) {
        browser_leave_text(browser);
        browser->has_member = false;
    }
    browser->selected = place;
}

void browser_select_member(struct browser *browser, uint32_t place, uint32_t rank)
{
    browser_select(browser, place);
    browser->has_member = true;
    browser->member = rank;
}

void browser_move_selected(struct browser *browser, uint32_t place, uint32_t rank)
{
    browser->selected = place;
    browser->has_member = true;
    browser->member = rank;
}

void browser_select_first(struct browser *browser)
{
    browser->has_member = false;
    browser->list_top = 0;
    browser->selected = 0;
    browser_leave_text(browser);
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
    browser->help_top = browser_clamp(browser->help_top, help->row_count, facts->help_rows);
}

void browser_settle(struct browser *browser, const struct browser_facts *facts)
{
    browser_show_wanted_hit(browser, facts);
    if (browser->selected >= facts->hit_count && !facts->is_counting)
        browser_select(browser, facts->hit_count > 0 ? facts->hit_count - 1 : 0);
    settle_list(browser, facts->list_rows);
    if (!facts->is_counting)
        browser->list_top = (uint32_t)browser_clamp(browser->list_top, facts->hit_count, facts->list_rows);
    struct browser_reading *reading = browser_reading(browser);
    reading->top = browser_clamp(reading->top, facts->text_length, facts->text_rows);
    browser->nothing_top = browser_clamp(browser->nothing_top, facts->nothing_length, facts->nothing_rows);
    settle_help(browser, facts);
    browser_menu_settle(browser, facts);
    browser->paper_top = browser_clamp(browser->paper_top, facts->paper_length, facts->help_rows);
}

/* --- What is searched for -------------------------------------------------------------------- */

struct browser_step browser_step_now(const struct browser *browser)
{
    struct browser_step step = browser->now;
    step.selected = browser->selected;
    step.list_top = browser->list_top;
    step.has_rank = browser->has_rank;
    step.rank = browser->rank;
    step.is_rearranged = false;
    return step;
}

unsigned browser_select_again(struct browser *browser, const struct browser_step *step)
{
    browser_select_first(browser);
    browser_select(browser, step->selected);
    browser->list_top = step->list_top;
    return step->is_rearranged && step->has_rank ? EFFECT_SEARCH | EFFECT_FIND : EFFECT_SEARCH;
}

void browser_rearrange(struct browser *browser)
{
    for (size_t i = 0; i < browser->undo_count; i++)
        browser->undo[i].is_rearranged = true;
}

void browser_push_undo(struct browser *browser, const struct browser_step *step)
{
    if (browser->undo_count == BROWSER_STEPS) {
        memmove(browser->undo, browser->undo + 1, (BROWSER_STEPS - 1) * sizeof browser->undo[0]);
        browser->undo_count--;
    }
    browser->undo[browser->undo_count++] = *step;
}

unsigned browser_set_category(struct browser *browser, int category)
{
    if (category == browser->now.category)
        return EFFECT_NONE;
    struct browser_step left = browser_step_now(browser);
    browser_push_undo(browser, &left);
    browser->now.category = category;
    browser_select_first(browser);
    return EFFECT_SEARCH;
}

void browser_set(struct browser *browser, const char *query, int category)
{
    struct browser_step left = browser_step_now(browser);
    browser_push_undo(browser, &left);
    copy_query(browser->now.query, query);
    browser->now.category = category;
    browser_select_first(browser);
}

/* --- Keys ------------------------------------------------------------------------------------ */

bool browser_is_typing(const struct browser *browser)
{
    bool is_covered = browser->view == VIEW_HELP && browser->entry != ENTRY_HELP;
    return browser->entry != ENTRY_NONE && !is_covered;
}

unsigned browser_key(struct browser *browser, uint32_t key, const struct browser_facts *facts)
{
    if (key == KEY_NONE_READ)
        return EFFECT_NONE;
    browser->message = NULL;
    browser_show_wanted_hit(browser, facts);
    if (browser_is_typing(browser) && key != KEY_INTERRUPT)
        return browser_entry_key(browser, key);
    enum command_id command = keys_command(browser->bindings, key);
    if (key == KEY_INTERRUPT && command == COMMAND_QUIT)
        return EFFECT_INTERRUPT;
    if ((browser->view == VIEW_HELP && command == COMMAND_HELP) ||
        (browser->view == VIEW_MENU && command == COMMAND_FILTER))
        command = COMMAND_ESCAPE;
    browser->copy_turn = command == COMMAND_COPY ? browser->copy_turn + 1 : 0;
    browser_uncover(browser, command);
    if (browser_is_idle(browser, command))
        return EFFECT_NONE;
    browser->used[command] = true;
    return browser_run(browser, command, facts);
}
