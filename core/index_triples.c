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
    const struct index_run *run;     /* that has the pairs */
    uint32_t stamp;                  /* of the recall */
    const struct triple_word *words; /* of the recall */
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
    struct buffer *spelt = &finding->triples->spelt;
    if (!slot->word && (!index_pairs_spell(finding->tokens, words, 3, spelt) ||
                        !name_slot(finding, slot, INDEX_TRIPLE, buffer_view(spelt))))
        return false;
    return add_slot(finding, slot);
}

/* The triples that begin with the word, and with what stands behind its joints. */
static bool add_triples(struct finding *finding, size_t at)
{
    const struct triple_word *own = &finding->words[at];
    if (at + 2 >= finding->count || own->pair == NO_PAIR || !stands_often(finding, own[1].pair))
        return true;
    uint32_t words[3] = {own->token, own[1].token, own[2].token}, first = own->pair;
    for (const uint32_t *part = own->parts;; part++) {
        if (stands_often(finding, first) && !add_triple(finding, words, first, own[1].pair))
            return false;
        words[0] = finding->tokens->items[words[0]].rest;
        if (!words[0])
            return true;
        first = *part;
    }
}

/* --- Forks --------------------------------------------------------------------------------- */

/* By their loose forms, so that all that a phrase may take for the same pair is one. */
static uint64_t words_of_pair(const struct finding *finding, uint32_t left, uint32_t right)
{
    const struct pair_token *tokens = finding->tokens->items;
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
    for (size_t at = 0; at < finding->count; at++) {
        const struct triple_word *own = &finding->words[at];
        struct triple_pair seen = {.recall = finding->stamp};
        if (own->pair == NO_PAIR)
            continue;
        if (own[1].pair != NO_PAIR) {
            seen.behind = own[2].token;
            seen.next = words_of_pair(finding, own[1].token, own[2].token);
        }
        seen.before = at > 0 ? own[-1].token : 0;
        for (uint32_t left = own->token; left; left = finding->tokens->items[left].rest) {
            seen.words = words_of_pair(finding, left, own[1].token);
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
    const struct triple_word *own = &finding->words[at];
    if (!stands_often(finding, own->pair))
        return true;
    const uint32_t words[2] = {own->token, own[1].token};
    if (!is_fork(finding, find_pair(finding, words_of_pair(finding, words[0], words[1]))))
        return true;
    struct triple_slot *slot = find_slot(finding->triples, own->pair, NO_PAIR);
    if (!slot)
        return false;
    struct buffer *spelt = &finding->triples->spelt;
    if (!slot->word && (!index_pairs_spell_loose(finding->tokens, words, 2, spelt) ||
                        !name_slot(finding, slot, INDEX_FORK, buffer_view(spelt))))
        return false;
    return add_slot(finding, slot);
}

/* --- Recalls ------------------------------------------------------------------------------- */

/*
 * Takes the sequence of one recall apart; *count: of its pairs. What will be asked of its words lies all over the
 * memory: it is asked for here.
 */
static bool read_words(struct finding *finding, const uint32_t *items, const uint32_t *end, size_t *count)
{
    struct index_triples *triples = finding->triples;
    struct triple_word *word = NULL;
    triples->word_count = *count = 0;
    for (; items < end; items++) {
        if (!(*items & RUN_TOKEN)) {
            __builtin_prefetch(&finding->run->words[*items]);
            if (word->pair == NO_PAIR) {
                word->pair = *items;
                word->parts = items + 1;
            }
            ++*count;
            continue;
        }
        if (!array_reserve(&triples->words, triples->word_count, &triples->word_capacity, sizeof *triples->words))
            return false;
        word = &triples->words[triples->word_count++];
        *word = (struct triple_word){.token = *items & ~RUN_TOKEN, .pair = NO_PAIR};
        __builtin_prefetch(&finding->tokens->items[word->token]);
    }
    finding->words = triples->words;
    finding->count = triples->word_count;
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

static bool add_recall(struct finding *finding, const uint32_t *items, const uint32_t *end)
{
    struct index_triples *triples = finding->triples;
    size_t count;
    if (!read_words(finding, items, end, &count) || !reserve_pairs(triples, count))
        return false;
    note_pairs(finding);
    triples->found.count = 0;
    for (size_t at = 0; at < finding->count; at++)
        if (!add_triples(finding, at) || !add_fork(finding, at))
            return false;
    return index_run_add(&triples->run, &triples->lexicon, triples->found.items, triples->found.count);
}

bool index_triples_find(struct index_triples *triples, const struct pair_tokens *tokens, const struct index_run *run)
{
    struct finding finding = {.triples = triples, .tokens = tokens, .run = run};
    size_t start = 0;
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
