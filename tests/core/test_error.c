/*
 * Errors as data: English sentences at once, other languages later, whatever the arguments.
 */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/error.h"

/* Another language: the arguments in another order. */
static const char *translate(const char *english)
{
    static const char *const texts[][2] = {
        {"has %zu columns; at most %d", "höchstens %2$d Spalten, nicht %1$zu"},
        {"there is no “%.*s” in %s: %d%%", "kein „%.*s“ in %s: %d %%"},
        {"can't be read", "nicht lesbar"},
        {"permission denied", "keine Berechtigung"},
        {"use %s", "%s benutzen"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(texts[i][0], english) == 0)
            return texts[i][1];
    return english;
}

static const char *said(const struct error_text *text)
{
    static char out[600];
    error_write(text, translate, out, sizeof out);
    return out;
}

static void arguments_are_kept_for_the_other_language(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, ERROR_INPUT, "a.csv", "has %zu columns; at most %d", (size_t)5000, 256));
    assert_string_equal(error.what, "a.csv");
    assert_string_equal(error.why, "has 5000 columns; at most 256");
    assert_string_equal(said(&error.reason), "höchstens 256 Spalten, nicht 5000");
    error_set(&error, ERROR_INPUT, "a", "there is no “%.*s” in %s: %d%%", 3, "abcdef", "", -7);
    assert_string_equal(error.why, "there is no “abc” in : -7%");
    assert_string_equal(said(&error.reason), "kein „abc“ in : -7 %");
    assert_false(error_set_way_out(&error, "use %s", "%s%n%1$s"));
    assert_string_equal(error.way_out, "use %s%n%1$s");
    assert_string_equal(said(&error.remedy), "%s%n%1$s benutzen");
}

static void every_kind_of_argument_is_written(void **state)
{
    (void)state;
    struct error error = {0};
    error_set(&error, ERROR_INPUT, "a", "%s %d %i %u %ld %lu %lld %llu %zu %c", "x", -1, -2, 3U, -4L, 5UL, -6LL, 7ULL,
              (size_t)8, '9');
    assert_string_equal(error.why, "x -1 -2 3 -4 5 -6 7 8 9");
    error_set(&error, ERROR_INPUT, NULL, "%s", "");
    assert_string_equal(error.what, "");
    assert_string_equal(error.why, "");
}

static void the_system_s_reasons_are_words_that_can_be_translated(void **state)
{
    (void)state;
    struct error error = {0};
    error_set_system(&error, ERROR_INPUT, "file", "can't be read", EACCES);
    assert_string_equal(error.why, "can't be read: permission denied");
    assert_string_equal(said(&error.reason), "nicht lesbar");
    assert_string_equal(said(&error.detail), "keine Berechtigung");
    error_set_system(&error, ERROR_INPUT, "file", NULL, EACCES);
    assert_string_equal(error.why, "permission denied");
    assert_null(error.detail.format);
    error_set_system(&error, ERROR_INPUT, "file", NULL, EBADMSG);
    assert_string_equal(error.why, strerror(EBADMSG));
    assert_string_equal(said(&error.reason), strerror(EBADMSG));
}

static void a_new_error_leaves_nothing_of_the_old(void **state)
{
    (void)state;
    struct error error = {0};
    error_set_texts(&error, ERROR_INPUT, "old", "why", "way out");
    error_add_detail(&error, "%s", "detail");
    assert_string_equal(error.why, "why: detail");
    error_set(&error, ERROR_DAMAGED, error.what, "again %s, %s", error.why, error.way_out);
    assert_int_equal(error.kind, ERROR_DAMAGED);
    assert_string_equal(error.what, "old");
    assert_string_equal(error.why, "again why: detail, way out");
    assert_string_equal(error.way_out, "");
    assert_null(error.detail.format);
    assert_false(error_set(NULL, ERROR_INPUT, "a", "b"));
    assert_false(error_set_texts(NULL, ERROR_INPUT, "a", "b", "c"));
    assert_false(error_set_system(NULL, ERROR_INPUT, "a", "b", EIO));
    assert_false(error_set_way_out(NULL, "a"));
    assert_false(error_add_detail(NULL, "a"));
}

static void texts_that_are_too_long_end_with_a_whole_character(void **state)
{
    (void)state;
    struct error error = {0};
    char longer[1200];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(longer, 'x', sizeof longer);
        for (size_t i = shift; i + 3 < sizeof longer; i += 3)
            memcpy(longer + i, "€", 3);
        longer[sizeof longer - 1] = '\0';
        error_set(&error, ERROR_INPUT, longer, "%s and %s", longer, longer);
        error_set_way_out(&error, "%s%s%d", longer, longer, 7);
        for (size_t size = 1; size < 40; size++) {
            char out[40];
            memset(out, '!', sizeof out);
            size_t length = error_write(&error.reason, NULL, out, size);
            assert_true(length < size && strlen(out) == length);
            assert_true(length < shift + 3 || (length - shift) % 3 == 0 || size - length <= 1);
            if (length > shift)
                assert_true((length - shift) % 3 == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_are_kept_for_the_other_language),
        cmocka_unit_test(every_kind_of_argument_is_written),
        cmocka_unit_test(the_system_s_reasons_are_words_that_can_be_translated),
        cmocka_unit_test(a_new_error_leaves_nothing_of_the_old),
        cmocka_unit_test(texts_that_are_too_long_end_with_a_whole_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
