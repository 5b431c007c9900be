#ifndef RUECKRUF_CORE_KEY_NUMBERS_H
#define RUECKRUF_CORE_KEY_NUMBERS_H

/* Keys of 128 bits, mostly hashes, and the numbers that they were given: 1, 2, 3 … in the order in which they came. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/hash.h"

/* Zero-initialise. */
struct key_numbers {
    struct key_number {
        struct hash128 key;
        uint32_t number; /* 0: a free place */
    } * places;
    size_t capacity;
    uint32_t count;
};

/* The key's number, a new one if it has none yet; 0: memory is out. */
uint32_t key_numbers_of(struct key_numbers *numbers, struct hash128 key, bool *is_new);
void key_numbers_free(struct key_numbers *numbers);

#endif
