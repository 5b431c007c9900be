#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/matcher_memo.h"
#include "core/rules_internal.h"
#include "tests/core/understanding.h"
#include "tests/random.h"

/* Runs that remember no word, hardly any, and all. */
static const size_t words_most[] = {0, 1, 5, 1 << 14};
enum { RUNS = sizeof words_most / sizeof words_most[0] };

/* First words are met, then learnt, then known. */
enum { ROUNDS = 3 };

struct runs {
    struct matcher_run *runs[RUNS];
    struct folded folded;
    size_t found;   /* matches so far */
    size_t phrases; /* likewise */
};

static void begin(struct runs *runs, const struct matcher *matcher)
{
    *runs = (struct runs){.found = 0};
    for (size_t i = 0; i < RUNS; i++)
        assert_non_null(runs->runs[i] = matcher_run_new(matcher, words_most[i]));
}

static void end(struct runs *runs)
{
    for (size_t i = 0; i < RUNS; i++)
        matcher_run_free(runs->runs[i]);
    folded_free(&runs->folded);
}

static bool are_same(const struct match *a, size_t a_count, const struct match *b, size_t b_count)
{
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

/* All find the same, byte for byte. */
static void read_text(struct runs *runs, struct text_view text)
{
    struct match *plain;
    size_t count, phrase_count;
    assert_true(text_fold(text, FOLD_BASE, &runs->folded));
    assert_true(matcher_run_text(runs->runs[0], &runs->folded, &plain, &count));
    const struct match *phrases = matcher_run_phrases(runs->runs[0], &phrase_count);
    for (size_t i = 1; i < RUNS; i++) {
        struct match *matches;
        size_t found, phrases_found;
        assert_true(matcher_run_text(runs->runs[i], &runs->folded, &matches, &found));
        const struct match *others = matcher_run_phrases(runs->runs[i], &phrases_found);
        if (!are_same(plain, count, matches, found) || !are_same(phrases, phrase_count, others, phrases_found))
            fail_msg("%zu words remembered: other matches in \"%.*s\"", words_most[i], (int)text.length, text.bytes);
    }
    runs->found += count;
    runs->phrases += phrase_count;
}

static void words_that_are_remembered_change_nothing_in_shipped_texts(void **state)
{
    (void)state;
    static const char *const files[] = {SRCDIR "/data/recalls/000_eed75f3deb5bea92.txt",
                                        SRCDIR "/data/recalls/001_55cf2ae3cafad848.txt",
                                        SRCDIR "/data/recalls/002_54c74666b63234df.txt"};
    struct runs runs;
    begin(&runs, rules_matcher(rules));
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
            static char text[1 << 16];
            FILE *file = fopen(files[i], "r");
            assert_non_null(file);
            read_text(&runs, (struct text_view){text, fread(text, 1, sizeof text, file)});
            fclose(file);
        }
    }
    assert_true(runs.found > 1000);
    end(&runs);
}

/* Words that begin, carry on and end cues of the shipped rules, what joins and parts them, and what no cue has. */
static void words_that_are_remembered_change_nothing_in_random_texts(void **state)
{
    (void)state;
    static const char *const parts[] = {"kann ",
                                        "können ",
                                        "nicht ",
                                        "ausfall",
                                        "fallen ",
                                        "aus",
                                        "aus. ",
                                        "-",
                                        "-",
                                        " ",
                                        "; ",
                                        ". ",
                                        ".",
                                        "airbag",
                                        "steuer",
                                        "gerät",
                                        "geräte",
                                        "BMW",
                                        "3er",
                                        "e-Golf ",
                                        "s ",
                                        "n ",
                                        "T6.1 ",
                                        "A-Klasse ",
                                        "Bremse",
                                        "n",
                                        "lösen ",
                                        "sich ",
                                        "Feuer",
                                        "brand",
                                        "Motor",
                                        "öl",
                                        "der ",
                                        "die ",
                                        "wird ",
                                        "ersetzt",
                                        " und ",
                                        "\n",
                                        "-\n",
                                        "\xFF",
                                        "(",
                                        ")",
                                        "software",
                                        "update ",
                                        "not ",
                                        "fail ",
                                        "may ",
                                        "the ",
                                        "air ",
                                        "bags ",
                                        "Ford Ka",
                                        "____",
                                        "Unterbrechungsfreiestromversorgungsanlagensteuerung ",
                                        "123",
                                        "zu ",
                                        "gering "};
    enum { TEXTS = 3000, PARTS = 60 };
    struct runs runs;
    struct buffer text = {0};
    uint64_t random = 1;
    begin(&runs, rules_matcher(rules));
    for (size_t i = 0; i < TEXTS; i++) {
        buffer_clear(&text);
        for (size_t k = 0; k < PARTS; k++) {
            buffer_append_string(&text, parts[random_next(&random) % (sizeof parts / sizeof parts[0])]);
        }
        read_text(&runs, buffer_view(&text));
    }
    assert_true(runs.found > TEXTS);
    buffer_free(&text);
    end(&runs);
}

static void expect(const char *cue, enum matcher_mode mode, const char *text, size_t expected)
{
    struct matcher *matcher = matcher_new();
    struct runs runs;
    assert_int_equal(matcher_add(matcher, text_view_of(cue), mode), MATCHER_ADDED);
    assert_true(matcher_compile(matcher));
    begin(&runs, matcher);
    for (size_t round = 1; round <= ROUNDS; round++) {
        read_text(&runs, text_view_of(text));
        if (runs.found != round * expected)
            fail_msg("\"%s\" is %zu times in \"%s\" after %zu rounds", cue, runs.found, text, round);
    }
    end(&runs);
    matcher_free(matcher);
}

static void cues_hold_at_the_edges_of_words(void **state)
{
    (void)state;
    static const struct {
        const char *cue;
        enum matcher_mode mode;
        const char *text;
        size_t count;
    } cases[] = {
        {"airbag", MATCHER_STEM, "Beifahrerairbag Airbags airbag", 3},
        {"airbag", MATCHER_WORD, "Beifahrerairbag Airbags airbag airbag.", 3},
        {"golf", MATCHER_NAME, "VW-Golf Golf-Fahrer Golfplatz golf", 3},
        {"golf", MATCHER_WORD, "VW-Golf Golf-Fahrer Golfplatz golf", 1},
        {"baureihe", MATCHER_NAME, "Baureihen Baureihe", 2},
        {"air bag", MATCHER_STEM, "air bag air bagsair  bag", 3},
        {"air bag", MATCHER_WORD, "air bag air bags fair bag air bagger", 2},
        {"^air b$", MATCHER_STEM, "air b air bag fair b", 1},
        {"{rear |}door", MATCHER_STEM, "rear door", 2},
        {"kann .. ausfallen", MATCHER_STEM, "kann plötzlich ausfallen. kann. ausfallen; kann; ausfallen", 1},
        {"kann .. ausfallen", MATCHER_STEM, "kann T6.1 ausfallen, ausfallen kann ID.3", 2},
        {"a .. b .. c", MATCHER_WORD, "a b c. a a b b c c a c b. c b a", 4},
        {"ab .. cd", MATCHER_STEM, "abcd ab cd abab cdcd", 4},
        {"kann nicht .. halten", MATCHER_STEM, "kann nicht mehr halten. Er kann nicht. halten", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect(cases[i].cue, cases[i].mode, cases[i].text, cases[i].count);
}

/* More of them than a mask has bits, or a crowd pieces; some have a second way to begin, or more than one gap. */
static void cues_that_begin_alike_are_all_carried_on(void **state)
{
    (void)state;
    enum { CUES = 600 };
    struct matcher *matcher = matcher_new();
    struct runs runs;
    struct buffer text = {0};
    char cue[64];
    for (unsigned i = 0; i < CUES; i++) {
        static const char *const starts[] = {"kann", "{kann|may}", "^kann"};
        static const char *const ends[] = {"", " .. und"};
        snprintf(cue, sizeof cue, "%s .. x%uz%s", starts[i % 3], i, ends[i % 2]);
        assert_int_equal(matcher_add(matcher, text_view_of(cue), i % 4 ? MATCHER_STEM : MATCHER_WORD), MATCHER_ADDED);
    }
    assert_true(matcher_compile(matcher));
    begin(&runs, matcher);
    for (size_t round = 1; round <= ROUNDS; round++) {
        for (unsigned i = 0; i < CUES; i++) {
            buffer_clear(&text);
            buffer_append_format(&text, "Er kann es, x%uz kann x%uz und x%uz. Also may x%uz, x%uz kann und.", i, i, i,
                                 i, i);
            read_text(&runs, buffer_view(&text));
        }
        assert_int_equal(runs.found, round * CUES * 15 / 6); /* of six cues 3, 2, 3, 1, 5, 1 */
    }
    buffer_free(&text);
    end(&runs);
    matcher_free(matcher);
}

/* Blanks at its ends belong to a phrase; it is no cue, and stands where it stands, also across sentences. */
static void phrases_are_found_wherever_they_stand(void **state)
{
    (void)state;
    struct matcher *matcher = matcher_new();
    struct runs runs;
    const struct match *found;
    size_t count;
    assert_int_equal(matcher_add(matcher, text_view_of("kann"), MATCHER_WORD), MATCHER_ADDED);
    assert_int_equal(matcher_add_phrase(matcher, text_view_of(" kann "), 7), MATCHER_ADDED);
    assert_int_equal(matcher_add_phrase(matcher, text_view_of("ann"), 8), MATCHER_ADDED);
    assert_int_equal(matcher_add_phrase(matcher, text_view_of(". x"), 9), MATCHER_ADDED);
    assert_int_equal(matcher_add_phrase(matcher, text_view_of("#"), 10), MATCHER_NOTHING_TO_FIND);
    assert_true(matcher_compile(matcher));
    begin(&runs, matcher);
    for (size_t round = 1; round <= ROUNDS; round++) {
        read_text(&runs, text_view_of("kann Er kann, sie kann bekannt kann. x"));
        assert_int_equal(runs.found, 4 * round);
        assert_int_equal(runs.phrases, 7 * round);
    }
    found = matcher_run_phrases(runs.runs[0], &count);
    assert_int_equal(count, 7);
    assert_int_equal(found[3].cue, 7);
    assert_int_equal(found[3].start, strlen("kann Er kann, sie"));
    assert_int_equal(found[3].end, strlen("kann Er kann, sie kann "));
    end(&runs);
    matcher_free(matcher);
}

/*
 * Sentences that come again, with other ones before and behind them: some leave a cue open, end or begin one with their
 * stop or blank, or have the same letters with another hyphen.
 */
static void sentences_that_are_remembered_change_nothing(void **state)
{
    (void)state;
    static const char *const sentences[] = {"Der Motor kann im Betrieb brennen. ",
                                            "Der Mo-tor kann im Betrieb brennen. ",
                                            "Nach einem Halt fällt die Lenkung aus. ",
                                            "Es kann in der Kurve; dann brennt er ab. ",
                                            "Hier steht nur etwas mit Stop. ",
                                            "Dort auch: der Motor ist laut ",
                                            "Motor und Lenkung sind o.k. ",
                                            "brennt so wie die anderen es tun. ",
                                            "Damit ist es zu Ende. ",
                                            "kurz. "};
    static const char *const cues[] = {"motor .. brennen",
                                       "motor .. brennt",
                                       "stop. dort",
                                       "stop. .. motor",
                                       "^halt$",
                                       " motor",
                                       "o.k. .. aus",
                                       "{motor|lenkung} .. stop",
                                       "lenkung .. aus",
                                       "stop. hier ",
                                       "kurz. motor",
                                       "ende. .. motor",
                                       "ab. $"};
    enum { TEXTS = 3000, SENTENCES = 8, COUNT = sizeof sentences / sizeof sentences[0] };
    struct matcher *matcher = matcher_new();
    struct buffer text = {0};
    struct runs runs;
    uint64_t random = 1;
    assert_non_null(matcher);
    for (size_t i = 0; i < sizeof cues / sizeof cues[0]; i++)
        assert_int_equal(matcher_add(matcher, text_view_of(cues[i]), i % 2 ? MATCHER_WORD : MATCHER_STEM),
                         MATCHER_ADDED);
    assert_int_equal(matcher_add(matcher, text_view_of("tor"), MATCHER_NAME), MATCHER_ADDED);
    assert_int_equal(matcher_add_phrase(matcher, text_view_of(" kann "), 0), MATCHER_ADDED);
    assert_true(matcher_compile(matcher));
    begin(&runs, matcher);
    for (size_t i = 0; i < TEXTS; i++) {
        buffer_clear(&text);
        for (size_t k = 0; k < SENTENCES; k++)
            buffer_append_string(&text, sentences[random_next(&random) % COUNT]);
        text.length -= random_next(&random) % 3; /* without the blank, without the stop */
        read_text(&runs, buffer_view(&text));
    }
    assert_true(runs.found > TEXTS);
    buffer_free(&text);
    end(&runs);
    matcher_free(matcher);
}

/* Whatever room there still is when a sentence comes again. */
static void a_sentence_that_is_remembered_may_come_often(void **state)
{
    (void)state;
    enum { TIMES = 100 };
    char text[TIMES * 24 + 1] = "";
    for (size_t i = 0; i < TIMES; i++)
        strcat(text, "Motor, Motor und Motor. ");
    expect("motor", MATCHER_STEM, text, (size_t)3 * TIMES);
}

/* A word of so many letters is read one by one; one letter less is remembered. */
static void long_words_are_read_all_the_same(void **state)
{
    (void)state;
    for (size_t length = MEMO_WORD_BYTES - 3; length < MEMO_WORD_BYTES + 3; length++) {
        char text[MEMO_WORD_BYTES + 32];
        memset(text, 'x', length);
        strcpy(text + length, "motor brennt nicht");
        expect("motor brennt", MATCHER_STEM, text, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_are_remembered_change_nothing_in_shipped_texts),
        cmocka_unit_test(words_that_are_remembered_change_nothing_in_random_texts),
        cmocka_unit_test(cues_hold_at_the_edges_of_words),
        cmocka_unit_test(cues_that_begin_alike_are_all_carried_on),
        cmocka_unit_test(phrases_are_found_wherever_they_stand),
        cmocka_unit_test(sentences_that_are_remembered_change_nothing),
        cmocka_unit_test(a_sentence_that_is_remembered_may_come_often),
        cmocka_unit_test(long_words_are_read_all_the_same),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
