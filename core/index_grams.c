#include "core/index_grams.h"

#include <stdlib.h>
#include <string.h>

/*
 * What a look-up takes, in nanoseconds as measured: to read a row of the vocabulary and scan it, to take a word of it,
 * to take one chunk of its postings, one rank of a list or of postings, or a chunk of bits.
 */
enum { ROW_COST = 2500, WORD_COST = 30, CHUNK_COST = 10, RANK_COST = 2, BITS_COST = 500 };

/*
 * Worth it is what would take longer than this. The sets of the chosen ones must be held for one chunk of ranks at a
 * time, 8 KB each; and of four letters there are so many that a hostile text could fill the memory.
 */
enum { COST_LEAST = 1200000, CHOSEN_MOST = 3000, SLOTS_MOST = 1 << 21 };

/* What so many recalls have at the beginning of a word, or as a word, may be typed, and may stand inside many others.
 */
enum { TYPED_RANKS = 256 };

void gram_table_free(struct gram_table *table)
{
    free(table->slots);
    free(table->chosen);
    *table = (struct gram_table){.is_prefix = table->is_prefix};
}

static uint32_t hash_of(uint32_t key)
{
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static size_t slot_of(const struct gram_table *table, uint32_t key)
{
    const struct gram *slots = table->slots;
    size_t mask = table->slot_count - 1, slot = hash_of(key) & mask;
    while (slots[slot].key != key && slots[slot].key)
        slot = (slot + 1) & mask;
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

enum { WORD_MOST = INDEX_WORD_BYTES + 2, KEYS_MOST = 2 * WORD_MOST, KEYS_AT = 2 };

/* The keys of all grams of the word; number / KEYS_AT is where one stands, but in a table of prefixes. */
static size_t list_keys(const struct gram_table *table, struct text_view word, uint32_t keys[KEYS_MOST])
{
    size_t count = 0;
    if (word.length > WORD_MOST)
        word.length = WORD_MOST;
    if (table->is_prefix) {
        for (size_t length = 1; length <= GRAM_BYTES && length <= word.length; length++)
            keys[count++] = key_of(word.bytes, length);
        return count;
    }
    if (word.length < GRAM_BYTES - 1)
        return 0;
    uint32_t key = key_of(word.bytes, GRAM_BYTES - 1) >> 8;
    for (size_t at = 0; at + GRAM_BYTES <= word.length; at++) {
        key = key << 8 | (unsigned char)word.bytes[at + GRAM_BYTES - 1];
        keys[count++] = key & 0xFFFFFF00;
        keys[count++] = key;
    }
    keys[count++] = key << 8;
    return count;
}

/* NULL: the table has no room for another. */
static struct gram *take_slot(struct gram_table *table, uint32_t key)
{
    struct gram *gram = &table->slots[slot_of(table, key)];
    if (gram->key)
        return gram;
    if (table->used * 4 >= (size_t)SLOTS_MOST * 3)
        return NULL;
    table->used++;
    gram->key = key;
    return gram;
}

uint64_t gram_chunk_cost(size_t ranks)
{
    return ranks > BITMAP_CHUNK / 16 ? BITS_COST : CHUNK_COST + RANK_COST * ranks;
}

static bool add_chosen(struct gram_table *table, const struct gram_chosen *chosen)
{
    if (!array_reserve(&table->chosen, table->chosen_count, &table->chosen_capacity, sizeof *table->chosen))
        return false;
    table->chosen[table->chosen_count++] = *chosen;
    return true;
}

bool gram_table_count(struct gram_table *table, struct text_view word, uint32_t row, uint32_t ranks, uint64_t cost)
{
    bool is_long = word.length > GRAM_BYTES && word.length <= INDEX_GRAM_MOST;
    if (!table->is_prefix && is_long && ranks >= TYPED_RANKS) {
        /* It may be worth it when all are counted. */
        struct gram_chosen noted = {.length = (uint8_t)word.length};
        memcpy(noted.bytes, word.bytes, word.length);
        if (!add_chosen(table, &noted))
            return false;
    }
    uint32_t keys[KEYS_MOST];
    size_t count = list_keys(table, word, keys);
    while ((table->used + count) * 2 >= table->slot_count && table->slot_count < SLOTS_MOST)
        if (!grow(table))
            return false;
    cost += WORD_COST;
    for (size_t i = 0; i < count; i++) {
        struct gram *gram = take_slot(table, keys[i]);
        if (!gram)
            continue;
        gram->cost += cost + (gram->row == row + 1 ? 0 : ROW_COST);
        gram->ranks += ranks;
        gram->row = row + 1;
    }
    return true;
}

static int compare_costs(const void *left, const void *right)
{
    const struct gram_chosen *a = left, *b = right;
    return (a->cost < b->cost) - (a->cost > b->cost);
}

static int compare_bytes(const void *left, const void *right)
{
    const struct gram_chosen *a = left, *b = right;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

/*
 * Strings of digits anywhere in a word are not: there are thousands of them, all as dear as each other, as numbers have
 * no grammar; their sets would take more room than all others.
 */
static bool is_worth_it(const struct gram_table *table, uint64_t cost, char first)
{
    return cost >= COST_LEAST && (table->is_prefix || first < '0' || first > '9');
}

/* What is typed on the way to a word is chosen behind all words and grams. */
enum { ON_THE_WAY = 8 };

/* The word and its beginnings, as far as their grams are dear: they cost no more than the cheapest of those. */
static bool add_dear_beginnings(struct gram_table *table, struct gram_chosen word)
{
    size_t length = word.length;
    uint64_t cost = UINT64_MAX, ranks = UINT64_MAX;
    for (size_t at = 0; at + GRAM_BYTES <= length; at++) {
        const struct gram *gram = &table->slots[slot_of(table, key_of(word.bytes + at, GRAM_BYTES))];
        if (!is_worth_it(table, gram->cost, word.bytes[0]))
            return true;
        cost = gram->cost < cost ? gram->cost : cost;
        ranks = gram->ranks < ranks ? gram->ranks : ranks;
        word.length = (uint8_t)(at + GRAM_BYTES);
        word.cost = word.length == length ? cost : cost / ON_THE_WAY;
        word.ranks = ranks;
        if (word.length > GRAM_BYTES && !add_chosen(table, &word))
            return false;
    }
    return true;
}

/* Of the words that were noted all but those that are worth it go; their beginnings come. */
static bool keep_dear_words(struct gram_table *table)
{
    size_t noted = table->chosen_count, kept = 0;
    for (size_t i = 0; i < noted; i++)
        if (!add_dear_beginnings(table, table->chosen[i]))
            return false;
    table->chosen_count -= noted;
    if (table->chosen_count > 0) {
        memmove(table->chosen, table->chosen + noted, table->chosen_count * sizeof *table->chosen);
        qsort(table->chosen, table->chosen_count, sizeof *table->chosen, compare_bytes);
    }
    /* Of the same the dearest stays, which is the whole word if it is one. */
    for (size_t i = 0; i < table->chosen_count; i++) {
        const struct gram_chosen *next = &table->chosen[i];
        if (kept == 0 || compare_bytes(&table->chosen[kept - 1], next) != 0)
            table->chosen[kept++] = *next;
        else if (next->cost > table->chosen[kept - 1].cost)
            table->chosen[kept - 1] = *next;
    }
    table->chosen_count = kept;
    return true;
}

static bool begins_words(const struct gram_table *prefixes, const struct gram *gram)
{
    return prefixes->slot_count > 0 && prefixes->slots[slot_of(prefixes, gram->key)].ranks >= TYPED_RANKS;
}

static bool add_dear_grams(struct gram_table *table, const struct gram_table *prefixes)
{
    for (size_t i = 0; i < table->slot_count; i++) {
        const struct gram *gram = &table->slots[i];
        struct gram_chosen chosen = {.cost = gram->cost, .ranks = gram->ranks};
        for (uint32_t key = gram->key; key; key <<= 8)
            chosen.bytes[chosen.length++] = (char)(key >> 24);
        if (chosen.length == 0 || !is_worth_it(table, chosen.cost, chosen.bytes[0]) || !begins_words(prefixes, gram))
            continue;
        if (!add_chosen(table, &chosen))
            return false;
    }
    return true;
}

/* At most: words that have the same letters often stand in the same recalls. */
static uint64_t set_bytes(const struct gram_chosen *chosen, uint32_t recall_count)
{
    uint64_t bits = recall_count / 8, list = chosen->ranks + chosen->ranks / 4;
    return list < bits ? list : bits;
}

static uint64_t filter_bit(uint32_t key)
{
    return UINT64_C(1) << (hash_of(key) & 63);
}

static uint64_t *filter_of(struct gram_table *table, uint32_t key)
{
    return &table->filter[hash_of(key) / 64 % GRAM_FILTER_WORDS];
}

/* Notes in the slots which are chosen, by their place. */
static void number_chosen(struct gram_table *table)
{
    for (size_t i = 0; i < table->chosen_count; i++) {
        struct gram_chosen *chosen = &table->chosen[i];
        size_t length = chosen->length < GRAM_BYTES ? chosen->length : GRAM_BYTES;
        uint32_t key = key_of(chosen->bytes, length);
        struct gram *gram = &table->slots[slot_of(table, key)];
        *filter_of(table, key) |= filter_bit(key);
        if (chosen->length <= GRAM_BYTES) {
            gram->number = (uint32_t)i + 1;
        } else {
            chosen->next = gram->longer;
            gram->longer = (uint32_t)i + 1;
        }
    }
}

bool gram_table_choose(struct gram_table *table, const struct gram_table *prefixes, uint32_t recall_count,
                       uint64_t bytes_most)
{
    size_t taken = 0;
    uint64_t bytes = 0;
    if (table->slot_count == 0)
        return true;
    if (!keep_dear_words(table) || !add_dear_grams(table, prefixes))
        return false;
    if (table->chosen_count > 0)
        qsort(table->chosen, table->chosen_count, sizeof *table->chosen, compare_costs);
    while (taken < table->chosen_count && taken < CHOSEN_MOST &&
           (bytes += set_bytes(&table->chosen[taken], recall_count)) <= bytes_most)
        taken++;
    table->chosen_count = taken;
    if (taken > 0)
        qsort(table->chosen, taken, sizeof *table->chosen, compare_bytes);
    number_chosen(table);
    return true;
}

void gram_table_visit(const struct gram_table *table, struct text_view word,
                      void (*visit)(void *context, uint32_t number), void *context)
{
    uint32_t keys[KEYS_MOST];
    size_t count = table->chosen_count > 0 ? list_keys(table, word, keys) : 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = table->is_prefix ? 0 : i / KEYS_AT;
        if (!(table->filter[hash_of(keys[i]) / 64 % GRAM_FILTER_WORDS] & filter_bit(keys[i])))
            continue;
        const struct gram *gram = &table->slots[slot_of(table, keys[i])];
        if (gram->number > 0)
            visit(context, gram->number - 1);
        for (uint32_t longer = gram->longer; longer > 0; longer = table->chosen[longer - 1].next) {
            const struct gram_chosen *chosen = &table->chosen[longer - 1];
            if (at + chosen->length <= word.length && memcmp(word.bytes + at, chosen->bytes, chosen->length) == 0)
                visit(context, longer - 1);
        }
    }
}
