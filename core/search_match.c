#include "core/search_match.h"

#include <string.h>

void match_text_set(struct match_text *subject, struct text_view text)
{
    subject->text = text;
    memset(subject->made, 0, sizeof subject->made);
}

void match_text_free(struct match_text *subject)
{
    for (size_t i = 0; i < 3; i++)
        folded_free(&subject->forms[i]);
}

const struct match_way match_ways[MATCH_WAY_COUNT] = {
    [MATCH_LITERAL] = {FOLD_STRICT, FOLD_STRICT},    [MATCH_BASE] = {FOLD_BASE, FOLD_BASE},
    [MATCH_LOOSE] = {FOLD_LOOSE, FOLD_LOOSE},        [MATCH_LOOSE_IN_STRICT] = {FOLD_STRICT, FOLD_LOOSE},
    [MATCH_LOOSE_IN_BASE] = {FOLD_BASE, FOLD_LOOSE},
};

bool match_uses_way(const struct query_term *term, size_t way)
{
    bool is_loose = term->is_long && (term->kind == TERM_WORD || term->kind == TERM_PHRASE);
    switch (way) {
    case MATCH_LITERAL:
        return true;
    case MATCH_BASE:
        return !term->has_umlaut && term->kind != TERM_NUMBER;
    case MATCH_LOOSE:
        return is_loose;
    case MATCH_LOOSE_IN_STRICT:
        return is_loose && !text_view_equal(term->loose, term->strict);
    default:
        return is_loose && (term->has_umlaut || !text_view_equal(term->loose, term->base));
    }
}

struct text_view match_term_form(const struct query_term *term, enum fold_form form)
{
    return form == FOLD_STRICT ? term->strict : form == FOLD_BASE ? term->base : term->loose;
}

static const struct folded *form_of(struct match_text *subject, enum fold_form form)
{
    if (!subject->made[form] && !text_fold(subject->text, form, &subject->forms[form]))
        return NULL;
    subject->made[form] = true;
    return &subject->forms[form];
}

static bool begins_word(const struct folded *folded, size_t at)
{
    return at == 0 || folded->joints[at] || !fold_is_word_byte((unsigned char)folded->text.bytes[at - 1]);
}

static bool ends_word(const struct folded *folded, size_t at)
{
    return at >= folded->text.length || folded->joints[at] || !fold_is_word_byte((unsigned char)folded->text.bytes[at]);
}

/* Digits, with up to two blanks, slashes, dashes or brackets, or one stop or comma between them. */
static bool find_number(struct text_view text, struct text_view digits, size_t at, size_t *start, size_t *length)
{
    for (; at < text.length; at++) {
        if (text.bytes[at] != digits.bytes[0])
            continue;
        size_t matched = 0, place = at, end = at;
        for (; place < text.length && matched < digits.length; place++) {
            if (text.bytes[place] == digits.bytes[matched]) {
                matched++;
                end = place + 1;
            } else if (!(place == end && fold_is_point_in_number(text, place)) &&
                       (!memchr(" /-()", text.bytes[place], 5) || place - end >= 2)) {
                break;
            }
        }
        if (matched == digits.length) {
            *start = at;
            *length = end - at;
            return true;
        }
    }
    return false;
}

/* Where the words stand from the place on: each whole but the last, with anything that is no word between them. 0: not.
 */
static size_t length_of_row(struct text_view text, struct text_view words, size_t start)
{
    size_t at = start;
    for (size_t i = 0; i < words.length; i++) {
        if (at < text.length && words.bytes[i] != ' ') {
            if (text.bytes[at++] != words.bytes[i])
                return 0;
            continue;
        }
        size_t gap = at;
        while (at < text.length && !fold_is_word_byte((unsigned char)text.bytes[at]))
            at++;
        if (at == gap || at == text.length)
            return 0;
    }
    return at - start;
}

/* Several words in this order. */
static bool find_row(const struct folded *folded, struct text_view words, size_t at, size_t *start, size_t *length)
{
    struct text_view text = buffer_view(&folded->text);
    const char *blank = memchr(words.bytes, ' ', words.length);
    size_t first = blank ? (size_t)(blank - words.bytes) : words.length;
    while (at + first <= text.length) {
        const char *found = memmem(text.bytes + at, text.length - at, words.bytes, first);
        if (!found)
            return false;
        *start = (size_t)(found - text.bytes);
        *length = begins_word(folded, *start) ? length_of_row(text, words, *start) : 0;
        if (*length > 0)
            return true;
        at = *start + 1;
    }
    return false;
}

bool match_find(struct match_text *subject, const struct query_term *term, size_t way, size_t at, size_t *start,
                size_t *length)
{
    const struct folded *folded = form_of(subject, match_ways[way].text);
    struct text_view wanted = match_term_form(term, match_ways[way].term);
    if (!folded || wanted.length == 0)
        return false;
    struct text_view text = buffer_view(&folded->text);
    if (term->kind == TERM_NUMBER)
        return find_number(text, wanted, at, start, length);
    if (term->is_row)
        return find_row(folded, wanted, at, start, length);
    while (at + wanted.length <= text.length) {
        const char *found = memmem(text.bytes + at, text.length - at, wanted.bytes, wanted.length);
        if (!found)
            return false;
        *start = (size_t)(found - text.bytes);
        *length = wanted.length;
        if (!term->begins_word || begins_word(folded, *start))
            return true;
        at = *start + 1;
    }
    return false;
}

bool match_ends_word(const struct match_text *subject, size_t way, size_t at)
{
    return ends_word(&subject->forms[match_ways[way].text], at);
}

/* Letters and single blanks: what reads the same wherever it stands. */
static bool is_simple(struct text_view typed)
{
    bool was_blank = true;
    for (size_t i = 0; i < typed.length; i++) {
        unsigned char byte = (unsigned char)typed.bytes[i];
        bool is_blank = byte == ' ', is_letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
        if ((!is_letter && !is_blank && byte != 0xC3 && (byte < 0x80 || byte >= 0xC0)) || (is_blank && was_blank))
            return false;
        was_blank = is_blank;
    }
    return !was_blank;
}

/* The longest word of what was typed, without its first letter, which may be a capital. */
static struct text_view find_anchor(struct text_view typed)
{
    struct text_view longest = {typed.bytes, 0};
    for (size_t start = 0, i = 0; i <= typed.length; i++) {
        if (i < typed.length && typed.bytes[i] != ' ')
            continue;
        if (i > start + 1 && i - start - 1 > longest.length)
            longest = (struct text_view){typed.bytes + start + 1, i - start - 1};
        start = i + 1;
    }
    return longest;
}

static bool equals_but_for_case(const char *bytes, struct text_view typed)
{
    for (size_t i = 0; i < typed.length; i++) {
        char a = bytes[i], b = typed.bytes[i];
        if (a != b && ((a ^ b) != 0x20 || (a | 0x20) < 'a' || (a | 0x20) > 'z'))
            return false;
    }
    return true;
}

/* Whether the phrase stands in the text as it was typed, but for capitals, behind a blank: then that needs no folding.
 */
static bool stands_as_typed(struct text_view text, const struct query_term *term)
{
    struct text_view typed = term->typed, anchor = find_anchor(typed);
    size_t before = (size_t)(anchor.bytes - typed.bytes);
    if (term->kind != TERM_PHRASE || anchor.length == 0 || typed.length > text.length || !is_simple(typed))
        return false;
    for (size_t at = before; at + typed.length - before <= text.length;) {
        const char *found = memmem(text.bytes + at, text.length - at, anchor.bytes, anchor.length);
        if (!found)
            return false;
        const char *start = found - before;
        bool fits = (size_t)(text.bytes + text.length - start) >= typed.length;
        if (fits && (start == text.bytes || start[-1] == ' ') && equals_but_for_case(start, typed))
            return true;
        at = (size_t)(found - text.bytes) + 1;
    }
    return false;
}

bool match_has(struct match_text *subject, const struct query_term *term)
{
    size_t start, length;
    if (stands_as_typed(subject->text, term))
        return true;
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++)
        if (match_uses_way(term, way) && match_find(subject, term, way, 0, &start, &length))
            return true;
    return false;
}

/* Digits are grouped as it comes, so of a number it only counts that it is there. */
static unsigned tier_of_place(const struct folded *folded, const struct query_term *term, size_t start, size_t length)
{
    if (term->kind == TERM_NUMBER || !begins_word(folded, start))
        return TIER_HEADLINE_INSIDE;
    return ends_word(folded, start + length) ? TIER_HEADLINE_WORD : TIER_HEADLINE_START;
}

unsigned match_find_tier(struct match_text *subject, const struct query_term *term, enum match_tier best)
{
    unsigned found = TIER_COUNT;
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++) {
        size_t at = 0, start, length;
        unsigned folded = way != MATCH_LITERAL || term->is_synonym;
        while (match_uses_way(term, way) && match_find(subject, term, way, at, &start, &length)) {
            unsigned tier = best + folded + tier_of_place(&subject->forms[match_ways[way].text], term, start, length);
            found = tier < found ? tier : found;
            at = start + 1;
        }
    }
    return found;
}
