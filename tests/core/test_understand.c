#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/understand.h"

static struct rules *rules;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    arena = arena_new();
    return arena && rules_load(SRCDIR "/data/rules", NULL, &rules, &error) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    rules_free(rules);
    arena_free(arena);
    return 0;
}

static struct recall understand(struct text_view text)
{
    struct recall recall = {.text = text, .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct error error = {0};
    assert_true(understand_recall(rules, &recall, arena, &error));
    return recall;
}

static void durations_are_read_in_words_and_figures(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int from, to;
    } cases[] = {
        {"Die Aktion dauert eine Viertelstunde.", 15, 15},
        {"Die Aktion dauert anderthalb Stunden.", 90, 90},
        {"Die Aktion dauert 15 bis 30 Minuten.", 15, 30},
        {"Die Aktion dauert 1 Stunde und 15 Minuten.", 75, 75},
        {"Die Aktion dauert 1,1 Stunden.", 66, 66},
        {"Die Aktion dauert bis zu vier Stunden.", -1, 240},
        {"Die Aktion erfordert einen 15-minütigen Aufenthalt.", 15, 15},
        {"Die Aktion dauert je Seite 30 Minuten, insgesamt eine Stunde.", 60, 60},
        {"Die Aktion dauert wenige Minuten.", -1, -1},
        {"Der Motor hat 110 kW und schafft 200 Stundenkilometer.", -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand(text_view_of(cases[i].text));
        assert_int_equal(recall.duration_minutes.from, cases[i].from);
        assert_int_equal(recall.duration_minutes.to, cases[i].to);
    }
}

static void dates_are_told_apart_by_what_they_belong_to(void **state)
{
    (void)state;
    struct recall recall = understand(
        TEXT_VIEW("Fahrzeuge, gebaut von März 2010 bis Mai 2011, sind betroffen. Die Aktion läuft ab Nov.2012 und ist "
                  "kostenlos. Die Aktion soll bis Ende September 2015 (KW39) abgeschlossen sein."));
    assert_string_equal(recall.started, "2012-11");
    assert_string_equal(recall.ended, "2015-09");
    assert_int_equal(recall.years.from, 2010);
    assert_int_equal(recall.years.to, 2011);
}

static void evidence_points_to_the_words(void **state)
{
    (void)state;
    struct recall recall =
        understand(TEXT_VIEW("Müllers Opel Astra: Prüfung, Hotline 0 89/ 1 25 01 60 10, kostenlos."));
    bool found_phone = false, found_make = false;
    for (size_t i = 0; i < recall.evidence_count; i++) {
        const struct evidence *evidence = &recall.evidence[i];
        const char *words = recall.text.bytes + evidence->start_bytes;
        found_phone = found_phone || (evidence->kind == FACT_PHONE && evidence->length_bytes == 19 &&
                                      memcmp(words, "0 89/ 1 25 01 60 10", 19) == 0);
        found_make = found_make || (evidence->kind == FACT_MAKE && memcmp(words, "Opel", 4) == 0);
    }
    assert_string_equal(recall.phones.items[0], "089125016010");
    assert_string_equal(recall.make, "Opel");
    assert_true(found_make);
    assert_int_equal(recall.phones.count, 1);
    assert_true(found_phone);
}

static void a_name_must_be_written_like_one(void **state)
{
    (void)state;
    assert_null(understand(TEXT_VIEW("Das kann man nur smart lösen, der golf liegt daneben.")).make);
    assert_string_equal(understand(TEXT_VIEW("Die VW-Händler prüfen den Golf.")).make, "VW");
}

static void not_free_is_not_free(void **state)
{
    (void)state;
    assert_int_equal(understand(TEXT_VIEW("Die Aktion ist nicht kostenlos.")).cost, COST_PAID);
    assert_int_equal(understand(TEXT_VIEW("Die Aktion ist kostenlos.")).cost, COST_FREE);
}

static void spelling_does_not_change_the_answer(void **state)
{
    (void)state;
    static const char *const spellings[] = {
        "Die Zündspulen können ausfallen, der Motor geht aus. Händler tauschen die Zündspulen.",
        "DIE ZÜNDSPULEN KÖNNEN AUSFALLEN, DER MOTOR GEHT AUS. HÄNDLER TAUSCHEN DIE ZÜNDSPULEN.",
        "Die Zuendspulen koennen ausfallen, der Motor geht aus. Haendler tauschen die Zuendspulen.",
        "Die Zu\xCC\x88ndspulen ko\xCC\x88nnen ausfallen, der Motor geht aus. Ha\xCC\x88ndler tauschen die "
        "Zu\xCC\x88ndspulen.",
        "Die Zünd\xC2\xADspulen können ausfallen, der Motor geht aus. Händler tauschen die Zünd-\nspulen.",
    };
    struct recall first = understand(text_view_of(spellings[0]));
    assert_int_equal(first.categories[0], CATEGORY_ENGINE);
    for (size_t i = 1; i < sizeof spellings / sizeof spellings[0]; i++) {
        struct recall recall = understand(text_view_of(spellings[i]));
        assert_int_equal(recall.category_count, first.category_count);
        assert_int_equal(recall.categories[0], first.categories[0]);
        assert_int_equal(recall.hazards, first.hazards);
        assert_int_equal(recall.remedies, first.remedies);
    }
}

/* Quadratic time would take minutes here. */
static void long_monotony_is_read_in_linear_time(void **state)
{
    (void)state;
    static const char *const patterns[] = {"a", "1", "und ", "(", "1 stunde ", "12.03.2014 "};
    enum { SIZE = 1 << 18 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        size_t length = strlen(patterns[i]);
        for (size_t at = 0; at < SIZE; at++)
            text[at] = patterns[i][at % length];
        clock_t start = clock();
        understand((struct text_view){text, SIZE});
        assert_true(clock() - start < 60 * CLOCKS_PER_SEC);
        arena_clear(arena);
    }
    free(text);
}

static void explaining_names_cue_and_line(void **state)
{
    (void)state;
    struct buffer lines = {0};
    struct error error = {0};
    assert_true(understand_explain(rules, TEXT_VIEW("Der Turbolader kann brechen. Dauer: 2 Stunden."), &lines, &error));
    assert_non_null(strstr(lines.bytes, "defect: Der Turbolader kann brechen."));
    assert_non_null(strstr(lines.bytes, "engine +9.6  Turbolader  (categories.rules:"));
    assert_non_null(strstr(lines.bytes, "fact duration 120 min  \"2 Stunden\"  (bytes 36-45)"));
    buffer_free(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read_in_words_and_figures),
        cmocka_unit_test(dates_are_told_apart_by_what_they_belong_to),
        cmocka_unit_test(evidence_points_to_the_words),
        cmocka_unit_test(a_name_must_be_written_like_one),
        cmocka_unit_test(not_free_is_not_free),
        cmocka_unit_test(spelling_does_not_change_the_answer),
        cmocka_unit_test(long_monotony_is_read_in_linear_time),
        cmocka_unit_test(explaining_names_cue_and_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
