#ifndef RUECKRUF_CORE_INDEX_LEXICON_H
#define RUECKRUF_CORE_INDEX_LEXICON_H

/*
 * The words that an index being built has met, each with a number. Kept from run to run, as most words come again: what
 * is known of them by number stays known.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index.h"
#include "core/memory.h"
#include "core/sort_strings.h"

/*
 * Whom to ask before memory is moved that another thread may be reading: comes back when none does. Zero: nobody reads.
 */
struct index_readers {
    void (*wait)(void *context);
    void *context;
};

static inline void index_readers_wait(const struct index_readers *readers)
{
    if (readers->wait)
        readers->wait(readers->context);
}

/* Zero-initialise. Numbers begin with 0 and hold until it is cleared. */
struct index_lexicon {
    struct index_readers readers;
    struct buffer bytes; /* of the words one behind the other: the section, then the word */
    uint32_t *starts;    /* where each begins, and the next one will */
    size_t count, capacity;
    struct lexicon_slot {
        uint32_t hash, number; /* plus one; 0: free */
    } * slots;                 /* hash table */
    size_t slot_count, slots_used;
};
void lexicon_free(struct index_lexicon *lexicon);  /* an empty one is left */
void lexicon_clear(struct index_lexicon *lexicon); /* keeps the memory */
/* Clears it as well, but its words stay as they are, where readers have them: in another, empty one. */
void lexicon_leave(struct index_lexicon *lexicon, struct index_lexicon *left);

/* *number of a word, which has no zero bytes, given when it is new; the word is copied. False: out of memory. */
bool lexicon_number(struct index_lexicon *lexicon, enum index_section section, struct text_view word, uint32_t *number);
/* *number of a word that is known to be new: it is not looked for, now or later. Else as that. */
bool lexicon_append(struct index_lexicon *lexicon, enum index_section section, struct text_view word, uint32_t *number);
/*
 * The same in two steps, so that several are asked for at a time: asks the memory for where the word may be noted, and
 * returns its hash; then gives the number.
 */
uint32_t lexicon_expect(const struct index_lexicon *lexicon, enum index_section section, struct text_view word);
bool lexicon_number_expected(struct index_lexicon *lexicon, enum index_section section, struct text_view word,
                             uint32_t hash, uint32_t *number);

/*
 * The words that it has now, each with its section before it, borrowed: another thread may read them while new ones
 * come, until the readers are waited for, it is cleared, or freed what it left.
 */
struct packed_strings lexicon_words(const struct index_lexicon *lexicon);
/* Whether it holds as much as it may. */
bool lexicon_is_full(const struct index_lexicon *lexicon);

/* Numbers of words, gathered. Zero-initialise, free items. */
struct index_numbers {
    uint32_t *items;
    size_t count, capacity;
};

/* Room for so many more. False: out of memory. */
bool index_numbers_reserve(struct index_numbers *numbers, size_t additional);

static inline bool index_numbers_add_one(struct index_numbers *numbers, uint32_t number)
{
    if (numbers->count == numbers->capacity && !index_numbers_reserve(numbers, 1))
        return false;
    numbers->items[numbers->count++] = number;
    return true;
}

bool index_numbers_add_many(struct index_numbers *numbers, const uint32_t *added, size_t count);

/* Mostly there is one. */
static inline bool index_numbers_add(struct index_numbers *numbers, const uint32_t *added, size_t count)
{
    return count == 1 ? index_numbers_add_one(numbers, *added) : index_numbers_add_many(numbers, added, count);
}

#endif
