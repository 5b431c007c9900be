#ifndef RUECKRUF_CORE_INDEX_RUN_H
#define RUECKRUF_CORE_INDEX_RUN_H

/*
 * A run: words and the ranks of one chunk that they stand in, gathered in bounded memory, then sorted and appended to a
 * file. And the way back: the words of a run in order, and of all runs merged.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/index.h"
#include "core/memory.h"

/* --- Gathering ----------------------------------------------------------------------------- */

/* A word of the run. */
struct run_word {
    uint32_t start;  /* in bytes: the section, then the word */
    uint16_t length; /* with the section */
    uint32_t hash;
    uint32_t count; /* ranks that have it */
    uint32_t last;  /* the rank that had it last, plus one */
};

/* Zero-initialise, clear, and free. */
struct index_run {
    uint32_t chunk; /* of BITMAP_CHUNK ranks */
    struct buffer bytes;
    struct run_word *words;
    size_t word_count, word_capacity;
    uint32_t *slots; /* hash table of word numbers plus one */
    size_t slot_count;
    /* One for each word in each recall, in the order they came. */
    uint32_t *pair_words;
    uint16_t *pair_ranks;
    size_t pair_count, pair_capacity;
};

/* Frees its memory; an empty run is left. */
void index_run_free(struct index_run *run);
/* Empties it for words of that chunk; keeps the memory. */
void index_run_clear(struct index_run *run, uint32_t chunk);

/* *number of a word, given when it is new; the word is copied. False: out of memory. */
bool index_run_word(struct index_run *run, enum index_section section, struct text_view word, uint32_t *number);
/*
 * The recall of that rank, which lies in the chunk, has the word; more often than once is once. Ranks ascend. False:
 * out of memory.
 */
bool index_run_add(struct index_run *run, uint32_t number, uint32_t rank);
/* Whether it holds as much as it may. */
bool index_run_is_full(const struct index_run *run);
/* Appends it to the file, the words in order of their bytes; false: errno tells. It stays as it is. */
bool index_run_write(struct index_run *run, FILE *file);

/* --- Reading back -------------------------------------------------------------------------- */

/* A run being read; each has a descriptor's place of its own. */
struct run_reader {
    int descriptor;
    int64_t place, end; /* in the file, of what is not in the window yet */
    struct buffer window;
    size_t at;
    uint32_t chunk;
    /* The current word. */
    struct text_view word; /* the section, then the word; borrowed until the next step */
    const uint16_t *ranks;
    uint32_t count;
    bool is_done;
};

/* Where a run lies in the file. */
struct run_place {
    int64_t start, end;
    uint32_t chunk;
};

/* Begins before the first word. The descriptor is borrowed, its offset not moved. */
void run_reader_open(struct run_reader *reader, int descriptor, const struct run_place *place);
/* Frees the window; the descriptor stays open. */
void run_reader_close(struct run_reader *reader);
/* Steps to the next word, or to is_done. False: errno tells; EIO when the file ends too early. */
bool run_reader_step(struct run_reader *reader);

#endif
