/* The parts of the search index: finding bytes, sets of ranks, postings; and databases with wrong bytes in it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

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

static uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

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

static void words_of_the_same_recalls_share_their_postings(void **state)
{
    static const char *const words[] = {"bremse", "kabel", "pumpe"};
    static const uint16_t steps[] = {5, 5, 7};
    uint64_t ends[3];
    uint16_t ranks[3 * INDEX_FEW];
    struct index_writer writer;
    struct error error = {0};
    sqlite3 *database;
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    assert_true(index_writer_open(&writer, database, "test", BITMAP_CHUNK, &error));
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
    index_writer_close(&writer);
    sqlite3_close(database);
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

/* --- Words --------------------------------------------------------------------------------- */

struct emitted {
    char text[600];
};

static bool note_word(void *context, enum index_section section, struct text_view word)
{
    struct emitted *emitted = context;
    size_t used = strlen(emitted->text);
    snprintf(emitted->text + used, sizeof emitted->text - used, "%c:%.*s ", "SBLN"[section], (int)word.length,
             word.bytes);
    return true;
}

static void a_piece_gives_its_words_in_all_forms_and_parts(void **state)
{
    static const struct {
        const char *piece, *words;
    } cases[] = {
        {"Motor,", "S:motor "},
        {"Tür", "S:tuer B:tur "},
        {"(Zuendspule)", "S:zuendspule L:zundspule "},
        {"Zündspüle", "S:zuendspuele B:zundspule "},
        {"AGR-Kühler", "S:agrkuehler B:agrkuhler S:agr S:kuehler B:kuhler "},
        {"Leitungs-\nschutz", "S:leitungsschutz S:leitungs S:schutz "},
        {"12-13", "S:12 S:13 "},
        {"und/oder", "S:und S:oder "},
        {"--", ""},
    };
    struct index_folding folding = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct emitted emitted = {""};
        assert_true(index_fold_piece(&folding, text_view_of(cases[i].piece)) &&
                    index_emit_words(&folding, note_word, &emitted));
        assert_string_equal(emitted.text, cases[i].words);
    }
    index_folding_free(&folding);
}

static void white_space_divides_a_text_but_for_hyphenated_lines(void **state)
{
    struct text_view rest = text_view_of("  ein Leitungs-\r\nschutz \t- und\n\nzwei  "), piece;
    static const char *const pieces[] = {"ein", "Leitungs-\r\nschutz", "-", "und", "zwei"};
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        assert_true(index_next_piece(&rest, &piece));
        assert_true(text_view_equal(piece, text_view_of(pieces[i])));
    }
    assert_false(index_next_piece(&rest, &piece));
}

static void many_numbers_are_sorted(void **state)
{
    enum { COUNT = 5000 };
    static uint64_t numbers[COUNT];
    uint64_t random = 3;
    (void)state;
    for (size_t count = 0; count < COUNT; count = count * 2 + 1) {
        uint64_t sum = 0, sorted_sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += numbers[i] = random_next(&random) >> random_next(&random) % 64;
        assert_true(sort_numbers(numbers, count));
        for (size_t i = 0; i < count; i++) {
            sorted_sum += numbers[i];
            assert_true(i == 0 || numbers[i - 1] <= numbers[i]);
        }
        assert_int_equal(sorted_sum, sum);
    }
}

/* --- Words by number ----------------------------------------------------------------------- */

static void numbers_come_into_the_order_of_their_words(void **state)
{
    enum { WORDS = 3000 };
    static uint32_t order[WORDS];
    struct index_lexicon lexicon = {0};
    struct buffer scratch = {0};
    uint64_t random = 8;
    char word[40];
    uint32_t number, again;
    (void)state;
    while (lexicon.count < WORDS) {
        /* Few letters, so that many have the same beginning, of eight bytes, sixteen and more. */
        size_t length = 1 + random_next(&random) % 30;
        for (size_t i = 0; i < length; i++)
            word[i] = random_next(&random) % 8 ? 'a' : (char)('b' + random_next(&random) % 2);
        enum index_section section = random_next(&random) % 2 ? INDEX_STRICT : INDEX_PAIR;
        assert_true(lexicon_number(&lexicon, section, (struct text_view){word, length}, &number));
        assert_true(lexicon_number(&lexicon, section, (struct text_view){word, length}, &again));
        assert_int_equal(again, number);
        order[number] = number;
    }
    assert_true(lexicon_sort(&lexicon, order, WORDS, &scratch));
    for (size_t i = 1; i < WORDS; i++)
        assert_true(text_view_compare(lexicon_word(&lexicon, order[i - 1]), lexicon_word(&lexicon, order[i])) < 0);
    buffer_free(&scratch);
    lexicon_free(&lexicon);
}

/* The words of texts, as a run has them: of each the section, the word, the ranks. */
static char *words_of(struct index_texts *texts, const char *const *given, size_t count)
{
    struct index_run run = {0};
    struct buffer block = {0}, words = {0};
    struct run_reader reader;
    for (uint32_t rank = 0; rank < count; rank++)
        assert_true(index_run_begin(&run, rank) &&
                    index_texts_add(texts, text_view_of(given[rank]), rank % 5 == 4, &run));
    assert_true(index_run_pack(&run, &texts->lexicon, &block));
    run_reader_open(&reader, -1, &(struct run_place){.bytes = block.bytes, .end = (int64_t)block.length});
    while (run_reader_step(&reader) && !reader.is_done) {
        buffer_append_format(&words, "%d ", reader.word.bytes[0]);
        buffer_append(&words, reader.word.bytes + 1, reader.word.length - 1);
        for (uint32_t i = 0; i < reader.count; i++)
            buffer_append_format(&words, " %d", reader.ranks[i]);
        buffer_append_byte(&words, '\n');
    }
    assert_true(reader.is_done && !words.failed);
    run_reader_close(&reader);
    index_run_free(&run);
    buffer_free(&block);
    return words.bytes;
}

static void what_is_remembered_of_a_text_is_what_it_has(void **state)
{
    static const char *const given[] = {
        "Der Kabelbaum kann scheuern. Betroffen sind 12 137 Fahrzeuge. Die Händler tauschen ihn aus.",
        "Die Händler tauschen ihn aus. Der Kabelbaum kann scheuern. Rückfragen unter 0 89/ 1 25 04600.",
        "Der Kabelbaum kann scheuern. 12 sind es. 13 waren es nicht, die Zahl steigt aber noch.",
        "Es sind die Teile 12. 13 7 und mehr sind betroffen. Die Händler tauschen ihn aus.",
        "Kabelbaum kann scheuern. Nr. 12.13 7 ist betroffen",
        "Der AGR-Kühler wird undicht, die Leitungs-\nschellen auch. – Der Kabelbaum kann scheuern. - 44 55",
        "Betroffen sind 12 137. Der Motor geht dann aus. Bis 12 138. Der Motor geht dann aus.",
        "Der Motor geht dann aus.",
        "66 Der Kabelbaum kann scheuern.\nDer AGR-Kühler wird undicht, die Leitungs-\nschellen auch.",
    };
    enum { TEXTS = sizeof given / sizeof given[0], ROUNDS = 4 };
    const char *all[ROUNDS * TEXTS];
    struct index_texts texts = {0};
    (void)state;
    for (size_t i = 0; i < ROUNDS * TEXTS; i++)
        all[i] = given[i % TEXTS];
    for (size_t from = 0; from < ROUNDS * TEXTS; from += 5) {
        struct index_texts fresh = {0};
        size_t count = ROUNDS * TEXTS - from < 5 ? ROUNDS * TEXTS - from : 5;
        char *known = words_of(&texts, all + from, count), *new = words_of(&fresh, all + from, count);
        assert_string_equal(known, new);
        free(known);
        free(new);
        index_texts_free(&fresh);
    }
    assert_true(texts.sentences.used >= 4);
    index_texts_clear(&texts);
    char *words = words_of(&texts, (const char *[]){"Nr. 12 13"}, 1);
    assert_string_equal(words, "0 12 0\n0 13 0\n0 nr 0\n3 1213 0\n18 \2 \2 0\n18 nr \2 0\n");
    free(words);
    index_texts_free(&texts);
}

/* --- What was read ------------------------------------------------------------------------- */

/* Hits of the query when the first so many recalls are marked. */
static uint32_t count_marked(struct search *search, const char *typed, uint32_t marked_count)
{
    uint32_t marked[32];
    struct query *query;
    struct error error = {0};
    for (uint32_t i = 0; i < marked_count; i++)
        marked[i] = i;
    assert_true(query_parse(text_view_of(typed), &query, NULL));
    struct search_request request = {.query = query, .category = -1, .marked = marked, .marked_count = marked_count};
    assert_true(search_run(search, &request, &error));
    query_free(query);
    return search_count(search);
}

static void what_was_marked_since_a_phrase_was_read_is_found(void **state)
{
    /* Two words that seldom stand side by side: the index can't be sure, so they are read. */
    struct error error = {0};
    struct store *store;
    struct search *search;
    (void)state;
    assert_true(store_open(BUILDDIR "/data/recalls.db", &store, &error) && search_new(store, &search, &error));
    uint32_t size = store_info(store).recall_count, all = count_marked(search, "\"die kunden\"", 0);
    assert_in_range(all, 4, size);
    assert_in_range(count_marked(search, "is:marked \"die kunden\"", 3), 0, 3);
    assert_int_equal(count_marked(search, "is:marked \"die kunden\"", size), all);
    search_free(search);
    store_close(store);
}

/* --- Damage -------------------------------------------------------------------------------- */

enum { FLIPS = 300, QUERIES = 8 };

static const char *const queries[QUERIES] = {"pumpe",   "zündspule", "cat:motor",      "make:bmw",
                                             "7638477", "o",         "\"die kunden\"", "\"für die kunden kostenlos\""};

/* Runs the queries; counts of those that were answered, -1 for the others. */
static void ask(const char *path, int counts[QUERIES])
{
    struct error error = {0};
    struct store *store;
    struct search *search = NULL;
    for (size_t i = 0; i < QUERIES; i++)
        counts[i] = -1;
    if (!store_open(path, &store, &error))
        return;
    if (search_new(store, &search, &error)) {
        for (size_t i = 0; i < QUERIES; i++) {
            struct query *query;
            assert_true(query_parse(text_view_of(queries[i]), &query, NULL));
            struct search_request request = {.query = query, .category = -1};
            if (search_run(search, &request, &error))
                counts[i] = (int)search_count(search);
            else
                assert_true(error.kind != ERROR_NONE && error.why[0]);
            query_free(query);
        }
    }
    search_free(search);
    store_close(store);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void wrong_bytes_in_the_index_are_noticed(void **state)
{
    char path[] = "/tmp/test-index-XXXXXX";
    int intact[QUERIES], counts[QUERIES];
    uint64_t random = 4;
    size_t size;
    unsigned refused = 0;
    (void)state;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    char *bytes = read_file(BUILDDIR "/data/recalls.db", &size);
    ask(BUILDDIR "/data/recalls.db", intact);
    assert_int_equal(intact[0], 3);
    /* Where something stands: most of the file's large pages is empty. */
    for (int round = 0; round < FLIPS; round++) {
        size_t at = random_next(&random) % size;
        while (bytes[at] == 0)
            at = (at + 1) % size;
        char kept = bytes[at];
        bytes[at] = (char)(kept ^ (1 << random_next(&random) % 8));
        write_file(path, bytes, size);
        ask(path, counts);
        for (size_t i = 0; i < QUERIES; i++) {
            assert_true(counts[i] == -1 || counts[i] == intact[i]);
            refused += counts[i] == -1;
        }
        bytes[at] = kept;
    }
    assert_in_range(refused, 1, FLIPS * QUERIES - 1);
    unlink(path);
    free(bytes);
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
        cmocka_unit_test(a_piece_gives_its_words_in_all_forms_and_parts),
        cmocka_unit_test(white_space_divides_a_text_but_for_hyphenated_lines),
        cmocka_unit_test(many_numbers_are_sorted),
        cmocka_unit_test(numbers_come_into_the_order_of_their_words),
        cmocka_unit_test(what_is_remembered_of_a_text_is_what_it_has),
        cmocka_unit_test(what_was_marked_since_a_phrase_was_read_is_found),
        cmocka_unit_test(wrong_bytes_in_the_index_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
