/* The query language: what is typed, as a tree, and as words. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/query_internal.h"
#include "core/search.h"

static void assert_described(const char *typed, bool german, const char *words)
{
    struct query *query;
    struct error error = {0};
    struct buffer out = {0};
    assert_true(query_parse(text_view_of(typed), &query, &error));
    query_describe(query, german, &out);
    assert_string_equal(out.bytes ? out.bytes : "", words);
    buffer_free(&out);
    query_free(query);
}

static void a_query_is_told_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *german;
    } cases[] = {
        {"", ""},
        {"zündspule cat:engine since:2012", "zündspule · Kategorie Motor · seit 2012"},
        {"\"elastische Gelenkscheibe\" -turbo", "„elastische Gelenkscheibe“ · ohne turbo"},
        {"agr OR dpf bmw", "agr oder dpf · bmw"},
        {"12 13 7 638 477", "12 13 7 638 477"},
        {"hotline +49 (0)89 1250160 OR agr", "hotline · +49 (0)89 1250160 oder agr"},
        {"make:\"Alfa Romeo\"", "Marke Alfa Romeo"},
        {"KATEGORIE:elektrik", "Kategorie Elektrik"},
        {"cat:high_voltage", "Kategorie Hochvolt"},
        {"fire cat:", "fire"},
        {"-make:bmw -is:marked -since:2014", "ohne Marke bmw · nicht gemerkt · nicht seit 2014"},
        {"is:new", "ist neu"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_described(cases[i].typed, true, cases[i].german);
}

/* What is pasted has blanks of other kinds, and marks that nobody sees: they part words, or are nothing. */
static void blanks_of_all_kinds_part_words(void **state)
{
    (void)state;
    static const char *const blanks[] = {" ",    "\t",           "\xC2\xA0",     "\xE2\x80\xAF", "\xE2\x80\x89",
                                         "\r\n", "\x01",         "\xE3\x80\x80", "\xE2\x80\x8B", "\xEF\xBB\xBF",
                                         "\x7F", "\xE2\x80\x8E", "\xE2\x80\xAA", "\xE2\x81\xA0", "\xC2\x85"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        char typed[100];
        const char *b = blanks[i];
        snprintf(typed, sizeof typed, "%szündspule%scat:engine%sagr%sOR%sdpf%s", b, b, b, b, b, b);
        assert_described(typed, true, "zündspule · Kategorie Motor · agr oder dpf");
    }
    /* What is seen parts none. */
    assert_described("\xC3\xA0\xE2\x80\x90\xC2\xA1", true, "\xC3\xA0\xE2\x80\x90\xC2\xA1");
}

static void any_input_is_a_query(void **state)
{
    (void)state;
    static const char *const signs[] = {"-",    "*",  "\"", "(",   ")",     ":",    "AND",  "OR", "NOT",
                                        "NEAR", "^",  "'",  "--",  "\"\"",  "\xFF", "\xC3", "a",  "\xF0\x9F\x98\x80",
                                        " ",    "\t", "::", "-\"", "OR OR", "-OR"};
    unsigned seed = 1;
    for (int round = 0; round < 5000; round++) {
        char typed[128] = "";
        for (int i = 0; i < 6; i++) {
            seed = seed * 1103515245 + 12345;
            strcat(typed, signs[(seed >> 16) % (sizeof signs / sizeof signs[0])]);
            if (seed >> 30 & 1)
                strcat(typed, " ");
        }
        struct query *query;
        struct error error = {0};
        if (query_parse(text_view_of(typed), &query, &error))
            query_free(query);
        else
            assert_int_equal(error.kind, ERROR_USAGE); /* "NOT:a": an unknown field */
    }
}

static void unknown_fields_and_values_name_the_valid_ones(void **state)
{
    (void)state;
    struct query *query;
    struct error error = {0};
    assert_false(query_parse(TEXT_VIEW("colour:red"), &query, &error));
    assert_non_null(strstr(error.way_out, "hazard"));
    assert_false(query_parse(TEXT_VIEW("since:yesterday"), &query, &error));
    assert_non_null(strstr(error.way_out, "2012-05"));
    /* An address is no field. */
    assert_true(query_parse(TEXT_VIEW("https://www.press.bmwgroup.com"), &query, &error));
    query_free(query);
}

static void a_date_is_taken_as_it_is_written_in_german(void **state)
{
    (void)state;
    assert_described("seit:31.05.2014 bis:6/2015", true, "seit 2014-05-31 · bis 2015-06");
    assert_described("since:1.2.2014", false, "since 2014-02-01");
    /* What may be another day, or another century, elsewhere. */
    static const char *const typed[] = {"seit:5/31/2014", "seit:1.2.14", "seit:.5.2014", "seit:100.2014",
                                        "seit:1.2014.5"};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        struct query *query;
        struct error error = {0};
        assert_false(query_parse(text_view_of(typed[i]), &query, &error));
    }
}

static void a_date_that_no_calendar_has_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        bool is_valid;
    } cases[] = {
        {"since:2014", true},        {"since:2014-01", true},     {"until:2014-12", true},
        {"until:2014-12-31", true},  {"since:2012-02-29", true},  {"since:2000-02-29", true},
        {"since:2014-04-30", true},  {"seit:2014-05-31", true},   {"since:2014-00", false},
        {"since:2014-13", false},    {"until:2014-99", false},    {"until:2014-05-00", false},
        {"since:2014-02-29", false}, {"since:1900-02-29", false}, {"since:2014-04-31", false},
        {"seit:31.5.2014", true},    {"bis:05.2014", true},       {"seit:5/2014", true},
        {"seit:31.04.2014", false},  {"seit:13.2014", false},     {"bis:2014-05-99", false},
        {"since:2014-13-01", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct query *query;
        struct error error = {0};
        assert_int_equal(query_parse(text_view_of(cases[i].typed), &query, &error), cases[i].is_valid);
        if (cases[i].is_valid) {
            query_free(query);
            continue;
        }
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_non_null(strstr(error.why, "there is no such date"));
        assert_non_null(strstr(error.way_out, "01 to 12"));
        assert_non_null(strstr(error.way_out, "2012-05-31"));
    }
}

/* The value that field:typed stands for; -1: there is none. */
static int value_of(const char *field, const char *typed)
{
    struct query *query;
    struct error error = {0};
    struct buffer words = {0};
    buffer_append_format(&words, "%s:\"%s\"", field, typed);
    int value = -1;
    if (query_parse(buffer_view(&words), &query, &error)) {
        value = query_clause(query, 0)->terms[0].value;
        query_free(query);
    }
    buffer_free(&words);
    return value;
}

/* Appends the name with its umlauts written in another way. */
static void spell(const char *name, const char *const spelt[3], struct buffer *out)
{
    static const char *const umlauts[3] = {"ä", "ö", "ü"};
    buffer_clear(out);
    for (const char *at = name; *at;) {
        size_t i = 0;
        while (i < 3 && strncmp(at, umlauts[i], 2) != 0)
            i++;
        if (i < 3)
            buffer_append_string(out, spelt[i]);
        else
            buffer_append_byte(out, *at);
        at += i < 3 ? 2 : 1;
    }
}

static void a_value_is_known_however_its_umlauts_are_written(void **state)
{
    (void)state;
    static const char *const ways[3][3] = {{"ä", "ö", "ü"}, {"ae", "oe", "ue"}, {"a", "o", "u"}};
    static const struct {
        const char *field;
        const struct kind_name *kinds;
        int count;
    } fields[] = {{"cat", category_names, CATEGORY_COUNT},
                  {"hazard", hazard_names, HAZARD_COUNT},
                  {"remedy", remedy_names, REMEDY_COUNT}};
    struct buffer spelt = {0};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        for (int k = 0; k < fields[i].count; k++) {
            const char *names[] = {fields[i].kinds[k].key, fields[i].kinds[k].german, fields[i].kinds[k].english};
            for (size_t n = 0; n < 9; n++) {
                spell(names[n / 3], ways[n % 3], &spelt);
                assert_int_equal(value_of(fields[i].field, spelt.bytes), k);
            }
        }
    buffer_free(&spelt);
    assert_int_equal(value_of("cat", "rueckhalt"), CATEGORY_RESTRAINT);
    assert_int_equal(value_of("cat", "KUEHL"), CATEGORY_COOLING);
    assert_int_equal(value_of("is", "gemerkt"), IS_MARKED);
    assert_int_equal(value_of("cat", "nix"), -1);
}

static void a_vehicle_number_names_its_make(void **state)
{
    (void)state;
    struct query *query;
    struct error error = {0};
    bool is_vin;
    static const struct {
        const char *number, *make;
    } cases[] = {
        {"wvwzzz1kz8w123456", "Volkswagen"}, {"WB10A0503FZ123456", "BMW"},  {"JTHBA1BL7FA123456", "Lexus"},
        {"JTDKN3DU5A0123456", "Toyota"},     {"VXKUHZKXZL4123456", "Opel"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(query_parse(text_view_of(cases[i].number), &query, &error));
        assert_string_equal(query_vehicle_number_make(query, &is_vin), cases[i].make);
        assert_true(is_vin);
        query_free(query);
    }
    assert_true(query_parse(TEXT_VIEW("Kraftstofffilterx"), &query, &error));
    assert_null(query_vehicle_number_make(query, &is_vin));
    assert_false(is_vin);
    query_free(query);
}

/* Checks that exactly the letters between brackets are marked, in each of them. */
static void highlights_are_exactly_the_letters_that_matched(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *marked;
    } cases[] = {
        {"zündspule", "Die [Zündspüle]n und [Zuendspule]n"},
        {"leitungsverschlüsselung", "bei der [Leitungs-verschlüsselung]."},
        {"leitung", "die [Leit\u00ADung] da"},
        {"strasse", "die [Straße]n"},
        {"zund", "die [Zu\xCC\x88nd]ung"},
        {"12137638477", "Teil [12 13 7 638 477] da"},
        {"089 1250160", "Hotline [0 89/ 1 25 01 60] 10"},
        {"+49 89 1250160", "Hotline 0 [89/ 1 25 01 60] 10"},
        {"öl", "[Öl] und [Öl]spur, kein Diesel, keine Rolle"},
        {"\"kann brechen\"", "Der Bolzen [kann\nbrechen]."},
        {"tür", "die [Tür], nicht die Temperatur"},
        {"cat:engine -x motor", "der [Motor]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer plain = {0}, marked = {0};
        for (const char *c = cases[i].marked; *c; c++)
            if (*c != '[' && *c != ']')
                buffer_append_byte(&plain, *c);
        struct arena *arena = arena_new();
        struct query *query;
        struct error error = {0};
        struct highlight *highlights;
        size_t count, at = 0;
        assert_true(query_parse(text_view_of(cases[i].typed), &query, &error));
        assert_true(search_highlight_query(query, buffer_view(&plain), arena, &highlights, &count, &error));
        for (size_t k = 0; k < count; k++) {
            buffer_append(&marked, plain.bytes + at, highlights[k].start_bytes - at);
            buffer_append_byte(&marked, '[');
            buffer_append(&marked, plain.bytes + highlights[k].start_bytes, highlights[k].length_bytes);
            buffer_append_byte(&marked, ']');
            at = highlights[k].start_bytes + highlights[k].length_bytes;
        }
        buffer_append_string(&marked, plain.bytes + at);
        assert_string_equal(marked.bytes, cases[i].marked);
        buffer_free(&plain);
        buffer_free(&marked);
        query_free(query);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_is_told_in_words),
        cmocka_unit_test(blanks_of_all_kinds_part_words),
        cmocka_unit_test(any_input_is_a_query),
        cmocka_unit_test(unknown_fields_and_values_name_the_valid_ones),
        cmocka_unit_test(a_date_is_taken_as_it_is_written_in_german),
        cmocka_unit_test(a_date_that_no_calendar_has_is_an_error),
        cmocka_unit_test(a_value_is_known_however_its_umlauts_are_written),
        cmocka_unit_test(a_vehicle_number_names_its_make),
        cmocka_unit_test(highlights_are_exactly_the_letters_that_matched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
