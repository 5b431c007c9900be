#include "core/index_known.h"

#include <stdlib.h>
#include <string.h>

void known_free(struct known_pieces *known)
{
    free(known->slots);
    free(known->words);
    buffer_free(&known->bytes);
}

void known_clear(struct known_pieces *known)
{
    if (known->slots)
        memset(known->slots, 0, known->slot_count * sizeof *known->slots);
    known->used = known->word_count = 0;
    buffer_clear(&known->bytes);
}

static bool known_grow(struct known_pieces *known)
{
    size_t count = known->slot_count ? known->slot_count * 2 : 1 << 14;
    struct known_piece *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < known->slot_count; i++) {
        if (!known->slots[i].hash)
            continue;
        size_t slot = known->slots[i].hash & (count - 1);
        while (slots[slot].hash)
            slot = (slot + 1) & (count - 1);
        slots[slot] = known->slots[i];
    }
    free(known->slots);
    known->slots = slots;
    known->slot_count = count;
    return true;
}

uint32_t known_keep(struct known_pieces *known, struct text_view bytes)
{
    uint32_t place = (uint32_t)known->bytes.length, length = (uint32_t)bytes.length;
    buffer_append(&known->bytes, &length, sizeof length);
    buffer_append_view(&known->bytes, bytes);
    return place;
}

struct text_view known_view(const struct known_pieces *known, uint32_t place)
{
    uint32_t length;
    memcpy(&length, known->bytes.bytes + place, sizeof length);
    return (struct text_view){known->bytes.bytes + place + sizeof length, length};
}

struct known_piece *known_find(struct known_pieces *known, struct text_view piece, uint64_t hash)
{
    if (known->used * 2 >= known->slot_count && !known_grow(known))
        return NULL;
    size_t slot = hash & (known->slot_count - 1);
    for (; known->slots[slot].hash; slot = (slot + 1) & (known->slot_count - 1))
        if (known->slots[slot].hash == hash && text_view_equal(known_view(known, known->slots[slot].bytes), piece))
            break;
    return &known->slots[slot];
}

bool known_add_word(struct known_pieces *known, uint32_t number)
{
    if (!array_reserve(&known->words, known->word_count, &known->word_capacity, sizeof *known->words))
        return false;
    known->words[known->word_count++] = number;
    return true;
}
