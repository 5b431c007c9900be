#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

#include "tui/messages.h"

enum { REPLACEMENT = 0xFFFD };

const struct key_row key_table[] = {
    {COMMAND_DOWN, {'j', KEY_DOWN_ARROW}, "down", "j ↓", N_("next")},
    {COMMAND_UP, {'k', KEY_UP_ARROW}, "up", "k ↑", N_("previous")},
    {COMMAND_FIRST, {'g', KEY_HOME_KEY}, "first", "g Home", N_("first")},
    {COMMAND_LAST, {'G', KEY_END_KEY}, "last", "G End", N_("last")},
    {COMMAND_PAGE_DOWN, {' ', KEY_PAGE_DOWN}, "page-down", "Space PgDn", N_("a page down")},
    {COMMAND_PAGE_UP, {'b', KEY_PAGE_UP}, "page-up", "b PgUp", N_("a page up")},
    {COMMAND_HALF_DOWN, {KEY_CONTROL('D')}, "half-page-down", "Ctrl-D", N_("half a page down")},
    {COMMAND_HALF_UP, {KEY_CONTROL('U')}, "half-page-up", "Ctrl-U", N_("half a page up")},
    {COMMAND_LEFT, {'h', KEY_LEFT_ARROW}, "left", "h ←", N_("pane to the left")},
    {COMMAND_RIGHT, {'l', KEY_RIGHT_ARROW}, "right", "l →", N_("pane to the right")},
    {COMMAND_NEXT_PANE, {KEY_TAB}, "next-pane", "Tab", N_("next pane")},
    {COMMAND_PREVIOUS_PANE, {KEY_BACK_TAB}, "previous-pane", "Shift-Tab", N_("previous pane")},
    {COMMAND_OPEN, {KEY_RETURN, '\n'}, "open", "Enter", N_("open: category, list, full text")},
    {COMMAND_BACK, {'q'}, "back", "q", N_("back one step; q at the first level quits")},
    {COMMAND_ESCAPE,
     {KEY_ESCAPE_KEY, KEY_BACKSPACE_KEY, KEY_CONTROL('H')},
     "escape",
     "Esc Backspace",
     N_("back one step, never quits")},
    {COMMAND_QUIT, {'Q'}, "quit", "Q", N_("quit")},
    {COMMAND_ALL, {'0'}, "all", "0", N_("all categories")},
    {COMMAND_CATEGORY_1, {'1'}, "category-1", "1–9", N_("category by its number")},
    {COMMAND_CATEGORY_1 + 1, {'2'}, "category-2", NULL, NULL},
    {COMMAND_CATEGORY_1 + 2, {'3'}, "category-3", NULL, NULL},
    {COMMAND_CATEGORY_1 + 3, {'4'}, "category-4", NULL, NULL},
    {COMMAND_CATEGORY_1 + 4, {'5'}, "category-5", NULL, NULL},
    {COMMAND_CATEGORY_1 + 5, {'6'}, "category-6", NULL, NULL},
    {COMMAND_CATEGORY_1 + 6, {'7'}, "category-7", NULL, NULL},
    {COMMAND_CATEGORY_1 + 7, {'8'}, "category-8", NULL, NULL},
    {COMMAND_CATEGORY_1 + 8, {'9'}, "category-9", NULL, NULL},
    {COMMAND_CHOOSE_CATEGORY, {'c'}, "choose-category", "c", N_("category by the first letters of its name")},
    {COMMAND_SEARCH, {'/', 's'}, "search", "/ s", N_("search as you type; Enter keeps, Esc puts back")},
    {COMMAND_FILTER, {'f'}, "filter", "f", N_("filter by make, model, year, hazard, remedy, source")},
    {COMMAND_MARK, {'m'}, "mark", "m", N_("mark this recall, or unmark it")},
    {COMMAND_SHOW_MARKED, {'M'}, "show-marked", "M", N_("only marked recalls, or all again")},
    {COMMAND_NEXT_HIT, {'n'}, "next-hit", "n", N_("next hit, then the next recall's")},
    {COMMAND_PREVIOUS_HIT, {'N'}, "previous-hit", "N", N_("previous hit")},
    {COMMAND_NEXT_RECALL, {'J'}, "next-recall", "J", N_("next recall without leaving the text")},
    {COMMAND_PREVIOUS_RECALL, {'K'}, "previous-recall", "K", N_("previous recall")},
    {COMMAND_SORT, {'S'}, "sort", "S", N_("sort by date, relevance, make, headline; then reversed")},
    {COMMAND_UNDO, {'u'}, "undo", "u", N_("undo the last filter or search")},
    {COMMAND_GO_TO, {':'}, "go-to", ":", N_("go to an id, a campaign number or a percentage")},
    {COMMAND_SAVE, {'e'}, "save", "e", N_("write marked, or this, to a file: .txt, .csv or .json")},
    {COMMAND_PRINT, {'p'}, "print", "p", N_("print marked, or this")},
    {COMMAND_COPY, {'y'}, "copy", "y", N_("copy part numbers; again: the id, the whole text")},
    {COMMAND_PLAIN, {'Y'}, "plain", "Y", N_("plain text without frames, to copy with the mouse")},
    {COMMAND_PROOF, {'P'}, "proof", "P", N_("the proof of this look-up")},
    {COMMAND_CODE, {'o'}, "code", "o", N_("web address or phone number as a QR code")},
    {COMMAND_LAYOUT, {'r'}, "layout", "r", N_("text as its source wrote it, or laid out for reading")},
    {COMMAND_RELOAD, {'R'}, "reload", "R", N_("take a newer database")},
    {COMMAND_HELP, {'?', KEY_F1_KEY}, "help", "? F1", N_("this help; / finds in it, Enter runs what is selected")},
    {COMMAND_REDRAW, {KEY_CONTROL('L')}, "redraw", "Ctrl-L", N_("draw the screen anew")},
    {COMMAND_SUSPEND, {KEY_CONTROL('Z')}, "suspend", "Ctrl-Z", N_("suspend")},
};

const size_t key_table_count = sizeof key_table / sizeof key_table[0];

/* --- Bindings ------------------------------------------------------------------------------ */

void keys_default(struct key_bindings *bindings)
{
    _Static_assert(sizeof key_table / sizeof key_table[0] == KEY_ROWS, "bindings have a place for every row");
    for (size_t row = 0; row < KEY_ROWS; row++)
        memcpy(bindings->keys[row], key_table[row].keys, sizeof bindings->keys[row]);
}

static void unbind(struct key_bindings *bindings, uint32_t key)
{
    for (size_t row = 0; row < KEY_ROWS; row++) {
        size_t kept = 0;
        uint32_t *keys = bindings->keys[row];
        for (size_t k = 0; k < KEYS_MOST && keys[k]; k++)
            if (keys[k] != key)
                keys[kept++] = keys[k];
        for (; kept < KEYS_MOST; kept++)
            keys[kept] = 0;
    }
}

void keys_bind(struct key_bindings *bindings, size_t row, const uint32_t *keys, size_t count)
{
    memset(bindings->keys[row], 0, sizeof bindings->keys[row]);
    for (size_t k = 0; k < count && k < KEYS_MOST; k++) {
        unbind(bindings, keys[k]);
        bindings->keys[row][k] = keys[k];
    }
}

bool keys_keep_a_way_out(struct key_bindings *bindings)
{
    size_t quit = key_table_row(COMMAND_QUIT);
    if (bindings->keys[quit][0] || bindings->keys[key_table_row(COMMAND_BACK)][0])
        return false;
    keys_bind(bindings, quit, key_table[quit].keys, 1);
    return true;
}

enum command_id keys_command(const struct key_bindings *bindings, uint32_t key)
{
    for (size_t row = 0; row < KEY_ROWS; row++)
        for (size_t k = 0; k < KEYS_MOST && bindings->keys[row][k]; k++)
            if (bindings->keys[row][k] == key)
                return key_table[row].command;
    /* Whatever the keys are bound to, there is a way out. */
    return key == KEY_INTERRUPT ? COMMAND_QUIT : COMMAND_NONE;
}

size_t key_table_find(struct text_view name)
{
    size_t row = 0;
    while (row < key_table_count && !text_view_equal(text_view_of(key_table[row].name), name))
        row++;
    return row;
}

size_t key_table_row(enum command_id command)
{
    size_t row = 0;
    while (row < key_table_count && key_table[row].command != command)
        row++;
    return row;
}

/* --- Names of keys ------------------------------------------------------------------------- */

static const struct {
    const char *name;  /* as it is written in the configuration */
    const char *shown; /* as help shows it; NULL: likewise */
    uint32_t key;
} key_names[] = {
    {"Down", "↓", KEY_DOWN_ARROW},         {"Up", "↑", KEY_UP_ARROW},     {"Left", "←", KEY_LEFT_ARROW},
    {"Right", "→", KEY_RIGHT_ARROW},       {"Home", NULL, KEY_HOME_KEY},  {"End", NULL, KEY_END_KEY},
    {"PgDn", NULL, KEY_PAGE_DOWN},         {"PgUp", NULL, KEY_PAGE_UP},   {"Shift-Tab", NULL, KEY_BACK_TAB},
    {"Del", NULL, KEY_DELETE_KEY},         {"Tab", NULL, KEY_TAB},        {"Space", NULL, ' '},
    {"Enter", NULL, KEY_RETURN},           {"Esc", NULL, KEY_ESCAPE_KEY}, {"Backspace", NULL, KEY_BACKSPACE_KEY},
    {"Backspace", NULL, KEY_CONTROL('H')}, {"Enter", NULL, '\n'},
};

/* "F1" to "F12"; 0: another name. */
static uint32_t function_key_named(struct text_view name)
{
    char own[8];
    for (int number = 1; number <= 12; number++) {
        snprintf(own, sizeof own, "F%d", number);
        if (text_view_equal(text_view_of(own), name))
            return KEY_F1_KEY + (uint32_t)number - 1;
    }
    return 0;
}

uint32_t keys_named(struct text_view name)
{
    size_t length;
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
        if (text_view_equal(text_view_of(key_names[i].name), name))
            return key_names[i].key;
    if (name.length == 6 && memcmp(name.bytes, "Ctrl-", 5) == 0 && (name.bytes[5] | 0x20) >= 'a' &&
        (name.bytes[5] | 0x20) <= 'z')
        return (uint32_t)(name.bytes[5] & 0x1F);
    uint32_t code_point = name.length > 0 ? text_decode(name, &length) : 0;
    if (name.length > 0 && length < name.length)
        return function_key_named(name);
    /* What stands for a byte that is no letter is on no keyboard. */
    bool is_letter = code_point > ' ' && code_point != REPLACEMENT && text_code_point_columns(code_point) > 0;
    return is_letter ? code_point : 0;
}

void keys_append_name(uint32_t key, struct buffer *out)
{
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++) {
        if (key_names[i].key == key) {
            buffer_append_string(out, key_names[i].shown ? key_names[i].shown : key_names[i].name);
            return;
        }
    }
    if (key >= KEY_F1_KEY && key <= KEY_F12_KEY)
        buffer_append_format(out, "F%d", (int)(key - KEY_F1_KEY + 1));
    else if (key < ' ')
        buffer_append_format(out, "Ctrl-%c", (int)('@' + key));
    else
        text_append_code_point(out, key);
}

bool keys_append_shown(const struct key_bindings *bindings, size_t row, struct buffer *out)
{
    size_t last = row;
    if (!key_table[row].shown)
        return false;
    /* The categories are one line: "1–9". */
    if (key_table[row].command == COMMAND_CATEGORY_1)
        last = row + (COMMAND_CATEGORY_9 - COMMAND_CATEGORY_1);
    if (memcmp(bindings->keys[row], key_table[row].keys, sizeof bindings->keys[row]) == 0) {
        buffer_append_string(out, key_table[row].shown);
        return true;
    }
    size_t before = out->length;
    for (; row <= last; row++) {
        for (size_t k = 0; k < KEYS_MOST && bindings->keys[row][k]; k++) {
            buffer_append_string(out, out->length > before ? " " : "");
            keys_append_name(bindings->keys[row][k], out);
        }
    }
    return true;
}
