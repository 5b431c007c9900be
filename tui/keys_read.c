/* From bytes to keys. */

#include <string.h>

#include "tui/keys.h"
#include "tui/locale_text.h"

#define FUNCTION_KEY(number) (KEY_F1_KEY + (number)-1)

/* What follows ESC. */
static const struct {
    const char *bytes;
    uint32_t key;
} sequences[] = {
    {"[A", KEY_UP_ARROW},       {"OA", KEY_UP_ARROW},       {"[B", KEY_DOWN_ARROW},     {"OB", KEY_DOWN_ARROW},
    {"[C", KEY_RIGHT_ARROW},    {"OC", KEY_RIGHT_ARROW},    {"[D", KEY_LEFT_ARROW},     {"OD", KEY_LEFT_ARROW},
    {"[H", KEY_HOME_KEY},       {"OH", KEY_HOME_KEY},       {"[1~", KEY_HOME_KEY},      {"[7~", KEY_HOME_KEY},
    {"[F", KEY_END_KEY},        {"OF", KEY_END_KEY},        {"[4~", KEY_END_KEY},       {"[8~", KEY_END_KEY},
    {"[5~", KEY_PAGE_UP},       {"[6~", KEY_PAGE_DOWN},     {"[Z", KEY_BACK_TAB},       {"[3~", KEY_DELETE_KEY},
    {"OP", FUNCTION_KEY(1)},    {"OQ", FUNCTION_KEY(2)},    {"OR", FUNCTION_KEY(3)},    {"OS", FUNCTION_KEY(4)},
    {"[[A", FUNCTION_KEY(1)},   {"[[B", FUNCTION_KEY(2)},   {"[[C", FUNCTION_KEY(3)},   {"[[D", FUNCTION_KEY(4)},
    {"[[E", FUNCTION_KEY(5)},   {"[28~", FUNCTION_KEY(1)},  {"[11~", FUNCTION_KEY(1)},  {"[12~", FUNCTION_KEY(2)},
    {"[13~", FUNCTION_KEY(3)},  {"[14~", FUNCTION_KEY(4)},  {"[15~", FUNCTION_KEY(5)},  {"[17~", FUNCTION_KEY(6)},
    {"[18~", FUNCTION_KEY(7)},  {"[19~", FUNCTION_KEY(8)},  {"[20~", FUNCTION_KEY(9)},  {"[21~", FUNCTION_KEY(10)},
    {"[23~", FUNCTION_KEY(11)}, {"[24~", FUNCTION_KEY(12)}, {"[200~", KEY_PASTE_BEGIN}, {"[201~", KEY_PASTE_END},
    {"[I", KEY_PAGE_UP},        {"[G", KEY_PAGE_DOWN},
};

/* A mouse of old: three bytes behind ESC [ M, each of them drawable. */
enum { MOUSE_BYTES = 3 };

/* How long the sequence behind ESC is, which begins with [ or O; 0: it is not complete. */
static size_t sequence_length(const char *bytes, size_t length)
{
    if (bytes[0] == 'O')
        return length >= 2 ? 2 : 0;
    if (length >= 2 && bytes[1] == '[')
        return length >= 3 ? 3 : 0;
    bool is_mouse = length >= 2 && bytes[1] == 'M';
    for (size_t i = is_mouse ? 2 : 1; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x20 || (!is_mouse && byte > 0x7E))
            return i;
        if (is_mouse ? i == 1 + MOUSE_BYTES : byte >= 0x40)
            return i + 1;
        if (!is_mouse && byte > 0x3F)
            return i;
    }
    return 0;
}

static uint32_t read_known(const char *bytes, size_t length, bool final, size_t *taken)
{
    size_t own = sequence_length(bytes + 1, length - 1);
    if (own == 0) {
        *taken = final ? length : 0;
        return KEY_NONE_READ;
    }
    *taken = 1 + own;
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++)
        if (strlen(sequences[i].bytes) == own && memcmp(sequences[i].bytes, bytes + 1, own) == 0)
            return sequences[i].key;
    return KEY_NONE_READ;
}

/* Behind another ESC: a key of these with Alt, unless it is a paste, before which someone has pressed Esc. */
static uint32_t read_after_escape(const char *bytes, size_t length, bool final, size_t *taken)
{
    bool is_with_alt = length >= 3 && (bytes[2] == '[' || bytes[2] == 'O');
    uint32_t key = is_with_alt ? read_known(bytes + 1, length - 1, final, taken) : KEY_PASTE_BEGIN;
    if ((is_with_alt && *taken == 0) || (length == 2 && !final)) {
        *taken = 0;
        return KEY_NONE_READ;
    }
    if (key == KEY_PASTE_BEGIN || key == KEY_PASTE_END) {
        *taken = 1;
        return KEY_ESCAPE_KEY;
    }
    *taken += 1;
    return KEY_NONE_READ;
}

static uint32_t read_sequence(const char *bytes, size_t length, bool final, enum text_charset charset, size_t *taken)
{
    /* A lone ESC is the key. */
    if (length == 1) {
        *taken = final ? 1 : 0;
        return KEY_ESCAPE_KEY;
    }
    if (bytes[1] == '[' || bytes[1] == 'O')
        return read_known(bytes, length, final, taken);
    if (bytes[1] == 27)
        return read_after_escape(bytes, length, final, taken);
    if (bytes[1] && strchr("]P_^X", bytes[1])) {
        /* The letter alone was typed with Alt. */
        *taken = length > 2 || final ? 2 : 0;
        return length > 2 ? KEY_REPORT_BEGIN : KEY_NONE_READ;
    }
    keys_read(bytes + 1, length - 1, final, charset, taken);
    *taken += *taken > 0;
    return KEY_NONE_READ;
}

size_t keys_skip_report(const char *bytes, size_t length, bool *has_ended)
{
    enum { BELL = 7, CANCEL = 24, SUBSTITUTE = 26 };
    *has_ended = true;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == BELL || bytes[i] == CANCEL || bytes[i] == SUBSTITUTE)
            return i + 1;
        if (bytes[i] == 27 && i + 1 < length)
            return bytes[i + 1] == '\\' ? i + 2 : i;
        if (bytes[i] == 27)
            length = i;
    }
    *has_ended = false;
    return length;
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
        return read_sequence(bytes, length, final, charset, taken);
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
