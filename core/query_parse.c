#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/query_internal.h"
#include "core/text.h"

static const char what[] = "query";

struct token {
    struct text_view text;
    bool is_excluded;
    bool is_phrase;
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip(struct text_view *rest, size_t length)
{
    rest->bytes += length;
    rest->length -= length;
}

static void skip_blanks(struct text_view *rest)
{
    while (rest->length > 0 && is_blank(rest->bytes[0]))
        skip(rest, 1);
}

/* Bytes of the quotation mark that the text begins with; 0: it begins with none. */
static size_t quote_length(struct text_view text)
{
    static const char *const quotes[] = {"\"", "„", "“", "”", "«", "»"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        size_t length = strlen(quotes[i]);
        if (text.length >= length && memcmp(text.bytes, quotes[i], length) == 0)
            return length;
    }
    return 0;
}

/* Where a phrase ends that an opening mark of so many bytes begins: what „ opened, any mark closes. */
static size_t phrase_length(struct text_view rest, size_t opening)
{
    size_t length = 0;
    while (length < rest.length &&
           (opening == 1 ? rest.bytes[length] != '"'
                         : !quote_length((struct text_view){rest.bytes + length, rest.length - length})))
        length++;
    return length;
}

/* How far a word goes: to a blank that is not inside quotes (make:"Alfa Romeo"). */
static size_t word_length(struct text_view rest)
{
    bool quoted = false;
    size_t length = 0;
    for (; length < rest.length && (quoted || !is_blank(rest.bytes[length])); length++)
        if (rest.bytes[length] == '"')
            quoted = !quoted;
    return length;
}

/* The next word up to a blank, or a phrase up to the closing quote (or the end: it is still being typed). */
static struct token take_token(struct text_view *rest)
{
    struct token token = {0};
    token.is_excluded = rest->length > 1 && rest->bytes[0] == '-' && !is_blank(rest->bytes[1]);
    if (token.is_excluded)
        skip(rest, 1);
    size_t opening = quote_length(*rest);
    token.is_phrase = opening > 0;
    if (!token.is_phrase) {
        token.text = (struct text_view){rest->bytes, word_length(*rest)};
        skip(rest, token.text.length);
        return token;
    }
    skip(rest, opening);
    token.text = (struct text_view){rest->bytes, phrase_length(*rest, opening)};
    skip(rest, token.text.length);
    skip(rest, quote_length(*rest));
    return token;
}

/* Also with the + of a telephone number from abroad before them. */
static bool is_digits(struct text_view token)
{
    size_t digits = 0;
    for (size_t i = 0; i < token.length; i++) {
        if (token.bytes[i] >= '0' && token.bytes[i] <= '9')
            digits++;
        else if (!strchr("/-()", token.bytes[i]) && (token.bytes[i] != '+' || digits > 0))
            return query_is_number(token);
    }
    return digits > 0;
}

/* "12 13 7 638 477": groups of digits that follow each other are one number. */
static void join_number(struct text_view *token, struct text_view *rest)
{
    for (;;) {
        struct text_view ahead = *rest;
        skip_blanks(&ahead);
        struct text_view next = {ahead.bytes, word_length(ahead)};
        if (next.length == 0 || next.bytes[0] == '-' || memchr(next.bytes, '+', next.length) || !is_digits(next))
            return;
        token->length = (size_t)(next.bytes + next.length - token->bytes);
        skip(&ahead, next.length);
        *rest = ahead;
    }
}

/* Makes the token's term; *has_content is false when it is nothing but punctuation. */
static bool make_term(struct query *query, struct token token, struct query_term *term, bool *has_content,
                      struct error *error)
{
    *has_content = true;
    if (!token.is_phrase && query_is_unfinished_field(token.text)) {
        *has_content = false;
        return true;
    }
    if (!token.is_phrase) {
        switch (query_take_field(query, token.text, term, error)) {
        case FIELD_WRONG:
            return false;
        case FIELD_FOUND:
            term->is_excluded = token.is_excluded;
            return true;
        case FIELD_NONE:
            break;
        }
    }
    if (!query_make_word(query, token.text, token.is_phrase, term, has_content, error))
        return false;
    if (token.is_phrase)
        query_make_row(term);
    term->is_excluded = token.is_excluded;
    return true;
}

/* The term joins the last clause, as one more alternative of it, or it is a clause of its own. */
static bool put_term(struct query *query, const struct query_term *term, bool is_alternative, struct error *error)
{
    struct query_clause *last = query->count > 0 ? &query->clauses[query->count - 1] : NULL;
    if (is_alternative && last && !term->is_excluded && !last->terms[0].is_excluded)
        return query_add_alternative(last, term, error);
    return query_add_clause(query, term, error);
}

/* A telephone number is looked for as it was typed and in the form that all others have in common. */
static bool put_subscriber(struct query *query, const struct query_term *term, struct error *error)
{
    if (term->kind != TERM_NUMBER || term->is_quoted || term->is_excluded)
        return true;
    struct query_term other = *term;
    other.strict = other.base = other.loose = query_take_subscriber(query, term);
    other.is_subscriber = true;
    if (arena_failed(query->arena))
        return error_set_memory(error, what);
    return other.strict.length == 0 || text_view_equal(other.strict, term->strict) ||
           put_term(query, &other, true, error);
}

/* "a OR b": takes the word OR when something to look for stands behind it. */
static bool take_or(struct text_view *rest)
{
    struct text_view ahead = *rest;
    skip_blanks(&ahead);
    if (word_length(ahead) != 2 || memcmp(ahead.bytes, "OR", 2) != 0)
        return false;
    skip(&ahead, 2);
    skip_blanks(&ahead);
    for (size_t i = 0; i < ahead.length && !is_blank(ahead.bytes[i]); i++) {
        unsigned char byte = (unsigned char)ahead.bytes[i];
        if (byte >= 0x80 || isalnum(byte)) {
            *rest = ahead;
            return true;
        }
    }
    return false;
}

/* An AND or OR that joins nothing says nothing: AND is meant anyway, and the word behind OR is still being typed. */
static bool is_idle_operator(const struct query *query, struct token token, struct text_view rest)
{
    skip_blanks(&rest);
    return !token.is_phrase && (query->count > 0 || rest.length > 0) &&
           (text_view_equal(token.text, TEXT_VIEW("AND")) || text_view_equal(token.text, TEXT_VIEW("OR")));
}

static bool parse(struct query *query, struct text_view rest, struct error *error)
{
    bool is_alternative = false;
    for (skip_blanks(&rest); rest.length > 0; skip_blanks(&rest)) {
        struct token token = take_token(&rest);
        struct query_term term;
        bool has_content;
        if (is_idle_operator(query, token, rest))
            continue;
        if (!token.is_phrase && is_digits(token.text))
            join_number(&token.text, &rest);
        if (!make_term(query, token, &term, &has_content, error))
            return false;
        if (has_content && (!put_term(query, &term, is_alternative, error) || !put_subscriber(query, &term, error)))
            return false;
        is_alternative = query->count > 0 && take_or(&rest);
    }
    return true;
}

/* Blanks beyond ASCII too, typed by mistake or pasted, and what nobody sees: marks of direction, of joining. */
static bool is_unseen(uint32_t code_point)
{
    static const uint32_t ranges[][2] = {{0, 0x1F},        {0x7F, 0x9F},     {0x200B, 0x200F},
                                         {0x202A, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code_point >= ranges[i][0] && code_point <= ranges[i][1])
            return true;
    return text_is_space(code_point);
}

/* What was typed, with a blank for each of these: they part words as it does. */
static bool part_words(struct text_view typed, struct arena *arena, struct text_view *parted)
{
    char *bytes = arena_allocate_array(arena, typed.length + 1, sizeof *bytes);
    size_t length = 0;
    if (!bytes)
        return false;
    while (typed.length > 0) {
        size_t taken;
        if (is_unseen(text_decode(typed, &taken)))
            bytes[length++] = ' ';
        else
            for (size_t i = 0; i < taken; i++)
                bytes[length++] = typed.bytes[i];
        skip(&typed, taken);
    }
    *parted = (struct text_view){bytes, length};
    return true;
}

bool query_parse(struct text_view typed, struct query **result, struct error *error)
{
    *result = NULL;
    struct query *query = calloc(1, sizeof *query);
    if (!query)
        return error_set_memory(error, what);
    query->arena = arena_new();
    bool has_memory = query->arena && part_words(typed, query->arena, &typed);
    if (!has_memory || !parse(query, typed, error)) {
        if (!has_memory)
            error_set_memory(error, what);
        query_free(query);
        return false;
    }
    *result = query;
    return true;
}
