#include "core/hash_set.h"

#include <stdlib.h>

enum { CAPACITY_FIRST = 64 };

/* Where the hash is, or the free place for it. */
static uint64_t *find_place(const struct hash_set *set, uint64_t hash)
{
    size_t at = hash & (set->capacity - 1);
    while (set->places[at] && set->places[at] != hash)
        at = (at + 1) & (set->capacity - 1);
    return &set->places[at];
}

static bool grow(struct hash_set *set)
{
    struct hash_set larger = {.count = set->count, .capacity = set->capacity ? set->capacity * 2 : CAPACITY_FIRST};
    larger.places = calloc(larger.capacity, sizeof *larger.places);
    if (!larger.places)
        return false;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->places[i])
            *find_place(&larger, set->places[i]) = set->places[i];
    free(set->places);
    *set = larger;
    return true;
}

bool hash_set_add(struct hash_set *set, uint64_t hash)
{
    hash += hash == 0;
    if (set->count * 2 >= set->capacity && !grow(set))
        return true;
    uint64_t *place = find_place(set, hash);
    if (*place)
        return false;
    *place = hash;
    set->count++;
    return true;
}

void hash_set_free(struct hash_set *set)
{
    free(set->places);
    *set = (struct hash_set){0};
}
