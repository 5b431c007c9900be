#ifndef RUECKRUF_CORE_HASH_H
#define RUECKRUF_CORE_HASH_H

/*
 * SipHash-2-4 with a fixed key (Aumasson and Bernstein, 2012): identities of texts and checksums
 * against damage. It guards against accidents, not against a forger who knows the key.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash128 {
    uint64_t low;
    uint64_t high;
};

/* Of all bytes at once. */
uint64_t hash64(const void *bytes, size_t length);
struct hash128 hash128(const void *bytes, size_t length);

/* The same in pieces: hash_begin, any number of hash_add, hash_end64 or hash_end128. */
struct hash_state {
    uint64_t v[4];
    uint64_t tail;
    uint64_t length;
    bool wide; /* 128 bits were asked for */
};

/* wide: for 128 bits. */
void hash_begin(struct hash_state *state, bool wide);
void hash_add(struct hash_state *state, const void *bytes, size_t length);
uint64_t hash_end64(struct hash_state *state);
struct hash128 hash_end128(struct hash_state *state);

/* For tables in memory alone: several times as quick, and different on machines of another byte order. */
uint64_t hash_quick(const void *bytes, size_t length);

#endif
