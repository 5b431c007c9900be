#ifndef RUECKRUF_CORE_INDEX_TRIPLES_H
#define RUECKRUF_CORE_INDEX_TRIPLES_H

/*
 * Three words side by side, so that a phrase of any length is looked up and not read; index.h tells which are listed
 * and how. While the index is built: the words of a run's recalls in their order, and when the run is complete, and it
 * is known which pairs stand in many of them, a run of their triples.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index_pairs.h"
#include "core/index_run.h"

/* Zero-initialise. */
struct index_triples {
    struct index_numbers tokens; /* of all recalls, 0 between two that are not side by side */
    struct triple_recall {
        uint32_t rank;
        size_t start; /* of its tokens */
    } * recalls;
    size_t recall_count, recall_capacity;
    struct index_lexicon lexicon; /* triples and forks */
    struct index_run run;         /* of these */
    struct triple_slot {
        uint64_t pairs; /* the numbers of both pairs */
        uint32_t word;  /* in the lexicon, plus one; 0: free */
    } * slots;          /* hash table */
    size_t slot_count, slots_used;
    /* Of the recall at hand. */
    struct index_numbers found;
    uint32_t *numbers; /* of the pair that begins at each of its tokens */
    size_t number_capacity;
    struct triple_pair {
        uint64_t words; /* hashes of its words' loose forms */
        uint32_t recall;
        uint32_t before, behind; /* the words beside it where it stood first, 0: none */
        uint64_t next;           /* the pair behind it there */
        bool has_several_before, has_several_behind;
    } * pairs; /* hash table; of another recall: free */
    size_t pair_slots;
};
void index_triples_free(struct index_triples *triples);

/* What goes with the clearing of the pairs and their lexicon. */
void index_triples_clear(struct index_triples *triples);

/* A text that follows, of the recall of that rank or another part of it. False, here and below: out of memory. */
bool index_triples_begin(struct index_triples *triples, uint32_t rank);
/* Its next words: tokens of the pairs, 0 where what follows does not stand beside what is before. */
bool index_triples_add(struct index_triples *triples, const uint32_t *tokens, size_t count);

/* Fills triples->run with those of all recalls since the last time; run has the pairs of these. */
bool index_triples_find(struct index_triples *triples, struct index_pairs *pairs, struct index_lexicon *lexicon,
                        const struct index_run *run);

#endif
