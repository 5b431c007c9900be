#include "core/matcher_memo.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/* The table grows with the words; of events it may have so many for each word. */
enum { CAPACITY_FIRST = 256, EVENTS_PER_WORD = 16 };

/* How many of its letters[] a word needs. */
static size_t count_blocks(const struct memo_word *word)
{
    return (word->length + sizeof word->letters[0] - 1) / sizeof word->letters[0];
}

static bool is_same(const struct memo_word *a, const struct memo_word *b)
{
    if (a->length != b->length || a->joints != b->joints)
        return false;
    for (size_t i = 0, count = count_blocks(a); i < count; i++)
        if (a->letters[i] != b->letters[i])
            return false;
    return true;
}

static uint64_t hash_word(const struct memo_word *word)
{
    uint64_t hash = word->length;
    for (size_t i = 0, count = count_blocks(word); i < count; i++) {
        hash = (hash ^ word->letters[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return hash;
}

/* Where the word of that hash is, or the free place where it belongs. */
static size_t find_place(const struct matcher_memo *memo, const struct memo_word *word, uint64_t hash)
{
    size_t place = (size_t)hash & (memo->word_capacity - 1);
    while (memo->words[place].length > 0 && !is_same(&memo->words[place], word))
        place = (place + 1) & (memo->word_capacity - 1);
    return place;
}

uint64_t memo_expect(const struct matcher_memo *memo, const struct memo_word *asked)
{
    uint64_t hash = hash_word(asked);
    if (memo->word_count > 0)
        __builtin_prefetch(&memo->words[(size_t)hash & (memo->word_capacity - 1)]);
    return hash;
}

const struct memo_word *memo_find(const struct matcher_memo *memo, const struct memo_word *asked, uint64_t expected)
{
    if (memo->word_count == 0)
        return NULL;
    const struct memo_word *word = &memo->words[find_place(memo, asked, expected)];
    return word->length > 0 ? word : NULL;
}

static void forget(struct matcher_memo *memo)
{
    memset(memo->words, 0, memo->word_capacity * sizeof *memo->words);
    memo->word_count = memo->event_count = 0;
}

/* Twice as many places: at most half of them are ever taken. */
static bool grow(struct matcher_memo *memo)
{
    struct matcher_memo larger = *memo;
    larger.word_capacity = memo->word_capacity > 0 ? memo->word_capacity * 2 : CAPACITY_FIRST;
    larger.words = calloc(larger.word_capacity, sizeof *larger.words);
    if (!larger.words)
        return false;
    for (size_t i = 0; i < memo->word_capacity; i++)
        if (memo->words[i].length > 0)
            larger.words[find_place(&larger, &memo->words[i], hash_word(&memo->words[i]))] = memo->words[i];
    free(memo->words);
    *memo = larger;
    return true;
}

bool memo_begin(struct matcher_memo *memo)
{
    if (memo->word_count >= memo->most || memo->event_count >= memo->most * EVENTS_PER_WORD)
        forget(memo);
    memo->first_event = memo->event_count;
    return memo->word_count < memo->word_capacity / 2 || grow(memo);
}

/* Whether the event only carries on the one before it. */
static bool joins(const struct matcher_memo *memo, const struct memo_event *event)
{
    if (memo->event_count == memo->first_event || (event->kind != MEMO_FIRST && event->kind != MEMO_LATER))
        return false;
    const struct memo_event *last = &memo->events[memo->event_count - 1];
    return last->kind == event->kind && last->end == event->end && last->length == event->length &&
           last->count < UINT8_MAX && last->piece + last->count == event->piece;
}

bool memo_add(struct matcher_memo *memo, struct memo_event event)
{
    if (joins(memo, &event)) {
        memo->events[memo->event_count - 1].count++;
        return true;
    }
    if (memo->event_count == memo->event_capacity &&
        !array_reserve(&memo->events, memo->event_count, &memo->event_capacity, sizeof *memo->events))
        return false;
    memo->events[memo->event_count++] = event;
    return true;
}

const struct memo_word *memo_end(struct matcher_memo *memo, const struct memo_word *word)
{
    struct memo_word *place = &memo->words[find_place(memo, word, hash_word(word))];
    *place = *word;
    place->first_event = (uint32_t)memo->first_event;
    place->event_count = (uint32_t)(memo->event_count - memo->first_event);
    memo->word_count++;
    return place;
}

void memo_free(struct matcher_memo *memo)
{
    free(memo->words);
    free(memo->events);
    *memo = (struct matcher_memo){0};
}
