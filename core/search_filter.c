#include "core/search_filter.h"

#include <string.h>

#include "core/index.h"
#include "core/search_match.h"
#include "core/text.h"

/* Whether the term's words stand in the value as whole words: model:3 is not every 3 in a number. */
static bool has_words(struct text_view value, const struct query_term *term)
{
    struct match_text name = {0};
    struct query_term words = *term;
    bool found = false;
    words.kind = TERM_PHRASE;
    words.begins_word = true;
    match_text_set(&name, value);
    for (size_t way = 0; way < MATCH_WAY_COUNT && !found; way++) {
        size_t at = 0, start, length;
        while (!found && match_uses_way(&words, way) && match_find(&name, &words, way, at, &start, &length)) {
            found = match_ends_word(&name, way, start + length);
            at = start + 1;
        }
    }
    match_text_free(&name);
    return found;
}

/* Letters and digits compared, whatever stands between them. */
static bool same_number(struct text_view value, struct text_view wanted, bool anywhere)
{
    struct buffer own = {0}, other = {0};
    index_append_number(&own, value);
    index_append_number(&other, wanted);
    bool same = other.length > 0 && !own.failed && !other.failed;
    if (same && anywhere)
        same = memmem(own.bytes, own.length, other.bytes, other.length) != NULL;
    else if (same)
        same = text_view_equal(buffer_view(&own), buffer_view(&other));
    buffer_free(&own);
    buffer_free(&other);
    return same;
}

/* A date that names less than the value is compared as far as it goes: 2014 is since 2014-05. */
static int compare_date(struct text_view date, struct text_view value)
{
    return memcmp(date.bytes, value.bytes, date.length < value.length ? date.length : value.length);
}

static bool has_word(struct text_view value, const struct query_term *term)
{
    struct match_text name = {0};
    struct query_term word = *term;
    word.kind = TERM_WORD;
    match_text_set(&name, value);
    bool found = match_has(&name, &word);
    match_text_free(&name);
    return found;
}

/*
 * Whether one of the names stands in the value; as the whole of it also when it is divided in another way. A name of
 * signs alone has no key: it is the whole of what is written like it.
 */
static bool has_any_name(struct text_view value, const struct query_term *term)
{
    struct buffer key = {0};
    bool may_be_more = !term->is_whole, found = may_be_more && has_words(value, term);
    if (!found)
        text_append_name_key(value, &key);
    found = found || (key.length > 0 && text_view_equal(buffer_view(&key), term->key)) ||
            (!may_be_more && key.length == 0 && text_view_equal(value, term->typed));
    for (size_t i = 0; i < term->other_count && !found; i++)
        found = text_view_equal(buffer_view(&key), term->others[i].key) ||
                (may_be_more && has_words(value, &term->others[i]));
    buffer_free(&key);
    return found;
}

bool match_value(const struct query_term *term, struct text_view value)
{
    switch (term->field) {
    case FIELD_MAKE:
    case FIELD_MODEL:
    case FIELD_MARKET:
        return has_any_name(value, term);
    case FIELD_SINCE:
        return value.length > 0 && compare_date(value, term->typed) >= 0;
    case FIELD_UNTIL:
        return value.length > 0 && compare_date(value, term->typed) <= 0;
    case FIELD_PART:
        return same_number(value, term->typed, true);
    case FIELD_ID:
    case FIELD_CAMPAIGN:
        return same_number(value, term->typed, false);
    case FIELD_SOURCE:
        return term->is_whole ? has_any_name(value, term) : has_word(value, term);
    default:
        return false;
    }
}

bool match_authority(const struct query_term *term, struct text_view authority)
{
    return !term->is_whole && has_words(authority, term);
}

/* --- Recalls ------------------------------------------------------------------------------- */

bool match_filter_needs_recall(const struct query_term *term)
{
    return term->kind == TERM_FILTER && term->field != FIELD_CATEGORY && term->field != FIELD_HAZARD &&
           term->field != FIELD_SINCE && term->field != FIELD_UNTIL && term->field != FIELD_IS;
}

static bool string_fits(const char *string, const struct query_term *term)
{
    return string && match_value(term, text_view_of(string));
}

static bool list_fits(const struct string_list *list, const struct query_term *term)
{
    for (size_t i = 0; i < list->count; i++)
        if (string_fits(list->items[i], term))
            return true;
    return false;
}

static bool in_years(struct range years, int year)
{
    if ((!years.from && !years.to) || year < INDEX_YEAR_FIRST || year > INDEX_YEAR_LAST)
        return false;
    return (!years.from || year >= years.from) && (!years.to || year <= years.to);
}

static bool year_fits(const struct recall *recall, int year)
{
    for (size_t i = 0; i < recall->vehicle_count; i++)
        if (in_years(recall->vehicles[i].years, year))
            return true;
    return recall->vehicle_count == 0 && in_years(recall->years, year);
}

static bool vehicle_fits(const struct recall *recall, const struct query_term *term)
{
    bool by_make = term->field == FIELD_MAKE;
    for (size_t i = 0; i < recall->vehicle_count; i++)
        if (string_fits(by_make ? recall->vehicles[i].make : recall->vehicles[i].model, term))
            return true;
    return by_make ? string_fits(recall->make, term) : list_fits(&recall->models, term);
}

static bool source_fits(const struct recall *recall, const struct query_term *term)
{
    for (size_t i = 0; i < recall->occurrence_count; i++)
        if (string_fits(recall->occurrences[i].source, term))
            return true;
    return recall->authority && match_authority(term, text_view_of(recall->authority));
}

/* "19V188" of the campaign 19V188000. */
static bool fits_with_ending(const char *campaign, const struct query_term *term)
{
    struct buffer own = {0}, wanted = {0};
    index_append_number(&own, text_view_of(campaign));
    index_append_number(&wanted, term->typed);
    bool fits =
        !own.failed && query_complete_campaign(&wanted) && text_view_equal(buffer_view(&own), buffer_view(&wanted));
    buffer_free(&own);
    buffer_free(&wanted);
    return fits;
}

/* The authority's number, or what the maker calls the action. */
static bool campaign_fits(const struct recall *recall, const struct query_term *term)
{
    bool fits = recall->campaign && (string_fits(recall->campaign, term) || fits_with_ending(recall->campaign, term));
    for (size_t i = 0; !fits && recall->given && i < recall->given->stated_count; i++) {
        struct text_view code = text_view_of(recall->given->stated[i].value);
        fits = recall->given->stated[i].kind == FACT_CODE &&
               (match_value(term, code) || match_value(term, index_bare_code(code)));
    }
    return fits;
}

bool match_filter(const struct store_facet *facet, const struct recall *recall, const struct query_term *term)
{
    switch (term->field) {
    case FIELD_CATEGORY:
        return facet->categories >> term->value & 1;
    case FIELD_HAZARD:
        return facet->hazards >> term->value & 1;
    case FIELD_REMEDY:
        return recall->remedies >> term->value & 1;
    case FIELD_MAKE:
    case FIELD_MODEL:
        return vehicle_fits(recall, term);
    case FIELD_YEAR:
        return year_fits(recall, term->value);
    case FIELD_SINCE:
    case FIELD_UNTIL:
        return match_value(term, text_view_of(facet->date));
    case FIELD_PART:
        return list_fits(&recall->parts, term);
    case FIELD_ID:
        return string_fits(recall->id, term);
    case FIELD_CAMPAIGN:
        return campaign_fits(recall, term);
    case FIELD_SOURCE:
        return source_fits(recall, term);
    case FIELD_MARKET:
        return list_fits(&recall->markets, term);
    case FIELD_IS:
    case FIELD_COUNT:
        break;
    }
    return false;
}
