#include "core/hash.h"

#include <string.h>

#define KEY_LOW UINT64_C(0x727565636b727566) /* "rueckruf" */
#define KEY_HIGH UINT64_C(0x726563616c6c7300)

static inline uint64_t rotate(uint64_t value, int bits)
{
    return (value << bits) | (value >> (64 - bits));
}

static inline void hash_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static inline void hash_word(struct hash_state *state, uint64_t word)
{
    state->v[3] ^= word;
    hash_round(state->v);
    hash_round(state->v);
    state->v[0] ^= word;
}

void hash_begin(struct hash_state *state, bool wide)
{
    *state = (struct hash_state){
        .v = {KEY_LOW ^ UINT64_C(0x736f6d6570736575), KEY_HIGH ^ UINT64_C(0x646f72616e646f6d),
              KEY_LOW ^ UINT64_C(0x6c7967656e657261), KEY_HIGH ^ UINT64_C(0x7465646279746573)},
        .wide = wide,
    };
    if (wide)
        state->v[1] ^= 0xee;
}

/* Little endian, whatever the machine is: checksums are written to files. */
static inline uint64_t take_word(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline uint32_t take_half(const unsigned char *bytes)
{
    uint32_t half;
    memcpy(&half, bytes, sizeof half);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    half = __builtin_bswap32(half);
#endif
    return half;
}

/* The same of one byte to seven, without a loop over them: some may be taken twice. */
static inline uint64_t take_few(const unsigned char *bytes, size_t length)
{
    if (length < 4)
        return bytes[0] | (uint64_t)bytes[length / 2] << 8 * (length / 2) |
               (uint64_t)bytes[length - 1] << 8 * (length - 1);
    return take_half(bytes) | (uint64_t)take_half(bytes + length - 4) << 8 * (length - 4);
}

void hash_add(struct hash_state *state, const void *bytes, size_t length)
{
    const unsigned char *next = bytes;
    unsigned begun = 8 * (state->length % 8); /* bits of the tail */
    state->length += length;
    for (; length >= 8; length -= 8, next += 8) {
        uint64_t word = take_word(next);
        hash_word(state, state->tail | word << begun);
        state->tail = begun ? word >> (64 - begun) : 0;
    }
    if (length == 0)
        return;
    uint64_t word = take_few(next, length);
    state->tail |= word << begun;
    if (begun + 8 * length >= 64) {
        hash_word(state, state->tail);
        state->tail = begun + 8 * length > 64 ? word >> (64 - begun) : 0;
    }
}

void hash_add_number(struct hash_state *state, uint64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    hash_add(state, bytes, sizeof bytes);
}

static uint64_t hash_finish(struct hash_state *state)
{
    for (int i = 0; i < 4; i++)
        hash_round(state->v);
    return state->v[0] ^ state->v[1] ^ state->v[2] ^ state->v[3];
}

uint64_t hash_end64(struct hash_state *state)
{
    hash_word(state, state->tail | (state->length << 56));
    state->v[2] ^= state->wide ? 0xee : 0xff;
    return hash_finish(state);
}

struct hash128 hash_end128(struct hash_state *state)
{
    uint64_t low = hash_end64(state);
    state->v[1] ^= 0xdd;
    return (struct hash128){.low = low, .high = hash_finish(state)};
}

uint64_t hash64(const void *bytes, size_t length)
{
    struct hash_state state;
    hash_begin(&state, 0);
    hash_add(&state, bytes, length);
    return hash_end64(&state);
}

struct hash128 hash128(const void *bytes, size_t length)
{
    struct hash_state state;
    hash_begin(&state, 1);
    hash_add(&state, bytes, length);
    return hash_end128(&state);
}

static inline uint64_t mix(uint64_t word)
{
    word *= UINT64_C(0x9E3779B97F4A7C15);
    return word ^ word >> 32;
}

uint64_t hash_quick_seeded(const void *bytes, size_t length, uint64_t seed)
{
    const unsigned char *next = bytes, *end = next + length;
    uint64_t hash = length ^ seed, tail = 0;
    if (length >= 64) {
        /* Four at once, as none has to wait for another. */
        uint64_t lanes[4] = {hash, 1 ^ seed, 2 ^ seed, 3 ^ seed};
        for (; end - next >= 32; next += 32)
            for (int i = 0; i < 4; i++)
                lanes[i] = mix(lanes[i] ^ take_word(next + 8 * i));
        hash = mix(mix(mix(lanes[0]) ^ lanes[1]) ^ mix(mix(lanes[2]) ^ lanes[3]));
    }
    for (; end - next > 8; next += 8)
        hash = mix(hash ^ take_word(next));
    /* The rest, without a loop over its bytes: parts of it may be taken twice. */
    if (length >= 8) {
        tail = take_word(end - 8);
    } else if (length >= 4) {
        tail = (uint64_t)take_half(end - 4) << 32 | take_half(next);
    } else if (length > 0) {
        tail = (uint64_t)next[0] << 16 | (uint64_t)next[length / 2] << 8 | next[length - 1];
    }
    return mix(mix(hash ^ tail));
}

uint64_t hash_quick(const void *bytes, size_t length)
{
    return hash_quick_seeded(bytes, length, 0);
}
