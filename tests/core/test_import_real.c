/*
 * The authorities' own files through the whole import: as many recalls as campaigns, every vehicle once. The vehicles
 * were counted by another program: distinct make and model of a campaign, once for each unbroken run of model years.
 * REAL_DATA names the folder; without it the test is skipped.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/import.h"
#include "core/store.h"
#include "reading.h"

struct imported {
    char folder[64];
    char database[128];
    struct import_result result;
};

static void import_file(struct imported *imported, struct rules *rules, const char *path)
{
    struct error error = {0};
    const struct import_options options = {
        .database = imported->database,
        .files = &path,
        .file_count = 1,
        .rejects = "/dev/null",
    };
    if (!import_files(rules, &options, &imported->result, &error))
        fail_msg("%s: %s", error.what, error.why);
}

static size_t count_vehicles(const struct imported *imported)
{
    struct store *store;
    struct error error = {0};
    size_t count = 0;
    if (!store_open(imported->database, &store, &error))
        fail_msg("%s: %s", error.what, error.why);
    struct arena *arena = arena_new();
    for (uint32_t rank = 0; rank < store_info(store).recall_count; rank++) {
        struct recall recall;
        arena_clear(arena);
        assert_true(store_fetch(store, rank, arena, &recall, &error));
        assert_true(recall.text.length > 0);
        assert_true(recall.headline[0]);
        assert_non_null(recall.campaign);
        count += recall.vehicle_count;
    }
    arena_free(arena);
    store_close(store);
    return count;
}

static void remove_folder(const struct imported *imported)
{
    char path[256];
    const char *const names[] = {"recalls.db", ".recalls.db.lock", "recalls.db.alt"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", imported->folder, names[i]);
        unlink(path);
    }
    rmdir(imported->folder);
}

static void campaigns_become_recalls_and_no_row_is_lost(void **state)
{
    static const struct {
        const char *name;
        size_t rows, campaigns, vehicles;
    } files[] = {
        {"kba.csv", 81, 81, 168},   {"nhtsa-flat.txt", 3821, 348, 761}, {"dvsa.csv", 149, 66, 109},
        {"vrdb.csv", 411, 56, 121}, {"nhtsa-api-1.json", 2, 2, 2},
    };
    (void)state;
    if (!reading_real(""))
        skip();
    struct rules *rules;
    struct error error = {0};
    assert_true(rules_load(SRCDIR "/data/rules", NULL, &rules, &error));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct imported imported = {.folder = "/tmp/rueckruf-import-XXXXXX"};
        assert_non_null(mkdtemp(imported.folder));
        snprintf(imported.database, sizeof imported.database, "%s/recalls.db", imported.folder);
        import_file(&imported, rules, reading_real(files[i].name));
        const struct import_counts *counts = &imported.result.counts;
        assert_int_equal(counts->read, files[i].rows);
        assert_int_equal(counts->rejected, 0);
        assert_int_equal(counts->recalls, files[i].campaigns);
        assert_int_equal(counts->added, files[i].campaigns);
        assert_int_equal(count_vehicles(&imported), files[i].vehicles);
        import_file(&imported, rules, reading_real(files[i].name));
        assert_int_equal(counts->unchanged, files[i].campaigns);
        assert_int_equal(counts->added + counts->changed + counts->unlisted, 0);
        assert_false(imported.result.published);
        remove_folder(&imported);
    }
    rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(campaigns_become_recalls_and_no_row_is_lost),
    };
    return cmocka_run_group_tests_name("import_real", tests, NULL, NULL);
}
