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

/* The checksum is over all fields, but not over whether a list is there at all. */
static void expect_same(const struct recall *recall, const struct recall *expected)
{
    assert_int_equal(store_recall_checksum(recall), store_recall_checksum(expected));
    assert_int_equal(recall->category_count, expected->category_count);
    assert_int_equal(recall->vehicle_count, expected->vehicle_count);
    assert_int_equal(recall->evidence_count, expected->evidence_count);
    assert_int_equal(recall->given->stated_count, expected->given->stated_count);
    expect_same_string(recall->campaign, expected->campaign);
    expect_same_string(recall->given->date, expected->given->date);
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
    struct packed_recall packed = {.identity = "123456789012345", .checksum = 5, .text_checksum = 7, .recall = whole},
                         again;
    struct buffer bytes = {0}, facts = {0};
    struct arena *arena = arena_new();
    (void)state;
    packed.recall.id = "4QXZ-7M2KD";
    packed.recall.headline = "Brandgefahr";
    store_pack(&packed, &bytes);
    store_pack_facts(&whole, &facts);
    assert_true(store_unpack(buffer_view(&bytes), arena, &again));
    expect_same(&again.recall, &packed.recall);
    assert_int_equal(again.checksum, 5);
    assert_int_equal(again.text_checksum, 7);
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
        if (store_unpack_facts(buffer_view(&bytes), arena, &recall, &of_recall))
            store_recall_checksum(&recall);
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
