#include "core/understand_facts.h"

#include <stdlib.h>
#include <string.h>

#include "core/sse2.h"

/*
 * A text is looked through once, many bytes at a time, for the few places that are worth a look of their own: what
 * reads sentences, amounts, dates and telephone numbers goes from one of them to the next.
 */

enum { BITS = 64 };

/* What 64 bytes are, a bit for each. */
struct kinds {
    uint64_t words, digits, blanks, ends, signs;
};

#if defined(__x86_64__)

static struct kinds look(const char *bytes)
{
    struct kinds kinds = {0};
    for (unsigned i = 0; i < BITS; i += 16) {
        __m128i here = sse2_load(bytes + i);
        __m128i digits = sse2_between(here, '0', '9');
        __m128i words = _mm_or_si128(_mm_or_si128(sse2_between(here, 'a', 'z'), digits), here);
        __m128i ends = _mm_or_si128(_mm_or_si128(sse2_equal(here, '.'), sse2_equal(here, '!')),
                                    _mm_or_si128(sse2_equal(here, '?'), sse2_equal(here, '"')));
        kinds.words |= (uint64_t)sse2_bits(words) << i;
        kinds.digits |= (uint64_t)sse2_bits(digits) << i;
        kinds.blanks |= (uint64_t)sse2_bits(sse2_equal(here, ' ')) << i;
        kinds.ends |= (uint64_t)sse2_bits(_mm_or_si128(ends, sse2_equal(here, ')'))) << i;
        kinds.signs |= (uint64_t)sse2_bits(_mm_or_si128(sse2_equal(here, '+'), sse2_equal(here, '('))) << i;
    }
    return kinds;
}

#else

static struct kinds look(const char *bytes)
{
    struct kinds kinds = {0};
    for (unsigned i = 0; i < BITS; i++) {
        char byte = bytes[i];
        kinds.words |= (uint64_t)fold_is_word_byte((unsigned char)byte) << i;
        kinds.digits |= (uint64_t)fold_is_digit(byte) << i;
        kinds.blanks |= (uint64_t)(byte == ' ') << i;
        kinds.ends |= (uint64_t)(byte && strchr(".!?\")", byte)) << i;
        kinds.signs |= (uint64_t)(byte == '+' || byte == '(') << i;
    }
    return kinds;
}

#endif

static struct kinds look_at_rest(const char *bytes, size_t length)
{
    char rest[BITS] = {0};
    memcpy(rest, bytes, length);
    return look(rest);
}

static void set_mark(struct reading *reading, enum mark mark, size_t at)
{
    reading->marks[mark][at / BITS] |= UINT64_C(1) << at % BITS;
}

/* Whether the word's first three letters say that nothing begins with it that is marked. */
static inline bool is_plain_word(const struct reading *reading, const char *text)
{
    return text[0] >= 'a' && text[0] <= 'z' && !word_starts_may(&reading->marked, text);
}

/* What may begin with a word. */
static void mark_word(struct reading *reading, size_t at)
{
    const char *text = reading->folded.text.bytes + at;
    bool is_digit = fold_is_digit(text[0]);
    if (is_digit)
        set_mark(reading, MARK_PHONE, at);
    if (is_digit || (unsigned char)text[0] >= 0x80 || word_starts_may(&reading->amounts, text))
        set_mark(reading, MARK_AMOUNT, at);
    if (is_digit || word_starts_may(&reading->dates, text))
        set_mark(reading, MARK_DATE, at);
    /* "my2018" is model year 2018. */
    if (text[0] == 'm' && text[1] == 'y' && (fold_is_digit(text[2]) || word_starts_may(&reading->dates, text + 2)))
        set_mark(reading, MARK_DATE, at + 2);
}

static void mark_words(struct reading *reading, uint64_t starts, size_t at)
{
    const char *text = reading->folded.text.bytes;
    for (; starts; starts &= starts - 1) {
        size_t start = at + (size_t)__builtin_ctzll(starts);
        if (!is_plain_word(reading, text + start))
            mark_word(reading, start);
    }
}

static bool reserve_marks(struct reading *reading, size_t count)
{
    if (count > reading->mark_capacity) {
        size_t capacity = count + count / 2;
        uint64_t *marks = realloc(reading->marks[0], capacity * MARK_COUNT * sizeof *marks);
        if (!marks)
            return false;
        for (size_t i = 0; i < MARK_COUNT; i++)
            reading->marks[i] = marks + i * capacity;
        reading->mark_capacity = capacity;
    }
    return true;
}

bool reading_mark(struct reading *reading)
{
    const char *text = reading->folded.text.bytes;
    size_t length = reading->folded.text.length, count = (length + BITS - 1) / BITS;
    if (!reserve_marks(reading, count + 1)) /* "my" may stand at the end */
        return false;
    for (enum mark mark = MARK_AMOUNT; mark <= MARK_PHONE; mark++)
        memset(reading->marks[mark], 0, (count + 1) * sizeof *reading->marks[mark]);
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = i * BITS;
        struct kinds kinds = length - at >= BITS ? look(text + at) : look_at_rest(text + at, length - at);
        reading->marks[MARK_END][i] = kinds.ends;
        reading->marks[MARK_BLANK][i] = kinds.blanks;
        reading->marks[MARK_DIGIT][i] = kinds.digits;
        reading->marks[MARK_PHONE][i] |= kinds.signs;
        mark_words(reading, kinds.words & ~(kinds.words << 1 | before), at);
        before = kinds.words >> (BITS - 1);
    }
    /* Behind a hyphen that the fold took away a word begins, too. */
    const bool *joints = reading->folded.joints, *end = joints + length;
    for (const bool *joint = joints; (joint = memchr(joint, true, (size_t)(end - joint))) != NULL; joint++)
        mark_word(reading, (size_t)(joint - joints));
    return true;
}

size_t reading_next_mark(const struct reading *reading, enum mark mark, size_t at, size_t end)
{
    const uint64_t *marks = reading->marks[mark];
    if (at >= end)
        return end;
    size_t i = at / BITS, last = (end - 1) / BITS;
    uint64_t bits = marks[i] >> at % BITS << at % BITS;
    while (!bits && i < last)
        bits = marks[++i];
    size_t found = bits ? i * BITS + (size_t)__builtin_ctzll(bits) : end;
    return found < end ? found : end;
}
