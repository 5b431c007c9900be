#include "core/matcher_memo.h"

#include <stdlib.h>
#include <string.h>

#include "core/sse2.h"

/* The table grows with the words; of events it may have so many for each word. */
enum { PLACES_FIRST = 256, EVENTS_PER_WORD = 8, NUMBER_BITS = 16, TAG_SHIFT = 48 };

/* How many bytes stand before the next blank, at most as many as a word may have. */
static inline size_t count_letters(const char *bytes, size_t most)
{
    size_t length = 0;
    while (length < most && bytes[length] != ' ')
        length++;
    return length;
}

static inline uint64_t joints_of(const bool *joints, size_t length)
{
    uint64_t joined = 0;
    for (size_t i = 0; i < length; i++)
        joined |= (uint64_t)joints[i] << i;
    return joined;
}

/* The word at the place, the text's last one without a blank; false when it is too long. */
static bool cut_rest(struct text_view text, const bool *joints, size_t at, struct memo_word *word)
{
    const char *bytes = text.bytes + at;
    size_t left = text.length - at;
    size_t length = count_letters(bytes, left < MEMO_WORD_BYTES ? left : MEMO_WORD_BYTES);
    if (length == MEMO_WORD_BYTES)
        return false;
    word->joints = joints_of(joints + at, length);
    word->length = (uint8_t)(length + (length < left));
    memset(word->letters, 0, sizeof word->letters);
    memcpy(word->letters, bytes, word->length);
    return true;
}

#if defined(__x86_64__)

/* The same where so many bytes follow that none needs to be counted. */
bool memo_cut(struct text_view text, const bool *joints, size_t at, struct memo_word *word)
{
    enum { HALF = 16, REST = MEMO_WORD_BYTES - HALF };
    static const char keep[2 * MEMO_WORD_BYTES] = {[0 ... MEMO_WORD_BYTES - 1] = '\xFF'};
    if (text.length - at < MEMO_WORD_BYTES)
        return cut_rest(text, joints, at, word);
    const char *bytes = text.bytes + at, *joined_at = (const char *)(joints + at);
    /* The second and the third sixteen bytes overlap. */
    __m128i a = sse2_load(bytes), b = sse2_load(bytes + HALF), c = sse2_load(bytes + REST);
    uint64_t blanks = sse2_bits(sse2_equal(a, ' ')) | (uint64_t)sse2_bits(sse2_equal(b, ' ')) << HALF |
                      (uint64_t)sse2_bits(sse2_equal(c, ' ')) << REST;
    if (!blanks)
        return false;
    size_t length = (size_t)__builtin_ctzll(blanks);
    uint64_t joined = sse2_bits(sse2_equal(sse2_load(joined_at), true)) |
                      (uint64_t)sse2_bits(sse2_equal(sse2_load(joined_at + HALF), true)) << HALF |
                      (uint64_t)sse2_bits(sse2_equal(sse2_load(joined_at + REST), true)) << REST;
    const char *kept = keep + MEMO_WORD_BYTES - length - 1;
    char *letters = (char *)word->letters;
    sse2_store(letters, _mm_and_si128(a, sse2_load(kept)));
    sse2_store(letters + HALF, _mm_and_si128(b, sse2_load(kept + HALF)));
    sse2_store(letters + REST, _mm_and_si128(c, sse2_load(kept + REST)));
    word->joints = joined & ((UINT64_C(1) << length) - 1);
    word->length = (uint8_t)(length + 1);
    return true;
}

#else

bool memo_cut(struct text_view text, const bool *joints, size_t at, struct memo_word *word)
{
    return cut_rest(text, joints, at, word);
}

#endif

static inline bool is_same(const struct memo_word *a, const struct memo_word *b)
{
    uint64_t differs = (a->joints ^ b->joints) | (uint64_t)(a->length ^ b->length);
    for (size_t i = 0; i < sizeof a->letters / sizeof a->letters[0]; i++)
        differs |= a->letters[i] ^ b->letters[i];
    return !differs;
}

/* How many of its letters[] a word needs. */
static size_t count_blocks(const struct memo_word *word)
{
    return (word->length + sizeof word->letters[0] - 1) / sizeof word->letters[0];
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

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> TAG_SHIFT) << NUMBER_BITS;
}

static struct memo_word *word_at(const struct matcher_memo *memo, uint32_t place)
{
    return &memo->words[(place & UINT16_MAX) - 1];
}

/* The place of the next word from at on that may have the hash, or a free one. */
static size_t next_place(const struct matcher_memo *memo, size_t at, uint64_t hash)
{
    size_t mask = memo->place_count - 1;
    at &= mask;
    while (memo->places[at] && (memo->places[at] ^ tag_of(hash)) > UINT16_MAX)
        at = (at + 1) & mask;
    return at;
}

void memo_announce(const struct matcher_memo *memo, struct memo_asked *asked)
{
    asked->hash = hash_word(&asked->word);
    if (memo->place_count > 0)
        __builtin_prefetch(&memo->places[asked->hash & (memo->place_count - 1)]);
}

void memo_expect(const struct matcher_memo *memo, struct memo_asked *asked)
{
    uint32_t place = memo->word_count > 0 ? memo->places[next_place(memo, (size_t)asked->hash, asked->hash)] : 0;
    asked->number = place & UINT16_MAX;
    if (place)
        __builtin_prefetch(word_at(memo, place));
    else if (memo->met)
        __builtin_prefetch(&memo->met[asked->hash % MEMO_MET]);
}

const struct memo_word *memo_find(const struct matcher_memo *memo, const struct memo_asked *asked)
{
    if (memo->word_count == 0)
        return NULL;
    if (asked->number > 0 && asked->number <= memo->word_count && is_same(word_at(memo, asked->number), &asked->word))
        return word_at(memo, asked->number);
    for (size_t at = (size_t)asked->hash;; at++) {
        at = next_place(memo, at, asked->hash);
        const struct memo_word *word = memo->places[at] ? word_at(memo, memo->places[at]) : NULL;
        if (!word || is_same(word, &asked->word))
            return word;
    }
}

bool memo_meet(struct matcher_memo *memo, const struct memo_asked *asked)
{
    if (!memo->met)
        memo->met = calloc(MEMO_MET, sizeof *memo->met);
    if (!memo->met)
        return false;
    uint16_t *met = &memo->met[asked->hash % MEMO_MET], tag = (uint16_t)(asked->hash >> TAG_SHIFT);
    bool was_met = *met == tag;
    *met = tag;
    return was_met;
}

static void forget(struct matcher_memo *memo)
{
    memset(memo->places, 0, memo->place_count * sizeof *memo->places);
    memo->word_count = memo->event_count = 0;
}

static void put_place(struct matcher_memo *memo, size_t number)
{
    uint64_t hash = hash_word(&memo->words[number]);
    size_t at = (size_t)hash & (memo->place_count - 1);
    while (memo->places[at])
        at = (at + 1) & (memo->place_count - 1);
    memo->places[at] = tag_of(hash) | (uint32_t)(number + 1);
}

/* Twice as many places: at most half of them are ever taken. */
static bool grow(struct matcher_memo *memo)
{
    size_t count = memo->place_count > 0 ? memo->place_count * 2 : PLACES_FIRST;
    uint32_t *places = calloc(count, sizeof *places);
    if (!places)
        return false;
    free(memo->places);
    memo->places = places;
    memo->place_count = count;
    for (size_t i = 0; i < memo->word_count; i++)
        put_place(memo, i);
    return true;
}

bool memo_begin(struct matcher_memo *memo)
{
    if (memo->word_count >= memo->most || memo->event_count >= memo->most * EVENTS_PER_WORD)
        forget(memo);
    memo->first_event = memo->event_count;
    return (memo->word_count < memo->place_count / 2 || grow(memo)) &&
           array_reserve(&memo->words, memo->word_count, &memo->word_capacity, sizeof *memo->words);
}

static struct memo_event *last_event(const struct matcher_memo *memo)
{
    return &memo->events[memo->event_count - 1];
}

/* Whether the event only carries on the one before it. */
static bool joins(const struct matcher_memo *memo, const struct memo_event *event)
{
    if (memo->event_count == memo->first_event || event->kind != MEMO_LATER)
        return false;
    const struct memo_event *last = last_event(memo);
    return last->kind == event->kind && last->end == event->end && last->length == event->length &&
           last->count + event->count <= UINT8_MAX && last->what + last->count == event->what;
}

bool memo_add(struct matcher_memo *memo, struct memo_event event)
{
    if (joins(memo, &event)) {
        last_event(memo)->count = (uint8_t)(last_event(memo)->count + event.count);
        return true;
    }
    if (memo->event_count == memo->event_capacity &&
        !array_reserve(&memo->events, memo->event_count, &memo->event_capacity, sizeof *memo->events))
        return false;
    memo->events[memo->event_count++] = event;
    return true;
}

/* Moves the events of the kind behind the others, all of which keep their order; returns how many these are. */
static size_t put_apart(struct memo_event *events, size_t count, enum memo_kind kind, struct memo_event *apart)
{
    size_t others = 0;
    for (size_t i = 0; i < count; i++)
        if (events[i].kind == kind)
            apart[i - others] = events[i];
        else
            events[others++] = events[i];
    memcpy(events + others, apart, (count - others) * sizeof *events);
    return others;
}

static bool has_kind(const struct memo_event *events, size_t count, enum memo_kind kind)
{
    while (count > 0 && events[count - 1].kind != kind)
        count--;
    return count > 0;
}

/* Sorts the word's events, where that changes nothing. */
static void sort_events(struct memo_event *events, size_t count, struct memo_word *word)
{
    struct memo_event apart[UINT8_MAX];
    word->begin_count = word->phrase_count = 0;
    if (count > 0 && count <= UINT8_MAX && !has_kind(events, count, MEMO_SENTENCE)) {
        size_t unsorted = put_apart(events, count, MEMO_PHRASE, apart);
        word->phrase_count = (uint8_t)(count - unsorted);
        count = unsorted;
        size_t others = put_apart(events, count, MEMO_FIRST, apart);
        word->begin_count = (uint8_t)(count - others);
        count = others;
        memcpy(apart, events + others, word->begin_count * sizeof *events);
        memmove(events + word->begin_count, events, others * sizeof *events);
        memcpy(events, apart, word->begin_count * sizeof *events);
    }
    word->event_count = (uint32_t)count;
}

const struct memo_word *memo_end(struct matcher_memo *memo, const struct memo_word *word)
{
    struct memo_word *known = &memo->words[memo->word_count];
    size_t count = memo->event_count - memo->first_event;
    *known = *word;
    known->first_event = (uint32_t)memo->first_event;
    sort_events(memo->events + memo->first_event, count, known);
    put_place(memo, memo->word_count++);
    return known;
}

void memo_free(struct matcher_memo *memo)
{
    free(memo->places);
    free(memo->words);
    free(memo->events);
    free(memo->met);
    *memo = (struct matcher_memo){0};
}
