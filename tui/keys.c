#include "tui/keys.h"

#include <string.h>

#include "tui/locale_text.h"
#include "tui/messages.h"

enum { CONTROL_D = 4, CONTROL_L = 12, CONTROL_U = 21, CONTROL_Z = 26, CONTROL_C = 3, CONTROL_H = 8 };

const struct key_row key_table[] = {
    {COMMAND_DOWN, {'j', KEY_DOWN_ARROW}, "down", "j ↓", N_("next")},
    {COMMAND_UP, {'k', KEY_UP_ARROW}, "up", "k ↑", N_("previous")},
    {COMMAND_FIRST, {'g', KEY_HOME_KEY}, "first", "g Home", N_("first")},
    {COMMAND_LAST, {'G', KEY_END_KEY}, "last", "G End", N_("last")},
    {COMMAND_PAGE_DOWN, {' ', KEY_PAGE_DOWN}, "page-down", "Space PgDn", N_("a page down")},
    {COMMAND_PAGE_UP, {'b', KEY_PAGE_UP}, "page-up", "b PgUp", N_("a page up")},
    {COMMAND_HALF_DOWN, {CONTROL_D}, "half-page-down", "Ctrl-D", N_("half a page down")},
    {COMMAND_HALF_UP, {CONTROL_U}, "half-page-up", "Ctrl-U", N_("half a page up")},
    {COMMAND_LEFT, {'h', KEY_LEFT_ARROW}, "left", "h ←", N_("pane to the left")},
    {COMMAND_RIGHT, {'l', KEY_RIGHT_ARROW}, "right", "l →", N_("pane to the right")},
    {COMMAND_NEXT_PANE, {KEY_TAB}, "next-pane", "Tab", N_("next pane")},
    {COMMAND_PREVIOUS_PANE, {KEY_BACK_TAB}, "previous-pane", "Shift-Tab", N_("previous pane")},
    {COMMAND_OPEN, {KEY_RETURN, '\n'}, "open", "Enter", N_("open: category, list, full text")},
    {COMMAND_BACK,
     {'q', KEY_BACKSPACE_KEY, CONTROL_H},
     "back",
     "q Backspace",
     N_("back one step; q at the first level quits")},
    {COMMAND_ESCAPE, {KEY_ESCAPE_KEY}, "escape", "Esc", N_("back one step, never quits")},
    {COMMAND_QUIT, {'Q', CONTROL_C}, "quit", "Q", N_("quit")},
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
    {COMMAND_GO_TO, {':'}, "go-to", ":", N_("go to an id or a percentage")},
    {COMMAND_SAVE, {'e'}, "save", "e", N_("write marked, or this, to a file: .txt, .csv or .json")},
    {COMMAND_PRINT, {'p'}, "print", "p", N_("print marked, or this")},
    {COMMAND_COPY, {'y'}, "copy", "y", N_("copy part numbers; again: the id, the whole text")},
    {COMMAND_PLAIN, {'Y'}, "plain", "Y", N_("plain text without frames, to copy with the mouse")},
    {COMMAND_PROOF, {'P'}, "proof", "P", N_("the proof of this look-up")},
    {COMMAND_CODE, {'o'}, "code", "o", N_("web address or phone number as a QR code")},
    {COMMAND_LAYOUT, {'r'}, "layout", "r", N_("text as its source wrote it, or laid out for reading")},
    {COMMAND_RELOAD, {'R'}, "reload", "R", N_("take a newer database")},
    {COMMAND_HELP, {'?', KEY_F1_KEY}, "help", "? F1", N_("this help")},
    {COMMAND_REDRAW, {CONTROL_L}, "redraw", "Ctrl-L", N_("draw the screen anew")},
    {COMMAND_SUSPEND, {CONTROL_Z}, "suspend", "Ctrl-Z", N_("suspend")},
};

const size_t key_table_count = sizeof key_table / sizeof key_table[0];

enum command_id keys_command(uint32_t key)
{
    for (size_t i = 0; i < key_table_count; i++)
        for (size_t k = 0; k < 4 && key_table[i].keys[k]; k++)
            if (key_table[i].keys[k] == key)
                return key_table[i].command;
    return COMMAND_NONE;
}

/* --- From bytes to keys -------------------------------------------------------------------- */

/* What follows ESC. */
static const struct {
    const char *bytes;
    uint32_t key;
} sequences[] = {
    {"[A", KEY_UP_ARROW},       {"OA", KEY_UP_ARROW},     {"[B", KEY_DOWN_ARROW}, {"OB", KEY_DOWN_ARROW},
    {"[C", KEY_RIGHT_ARROW},    {"OC", KEY_RIGHT_ARROW},  {"[D", KEY_LEFT_ARROW}, {"OD", KEY_LEFT_ARROW},
    {"[H", KEY_HOME_KEY},       {"OH", KEY_HOME_KEY},     {"[1~", KEY_HOME_KEY},  {"[7~", KEY_HOME_KEY},
    {"[F", KEY_END_KEY},        {"OF", KEY_END_KEY},      {"[4~", KEY_END_KEY},   {"[8~", KEY_END_KEY},
    {"[5~", KEY_PAGE_UP},       {"[6~", KEY_PAGE_DOWN},   {"[Z", KEY_BACK_TAB},   {"[3~", KEY_DELETE_KEY},
    {"OP", KEY_F1_KEY},         {"[11~", KEY_F1_KEY},     {"[[A", KEY_F1_KEY},    {"[28~", KEY_F1_KEY},
    {"[200~", KEY_PASTE_BEGIN}, {"[201~", KEY_PASTE_END}, {"[I", KEY_PAGE_UP},    {"[G", KEY_PAGE_DOWN},
};

/* How long the sequence behind ESC is; 0: it is not complete. */
static size_t sequence_length(const char *bytes, size_t length)
{
    if (length == 0)
        return 0;
    if (bytes[0] == 'O')
        return length >= 2 ? 2 : 0;
    if (bytes[0] != '[')
        return 1;
    if (length >= 2 && bytes[1] == '[')
        return length >= 3 ? 3 : 0;
    for (size_t i = 1; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x40 && byte <= 0x7E)
            return i + 1;
        if (byte < 0x20 || byte > 0x3F)
            return i;
    }
    return 0;
}

static uint32_t read_sequence(const char *bytes, size_t length, bool final, size_t *taken)
{
    size_t own = sequence_length(bytes + 1, length - 1);
    if (own == 0 && !final) {
        *taken = 0;
        return 0;
    }
    if (own == 0) {
        /* A lone ESC is the key; an unfinished sequence is nothing. */
        *taken = length;
        return length == 1 ? KEY_ESCAPE_KEY : KEY_NONE_READ;
    }
    if (bytes[1] != '[' && bytes[1] != 'O') {
        *taken = 1;
        return KEY_ESCAPE_KEY;
    }
    *taken = 1 + own;
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++)
        if (strlen(sequences[i].bytes) == own && memcmp(sequences[i].bytes, bytes + 1, own) == 0)
            return sequences[i].key;
    return KEY_NONE_READ;
}

static uint32_t read_utf8(const char *bytes, size_t length, bool final, size_t *taken)
{
    unsigned char lead = (unsigned char)bytes[0];
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (length < wanted && !final) {
        *taken = 0;
        return 0;
    }
    size_t own = length < wanted ? length : wanted;
    if (!text_is_utf8((struct text_view){bytes, own})) {
        *taken = 1;
        return KEY_NONE_READ;
    }
    return text_decode((struct text_view){bytes, own}, taken);
}

uint32_t keys_read(const char *bytes, size_t length, bool final, enum text_charset charset, size_t *taken)
{
    unsigned char first = (unsigned char)bytes[0];
    *taken = 1;
    if (first == 27)
        return read_sequence(bytes, length, final, taken);
    if (first == 0)
        return KEY_NONE_READ;
    if (first < 0x80)
        return first;
    if (charset == CHARSET_UTF8)
        return read_utf8(bytes, length, final, taken);
    if (charset == CHARSET_ASCII) {
        /* What is drawn is ASCII; what is typed may be what the terminal sends. */
        uint32_t key = read_utf8(bytes, length, final, taken);
        if (*taken == 0 || key != KEY_NONE_READ)
            return key;
    }
    return first < 0xA0 ? KEY_NONE_READ : locale_code_point(first, charset);
}
