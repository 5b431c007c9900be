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
bool substring_any(const struct substring_pairs *pairs, const char *bytes, size_t length, const char *const *strings);

/* How often the byte stands in the bytes. */
size_t substring_count_byte(const char *bytes, size_t length, char byte);

#endif
