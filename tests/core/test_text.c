/* The gate and the fold. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/text.h"

static void repair_replaces_each_ill_formed_part_once(void **state)
{
    (void)state;
    static const struct {
        struct text_view raw;
        const char *stored;
        size_t repaired;
    } cases[] = {
        {TEXT_VIEW("Tür"), "Tür", 0},
        {TEXT_VIEW("a\xFF"
                   "b"),
         "a\uFFFDb", 1},
        {TEXT_VIEW("\xE4\xB8"
                   "x"),
         "\uFFFDx", 1}, /* a beginning counts as one */
        {TEXT_VIEW("\xF0\x9F\x98"), "\uFFFD", 1},
        {TEXT_VIEW("\xC0\x80"), "\uFFFD\uFFFD", 2},           /* overlong: never a beginning */
        {TEXT_VIEW("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD", 3}, /* a surrogate */
        {TEXT_VIEW("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer stored = {0};
        assert_int_equal(text_repair(cases[i].raw, &stored), cases[i].repaired);
        assert_string_equal(stored.bytes, cases[i].stored);
        buffer_free(&stored);
    }
}

static void windows_1252_becomes_utf8(void **state)
{
    (void)state;
    struct buffer stored = {0};
    assert_int_equal(text_from_windows_1252(TEXT_VIEW("\x84T\xFCr\x93 \x80 \x81"), &stored), 1);
    assert_string_equal(stored.bytes, "„Tür“ € \uFFFD");
    buffer_free(&stored);
}

static void clean_text_is_what_every_terminal_draws_alike(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum text_charset charset;
        const char *clean;
        size_t replaced;
    } cases[] = {
        {"Zu\xCC\x88ndspule", CHARSET_UTF8, "Zündspule", 0}, /* NFD is composed */
        {"a\tb\r\nc\rd", CHARSET_UTF8, "a b\nc\nd", 0},
        {"x\x1B[31my\x07", CHARSET_UTF8, "x\uFFFD[31my\uFFFD", 2},
        {"Leit\u00ADung", CHARSET_UTF8, "Leitung", 0},
        {"a\u202Eb\u200Bc", CHARSET_UTF8, "a\uFFFDb\uFFFDc", 2},
        {"\U0001F600", CHARSET_UTF8, "\uFFFD", 1},
        {"„Öl“ – 5 €", CHARSET_LATIN1, "\"Öl\" - 5 EUR", 0},
        {"„Öl“ – 5 €", CHARSET_LATIN9, "\"Öl\" - 5 €", 0},
        {"Größe, Café", CHARSET_ASCII, "Groesse, Cafe", 0},
        {"Škoda", CHARSET_ASCII, "Skoda", 0},
        {"a\xFFz", CHARSET_UTF8, "a\uFFFDz", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer clean = {0};
        assert_int_equal(text_clean(text_view_of(cases[i].text), cases[i].charset, &clean), cases[i].replaced);
        assert_string_equal(clean.bytes, cases[i].clean);
        buffer_free(&clean);
    }
}

static void width_counts_columns_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_width_columns(TEXT_VIEW("Tür")), 3);
    assert_int_equal(text_width_columns(TEXT_VIEW("日本")), 4);
    assert_int_equal(text_fit_columns(TEXT_VIEW("日本"), 3), 3);
    assert_int_equal(text_fit_columns(TEXT_VIEW("Tür"), 2), 3);
}

static void folding_unites_what_people_write_differently(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *strict, *base, *loose;
    } cases[] = {
        {"Zündspüle", "zuendspuele", "zundspule", "zundspule"},
        {"ZUENDSPULE", "zuendspule", "zuendspule", "zundspule"},
        {"Zu\xCC\x88nd", "zuend", "zund", "zund"},
        {"Straße STRASSE", "strasse strasse", "strasse strasse", "strasse strasse"},
        {"Leitungs-verschlüsselung", "leitungsverschluesselung", "leitungsverschlusselung", "leitungsverschlusselung"},
        {"AGR-Kühler", "agrkuehler", "agrkuhler", "agrkuhler"},
        {"Leit\u00ADung", "leitung", "leitung", "leitung"},
        {"Front-\nkamera", "frontkamera", "frontkamera", "frontkamera"},
        {"Ruß- und Öl", "russ- und oel", "russ- und ol", "russ- und ol"},
        {"2014-05", "2014-05", "2014-05", "2014-05"},
        {"a \n\t b", "a b", "a b", "a b"},
        {"„Tür“ – é", "\"tuer\" - e", "\"tur\" - e", "\"tur\" - e"},
        {"Quelle neuer steuer", "quelle neuer steuer", "quelle neuer steuer", "quelle neuer steur"},
    };
    struct folded folded = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(text_fold(text_view_of(cases[i].text), FOLD_STRICT, &folded));
        assert_string_equal(folded.text.bytes, cases[i].strict);
        assert_true(text_fold(text_view_of(cases[i].text), FOLD_BASE, &folded));
        assert_string_equal(folded.text.bytes, cases[i].base);
    }
    assert_true(text_fold(TEXT_VIEW("Zuendspuele"), FOLD_LOOSE, &folded));
    assert_string_equal(folded.text.bytes, "zundspule");
    folded_free(&folded);
}

static void folded_places_lead_back_to_the_original_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text, *find, *original;
    } cases[] = {
        {"die Zündspülen sind", "zundspule", "Zündspüle"},
        {"die Leitungs-verschlüsselung", "leitungsverschlusselung", "Leitungs-verschlüsselung"},
        {"die Leit\u00ADung da", "leitung", "Leit\u00ADung"},
        {"die Straße hier", "strasse", "Straße"},
        {"die Leitungs-verschlüsselung", "leitungs", "Leitungs"},
        {"die Zu\xCC\x88ndung hier", "zund", "Zu\xCC\x88nd"},
    };
    struct folded folded = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_view text = text_view_of(cases[i].text);
        assert_true(text_fold(text, FOLD_BASE, &folded));
        const char *found = strstr(folded.text.bytes, cases[i].find);
        assert_non_null(found);
        size_t start, length;
        folded_origin(&folded, text, (size_t)(found - folded.text.bytes), strlen(cases[i].find), &start, &length);
        assert_int_equal(length, strlen(cases[i].original));
        assert_memory_equal(text.bytes + start, cases[i].original, length);
    }
    folded_free(&folded);
}

/* Most of a text is folded in blocks: where they begin and end changes nothing. */
static void letters_fold_alike_wherever_they_stand(void **state)
{
    (void)state;
    static const char text[] =
        "So  und Über-Änderung  Größe – „Steu-\nergerät“ o\xCC\x88l ÄÖÜ×a\xCC\x88\xC2\xA0 x-y 4-5\xC2\xAD\xC3\xBC"
        "\xCC\x81 (a) ß-1 des Motorsteuergeraets und seiner Leitungen";
    static const enum fold_form forms[] = {FOLD_STRICT, FOLD_BASE, FOLD_LOOSE};
    enum { BEFORE = 70 };
    struct folded alone = {0}, behind = {0};
    for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
        assert_true(text_fold(text_view_of(text), forms[k], &alone));
        assert_memory_equal(alone.text.bytes, "so und u", strlen("so und u"));
        for (size_t before = 1; before < BEFORE; before++) {
            char longer[BEFORE + sizeof text];
            memset(longer, 'x', before - 1);
            longer[before - 1] = '.';
            memcpy(longer + before, text, sizeof text);
            assert_true(text_fold(text_view_of(longer), forms[k], &behind));
            assert_int_equal(behind.text.length, before + alone.text.length);
            assert_string_equal(behind.text.bytes + before, alone.text.bytes);
            for (size_t i = 0; i <= alone.text.length; i++) {
                assert_int_equal(behind.origins[before + i], before + alone.origins[i]);
                assert_int_equal(behind.joints[before + i], alone.joints[i]);
            }
        }
    }
    folded_free(&alone);
    folded_free(&behind);
}

/* Else the beginning of a text would pass for all of it. */
static void what_had_no_room_fails_the_arena_that_keeps_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buffer text = {0};
    buffer_append_string(&text, "Brems");
    assert_string_equal(arena_keep(arena, &text), "Brems");
    assert_false(buffer_reserve(&text, SIZE_MAX));
    assert_null(arena_keep(arena, &text));
    assert_true(arena_failed(arena));
    buffer_free(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repair_replaces_each_ill_formed_part_once),
        cmocka_unit_test(windows_1252_becomes_utf8),
        cmocka_unit_test(clean_text_is_what_every_terminal_draws_alike),
        cmocka_unit_test(width_counts_columns_not_bytes),
        cmocka_unit_test(folding_unites_what_people_write_differently),
        cmocka_unit_test(folded_places_lead_back_to_the_original_letters),
        cmocka_unit_test(letters_fold_alike_wherever_they_stand),
        cmocka_unit_test(what_had_no_room_fails_the_arena_that_keeps_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
