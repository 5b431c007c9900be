#ifndef RUECKRUF_CORE_WORD_STARTS_H
#define RUECKRUF_CORE_WORD_STARTS_H

/*
 * Whether one of many words may begin at a place of a text, told by its first three letters: nearly all places of a
 * text need no closer look. Made of the words themselves, so that none is forgotten.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of each letter the low five bits count. */
enum { WORD_STARTS_LOW = 31 };

/* By first letter, a bit for each pair of letters behind it. Zero-initialise it. */
struct word_starts {
    uint64_t pairs[32][16];
};

/* Adds a word of letters in base form, with whatever stands behind the first one. */
void word_starts_add(struct word_starts *starts, const char *word);

/* Whether one of the words may begin at the text, which is not empty, and which a zero byte ends. */
static inline bool word_starts_may(const struct word_starts *starts, const char *text)
{
    enum { LOW = WORD_STARTS_LOW, LOW_BITS = 5, BITS = 64 };
    unsigned char second = (unsigned char)text[1], third = second ? (unsigned char)text[2] : 0;
    size_t pair = (second & (size_t)LOW) << LOW_BITS | (third & LOW);
    return starts->pairs[(unsigned char)text[0] & LOW][pair / BITS] >> pair % BITS & 1;
}

#endif
