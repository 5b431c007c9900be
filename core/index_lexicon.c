#include "core/index_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

/* Together below 40 MB. */
enum { BYTES_MOST = 18000000, WORDS_MOST = 690000, FIRST_SLOTS = 1 << 14 };

void lexicon_free(struct index_lexicon *lexicon)
{
    buffer_free(&lexicon->bytes);
    free(lexicon->starts);
    free(lexicon->slots);
    *lexicon = (struct index_lexicon){0};
}

void lexicon_clear(struct index_lexicon *lexicon)
{
    buffer_clear(&lexicon->bytes);
    lexicon->count = 0;
    if (lexicon->slots)
        memset(lexicon->slots, 0, lexicon->slot_count * sizeof *lexicon->slots);
}

bool lexicon_is_full(const struct index_lexicon *lexicon)
{
    return lexicon->bytes.length >= BYTES_MOST || lexicon->count >= WORDS_MOST;
}

/* --- Words --------------------------------------------------------------------------------- */

struct lexicon_words lexicon_words(const struct index_lexicon *lexicon)
{
    return (struct lexicon_words){lexicon->bytes.bytes, lexicon->starts};
}

struct text_view lexicon_word(const struct lexicon_words *words, uint32_t number)
{
    return (struct text_view){words->bytes + words->starts[number], words->starts[number + 1] - words->starts[number]};
}

static bool grow(struct index_lexicon *lexicon)
{
    size_t count = lexicon->slot_count ? lexicon->slot_count * 2 : FIRST_SLOTS;
    struct lexicon_slot *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < lexicon->slot_count; i++) {
        if (!lexicon->slots[i].number)
            continue;
        size_t slot = lexicon->slots[i].hash & (count - 1);
        while (slots[slot].number)
            slot = (slot + 1) & (count - 1);
        slots[slot] = lexicon->slots[i];
    }
    free(lexicon->slots);
    lexicon->slots = slots;
    lexicon->slot_count = count;
    return true;
}

static bool is_word(const struct index_lexicon *lexicon, uint32_t number, enum index_section section,
                    struct text_view word)
{
    const struct lexicon_words words = lexicon_words(lexicon);
    struct text_view own = lexicon_word(&words, number);
    return own.length == word.length + 1 && own.bytes[0] == (char)section &&
           memcmp(own.bytes + 1, word.bytes, word.length) == 0;
}

static uint32_t hash_of(enum index_section section, struct text_view word)
{
    return (uint32_t)hash_quick(word.bytes, word.length) ^ (uint32_t)section * 0x9E3779B1u;
}

void lexicon_expect(const struct index_lexicon *lexicon, enum index_section section, struct text_view word)
{
    if (lexicon->slot_count > 0)
        __builtin_prefetch(&lexicon->slots[hash_of(section, word) & (lexicon->slot_count - 1)]);
}

/* Room for one word more, of so many bytes. */
static bool reserve(struct index_lexicon *lexicon, size_t bytes)
{
    bool has_words = lexicon->count + 1 < lexicon->capacity;
    if (has_words && lexicon->bytes.capacity - lexicon->bytes.length > bytes)
        return true;
    index_readers_wait(&lexicon->readers);
    if (!has_words && !array_reserve(&lexicon->starts, lexicon->capacity, &lexicon->capacity, sizeof *lexicon->starts))
        return false;
    lexicon->starts[0] = 0;
    return buffer_reserve(&lexicon->bytes, bytes);
}

bool lexicon_number(struct index_lexicon *lexicon, enum index_section section, struct text_view word, uint32_t *number)
{
    if (lexicon->count * 3 >= lexicon->slot_count * 2 && !grow(lexicon))
        return false;
    uint32_t hash = hash_of(section, word);
    size_t slot = hash & (lexicon->slot_count - 1);
    for (; lexicon->slots[slot].number; slot = (slot + 1) & (lexicon->slot_count - 1)) {
        *number = lexicon->slots[slot].number - 1;
        if (lexicon->slots[slot].hash == hash && is_word(lexicon, *number, section, word))
            return true;
    }
    if (!reserve(lexicon, word.length + 1))
        return false;
    *number = (uint32_t)lexicon->count;
    lexicon->slots[slot] = (struct lexicon_slot){hash, *number + 1};
    lexicon->bytes.bytes[lexicon->bytes.length] = (char)section;
    memcpy(lexicon->bytes.bytes + lexicon->bytes.length + 1, word.bytes, word.length);
    lexicon->bytes.length += word.length + 1;
    lexicon->starts[++lexicon->count] = (uint32_t)lexicon->bytes.length;
    return true;
}

/* --- Numbers ------------------------------------------------------------------------------- */

bool index_numbers_reserve(struct index_numbers *numbers, size_t additional)
{
    size_t capacity = numbers->capacity ? numbers->capacity : 64;
    while (capacity < numbers->count + additional)
        capacity *= 2;
    if (capacity == numbers->capacity)
        return true;
    uint32_t *items = realloc(numbers->items, capacity * sizeof *items);
    if (!items)
        return false;
    numbers->items = items;
    numbers->capacity = capacity;
    return true;
}

bool index_numbers_add(struct index_numbers *numbers, const uint32_t *added, size_t count)
{
    if (!index_numbers_reserve(numbers, count))
        return false;
    if (count > 0) /* of nothing there may be no address */
        memcpy(numbers->items + numbers->count, added, count * sizeof *added);
    numbers->count += count;
    return true;
}

/* --- Order --------------------------------------------------------------------------------- */

/* A word on its way into order. */
struct sorted_word {
    uint64_t key; /* the eight bytes that are looked at, the first one highest; zeros behind the word */
    uint32_t number;
};

enum { KEY_BYTES = 8, DIGITS = 256, FEW = 64 };

static uint64_t key_of(struct text_view word, size_t from)
{
    uint64_t key = 0;
    for (size_t i = from; i < from + KEY_BYTES; i++)
        key = key << 8 | (i < word.length ? (unsigned char)word.bytes[i] : 0);
    return key;
}

static void sort_few(struct sorted_word *words, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sorted_word moved = words[i];
        size_t at = i;
        for (; at > 0 && moved.key < words[at - 1].key; at--)
            words[at] = words[at - 1];
        words[at] = moved;
    }
}

/* By one byte of the key after the other, the lowest first; scratch has room for as many. */
static void sort_many(struct sorted_word *words, struct sorted_word *scratch, size_t count)
{
    uint32_t counts[KEY_BYTES][DIGITS] = {{0}};
    struct sorted_word *from = words, *to = scratch;
    for (size_t i = 0; i < count; i++)
        for (size_t byte = 0; byte < KEY_BYTES; byte++)
            counts[byte][words[i].key >> 8 * byte & 0xFF]++;
    for (size_t byte = 0; byte < KEY_BYTES; byte++) {
        uint32_t *places = counts[byte], next = 0;
        if (places[words[0].key >> 8 * byte & 0xFF] == count)
            continue;
        for (size_t digit = 0; digit < DIGITS; digit++) {
            uint32_t own = places[digit];
            places[digit] = next;
            next += own;
        }
        for (size_t i = 0; i < count; i++)
            to[places[from[i].key >> 8 * byte & 0xFF]++] = from[i];
        struct sorted_word *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != words)
        memcpy(words, from, count * sizeof *words);
}

/* Words that are the same up to some byte. */
static void sort_from(const struct lexicon_words *all, struct sorted_word *words, struct sorted_word *scratch,
                      size_t count, size_t from)
{
    for (size_t i = 0; i < count; i++)
        words[i].key = key_of(lexicon_word(all, words[i].number), from);
    if (count <= FEW)
        sort_few(words, count);
    else
        sort_many(words, scratch, count);
    for (size_t start = 0, end; start < count; start = end) {
        uint64_t key = words[start].key;
        for (end = start + 1; end < count && words[end].key == key; end++)
            continue;
        if (end > start + 1 && (key & 0xFF))
            sort_from(all, words + start, scratch, end - start, from + KEY_BYTES);
    }
}

bool lexicon_sort(const struct lexicon_words *all, uint32_t *numbers, size_t count, struct buffer *scratch)
{
    buffer_clear(scratch);
    if (!buffer_reserve(scratch, 2 * count * sizeof(struct sorted_word)))
        return false;
    struct sorted_word *words = (struct sorted_word *)(void *)scratch->bytes;
    for (size_t i = 0; i < count; i++)
        words[i].number = numbers[i];
    sort_from(all, words, words + count, count, 0);
    for (size_t i = 0; i < count; i++)
        numbers[i] = words[i].number;
    return true;
}
