#include "core/index_postings.h"

#include <string.h>

enum { ARRAY_MOST = 4096 };

/* One chunk's part. */
struct part {
    uint64_t *target; /* the chunk in the set */
    const char *bytes;
    uint32_t count; /* of ranks */
    bool is_bits;
};

/* Takes the next part off the front of *bytes. */
static bool take_part(struct text_view *bytes, const struct bitmap *ranks, struct part *part)
{
    uint16_t head[2];
    if (bytes->length < sizeof head)
        return false;
    memcpy(head, bytes->bytes, sizeof head);
    part->count = (uint32_t)head[1] + 1;
    part->is_bits = part->count > ARRAY_MOST;
    part->bytes = bytes->bytes + sizeof head;
    size_t length = part->is_bits ? BITMAP_CHUNK / 8 : part->count * sizeof(uint16_t);
    if (bytes->length - sizeof head < length || ((size_t)head[0] + 1) * BITMAP_CHUNK_WORDS > ranks->word_count)
        return false;
    part->target = ranks->words + (size_t)head[0] * BITMAP_CHUNK_WORDS;
    bytes->bytes += sizeof head + length;
    bytes->length -= sizeof head + length;
    return true;
}

static uint16_t rank_at(const struct part *part, uint32_t number)
{
    uint16_t rank;
    memcpy(&rank, part->bytes + number * sizeof rank, sizeof rank);
    return rank;
}

static uint64_t bits_at(const struct part *part, size_t number)
{
    uint64_t bits;
    memcpy(&bits, part->bytes + number * sizeof bits, sizeof bits);
    return bits;
}

bool postings_unite(struct text_view bytes, struct bitmap *ranks)
{
    struct part part;
    while (bytes.length > 0) {
        if (!take_part(&bytes, ranks, &part))
            return false;
        if (part.is_bits) {
            for (size_t i = 0; i < BITMAP_CHUNK_WORDS; i++)
                part.target[i] |= bits_at(&part, i);
            continue;
        }
        for (uint32_t i = 0; i < part.count; i++) {
            uint16_t rank = rank_at(&part, i);
            part.target[rank / 64] |= UINT64_C(1) << rank % 64;
        }
    }
    return true;
}

BITMAP_FOR_THIS_PROCESSOR static uint32_t count_bits(const struct part *part)
{
    uint32_t count = 0;
    for (size_t i = 0; i < BITMAP_CHUNK_WORDS; i++)
        count += (uint32_t)__builtin_popcountll(bits_at(part, i) & part->target[i]);
    return count;
}

bool postings_count(struct text_view bytes, const struct bitmap *ranks, uint32_t *count)
{
    struct part part;
    *count = 0;
    while (bytes.length > 0) {
        if (!take_part(&bytes, ranks, &part))
            return false;
        if (part.is_bits) {
            *count += count_bits(&part);
            continue;
        }
        for (uint32_t i = 0; i < part.count; i++) {
            uint16_t rank = rank_at(&part, i);
            *count += part.target[rank / 64] >> rank % 64 & 1;
        }
    }
    return true;
}
