#include "tui/view.h"

#include <stdio.h>
#include <string.h>

#include "tui/list_line.h"
#include "tui/messages.h"
#include "tui/view_bars.h"
#include "tui/view_menu.h"
#include "tui/wrap.h"

enum { CATEGORY_COLUMNS = 23, WIDE_LIST_COLUMNS = 47, WIDE_TEXT_COLUMNS = 80, MARKER_COLUMNS = 2, DATE_COLUMNS = 7 };

/* --- Areas --------------------------------------------------------------------------------- */

struct view_layout view_arrange(const struct browser *browser)
{
    struct view_layout layout = {0};
    int rows = browser->rows - 2, columns = browser->columns;
    struct view_area whole = {1, 0, rows > 0 ? rows : 0, columns};
    if (browser_view_beneath(browser) == VIEW_TEXT) {
        layout.text = whole;
    } else if (browser_is_small(browser)) {
        struct view_area *areas[PANE_COUNT] = {&layout.categories, &layout.list, &layout.text};
        *areas[browser->focus] = whole;
    } else {
        int right = CATEGORY_COLUMNS + 1;
        layout.categories = (struct view_area){1, 0, rows, CATEGORY_COLUMNS};
        if (browser->is_thrifty) {
            layout.list = (struct view_area){1, right, rows, columns - right};
        } else if (browser_is_wide(browser)) {
            /* What a text can't use goes to the headlines. */
            int rest = columns - right - 1 - WIDE_TEXT_COLUMNS;
            int list = rest > WIDE_LIST_COLUMNS ? rest : WIDE_LIST_COLUMNS;
            layout.list = (struct view_area){1, right, rows, list};
            int text = right + list + 1;
            layout.text = (struct view_area){1, text, rows, columns - text};
        } else {
            int list_rows = rows * 2 / 5 > 3 ? rows * 2 / 5 : 3;
            layout.list = (struct view_area){1, right, list_rows, columns - right};
            layout.text = (struct view_area){2 + list_rows, right, rows - list_rows - 1, columns - right};
        }
    }
    return layout;
}

struct view_area view_nothing_area(const struct browser *browser)
{
    struct view_layout layout = view_arrange(browser);
    struct view_area area = layout.list.rows > 0 ? layout.list : layout.text;
    if (area.rows > 0) {
        area.rows = browser->rows - 2;
        area.column++;
        area.columns--;
    }
    return area;
}

static bool is_plain(const struct view_data *data)
{
    return data->charset != CHARSET_UTF8;
}

static void draw_vertical(const struct view_data *data, struct frame *frame, int column, int row, int rows)
{
    for (int i = 0; i < rows; i++)
        frame_put(frame, row + i, column, 1, text_view_of(is_plain(data) ? "|" : "│"), STYLE_FRAME, false);
}

/* " 4 von 13 "; where rows stand for several recalls, that they are something else than the title counts. */
static void append_place(uint32_t place, uint32_t count, bool has_united, struct buffer *out)
{
    struct buffer one = {0}, all = {0};
    messages_append_number(place, &one);
    messages_append_number(count, &all);
    if (one.bytes && all.bytes)
        buffer_append_format(out, has_united ? _(" %s of %s actions ") : _(" %s of %s "), one.bytes, all.bytes);
    buffer_free(&one);
    buffer_free(&all);
}

/* "─ 4 von 13 ────" between the list and the text below it. */
static void draw_divider(const struct browser *browser, const struct view_data *data, struct frame *frame, int row,
                         int column, int columns)
{
    struct buffer line = {0}, clean = {0};
    const char *dash = is_plain(data) ? "-" : "─";
    buffer_append_string(&line, dash);
    if (data->hit_count > browser->selected)
        append_place(browser->selected + 1, data->hit_count, data->hit_count != data->recall_count, &line);
    text_clean(buffer_view(&line), data->charset, &clean);
    int used = (int)text_width_columns(buffer_view(&clean));
    for (; used < columns; used++)
        buffer_append_string(&clean, dash);
    frame_put(frame, row, column, columns, buffer_view(&clean), STYLE_FRAME, false);
    buffer_free(&line);
    buffer_free(&clean);
}

/* --- Categories ---------------------------------------------------------------------------- */

static void draw_category(const struct browser *browser, const struct view_data *data, struct frame *frame,
                          const struct view_area *area, int category, int row)
{
    struct buffer line = {0}, clean = {0}, cut = {0};
    uint32_t count = category < 0 ? data->count_all : data->category_counts[category];
    const char *name = category < 0 ? _("All") : messages_kind(&category_names[category]);
    bool is_chosen = category == browser->now.category;
    bool has_focus = browser->focus == PANE_CATEGORIES && browser->entry == ENTRY_NONE;
    char digit = category < 9 ? (char)('1' + category) : ' ';
    char number[16];
    snprintf(number, sizeof number, count ? "%u" : is_plain(data) ? "." : "·", (unsigned)count);
    buffer_append_format(&line, "%c%c%s", is_chosen ? '>' : ' ', digit, " ");
    buffer_append_string(&line, name);
    text_clean(buffer_view(&line), data->charset, &clean);
    int number_width = (int)text_width_columns(text_view_of(number));
    enum style style = is_chosen ? (has_focus ? STYLE_SELECTED : STYLE_MARKER) : count ? STYLE_NORMAL : STYLE_DIM;
    wrap_append_cut(buffer_view(&clean), (size_t)(area->columns - number_width - 1), is_plain(data), &cut);
    frame_put(frame, row, area->column, area->columns - number_width, buffer_view(&cut), style, true);
    frame_put(frame, row, area->column + area->columns - number_width, number_width, text_view_of(number), style,
              false);
    if (is_chosen && has_focus) {
        frame->cursor_row = row;
        frame->cursor_column = area->column;
    }
    buffer_free(&line);
    buffer_free(&clean);
    buffer_free(&cut);
}

static void draw_categories(const struct browser *browser, const struct view_data *data, struct frame *frame,
                            const struct view_area *area)
{
    /* When there are fewer rows than categories, the chosen one stays in sight. */
    int chosen = browser->now.category + 1, total = CATEGORY_COUNT + 1;
    int top = chosen >= area->rows ? chosen - area->rows + 1 : 0;
    for (int i = 0; i < area->rows && top + i < total; i++)
        draw_category(browser, data, frame, area, top + i - 1, area->row + i);
}

/* --- List ---------------------------------------------------------------------------------- */

static void draw_summary(const struct browser *browser, const struct view_data *data, struct frame *frame,
                         const struct view_area *area, const struct recall_summary *summary, uint32_t place, int row)
{
    bool is_selected = place == browser->selected;
    bool has_focus = browser->focus == PANE_LIST && browser->entry == ENTRY_NONE;
    /* For slow lines only the arrow tells: nothing else of the row is drawn anew. */
    enum style over = is_selected && !browser->is_thrifty ? (has_focus ? STYLE_SELECTED : STYLE_MARKER) : STYLE_NORMAL;
    struct buffer line = {0};
    char head[16];
    snprintf(head, sizeof head, "%c%c%-*.7s  ", is_selected ? '>' : ' ',
             data->markers ? data->markers[place - browser->list_top] : ' ', DATE_COLUMNS,
             summary->date ? summary->date : "");
    size_t members = data->member_counts ? data->member_counts[place - browser->list_top] : 1;
    int head_width = MARKER_COLUMNS + DATE_COLUMNS + 2;
    size_t urgent = list_line_append(
        summary, members, (size_t)(area->columns > head_width ? area->columns - head_width : 0), data->charset, &line);
    frame_put(frame, row, area->column, head_width, text_view_of(head), over == STYLE_NORMAL ? STYLE_DIM : over, false);
    frame_put(frame, row, area->column, 1, (struct text_view){head, 1}, over, false);
    struct span span = {0, (uint32_t)urgent, STYLE_URGENT};
    struct row source = {.text = buffer_view(&line), .spans = &span, .span_count = urgent > 0 ? 1 : 0};
    frame_put_row(frame, row, area->column + head_width, area->columns - head_width, &source, over);
    if (is_selected && has_focus) {
        frame->cursor_row = row;
        frame->cursor_column = area->column;
    }
    buffer_free(&line);
}

static void draw_list(const struct browser *browser, const struct view_data *data, struct frame *frame,
                      const struct view_area *area)
{
    for (size_t i = 0; i < data->summary_count && (int)i < area->rows; i++)
        draw_summary(browser, data, frame, area, &data->summaries[i], browser->list_top + (uint32_t)i,
                     area->row + (int)i);
}

/* --- Text and help ------------------------------------------------------------------------- */

static void draw_rows(const struct row *rows, size_t count, size_t top, struct frame *frame,
                      const struct view_area *area)
{
    for (int i = 0; i < area->rows && top + (size_t)i < count; i++)
        frame_put_row(frame, area->row + i, area->column, area->columns, &rows[top + (size_t)i], STYLE_NORMAL);
}

/* The answer that nothing was found takes the place of list and text. */
static void draw_nothing(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    struct view_area area = view_nothing_area(browser);
    if (area.rows > 0 && (browser->view == VIEW_TEXT || browser->focus != PANE_CATEGORIES)) {
        frame->cursor_row = area.row;
        frame->cursor_column = area.column;
    }
    draw_rows(data->nothing->rows, data->nothing->row_count, browser->nothing_top, frame, &area);
}

/* The first place in the row that matches, in columns. */
static int hit_column(const struct row *row)
{
    for (size_t i = 0; i < row->span_count; i++)
        if (row->spans[i].style == STYLE_HIGHLIGHT)
            return (int)text_width_columns((struct text_view){row->text.bytes, row->spans[i].start_bytes});
    return 0;
}

/* The cursor stands on the hit that n went to, else where reading begins. */
static void draw_text(const struct browser *browser, const struct view_data *data, struct frame *frame,
                      const struct view_area *area)
{
    const struct browser_reading *reading = browser->view == VIEW_TEXT ? &browser->text : &browser->preview;
    size_t hit = reading->hit_row, top = reading->top;
    draw_rows(data->page->rows, data->page->row_count, top, frame, area);
    if (browser->view != VIEW_TEXT && browser->focus != PANE_TEXT)
        return;
    bool is_at_hit = hit < data->page->row_count && hit >= top && hit - top < (size_t)area->rows;
    frame->cursor_row = area->row + (is_at_hit ? (int)(hit - top) : 0);
    frame->cursor_column = area->column + (is_at_hit ? hit_column(&data->page->rows[hit]) : 0);
}

static void draw_help(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    const struct help_page *help = data->help;
    struct view_area area = {1, 0, browser->rows - 2, browser->columns};
    for (int i = 0; i < area.rows && browser->help_top + (size_t)i < help->row_count; i++) {
        size_t number = browser->help_top + (size_t)i;
        const struct help_entry *entry = &help->entries[browser->help_selected];
        bool is_selected = browser->help_selected < help->entry_count && number >= entry->first_row &&
                           number < entry->first_row + entry->row_count;
        enum style over = is_selected && !browser->is_thrifty ? STYLE_SELECTED : STYLE_NORMAL;
        frame_put_row(frame, area.row + i, 0, area.columns, &help->rows[number], over);
        if (is_selected && number == entry->first_row) {
            frame_put(frame, area.row + i, 0, 1, text_view_of(">"), over, false);
            frame->cursor_row = area.row + i;
            frame->cursor_column = 0;
        }
    }
}

/* Between the bars, from the first column: nothing stands beside what is to be copied. */
static void draw_paper(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    struct view_area area = {1, 0, browser->rows - 2, browser->columns};
    frame->cursor_row = area.row;
    frame->cursor_column = area.column;
    draw_rows(data->paper->rows, data->paper->row_count, browser->paper_top, frame, &area);
}

/* --- Everything ---------------------------------------------------------------------------- */

static void draw_too_small(const struct view_data *data, struct frame *frame)
{
    struct buffer clean = {0};
    struct wrap_line *lines;
    size_t count;
    text_clean(text_view_of(_("Please make the window larger: 20 × 5")), data->charset, &clean);
    size_t width = frame->columns > 1 ? (size_t)frame->columns : 2;
    if (wrap_paragraph(buffer_view(&clean), width, frame->arena, &lines, &count))
        for (size_t i = 0; i < count && (int)i < frame->rows; i++)
            frame_put(frame, (int)i, 0, frame->columns,
                      (struct text_view){clean.bytes + lines[i].start, lines[i].length}, STYLE_NORMAL, false);
    buffer_free(&clean);
}

static void draw_panes(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    struct view_layout layout = view_arrange(browser);
    if (layout.categories.rows > 0)
        draw_categories(browser, data, frame, &layout.categories);
    bool has_hits = data->hit_count > 0 || data->is_searching;
    if (!has_hits)
        draw_nothing(browser, data, frame);
    if (has_hits && layout.list.rows > 0)
        draw_list(browser, data, frame, &layout.list);
    if (data->hit_count > 0 && layout.text.rows > 0)
        draw_text(browser, data, frame, &layout.text);
    if (browser->view == VIEW_TEXT || browser_is_small(browser))
        return;
    draw_vertical(data, frame, CATEGORY_COLUMNS, 1, browser->rows - 2);
    if (browser->is_thrifty)
        return;
    if (browser_is_wide(browser))
        draw_vertical(data, frame, layout.text.column - 1, 1, browser->rows - 2);
    else if (data->hit_count > 0)
        draw_divider(browser, data, frame, layout.text.row - 1, layout.text.column, layout.text.columns);
}

void view_draw(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    if (browser->rows < VIEW_ROWS_LEAST || browser->columns < VIEW_COLUMNS_LEAST) {
        draw_too_small(data, frame);
        return;
    }
    if (browser->view == VIEW_PAPER)
        draw_paper(browser, data, frame);
    else if (browser->view == VIEW_HELP)
        draw_help(browser, data, frame);
    else if (browser->view == VIEW_MENU)
        view_draw_menu(browser, data, frame);
    else
        draw_panes(browser, data, frame);
    view_draw_title(browser, data, frame);
    view_draw_status(browser, data, frame);
}
