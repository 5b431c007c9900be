#include "core/matcher_gaps.h"

#include <stdlib.h>
#include <string.h>

static size_t count_words(const struct matcher_gaps *gaps)
{
    return gaps->matcher->gap_cue_count / GAP_MASK_BITS + 1;
}

bool gaps_new(struct matcher_gaps *gaps, const struct matcher *matcher)
{
    gaps->matcher = matcher;
    gaps->has_begun = calloc(count_words(gaps), sizeof *gaps->has_begun);
    gaps->last = malloc((matcher->gap_cue_count + 1) * sizeof *gaps->last);
    if (gaps->last)
        memset(gaps->last, 0xFF, (matcher->gap_cue_count + 1) * sizeof *gaps->last);
    return gaps->has_begun && gaps->last;
}

void gaps_free(struct matcher_gaps *gaps)
{
    free(gaps->begun);
    free(gaps->has_begun);
    free(gaps->partials);
    free(gaps->last);
}

void gaps_clear(struct matcher_gaps *gaps)
{
    if (gaps->begun_count > 0)
        memset(gaps->has_begun, 0, count_words(gaps) * sizeof *gaps->has_begun);
    gaps->begun_count = 0;
    while (gaps->partial_count > 0)
        gaps->last[gaps->partials[--gaps->partial_count].cue] = -1;
}

bool gaps_grow(struct matcher_gaps *gaps)
{
    gaps->failed =
        gaps->failed || !array_reserve(&gaps->begun, gaps->begun_count, &gaps->begun_capacity, sizeof *gaps->begun);
    return !gaps->failed;
}

static void put_partial(struct matcher_gaps *gaps, struct partial partial)
{
    gaps->failed = gaps->failed || !array_reserve(&gaps->partials, gaps->partial_count, &gaps->partial_capacity,
                                                  sizeof *gaps->partials);
    if (gaps->failed)
        return;
    partial.previous = gaps->last[partial.cue];
    gaps->last[partial.cue] = (int32_t)gaps->partial_count;
    gaps->partials[gaps->partial_count++] = partial;
}

static bool begins_cue(const struct matcher_gaps *gaps, const struct begun_gaps *begun, uint32_t cue)
{
    const struct gap_mask *mask = &gaps->matcher->gap_masks[begun->masks];
    while (mask->word != cue / GAP_MASK_BITS && !mask->is_last)
        mask++;
    return mask->word == cue / GAP_MASK_BITS && mask->cues >> cue % GAP_MASK_BITS & 1;
}

/* Where the first piece stands that a second one carries on; NULL: nowhere near. */
static const struct begun_gaps *find_begun(const struct matcher_gaps *gaps, const struct piece *piece, size_t start)
{
    const struct begun_gaps *best = NULL;
    for (size_t i = gaps->begun_count; i-- > 0;) {
        const struct begun_gaps *begun = &gaps->begun[i];
        if (start > begun->end + GAP_CHARACTERS + BEGUN_DISORDER || (best && begun->end + BEGUN_DISORDER < best->end))
            break;
        if (start < begun->end || start > begun->end + GAP_CHARACTERS || !begins_cue(gaps, begun, piece->gap_cue))
            continue;
        if (!best || begun->end > best->end || (begun->end == best->end && begun->start < best->start))
            best = begun;
    }
    return best;
}

/* The partial match that a third or later piece carries on; NULL: none. */
static const struct partial *find_partial(const struct matcher_gaps *gaps, const struct piece *piece, size_t start)
{
    const struct partial *best = NULL;
    for (int32_t i = gaps->last[piece->gap_cue]; i >= 0; i = gaps->partials[i].previous) {
        const struct partial *partial = &gaps->partials[i];
        if (start > partial->end + GAP_CHARACTERS)
            break;
        if (partial->found != piece->place || start < partial->end)
            continue;
        if (best && partial->end < best->end)
            break;
        if (!best || partial->start < best->start)
            best = partial;
    }
    return best;
}

/*
 * What a piece carries on: the nearest one before it, of those that end alike the longest.
 */
static bool find_before(const struct matcher_gaps *gaps, const struct piece *piece, size_t start,
                        struct partial *before)
{
    if (piece->place > 1) {
        const struct partial *partial = find_partial(gaps, piece, start);
        if (partial)
            *before = *partial;
        return partial != NULL;
    }
    const struct begun_gaps *begun = find_begun(gaps, piece, start);
    if (begun)
        *before = (struct partial){.cue = piece->gap_cue,
                                   .start = begun->start,
                                   .end = begun->end,
                                   .letters = (uint16_t)(begun->end - begun->start),
                                   .found = 1};
    return begun != NULL;
}

bool gaps_carry_on(struct matcher_gaps *gaps, const struct piece *piece, size_t start, size_t end, struct match *whole)
{
    struct partial partial;
    if (!find_before(gaps, piece, start, &partial))
        return false;
    partial.end = (uint32_t)end;
    partial.letters = (uint16_t)(partial.letters + piece->length);
    partial.found++;
    if (partial.found < piece->piece_count) {
        put_partial(gaps, partial);
        return false;
    }
    *whole = (struct match){piece->cue, partial.start, partial.end, partial.letters};
    return true;
}
