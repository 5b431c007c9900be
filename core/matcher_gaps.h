#ifndef RUECKRUF_CORE_MATCHER_GAPS_H
#define RUECKRUF_CORE_MATCHER_GAPS_H

/* Cues with gaps, some of whose pieces have been found in a sentence: for matcher_run.c. */

#include "core/matcher_internal.h"

struct partial {
    uint32_t start;
    uint32_t end;     /* of the piece found last */
    uint16_t letters; /* of the pieces found */
    uint16_t found;
    int32_t previous; /* the cue's partial match before this one; -1: none */
};

/* That fits. */
_Static_assert(PIECES_MAX *PIECE_BYTES <= UINT16_MAX, "the letters of all pieces of a cue");

struct matcher_gaps {
    struct partial *partials; /* cues whose first pieces have been found in this sentence */
    size_t partial_count, partial_capacity;
    size_t cue_count; /* of cues with gaps, by whose numbers these are: */
    uint64_t *begun;  /* a bit for each: it has a partial match in this sentence */
    int32_t *last;    /* of those that are begun: the last partial match */
    bool failed;      /* memory ran out */
};

enum { BEGUN_BITS = 64 };

/* Into zeroed memory. False: out of memory; to be freed all the same. */
bool gaps_new(struct matcher_gaps *gaps, size_t cue_count);
void gaps_free(struct matcher_gaps *gaps);

/* A sentence ends: none is begun any more. */
void gaps_clear(struct matcher_gaps *gaps);

/* Room for one partial match more. */
bool gaps_grow(struct matcher_gaps *gaps);

static inline bool gaps_has(const struct matcher_gaps *gaps, uint32_t cue)
{
    return gaps->begun[cue / BEGUN_BITS] >> cue % BEGUN_BITS & 1;
}

static inline void gaps_put(struct matcher_gaps *gaps, uint32_t cue, struct partial partial)
{
    if (gaps->partial_count == gaps->partial_capacity && !gaps_grow(gaps))
        return;
    partial.previous = gaps_has(gaps, cue) ? gaps->last[cue] : -1;
    gaps->begun[cue / BEGUN_BITS] |= UINT64_C(1) << cue % BEGUN_BITS;
    gaps->last[cue] = (int32_t)gaps->partial_count;
    gaps->partials[gaps->partial_count++] = partial;
}

/* The first piece of a cue stands there. */
static inline void gaps_begin(struct matcher_gaps *gaps, uint32_t cue, size_t start, size_t end)
{
    gaps_put(gaps, cue, (struct partial){(uint32_t)start, (uint32_t)end, (uint16_t)(end - start), 1, -1});
}

/* Another piece of a cue stands there. True: it was the last one, and *whole is the match. */
bool gaps_carry_on(struct matcher_gaps *gaps, const struct piece *piece, size_t start, size_t end, struct match *whole);

#endif
