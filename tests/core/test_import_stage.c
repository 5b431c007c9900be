/* Values on their way into the database: every part of them comes back, sorted by who they are. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/import_stage.h"

static const struct vehicle vehicles[] = {{"BMW", "i3", {2013, 2015}}, {"VW", NULL, {0, 1999}}, {NULL, "", {0, 0}}};
static const struct stated stated[] = {{FACT_UNREADABLE, "Datum: gestern"}, {FACT_COST, ""}};

static struct import_stage *open_stage(void)
{
    static char path[64];
    struct import_stage *stage;
    snprintf(path, sizeof path, "/tmp/test_import_stage.%ld", (long)getpid());
    assert_true(import_stage_open(path, &stage, NULL));
    return stage;
}

static void put(struct import_stage *stage, int64_t source_id, int64_t position, bool is_note,
                const struct raw_record *record)
{
    struct staged_value value = {.source_id = source_id, .position = position};
    struct buffer bytes = {0};
    import_value_identify(record, &bytes, value.identity);
    buffer_clear(&bytes);
    import_value_pack(record, is_note, &bytes);
    assert_false(bytes.failed);
    assert_true(import_stage_put(stage, &value, buffer_view(&bytes), NULL));
    buffer_free(&bytes);
}

/* Puts one value down and takes it up again; strings are good until the stage is closed. */
static struct import_value pass(struct import_stage *stage, const struct raw_record *record, bool is_note,
                                struct arena *arena)
{
    struct staged_value value;
    struct import_value content;
    bool done;
    put(stage, 3, 12, is_note, record);
    assert_true(import_stage_sort(stage, NULL));
    assert_true(import_stage_step(stage, &value, &done, NULL) && !done);
    assert_false(value.is_understood);
    assert_int_equal(value.source_id, 3);
    assert_int_equal(value.position, 12);
    assert_true(import_stage_take(stage, &value, arena, &content, NULL));
    assert_int_equal(content.is_note, is_note);
    return content;
}

static void every_part_of_a_value_comes_back(void **state)
{
    const struct raw_record record = {
        .raw = TEXT_VIEW("whatever"),
        .text = TEXT_VIEW("Der Airbag löst nicht aus."),
        .title = TEXT_VIEW("Airbag"),
        .authority = "kba",
        .campaign = "12345R",
        .date = "2014-05-01",
        .vehicles = vehicles,
        .vehicle_count = 3,
        .years = {1998, 2015},
        .affected_world = INT64_MAX,
        .affected_germany = -1,
        .make = "BMW",
        .component = "AIR BAGS; SEATS",
        .stated = stated,
        .stated_count = 2,
        .advisories = ADVISORY_PARK_OUTSIDE,
    };
    struct arena *arena = arena_new();
    struct import_stage *stage = open_stage();
    struct import_value staged = pass(stage, &record, false, arena);
    (void)state;
    assert_true(text_view_equal(staged.text, record.text));
    assert_false(staged.keeps_bytes);
    assert_int_equal(staged.before.length + staged.after.length + staged.raw.length, 0);
    assert_string_equal(staged.authority, "kba");
    assert_string_equal(staged.campaign, "12345R");
    assert_string_equal(staged.given.title, "Airbag");
    assert_string_equal(staged.given.date, "2014-05-01");
    assert_string_equal(staged.given.make, "BMW");
    assert_string_equal(staged.given.component, "AIR BAGS; SEATS");
    assert_int_equal(staged.given.years.from, 1998);
    assert_int_equal(staged.given.years.to, 2015);
    assert_true(staged.given.affected_world == INT64_MAX && staged.given.affected_germany == -1);
    assert_int_equal(staged.given.advisories, ADVISORY_PARK_OUTSIDE);
    assert_int_equal(staged.given.stated_count, 2);
    assert_int_equal(staged.given.stated[0].kind, FACT_UNREADABLE);
    assert_string_equal(staged.given.stated[0].value, "Datum: gestern");
    assert_string_equal(staged.given.stated[1].value, "");
    assert_int_equal(staged.vehicle_count, 3);
    assert_string_equal(staged.vehicles[0].make, "BMW");
    assert_string_equal(staged.vehicles[0].model, "i3");
    assert_int_equal(staged.vehicles[0].years.to, 2015);
    assert_null(staged.vehicles[1].model);
    assert_true(!staged.vehicles[2].make && !staged.vehicles[2].model);
    import_stage_close(stage);
    arena_free(arena);
}

static void what_is_not_there_is_not_there(void **state)
{
    const struct raw_record record = {.text = TEXT_VIEW(""), .authority = "", .affected_world = -1};
    struct arena *arena = arena_new();
    struct import_stage *stage = open_stage();
    struct import_value staged = pass(stage, &record, true, arena);
    (void)state;
    assert_non_null(staged.text.bytes);
    assert_int_equal(staged.text.length, 0);
    assert_string_equal(staged.authority, "");
    assert_true(!staged.campaign && !staged.given.title && !staged.given.date && !staged.given.make &&
                !staged.given.component);
    assert_int_equal(staged.vehicle_count + staged.given.stated_count, 0);
    import_stage_close(stage);
    arena_free(arena);
}

/* What stands around the text is kept; all of it where the text is not in it as it is. */
static void a_list_keeps_its_bytes(void **state)
{
    static const struct {
        struct text_view raw, text, before, after, kept;
    } cases[] = {
        {TEXT_VIEW("  Text\r"), TEXT_VIEW("Text"), TEXT_VIEW("  "), TEXT_VIEW("\r"), TEXT_VIEW("")},
        {TEXT_VIEW("T\xE4xt"), TEXT_VIEW("Täxt"), TEXT_VIEW(""), TEXT_VIEW(""), TEXT_VIEW("T\xE4xt")},
        {TEXT_VIEW("\t "), TEXT_VIEW(""), TEXT_VIEW("\t "), TEXT_VIEW(""), TEXT_VIEW("")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct raw_record record = {
            .raw = cases[i].raw, .text = cases[i].text, .authority = "adac", .may_be_note = true};
        struct arena *arena = arena_new();
        struct import_stage *stage = open_stage();
        struct import_value staged = pass(stage, &record, false, arena);
        assert_true(staged.keeps_bytes);
        assert_true(text_view_equal(staged.text, cases[i].text));
        assert_true(text_view_equal(staged.before, cases[i].before));
        assert_true(text_view_equal(staged.after, cases[i].after));
        assert_true(text_view_equal(staged.raw, cases[i].kept));
        import_stage_close(stage);
        arena_free(arena);
    }
}

/* More than memory may take, so that it is sorted in the file; each campaign comes from two sources, twice from one. */
static void values_come_sorted_however_many(void **state)
{
    enum { CAMPAIGNS = 250000 };
    struct import_stage *stage = open_stage();
    struct arena *arena = arena_new();
    struct staged_value value;
    unsigned char last[STORE_IDENTITY_BYTES] = {0};
    bool done;
    (void)state;
    for (int i = 0; i < CAMPAIGNS * 3; i++) {
        char campaign[16], text[32];
        snprintf(campaign, sizeof campaign, "C%d", i % CAMPAIGNS);
        int length = snprintf(text, sizeof text, "text %d", i);
        const struct raw_record record = {
            .text = {text, (size_t)length}, .authority = "csv", .campaign = campaign, .affected_world = -1};
        put(stage, i < CAMPAIGNS ? 2 : 1, i, false, &record);
    }
    assert_true(import_stage_sort(stage, NULL));
    for (int i = 0; i < CAMPAIGNS * 3; i++) {
        struct import_value content;
        char text[32];
        assert_true(import_stage_step(stage, &value, &done, NULL) && !done);
        int order = memcmp(last, value.identity, sizeof last);
        assert_true(i % 3 == 0 ? order < 0 : order == 0);
        memcpy(last, value.identity, sizeof last);
        arena_clear(arena);
        assert_true(import_stage_take(stage, &value, arena, &content, NULL));
        assert_int_equal(value.source_id, i % 3 == 2 ? 2 : 1);
        assert_int_equal(value.position / CAMPAIGNS, (i % 3 + 1) % 3);
        snprintf(text, sizeof text, "text %d", (int)value.position);
        assert_true(text_view_equal(content.text, text_view_of(text)));
    }
    assert_true(import_stage_step(stage, &value, &done, NULL) && done);
    import_stage_close(stage);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_of_a_value_comes_back),
        cmocka_unit_test(what_is_not_there_is_not_there),
        cmocka_unit_test(a_list_keeps_its_bytes),
        cmocka_unit_test(values_come_sorted_however_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
