#include "core/query_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"

static const char what[] = "query";

struct query {
    struct arena *arena;
    struct query_term *terms;
    size_t count, capacity;
};

/* --- Terms --------------------------------------------------------------------------------- */

static struct text_view fold_copy(struct arena *arena, struct text_view text, enum fold_form form)
{
    struct folded folded = {0};
    struct text_view result = {NULL, 0};
    if (text_fold(text, form, &folded)) {
        struct text_view trimmed = text_trim(buffer_view(&folded.text));
        result = (struct text_view){arena_copy(arena, trimmed), trimmed.length};
    }
    folded_free(&folded);
    return result;
}

static size_t count_word_bytes(struct text_view folded)
{
    size_t count = 0;
    for (size_t i = 0; i < folded.length; i++)
        count += fold_is_word_byte((unsigned char)folded.bytes[i]);
    return count;
}

static bool is_number(struct text_view folded)
{
    size_t digits = 0;
    for (size_t i = 0; i < folded.length; i++) {
        if (folded.bytes[i] >= '0' && folded.bytes[i] <= '9')
            digits++;
        else if (!strchr(" /-()", folded.bytes[i]))
            return false;
    }
    return digits > 0;
}

/* Keeps the digits of a number, in place. */
static void strip_to_digits(struct text_view *folded)
{
    char *bytes = (char *)folded->bytes;
    size_t kept = 0;
    for (size_t i = 0; i < folded->length; i++)
        if (bytes[i] >= '0' && bytes[i] <= '9')
            bytes[kept++] = bytes[i];
    folded->length = kept;
}

/* A word's outer punctuation finds nothing: „Kühler,“ means Kühler. */
static struct text_view strip_punctuation(struct text_view folded)
{
    while (folded.length > 0 && !fold_is_word_byte((unsigned char)folded.bytes[0])) {
        folded.bytes++;
        folded.length--;
    }
    while (folded.length > 0 && !fold_is_word_byte((unsigned char)folded.bytes[folded.length - 1]))
        folded.length--;
    return folded;
}

static bool add_term(struct query *query, struct text_view typed, bool is_excluded, bool is_phrase, struct error *error)
{
    struct query_term term = {.is_excluded = is_excluded};
    term.typed = (struct text_view){arena_copy(query->arena, typed), typed.length};
    term.strict = strip_punctuation(fold_copy(query->arena, typed, FOLD_STRICT));
    term.base = strip_punctuation(fold_copy(query->arena, typed, FOLD_BASE));
    term.loose = strip_punctuation(fold_copy(query->arena, typed, FOLD_LOOSE));
    if (arena_failed(query->arena) || !term.typed.bytes)
        return error_set_memory(error, what);
    size_t letters = count_word_bytes(term.base);
    if (letters == 0)
        return true;
    term.has_umlaut = !text_view_equal(term.strict, term.base);
    term.is_long = letters >= 6;
    if (is_phrase)
        term.kind = TERM_PHRASE;
    else if (is_number(term.base) && letters > 2)
        term.kind = TERM_NUMBER;
    else
        term.kind = letters <= 2 ? TERM_SHORT : TERM_WORD;
    if (term.kind == TERM_NUMBER) {
        strip_to_digits(&term.strict);
        term.base = term.loose = term.strict;
    }
    if (!array_reserve(&query->terms, query->count, &query->capacity, sizeof *query->terms))
        return error_set_memory(error, what);
    query->terms[query->count++] = term;
    return true;
}

/* --- Parsing ------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next word up to a blank, or a phrase up to the closing quote (or the end: it is still being typed). */
static struct text_view take_token(struct text_view *rest, bool *is_excluded, bool *is_phrase)
{
    *is_excluded = rest->length > 1 && rest->bytes[0] == '-' && !is_blank(rest->bytes[1]);
    if (*is_excluded) {
        rest->bytes++;
        rest->length--;
    }
    *is_phrase = rest->bytes[0] == '"';
    size_t start = *is_phrase ? 1 : 0, end = start;
    while (end < rest->length && !(*is_phrase ? rest->bytes[end] == '"' : is_blank(rest->bytes[end])))
        end++;
    struct text_view token = {rest->bytes + start, end - start};
    size_t skip = end + (*is_phrase && end < rest->length ? 1 : 0);
    rest->bytes += skip;
    rest->length -= skip;
    return token;
}

static bool looks_like_number(struct text_view token)
{
    return is_number(token);
}

/* "12 13 7 638 477": groups of digits that follow each other are one number. */
static void join_number(struct text_view *token, struct text_view *rest)
{
    for (;;) {
        size_t at = 0;
        while (at < rest->length && is_blank(rest->bytes[at]))
            at++;
        size_t end = at;
        while (end < rest->length && !is_blank(rest->bytes[end]))
            end++;
        if (end == at || !looks_like_number((struct text_view){rest->bytes + at, end - at}))
            return;
        token->length = (size_t)(rest->bytes + end - token->bytes);
        rest->bytes += end;
        rest->length -= end;
    }
}

bool query_parse(struct text_view typed, struct query **result, struct error *error)
{
    *result = NULL;
    struct query *query = calloc(1, sizeof *query);
    if (!query)
        return error_set_memory(error, what);
    query->arena = arena_new();
    bool good = query->arena || error_set_memory(error, what);
    while (good) {
        while (typed.length > 0 && is_blank(typed.bytes[0])) {
            typed.bytes++;
            typed.length--;
        }
        if (typed.length == 0)
            break;
        bool is_excluded, is_phrase;
        struct text_view token = take_token(&typed, &is_excluded, &is_phrase);
        if (!is_phrase && looks_like_number(token))
            join_number(&token, &typed);
        good = add_term(query, token, is_excluded, is_phrase, error);
    }
    if (!good) {
        query_free(query);
        return false;
    }
    *result = query;
    return true;
}

void query_free(struct query *query)
{
    if (!query)
        return;
    arena_free(query->arena);
    free(query->terms);
    free(query);
}

bool query_is_empty(const struct query *query)
{
    return !query || query->count == 0;
}

size_t query_term_count(const struct query *query)
{
    return query ? query->count : 0;
}

const struct query_term *query_term(const struct query *query, size_t number)
{
    return &query->terms[number];
}

void query_describe(const struct query *query, bool german, struct buffer *words)
{
    for (size_t i = 0; i < query_term_count(query); i++) {
        const struct query_term *term = query_term(query, i);
        buffer_append_string(words, i ? " · " : "");
        if (term->is_excluded)
            buffer_append_string(words, german ? "ohne " : "without ");
        buffer_append_string(words, term->kind == TERM_PHRASE ? (german ? "„" : "“") : "");
        buffer_append_view(words, term->typed);
        buffer_append_string(words, term->kind == TERM_PHRASE ? (german ? "“" : "”") : "");
    }
}
