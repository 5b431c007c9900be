#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/text_charset.h"

enum { REPLACEMENT = 0xFFFD, SOFT_HYPHEN = 0x00AD };

/* --- Raw to stored ------------------------------------------------------------------------- */

bool text_is_utf8(struct text_view raw)
{
    return raw.length == 0 || u8_check((const uint8_t *)raw.bytes, raw.length) == NULL;
}

void text_append_code_point(struct buffer *buffer, uint32_t code_point)
{
    uint8_t bytes[6];
    int length = u8_uctomb(bytes, code_point, sizeof bytes);
    if (length > 0)
        buffer_append(buffer, bytes, (size_t)length);
}

uint32_t text_decode(struct text_view stored, size_t *length_bytes)
{
    ucs4_t code_point = 0;
    *length_bytes = 0;
    if (stored.length > 0) {
        int length = u8_mbtouc(&code_point, (const uint8_t *)stored.bytes, stored.length);
        *length_bytes = length > 0 ? (size_t)length : 1;
    }
    return code_point;
}

/* How many bytes the ill-formed sequence at the start takes: a well-formed beginning counts as one. */
static size_t ill_formed_length(const uint8_t *bytes, size_t length)
{
    unsigned lead = bytes[0];
    size_t wanted = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    size_t taken = 1;
    while (taken < wanted && taken < length) {
        unsigned low = 0x80, high = 0xBF;
        if (taken == 1) {
            if (lead == 0xE0)
                low = 0xA0;
            else if (lead == 0xED)
                high = 0x9F;
            else if (lead == 0xF0)
                low = 0x90;
            else if (lead == 0xF4)
                high = 0x8F;
        }
        if (bytes[taken] < low || bytes[taken] > high)
            break;
        taken++;
    }
    return taken;
}

size_t text_repair(struct text_view raw, struct buffer *stored)
{
    size_t repaired = 0;
    const uint8_t *bytes = (const uint8_t *)raw.bytes;
    size_t left = raw.length;
    while (left > 0) {
        const uint8_t *bad = u8_check(bytes, left);
        size_t good = bad ? (size_t)(bad - bytes) : left;
        buffer_append(stored, bytes, good);
        bytes += good;
        left -= good;
        if (left > 0) {
            size_t skip = ill_formed_length(bytes, left);
            text_append_code_point(stored, REPLACEMENT);
            repaired++;
            bytes += skip;
            left -= skip;
        }
    }
    return repaired;
}

size_t text_from_windows_1252(struct text_view raw, struct buffer *stored)
{
    /* 0x80 to 0x9F; 0 where the code page has nothing. */
    static const uint16_t upper[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    size_t repaired = 0;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = (unsigned char)raw.bytes[i];
        uint32_t code_point = byte;
        if (byte >= 0x80 && byte < 0xA0)
            code_point = upper[byte - 0x80];
        if (code_point == 0 && byte != 0) {
            code_point = REPLACEMENT;
            repaired++;
        }
        text_append_code_point(stored, code_point);
    }
    return repaired;
}

static bool is_space(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
    return code_point == 0xA0 || uc_is_property_white_space(code_point);
}

void text_normalize_space(struct text_view stored, struct buffer *normalized)
{
    bool pending = false, started = false;
    while (stored.length > 0) {
        size_t length;
        uint32_t code_point = text_decode(stored, &length);
        if (is_space(code_point)) {
            pending = started;
        } else {
            if (pending)
                buffer_append_byte(normalized, ' ');
            buffer_append(normalized, stored.bytes, length);
            pending = false;
            started = true;
        }
        stored.bytes += length;
        stored.length -= length;
    }
}

struct text_view text_trim(struct text_view stored)
{
    while (stored.length > 0) {
        size_t length;
        if (!is_space(text_decode(stored, &length)))
            break;
        stored.bytes += length;
        stored.length -= length;
    }
    while (stored.length > 0) {
        size_t last = stored.length - 1;
        while (last > 0 && ((unsigned char)stored.bytes[last] & 0xC0) == 0x80)
            last--;
        size_t length;
        if (!is_space(text_decode((struct text_view){stored.bytes + last, stored.length - last}, &length)))
            break;
        stored.length = last;
    }
    return stored;
}

/* --- Stored to clean ----------------------------------------------------------------------- */

static const struct {
    uint32_t first, last;
    unsigned columns;
} display_ranges[] = {
#include "core/display_ranges.inc"
};

unsigned text_code_point_columns(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F)
        return 1;
    size_t low = 0, high = sizeof display_ranges / sizeof display_ranges[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code_point > display_ranges[middle].last)
            low = middle + 1;
        else if (code_point < display_ranges[middle].first)
            high = middle;
        else
            return display_ranges[middle].columns;
    }
    return code_point == REPLACEMENT ? 1 : 0;
}

size_t text_width_columns(struct text_view clean)
{
    size_t width = 0;
    while (clean.length > 0) {
        size_t length;
        width += text_code_point_columns(text_decode(clean, &length));
        clean.bytes += length;
        clean.length -= length;
    }
    return width;
}

size_t text_fit_columns(struct text_view clean, size_t width_columns)
{
    size_t taken = 0, width = 0;
    while (taken < clean.length) {
        size_t length;
        width += text_code_point_columns(
            text_decode((struct text_view){clean.bytes + taken, clean.length - taken}, &length));
        if (width > width_columns)
            break;
        taken += length;
    }
    return taken;
}

static size_t append_clean_code_point(struct buffer *clean, uint32_t code_point, enum text_charset charset)
{
    if (code_point == SOFT_HYPHEN)
        return 0;
    if (code_point == 0x2028 || code_point == 0x2029 || code_point == 0x85) {
        buffer_append_byte(clean, '\n');
        return 0;
    }
    if (is_space(code_point) && code_point != '\n' && code_point != 0xA0 && code_point != 0x202F) {
        buffer_append_byte(clean, ' ');
        return 0;
    }
    if (charset != CHARSET_UTF8 && code_point != '\n')
        return text_append_in_charset(clean, code_point, charset) ? 0 : 1;
    if (code_point != '\n' && text_code_point_columns(code_point) == 0)
        code_point = REPLACEMENT;
    text_append_code_point(clean, code_point);
    return code_point == REPLACEMENT ? 1 : 0;
}

static size_t append_clean_utf8(struct buffer *clean, const uint8_t *bytes, size_t length, enum text_charset charset)
{
    size_t replaced = 0;
    for (size_t i = 0; i < length;) {
        ucs4_t code_point;
        int step = u8_mbtouc(&code_point, bytes + i, length - i);
        size_t taken = step > 0 ? (size_t)step : 1;
        /* CR LF is one line break, a lone CR another way of writing one. */
        if (code_point == '\r') {
            if (i + 1 >= length || bytes[i + 1] != '\n')
                buffer_append_byte(clean, '\n');
        } else if (code_point >= 0x20 && code_point < 0x7F) {
            buffer_append_byte(clean, (char)code_point);
        } else {
            replaced += append_clean_code_point(clean, code_point, charset);
        }
        i += taken;
    }
    return replaced;
}

size_t text_clean(struct text_view text, enum text_charset charset, struct buffer *clean)
{
    struct buffer repaired = {0};
    if (!text_is_utf8(text)) {
        text_repair(text, &repaired);
        text = buffer_view(&repaired);
    }
    size_t replaced = 0;
    size_t normal_length = 0;
    uint8_t *normal = NULL;
    if (text.length > 0)
        normal = u8_normalize(UNINORM_NFC, (const uint8_t *)text.bytes, text.length, NULL, &normal_length);
    if (normal)
        replaced = append_clean_utf8(clean, normal, normal_length, charset);
    else if (text.length > 0 || repaired.failed)
        clean->failed = true;
    free(normal);
    buffer_free(&repaired);
    return replaced;
}

/* --- Folding ------------------------------------------------------------------------------- */

/* U+00C0 to U+00FF: the base form; the strict form differs only where an umlaut stands. */
static const char *const latin1_base[64] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e",  "e",  "e", "e", "i", "i", "i", "i", "d",  "n", "o",  "o", "o", "o",
    "o", "x", "o", "u", "u", "u", "u",  "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e",  "e", "e", "e",
    "i", "i", "i", "i", "d", "n", "o",  "o", "o",  "o",  "o", ":", "o", "u", "u", "u", "u",  "y", "th", "y",
};

static const char *strict_umlaut(uint32_t code_point)
{
    switch (code_point) {
    case 0xC4:
    case 0xE4:
        return "ae";
    case 0xD6:
    case 0xF6:
        return "oe";
    case 0xDC:
    case 0xFC:
        return "ue";
    default:
        return NULL;
    }
}

static bool fold_reserve(struct folded *folded, size_t capacity)
{
    if (capacity <= folded->capacity)
        return true;
    if (capacity < folded->capacity * 2)
        capacity = folded->capacity * 2;
    uint32_t *origins = realloc(folded->origins, capacity * sizeof *origins);
    if (origins)
        folded->origins = origins;
    bool *joints = realloc(folded->joints, capacity * sizeof *joints);
    if (joints)
        folded->joints = joints;
    if (!origins || !joints) {
        folded->failed = true;
        return false;
    }
    folded->capacity = capacity;
    return true;
}

/* Appends folded bytes that come from the original character at origin. */
static void fold_append(struct folded *folded, const char *bytes, size_t length, size_t origin, bool joint)
{
    size_t end = folded->text.length + length;
    if (!fold_reserve(folded, end + 1))
        return;
    for (size_t i = folded->text.length; i < end; i++) {
        folded->origins[i] = (uint32_t)origin;
        folded->joints[i] = joint && i == folded->text.length;
    }
    buffer_append(&folded->text, bytes, length);
}

/* The part of a character and its marks outside the tables: casefolded, decomposed, without marks. */
static void fold_append_other(struct folded *folded, uint32_t code_point, size_t origin, bool joint)
{
    uint32_t folded_case[32], decomposed[64];
    ucs4_t one = code_point;
    size_t case_length = sizeof folded_case / sizeof folded_case[0];
    if (!u32_casefold(&one, 1, NULL, NULL, folded_case, &case_length)) {
        folded->failed = true;
        return;
    }
    size_t length = sizeof decomposed / sizeof decomposed[0];
    uint32_t *result = u32_normalize(UNINORM_NFKD, folded_case, case_length, decomposed, &length);
    if (!result) {
        folded->failed = true;
        return;
    }
    for (size_t i = 0; i < length; i++) {
        uint32_t part = result[i];
        if (uc_is_general_category_withtable(part, UC_CATEGORY_MASK_M))
            continue;
        uint8_t bytes[6];
        int taken;
        if (part == 0x153)
            taken = 2, memcpy(bytes, "oe", 2);
        else if (part == 0x142)
            taken = 1, bytes[0] = 'l';
        else if (part == 0x131)
            taken = 1, bytes[0] = 'i';
        else if (part < 0x80)
            taken = 1, bytes[0] = (uint8_t)(part >= 'A' && part <= 'Z' ? part + 32 : part);
        else
            taken = u8_uctomb(bytes, part, sizeof bytes);
        if (taken > 0)
            fold_append(folded, (const char *)bytes, (size_t)taken, origin, joint && i == 0);
    }
    if (result != decomposed)
        free(result);
}

static void fold_append_code_point(struct folded *folded, uint32_t code_point, enum fold_form form, size_t origin,
                                   bool joint)
{
    if (code_point < 0x80) {
        char byte = (char)(code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point);
        fold_append(folded, &byte, 1, origin, joint);
    } else if (code_point >= 0xC0 && code_point <= 0xFF) {
        const char *bytes = form == FOLD_STRICT ? strict_umlaut(code_point) : NULL;
        if (!bytes)
            bytes = latin1_base[code_point - 0xC0];
        fold_append(folded, bytes, strlen(bytes), origin, joint);
    } else if ((code_point >= 0x2018 && code_point <= 0x201B) || code_point == 0x2039 || code_point == 0x203A) {
        fold_append(folded, "'", 1, origin, joint);
    } else if ((code_point >= 0x201C && code_point <= 0x201F) || code_point == 0xAB || code_point == 0xBB) {
        fold_append(folded, "\"", 1, origin, joint);
    } else if ((code_point >= 0x2010 && code_point <= 0x2015) || code_point == 0x2212) {
        fold_append(folded, "-", 1, origin, joint);
    } else {
        fold_append_other(folded, code_point, origin, joint);
    }
}

static bool is_letter_or_digit(uint32_t code_point, bool *digit)
{
    *digit = code_point >= '0' && code_point <= '9';
    if (code_point < 0x80)
        return *digit || (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
    return uc_is_general_category_withtable(code_point, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

static bool is_hyphen(uint32_t code_point)
{
    return code_point == '-' || code_point == 0x2010 || code_point == 0x2011;
}

/*
 * Whether the hyphen at text[at] joins a word: it stands between word characters, not both digits;
 * one line break may follow it.
 */
static bool hyphen_joins(struct text_view text, size_t after, uint32_t before)
{
    bool digit_before, digit_after;
    if (!is_letter_or_digit(before, &digit_before))
        return false;
    if (after < text.length && text.bytes[after] == '\r')
        after++;
    if (after < text.length && text.bytes[after] == '\n')
        after++;
    size_t length;
    uint32_t next = text_decode((struct text_view){text.bytes + after, text.length - after}, &length);
    return is_letter_or_digit(next, &digit_after) && !(digit_before && digit_after);
}

/* The character at the start of text composed with the marks behind it; *length counts all of them. */
static uint32_t decode_composed(struct text_view text, size_t *length)
{
    uint32_t code_point = text_decode(text, length);
    while (*length < text.length && (unsigned char)text.bytes[*length] >= 0xCC) {
        size_t mark_length;
        uint32_t mark = text_decode((struct text_view){text.bytes + *length, text.length - *length}, &mark_length);
        if (!uc_is_general_category_withtable(mark, UC_CATEGORY_MASK_M))
            break;
        ucs4_t composed = uc_composition(code_point, mark);
        if (composed)
            code_point = composed;
        *length += mark_length;
    }
    return code_point;
}

static bool is_vowel_or_q(char letter)
{
    return letter && strchr("aeiouyq", letter) != NULL;
}

/* Turns base into loose, in place: an e that makes a digraph goes. */
static void fold_drop_digraphs(struct folded *folded)
{
    char *bytes = folded->text.bytes;
    size_t kept = 0;
    for (size_t i = 0; i < folded->text.length; i++) {
        char before = kept > 0 ? bytes[kept - 1] : '\0';
        bool digraph =
            before == 'a' || before == 'o' || (before == 'u' && !(kept > 1 && is_vowel_or_q(bytes[kept - 2])));
        if (bytes[i] == 'e' && !folded->joints[i] && digraph)
            continue;
        bytes[kept] = bytes[i];
        folded->origins[kept] = folded->origins[i];
        folded->joints[kept] = folded->joints[i];
        kept++;
    }
    folded->text.length = kept;
    bytes[kept] = '\0';
}

/*
 * Appends the letters, digits and blanks of ASCII at text[at] up to the last before something else, which may be a
 * mark that belongs to it; returns where it stopped. Most of a text goes this way. *space: a blank was appended last.
 */
static size_t fold_append_plain(struct folded *folded, struct text_view text, size_t at, bool joint, bool *space)
{
    /* What a byte becomes; 0 for those that need a closer look. */
    static const char plain[256] = {
        [' '] = ' ', ['!'] = '!', ['"'] = '"', ['\''] = '\'', ['('] = '(', [')'] = ')', [','] = ',', ['.'] = '.',
        ['/'] = '/', [':'] = ':', [';'] = ';', ['0'] = '0',   ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
        ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',   ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c',
        ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g',   ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
        ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o',   ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's',
        ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w',   ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['a'] = 'a',
        ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e',   ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
        ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm',   ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q',
        ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u',   ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
        ['z'] = 'z',
    };
    enum { FIRST_MARK_LEAD = 0xCC };
    size_t place = folded->text.length;
    while (at < text.length) {
        char byte = plain[(unsigned char)text.bytes[at]];
        if (!byte || (at + 1 < text.length && (unsigned char)text.bytes[at + 1] >= FIRST_MARK_LEAD))
            break;
        if (byte != ' ' || !*space) {
            folded->text.bytes[place] = byte;
            folded->origins[place] = (uint32_t)at;
            folded->joints[place++] = joint && byte != ' ';
        }
        at++;
        *space = byte == ' ';
        joint = false;
    }
    folded->text.bytes[place] = '\0';
    folded->text.length = place;
    return at;
}

bool text_fold(struct text_view text, enum fold_form form, struct folded *folded)
{
    buffer_clear(&folded->text);
    folded->failed = false;
    if (!fold_reserve(folded, text.length + 1) || !buffer_reserve(&folded->text, text.length))
        return false;
    bool joint = false, space = false;
    uint32_t before = 0;
    for (size_t at = 0; at < text.length;) {
        size_t length, left = text.length - at;
        if (!fold_reserve(folded, folded->text.length + left + 1) || !buffer_reserve(&folded->text, left))
            return false;
        size_t plain_end = fold_append_plain(folded, text, at, joint, &space);
        if (plain_end > at) {
            before = (unsigned char)text.bytes[plain_end - 1];
            joint = false;
            at = plain_end;
            continue;
        }
        uint32_t code_point = decode_composed((struct text_view){text.bytes + at, left}, &length);
        size_t origin = at;
        at += length;
        if (code_point == SOFT_HYPHEN)
            continue;
        if (is_hyphen(code_point) && hyphen_joins(text, at, before)) {
            joint = true;
            while (at < text.length && (text.bytes[at] == '\r' || text.bytes[at] == '\n'))
                at++;
            continue;
        }
        if (is_space(code_point)) {
            if (!space)
                fold_append(folded, " ", 1, origin, false);
            space = true;
        } else {
            fold_append_code_point(folded, code_point, form, origin, joint);
            space = false;
        }
        joint = false;
        before = code_point;
    }
    if (folded->failed || folded->text.failed)
        return false;
    if (form == FOLD_LOOSE)
        fold_drop_digraphs(folded);
    folded->origins[folded->text.length] = (uint32_t)text.length;
    folded->joints[folded->text.length] = false;
    return true;
}

void folded_free(struct folded *folded)
{
    buffer_free(&folded->text);
    free(folded->origins);
    free(folded->joints);
    *folded = (struct folded){0};
}

void folded_origin(const struct folded *folded, struct text_view text, size_t start, size_t length,
                   size_t *origin_start, size_t *origin_length)
{
    *origin_start = folded->origins[start];
    *origin_length = 0;
    if (length == 0)
        return;
    size_t last = folded->origins[start + length - 1], last_length;
    decode_composed((struct text_view){text.bytes + last, text.length - last}, &last_length);
    *origin_length = last + last_length - *origin_start;
}

void text_append_name_key(struct text_view name, struct buffer *key)
{
    struct folded folded = {0};
    if (!text_fold(name, FOLD_LOOSE, &folded))
        key->failed = true;
    for (size_t i = 0; i < folded.text.length; i++)
        if (fold_is_word_byte((unsigned char)folded.text.bytes[i]))
            buffer_append_byte(key, folded.text.bytes[i]);
    folded_free(&folded);
}
