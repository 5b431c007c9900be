#include "core/query_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"

static const char what[] = "query";

/* --- Words --------------------------------------------------------------------------------- */

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

bool query_has_gap(struct text_view folded)
{
    return count_word_bytes(folded) < folded.length;
}

/* With several stops a version (10.0.1) has fewer digits than a part's number, a telephone's or a date. */
enum { DIGITS_OF_POINTS = 6 };

/* Digits behind a stop that are as many as those of a thousand: 1.800 is a number in groups, 3.0 and 2.25 are not. */
static bool has_thousands(struct text_view folded, size_t point)
{
    size_t end = point + 1;
    while (end < folded.length && fold_is_digit(folded.bytes[end]))
        end++;
    return end - point == 4;
}

bool query_is_number(struct text_view folded)
{
    size_t digits = 0, points = 0;
    bool thousands = true;
    for (size_t i = 0; i < folded.length; i++) {
        if (fold_is_digit(folded.bytes[i])) {
            digits++;
        } else if (fold_is_point_in_number(folded, i)) {
            points++;
            thousands = thousands && has_thousands(folded, i);
        } else if (!memchr(" /-()", folded.bytes[i], 5)) {
            return false;
        }
    }
    return digits > 2 && (thousands || (points > 1 && digits >= DIGITS_OF_POINTS));
}

/* "0 8" is the beginning of a number whose first group alone says something yet. */
static bool is_beginning_of_number(struct text_view folded)
{
    size_t digits = 0, separators = 0;
    for (size_t i = 0; i < folded.length; i++) {
        digits += folded.bytes[i] >= '0' && folded.bytes[i] <= '9';
        separators += memchr(" /-()", folded.bytes[i], 5) != NULL;
    }
    return digits + separators == folded.length && separators > 0 && digits > 0 && digits <= 2;
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

struct text_view query_strip_zeros(struct text_view digits)
{
    while (digits.length > 1 && digits.bytes[0] == '0') {
        digits.bytes++;
        digits.length--;
    }
    return digits;
}

static struct text_view copy_word_bytes(struct arena *arena, struct text_view folded)
{
    char *bytes = arena_copy(arena, folded);
    size_t kept = 0;
    for (size_t i = 0; bytes && i < folded.length; i++)
        if (fold_is_word_byte((unsigned char)folded.bytes[i]))
            bytes[kept++] = folded.bytes[i];
    return (struct text_view){bytes, kept};
}

static size_t count_digits(struct text_view folded)
{
    size_t count = 0;
    for (size_t i = 0; i < folded.length; i++)
        count += fold_is_digit(folded.bytes[i]);
    return count;
}

/* A word is one by its digits, or by the zeros before it. */
static struct text_view take_campaign(struct query *query, const struct query_term *term)
{
    enum { DIGITS_LEAST = 3 };
    struct text_view code = {0};
    if (term->kind == TERM_WORD)
        code = copy_word_bytes(query->arena, term->strict);
    else if (term->kind == TERM_NUMBER)
        code = term->strict;
    struct text_view bare = query_strip_zeros(code);
    size_t digits = count_digits(code);
    bool has_marks = code.length < term->strict.length, has_zeros = bare.length < code.length;
    bool is_one =
        (digits >= DIGITS_LEAST && digits < code.length) || (!has_marks && has_zeros && fold_is_digit(bare.bytes[0]));
    return is_one ? bare : (struct text_view){0};
}

bool query_make_word(struct query *query, struct text_view typed, bool is_phrase, struct query_term *term,
                     bool *has_content, struct error *error)
{
    *term = (struct query_term){.typed = {arena_copy(query->arena, typed), typed.length}};
    term->strict = fold_trim_punctuation(fold_copy(query->arena, typed, FOLD_STRICT));
    term->base = fold_trim_punctuation(fold_copy(query->arena, typed, FOLD_BASE));
    term->loose = fold_trim_punctuation(fold_copy(query->arena, typed, FOLD_LOOSE));
    if (arena_failed(query->arena) || !term->typed.bytes)
        return error_set_memory(error, what);
    if (!is_phrase && is_beginning_of_number(term->base))
        term->strict.length = term->base.length = term->loose.length = 1;
    size_t letters = count_word_bytes(term->base);
    *has_content = letters > 0;
    term->has_umlaut = !text_view_equal(term->strict, term->base);
    term->is_long = letters >= 6;
    term->is_quoted = is_phrase;
    /* One or two letters are a word's beginning also when they are quoted: anywhere they would be in every text. */
    if (is_phrase && letters > 2)
        term->kind = TERM_PHRASE;
    else if (query_is_vin(typed))
        term->kind = TERM_VIN;
    else if (query_is_number(term->base))
        term->kind = TERM_NUMBER;
    else
        term->kind = letters <= 2 ? TERM_SHORT : TERM_WORD;
    term->begins_word = term->kind == TERM_SHORT || query_has_gap(term->base);
    if (term->kind == TERM_NUMBER) {
        strip_to_digits(&term->strict);
        term->base = term->loose = term->strict;
    }
    term->campaign = take_campaign(query, term);
    return !arena_failed(query->arena) || error_set_memory(error, what);
}

/* One blank in place of all that stands between two words, in place. */
static void close_gaps(struct text_view *folded)
{
    char *bytes = (char *)folded->bytes;
    size_t kept = 0;
    for (size_t i = 0; i < folded->length; i++) {
        if (fold_is_word_byte((unsigned char)bytes[i]))
            bytes[kept++] = bytes[i];
        else if (kept > 0 && bytes[kept - 1] != ' ')
            bytes[kept++] = ' ';
    }
    folded->length = kept;
}

static const char *campaign_ending(struct text_view number)
{
    enum { KBA_DIGITS_MOST = 6, NHTSA_DIGITS = 3 };
    size_t digits = count_digits(number), year = 0;
    if (digits == number.length)
        return digits > 0 && digits <= KBA_DIGITS_MOST ? "r" : NULL;
    while (fold_is_digit(number.bytes[year]))
        year++;
    bool is_nhtsa = year <= 2 && number.length == year + 1 + NHTSA_DIGITS && digits + 1 == number.length;
    return is_nhtsa ? "000" : NULL;
}

bool query_complete_campaign(struct buffer *number)
{
    const char *ending = number->failed ? NULL : campaign_ending(buffer_view(number));
    if (ending)
        buffer_append_string(number, ending);
    return ending && !number->failed;
}

void query_make_row(struct query_term *term)
{
    term->is_row = term->kind != TERM_NUMBER && query_has_gap(term->strict);
    if (!term->is_row)
        return;
    close_gaps(&term->strict);
    close_gaps(&term->base);
    close_gaps(&term->loose);
}

bool query_take_id(const struct query_term *term, char id[QUERY_ID_LETTERS + 1])
{
    size_t length = 0;
    if ((term->kind != TERM_WORD && term->kind != TERM_PHRASE) || term->strict.length > QUERY_ID_LETTERS + 1)
        return false;
    for (size_t i = 0; i < term->strict.length; i++) {
        char byte = term->strict.bytes[i];
        if ((byte == '-' || (byte == ' ' && term->is_row)) && i == QUERY_ID_DASH)
            continue;
        if (!fold_is_word_byte((unsigned char)byte) || length == QUERY_ID_LETTERS)
            return false;
        id[length++] = byte;
    }
    id[length] = '\0';
    return length == QUERY_ID_LETTERS;
}

/* --- Telephone numbers ----------------------------------------------------------------------- */

static bool take_beginning(struct text_view *digits, const char *beginning)
{
    size_t length = strlen(beginning);
    if (digits->length <= length || memcmp(digits->bytes, beginning, length) != 0)
        return false;
    digits->bytes += length;
    digits->length -= length;
    return true;
}

/* The digits, without the zero in brackets that nobody dials from abroad. */
static struct text_view copy_digits(struct query *query, struct text_view typed)
{
    char *bytes = arena_copy(query->arena, typed);
    size_t kept = 0;
    for (size_t i = 0; bytes && i < typed.length; i++) {
        if (typed.length - i > 3 && memcmp(typed.bytes + i, "(0)", 3) == 0)
            i += 2;
        else if (fold_is_digit(typed.bytes[i]))
            bytes[kept++] = typed.bytes[i];
    }
    return (struct text_view){bytes, kept};
}

/* Digits of a country's number, as the ITU gives them out (E.164): one of +1 and +7, else two or three. */
static size_t country_length(struct text_view digits)
{
    static const char *const second_of_two[] = {
        ['2'] = "07",      ['3'] = "0123469", ['4'] = "013456789", ['5'] = "12345678",
        ['6'] = "0123456", ['8'] = "1246",    ['9'] = "0123458",
    };
    unsigned char first = (unsigned char)digits.bytes[0];
    if (first == '1' || first == '7')
        return 1;
    return strchr(second_of_two[first], digits.bytes[1]) ? 2 : 3;
}

/* "+43 1 25075" for "+43 (0)1 25075", and the other way round: too little to be looked for without its country. */
static struct text_view with_or_without_zero(struct query *query, struct text_view country, struct text_view rest,
                                             bool had_zero)
{
    const char *joined = arena_format(query->arena, "%.*s%s%.*s", (int)country.length, country.bytes,
                                      had_zero ? "" : "0", (int)rest.length, rest.bytes);
    return joined ? text_view_of(joined) : (struct text_view){0};
}

struct text_view query_take_subscriber(struct query *query, const struct query_term *term)
{
    enum { DIGITS_LEAST = 8 };
    struct text_view digits = copy_digits(query, term->typed), country = {0};
    bool has_plus = memchr(term->typed.bytes, '+', term->typed.length) != NULL;
    bool had_zero = digits.length < term->strict.length;
    /* No country's number begins with a zero. */
    bool from_abroad = digits.length > 2 && digits.bytes[2] != '0' && take_beginning(&digits, "00");
    struct text_view dialled = digits;
    if ((from_abroad || has_plus) && digits.length >= DIGITS_LEAST && digits.bytes[0] != '0') {
        country = (struct text_view){digits.bytes, country_length(digits)};
        digits = (struct text_view){digits.bytes + country.length, digits.length - country.length};
    }
    had_zero = take_beginning(&digits, "0") || had_zero;
    if (digits.length == 0 || digits.bytes[0] == '0')
        return (struct text_view){0};
    if (digits.length >= DIGITS_LEAST)
        return digits;
    if (country.length == 0)
        return (struct text_view){0};
    return from_abroad ? dialled : with_or_without_zero(query, country, digits, had_zero);
}

/* --- The tree ------------------------------------------------------------------------------ */

bool query_add_alternative(struct query_clause *clause, const struct query_term *term, struct error *error)
{
    if (!array_reserve(&clause->terms, clause->count, &clause->capacity, sizeof *clause->terms))
        return error_set_memory(error, what);
    clause->terms[clause->count++] = *term;
    return true;
}

bool query_add_clause(struct query *query, const struct query_term *term, struct error *error)
{
    if (!array_reserve(&query->clauses, query->count, &query->capacity, sizeof *query->clauses))
        return error_set_memory(error, what);
    query->clauses[query->count] = (struct query_clause){0};
    if (!query_add_alternative(&query->clauses[query->count], term, error))
        return false;
    query->count++;
    return true;
}

void query_free(struct query *query)
{
    if (!query)
        return;
    for (size_t i = 0; i < query->count; i++)
        free(query->clauses[i].terms);
    free(query->clauses);
    arena_free(query->arena);
    free(query);
}

bool query_is_empty(const struct query *query)
{
    return !query || query->count == 0;
}

size_t query_clause_count(const struct query *query)
{
    return query ? query->count : 0;
}

const struct query_clause *query_clause(const struct query *query, size_t number)
{
    return &query->clauses[number];
}

bool query_asks_what_is(const struct query *query, enum query_is asked)
{
    for (size_t i = 0; i < query_clause_count(query); i++)
        for (size_t k = 0; k < query_clause(query, i)->count; k++)
            if (query_clause(query, i)->terms[k].kind == TERM_FILTER &&
                query_clause(query, i)->terms[k].field == FIELD_IS &&
                query_clause(query, i)->terms[k].value == (int)asked)
                return true;
    return false;
}

int query_term_year(const struct query_term *term)
{
    enum { FIRST = 1950, LAST = 2049 };
    if (term->kind != TERM_NUMBER || term->is_excluded || term->typed.length != 4 || term->strict.length != 4)
        return 0;
    int year = atoi(term->strict.bytes);
    return year >= FIRST && year <= LAST ? year : 0;
}

int query_bare_year(const struct query *query)
{
    int year = 0;
    for (size_t i = 0; i < query_clause_count(query); i++) {
        const struct query_term *term = &query_clause(query, i)->terms[0];
        if (term->kind == TERM_FILTER && term->field == FIELD_YEAR)
            return 0;
        year = year ? year : query_term_year(term);
    }
    return query_clause_count(query) > 1 ? year : 0;
}

const char *query_vehicle_number_make(const struct query *query, bool *has_vehicle_number)
{
    *has_vehicle_number = false;
    for (size_t i = 0; i < query_clause_count(query); i++) {
        const struct query_term *term = &query_clause(query, i)->terms[0];
        if (term->kind == TERM_VIN) {
            *has_vehicle_number = true;
            return query_vin_make(term->typed);
        }
    }
    return NULL;
}

/* --- Synonyms ------------------------------------------------------------------------------ */

static bool has_term(const struct query_clause *clause, const struct query_term *term)
{
    for (size_t i = 0; i < clause->count; i++)
        if (text_view_equal(term->base, clause->terms[i].base))
            return true;
    return false;
}

static bool add_group(struct query *query, struct query_clause *clause, struct rules_group group, struct error *error)
{
    for (size_t i = 0; i < group.count; i++) {
        struct query_term term;
        bool has_content;
        /* Of several words the group means just these in this order; of one word, wherever it stands. */
        bool is_phrase = memchr(group.terms[i].bytes, ' ', group.terms[i].length) != NULL;
        if (!query_make_word(query, group.terms[i], is_phrase, &term, &has_content, error))
            return false;
        if (is_phrase)
            query_make_row(&term);
        if (!has_content || has_term(clause, &term))
            continue;
        term.is_synonym = true;
        if (!query_add_alternative(clause, &term, error))
            return false;
    }
    return true;
}

static bool add_groups(struct query *query, struct query_clause *clause, const struct rules *rules,
                       struct text_view word, struct error *error)
{
    struct rules_group group;
    for (size_t i = 0; (group = rules_synonyms(rules, word, i)).count > 0; i++)
        if (!add_group(query, clause, group, error))
            return false;
    return true;
}

bool query_set_key(struct query *query, struct query_term *term, struct error *error)
{
    struct buffer key = {0};
    text_append_name_key(term->typed, &key);
    const char *copy = arena_keep(query->arena, &key);
    term->key = (struct text_view){copy, key.length};
    buffer_free(&key);
    return copy || error_set_memory(error, what);
}

/* What else a make or market is called. */
static bool add_names(struct query *query, const struct rules *rules, struct query_term *term, struct error *error)
{
    const char *field = term->kind == TERM_FILTER ? query_field_of_names(term->field) : NULL;
    if (!field)
        return true;
    struct rules_group group = rules_names(rules, field, term->typed);
    struct query_term *others = arena_allocate_array(query->arena, group.count + 1, sizeof *others);
    if (!others || !query_set_key(query, term, error))
        return error_set_memory(error, what);
    term->others = others;
    term->other_count = group.count;
    for (size_t i = 0; i < group.count; i++) {
        bool has_content;
        if (!query_make_word(query, group.terms[i], true, &others[i], &has_content, error) ||
            !query_set_key(query, &others[i], error))
            return false;
        others[i].kind = TERM_FILTER;
        others[i].field = term->field;
    }
    return true;
}

bool query_widen(struct query *query, const struct rules *rules, struct error *error)
{
    for (size_t i = 0; i < query->count; i++) {
        struct query_clause *clause = &query->clauses[i];
        for (size_t k = 0, count = clause->count; k < count; k++) {
            struct query_term typed = clause->terms[k];
            bool may_widen =
                !typed.is_excluded && !typed.is_quoted && (typed.kind == TERM_WORD || typed.kind == TERM_SHORT);
            if (may_widen && !add_groups(query, clause, rules, typed.base, error))
                return false;
        }
        for (size_t k = 0; k < clause->count; k++)
            if (!add_names(query, rules, &clause->terms[k], error))
                return false;
    }
    return true;
}
