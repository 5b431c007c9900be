#ifndef RUECKRUF_CORE_INDEX_KNOWN_H
#define RUECKRUF_CORE_INDEX_KNOWN_H

/* Pieces of text that have been seen in a run, and what they were found to consist of: most come again and again. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index_pairs.h"
#include "core/memory.h"

struct known_piece {
    uint64_t hash;   /* 0: it is new */
    uint32_t bytes;  /* where it stands, its length first */
    uint32_t words;  /* where its word numbers begin, their count first; of text and of headline */
    uint32_t folded; /* where its folded form stands plus one, its length first; 0: it is no part of a number */
    struct pair_edges edges;
};

/* Zero-initialise. */
struct known_pieces {
    struct known_piece *slots;
    size_t slot_count, used;
    struct buffer bytes;
    uint32_t *words;
    size_t word_count, word_capacity;
};
void known_free(struct known_pieces *known);
void known_clear(struct known_pieces *known);

/* The piece's slot, with hash 0 when it is new: then it is to be filled. NULL: out of memory. */
struct known_piece *known_find(struct known_pieces *known, struct text_view piece, uint64_t hash);
/* Where the bytes are kept. */
uint32_t known_keep(struct known_pieces *known, struct text_view bytes);
struct text_view known_view(const struct known_pieces *known, uint32_t place);
bool known_add_word(struct known_pieces *known, uint32_t number);

#endif
