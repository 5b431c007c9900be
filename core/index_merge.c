#include "core/index_merge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/bitmap.h"
#include "core/index_merge_rest.h"

enum { PAIR_FEW = 32 }; /* a pair that stands in so many recalls is not listed */

struct merging {
    struct index_merge *own;
    struct run_reader *readers;
    size_t *tree; /* numbers of readers: the one with the smallest word, then who lost in each match, see play() */
    struct buffer word;
    uint16_t ranks[BITMAP_CHUNK]; /* of one word in one chunk, from several runs */
    size_t rank_count;
    uint32_t chunk;
    uint64_t cost; /* of uniting the current word's chunks */
    struct merge_rest rest;
};

/* --- Runs ---------------------------------------------------------------------------------- */

/* What of its word the reader's beginning does not tell: the rest of it, or as many zero bytes as it ends with. */
static struct text_view behind_beginning(const struct run_reader *reader)
{
    size_t told = sizeof reader->beginning;
    return reader->word.length > told ? (struct text_view){reader->word.bytes + told, reader->word.length - told}
                                      : (struct text_view){0};
}

/* Whether the word of the left one is smaller; of the same word the earlier run has the smaller ranks. */
static bool comes_before(const struct merging *merge, size_t left, size_t right)
{
    const struct run_reader *a = &merge->readers[left], *b = &merge->readers[right];
    if (a->is_done || b->is_done)
        return !a->is_done;
    for (size_t i = 0; i < 2; i++)
        if (a->beginning[i] != b->beginning[i])
            return a->beginning[i] < b->beginning[i];
    int order = text_view_compare(behind_beginning(a), behind_beginning(b));
    return order ? order < 0 : left < right;
}

/*
 * Readers play against each other in pairs, winners against winners, and tree[0] wins the last match. Match k is
 * between the winners of 2k and 2k + 1; those above the count of readers are the readers themselves. tree[k] is who
 * lost: only the matches of a reader that has another word are played again.
 */
static size_t play(struct merging *merge, size_t match)
{
    size_t count = merge->own->place_count;
    if (match >= count)
        return match - count;
    size_t left = play(merge, 2 * match), right = play(merge, 2 * match + 1);
    bool left_wins = comes_before(merge, left, right);
    merge->tree[match] = left_wins ? right : left;
    return left_wins ? left : right;
}

static void play_again(struct merging *merge, size_t winner)
{
    for (size_t match = (winner + merge->own->place_count) / 2; match > 0; match /= 2) {
        size_t other = merge->tree[match];
        if (!comes_before(merge, other, winner))
            continue;
        merge->tree[match] = winner;
        winner = other;
    }
    merge->tree[0] = winner;
}

static bool open_runs(struct merging *merge, struct error *error)
{
    size_t count = merge->own->place_count;
    merge->readers = calloc(count + 1, sizeof *merge->readers);
    merge->tree = calloc(count + 1, sizeof *merge->tree);
    if (!merge->readers || !merge->tree)
        return error_set_memory(error, merge->own->what);
    for (size_t i = 0; i < count; i++) {
        run_reader_open(&merge->readers[i], fileno(merge->own->file), &merge->own->places[i]);
        if (!run_reader_step(&merge->readers[i]))
            return index_merge_failed(merge->own, error);
    }
    if (count == 0)
        merge->readers[0].is_done = true;
    else
        merge->tree[0] = play(merge, 1);
    return true;
}

static void close_runs(struct merging *merge)
{
    for (size_t i = 0; merge->readers && i < merge->own->place_count; i++)
        run_reader_close(&merge->readers[i]);
    free(merge->readers);
    free(merge->tree);
}

/* The run with the smallest word; when that is done, all are. */
static struct run_reader *first_run(const struct merging *merge)
{
    return &merge->readers[merge->tree[0]];
}

static bool step_first(struct merging *merge, struct error *error)
{
    if (!run_reader_step(first_run(merge)))
        return index_merge_failed(merge->own, error);
    play_again(merge, merge->tree[0]);
    return true;
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

/* The run that has the current word next; NULL: no more has it. */
static const struct run_reader *next_with_word(const struct merging *merge)
{
    const struct run_reader *reader = first_run(merge);
    return !reader->is_done && text_view_equal(reader->word, buffer_view(&merge->word)) ? reader : NULL;
}

/* Takes the current word's ranks of all runs from the next on. */
static bool take_ranks(struct merging *merge, uint32_t *total, struct error *error)
{
    const struct run_reader *reader;
    while ((reader = next_with_word(merge))) {
        *total += reader->count;
        if (!put_ranks(merge, reader->chunk, reader->ranks, reader->count, error) || !step_first(merge, error))
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
    const struct run_reader *reader;
    if (begins_otherwise(merge, pair) && !merge_rest_write(&merge->rest, &merge->own->writer, error))
        return false;
    while ((reader = next_with_word(merge)) && count + reader->count <= PAIR_FEW) {
        for (uint32_t i = 0; i < reader->count; i++)
            few[count++] = reader->chunk * BITMAP_CHUNK + reader->ranks[i];
        if (!step_first(merge, error))
            return false;
    }
    if (!reader && !text_view_equal(pair, TEXT_VIEW(INDEX_PAIR_ODD)))
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
    buffer_append_view(&merge->word, first_run(merge)->word);
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
    bool good = open_runs(&merge, error);
    while (good && !first_run(&merge)->is_done)
        good = merge_word(&merge, error);
    good = good && merge_rest_write(&merge.rest, &own->writer, error) && index_writer_filter(&own->writer, error);
    close_runs(&merge);
    buffer_free(&merge.word);
    merge_rest_free(&merge.rest);
    return good;
}
