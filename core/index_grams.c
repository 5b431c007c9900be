#include "core/index_grams.h"

#include <stdlib.h>
#include <string.h>

/*
 * 1,500,000 postings are united in two milliseconds or so, and to find a word takes as long as ten of them; a set of a
 * million recalls takes 125 KB. The sets of the chosen ones must be held for one chunk of ranks at a time, 8 KB each;
 * and of four letters there are so many that a hostile text could fill the memory.
 */
enum { COST_LEAST = 1500000, WORD_COST = 10, CHOSEN_MOST = 3000, SLOTS_MOST = 1 << 22 };

void gram_table_free(struct gram_table *table)
{
    free(table->slots);
    free(table->chosen);
    *table = (struct gram_table){.is_prefix = table->is_prefix};
}

static size_t slot_of(const struct gram_table *table, uint32_t key)
{
    size_t slot = (size_t)(key * 0x9E3779B1u >> 7) & (table->slot_count - 1);
    while (table->slots[slot].key && table->slots[slot].key != key)
        slot = (slot + 1) & (table->slot_count - 1);
    return slot;
}

static bool grow(struct gram_table *table)
{
    struct gram_table larger = {.slot_count = table->slot_count ? table->slot_count * 2 : 1 << 14};
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < table->slot_count; i++)
        if (table->slots[i].key)
            larger.slots[slot_of(&larger, table->slots[i].key)] = table->slots[i];
    free(table->slots);
    table->slots = larger.slots;
    table->slot_count = larger.slot_count;
    return true;
}

static uint32_t key_of(const char *bytes, size_t length)
{
    uint32_t key = 0;
    for (size_t i = 0; i < length; i++)
        key |= (uint32_t)(unsigned char)bytes[i] << (24 - 8 * i);
    return key;
}

/* Calls visit with the key of each gram of the word. */
static bool visit_keys(const struct gram_table *table, struct text_view word,
                       bool (*visit)(void *context, uint32_t key), void *context)
{
    if (table->is_prefix) {
        for (size_t length = 1; length <= GRAM_BYTES && length <= word.length; length++)
            if (!visit(context, key_of(word.bytes, length)))
                return false;
        return true;
    }
    for (size_t at = 0; at < word.length; at++)
        for (size_t length = GRAM_BYTES - 1; length <= GRAM_BYTES && at + length <= word.length; length++)
            if (!visit(context, key_of(word.bytes + at, length)))
                return false;
    return true;
}

struct counting {
    struct gram_table *table;
    uint32_t count;
};

static bool count_key(void *context, uint32_t key)
{
    struct counting *counting = context;
    struct gram_table *table = counting->table;
    if (table->used * 2 >= table->slot_count && table->slot_count < SLOTS_MOST && !grow(table))
        return false;
    size_t slot = slot_of(table, key);
    if (!table->slots[slot].key) {
        if (table->used * 4 >= (size_t)SLOTS_MOST * 3)
            return true;
        table->used++;
        table->slots[slot].key = key;
    }
    table->slots[slot].cost += counting->count + WORD_COST;
    return true;
}

bool gram_table_count(struct gram_table *table, struct text_view word, uint32_t count)
{
    return visit_keys(table, word, count_key, &(struct counting){table, count});
}

static int compare_costs(const void *left, const void *right)
{
    const struct gram *a = left, *b = right;
    return (a->cost < b->cost) - (a->cost > b->cost);
}

static int compare_keys(const void *left, const void *right)
{
    const struct gram *a = left, *b = right;
    return (a->key > b->key) - (a->key < b->key);
}

bool gram_table_choose(struct gram_table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < table->slot_count; i++)
        count += table->slots[i].cost >= COST_LEAST;
    table->chosen = calloc(count + 1, sizeof *table->chosen);
    if (!table->chosen)
        return false;
    for (size_t i = 0; i < table->slot_count; i++)
        if (table->slots[i].cost >= COST_LEAST)
            table->chosen[table->chosen_count++] = table->slots[i];
    qsort(table->chosen, count, sizeof *table->chosen, compare_costs);
    if (table->chosen_count > CHOSEN_MOST)
        table->chosen_count = CHOSEN_MOST;
    qsort(table->chosen, table->chosen_count, sizeof *table->chosen, compare_keys);
    for (size_t i = 0; i < table->chosen_count; i++)
        table->slots[slot_of(table, table->chosen[i].key)].number = (uint32_t)i + 1;
    return true;
}

struct visiting {
    const struct gram_table *table;
    void (*visit)(void *context, uint32_t number);
    void *context;
};

static bool visit_key(void *context, uint32_t key)
{
    const struct visiting *visiting = context;
    const struct gram *gram = &visiting->table->slots[slot_of(visiting->table, key)];
    if (gram->number > 0)
        visiting->visit(visiting->context, gram->number - 1);
    return true;
}

void gram_table_visit(const struct gram_table *table, struct text_view word,
                      void (*visit)(void *context, uint32_t number), void *context)
{
    struct visiting visiting = {table, visit, context};
    if (table->chosen_count > 0)
        visit_keys(table, word, visit_key, &visiting);
}

size_t gram_bytes(const struct gram *gram, char bytes[GRAM_BYTES])
{
    size_t length = 0;
    while (length < GRAM_BYTES && gram->key >> (24 - 8 * length) & 0xFF) {
        bytes[length] = (char)(gram->key >> (24 - 8 * length) & 0xFF);
        length++;
    }
    return length;
}
