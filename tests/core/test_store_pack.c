/* Recalls as bytes: every field comes back, and bytes that are no recall's are refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/store_pack.h"

static const char *models[] = {"i3", "", "Golf Variant 1.9 TDI"}, *markets[] = {"usa"},
                  *markets_excluded[] = {"canada"};
static const char *parts[] = {"12 13 7 638 477", "A 1009-5435776"}, *phones[] = {"0 89/ 1 25 01 60 10"};
static const char *urls[] = {"www.example.org"}, *conditions[] = {"die mit zwei Lüftern ausgestattet sind"};
static const struct vehicle vehicles[] = {{"BMW", "i3", {2013, 2015}}, {"VW", NULL, {0, 1999}}, {NULL, "Golf", {0, 0}}};
static const struct evidence evidence[] = {
    {FACT_HAZARD, HAZARD_FIRE, 0, 5}, {FACT_CONDITION, 0, 127, 128}, {FACT_HEADLINE, UINT32_MAX, UINT32_MAX, 16384}};
static const struct stated stated[] = {{FACT_CODE, "24 30 11"}, {FACT_COMPLETION, "Im Händlersystem hinterlegt."}};
static const struct given given = {
    .title = "Ein Titel",
    .make = "Bmw",
    .years = {1998, 0},
    .affected_world = INT64_MIN,
    .affected_germany = -1,
    .component = "ENGINE; FUEL",
    .advisories = ADVISORY_PARK_OUTSIDE,
    .stated = stated,
    .stated_count = 2,
};
static const struct recall whole = {
    .campaign = "C0000001",
    .authority = "kba",
    .categories = {CATEGORY_OTHER, CATEGORY_ELECTRICS},
    .category_count = 2,
    .make = "BMW",
    .models = {models, 3},
    .markets = {markets, 1},
    .markets_excluded = {markets_excluded, 1},
    .years = {1998, 2015},
    .started = "2014-05",
    .ended = "2016",
    .duration_minutes = {-1, 240},
    .cost = COST_PARTLY,
    .hazards = UINT32_C(1) << 31 | 1,
    .remedies = 1 << REMEDY_ADVISE,
    .advisories = ADVISORY_DO_NOT_DRIVE,
    .parts = {parts, 2},
    .phones = {phones, 1},
    .urls = {urls, 1},
    .affected_world = INT64_MAX,
    .affected_germany = 300,
    .conditions = {conditions, 1},
    .vehicles = vehicles,
    .vehicle_count = 3,
    .evidence = evidence,
    .evidence_count = 3,
    .given = &given,
};
static const struct given nothing_given = {.affected_world = -1, .affected_germany = -1};
static const struct recall least = {.authority = "", .given = &nothing_given};

static void expect_same_string(const char *string, const char *expected)
{
    assert_int_equal(string != NULL, expected != NULL);
    if (expected)
        assert_string_equal(string, expected);
}

static void expect_same_list(const struct string_list *list, const struct string_list *expected)
{
    assert_int_equal(list->count, expected->count);
    for (size_t i = 0; i < list->count; i++)
        expect_same_string(list->items[i], expected->items[i]);
}

static void expect_same_range(struct range range, struct range expected)
{
    assert_int_equal(range.from, expected.from);
    assert_int_equal(range.to, expected.to);
}

static void expect_same_given(const struct given *other, const struct given *expected)
{
    expect_same_string(other->title, expected->title);
    expect_same_string(other->date, expected->date);
    expect_same_string(other->make, expected->make);
    expect_same_string(other->component, expected->component);
    expect_same_range(other->years, expected->years);
    assert_int_equal(other->affected_world, expected->affected_world);
    assert_int_equal(other->affected_germany, expected->affected_germany);
    assert_int_equal(other->advisories, expected->advisories);
    assert_int_equal(other->stated_count, expected->stated_count);
    for (size_t i = 0; i < other->stated_count; i++) {
        assert_int_equal(other->stated[i].kind, expected->stated[i].kind);
        expect_same_string(other->stated[i].value, expected->stated[i].value);
    }
}

static void expect_same(const struct recall *recall, const struct recall *expected)
{
    expect_same_string(recall->campaign, expected->campaign);
    expect_same_string(recall->authority, expected->authority);
    expect_same_string(recall->make, expected->make);
    expect_same_string(recall->started, expected->started);
    expect_same_string(recall->ended, expected->ended);
    assert_int_equal(recall->category_count, expected->category_count);
    assert_memory_equal(recall->categories, expected->categories,
                        recall->category_count * sizeof recall->categories[0]);
    expect_same_range(recall->years, expected->years);
    expect_same_range(recall->duration_minutes, expected->duration_minutes);
    assert_int_equal(recall->cost, expected->cost);
    assert_int_equal(recall->hazards, expected->hazards);
    assert_int_equal(recall->remedies, expected->remedies);
    assert_int_equal(recall->advisories, expected->advisories);
    assert_int_equal(recall->affected_world, expected->affected_world);
    assert_int_equal(recall->affected_germany, expected->affected_germany);
    expect_same_list(&recall->models, &expected->models);
    expect_same_list(&recall->markets, &expected->markets);
    expect_same_list(&recall->markets_excluded, &expected->markets_excluded);
    expect_same_list(&recall->parts, &expected->parts);
    expect_same_list(&recall->phones, &expected->phones);
    expect_same_list(&recall->urls, &expected->urls);
    expect_same_list(&recall->conditions, &expected->conditions);
    assert_int_equal(recall->vehicle_count, expected->vehicle_count);
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        expect_same_string(recall->vehicles[i].make, expected->vehicles[i].make);
        expect_same_string(recall->vehicles[i].model, expected->vehicles[i].model);
        expect_same_range(recall->vehicles[i].years, expected->vehicles[i].years);
    }
    assert_int_equal(recall->evidence_count, expected->evidence_count);
    for (size_t i = 0; i < recall->evidence_count; i++) {
        assert_int_equal(recall->evidence[i].kind, expected->evidence[i].kind);
        assert_int_equal(recall->evidence[i].value, expected->evidence[i].value);
        assert_int_equal(recall->evidence[i].start_bytes, expected->evidence[i].start_bytes);
        assert_int_equal(recall->evidence[i].length_bytes, expected->evidence[i].length_bytes);
    }
    expect_same_given(recall->given, expected->given);
}

static void every_field_comes_back(void **state)
{
    const struct recall *recalls[] = {&whole, &least};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct buffer bytes = {0};
        struct arena *arena = arena_new();
        struct recall recall;
        struct given of_recall;
        store_pack_facts(recalls[i], &bytes);
        assert_false(bytes.failed);
        assert_true(store_unpack_facts(buffer_view(&bytes), arena, &recall, &of_recall));
        expect_same(&recall, recalls[i]);
        arena_free(arena);
        buffer_free(&bytes);
    }
}

static void the_stage_has_the_rest_too(void **state)
{
    struct packed_recall packed = {.identity = "123456789012345", .recall = whole}, again;
    struct buffer bytes = {0}, facts = {0};
    struct arena *arena = arena_new();
    (void)state;
    packed.recall.id = "4QXZ-7M2KD";
    packed.recall.headline = "Brandgefahr";
    store_pack(&packed, &bytes);
    store_pack_facts(&whole, &facts);
    assert_true(store_unpack(buffer_view(&bytes), arena, &again));
    expect_same(&again.recall, &packed.recall);
    assert_int_equal(again.text_checksum, store_text_checksum(whole.text));
    assert_int_equal(again.checksum, store_recall_checksum(TEXT_VIEW("4QXZ-7M2KD"), TEXT_VIEW("Brandgefahr"),
                                                           again.text_checksum, buffer_view(&facts)));
    assert_int_equal(packed.checksum, again.checksum);
    assert_memory_equal(again.identity, packed.identity, sizeof again.identity);
    assert_true(text_view_equal(again.facts, buffer_view(&facts)));
    arena_free(arena);
    buffer_free(&bytes);
    buffer_free(&facts);
}

/* A file that is damaged or made to harm: no way to read beyond the bytes, and none to ask for all memory. */
static void other_bytes_are_refused_or_harmless(void **state)
{
    struct buffer bytes = {0};
    struct recall recall;
    struct given of_recall;
    (void)state;
    store_pack_facts(&whole, &bytes);
    for (size_t length = 0; length < bytes.length; length++) {
        struct arena *arena = arena_new();
        char *copy = test_malloc(length + 1); /* so that a tool sees a byte too far */
        memcpy(copy, bytes.bytes, length);
        assert_false(store_unpack_facts((struct text_view){copy, length}, arena, &recall, &of_recall));
        test_free(copy);
        arena_free(arena);
    }
    for (size_t i = 0; i < bytes.length * 256; i++) {
        struct arena *arena = arena_new();
        char *byte = &bytes.bytes[i / 256], was = *byte;
        *byte = (char)(i % 256);
        struct buffer again = {0};
        if (store_unpack_facts(buffer_view(&bytes), arena, &recall, &of_recall))
            store_pack_facts(&recall, &again); /* touches all of it */
        buffer_free(&again);
        *byte = was;
        arena_free(arena);
    }
    buffer_append_byte(&bytes, '\0');
    struct arena *arena = arena_new();
    assert_false(store_unpack_facts(buffer_view(&bytes), arena, &recall, &of_recall));
    arena_free(arena);
    buffer_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(the_stage_has_the_rest_too),
        cmocka_unit_test(other_bytes_are_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
