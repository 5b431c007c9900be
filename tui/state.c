#include "tui/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "tui/messages.h"

enum { APPLICATION_ID = 0x52556b73, /* "RUks" */ BUSY_MILLISECONDS = 200, ID_BYTES = 16, SEARCHES_KEPT = 200 };

struct state {
    sqlite3 *database; /* the file, or one in memory */
    const char *trouble;
    bool was_damaged;
    char (*marks)[ID_BYTES];
    size_t mark_count, mark_capacity;
};

static const char schema[] = "PRAGMA application_id=0x52556b73;"
                             "CREATE TABLE IF NOT EXISTS mark(id TEXT PRIMARY KEY) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS search(query TEXT PRIMARY KEY, used INTEGER NOT NULL);"
                             "CREATE TABLE IF NOT EXISTS place(key INTEGER PRIMARY KEY, query TEXT, category INTEGER)";

/* --- Opening ------------------------------------------------------------------------------- */

static void make_folders(const char *path)
{
    char folder[4096];
    for (size_t i = 1; path[i] && i < sizeof folder; i++) {
        if (path[i] != '/')
            continue;
        memcpy(folder, path, i);
        folder[i] = '\0';
        mkdir(folder, 0700);
    }
}

static bool has_foreign_id(sqlite3 *database)
{
    sqlite3_stmt *row = NULL;
    int id = 0;
    if (sqlite3_prepare_v2(database, "PRAGMA application_id", -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        id = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    return id != 0 && id != APPLICATION_ID;
}

/* SQLITE_OK, or what is wrong with the file; then nothing is open. */
static int open_file(struct state *state, const char *path)
{
    int result = sqlite3_open_v2(path, &state->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (result == SQLITE_OK) {
        sqlite3_busy_timeout(state->database, BUSY_MILLISECONDS);
        result =
            has_foreign_id(state->database) ? SQLITE_NOTADB : sqlite3_exec(state->database, schema, NULL, NULL, NULL);
    }
    if (result != SQLITE_OK) {
        sqlite3_close(state->database);
        state->database = NULL;
    }
    return result;
}

static void set_aside(const char *path)
{
    char aside[4096];
    if (snprintf(aside, sizeof aside, "%s.damaged", path) < (int)sizeof aside)
        rename(path, aside);
}

static bool add_mark(struct state *state, const char *id)
{
    if (!array_reserve(&state->marks, state->mark_count, &state->mark_capacity, sizeof *state->marks))
        return false;
    snprintf(state->marks[state->mark_count++], ID_BYTES, "%s", id);
    return true;
}

static void read_marks(struct state *state)
{
    sqlite3_stmt *row = NULL;
    state->mark_count = 0;
    if (state->database && sqlite3_prepare_v2(state->database, "SELECT id FROM mark", -1, &row, NULL) == SQLITE_OK)
        while (sqlite3_step(row) == SQLITE_ROW)
            if (!add_mark(state, (const char *)sqlite3_column_text(row, 0)))
                break;
    sqlite3_finalize(row);
}

struct state *state_open(const char *path)
{
    struct state *state = calloc(1, sizeof *state);
    if (!state)
        return NULL;
    if (path) {
        make_folders(path);
        int result = open_file(state, path);
        if (result == SQLITE_CORRUPT || result == SQLITE_NOTADB) {
            set_aside(path);
            state->was_damaged = true;
            state->trouble = N_("your file of marks was damaged: it is set aside");
            result = open_file(state, path);
        }
        if (result != SQLITE_OK)
            state->trouble = N_("your marks and searches can't be kept beyond this session");
    }
    if (!state->database)
        open_file(state, ":memory:");
    read_marks(state);
    return state;
}

void state_close(struct state *state)
{
    if (!state)
        return;
    sqlite3_close(state->database);
    free(state->marks);
    free(state);
}

bool state_was_damaged(const struct state *state)
{
    return state->was_damaged;
}

const char *state_trouble(const struct state *state)
{
    return state->trouble;
}

/* --- Writing ------------------------------------------------------------------------------- */

/* Runs a statement with a text and a number. What can't be kept is lost without harm. */
static void run(struct state *state, const char *sql, const char *text, int number)
{
    sqlite3_stmt *statement = NULL;
    if (state->database && sqlite3_prepare_v2(state->database, sql, -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
        sqlite3_bind_int(statement, 2, number);
        if (sqlite3_step(statement) != SQLITE_DONE && !state->trouble)
            state->trouble = N_("your marks and searches can't be kept beyond this session");
    }
    sqlite3_finalize(statement);
}

/* --- Marks --------------------------------------------------------------------------------- */

bool state_is_marked(const struct state *state, const char *id)
{
    for (size_t i = 0; i < state->mark_count; i++)
        if (strcmp(state->marks[i], id) == 0)
            return true;
    return false;
}

void state_set_mark(struct state *state, const char *id, bool marked)
{
    size_t kept = 0;
    run(state, marked ? "INSERT OR IGNORE INTO mark VALUES(?1)" : "DELETE FROM mark WHERE id = ?1", id, 0);
    for (size_t i = 0; i < state->mark_count; i++)
        if (strcmp(state->marks[i], id) != 0)
            memmove(state->marks[kept++], state->marks[i], ID_BYTES);
    state->mark_count = kept;
    if (marked)
        add_mark(state, id);
}

uint32_t *state_marked_ranks(const struct state *state, struct store *store, size_t *count)
{
    uint32_t *ranks = malloc((state->mark_count + 1) * sizeof *ranks);
    *count = 0;
    for (size_t i = 0; ranks && i < state->mark_count; i++) {
        struct error none = {0};
        if (store_find_id(store, state->marks[i], &ranks[*count], &none))
            ++*count;
    }
    return ranks;
}

/* --- Searches and places ------------------------------------------------------------------- */

void state_remember_search(struct state *state, const char *query)
{
    run(state, "INSERT OR REPLACE INTO search SELECT ?1, coalesce(max(used), 0) + 1 FROM search", query, 0);
    run(state, "DELETE FROM search WHERE used <= (SELECT max(used) FROM search) - ?2", "", SEARCHES_KEPT);
}

size_t state_searches(struct state *state, struct arena *arena, const char **queries, size_t most)
{
    sqlite3_stmt *row = NULL;
    size_t count = 0;
    if (state->database &&
        sqlite3_prepare_v2(state->database,
                           "SELECT query FROM (SELECT * FROM search ORDER BY used DESC LIMIT ?1) ORDER BY used", -1,
                           &row, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(row, 1, (sqlite3_int64)most);
        while (count < most && sqlite3_step(row) == SQLITE_ROW)
            queries[count++] = arena_copy(arena, text_view_of((const char *)sqlite3_column_text(row, 0)));
    }
    sqlite3_finalize(row);
    return arena_failed(arena) ? 0 : count;
}

void state_set_place(struct state *state, const struct state_place *place)
{
    run(state, "INSERT OR REPLACE INTO place VALUES(1, ?1, ?2)", place->query, place->category);
}

bool state_place(struct state *state, struct arena *arena, struct state_place *place)
{
    sqlite3_stmt *row = NULL;
    bool found = false;
    if (state->database &&
        sqlite3_prepare_v2(state->database, "SELECT query, category FROM place WHERE key = 1", -1, &row, NULL) ==
            SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW) {
        place->query = arena_copy(arena, text_view_of((const char *)sqlite3_column_text(row, 0)));
        place->category = sqlite3_column_int(row, 1);
        found = place->query && place->category >= -1 && place->category < 64;
    }
    sqlite3_finalize(row);
    return found;
}
