#ifndef RUECKRUF_TESTS_RANDOM_H
#define RUECKRUF_TESTS_RANDOM_H

/* Numbers that look like chance and are the same everywhere: splitmix64 (Steele, Lea, Flood, 2014). */

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

#endif
