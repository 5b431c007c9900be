#include "core/word_starts.h"

void word_starts_add(struct word_starts *starts, const char *word)
{
    enum { LOW = WORD_STARTS_LOW, LOW_BITS = 5, BITS = 64, ANY = 32 };
    if (!word[0])
        return;
    /* What the word itself does not say may be anything. */
    uint64_t *pairs = starts->pairs[(unsigned char)word[0] & LOW];
    size_t second = word[1] ? (unsigned char)word[1] & LOW : ANY;
    size_t third = word[1] && word[2] ? (unsigned char)word[2] & LOW : ANY;
    for (size_t i = 0; i < ANY; i++)
        for (size_t k = 0; k < ANY; k++)
            if ((second == ANY || second == i) && (third == ANY || third == k))
                pairs[(i << LOW_BITS | k) / BITS] |= UINT64_C(1) << (i << LOW_BITS | k) % BITS;
}
