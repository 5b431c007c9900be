#include "core/index_merge_rest.h"

#include <stdlib.h>
#include <string.h>

#include "core/bitmap.h"
#include "core/sort_numbers.h"

/* So many recalls are listed without regard to letters; more, as far as this many letters tell them apart. */
enum { TOGETHER_MOST = 1024, LETTERS_MOST = 24 };

void merge_rest_free(struct merge_rest *rest)
{
    buffer_free(&rest->first);
    buffer_free(&rest->bytes);
    buffer_free(&rest->word);
    free(rest->pairs);
    free(rest->ranks);
    free(rest->some);
    *rest = (struct merge_rest){0};
}

bool merge_rest_add(struct merge_rest *rest, struct text_view pair, const uint32_t *ranks, uint32_t count)
{
    if (!array_reserve(&rest->pairs, rest->pair_count, &rest->pair_capacity, sizeof *rest->pairs))
        return false;
    if (rest->pair_count == 0) {
        buffer_clear(&rest->first);
        buffer_append(&rest->first, pair.bytes,
                      (size_t)((const char *)memchr(pair.bytes, ' ', pair.length) - pair.bytes) + 1);
    }
    rest->pairs[rest->pair_count++] =
        (struct rest_pair){(uint32_t)rest->bytes.length, (uint32_t)pair.length, (uint32_t)rest->rank_count, count};
    buffer_append_view(&rest->bytes, pair);
    for (uint32_t i = 0; i < count; i++) {
        if (!array_reserve(&rest->ranks, rest->rank_count, &rest->rank_capacity, sizeof *rest->ranks))
            return false;
        rest->ranks[rest->rank_count++] = ranks[i];
    }
    return !rest->first.failed && !rest->bytes.failed;
}

/* --- Letters ------------------------------------------------------------------------------- */

/* Of a pair: both words in their loose form, or what is written behind it. */
static struct text_view spelt(const struct merge_rest *rest, const struct rest_pair *pair)
{
    return (struct text_view){rest->bytes.bytes + pair->start, pair->length};
}

static struct text_view until(struct text_view text, char byte)
{
    const char *end = memchr(text.bytes, byte, text.length);
    return (struct text_view){text.bytes, end ? (size_t)(end - text.bytes) : text.length};
}

static struct text_view behind(struct text_view text, size_t length)
{
    return (struct text_view){text.bytes + length, text.length - length};
}

/* The loose form of the second word. */
static struct text_view second(const struct merge_rest *rest, const struct rest_pair *pair)
{
    return until(behind(spelt(rest, pair), rest->first.length), INDEX_PAIR_FORM);
}

/* Whether the strict form as well is the first word and a word that begins with the letters. */
static bool is_strict(const struct merge_rest *rest, const struct rest_pair *pair, size_t letters)
{
    struct text_view whole = spelt(rest, pair), loose = until(whole, INDEX_PAIR_FORM), strict = loose;
    size_t needed = rest->first.length + letters;
    if (loose.length < whole.length)
        strict = until(behind(whole, loose.length + 1), INDEX_PAIR_FORM);
    return strict.length >= needed && memcmp(strict.bytes, loose.bytes, needed) == 0;
}

/* --- Writing ------------------------------------------------------------------------------- */

static bool write_ranks(struct merge_rest *rest, struct index_writer *writer, struct error *error)
{
    uint16_t ranks[BITMAP_CHUNK];
    if (!sort_numbers(rest->some, rest->some_count))
        return error_set_memory(error, writer->what);
    for (size_t i = 0; i < rest->some_count;) {
        uint32_t chunk = (uint32_t)(rest->some[i] / BITMAP_CHUNK), count = 0;
        for (; i < rest->some_count && rest->some[i] / BITMAP_CHUNK == chunk; i++)
            if (i == 0 || rest->some[i] != rest->some[i - 1])
                ranks[count++] = (uint16_t)(rest->some[i] % BITMAP_CHUNK);
        if (!index_writer_ranks(writer, chunk, ranks, count, error))
            return false;
    }
    return index_writer_word_end(writer, error);
}

/* What is being written: pairs from start to before end, whose second words begin with the same letters. */
struct group {
    struct index_writer *writer;
    const char *mark; /* INDEX_PAIR_SURE: only what is strict; INDEX_PAIR_REST: only the other */
    struct error *error;
};

/* The first pair behind start whose second word goes on differently behind so many letters. */
static size_t end_of_letter(const struct merge_rest *rest, size_t start, size_t end, size_t letters)
{
    struct text_view first = second(rest, &rest->pairs[start]);
    size_t at = start + 1;
    for (; at < end; at++) {
        struct text_view word = second(rest, &rest->pairs[at]);
        bool ends = word.length == letters, first_ends = first.length == letters;
        if (ends != first_ends || (!ends && word.bytes[letters] != first.bytes[letters]))
            break;
    }
    return at;
}

/* Whether the letters are all of the second word, of each pair. */
static bool are_whole(const struct merge_rest *rest, size_t start, size_t end, size_t letters)
{
    return second(rest, &rest->pairs[start]).length == letters && end_of_letter(rest, start, end, letters) == end;
}

static bool write_together(struct merge_rest *rest, const struct group *group, size_t start, size_t end, size_t letters)
{
    struct text_view word = second(rest, &rest->pairs[start]);
    bool wants_strict = strcmp(group->mark, INDEX_PAIR_SURE) == 0;
    rest->some_count = 0;
    for (size_t i = start; i < end; i++) {
        const struct rest_pair *pair = &rest->pairs[i];
        if ((letters > 0 && is_strict(rest, pair, letters)) != wants_strict)
            continue;
        for (uint32_t k = 0; k < pair->rank_count; k++) {
            if (!array_reserve(&rest->some, rest->some_count, &rest->some_capacity, sizeof *rest->some))
                return error_set_memory(group->error, group->writer->what);
            rest->some[rest->some_count++] = rest->ranks[pair->first_rank + k];
        }
    }
    if (rest->some_count == 0)
        return true;
    buffer_clear(&rest->word);
    buffer_append_view(&rest->word, buffer_view(&rest->first));
    buffer_append_string(&rest->word, group->mark);
    buffer_append(&rest->word, word.bytes, letters);
    if (are_whole(rest, start, end, letters))
        buffer_append_byte(&rest->word, INDEX_PAIR_FORM);
    if (rest->word.failed)
        return error_set_memory(group->error, group->writer->what);
    return index_writer_word(group->writer, INDEX_PAIR, buffer_view(&rest->word), group->error) &&
           write_ranks(rest, group->writer, group->error);
}

static bool write_group(struct merge_rest *rest, const struct group *group, size_t start, size_t end, size_t letters)
{
    size_t count = 0;
    for (size_t i = start; i < end; i++)
        count += rest->pairs[i].rank_count;
    if (count <= TOGETHER_MOST || letters == LETTERS_MOST || are_whole(rest, start, end, letters))
        return write_together(rest, group, start, end, letters);
    for (size_t next; start < end; start = next) {
        next = end_of_letter(rest, start, end, letters);
        size_t told = are_whole(rest, start, next, letters) ? letters : letters + 1;
        if (!write_group(rest, group, start, next, told))
            return false;
    }
    return true;
}

bool merge_rest_write(struct merge_rest *rest, struct index_writer *writer, struct error *error)
{
    static const char *const marks[] = {INDEX_PAIR_REST, INDEX_PAIR_SURE};
    bool good = true;
    for (size_t i = 0; good && rest->pair_count > 0 && i < 2; i++) {
        const struct group group = {writer, marks[i], error};
        good = write_group(rest, &group, 0, rest->pair_count, 0);
    }
    buffer_clear(&rest->bytes);
    rest->pair_count = rest->rank_count = 0;
    return good;
}
