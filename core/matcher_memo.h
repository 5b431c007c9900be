#ifndef RUECKRUF_CORE_MATCHER_MEMO_H
#define RUECKRUF_CORE_MATCHER_MEMO_H

/*
 * What the automaton finds in words that were read before. Behind a blank, a word's letters alone decide in which state
 * it is left and which pieces begin with it or the blank and end within; and texts say most things with few words
 * (Zipf). So a table has the answer for nearly every word, without a step of the automaton and without a look at the
 * many pieces whose boundaries the word itself denies. Nothing is guessed: a run with the table and one without it find
 * the same.
 *
 * A word is here what stands behind a blank up to and with the next blank, or the end of the text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"

/* Longer words are read letter by letter. With it a struct memo_word is one line of the processor's cache. */
enum { MEMO_WORD_BYTES = 40 };

struct memo_word {
    uint64_t joints;      /* bit i: a hyphen was taken away before byte i */
    uint32_t next;        /* the state behind it */
    uint32_t first_event; /* its events stand side by side */
    uint32_t event_count; /* of those in their order; before them: */
    uint8_t begin_count;  /* of MEMO_FIRST, and behind them: */
    uint8_t phrase_count; /* of MEMO_PHRASE */
    uint8_t length;
    uint64_t letters[MEMO_WORD_BYTES / sizeof(uint64_t)]; /* its bytes, and zeros behind them */
};

/* What happens within a word. Pieces are those that begin in it, or with the blank before it. */
enum memo_kind {
    MEMO_MATCH,    /* a cue of one piece matches */
    MEMO_FIRST,    /* the first pieces of cues with gaps stand there */
    MEMO_LATER,    /* other ones of their pieces do */
    MEMO_PHRASE,   /* a phrase */
    MEMO_ASKS,     /* a piece ends, if what stands beyond the blanks beside the word allows that */
    MEMO_SENTENCE, /* a sentence ends: no piece */
};

struct memo_event {
    uint32_t what; /* the first piece; of a MEMO_MATCH or MEMO_PHRASE its cue, of a MEMO_FIRST its masks */
    uint8_t count; /* of pieces, one behind the other: those of cues with gaps come in crowds */
    uint8_t kind;
    uint8_t end;    /* behind so many bytes of the word */
    uint8_t length; /* of the piece */
};

/* Zero-initialise but for most, and free. */
struct matcher_memo {
    size_t most;      /* so many words are remembered, at most MEMO_WORDS, then it begins anew; 0: none ever */
    uint32_t *places; /* of words by their hashes: in the low half a word's number and 1, above that more of the hash */
    size_t place_count; /* a power of two; 0 is a free one */
    struct memo_word *words;
    size_t word_count, word_capacity;
    struct memo_event *events;
    size_t event_count, event_capacity;
    size_t first_event; /* of the word that is made known */
    uint16_t *met;      /* MEMO_MET: some of the hashes of words met once, by others of their bits */
};

enum { MEMO_WORDS = UINT16_MAX, MEMO_MET = 1 << 14 };

/*
 * The word at the place, with the blank behind it; the text's last one has none. joints: of the text, by byte. False:
 * it is too long.
 */
bool memo_cut(struct text_view text, const bool *joints, size_t at, struct memo_word *word);

/* A word that is soon to be asked for, and where it may be known. */
struct memo_asked {
    struct memo_word word;
    uint64_t hash;
    uint32_t number; /* of a known word of the same hash, and 1; 0: there is none */
};

/*
 * To be called one after the other while the two words before it are read, so that memory has what is known of it at
 * hand by then.
 */
void memo_announce(const struct matcher_memo *memo, struct memo_asked *asked);
void memo_expect(const struct matcher_memo *memo, struct memo_asked *asked);

/*
 * The word of these letters and joints, as it was expected, with what was found in it; NULL: it is not known, or not
 * any more.
 */
const struct memo_word *memo_find(const struct matcher_memo *memo, const struct memo_asked *asked);

/*
 * Whether the word, which is not known, was met before, as far as is remembered; it is from now on. Compounds and
 * numbers are hardly ever met again: they are not worth a place.
 */
bool memo_meet(struct matcher_memo *memo, const struct memo_asked *asked);

/*
 * Makes a word known: memo_begin(), then memo_add() for each of its events, in their order, and memo_end(), which
 * returns it. What was found before may then be elsewhere, or forgotten. False: out of memory. Unless a sentence ends
 * in the word, what begins cues and the phrases are put apart: that needs no order but their own.
 */
bool memo_begin(struct matcher_memo *memo);
bool memo_add(struct matcher_memo *memo, struct memo_event event);
const struct memo_word *memo_end(struct matcher_memo *memo, const struct memo_word *word);

void memo_free(struct matcher_memo *memo);

#endif
