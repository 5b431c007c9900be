#include "core/index_merge.h"

#include <errno.h>
#include <string.h>

#include "core/bitmap.h"
#include "core/index_merge_rest.h"
#include "core/index_merge_runs.h"

enum { PAIR_FEW = 32 }; /* a pair that stands in so many recalls is not listed */

struct merging {
    struct index_merge *own;
    struct merged_runs *runs;
    const struct merged_word *next; /* NULL: there is no more */
    struct buffer word;
    uint16_t ranks[BITMAP_CHUNK]; /* of one word in one chunk, from several runs */
    size_t rank_count;
    uint32_t chunk;
    uint64_t cost; /* of uniting the current word's chunks */
    struct merge_rest rest;
};

static bool step(struct merging *merge, struct error *error)
{
    return merged_runs_step(merge->runs, &merge->next) || index_merge_failed(merge->own, error);
}

/* --- Ranks --------------------------------------------------------------------------------- */

static bool write_ranks(struct merging *merge, struct error *error)
{
    merge->cost += gram_chunk_cost(merge->rank_count);
    bool good = index_writer_ranks(&merge->own->writer, merge->chunk, merge->ranks, (uint32_t)merge->rank_count, error);
    merge->rank_count = 0;
    return good;
}

static bool put_ranks(struct merging *merge, uint32_t chunk, const uint16_t *ranks, uint32_t count, struct error *error)
{
    if (merge->rank_count > 0 && chunk != merge->chunk && !write_ranks(merge, error))
        return false;
    merge->chunk = chunk;
    if (merge->rank_count + count > BITMAP_CHUNK) {
        errno = EIO; /* the file does not give what was written */
        return index_merge_failed(merge->own, error);
    }
    memcpy(merge->ranks + merge->rank_count, ranks, count * sizeof *ranks);
    merge->rank_count += count;
    return true;
}

/* What the next run has of the current word; NULL: no more has it. */
static const struct merged_word *next_with_word(const struct merging *merge)
{
    const struct merged_word *next = merge->next;
    return next && text_view_equal(next->word, buffer_view(&merge->word)) ? next : NULL;
}

/* Takes the current word's ranks of all runs from the next on. */
static bool take_ranks(struct merging *merge, uint32_t *total, struct error *error)
{
    const struct merged_word *next;
    while ((next = next_with_word(merge))) {
        *total += next->count;
        if (!put_ranks(merge, next->chunk, next->ranks, next->count, error) || !step(merge, error))
            return false;
    }
    return write_ranks(merge, error) && index_writer_word_end(&merge->own->writer, error);
}

/* --- Pairs --------------------------------------------------------------------------------- */

/* Whether the pair has another first word than those of the rest. */
static bool begins_otherwise(const struct merging *merge, struct text_view pair)
{
    struct text_view first = buffer_view(&merge->rest.first);
    return pair.length < first.length || memcmp(pair.bytes, first.bytes, first.length) != 0;
}

/* A pair that many recalls have is a word like another; those that few have are gathered. */
static bool merge_pair(struct merging *merge, struct text_view pair, struct error *error)
{
    uint32_t few[PAIR_FEW], count = 0, total = 0;
    const struct merged_word *next;
    if (begins_otherwise(merge, pair) && !merge_rest_write(&merge->rest, &merge->own->writer, error))
        return false;
    while ((next = next_with_word(merge)) && count + next->count <= PAIR_FEW) {
        for (uint32_t i = 0; i < next->count; i++)
            few[count++] = next->chunk * BITMAP_CHUNK + next->ranks[i];
        if (!step(merge, error))
            return false;
    }
    if (!next && !text_view_equal(pair, TEXT_VIEW(INDEX_PAIR_ODD)))
        return merge_rest_add(&merge->rest, pair, few, count) || error_set_memory(error, merge->own->what);
    if (!index_writer_word(&merge->own->writer, INDEX_PAIR, pair, error))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint16_t low = (uint16_t)(few[i] % BITMAP_CHUNK);
        if (!put_ranks(merge, few[i] / BITMAP_CHUNK, &low, 1, error))
            return false;
    }
    return take_ranks(merge, &total, error);
}

/* --- Words --------------------------------------------------------------------------------- */

static bool begin_section(struct merging *merge, enum index_section section, struct error *error)
{
    int before = merge->own->writer.section;
    if (before < 0 || before == (int)section)
        return true;
    return (before != INDEX_PAIR || merge_rest_write(&merge->rest, &merge->own->writer, error)) &&
           index_writer_filter(&merge->own->writer, error);
}

static bool merge_word(struct merging *merge, struct error *error)
{
    uint32_t total = 0;
    merge->cost = 0;
    buffer_clear(&merge->word);
    buffer_append_view(&merge->word, merge->next->word);
    if (merge->word.failed)
        return error_set_memory(error, merge->own->what);
    enum index_section section = (enum index_section)merge->word.bytes[0];
    struct text_view word = {merge->word.bytes + 1, merge->word.length - 1};
    if (!begin_section(merge, section, error))
        return false;
    if (section == INDEX_PAIR)
        return merge_pair(merge, word, error);
    if (!index_writer_word(&merge->own->writer, section, word, error) || !take_ranks(merge, &total, error))
        return false;
    if (section != INDEX_STRICT)
        return true;
    uint32_t row = merge->own->writer.words.next;
    return (gram_table_count(&merge->own->grams, word, row, total, merge->cost) &&
            gram_table_count(&merge->own->prefixes, word, row, total, merge->cost)) ||
           error_set_memory(error, merge->own->what);
}

bool index_merge_words(struct index_merge *own, struct error *error)
{
    struct merging merge = {.own = own};
    merge.runs = merged_runs_new(fileno(own->file), own->places, own->place_count);
    bool good = merge.runs ? step(&merge, error) : index_merge_failed(own, error);
    while (good && merge.next)
        good = merge_word(&merge, error);
    good = good && merge_rest_write(&merge.rest, &own->writer, error) && index_writer_filter(&own->writer, error);
    merged_runs_free(merge.runs);
    buffer_free(&merge.word);
    merge_rest_free(&merge.rest);
    return good;
}
