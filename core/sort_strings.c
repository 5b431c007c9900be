#include "core/sort_strings.h"

#include <string.h>

/* A string on its way into order. */
struct sorted {
    uint64_t key; /* the eight bytes that are looked at, the first one highest; zeros behind the string */
    uint32_t number;
};

enum { KEY_BYTES = 8, DIGITS = 256, FEW = 64 };

uint64_t string_key(struct text_view string, size_t from)
{
    uint64_t key = 0;
    size_t left = from < string.length ? string.length - from : 0;
    if (left >= KEY_BYTES)
        memcpy(&key, string.bytes + from, KEY_BYTES);
    else if (left > 0)
        memcpy(&key, string.bytes + from, left);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    key = __builtin_bswap64(key);
#endif
    return key;
}

static void sort_few(struct sorted *strings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sorted moved = strings[i];
        size_t at = i;
        for (; at > 0 && moved.key < strings[at - 1].key; at--)
            strings[at] = strings[at - 1];
        strings[at] = moved;
    }
}

/* By one byte of the key after the other, the lowest first; scratch has room for as many. */
static void sort_many(struct sorted *strings, struct sorted *scratch, size_t count)
{
    uint32_t counts[KEY_BYTES][DIGITS] = {{0}};
    struct sorted *from = strings, *to = scratch;
    for (size_t i = 0; i < count; i++)
        for (size_t byte = 0; byte < KEY_BYTES; byte++)
            counts[byte][strings[i].key >> 8 * byte & 0xFF]++;
    for (size_t byte = 0; byte < KEY_BYTES; byte++) {
        uint32_t *places = counts[byte], next = 0;
        if (places[strings[0].key >> 8 * byte & 0xFF] == count)
            continue;
        for (size_t digit = 0; digit < DIGITS; digit++) {
            uint32_t own = places[digit];
            places[digit] = next;
            next += own;
        }
        for (size_t i = 0; i < count; i++)
            to[places[from[i].key >> 8 * byte & 0xFF]++] = from[i];
        struct sorted *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != strings)
        memcpy(strings, from, count * sizeof *strings);
}

/* Strings that are the same up to some byte. */
static void sort_from(const struct packed_strings *all, struct sorted *strings, struct sorted *scratch, size_t count,
                      size_t from)
{
    for (size_t i = 0; i < count; i++)
        strings[i].key = string_key(packed_string(all, strings[i].number), from);
    if (count <= FEW)
        sort_few(strings, count);
    else
        sort_many(strings, scratch, count);
    for (size_t start = 0, end; start < count; start = end) {
        uint64_t key = strings[start].key;
        for (end = start + 1; end < count && strings[end].key == key; end++)
            continue;
        if (end > start + 1 && (key & 0xFF))
            sort_from(all, strings + start, scratch, end - start, from + KEY_BYTES);
    }
}

bool sort_strings(const struct packed_strings *strings, uint32_t *numbers, size_t count, struct buffer *scratch)
{
    buffer_clear(scratch);
    if (!buffer_reserve(scratch, 2 * count * sizeof(struct sorted)))
        return false;
    struct sorted *sorted = (struct sorted *)(void *)scratch->bytes;
    for (size_t i = 0; i < count; i++)
        sorted[i].number = numbers[i];
    sort_from(strings, sorted, sorted + count, count, 0);
    for (size_t i = 0; i < count; i++)
        numbers[i] = sorted[i].number;
    return true;
}
