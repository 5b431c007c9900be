/*
 * Between clean text and the bytes of a locale's charset, in both directions, measured against iconv.
 */

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keys.h"
#include "tui/locale_text.h"

static const struct {
    enum text_charset charset;
    const char *name;
} charsets[] = {{CHARSET_LATIN1, "ISO-8859-1"}, {CHARSET_LATIN9, "ISO-8859-15"}};

static void every_byte_is_its_character_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++) {
        iconv_t converter = iconv_open("UTF-8", charsets[i].name);
        assert_true(converter != (iconv_t)-1);
        for (unsigned value = 0xA0; value <= 0xFF; value++) {
            char byte = (char)value, expected[8] = "", *in = &byte, *out = expected;
            size_t in_left = 1, out_left = sizeof expected;
            assert_int_equal(iconv(converter, &in, &in_left, &out, &out_left), 0);
            struct buffer decoded = {0}, encoded = {0};
            locale_decode((struct text_view){&byte, 1}, charsets[i].charset, &decoded);
            assert_string_equal(decoded.bytes, expected);
            locale_encode(buffer_view(&decoded), charsets[i].charset, &encoded);
            assert_int_equal(encoded.length, 1);
            assert_int_equal((unsigned char)encoded.bytes[0], value);
            buffer_free(&decoded);
            buffer_free(&encoded);
        }
        iconv_close(converter);
    }
}

static void what_is_typed_is_read_as_the_charset_says(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum text_charset charset;
        const char *stored;
    } cases[] = {
        {"T\xFCr", CHARSET_LATIN1, "Tür"},    {"5 \xA4", CHARSET_LATIN9, "5 €"},
        {"5 \xA4", CHARSET_LATIN1, "5 ¤"},    {"Tür", CHARSET_UTF8, "Tür"},
        {"T\xFCr", CHARSET_UTF8, "T\uFFFDr"}, {"Tür", CHARSET_ASCII, "Tür"},
        {"T\xFCr", CHARSET_ASCII, "Tür"},     {"", CHARSET_LATIN1, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer stored = {0};
        locale_decode(text_view_of(cases[i].typed), cases[i].charset, &stored);
        assert_string_equal(stored.bytes ? stored.bytes : "", cases[i].stored);
        buffer_free(&stored);
    }
}

static void keys_are_characters_of_the_charset(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum text_charset charset;
        uint32_t key;
        size_t taken;
    } cases[] = {
        {"\xC3\xBC", CHARSET_UTF8, 0xFC, 2},   {"\xFC", CHARSET_LATIN1, 0xFC, 1},
        {"\xA4", CHARSET_LATIN9, 0x20AC, 1},   {"\xA4", CHARSET_LATIN1, 0xA4, 1},
        {"\xC3\xBC", CHARSET_ASCII, 0xFC, 2},  {"\xFC", CHARSET_ASCII, 0xFC, 1},
        {"\xC3\xBC", CHARSET_LATIN1, 0xC3, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t taken;
        assert_int_equal(keys_read(cases[i].bytes, strlen(cases[i].bytes), true, cases[i].charset, &taken),
                         cases[i].key);
        assert_int_equal(taken, cases[i].taken);
    }
    size_t taken;
    keys_read("\x9B", 1, true, CHARSET_LATIN1, &taken);
    assert_int_equal(keys_read("\x9B", 1, true, CHARSET_LATIN1, &taken), KEY_NONE_READ);
    assert_int_equal(keys_read("\xC3", 1, false, CHARSET_ASCII, &taken), 0);
    assert_int_equal(taken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_its_character_and_back),
        cmocka_unit_test(what_is_typed_is_read_as_the_charset_says),
        cmocka_unit_test(keys_are_characters_of_the_charset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
