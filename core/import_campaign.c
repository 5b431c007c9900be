#include "core/import_campaign.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/reader_value.h"
#include "core/text.h"
#include "core/understand.h"

bool campaign_prefers(struct text_view candidate, struct text_view current)
{
    if (candidate.length != current.length)
        return candidate.length > current.length;
    return candidate.length > 0 && memcmp(candidate.bytes, current.bytes, candidate.length) < 0;
}

static const char *copy_string(const char *string, struct arena *arena)
{
    return string ? arena_copy(arena, text_view_of(string)) : NULL;
}

/* Replaces *kept by the longer candidate. */
static void keep_longer(const char **kept, const char *candidate, struct arena *arena)
{
    if (candidate && (!*kept || strlen(candidate) > strlen(*kept)))
        *kept = copy_string(candidate, arena);
}

static void keep_first(const char **kept, const char *candidate, struct arena *arena)
{
    if (!*kept)
        *kept = copy_string(candidate, arena);
}

static void widen(struct range *range, struct range other)
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
    return true;
}

/* Of single facts any one tells that there is one. */
static uint64_t hash_stated(const struct stated *stated)
{
    const struct stated_kind *kind = stated_kind_of(stated->kind);
    struct hash_state state;
    hash_begin(&state, 0);
    hash_add(&state, &stated->kind, sizeof stated->kind);
    if (!kind || !kind->is_single)
        hash_add(&state, stated->value, strlen(stated->value));
    return hash_end64(&state);
}

static bool add_stated(struct campaign *campaign, const struct stated *stated, struct arena *arena)
{
    struct given *given = &campaign->given;
    if (!hash_set_add(&campaign->seen, hash_stated(stated)))
        return true;
    if (!array_reserve(&campaign->stated, given->stated_count, &campaign->stated_capacity, sizeof *campaign->stated))
        return false;
    campaign->stated[given->stated_count++] = (struct stated){stated->kind, copy_string(stated->value, arena)};
    given->stated = campaign->stated;
    return !arena_failed(arena);
}

bool campaign_is_empty(const struct campaign *campaign)
{
    return !campaign->authority;
}

bool campaign_add(struct campaign *campaign, const struct staged_record *record, struct arena *arena)
{
    struct given *given = &campaign->given;
    bool first = campaign_is_empty(campaign);
    if (first) {
        given->affected_world = given->affected_germany = -1;
        campaign->authority = copy_string(record->authority, arena);
        campaign->campaign = copy_string(record->campaign, arena);
    }
    if (first || campaign_prefers(record->text, campaign->text))
        campaign->text = (struct text_view){arena_copy(arena, record->text), record->text.length};
    keep_longer(&given->title, record->given.title, arena);
    keep_longer(&given->component, record->given.component, arena);
    keep_first(&given->date, record->given.date, arena);
    keep_first(&given->make, record->given.make, arena);
    widen(&given->years, record->given.years);
    given->affected_world = larger(given->affected_world, record->given.affected_world);
    given->affected_germany = larger(given->affected_germany, record->given.affected_germany);
    given->advisories |= record->given.advisories;
    for (size_t i = 0; i < record->vehicle_count; i++)
        if (!add_vehicle(campaign, &record->vehicles[i], arena))
            return false;
    if (campaign->vehicle_count > 0)
        keep_first(&given->make, campaign->vehicles[0].make, arena);
    for (size_t i = 0; i < record->given.stated_count; i++)
        if (!add_stated(campaign, &record->given.stated[i], arena))
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
            widen(&last->years, vehicles[i].years);
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

/* --- Understanding ------------------------------------------------------------------------- */

static const char *find_stated(const struct given *given, enum fact_kind kind)
{
    for (size_t i = 0; i < given->stated_count; i++)
        if (given->stated[i].kind == kind)
            return given->stated[i].value;
    return NULL;
}

/* The value's place among the names of its kind; their count when it is none of them. */
static size_t find_kind(const struct stated_kind *kind, const char *value)
{
    return value ? kind_find(kind->names, kind->name_count, text_view_of(value)) : kind->name_count;
}

/* A date as sources write them; NULL when it is none. */
static const char *stated_date(const struct given *given, enum fact_kind kind, struct arena *arena)
{
    char date[READER_DATE_BYTES];
    const char *value = find_stated(given, kind);
    return value && reader_date(text_view_of(value), DAY_FIRST, date) ? arena_copy(arena, text_view_of(date)) : NULL;
}

static void apply_single(const struct given *given, struct recall *recall)
{
    const struct stated_kind *kind = stated_kind_of(FACT_COST);
    size_t cost = find_kind(kind, find_stated(given, FACT_COST));
    const char *minutes = find_stated(given, FACT_DURATION);
    struct range duration;
    if (cost < kind->name_count)
        recall->cost = (enum cost)cost;
    if (minutes && reader_minutes(text_view_of(minutes), &duration))
        recall->duration_minutes = duration;
}

static void apply_bits(const struct given *given, enum fact_kind which, uint32_t *bits)
{
    const struct stated_kind *kind = stated_kind_of(which);
    for (size_t i = 0; i < given->stated_count; i++) {
        size_t bit = given->stated[i].kind == which ? find_kind(kind, given->stated[i].value) : kind->name_count;
        if (bit < kind->name_count)
            *bits |= UINT32_C(1) << bit;
    }
}

/* That the text names none of the others is no category beside one that is stated. */
static void apply_categories(const struct given *given, struct recall *recall)
{
    const struct stated_kind *kind = stated_kind_of(FACT_CATEGORY);
    enum category united[CATEGORY_COUNT];
    uint32_t known = 0;
    size_t count = 0;
    for (size_t i = 0; i < given->stated_count; i++) {
        size_t category =
            given->stated[i].kind == FACT_CATEGORY ? find_kind(kind, given->stated[i].value) : CATEGORY_COUNT;
        if (category >= CATEGORY_COUNT || known >> category & 1)
            continue;
        known |= UINT32_C(1) << category;
        united[count++] = (enum category)category;
    }
    if (count == 0)
        return;
    for (size_t i = 0; i < recall->category_count; i++)
        if (!(known >> recall->categories[i] & 1) && recall->categories[i] != CATEGORY_OTHER)
            united[count++] = recall->categories[i];
    memcpy(recall->categories, united, count * sizeof *united);
    recall->category_count = count;
}

static size_t find_item(const struct string_list *list, const char *item)
{
    size_t i = 0;
    while (i < list->count && strcmp(list->items[i], item) != 0)
        i++;
    return i;
}

/* What the source states comes first in the list that was read from the text; evidence goes on meaning the same item.
 */
static void apply_list(const struct given *given, enum fact_kind kind, struct string_list *list, struct recall *recall,
                       struct arena *arena)
{
    struct string_list united = {
        .items = arena_allocate_array(arena, list->count + given->stated_count + 1, sizeof *united.items)};
    for (size_t i = 0; united.items && i < given->stated_count; i++)
        if (given->stated[i].kind == kind)
            united.items[united.count++] = given->stated[i].value;
    if (united.count == 0)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (find_item(&united, list->items[i]) == united.count)
            united.items[united.count++] = list->items[i];
    struct evidence *evidence = (struct evidence *)recall->evidence;
    for (size_t i = 0; i < recall->evidence_count; i++)
        if (evidence[i].kind == kind && evidence[i].value < list->count)
            evidence[i].value = (unsigned)find_item(&united, list->items[evidence[i].value]);
    *list = united;
}

static void apply_stated(const struct given *given, struct recall *recall, struct arena *arena)
{
    const struct {
        enum fact_kind kind;
        struct string_list *list;
    } lists[] = {
        {FACT_MARKET, &recall->markets}, {FACT_MARKET_EXCLUDED, &recall->markets_excluded},
        {FACT_PART, &recall->parts},     {FACT_PHONE, &recall->phones},
        {FACT_URL, &recall->urls},       {FACT_CONDITION, &recall->conditions},
    };
    apply_single(given, recall);
    apply_bits(given, FACT_HAZARD, &recall->hazards);
    apply_bits(given, FACT_REMEDY, &recall->remedies);
    apply_categories(given, recall);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        apply_list(given, lists[i].kind, lists[i].list, recall, arena);
}

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

bool campaign_understand(struct campaign *campaign, const struct rules *rules, struct arena *arena,
                         struct recall *recall, struct error *error)
{
    const struct given *given = &campaign->given;
    struct range years = given->years;
    for (size_t i = 0; i < campaign->vehicle_count; i++)
        widen(&years, campaign->vehicles[i].years);
    *recall = (struct recall){
        .campaign = campaign->campaign,
        .authority = campaign->authority,
        .headline = tidy_title(given->title, arena),
        .text = campaign->text,
        .make = given->make,
        .years = years,
        .started = stated_date(given, FACT_STARTED, arena),
        .ended = stated_date(given, FACT_ENDED, arena),
        .duration_minutes = {-1, -1},
        .affected_world = given->affected_world,
        .affected_germany = given->affected_germany,
        .advisories = given->advisories,
        .vehicles = campaign->vehicles,
        .vehicle_count = campaign->vehicle_count,
    };
    list_models(campaign, arena, &recall->models);
    if (!understand_recall(rules, recall, arena, error))
        return false;
    apply_stated(given, recall, arena);
    return !arena_failed(arena) || error_set_memory(error, "import");
}

uint64_t campaign_content(const struct campaign *campaign)
{
    const struct recall recall = {
        .campaign = campaign->campaign,
        .authority = campaign->authority,
        .text = campaign->text,
        .vehicles = campaign->vehicles,
        .vehicle_count = campaign->vehicle_count,
        .given = &campaign->given,
    };
    return store_recall_checksum(&recall);
}

void campaign_free(struct campaign *campaign)
{
    free(campaign->vehicles);
    free(campaign->stated);
    hash_set_free(&campaign->seen);
    *campaign = (struct campaign){0};
}
