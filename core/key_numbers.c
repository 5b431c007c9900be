#include "core/key_numbers.h"

#include <stdlib.h>

enum { CAPACITY_FIRST = 256 };

/* Where the key is, or the free place for it. */
static struct key_number *find_place(const struct key_numbers *numbers, struct hash128 key)
{
    size_t at = key.low & (numbers->capacity - 1);
    while (numbers->places[at].number &&
           (numbers->places[at].key.low != key.low || numbers->places[at].key.high != key.high))
        at = (at + 1) & (numbers->capacity - 1);
    return &numbers->places[at];
}

static bool grow(struct key_numbers *numbers)
{
    struct key_numbers larger = {.count = numbers->count,
                                 .capacity = numbers->capacity ? numbers->capacity * 2 : CAPACITY_FIRST};
    if (numbers->count == UINT32_MAX || !(larger.places = calloc(larger.capacity, sizeof *larger.places)))
        return false;
    for (size_t i = 0; i < numbers->capacity; i++)
        if (numbers->places[i].number)
            *find_place(&larger, numbers->places[i].key) = numbers->places[i];
    free(numbers->places);
    *numbers = larger;
    return true;
}

uint32_t key_numbers_of(struct key_numbers *numbers, struct hash128 key, bool *is_new)
{
    /* Three quarters full: at a million keys the table has two million places of 24 bytes. */
    if (numbers->count / 3 >= numbers->capacity / 4 && !grow(numbers))
        return 0;
    struct key_number *place = find_place(numbers, key);
    *is_new = place->number == 0;
    if (*is_new)
        *place = (struct key_number){key, ++numbers->count};
    return place->number;
}

void key_numbers_free(struct key_numbers *numbers)
{
    free(numbers->places);
    *numbers = (struct key_numbers){0};
}
