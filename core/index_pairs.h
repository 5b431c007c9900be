#ifndef RUECKRUF_CORE_INDEX_PAIRS_H
#define RUECKRUF_CORE_INDEX_PAIRS_H

/*
 * Words that stand side by side, with nothing but blanks and punctuation between them, so that a phrase is looked up
 * and not read. While the index is built: which words a piece of text begins and ends with, and the numbers of pairs.
 * index.h tells how a pair is written.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index.h"
#include "core/index_lexicon.h"
#include "core/index_tokens.h"
#include "core/memory.h"

enum { PAIR_WORD_BYTES = 48, PAIR_PARTS_MOST = 8 };

/* Zero-initialise. Tokens hold until pairs are cleared, which goes with the clearing of the lexicon. */
struct index_pairs {
    struct index_readers readers;
    struct buffer bytes; /* of the tokens: their forms one behind the other, loose, strict, base */
    struct pair_token {
        uint32_t start;
        uint8_t lengths[3]; /* by enum fold_form */
        bool has_one_form;  /* they are the same: it is there once */
        uint32_t hash;
        uint32_t kin;  /* hash of the loose form */
        uint32_t rest; /* the token of the same word without its first part; 0: none */
        uint32_t same; /* the token of the same forms without a rest: pairs of such are the same pairs */
        uint32_t next; /* the token that it made a pair with last; 0: none */
        uint32_t pair; /* the number of that */
    } * tokens;        /* number 0 is not used */
    size_t token_count, token_capacity;
    uint32_t *token_slots; /* hash table of token numbers */
    size_t token_slot_count;
    struct pair_slot {
        uint32_t left, right; /* tokens without a rest; left 0: free */
        uint32_t number;      /* in the lexicon */
    } * pairs;                /* hash table */
    size_t pair_slot_count, pair_count;
    struct index_numbers sequence; /* of the piece that was learnt last, as index_run.h has it */
    struct buffer scratch;
};
void index_pairs_free(struct index_pairs *pairs);
/* Clears them, keeping other memory, but their tokens stay as they are, where readers have them: in others, empty ones. */
void index_pairs_leave(struct index_pairs *pairs, struct index_pairs *left);

/* What stands at the edges of a piece of text: tokens, 0 where a word does that makes no pairs. */
struct pair_edges {
    uint32_t head, tail;
    bool is_blank; /* there is no word in the piece: its neighbours are each other's */
};

/*
 * Finds the edges of a folded piece, and its sequence, with the pairs in it. Adds the number of INDEX_PAIR_ODD to
 * numbers when it has a word that makes no pairs. False: out of memory.
 */
bool index_pairs_learn(struct index_pairs *pairs, struct index_lexicon *lexicon, const struct index_folding *folding,
                       struct pair_edges *edges, struct index_numbers *numbers);

/*
 * Text goes on: whole are the edges of what was before (of nothing: blank ones), then with what follows. Adds the
 * numbers of the pairs that both make where they meet to the sequence. False: out of memory.
 */
bool index_pairs_join(struct index_pairs *pairs, struct index_lexicon *lexicon, struct pair_edges *whole,
                      const struct pair_edges *next, struct index_numbers *sequence);

/* Before several are joined: asks the memory for the words at the edges of a piece, then for the pair that it makes. */
void index_pairs_expect(const struct index_pairs *pairs, const struct pair_edges *piece);
void index_pairs_expect_pair(const struct index_pairs *pairs, const struct pair_edges *piece,
                             const struct pair_edges *next);

/*
 * The tokens that there are now, borrowed: another thread may read them while new ones come, all but their same,
 * next and pair, until the readers are waited for, pairs are cleared, or freed what they left.
 */
struct pair_tokens {
    const char *bytes;
    const struct pair_token *items;
};
struct pair_tokens index_pairs_tokens(const struct index_pairs *pairs);

/* How words side by side are written in the index; only their loose form. In spelt, emptied before. */
bool index_pairs_spell(const struct pair_tokens *tokens, const uint32_t *words, size_t count, struct buffer *spelt);
bool index_pairs_spell_loose(const struct pair_tokens *tokens, const uint32_t *words, size_t count,
                             struct buffer *spelt);

/*
 * The length of a folded word up to its first digit: numbers are too many to be kept in pairs, all that is kept is that
 * one stood there (INDEX_PAIR_CUT).
 */
size_t index_pair_cut(struct text_view word);

#endif
