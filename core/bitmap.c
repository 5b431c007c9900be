#include "core/bitmap.h"

#include <stdlib.h>
#include <string.h>

bool bitmap_reset(struct bitmap *bitmap, uint32_t size)
{
    size_t count = ((size_t)size + BITMAP_CHUNK - 1) / BITMAP_CHUNK * BITMAP_CHUNK_WORDS;
    if (count != bitmap->word_count || !bitmap->words) {
        uint64_t *words = realloc(bitmap->words, (count ? count : 1) * sizeof *words);
        if (!words)
            return false;
        bitmap->words = words;
        bitmap->word_count = count;
    }
    bitmap->size = size;
    memset(bitmap->words, 0, count * sizeof *bitmap->words);
    return true;
}

void bitmap_free(struct bitmap *bitmap)
{
    free(bitmap->words);
    *bitmap = (struct bitmap){0};
}

void bitmap_fill(struct bitmap *bitmap)
{
    memset(bitmap->words, 0xFF, bitmap->word_count * sizeof *bitmap->words);
    bitmap_trim(bitmap);
}

void bitmap_trim(struct bitmap *bitmap)
{
    size_t first = bitmap->size / 64;
    if (first < bitmap->word_count)
        bitmap->words[first] &= (UINT64_C(1) << bitmap->size % 64) - 1;
    for (size_t i = first + 1; i < bitmap->word_count; i++)
        bitmap->words[i] = 0;
}

void bitmap_copy(struct bitmap *to, const struct bitmap *from)
{
    memcpy(to->words, from->words, from->word_count * sizeof *from->words);
}

BITMAP_FOR_THIS_PROCESSOR void bitmap_unite(struct bitmap *bitmap, const struct bitmap *other)
{
    for (size_t i = 0; i < bitmap->word_count; i++)
        bitmap->words[i] |= other->words[i];
}

BITMAP_FOR_THIS_PROCESSOR void bitmap_intersect(struct bitmap *bitmap, const struct bitmap *other)
{
    for (size_t i = 0; i < bitmap->word_count; i++)
        bitmap->words[i] &= other->words[i];
}

BITMAP_FOR_THIS_PROCESSOR void bitmap_subtract(struct bitmap *bitmap, const struct bitmap *other)
{
    for (size_t i = 0; i < bitmap->word_count; i++)
        bitmap->words[i] &= ~other->words[i];
}

bool bitmap_intersects(const struct bitmap *bitmap, const struct bitmap *other)
{
    for (size_t i = 0; i < bitmap->word_count; i++)
        if (bitmap->words[i] & other->words[i])
            return true;
    return false;
}

BITMAP_FOR_THIS_PROCESSOR static uint32_t count_words(const uint64_t *words, size_t count)
{
    uint32_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += (uint32_t)__builtin_popcountll(words[i]);
    return total;
}

uint32_t bitmap_count(const struct bitmap *bitmap)
{
    return count_words(bitmap->words, bitmap->word_count);
}

/* The bits of a word that stand for ranks from start to before end; they have ranks in it. */
static uint64_t bits_between(size_t place, uint32_t start, uint32_t end)
{
    uint64_t bits = ~UINT64_C(0);
    if (place == start / 64)
        bits &= ~UINT64_C(0) << start % 64;
    if (place == end / 64)
        bits &= (UINT64_C(1) << end % 64) - 1;
    return bits;
}

void bitmap_unite_between(struct bitmap *bitmap, const struct bitmap *other, uint32_t start, uint32_t end)
{
    for (size_t i = start / 64; i < bitmap->word_count && i <= end / 64; i++)
        bitmap->words[i] |= other->words[i] & bits_between(i, start, end);
}

uint32_t bitmap_count_between(const struct bitmap *bitmap, uint32_t start, uint32_t end)
{
    size_t first = start / 64 + 1, last = end / 64;
    if (last < first)
        return start < end ? (uint32_t)__builtin_popcountll(bitmap->words[last] & bits_between(last, start, end)) : 0;
    uint32_t count =
        count_words(bitmap->words + first, (last < bitmap->word_count ? last : bitmap->word_count) - first);
    count += (uint32_t)__builtin_popcountll(bitmap->words[first - 1] & bits_between(first - 1, start, end));
    if (last < bitmap->word_count)
        count += (uint32_t)__builtin_popcountll(bitmap->words[last] & bits_between(last, start, end));
    return count;
}

uint32_t bitmap_next(const struct bitmap *bitmap, uint32_t rank)
{
    if (rank >= bitmap->size)
        return bitmap->size;
    size_t place = rank / 64;
    uint64_t word = bitmap->words[place] & ~UINT64_C(0) << rank % 64;
    while (word == 0 && ++place < bitmap->word_count)
        word = bitmap->words[place];
    return word ? (uint32_t)(place * 64 + (unsigned)__builtin_ctzll(word)) : bitmap->size;
}

uint32_t bitmap_count_below(const struct bitmap *bitmap, uint32_t rank)
{
    size_t whole = rank / 64;
    if (rank >= bitmap->size)
        return bitmap_count(bitmap);
    uint64_t rest = bitmap->words[whole] & ((UINT64_C(1) << rank % 64) - 1);
    return count_words(bitmap->words, whole) + (uint32_t)__builtin_popcountll(rest);
}

uint32_t bitmap_select(const struct bitmap *bitmap, uint32_t place)
{
    enum { STRIDE = 64 };
    size_t at = 0;
    while (at + STRIDE <= bitmap->word_count) {
        uint32_t count = count_words(bitmap->words + at, STRIDE);
        if (count > place)
            break;
        place -= count;
        at += STRIDE;
    }
    for (; at < bitmap->word_count; at++) {
        uint64_t word = bitmap->words[at];
        uint32_t count = (uint32_t)__builtin_popcountll(word);
        if (count <= place) {
            place -= count;
            continue;
        }
        while (place-- > 0)
            word &= word - 1;
        return (uint32_t)(at * 64 + (unsigned)__builtin_ctzll(word));
    }
    return bitmap->size;
}
