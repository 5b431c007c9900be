/* What the index makes of texts: words in their forms, numbers of words, what is remembered of a text. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/index_lexicon.h"
#include "core/index_run.h"
#include "core/index_texts.h"
#include "core/index_tokens.h"
#include "core/sort_numbers.h"
#include "tests/random.h"

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
        {"Pa-ebel", "S:paebel S:pa S:ebel "},
        {"Pa-\nebel", "S:paebel S:pa S:ebel "},
        {"Diesel-Motor", "S:dieselmotor S:diesel S:motor "},
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
    const struct packed_strings words = lexicon_words(&lexicon);
    assert_true(sort_strings(&words, order, WORDS, &scratch));
    for (size_t i = 1; i < WORDS; i++)
        assert_true(text_view_compare(packed_string(&words, order[i - 1]), packed_string(&words, order[i])) < 0);
    buffer_free(&scratch);
    lexicon_free(&lexicon);
}

/* What a run is packed to: of each word the section, the word, the ranks. */
static char *packed_words(const struct index_run *run, const struct index_lexicon *lexicon)
{
    const struct packed_strings strings = lexicon_words(lexicon);
    struct run_block block = {0};
    struct buffer words = {0};
    static uint16_t ranks[65536];
    struct run_reader reader;
    assert_true(index_run_pack(run, &strings, &block));
    run_reader_open(&reader, -1, &(struct run_place){.bytes = block.bytes.bytes, .end = (int64_t)block.bytes.length});
    while (run_reader_step(&reader) && !reader.is_done) {
        buffer_append_format(&words, "%d ", reader.word.bytes[0]);
        buffer_append(&words, reader.word.bytes + 1, reader.word.length - 1);
        uint32_t count = run_reader_ranks(&reader, ranks);
        for (uint32_t i = 0; i < count; i++)
            buffer_append_format(&words, " %d", ranks[i]);
        buffer_append_byte(&words, '\n');
    }
    assert_true(reader.is_done && !words.failed);
    run_reader_close(&reader);
    run_block_free(&block);
    return words.bytes;
}

static void words_and_ranks_of_a_run_are_read_as_they_were(void **state)
{
    static const uint32_t ranks[] = {0, 1, 127, 255, 384, 16768, 49535, 65535};
    static const char *const words[] = {"motor", "motoren", "mo", "rad"};
    struct index_lexicon lexicon = {0};
    struct index_run run = {0};
    (void)state;
    index_run_clear(&run, 3);
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++) {
        uint32_t numbers[4], count = 0;
        for (size_t word = 0; word < 4; word++)
            if (i % (word + 1) == word)
                assert_true(lexicon_number(&lexicon, INDEX_STRICT, text_view_of(words[word]), &numbers[count++]));
        assert_true(index_run_begin(&run, 3 * 65536 + ranks[i]) && index_run_add(&run, &lexicon, numbers, count) &&
                    index_run_add(&run, &lexicon, numbers, count));
    }
    assert_true(index_run_close(&run, lexicon.count));
    char *packed = packed_words(&run, &lexicon);
    assert_string_equal(packed, "0 mo 127 16768\n"
                                "0 motor 0 1 127 255 384 16768 49535 65535\n"
                                "0 motoren 1 255 16768 65535\n"
                                "0 rad 255 65535\n");
    free(packed);
    index_run_free(&run);
    lexicon_free(&lexicon);
}

/* The words of texts, as a run has them. */
static char *words_of(struct index_texts *texts, const char *const *given, size_t count)
{
    struct index_run run = {0};
    for (uint32_t rank = 0; rank < count; rank++)
        assert_true(index_run_begin(&run, rank) &&
                    index_texts_add(texts, text_view_of(given[rank]), rank % 5 == 4, &run));
    assert_true(index_run_close(&run, texts->lexicon.count));
    char *words = packed_words(&run, &texts->lexicon);
    index_run_free(&run);
    return words;
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
    struct index_texts_left left = {0};
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
    index_texts_leave(&texts, &left);
    char *words = words_of(&texts, (const char *[]){"Nr. 12 13"}, 1);
    assert_string_equal(words, "0 12 0\n0 13 0\n0 nr 0\n3 1213 0\n18 \2 \2 0\n18 nr \2 0\n");
    free(words);
    index_texts_free(&texts);
    index_texts_left_free(&left);
}

static void texts_without_words_are_known_too(void **state)
{
    static const char *const given[] = {"- - -- --", "- - -- --", "(-) . - - ... -- ...", "(-) . - - ... -- ...",
                                        "- a - -"};
    struct index_texts texts = {0};
    (void)state;
    char *words = words_of(&texts, given, 5);
    assert_string_equal(words, "0 a 4\n4 a 4\n");
    free(words);
    index_texts_free(&texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_piece_gives_its_words_in_all_forms_and_parts),
        cmocka_unit_test(white_space_divides_a_text_but_for_hyphenated_lines),
        cmocka_unit_test(many_numbers_are_sorted),
        cmocka_unit_test(numbers_come_into_the_order_of_their_words),
        cmocka_unit_test(words_and_ranks_of_a_run_are_read_as_they_were),
        cmocka_unit_test(what_is_remembered_of_a_text_is_what_it_has),
        cmocka_unit_test(texts_without_words_are_known_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
