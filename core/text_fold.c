#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/sse2.h"
#include "core/text_internal.h"

/* --- What a character becomes ---------------------------------------------------------------- */

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

/* --- What stands beside it ------------------------------------------------------------------- */

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
    uint32_t next = decode((struct text_view){text.bytes + after, text.length - after}, &length);
    return is_letter_or_digit(next, &digit_after) && !(digit_before && digit_after);
}

/* The character at the start of text composed with the marks behind it; *length counts all of them. */
static uint32_t decode_composed(struct text_view text, size_t *length)
{
    uint32_t code_point = decode(text, length);
    while (*length < text.length && (unsigned char)text.bytes[*length] >= 0xCC) {
        size_t mark_length;
        uint32_t mark = decode((struct text_view){text.bytes + *length, text.length - *length}, &mark_length);
        if (!uc_is_general_category_withtable(mark, UC_CATEGORY_MASK_M))
            break;
        ucs4_t composed = uc_composition(code_point, mark);
        if (composed)
            code_point = composed;
        *length += mark_length;
    }
    return code_point;
}

/* --- A whole text ---------------------------------------------------------------------------- */

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

enum { BLOCK = 16, FIRST_MARK_LEAD = 0xCC };

#if defined(__x86_64__)

/*
 * Folds a block of bytes, of which so many as it returns were plain ones, as in the table plain, and no blank behind a
 * blank; behind them out has anything.
 */
static inline size_t fold_block(const char *in, char *out, bool was_space)
{
    __m128i bytes = sse2_load(in);
    __m128i is_large = sse2_between(bytes, 'A', 'Z');
    __m128i small = _mm_or_si128(bytes, _mm_and_si128(is_large, _mm_set1_epi8(0x20)));
    __m128i is_other = _mm_or_si128(_mm_or_si128(sse2_between(bytes, '#', '&'), sse2_between(bytes, '*', '+')),
                                    sse2_equal(bytes, '-'));
    __m128i is_plain =
        _mm_or_si128(sse2_between(small, 'a', 'z'), _mm_andnot_si128(is_other, sse2_between(bytes, ' ', ';')));
    unsigned blanks = sse2_bits(sse2_equal(bytes, ' '));
    unsigned plain = sse2_bits(is_plain), ends = ~plain | (blanks & (blanks << 1 | was_space));
    _mm_storeu_si128((__m128i *)(void *)out, small);
    return (size_t)__builtin_ctz(ends | 1U << BLOCK);
}

#else

static inline size_t fold_block(const char *in, char *out, bool was_space)
{
    (void)in, (void)out, (void)was_space;
    return 0;
}

#endif

/*
 * Writes what a letter of Latin 1 at text[at] becomes, which no mark follows; returns how many bytes that are, 0 if it
 * is something else.
 */
static inline size_t fold_latin1(struct text_view text, size_t at, enum fold_form form, char *out)
{
    if ((unsigned char)text.bytes[at] != 0xC3 || at + 1 >= text.length ||
        ((unsigned char)text.bytes[at + 1] & 0xC0) != 0x80 ||
        (at + 2 < text.length && (unsigned char)text.bytes[at + 2] >= FIRST_MARK_LEAD))
        return 0;
    unsigned number = (unsigned char)text.bytes[at + 1] & 0x3F;
    const char *bytes = form == FOLD_STRICT ? strict_umlaut(0xC0 + number) : NULL;
    if (!bytes)
        bytes = latin1_base[number];
    out[0] = bytes[0];
    out[1] = bytes[1];
    return bytes[1] ? 2 : 1;
}

/*
 * Appends the letters, digits and blanks of ASCII and the letters of Latin 1 at text[at] up to the last before
 * something else, which may be a mark that belongs to it; returns where it stopped. Most of a text goes this way, and
 * most of that block by block: there is room for one more than is needed. *space: a blank was appended last.
 */
static size_t fold_append_plain(struct folded *folded, struct text_view text, size_t at, enum fold_form form,
                                bool joint, bool *space)
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
    /* In variables of this function, which what is written can't have changed. */
    char *bytes = folded->text.bytes;
    uint32_t *origins = folded->origins;
    bool was_space = *space, stops = false; /* no plain byte follows the block before */
    size_t begin = at, first = folded->text.length, place = first;
    while (at < text.length) {
        size_t taken = !stops && at + BLOCK <= text.length ? fold_block(text.bytes + at, bytes + place, was_space) : 0;
        stops = taken > 0 && taken < BLOCK;
        char byte = taken > 0 ? '\0' : plain[(unsigned char)text.bytes[at]];
        if (taken > 0) {
            const uint32_t origin = (uint32_t)at;
            for (uint32_t i = 0; i < BLOCK; i++)
                origins[place + i] = origin + i;
            place += taken;
            at += taken;
            was_space = bytes[place - 1] == ' ';
        } else if (byte) {
            bool is_again = byte == ' ' && was_space;
            bytes[place] = byte;
            origins[place] = (uint32_t)at++;
            place += !is_again;
            was_space = byte == ' ';
        } else {
            size_t length = fold_latin1(text, at, form, bytes + place);
            if (length == 0)
                break;
            origins[place] = origins[place + 1] = (uint32_t)at;
            place += length;
            at += 2;
            was_space = false;
        }
    }
    /* A mark may belong to the last one. */
    if (at > begin && at < text.length && (unsigned char)text.bytes[at] >= FIRST_MARK_LEAD) {
        at--;
        if (place > first && origins[place - 1] == at)
            place--;
        was_space = place > first ? bytes[place - 1] == ' ' : *space;
    }
    memset(folded->joints + first, false, place - first);
    if (place > first && origins[first] == begin)
        folded->joints[first] = joint && bytes[first] != ' ';
    bytes[place] = '\0';
    folded->text.length = place;
    *space = was_space;
    return at;
}

/* The character that ends before the place: one that fold_append_plain() takes. */
static uint32_t plain_before(struct text_view text, size_t at)
{
    unsigned char last = (unsigned char)text.bytes[at - 1];
    return last < 0x80 ? last : 0xC0 + (last & 0x3F);
}

bool text_fold(struct text_view text, enum fold_form form, struct folded *folded)
{
    buffer_clear(&folded->text);
    folded->failed = false;
    if (!fold_reserve(folded, text.length + BLOCK + 1) || !buffer_reserve(&folded->text, text.length + BLOCK))
        return false;
    bool joint = false, space = false;
    uint32_t before = 0;
    for (size_t at = 0; at < text.length;) {
        size_t length, left = text.length - at;
        if (!fold_reserve(folded, folded->text.length + left + BLOCK + 1) ||
            !buffer_reserve(&folded->text, left + BLOCK))
            return false;
        size_t plain_end = fold_append_plain(folded, text, at, form, joint, &space);
        if (plain_end > at) {
            before = plain_before(text, plain_end);
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
