#include "tui/browse_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/log.h"
#include "tui/messages.h"
#include "tui/place.h"
#include "tui/view_bars.h"
#include "tui/view_nothing.h"

/* How many other numbers of an action, and how many models of each, its text names. */
enum { MEMBERS_MOST = 12, MODELS_MOST = 6 };

enum {
    PARTIAL_MILLISECONDS = 100,
    PREVIEW_MILLISECONDS = 150,        /* the text follows when the hand rests */
    ESCAPE_WAIT_MILLISECONDS = 40,     /* for the rest of a sequence */
    REPORT_WAIT_MILLISECONDS = 1000,   /* for the rest of a report: then the keyboard is the person's again */
    DATABASE_WAIT_MILLISECONDS = 2000, /* between two looks at the database file */
};

/* --- Searching ----------------------------------------------------------------------------- */

static bool has_room_for(const struct browse *browse, const char *message)
{
    return text_width_columns(text_view_of(message)) <=
           view_message_columns(&browse->browser, browse->options->charset);
}

/* The whole of it where there is room, else the brief form, if that fits; what does not fit is cut when it is drawn. */
static void tell(struct browse *browse, const struct error *error, bool is_brief_better,
                 void (*append_brief)(const struct error *error, struct buffer *out))
{
    struct browser *browser = &browse->browser;
    struct buffer whole = {0}, brief = {0};
    size_t room = view_message_columns(browser, browse->options->charset);
    messages_append_error(error, &whole);
    append_brief(error, &brief);
    bool has_room = text_width_columns(buffer_view(&whole)) <= room;
    bool is_brief = !has_room && (is_brief_better || text_width_columns(buffer_view(&brief)) <= room);
    const struct buffer *said = is_brief ? &brief : &whole;
    snprintf(browser->message_buffer, sizeof browser->message_buffer, "%.399s", said->bytes ? said->bytes : error->why);
    browser->message = browser->message_buffer;
    log_line("error: %s: %s", error->what, error->why);
    buffer_free(&whole);
    buffer_free(&brief);
}

/* As much as has room: every command that meets damage says the way out, and ends with a status of its own. */
static void tell_damage(struct browse *browse)
{
    const char *whole = _("the database is damaged: restore a backup or import again");
    browse->browser.message = has_room_for(browse, whole) ? whole : _("damaged: import again");
    browse->has_met_damage = true;
}

void browse_tell(struct browse *browse, const struct error *error)
{
    if (error->kind == ERROR_DAMAGED) {
        tell_damage(browse);
        log_line("error: %s: %s", error->what, error->why);
    } else {
        tell(browse, error, false, messages_append_why);
    }
}

/* Of a query that is none: which names and values there are, as many as fit. */
static void tell_valid(struct browse *browse, const struct error *error)
{
    tell(browse, error, true, messages_append_way_out);
}

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* When they are first needed; what is wrong with them is told once. */
static void need_rules(struct browse *browse)
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
    need_rules(browse);
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
        tell_valid(browse, &error);
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
    browse->has_menu = browse->has_member = false;
    browse->partial_due = milliseconds_now() + PARTIAL_MILLISECONDS;
    browse->has_page = false;
}

static uint32_t hit_count(const struct browse *browse)
{
    return browse->is_searching ? search_count_so_far(browse->search) : search_row_count(browse->search);
}

/*
 * While a search is working the last screen stays, for most are done before a hand has left its key. Only of those that
 * take longer is shown now and then what is certain so far.
 */
static bool has_something_to_show(struct browse *browse)
{
    if (!browse->is_searching)
        return true;
    if (milliseconds_now() < browse->partial_due)
        return false;
    browse->partial_due = milliseconds_now() + PARTIAL_MILLISECONDS;
    return true;
}

static bool has_vehicle_number(const struct browse *browse)
{
    bool has_one;
    query_vehicle_number_make(browse->query, &has_one);
    return has_one;
}

static void tell_that_cars_are_unknown(struct browse *browse)
{
    const char *whole = _("Recall files know no single cars: search for make and model.");
    bool has_room =
        text_width_columns(text_view_of(whole)) <= view_message_columns(&browse->browser, browse->options->charset);
    browse->browser.message = has_room ? whole : _("single cars are not known");
}

/* Said once a search is done, unless something else is to be said. */
static void tell_how_understood(struct browse *browse)
{
    if (browse->browser.message)
        return;
    if (has_vehicle_number(browse))
        tell_that_cars_are_unknown(browse);
    else if (search_is_widened(browse->search))
        browse->browser.message = _("with synonyms; quote a word to switch them off");
}

static void continue_search(struct browse *browse)
{
    struct error error = {0};
    switch (search_step(browse->search, &error)) {
    case SEARCH_WORKING:
        return;
    case SEARCH_FAILED:
        browse_tell(browse, &error);
        break;
    case SEARCH_DONE:
        tell_how_understood(browse);
        break;
    }
    browse->is_searching = false;
    browse->has_page = false;
}

/* Looked for only when the query is no longer being typed: it takes several searches. */
static void find_relaxations(struct browse *browse)
{
    struct error error = {0};
    if (browse->has_relaxations || browse->is_searching || hit_count(browse) > 0 || browse->browser.entry != ENTRY_NONE)
        return;
    arena_clear(browse->relaxation_arena);
    if (!search_relax(browse->store, browse->rules, browse->browser.now.query, browse->browser.now.category,
                      browse->relaxation_arena, browse->relaxations, &browse->relaxation_count, &error))
        browse_tell(browse, &error);
    browse->has_relaxations = true;
}

/* A letter that stands before a proposal takes it. */
static bool take_relaxation(struct browse *browse, uint32_t key)
{
    if (browse->browser.entry != ENTRY_NONE || browse->browser.view != VIEW_PANES || key < 'a' ||
        key >= 'a' + browse->relaxation_count)
        return false;
    const struct relaxation *chosen = &browse->relaxations[key - 'a'];
    browser_set(&browse->browser, chosen->query,
                chosen->kind == RELAX_ALL_CATEGORIES ? -1 : browse->browser.now.category);
    browse_search(browse);
    return true;
}

/* --- Data for the view --------------------------------------------------------------------- */

bool browse_selected_rank(struct browse *browse, uint32_t *rank)
{
    /* One that a row stands for, which was asked for by its number. */
    if (browse->has_member && browse->member_row == browse->browser.selected) {
        *rank = browse->member;
        return true;
    }
    browse->has_member = false;
    return search_page(browse->search, browse->browser.selected, 1, rank) == 1;
}

static void find_hit_rows(struct browse *browse)
{
    browse->hit_row_count = 0;
    for (size_t i = 0; i < browse->page.row_count; i++) {
        bool has_hit = false;
        for (size_t k = 0; k < browse->page.rows[i].span_count; k++)
            has_hit = has_hit || browse->page.rows[i].spans[k].style == STYLE_HIGHLIGHT;
        if (has_hit && array_reserve(&browse->hit_rows, browse->hit_row_count, &browse->hit_row_capacity,
                                     sizeof *browse->hit_rows))
            browse->hit_rows[browse->hit_row_count++] = i;
    }
}

/* "12463 · KIA SPORTAGE · 4QXZ-7M2KD": another recall of the same action. */
static const char *name_member(struct browse *browse, uint32_t rank)
{
    struct recall member;
    struct error error = {0};
    struct buffer name = {0};
    const char *kept = NULL;
    if (store_fetch(browse->store, rank, browse->page_arena, &member, &error)) {
        if (member.campaign)
            buffer_append_format(&name, "%s · ", member.campaign);
        buffer_append_string(&name, member.make ? member.make : "");
        for (size_t i = 0; i < member.models.count && i < MODELS_MOST; i++)
            buffer_append_format(&name, "%s%s", i ? ", " : " ", member.models.items[i]);
        buffer_append_format(&name, "%s%s", member.make || member.models.count > 0 ? " · " : "", member.id);
        kept = name.failed ? NULL : arena_copy(browse->page_arena, buffer_view(&name));
    }
    buffer_free(&name);
    return kept;
}

/* The other members of the recall's action. */
static struct string_list name_members(struct browse *browse, uint32_t rank)
{
    uint32_t ranks[MEMBERS_MOST];
    size_t count, taken = search_members(browse->search, rank, ranks, MEMBERS_MOST, &count);
    const char **items = arena_allocate_array(browse->page_arena, taken + 1, sizeof *items);
    struct string_list list = {.items = items};
    for (size_t i = 0; items && i < taken; i++) {
        const char *name = ranks[i] == rank ? NULL : name_member(browse, ranks[i]);
        if (name)
            items[list.count++] = name;
    }
    return list;
}

/* In place of a recall that can't be shown: why. */
static void lay_trouble(struct browse *browse, size_t width, const struct error *error)
{
    struct buffer said = {0}, clean = {0};
    struct paper paper = {0};
    browse->recall = (struct recall){0};
    browse->page = (struct page){0};
    messages_append_error(error, &said);
    text_clean(buffer_view(&said), browse->options->charset, &clean);
    if (!clean.failed && paper_lay_wrapped(buffer_view(&clean), width, browse->page_arena, &paper))
        browse->page = (struct page){.rows = paper.rows, .row_count = paper.row_count};
    buffer_free(&said);
    buffer_free(&clean);
}

/* Lays out the selected recall, when it is not already. */
static void update_page(struct browse *browse, size_t width, bool is_brief)
{
    uint32_t rank;
    struct error error = {0};
    if (!browse_selected_rank(browse, &rank)) {
        browse->page = (struct page){0};
        browse->recall = (struct recall){0};
        browse->hit_row_count = 0;
        browse->has_page = false;
        return;
    }
    if (browse->lags && browse->has_page)
        return;
    if (browse->has_page && browse->page_rank == rank && browse->page_width == width &&
        browse->page_is_brief == is_brief && browse->page_layout == browse->browser.layout)
        return;
    struct page_options options = {
        .width_columns = width,
        .charset = browse->options->charset,
        .layout = browse->browser.layout,
        .is_brief = is_brief,
        .query = browse->query,
    };
    arena_clear(browse->page_arena);
    browse->page = (struct page){0};
    options.also = name_members(browse, rank);
    if (!store_fetch(browse->store, rank, browse->page_arena, &browse->recall, &error) ||
        !page_lay_out(&browse->recall, &options, browse->page_arena, &browse->page, &error)) {
        browse_tell(browse, &error);
        lay_trouble(browse, width, &error);
    }
    browse->has_page = true;
    browse->page_rank = rank;
    browse->page_width = width;
    browse->page_is_brief = is_brief;
    browse->page_layout = browse->browser.layout;
    find_hit_rows(browse);
}

/* The values of the facet that the filter menu shows, of the hits there are. */
static void update_menu(struct browse *browse)
{
    struct error error = {0};
    enum search_facet facet = browse->browser.menu_facet;
    if (browse->browser.view != VIEW_MENU || browse->is_searching || (browse->has_menu && browse->menu_facet == facet))
        return;
    arena_clear(browse->menu_arena);
    browse->menu_count = 0;
    browse->menu_facet = facet;
    browse->has_menu = true;
    need_rules(browse);
    if (!search_facets(browse->search, facet, browse->rules, browse->menu_arena, &browse->menu_values,
                       &browse->menu_count, &error))
        browse_tell(browse, &error);
}

/* What is said when nothing was found; no rows when something was. */
static size_t update_nothing(struct browse *browse, const struct view_area *area)
{
    browse->nothing = (struct paper){0};
    if (hit_count(browse) > 0 || browse->is_searching || area->rows <= 0)
        return 0;
    struct buffer words = {0};
    query_describe(browse->query, messages_is_german(), &words);
    const struct nothing nothing = {
        .query_words = words.bytes ? words.bytes : "",
        .category = browse->browser.now.category,
        .has_vehicle_number = has_vehicle_number(browse),
        .info = store_info(browse->store),
        .relaxations = browse->relaxations,
        .relaxation_count = browse->relaxation_count,
    };
    if (!view_nothing_lay_out(&nothing, browse->options->charset, (size_t)(area->columns > 2 ? area->columns - 1 : 2),
                              browse->frame_arena, &browse->nothing))
        browse->nothing.row_count = 0;
    buffer_free(&words);
    return browse->nothing.row_count;
}

static struct browser_facts gather_facts(struct browse *browse)
{
    struct view_layout layout = view_arrange(&browse->browser);
    struct view_area nothing = view_nothing_area(&browse->browser);
    update_menu(browse);
    bool shows_text = layout.text.rows > 0;
    if (shows_text)
        update_page(browse, (size_t)layout.text.columns, browse->browser.view != VIEW_TEXT);
    struct browser_facts facts = {
        .hit_count = hit_count(browse),
        .list_rows = (uint32_t)(layout.list.rows > 0 ? layout.list.rows : 0),
        .text_rows = (size_t)(shows_text ? layout.text.rows : 1),
        .text_length = browse->page.row_count,
        .nothing_rows = (size_t)(nothing.rows > 0 ? nothing.rows : 1),
        .nothing_length = update_nothing(browse, &nothing),
        .help_rows = (size_t)(browse->browser.rows > 2 ? browse->browser.rows - 2 : 1),
        .id = browse->recall.id,
        .paper_length = browse->paper.row_count,
        .hit_rows = browse->hit_rows,
        .hit_row_count = browse->hit_row_count,
        .menu_values = browse->menu_values,
        .menu_length = browse->has_menu ? browse->menu_count : 0,
    };
    if (browse->browser.view == VIEW_HELP) {
        help_page_lay_out(browse->browser.bindings, browse->browser.help_filter, browse->options->charset,
                          browse->browser.columns, browse->frame_arena, &browse->help);
        facts.help = &browse->help;
    }
    return facts;
}

static const size_t *count_members(struct browse *browse, const uint32_t *ranks, size_t count)
{
    size_t *counts = arena_allocate_array(browse->frame_arena, count + 1, sizeof *counts);
    for (size_t i = 0; counts && i < count; i++)
        search_members(browse->search, ranks[i], NULL, 0, &counts[i]);
    return counts;
}

/* A row that stands for several recalls counts the makes of them all. */
static void unite_makes(struct browse *browse, struct recall_summary *summary)
{
    enum { MOST = 16 };
    uint32_t ranks[MOST];
    const char *makes[MOST + 1] = {summary->make};
    size_t count, make_count = 1, found = search_members(browse->search, summary->rank, ranks, MOST, &count);
    struct recall_summary member;
    struct error error;
    for (size_t i = 0; summary->make && count > 1 && i < found; i++) {
        size_t known = 0;
        if (!store_fetch_summary(browse->store, ranks[i], browse->frame_arena, &member, &error) || !member.make)
            continue;
        while (known < make_count && strcasecmp(makes[known], member.make) != 0)
            known++;
        if (known == make_count)
            makes[make_count++] = member.make;
    }
    if (summary->make_count < make_count)
        summary->make_count = (unsigned)make_count;
}

/* A damaged one says so in its own row, and the others stay. */
static bool fetch_summary(struct browse *browse, uint32_t rank, struct recall_summary *summary)
{
    struct error error = {0};
    if (store_fetch_summary(browse->store, rank, browse->frame_arena, summary, &error)) {
        unite_makes(browse, summary);
        return true;
    }
    /* Once, for the list; of the selected one its text says it. */
    if (error.kind != ERROR_DAMAGED || !browse->has_met_damage)
        browse_tell(browse, &error);
    *summary = (struct recall_summary){.id = "", .headline = _("this recall is damaged")};
    return error.kind == ERROR_DAMAGED;
}

/* The recalls of the list's rows; ranks has room for as many. */
static const struct recall_summary *fetch_summaries(struct browse *browse, uint32_t rows, uint32_t *ranks,
                                                    size_t *count)
{
    struct recall_summary *summaries = arena_allocate_array(browse->frame_arena, rows + 1, sizeof *summaries);
    *count = 0;
    if (!summaries || !ranks)
        return NULL;
    size_t found = search_page(browse->search, browse->browser.list_top, rows, ranks);
    for (bool good = true; good && *count < found; *count += good)
        good = fetch_summary(browse, ranks[*count], &summaries[*count]);
    return summaries;
}

/* --- What the data are from ---------------------------------------------------------------- */

static bool has_name(const struct buffer *names, const char *name)
{
    struct text_view rest = buffer_view(names);
    size_t length = strlen(name);
    while (rest.length >= length) {
        if (memcmp(rest.bytes, name, length) == 0 && (rest.length == length || rest.bytes[length] == ','))
            return true;
        const char *next = memchr(rest.bytes, ' ', rest.length);
        size_t skipped = next ? (size_t)(next - rest.bytes) + 1 : rest.length;
        rest = (struct text_view){rest.bytes + skipped, rest.length - skipped};
        if (rest.length == 0)
            break;
    }
    return false;
}

/* Read once: the file does not change while it is open. */
static void name_authorities(struct browse *browse)
{
    struct arena *arena = arena_new();
    struct store_source *sources;
    struct buffer names = {0};
    struct error error = {0};
    size_t count = 0;
    free(browse->authorities);
    browse->authorities = NULL;
    if (arena && !store_list_sources(browse->store, arena, &sources, &count, &error))
        browse_tell(browse, &error);
    for (size_t i = 0; arena && i < count; i++) {
        const char *name = messages_authority(sources[i].authority);
        name = name ? name : sources[i].name;
        if (!has_name(&names, name))
            buffer_append_format(&names, "%s%s", names.length ? ", " : "", name);
    }
    if (names.length > 0 && !names.failed)
        browse->authorities = strdup(names.bytes);
    buffer_free(&names);
    arena_free(arena);
}

/* Of the selected recall. */
static const char *selected_authority(const struct browse *browse)
{
    const struct recall *recall = &browse->recall;
    const char *name = messages_authority(recall->authority);
    return name || recall->occurrence_count == 0 ? name : recall->occurrences[0].source;
}

static void draw(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    screen_size(browse->screen, &browser->rows, &browser->columns);
    arena_clear(browse->frame_arena);
    find_relaxations(browse);
    /* A step through the list redraws two rows; over a slow line the text below would be ten times as much. */
    browse->lags =
        browser->view == VIEW_PANES && browser->focus == PANE_LIST && milliseconds_now() < browse->preview_due;
    struct browser_facts facts = gather_facts(browse);
    /* n went on to another recall: its first (or last) hit comes into sight. */
    if (browser->hit_wanted && facts.hit_row_count > 0) {
        browser->hit_row = facts.hit_rows[browser->hit_wanted > 0 ? 0 : facts.hit_row_count - 1];
        browser->text_top = browser->hit_row >= facts.text_rows ? browser->hit_row - 2 : 0;
    }
    browser->hit_wanted = 0;
    browser_settle(browser, &facts);
    facts = gather_facts(browse);
    struct buffer words = {0};
    query_describe(browse->query, messages_is_german(), &words);
    struct view_data data = {
        .hit_count = facts.hit_count,
        .recall_count = browse->is_searching ? facts.hit_count : search_count(browse->search),
        .count_all = browse->is_searching ? facts.hit_count : search_count_all(browse->search),
        .category_counts = search_category_counts(browse->search),
        .page = &browse->page,
        .paper = &browse->paper,
        .headline = browse->recall.headline,
        .authorities = browse->authorities ? browse->authorities : "",
        .authority = selected_authority(browse),
        .query_words = words.bytes ? words.bytes : "",
        .is_searching = browse->is_searching,
        .info = store_info(browse->store),
        .charset = browse->options->charset,
        .is_thrifty = browse->options->is_thrifty,
        .nothing = &browse->nothing,
        .scene =
            {
                .hit_count = facts.hit_count,
                .is_searching = browse->is_searching,
                .relaxation_count = browse->relaxation_count,
                .has_marked_hits = facts.hit_row_count > 0,
                .has_contact = browse->recall.urls.count + browse->recall.phones.count > 0,
                .has_more_rows = facts.paper_length > facts.help_rows,
            },
        .menu_values = browse->menu_values,
        .menu_count = facts.menu_length,
        .help = &browse->help,
    };
    uint32_t *ranks = arena_allocate_array(browse->frame_arena, (size_t)facts.list_rows + 1, sizeof *ranks);
    data.summaries = fetch_summaries(browse, facts.list_rows, ranks, &data.summary_count);
    data.member_counts = count_members(browse, ranks, data.summary_count);
    data.markers = browse_find_markers(browse, data.summaries, data.summary_count);
    if (browser->view == VIEW_TEXT)
        browse_note_seen(browse);
    frame_begin(&browse->frame, browser->rows, browser->columns, browse->frame_arena);
    view_draw(browser, &data, &browse->frame);
    screen_draw(browse->screen, &browse->frame);
    buffer_free(&words);
}

/* --- Effects ------------------------------------------------------------------------------- */

/* Takes the newer database; query, category and place stay, the selected recall is found again by its id. */
static void reload(struct browse *browse)
{
    struct error error = {0};
    struct store *store;
    struct search *search;
    char id[16] = "";
    if (browse->recall.id)
        snprintf(id, sizeof id, "%s", browse->recall.id);
    if (!store_open(store_path(browse->store), &store, &error)) {
        browse_tell(browse, &error);
        return;
    }
    if (!search_new(store, &search, &error)) {
        store_close(store);
        browse_tell(browse, &error);
        return;
    }
    search_free(browse->search);
    store_close(browse->store);
    browse->store = store;
    browse->search = search;
    browse->browser.is_replaced = false;
    name_authorities(browse);
    if (browse_has_state(browse))
        state_begin_visit(browse->state, store);
    browse_search(browse);
    uint32_t rank, place;
    while (browse->is_searching)
        continue_search(browse);
    if (id[0] && store_find_id(store, id, &rank, &error) && search_position(search, rank, &place))
        browser_select(&browse->browser, place);
    if (!browse->state || !state_has_news(browse->state, store))
        browse->browser.message = _("This is the newest database");
    else
        browse_tell_news(browse);
}

static void go_to(struct browse *browse)
{
    struct error error = {0};
    const char *line = browse->browser.line;
    char *end;
    uint32_t rank, place, count = search_row_count(browse->search);
    unsigned long percent = strtoul(line, &end, 10);
    if (isdigit((unsigned char)line[0]) && *end == '%' && percent <= 100 && count > 0) {
        browser_select(&browse->browser, (uint32_t)((uint64_t)(count - 1) * percent / 100));
    } else if (!store_find_id(browse->store, line, &rank, &error) &&
               !search_find_campaign(browse->search, text_view_of(line), &rank)) {
        browse->browser.message = error.kind == ERROR_NOT_FOUND ? _("no recall has this number") : NULL;
        if (error.kind != ERROR_NOT_FOUND)
            browse_tell(browse, &error);
    } else if (search_position(browse->search, rank, &place)) {
        browser_select(&browse->browser, place);
        browse->has_member = true;
        browse->member = rank;
        browse->member_row = place;
        browse->browser.view = VIEW_TEXT;
    } else {
        browse->browser.message = _("that recall is not among the hits");
    }
}

/* Why what was typed is no query. */
static void tell_refusal(struct browse *browse)
{
    struct query *query = NULL;
    struct error error = {0};
    if (!query_parse(text_view_of(browse->browser.line), &query, &error))
        tell_valid(browse, &error);
    query_free(query);
}

static void apply(struct browse *browse, unsigned effects)
{
    if (effects & EFFECT_INTERRUPT)
        browse->status = EXIT_INTERRUPTED;
    if (effects & (EFFECT_QUIT | EFFECT_INTERRUPT))
        browse->ends = true;
    if (effects & EFFECT_SEARCH)
        browse_search(browse);
    if (effects & EFFECT_REFUSE)
        tell_refusal(browse);
    if (effects & EFFECT_GO_TO)
        go_to(browse);
    if (effects & EFFECT_PAPER)
        browse_lay_paper(browse);
    if (effects & EFFECT_COPY && !browse->options->is_restricted)
        browse_copy(browse);
    if (effects & EFFECT_SAVE && !browse->options->is_restricted)
        browse_save(browse);
    if (effects & EFFECT_PRINT && !browse->options->is_restricted)
        browse_print(browse);
    if (effects & EFFECT_MARK)
        browse_mark(browse);
    if (effects & EFFECT_RELOAD)
        reload(browse);
    if (effects & EFFECT_REDRAW)
        screen_forget(browse->screen);
    if (effects & EFFECT_SUSPEND && !browse->options->is_restricted)
        screen_suspend(browse->screen);
}

/* --- Input --------------------------------------------------------------------------------- */

static void take_key(struct browse *browse, uint32_t key, const char *bytes, size_t length)
{
    if (key == KEY_PASTE_BEGIN) {
        browse->is_pasting = true;
        buffer_clear(&browse->paste);
    } else if (key == KEY_PASTE_END) {
        struct buffer stored = {0};
        browse->is_pasting = false;
        locale_decode(buffer_view(&browse->paste), browse->options->charset, &stored);
        if (stored.length > 0 && !stored.failed)
            apply(browse, browser_paste(&browse->browser, stored.bytes));
        buffer_free(&stored);
    } else if (browse->is_pasting) {
        if (browse->paste.length + length < BROWSER_LINE_BYTES)
            buffer_append(&browse->paste, bytes, length);
    } else if (key == KEY_REPORT_BEGIN) {
        browse->is_in_report = true;
    } else {
        /* A key may depend on the hits of the search before it; of one that takes long, on those that are certain. */
        while (browse->is_searching && browse->browser.entry == ENTRY_NONE && milliseconds_now() < browse->partial_due)
            continue_search(browse);
        if (take_relaxation(browse, key))
            return;
        bool was_typing = browse->browser.entry != ENTRY_NONE;
        uint32_t selected = browse->browser.selected;
        browse->lags = false;
        struct browser_facts facts = gather_facts(browse);
        apply(browse, browser_key(&browse->browser, key, &facts));
        if (browse->browser.selected != selected)
            browse->preview_due = milliseconds_now() + PREVIEW_MILLISECONDS;
        if (was_typing && browse->browser.entry == ENTRY_NONE)
            browse_remember_search(browse);
        if (was_typing && browse->browser.entry == ENTRY_NONE && !browse->is_searching)
            tell_how_understood(browse);
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

static void wait_for_event(struct browse *browse)
{
    int timeout = browse->is_searching       ? 0
                  : browse->is_in_report     ? REPORT_WAIT_MILLISECONDS
                  : browse->input_length > 0 ? ESCAPE_WAIT_MILLISECONDS
                                             : DATABASE_WAIT_MILLISECONDS;
    if (browse->lags && timeout == DATABASE_WAIT_MILLISECONDS) {
        int64_t left = browse->preview_due - milliseconds_now();
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
            continue_search(browse);
        else if (browse->input_length > 0 || browse->is_in_report)
            take_input(browse, true);
        else if (!browse->lags)
            browse->browser.is_replaced = store_is_replaced(browse->store);
        break;
    case SCREEN_RESIZED:
    case SCREEN_CHILD_ENDED:
        break;
    case SCREEN_INTERRUPTED:
        apply(browse, EFFECT_INTERRUPT);
        break;
    case SCREEN_ENDED:
        browse->ends = true;
        break;
    }
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

static bool begin(struct browse *browse, struct error *error)
{
    struct screen_options options = {
        .charset = browse->options->charset,
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
    browse->browser.bindings = &browse->options->config->bindings;
    browse->browser.layout = browse->options->config->layout;
    browse->browser.reversed = browse->options->is_reversed;
    if (!is_query(browse->browser.now.query, error) || !search_new(browse->store, &browse->search, error) ||
        !screen_open(&options, &browse->screen, error))
        return false;
    screen_size(browse->screen, &browse->browser.rows, &browse->browser.columns);
    name_authorities(browse);
    browse_search(browse);
    while (browse->is_searching)
        continue_search(browse);
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
        draw(browse);
        browse_take_up_state(browse);
    }
    while (good && !browse->ends) {
        browse_note_printed(browse);
        if (has_something_to_show(browse))
            draw(browse);
        wait_for_event(browse);
    }
    *status = browse->status == EXIT_DONE && browse->has_met_damage ? EXIT_DAMAGED : browse->status;
    end(browse);
    free(browse);
    return good;
}
