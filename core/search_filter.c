#include "core/search_filter.h"

#include <string.h>

#include "core/search_match.h"
#include "core/text.h"

bool match_filter_needs_recall(const struct query_term *term)
{
    return term->kind == TERM_FILTER && term->field != FIELD_CATEGORY && term->field != FIELD_HAZARD;
}

/* Whether the value's words stand in the string as whole words: model:3 is not every 3 in a number. */
static bool has_words(const char *string, const struct query_term *term)
{
    struct folded folded = {0};
    bool found = false;
    if (!string || !text_fold(text_view_of(string), FOLD_BASE, &folded))
        return false;
    struct text_view text = buffer_view(&folded.text), wanted = term->base;
    for (size_t at = 0; !found && wanted.length > 0 && at + wanted.length <= text.length; at++) {
        if (memcmp(text.bytes + at, wanted.bytes, wanted.length) != 0)
            continue;
        size_t end = at + wanted.length;
        found = (at == 0 || !fold_is_word_byte((unsigned char)text.bytes[at - 1]) || folded.joints[at]) &&
                (end == text.length || !fold_is_word_byte((unsigned char)text.bytes[end]) || folded.joints[end]);
    }
    folded_free(&folded);
    return found;
}

static bool list_has_words(const struct string_list *list, const struct query_term *term)
{
    for (size_t i = 0; i < list->count; i++)
        if (has_words(list->items[i], term))
            return true;
    return false;
}

/* Letters and digits compared, whatever stands between them; leading zeros are how the press prints numbers. */
static bool same_number(const char *string, struct text_view value, bool anywhere)
{
    char own[128], wanted[128];
    size_t own_length = 0, wanted_length = 0;
    for (; string && *string && own_length + 1 < sizeof own; string++)
        if (fold_is_word_byte((unsigned char)(*string | 0x20)) && (own_length > 0 || *string != '0'))
            own[own_length++] = (char)(*string | 0x20);
    for (size_t i = 0; i < value.length && wanted_length + 1 < sizeof wanted; i++)
        if (fold_is_word_byte((unsigned char)(value.bytes[i] | 0x20)) && (wanted_length > 0 || value.bytes[i] != '0'))
            wanted[wanted_length++] = (char)(value.bytes[i] | 0x20);
    if (wanted_length == 0 || wanted_length > own_length)
        return false;
    if (anywhere)
        return memmem(own, own_length, wanted, wanted_length) != NULL;
    return own_length == wanted_length && memcmp(own, wanted, wanted_length) == 0;
}

static bool in_years(struct range years, int year)
{
    if (!years.from && !years.to)
        return false;
    return (!years.from || year >= years.from) && (!years.to || year <= years.to);
}

static bool match_year(const struct recall *recall, int year)
{
    for (size_t i = 0; i < recall->vehicle_count; i++)
        if (in_years(recall->vehicles[i].years, year))
            return true;
    return recall->vehicle_count == 0 && in_years(recall->years, year);
}

/* A date that names less than the value is compared as far as it goes: 2014 is since 2014-05. */
static int compare_date(const char *date, struct text_view value)
{
    size_t length = strlen(date) < value.length ? strlen(date) : value.length;
    return memcmp(date, value.bytes, length);
}

static bool match_vehicle(const struct recall *recall, const struct query_term *term)
{
    bool by_make = term->field == FIELD_MAKE;
    for (size_t i = 0; i < recall->vehicle_count; i++)
        if (has_words(by_make ? recall->vehicles[i].make : recall->vehicles[i].model, term))
            return true;
    return by_make ? has_words(recall->make, term) : list_has_words(&recall->models, term);
}

static bool match_parts(const struct recall *recall, const struct query_term *term)
{
    for (size_t i = 0; i < recall->parts.count; i++)
        if (same_number(recall->parts.items[i], term->typed, true))
            return true;
    return false;
}

static bool match_source(const struct recall *recall, const struct query_term *term)
{
    struct match_text name = {0};
    bool found = false;
    struct query_term word = *term;
    word.kind = TERM_WORD;
    for (size_t i = 0; !found && i < recall->occurrence_count; i++) {
        match_text_set(&name, text_view_of(recall->occurrences[i].source));
        found = match_has(&name, &word);
    }
    match_text_free(&name);
    return found || has_words(recall->authority, term);
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
        return match_vehicle(recall, term);
    case FIELD_YEAR:
        return match_year(recall, term->value);
    case FIELD_SINCE:
        return facet->date[0] && compare_date(facet->date, term->typed) >= 0;
    case FIELD_UNTIL:
        return facet->date[0] && compare_date(facet->date, term->typed) <= 0;
    case FIELD_PART:
        return match_parts(recall, term);
    case FIELD_ID:
        return same_number(recall->id, term->typed, false);
    case FIELD_CAMPAIGN:
        return same_number(recall->campaign, term->typed, false);
    case FIELD_SOURCE:
        return match_source(recall, term);
    case FIELD_MARKET:
        return list_has_words(&recall->markets, term);
    case FIELD_COUNT:
        break;
    }
    return false;
}
