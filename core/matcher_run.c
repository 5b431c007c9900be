#include "core/matcher_internal.h"

#include <stdlib.h>
#include <string.h>

struct partial {
    uint32_t cue;
    uint32_t gap_cue;
    uint32_t start;
    uint32_t end;     /* of the piece found last */
    uint32_t letters; /* of the pieces found */
    uint8_t found;
    int32_t previous; /* the cue's partial match before this one; -1: none */
};

struct run {
    const struct matcher *matcher;
    struct text_view text;
    const bool *joints;
    struct match *matches;
    size_t count, capacity;
    struct partial *partials; /* cues whose first pieces have been found in this sentence */
    size_t partial_count, partial_capacity;
    int32_t *last; /* by cue with gaps: its last partial match, if that is still one of the cue's */
    bool failed;
};

static bool is_word_at(const struct run *run, size_t at)
{
    return at < run->text.length && fold_is_word_byte((unsigned char)run->text.bytes[at]);
}

static bool boundaries_hold(const struct run *run, const struct piece *piece, size_t start, size_t end)
{
    enum matcher_mode mode = (enum matcher_mode)piece->mode;
    if (piece->at_start && start > 0 && is_word_at(run, start - 1) && !(mode == MATCHER_NAME && run->joints[start]))
        return false;
    if (!piece->at_end || !is_word_at(run, end) || (mode == MATCHER_NAME && run->joints[end]))
        return true;
    bool plural = run->text.bytes[end] == 's' ||
                  (mode == MATCHER_NAME && run->text.bytes[end] == 'n' && run->text.bytes[end - 1] == 'e');
    return mode != MATCHER_STEM && plural && !is_word_at(run, end + 1);
}

/* Whether whole words, in whatever mode, may end there: most places are in the middle of one. */
static bool may_end_word(const struct run *run, size_t end)
{
    return !is_word_at(run, end) || run->joints[end] || run->text.bytes[end] == 's' || run->text.bytes[end] == 'n';
}

static void put_match(struct run *run, struct match match)
{
    if (!array_reserve(&run->matches, run->count, &run->capacity, sizeof *run->matches))
        run->failed = true;
    else
        run->matches[run->count++] = match;
}

/* The last partial match of the cue in this sentence; -1: none. What stands in "last" may be of a sentence before. */
static int32_t last_partial(const struct run *run, uint32_t gap_cue)
{
    int32_t last = run->last[gap_cue];
    return (size_t)last < run->partial_count && run->partials[last].gap_cue == gap_cue ? last : -1;
}

static void put_partial(struct run *run, struct partial partial)
{
    if (!array_reserve(&run->partials, run->partial_count, &run->partial_capacity, sizeof *run->partials)) {
        run->failed = true;
        return;
    }
    partial.previous = last_partial(run, partial.gap_cue);
    run->last[partial.gap_cue] = (int32_t)run->partial_count;
    run->partials[run->partial_count++] = partial;
}

/*
 * The partial match that a piece carries on: the nearest one before it, of those that end alike the longest. -1: none.
 */
static int32_t find_partial(const struct run *run, const struct piece *piece, size_t start)
{
    int32_t best = -1;
    for (int32_t i = last_partial(run, piece->gap_cue); i >= 0; i = run->partials[i].previous) {
        const struct partial *partial = &run->partials[i];
        if (start > partial->end + GAP_CHARACTERS)
            break;
        if (partial->found != piece->place || start < partial->end)
            continue;
        if (best >= 0 && partial->end < run->partials[best].end)
            break;
        if (best < 0 || partial->start < run->partials[best].start)
            best = i;
    }
    return best;
}

/* A piece of a cue with gaps: begins a new partial match or carries one on. */
static void carry_on(struct run *run, const struct piece *piece, size_t start, size_t end)
{
    if (piece->place == 0) {
        put_partial(run,
                    (struct partial){piece->cue, piece->gap_cue, (uint32_t)start, (uint32_t)end, piece->length, 1, -1});
        return;
    }
    int32_t number = find_partial(run, piece, start);
    if (number < 0)
        return;
    struct partial partial = run->partials[number];
    partial.end = (uint32_t)end;
    partial.letters += piece->length;
    partial.found++;
    if (partial.found == piece->piece_count)
        put_match(run, (struct match){piece->cue, partial.start, partial.end, partial.letters});
    else
        put_partial(run, partial);
}

static void take_pieces(struct run *run, uint32_t state, size_t end)
{
    const struct matcher *matcher = run->matcher;
    for (int32_t at = (int32_t)state; at >= 0; at = matcher->outputs[at].dictionary) {
        for (int32_t i = matcher->outputs[at].piece; i >= 0; i = matcher->pieces[i].same_end) {
            const struct piece *piece = &matcher->pieces[i];
            size_t start = end - piece->length;
            if (!boundaries_hold(run, piece, start, end))
                continue;
            if (piece->piece_count == 1)
                put_match(run, (struct match){piece->cue, (uint32_t)start, (uint32_t)end, piece->length});
            else
                carry_on(run, piece, start, end);
        }
    }
}

/* A stop before a figure is part of a number or of a name: "T6.1", "ID.3". */
static bool ends_sentence(struct text_view text, size_t at)
{
    bool before_figure = at + 1 < text.length && fold_is_digit(text.bytes[at + 1]);
    return text.bytes[at] == ';' || (text.bytes[at] == '.' && !before_figure);
}

bool matcher_run(const struct matcher *matcher, const struct folded *folded, struct match **matches, size_t *count)
{
    struct run run = {.matcher = matcher, .text = buffer_view(&folded->text), .joints = folded->joints};
    uint32_t state = 0;
    run.last = calloc(matcher->gap_cue_count + 1, sizeof *run.last);
    run.failed = !run.last;
    for (size_t i = 0; i < run.text.length && !run.failed; i++) {
        unsigned char byte = (unsigned char)run.text.bytes[i];
        if (ends_sentence(run.text, i))
            run.partial_count = 0;
        uint32_t next = matcher_next(matcher, state, matcher->classes[byte]);
        state = next & ~FLAGS;
        if ((next & OUTPUT_FLAG) && ((next & INSIDE_FLAG) || may_end_word(&run, i + 1)))
            take_pieces(&run, state, i + 1);
    }
    free(run.partials);
    free(run.last);
    if (run.failed) {
        free(run.matches);
        return false;
    }
    *matches = run.matches;
    *count = run.count;
    return true;
}
