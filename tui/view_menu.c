#include "tui/view_menu.h"

#include <stdio.h>

#include "tui/browser_menu.h"
#include "tui/messages.h"
#include "tui/wrap.h"

enum { VALUE_COLUMNS_MOST = 60 };

static const char *const tabs[FACET_COUNT] = {
    [FACET_MAKE] = N_("Make"),     [FACET_MODEL] = N_("Model"),   [FACET_YEAR] = N_("Year"),
    [FACET_HAZARD] = N_("Hazard"), [FACET_REMEDY] = N_("Remedy"), [FACET_SOURCE] = N_("Source"),
};

static void append_tab(const struct browser *browser, const struct view_data *data, size_t tab, struct buffer *clean)
{
    struct buffer label = {0};
    buffer_append_format(&label, tab == (size_t)browser->menu_facet ? "[%s]" : " %s ", _(tabs[tab]));
    text_clean(buffer_view(&label), data->charset, clean);
    buffer_free(&label);
}

/* The first tab that is shown: where not all have room, the chosen one is whole. */
static size_t first_tab(const struct browser *browser, const struct view_data *data, int columns)
{
    size_t first = (size_t)browser->menu_facet + 1;
    for (int room = columns - 1; first > 0; first--) {
        struct buffer clean = {0};
        append_tab(browser, data, first - 1, &clean);
        room -= (int)text_width_columns(buffer_view(&clean)) + 1;
        buffer_free(&clean);
        if (room + 1 < 0)
            break;
    }
    return first <= (size_t)browser->menu_facet ? first : (size_t)browser->menu_facet;
}

/* A tab that has no room for its whole name is left out. */
static void draw_tabs(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    int column = 1;
    for (size_t i = first_tab(browser, data, frame->columns); i < FACET_COUNT; i++) {
        struct buffer clean = {0};
        bool is_chosen = i == (size_t)browser->menu_facet;
        append_tab(browser, data, i, &clean);
        int width = (int)text_width_columns(buffer_view(&clean));
        if (column + width > frame->columns && !is_chosen) {
            frame_put(frame, 1, frame->columns - 1, 1, text_view_of(data->charset == CHARSET_UTF8 ? "…" : "~"),
                      STYLE_NORMAL, false);
            buffer_free(&clean);
            break;
        }
        frame_put(frame, 1, column, width, buffer_view(&clean), is_chosen ? STYLE_MARKER : STYLE_NORMAL, false);
        column += width + 1;
        buffer_free(&clean);
    }
}

static const char *name_of(enum search_facet facet, const char *value)
{
    size_t kind;
    if (facet == FACET_HAZARD && (kind = kind_find(hazard_names, HAZARD_COUNT, text_view_of(value))) < HAZARD_COUNT)
        return messages_kind(&hazard_names[kind]);
    if (facet == FACET_REMEDY && (kind = kind_find(remedy_names, REMEDY_COUNT, text_view_of(value))) < REMEDY_COUNT)
        return messages_kind(&remedy_names[kind]);
    return value;
}

static void draw_value(const struct browser *browser, const struct view_data *data, struct frame *frame, size_t place,
                       int row)
{
    const struct facet_value *value = &data->menu_values[place];
    struct buffer line = {0}, clean = {0}, cut = {0}, number = {0};
    bool is_selected = place == browser->menu_selected;
    enum style style = is_selected ? STYLE_SELECTED : STYLE_NORMAL;
    int width = frame->columns < VALUE_COLUMNS_MOST ? frame->columns : VALUE_COLUMNS_MOST;
    buffer_append_format(&line, "%s%s", is_selected ? "> " : "  ", name_of(browser->menu_facet, value->value));
    text_clean(buffer_view(&line), data->charset, &clean);
    buffer_append_byte(&number, ' ');
    messages_append_number(value->count, &number);
    int number_width = (int)text_width_columns(buffer_view(&number));
    wrap_append_cut(buffer_view(&clean), (size_t)(width - number_width), data->charset != CHARSET_UTF8, &cut);
    frame_put(frame, row, 0, width - number_width, buffer_view(&cut), style, true);
    frame_put(frame, row, width - number_width, number_width, buffer_view(&number), style, false);
    if (is_selected) {
        frame->cursor_row = row;
        frame->cursor_column = 0;
    }
    buffer_free(&line);
    buffer_free(&clean);
    buffer_free(&cut);
    buffer_free(&number);
}

void view_draw_menu(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    int rows = (int)browser_menu_rows(browser);
    draw_tabs(browser, data, frame);
    if (data->menu_count == 0) {
        struct buffer clean = {0};
        const char *why = data->is_searching     ? _("searching …")
                          : data->hit_count == 0 ? _("there are no hits")
                                                 : _("the hits say nothing of it");
        text_clean(text_view_of(why), data->charset, &clean);
        frame_put(frame, 1 + MENU_HEAD_ROWS, 2, frame->columns - 2, buffer_view(&clean), STYLE_DIM, false);
        buffer_free(&clean);
    }
    for (int i = 0; i < rows && browser->menu_top + (size_t)i < data->menu_count; i++)
        draw_value(browser, data, frame, browser->menu_top + (size_t)i, 1 + MENU_HEAD_ROWS + i);
}
