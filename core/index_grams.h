#ifndef RUECKRUF_CORE_INDEX_GRAMS_H
#define RUECKRUF_CORE_INDEX_GRAMS_H

/*
 * The few letters that so many words have that uniting their postings would take longer than a key press
 * may: found while the words go by, united beforehand, so that the worst look-up is bounded.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/bitmap.h"
#include "core/memory.h"

enum { GRAM_BYTES = 4 };

struct gram {
    uint32_t key;    /* its bytes, zeros behind */
    uint32_t number; /* of a chosen gram plus one, else 0 */
    uint64_t cost;   /* postings of the words that have it */
};

/* Zero-initialise. One table holds either what stands anywhere in words or what stands at their beginning. */
struct gram_table {
    bool is_prefix;
    struct gram *slots;
    size_t slot_count, used;
    struct gram *chosen; /* in the order of their bytes */
    size_t chosen_count;
};

void gram_table_free(struct gram_table *table);

/* The strict word stands in count recalls. */
bool gram_table_count(struct gram_table *table, struct text_view word, uint32_t count);

/* Chooses those that are worth it. */
bool gram_table_choose(struct gram_table *table);

/* Calls visit with the number of each chosen gram of the word. */
void gram_table_visit(const struct gram_table *table, struct text_view word,
                      void (*visit)(void *context, uint32_t number), void *context);

/* The bytes of a gram; how many. */
size_t gram_bytes(const struct gram *gram, char bytes[GRAM_BYTES]);

#endif
