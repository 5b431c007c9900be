/*
 * Recalls are understood while their files are still read. Whether the rows of one lie side by side, far apart or in
 * two files, and whoever else has its id: the database is the one that it would be without that.
 */

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

struct place {
    struct rules *rules;
    char folder[64];
    char database[96], file[96], other[96];
};

static void write_file(const char *path, const char *const *rows)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("campaign;make;model;date;text\n", file);
    for (; *rows; rows++)
        fprintf(file, "%s\n", *rows);
    assert_int_equal(fclose(file), 0);
}

static struct import_counts import_rows(const struct place *place, const char *const *files, size_t count)
{
    struct import_result result;
    struct error error = {0};
    const struct import_options options = {
        .database = place->database, .files = files, .file_count = count, .rejects = "/dev/null"};
    if (!import_files(place->rules, &options, &result, &error))
        fail_msg("%s: %s", error.what, error.why);
    return result.counts;
}

static struct import_counts import_file(const struct place *place, const char *const *rows)
{
    const char *const files[] = {place->file};
    write_file(place->file, rows);
    return import_rows(place, files, 1);
}

static void expect_whole(const struct place *place, char checksum[33])
{
    struct store *store;
    struct error error = {0};
    if (!store_open(place->database, &store, &error) || !store_check(store, NULL, NULL, &error))
        fail_msg("%s: %s", error.what, error.why);
    snprintf(checksum, 33, "%s", store_info(store).checksum);
    store_close(store);
}

/* The only number, or string, that a question is answered with. */
static void ask(const struct place *place, const char *sql, char *answer, size_t size)
{
    sqlite3 *database;
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_open_v2(place->database, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    snprintf(answer, size, "%s", (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    sqlite3_close(database);
}

static int count_of(const struct place *place, const char *sql)
{
    char answer[32];
    ask(place, sql, answer, sizeof answer);
    return atoi(answer);
}

#define SHORT "A-17;BMW;i3;2014-05-01;Das Steuergerät kann ausfallen."
#define LONG "A-17;BMW;i8;2014-05-01;Das Steuergerät kann ausfallen. Die Werkstatt tauscht es in etwa zwei Stunden."
#define THIRD "A-17;BMW;X1;2014-05-01;Das Steuergerät kann ausfallen."
#define LAMP "B-3;Audi;A4;2015-01-07;Die Bremsleuchte bleibt dunkel, es besteht Unfallgefahr."
#define SEAT "C-9;Opel;Corsa;2012-11-30;Der Sitz löst sich aus der Verankerung."

static void rows_of_a_recall_come_together_wherever_they_are(void **state)
{
    static const char *const orders[][6] = {
        {SHORT, LONG, THIRD, LAMP, SEAT}, {SHORT, LAMP, LONG, SEAT, THIRD}, {LAMP, SEAT, THIRD, LONG, SHORT},
        {LONG, LAMP, SHORT, THIRD, SEAT}, {SEAT, LONG, SHORT, LAMP, THIRD}, {LONG, SHORT, LAMP, SEAT, THIRD},
    };
    const struct place *place = *state;
    char first[33], checksum[33];
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        unlink(place->database);
        const struct import_counts counts = import_file(place, orders[i]);
        assert_int_equal(counts.read, 5);
        assert_int_equal(counts.added, 3);
        assert_int_equal(counts.disagreeing, 1);
        expect_whole(place, i == 0 ? first : checksum);
        if (i > 0)
            assert_string_equal(checksum, first);
        /* What was understood of a part of it is nowhere; the others lie in the order in which they are listed. */
        assert_int_equal(count_of(place, "SELECT count(*) FROM text"), 3);
        assert_int_equal(count_of(place, "SELECT count(*) FROM recall WHERE text_id = rank + 1"), 3);
        assert_int_equal(count_of(place, "SELECT count(*) FROM entry"), 5);
    }
}

static void rows_of_a_recall_come_together_from_two_files(void **state)
{
    static const char *const one[] = {SHORT, LAMP, NULL}, *const two[] = {SEAT, LONG, NULL};
    const struct place *place = *state;
    const char *const files[] = {place->file, place->other}, *const turned[] = {place->other, place->file};
    char first[33], checksum[33];
    write_file(place->file, one);
    write_file(place->other, two);
    unlink(place->database);
    assert_int_equal(import_rows(place, files, 2).added, 3);
    expect_whole(place, first);
    assert_int_equal(count_of(place, "SELECT count(*) FROM recall JOIN text USING(text_id) WHERE body LIKE '%zwei%'"),
                     1);
    unlink(place->database);
    assert_int_equal(import_rows(place, turned, 2).added, 3);
    expect_whole(place, checksum);
    assert_string_equal(checksum, first);
    /* One after the other: what the first file said stays while the second one is read alone. */
    unlink(place->database);
    assert_int_equal(import_rows(place, files, 1).added, 2);
    const struct import_counts counts = import_rows(place, turned, 1);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.changed, 1);
    expect_whole(place, checksum);
    assert_string_equal(checksum, first);
}

static void what_is_new_and_what_has_changed_is_told(void **state)
{
    static const char *const before[] = {SHORT, LAMP, NULL}, *const after[] = {LONG, LAMP, SEAT, NULL};
    const struct place *place = *state;
    char old_checksum[33], checksum[33];
    unlink(place->database);
    import_file(place, before);
    expect_whole(place, old_checksum);
    struct import_counts counts = import_file(place, before);
    assert_int_equal(counts.unchanged, 2);
    expect_whole(place, checksum);
    assert_string_equal(checksum, old_checksum);
    counts = import_file(place, after);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.changed, 1);
    assert_int_equal(counts.unchanged, 1);
    expect_whole(place, checksum);
    assert_int_equal(count_of(place, "SELECT count(*) FROM text"), 3);
}

/* Their identities begin alike: found among millions of numbers. */
#define TWIN "C4716970;BMW;i3;2014-05-01;Das Steuergerät kann ausfallen."
#define OTHER_TWIN "C3825761;Audi;A4;2015-01-07;Die Bremsleuchte bleibt dunkel."

static void of_two_with_one_id_each_gets_its_own(void **state)
{
    static const char *const one[] = {TWIN, NULL}, *const other[] = {OTHER_TWIN, NULL};
    static const char *const both[] = {TWIN, OTHER_TWIN, NULL}, *const turned[] = {OTHER_TWIN, TWIN, NULL};
    const struct place *place = *state;
    char id[16], other_id[16], first[33], checksum[33];
    unlink(place->database);
    import_file(place, one);
    ask(place, "SELECT id FROM summary", id, sizeof id);
    unlink(place->database);
    import_file(place, other);
    ask(place, "SELECT id FROM summary", other_id, sizeof other_id);
    assert_string_equal(id, other_id);
    unlink(place->database);
    assert_int_equal(import_file(place, both).added, 2);
    expect_whole(place, first);
    assert_int_equal(count_of(place, "SELECT count(DISTINCT id) FROM summary"), 2);
    unlink(place->database);
    assert_int_equal(import_file(place, turned).added, 2);
    expect_whole(place, checksum);
    assert_string_equal(checksum, first);
    assert_int_equal(import_file(place, both).unchanged, 2);
    expect_whole(place, checksum);
    assert_string_equal(checksum, first);
}

static int make_place(void **state)
{
    static struct place place = {.folder = "/tmp/rueckruf-ahead-XXXXXX"};
    struct error error = {0};
    *state = &place;
    if (!mkdtemp(place.folder) || !rules_load(SRCDIR "/data/rules", NULL, &place.rules, &error))
        return -1;
    snprintf(place.database, sizeof place.database, "%s/recalls.db", place.folder);
    snprintf(place.file, sizeof place.file, "%s/one.csv", place.folder);
    snprintf(place.other, sizeof place.other, "%s/two.csv", place.folder);
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    char lock[128];
    snprintf(lock, sizeof lock, "%s/.recalls.db.lock", place->folder);
    unlink(lock);
    unlink(place->database);
    unlink(place->file);
    unlink(place->other);
    rules_free(place->rules);
    return rmdir(place->folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_recall_come_together_wherever_they_are),
        cmocka_unit_test(rows_of_a_recall_come_together_from_two_files),
        cmocka_unit_test(what_is_new_and_what_has_changed_is_told),
        cmocka_unit_test(of_two_with_one_id_each_gets_its_own),
    };
    return cmocka_run_group_tests_name("import ahead", tests, make_place, remove_place);
}
