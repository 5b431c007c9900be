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
    struct index_lexicon lexicon; /* triples and forks */
    struct index_run run;         /* of these */
    struct triple_slot {
        uint64_t pairs; /* the numbers of both pairs */
        uint32_t word;  /* in the lexicon, plus one; 0: free */
    } * slots;          /* hash table */
    size_t slot_count, slots_used;
    /* Of the recall at hand. */
    struct index_numbers found;
    struct triple_word {
        uint32_t token;
        uint32_t pair;         /* the number of the one that begins with it */
        const uint32_t *parts; /* those of the pairs that begin at its joints */
        uint32_t noted;        /* the slot of the pair, of those of the recall */
        bool is_often;         /* the pair stands in many recalls of the run */
    } * words;
    size_t word_capacity;
    struct buffer spelt;
    struct triple_pair {
        uint64_t words; /* hashes of its words' loose forms */
        uint64_t next;  /* the pair behind it where it stood first */
        uint32_t recall;
        uint32_t before, behind; /* the words beside it there, 0: none */
        bool has_several_before, has_several_behind;
    } * pairs; /* hash table; of another recall: free */
    size_t pair_slots;
};
void index_triples_free(struct index_triples *triples);

/* What goes with the clearing of the pairs and their lexicon; else when its own lexicon is full. */
void index_triples_clear(struct index_triples *triples);

/* Fills triples->run with those of the recalls of the run, which is closed. */
bool index_triples_find(struct index_triples *triples, const struct pair_tokens *tokens, const struct index_run *run);

#endif
