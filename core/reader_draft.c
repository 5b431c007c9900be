#include "core/reader_draft_internal.h"

#include <string.h>
#include <strings.h>

#include "core/text.h"

void reader_draft_begin(struct reader_draft *draft, struct reader *reader)
{
    *draft = (struct reader_draft){.reader = reader, .day_order = DAY_FIRST};
    for (size_t i = 0; i < TARGET_COUNT; i++)
        draft->values[i] = (struct text_view){"", 0};
}

bool reader_draft_has(const struct reader_draft *draft, enum reader_target target)
{
    return draft->values[target].length > 0;
}

static struct text_view copy(struct reader_draft *draft, struct text_view value)
{
    char *bytes = arena_copy(draft->reader->arena, value);
    return bytes ? (struct text_view){bytes, value.length} : (struct text_view){"", 0};
}

static void append(struct reader_draft *draft, enum reader_target target, const char *separator, struct text_view value)
{
    struct text_view *kept = &draft->values[target];
    if (kept->length == 0) {
        *kept = copy(draft, value);
        draft->capacities[target] = 0;
        return;
    }
    size_t between = strlen(separator), length = kept->length + between + value.length;
    char *bytes = (char *)kept->bytes;
    if (length >= draft->capacities[target]) {
        size_t capacity = 2 * (length + 1);
        bytes = arena_allocate(draft->reader->arena, capacity);
        if (!bytes)
            return;
        memcpy(bytes, kept->bytes, kept->length);
        draft->capacities[target] = capacity;
    }
    memcpy(bytes + kept->length, separator, between);
    memcpy(bytes + kept->length + between, value.bytes, value.length);
    bytes[length] = '\0';
    *kept = (struct text_view){bytes, length};
}

/* --- Stated facts -------------------------------------------------------------------------- */

/* As the program writes it: the key of a kind that is named in German or English, a date; else as it is. */
static struct text_view normal_value(const struct stated_kind *kind, enum reader_day_order order,
                                     struct text_view value, char date[READER_DATE_BYTES])
{
    if ((kind->kind == FACT_STARTED || kind->kind == FACT_ENDED) && reader_date(value, order, date))
        return text_view_of(date);
    for (size_t i = 0; i < kind->name_count; i++) {
        const char *const names[] = {kind->names[i].key, kind->names[i].german, kind->names[i].english};
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
            if (kind->names[i].key && value.length == strlen(names[k]) &&
                strncasecmp(value.bytes, names[k], value.length) == 0)
                return text_view_of(kind->names[i].key);
    }
    return value;
}

static void put_stated(struct reader_draft *draft, const struct stated_kind *kind, struct text_view value)
{
    char date[READER_DATE_BYTES];
    struct arena *arena = draft->reader->arena;
    value = text_trim(value);
    if (reader_is_missing(value))
        return;
    if (!arena_reserve(arena, &draft->stated, draft->stated_count, &draft->stated_capacity, sizeof *draft->stated))
        return;
    draft->has_zero_byte |= memchr(value.bytes, '\0', value.length) != NULL;
    value = normal_value(kind, draft->day_order, value, date);
    draft->unreadable += !reader_is_stated(kind->kind, value);
    draft->stated[draft->stated_count++] = (struct stated){kind->kind, arena_copy(arena, value)};
}

/* The items of a cell; what stands in brackets stays together. */
static void put_stated_list(struct reader_draft *draft, const struct stated_kind *kind, struct text_view list)
{
    int depth = 0;
    size_t start = 0;
    for (size_t i = 0; i <= list.length; i++) {
        char c = i < list.length ? list.bytes[i] : '\n';
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        if (i < list.length && (!c || !strchr(kind->separators, c) || depth > 0))
            continue;
        put_stated(draft, kind, (struct text_view){list.bytes + start, i - start});
        start = i + 1;
    }
}

/* --- Putting ------------------------------------------------------------------------------- */

static void put_models(struct reader_draft *draft, struct text_view list)
{
    int depth = 0;
    size_t start = 0;
    for (size_t i = 0; i <= list.length; i++) {
        char c = i < list.length ? list.bytes[i] : ',';
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        if (i < list.length && ((c != ',' && c != ';') || depth > 0))
            continue;
        struct text_view model = text_trim((struct text_view){list.bytes + start, i - start});
        if (model.length > 0 && !reader_is_and_others(model))
            append(draft, TARGET_MODEL, MODEL_END, model);
        start = i + 1;
    }
}

void reader_draft_put_item(struct reader_draft *draft, enum reader_target target, struct text_view value)
{
    const struct stated_kind *kind =
        target >= TARGET_FACT_FIRST ? stated_kind_of((enum fact_kind)(target - TARGET_FACT_FIRST)) : NULL;
    if (kind)
        put_stated(draft, kind, value);
    else
        reader_draft_put(draft, target, value);
}

static struct text_view known_words(struct text_view value)
{
    value = text_trim(value);
    return reader_is_missing(value) ? (struct text_view){"", 0} : value;
}

void reader_draft_put_vehicle(struct reader_draft *draft, struct text_view make, struct text_view model,
                              struct range years)
{
    make = known_words(make);
    model = known_words(model);
    if (make.length == 0 && model.length == 0)
        return;
    if (!arena_reserve(draft->reader->arena, &draft->vehicles, draft->vehicle_count, &draft->vehicle_capacity,
                       sizeof *draft->vehicles))
        return;
    draft->has_zero_byte |= memchr(make.bytes, '\0', make.length) || memchr(model.bytes, '\0', model.length);
    draft->vehicles[draft->vehicle_count++] = (struct vehicle){
        .make = make.length > 0 ? copy(draft, make).bytes : NULL,
        .model = model.length > 0 ? copy(draft, model).bytes : NULL,
        .years = reader_order_years(years.from, years.to),
    };
}

void reader_draft_put_unreadable(struct reader_draft *draft, const char *column, struct text_view value)
{
    const char *whole = arena_format(draft->reader->arena, "%s: %.*s", column, (int)value.length, value.bytes);
    if (whole)
        put_stated(draft, stated_kind_of(FACT_UNREADABLE), text_view_of(whole));
}

void reader_draft_keep_as_written(struct reader_draft *draft, enum reader_target target, struct text_view value)
{
    static const char *const names[TARGET_COUNT] = {
        [TARGET_CAMPAIGN] = "campaign",
        [TARGET_AUTHORITY] = "authority",
        [TARGET_HEADLINE] = "headline",
        [TARGET_COMPONENT] = "component",
        [TARGET_MAKE] = "make",
        [TARGET_MAKE_ELSE] = "make",
        [TARGET_YEARS] = "years",
        [TARGET_YEAR_FROM] = "year_from",
        [TARGET_YEAR_TO] = "year_to",
        [TARGET_BUILT_FROM] = "built_from",
        [TARGET_BUILT_TO] = "built_to",
        [TARGET_DATE] = "date",
        [TARGET_DATE_ELSE] = "date",
        [TARGET_AFFECTED_WORLD] = "affected",
        [TARGET_AFFECTED_GERMANY] = "affected_germany",
        [TARGET_DO_NOT_DRIVE] = "do_not_drive",
        [TARGET_PARK_OUTSIDE] = "park_outside",
        [TARGET_VEHICLE] = "vehicles",
    };
    if (names[target])
        reader_draft_put_unreadable(draft, names[target], value);
}

void reader_draft_forget_facts(struct reader_draft *draft)
{
    for (int target = 0; target < TARGET_COUNT; target++)
        if (target != TARGET_CAMPAIGN && target != TARGET_AUTHORITY && target != TARGET_TEXT)
            draft->values[target] = (struct text_view){"", 0};
    draft->vehicle_count = draft->stated_count = draft->unreadable = 0;
}

void reader_draft_put(struct reader_draft *draft, enum reader_target target, struct text_view value)
{
    value = text_trim(value);
    if (target == TARGET_NONE || reader_is_missing(value))
        return;
    if (target >= TARGET_FACT_FIRST) {
        const struct stated_kind *kind = stated_kind_of((enum fact_kind)(target - TARGET_FACT_FIRST));
        if (kind && kind->separators)
            put_stated_list(draft, kind, value);
        else if (kind)
            put_stated(draft, kind, value);
        return;
    }
    if (target == TARGET_DATE_US) {
        draft->day_order = MONTH_FIRST;
        target = TARGET_DATE;
    }
    if (target == TARGET_MODELS)
        put_models(draft, value);
    else if (target == TARGET_MODEL)
        append(draft, target, MODEL_END, value);
    else if (target >= TARGET_TEXT && target <= TARGET_INCIDENTS)
        append(draft, target, PARAGRAPH_END, value);
    else if (!reader_draft_has(draft, target))
        draft->values[target] = copy(draft, value);
    else if (!text_view_equal(draft->values[target], value))
        reader_draft_keep_as_written(draft, target, value);
}
