#include "core/import_campaign.h"

#include <stdlib.h>
#include <string.h>

/*
 * Every rule here gives the same whichever campaign comes first, and in whichever order several are joined: files are
 * imported in any order, together or one by one, and what is joined a second time changes nothing.
 */

void campaign_keep_preferred(const char **kept, const char *candidate)
{
    if (candidate && (!*kept || campaign_prefers(text_view_of(candidate), text_view_of(*kept))))
        *kept = candidate;
}

void campaign_keep_smaller(const char **kept, const char *candidate)
{
    if (candidate && (!*kept || strcmp(candidate, *kept) < 0))
        *kept = candidate;
}

void campaign_keep_earlier(const char **kept, const char *candidate)
{
    if (!candidate)
        return;
    size_t same = 0;
    while (*kept && candidate[same] && candidate[same] == (*kept)[same])
        same++;
    bool is_prefix = *kept && (!candidate[same] || !(*kept)[same]);
    if (!*kept || (is_prefix ? strlen(candidate) > strlen(*kept) : candidate[same] < (*kept)[same]))
        *kept = candidate;
}

/* --- Stated facts -------------------------------------------------------------------------- */

static bool is_same_stated(const struct stated *a, size_t a_count, const struct stated *b, size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++)
        same = a[i].kind == b[i].kind && strcmp(a[i].value, b[i].value) == 0;
    return same;
}

static size_t take_kind(const struct given *given, enum fact_kind kind, struct stated *taken)
{
    size_t count = 0;
    for (size_t i = 0; i < given->stated_count; i++)
        if (given->stated[i].kind == kind)
            taken[count++] = given->stated[i];
    return count;
}

/* Takes over the array. */
static void replace_stated(struct campaign *campaign, struct stated *stated, size_t capacity, size_t count)
{
    free(campaign->stated);
    campaign->stated = stated;
    campaign->stated_capacity = capacity;
    campaign->given.stated = stated;
    campaign->given.stated_count = count;
}

static int compare_stated(const void *left, const void *right)
{
    return strcmp(((const struct stated *)left)->value, ((const struct stated *)right)->value);
}

bool campaign_order_stated(struct campaign *campaign)
{
    struct given *given = &campaign->given;
    size_t count = 0;
    if (given->stated_count == 0)
        return true;
    struct stated *ordered = calloc(given->stated_count, sizeof *ordered);
    if (!ordered)
        return false;
    for (size_t i = 0; i < STATED_KIND_COUNT; i++) {
        size_t taken = take_kind(given, stated_kinds[i].kind, ordered + count);
        if (campaign->is_stated_by_rows || stated_kinds[i].has_no_order)
            qsort(ordered + count, taken, sizeof *ordered, compare_stated);
        count += taken;
    }
    replace_stated(campaign, ordered, given->stated_count, count);
    return true;
}

/* The values of one kind: as they are when both say the same or one says nothing, else the smaller of the first ones,
 * since the first category is the chief one, and the others sorted. How many are in joined. */
static size_t join_kind(const struct given *a, const struct given *b, enum fact_kind which, struct stated *joined)
{
    const struct stated_kind *kind = stated_kind_of(which);
    size_t a_count = take_kind(a, which, joined);
    size_t b_count = take_kind(b, which, joined + a_count);
    if (a_count == 0 || b_count == 0)
        return a_count + b_count;
    if (is_same_stated(joined, a_count, joined + a_count, b_count))
        return a_count;
    struct stated first = compare_stated(&joined[0], &joined[a_count]) < 0 ? joined[0] : joined[a_count];
    if (kind && kind->is_single) {
        joined[0] = first;
        return 1;
    }
    size_t all = a_count + b_count, count = 1;
    qsort(joined, all, sizeof *joined, compare_stated);
    /* The first one goes to the front; what stood before it moves on by one. */
    for (size_t i = 0, kept = 0; i < all; i++) {
        bool is_known = strcmp(joined[i].value, first.value) == 0 ||
                        (kept > 0 && strcmp(joined[i].value, joined[kept - 1].value) == 0);
        if (!is_known) {
            joined[kept++] = joined[i];
            count = kept + 1;
        }
    }
    memmove(joined + 1, joined, (count - 1) * sizeof *joined);
    joined[0] = first;
    return count;
}

static bool join_stated(struct campaign *campaign, const struct given *other)
{
    struct given *given = &campaign->given;
    if (other->stated_count == 0 ||
        is_same_stated(given->stated, given->stated_count, other->stated, other->stated_count))
        return true;
    size_t most = given->stated_count + other->stated_count, count = 0;
    struct stated *joined = calloc(most, sizeof *joined);
    if (!joined)
        return false;
    if (given->stated_count == 0) {
        memcpy(joined, other->stated, other->stated_count * sizeof *joined);
        count = other->stated_count;
    } else {
        for (int kind = 0; kind < FACT_KIND_COUNT; kind++)
            count += join_kind(given, other, (enum fact_kind)kind, joined + count);
    }
    replace_stated(campaign, joined, most, count);
    return true;
}

/* --- All of it ----------------------------------------------------------------------------- */

static bool join_vehicles(struct campaign *campaign, const struct campaign *other)
{
    for (size_t i = 0; i < other->vehicle_count; i++) {
        if (!array_reserve(&campaign->vehicles, campaign->vehicle_count, &campaign->vehicle_capacity,
                           sizeof *campaign->vehicles))
            return false;
        campaign->vehicles[campaign->vehicle_count++] = other->vehicles[i];
    }
    return true;
}

bool campaign_join(struct campaign *campaign, const struct campaign *other, struct arena *arena)
{
    struct given *given = &campaign->given;
    if (campaign_is_empty(other))
        return true;
    campaign->has_other_texts |= other->has_other_texts;
    if (campaign_is_empty(campaign)) {
        campaign->text = other->text;
        given->affected_world = given->affected_germany = -1;
    } else {
        campaign->has_other_texts |= campaign_texts_differ(other->text, campaign->text);
        if (campaign_prefers(other->text, campaign->text))
            campaign->text = other->text;
    }
    campaign_keep_smaller(&campaign->authority, other->authority);
    campaign_keep_smaller(&campaign->campaign, other->campaign);
    campaign_keep_preferred(&given->title, other->given.title);
    campaign_add_component(&given->component, other->given.component, arena);
    campaign_keep_earlier(&given->date, other->given.date);
    campaign_keep_smaller(&given->make, other->given.make);
    campaign_widen(&given->years, other->given.years);
    if (other->given.affected_world > given->affected_world)
        given->affected_world = other->given.affected_world;
    if (other->given.affected_germany > given->affected_germany)
        given->affected_germany = other->given.affected_germany;
    given->advisories |= other->given.advisories;
    return !arena_failed(arena) && join_vehicles(campaign, other) && join_stated(campaign, &other->given);
}
