/* Runs that are packed while the next is gathered are what they are when nothing goes on beside. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/index_packing.h"
#include "core/index_texts.h"
#include "core/index_triples.h"
#include "tests/random.h"

enum { RUNS = 60, RECALLS = 80, CLEARED = 25 };

/* Some words that come again and again, one that was never there before, one with parts. */
static void make_text(uint32_t rank, struct buffer *text)
{
    uint64_t random = rank;
    buffer_clear(text);
    for (size_t i = 0; i < 12; i++)
        buffer_append_format(text, "wort%c ", (int)('a' + random_next(&random) % 3));
    buffer_append_string(text, "neu");
    for (uint32_t rest = rank + 1; rest; rest /= 26)
        buffer_append_byte(text, (char)('a' + rest % 26));
    buffer_append_format(text, " Kühl-Mittel%c im Motor. ", (int)('a' + rank % 5));
}

static void gather(struct index_texts *texts, struct index_run *run, uint32_t first)
{
    struct buffer text = {0};
    for (uint32_t rank = first; rank < first + RECALLS; rank++) {
        make_text(rank, &text);
        assert_true(index_run_begin(run, rank) && index_texts_add(texts, buffer_view(&text), rank % 7 == 0, run));
    }
    buffer_free(&text);
}

/* What the run and its triples are packed to when one thing is done after the other. */
static void pack_alone(uint32_t first, struct run_block *run_block, struct run_block *triples_block)
{
    struct index_texts texts = {0};
    struct index_triples triples = {0};
    struct index_run run = {0};
    gather(&texts, &run, first);
    const struct pair_tokens tokens = index_pairs_tokens(&texts.pairs);
    const struct packed_strings lexicon = lexicon_words(&texts.lexicon);
    assert_true(index_run_close(&run, texts.lexicon.count) && index_triples_find(&triples, &tokens, &run));
    const struct packed_strings triple_words = lexicon_words(&triples.lexicon);
    assert_true(index_run_pack(&run, &lexicon, run_block) &&
                index_run_pack(&triples.run, &triple_words, triples_block));
    index_triples_free(&triples);
    index_run_free(&run);
    index_texts_free(&texts);
}

static void assert_packed(const struct packed_runs *runs, size_t number, const struct buffer *expected)
{
    const struct run_place *place = &runs->places[number];
    size_t length = (size_t)(place->end - place->start);
    assert_int_equal(length, expected->length);
    assert_int_equal(place->bytes != NULL, number >= runs->count - 2);
    if (place->bytes) {
        assert_memory_equal(place->bytes, expected->bytes, length);
        return;
    }
    char *bytes = malloc(length);
    assert_true(bytes && pread(fileno(runs->file), bytes, length, (off_t)place->start) == (ssize_t)length);
    assert_memory_equal(bytes, expected->bytes, length);
    free(bytes);
}

static void wait_for(void *context)
{
    index_packing_wait(context);
}

static void runs_are_packed_beside_the_gathering_of_the_next(void **state)
{
    struct index_packing *packing;
    struct packed_runs runs;
    struct index_texts texts = {0};
    struct run_block block = {0}, triples_block = {0};
    struct error error = {0};
    (void)state;
    assert_true(index_packing_new("/tmp/runs", &packing, &error));
    texts.lexicon.readers = texts.pairs.readers = (struct index_readers){wait_for, packing};
    for (uint32_t i = 0; i < RUNS; i++) {
        struct index_run *run = index_packing_begin(packing, 0, &error);
        assert_non_null(run);
        gather(&texts, run, i * RECALLS);
        index_packing_put(packing, &texts, i + 1 == CLEARED, i + 1 == RUNS);
    }
    assert_true(index_packing_finish(packing, &runs, &error));
    assert_int_equal(runs.count, 2 * RUNS);
    for (uint32_t i = 0; i < RUNS; i++) {
        pack_alone(i * RECALLS, &block, &triples_block);
        assert_packed(&runs, 2 * i, &block.bytes);
        assert_packed(&runs, 2 * i + 1, &triples_block.bytes);
    }
    index_packing_free(packing);
    index_texts_free(&texts);
    run_block_free(&block);
    run_block_free(&triples_block);
}

static void what_was_not_written_is_an_error(void **state)
{
    struct index_packing *packing;
    struct packed_runs runs;
    struct error error = {0};
    (void)state;
    assert_false(index_packing_new("/nowhere/at/all", &packing, &error));
    assert_string_equal(error.what, "/nowhere/at/all");
    index_packing_free(packing);
    assert_true(index_packing_new("/tmp/runs", &packing, &error) && index_packing_finish(packing, &runs, &error));
    assert_int_equal(runs.count, 0);
    index_packing_free(packing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_are_packed_beside_the_gathering_of_the_next),
        cmocka_unit_test(what_was_not_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
