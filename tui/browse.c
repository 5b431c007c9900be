#include "tui/browse_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/place.h"

enum {
    PREVIEW_MILLISECONDS = 150,        /* the text follows when the hand rests */
    ESCAPE_WAIT_MILLISECONDS = 40,     /* for the rest of a sequence */
    REPORT_WAIT_MILLISECONDS = 1000,   /* for the rest of a report: then the keyboard is the person's again */
    DATABASE_WAIT_MILLISECONDS = 2000, /* between two looks at the database file */
};

/* --- Input --------------------------------------------------------------------------------- */

static void note_selected(struct browse *browse)
{
    browse->browser.has_rank = browse_selected_rank(browse, &browse->browser.rank);
}

static void take_key(struct browse *browse, uint32_t key, const char *bytes, size_t length)
{
    if (key == KEY_PASTE_BEGIN) {
        browse->is_pasting = true;
        buffer_clear(&browse->paste);
    } else if (key == KEY_PASTE_END) {
        struct buffer stored = {0};
        browse->is_pasting = false;
        locale_decode(buffer_view(&browse->paste), browse->options->charset, &stored);
        note_selected(browse);
        if (stored.length > 0 && !stored.failed)
            browse_apply(browse, browser_paste(&browse->browser, stored.bytes));
        buffer_free(&stored);
    } else if (browse->is_pasting) {
        /* More than a line has room for, so that it is said that it has none. */
        if (browse->paste.length + length < 2 * BROWSER_LINE_BYTES)
            buffer_append(&browse->paste, bytes, length);
    } else if (key == KEY_REPORT_BEGIN) {
        browse->is_in_report = true;
    } else {
        /* A key may depend on the hits of the search before it; of one that takes long, on those that are certain. */
        while (browse->is_searching && browse->browser.entry == ENTRY_NONE &&
               browse_milliseconds() < browse->partial_due)
            browse_continue_search(browse);
        note_selected(browse);
        if (browse_take_relaxation(browse, key))
            return;
        bool was_typing = browse->browser.entry == ENTRY_SEARCH;
        uint32_t selected = browse->browser.selected;
        browse->lags = false;
        struct browser_facts facts = {0};
        if (!browser_is_typing(&browse->browser))
            facts = browse_gather_facts(browse);
        browse_apply(browse, browser_key(&browse->browser, key, &facts));
        if (browse->browser.selected != selected)
            browse->preview_due = browse_milliseconds() + PREVIEW_MILLISECONDS;
        if (was_typing && browse->browser.entry == ENTRY_NONE)
            browse_remember_search(browse);
        if (was_typing && browse->browser.entry == ENTRY_NONE && !browse->is_searching)
            browse_tell_how_understood(browse);
    }
}

/* All keys that have come are taken before anything is drawn. */
static void take_input(struct browse *browse, bool final)
{
    size_t at = 0;
    browse->is_in_report = browse->is_in_report && !final;
    while (at < browse->input_length && !browse->ends) {
        size_t taken;
        if (browse->is_in_report) {
            bool has_ended;
            at += keys_skip_report(browse->input + at, browse->input_length - at, &has_ended);
            browse->is_in_report = !has_ended;
            if (!has_ended)
                break;
            continue;
        }
        uint32_t key =
            keys_read(browse->input + at, browse->input_length - at, final, browse->options->charset, &taken);
        if (taken == 0)
            break;
        take_key(browse, key, browse->input + at, taken);
        at += taken;
    }
    browse->input_length -= at;
    memmove(browse->input, browse->input + at, browse->input_length);
    /* A sequence without an end is no key of any terminal. */
    if (browse->input_length > 64)
        browse->input_length = 0;
}

bool browse_is_broken_off(struct browse *browse)
{
    char bytes[256];
    size_t count, more = 0, taken;
    enum screen_event event = screen_wait(browse->screen, 0, bytes, sizeof bytes / 2, &count);
    if (count > 0 && bytes[count - 1] == KEY_ESCAPE_KEY)
        event = screen_wait(browse->screen, ESCAPE_WAIT_MILLISECONDS, bytes + count, sizeof bytes - count, &more);
    count += more;
    if (event == SCREEN_INTERRUPTED)
        browse->status = EXIT_INTERRUPTED;
    browse->ends = browse->ends || event == SCREEN_INTERRUPTED || event == SCREEN_ENDED;
    bool breaks = browse->ends;
    for (size_t at = 0; at < count && !breaks; at += taken) {
        uint32_t key = keys_read(bytes + at, count - at, true, browse->options->charset, &taken);
        breaks = key == KEY_ESCAPE_KEY || key == KEY_INTERRUPT;
    }
    if (!breaks && count <= sizeof browse->input - browse->input_length) {
        memcpy(browse->input + browse->input_length, bytes, count);
        browse->input_length += count;
    }
    return breaks;
}

/*
 * Whether there is news to be shown. What another session has marked is not looked for: the home that it is kept in may
 * be on another machine, which must not make the browser wait.
 */
static bool look_at_database(struct browse *browse)
{
    bool was_replaced = browse->browser.is_replaced;
    browse->browser.is_replaced = store_is_replaced(browse->store);
    /* What is said of the last key has been read, or nobody is there: the news comes in its place. */
    if (browse->browser.is_replaced && !was_replaced && !browser_is_typing(&browse->browser))
        browse->browser.message = NULL;
    return browse->browser.is_replaced != was_replaced;
}

/* Whether there may be something else to be shown. */
static bool wait_for_event(struct browse *browse)
{
    int timeout = browse->is_searching       ? 0
                  : browse->is_in_report     ? REPORT_WAIT_MILLISECONDS
                  : browse->input_length > 0 ? ESCAPE_WAIT_MILLISECONDS
                                             : DATABASE_WAIT_MILLISECONDS;
    if (browse->lags && timeout == DATABASE_WAIT_MILLISECONDS) {
        int64_t left = browse->preview_due - browse_milliseconds();
        timeout = left > 0 ? (int)left : 0;
    }
    size_t count;
    switch (screen_wait(browse->screen, timeout, browse->input + browse->input_length,
                        sizeof browse->input - browse->input_length, &count)) {
    case SCREEN_INPUT:
        browse->input_length += count;
        take_input(browse, false);
        break;
    case SCREEN_TIMEOUT:
        if (browse->is_searching)
            browse_continue_search(browse);
        else if (browse->input_length > 0 || browse->is_in_report)
            take_input(browse, true);
        else if (!browse->lags)
            return look_at_database(browse);
        break;
    case SCREEN_RESIZED:
    case SCREEN_CHILD_ENDED:
        break;
    case SCREEN_INTERRUPTED:
        browse_apply(browse, EFFECT_INTERRUPT);
        break;
    case SCREEN_ENDED:
        browse->ends = true;
        break;
    }
    return true;
}

/* --- Beginning and end --------------------------------------------------------------------- */

/* A query that is none is no reason to take the screen. */
static bool is_query(const char *typed, struct error *error)
{
    struct query *query = NULL;
    bool good = query_parse(text_view_of(typed), &query, error);
    query_free(query);
    return good;
}

/* Wrong signs on the screen have a reason that can be mended. */
static void tell_stand_in(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    const char *term = getenv("TERM"), *stand_in = screen_stand_in(browse->screen);
    if (!stand_in || browser->message)
        return;
    if (term && *term)
        snprintf(browser->message_buffer, sizeof browser->message_buffer,
                 _("TERM=%.24s is not known here, drawn as for %s"), term, stand_in);
    else
        snprintf(browser->message_buffer, sizeof browser->message_buffer, _("TERM is not set, drawn as for %s"),
                 stand_in);
    browser->message = browser->message_buffer;
}

/* A database of another version of the program: all is found in it, but not at once. */
static void tell_no_index(struct browse *browse)
{
    if (!browse->browser.message && !search_has_index(browse->search))
        browse->browser.message = _("searching is slow: import again");
}

static bool begin(struct browse *browse, struct error *error)
{
    struct screen_options options = {
        .color = browse->options->color,
        .theme = browse->options->theme,
        .is_thrifty = browse->options->is_thrifty,
    };
    browse->frame_arena = arena_new();
    browse->page_arena = arena_new();
    browse->relaxation_arena = arena_new();
    browse->menu_arena = arena_new();
    browse->paper_arena = arena_new();
    if (!browse->frame_arena || !browse->page_arena || !browse->relaxation_arena || !browse->menu_arena ||
        !browse->paper_arena)
        return error_set_memory(error, "rueckruf");
    browser_begin(&browse->browser, browse->options->query, browse->options->order);
    browse->browser.is_thrifty = browse->options->is_thrifty;
    browse->browser.is_restricted = browse->options->is_restricted;
    browse->browser.message = browse->options->mistake;
    if (strlen(browse->options->query) >= BROWSER_LINE_BYTES)
        browse->browser.message = _("too long: its end is left out");
    browse->browser.bindings = &browse->options->config->bindings;
    browse->browser.layout = browse->options->config->layout;
    browse->browser.reversed = browse->options->is_reversed;
    browse->browser.keeps_hints = browse->options->config->keeps_hints;
    if (!is_query(browse->browser.now.query, error) || !search_new(browse->store, &browse->search, error) ||
        !screen_open(&options, &browse->screen, error))
        return false;
    screen_size(browse->screen, &browse->browser.rows, &browse->browser.columns);
    tell_stand_in(browse);
    tell_no_index(browse);
    browse_name_authorities(browse);
    browse_search(browse);
    browse_finish_search(browse);
    /* With one hit the question is answered: its text is what is wanted. */
    if (browse->browser.now.query[0] && search_count(browse->search) == 1)
        browse->browser.view = VIEW_TEXT;
    return true;
}

static void end(struct browse *browse)
{
    screen_close(browse->screen);
    if (browse->state)
        browse_keep_used(browse);
    if (browse->state)
        state_set_place(browse->state, &(struct state_place){browse->browser.now.query, browse->browser.now.category});
    state_close(browse->state);
    search_free(browse->search);
    query_free(browse->query);
    rules_free(browse->rules);
    store_close(browse->store);
    frame_free(&browse->frame);
    arena_free(browse->frame_arena);
    arena_free(browse->page_arena);
    arena_free(browse->relaxation_arena);
    arena_free(browse->menu_arena);
    arena_free(browse->paper_arena);
    buffer_free(&browse->paste);
    buffer_free(&browse->paper_text);
    free(browse->hit_rows);
    free(browse->authorities);
}

bool browse_run(struct store *store, const struct browse_options *options, int *status, struct error *error)
{
    struct browse *browse = calloc(1, sizeof *browse);
    if (!browse) {
        store_close(store);
        return error_set_memory(error, "rueckruf");
    }
    browse->options = options;
    browse->store = store;
    bool good = begin(browse, error);
    if (good) {
        browse_draw(browse);
        browse_take_up_state(browse);
    }
    for (bool has_news = true; good && !browse->ends; has_news = wait_for_event(browse)) {
        browse_note_printed(browse);
        if (has_news && browse_has_something_to_show(browse))
            browse_draw(browse);
    }
    *status = browse->status == EXIT_DONE && browse->has_met_damage ? EXIT_DAMAGED : browse->status;
    end(browse);
    free(browse);
    return good;
}
