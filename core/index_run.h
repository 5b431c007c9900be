#ifndef RUECKRUF_CORE_INDEX_RUN_H
#define RUECKRUF_CORE_INDEX_RUN_H

/*
 * A run: words and the ranks of one chunk that they stand in, gathered in bounded memory, then sorted and packed, to
 * be put into a file. And the way back: the words of a run in order, and of all runs merged.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/index_lexicon.h"
#include "core/memory.h"

/* --- Gathering ----------------------------------------------------------------------------- */

#define RUN_TOKEN (UINT32_C(1) << 31)

/* Zero-initialise, clear, and free. */
struct index_run {
    uint32_t chunk; /* of BITMAP_CHUNK ranks */
    struct run_word {
        uint16_t count; /* of ranks that have it */
        uint16_t bytes; /* that the gaps between them take */
        uint32_t next;  /* the rank behind the one that had it last, in the chunk */
    } * words;          /* by number in the lexicon */
    size_t word_count, word_capacity;
    /* The numbers of all words of one recall, then those of the next; pairs are not among them. */
    struct index_numbers numbers;
    /*
     * Its words in their order: the token of a word (index_pairs.h), marked by RUN_TOKEN; behind it, when it makes
     * pairs with the next word, the numbers of these: of the whole token's and of those that begin at its joints. What
     * does not stand side by side has token 0 between it.
     */
    struct index_numbers sequence;
    struct run_recall {
        uint32_t rank; /* in the chunk */
        uint32_t end;  /* of its numbers */
        uint32_t sequence_end;
    } * recalls;
    size_t recall_count, recall_capacity;
};

/* Frees its memory; an empty run is left. */
void index_run_free(struct index_run *run);
/* Empties it for words of that chunk; keeps the memory. */
void index_run_clear(struct index_run *run, uint32_t chunk);

/* The recall that follows, of the chunk; ranks ascend. False: out of memory. */
bool index_run_begin(struct index_run *run, uint32_t rank);
/* The recall has the words of the lexicon with these numbers; more often than once is once. False: out of memory. */
bool index_run_add(struct index_run *run, const struct index_lexicon *lexicon, const uint32_t *numbers, size_t count);
/* Whether it holds as much as it may. */
bool index_run_is_full(const struct index_run *run);
/* What follows in the recall's sequence; its pairs are words that it has. False: out of memory. */
bool index_run_add_sequence(struct index_run *run, const uint32_t *items, size_t count);
/* Once it is complete: counts the pairs of its sequences, too, of a lexicon of so many words. False: out of memory. */
bool index_run_close(struct index_run *run, size_t word_count);
/* A packed run, with the memory that its making took, for the next. Zero-initialise. */
struct run_block {
    struct buffer bytes;
    uint32_t *order; /* the numbers of its words */
    size_t order_capacity;
    struct run_end {
        uint32_t at, next; /* where the next rank of a word is put down, and from where its gap is counted */
    } * ends;              /* by number */
    size_t end_capacity;
};
void run_block_free(struct run_block *block);

/*
 * Makes of it, once it is closed, what is read back: the words in order of their bytes. What the block had is gone.
 * False: out of memory.
 */
bool index_run_pack(const struct index_run *run, const struct packed_strings *lexicon, struct run_block *block);

/* --- Reading back -------------------------------------------------------------------------- */

/* Where a run is. */
struct run_place {
    uint32_t chunk;
    const char *bytes;  /* in memory, borrowed; NULL: in the file */
    int64_t start, end; /* in the file; in memory 0 and how many */
};

/* A run being read; each has a descriptor's place of its own. */
struct run_reader {
    int descriptor;
    int64_t place, end; /* in the file, of what is not in the window yet */
    struct buffer window;
    const char *bytes; /* at hand, of the window or of memory */
    size_t length, at;
    uint32_t chunk;
    /* The current word. */
    struct text_view word; /* the section, then the word; borrowed until the next step */
    uint64_t beginning[2]; /* of it, 16 bytes as numbers in the same order; words with the same may differ behind it */
    struct text_view gaps; /* between its ranks, see run_reader_ranks(); there are no more ranks than bytes */
    bool is_done;
};

/* Begins before the first word. The descriptor is borrowed, its offset not moved. */
void run_reader_open(struct run_reader *reader, int descriptor, const struct run_place *place);
/* Frees the window; the descriptor stays open. */
void run_reader_close(struct run_reader *reader);
/* Steps to the next word, or to is_done. False: errno tells; EIO when the file ends too early. */
bool run_reader_step(struct run_reader *reader);
/* The ranks of the current word, in the chunk; ranks has room for reader->gaps.length. Returns how many they are. */
uint32_t run_reader_ranks(const struct run_reader *reader, uint16_t *ranks);

#endif
