#include "core/same_action.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/sse2.h"

enum { TEXT_BYTES_LEAST = 60, MONTHS_APART_MOST = 3 };

void same_actions_free(struct same_actions *actions)
{
    free(actions->items);
    free(actions->starts);
    buffer_free(&actions->said);
    *actions = (struct same_actions){0};
}

/* --- What a text says ---------------------------------------------------------------------- */

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Letters, digits and what is not ASCII. */
static bool is_word_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           (unsigned char)byte >= 0x80;
}

static const char *behind_space(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* Without punctuation at its ends. */
static struct text_view bare(struct text_view word)
{
    while (word.length > 0 && !is_word_byte(word.bytes[0]))
        word = (struct text_view){word.bytes + 1, word.length - 1};
    while (word.length > 0 && !is_word_byte(word.bytes[word.length - 1]))
        word.length--;
    return word;
}

static bool equals_but_for_case(const char *bytes, struct text_view word)
{
    for (size_t i = 0; i < word.length; i++) {
        char a = bytes[i], b = word.bytes[i];
        if (a != b && ((a ^ b) != 0x20 || (a | 0x20) < 'a' || (a | 0x20) > 'z'))
            return false;
    }
    return true;
}

/* A number for each byte without its case, some of which share one. */
static size_t initial_of(char byte)
{
    return ((unsigned char)byte & 0x1F) + ((unsigned char)byte >= '@' ? 32 : 0);
}

/* Notes where words of the names begin, by what they begin with: few others do. False: out of memory. */
static bool find_starts(struct same_actions *actions, struct text_view names)
{
    bool is_inside = false;
    actions->start_count = 0;
    memset(actions->firsts, 0, sizeof actions->firsts);
    for (size_t i = 0; i < names.length; i++) {
        bool was_inside = is_inside;
        is_inside = is_word_byte(names.bytes[i]);
        if (was_inside || !is_inside)
            continue;
        if (!array_reserve(&actions->starts, actions->start_count, &actions->start_capacity, sizeof *actions->starts))
            return false;
        uint32_t *first = &actions->firsts[initial_of(names.bytes[i])];
        actions->starts[actions->start_count++] = (struct same_start){(uint32_t)i, *first};
        *first = (uint32_t)actions->start_count;
    }
    return true;
}

/* Whether the word is one of the names, or of their words. */
static bool is_name(const struct same_actions *actions, struct text_view names, struct text_view word)
{
    for (uint32_t next = actions->firsts[initial_of(word.bytes[0])]; next > 0;) {
        const struct same_start *start = &actions->starts[next - 1];
        size_t end = start->at + word.length;
        if (end <= names.length && (end == names.length || !is_word_byte(names.bytes[end])) &&
            equals_but_for_case(names.bytes + start->at, word))
            return true;
        next = start->next;
    }
    return false;
}

/* Whether the word that begins there is a name; *end, that of the text, becomes its own then. */
static bool begins_name(const struct same_actions *actions, struct text_view names, const char *at, const char **end)
{
    /* Names begin with a capital or a digit. */
    if (is_word_byte(*at) && ((*at >= 'a' && *at <= 'z') || !actions->firsts[initial_of(*at)]))
        return false;
    const char *stop = at;
    while (stop < *end && !is_space(*stop))
        stop++;
    struct text_view word = bare((struct text_view){at, (size_t)(stop - at)});
    if (word.length == 0 || (word.bytes[0] >= 'a' && word.bytes[0] <= 'z') || !is_name(actions, names, word))
        return false;
    *end = stop;
    return true;
}

/* The next white space that is no blank, or behind which no small letter stands: others are not looked at. */
static const char *find_gap(const char *at, const char *end)
{
#if defined(__x86_64__)
    enum { BYTES = 16 };
    for (; end - at > BYTES; at += BYTES) {
        __m128i bytes = sse2_load(at), blank = sse2_equal(bytes, ' ');
        __m128i space = _mm_or_si128(blank, sse2_between(bytes, '\t', '\r'));
        __m128i plain = _mm_and_si128(blank, sse2_between(sse2_load(at + 1), 'a', 'z'));
        unsigned gaps = sse2_bits(_mm_andnot_si128(plain, space));
        if (gaps)
            return at + __builtin_ctz(gaps);
    }
#endif
    while (at < end && (!is_space(*at) || (*at == ' ' && end - at > 1 && at[1] >= 'a' && at[1] <= 'z')))
        at++;
    return at;
}

static void append_words(struct buffer *said, const char *words, const char *end)
{
    if (words >= end)
        return;
    buffer_append_byte(said, ' ');
    buffer_append(said, words, (size_t)(end - words));
}

/* Who says it, and the words but for the names, each behind a blank. Those that stand so in the text go together. */
static void find_said(struct same_actions *actions, struct text_view authority, struct text_view text,
                      struct text_view names)
{
    enum { KEPT_MOST_BYTES = 256 * 1024 };
    const char *end = text.bytes + text.length, *at = behind_space(text.bytes, end), *together = at;
    buffer_clear_large(&actions->said, KEPT_MOST_BYTES);
    buffer_append_view(&actions->said, authority);
    while (at < end) {
        const char *stop = end;
        if (begins_name(actions, names, at, &stop)) {
            append_words(&actions->said, together, at - 1);
            at = together = behind_space(stop, end);
            continue;
        }
        stop = find_gap(at, end);
        at = behind_space(stop, end);
        if (at == end || at - stop > 1 || *stop != ' ') {
            append_words(&actions->said, together, stop);
            together = at;
        }
    }
}

static int month_of(struct text_view date)
{
    int year = 0, month = 0;
    if (date.length < 4)
        return -1;
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (date.bytes[i] - '0');
    for (size_t i = 5; i < 7 && i < date.length; i++)
        month = month * 10 + (date.bytes[i] - '0');
    return year * 12 + month;
}

bool same_actions_add(struct same_actions *actions, uint32_t rank, struct text_view authority, struct text_view text,
                      struct text_view names, struct text_view date)
{
    if (text.length < TEXT_BYTES_LEAST)
        return true;
    if (!array_reserve(&actions->items, actions->count, &actions->capacity, sizeof *actions->items) ||
        !find_starts(actions, names))
        return false;
    find_said(actions, authority, text, names);
    uint64_t said = hash_quick(actions->said.bytes, actions->said.length);
    actions->items[actions->count++] = (struct same_action){said, rank, month_of(date)};
    return !actions->said.failed;
}

/* --- Rings --------------------------------------------------------------------------------- */

/* Ranks are in order of date, so whoever belongs together follows one another. */
static bool belong_together(const struct same_action *newer, const struct same_action *older)
{
    bool both_dated = newer->month >= 0 && older->month >= 0;
    return newer->text == older->text &&
           (both_dated ? newer->month - older->month <= MONTHS_APART_MOST : newer->month == older->month);
}

/* The newest ring so far of one text. */
struct ring {
    uint32_t last; /* of its items, plus one; 0: a free place */
    uint32_t first_rank;
};

/* Where the text has its ring, or may have it; the table has room. */
static struct ring *find_ring(const struct same_action *items, struct ring *table, size_t mask, uint64_t text)
{
    size_t place = text & mask;
    while (table[place].last && items[table[place].last - 1].text != text)
        place = (place + 1) & mask;
    return &table[place];
}

uint32_t *same_actions_rings(const struct same_actions *actions, uint32_t count)
{
    const struct same_action *items = actions->items;
    size_t places = 1;
    while (places < 2 * actions->count)
        places *= 2;
    uint32_t *rings = malloc(((size_t)count + 1) * sizeof *rings);
    struct ring *table = calloc(places, sizeof *table);
    for (uint32_t rank = 0; rings && rank < count; rank++)
        rings[rank] = rank;
    for (uint32_t i = 0; rings && table && i < actions->count; i++) {
        uint32_t rank = items[i].rank;
        struct ring *ring = find_ring(items, table, places - 1, items[i].text);
        if (ring->last && belong_together(&items[ring->last - 1], &items[i])) {
            rings[rank] = items[ring->last - 1].rank;
            rings[ring->first_rank] = rank;
        } else {
            ring->first_rank = rank;
        }
        ring->last = i + 1;
    }
    if (!table) {
        free(rings);
        rings = NULL;
    }
    free(table);
    return rings;
}
