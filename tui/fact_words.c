#include "tui/fact_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/reader_value.h"
#include "tui/messages.h"

static void append_day(const char *date, struct buffer *out)
{
    static const char *const months[12] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
                                           N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
    int year = 0, month = 0, day = 0;
    int count = sscanf(date, "%d-%d-%d", &year, &month, &day);
    if (count < 2 || month < 1 || month > 12) {
        buffer_append_string(out, date);
        return;
    }
    const char *name = _(months[month - 1]);
    if (count == 3)
        /* TRANSLATORS: day, month, year */
        buffer_append_format(out, _("%d %s %d"), day, name, year);
    else
        buffer_append_format(out, "%s %d", name, year);
}

static void append_part(struct buffer *out, const char *text)
{
    buffer_append_string(out, out->length ? " · " : "");
    buffer_append_string(out, text);
}

static void append_minutes(struct buffer *out, int minutes)
{
    if (minutes < 90 && minutes != 60)
        buffer_append_format(out, "%d %s", minutes, _("min"));
    else if (minutes % 60 == 0)
        buffer_append_format(out, "%d %s", minutes / 60, _("h"));
    else
        buffer_append_format(out, "%d:%02d %s", minutes / 60, minutes % 60, _("h"));
}

static void append_duration(struct buffer *out, struct range minutes)
{
    if (minutes.from < 0 && minutes.to < 0)
        return;
    buffer_append_string(out, out->length ? " · " : "");
    if (minutes.from < 0) {
        buffer_append_format(out, "%s ", _("up to"));
        append_minutes(out, minutes.to);
    } else if (minutes.to < 0) {
        buffer_append_format(out, "%s ", _("at least"));
        append_minutes(out, minutes.from);
    } else {
        append_minutes(out, minutes.from);
        if (minutes.to != minutes.from) {
            buffer_append_string(out, "–");
            append_minutes(out, minutes.to);
        }
    }
}

void fact_append_action(const struct recall *recall, struct buffer *out)
{
    if (recall->started) {
        buffer_append_format(out, "%s ", _("since"));
        append_day(recall->started, out);
    }
    if (recall->ended) {
        buffer_append_format(out, "%s%s ", out->length ? " · " : "", _("until"));
        append_day(recall->ended, out);
    }
    append_duration(out, recall->duration_minutes);
    if (recall->cost != COST_UNKNOWN)
        append_part(out, messages_kind(&cost_names[recall->cost]));
}

/* A recall that says no start is listed under the date that its source gives it, which is the authority's. */
static void append_date(const struct recall *recall, struct buffer *out)
{
    if (recall->started || !recall->date)
        return;
    append_day(recall->date, out);
    const char *authority = messages_authority(recall->authority);
    if (authority)
        buffer_append_format(out, " (%s)", authority);
}

static void append_bits(uint32_t bits, const struct kind_name *names, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        if (bits & UINT32_C(1) << i) {
            buffer_append_string(out, out->length ? ", " : "");
            buffer_append_string(out, messages_kind(&names[i]));
        }
    }
}

static void append_list(const struct string_list *list, const char *between, struct buffer *out)
{
    for (size_t i = 0; i < list->count; i++) {
        buffer_append_string(out, out->length ? between : "");
        buffer_append_string(out, list->items[i]);
    }
}

/* As many as a page is read for; the ranges of vehicle numbers may be dozens. */
static void append_stated(const struct recall *recall, enum fact_kind kind, const char *between, struct buffer *out)
{
    enum { MOST = 12 };
    size_t count = 0;
    for (size_t i = 0; recall->given && i < recall->given->stated_count; i++)
        if (recall->given->stated[i].kind == kind && count++ < MOST)
            buffer_append_format(out, "%s%s", out->length ? between : "", recall->given->stated[i].value);
    if (count > MOST)
        buffer_append_format(out, " (+%zu)", count - MOST);
}

void fact_append_quoted(const struct string_list *list, struct buffer *out)
{
    for (size_t i = 0; i < list->count; i++) {
        buffer_append_string(out, i ? "  " : "");
        buffer_append_format(out, _("“%s”"), list->items[i]);
    }
}

static void append_categories(const struct recall *recall, struct buffer *out)
{
    for (size_t i = 0; i < recall->category_count; i++) {
        buffer_append_string(out, i ? ", " : "");
        buffer_append_string(out, messages_kind(&category_names[recall->categories[i]]));
    }
}

/* "ACURA MDX, RL; HONDA CR-V, FIT": what stands under several makes, which are in order. */
static void append_makes(const struct recall *recall, struct buffer *out)
{
    enum { MOST = 24 };
    const struct vehicle *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        const struct vehicle *vehicle = &recall->vehicles[i];
        bool same_make = last && last->make && vehicle->make && strcmp(last->make, vehicle->make) == 0;
        bool same_model = same_make && last->model && vehicle->model && strcmp(last->model, vehicle->model) == 0;
        last = vehicle;
        if (same_model)
            continue;
        if (!same_make)
            buffer_append_format(out, "%s%s", i ? "; " : "", vehicle->make ? vehicle->make : "");
        if (vehicle->model && count++ < MOST)
            buffer_append_format(out, "%s %s", same_make ? "," : "", vehicle->model);
    }
    if (count > MOST)
        buffer_append_format(out, " (+%zu)", count - MOST);
}

void fact_append_vehicle(const struct recall *recall, struct buffer *out)
{
    bool has_makes = !recall->make && recall->vehicle_count > 0 && recall->vehicles[0].make;
    if (has_makes)
        append_makes(recall, out);
    if (recall->make)
        buffer_append_string(out, recall->make);
    if (recall->models.count > 0 && !has_makes) {
        struct string_list shown = recall->models;
        shown.count = shown.count > 24 ? 24 : shown.count;
        buffer_append_string(out, recall->make ? " " : "");
        for (size_t i = 0; i < shown.count; i++)
            buffer_append_format(out, "%s%s", i ? ", " : "", shown.items[i]);
        if (shown.count < recall->models.count)
            buffer_append_format(out, " (+%zu)", recall->models.count - shown.count);
    }
    if (recall->years.from || recall->years.to) {
        buffer_append_format(out, "%s%d", out->length ? ", " : "",
                             recall->years.from ? recall->years.from : recall->years.to);
        if (recall->years.from && recall->years.to && recall->years.from != recall->years.to)
            buffer_append_format(out, "–%d", recall->years.to);
    }
}

/* The places of a source stand together. */
static void append_sources(const struct recall *recall, struct buffer *out)
{
    enum { MOST = 12 };
    size_t count = 0;
    for (size_t i = 0; i < recall->occurrence_count; i++) {
        const struct occurrence *place = &recall->occurrences[i];
        if ((i > 0 && strcmp(place->source, place[-1].source) == 0) || count++ >= MOST)
            continue;
        buffer_append_format(out, "%s%s", out->length ? ", " : "", place->source);
        if (place->unlisted)
            buffer_append_format(out, " (%s)", _("no longer listed"));
    }
    if (count > MOST)
        buffer_append_format(out, " (+%zu)", count - MOST);
}

static void append_affected(const struct recall *recall, struct buffer *out)
{
    if (recall->affected_world >= 0) {
        messages_append_number((uint64_t)recall->affected_world, out);
        buffer_append_format(out, " %s", _("worldwide"));
    }
    if (recall->affected_germany >= 0) {
        buffer_append_string(out, out->length ? ", " : "");
        messages_append_number((uint64_t)recall->affected_germany, out);
        buffer_append_format(out, " %s", _("in Germany"));
    }
}

void fact_append_urgent(const struct recall *recall, struct buffer *out)
{
    const char *urgent = messages_urgent(recall->hazards, recall->advisories);
    if (urgent)
        buffer_append_format(out, "[%s]", urgent);
}

void fact_append_what(const struct recall *recall, struct buffer *out)
{
    fact_append_urgent(recall, out);
    buffer_append_string(out, out->length ? "  " : "");
    append_categories(recall, out);
}

static void append_hazards(const struct recall *recall, struct buffer *out)
{
    append_bits(recall->hazards, hazard_names, HAZARD_COUNT, out);
}

static void append_remedies(const struct recall *recall, struct buffer *out)
{
    append_bits(recall->remedies, remedy_names, REMEDY_COUNT, out);
}

static void append_component(const struct recall *recall, struct buffer *out)
{
    if (recall->given && recall->given->component)
        buffer_append_string(out, recall->given->component);
}

static void append_parts(const struct recall *recall, struct buffer *out)
{
    append_list(&recall->parts, ", ", out);
}

static void append_phones(const struct recall *recall, struct buffer *out)
{
    append_list(&recall->phones, ", ", out);
}

static void append_addresses(const struct recall *recall, struct buffer *out)
{
    append_list(&recall->urls, "  ", out);
}

static void append_conditions(const struct recall *recall, struct buffer *out)
{
    fact_append_quoted(&recall->conditions, out);
}

static void append_vehicle_numbers(const struct recall *recall, struct buffer *out)
{
    append_stated(recall, FACT_VEHICLE_NUMBERS, "; ", out);
}

static void append_numbers(const struct recall *recall, struct buffer *out)
{
    if (recall->campaign)
        buffer_append_format(out, "%s · ", recall->campaign);
    buffer_append_string(out, recall->id);
}

static void append_codes(const struct recall *recall, struct buffer *out)
{
    append_stated(recall, FACT_CODE, ", ", out);
}

/* What the source states of a kind and is none of it, beside what it has in columns that are not stated. */
static void append_unreadable(const struct recall *recall, struct buffer *out)
{
    enum { MOST = 12 };
    size_t count = 0;
    for (size_t i = 0; recall->given && i < recall->given->stated_count; i++) {
        const struct stated *stated = &recall->given->stated[i];
        if (reader_is_stated(stated->kind, text_view_of(stated->value)) || count++ >= MOST)
            continue;
        buffer_append_string(out, out->length ? "; " : "");
        if (stated->kind != FACT_UNREADABLE)
            buffer_append_format(out, "%s: ", stated_kind_of(stated->kind)->key);
        buffer_append_string(out, stated->value);
    }
    if (count > MOST)
        buffer_append_format(out, " (+%zu)", count - MOST);
}

const struct fact_line fact_lines[FACT_LINE_COUNT] = {
    {FACTS_OF_CAR, N_("Urgent"), fact_append_urgent, STYLE_URGENT},
    {FACTS_OF_CAR, N_("Category"), append_categories, STYLE_NORMAL},
    {FACTS_OF_CAR, N_("Vehicle"), fact_append_vehicle, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Action"), fact_append_action, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Date"), append_date, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Hazards"), append_hazards, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Remedy"), append_remedies, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Component"), append_component, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Part"), append_parts, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Phone"), append_phones, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Address"), append_addresses, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Affected"), append_affected, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("Check"), append_conditions, STYLE_NORMAL},
    {FACTS_OF_ACTION, N_("VIN"), append_vehicle_numbers, STYLE_NORMAL},
    {FACTS_OF_RECORD, N_("Number"), append_numbers, STYLE_NORMAL},
    {FACTS_OF_RECORD, N_("Code"), append_codes, STYLE_NORMAL},
    {FACTS_OF_RECORD, N_("Unclear"), append_unreadable, STYLE_NORMAL},
    {FACTS_OF_RECORD, N_("Source"), append_sources, STYLE_DIM},
};
