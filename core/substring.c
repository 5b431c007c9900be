#include "core/substring.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const char *find_plain(const struct substring *substring, const char *bytes, size_t length)
{
    return memmem(bytes, length, substring->needle.bytes, substring->needle.length);
}

/* How common a byte is in folded German words: its place in this line, the rarest at the end; others are rare. */
static size_t commonness(char byte)
{
    static const char common[] = "ernitsaldugohcmpkbfzvw\n0192jy34x5678q";
    const char *place = byte ? strchr(common, byte) : NULL;
    return place ? sizeof common - (size_t)(place - common) : 0;
}

static void choose_places(struct substring *substring, struct text_view needle)
{
    size_t first = 0;
    for (size_t i = 1; i < needle.length; i++)
        if (commonness(needle.bytes[i]) < commonness(needle.bytes[first]))
            first = i;
    size_t second = first == 0 ? needle.length - 1 : 0;
    for (size_t i = 0; i < needle.length; i++)
        if (i != first && commonness(needle.bytes[i]) < commonness(needle.bytes[second]))
            second = i;
    size_t third = second;
    for (size_t i = 0; i < needle.length; i++)
        if (i != first && i != second &&
            (third == second || commonness(needle.bytes[i]) < commonness(needle.bytes[third])))
            third = i;
    substring->first = first;
    substring->second = second;
    substring->third = third;
}

void substring_prepare_plain(struct substring *substring, struct text_view needle)
{
    *substring = (struct substring){.needle = needle, .find = find_plain};
}

#if defined(__x86_64__)

/* Whether the needle stands at one of the places marked in the mask; places count from *at. */
static inline const char *check(const struct substring *substring, const char *at, uint32_t mask)
{
    while (mask) {
        const char *place = at + __builtin_ctz(mask);
        if (memcmp(place, substring->needle.bytes, substring->needle.length) == 0)
            return place;
        mask &= mask - 1;
    }
    return NULL;
}

enum { BLOCK = 16 };

static const char *find_sse2(const struct substring *substring, const char *bytes, size_t length)
{
    size_t needle_length = substring->needle.length;
    if (length < needle_length)
        return NULL;
    __m128i first = _mm_set1_epi8(substring->needle.bytes[substring->first]);
    __m128i second = _mm_set1_epi8(substring->needle.bytes[substring->second]);
    size_t at = 0, last = length - needle_length; /* the last place where it may stand */
    while (at <= last && last >= BLOCK - 1) {
        /* The last places are looked at with some before them once more: none of those has it. */
        if (at > last - (BLOCK - 1))
            at = last - (BLOCK - 1);
        __m128i a = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at + substring->first));
        __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at + substring->second));
        __m128i both = _mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, second));
        const char *found = check(substring, bytes + at, (uint32_t)_mm_movemask_epi8(both));
        if (found)
            return found;
        at += BLOCK;
    }
    for (; at <= last; at++)
        if (bytes[at + substring->first] == substring->needle.bytes[substring->first] &&
            memcmp(bytes + at, substring->needle.bytes, needle_length) == 0)
            return bytes + at;
    return NULL;
}

__attribute__((target("avx2"))) static const char *find_avx2(const struct substring *substring, const char *bytes,
                                                             size_t length)
{
    size_t needle_length = substring->needle.length;
    if (length < needle_length)
        return NULL;
    __m256i first = _mm256_set1_epi8(substring->needle.bytes[substring->first]);
    __m256i second = _mm256_set1_epi8(substring->needle.bytes[substring->second]);
    __m256i third = _mm256_set1_epi8(substring->needle.bytes[substring->third]);
    size_t at = 0;
    for (; at + needle_length + 31 <= length; at += 32) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + at + substring->first));
        __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + at + substring->second));
        __m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + at + substring->third));
        __m256i all = _mm256_and_si256(_mm256_cmpeq_epi8(a, first), _mm256_cmpeq_epi8(b, second));
        all = _mm256_and_si256(all, _mm256_cmpeq_epi8(c, third));
        const char *found = check(substring, bytes + at, (uint32_t)_mm256_movemask_epi8(all));
        if (found)
            return found;
    }
    return find_plain(substring, bytes + at, length - at);
}

void substring_prepare(struct substring *substring, struct text_view needle)
{
    *substring = (struct substring){.needle = needle, .find = find_sse2};
    choose_places(substring, needle);
    if (__builtin_cpu_supports("avx2"))
        substring->find = find_avx2;
}

const char *substring_in(const char *bytes, size_t length, const char *string)
{
    size_t string_length = strlen(string);
    struct substring substring = {.needle = {string, string_length}, .second = string_length - 1};
    if (string_length == 0 || length < string_length)
        return string_length == 0 ? bytes : NULL;
    return find_sse2(&substring, bytes, length);
}

size_t substring_count_byte(const char *bytes, size_t length, char byte)
{
    enum { MOST = 255 }; /* rounds until one of sixteen counters of a byte would overflow */
    __m128i wanted = _mm_set1_epi8(byte), zero = _mm_setzero_si128();
    size_t count = 0, at = 0;
    while (at + 16 <= length) {
        __m128i counters = zero;
        for (unsigned round = 0; round < MOST && at + 16 <= length; round++, at += 16) {
            __m128i here = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at));
            counters = _mm_sub_epi8(counters, _mm_cmpeq_epi8(here, wanted));
        }
        __m128i sums = _mm_sad_epu8(counters, zero);
        count += (size_t)_mm_cvtsi128_si64(sums) + (size_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums));
    }
    for (; at < length; at++)
        count += bytes[at] == byte;
    return count;
}

#else

const char *substring_in(const char *bytes, size_t length, const char *string)
{
    return memmem(bytes, length, string, strlen(string));
}

void substring_prepare(struct substring *substring, struct text_view needle)
{
    choose_places(substring, needle);
    substring_prepare_plain(substring, needle);
}

size_t substring_count_byte(const char *bytes, size_t length, char byte)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at++)
        count += bytes[at] == byte;
    return count;
}

#endif

/* A pair by the low five bits of both bytes, which tell small letters apart. */
enum { LETTER_BITS = 5, LETTER_MASK = 31, PAIR_BITS = 64 };

static inline size_t pair_number(unsigned char first, unsigned char second)
{
    return (first & (size_t)LETTER_MASK) << LETTER_BITS | (second & LETTER_MASK);
}

struct substring_pairs substring_pairs_of(const char *bytes, size_t length)
{
    struct substring_pairs pairs = {{0}};
    for (size_t i = 1; i < length; i++) {
        size_t pair = pair_number((unsigned char)bytes[i - 1], (unsigned char)bytes[i]);
        pairs.bits[pair / PAIR_BITS] |= UINT64_C(1) << pair % PAIR_BITS;
    }
    return pairs;
}

/* Whether the string has no pair that they have not: in place, for most of a list miss their first. */
static inline bool may_have(const struct substring_pairs *pairs, const char *string)
{
    for (; string[0] && string[1]; string++) {
        size_t pair = pair_number((unsigned char)string[0], (unsigned char)string[1]);
        if (!(pairs->bits[pair / PAIR_BITS] >> pair % PAIR_BITS & 1))
            return false;
    }
    return true;
}

bool substring_any(const struct substring_pairs *pairs, const char *bytes, size_t length, const char *const *strings)
{
    for (; *strings; strings++)
        if (may_have(pairs, *strings) && substring_in(bytes, length, *strings))
            return true;
    return false;
}
