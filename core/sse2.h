#ifndef RUECKRUF_CORE_SSE2_H
#define RUECKRUF_CORE_SSE2_H

/*
 * Sixteen bytes at a time, on processors of which every one has SSE2; who uses it has a loop over the bytes beside it
 * for the others. A mask has 0xff where something is so.
 */

#if defined(__x86_64__)

#include <emmintrin.h>

static inline __m128i sse2_load(const char *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline void sse2_store(char *bytes, __m128i what)
{
    _mm_storeu_si128((__m128i *)(void *)bytes, what);
}

static inline __m128i sse2_equal(__m128i bytes, char byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

/* From first to last, both among them, in the order of bytes without a sign. */
static inline __m128i sse2_between(__m128i bytes, char first, char last)
{
    __m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8((char)(last - first))), distance);
}

/* A bit for each byte, that of the first lowest. */
static inline unsigned sse2_bits(__m128i mask)
{
    return (unsigned)_mm_movemask_epi8(mask);
}

#endif

#endif
