#ifndef RUECKRUF_CORE_INDEX_KNOWN_H
#define RUECKRUF_CORE_INDEX_KNOWN_H

/*
 * Stretches of text that have been seen, and what they were found to consist of: most words come again and again, and
 * many sentences do.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index_lexicon.h"
#include "core/index_pairs.h"
#include "core/memory.h"

/*
 * What a stretch consists of. Behind it stand the numbers of its words, these in their order (as index_run.h has
 * them), its own bytes and its folded ones.
 */
struct known_text {
    struct pair_edges edges;
    uint32_t number_count, sequence_count, length;
    uint32_t folded_length; /* plus one; 0: it is no part of a number */
};

static inline const uint32_t *known_numbers(const struct known_text *text)
{
    return (const uint32_t *)(const void *)(text + 1);
}

static inline const uint32_t *known_sequence(const struct known_text *text)
{
    return known_numbers(text) + text->number_count;
}

/* Zero-initialise. */
struct index_known {
    struct buffer texts;
    struct known_slot {
        uint32_t hash, place; /* of a text, plus one; 0: free */
    } * slots;                /* hash table */
    size_t slot_count, used;
    uint16_t *met; /* parts of the hashes of what was met once, as far as they are remembered */
};
void known_free(struct index_known *known);
void known_clear(struct index_known *known);   /* keeps the memory */
void known_release(struct index_known *known); /* clears it as well, but keeps no memory except for what was met */

/* The place of what is known of a text, which holds until all is cleared; 0: nothing is. */
uint32_t known_find(const struct index_known *known, struct text_view bytes, uint32_t hash);
/*
 * The same in three steps, so that several are looked for at a time: asks the memory for where a text of that hash may
 * be noted; then for what is known of one, whose place is given; then makes sure that it is this text.
 */
static inline void known_expect(const struct index_known *known, uint32_t hash)
{
    if (known->used > 0)
        __builtin_prefetch(&known->slots[hash & (known->slot_count - 1)]);
}
uint32_t known_expect_text(const struct index_known *known, struct text_view bytes, uint32_t hash);
uint32_t known_find_expected(const struct index_known *known, struct text_view bytes, uint32_t hash, uint32_t place);

/* What is known at a place; borrowed until the next is kept. */
static inline const struct known_text *known_at(const struct index_known *known, uint32_t place)
{
    return (const struct known_text *)(const void *)(known->texts.bytes + place - 1);
}

/* Its folded form, when it is a part of a number. */
struct text_view known_folded(const struct known_text *text);

/*
 * Keeps a text that is not known yet with its words; folded is NULL when it is no part of a number. False: out of
 * memory.
 */
bool known_keep(struct index_known *known, struct text_view bytes, uint32_t hash, const struct pair_edges *edges,
                const struct index_numbers *numbers, const struct index_numbers *sequence,
                const struct text_view *folded);

/* Notes that such a text was met; *again: it was before. Of the notes some are lost. False: out of memory. */
bool known_meet(struct index_known *known, uint32_t hash, bool *again);
/* Asks the memory for that note. */
void known_expect_meeting(const struct index_known *known, uint32_t hash);

#endif
