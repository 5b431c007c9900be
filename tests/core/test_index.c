/* The parts of the search index: finding bytes, sets of ranks, postings, what is united beforehand. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/bitmap.h"
#include "core/index_grams.h"
#include "core/index_lexicon.h"
#include "core/index_postings.h"
#include "core/index_run.h"
#include "core/index_texts.h"
#include "core/index_tokens.h"
#include "core/index_write.h"
#include "core/search.h"
#include "core/sort_numbers.h"
#include "core/store.h"
#include "core/substring.h"
#include "tests/random.h"

/* --- Bytes --------------------------------------------------------------------------------- */

static void the_fast_way_finds_what_the_plain_way_finds(void **state)
{
    uint64_t random = 1;
    char bytes[300], needle[20];
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t length = random_next(&random) % sizeof bytes, needle_length = 1 + random_next(&random) % 6;
        for (size_t i = 0; i < length; i++)
            bytes[i] = "ab\nc\xC3"[random_next(&random) % 5];
        for (size_t i = 0; i < needle_length; i++)
            needle[i] = "ab\nc\xC3"[random_next(&random) % 5];
        /* Memory of just that size, so that a byte read behind it is seen. */
        char *exact = malloc(length + 1);
        assert_non_null(exact);
        memcpy(exact, bytes, length);
        char *tight = realloc(exact, length ? length : 1);
        assert_non_null(tight);
        struct substring fast, plain;
        substring_prepare(&fast, (struct text_view){needle, needle_length});
        substring_prepare_plain(&plain, (struct text_view){needle, needle_length});
        assert_ptr_equal(substring_find(&fast, tight, length), substring_find(&plain, tight, length));
        size_t breaks = 0;
        for (size_t i = 0; i < length; i++)
            breaks += tight[i] == '\n';
        assert_int_equal(substring_count_byte(tight, length, '\n'), breaks);
        char first[20] = "";
        memcpy(first, needle, needle_length);
        first[needle_length] = '\0';
        const char *const any[] = {"xyz", first, NULL}, *const none[] = {"xyz", "a1", NULL};
        struct substring_pairs pairs = substring_pairs_of(tight, length);
        assert_int_equal(substring_any(&pairs, tight, length, any), substring_find(&plain, tight, length) != NULL);
        assert_false(substring_any(&pairs, tight, length, none));
        free(tight);
    }
}

/* --- Sets ---------------------------------------------------------------------------------- */

static void a_set_counts_and_finds_its_ranks(void **state)
{
    enum { SIZE = 70001 };
    static bool has[SIZE];
    struct bitmap set = {0};
    uint64_t random = 2;
    uint32_t count = 0;
    (void)state;
    assert_true(bitmap_reset(&set, SIZE));
    for (uint32_t rank = 0; rank < SIZE; rank++) {
        has[rank] = random_next(&random) % 7 == 0;
        if (has[rank])
            bitmap_add(&set, rank);
    }
    uint32_t next = bitmap_next(&set, 0);
    for (uint32_t rank = 0; rank < SIZE; rank++) {
        assert_int_equal(bitmap_has(&set, rank), has[rank]);
        if (!has[rank])
            continue;
        assert_int_equal(next, rank);
        assert_int_equal(bitmap_count_below(&set, rank), count);
        if (count % 97 == 0)
            assert_int_equal(bitmap_select(&set, count), rank);
        count++;
        next = bitmap_next(&set, rank + 1);
    }
    assert_int_equal(next, SIZE);
    assert_int_equal(bitmap_count(&set), count);
    assert_int_equal(bitmap_select(&set, count), SIZE);
    bitmap_fill(&set);
    assert_int_equal(bitmap_count(&set), SIZE);
    assert_false(bitmap_has(&set, SIZE));
    bitmap_free(&set);
}

/* So many ranks of a chunk, ascending. */
static uint32_t some_ranks(uint64_t *random, uint32_t wanted, uint16_t *ranks)
{
    uint32_t count = 0;
    for (uint32_t rank = 0; rank < BITMAP_CHUNK; rank++)
        if (random_next(random) % BITMAP_CHUNK < wanted)
            ranks[count++] = (uint16_t)rank;
    if (count == 0)
        ranks[count++] = (uint16_t)random_next(random);
    return count;
}

static void postings_are_read_as_they_were_written(void **state)
{
    enum { CHUNKS = 40, SIZE = CHUNKS * BITMAP_CHUNK };
    static const uint32_t wanted[] = {1, 3, 14, 17, 100, 255, 257, 1000, 4000, 4200, 30000, BITMAP_CHUNK};
    static uint16_t ranks[BITMAP_CHUNK];
    struct bitmap set = {0}, odd = {0}, read = {0};
    struct buffer bytes = {0};
    uint64_t random = 5;
    (void)state;
    assert_true(bitmap_reset(&odd, SIZE));
    for (uint32_t rank = 1; rank < SIZE; rank += 2)
        bitmap_add(&odd, rank);
    for (unsigned round = 0; round < 60; round++) {
        uint32_t before = 0, expected = 0, count;
        buffer_clear(&bytes);
        assert_true(bitmap_reset(&set, SIZE));
        assert_true(bitmap_reset(&read, SIZE));
        for (uint32_t chunk = (uint32_t)(random_next(&random) % 20); chunk < CHUNKS;
             chunk += 1 + (uint32_t)(random_next(&random) % 20)) {
            uint32_t taken = some_ranks(&random, wanted[random_next(&random) % 12], ranks);
            for (uint32_t i = 0; i < taken; i++)
                bitmap_add(&set, chunk * BITMAP_CHUNK + ranks[i]);
            postings_append(&bytes, chunk - before, ranks, taken, round % 2 == 1);
            before = chunk + 1;
        }
        assert_true(postings_unite(buffer_view(&bytes), &read));
        assert_memory_equal(read.words, set.words, set.word_count * sizeof *set.words);
        for (uint32_t rank = bitmap_next(&set, 0); rank < SIZE; rank = bitmap_next(&set, rank + 1))
            expected += rank % 2;
        assert_true(postings_count(buffer_view(&bytes), &odd, &count));
        assert_int_equal(count, expected);
        for (size_t i = 1; i < 40 && i < bytes.length; i++) /* what is cut off is not read beyond */
            postings_unite((struct text_view){bytes.bytes, bytes.length - i}, &read);
    }
    buffer_free(&bytes);
    bitmap_free(&set);
    bitmap_free(&odd);
    bitmap_free(&read);
}

static void a_list_of_ranks_is_united_and_counted(void **state)
{
    const char bytes[] = {1, 0, 0, 0x40, 0x42, 0x0F, 0x3F, 0x42, 0x0F};
    struct text_view list = {bytes, sizeof bytes};
    struct bitmap set = {0};
    uint32_t count;
    (void)state;
    assert_true(bitmap_reset(&set, 1000001));
    assert_true(postings_unite_list(list, 3, &set));
    assert_int_equal(bitmap_count(&set), 3);
    assert_true(bitmap_has(&set, 1) && bitmap_has(&set, 1000000) && bitmap_has(&set, 999999));
    bitmap_remove(&set, 1);
    assert_true(postings_count_list(list, 3, &set, &count));
    assert_int_equal(count, 2);
    assert_true(bitmap_reset(&set, 1000000));
    assert_false(postings_unite_list(list, 3, &set));
    assert_false(postings_count_list(list, 3, &set, &count));
    bitmap_free(&set);
}

static bool put_nowhere(void *context, const struct index_row *row, struct error *error)
{
    (void)context;
    (void)row;
    (void)error;
    return true;
}

static void words_of_the_same_recalls_share_their_postings(void **state)
{
    static const struct index_sink nowhere = {put_nowhere, NULL};
    static const char *const words[] = {"bremse", "kabel", "pumpe"};
    static const uint16_t steps[] = {5, 5, 7};
    uint64_t ends[3];
    uint16_t ranks[3 * INDEX_FEW];
    struct index_writer writer;
    struct error error = {0};
    (void)state;
    index_writer_begin(&writer, &nowhere, "test", BITMAP_CHUNK);
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3 * INDEX_FEW; k++)
            ranks[k] = (uint16_t)(steps[i] * k);
        assert_true(index_writer_word(&writer, INDEX_STRICT, text_view_of(words[i]), &error) &&
                    index_writer_ranks(&writer, 0, ranks, 3 * INDEX_FEW, &error) &&
                    index_writer_word_end(&writer, &error));
        ends[i] = writer.posting_bytes;
    }
    assert_int_equal(ends[1], ends[0]);
    assert_true(ends[2] > ends[1]);
    index_writer_free(&writer);
}

static void bytes_that_are_no_postings_are_refused(void **state)
{
    struct bitmap set = {0};
    uint64_t random = 3;
    char bytes[64];
    unsigned good = 0;
    (void)state;
    assert_true(bitmap_reset(&set, 100000));
    for (int round = 0; round < 20000; round++) {
        size_t length = random_next(&random) % sizeof bytes;
        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)(random_next(&random) % (i < 4 ? 3 : 256));
        char *tight = malloc(length ? length : 1);
        uint32_t count;
        assert_non_null(tight);
        memcpy(tight, bytes, length);
        bool united = postings_unite((struct text_view){tight, length}, &set);
        assert_int_equal(postings_count((struct text_view){tight, length}, &set, &count), united);
        good += united;
        free(tight);
    }
    assert_in_range(good, 1, 19999);
    bitmap_free(&set);
}

/* --- What is united beforehand ------------------------------------------------------------- */

struct visited {
    const struct gram_table *table;
    char text[200]; /* what was visited, each behind a blank */
};

static void note_gram(void *context, uint32_t number)
{
    struct visited *visited = context;
    const struct gram_chosen *chosen = &visited->table->chosen[number];
    size_t length = strlen(visited->text);
    snprintf(visited->text + length, sizeof visited->text - length, " %.*s", chosen->length, chosen->bytes);
}

static void count_word(struct gram_table *grams, struct gram_table *prefixes, const char *word, uint32_t ranks,
                       uint64_t cost)
{
    assert_true(gram_table_count(grams, text_view_of(word), 7, ranks, cost));
    assert_true(gram_table_count(prefixes, text_view_of(word), 7, ranks, cost));
}

static void dear_letters_that_words_begin_with_are_chosen_and_dear_words(void **state)
{
    struct gram_table grams = {0}, prefixes = {.is_prefix = true};
    (void)state;
    count_word(&grams, &prefixes, "pumpe", 300, 700000);
    count_word(&grams, &prefixes, "wasserpumpe", 20, 700000); /* few recalls have it: only its letters count */
    count_word(&grams, &prefixes, "pumpenrad", 300, 10);      /* "pumpe" is dear, "umpen" is not */
    count_word(&grams, &prefixes, "wasser", 400, 100000);     /* not dear */
    count_word(&grams, &prefixes, "12345", 400, 9000000);     /* digits anywhere are never */
    assert_true(gram_table_choose(&grams, &prefixes, 1000000, 1000000));
    assert_true(gram_table_choose(&prefixes, &prefixes, 1000000, 1000000));
    assert_int_equal(grams.chosen_count, 3);
    assert_int_equal(prefixes.chosen_count, 4);
    struct visited visited = {.table = &grams};
    gram_table_visit(&grams, TEXT_VIEW("pumpenlampe"), note_gram, &visited);
    assert_string_equal(visited.text, " pum pump pumpe");
    visited = (struct visited){.table = &grams};
    gram_table_visit(&grams, TEXT_VIEW("kuehlwasserpump"), note_gram, &visited);
    assert_string_equal(visited.text, " pum pump");
    visited = (struct visited){.table = &prefixes};
    gram_table_visit(&prefixes, TEXT_VIEW("123"), note_gram, &visited);
    assert_string_equal(visited.text, " 1 12 123");
    gram_table_free(&grams);
    gram_table_free(&prefixes);
}

static void what_is_chosen_has_room(void **state)
{
    struct gram_table grams = {0}, prefixes = {.is_prefix = true};
    (void)state;
    count_word(&grams, &prefixes, "pumpe", 300, 2000000);
    count_word(&grams, &prefixes, "pum", 300, 2000000); /* the dearest */
    assert_true(gram_table_choose(&grams, &prefixes, 1000000, 800));
    assert_int_equal(grams.chosen_count, 1);
    assert_int_equal(grams.chosen[0].length, 3);
    gram_table_free(&grams);
    gram_table_free(&prefixes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fast_way_finds_what_the_plain_way_finds),
        cmocka_unit_test(a_set_counts_and_finds_its_ranks),
        cmocka_unit_test(postings_are_read_as_they_were_written),
        cmocka_unit_test(a_list_of_ranks_is_united_and_counted),
        cmocka_unit_test(words_of_the_same_recalls_share_their_postings),
        cmocka_unit_test(bytes_that_are_no_postings_are_refused),
        cmocka_unit_test(dear_letters_that_words_begin_with_are_chosen_and_dear_words),
        cmocka_unit_test(what_is_chosen_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
