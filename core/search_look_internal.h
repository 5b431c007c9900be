#ifndef RUECKRUF_CORE_SEARCH_LOOK_INTERNAL_H
#define RUECKRUF_CORE_SEARCH_LOOK_INTERNAL_H

/*
 * A search by the index, in its stages: each clause is looked up; recalls that the index could not decide are read; by
 * relevance, the hits are rated. search_look.c goes through the stages and owns what they share. For search_look*.c.
 *
 * A stage may be left and gone on with: until is a time of search_now(). False: an error of the index or the store, or
 * memory ran out; then the search is over.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/memory.h"
#include "core/search_internal.h"
#include "core/search_terms.h"

/* So many recalls are read before the next look at the clock. */
enum { RANKS_BETWEEN_LOOKS = 16 };

/* What is known of a clause: by terms that the index tells for sure, and by those that must be read. */
enum { BY_TYPED, BY_SYNONYM, BY_COUNT };
struct clause_work {
    bool needs_reading;
    struct bitmap known[BY_COUNT], maybe[BY_COUNT]; /* only of a clause that needs reading */
};

enum look_stage { LOOK_UP, READ, RATE, LOOKED };

struct search_look {
    struct search_terms *terms;
    struct search_subject subject;
    enum look_stage stage;
    size_t clause; /* that comes next */
    uint32_t rank; /* to be read next */
    struct clause_work *work;
    size_t work_count;
    struct bitmap clause_ranks, synonym_ranks; /* of the clause being looked at; without words: no synonyms */
    struct bitmap widened;                     /* what only a synonym has brought, of all clauses */
    struct bitmap undecided;                   /* what only reading tells of some clause; without words: nothing */
    /* What was read last, for the next letters of the same phrase. */
    struct buffer read_key;
    struct bitmap read_ranks;
};

/* --- Looking up (search_look_clause.c) ------------------------------------------------------- */

/* Cuts search->all down to what may match the clause, and notes in look->undecided what of it is to be read. */
bool search_look_up_clause(struct search *search, size_t number, struct error *error);

/* --- Reading (search_look_read.c) ------------------------------------------------------------ */

/* What did not match the beginning of a phrase when that was read needs not be read for the whole. */
void search_look_use_what_was_read(struct search *search);
/* Reads what is undecided from look->rank on and takes out of search->all what does not match; *done: that was all. */
bool search_look_read(struct search *search, int64_t until, bool *done, struct error *error);

/* --- Rating (search_look_rate.c) ------------------------------------------------------------- */

/* Cuts search->tiers down to what matches the clause as well as that; *done: the clause is through. */
bool search_look_rate_clause(struct search *search, size_t number, int64_t until, bool *done, struct error *error);

#endif
