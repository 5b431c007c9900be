#include <stdlib.h>
#include <string.h>

#include "core/matcher_internal.h"

/*
 * Pieces that end in the same state and are asked the same of what stands beside them are found together or not at all.
 * So a run looks at each such crowd once; a crowd of first pieces begins all its cues by a few masks.
 */

static bool is_asked_the_same(const struct piece *a, const struct piece *b)
{
    bool has_edge = a->at_start || a->at_end;
    return a->at_start == b->at_start && a->at_end == b->at_end && (!has_edge || a->mode == b->mode);
}

/* Cues and phrases are taken one by one. */
static bool is_of_crowd(const struct piece *first, const struct piece *piece)
{
    enum piece_kind kind = piece_kind_of(first);
    return (kind == PIECE_FIRST || kind == PIECE_LATER) && piece_kind_of(piece) == kind &&
           is_asked_the_same(first, piece);
}

/* Says of so many pieces that end in the same state which crowds they are. */
static void part_crowds(struct piece *pieces, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        bool goes_on = i + 1 < count && pieces[i + 1].crowd < UINT8_MAX && is_of_crowd(&pieces[i], &pieces[i + 1]);
        pieces[i].crowd = goes_on ? pieces[i + 1].crowd + 1 : 1;
        pieces[i].is_last = goes_on ? pieces[i + 1].is_last : i + 1 == count;
    }
}

/* Puts the pieces of a node behind the others that are sorted; returns how many these are now. */
static size_t sort_chain(const struct matcher *matcher, int32_t chain, struct piece *sorted, size_t count)
{
    size_t first = count;
    /* Those that begin cues with gaps stand together: where they stand makes no difference. */
    for (int wanted = 1; wanted >= 0; wanted--)
        for (int32_t i = chain; i >= 0; i = matcher->pieces[i].same_end)
            if ((piece_kind_of(&matcher->pieces[i]) == PIECE_FIRST) == wanted)
                sorted[count++] = matcher->pieces[i];
    part_crowds(sorted + first, count - first);
    return count;
}

static void sort_pieces(struct matcher *matcher, struct piece *sorted)
{
    size_t count = 0;
    for (size_t i = 0; i < matcher->node_count; i++) {
        struct output *output = &matcher->outputs[i];
        int32_t chain = output->piece;
        output->piece = chain < 0 ? -1 : (int32_t)count;
        count = sort_chain(matcher, chain, sorted, count);
    }
    free(matcher->pieces);
    matcher->pieces = sorted;
}

/* Cues that begin alike get numbers side by side, so that they need few masks. */
static void number_gap_cues(struct matcher *matcher, uint32_t *numbers)
{
    uint32_t count = 0;
    memset(numbers, 0xFF, (matcher->gap_cue_count + 1) * sizeof *numbers);
    for (size_t i = 0; i < matcher->piece_count; i++)
        if (piece_kind_of(&matcher->pieces[i]) == PIECE_FIRST && numbers[matcher->pieces[i].gap_cue] == UINT32_MAX)
            numbers[matcher->pieces[i].gap_cue] = count++;
    for (size_t i = 0; i < matcher->piece_count; i++)
        if (matcher->pieces[i].piece_count > 1)
            matcher->pieces[i].gap_cue = numbers[matcher->pieces[i].gap_cue];
}

/* Puts the masks of the crowd that begins with the piece behind the others; returns how many these are now. */
static size_t make_masks(const struct piece *piece, struct gap_mask *masks, size_t count)
{
    size_t first = count;
    for (const struct piece *end = piece + piece->crowd; piece < end; piece++) {
        uint32_t word = piece->gap_cue / GAP_MASK_BITS;
        size_t i = first;
        while (i < count && masks[i].word != word)
            i++;
        if (i == count)
            masks[count++] = (struct gap_mask){.word = word};
        masks[i].cues |= UINT64_C(1) << piece->gap_cue % GAP_MASK_BITS;
    }
    masks[count - 1].is_last = true;
    return count;
}

static void make_all_masks(struct matcher *matcher)
{
    size_t masks = 0, crowd = 0; /* how many pieces of a crowd there are still */
    for (size_t i = 0; i < matcher->piece_count; i++, crowd--) {
        const struct piece *piece = &matcher->pieces[i];
        bool begins = crowd == 0;
        crowd = begins ? piece->crowd : crowd;
        matcher->gap_cues[i] = piece->gap_cue;
        if (!begins || piece_kind_of(piece) != PIECE_FIRST)
            continue;
        matcher->gap_cues[i] = (uint32_t)masks;
        masks = make_masks(piece, matcher->gap_masks, masks);
    }
}

bool matcher_sort_pieces(struct matcher *matcher)
{
    size_t first_count = 0;
    for (size_t i = 0; i < matcher->piece_count; i++)
        first_count += piece_kind_of(&matcher->pieces[i]) == PIECE_FIRST;
    struct piece *sorted = malloc((matcher->piece_count + 1) * sizeof *sorted);
    uint32_t *numbers = malloc((matcher->gap_cue_count + 1) * sizeof *numbers);
    matcher->gap_cues = malloc((matcher->piece_count + 1) * sizeof *matcher->gap_cues);
    matcher->gap_masks = malloc((first_count + 1) * sizeof *matcher->gap_masks);
    bool good = sorted && numbers && matcher->gap_cues && matcher->gap_masks;
    if (good) {
        sort_pieces(matcher, sorted);
        number_gap_cues(matcher, numbers);
        make_all_masks(matcher);
    } else {
        free(sorted);
    }
    free(numbers);
    return good;
}
