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

bool match_uses_form(const struct query_term *term, enum fold_form form)
{
    switch (form) {
    case FOLD_STRICT:
        return true;
    case FOLD_BASE:
        return !term->has_umlaut && term->kind != TERM_NUMBER;
    default:
        return term->is_long && (term->kind == TERM_WORD || term->kind == TERM_PHRASE);
    }
}

static const struct folded *form_of(struct match_text *subject, enum fold_form form)
{
    if (!subject->made[form] && !text_fold(subject->text, form, &subject->forms[form]))
        return NULL;
    subject->made[form] = true;
    return &subject->forms[form];
}

static struct text_view term_form(const struct query_term *term, enum fold_form form)
{
    return form == FOLD_STRICT ? term->strict : form == FOLD_BASE ? term->base : term->loose;
}

static bool begins_word(const struct folded *folded, size_t at)
{
    return at == 0 || folded->joints[at] || !fold_is_word_byte((unsigned char)folded->text.bytes[at - 1]);
}

/* Digits, with up to two blanks, slashes, dashes or brackets between them. */
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
            } else if (!strchr(" /-()", text.bytes[place]) || place - end >= 2) {
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

bool match_find(struct match_text *subject, const struct query_term *term, enum fold_form form, size_t at,
                size_t *start, size_t *length)
{
    const struct folded *folded = form_of(subject, form);
    struct text_view wanted = term_form(term, form);
    if (!folded || wanted.length == 0)
        return false;
    struct text_view text = buffer_view(&folded->text);
    if (term->kind == TERM_NUMBER)
        return find_number(text, wanted, at, start, length);
    while (at + wanted.length <= text.length) {
        const char *found = memmem(text.bytes + at, text.length - at, wanted.bytes, wanted.length);
        if (!found)
            return false;
        *start = (size_t)(found - text.bytes);
        *length = wanted.length;
        if (term->kind != TERM_SHORT || begins_word(folded, *start))
            return true;
        at = *start + 1;
    }
    return false;
}

bool match_has(struct match_text *subject, const struct query_term *term)
{
    size_t start, length;
    for (enum fold_form form = FOLD_STRICT; form <= FOLD_LOOSE; form++)
        if (match_uses_form(term, form) && match_find(subject, term, form, 0, &start, &length))
            return true;
    return false;
}
