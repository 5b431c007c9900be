/* Moving: through lists and texts, between panes, from hit to hit. */

#include "tui/browser_internal.h"
#include "tui/messages.h"

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

size_t browser_clamp(size_t value, size_t length, size_t shown)
{
    size_t most = length > shown ? length - shown : 0;
    return value < most ? value : most;
}

unsigned browser_move(struct browser *browser, int argument, const struct browser_facts *facts)
{
    enum command_id command = (enum command_id)argument;
    if (browser->view == VIEW_HELP) {
        size_t entries = facts->help ? facts->help->entry_count : 0;
        browser->help_selected = browser_moved(command, browser->help_selected, entries, facts->help_rows);
    } else if (browser->view == VIEW_PAPER) {
        browser->paper_top =
            browser_clamp(browser_moved(command, browser->paper_top, facts->paper_length, facts->help_rows),
                          facts->paper_length, facts->help_rows);
    } else if (facts->nothing_length > 0 && (browser->view == VIEW_TEXT || browser->focus != PANE_CATEGORIES)) {
        browser->nothing_top =
            browser_clamp(browser_moved(command, browser->nothing_top, facts->nothing_length, facts->nothing_rows),
                          facts->nothing_length, facts->nothing_rows);
    } else if (browser->view == VIEW_TEXT || browser->focus == PANE_TEXT) {
        struct browser_reading *reading = browser_reading(browser);
        reading->top = browser_clamp(browser_moved(command, reading->top, facts->text_length, facts->text_rows),
                                     facts->text_length, facts->text_rows);
    } else if (browser->focus == PANE_LIST) {
        browser_select(browser,
                       (uint32_t)browser_moved(command, browser->selected, facts->hit_count, facts->list_rows));
    } else {
        size_t place = browser_moved(command, (size_t)(browser->now.category + 1), CATEGORY_COUNT + 1, 10);
        return browser_set_category(browser, (int)place - 1);
    }
    return EFFECT_NONE;
}

/* The full text is the last pane, seen alone: nothing is to its right, and the list to its left. */
static void change_focus(struct browser *browser, int by, bool is_around)
{
    int panes = browser->is_thrifty ? PANE_TEXT : PANE_COUNT;
    int focus = (browser->view == VIEW_TEXT ? PANE_TEXT : (int)browser->focus) + by;
    if (is_around)
        focus = (focus + panes) % panes;
    if (browser->view == VIEW_HELP || focus < 0 || focus >= panes)
        return;
    browser->focus = (enum browser_pane)focus;
    browser->view = VIEW_PANES;
}

unsigned browser_step_focus(struct browser *browser, int by, const struct browser_facts *facts)
{
    (void)facts;
    change_focus(browser, by, false);
    return EFFECT_NONE;
}

unsigned browser_turn_focus(struct browser *browser, int by, const struct browser_facts *facts)
{
    (void)facts;
    change_focus(browser, by, true);
    return EFFECT_NONE;
}

unsigned browser_step_recall(struct browser *browser, int by, const struct browser_facts *facts)
{
    enum command_id command = by > 0 ? COMMAND_DOWN : COMMAND_UP;
    browser_select(browser, (uint32_t)browser_moved(command, browser->selected, facts->hit_count, 1));
    return EFFECT_NONE;
}

/* --- Hits in the text ------------------------------------------------------------------------ */

/* Where it is not in sight yet, with what stands before it. */
static void show_hit(struct browser *browser, size_t row, const struct browser_facts *facts)
{
    struct browser_reading *reading = browser_reading(browser);
    size_t above = facts->text_rows > 2 ? 2 : 0;
    reading->hit_row = row;
    if (row < reading->top || row >= reading->top + facts->text_rows)
        reading->top = browser_clamp(row > above ? row - above : 0, facts->text_length, facts->text_rows);
}

void browser_show_wanted_hit(struct browser *browser, const struct browser_facts *facts)
{
    if (browser->hit_wanted && facts->hit_row_count > 0)
        show_hit(browser, facts->hit_rows[browser->hit_wanted > 0 ? 0 : facts->hit_row_count - 1], facts);
    browser->hit_wanted = 0;
}

/*
 * Where the next hit is looked for from, and the previous one before: the hit that was gone to, while it is in sight;
 * else what is.
 */
static void find_place_of_reading(struct browser *browser, const struct browser_facts *facts, size_t *begin,
                                  size_t *end)
{
    const struct browser_reading *reading = browser_reading(browser);
    size_t behind = reading->top + facts->text_rows;
    bool is_at_hit = reading->hit_row >= reading->top && reading->hit_row < behind;
    *begin = is_at_hit ? reading->hit_row + 1 : reading->top;
    *end = is_at_hit ? reading->hit_row : behind;
}

unsigned browser_go_to_hit(struct browser *browser, int direction, const struct browser_facts *facts)
{
    size_t begin, end;
    find_place_of_reading(browser, facts, &begin, &end);
    for (size_t k = 0; k < facts->hit_row_count; k++) {
        size_t row = facts->hit_rows[direction > 0 ? k : facts->hit_row_count - 1 - k];
        if (direction > 0 ? row >= begin : row < end) {
            show_hit(browser, row, facts);
            return EFFECT_NONE;
        }
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
