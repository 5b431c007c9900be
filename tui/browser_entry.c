/* What is typed into: searches, names, numbers, files. */

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "tui/browser_internal.h"
#include "tui/messages.h"

/* The cursor in the line. */
static char *cursor(struct browser *browser)
{
    return browser->line + strlen(browser->line) - browser->line_behind;
}

/* Where the cursor stands. */
static void insert_key(struct browser *browser, uint32_t key)
{
    struct buffer character = {0};
    char *at = cursor(browser);
    text_append_code_point(&character, key);
    if (strlen(browser->line) + character.length >= sizeof browser->line) {
        browser->is_line_cut = true;
    } else if (!character.failed) {
        memmove(at + character.length, at, browser->line_behind + 1);
        memcpy(at, character.bytes, character.length);
    }
    buffer_free(&character);
}

static void clear_line(struct browser *browser)
{
    browser->line[0] = '\0';
    browser->line_behind = 0;
    browser->is_line_cut = false;
}

unsigned browser_begin_entry(struct browser *browser, enum browser_entry entry)
{
    browser->entry = entry;
    browser->before_entry = browser_step_now(browser);
    browser->place_before_entry = (struct browser_place){
        .view = browser->view,
        .focus = browser->focus,
        .selected = browser->selected,
        .list_top = browser->list_top,
        .preview = browser->preview,
        .text = browser->text,
        .has_member = browser->has_member,
        .member = browser->member,
    };
    browser->history_place = browser->history_count;
    clear_line(browser);
    browser->is_line_wrong = false;
    if (entry == ENTRY_SEARCH) {
        /* What is typed behind what is asked for is another word. */
        memcpy(browser->line, browser->now.query, sizeof browser->line);
        if (browser->line[0])
            insert_key(browser, ' ');
        browser->is_line_cut = false;
        browser->view = VIEW_PANES;
        browser->focus = PANE_LIST;
    }
    if (entry == ENTRY_CATEGORY && browser->view == VIEW_TEXT)
        browser->view = VIEW_PANES;
    return EFFECT_NONE;
}

/* --- What a line means while it is typed; each returns effects ------------------------------- */

static unsigned take_query(struct browser *browser)
{
    memcpy(browser->now.query, browser->line, sizeof browser->now.query);
    browser_select_first(browser);
    return EFFECT_SEARCH;
}

static unsigned take_help_filter(struct browser *browser)
{
    snprintf(browser->help_filter, sizeof browser->help_filter, "%.*s",
             (int)browser_fit_bytes(browser->line, sizeof browser->help_filter - 1), browser->line);
    browser->help_selected = 0;
    return EFFECT_NONE;
}

/* The first category whose name begins with what is typed; -1: none. */
static int find_category(const char *line)
{
    struct folded typed = {0}, name = {0};
    int category = -1;
    if (text_fold(text_view_of(line), FOLD_BASE, &typed) && typed.text.length > 0)
        for (int i = CATEGORY_COUNT - 1; i >= 0; i--)
            if (text_fold(text_view_of(messages_kind(&category_names[i])), FOLD_BASE, &name) &&
                strncmp(name.text.bytes, typed.text.bytes, typed.text.length) == 0)
                category = i;
    folded_free(&typed);
    folded_free(&name);
    return category;
}

static void tell_unknown_category(struct browser *browser, int category)
{
    if (browser->line[0] && category < 0)
        browser->message = _("no category begins like this");
}

static void select_as_before(struct browser *browser)
{
    const struct browser_place *place = &browser->place_before_entry;
    browser->selected = place->selected;
    browser->list_top = place->list_top;
    browser->preview = place->preview;
    browser->text = place->text;
    browser->has_member = place->has_member;
    browser->member = place->member;
}

/* While what is typed begins no name, the category is that of before. */
static unsigned take_category(struct browser *browser)
{
    int category = find_category(browser->line);
    tell_unknown_category(browser, category);
    if (category < 0)
        category = browser->before_entry.category;
    if (category == browser->now.category)
        return EFFECT_NONE;
    browser->now.category = category;
    if (category == browser->before_entry.category)
        select_as_before(browser);
    else
        browser_select_first(browser);
    return EFFECT_SEARCH;
}

/* The others mean something only when they are done. */
static unsigned take_line(struct browser *browser)
{
    static unsigned (*const takers[])(struct browser * browser) = {
        [ENTRY_SEARCH] = take_query, [ENTRY_CATEGORY] = take_category, [ENTRY_HELP] = take_help_filter};
    return takers[browser->entry] ? takers[browser->entry](browser) : EFFECT_NONE;
}

/* --- The end of the typing ------------------------------------------------------------------- */

static void remember(struct browser *browser)
{
    if (!browser->line[0])
        return;
    if (browser->history_count > 0 && strcmp(browser->history[browser->history_count - 1], browser->line) == 0)
        return;
    if (browser->history_count == BROWSER_STEPS) {
        memmove(browser->history, browser->history + 1, (BROWSER_STEPS - 1) * sizeof browser->history[0]);
        browser->history_count--;
    }
    memcpy(browser->history[browser->history_count++], browser->line, sizeof browser->line);
}

unsigned browser_ask_for_paper(struct browser *browser, enum browser_paper paper)
{
    browser->paper = paper;
    return EFFECT_PAPER;
}

/* All is as it was before the typing. */
static unsigned put_back(struct browser *browser)
{
    const struct browser_place *place = &browser->place_before_entry;
    bool changed = strcmp(browser->now.query, browser->before_entry.query) != 0 ||
                   browser->now.category != browser->before_entry.category;
    browser->now = browser->before_entry;
    browser->view = place->view;
    browser->focus = place->focus;
    select_as_before(browser);
    return changed ? EFFECT_SEARCH : EFFECT_NONE;
}

/* Blanks around what was typed or pasted mean nothing. */
static void trim(char *line)
{
    size_t start = strspn(line, " "), length = strlen(line + start);
    while (length > 0 && line[start + length - 1] == ' ')
        length--;
    memmove(line, line + start, length);
    line[length] = '\0';
}

static unsigned end_entry(struct browser *browser, bool keep)
{
    enum browser_entry entry = browser->entry;
    browser->entry = ENTRY_NONE;
    trim(browser->line);
    browser->line_behind = 0;
    if (keep && browser->is_line_cut)
        browser->message = _("too long: its end is left out");
    if (entry == ENTRY_SEARCH && keep)
        trim(browser->now.query);
    if (entry == ENTRY_HELP) {
        if (!keep)
            browser->help_filter[0] = '\0';
        return EFFECT_NONE;
    }
    if (!keep)
        return put_back(browser);
    if (entry == ENTRY_SEARCH && browser->is_line_wrong) {
        /* It is in the history, to be mended. */
        remember(browser);
        return put_back(browser) | EFFECT_REFUSE;
    }
    if (entry == ENTRY_CATEGORY)
        tell_unknown_category(browser, find_category(browser->line));
    if (entry == ENTRY_GO_TO)
        return browser->line[0] ? EFFECT_GO_TO : EFFECT_NONE;
    if (entry == ENTRY_SAVE)
        return browser->line[0] ? EFFECT_SAVE : EFFECT_NONE;
    if (entry == ENTRY_PROOF)
        return browser_ask_for_paper(browser, PAPER_PROOF);
    if (entry == ENTRY_SEARCH)
        remember(browser);
    if (strcmp(browser->now.query, browser->before_entry.query) != 0 ||
        browser->now.category != browser->before_entry.category)
        browser_push_undo(browser, &browser->before_entry);
    return EFFECT_NONE;
}

/* --- Keys ------------------------------------------------------------------------------------ */

/* Bytes of the character before the cursor, and of the one it stands on; 0: none. */
static size_t length_before(struct browser *browser)
{
    const char *at = cursor(browser);
    size_t length = 0, most = (size_t)(at - browser->line);
    while (length < most && ((unsigned char)at[-1 - (ptrdiff_t)length] & 0xC0) == 0x80)
        length++;
    return length < most ? length + 1 : most;
}

static size_t length_behind(struct browser *browser)
{
    size_t length = 0;
    if (browser->line_behind > 0)
        text_decode((struct text_view){cursor(browser), browser->line_behind}, &length);
    return length;
}

static void drop_before(struct browser *browser, size_t length)
{
    char *at = cursor(browser);
    memmove(at - length, at, browser->line_behind + 1);
}

static void drop_behind(struct browser *browser, size_t length)
{
    char *at = cursor(browser);
    memmove(at, at + length, browser->line_behind - length + 1);
    browser->line_behind -= length;
}

static void drop_word(struct browser *browser)
{
    const char *at = cursor(browser);
    size_t length = 0, most = (size_t)(at - browser->line);
    while (length < most && at[-1 - (ptrdiff_t)length] == ' ')
        length++;
    while (length < most && at[-1 - (ptrdiff_t)length] != ' ')
        length++;
    drop_before(browser, length);
}

/* An earlier search, or the one that was being typed: that one begins anew. */
static unsigned recall_line(struct browser *browser, int direction)
{
    size_t place = browser->history_place + (size_t)direction;
    bool is_behind_end = direction < 0 ? browser->history_place == 0 : place > browser->history_count;
    if (browser->entry != ENTRY_SEARCH || is_behind_end)
        return EFFECT_NONE;
    browser->history_place = place;
    clear_line(browser);
    if (place < browser->history_count)
        memcpy(browser->line, browser->history[place], sizeof browser->line);
    return take_line(browser);
}

/* What changes the line or moves the cursor in it, as in a shell; false: the key does neither. */
static bool edit_line(struct browser *browser, uint32_t key)
{
    switch (key) {
    case KEY_LEFT_ARROW:
    case KEY_CONTROL('B'):
        browser->line_behind += length_before(browser);
        break;
    case KEY_RIGHT_ARROW:
    case KEY_CONTROL('F'):
        browser->line_behind -= length_behind(browser);
        break;
    case KEY_HOME_KEY:
    case KEY_CONTROL('A'):
        browser->line_behind = strlen(browser->line);
        break;
    case KEY_END_KEY:
    case KEY_CONTROL('E'):
        browser->line_behind = 0;
        break;
    case KEY_BACKSPACE_KEY:
    case KEY_CONTROL('H'):
        drop_before(browser, length_before(browser));
        break;
    case KEY_DELETE_KEY:
    case KEY_CONTROL('D'):
        drop_behind(browser, length_behind(browser));
        break;
    case KEY_CONTROL('K'):
        drop_behind(browser, browser->line_behind);
        break;
    case KEY_CONTROL('U'):
        clear_line(browser);
        break;
    case KEY_CONTROL('W'):
        drop_word(browser);
        break;
    default:
        if (key < 0x20 || key >= KEY_NONE_READ)
            return false;
        insert_key(browser, key);
    }
    return true;
}

unsigned browser_entry_key(struct browser *browser, uint32_t key)
{
    bool is_empty = !browser->line[0];
    switch (key) {
    case KEY_RETURN:
    case '\n':
        return end_entry(browser, true);
    case KEY_ESCAPE_KEY:
        return end_entry(browser, false);
    case KEY_UP_ARROW:
        return recall_line(browser, -1);
    case KEY_DOWN_ARROW:
        return recall_line(browser, 1);
    case KEY_F1_KEY:
        if (browser->entry == ENTRY_HELP)
            return end_entry(browser, false);
        browser_open_help(browser);
        return EFFECT_NONE;
    default:
        if (is_empty && (key == KEY_BACKSPACE_KEY || key == KEY_CONTROL('H')))
            return end_entry(browser, false);
        return edit_line(browser, key) && !(is_empty && !browser->line[0]) ? take_line(browser) : EFFECT_NONE;
    }
}

unsigned browser_paste(struct browser *browser, const char *text)
{
    browser->message = NULL;
    if (browser->view == VIEW_HELP && browser->entry != ENTRY_HELP)
        browser->view = browser->view_behind;
    if (browser->entry == ENTRY_NONE) {
        if (browser->view == VIEW_PAPER)
            browser->view = browser->view_under_paper;
        browser_begin_entry(browser, ENTRY_SEARCH);
        clear_line(browser);
    }
    struct text_view rest = text_view_of(text);
    while (rest.length > 0) {
        size_t length;
        uint32_t key = text_decode(rest, &length);
        insert_key(browser, key < 0x20 || key == 127 ? ' ' : key);
        rest.bytes += length;
        rest.length -= length;
    }
    return take_line(browser);
}
