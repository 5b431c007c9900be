#include "core/matcher_gaps.h"

#include <stdlib.h>
#include <string.h>

static size_t begun_size(const struct matcher_gaps *gaps)
{
    return (gaps->cue_count / BEGUN_BITS + 1) * sizeof(uint64_t);
}

bool gaps_new(struct matcher_gaps *gaps, size_t cue_count)
{
    gaps->cue_count = cue_count;
    gaps->begun = calloc(1, begun_size(gaps));
    gaps->last = calloc(cue_count + 1, sizeof *gaps->last);
    return gaps->begun && gaps->last;
}

void gaps_free(struct matcher_gaps *gaps)
{
    free(gaps->partials);
    free(gaps->begun);
    free(gaps->last);
}

void gaps_clear(struct matcher_gaps *gaps)
{
    if (gaps->partial_count > 0)
        memset(gaps->begun, 0, begun_size(gaps));
    gaps->partial_count = 0;
}

bool gaps_grow(struct matcher_gaps *gaps)
{
    gaps->failed = gaps->failed || !array_reserve(&gaps->partials, gaps->partial_count, &gaps->partial_capacity,
                                                  sizeof *gaps->partials);
    return !gaps->failed;
}

/*
 * The partial match that a piece carries on: the nearest one before it, of those that end alike the longest. -1: none.
 */
static int32_t find_partial(const struct matcher_gaps *gaps, const struct piece *piece, size_t start)
{
    int32_t best = -1;
    int32_t last = gaps_has(gaps, piece->gap_cue) ? gaps->last[piece->gap_cue] : -1;
    for (int32_t i = last; i >= 0; i = gaps->partials[i].previous) {
        const struct partial *partial = &gaps->partials[i];
        if (start > partial->end + GAP_CHARACTERS)
            break;
        if (partial->found != piece->place || start < partial->end)
            continue;
        if (best >= 0 && partial->end < gaps->partials[best].end)
            break;
        if (best < 0 || partial->start < gaps->partials[best].start)
            best = i;
    }
    return best;
}

bool gaps_carry_on(struct matcher_gaps *gaps, const struct piece *piece, size_t start, size_t end, struct match *whole)
{
    int32_t number = find_partial(gaps, piece, start);
    if (number < 0)
        return false;
    struct partial partial = gaps->partials[number];
    partial.end = (uint32_t)end;
    partial.letters = (uint16_t)(partial.letters + piece->length);
    partial.found++;
    if (partial.found < piece->piece_count) {
        gaps_put(gaps, piece->gap_cue, partial);
        return false;
    }
    *whole = (struct match){piece->cue, partial.start, partial.end, partial.letters};
    return true;
}
