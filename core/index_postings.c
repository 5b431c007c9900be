#include "core/index_postings.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    ARRAY_MOST = 4096, /* more ranks of a chunk are bits */
    GAPS_LEAST = 256,  /* so many and more are written as what lies between them */
    HEAD_MOST = 15,    /* half a byte; then a number follows with what is above it */
    SEVEN_BITS = 0x7F,
    GOES_ON = 0x80,
};

/* --- Writing ------------------------------------------------------------------------------- */

static void append_number(struct buffer *bytes, uint32_t number)
{
    for (; number >= GOES_ON; number >>= 7)
        buffer_append_byte(bytes, (char)(number | GOES_ON));
    buffer_append_byte(bytes, (char)number);
}

/* What lies between the ranks, as such numbers. */
static void append_gaps(struct buffer *bytes, const uint16_t *ranks, uint32_t count)
{
    enum { GAP_MOST_BYTES = 3 };
    if (!buffer_reserve(bytes, (size_t)count * GAP_MOST_BYTES))
        return;
    unsigned char *at = (unsigned char *)bytes->bytes + bytes->length;
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t gap = ranks[i] - next;
        next = (uint32_t)ranks[i] + 1;
        for (; gap >= GOES_ON; gap >>= 7)
            *at++ = (unsigned char)(gap | GOES_ON);
        *at++ = (unsigned char)gap;
    }
    bytes->length = (size_t)((char *)at - bytes->bytes);
    bytes->bytes[bytes->length] = '\0';
}

void postings_append(struct buffer *bytes, uint32_t skipped, const uint16_t *ranks, uint32_t count, bool as_bits)
{
    uint32_t told = as_bits && count <= ARRAY_MOST ? ARRAY_MOST + 1 : count;
    uint32_t chunks = skipped < HEAD_MOST ? skipped : HEAD_MOST, more = told - 1 < HEAD_MOST ? told - 1 : HEAD_MOST;
    buffer_append_byte(bytes, (char)(chunks << 4 | more));
    if (chunks == HEAD_MOST)
        append_number(bytes, skipped - HEAD_MOST);
    if (more == HEAD_MOST)
        append_number(bytes, told - 1 - HEAD_MOST);
    if (told > ARRAY_MOST) {
        uint64_t bits[BITMAP_CHUNK_WORDS] = {0};
        for (uint32_t i = 0; i < count; i++)
            bits[ranks[i] / 64] |= UINT64_C(1) << ranks[i] % 64;
        buffer_append(bytes, bits, sizeof bits);
    } else if (count < GAPS_LEAST) {
        buffer_append(bytes, ranks, count * sizeof *ranks);
    } else {
        append_gaps(bytes, ranks, count);
    }
}

/* --- Reading ------------------------------------------------------------------------------- */

/* One chunk's part. */
struct part {
    uint64_t *target; /* the chunk in the set */
    const char *bits; /* NULL: the ranks are there instead */
    uint32_t count;
    uint16_t ranks[ARRAY_MOST];
};

struct walk {
    const unsigned char *at, *end;
    const struct bitmap *set;
    size_t chunk; /* the first that the next part may be of */
};

static bool take_number(struct walk *walk, uint32_t *number)
{
    *number = 0;
    for (unsigned shift = 0; walk->at < walk->end && shift < 28; shift += 7) {
        unsigned char byte = *walk->at++;
        *number |= (uint32_t)(byte & SEVEN_BITS) << shift;
        if (!(byte & GOES_ON))
            return true;
    }
    return false;
}

static bool take_gaps(struct walk *walk, struct part *part)
{
    uint32_t next = 0, gap;
    for (uint32_t i = 0; i < part->count; i++) {
        if (walk->at < walk->end && *walk->at < GOES_ON)
            gap = *walk->at++;
        else if (!take_number(walk, &gap))
            return false;
        next += gap;
        if (next >= BITMAP_CHUNK)
            return false;
        part->ranks[i] = (uint16_t)next++;
    }
    return true;
}

/* Takes the next part; false: the bytes are no postings. */
static bool take_part(struct walk *walk, struct part *part)
{
    unsigned head = *walk->at++;
    uint32_t skipped = head >> 4, more = head & HEAD_MOST, above = 0;
    if (skipped == HEAD_MOST && !take_number(walk, &above))
        return false;
    walk->chunk += skipped + above;
    above = 0;
    if (more == HEAD_MOST && !take_number(walk, &above))
        return false;
    part->count = more + above + 1;
    if (part->count > BITMAP_CHUNK || (walk->chunk + 1) * BITMAP_CHUNK_WORDS > walk->set->word_count)
        return false;
    part->target = walk->set->words + walk->chunk++ * BITMAP_CHUNK_WORDS;
    part->bits = NULL;
    size_t rest = (size_t)(walk->end - walk->at), length = part->count * sizeof *part->ranks;
    if (part->count > ARRAY_MOST) {
        length = BITMAP_CHUNK / 8;
        part->bits = (const char *)walk->at;
    } else if (part->count >= GAPS_LEAST) {
        return take_gaps(walk, part);
    }
    if (rest < length)
        return false;
    if (!part->bits)
        memcpy(part->ranks, walk->at, length);
    walk->at += length;
    return true;
}

static struct walk walk_over(struct text_view bytes, const struct bitmap *set)
{
    const unsigned char *start = (const unsigned char *)bytes.bytes;
    return (struct walk){start, start + bytes.length, set, 0};
}

static uint64_t bits_at(const struct part *part, size_t number)
{
    uint64_t bits;
    memcpy(&bits, part->bits + number * sizeof bits, sizeof bits);
    return bits;
}

BITMAP_FOR_THIS_PROCESSOR static void unite_bits(const struct part *part)
{
    for (size_t i = 0; i < BITMAP_CHUNK_WORDS; i++)
        part->target[i] |= bits_at(part, i);
}

bool postings_unite(struct text_view bytes, struct bitmap *ranks)
{
    struct part part;
    struct walk walk = walk_over(bytes, ranks);
    while (walk.at < walk.end) {
        if (!take_part(&walk, &part))
            return false;
        if (part.bits)
            unite_bits(&part);
        for (uint32_t i = 0; !part.bits && i < part.count; i++)
            part.target[part.ranks[i] / 64] |= UINT64_C(1) << part.ranks[i] % 64;
    }
    return true;
}

BITMAP_FOR_THIS_PROCESSOR static uint32_t count_words(const char *bits, const uint64_t *target)
{
    uint32_t count = 0;
    for (size_t i = 0; i < BITMAP_CHUNK_WORDS; i++) {
        uint64_t word;
        memcpy(&word, bits + i * sizeof word, sizeof word);
        count += (uint32_t)__builtin_popcountll(word & target[i]);
    }
    return count;
}

#if defined(__x86_64__)

/* Every key counts eighteen categories, two megabytes at a million recalls: it is worth the newest instructions. */
__attribute__((target("avx512f,avx512vpopcntdq"))) static uint32_t count_eight_words(const char *bits,
                                                                                     const uint64_t *target)
{
    enum { AT_ONCE = 8 };
    __m512i count = _mm512_setzero_si512();
    for (size_t i = 0; i < BITMAP_CHUNK_WORDS; i += AT_ONCE) {
        __m512i a = _mm512_loadu_si512(bits + i * sizeof *target), b = _mm512_loadu_si512(target + i);
        count = _mm512_add_epi64(count, _mm512_popcnt_epi64(_mm512_and_si512(a, b)));
    }
    return (uint32_t)_mm512_reduce_add_epi64(count);
}

static uint32_t count_bits(const struct part *part)
{
    bool is_new = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq");
    return (is_new ? count_eight_words : count_words)(part->bits, part->target);
}

#else

static uint32_t count_bits(const struct part *part)
{
    return count_words(part->bits, part->target);
}

#endif

bool postings_count(struct text_view bytes, const struct bitmap *ranks, uint32_t *count)
{
    struct part part;
    struct walk walk = walk_over(bytes, ranks);
    *count = 0;
    while (walk.at < walk.end) {
        if (!take_part(&walk, &part))
            return false;
        if (part.bits)
            *count += count_bits(&part);
        for (uint32_t i = 0; !part.bits && i < part.count; i++)
            *count += part.target[part.ranks[i] / 64] >> part.ranks[i] % 64 & 1;
    }
    return true;
}

/* --- Lists --------------------------------------------------------------------------------- */

static uint32_t list_rank(const unsigned char *at, uint32_t width)
{
    uint32_t rank = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
    return width == 4 ? rank | (uint32_t)at[3] << 24 : rank;
}

bool postings_unite_list(struct text_view bytes, uint32_t width, struct bitmap *ranks)
{
    const unsigned char *at = (const unsigned char *)bytes.bytes, *end = at + bytes.length;
    for (; at < end; at += width) {
        uint32_t rank = list_rank(at, width);
        if (rank >= ranks->size)
            return false;
        bitmap_add(ranks, rank);
    }
    return true;
}

bool postings_count_list(struct text_view bytes, uint32_t width, const struct bitmap *ranks, uint32_t *count)
{
    const unsigned char *at = (const unsigned char *)bytes.bytes, *end = at + bytes.length;
    *count = 0;
    for (; at < end; at += width) {
        uint32_t rank = list_rank(at, width);
        if (rank >= ranks->size)
            return false;
        *count += bitmap_has(ranks, rank);
    }
    return true;
}
