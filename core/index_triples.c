#include "core/index_triples.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1 << 8, CHAIN_MOST = 64 };
#define NO_PAIR UINT32_MAX
#define NOT_LISTED UINT32_MAX
#define JOINT UINT32_MAX /* no word: the pair begins behind the joint of one */

/* For tables, of two numbers in one. */
static size_t spread(uint64_t key)
{
    return (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

void index_triples_free(struct index_triples *triples)
{
    free(triples->tokens.items);
    free(triples->found.items);
    free(triples->recalls);
    free(triples->slots);
    free(triples->numbers);
    free(triples->pairs);
    lexicon_free(&triples->lexicon);
    index_run_free(&triples->run);
    *triples = (struct index_triples){0};
}

void index_triples_clear(struct index_triples *triples)
{
    lexicon_clear(&triples->lexicon);
    triples->slots_used = 0;
    if (triples->slots)
        memset(triples->slots, 0, triples->slot_count * sizeof *triples->slots);
}

bool index_triples_begin(struct index_triples *triples, uint32_t rank)
{
    if (triples->recall_count > 0 && triples->recalls[triples->recall_count - 1].rank == rank)
        return index_numbers_add_one(&triples->tokens, 0);
    if (!array_reserve(&triples->recalls, triples->recall_count, &triples->recall_capacity, sizeof *triples->recalls))
        return false;
    triples->recalls[triples->recall_count++] = (struct triple_recall){rank, triples->tokens.count};
    return true;
}

bool index_triples_add(struct index_triples *triples, const uint32_t *tokens, size_t count)
{
    return index_numbers_add(&triples->tokens, tokens, count);
}

/* --- The words of the run ------------------------------------------------------------------- */

/* The pairs of a run, its triples, and the recall at hand. */
struct finding {
    struct index_triples *triples;
    struct index_pairs *pairs;
    struct index_lexicon *lexicon; /* of the pairs */
    const struct index_run *run;   /* that has them */
    uint32_t stamp;                /* of the recall */
    const uint32_t *tokens;        /* of the recall */
    size_t count;
};

static bool stands_often(const struct finding *finding, uint32_t pair)
{
    return pair < finding->run->word_count && finding->run->words[pair].count >= INDEX_PAIR_OFTEN;
}

static bool grow_slots(struct index_triples *triples)
{
    size_t count = triples->slot_count ? triples->slot_count * 2 : FIRST_SLOTS;
    struct triple_slot *slots = calloc(count, sizeof *slots), *old = triples->slots;
    if (!slots)
        return false;
    for (size_t i = 0; i < triples->slot_count; i++) {
        size_t slot = spread(old[i].pairs) & (count - 1);
        while (old[i].word && slots[slot].word)
            slot = (slot + 1) & (count - 1);
        if (old[i].word)
            slots[slot] = old[i];
    }
    free(old);
    triples->slots = slots;
    triples->slot_count = count;
    return true;
}

/* The slot of two pairs, with word 0 when they are new. */
static struct triple_slot *find_slot(struct index_triples *triples, uint32_t first, uint32_t second)
{
    uint64_t key = (uint64_t)first << 32 | second;
    if (triples->slots_used * 2 >= triples->slot_count && !grow_slots(triples))
        return NULL;
    size_t slot = spread(key) & (triples->slot_count - 1);
    while (triples->slots[slot].word && triples->slots[slot].pairs != key)
        slot = (slot + 1) & (triples->slot_count - 1);
    triples->slots_used += triples->slots[slot].word == 0;
    triples->slots[slot].pairs = key;
    return &triples->slots[slot];
}

/* Takes the words of a new slot into the lexicon. When a number among them was cut they are not listed. */
static bool name_slot(struct finding *finding, struct triple_slot *slot, enum index_section section,
                      struct text_view word)
{
    uint32_t number;
    slot->word = NOT_LISTED;
    if (memchr(word.bytes, INDEX_PAIR_CUT, word.length))
        return true;
    if (!lexicon_number(&finding->triples->lexicon, section, word, &number))
        return false;
    slot->word = number + 1;
    return true;
}

static bool add_slot(struct finding *finding, const struct triple_slot *slot)
{
    return slot->word == NOT_LISTED || index_numbers_add_one(&finding->triples->found, slot->word - 1);
}

/* --- Triples ------------------------------------------------------------------------------- */

static bool add_triple(struct finding *finding, const uint32_t words[3], uint32_t first, uint32_t second)
{
    struct triple_slot *slot = find_slot(finding->triples, first, second);
    if (!slot)
        return false;
    if (!slot->word) {
        struct text_view word;
        if (!index_pairs_spell(finding->pairs, words, 3, &word) || !name_slot(finding, slot, INDEX_TRIPLE, word))
            return false;
    }
    return add_slot(finding, slot);
}

/* The triples that begin with the word, and with what stands behind its joints. */
static bool add_triples(struct finding *finding, size_t at)
{
    const uint32_t *numbers = finding->triples->numbers;
    uint32_t words[3], first = numbers[at];
    if (at + 2 >= finding->count || first == NO_PAIR || !stands_often(finding, numbers[at + 1]))
        return true;
    memcpy(words, finding->tokens + at, sizeof words);
    for (;;) {
        if (stands_often(finding, first) && !add_triple(finding, words, first, numbers[at + 1]))
            return false;
        words[0] = finding->pairs->tokens[words[0]].rest;
        if (!words[0])
            return true;
        if (!index_pairs_number(finding->pairs, finding->lexicon, words[0], words[1], &first))
            return false;
    }
}

/* --- Forks --------------------------------------------------------------------------------- */

/* By their loose forms, so that all that a phrase may take for the same pair is one. */
static uint64_t words_of_pair(const struct finding *finding, uint32_t left, uint32_t right)
{
    const struct pair_token *tokens = finding->pairs->tokens;
    return (uint64_t)tokens[left].kin << 32 | tokens[right].kin;
}

/* The slot of a pair in the recall, or a free one. */
static struct triple_pair *find_pair(const struct finding *finding, uint64_t words)
{
    struct index_triples *triples = finding->triples;
    size_t slot = spread(words) & (triples->pair_slots - 1);
    while (triples->pairs[slot].recall == finding->stamp && triples->pairs[slot].words != words)
        slot = (slot + 1) & (triples->pair_slots - 1);
    return &triples->pairs[slot];
}

static void note_pair(const struct finding *finding, const struct triple_pair *seen)
{
    struct triple_pair *own = find_pair(finding, seen->words);
    if (own->recall != finding->stamp)
        *own = *seen;
    own->has_several_before = own->has_several_before || own->before != seen->before;
    own->has_several_behind = own->has_several_behind || own->behind != seen->behind;
}

/* Notes beside which words each pair of the recall stands. */
static void note_pairs(const struct finding *finding)
{
    const uint32_t *tokens = finding->tokens, *numbers = finding->triples->numbers;
    for (size_t at = 0; at < finding->count; at++) {
        struct triple_pair seen = {.recall = finding->stamp};
        if (numbers[at] == NO_PAIR)
            continue;
        if (numbers[at + 1] != NO_PAIR) {
            seen.behind = tokens[at + 2];
            seen.next = words_of_pair(finding, tokens[at + 1], tokens[at + 2]);
        }
        seen.before = at > 0 ? tokens[at - 1] : 0;
        for (uint32_t left = tokens[at]; left; left = finding->pairs->tokens[left].rest) {
            seen.words = words_of_pair(finding, left, tokens[at + 1]);
            note_pair(finding, &seen);
            seen.before = JOINT;
        }
    }
}

/* Whether some words that begin with the pair stand behind several words and before several. */
static bool is_fork(const struct finding *finding, const struct triple_pair *pair)
{
    if (!pair->has_several_before)
        return false;
    for (size_t i = 0; i < CHAIN_MOST; i++) {
        if (pair->has_several_behind)
            return true;
        if (!pair->behind)
            return false;
        pair = find_pair(finding, pair->next);
    }
    return true;
}

static bool add_fork(struct finding *finding, size_t at)
{
    uint32_t number = finding->triples->numbers[at];
    if (!stands_often(finding, number))
        return true;
    uint64_t words = words_of_pair(finding, finding->tokens[at], finding->tokens[at + 1]);
    if (!is_fork(finding, find_pair(finding, words)))
        return true;
    struct triple_slot *slot = find_slot(finding->triples, number, NO_PAIR);
    if (!slot)
        return false;
    if (!slot->word) {
        struct text_view word;
        if (!index_pairs_spell_loose(finding->pairs, finding->tokens + at, 2, &word) ||
            !name_slot(finding, slot, INDEX_FORK, word))
            return false;
    }
    return add_slot(finding, slot);
}

/* --- Recalls ------------------------------------------------------------------------------- */

static bool reserve_numbers(struct index_triples *triples, size_t count)
{
    if (count <= triples->number_capacity)
        return true;
    uint32_t *numbers = realloc(triples->numbers, 2 * count * sizeof *numbers);
    if (!numbers)
        return false;
    triples->numbers = numbers;
    triples->number_capacity = 2 * count;
    return true;
}

/* Finds the pairs of the recall; *count of them with those that begin behind joints. */
static bool find_numbers(struct finding *finding, size_t *count)
{
    const uint32_t *tokens = finding->tokens;
    *count = 0;
    if (!reserve_numbers(finding->triples, finding->count))
        return false;
    for (size_t at = 0; at < finding->count; at++) {
        uint32_t *number = &finding->triples->numbers[at];
        *number = NO_PAIR;
        if (at + 1 == finding->count || !tokens[at] || !tokens[at + 1])
            continue;
        if (!index_pairs_number(finding->pairs, finding->lexicon, tokens[at], tokens[at + 1], number))
            return false;
        for (uint32_t left = tokens[at]; left; left = finding->pairs->tokens[left].rest)
            ++*count;
    }
    return true;
}

static bool reserve_pairs(struct index_triples *triples, size_t count)
{
    if (2 * count < triples->pair_slots)
        return true;
    size_t slots = FIRST_SLOTS;
    while (slots <= 2 * count)
        slots *= 2;
    free(triples->pairs);
    triples->pairs = calloc(slots, sizeof *triples->pairs);
    triples->pair_slots = triples->pairs ? slots : 0;
    return triples->pairs != NULL;
}

static bool add_recall(struct finding *finding)
{
    struct index_triples *triples = finding->triples;
    size_t count;
    if (!find_numbers(finding, &count) || !reserve_pairs(triples, count))
        return false;
    note_pairs(finding);
    triples->found.count = 0;
    for (size_t at = 0; at < finding->count; at++)
        if (!add_triples(finding, at) || !add_fork(finding, at))
            return false;
    return index_run_add(&triples->run, &triples->lexicon, triples->found.items, triples->found.count);
}

bool index_triples_find(struct index_triples *triples, struct index_pairs *pairs, struct index_lexicon *lexicon,
                        const struct index_run *run)
{
    struct finding finding = {.triples = triples, .pairs = pairs, .lexicon = lexicon, .run = run};
    index_run_clear(&triples->run, run->chunk);
    if (triples->pairs)
        memset(triples->pairs, 0, triples->pair_slots * sizeof *triples->pairs);
    for (size_t i = 0; i < triples->recall_count; i++) {
        size_t start = triples->recalls[i].start;
        size_t end = i + 1 < triples->recall_count ? triples->recalls[i + 1].start : triples->tokens.count;
        finding.stamp = (uint32_t)i + 1;
        finding.tokens = triples->tokens.items + start;
        finding.count = end - start;
        if (!index_run_begin(&triples->run, triples->recalls[i].rank) || !add_recall(&finding))
            return false;
    }
    triples->tokens.count = triples->recall_count = 0;
    return true;
}
