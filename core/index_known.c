#include "core/index_known.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1 << 12, MET_SLOTS = 1 << 16 };

void known_free(struct index_known *known)
{
    known_release(known);
    free(known->met);
    known->met = NULL;
}

void known_release(struct index_known *known)
{
    buffer_free(&known->texts);
    free(known->slots);
    *known = (struct index_known){.met = known->met};
}

void known_clear(struct index_known *known)
{
    buffer_clear(&known->texts);
    known->used = 0;
    if (known->slots)
        memset(known->slots, 0, known->slot_count * sizeof *known->slots);
}

static const char *bytes_of(const struct known_text *text)
{
    return (const char *)(known_sequence(text) + text->sequence_count);
}

struct text_view known_folded(const struct known_text *text)
{
    return (struct text_view){bytes_of(text) + text->length, text->folded_length - 1};
}

static bool is_text(const struct index_known *known, uint32_t place, struct text_view bytes)
{
    const struct known_text *text = known_at(known, place);
    return text->length == bytes.length && memcmp(bytes_of(text), bytes.bytes, bytes.length) == 0;
}

uint32_t known_find(const struct index_known *known, struct text_view bytes, uint32_t hash)
{
    if (known->used == 0)
        return 0;
    for (size_t slot = hash & (known->slot_count - 1); known->slots[slot].place;
         slot = (slot + 1) & (known->slot_count - 1))
        if (known->slots[slot].hash == hash && is_text(known, known->slots[slot].place, bytes))
            return known->slots[slot].place;
    return 0;
}

uint32_t known_expect_text(const struct index_known *known, struct text_view bytes, uint32_t hash)
{
    enum { LINE_BYTES = 64, NUMBERS_BYTES = 2 }; /* that are known of each byte, about */
    size_t expected = sizeof(struct known_text) + (1 + NUMBERS_BYTES) * bytes.length;
    if (known->used == 0)
        return 0;
    size_t slot = hash & (known->slot_count - 1);
    while (known->slots[slot].place && known->slots[slot].hash != hash)
        slot = (slot + 1) & (known->slot_count - 1);
    if (known->slots[slot].place) {
        const char *text = known->texts.bytes + known->slots[slot].place - 1;
        for (size_t at = 0; at < expected; at += LINE_BYTES)
            __builtin_prefetch(text + at);
        __builtin_prefetch(text + expected);
    }
    return known->slots[slot].place;
}

uint32_t known_find_expected(const struct index_known *known, struct text_view bytes, uint32_t hash, uint32_t place)
{
    return !place || is_text(known, place, bytes) ? place : known_find(known, bytes, hash);
}

static void put_slot(struct known_slot *slots, size_t count, struct known_slot own)
{
    size_t slot = own.hash & (count - 1);
    while (slots[slot].place)
        slot = (slot + 1) & (count - 1);
    slots[slot] = own;
}

static bool grow(struct index_known *known)
{
    size_t count = known->slot_count ? known->slot_count * 2 : FIRST_SLOTS;
    struct known_slot *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < known->slot_count; i++)
        if (known->slots[i].place)
            put_slot(slots, count, known->slots[i]);
    free(known->slots);
    known->slots = slots;
    known->slot_count = count;
    return true;
}

bool known_keep(struct index_known *known, struct text_view bytes, uint32_t hash, const struct pair_edges *edges,
                const struct index_numbers *numbers, const struct index_numbers *sequence,
                const struct text_view *folded)
{
    struct known_text text = {*edges, (uint32_t)numbers->count, (uint32_t)sequence->count, (uint32_t)bytes.length,
                              folded ? (uint32_t)folded->length + 1 : 0};
    struct known_slot slot = {hash, (uint32_t)known->texts.length + 1};
    if (known->used * 3 >= known->slot_count * 2 && !grow(known))
        return false;
    buffer_append(&known->texts, &text, sizeof text);
    buffer_append(&known->texts, numbers->items, numbers->count * sizeof *numbers->items);
    buffer_append(&known->texts, sequence->items, sequence->count * sizeof *sequence->items);
    buffer_append_view(&known->texts, bytes);
    if (folded)
        buffer_append_view(&known->texts, *folded);
    buffer_append(&known->texts, "\0\0\0", -known->texts.length % sizeof(uint32_t));
    put_slot(known->slots, known->slot_count, slot);
    known->used++;
    return !known->texts.failed;
}

void known_expect_meeting(const struct index_known *known, uint32_t hash)
{
    if (known->met)
        __builtin_prefetch(&known->met[hash % MET_SLOTS], 1);
}

bool known_meet(struct index_known *known, uint32_t hash, bool *again)
{
    if (!known->met && !(known->met = calloc(MET_SLOTS, sizeof *known->met)))
        return false;
    uint16_t *met = &known->met[hash % MET_SLOTS], rest = (uint16_t)(hash / MET_SLOTS | 1);
    *again = *met == rest;
    *met = rest;
    return true;
}
