#ifndef RUECKRUF_CORE_MATCHER_GAPS_H
#define RUECKRUF_CORE_MATCHER_GAPS_H

/* Cues with gaps, some of whose pieces have been found in a sentence: for a run. */

#include "core/matcher_internal.h"

/* Where a crowd of first pieces stands. */
struct begun_gaps {
    uint32_t start, end;
    uint32_t masks; /* the number of its masks: the cues that it begins */
};

/* A cue of which more than one piece has been found, but not the last. */
struct partial {
    uint32_t cue; /* its number among those with gaps */
    uint32_t start;
    uint32_t end;     /* of the piece found last */
    uint16_t letters; /* of the pieces found */
    uint16_t found;
    int32_t previous; /* the cue's partial match before this one; -1: none */
};

/* That fits. */
_Static_assert(PIECES_MAX *PIECE_BYTES <= UINT16_MAX, "the letters of all pieces of a cue");

/* What has been found in this sentence. */
struct matcher_gaps {
    const struct matcher *matcher;
    struct begun_gaps *begun; /* nearly in order of their ends: those of a word may stand before others of it */
    size_t begun_count, begun_capacity;
    uint64_t *has_begun; /* a bit for each cue with gaps: its first piece stands somewhere */
    struct partial *partials;
    size_t partial_count, partial_capacity;
    int32_t *last; /* of cues with gaps that have one: the last partial match; else -1 */
    bool failed;   /* memory ran out */
};

/* How far a begun cue may stand from its place in the order: a word that a run remembers is not longer. */
enum { BEGUN_DISORDER = 40 };

/* Into zeroed memory. False: out of memory; to be freed all the same. */
bool gaps_new(struct matcher_gaps *gaps, const struct matcher *matcher);
void gaps_free(struct matcher_gaps *gaps);

/* A sentence ends: none is begun any more. */
void gaps_clear(struct matcher_gaps *gaps);

/* Whether a cue is begun. */
static inline bool gaps_has_any(const struct matcher_gaps *gaps)
{
    return gaps->begun_count > 0;
}

/* Room for one that is begun more. */
bool gaps_grow(struct matcher_gaps *gaps);

static inline bool gaps_has(const struct matcher_gaps *gaps, uint32_t cue)
{
    return gaps->has_begun[cue / GAP_MASK_BITS] >> cue % GAP_MASK_BITS & 1;
}

/* A crowd of first pieces, with the number of its masks, stands there. */
static inline void gaps_begin(struct matcher_gaps *gaps, uint32_t masks, size_t start, size_t end)
{
    if (gaps->begun_count == gaps->begun_capacity && !gaps_grow(gaps))
        return;
    gaps->begun[gaps->begun_count++] = (struct begun_gaps){(uint32_t)start, (uint32_t)end, masks};
    const struct gap_mask *mask = &gaps->matcher->gap_masks[masks];
    do
        gaps->has_begun[mask->word] |= mask->cues;
    while (!mask++->is_last);
}

/* Another piece of a cue stands there. True: it was the last one, and *whole is the match. */
bool gaps_carry_on(struct matcher_gaps *gaps, const struct piece *piece, size_t start, size_t end, struct match *whole);

#endif
