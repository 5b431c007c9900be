#ifndef RUECKRUF_CORE_SUBSTRING_H
#define RUECKRUF_CORE_SUBSTRING_H

/*
 * Finding a few bytes in many, as fast as memory can be read: three bytes of the needle are compared at 32 places at
 * once (AVX2) or two at 16 (SSE2), and only where all fit the rest is looked at (W. Muła, "SIMD-friendly
 * algorithms for substring searching"); they are those of the needle that are rarest in German words.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"

struct substring {
    struct text_view needle; /* borrowed; not empty */
    size_t first, second;    /* the two places in the needle that are compared; the same for one byte */
    size_t third;            /* another one; if there is none the same as second */
    const char *(*find)(const struct substring *substring, const char *bytes, size_t length);
};

/* Prepares the search for needle, with the best instructions that this processor has. */
void substring_prepare(struct substring *substring, struct text_view needle);

/* The plain way, which the others must agree with; chosen by hand in tests only. */
void substring_prepare_plain(struct substring *substring, struct text_view needle);

/* The first place of the needle in the bytes, or NULL. */
static inline const char *substring_find(const struct substring *substring, const char *bytes, size_t length)
{
    return substring->find(substring, bytes, length);
}

/*
 * The first place of a short string in a few hundred bytes, or NULL: without preparation, for the many phrases that are
 * looked for in every sentence. Several times as fast as memmem() there.
 */
const char *substring_in(const char *bytes, size_t length, const char *string);

/*
 * Whether any of the strings (NULL ends them) stands in the bytes. Most strings have a pair of letters that the bytes
 * have not: pairs are those of the bytes, noted once, so a long list costs little more than a short one.
 */
struct substring_pairs {
    uint64_t bits[16];
};
struct substring_pairs substring_pairs_of(const char *bytes, size_t length);

/* A pair by the low five bits of both bytes, which tell small letters apart. */
static inline size_t substring_pair(unsigned char first, unsigned char second)
{
    enum { LETTER_BITS = 5, LETTER_MASK = 31 };
    return (first & (size_t)LETTER_MASK) << LETTER_BITS | (second & LETTER_MASK);
}

/* Whether the string has no pair that they have not: in place, for most of a list miss their first. */
static inline bool substring_may(const struct substring_pairs *pairs, const char *string)
{
    enum { PAIR_BITS = 64 };
    for (; string[0] && string[1]; string++) {
        size_t pair = substring_pair((unsigned char)string[0], (unsigned char)string[1]);
        if (!(pairs->bits[pair / PAIR_BITS] >> pair % PAIR_BITS & 1))
            return false;
    }
    return true;
}

bool substring_any(const struct substring_pairs *pairs, const char *bytes, size_t length, const char *const *strings);

/* How often the byte stands in the bytes. */
size_t substring_count_byte(const char *bytes, size_t length, char byte);

#endif
