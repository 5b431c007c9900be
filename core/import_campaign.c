#include "core/import_campaign.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/import_stated.h"
#include "core/store_pack.h"
#include "core/text.h"
#include "core/understand.h"

bool campaign_prefers(struct text_view candidate, struct text_view current)
{
    if (candidate.length != current.length)
        return candidate.length > current.length;
    return candidate.length > 0 && memcmp(candidate.bytes, current.bytes, candidate.length) < 0;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t skip_blanks(struct text_view text, size_t at)
{
    while (at < text.length && is_blank(text.bytes[at]))
        at++;
    return at;
}

bool campaign_texts_differ(struct text_view a, struct text_view b)
{
    size_t i = 0, k = 0;
    if (text_view_equal(a, b))
        return false;
    for (;; i++, k++) {
        i = skip_blanks(a, i);
        k = skip_blanks(b, k);
        if (i == a.length || k == b.length || a.bytes[i] != b.bytes[k])
            return i < a.length || k < b.length;
    }
}

static const char *copy_string(const char *string, struct arena *arena)
{
    return string ? arena_copy(arena, text_view_of(string)) : NULL;
}

/* As a rule keeps it, with memory of the arena. */
static void keep(void (*rule)(const char **kept, const char *candidate), const char **kept, const char *candidate,
                 struct arena *arena)
{
    const char *before = *kept;
    rule(kept, candidate);
    if (*kept != before)
        *kept = copy_string(*kept, arena);
}

/* Inserts a label where it belongs by byte order. */
static void add_label(const char **known, struct text_view label, struct arena *arena)
{
    const char *at = *known;
    while (at && *at) {
        const char *end = strstr(at, COMPONENT_JOINT);
        struct text_view item = {at, end ? (size_t)(end - at) : strlen(at)};
        int order = text_view_compare(item, label);
        if (order == 0)
            return;
        if (order > 0)
            break;
        at = end ? end + strlen(COMPONENT_JOINT) : item.bytes + item.length;
    }
    size_t before = at ? (size_t)(at - *known) : 0;
    bool is_last = at && !*at;
    *known = arena_format(arena, "%.*s%s%.*s%s%s", (int)before, *known ? *known : "", is_last ? COMPONENT_JOINT : "",
                          (int)label.length, label.bytes, at && !is_last ? COMPONENT_JOINT : "", at ? at : "");
}

void campaign_add_component(const char **known, const char *labels, struct arena *arena)
{
    enum { BYTES_MOST = 2000 }; /* more are no labels, and each row is compared with them */
    while (labels && *labels && (!*known || strlen(*known) < BYTES_MOST)) {
        const char *end = strstr(labels, COMPONENT_JOINT);
        size_t length = end ? (size_t)(end - labels) : strlen(labels);
        struct text_view label = text_trim((struct text_view){labels, length});
        if (label.length > 0)
            add_label(known, label, arena);
        labels = end ? end + strlen(COMPONENT_JOINT) : NULL;
    }
}

void campaign_widen(struct range *range, struct range other)
{
    if (other.from && (!range->from || other.from < range->from))
        range->from = other.from;
    if (other.to && other.to > range->to)
        range->to = other.to;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool add_vehicle(struct campaign *campaign, const struct vehicle *vehicle, struct arena *arena)
{
    if (!array_reserve(&campaign->vehicles, campaign->vehicle_count, &campaign->vehicle_capacity,
                       sizeof *campaign->vehicles))
        return false;
    campaign->vehicles[campaign->vehicle_count++] = (struct vehicle){
        .make = copy_string(vehicle->make, arena),
        .model = copy_string(vehicle->model, arena),
        .years = vehicle->years,
    };
    campaign_keep_smaller(&campaign->given.make, campaign->vehicles[campaign->vehicle_count - 1].make);
    return true;
}

static bool is_single(enum fact_kind which)
{
    const struct stated_kind *kind = stated_kind_of(which);
    return kind && kind->is_single;
}

/* Of single facts any one tells that there is one. */
static uint64_t hash_stated(const struct stated *stated)
{
    struct hash_state state;
    hash_begin(&state, 0);
    hash_add(&state, &stated->kind, sizeof stated->kind);
    if (!is_single(stated->kind))
        hash_add(&state, stated->value, strlen(stated->value));
    return hash_end64(&state);
}

/* Of several rows' single facts the smaller holds, whichever comes first. */
static void keep_single(struct campaign *campaign, const struct stated *stated, struct arena *arena)
{
    keep(campaign_keep_smaller, &campaign->stated[campaign->single_places[stated->kind]].value, stated->value, arena);
}

static bool add_stated(struct campaign *campaign, const struct stated *stated, bool is_first_row, struct arena *arena)
{
    struct given *given = &campaign->given;
    if (!hash_set_add(&campaign->seen, hash_stated(stated))) {
        if (!is_first_row && is_single(stated->kind))
            keep_single(campaign, stated, arena);
        return true;
    }
    if (!array_reserve(&campaign->stated, given->stated_count, &campaign->stated_capacity, sizeof *campaign->stated))
        return false;
    campaign->single_places[stated->kind] = given->stated_count;
    campaign->stated[given->stated_count++] = (struct stated){stated->kind, copy_string(stated->value, arena)};
    given->stated = campaign->stated;
    campaign->is_stated_by_rows |= !is_first_row;
    return !arena_failed(arena);
}

bool campaign_is_empty(const struct campaign *campaign)
{
    return !campaign->authority;
}

bool campaign_add(struct campaign *campaign, const struct import_value *value, struct arena *arena)
{
    struct given *given = &campaign->given;
    bool first = campaign_is_empty(campaign);
    if (first) {
        given->affected_world = given->affected_germany = -1;
        campaign->authority = copy_string(value->authority, arena);
        campaign->campaign = copy_string(value->campaign, arena);
    }
    campaign->has_other_texts |= !first && campaign_texts_differ(value->text, campaign->text);
    if (first || campaign_prefers(value->text, campaign->text))
        campaign->text = (struct text_view){arena_copy(arena, value->text), value->text.length};
    keep(campaign_keep_preferred, &given->title, value->given.title, arena);
    campaign_add_component(&given->component, value->given.component, arena);
    keep(campaign_keep_earlier, &given->date, value->given.date, arena);
    keep(campaign_keep_smaller, &given->make, value->given.make, arena);
    campaign_widen(&given->years, value->given.years);
    given->affected_world = larger(given->affected_world, value->given.affected_world);
    given->affected_germany = larger(given->affected_germany, value->given.affected_germany);
    given->advisories |= value->given.advisories;
    for (size_t i = 0; i < value->vehicle_count; i++)
        if (!add_vehicle(campaign, &value->vehicles[i], arena))
            return false;
    for (size_t i = 0; i < value->given.stated_count; i++)
        if (!add_stated(campaign, &value->given.stated[i], first, arena))
            return false;
    return !arena_failed(arena);
}

/* --- Vehicles ------------------------------------------------------------------------------ */

static int compare_strings(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_vehicles(const void *left, const void *right)
{
    const struct vehicle *a = left, *b = right;
    int order = compare_strings(a->make, b->make);
    if (order == 0)
        order = compare_strings(a->model, b->model);
    if (order == 0)
        order = (a->years.from > b->years.from) - (a->years.from < b->years.from);
    if (order == 0)
        order = (a->years.to > b->years.to) - (a->years.to < b->years.to);
    return order;
}

void campaign_unite(struct campaign *campaign)
{
    struct vehicle *vehicles = campaign->vehicles;
    if (campaign->vehicle_count == 0)
        return;
    qsort(vehicles, campaign->vehicle_count, sizeof *vehicles, compare_vehicles);
    size_t kept = 0;
    for (size_t i = 1; i < campaign->vehicle_count; i++) {
        struct vehicle *last = &vehicles[kept];
        bool same =
            compare_strings(last->make, vehicles[i].make) == 0 && compare_strings(last->model, vehicles[i].model) == 0;
        bool follows = vehicles[i].years.from <= last->years.to + 1 || last->years.to == 0;
        if (same && follows && (last->years.from || !vehicles[i].years.from))
            campaign_widen(&last->years, vehicles[i].years);
        else
            vehicles[++kept] = vehicles[i];
    }
    campaign->vehicle_count = kept + 1;
}

static void list_models(const struct campaign *campaign, struct arena *arena, struct string_list *models)
{
    if (campaign->vehicle_count == 0)
        return;
    const char **items = arena_allocate_array(arena, campaign->vehicle_count, sizeof *items);
    if (!items)
        return;
    struct hash_set seen = {0};
    models->items = items;
    for (size_t i = 0; i < campaign->vehicle_count; i++) {
        const char *model = campaign->vehicles[i].model;
        if (model && hash_set_add(&seen, hash64(model, strlen(model))))
            items[models->count++] = model;
    }
    hash_set_free(&seen);
}

/* Whether two spellings are one make: by the rules' name for it, but for hyphens and case. */
static bool is_same_make(const struct rules *rules, const char *a, const char *b)
{
    struct buffer key = {0}, other = {0};
    text_append_name_key(text_view_of(rules_main_name(rules, "make", a)), &key);
    text_append_name_key(text_view_of(rules_main_name(rules, "make", b)), &other);
    bool same = text_view_equal(buffer_view(&key), buffer_view(&other));
    buffer_free(&key);
    buffer_free(&other);
    return same;
}

/* Of several makes none is that of the recall: each stands with its vehicles. */
static bool has_several_makes(const struct campaign *campaign, const struct rules *rules)
{
    const char *first = NULL;
    for (size_t i = 0; i < campaign->vehicle_count; i++) {
        const char *make = campaign->vehicles[i].make;
        if (first && make && strcmp(first, make) != 0 && !is_same_make(rules, first, make))
            return true;
        first = first ? first : make;
    }
    return false;
}

/* --- Understanding ------------------------------------------------------------------------- */

/* In one line, as lists show it. */
static const char *tidy_title(const char *title, struct arena *arena)
{
    struct buffer plain = {0};
    if (!title)
        return NULL;
    text_normalize_space(text_view_of(title), &plain);
    const char *tidy = plain.length > 0 && !plain.failed ? arena_copy(arena, buffer_view(&plain)) : NULL;
    buffer_free(&plain);
    return tidy;
}

bool campaign_understand(struct campaign *campaign, const struct rules *rules, struct reading *reading,
                         struct arena *arena, struct recall *recall, struct error *error)
{
    const struct given *given = &campaign->given;
    struct range years = given->years;
    for (size_t i = 0; i < campaign->vehicle_count; i++)
        campaign_widen(&years, campaign->vehicles[i].years);
    *recall = (struct recall){
        .campaign = campaign->campaign,
        .authority = campaign->authority,
        .headline = tidy_title(given->title, arena),
        .text = campaign->text,
        .make = given->make,
        .years = years,
        .started = import_stated_date(given, FACT_STARTED, arena),
        .ended = import_stated_date(given, FACT_ENDED, arena),
        .duration_minutes = {-1, -1},
        .affected_world = given->affected_world,
        .affected_germany = given->affected_germany,
        .advisories = given->advisories,
        .vehicles = campaign->vehicles,
        .vehicle_count = campaign->vehicle_count,
        .given = given,
    };
    list_models(campaign, arena, &recall->models);
    if (!understand_recall(reading, recall, arena, error))
        return false;
    if (has_several_makes(campaign, rules))
        recall->make = NULL;
    import_stated_apply(given, recall, arena);
    return !arena_failed(arena) || error_set_memory(error, "import");
}

void campaign_pack(const struct campaign *campaign, struct buffer *content)
{
    const struct recall recall = {
        .campaign = campaign->campaign,
        .authority = campaign->authority,
        .vehicles = campaign->vehicles,
        .vehicle_count = campaign->vehicle_count,
        .given = &campaign->given,
    };
    store_pack_facts(&recall, content);
    buffer_append_view(content, campaign->text);
}

void campaign_free(struct campaign *campaign)
{
    free(campaign->vehicles);
    free(campaign->stated);
    hash_set_free(&campaign->seen);
    *campaign = (struct campaign){0};
}
