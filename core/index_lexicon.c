#include "core/index_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

/* Together below 40 MB. */
enum { BYTES_MOST = 18000000, WORDS_MOST = 690000, FIRST_SLOTS = 1 << 14 };
/* What the recall that fills it may have beyond that. */
enum { BYTES_MORE = 1000000, WORDS_MORE = 50000 };

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
    lexicon->count = lexicon->slots_used = 0;
    if (lexicon->slots)
        memset(lexicon->slots, 0, lexicon->slot_count * sizeof *lexicon->slots);
}

void lexicon_leave(struct index_lexicon *lexicon, struct index_lexicon *left)
{
    *left = (struct index_lexicon){
        .bytes = lexicon->bytes, .starts = lexicon->starts, .count = lexicon->count, .capacity = lexicon->capacity};
    lexicon->bytes = (struct buffer){0};
    lexicon->starts = NULL;
    lexicon->capacity = 0;
    lexicon_clear(lexicon);
}

bool lexicon_is_full(const struct index_lexicon *lexicon)
{
    return lexicon->bytes.length >= BYTES_MOST || lexicon->count >= WORDS_MOST;
}

/* --- Words --------------------------------------------------------------------------------- */

struct packed_strings lexicon_words(const struct index_lexicon *lexicon)
{
    return (struct packed_strings){lexicon->bytes.bytes, lexicon->starts};
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
    const struct packed_strings words = lexicon_words(lexicon);
    struct text_view own = packed_string(&words, number);
    return own.length == word.length + 1 && own.bytes[0] == (char)section &&
           memcmp(own.bytes + 1, word.bytes, word.length) == 0;
}

static uint32_t hash_of(enum index_section section, struct text_view word)
{
    return (uint32_t)hash_quick(word.bytes, word.length) ^ (uint32_t)section * 0x9E3779B1u;
}

uint32_t lexicon_expect(const struct index_lexicon *lexicon, enum index_section section, struct text_view word)
{
    uint32_t hash = hash_of(section, word);
    if (lexicon->slot_count > 0)
        __builtin_prefetch(&lexicon->slots[hash & (lexicon->slot_count - 1)]);
    return hash;
}

/* Room for all that it may hold is taken at once: it costs nothing until it is used, and need not be moved. */
static bool reserve_all(struct index_lexicon *lexicon)
{
    if (!array_reserve_many(&lexicon->starts, 0, WORDS_MOST + WORDS_MORE, &lexicon->capacity, sizeof *lexicon->starts))
        return false;
    lexicon->starts[0] = 0;
    return buffer_reserve(&lexicon->bytes, BYTES_MOST + BYTES_MORE);
}

/* Room for one word more, of so many bytes. */
static bool reserve(struct index_lexicon *lexicon, size_t bytes)
{
    if (!lexicon->starts && !reserve_all(lexicon))
        return false;
    bool has_words = lexicon->count + 1 < lexicon->capacity;
    if (has_words && lexicon->bytes.capacity - lexicon->bytes.length > bytes)
        return true;
    index_readers_wait(&lexicon->readers);
    if (!has_words && !array_reserve(&lexicon->starts, lexicon->capacity, &lexicon->capacity, sizeof *lexicon->starts))
        return false;
    return buffer_reserve(&lexicon->bytes, bytes);
}

bool lexicon_append(struct index_lexicon *lexicon, enum index_section section, struct text_view word, uint32_t *number)
{
    if (!reserve(lexicon, word.length + 1))
        return false;
    *number = (uint32_t)lexicon->count;
    lexicon->bytes.bytes[lexicon->bytes.length] = (char)section;
    memcpy(lexicon->bytes.bytes + lexicon->bytes.length + 1, word.bytes, word.length);
    lexicon->bytes.length += word.length + 1;
    lexicon->starts[++lexicon->count] = (uint32_t)lexicon->bytes.length;
    return true;
}

bool lexicon_number_expected(struct index_lexicon *lexicon, enum index_section section, struct text_view word,
                             uint32_t hash, uint32_t *number)
{
    if (lexicon->slots_used * 3 >= lexicon->slot_count * 2 && !grow(lexicon))
        return false;
    size_t slot = hash & (lexicon->slot_count - 1);
    for (; lexicon->slots[slot].number; slot = (slot + 1) & (lexicon->slot_count - 1)) {
        *number = lexicon->slots[slot].number - 1;
        if (lexicon->slots[slot].hash == hash && is_word(lexicon, *number, section, word))
            return true;
    }
    if (!lexicon_append(lexicon, section, word, number))
        return false;
    lexicon->slots[slot] = (struct lexicon_slot){hash, *number + 1};
    lexicon->slots_used++;
    return true;
}

bool lexicon_number(struct index_lexicon *lexicon, enum index_section section, struct text_view word, uint32_t *number)
{
    return lexicon_number_expected(lexicon, section, word, hash_of(section, word), number);
}

/* --- Numbers ------------------------------------------------------------------------------- */

bool index_numbers_reserve(struct index_numbers *numbers, size_t additional)
{
    return array_reserve_many(&numbers->items, numbers->count, additional, &numbers->capacity, sizeof *numbers->items);
}

bool index_numbers_add_many(struct index_numbers *numbers, const uint32_t *added, size_t count)
{
    if (!index_numbers_reserve(numbers, count))
        return false;
    if (count > 0) /* of nothing there may be no address */
        memcpy(numbers->items + numbers->count, added, count * sizeof *added);
    numbers->count += count;
    return true;
}
