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
    text_join_lines(clean, 0);
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
    /* What lies over the panes says first what it is, where there is little room. */
    bool is_over = browser->view == VIEW_HELP || browser->view == VIEW_MENU;
    const char *over = browser->view == VIEW_HELP ? _("help") : _("filter"), *between = "";
    bool is_first = is_over && browser_is_small(browser);
    if (is_first) {
        buffer_append_string(out, over);
        between = arrow(data);
    }
    if (browser->now.category >= 0 || !is_over || !is_short) {
        buffer_append_string(out, between);
        buffer_append_string(out, browser->now.category >= 0 ? messages_kind(&category_names[browser->now.category])
                                  : is_short                 ? _("All")
                                                             : _("All categories"));
        between = arrow(data);
    }
    if (browser->now.query[0]) {
        /* What has fields is easier to read as it was understood. */
        bool has_fields = strchr(browser->now.query, ':') && data->query_words[0];
        buffer_append_string(out, between);
        between = arrow(data);
        buffer_append_format(out, has_fields ? "%s" : _("“%s”"), has_fields ? data->query_words : browser->now.query);
    }
    if (browser->view == VIEW_TEXT && data->headline)
        buffer_append_format(out, "%s%s", between, data->headline);
    if (is_over && !is_first)
        buffer_append_format(out, "%s%s", between, over);
}

/* "03/2017" */
static void append_date(const struct view_data *data, struct buffer *out)
{
    if (strlen(data->info.built) >= 7)
        buffer_append_format(out, "%.2s/%.4s", data->info.built + 5, data->info.built);
}

/* What the title says at its right, the most first; where it is narrow the least important goes first. */
struct title_form {
    bool has_as_of; /* before the date */
    bool has_words; /* "13 recalls" instead of "13" */
    bool has_names; /* of the sources, not only how many they are */
    bool has_all;   /* not only what was found, but of how many */
    bool has_count;
    bool has_source; /* and the date */
};
static const struct title_form title_forms[] = {
    {true, true, true, true, true, true},      {true, true, false, true, true, true},
    {false, true, true, true, true, true},     {false, true, false, true, true, true},
    {false, false, true, true, true, true},    {false, false, false, true, true, true},
    {false, false, false, false, true, true},  {false, false, true, false, false, true},
    {false, false, false, false, false, true},
};
enum { TITLE_FORMS = sizeof title_forms / sizeof *title_forms, BRIEF_NAMED_FORM = 4, BRIEF_COUNTED_FORM = 5 };
/* On the smallest screens. */
static const struct title_form place_alone = {.has_all = true, .has_count = true};

static void append_count(const struct browser *browser, const struct view_data *data, const struct title_form *form,
                         struct buffer *out)
{
    unsigned hits = data->recall_count, all = data->info.recall_count;
    struct buffer found = {0}, whole = {0};
    messages_append_number(hits, &found);
    buffer_append_string(&found, data->is_searching ? "+" : "");
    messages_append_number(all, &whole);
    if (found.failed || whole.failed) {
        out->failed = true;
    } else if (browser->view == VIEW_TEXT || browser->columns < SOURCE_COLUMNS_LEAST) {
        bool has_place = data->hit_count > browser->selected;
        messages_append_number(has_place ? browser->selected + 1 : 0, out);
        buffer_append_string(out, has_place && form->has_all ? " / " : "");
        if (has_place && form->has_all)
            messages_append_number(data->hit_count, out);
    } else if (!form->has_words) {
        buffer_append_string(out, found.bytes);
        if (hits != all && form->has_all)
            buffer_append_format(out, "/%s", whole.bytes);
    } else if (hits == all) {
        buffer_append_format(out, messages_plural("%s recall", "%s recalls", all), found.bytes);
    } else {
        buffer_append_format(out, messages_plural("%s of %s recall", "%s of %s recalls", all), found.bytes,
                             whole.bytes);
    }
    buffer_free(&found);
    buffer_free(&whole);
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
        buffer_append_format(out, " · %s%s", form->has_as_of ? _("as of") : "", form->has_as_of ? " " : "");
        append_date(data, out);
    }
    buffer_append_byte(out, ' ');
}

static void append_left(const struct browser *browser, const struct view_data *data, bool is_short, struct buffer *out)
{
    buffer_append_string(out, browser->columns < 60 ? " " : " rueckruf   ");
    append_path(browser, data, is_short, out);
}

static size_t form_width(const struct browser *browser, const struct view_data *data, size_t form)
{
    struct buffer right = {0};
    append_right(browser, data, &title_forms[form], &right);
    size_t width = width_of(&right, data->charset);
    buffer_free(&right);
    return width;
}

/* The path keeps room for its first step; one that can be whole is, but for the headline, which hardly ever can. */
static void choose_right(const struct browser *browser, const struct view_data *data, struct buffer *out)
{
    bool is_small = browser->columns < 60;
    size_t columns = (size_t)browser->columns, most = is_small ? columns - PATH_COLUMNS_LEAST : columns * 3 / 5;
    struct buffer left = {0};
    if (browser->columns < SOURCE_COLUMNS_LEAST) {
        append_right(browser, data, &place_alone, out);
        return;
    }
    append_left(browser, data, true, &left);
    size_t taken = width_of(&left, data->charset), form = 0;
    buffer_free(&left);
    bool is_path_whole = false;
    for (; browser->view != VIEW_TEXT && title_forms[form].has_count && !is_path_whole; form += !is_path_whole) {
        size_t width = form_width(browser, data, form);
        is_path_whole = width <= most && taken + width <= columns;
    }
    if (!is_path_whole) {
        /* Where it can't, it has as much room as can be. */
        bool is_counted_shorter =
            form_width(browser, data, BRIEF_COUNTED_FORM) < form_width(browser, data, BRIEF_NAMED_FORM);
        form = browser->view == VIEW_TEXT ? 0 : is_counted_shorter ? BRIEF_COUNTED_FORM : BRIEF_NAMED_FORM;
        while (form + 1 < TITLE_FORMS && form_width(browser, data, form) > most)
            form++;
    }
    append_right(browser, data, &title_forms[form], out);
}

void view_draw_title(const struct browser *browser, const struct view_data *data, struct frame *frame)
{
    struct buffer left = {0}, right = {0};
    choose_right(browser, data, &right);
    for (bool is_short = browser_is_small(browser), fits = false; !fits; is_short = true) {
        buffer_clear(&left);
        append_left(browser, data, is_short, &left);
        fits = is_short || width_of(&left, data->charset) + width_of(&right, data->charset) <= (size_t)browser->columns;
    }
    draw_bar(data, frame, 0, &left, &right);
    buffer_free(&left);
    buffer_free(&right);
}

enum { ENTRY_COLUMNS_LEAST = 12 }; /* of what is typed, to be seen behind what it is for */

static void append_clean(struct text_view text, enum text_charset charset, struct buffer *out)
{
    struct buffer copy = {0}, clean = {0};
    buffer_append_view(&copy, text);
    clean_row(&copy, charset, &clean);
    buffer_append_view(out, buffer_view(&clean));
    buffer_free(&copy);
    buffer_free(&clean);
}

/*
 * What is typed, as far as it fits around the cursor and before one column for it: of a long line its end, or where the
 * cursor is within it a third of the width behind that. Returns the bytes behind the cursor.
 */
static size_t append_line(const struct browser *browser, enum text_charset charset, size_t width, struct buffer *out)
{
    struct buffer before = {0}, behind = {0};
    const char *cut = charset == CHARSET_UTF8 ? "…" : "~";
    size_t place = strlen(browser->line) - browser->line_behind;
    append_clean((struct text_view){browser->line, place}, charset, &before);
    append_clean((struct text_view){browser->line + place, browser->line_behind}, charset, &behind);
    struct text_view rest = buffer_view(&before), end = buffer_view(&behind);
    size_t kept = text_width_columns(end) < width / 3 ? text_width_columns(end) : width / 3;
    bool fits = text_width_columns(rest) + kept < width;
    for (size_t room = width > kept + 2 ? width - kept - 2 : 0; !fits && text_width_columns(rest) > room;) {
        size_t taken;
        text_decode(rest, &taken);
        rest = (struct text_view){rest.bytes + taken, rest.length - taken};
    }
    buffer_append_string(out, fits ? "" : cut);
    buffer_append_view(out, rest);
    size_t length = out->length, taken = text_width_columns(rest) + !fits, room = width > taken ? width - taken : 0;
    bool ends = text_width_columns(end) <= room;
    if (!ends)
        end.length = text_fit_columns(end, room > 0 ? room - 1 : 0);
    buffer_append_view(out, end);
    buffer_append_string(out, ends || room == 0 ? "" : cut);
    buffer_free(&before);
    buffer_free(&behind);
    return out->length - length;
}

/* What the line is for; its width. */
static size_t append_prompt(const struct browser *browser, enum text_charset charset, bool is_brief, struct buffer *out)
{
    static const char *const prompts[][2] = {[ENTRY_SEARCH] = {N_("Search"), NULL},
                                             [ENTRY_CATEGORY] = {N_("Category"), NULL},
                                             [ENTRY_GO_TO] = {N_("Go to"), NULL},
                                             [ENTRY_PROOF] = {N_("Job number, registration"), N_("Job number")},
                                             [ENTRY_SAVE] = {N_("Write to file"), N_("File")},
                                             [ENTRY_HELP] = {N_("Find in the help"), N_("Find")}};
    const char *const *prompt = prompts[browser->entry];
    buffer_clear(out);
    buffer_append_format(out, " %s: ", _(prompt[is_brief && prompt[1]]));
    return width_of(out, charset);
}

/* With one column for the cursor. */
static size_t line_columns(const struct browser *browser, enum text_charset charset)
{
    struct buffer line = {0};
    buffer_append_string(&line, browser->line);
    size_t width = width_of(&line, charset) + 1;
    buffer_free(&line);
    return width;
}

/*
 * What is typed into, within the width: what it is for is said more briefly, or not, before the end of what is typed
 * is. Returns the bytes behind the cursor.
 */
static size_t append_entry(const struct browser *browser, enum text_charset charset, size_t width, struct buffer *out)
{
    size_t wanted = line_columns(browser, charset), taken = append_prompt(browser, charset, false, out);
    size_t room = wanted < ENTRY_COLUMNS_LEAST ? wanted : ENTRY_COLUMNS_LEAST;
    if (taken + room > width)
        taken = append_prompt(browser, charset, true, out);
    if (taken + room > width && browser->line[0]) {
        buffer_clear(out);
        buffer_append_byte(out, ' ');
        taken = 1;
    }
    return append_line(browser, charset, width > taken ? width - taken : 0, out);
}

enum { HELP_COLUMNS = 12 }; /* at the right, with what keeps it apart */

static uint32_t help_key(const struct browser *browser)
{
    uint32_t key = browser->bindings->keys[key_table_row(COMMAND_HELP)][0];
    return key ? key : KEY_F1_KEY;
}

/* " ? help ", which is always there; where a line is being typed and ? is a letter, " F1 help ". */
static void append_help_hint(const struct browser *browser, bool is_brief, struct buffer *out)
{
    buffer_append_byte(out, ' ');
    keys_append_name(browser_is_typing(browser) ? KEY_F1_KEY : help_key(browser), out);
    buffer_append_format(out, "%s%s ", is_brief ? "" : " ", is_brief ? "" : _("help"));
}

/* What is left of the line beside it. */
static size_t columns_beside_hint(const struct browser *browser, enum text_charset charset, bool is_brief)
{
    struct buffer hint = {0};
    append_help_hint(browser, is_brief, &hint);
    size_t taken = width_of(&hint, charset);
    buffer_free(&hint);
    return (size_t)browser->columns > taken ? (size_t)browser->columns - taken : 0;
}

/* On a small screen, where what is said or typed needs the room, the hint is the key alone. */
static bool has_brief_hint(const struct browser *browser, enum text_charset charset)
{
    if (!browser_is_small(browser))
        return false;
    struct buffer left = {0};
    if (!browser_is_typing(browser) && browser->message)
        buffer_append_string(&left, browser->message);
    size_t wanted = browser_is_typing(browser)
                        ? append_prompt(browser, charset, true, &left) + line_columns(browser, charset)
                        : 1 + width_of(&left, charset);
    buffer_free(&left);
    return wanted > columns_beside_hint(browser, charset, false);
}

static size_t left_columns(const struct browser *browser, enum text_charset charset)
{
    return columns_beside_hint(browser, charset, has_brief_hint(browser, charset));
}

/* What stands around a message while something is being typed. */
#define ASIDE_BEGINS "   ("
#define ASIDE_ENDS ")"
enum { ASIDE_COLUMNS = sizeof ASIDE_BEGINS ASIDE_ENDS - 1, ASIDE_COLUMNS_LEAST = 24 };

size_t view_message_columns(const struct browser *browser, enum text_charset charset)
{
    struct buffer left = {0};
    bool is_typing = browser_is_typing(browser);
    size_t columns =
        is_typing ? left_columns(browser, charset) : columns_beside_hint(browser, charset, browser_is_small(browser));
    if (is_typing)
        append_entry(browser, charset, columns, &left);
    size_t taken = is_typing ? width_of(&left, charset) + ASIDE_COLUMNS : 1;
    buffer_free(&left);
    return columns > taken ? columns - taken : 0;
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
    int row = browser->rows - 1, columns = (int)left_columns(browser, data->charset);
    append_help_hint(browser, has_brief_hint(browser, data->charset), &right);
    if (browser_is_typing(browser)) {
        size_t behind = append_entry(browser, data->charset, (size_t)columns, &left);
        left.length -= behind;
        int column = (int)width_of(&left, data->charset);
        left.length += behind;
        frame->cursor_row = row;
        frame->cursor_column = column < columns ? column : columns > 0 ? columns - 1 : 0;
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
    buffer_free(&left);
    buffer_free(&right);
}
