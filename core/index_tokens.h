#ifndef RUECKRUF_CORE_INDEX_TOKENS_H
#define RUECKRUF_CORE_INDEX_TOKENS_H

/*
 * A text cut into what the index keeps of it. White space always ends a word, so a text is cut there first, and
 * what such a piece gives is always the same: it can be remembered.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/index.h"
#include "core/memory.h"
#include "core/text.h"

/* The next piece between white space; false at the end. A hyphen at the end of a line joins it with the next. */
bool index_next_piece(struct text_view *rest, struct text_view *piece);

/* A piece in its folded forms; zero-initialise. */
struct index_folding {
    struct folded forms[3]; /* by enum fold_form */
    bool has_one_form;      /* only the strict one was made: the others are the same */
    bool is_plain;          /* and no word has parts */
};
/* The one that there is for a form. */
static inline const struct folded *index_folding_form(const struct index_folding *folding, size_t form)
{
    return &folding->forms[folding->has_one_form ? FOLD_STRICT : form];
}
bool index_fold_piece(struct index_folding *folding, struct text_view piece); /* false: out of memory */
void index_folding_free(struct index_folding *folding);

/* The words of a folded piece in order, each in its forms; at begins as three zeros. */
struct index_forms {
    struct text_view word[3];
};
bool index_next_word(const struct index_folding *folding, size_t at[3], struct index_forms *word);

/* The places of the joints inside a word of a form, its beginning and its end, as far as there is room; how many there
   are. */
size_t index_find_joints(const struct folded *folded, struct text_view word, size_t *joints, size_t room);

typedef bool index_emitter(void *context, enum index_section section, struct text_view word);

/* Emits a word of any length, in pieces that overlap when it is long. */
bool index_emit_cut(index_emitter *emit, void *context, enum index_section section, struct text_view word);

/* Emits the words of a folded piece: section is STRICT, BASE or LOOSE. False: emit returned false. */
bool index_emit_words(const struct index_folding *folding, index_emitter *emit, void *context);

/* Whether a folded piece could be part of a number written in groups: it has a digit or nothing but separators. */
bool index_is_numeric(struct text_view folded);

/*
 * Visits the digits of each number in a folded text that is written in at least so many groups and has three digits or
 * more. False: out of memory, or visit returned false.
 */
bool index_visit_numbers(struct text_view folded, size_t groups_least, struct buffer *digits,
                         bool (*visit)(void *context, struct text_view digits), void *context);

#endif
