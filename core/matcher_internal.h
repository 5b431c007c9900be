#ifndef RUECKRUF_CORE_MATCHER_INTERNAL_H
#define RUECKRUF_CORE_MATCHER_INTERNAL_H

/* The automaton, which matcher.c builds and matcher_run.c runs. */

#include "core/matcher.h"

enum { GAP_CHARACTERS = 45, PIECES_MAX = 4, PIECE_BYTES = 200 };

struct piece {
    uint32_t cue;
    uint8_t place;  /* its place in the cue */
    uint8_t length; /* in bytes */
    bool at_start;  /* of a word */
    bool at_end;
    int32_t same_end; /* the next piece that ends in the same node; -1: none */
};

struct node {
    int32_t fail;
    int32_t piece;      /* first piece that ends here; -1 */
    int32_t dictionary; /* nearest node on the way of fails where a piece ends; -1 */
};

struct cue {
    uint8_t piece_count;
    enum matcher_mode mode;
};

struct matcher {
    struct cue *cues;
    size_t cue_count, cue_capacity;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
    struct node *nodes;
    size_t node_count, node_capacity;
    int32_t *next; /* node_count rows of CLASS_COUNT; once compiled with flags where pieces end */
    size_t next_capacity;
    uint8_t classes[256]; /* byte to class; 0: no cue has it */
    struct folded folded;
    bool only_checks; /* pieces are looked at, not added */
};

/* OUTPUT_FLAG: a piece ends there; INSIDE_FLAG: one of them may end inside a word. */
enum { CLASS_COUNT = 50, OUTPUT_FLAG = 1 << 30, INSIDE_FLAG = 1 << 29, FLAGS = OUTPUT_FLAG | INSIDE_FLAG };

#endif
