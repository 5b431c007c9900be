#ifndef RUECKRUF_CORE_INDEX_GRAMS_H
#define RUECKRUF_CORE_INDEX_GRAMS_H

/*
 * The few letters that so many words have that finding and uniting them would take longer than a key press
 * may, and the words that stand inside so many others: found while the words go by, united beforehand, so that the
 * worst look-up is bounded.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/bitmap.h"
#include "core/index.h"
#include "core/memory.h"

enum {
    GRAM_BYTES = 4, /* the longest gram */
    GRAM_FILTER_WORDS = 1 << 10,
};

/* A gram that words have. */
struct gram {
    uint32_t key;    /* its bytes, zeros behind */
    uint32_t number; /* of a chosen gram plus one, else 0 */
    uint32_t longer; /* of the first chosen word that begins with it, plus one, else 0 */
    uint32_t row;    /* of the vocabulary that had it last, plus one */
    uint64_t cost;   /* nanoseconds of a look-up */
    uint64_t ranks;  /* of all words that have it */
};

/* A gram, or a word that is longer than one, or the beginning of such a word. */
struct gram_chosen {
    uint8_t length;
    char bytes[INDEX_GRAM_MOST];
    uint64_t cost, ranks; /* of a word no more than that */
    uint32_t next;        /* the next longer one that begins with the same gram, plus one */
};

/* Zero-initialise. One table holds either what stands anywhere in words or what stands at their beginning. */
struct gram_table {
    bool is_prefix;
    struct gram *slots;
    size_t slot_count, used;
    struct gram_chosen *chosen; /* until they are chosen only words; then in the order of their bytes */
    size_t chosen_count, chosen_capacity;
    uint64_t filter[GRAM_FILTER_WORDS]; /* bits by hash: what none of the chosen begins with is mostly not there */
};

/* Frees its memory; an empty table of the same kind is left. */
void gram_table_free(struct gram_table *table);

/* What it takes to unite so many ranks of one chunk, in nanoseconds. */
uint64_t gram_chunk_cost(size_t ranks);

/*
 * Counts a strict word: the row of the vocabulary in which it stands, how many recalls have it, and the cost of its
 * chunks in nanoseconds. Each word once; rows ascend. The word is copied as far as it is kept. False: out of memory.
 */
bool gram_table_count(struct gram_table *table, struct text_view word, uint32_t row, uint32_t ranks, uint64_t cost);

/*
 * Chooses those that are worth it; all their sets together take bytes_most or less, of that many recalls each. Of those
 * anywhere only such as words begin with are: nobody types the others. prefixes is the other table, or the same. After
 * the last word, and once. False: out of memory.
 */
bool gram_table_choose(struct gram_table *table, const struct gram_table *prefixes, uint32_t recall_count,
                       uint64_t bytes_most);

/*
 * When they are chosen: calls visit with the number of each chosen gram of the word, its place in chosen. One that
 * stands in the word twice comes twice.
 */
void gram_table_visit(const struct gram_table *table, struct text_view word,
                      void (*visit)(void *context, uint32_t number), void *context);

#endif
