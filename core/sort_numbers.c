#include "core/sort_numbers.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES = sizeof(uint64_t), DIGITS = 256, FEW = 64 };

static void sort_few(uint64_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t moved = numbers[i];
        size_t at = i;
        for (; at > 0 && moved < numbers[at - 1]; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = moved;
    }
}

static size_t digit_of(uint64_t number, size_t byte)
{
    return number >> 8 * byte & 0xFF;
}

/* By one byte after the other, the lowest first; those that all numbers have alike are passed over. */
bool sort_numbers(uint64_t *numbers, size_t count)
{
    if (count <= FEW) {
        sort_few(numbers, count);
        return true;
    }
    size_t counts[BYTES][DIGITS] = {{0}};
    uint64_t *scratch = malloc(count * sizeof *scratch), *from = numbers, *to = scratch;
    if (!scratch)
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t byte = 0; byte < BYTES; byte++)
            counts[byte][digit_of(numbers[i], byte)]++;
    for (size_t byte = 0; byte < BYTES; byte++) {
        size_t *places = counts[byte], next = 0;
        if (places[digit_of(numbers[0], byte)] == count)
            continue;
        for (size_t digit = 0; digit < DIGITS; digit++) {
            size_t own = places[digit];
            places[digit] = next;
            next += own;
        }
        for (size_t i = 0; i < count; i++)
            to[places[digit_of(from[i], byte)]++] = from[i];
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != numbers)
        memcpy(numbers, from, count * sizeof *numbers);
    free(scratch);
    return true;
}
