#ifndef RUECKRUF_CORE_MATCHER_SENTENCES_H
#define RUECKRUF_CORE_MATCHER_SENTENCES_H

/*
 * What was found in whole sentences that are read again and again: what a maker or an authority says in the same words
 * of each of its recalls. Most sentences are read once and never more, so one is remembered only when it is met for the
 * second time, and takes the place of another. As with words nothing is guessed: all its bytes are compared.
 *
 * A sentence stands here behind a blank, up to and with the blank behind its stop, or the end of the text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/matcher.h"

/* Shorter ones are read as quickly as they are found; longer ones are hardly ever repeated. */
enum { SENTENCE_LEAST = 16, SENTENCE_MOST = 400 };

/* A sentence in a text. */
struct sentence_view {
    const char *bytes;
    const bool *joints; /* by byte: a hyphen was taken away before it */
    size_t length;
    uint64_t hash; /* hash_quick() of the bytes */
};

struct known_sentence {
    uint64_t hash;
    uint64_t met;          /* the hash of another one, met once, that belongs in this place */
    struct match *matches; /* then its phrases, by their places in the sentence; then its bytes and joints */
    uint32_t next;         /* the state behind it */
    uint16_t length;       /* 0: none is known */
    uint16_t match_count;
    uint16_t phrase_count;
    uint8_t worth; /* so many others met twice leave it in its place */
};

/* Zero-initialise but for most, and free. */
struct matcher_sentences {
    size_t most; /* so many are remembered; 0: none ever */
    struct known_sentence *places;
};

/* Whether the sentence is one that may be remembered. */
static inline bool sentences_may_keep(const struct matcher_sentences *sentences, const struct sentence_view *sentence)
{
    return sentences->most > 0 && sentence->length >= SENTENCE_LEAST && sentence->length <= SENTENCE_MOST;
}

/*
 * To be called one after the other before a sentence that may be remembered is asked for: gives it its hash, and lets
 * memory have what is known of it at hand by then.
 */
void sentences_announce(const struct matcher_sentences *sentences, struct sentence_view *sentence);
void sentences_expect(const struct matcher_sentences *sentences, const struct sentence_view *sentence);

/* The sentence with what was found in it; NULL: it is not known. */
const struct known_sentence *sentences_find(struct matcher_sentences *sentences, const struct sentence_view *asked);

/*
 * Whether the sentence, which is not known, is to be remembered: it was met before, as far as is remembered, and its
 * place is free or no longer worth keeping for another.
 */
bool sentences_meet(struct matcher_sentences *sentences, const struct sentence_view *sentence);

/* What was found in a sentence at the place of the text, and the state behind it. Without memory it stays unknown. */
struct sentence_found {
    const struct match *matches, *phrases;
    size_t match_count, phrase_count;
    size_t at;
    uint32_t next;
};
void sentences_keep(struct matcher_sentences *sentences, const struct sentence_view *sentence,
                    const struct sentence_found *found);

void sentences_free(struct matcher_sentences *sentences);

#endif
