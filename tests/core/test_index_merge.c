/* Runs that another thread merges come word by word, each word of the earlier run first, and what fails is told. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/index_merge_runs.h"
#include "tests/random.h"

enum { RUNS = 30, RECALLS = 400, WORDS = 40, WORD_KINDS = 30000 };

/* Runs, the last of them in memory, and what they were made of. */
struct made {
    FILE *file;
    struct run_place places[RUNS];
    struct run_block last;
    struct made_word {
        char bytes[24];
        size_t length;
        uint32_t run;
        uint16_t rank; /* the first that has it in the run */
        uint32_t count;
    } * words;
    size_t word_count, word_capacity;
};

static uint32_t chunk_of(uint32_t run)
{
    return run / 3;
}

static int compare_made(const void *left, const void *right)
{
    const struct made_word *a = left, *b = right;
    int order = text_view_compare((struct text_view){a->bytes, a->length}, (struct text_view){b->bytes, b->length});
    return order ? order : (a->run > b->run) - (a->run < b->run);
}

static void note_words(struct made *made, uint32_t number, const struct index_run *run,
                       const struct packed_strings *words)
{
    uint32_t at = 0;
    bool *is_noted = calloc(run->word_count + 1, sizeof *is_noted);
    assert_non_null(is_noted);
    for (size_t i = 0; i < run->recall_count; i++) {
        for (; at < run->recalls[i].end; at++) {
            uint32_t item = run->numbers.items[at];
            struct text_view word = packed_string(words, item);
            if (is_noted[item])
                continue;
            is_noted[item] = true;
            assert_true(array_reserve(&made->words, made->word_count, &made->word_capacity, sizeof *made->words));
            struct made_word *own = &made->words[made->word_count++];
            *own = (struct made_word){.length = word.length,
                                      .run = number,
                                      .rank = (uint16_t)run->recalls[i].rank,
                                      .count = run->words[item].count};
            memcpy(own->bytes, word.bytes, word.length);
        }
    }
    free(is_noted);
}

static void make_run(struct made *made, uint32_t number, struct index_lexicon *lexicon, struct index_run *run,
                     uint64_t *random)
{
    struct run_block block = {0};
    index_run_clear(run, chunk_of(number));
    for (uint32_t recall = 0; recall < RECALLS; recall++) {
        uint32_t numbers[WORDS];
        for (size_t i = 0; i < WORDS; i++) {
            char word[24];
            int length = snprintf(word, sizeof word, "%s%d", random_next(random) % 2 ? "ein-langes-wort-" : "w",
                                  (int)(random_next(random) % WORD_KINDS));
            const struct text_view view = {word, (size_t)length};
            assert_true(
                lexicon_number(lexicon, random_next(random) % 5 ? INDEX_STRICT : INDEX_PAIR, view, &numbers[i]));
        }
        assert_true(index_run_begin(run, chunk_of(number) * 65536 + number % 3 * RECALLS + recall) &&
                    index_run_add(run, lexicon, numbers, WORDS));
    }
    const struct packed_strings words = lexicon_words(lexicon);
    assert_true(index_run_close(run, lexicon->count));
    note_words(made, number, run, &words);
    assert_true(index_run_pack(run, &words, &block));
    struct run_place *place = &made->places[number];
    *place = (struct run_place){.chunk = chunk_of(number), .end = (int64_t)block.bytes.length};
    if (number + 1 == RUNS) {
        made->last = block;
        place->bytes = block.bytes.bytes;
        return;
    }
    place->start = ftello(made->file);
    place->end += place->start;
    assert_int_equal(fwrite(block.bytes.bytes, 1, block.bytes.length, made->file), block.bytes.length);
    run_block_free(&block);
}

static int make_runs(void **state)
{
    struct made *made = calloc(1, sizeof *made);
    struct index_lexicon lexicon = {0};
    struct index_run run = {0};
    uint64_t random = 1;
    assert_non_null(made);
    made->file = tmpfile();
    assert_non_null(made->file);
    for (uint32_t i = 0; i < RUNS; i++)
        make_run(made, i, &lexicon, &run, &random);
    assert_int_equal(fflush(made->file), 0);
    qsort(made->words, made->word_count, sizeof *made->words, compare_made);
    lexicon_free(&lexicon);
    index_run_free(&run);
    *state = made;
    return 0;
}

static int free_runs(void **state)
{
    struct made *made = *state;
    fclose(made->file);
    run_block_free(&made->last);
    free(made->words);
    free(made);
    return 0;
}

static void words_come_in_order_the_earlier_run_first(void **state)
{
    const struct made *made = *state;
    const struct merged_word *word;
    struct merged_runs *runs = merged_runs_new(fileno(made->file), made->places, RUNS);
    assert_non_null(runs);
    for (size_t i = 0; i < made->word_count; i++) {
        const struct made_word *own = &made->words[i];
        assert_true(merged_runs_step(runs, &word));
        assert_non_null(word);
        assert_int_equal(word->word.length, own->length);
        assert_memory_equal(word->word.bytes, own->bytes, word->word.length);
        assert_int_equal(word->chunk, chunk_of(own->run));
        assert_int_equal(word->count, own->count);
        assert_int_equal(word->ranks[0], own->rank);
        for (uint32_t k = 1; k < word->count; k++)
            assert_true(word->ranks[k] > word->ranks[k - 1]);
    }
    assert_true(merged_runs_step(runs, &word));
    assert_null(word);
    merged_runs_free(runs);
}

static void nothing_is_merged_to_nothing(void **state)
{
    const struct made *made = *state;
    const struct merged_word *word;
    struct merged_runs *runs = merged_runs_new(fileno(made->file), made->places, 0);
    assert_non_null(runs);
    assert_true(merged_runs_step(runs, &word));
    assert_null(word);
    merged_runs_free(runs);
    merged_runs_free(NULL);
}

static void it_may_be_given_up(void **state)
{
    const struct made *made = *state;
    const struct merged_word *word;
    for (size_t steps = 0; steps < 3; steps++) {
        struct merged_runs *runs = merged_runs_new(fileno(made->file), made->places, RUNS);
        assert_non_null(runs);
        for (size_t i = 0; i < steps * 1000; i++)
            assert_true(merged_runs_step(runs, &word));
        merged_runs_free(runs);
    }
}

/* A run that ends in the middle of a word, and a file that ends before a run does. */
static void what_is_not_there_is_an_error(void **state)
{
    const struct made *made = *state;
    const struct merged_word *word;
    struct run_place places[RUNS];
    size_t count = 0;
    memcpy(places, made->places, sizeof places);
    places[2].end -= 1;
    struct merged_runs *runs = merged_runs_new(fileno(made->file), places, RUNS);
    assert_non_null(runs);
    while (merged_runs_step(runs, &word)) {
        assert_non_null(word);
        count++;
    }
    assert_int_equal(errno, EIO);
    assert_true(count > 0 && count < made->word_count);
    merged_runs_free(runs);
    places[2].start = places[2].end = INT64_C(1) << 40;
    places[2].end += 1;
    errno = 0;
    assert_null(merged_runs_new(fileno(made->file), places, RUNS));
    assert_int_equal(errno, EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_come_in_order_the_earlier_run_first),
        cmocka_unit_test(nothing_is_merged_to_nothing),
        cmocka_unit_test(it_may_be_given_up),
        cmocka_unit_test(what_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, make_runs, free_runs);
}
