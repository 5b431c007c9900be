#include "core/store_pack.h"

#include <string.h>

/*
 * One walk over all fields serves both ways: it appends what a field holds, or fills it. A string is its length and
 * one, its bytes and a zero; 0 for NULL.
 */
struct packing {
    struct buffer *out; /* NULL: unpacking */
    struct text_view in;
    struct arena *arena;
    bool failed;
};

static void walk_bytes(struct packing *packing, void *bytes, size_t length)
{
    if (packing->out) {
        buffer_append(packing->out, bytes, length);
    } else if (packing->in.length < length) {
        packing->failed = true;
        memset(bytes, 0, length);
    } else {
        memcpy(bytes, packing->in.bytes, length);
        packing->in.bytes += length;
        packing->in.length -= length;
    }
}

#define WALK_FIELD(packing, field) walk_bytes(packing, &(field), sizeof(field))

static void walk_string(struct packing *packing, const char **string)
{
    uint32_t size = packing->out && *string ? (uint32_t)strlen(*string) + 1 : 0;
    WALK_FIELD(packing, size);
    if (packing->out) {
        buffer_append(packing->out, *string, size);
        return;
    }
    *string = size > 0 && size <= packing->in.length ? packing->in.bytes : NULL;
    packing->failed |= size > packing->in.length;
    size_t taken = *string ? size : 0;
    packing->in.bytes += taken;
    packing->in.length -= taken;
}

/* The number of elements of an array, and, when unpacking, memory for them. */
static size_t walk_count(struct packing *packing, size_t count, size_t element_size, void **items)
{
    uint32_t stored = (uint32_t)count;
    WALK_FIELD(packing, stored);
    if (packing->out)
        return count;
    packing->failed |= stored > packing->in.length; /* no element takes less than a byte */
    *items = packing->failed ? NULL : arena_allocate_array(packing->arena, stored, element_size);
    return *items ? stored : 0;
}

static void walk_list(struct packing *packing, struct string_list *list)
{
    void *items = list->items;
    list->count = walk_count(packing, list->count, sizeof *list->items, &items);
    list->items = items;
    for (size_t i = 0; i < list->count; i++)
        walk_string(packing, &list->items[i]);
}

static void walk_vehicles(struct packing *packing, struct recall *recall)
{
    void *items = (void *)recall->vehicles;
    recall->vehicle_count = walk_count(packing, recall->vehicle_count, sizeof *recall->vehicles, &items);
    struct vehicle *vehicles = items;
    recall->vehicles = vehicles;
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        walk_string(packing, &vehicles[i].make);
        walk_string(packing, &vehicles[i].model);
        WALK_FIELD(packing, vehicles[i].years);
    }
}

static void walk_evidence(struct packing *packing, struct recall *recall)
{
    void *items = (void *)recall->evidence;
    recall->evidence_count = walk_count(packing, recall->evidence_count, sizeof *recall->evidence, &items);
    struct evidence *evidence = items;
    recall->evidence = evidence;
    for (size_t i = 0; i < recall->evidence_count; i++)
        WALK_FIELD(packing, evidence[i]);
}

static void walk_recall(struct packing *packing, struct recall *recall)
{
    const char **const strings[] = {&recall->id,   &recall->campaign, &recall->authority, &recall->headline,
                                    &recall->make, &recall->started,  &recall->ended};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        walk_string(packing, strings[i]);
    for (int kind = 0; kind < FACT_KIND_COUNT; kind++) {
        struct string_list *list = recall_list_of(recall, kind);
        if (list)
            walk_list(packing, list);
    }
    WALK_FIELD(packing, recall->category_count);
    packing->failed |= recall->category_count > CATEGORY_COUNT;
    for (size_t i = 0; !packing->failed && i < recall->category_count; i++)
        WALK_FIELD(packing, recall->categories[i]);
    WALK_FIELD(packing, recall->years);
    WALK_FIELD(packing, recall->duration_minutes);
    WALK_FIELD(packing, recall->cost);
    WALK_FIELD(packing, recall->hazards);
    WALK_FIELD(packing, recall->remedies);
    WALK_FIELD(packing, recall->advisories);
    WALK_FIELD(packing, recall->affected_world);
    WALK_FIELD(packing, recall->affected_germany);
    walk_vehicles(packing, recall);
    walk_evidence(packing, recall);
}

static void walk_given(struct packing *packing, struct given *given)
{
    const char **const strings[] = {&given->title, &given->date, &given->make, &given->component};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        walk_string(packing, strings[i]);
    WALK_FIELD(packing, given->years);
    WALK_FIELD(packing, given->affected_world);
    WALK_FIELD(packing, given->affected_germany);
    WALK_FIELD(packing, given->advisories);
    void *items = (void *)given->stated;
    given->stated_count = walk_count(packing, given->stated_count, sizeof *given->stated, &items);
    struct stated *stated = items;
    given->stated = stated;
    for (size_t i = 0; i < given->stated_count; i++) {
        WALK_FIELD(packing, stated[i].kind);
        walk_string(packing, &stated[i].value);
    }
}

static void walk(struct packing *packing, struct packed_recall *recall)
{
    WALK_FIELD(packing, recall->identity);
    WALK_FIELD(packing, recall->added);
    walk_recall(packing, &recall->recall);
    walk_given(packing, &recall->given);
}

void store_pack(const struct packed_recall *recall, struct buffer *out)
{
    struct packing packing = {.out = out};
    struct packed_recall copy = *recall; /* packing only reads, but the walk is the one that also fills */
    copy.given = *recall->recall.given;
    walk(&packing, &copy);
}

bool store_unpack(struct text_view bytes, struct arena *arena, struct packed_recall *recall)
{
    struct packing packing = {.in = bytes, .arena = arena};
    *recall = (struct packed_recall){0};
    walk(&packing, recall);
    recall->recall.given = &recall->given;
    return !packing.failed && !arena_failed(arena);
}
