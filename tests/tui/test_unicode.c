/*
 * Unicode's own test data (Debian's package unicode-data) through our functions; skipped where they are not installed,
 * or are of another version than the exceptions that are listed here. Other lines that differ are failures.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unigbrk.h>

#include "core/text.h"
#include "tui/wrap.h"

#define DATA "/usr/share/unicode/"

enum { LINE_BYTES = 4096, SKIPPED = 77 };

/* The code points of a field like "0041 0308", as UTF-8. */
static const char *append_code_points(const char *at, struct buffer *out)
{
    char *end;
    for (;; at = end) {
        unsigned long code_point = strtoul(at, &end, 16);
        if (end == at)
            return at;
        text_append_code_point(out, (uint32_t)code_point);
    }
}

static FILE *open_data(const char *command)
{
    FILE *data = popen(command, "r");
    assert_non_null(data);
    return data;
}

/* Lines that may differ: those that have one of these code points. */
static bool is_exception(const char *line)
{
    static const char *const code_points[] = {
        " 1E4EC ", " 1E4ED ", /* new in Unicode 15, which libunistring 1.0 does not know */
        " 3000 ",             /* the blank of ideographs has columns, and a line has no room for it behind its end */
    };
    for (size_t i = 0; i < sizeof code_points / sizeof *code_points; i++)
        if (strstr(line, code_points[i]))
            return true;
    print_error("%s", line);
    return false;
}

/* --- Normalization ------------------------------------------------------------------------- */

/* Of the five forms of a line the first three are drawn alike, and the last two. */
static bool forms_are_drawn_alike(const char *line)
{
    struct buffer forms[5] = {{0}}, clean[5] = {{0}};
    for (size_t i = 0; i < 5; i++) {
        line = append_code_points(line, &forms[i]) + 1;
        text_clean(buffer_view(&forms[i]), CHARSET_UTF8, &clean[i]);
    }
    bool same = text_view_equal(buffer_view(&clean[0]), buffer_view(&clean[1])) &&
                text_view_equal(buffer_view(&clean[1]), buffer_view(&clean[2])) &&
                text_view_equal(buffer_view(&clean[3]), buffer_view(&clean[4]));
    for (size_t i = 0; i < 5; i++) {
        buffer_free(&forms[i]);
        buffer_free(&clean[i]);
    }
    return same;
}

static void what_is_canonically_equivalent_is_drawn_alike(void **state)
{
    char line[LINE_BYTES];
    unsigned lines = 0, different = 0;
    (void)state;
    FILE *data = open_data("bzcat " DATA "NormalizationTest.txt.bz2");
    while (fgets(line, sizeof line, data)) {
        if (!strchr("0123456789ABCDEF", line[0]))
            continue;
        lines++;
        different += !forms_are_drawn_alike(line) && !is_exception(line);
    }
    pclose(data);
    print_message("NormalizationTest: %u lines, %u drawn differently\n", lines, different);
    assert_true(lines > 19000);
    assert_int_equal(different, 0);
}

/* --- Case ---------------------------------------------------------------------------------- */

/* A letter and what Unicode folds it to are one for a search. */
static void letters_of_both_cases_are_one(void **state)
{
    char line[LINE_BYTES];
    unsigned lines = 0, different = 0;
    (void)state;
    FILE *data = open_data("cat " DATA "CaseFolding.txt");
    while (fgets(line, sizeof line, data)) {
        struct buffer letter = {0}, folded = {0};
        const char *rest = strstr(line, "; ");
        if (line[0] == '#' || !rest || !strchr("CF", rest[2]))
            continue;
        append_code_points(line, &letter);
        append_code_points(rest + 5, &folded);
        for (int form = FOLD_STRICT; form <= FOLD_LOOSE; form++) {
            struct folded a = {0}, b = {0};
            assert_true(text_fold(buffer_view(&letter), (enum fold_form)form, &a) &&
                        text_fold(buffer_view(&folded), (enum fold_form)form, &b));
            different += !text_view_equal(buffer_view(&a.text), buffer_view(&b.text)) && !is_exception(line);
            folded_free(&a);
            folded_free(&b);
        }
        lines++;
        buffer_free(&letter);
        buffer_free(&folded);
    }
    pclose(data);
    print_message("CaseFolding: %u lines, %u different\n", lines, different);
    assert_true(lines > 1500);
    assert_int_equal(different, 0);
}

/* --- Graphemes ----------------------------------------------------------------------------- */

/* "÷ 0020 × 0308 ÷": appends the code points. */
static void append_marked(const char *line, struct buffer *out)
{
    for (const char *at = line; *at && *at != '#'; at++)
        if ((*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'F'))
            at = append_code_points(at, out) - 1;
}

/* Nothing is drawn that joins its neighbour: a cut between characters never cuts a cluster. */
static void every_character_that_is_drawn_is_a_cluster_of_its_own(void **state)
{
    char line[LINE_BYTES];
    unsigned lines = 0;
    (void)state;
    FILE *data = open_data("cat " DATA "auxiliary/GraphemeBreakTest.txt");
    while (fgets(line, sizeof line, data)) {
        struct buffer text = {0}, clean = {0};
        append_marked(line, &text);
        text_clean(buffer_view(&text), CHARSET_UTF8, &clean);
        char *breaks = calloc(1, clean.length + 1);
        assert_non_null(breaks);
        if (clean.length > 0)
            u8_grapheme_breaks((const uint8_t *)clean.bytes, clean.length, breaks);
        for (size_t i = 0; i < clean.length; i++)
            assert_true(breaks[i] || ((unsigned char)clean.bytes[i] & 0xC0) == 0x80);
        lines += text.length > 0;
        free(breaks);
        buffer_free(&text);
        buffer_free(&clean);
    }
    pclose(data);
    assert_int_equal(lines, 602);
}

/* --- Lines --------------------------------------------------------------------------------- */

/* A text of which every character may be drawn, with the places where Unicode lets a line end. */
struct breakable {
    struct buffer text;
    bool may_end[LINE_BYTES];
    bool is_drawn;
};

static void read_breakable(const char *line, struct breakable *breakable)
{
    buffer_clear(&breakable->text);
    memset(breakable->may_end, 0, sizeof breakable->may_end);
    breakable->is_drawn = true;
    for (const char *at = line; *at && *at != '#'; at++) {
        if (strncmp(at, "÷", 2) == 0)
            breakable->may_end[breakable->text.length] = true;
        if ((*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'F')) {
            uint32_t code_point = (uint32_t)strtoul(at, NULL, 16);
            breakable->is_drawn = breakable->is_drawn && text_code_point_columns(code_point) > 0;
            at = append_code_points(at, &breakable->text) - 1;
        }
    }
}

/* As narrow as the longest stretch that must stay together allows: then every line ends at an allowed place. */
static size_t least_width(const struct breakable *breakable)
{
    size_t width = 2, start = 0;
    for (size_t i = 1; i <= breakable->text.length; i++) {
        if (!breakable->may_end[i])
            continue;
        size_t own = text_width_columns((struct text_view){breakable->text.bytes + start, i - start});
        width = own > width ? own : width;
        start = i;
    }
    return width;
}

static void lines_end_where_unicode_lets_them(void **state)
{
    static struct breakable breakable;
    char line[LINE_BYTES];
    unsigned texts = 0, forbidden = 0;
    struct arena *arena = arena_new();
    (void)state;
    FILE *data = open_data("cat " DATA "auxiliary/LineBreakTest.txt");
    while (fgets(line, sizeof line, data)) {
        struct wrap_line *lines;
        size_t count;
        read_breakable(line, &breakable);
        if (breakable.text.length == 0 || !breakable.is_drawn)
            continue;
        texts++;
        assert_true(wrap_paragraph(buffer_view(&breakable.text), least_width(&breakable), arena, &lines, &count));
        bool good = true;
        for (size_t i = 0; i + 1 < count; i++) {
            /* Blanks at the end of a line belong to it. */
            size_t end = lines[i].start + lines[i].length;
            while (end < lines[i + 1].start && !breakable.may_end[end])
                end++;
            good = good && (breakable.may_end[end] || breakable.may_end[lines[i + 1].start]);
        }
        forbidden += !good && !is_exception(line);
        arena_clear(arena);
    }
    pclose(data);
    arena_free(arena);
    buffer_free(&breakable.text);
    print_message("LineBreakTest: %u texts that can be drawn, %u with a forbidden break\n", texts, forbidden);
    assert_true(texts > 500);
    assert_int_equal(forbidden, 0);
}

/* --- Everything ---------------------------------------------------------------------------- */

/* Every code point there is, between letters, in every charset: only what may be drawn comes out, and never nothing. */
static void every_code_point_comes_out_as_something_that_may_be_drawn(void **state)
{
    (void)state;
    struct buffer text = {0}, clean = {0};
    for (int charset = CHARSET_UTF8; charset <= CHARSET_ASCII; charset++) {
        for (uint32_t code_point = 0x20; code_point < 0x110000; code_point++) {
            if (code_point >= 0xD800 && code_point < 0xE000)
                continue;
            buffer_clear(&text);
            buffer_clear(&clean);
            buffer_append_byte(&text, 'a');
            text_append_code_point(&text, code_point);
            buffer_append_byte(&text, 'b');
            text_clean(buffer_view(&text), (enum text_charset)charset, &clean);
            struct text_view rest = buffer_view(&clean);
            for (size_t length; rest.length > 0; rest.bytes += length, rest.length -= length)
                if (text_decode(rest, &length) != '\n' && text_code_point_columns(text_decode(rest, &length)) == 0)
                    fail_msg("U+%04X brings what may not be drawn", (unsigned)code_point);
        }
    }
    buffer_free(&text);
    buffer_free(&clean);
}

static bool has_data(void)
{
    char line[LINE_BYTES] = "";
    FILE *data = fopen(DATA "auxiliary/LineBreakTest.txt", "r");
    bool has = data && fgets(line, sizeof line, data) && strstr(line, "LineBreakTest-15.0.");
    if (data)
        fclose(data);
    return has;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_canonically_equivalent_is_drawn_alike),
        cmocka_unit_test(letters_of_both_cases_are_one),
        cmocka_unit_test(every_character_that_is_drawn_is_a_cluster_of_its_own),
        cmocka_unit_test(lines_end_where_unicode_lets_them),
        cmocka_unit_test(every_code_point_comes_out_as_something_that_may_be_drawn),
    };
    if (!has_data())
        return SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
