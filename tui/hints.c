#include "tui/hints.h"

#include <string.h>

#include "core/text.h"
#include "tui/messages.h"

/* Up to two commands that belong together, and what they do. */
struct hint {
    enum command_id commands[2];
    const char *label;
};

static const struct hint help_hints[] = {
    {{COMMAND_OPEN}, N_("run it")}, {{COMMAND_SEARCH}, N_("find")}, {{COMMAND_BACK}, N_("back")}};
static const struct hint menu_hints[] = {{{COMMAND_OPEN}, N_("filter by it")},
                                         {{COMMAND_LEFT, COMMAND_RIGHT}, N_("next list")},
                                         {{COMMAND_DOWN, COMMAND_UP}, N_("choose")},
                                         {{COMMAND_BACK}, N_("back")}};
static const struct hint paper_hints[] = {{{COMMAND_BACK}, N_("back")},
                                          {{COMMAND_DOWN, COMMAND_UP}, N_("scroll")},
                                          {{COMMAND_SAVE}, N_("write to a file")},
                                          {{COMMAND_PRINT}, N_("print")}};
static const struct hint text_hints[] = {{{COMMAND_BACK}, N_("back")},
                                         {{COMMAND_NEXT_RECALL, COMMAND_PREVIOUS_RECALL}, N_("next, previous")},
                                         {{COMMAND_NEXT_HIT, COMMAND_PREVIOUS_HIT}, N_("hits")},
                                         {{COMMAND_CODE}, N_("QR")},
                                         {{COMMAND_SAVE}, N_("file")},
                                         {{COMMAND_MARK}, N_("mark")},
                                         {{COMMAND_COPY}, N_("copy")}};
static const struct hint nothing_hints[] = {{{COMMAND_DOWN, COMMAND_UP}, N_("scroll")},
                                            {{COMMAND_SEARCH}, N_("change")},
                                            {{COMMAND_UNDO}, N_("undo")},
                                            {{COMMAND_BACK}, N_("back")},
                                            {{COMMAND_PROOF}, N_("proof")}};
static const struct hint category_hints[] = {
    {{COMMAND_OPEN}, N_("list")}, {{COMMAND_SEARCH}, N_("search")}, {{COMMAND_CATEGORY_1}, N_("category")}};
static const struct hint preview_hints[] = {
    {{COMMAND_OPEN}, N_("full text")}, {{COMMAND_DOWN, COMMAND_UP}, N_("scroll")}, {{COMMAND_LEFT}, N_("list")}};
static const struct hint list_hints[] = {{{COMMAND_OPEN}, N_("read it")},        {{COMMAND_SEARCH}, N_("search")},
                                         {{COMMAND_CATEGORY_1}, N_("category")}, {{COMMAND_FILTER}, N_("narrow")},
                                         {{COMMAND_UNDO}, N_("undo")},           {{COMMAND_MARK}, N_("mark")},
                                         {{COMMAND_SORT}, N_("sort")},           {{COMMAND_PROOF}, N_("proof")}};

enum place { IN_HELP, IN_MENU, IN_PAPER, IN_TEXT, IN_NOTHING, IN_CATEGORIES, IN_PREVIEW, IN_LIST };

#define HINTS(table)                                                                                                   \
    {                                                                                                                  \
        table, sizeof table / sizeof *table                                                                            \
    }
static const struct {
    const struct hint *hints;
    size_t count;
} places[] = {
    [IN_HELP] = HINTS(help_hints),       [IN_MENU] = HINTS(menu_hints),       [IN_PAPER] = HINTS(paper_hints),
    [IN_TEXT] = HINTS(text_hints),       [IN_NOTHING] = HINTS(nothing_hints), [IN_CATEGORIES] = HINTS(category_hints),
    [IN_PREVIEW] = HINTS(preview_hints), [IN_LIST] = HINTS(list_hints),
};

static enum place place_of(const struct browser *browser, bool has_hits)
{
    static const enum place views[] = {[VIEW_PANES] = IN_LIST,
                                       [VIEW_TEXT] = IN_TEXT,
                                       [VIEW_PAPER] = IN_PAPER,
                                       [VIEW_HELP] = IN_HELP,
                                       [VIEW_MENU] = IN_MENU};
    static const enum place panes[] = {
        [PANE_CATEGORIES] = IN_CATEGORIES, [PANE_LIST] = IN_LIST, [PANE_TEXT] = IN_PREVIEW};
    if (browser->view != VIEW_PANES)
        return views[browser->view];
    return has_hits ? panes[browser->focus] : IN_NOTHING;
}

/* The first key of each command; "1-9" for the categories. */
static void append_keys(const struct browser *browser, const struct hint *hint, struct buffer *out)
{
    for (size_t i = 0; i < 2 && hint->commands[i] != COMMAND_NONE; i++) {
        size_t row = key_table_row(hint->commands[i]);
        uint32_t key = browser->bindings->keys[row][0];
        if (!key)
            continue;
        buffer_append_string(out, out->length ? " " : "");
        keys_append_name(key, out);
        if (hint->commands[i] == COMMAND_CATEGORY_1 && key == '1')
            buffer_append_string(out, "-9");
    }
}

/* Whether moving rolls what is shown, instead of choosing. */
static bool scrolls(const struct browser *browser)
{
    return browser->view == VIEW_PAPER || (browser->view == VIEW_PANES && browser->focus == PANE_TEXT);
}

/* Whether the command would do something here, and may. */
static bool is_offered(const struct browser *browser, const struct hint_scene *scene, enum command_id command)
{
    switch (command) {
    case COMMAND_OPEN:
    case COMMAND_SEARCH:
        /* Over a line that is being typed help is only read. */
        return browser->view != VIEW_HELP || browser->entry == ENTRY_NONE;
    case COMMAND_SAVE:
    case COMMAND_PRINT:
    case COMMAND_COPY:
        return !browser->is_restricted;
    case COMMAND_UNDO:
        return browser->undo_count > 0;
    case COMMAND_NEXT_RECALL:
    case COMMAND_PREVIOUS_RECALL:
        return scene->hit_count > 1;
    case COMMAND_NEXT_HIT:
    case COMMAND_PREVIOUS_HIT:
        return scene->has_marked_hits;
    case COMMAND_CODE:
        return scene->has_contact;
    case COMMAND_DOWN:
    case COMMAND_UP:
        return (scene->hit_count > 0 && !scrolls(browser)) || scene->has_more_rows;
    default:
        return true;
    }
}

/* Whether the hint is needed: some command of it has a key, and was never used, if that counts. */
static bool is_needed(const struct browser *browser, const struct hint_scene *scene, const struct hint *hint,
                      bool only_new)
{
    for (size_t i = 0; i < 2 && hint->commands[i] != COMMAND_NONE; i++) {
        enum command_id command = hint->commands[i];
        if (!(only_new && browser->used[command]) && browser->bindings->keys[key_table_row(command)][0] &&
            is_offered(browser, scene, command))
            return true;
    }
    return false;
}

static bool append_one(struct buffer *out, struct text_view hint, size_t width)
{
    if (text_width_columns(buffer_view(out)) + text_width_columns(hint) + 3 > width)
        return false;
    buffer_append_string(out, out->length > 1 ? "   " : "");
    buffer_append_view(out, hint);
    return true;
}

/* "a choose", "a b choose", "a-d choose" */
static bool append_letters(size_t count, size_t width, struct buffer *out)
{
    struct buffer text = {0};
    buffer_append_byte(&text, 'a');
    if (count > 1)
        buffer_append_format(&text, "%c%c", count > 2 ? '-' : ' ', (int)('a' + count - 1));
    buffer_append_format(&text, " %s", _("choose"));
    bool fits = append_one(out, buffer_view(&text), width);
    buffer_free(&text);
    return fits;
}

static void append_hints(const struct browser *browser, const struct hint_scene *scene, enum place place, bool only_new,
                         size_t width, struct buffer *out)
{
    bool fits = true;
    for (size_t i = 0; fits && i < places[place].count; i++) {
        const struct hint *hint = &places[place].hints[i];
        struct buffer text = {0};
        append_keys(browser, hint, &text);
        if (is_needed(browser, scene, hint, only_new)) {
            buffer_append_format(&text, " %s", _(hint->label));
            fits = append_one(out, buffer_view(&text), width);
        }
        buffer_free(&text);
    }
}

void hints_append(const struct browser *browser, const struct hint_scene *scene, size_t width, struct buffer *out)
{
    enum place place = place_of(browser, scene->hit_count > 0 || scene->is_searching);
    size_t before = out->length;
    if (place == IN_NOTHING && scene->relaxation_count > 0 && !append_letters(scene->relaxation_count, width, out))
        return;
    append_hints(browser, scene, place, !browser->keeps_hints, width, out);
    /* Where there is nothing new to offer, the line has room for what is known. */
    if (out->length == before)
        append_hints(browser, scene, place, false, width, out);
}
