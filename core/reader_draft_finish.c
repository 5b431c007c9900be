#include "core/reader_draft_internal.h"

#include <string.h>
#include <strings.h>

/* Who makes it where no make is named. */
static struct text_view find_make(const struct reader_draft *draft)
{
    return draft->values[reader_draft_has(draft, TARGET_MAKE) ? TARGET_MAKE : TARGET_MAKE_ELSE];
}

static const char *string_of(const struct reader_draft *draft, enum reader_target target)
{
    return reader_draft_has(draft, target) ? draft->values[target].bytes : NULL;
}

static void join_text(const struct reader_draft *draft, struct raw_record *record)
{
    struct buffer *text = &draft->reader->text;
    for (size_t i = TARGET_TITLE; i <= TARGET_NOTES; i++) {
        struct text_view part = draft->values[i];
        if (part.length == 0 || (i == TARGET_TEXT && text_view_equal(part, draft->values[TARGET_TITLE])))
            continue;
        if (text->length > 0)
            buffer_append_string(text, PARAGRAPH_END);
        buffer_append_view(text, part);
    }
    if (text->length > 0 && reader_draft_has(draft, TARGET_INCIDENTS)) {
        buffer_append_format(text, "%sBekannte Vorfälle: ", PARAGRAPH_END);
        buffer_append_view(text, draft->values[TARGET_INCIDENTS]);
    }
    /* Older rows of some files say nothing but which component is concerned. */
    if (text->length == 0)
        buffer_append_view(text, draft->values[TARGET_COMPONENT]);
    record->text = buffer_view(text);
}

/* What stands alone is the text and no title of one. */
static struct text_view find_title(const struct reader_draft *draft)
{
    if (reader_draft_has(draft, TARGET_HEADLINE))
        return draft->values[TARGET_HEADLINE];
    return reader_draft_has(draft, TARGET_TEXT) ? draft->values[TARGET_TITLE] : (struct text_view){"", 0};
}

/* Keeps what could not be read, unless nothing is there to be read. */
static void keep_as_written(struct reader_draft *draft, enum reader_target target, bool is_read)
{
    if (!is_read && reader_draft_has(draft, target))
        reader_draft_keep_as_written(draft, target, draft->values[target]);
}

static int take_year(struct reader_draft *draft, enum reader_target target)
{
    int year;
    bool is_read = reader_year(draft->values[target], &year) || reader_is_unknown(draft->values[target]);
    keep_as_written(draft, target, is_read);
    return year;
}

/* Those of production only where there are no model years. */
static struct range take_years(struct reader_draft *draft)
{
    struct range years;
    bool is_read = reader_years(draft->values[TARGET_YEARS], &years) || reader_is_unknown(draft->values[TARGET_YEARS]);
    keep_as_written(draft, TARGET_YEARS, is_read);
    if (!years.from)
        years = (struct range){take_year(draft, TARGET_YEAR_FROM), take_year(draft, TARGET_YEAR_TO)};
    if (!years.from && !years.to)
        years = (struct range){take_year(draft, TARGET_BUILT_FROM), take_year(draft, TARGET_BUILT_TO)};
    return reader_order_years(years.from, years.to);
}

/* One vehicle for each model; one without a model where only the make is known. */
static void make_vehicles(struct reader_draft *draft, struct range years)
{
    struct text_view make = find_make(draft), models = draft->values[TARGET_MODEL];
    if (models.length == 0)
        models = draft->values[TARGET_MODEL_ELSE];
    if (models.length == 0)
        reader_draft_put_vehicle(draft, make, models, years);
    while (models.length > 0) {
        const char *end = memchr(models.bytes, MODEL_END[0], models.length);
        struct text_view model = {models.bytes, end ? (size_t)(end - models.bytes) : models.length};
        if (model.length > 0)
            reader_draft_put_vehicle(draft, make, model, years);
        models.bytes += model.length + (end ? 1 : 0);
        models.length -= model.length + (end ? 1 : 0);
    }
}

/* Years of vehicles are said with them; those of a recall without any stand alone. */
static void take_vehicles(struct reader_draft *draft, struct raw_record *record)
{
    bool are_stated = draft->vehicle_count > 0;
    const struct range years = take_years(draft);
    if (are_stated)
        record->make = string_of(draft, TARGET_MAKE);
    else
        make_vehicles(draft, years);
    if (are_stated || draft->vehicle_count == 0)
        record->years = years;
    record->vehicles = draft->vehicles;
    record->vehicle_count = draft->vehicle_count;
}

static bool read_date(struct reader_draft *draft, enum reader_target target, char date[READER_DATE_BYTES])
{
    struct text_view value = draft->values[target];
    bool is_read = reader_date(value, draft->day_order, date);
    keep_as_written(draft, target, is_read || reader_is_unknown(value));
    return is_read;
}

static const char *take_date(struct reader_draft *draft)
{
    char date[READER_DATE_BYTES];
    if (!read_date(draft, TARGET_DATE, date) && !read_date(draft, TARGET_DATE_ELSE, date))
        return NULL;
    return arena_copy(draft->reader->arena, text_view_of(date));
}

static int64_t take_count(struct reader_draft *draft, enum reader_target target)
{
    int64_t count = reader_count(draft->values[target]);
    keep_as_written(draft, target, count >= 0);
    return count;
}

/* "WDB1 – WDB9"; often prose, at either end. */
static void join_numbers(struct reader_draft *draft)
{
    struct text_view from = draft->values[TARGET_NUMBER_FROM], to = draft->values[TARGET_NUMBER_TO];
    struct buffer range = {0};
    bool is_range = from.length > 0 && to.length > 0 && !text_view_equal(from, to);
    buffer_append_view(&range, from.length > 0 ? from : to);
    buffer_append_string(&range, is_range ? " – " : "");
    buffer_append_view(&range, is_range ? to : (struct text_view){"", 0});
    reader_draft_put_item(draft, TARGET_FACT(FACT_VEHICLE_NUMBERS), buffer_view(&range));
    if (range.failed)
        draft->reader->text.failed = true;
    buffer_free(&range);
}

static bool is_one_of(struct text_view value, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (value.length == strlen(words[i]) && strncasecmp(value.bytes, words[i], value.length) == 0)
            return true;
    return false;
}

static unsigned take_advisory(struct reader_draft *draft, enum reader_target target, enum advisory advisory)
{
    static const char *const yes[] = {"yes", "ja", "true", "1", "y", "j", NULL};
    static const char *const no[] = {"no", "nein", "false", "0", "n", NULL};
    bool is_yes = is_one_of(draft->values[target], yes);
    keep_as_written(draft, target, is_yes || is_one_of(draft->values[target], no));
    return is_yes ? advisory : 0u;
}

/* Strings end at a zero byte, so a value must not have one in it. */
static bool has_zero_byte(const struct reader_draft *draft)
{
    for (size_t i = 0; i < TARGET_COUNT; i++)
        if (memchr(draft->values[i].bytes, '\0', draft->values[i].length))
            return true;
    return draft->has_zero_byte;
}

const char *reader_draft_finish(struct reader_draft *draft, struct raw_record *record)
{
    const struct text_view *values = draft->values;
    if (has_zero_byte(draft))
        return N_("it has NUL bytes in it");
    join_text(draft, record);
    if (record->text.length == 0)
        return N_("it has no text");
    record->title = find_title(draft);
    record->campaign = string_of(draft, TARGET_CAMPAIGN);
    if (reader_draft_has(draft, TARGET_AUTHORITY))
        record->authority = values[TARGET_AUTHORITY].bytes;
    record->date = take_date(draft);
    record->affected_world = take_count(draft, TARGET_AFFECTED_WORLD);
    record->affected_germany = take_count(draft, TARGET_AFFECTED_GERMANY);
    record->component = string_of(draft, TARGET_COMPONENT);
    record->advisories = take_advisory(draft, TARGET_DO_NOT_DRIVE, ADVISORY_DO_NOT_DRIVE) |
                         take_advisory(draft, TARGET_PARK_OUTSIDE, ADVISORY_PARK_OUTSIDE);
    take_vehicles(draft, record);
    keep_as_written(draft, TARGET_VEHICLE, false); /* not the list of objects that it should be */
    join_numbers(draft);
    record->stated = draft->stated;
    record->stated_count = draft->stated_count;
    record->unreadable = draft->unreadable;
    return NULL;
}
