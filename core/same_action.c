#include "core/same_action.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

enum { TEXT_BYTES_LEAST = 60, MONTHS_APART_MOST = 3 };

void same_actions_free(struct same_actions *actions)
{
    free(actions->items);
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

static struct text_view next_word(struct text_view *rest)
{
    const char *at = rest->bytes, *end = rest->bytes + rest->length;
    while (at < end && is_space(*at))
        at++;
    const char *start = at;
    while (at < end && ((unsigned char)*at > ' ' || !is_space(*at)))
        at++;
    *rest = (struct text_view){at, (size_t)(end - at)};
    return (struct text_view){start, (size_t)(at - start)};
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

/* Whether the word is one of the names. */
static bool is_name(struct text_view names, struct text_view word)
{
    for (size_t at = 0; at + word.length <= names.length; at++) {
        if ((names.bytes[at] ^ word.bytes[0]) & ~0x20)
            continue;
        bool begins = at == 0 || !is_word_byte(names.bytes[at - 1]);
        bool ends = at + word.length == names.length || !is_word_byte(names.bytes[at + word.length]);
        if (begins && ends && equals_but_for_case(names.bytes + at, word))
            return true;
    }
    return false;
}

/* A bit for each byte without its case, some of which share one. */
static uint64_t initial_bit(char byte)
{
    return UINT64_C(1) << ((unsigned char)byte & 0x1F) << ((unsigned char)byte >= '@' ? 32 : 0);
}

/* What words of the names begin with: few others do, and need to be looked for among them. */
static uint64_t gather_initials(struct text_view names)
{
    uint64_t initials = 0;
    for (size_t i = 0; i < names.length; i++)
        if (i == 0 || !is_word_byte(names.bytes[i - 1]))
            initials |= initial_bit(names.bytes[i]);
    return initials;
}

/* Names begin with a capital or a digit. */
static bool may_be_name(struct text_view word, uint64_t initials)
{
    return word.length > 0 && !(word.bytes[0] >= 'a' && word.bytes[0] <= 'z') &&
           (initials & initial_bit(word.bytes[0]));
}

static void append_words(struct buffer *said, struct text_view words)
{
    if (words.length == 0)
        return;
    buffer_append_byte(said, ' ');
    buffer_append_view(said, words);
}

/* Who says it, and the words but for the names, each behind a blank. Those that stand so in the text go together. */
static void find_said(struct text_view authority, struct text_view text, struct text_view names, struct buffer *said)
{
    enum { KEPT_MOST_BYTES = 256 * 1024 };
    uint64_t initials = gather_initials(names);
    struct text_view word, together = {text.bytes, 0};
    buffer_clear_large(said, KEPT_MOST_BYTES);
    buffer_append_view(said, authority);
    while ((word = next_word(&text)).length > 0) {
        struct text_view plain = bare(word);
        if (may_be_name(plain, initials) && is_name(names, plain))
            continue;
        bool follows = word.bytes == together.bytes + together.length + 1 && word.bytes[-1] == ' ';
        if (follows && together.length > 0) {
            together.length += 1 + word.length;
        } else {
            append_words(said, together);
            together = word;
        }
    }
    append_words(said, together);
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
    if (!array_reserve(&actions->items, actions->count, &actions->capacity, sizeof *actions->items))
        return false;
    find_said(authority, text, names, &actions->said);
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
