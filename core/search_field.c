#include "core/search_field.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/search_filter.h"

/* A filter at work. */
struct finding {
    struct store *store;
    struct index *index;
    const struct query_term *term;
    struct bitmap *ranks; /* what it finds is added here */
};

/* How the values of a field are found in its section of the index. */
struct field {
    bool (*find)(const struct finding *finding, const struct field *field, struct error *error);
    enum index_section section;
};

/* --- Values that are compared one by one ----------------------------------------------------- */

struct comparing {
    const struct query_term *term;
    bool (*fits)(const struct query_term *term, struct text_view value);
    struct index_place *places;
    size_t count, capacity;
    bool failed;
};

static bool compare_value(void *context, struct text_view value, const struct index_place *place)
{
    struct comparing *comparing = context;
    if (!comparing->fits(comparing->term, value))
        return true;
    if (!array_reserve(&comparing->places, comparing->count, &comparing->capacity, sizeof *comparing->places)) {
        comparing->failed = true;
        return false;
    }
    comparing->places[comparing->count++] = *place;
    return true;
}

static bool compare_values(const struct finding *finding, enum index_section section,
                           bool (*fits)(const struct query_term *term, struct text_view value), struct error *error)
{
    struct comparing comparing = {.term = finding->term, .fits = fits};
    bool good = index_visit(finding->index, section, compare_value, &comparing, error);
    if (good && comparing.failed)
        good = error_set_memory(error, "search");
    for (size_t i = 0; good && i < comparing.count; i++)
        good = index_unite(finding->index, &comparing.places[i], finding->ranks, error);
    free(comparing.places);
    bitmap_trim(finding->ranks);
    return good;
}

static bool find_value(const struct finding *finding, const struct field *field, struct error *error)
{
    return compare_values(finding, field->section, match_value, error);
}

/* By its name, or by who has issued what is in it. */
static bool find_source(const struct finding *finding, const struct field *field, struct error *error)
{
    return compare_values(finding, field->section, match_value, error) &&
           compare_values(finding, INDEX_AUTHORITY, match_authority, error);
}

/* --- Values that are looked up --------------------------------------------------------------- */

/* A year, or the number of a category, hazard or remedy. */
static bool find_number_of_kind(const struct finding *finding, const struct field *field, struct error *error)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%02d", finding->term->value);
    return index_look_up(finding->index, field->section, text_view_of(digits), INDEX_WHOLE, NULL, NULL, finding->ranks,
                         error);
}

/* A number, bare of what stands between its letters and digits. */
static bool look_up_number(const struct finding *finding, enum index_section section, const struct buffer *number,
                           enum index_match match, struct error *error)
{
    struct text_view pattern = buffer_view(number);
    if (number->failed)
        return error_set_memory(error, "search");
    if (pattern.length > INDEX_PATTERN_BYTES)
        pattern.length = INDEX_PATTERN_BYTES;
    return pattern.length == 0 ||
           index_look_up(finding->index, section, pattern, match, NULL, NULL, finding->ranks, error);
}

static bool find_part(const struct finding *finding, const struct field *field, struct error *error)
{
    struct buffer number = {0};
    index_append_number(&number, finding->term->typed);
    bool good = look_up_number(finding, field->section, &number, INDEX_ANYWHERE, error);
    buffer_free(&number);
    return good;
}

/* The authority's number of it, also without its ending, or the maker's. */
static bool find_campaign(const struct finding *finding, const struct field *field, struct error *error)
{
    struct buffer number = {0};
    index_append_number(&number, finding->term->typed);
    bool good = look_up_number(finding, field->section, &number, INDEX_WHOLE, error) &&
                look_up_number(finding, INDEX_CODE, &number, INDEX_WHOLE, error);
    if (good && (query_complete_campaign(&number) || number.failed))
        good = look_up_number(finding, field->section, &number, INDEX_WHOLE, error);
    buffer_free(&number);
    return good;
}

/* "4QXZ-7M2KD", likewise; without the zeros that the fold of a number takes from its front. */
static bool find_id(const struct finding *finding, const struct field *field, struct error *error)
{
    struct buffer number = {0}, id = {0};
    uint32_t rank;
    (void)field;
    index_append_number(&number, finding->term->typed);
    for (size_t i = number.length; i < QUERY_ID_LETTERS; i++)
        buffer_append_byte(&id, '0');
    buffer_append_view(&id, buffer_view(&number));
    struct error missing = {0};
    bool good = (!number.failed && !id.failed) || error_set_memory(error, "search");
    if (good && id.length == QUERY_ID_LETTERS) {
        if (store_find_id(finding->store, id.bytes, &rank, &missing))
            bitmap_add(finding->ranks, rank);
        else if (missing.kind != ERROR_NOT_FOUND) {
            *error = missing;
            good = false;
        }
    }
    buffer_free(&number);
    buffer_free(&id);
    return good;
}

static const struct field fields[FIELD_COUNT] = {
    [FIELD_CATEGORY] = {.find = find_number_of_kind, .section = INDEX_CATEGORY},
    [FIELD_MAKE] = {.find = find_value, .section = INDEX_MAKE},
    [FIELD_MODEL] = {.find = find_value, .section = INDEX_MODEL},
    [FIELD_YEAR] = {.find = find_number_of_kind, .section = INDEX_YEAR},
    [FIELD_SINCE] = {.find = find_value, .section = INDEX_DATE},
    [FIELD_UNTIL] = {.find = find_value, .section = INDEX_DATE},
    [FIELD_HAZARD] = {.find = find_number_of_kind, .section = INDEX_HAZARD},
    [FIELD_REMEDY] = {.find = find_number_of_kind, .section = INDEX_REMEDY},
    [FIELD_PART] = {.find = find_part, .section = INDEX_PART},
    [FIELD_ID] = {.find = find_id},
    [FIELD_CAMPAIGN] = {.find = find_campaign, .section = INDEX_CAMPAIGN},
    [FIELD_SOURCE] = {.find = find_source, .section = INDEX_SOURCE},
    [FIELD_MARKET] = {.find = find_value, .section = INDEX_MARKET},
};

bool search_field_find(struct store *store, struct index *index, const struct query_term *term, struct bitmap *ranks,
                       struct error *error)
{
    const struct finding finding = {store, index, term, ranks};
    return fields[term->field].find(&finding, &fields[term->field], error);
}
