/* What belongs to the person is kept in a file of theirs; where it can't be, that is said, and the session goes on. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tui/state.h"

static char folder[] = "/tmp/test-state-XXXXXX";
static char path[80], aside[96];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/own/state.db", folder);
    snprintf(aside, sizeof aside, "%s.damaged", path);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    unlink(path);
    unlink(aside);
    return 0;
}

static int remove_folder(void **state)
{
    char own[96];
    (void)state;
    snprintf(own, sizeof own, "%s/own", folder);
    return rmdir(own) || rmdir(folder);
}

static void marks_are_there_again(void **unused)
{
    (void)unused;
    struct state *state = state_open(path);
    assert_non_null(state);
    state_set_mark(state, "DMSS-SX603", true);
    state_set_mark(state, "0000-00000", true);
    state_set_mark(state, "0000-00000", false);
    assert_null(state_trouble(state));
    state_close(state);
    state = state_open(path);
    assert_true(state_is_marked(state, "DMSS-SX603"));
    assert_false(state_is_marked(state, "0000-00000"));
    state_close(state);
}

/* Two windows of one person. */
static void what_another_session_marks_is_taken_up(void **unused)
{
    (void)unused;
    struct state *one = state_open(path), *other = state_open(path);
    assert_non_null(one);
    assert_non_null(other);
    assert_false(state_take_up_marks(other));
    state_set_mark(one, "DMSS-SX603", true);
    state_set_mark(other, "KM2K-CY5BJ", true);
    assert_true(state_take_up_marks(other));
    assert_true(state_is_marked(other, "DMSS-SX603"));
    assert_true(state_is_marked(other, "KM2K-CY5BJ"));
    assert_false(state_take_up_marks(other));
    state_set_mark(other, "DMSS-SX603", false);
    assert_true(state_take_up_marks(one));
    assert_false(state_is_marked(one, "DMSS-SX603"));
    assert_true(state_is_marked(one, "KM2K-CY5BJ"));
    state_close(one);
    state_close(other);
    /* What is kept nowhere stays all the same. */
    one = state_open(NULL);
    state_set_mark(one, "DMSS-SX603", true);
    assert_false(state_take_up_marks(one));
    assert_true(state_is_marked(one, "DMSS-SX603"));
    state_close(one);
}

static void what_is_no_database_is_set_aside(void **unused)
{
    (void)unused;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("not a database\n", file);
    assert_int_equal(fclose(file), 0);
    struct state *state = state_open(path);
    assert_true(state_was_damaged(state));
    assert_non_null(state_trouble(state));
    assert_int_equal(access(aside, F_OK), 0);
    state_set_mark(state, "DMSS-SX603", true);
    assert_true(state_is_marked(state, "DMSS-SX603"));
    state_close(state);
}

/* As of another version: the statement can't even be prepared. */
static void a_table_that_is_another_one_is_told(void **unused)
{
    (void)unused;
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(database, "PRAGMA application_id=0x52556b73; CREATE TABLE mark(id TEXT PRIMARY KEY, at INTEGER)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(database);
    struct state *state = state_open(path);
    assert_null(state_trouble(state));
    state_set_mark(state, "DMSS-SX603", true);
    assert_non_null(state_trouble(state));
    assert_true(state_is_marked(state, "DMSS-SX603"));
    state_close(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(marks_are_there_again, remove_files),
        cmocka_unit_test_teardown(what_another_session_marks_is_taken_up, remove_files),
        cmocka_unit_test_teardown(what_is_no_database_is_set_aside, remove_files),
        cmocka_unit_test_teardown(a_table_that_is_another_one_is_told, remove_files),
    };
    return cmocka_run_group_tests_name("state", tests, make_folder, remove_folder);
}
