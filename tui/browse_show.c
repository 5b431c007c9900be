/* What is fetched and laid out for the view, and the drawing. */

#include "tui/browse_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tui/messages.h"
#include "tui/view_nothing.h"

/* How many other numbers of an action, and how many models of each, its text names. */
enum { MEMBERS_MOST = 12, MODELS_MOST = 6 };

bool browse_selected_rank(struct browse *browse, uint32_t *rank)
{
    if (browse->browser.has_member) {
        *rank = browse->browser.member;
        return true;
    }
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
        kept = arena_keep(browse->page_arena, &name);
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
    browse_need_rules(browse);
    if (!search_facets(browse->search, facet, browse->rules, browse->menu_arena, &browse->menu_values,
                       &browse->menu_count, &error))
        browse_tell(browse, &error);
}

/* What is said when nothing was found; no rows when something was. */
static size_t update_nothing(struct browse *browse, const struct view_area *area)
{
    browse->nothing = (struct paper){0};
    if (browse_hit_count(browse) > 0 || browse->is_searching || area->rows <= 0)
        return 0;
    struct buffer words = {0};
    query_describe(browse->query, messages_is_german(), &words);
    const struct nothing nothing = {
        .query_words = words.bytes ? words.bytes : "",
        .category = browse->browser.now.category,
        .has_vehicle_number = browse_has_vehicle_number(browse),
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

/* Also where its text is not on the screen; NULL: none is selected. */
static const char *selected_id(struct browse *browse)
{
    uint32_t rank;
    struct recall_summary summary;
    struct error error = {0};
    if (!browse_selected_rank(browse, &rank))
        return NULL;
    if (browse->has_page && browse->page_rank == rank)
        return browse->recall.id;
    return store_fetch_summary(browse->store, rank, browse->frame_arena, &summary, &error) ? summary.id : NULL;
}

struct browser_facts browse_gather_facts(struct browse *browse)
{
    struct view_layout layout = view_arrange(&browse->browser);
    struct view_area nothing = view_nothing_area(&browse->browser);
    update_menu(browse);
    if (browse->browser.view == VIEW_PAPER)
        browse_fit_paper(browse);
    bool shows_text = layout.text.rows > 0;
    if (shows_text)
        update_page(browse, (size_t)layout.text.columns, browser_view_beneath(&browse->browser) != VIEW_TEXT);
    struct browser_facts facts = {
        .hit_count = browse_hit_count(browse),
        .is_counting = browse->is_searching,
        .list_rows = (uint32_t)(layout.list.rows > 0 ? layout.list.rows : 0),
        .text_rows = (size_t)(shows_text ? layout.text.rows : 1),
        .text_length = browse->page.row_count,
        .nothing_rows = (size_t)(nothing.rows > 0 ? nothing.rows : 1),
        .nothing_length = update_nothing(browse, &nothing),
        .help_rows = (size_t)(browse->browser.rows > 2 ? browse->browser.rows - 2 : 1),
        .id = selected_id(browse),
        .paper_length = browse->paper.row_count,
        .hit_rows = browse->hit_rows,
        .hit_row_count = shows_text ? browse->hit_row_count : 0,
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

void browse_name_authorities(struct browse *browse)
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

/* What the view draws, but for the rows of the list. words: how the query was understood. */
static struct view_data gather_view(const struct browse *browse, const struct browser_facts *facts, const char *words)
{
    bool is_searching = browse->is_searching;
    return (struct view_data){
        .hit_count = facts->hit_count,
        .recall_count = is_searching ? facts->hit_count : search_count(browse->search),
        .count_all = is_searching ? facts->hit_count : search_count_all(browse->search),
        .category_counts = search_category_counts(browse->search),
        .page = &browse->page,
        .paper = &browse->paper,
        .headline = browse->recall.headline,
        .authorities = browse->authorities ? browse->authorities : "",
        .authority = selected_authority(browse),
        .query_words = words,
        .is_searching = is_searching,
        .info = store_info(browse->store),
        .charset = browse->options->charset,
        .nothing = &browse->nothing,
        .scene =
            {
                .hit_count = facts->hit_count,
                .is_searching = is_searching,
                .relaxation_count = browse->relaxation_count,
                .has_marked_hits = facts->hit_row_count > 0,
                .has_contact = browse->recall.urls.count + browse->recall.phones.count > 0,
                .has_more_rows = browse->browser.view == VIEW_PAPER ? facts->paper_length > facts->help_rows
                                 : facts->hit_count > 0             ? facts->text_length > facts->text_rows
                                                                    : facts->nothing_length > facts->nothing_rows,
            },
        .menu_values = browse->menu_values,
        .menu_count = facts->menu_length,
        .help = &browse->help,
    };
}

static void add_list(struct browse *browse, uint32_t rows, struct view_data *data)
{
    uint32_t *ranks = arena_allocate_array(browse->frame_arena, (size_t)rows + 1, sizeof *ranks);
    data->summaries = fetch_summaries(browse, rows, ranks, &data->summary_count);
    data->member_counts = count_members(browse, ranks, data->summary_count);
    data->markers = browse_find_markers(browse, data->summaries, data->summary_count);
}

void browse_draw(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    struct buffer words = {0};
    screen_size(browse->screen, &browser->rows, &browser->columns);
    arena_clear(browse->frame_arena);
    browse_find_relaxations(browse);
    /* A step through the list redraws two rows; over a slow line the text below would be ten times as much. */
    browse->lags =
        browser->view == VIEW_PANES && browser->focus == PANE_LIST && browse_milliseconds() < browse->preview_due;
    struct browser_facts facts = browse_gather_facts(browse);
    browser_settle(browser, &facts);
    facts = browse_gather_facts(browse);
    query_describe(browse->query, messages_is_german(), &words);
    struct view_data data = gather_view(browse, &facts, words.bytes ? words.bytes : "");
    add_list(browse, facts.list_rows, &data);
    if (browser->view == VIEW_TEXT)
        browse_note_seen(browse);
    frame_begin(&browse->frame, browser->rows, browser->columns, browse->frame_arena);
    view_draw(browser, &data, &browse->frame);
    screen_draw(browse->screen, &browse->frame);
    buffer_free(&words);
}
