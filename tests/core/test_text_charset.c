/*
 * Text in charsets that lack characters: every code point that may be drawn becomes something of the charset that
 * shows it, never "?" or a blank.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/text.h"

static struct buffer clean_code_point(uint32_t code_point, enum text_charset charset)
{
    struct buffer text = {0}, clean = {0};
    text_append_code_point(&text, code_point);
    text_clean(buffer_view(&text), charset, &clean);
    buffer_free(&text);
    return clean;
}

static bool is_in(enum text_charset charset, uint32_t code_point)
{
    static const char latin9_only[] = "€ŠšŽžŒœŸ", latin1_only[] = "¤¦¨´¸¼½¾";
    char bytes[8];
    struct buffer utf8 = {0};
    text_append_code_point(&utf8, code_point);
    snprintf(bytes, sizeof bytes, "%s", utf8.bytes);
    buffer_free(&utf8);
    if (code_point < 0x7F)
        return code_point >= 0x20;
    if (charset == CHARSET_ASCII)
        return false;
    if (charset == CHARSET_LATIN9 && strstr(latin9_only, bytes))
        return true;
    if (charset == CHARSET_LATIN9 && strstr(latin1_only, bytes))
        return false;
    return code_point >= 0xA0 && code_point <= 0xFF;
}

static bool is_space(uint32_t code_point)
{
    return code_point == 0xA0 || code_point == 0x202F || code_point == 0x205F || code_point == 0x3000;
}

static bool asks(uint32_t code_point)
{
    static const uint32_t marks[] = {0xBF, 0x203D, 0x2047, 0x2048, 0x2049, 0x225F, 0xFE16, 0xFE56, 0xFF1F, 0xFFFD};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (marks[i] == code_point)
            return true;
    return false;
}

/* Latin, Greek, Cyrillic; punctuation, currency, letter-like signs, fractions, arrows, boxes. */
static bool must_be_spelled(uint32_t code_point)
{
    static const struct {
        uint32_t first, last;
    } blocks[] = {{0xA0, 0x52F},    {0x1E00, 0x1FFE}, {0x2010, 0x20C0}, {0x2150, 0x2188},
                  {0x2190, 0x21B5}, {0x2460, 0x24FF}, {0x2500, 0x25FF}, {0x2701, 0x2704},
                  {0x2713, 0x2718}, {0xFB00, 0xFB06}, {0xFF01, 0xFF5E}};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (code_point >= blocks[i].first && code_point <= blocks[i].last)
            return true;
    return false;
}

static void assert_shown(uint32_t code_point, enum text_charset charset)
{
    struct buffer clean = clean_code_point(code_point, charset);
    const char *fault = clean.length == 0 ? "nothing" : NULL;
    struct text_view rest = buffer_view(&clean);
    bool is_blank = true;
    while (rest.length > 0) {
        size_t length;
        uint32_t part = text_decode(rest, &length);
        if (!is_in(charset, part))
            fault = "not in the charset";
        if (part == '?' && !asks(code_point))
            fault = "a question mark";
        is_blank = is_blank && (part == ' ' || part == 0xA0);
        rest.bytes += length;
        rest.length -= length;
    }
    struct buffer drawn = clean_code_point(code_point, CHARSET_UTF8);
    if (strcmp(drawn.bytes, "\uFFFD") == 0) /* its composed form may not be drawn */
        fault = NULL;
    buffer_free(&drawn);
    if (is_blank != is_space(code_point))
        fault = "blank";
    if (must_be_spelled(code_point) && clean.length > 1 && clean.bytes[0] == '<' &&
        clean.bytes[clean.length - 1] == '>' && strcspn(clean.bytes, "0123456789") < clean.length)
        fault = "only a number";
    if (fault)
        fail_msg("U+%04X in charset %d: %s: \"%s\"", (unsigned)code_point, (int)charset, fault,
                 clean.bytes ? clean.bytes : "");
    buffer_free(&clean);
}

static void every_drawable_code_point_is_shown_in_every_charset(void **state)
{
    (void)state;
    static const enum text_charset charsets[] = {CHARSET_LATIN1, CHARSET_LATIN9, CHARSET_ASCII};
    size_t count = 0;
    for (uint32_t code_point = 0xA0; code_point <= 0x10FFFF; code_point++) {
        if (text_code_point_columns(code_point) == 0 || code_point == 0xAD)
            continue;
        count++;
        for (size_t i = 0; i < 3; i++)
            assert_shown(code_point, charsets[i]);
    }
    assert_true(count > 45000);
}

static void what_may_not_be_drawn_is_letters_or_a_question_mark(void **state)
{
    (void)state;
    for (uint32_t code_point = 1; code_point <= 0x2FFFF; code_point++) {
        if (text_code_point_columns(code_point) > 0 || (code_point >= 0xD800 && code_point < 0xE000))
            continue;
        for (enum text_charset charset = CHARSET_LATIN1; charset <= CHARSET_ASCII; charset++) {
            struct buffer clean = clean_code_point(code_point, charset);
            struct text_view rest = buffer_view(&clean);
            while (rest.length > 0) {
                size_t length;
                uint32_t part = text_decode(rest, &length);
                if (part != '\n' && !is_in(charset, part))
                    fail_msg("U+%04X in charset %d: U+%04X", (unsigned)code_point, (int)charset, (unsigned)part);
                rest.bytes += length;
                rest.length -= length;
            }
            buffer_free(&clean);
        }
    }
}

static void what_the_charset_has_stays(void **state)
{
    (void)state;
    for (uint32_t code_point = 0x20; code_point <= 0x2122; code_point++) {
        for (enum text_charset charset = CHARSET_LATIN1; charset <= CHARSET_ASCII; charset++) {
            if (!is_in(charset, code_point) || code_point == 0xAD)
                continue;
            struct buffer clean = clean_code_point(code_point, charset), same = {0};
            text_append_code_point(&same, code_point);
            assert_string_equal(clean.bytes, same.bytes);
            buffer_free(&clean);
            buffer_free(&same);
        }
    }
}

static void texts_read_well_in_fewer_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum text_charset charset;
        const char *shown;
    } cases[] = {
        {"„Öl“ – ‚so‘ … 5 €", CHARSET_LATIN1, "\"Öl\" - 'so' ... 5 EUR"},
        {"„Öl“ – ‚so‘ … 5 €", CHARSET_LATIN9, "\"Öl\" - 'so' ... 5 €"},
        {"„Öl“ – ‚so‘ … 5 €", CHARSET_ASCII, "\"Oel\" - 'so' ... 5 EUR"},
        {"Größe ÄÖÜ ẞ Straße", CHARSET_ASCII, "Groesse AeOeUe SS Strasse"},
        {"Škoda Citroën Łódź Žižkov", CHARSET_ASCII, "Skoda Citroen Lodz Zizkov"},
        {"Škoda Łódź ½ ¼", CHARSET_LATIN9, "Škoda Lódz 1/2 1/4"},
        {"Škoda ½ Œuvre", CHARSET_LATIN1, "Skoda ½ OEuvre"},
        {"1½ Stunden, 10² m², 5³", CHARSET_ASCII, "1 1/2 Stunden, 10^2 m2, 5^3"},
        {"5 kΩ, 10 µF, 10 μF, 90 °C, 3 × 4 ± 1", CHARSET_ASCII, "5 kOhm, 10 uF, 10 uF, 90 GradC, 3 x 4 +/- 1"},
        {"№ 5 § 3 © ® ™ • → ✓ ≤ ≥ ≠ ∞", CHARSET_ASCII, "Nr. 5 Par. 3 (c) (R) (TM) * -> [x] <= >= != inf"},
        {"13 Rückrufe · Stand", CHARSET_ASCII, "13 Rueckrufe - Stand"},
        {"Жигули Лада Щёкино", CHARSET_ASCII, "Zhiguli Lada Schtschekino"},
        {"Αθήνα ΔΨ", CHARSET_LATIN1, "Athena DPs"},
        {"ﬁnden ﬂießt Ⅷ ① ４２", CHARSET_ASCII, "finden fliesst VIII (1) 42"},
        {"│─┼█▒", CHARSET_ASCII, "|-+##"},
        {"中문", CHARSET_ASCII, "<4E2D><BB38>"},
        {"नमस्ते ४२", CHARSET_ASCII, "<0928><092E><0938>?<0924>? <096A><0968>"},
        {"عربية", CHARSET_LATIN1, "<0639><0631><0628><064A><0629>"},
        {"a\u202Eb", CHARSET_ASCII, "a?b"},
        {"a\x1B[31m\x07\x7F\xC2\x85z\xC2\x9B", CHARSET_ASCII, "a?[31m??\nz?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer clean = {0};
        text_clean(text_view_of(cases[i].text), cases[i].charset, &clean);
        assert_string_equal(clean.bytes, cases[i].shown);
        buffer_free(&clean);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_drawable_code_point_is_shown_in_every_charset),
        cmocka_unit_test(what_may_not_be_drawn_is_letters_or_a_question_mark),
        cmocka_unit_test(what_the_charset_has_stays),
        cmocka_unit_test(texts_read_well_in_fewer_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
