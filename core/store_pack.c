#include "core/store_pack.h"

#include <string.h>

/* One walk over all fields serves both ways: it appends what a field holds, or fills it. */
struct packing {
    struct buffer *out; /* NULL: unpacking */
    struct text_view in;
    struct arena *arena;
    bool failed;
};

/* --- Numbers and strings ------------------------------------------------------------------- */

static void put_number(struct packing *packing, uint64_t number)
{
    enum { BYTES_MOST = 10 };
    struct buffer *out = packing->out;
    if (!buffer_reserve(out, BYTES_MOST))
        return;
    for (; number >= 0x80; number >>= 7)
        out->bytes[out->length++] = (char)(number | 0x80);
    out->bytes[out->length++] = (char)number;
    out->bytes[out->length] = '\0';
}

static uint64_t take_number(struct packing *packing)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && packing->in.length > 0; shift += 7) {
        unsigned char byte = (unsigned char)*packing->in.bytes++;
        packing->in.length--;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    packing->failed = true;
    return 0;
}

/* What it is given when packing, what it finds when unpacking; failed where that is too large. */
static uint64_t walk_number(struct packing *packing, uint64_t number, uint64_t most)
{
    if (packing->out) {
        put_number(packing, number);
        return number;
    }
    number = take_number(packing);
    packing->failed |= number > most;
    return packing->failed ? 0 : number;
}

static int64_t walk_signed(struct packing *packing, int64_t number)
{
    uint64_t turned = walk_number(packing, (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0), UINT64_MAX);
    return (int64_t)(turned >> 1 ^ (turned & 1 ? UINT64_MAX : 0));
}

static unsigned walk_unsigned(struct packing *packing, unsigned number)
{
    return (unsigned)walk_number(packing, number, UINT32_MAX);
}

static struct range walk_range(struct packing *packing, struct range range)
{
    int from = (int)walk_signed(packing, range.from);
    return (struct range){from, (int)walk_signed(packing, range.to)};
}

static const char *walk_string(struct packing *packing, const char *string)
{
    uint64_t size = walk_number(packing, string ? strlen(string) + 1 : 0, UINT64_MAX);
    if (packing->out) {
        buffer_append(packing->out, string ? string : "", size);
        return string;
    }
    if (size == 0)
        return NULL;
    if (size > packing->in.length || packing->in.bytes[size - 1] != '\0') {
        packing->failed = true;
        return NULL;
    }
    string = packing->in.bytes;
    packing->in.bytes += size;
    packing->in.length -= size;
    return string;
}

/* --- Lists and arrays ---------------------------------------------------------------------- */

/* The number of elements of an array, and, when unpacking, memory for them in *items. */
static size_t walk_count(struct packing *packing, size_t count, size_t element_size, void *items)
{
    /* No element takes less than a byte. */
    size_t stored = walk_number(packing, count, packing->in.length);
    if (packing->out)
        return count;
    void *memory = stored > 0 ? arena_allocate_array(packing->arena, stored, element_size) : NULL;
    memcpy(items, &memory, sizeof memory);
    return memory ? stored : 0;
}

static void walk_list(struct packing *packing, struct string_list *list)
{
    const char **items = list->items;
    list->count = walk_count(packing, list->count, sizeof *items, &items);
    list->items = items;
    for (size_t i = 0; i < list->count; i++) {
        const char *item = walk_string(packing, packing->out ? items[i] : NULL);
        if (!packing->out)
            items[i] = item ? item : "";
    }
}

static void walk_vehicles(struct packing *packing, struct recall *recall)
{
    struct vehicle *memory = NULL;
    recall->vehicle_count = walk_count(packing, recall->vehicle_count, sizeof *memory, &memory);
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        struct vehicle vehicle = packing->out ? recall->vehicles[i] : (struct vehicle){0};
        vehicle.make = walk_string(packing, vehicle.make);
        vehicle.model = walk_string(packing, vehicle.model);
        vehicle.years = walk_range(packing, vehicle.years);
        if (memory)
            memory[i] = vehicle;
    }
    if (!packing->out)
        recall->vehicles = memory;
}

static void walk_evidence(struct packing *packing, struct recall *recall)
{
    struct evidence *memory = NULL;
    recall->evidence_count = walk_count(packing, recall->evidence_count, sizeof *memory, &memory);
    for (size_t i = 0; i < recall->evidence_count; i++) {
        struct evidence evidence = packing->out ? recall->evidence[i] : (struct evidence){0};
        evidence.kind = (enum fact_kind)walk_number(packing, evidence.kind, FACT_KIND_COUNT - 1);
        evidence.value = walk_unsigned(packing, evidence.value);
        evidence.start_bytes = walk_unsigned(packing, evidence.start_bytes);
        evidence.length_bytes = walk_unsigned(packing, evidence.length_bytes);
        if (memory)
            memory[i] = evidence;
    }
    if (!packing->out)
        recall->evidence = memory;
}

static void walk_stated(struct packing *packing, struct given *given)
{
    struct stated *memory = NULL;
    given->stated_count = walk_count(packing, given->stated_count, sizeof *memory, &memory);
    for (size_t i = 0; i < given->stated_count; i++) {
        struct stated stated = packing->out ? given->stated[i] : (struct stated){0};
        stated.kind = (enum fact_kind)walk_number(packing, stated.kind, FACT_KIND_COUNT - 1);
        stated.value = walk_string(packing, stated.value);
        packing->failed |= !stated.value;
        if (memory)
            memory[i] = stated;
    }
    if (!packing->out)
        given->stated = memory;
}

/* --- A recall ------------------------------------------------------------------------------ */

static void walk_strings(struct packing *packing, const char **const strings[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        *strings[i] = walk_string(packing, *strings[i]);
}

static void walk_categories(struct packing *packing, struct recall *recall)
{
    recall->category_count = walk_number(packing, recall->category_count, CATEGORY_COUNT);
    for (size_t i = 0; i < recall->category_count; i++)
        recall->categories[i] = (enum category)walk_number(packing, recall->categories[i], CATEGORY_COUNT - 1);
}

static void walk_recall(struct packing *packing, struct recall *recall)
{
    const char **const strings[] = {&recall->campaign, &recall->authority, &recall->make, &recall->started,
                                    &recall->ended};
    walk_strings(packing, strings, sizeof strings / sizeof strings[0]);
    packing->failed |= !recall->authority;
    walk_categories(packing, recall);
    recall->years = walk_range(packing, recall->years);
    recall->duration_minutes = walk_range(packing, recall->duration_minutes);
    recall->cost = (enum cost)walk_number(packing, recall->cost, COST_COUNT - 1);
    recall->hazards = walk_unsigned(packing, recall->hazards);
    recall->remedies = walk_unsigned(packing, recall->remedies);
    recall->advisories = walk_unsigned(packing, recall->advisories);
    recall->affected_world = walk_signed(packing, recall->affected_world);
    recall->affected_germany = walk_signed(packing, recall->affected_germany);
    for (int kind = 0; kind < FACT_KIND_COUNT; kind++) {
        struct string_list *list = recall_list_of(recall, kind);
        if (list)
            walk_list(packing, list);
    }
    walk_vehicles(packing, recall);
    walk_evidence(packing, recall);
}

static void walk_given(struct packing *packing, struct given *given)
{
    const char **const strings[] = {&given->title, &given->date, &given->make, &given->component};
    walk_strings(packing, strings, sizeof strings / sizeof strings[0]);
    given->years = walk_range(packing, given->years);
    given->affected_world = walk_signed(packing, given->affected_world);
    given->affected_germany = walk_signed(packing, given->affected_germany);
    given->advisories = walk_unsigned(packing, given->advisories);
    walk_stated(packing, given);
}

void store_pack_facts(const struct recall *recall, struct buffer *out)
{
    struct packing packing = {.out = out};
    struct recall copy = *recall; /* packing only reads, but the walk is the one that also fills */
    struct given given = *recall->given;
    walk_recall(&packing, &copy);
    walk_given(&packing, &given);
}

bool store_unpack_facts(struct text_view bytes, struct arena *arena, struct recall *recall, struct given *given)
{
    struct packing packing = {.in = bytes, .arena = arena};
    *recall = (struct recall){.given = given};
    *given = (struct given){0};
    walk_recall(&packing, recall);
    walk_given(&packing, given);
    return !packing.failed && packing.in.length == 0 && !arena_failed(arena);
}

/* --- In the stage -------------------------------------------------------------------------- */

/* What of it has always the same size. */
struct fixed {
    unsigned char identity[STORE_IDENTITY_BYTES];
    uint64_t checksum, text_checksum;
};

void store_pack(struct packed_recall *packed, struct buffer *out)
{
    const struct recall *recall = &packed->recall;
    struct packing packing = {.out = out};
    struct fixed fixed = {.text_checksum = store_text_checksum(recall->text)};
    memcpy(fixed.identity, packed->identity, sizeof fixed.identity);
    const size_t start = out->length;
    buffer_append(out, &fixed, sizeof fixed);
    walk_string(&packing, recall->id);
    walk_string(&packing, recall->headline);
    put_number(&packing, recall->text.length);
    buffer_append_view(out, recall->text);
    buffer_append_byte(out, '\0');
    const size_t facts = out->length;
    store_pack_facts(recall, out);
    if (out->failed)
        return;
    packed->text_checksum = fixed.text_checksum;
    packed->facts = (struct text_view){out->bytes + facts, out->length - facts};
    packed->checksum = fixed.checksum = store_recall_checksum(text_view_of(recall->id), text_view_of(recall->headline),
                                                              fixed.text_checksum, packed->facts);
    memcpy(out->bytes + start, &fixed, sizeof fixed);
}

bool store_unpack(struct text_view bytes, struct arena *arena, struct packed_recall *recall)
{
    struct fixed fixed;
    struct packing packing = {.in = bytes, .arena = arena};
    if (bytes.length < sizeof fixed)
        return false;
    memcpy(&fixed, bytes.bytes, sizeof fixed);
    memcpy(recall->identity, fixed.identity, sizeof fixed.identity);
    recall->checksum = fixed.checksum;
    recall->text_checksum = fixed.text_checksum;
    packing.in.bytes += sizeof fixed;
    packing.in.length -= sizeof fixed;
    const char *id = walk_string(&packing, NULL), *headline = walk_string(&packing, NULL);
    uint64_t length = take_number(&packing);
    if (packing.failed || length >= packing.in.length)
        return false;
    struct text_view text = {packing.in.bytes, length};
    recall->facts = (struct text_view){text.bytes + length + 1, packing.in.length - length - 1};
    if (!store_unpack_facts(recall->facts, arena, &recall->recall, &recall->given))
        return false;
    recall->recall.id = id;
    recall->recall.headline = headline;
    recall->recall.text = text;
    return true;
}
