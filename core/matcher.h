#ifndef RUECKRUF_CORE_MATCHER_H
#define RUECKRUF_CORE_MATCHER_H

/*
 * Finds all cues of a large set in one pass over a folded text (Aho and Corasick, 1975). A cue is one or
 * more pieces of text with a gap of at most 45 characters between them, within one sentence; a piece may be bound to
 * the start or the end of a word.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/text.h"

struct matcher;
struct matcher_run;

struct matcher *matcher_new(void); /* NULL: out of memory */
void matcher_free(struct matcher *matcher);

/* Where a cue matches: anywhere in a word; as a whole word, to which a plural s may be added; as a
   name, which may also be one part of a hyphenated word, or have a plural n behind its e ("Baureihen"). */
enum matcher_mode { MATCHER_STEM, MATCHER_WORD, MATCHER_NAME };

enum matcher_result { MATCHER_ADDED, MATCHER_NO_MEMORY, MATCHER_NOTHING_TO_FIND, MATCHER_OPEN_BRACE };

/*
 * Adds a cue in its written form: ^ start of a word, $ end of a word, .. gap, {a|b} one of these; letters are folded
 * here to their base form. Those that are added are numbered from 0.
 */
enum matcher_result matcher_add(struct matcher *matcher, struct text_view cue, enum matcher_mode mode);

/*
 * Adds bytes in base form that are found wherever they stand, blanks at their ends, too. They are no cues: what is
 * found has the given number, and is kept apart.
 */
enum matcher_result matcher_add_phrase(struct matcher *matcher, struct text_view phrase, uint32_t number);

/* After the last cue and phrase. */
bool matcher_compile(struct matcher *matcher);

struct match {
    uint32_t cue;
    uint32_t start; /* in the folded text */
    uint32_t end;
    uint32_t letters; /* how many bytes its pieces have together */
};

/*
 * What reads texts, one after another: it keeps its memory from text to text, and remembers up to words_most words
 * with what is found in them (some 150 bytes each), which makes the next texts several times as quick; 0: none, with
 * the same result. A matcher may have several at once. NULL: out of memory.
 */
struct matcher_run *matcher_run_new(const struct matcher *matcher, size_t words_most);
void matcher_run_free(struct matcher_run *run);

/* All matches, in order of their ends, in *matches: the run's, until its next text. False: out of memory. */
bool matcher_run_text(struct matcher_run *run, const struct folded *folded, struct match **matches, size_t *count);

/* The phrases of that text, likewise. */
const struct match *matcher_run_phrases(const struct matcher_run *run, size_t *count);

#endif
