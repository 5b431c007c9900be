#ifndef RUECKRUF_CORE_HASH_H
#define RUECKRUF_CORE_HASH_H

/*
 * SipHash-2-4 with a fixed key (Aumasson and Bernstein, 2012): identities, and checksums of a whole. It guards against
 * accidents, not against a forger who knows the key. And a quick one, for what is hashed in masses. All of them are in
 * files: what they make of bytes never changes, and is the same on all machines.
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
void hash_add_number(struct hash_state *state, uint64_t number); /* its eight bytes, the lowest first */
uint64_t hash_end64(struct hash_state *state);
struct hash128 hash_end128(struct hash_state *state);

/*
 * Several times as quick: for tables in memory, and checksums against damage. Of each word of the bytes every change
 * changes it. Two seeds make two hashes that have nothing to do with each other; without one it is 0.
 */
uint64_t hash_quick(const void *bytes, size_t length);
uint64_t hash_quick_seeded(const void *bytes, size_t length, uint64_t seed);

#endif
