/* Databases that are none, and databases with a wrong byte: an error or the right text, never another one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/import.h"
#include "core/store.h"
#include "core/store_internal.h"
#include "core/store_schema.h"

#define SEEDS SRCDIR "/data/recalls/"

enum {
    FLIPS = 200,
    MOST_RECALLS = 16,
};

struct original {
    char folder[64];
    char database[128];
    char copy[128];
    char *bytes;
    size_t size_bytes;
    uint32_t count;
    char *ids[MOST_RECALLS];
    char *texts[MOST_RECALLS];
};

static void write_copy(const struct original *original)
{
    FILE *file = fopen(original->copy, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(original->bytes, 1, original->size_bytes, file), original->size_bytes);
    assert_int_equal(fclose(file), 0);
}

/* Whether every recall of the copy came out; each that did must be the original's. */
static bool read_all(const struct original *original)
{
    struct store *store;
    struct error error = {0};
    if (!store_open(original->copy, &store, &error)) {
        assert_true(error.kind != ERROR_NONE && error.why[0]);
        return false;
    }
    struct arena *arena = arena_new();
    bool all = store_info(store).recall_count == original->count;
    for (uint32_t rank = 0; rank < store_info(store).recall_count && rank < original->count; rank++) {
        struct recall recall;
        arena_clear(arena);
        if (!store_fetch(store, rank, arena, &recall, &error)) {
            assert_true(error.kind != ERROR_NONE && error.why[0]);
            all = false;
            continue;
        }
        assert_string_equal(recall.id, original->ids[rank]);
        assert_int_equal(recall.text.length, strlen(original->texts[rank]));
        assert_memory_equal(recall.text.bytes, original->texts[rank], recall.text.length);
    }
    bool clean = store_check(store, NULL, NULL, &error);
    assert_true(all || !clean); /* what can't be read is not called whole */
    arena_free(arena);
    store_close(store);
    return all && clean;
}

static void a_wrong_byte_is_an_error_or_harmless(void **state)
{
    struct original *original = *state;
    int noticed = 0;
    write_copy(original);
    assert_true(read_all(original));
    srand(20120401);
    for (int i = 0; i < FLIPS; i++) {
        size_t place;
        do /* most of a small database is room to grow: zeros that nobody reads */
            place = (size_t)rand() % original->size_bytes;
        while (original->bytes[place] == 0);
        char mask = (char)(1 << rand() % 8);
        original->bytes[place] ^= mask;
        write_copy(original);
        noticed += !read_all(original);
        original->bytes[place] ^= mask;
    }
    assert_true(noticed > FLIPS / 2);
}

/* Whichever table it belongs to. */
static void a_page_that_is_none_is_noticed_after_writing(void **state)
{
    enum { HEAD_BYTES = 8, FIRST_HEAD = 100 };
    const struct original *original = *state;
    struct error error = {0};
    assert_true(store_check_quick(original->database, &error));
    for (size_t page = 0; page < original->size_bytes; page += STORE_PAGE_BYTES) {
        char head[HEAD_BYTES], *place = original->bytes + page + (page == 0 ? FIRST_HEAD : 0);
        memcpy(head, place, HEAD_BYTES);
        memset(place, 0, HEAD_BYTES);
        write_copy(original);
        memcpy(place, head, HEAD_BYTES);
        assert_false(store_check_quick(original->copy, &error));
        assert_int_equal(error.kind, ERROR_DAMAGED);
    }
}

static void what_is_no_file_is_refused(void **state)
{
    const struct original *original = *state;
    struct store *store;
    struct error error = {0};
    unlink(original->copy);
    assert_int_equal(mkfifo(original->copy, 0600), 0);
    alarm(10); /* waiting for a writer would be for ever */
    assert_false(store_open(original->copy, &store, &error));
    alarm(0);
    assert_int_equal(error.kind, ERROR_NO_DATABASE);
    unlink(original->copy);
    assert_false(store_open(original->folder, &store, &error));
    assert_int_equal(error.kind, ERROR_NO_DATABASE);
    assert_false(store_open(original->copy, &store, &error));
    assert_int_equal(error.kind, ERROR_NO_DATABASE);
}

/* Well-formed for SQLite, but nothing that an import has written. */
static void a_description_without_a_value_is_damage(void **state)
{
    static const char *const keys[] = {"recalls", "notes", "sources", "built", "checksum", "rules", "added"};
    const struct original *original = *state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char sql[80];
        sqlite3 *database;
        struct store *store;
        struct error error = {0};
        write_copy(original);
        snprintf(sql, sizeof sql, "UPDATE meta SET value = NULL WHERE key = '%s'", keys[i]);
        assert_int_equal(sqlite3_open(original->copy, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_changes(database), 1);
        sqlite3_close(database);
        assert_false(store_open(original->copy, &store, &error));
        assert_int_equal(error.kind, ERROR_DAMAGED);
    }
}

static void a_recall_of_no_file_is_damaged(void **state)
{
    const struct original *original = *state;
    sqlite3 *database;
    struct store *store;
    struct recall recall;
    struct error error = {0};
    struct arena *arena = arena_new();
    write_copy(original);
    assert_int_equal(sqlite3_open(original->copy, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "DELETE FROM entry WHERE rank = 1", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    assert_true(store_open(original->copy, &store, &error));
    assert_true(store_fetch(store, 0, arena, &recall, &error));
    assert_false(store_fetch(store, 1, arena, &recall, &error));
    assert_int_equal(error.kind, ERROR_DAMAGED);
    store_close(store);
    arena_free(arena);
}

static bool keep_texts(struct original *original)
{
    struct store *store;
    if (!store_open(original->database, &store, NULL))
        return false;
    struct arena *arena = arena_new();
    original->count = store_info(store).recall_count;
    bool kept = original->count <= MOST_RECALLS;
    for (uint32_t rank = 0; kept && rank < original->count; rank++) {
        struct recall recall;
        kept = store_fetch(store, rank, arena, &recall, NULL);
        if (kept) {
            original->ids[rank] = strdup(recall.id);
            original->texts[rank] = strndup(recall.text.bytes, recall.text.length);
        }
    }
    arena_free(arena);
    store_close(store);
    return kept;
}

static bool keep_bytes(struct original *original)
{
    struct stat status;
    FILE *file = fopen(original->database, "rb");
    if (!file || fstat(fileno(file), &status))
        return false;
    original->size_bytes = (size_t)status.st_size;
    original->bytes = malloc(original->size_bytes);
    bool kept = original->bytes && fread(original->bytes, 1, original->size_bytes, file) == original->size_bytes;
    fclose(file);
    return kept;
}

static int make_original(void **state)
{
    static const char *const files[] = {SEEDS "000_eed75f3deb5bea92.txt", SEEDS "001_55cf2ae3cafad848.txt",
                                        SEEDS "002_54c74666b63234df.txt"};
    static struct original original = {.folder = "/tmp/rueckruf-store-XXXXXX"};
    struct rules *rules;
    struct import_result result;
    *state = &original;
    if (!mkdtemp(original.folder) || !rules_load(SRCDIR "/data/rules", NULL, &rules, NULL))
        return -1;
    snprintf(original.database, sizeof original.database, "%s/recalls.db", original.folder);
    snprintf(original.copy, sizeof original.copy, "%s/copy.db", original.folder);
    const struct import_options options = {
        .database = original.database, .files = files, .file_count = 3, .rejects = "/dev/null"};
    bool made = import_files(rules, &options, &result, NULL) && keep_texts(&original) && keep_bytes(&original);
    rules_free(rules);
    return made ? 0 : -1;
}

static int remove_original(void **state)
{
    struct original *original = *state;
    char path[256];
    for (uint32_t rank = 0; rank < original->count; rank++) {
        free(original->ids[rank]);
        free(original->texts[rank]);
    }
    free(original->bytes);
    snprintf(path, sizeof path, "%s/.recalls.db.lock", original->folder);
    unlink(path);
    unlink(original->copy);
    unlink(original->database);
    return rmdir(original->folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(a_description_without_a_value_is_damage),
        cmocka_unit_test(a_recall_of_no_file_is_damaged),
        cmocka_unit_test(a_page_that_is_none_is_noticed_after_writing),
        cmocka_unit_test(a_wrong_byte_is_an_error_or_harmless),
    };
    return cmocka_run_group_tests_name("store", tests, make_original, remove_original);
}
