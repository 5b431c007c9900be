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
    free(triples->found.items);
    free(triples->slots);
    free(triples->words);
    free(triples->pairs);
    buffer_free(&triples->spelt);
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

/* --- The words of the run ------------------------------------------------------------------- */

/* The pairs of a run, its triples, and the recall at hand. */
struct finding {
    struct index_triples *triples;
    const struct pair_tokens *tokens;
    const struct index_run *run; /* that has the pairs */
    uint32_t stamp;              /* of the recall */
    size_t count;                /* of its words */
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

/* The slot of two pairs, or the free one that they would have. */
static struct triple_slot *find_slot(const struct index_triples *triples, uint64_t pairs)
{
    size_t slot = spread(pairs) & (triples->slot_count - 1);
    while (triples->slots[slot].word && triples->slots[slot].pairs != pairs)
        slot = (slot + 1) & (triples->slot_count - 1);
    return &triples->slots[slot];
}

/* Takes the words of two pairs that are new into the lexicon. When a number among them was cut they are not listed. */
static bool name_slot(struct finding *finding, uint64_t pairs, enum index_section section)
{
    struct index_triples *triples = finding->triples;
    struct text_view word = buffer_view(&triples->spelt);
    uint32_t number = NOT_LISTED - 1;
    if (!memchr(word.bytes, INDEX_PAIR_CUT, word.length) && !lexicon_number(&triples->lexicon, section, word, &number))
        return false;
    *find_slot(triples, pairs) = (struct triple_slot){pairs, number + 1};
    return ++triples->slots_used * 2 < triples->slot_count || grow_slots(triples);
}

/* For found there is room. */
static void add_slot(struct index_triples *triples, const struct triple_slot *slot)
{
    if (slot->word != NOT_LISTED)
        triples->found.items[triples->found.count++] = slot->word - 1;
}

/* --- Triples ------------------------------------------------------------------------------- */

static bool name_triple(struct finding *finding, uint64_t pairs, const struct triple_word *own, uint32_t first)
{
    const uint32_t words[3] = {first, own[1].token, own[2].token};
    return index_pairs_spell(finding->tokens, words, 3, &finding->triples->spelt) &&
           name_slot(finding, pairs, INDEX_TRIPLE);
}

/* Of the pair, which begins with the token, and the one behind it. */
static bool add_triple(struct finding *finding, const struct triple_word *own, uint32_t token, uint32_t pair)
{
    struct index_triples *triples = finding->triples;
    uint64_t pairs = (uint64_t)pair << 32 | own[1].pair;
    const struct triple_slot *slot = find_slot(triples, pairs);
    if (!slot->word) {
        if (!name_triple(finding, pairs, own, token))
            return false;
        slot = find_slot(triples, pairs);
    }
    add_slot(triples, slot);
    return true;
}

/* The triples that begin with the word, and with what stands behind its joints. */
static bool add_triples(struct finding *finding, const struct triple_word *own)
{
    const struct pair_token *tokens = finding->tokens->items;
    if (own->pair == NO_PAIR || !own[1].is_often)
        return true;
    if (own->is_often && !add_triple(finding, own, own->token, own->pair))
        return false;
    const uint32_t *part = own->parts;
    for (uint32_t token = tokens[own->token].rest; token; token = tokens[token].rest, part++)
        if (stands_often(finding, *part) && !add_triple(finding, own, token, *part))
            return false;
    return true;
}

/* --- Forks --------------------------------------------------------------------------------- */

/* The slot of a pair in the recall, or a free one. */
static struct triple_pair *find_pair(const struct finding *finding, uint64_t words)
{
    struct index_triples *triples = finding->triples;
    size_t slot = spread(words) & (triples->pair_slots - 1);
    while (triples->pairs[slot].recall == finding->stamp && triples->pairs[slot].words != words)
        slot = (slot + 1) & (triples->pair_slots - 1);
    return &triples->pairs[slot];
}

/* Returns its slot. */
static uint32_t note_pair(const struct finding *finding, const struct triple_pair *seen)
{
    struct triple_pair *own = find_pair(finding, seen->words);
    if (own->recall != finding->stamp) {
        *own = *seen;
    } else {
        own->has_several_before = own->has_several_before || own->before != seen->before;
        own->has_several_behind = own->has_several_behind || own->behind != seen->behind;
    }
    return (uint32_t)(own - finding->triples->pairs);
}

/* By the loose forms of its words, so that all that a phrase may take for the same pair is one. */
static uint64_t words_of_pair(uint32_t left_kin, uint32_t right_kin)
{
    return (uint64_t)left_kin << 32 | right_kin;
}

/* Notes beside which words each pair of the recall stands, and which stand often. */
static void note_pairs(const struct finding *finding)
{
    const struct pair_token *tokens = finding->tokens->items;
    uint32_t before = 0;
    for (size_t at = 0; at < finding->count; at++) {
        struct triple_word *own = &finding->triples->words[at];
        if (own->pair != NO_PAIR) {
            uint32_t right = tokens[own[1].token].kin;
            struct triple_pair seen = {.recall = finding->stamp, .before = before};
            if (own[1].pair != NO_PAIR) {
                seen.behind = own[2].token;
                seen.next = words_of_pair(right, tokens[own[2].token].kin);
            }
            seen.words = words_of_pair(tokens[own->token].kin, right);
            own->is_often = stands_often(finding, own->pair);
            own->noted = note_pair(finding, &seen);
            seen.before = JOINT;
            for (uint32_t left = tokens[own->token].rest; left; left = tokens[left].rest) {
                seen.words = words_of_pair(tokens[left].kin, right);
                note_pair(finding, &seen);
            }
        }
        before = own->token;
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

static bool name_fork(struct finding *finding, uint64_t pairs, const struct triple_word *own)
{
    const uint32_t words[2] = {own->token, own[1].token};
    return index_pairs_spell_loose(finding->tokens, words, 2, &finding->triples->spelt) &&
           name_slot(finding, pairs, INDEX_FORK);
}

static bool add_fork(struct finding *finding, const struct triple_word *own)
{
    struct index_triples *triples = finding->triples;
    uint64_t pairs = (uint64_t)own->pair << 32 | NO_PAIR;
    if (!own->is_often || !is_fork(finding, &triples->pairs[own->noted]))
        return true;
    if (!find_slot(triples, pairs)->word && !name_fork(finding, pairs, own))
        return false;
    add_slot(triples, find_slot(triples, pairs));
    return true;
}

/* --- Recalls ------------------------------------------------------------------------------- */

/* For the words and pairs of a recall, and what is found of them: of each a triple and a fork at most. */
static bool reserve(struct index_triples *triples, size_t count)
{
    triples->found.count = 0;
    return array_reserve_many(&triples->words, 0, count + 2, &triples->word_capacity, sizeof *triples->words) &&
           index_numbers_reserve(&triples->found, 2 * count);
}

/*
 * Takes the sequence of one recall apart, with two words behind the last that make no pairs; *count: of its pairs. What
 * will be asked of its words lies all over the memory: it is asked for here.
 */
static void read_words(struct finding *finding, const uint32_t *items, const uint32_t *end, size_t *count)
{
    static const struct triple_word none = {.pair = NO_PAIR};
    struct triple_word *next = finding->triples->words;
    *count = 0;
    for (; items < end; items++) {
        if (*items & RUN_TOKEN) {
            *next++ = (struct triple_word){.token = *items & ~RUN_TOKEN, .pair = NO_PAIR};
            __builtin_prefetch(&finding->tokens->items[*items & ~RUN_TOKEN]);
            continue;
        }
        __builtin_prefetch(&finding->run->words[*items]);
        ++*count;
        if (next[-1].pair == NO_PAIR) {
            next[-1].pair = *items;
            next[-1].parts = items + 1;
        }
    }
    finding->count = (size_t)(next - finding->triples->words);
    next[0] = next[1] = none;
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

static bool add_recall(struct finding *finding, const uint32_t *items, const uint32_t *end)
{
    struct index_triples *triples = finding->triples;
    size_t count;
    if (!reserve(triples, (size_t)(end - items)))
        return false;
    read_words(finding, items, end, &count);
    if (!reserve_pairs(triples, count))
        return false;
    note_pairs(finding);
    for (size_t at = 0; at < finding->count; at++)
        if (!add_triples(finding, &triples->words[at]) || !add_fork(finding, &triples->words[at]))
            return false;
    return index_run_add(&triples->run, &triples->lexicon, triples->found.items, triples->found.count);
}

bool index_triples_find(struct index_triples *triples, const struct pair_tokens *tokens, const struct index_run *run)
{
    struct finding finding = {.triples = triples, .tokens = tokens, .run = run};
    size_t start = 0;
    if (triples->slot_count == 0 && !grow_slots(triples))
        return false;
    index_run_clear(&triples->run, run->chunk);
    if (triples->pairs)
        memset(triples->pairs, 0, triples->pair_slots * sizeof *triples->pairs);
    for (size_t i = 0; i < run->recall_count; i++) {
        const struct run_recall *recall = &run->recalls[i];
        finding.stamp = (uint32_t)i + 1;
        if (!index_run_begin(&triples->run, recall->rank) ||
            !add_recall(&finding, run->sequence.items + start, run->sequence.items + recall->sequence_end))
            return false;
        start = recall->sequence_end;
    }
    return true;
}
