#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/calendar.h"
#include "core/query_internal.h"
#include "core/recall.h"
#include "core/text.h"

enum value_kind { VALUE_TEXT, VALUE_NAME, VALUE_KIND, VALUE_YEAR, VALUE_DATE };

static const struct kind_name is_names[IS_COUNT] = {
    [IS_MARKED] = {"marked", "gemerkt", "marked"},
    [IS_NEW] = {"new", "neu", "new"},
};

/* As they are typed, folded. */
static const struct kind_name field_names[FIELD_COUNT] = {
    [FIELD_CATEGORY] = {"cat", "kategorie", "cat"},
    [FIELD_MAKE] = {"make", "marke", "make"},
    [FIELD_MODEL] = {"model", "modell", "model"},
    [FIELD_YEAR] = {"year", "jahr", "year"},
    [FIELD_SINCE] = {"since", "seit", "since"},
    [FIELD_UNTIL] = {"until", "bis", "until"},
    [FIELD_HAZARD] = {"hazard", "folge", "hazard"},
    [FIELD_REMEDY] = {"remedy", "abhilfe", "remedy"},
    [FIELD_PART] = {"part", "teil", "part"},
    [FIELD_ID] = {"id", "nummer", "id"},
    [FIELD_CAMPAIGN] = {"campaign", "aktion", "campaign"},
    [FIELD_SOURCE] = {"source", "quelle", "source"},
    [FIELD_MARKET] = {"market", "markt", "market"},
    [FIELD_IS] = {"is", "ist", "is"},
};

static const struct {
    const char *shown_english, *shown_german;
    enum value_kind values;
    const struct kind_name *kinds; /* of VALUE_KIND */
    size_t kind_count;
} fields[FIELD_COUNT] = {
    [FIELD_CATEGORY] = {"category", "Kategorie", VALUE_KIND, category_names, CATEGORY_COUNT},
    [FIELD_MAKE] = {"make", "Marke", VALUE_NAME, NULL, 0},
    [FIELD_MODEL] = {"model", "Modell", VALUE_TEXT, NULL, 0},
    [FIELD_YEAR] = {"year", "Baujahr", VALUE_YEAR, NULL, 0},
    [FIELD_SINCE] = {"since", "seit", VALUE_DATE, NULL, 0},
    [FIELD_UNTIL] = {"until", "bis", VALUE_DATE, NULL, 0},
    [FIELD_HAZARD] = {"hazard", "Folge", VALUE_KIND, hazard_names, HAZARD_COUNT},
    [FIELD_REMEDY] = {"remedy", "Abhilfe", VALUE_KIND, remedy_names, REMEDY_COUNT},
    [FIELD_PART] = {"part", "Teil", VALUE_TEXT, NULL, 0},
    [FIELD_ID] = {"id", "Nummer", VALUE_TEXT, NULL, 0},
    [FIELD_CAMPAIGN] = {"campaign", "Aktion", VALUE_TEXT, NULL, 0},
    [FIELD_SOURCE] = {"source", "Quelle", VALUE_TEXT, NULL, 0},
    [FIELD_MARKET] = {"market", "Markt", VALUE_NAME, NULL, 0},
    [FIELD_IS] = {"is", "ist", VALUE_KIND, is_names, IS_COUNT},
};

bool query_field_help(size_t index, struct query_field_help *help)
{
    *help = (struct query_field_help){.name = "", .german = ""};
    if (index >= FIELD_COUNT)
        return false;
    *help = (struct query_field_help){field_names[index].key, field_names[index].german, fields[index].kinds,
                                      fields[index].kind_count};
    return true;
}

const char *query_field_of_names(enum query_field field)
{
    return fields[field].values == VALUE_NAME ? field_names[field].key : NULL;
}

static bool is_called(const char *name, const struct buffer *typed, struct buffer *scratch)
{
    buffer_clear(scratch);
    text_append_name_key(text_view_of(name), scratch);
    return typed->length > 0 && text_view_equal(buffer_view(typed), buffer_view(scratch));
}

/* The kind with that key or name; else the only one that begins so; count: there is none. */
static size_t find_kind(enum query_field field, const struct buffer *typed, struct buffer *scratch)
{
    const struct kind_name *kinds = fields[field].kinds;
    size_t count = fields[field].kind_count, found = count;
    for (size_t i = 0; i < count; i++)
        if (is_called(kinds[i].key, typed, scratch) || is_called(kinds[i].german, typed, scratch) ||
            is_called(kinds[i].english, typed, scratch))
            return i;
    for (size_t i = 0; i < count; i++) {
        const char *names[] = {kinds[i].key, kinds[i].german, kinds[i].english};
        bool begins = false;
        for (size_t k = 0; k < 3; k++) {
            buffer_clear(scratch);
            text_append_name_key(text_view_of(names[k]), scratch);
            begins = begins || (typed->length >= 3 && scratch->length >= typed->length &&
                                memcmp(scratch->bytes, typed->bytes, typed->length) == 0);
        }
        if (begins && found != count)
            return count;
        if (begins)
            found = i;
    }
    return found;
}

/* What is wrong is told of the field as it was typed. */
static bool wrong_value(enum query_field field, const char *name, struct text_view value, struct error *error)
{
    error_set(error, ERROR_USAGE, name, "there is no value “%.*s”", (int)value.length, value.bytes);
    if (fields[field].kinds)
        return error_set_choices(error, fields[field].kinds, fields[field].kind_count);
    if (fields[field].values == VALUE_YEAR)
        return error_set_way_out(error, "write a year like 2012");
    return error_set_way_out(error, "write a date like 2012, 2012-05 or 2012-05-31");
}

/* Up to so many digits at the front, and the sign behind them; -1: other digits, or none. */
static int take_number(struct text_view *rest, size_t most, char sign)
{
    int number = 0;
    size_t digits = 0;
    for (; digits < rest->length && rest->bytes[digits] >= '0' && rest->bytes[digits] <= '9' && digits < most; digits++)
        number = number * 10 + (rest->bytes[digits] - '0');
    if (digits == 0 || (sign ? digits == rest->length || rest->bytes[digits] != sign : digits < rest->length))
        return -1;
    digits += sign != '\0';
    *rest = (struct text_view){rest->bytes + digits, rest->length - digits};
    return number;
}

/* "31.05.2014", "5.2014", "5/2014" as "2014-05-31" and "2014-05"; anything else as it is. */
static bool take_german_date(struct query *query, struct text_view *value)
{
    enum { YEAR_DIGITS = 4 };
    struct text_view rest = *value;
    char sign = memchr(rest.bytes, '/', rest.length) ? '/' : '.';
    int first = take_number(&rest, 2, sign);
    int second = sign == '.' && rest.length > YEAR_DIGITS ? take_number(&rest, 2, sign) : 0;
    int year = rest.length == YEAR_DIGITS ? take_number(&rest, YEAR_DIGITS, '\0') : -1;
    if (first < 0 || second < 0 || year < 0)
        return true;
    const char *date = second > 0 ? arena_format(query->arena, "%04d-%02d-%02d", year, second, first)
                                  : arena_format(query->arena, "%04d-%02d", year, first);
    if (date)
        *value = text_view_of(date);
    return date != NULL;
}

static bool is_date(struct text_view value)
{
    static const char shape[] = "dddd-dd-dd";
    if (value.length != 4 && value.length != 7 && value.length != 10)
        return false;
    for (size_t i = 0; i < value.length; i++)
        if (shape[i] == 'd' ? value.bytes[i] < '0' || value.bytes[i] > '9' : value.bytes[i] != '-')
            return false;
    return true;
}

static int number_at(struct text_view value, size_t start, size_t digits)
{
    int number = 0;
    for (size_t i = start; i < start + digits; i++)
        number = number * 10 + (value.bytes[i] - '0');
    return number;
}

/* Whether the calendar has the month and the day of what looks like a date. */
static bool is_in_calendar(struct text_view date)
{
    int year = number_at(date, 0, 4), month = date.length > 4 ? number_at(date, 5, 2) : 1;
    int day = date.length > 7 ? number_at(date, 8, 2) : 1;
    return calendar_has(year, month, day);
}

static bool wrong_date(const char *name, struct text_view value, struct error *error)
{
    error_set(error, ERROR_USAGE, name, "there is no such date: “%.*s”", (int)value.length, value.bytes);
    return error_set_way_out(error, "months are 01 to 12, and a day is one that its month has: 2012, 2012-05 or "
                                    "2012-05-31");
}

static bool set_value(enum query_field field, const char *name, struct text_view value, struct query_term *term,
                      struct error *error)
{
    struct buffer typed = {0}, scratch = {0};
    bool good = true;
    switch (fields[field].values) {
    case VALUE_TEXT:
    case VALUE_NAME:
        break;
    case VALUE_DATE:
        good = is_date(value) ? is_in_calendar(value) || wrong_date(name, value, error)
                              : wrong_value(field, name, value, error);
        break;
    case VALUE_YEAR:
        good = (is_date(value) && value.length == 4) || wrong_value(field, name, value, error);
        term->value = good ? number_at(value, 0, 4) : 0;
        break;
    case VALUE_KIND:
        text_append_name_key(value, &typed);
        term->value = (int)find_kind(field, &typed, &scratch);
        good = (size_t)term->value < fields[field].kind_count || wrong_value(field, name, value, error);
        break;
    }
    if (good && (typed.failed || scratch.failed))
        good = error_set_memory(error, "query");
    buffer_free(&typed);
    buffer_free(&scratch);
    return good;
}

static bool unknown_field(const char *name, struct error *error)
{
    error_set(error, ERROR_USAGE, name, "there is no field of this name");
    return error_set_choices(error, field_names, FIELD_COUNT);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool take_off(struct text_view *text, char first)
{
    if (text->length == 0 || text->bytes[0] != first)
        return false;
    text->bytes++;
    text->length--;
    return true;
}

/* A name of letters, a colon, something behind it that is no address. */
static bool split(struct text_view token, struct text_view *name, struct text_view *value)
{
    size_t length = 0;
    while (length < token.length && is_letter(token.bytes[length]))
        length++;
    if (length < 2 || length + 1 >= token.length || token.bytes[length] != ':' || token.bytes[length + 1] == '/')
        return false;
    *name = (struct text_view){token.bytes, length};
    *value = (struct text_view){token.bytes + length + 1, token.length - length - 1};
    take_off(value, '"');
    if (value->length > 0 && value->bytes[value->length - 1] == '"')
        value->length--;
    return value->length > 0;
}

/* "=Land Rover", and ="Land Rover": names are to be no longer than that. */
static bool take_whole(enum query_field field, struct text_view *value)
{
    struct text_view name = *value;
    bool has_names = field == FIELD_MAKE || field == FIELD_MODEL || field == FIELD_SOURCE || field == FIELD_MARKET;
    if (!has_names || !take_off(&name, '='))
        return false;
    take_off(&name, '"');
    if (name.length > 0)
        *value = name;
    return name.length > 0;
}

static bool is_named(const char *own, struct text_view name)
{
    return strlen(own) == name.length && strncasecmp(own, name.bytes, name.length) == 0;
}

static size_t find_field(struct text_view name)
{
    size_t field = 0;
    while (field < FIELD_COUNT && !is_named(field_names[field].key, name) && !is_named(field_names[field].german, name))
        field++;
    return field;
}

bool query_is_unfinished_field(struct text_view token)
{
    while (token.length > 1 && strchr("\"=", token.bytes[token.length - 1]))
        token.length--;
    return token.length > 1 && token.bytes[token.length - 1] == ':' &&
           find_field((struct text_view){token.bytes, token.length - 1}) < FIELD_COUNT;
}

enum query_field_result query_take_field(struct query *query, struct text_view token, struct query_term *term,
                                         struct error *error)
{
    struct text_view name, value;
    if (!split(token, &name, &value))
        return FIELD_NONE;
    size_t field = find_field(name);
    char typed[64];
    snprintf(typed, sizeof typed, "%.*s", (int)name.length, name.bytes);
    if (field == FIELD_COUNT) {
        unknown_field(typed, error);
        return FIELD_WRONG;
    }
    if (fields[field].values == VALUE_DATE && !take_german_date(query, &value)) {
        error_set_memory(error, "query");
        return FIELD_WRONG;
    }
    bool has_content, is_whole = take_whole((enum query_field)field, &value);
    if (!query_make_word(query, value, true, term, &has_content, error) ||
        (is_whole && !query_set_key(query, term, error)))
        return FIELD_WRONG;
    term->kind = TERM_FILTER;
    term->is_quoted = false;
    term->is_whole = is_whole;
    term->field = (enum query_field)field;
    return set_value(term->field, typed, value, term, error) ? FIELD_FOUND : FIELD_WRONG;
}

/* --- Words for a person -------------------------------------------------------------------- */

/* "ohne Marke BMW", but "nicht seit 2014", "nicht gemerkt". */
static void describe_exclusion(const struct query_term *term, bool german, struct buffer *words)
{
    bool is_clause = term->kind == TERM_FILTER &&
                     (term->field == FIELD_IS || term->field == FIELD_SINCE || term->field == FIELD_UNTIL);
    buffer_append_string(words, is_clause ? (german ? "nicht " : "not ") : german ? "ohne " : "without ");
}

static void describe_term(const struct query_term *term, bool german, struct buffer *words)
{
    if (term->is_excluded)
        describe_exclusion(term, german, words);
    if (term->kind == TERM_FILTER) {
        if (!term->is_excluded || term->field != FIELD_IS)
            buffer_append_format(words, "%s ",
                                 german ? fields[term->field].shown_german : fields[term->field].shown_english);
        const struct kind_name *kinds = fields[term->field].kinds;
        if (kinds) {
            buffer_append_string(words, german ? kinds[term->value].german : kinds[term->value].english);
            return;
        }
    }
    bool quoted = term->is_quoted;
    buffer_append_string(words, quoted ? (german ? "„" : "“") : "");
    buffer_append_view(words, term->typed);
    buffer_append_string(words, quoted ? (german ? "“" : "”") : "");
}

void query_describe(const struct query *query, bool german, struct buffer *words)
{
    for (size_t i = 0; i < query_clause_count(query); i++) {
        const struct query_clause *clause = query_clause(query, i);
        buffer_append_string(words, i ? " · " : "");
        for (size_t k = 0; k < clause->count && !clause->terms[k].is_synonym; k++) {
            if (clause->terms[k].is_subscriber)
                continue;
            buffer_append_string(words, k ? (german ? " oder " : " or ") : "");
            describe_term(&clause->terms[k], german, words);
        }
    }
}
