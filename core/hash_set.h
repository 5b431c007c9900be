#ifndef RUECKRUF_CORE_HASH_SET_H
#define RUECKRUF_CORE_HASH_SET_H

/* What has been seen before, told by its hash: so that lists of any length are made distinct in linear time. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialise. */
struct hash_set {
    uint64_t *places; /* malloc'd; 0: free */
    size_t count, capacity;
};

/* Whether the hash is new to the set, which has it from now on. When memory is out it is new each time. */
bool hash_set_add(struct hash_set *set, uint64_t hash);
void hash_set_free(struct hash_set *set);

#endif
