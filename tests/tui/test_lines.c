/* The lines that lists and texts are made of, without a terminal. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/list_line.h"
#include "tui/page.h"
#include "tui/page_facts.h"
#include "tui/wrap.h"

/* --- A recall in a list -------------------------------------------------------------------- */

static void a_row_says_which_car_it_is(void **state)
{
    static const uint32_t fire = UINT32_C(1) << HAZARD_FIRE;
    static const struct {
        const char *headline, *make, *model;
        unsigned make_count;
        uint32_t hazards;
        size_t members, width, urgent;
        const char *line;
    } cases[] = {
        {"Fuel may leak", "HONDA", "CR-V", 1, 0, 1, 50, 0, "HONDA CR-V: Fuel may leak"},
        {"Fuel may leak", "HONDA", NULL, 1, 0, 1, 50, 0, "HONDA: Fuel may leak"},
        {"Fuel may leak", "HONDA", "CR-V", 4, 0, 1, 50, 0, "HONDA +3: Fuel may leak"},
        {"Fuel may leak", NULL, NULL, 0, 0, 1, 50, 0, "Fuel may leak"},
        {"Fuel may leak", "HONDA", "CR-V", 1, fire, 1, 50, 6, "[FIRE] HONDA CR-V: Fuel may leak"},
        {"Fuel may leak", "HONDA", "CR-V", 1, fire, 3, 50, 6, "[FIRE] 3× HONDA: Fuel may leak"},
        {"Honda is recalling cars", "HONDA", "CR-V", 1, 0, 1, 50, 0, "Honda is recalling cars"},
        {"Kia", "KIA", NULL, 1, 0, 1, 50, 0, "Kia"},
        {"Kiaora valve leaks", "KIA", NULL, 1, 0, 1, 50, 0, "KIA: Kiaora valve leaks"},
        {"Fuel\nmay  leak", "IC\nBUS", NULL, 1, 0, 1, 50, 0, "IC BUS: Fuel may leak"},
        /* The headline keeps most of the room. */
        {"Fuel may leak into it", "HONDA", "CR-V", 1, 0, 1, 25, 0, "HONDA CR-V: Fuel may lea…"},
        {"Fuel may leak into it", "HONDA", "CR-V", 1, 0, 1, 24, 0, "HONDA: Fuel may leak in…"},
        {"Fuel may leak", "HONDA", "CR-V", 1, 0, 1, 10, 0, "HONDA: Fu…"},
        {"Fuel may leak", "HONDA", "CR-V", 1, 0, 1, 9, 0, "Fuel may…"},
        {"Fuel may leak", "HONDA", NULL, 1, fire, 1, 5, 7, "[FIR…"},
        {"Fuel may leak", "HONDA", NULL, 1, fire, 1, 0, 0, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct recall_summary summary = {.headline = cases[i].headline,
                                               .make = cases[i].make,
                                               .model = cases[i].model,
                                               .make_count = cases[i].make_count,
                                               .hazards = cases[i].hazards};
        struct buffer line = {0};
        size_t urgent = list_line_append(&summary, cases[i].members, cases[i].width, CHARSET_UTF8, &line);
        assert_string_equal(line.bytes ? line.bytes : "", cases[i].line);
        assert_int_equal(urgent, cases[i].urgent);
        buffer_free(&line);
    }
}

static void the_preview_has_a_line_for_the_car(void **state)
{
    const char *models[] = {"CR-V", "FIT"};
    const struct recall recall = {.headline = "",
                                  .text = text_view_of("Fuel may leak."),
                                  .authority = "dvsa",
                                  .make = "HONDA",
                                  .models = {models, 2},
                                  .years = {2004, 2006},
                                  .categories = {CATEGORY_FUEL},
                                  .category_count = 1,
                                  .duration_minutes = {-1, -1},
                                  .cost = COST_FREE};
    const struct page_options options = {.width_columns = 40, .is_brief = true};
    static const char *const wanted[] = {" Fuel", " HONDA CR-V, FIT, 2004–2006", " free of charge", "",
                                         " Fuel may leak."};
    struct arena *arena = arena_new();
    struct error error = {0};
    struct page page;
    (void)state;
    assert_true(page_lay_out(&recall, &options, arena, &page, &error));
    assert_int_equal(page.row_count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(text_view_equal(page.rows[i].text, text_view_of(wanted[i])));
    arena_free(arena);
}

/* The columns of a source are apart, as it wrote them between. */
static void paragraphs_stay_apart_when_a_text_is_laid_out(void **state)
{
    const struct recall recall = {.text = text_view_of("The pump\nleaks.\n\nIt is replaced."),
                                  .authority = "vrdb",
                                  .id = "X",
                                  .affected_world = -1,
                                  .affected_germany = -1,
                                  .duration_minutes = {-1, -1}};
    const struct page_options options = {.width_columns = 40};
    static const char *const wanted[] = {" The pump", " leaks.", "", " It is replaced."};
    struct arena *arena = arena_new();
    struct error error = {0};
    struct page page;
    (void)state;
    assert_true(page_lay_out(&recall, &options, arena, &page, &error));
    assert_int_equal(page.row_count - page.text_row, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(text_view_equal(page.rows[page.text_row + i].text, text_view_of(wanted[i])));
    arena_free(arena);
}

/* --- Where a text says a fact ------------------------------------------------------------------- */

/* Blanks and line breaks are others where a text is laid out; which of several it is counts. */
static void a_fact_is_marked_whatever_blanks_are_in_it(void **state)
{
    static const struct {
        const char *text, *shown, *fact;
        size_t from, start, length;
    } cases[] = {
        {"Ab  Mai\n 2014 gratis.", "Ab Mai\n2014 gratis.", "Mai\n 2014", 4, 3, 8},
        {"Ab Mai 2014.", "Ab Mai 2014.", "Mai 2014", 3, 3, 8},
        {"Mai  2014, Mai   2014", "Mai 2014, Mai 2014", "Mai   2014", 11, 10, 8},
        {"Mai 2014, Mai  2014", "Mai 2014, Mai 2014", "Mai  2014", 10, 10, 8},
        {"1 2  12", "1 2 12", "12", 5, 4, 2},
    };
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct evidence evidence = {.kind = FACT_STARTED,
                                          .start_bytes = (uint32_t)cases[i].from,
                                          .length_bytes = (uint32_t)strlen(cases[i].fact)};
        const struct recall recall = {.text = text_view_of(cases[i].text), .evidence = &evidence, .evidence_count = 1};
        struct span *marks;
        size_t count;
        assert_true(
            page_facts_mark(&recall, text_view_of(cases[i].shown), CHARSET_UTF8, NULL, 0, arena, &marks, &count));
        assert_int_equal(count, 1);
        assert_int_equal(marks[0].start_bytes, cases[i].start);
        assert_int_equal(marks[0].length_bytes, cases[i].length);
    }
    arena_free(arena);
}

/* --- Lines of a text ----------------------------------------------------------------------- */

/* The lines, joined by |. */
static void expect_lines(const char *text, size_t width, const char *wanted)
{
    struct arena *arena = arena_new();
    struct wrap_line *lines;
    struct buffer joined = {0};
    size_t count;
    assert_true(wrap_paragraph(text_view_of(text), width, arena, &lines, &count));
    for (size_t i = 0; i < count; i++) {
        buffer_append_string(&joined, i ? "|" : "");
        buffer_append(&joined, text + lines[i].start, lines[i].length);
    }
    assert_string_equal(joined.bytes, wanted);
    buffer_free(&joined);
    arena_free(arena);
}

static void addresses_stay_in_one_line_where_they_fit(void **state)
{
    (void)state;
    expect_lines("or go to www.nhtsa.gov.", 16, "or go to|www.nhtsa.gov.");
    expect_lines("or WWW.SAFERCAR.GOV, too", 18, "or|WWW.SAFERCAR.GOV,|too");
    expect_lines("see https://a-b.example/c/d now", 24, "see|https://a-b.example/c/d|now");
    expect_lines("see nhtsa.gov/recalls now", 18, "see|nhtsa.gov/recalls|now");
    expect_lines("write to who@an-example.org now", 22, "write to|who@an-example.org now");
    /* Too long for any line, it is divided where Unicode would. */
    expect_lines("see https://an.example/of/it", 14, "see https://|an.example/of/|it");
    /* A slash between words is no address, a full stop before a letter no place to break. */
    expect_lines("Bremse und Kupplung/Getriebe", 20, "Bremse und Kupplung/|Getriebe");
    expect_lines("defekt, z.B. die Pumpe", 11, "defekt,|z.B. die|Pumpe");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_says_which_car_it_is),
        cmocka_unit_test(the_preview_has_a_line_for_the_car),
        cmocka_unit_test(paragraphs_stay_apart_when_a_text_is_laid_out),
        cmocka_unit_test(a_fact_is_marked_whatever_blanks_are_in_it),
        cmocka_unit_test(addresses_stay_in_one_line_where_they_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
