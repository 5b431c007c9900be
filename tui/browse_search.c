/* Searching: for what the browser's state asks for, and for what could be asked instead. */

#include "tui/browse_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tui/command.h"
#include "tui/messages.h"

enum { PARTIAL_MILLISECONDS = 100 };

int64_t browse_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void browse_need_rules(struct browse *browse)
{
    struct error error = {0};
    if (!browse->has_read_rules && !command_load_synonyms(&browse->rules, &error))
        browse_tell(browse, &error);
    browse->has_read_rules = true;
}

/* The first screen needs no synonyms. */
static void widen(struct browse *browse, struct query *query)
{
    struct error error = {0};
    if (query_is_empty(query))
        return;
    browse_need_rules(browse);
    if (browse->rules && !query_widen(query, browse->rules, &error))
        browse_tell(browse, &error);
}

void browse_search(struct browse *browse)
{
    struct query *query;
    struct error error = {0};
    browse->browser.is_line_wrong = !query_parse(text_view_of(browse->browser.now.query), &query, &error);
    if (browse->browser.is_line_wrong) {
        browse->browser.now = browse->searched;
        browse_tell_valid(browse, &error);
        return;
    }
    browse->searched = browse->browser.now;
    widen(browse, query);
    browse->has_relaxations = false;
    browse->relaxation_count = 0;
    browse->browser.nothing_top = 0;
    struct search_request request = {
        .query = query,
        .category = browse->browser.now.category,
        .order = browse->browser.order,
        .reversed = browse->browser.reversed,
        .unites_actions = true,
    };
    struct state_ranks ranks = {0};
    if ((query_asks_what_is(query, IS_MARKED) || query_asks_what_is(query, IS_NEW)) && browse_has_state(browse))
        state_fill_request(browse->state, browse->store, &request, &ranks);
    if (!search_start(browse->search, &request, &error))
        browse_tell(browse, &error);
    state_forget_ranks(&ranks);
    query_free(browse->query);
    browse->query = query;
    browse->is_searching = true;
    browse->has_menu = false;
    browse->partial_due = browse_milliseconds() + PARTIAL_MILLISECONDS;
    browse->has_page = false;
}

uint32_t browse_hit_count(const struct browse *browse)
{
    return browse->is_searching ? search_count_so_far(browse->search) : search_row_count(browse->search);
}

/*
 * While a search is working the last screen stays, for most are done before a hand has left its key. Only of those that
 * take longer is shown now and then what is certain so far.
 */
bool browse_has_something_to_show(struct browse *browse)
{
    if (!browse->is_searching)
        return true;
    if (browse_milliseconds() < browse->partial_due)
        return false;
    browse->partial_due = browse_milliseconds() + PARTIAL_MILLISECONDS;
    return true;
}

bool browse_has_vehicle_number(const struct browse *browse)
{
    bool has_one;
    query_vehicle_number_make(browse->query, &has_one);
    return has_one;
}

static void tell_that_cars_are_unknown(struct browse *browse)
{
    const char *whole = _("Recall files know no single cars: search for make and model.");
    browse->browser.message = browse_has_room_for(browse, whole) ? whole : _("single cars are not known");
}

/* Who asks for what is marked while nothing is learns how it would be. */
static bool asks_in_vain_for_marked(struct browse *browse)
{
    size_t count;
    if (!query_asks_what_is(browse->query, IS_MARKED) || browse_hit_count(browse) > 0 || !browse_has_state(browse))
        return false;
    free(state_marked_ranks(browse->state, browse->store, &count));
    return count == 0;
}

/* Most files name the years of cars beside the text: what a number finds there is not all. */
static void tell_of_years(struct browser *browser, int year)
{
    snprintf(browser->message_buffer, sizeof browser->message_buffer,
             _("year:%d searches by the cars' year, the number alone only in texts"), year);
    browser->message = browser->message_buffer;
}

void browse_tell_how_understood(struct browse *browse)
{
    if (browse->browser.message)
        return;
    if (browse_has_vehicle_number(browse))
        tell_that_cars_are_unknown(browse);
    else if (asks_in_vain_for_marked(browse))
        browse->browser.message = _("nothing is marked yet: m marks a recall");
    else if (query_bare_year(browse->query) && browse_hit_count(browse) > 0)
        tell_of_years(&browse->browser, query_bare_year(browse->query));
    else if (search_is_widened(browse->search))
        browse->browser.message = _("with synonyms; quote a word to switch them off");
}

void browse_continue_search(struct browse *browse)
{
    struct error error = {0};
    enum search_state state = search_step(browse->search, &error);
    if (state == SEARCH_WORKING)
        return;
    browse->is_searching = false;
    browse->has_page = false;
    if (state == SEARCH_FAILED)
        browse_tell(browse, &error);
    else
        browse_tell_how_understood(browse);
}

void browse_finish_search(struct browse *browse)
{
    while (browse->is_searching)
        browse_continue_search(browse);
}

void browse_find_relaxations(struct browse *browse)
{
    struct error error = {0};
    if (browse->has_relaxations || browse->is_searching || browse_hit_count(browse) > 0 ||
        browse->browser.entry != ENTRY_NONE)
        return;
    arena_clear(browse->relaxation_arena);
    if (!search_relax(browse->store, browse->rules, browse->browser.now.query, browse->browser.now.category,
                      browse->relaxation_arena, browse->relaxations, &browse->relaxation_count, &error))
        browse_tell(browse, &error);
    browse->has_relaxations = true;
}

bool browse_take_relaxation(struct browse *browse, uint32_t key)
{
    if (browse->browser.entry != ENTRY_NONE || browse->browser.view != VIEW_PANES || key < 'a' ||
        key >= 'a' + browse->relaxation_count)
        return false;
    const struct relaxation *chosen = &browse->relaxations[key - 'a'];
    browse->browser.message = NULL;
    browser_set(&browse->browser, chosen->query,
                chosen->kind == RELAX_ALL_CATEGORIES ? -1 : browse->browser.now.category);
    browse_search(browse);
    return true;
}
