#ifndef RUECKRUF_CORE_MATCHER_INTERNAL_H
#define RUECKRUF_CORE_MATCHER_INTERNAL_H

/* The automaton, which matcher.c builds and a run reads. */

#include "core/matcher.h"

/* Beside those of enum matcher_mode: a phrase, no cue. */
enum { MODE_PHRASE = MATCHER_NAME + 1 };

enum { GAP_CHARACTERS = 45, PIECES_MAX = 4, PIECE_BYTES = 200 };

struct piece {
    uint32_t cue;
    union {
        uint32_t node;    /* while its cue is added: where it ends */
        uint32_t gap_cue; /* then: the cue's number among those with gaps */
    };
    union {
        int32_t same_end; /* while cues are added: the next piece that ends in the same node; -1: none */
        uint32_t crowd;   /* once compiled: from this piece on so many are asked the same of what stands beside them */
    };
    uint8_t place;       /* its place in the cue */
    uint8_t piece_count; /* of the cue */
    uint8_t length;      /* in bytes */
    uint8_t mode;        /* of the cue */
    bool at_start;       /* of a word */
    bool at_end;
    bool is_last; /* its crowd is the last of those that end in the same state, which stand side by side */
};

/* Cues with gaps that begin with the same piece: those of a crowd are one mask, or a few. */
struct gap_mask {
    uint64_t cues; /* a bit for each */
    uint32_t word; /* of the bits of all cues with gaps */
    bool is_last;  /* of the crowd */
};

enum { GAP_MASK_BITS = 64 };

/* While cues are added: a tree of their letters. */
struct node {
    int32_t child;      /* the first; -1 */
    int32_t sibling;    /* the next child of the same parent; -1 */
    int32_t piece;      /* the first piece that ends here; -1 */
    int32_t fail;       /* the longest end of the letters up to here that the tree has, too */
    int32_t dictionary; /* the nearest node on the way of fails where a piece ends; -1 */
    uint32_t flags;
    uint32_t number; /* of its state */
    uint8_t class;   /* of the byte that leads here */
    uint8_t depth;
};

/*
 * Once compiled: first the states near the root, then a branch after the other. The children of one state stand side by
 * side, and most families right behind their parents: a step looks at one place of the memory, or two.
 */
struct state {
    uint32_t child; /* the first */
    uint32_t fail;
    uint8_t child_count;
    uint8_t class;
    uint8_t flags; /* shifted down by FLAGS_SHIFT */
    uint8_t depth; /* how many bytes lead here from the root */
};

struct output {
    int32_t piece;      /* the first piece that ends here; -1 */
    int32_t dictionary; /* the nearest state on the way of fails where a piece ends; -1 */
};

struct matcher {
    size_t cue_count, gap_cue_count;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
    uint32_t *gap_cues; /* of each piece, once compiled: what is asked of pieces most often, in a small place; where a
                           crowd of first pieces begins the number of its masks */
    struct gap_mask *gap_masks;
    struct node *nodes; /* gone once compiled */
    size_t node_count, node_capacity;
    struct state *states; /* node_count */
    struct output *outputs;
    uint32_t *shallow; /* rows of CLASS_COUNT: where each byte leads to, with the flags of that state */
    size_t shallow_count;
    uint8_t classes[256]; /* byte to class; 0: no cue has it */
    struct folded folded;
};

enum { CLASS_COUNT = 50, SHALLOW_DEPTH = 2, FLAGS_SHIFT = 30 };

/* OUTPUT_FLAG: a piece ends there; INSIDE_FLAG: one of them may end inside a word. */
#define OUTPUT_FLAG (UINT32_C(2) << FLAGS_SHIFT)
#define INSIDE_FLAG (UINT32_C(1) << FLAGS_SHIFT)
#define FLAGS (OUTPUT_FLAG | INSIDE_FLAG)

/*
 * Puts the pieces that end in the same state side by side, in the order of the states, in crowds. False: out of memory.
 */
bool matcher_sort_pieces(struct matcher *matcher);

/* What is done with a piece that is found. A phrase has no gaps. */
enum piece_kind { PIECE_CUE, PIECE_PHRASE, PIECE_FIRST, PIECE_LATER };

static inline enum piece_kind piece_kind_of(const struct piece *piece)
{
    if (piece->piece_count == 1)
        return piece->mode == MODE_PHRASE ? PIECE_PHRASE : PIECE_CUE;
    return piece->place == 0 ? PIECE_FIRST : PIECE_LATER;
}

/*
 * Where the byte of a class leads to, with the flags of that state. A run spends most of its time near the root, where
 * a table says it at once; a table of all states would be many times as large as what a processor has at hand.
 */
static inline uint32_t matcher_next(const struct matcher *matcher, uint32_t number, uint8_t class)
{
    while (number >= matcher->shallow_count) {
        const struct state *self = &matcher->states[number], *children = &matcher->states[self->child];
        for (uint32_t i = 0; i < self->child_count; i++)
            if (children[i].class == class)
                return (self->child + i) | (uint32_t)children[i].flags << FLAGS_SHIFT;
        number = self->fail;
    }
    return matcher->shallow[number * CLASS_COUNT + class];
}

#endif
