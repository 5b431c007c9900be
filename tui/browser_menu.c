#include "tui/browser_menu.h"

#include <stdio.h>
#include <string.h>

#include "tui/messages.h"

/* The fields of a query: what is chosen is shown as what could have been typed. */
static const char *const fields[FACET_COUNT] = {
    [FACET_MAKE] = "make",     [FACET_MODEL] = "model",   [FACET_YEAR] = "year",
    [FACET_HAZARD] = "hazard", [FACET_REMEDY] = "remedy", [FACET_SOURCE] = "source",
};

void browser_menu_open(struct browser *browser)
{
    browser->view = VIEW_MENU;
    browser->menu_selected = browser->menu_top = 0;
}

static unsigned change_facet(struct browser *browser, int by)
{
    browser->menu_facet = (enum search_facet)(((int)browser->menu_facet + by + FACET_COUNT) % FACET_COUNT);
    browser->menu_selected = browser->menu_top = 0;
    return EFFECT_NONE;
}

size_t browser_menu_rows(const struct browser *browser)
{
    enum { BARS = 2 };
    int rows = browser->rows - BARS - MENU_HEAD_ROWS;
    return rows > 0 ? (size_t)rows : 1;
}

void browser_menu_settle(struct browser *browser, const struct browser_facts *facts)
{
    size_t rows = browser_menu_rows(browser);
    if (browser->menu_selected >= facts->menu_length)
        browser->menu_selected = facts->menu_length > 0 ? facts->menu_length - 1 : 0;
    if (browser->menu_selected < browser->menu_top)
        browser->menu_top = browser->menu_selected;
    if (browser->menu_selected >= browser->menu_top + rows)
        browser->menu_top = browser->menu_selected - rows + 1;
}

/* The query with the chosen value as one more condition: what the person could have typed. */
static unsigned choose(struct browser *browser, const struct browser_facts *facts)
{
    char query[BROWSER_LINE_BYTES];
    if (browser->menu_selected >= facts->menu_length)
        return EFFECT_NONE;
    const char *value = facts->menu_values[browser->menu_selected].value;
    bool is_name =
        browser->menu_facet == FACET_MAKE || browser->menu_facet == FACET_MODEL || browser->menu_facet == FACET_SOURCE;
    /*
     * In English whatever the language: both are understood, and what is written down means the same everywhere. Of a
     * name all: as many as were counted, and not the Golf Plus with the Golf.
     */
    int length = snprintf(query, sizeof query, "%s%s%s:\"%s", browser->now.query, browser->now.query[0] ? " " : "",
                          fields[browser->menu_facet], is_name ? "=" : "");
    for (; *value && length >= 0 && (size_t)length + 2 < sizeof query; value++)
        if (*value != '"')
            query[length++] = *value;
    if (length < 0 || (size_t)length + 2 >= sizeof query) {
        browser->message = _("the query is too long");
        return EFFECT_NONE;
    }
    query[length++] = '"';
    query[length] = '\0';
    browser->view = VIEW_PANES;
    browser->focus = PANE_LIST;
    /* What is asked for already narrows nothing. */
    if (browser->now.query[0] && strstr(browser->now.query, query + strlen(browser->now.query) + 1))
        return EFFECT_NONE;
    browser_set(browser, query, browser->now.category);
    return EFFECT_SEARCH;
}

unsigned browser_menu_command(struct browser *browser, enum command_id command, const struct browser_facts *facts)
{
    switch (command) {
    case COMMAND_LEFT:
    case COMMAND_PREVIOUS_PANE:
        return change_facet(browser, -1);
    case COMMAND_RIGHT:
    case COMMAND_NEXT_PANE:
        return change_facet(browser, 1);
    case COMMAND_OPEN:
        return choose(browser, facts);
    default:
        browser->menu_selected =
            browser_moved(command, browser->menu_selected, facts->menu_length, browser_menu_rows(browser));
        return EFFECT_NONE;
    }
}
