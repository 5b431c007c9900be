#ifndef RUECKRUF_CORE_SORT_STRINGS_H
#define RUECKRUF_CORE_SORT_STRINGS_H

/* Sorting of many strings by their bytes, eight of them at a time. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"

/* Strings one behind the other: where each begins, and the next one would. Borrowed; there is no zero byte in them. */
struct packed_strings {
    const char *bytes;
    const uint32_t *starts;
};

static inline struct text_view packed_string(const struct packed_strings *strings, uint32_t number)
{
    uint32_t start = strings->starts[number];
    return (struct text_view){strings->bytes + start, strings->starts[number + 1] - start};
}

/* Brings numbers of strings into the order of these; scratch is emptied and grown. False: out of memory. */
bool sort_strings(const struct packed_strings *strings, uint32_t *numbers, size_t count, struct buffer *scratch);

/* Eight bytes of the string from there on as a number that is in the same order; zeros stand for what is behind it. */
uint64_t string_key(struct text_view string, size_t from);

#endif
