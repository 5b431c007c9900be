/* The browser's part for what belongs to the person: marks, earlier searches, the last place. */

#include "tui/browse_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/messages.h"
#include "tui/place.h"

/* The person's own things are not needed for the first screen: they are read when it stands. */
bool browse_has_state(struct browse *browse)
{
    if (!browse->state) {
        char *path = browse->options->is_restricted ? NULL : place_state();
        browse->state = state_open(path);
        free(path);
        if (browse->state)
            state_begin_visit(browse->state, browse->store);
    }
    return browse->state != NULL;
}

/* Said once: that nothing will be kept. */
static void tell_trouble(struct browse *browse)
{
    if (browse->has_told_trouble || !state_trouble(browse->state))
        return;
    browse->browser.message = _(state_trouble(browse->state));
    browse->has_told_trouble = true;
}

/* The selected recall has left the list: that is to be seen, and not the next one's text in place of its own. */
static void show_what_follows(struct browser *browser)
{
    browser->has_member = false;
    browser_leave_text(browser);
    if (browser->view == VIEW_TEXT)
        browser->view = VIEW_PANES;
}

void browse_mark(struct browse *browse)
{
    uint32_t rank;
    struct recall_summary summary;
    struct error error = {0};
    if (!browse_selected_rank(browse, &rank) || !browse_has_state(browse))
        return;
    if (!store_fetch_summary(browse->store, rank, browse->frame_arena, &summary, &error)) {
        browse_tell(browse, &error);
        return;
    }
    bool marked = !state_is_marked(browse->state, summary.id);
    state_set_mark(browse->state, summary.id, marked);
    browse->browser.message = marked ? _("marked; M shows only marked ones") : _("no longer marked");
    tell_trouble(browse);
    if (query_asks_what_is(browse->query, IS_MARKED) && !browse_search_keeping(browse))
        show_what_follows(&browse->browser);
}

/* What was searched for is remembered when the typing is over. */
void browse_remember_search(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    const char *last = browser->history_count > 0 ? browser->history[browser->history_count - 1] : "";
    if (strcmp(last, browse->remembered) == 0 || !browse_has_state(browse))
        return;
    memcpy(browse->remembered, last, sizeof browse->remembered);
    state_remember_search(browse->state, last);
}

static void note_used(void *context, const char *command)
{
    struct browse *browse = context;
    size_t row = key_table_find(text_view_of(command));
    if (row < key_table_count)
        browse->browser.used[key_table[row].command] = browse->known_used[key_table[row].command] = true;
}

void browse_keep_used(struct browse *browse)
{
    for (size_t row = 0; browse->state && row < key_table_count; row++) {
        enum command_id command = key_table[row].command;
        if (browse->browser.used[command] && !browse->known_used[command])
            state_set_used(browse->state, key_table[row].name);
    }
}

/* Earlier searches for the arrow keys; and u leads to where the person was last. */
void browse_take_up_state(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    const char *searches[BROWSER_STEPS];
    struct state_place place;
    if (!browse_has_state(browse))
        return;
    state_visit_used(browse->state, note_used, browse);
    size_t count = state_searches(browse->state, browse->frame_arena, searches, BROWSER_STEPS);
    for (size_t i = 0; i < count; i++)
        snprintf(browser->history[browser->history_count++], BROWSER_LINE_BYTES, "%s", searches[i]);
    if (count > 0)
        snprintf(browse->remembered, sizeof browse->remembered, "%s", searches[count - 1]);
    if (state_was_damaged(browse->state))
        tell_trouble(browse);
    if (!browser->message && state_has_news(browse->state, browse->store))
        browse_tell_news(browse);
    if (browser->now.query[0] || !state_place(browse->state, browse->frame_arena, &place) ||
        (!place.query[0] && place.category < 0) || place.category >= CATEGORY_COUNT)
        return;
    snprintf(browser->undo[0].query, BROWSER_LINE_BYTES, "%s", place.query);
    browser->undo[0].category = place.category;
    browser->undo_count = 1;
    if (!browser->message && place.query[0]) {
        snprintf(browser->message_buffer, sizeof browser->message_buffer, _("u leads back to “%s”"), place.query);
        browser->message = browser->message_buffer;
    }
}

const char *browse_find_markers(struct browse *browse, const struct recall_summary *summaries, size_t count)
{
    char *markers = arena_allocate_array(browse->frame_arena, count + 1, sizeof *markers);
    for (size_t i = 0; markers && i < count; i++)
        markers[i] = !browse->state                                    ? ' '
                     : state_is_marked(browse->state, summaries[i].id) ? '*'
                     : state_is_new(browse->state, &summaries[i])      ? '+'
                                                                       : ' ';
    return markers;
}

/* What was read is no longer new. */
void browse_note_seen(struct browse *browse)
{
    if (browse->state && browse->recall.id && state_has_news(browse->state, browse->store))
        state_set_seen(browse->state, browse->recall.id);
}

void browse_tell_news(struct browse *browse)
{
    browse->browser.message = _("+ is new since your last visit; / is:new finds it");
}
