#include "tui/view_bars.h"

#include <stdio.h>
#include <string.h>

#include "tui/hints.h"
#include "tui/messages.h"
#include "tui/wrap.h"

enum { SOURCE_COLUMNS_LEAST = 40, PATH_COLUMNS_LEAST = 12 };

/* Clean text for one row: a line break that was typed or pasted must not move what follows to the next. */
static void clean_row(const struct buffer *text, enum text_charset charset, struct buffer *clean)
{
    text_clean(buffer_view(text), charset, clean);
    for (size_t i = 0; i < clean->length; i++)
        if (clean->bytes[i] == '\n')
            clean->bytes[i] = ' ';
}

static size_t width_of(const struct buffer *text, enum text_charset charset)
{
    struct buffer clean = {0};
    clean_row(text, charset, &clean);
    size_t width = text_width_columns(buffer_view(&clean));
    buffer_free(&clean);
    return width;
}

/* A bar with one text at its left and one at its right; the right one stays whole as long as it can. */
static void draw_bar(const struct view_data *data, struct frame *frame, int row, const struct buffer *left,
                     const struct buffer *right)
{
    struct buffer clean_left = {0}, clean_right = {0}, cut = {0};
    clean_row(left, data->charset, &clean_left);
    clean_row(right, data->charset, &clean_right);
    int right_width = (int)text_width_columns(buffer_view(&clean_right));
    int left_width = frame->columns - right_width;
    if (left_width < frame->columns / 3) {
        left_width = frame->columns;
        right_width = 0;
    }
    wrap_append_cut(buffer_view(&clean_left), left_width > 0 ? (size_t)left_width : 0, data->charset != CHARSET_UTF8,
                    &cut);
    frame_put(frame, row, 0, left_width, buffer_view(&cut), STYLE_BAR, true);
    frame_put(frame, row, left_width, right_width, buffer_view(&clean_right), STYLE_BAR, true);
    buffer_free(&clean_left);
    buffer_free(&clean_right);
    buffer_free(&cut);
}

/* Between the steps of a path; where the charset has no letter for it, one that looks alike. */
static const char *arrow(const struct view_data *data)
{
    return data->charset == CHARSET_UTF8 ? " › " : " > ";
}

static void append_path(const struct browser *browser, const struct view_data *data, bool is_short, struct buffer *out)
{
    static const char *const papers[] = {
        [PAPER_PROOF] = N_("proof"), [PAPER_PLAIN] = N_("plain text"), [PAPER_CODE] = N_("QR code")};
    if (browser->view == VIEW_PAPER) {
        bool is_bare = browser->paper == PAPER_CODE && !data->paper->has_code;
        buffer_append_string(out, is_bare ? _("address, phone") : _(papers[browser->paper]));
        return;
    }
    if (browser->now.category < 0)
        buffer_append_string(out, is_short ? _("All") : _("All categories"));
    else
        buffer_append_string(out, messages_kind(&category_names[browser->now.category]));
    if (browser->now.query[0]) {
        /* What has fields is easier to read as it was understood. */
        bool has_fields = strchr(browser->now.query, ':') && data->query_words[0];
        buffer_append_string(out, arrow(data));
        buffer_append_format(out, has_fields ? "%s" : _("“%s”"), has_fields ? data->query_words : browser->now.query);
    }
    if (browser->view == VIEW_TEXT && data->headline)
        buffer_append_format(out, "%s%s", arrow(data), data->headline);
    if (browser->view == VIEW_HELP)
        buffer_append_format(out, "%s%s", arrow(data), _("help"));
    if (browser->view == VIEW_MENU)
        buffer_append_format(out, "%s%s", arrow(data), _("filter"));
}

/* "03/2017" */
static void append_date(const struct view_data *data, struct buffer *out)
{
    if (strlen(data->info.built) >= 7)
        buffer_append_format(out, "%.2s/%.4s", data->info.built + 5, data->info.built);
}

/* What the title says at its right, the most first; where it is narrow the least important goes first. */
struct title_form {
    bool has_words; /* "13 recalls" instead of "13" */
    bool has_names; /* of the sources, not only how many they are */
    bool has_all;   /* not only what was found, but of how many */
    bool has_count;
    bool has_source; /* and the date */
};
static const struct title_form title_forms[] = {
    {true, true, true, true, true},     {true, false, true, true, true},   {false, true, true, true, true},
    {false, false, true, true, true},   {false, false, false, true, true}, {false, true, false, false, true},
    {false, false, false, false, true},
};
/* On the smallest screens. */
static const struct title_form place_alone = {.has_all = true, .has_count = true};

static void append_count(const struct browser *browser, const struct view_data *data, const struct title_form *form,
                         struct buffer *out)
{
    unsigned hits = data->recall_count, all = data->info.recall_count;
    char found[16];
    snprintf(found, sizeof found, "%u%s", hits, data->is_searching ? "+" : "");
    if (browser->view == VIEW_TEXT || browser->columns < SOURCE_COLUMNS_LEAST) {
        bool has_place = data->hit_count > 0;
        buffer_append_format(out, "%u", has_place ? (unsigned)browser->selected + 1 : 0);
        if (has_place && form->has_all)
            buffer_append_format(out, " / %u", (unsigned)data->hit_count);
    } else if (!form->has_words) {
        buffer_append_string(out, found);
        if (hits != all && form->has_all)
            buffer_append_format(out, "/%u", all);
    } else if (hits == all) {
        buffer_append_format(out, messages_plural("%s recall", "%s recalls", all), found);
    } else {
        buffer_append_format(out, messages_plural("%s of %u recall", "%s of %u recalls", all), found, all);
    }
}

static void append_source(const struct browser *browser, const struct view_data *data, const struct title_form *form,
                          struct buffer *out)
{
    bool has_one = browser->view == VIEW_TEXT && data->authority;
    const char *names = has_one ? data->authority : data->authorities;
    unsigned count = has_one ? 1 : data->info.source_count;
    if (form->has_names && names[0])
        buffer_append_string(out, names);
    else
        buffer_append_format(out, messages_plural("%u source", "%u sources", count), count);
}

static void append_right(const struct browser *browser, const struct view_data *data, const struct title_form *form,
                         struct buffer *out)
{
    buffer_append_byte(out, ' ');
    if (form->has_count)
        append_count(browser, data, form, out);
    if (form->has_source) {
        buffer_append_string(out, form->has_count ? " · " : "");
        append_source(browser, data, form, out);
        buffer_append_format(out, " · %s%s", form->has_words ? _("as of") : "", form->has_words ? " " : "");
        append_date(data, out);
    }
    buffer_append_byte(out, ' ');
}

/* The path keeps room for its first step. */
static void choose_right(const struct browser *browser, const struct view_data *data, struct buffer *out)
{
    bool is_small = browser->columns < 60;
    size_t columns = (size_t)browser->columns, most = is_small ? columns - PATH_COLUMNS_LEAST : columns * 3 / 5;
    if (browser->columns < SOURCE_COLUMNS_LEAST) {
        append_right(browser, data, &place_alone, out);
        return;
    }
    for (size_t i = 0; i < sizeof title_forms / sizeof title_forms[0]; i++) {
        buffer_clear(out);
        append_right(browser, data, &title_forms[i], out);
        if (width_of(out, data->charset) <= most)
            return;
    }
}

void view_draw_title(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    struct buffer left = {0}, right = {0};
    choose_right(browser, data, &right);
    for (bool is_short = browser_is_small(browser), fits = false; !fits; is_short = true) {
        buffer_clear(&left);
        buffer_append_string(&left, browser->columns < 60 ? " " : " rueckruf   ");
        append_path(browser, data, is_short, &left);
        fits = is_short || width_of(&left, data->charset) + width_of(&right, data->charset) <= (size_t)browser->columns;
    }
    draw_bar(data, frame, 0, &left, &right);
    buffer_free(&left);
    buffer_free(&right);
}

static void append_entry(const struct browser *browser, struct buffer *out)
{
    static const char *const prompts[] = {
        [ENTRY_SEARCH] = N_("Search"),      [ENTRY_CATEGORY] = N_("Category"),
        [ENTRY_GO_TO] = N_("Go to"),        [ENTRY_PROOF] = N_("Job number, registration"),
        [ENTRY_SAVE] = N_("Write to file"), [ENTRY_HELP] = N_("Find in the help")};
    buffer_append_format(out, " %s: %s", _(prompts[browser->entry]), browser->line);
}

enum { HELP_COLUMNS = 12 }; /* at the right, with what keeps it apart */

static uint32_t help_key(const struct browser *browser)
{
    uint32_t key = browser->bindings->keys[key_table_row(COMMAND_HELP)][0];
    return key ? key : KEY_F1_KEY;
}

/* " ? help ", which is always there. */
static void append_help_hint(const struct browser *browser, struct buffer *out)
{
    buffer_append_byte(out, ' ');
    keys_append_name(help_key(browser), out);
    buffer_append_format(out, " %s ", _("help"));
}

/* What stands around a message while something is being typed. */
#define ASIDE_BEGINS "   ("
#define ASIDE_ENDS ")"
enum { ASIDE_COLUMNS = sizeof ASIDE_BEGINS ASIDE_ENDS - 1, ASIDE_COLUMNS_LEAST = 24 };

size_t view_message_columns(const struct browser *browser, enum text_charset charset)
{
    struct buffer right = {0}, left = {0};
    append_help_hint(browser, &right);
    if (browser->entry != ENTRY_NONE)
        append_entry(browser, &left);
    size_t taken = width_of(&right, charset) + (browser->entry != ENTRY_NONE ? width_of(&left, charset) : 0) +
                   (browser->entry != ENTRY_NONE ? ASIDE_COLUMNS : 1);
    buffer_free(&right);
    buffer_free(&left);
    return (size_t)browser->columns > taken ? (size_t)browser->columns - taken : 0;
}

/* Where a message is too long it ends between words, and that is to be seen. */
static void append_message(const struct browser *browser, const struct view_data *data, struct buffer *out)
{
    size_t width = view_message_columns(browser, data->charset);
    struct buffer message = {0}, clean = {0};
    buffer_append_string(&message, browser->message);
    clean_row(&message, data->charset, &clean);
    if (text_width_columns(buffer_view(&clean)) > width && width > 2) {
        size_t fitting = text_fit_columns(buffer_view(&clean), width - 1), end = fitting;
        while (end > 0 && clean.bytes[end - 1] != ' ')
            end--;
        clean.length = end > fitting / 2 ? end : fitting;
        buffer_append_string(&clean, data->charset == CHARSET_UTF8 ? "…" : "~");
    }
    buffer_append_view(out, buffer_view(&clean));
    buffer_free(&message);
    buffer_free(&clean);
}

void view_draw_status(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    struct buffer left = {0}, right = {0};
    int row = browser->rows - 1;
    append_help_hint(browser, &right);
    if (browser->entry != ENTRY_NONE) {
        append_entry(browser, &left);
        if (browser->message && view_message_columns(browser, data->charset) >= ASIDE_COLUMNS_LEAST) {
            buffer_append_string(&left, ASIDE_BEGINS);
            append_message(browser, data, &left);
            buffer_append_string(&left, ASIDE_ENDS);
        }
    } else if (browser->message) {
        buffer_append_byte(&left, ' ');
        append_message(browser, data, &left);
    } else if (browser->is_replaced) {
        buffer_append_format(&left, " %s", _("There is a newer database: R takes it"));
    } else {
        buffer_append_string(&left, " ");
        hints_append(browser, &data->scene, frame->columns > HELP_COLUMNS ? (size_t)(frame->columns - HELP_COLUMNS) : 0,
                     &left);
    }
    draw_bar(data, frame, row, &left, &right);
    if (browser->entry != ENTRY_NONE) {
        struct buffer clean = {0}, line = {0};
        append_entry(browser, &line);
        clean_row(&line, data->charset, &clean);
        int column = (int)text_width_columns(buffer_view(&clean));
        buffer_free(&line);
        frame->cursor_row = row;
        frame->cursor_column = column < frame->columns ? column : frame->columns - 1;
        buffer_free(&clean);
    }
    buffer_free(&left);
    buffer_free(&right);
}
