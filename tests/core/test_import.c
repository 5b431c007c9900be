/*
 * Imports that are stopped: killed at any moment, out of space, beside another import. Whatever happens, the
 * database is the old one or the new one, and the next import works and leaves nothing lying about.
 */

#include <dirent.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/import.h"
#include "core/store.h"

#define SEEDS SRCDIR "/data/recalls/"

enum {
    OLD_RECALLS = 4,  /* of the second file */
    ALL_RECALLS = 13, /* of all three */
    KILLS = 30,
};

static const char *const old_file[] = {SEEDS "001_55cf2ae3cafad848.txt"};
static const char *const new_files[] = {SEEDS "000_eed75f3deb5bea92.txt", SEEDS "002_54c74666b63234df.txt"};

struct place {
    struct rules *rules;
    char folder[64];
    char database[128];
};

static bool import_into(const struct place *place, const char *const *files, size_t count,
                        void (*waiting)(void *context), void *context, struct error *error)
{
    struct import_result result;
    const struct import_options options = {
        .database = place->database,
        .files = files,
        .file_count = count,
        .rejects = "/dev/null",
        .waiting = waiting,
        .context = context,
    };
    return import_files(place->rules, &options, &result, error);
}

static bool import_new(const struct place *place, struct error *error)
{
    return import_into(place, new_files, 2, NULL, NULL, error);
}

/* Opens and checks the database; gives the number of its recalls. */
static uint32_t count_checked(const struct place *place)
{
    struct store *store;
    struct error error = {0};
    if (!store_open(place->database, &store, &error))
        fail_msg("%s: %s", error.what, error.why);
    if (!store_check(store, NULL, NULL, &error))
        fail_msg("%s: %s", error.what, error.why);
    uint32_t count = store_info(store).recall_count;
    store_close(store);
    return count;
}

/* Fails when the folder holds anything but the database and its lock. */
static void expect_no_leftovers(const struct place *place)
{
    DIR *folder = opendir(place->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") && strcmp(name, "..") && strcmp(name, "recalls.db") && strcmp(name, ".recalls.db.lock"))
            fail_msg("left behind: %s", name);
    }
    closedir(folder);
}

static void start_again(const struct place *place)
{
    struct error error = {0};
    unlink(place->database);
    if (!import_into(place, old_file, 1, NULL, NULL, &error))
        fail_msg("%s: %s", error.what, error.why);
    assert_int_equal(count_checked(place), OLD_RECALLS);
}

static long now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static pid_t start_import(const struct place *place)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(import_new(place, NULL) ? 0 : 1);
    return child;
}

static void killed_at_any_moment_the_database_is_whole(void **state)
{
    const struct place *place = *state;
    int status, killed = 0;
    long whole_us = LONG_MAX;
    for (int i = 0; i < 3; i++) {
        start_again(place);
        long started = now_us();
        waitpid(start_import(place), &status, 0);
        whole_us = now_us() - started < whole_us ? now_us() - started : whole_us;
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    srand(20140501);
    for (int i = 0; i < KILLS; i++) {
        start_again(place);
        pid_t child = start_import(place);
        usleep((useconds_t)(whole_us * (rand() % 1000) / 1000));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        killed += WIFSIGNALED(status);
        uint32_t count = count_checked(place);
        assert_true(count == OLD_RECALLS || count == ALL_RECALLS);
        struct error error = {0};
        if (!import_new(place, &error))
            fail_msg("%s: %s", error.what, error.why);
        assert_int_equal(count_checked(place), ALL_RECALLS);
        expect_no_leftovers(place);
    }
    assert_true(killed > KILLS / 6); /* else the moments were no moments of the import */
}

static void out_of_space_the_old_database_stays(void **state)
{
    static const rlim_t sizes[] = {0, 1, 4096, 20000, 65536};
    const struct place *place = *state;
    int status;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        start_again(place);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            const struct rlimit limit = {sizes[i], sizes[i]};
            struct error error = {0};
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &limit);
            bool taken = import_new(place, &error);
            _exit(taken ? 1 : error.kind == ERROR_SYSTEM && error.why[0] ? 0 : 2);
        }
        waitpid(child, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status))
            fail_msg("limit of %lu bytes: status %x", (unsigned long)sizes[i], (unsigned)status);
        expect_no_leftovers(place);
        assert_int_equal(count_checked(place), OLD_RECALLS);
    }
}

static void a_damaged_old_database_is_not_carried_over(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM entry WHERE rank = 1", /* a recall that came from no file */
        "DELETE FROM summary WHERE rank = 1",
        "DELETE FROM recall WHERE rank = 3",
        "DELETE FROM text WHERE text_id = (SELECT text_id FROM recall WHERE rank = 2)",
        "UPDATE recall SET identity = x'01' WHERE rank = 2",
        "UPDATE recall SET facts = x'01' WHERE rank = 2",
        "UPDATE summary SET headline = 'another' WHERE rank = 2",
        "UPDATE text SET body = 'another' WHERE text_id = (SELECT text_id FROM recall WHERE rank = 2)",
    };
    const struct place *place = *state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        struct error error = {0};
        sqlite3 *database;
        start_again(place);
        assert_int_equal(sqlite3_open(place->database, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, damages[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(database);
        if (import_new(place, &error))
            fail_msg("carried over in spite of %s", damages[i]);
        assert_int_equal(error.kind, ERROR_DAMAGED);
        expect_no_leftovers(place);
    }
}

/* Kilobytes of the database that are mapped and in memory now; -1: the system does not tell. */
static long mapped_kb(const char *database)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[512];
    bool is_database = false;
    long sum = 0, kb;
    unsigned long start, end;
    if (!maps)
        return -1;
    while (fgets(line, sizeof line, maps)) {
        if (sscanf(line, "Rss: %ld kB", &kb) == 1)
            sum += is_database ? kb : 0;
        else if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
            is_database = strstr(line, database) != NULL;
    }
    fclose(maps);
    return sum;
}

struct watching {
    const char *database;
    long most_kb;
};

static bool watch_map(void *context, const struct import_progress *progress)
{
    struct watching *watching = context;
    (void)progress;
    long kb = mapped_kb(watching->database);
    watching->most_kb = kb > watching->most_kb ? kb : watching->most_kb;
    return true;
}

static void of_the_old_database_little_is_in_memory_at_once(void **state)
{
    enum { RECALLS = 4000, KB_MOST = 1536 };
    const struct place *place = *state;
    char path[256];
    snprintf(path, sizeof path, "%s/many.csv", place->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("campaign,make,date,text\n", file);
    for (int i = 0; i < RECALLS; i++) {
        fprintf(file, "N%d,Opel,%d-%02d-%02d,\"", i, 2000 + i * 7 % 20, i * 5 % 12 + 1, i * 3 % 28 + 1);
        for (int j = 0; j < 100; j++)
            fprintf(file, "word%d ", (i + j) % 200);
        fputs("\"\n", file);
    }
    fclose(file);
    struct watching watching = {.database = place->database};
    const char *const files[] = {path};
    const struct import_options options = {
        .database = place->database,
        .files = files,
        .file_count = 1,
        .rejects = "/dev/null",
        .progress = watch_map,
        .context = &watching,
    };
    struct import_result result;
    struct error error = {0};
    struct stat status;
    unlink(place->database);
    for (int i = 0; i < 2; i++)
        if (!import_files(place->rules, &options, &result, &error))
            fail_msg("%s: %s", error.what, error.why);
    assert_int_equal(result.counts.unchanged, RECALLS);
    assert_int_equal(stat(place->database, &status), 0);
    assert_true(status.st_size / 1024 > 2 * KB_MOST);
    if (watching.most_kb > KB_MOST)
        fail_msg("%ld KB of the old database are mapped", watching.most_kb);
    assert_int_equal(unlink(path), 0);
}

static void count_waiting(void *context)
{
    ++*(int *)context;
}

/* Holds the lock until it is told to go on; the second one must have waited for it. */
static bool hold(void *context, const struct import_progress *progress)
{
    int *pipes = context;
    char byte;
    (void)progress;
    if (pipes[0] < 0)
        return true;
    (void)!write(pipes[1], "x", 1);
    (void)!read(pipes[0], &byte, 1);
    pipes[0] = -1;
    return true;
}

static void two_at_once_come_one_after_the_other(void **state)
{
    const struct place *place = *state;
    int go[2], held[2], status, waited = 0;
    char byte;
    unlink(place->database);
    assert_int_equal(pipe(go), 0);
    assert_int_equal(pipe(held), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int pipes[2] = {go[0], held[1]};
        struct import_result result;
        const struct import_options options = {.database = place->database,
                                               .files = old_file,
                                               .file_count = 1,
                                               .rejects = "/dev/null",
                                               .progress = hold,
                                               .context = pipes};
        close(go[1]);
        _exit(import_files(place->rules, &options, &result, NULL) ? 0 : 1);
    }
    close(held[1]);
    assert_int_equal(read(held[0], &byte, 1), 1);
    pid_t opener = fork(); /* lets the first one go on after a while */
    assert_true(opener >= 0);
    if (opener == 0) {
        usleep(400000);
        _exit(write(go[1], "x", 1) == 1 ? 0 : 1);
    }
    struct error error = {0};
    bool taken = import_into(place, new_files, 2, count_waiting, &waited, &error);
    waitpid(opener, &status, 0);
    waitpid(child, &status, 0);
    close(go[0]);
    close(go[1]);
    close(held[0]);
    if (!taken)
        fail_msg("%s: %s", error.what, error.why);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(waited, 1);
    assert_int_equal(count_checked(place), ALL_RECALLS);
    expect_no_leftovers(place);
}

static int make_place(void **state)
{
    static struct place place = {.folder = "/tmp/rueckruf-stopped-XXXXXX"};
    struct error error = {0};
    *state = &place;
    if (!mkdtemp(place.folder) || !rules_load(SRCDIR "/data/rules", NULL, &place.rules, &error))
        return -1;
    snprintf(place.database, sizeof place.database, "%s/recalls.db", place.folder);
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    char path[256];
    snprintf(path, sizeof path, "%s/.recalls.db.lock", place->folder);
    unlink(path);
    unlink(place->database);
    snprintf(path, sizeof path, "%s/many.csv", place->folder);
    unlink(path);
    rules_free(place->rules);
    return rmdir(place->folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_any_moment_the_database_is_whole),
        cmocka_unit_test(out_of_space_the_old_database_stays),
        cmocka_unit_test(a_damaged_old_database_is_not_carried_over),
        cmocka_unit_test(of_the_old_database_little_is_in_memory_at_once),
        cmocka_unit_test(two_at_once_come_one_after_the_other),
    };
    return cmocka_run_group_tests_name("import", tests, make_place, remove_place);
}
