#include "tui/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "tui/messages.h"

enum { APPLICATION_ID = 0x52556b73, /* "RUks" */ BUSY_MILLISECONDS = 200, ID_BYTES = 16, SEARCHES_KEPT = 200 };

struct id_list {
    char (*ids)[ID_BYTES];
    size_t count, capacity;
};

struct state {
    sqlite3 *database; /* the file, or one in memory */
    const char *trouble;
    bool was_damaged;
    struct id_list marks, seen;
    int64_t version;   /* of the file, which changes when another session writes to it */
    int64_t new_since; /* of the database that is being visited; 0: nothing is new */
};

static const char not_kept[] = N_("your marks and searches can't be kept beyond this session");

static const char schema[] = "BEGIN;"
                             "CREATE TABLE IF NOT EXISTS mark(id TEXT PRIMARY KEY) WITHOUT ROWID;"
                             /* newest: what the last visit could see; before: the same of the visit before it */
                             "CREATE TABLE IF NOT EXISTS visit(path TEXT PRIMARY KEY, newest INTEGER NOT NULL, "
                             "before INTEGER NOT NULL) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS seen(id TEXT PRIMARY KEY) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS used(command TEXT PRIMARY KEY) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS search(query TEXT PRIMARY KEY, used INTEGER NOT NULL);"
                             "CREATE TABLE IF NOT EXISTS place(key INTEGER PRIMARY KEY, query TEXT, category INTEGER);"
                             "COMMIT";

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

/* 0: it can't be read. */
static int64_t read_number(sqlite3 *database, const char *pragma)
{
    sqlite3_stmt *row = NULL;
    int64_t number = 0;
    if (database && sqlite3_prepare_v2(database, pragma, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        number = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return number;
}

static int make_tables(sqlite3 *database)
{
    int64_t id = read_number(database, "PRAGMA application_id");
    if (id != 0 && id != APPLICATION_ID)
        return SQLITE_NOTADB;
    int result = id ? SQLITE_OK : sqlite3_exec(database, "PRAGMA application_id=0x52556b73", NULL, NULL, NULL);
    return result == SQLITE_OK ? sqlite3_exec(database, schema, NULL, NULL, NULL) : result;
}

/* SQLITE_OK, or what is wrong with the file; then nothing is open. */
static int open_file(struct state *state, const char *path)
{
    int result = sqlite3_open_v2(path, &state->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (result == SQLITE_OK) {
        sqlite3_busy_timeout(state->database, BUSY_MILLISECONDS);
        result = make_tables(state->database);
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

static bool list_add(struct id_list *list, const char *id)
{
    if (!array_reserve(&list->ids, list->count, &list->capacity, sizeof *list->ids))
        return false;
    snprintf(list->ids[list->count++], ID_BYTES, "%s", id);
    return true;
}

static void list_remove(struct id_list *list, const char *id)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->ids[i], id) != 0)
            memmove(list->ids[kept++], list->ids[i], ID_BYTES);
    list->count = kept;
}

static bool list_has(const struct id_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->ids[i], id) == 0)
            return true;
    return false;
}

/* Whether all of it was read. */
static bool read_list(struct state *state, const char *sql, struct id_list *list)
{
    sqlite3_stmt *row = NULL;
    int result = SQLITE_ERROR;
    list->count = 0;
    if (state->database && sqlite3_prepare_v2(state->database, sql, -1, &row, NULL) == SQLITE_OK)
        while ((result = sqlite3_step(row)) == SQLITE_ROW)
            if (!list_add(list, (const char *)sqlite3_column_text(row, 0)))
                break;
    sqlite3_finalize(row);
    return result == SQLITE_DONE;
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
            state->trouble = not_kept;
    }
    if (!state->database)
        open_file(state, ":memory:");
    state->version = read_number(state->database, "PRAGMA data_version");
    read_list(state, "SELECT id FROM mark", &state->marks);
    read_list(state, "SELECT id FROM seen", &state->seen);
    return state;
}

void state_close(struct state *state)
{
    if (!state)
        return;
    sqlite3_close(state->database);
    free(state->marks.ids);
    free(state->seen.ids);
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
static void run(struct state *state, const char *sql, const char *text, int64_t number)
{
    sqlite3_stmt *statement = NULL;
    if (!state->database)
        return;
    bool is_kept = sqlite3_prepare_v2(state->database, sql, -1, &statement, NULL) == SQLITE_OK;
    if (is_kept) {
        sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, number);
        is_kept = sqlite3_step(statement) == SQLITE_DONE;
    }
    if (!is_kept && !state->trouble)
        state->trouble = not_kept;
    sqlite3_finalize(statement);
}

/* --- Marks --------------------------------------------------------------------------------- */

bool state_is_marked(const struct state *state, const char *id)
{
    return list_has(&state->marks, id);
}

void state_set_mark(struct state *state, const char *id, bool marked)
{
    run(state, marked ? "INSERT OR IGNORE INTO mark VALUES(?1)" : "DELETE FROM mark WHERE id = ?1", id, 0);
    list_remove(&state->marks, id);
    if (marked)
        list_add(&state->marks, id);
}

bool state_take_up_marks(struct state *state)
{
    int64_t version = read_number(state->database, "PRAGMA data_version");
    /* What could not be written is marked in this session all the same. */
    if (version == state->version || state->trouble == not_kept)
        return false;
    state->version = read_list(state, "SELECT id FROM mark", &state->marks) ? version : 0;
    return true;
}

static uint32_t *find_ranks(const struct id_list *list, struct store *store, size_t *count)
{
    uint32_t *ranks = malloc((list->count + 1) * sizeof *ranks);
    *count = 0;
    for (size_t i = 0; ranks && i < list->count; i++) {
        struct error none = {0};
        if (store_find_id(store, list->ids[i], &ranks[*count], &none))
            ++*count;
    }
    return ranks;
}

uint32_t *state_marked_ranks(struct state *state, struct store *store, size_t *count)
{
    state_take_up_marks(state);
    return find_ranks(&state->marks, store, count);
}

/* --- What is new --------------------------------------------------------------------------- */

/* The two numbers of the database's visits; 0 where there was none. */
static void read_visit(struct state *state, const char *path, int64_t *newest, int64_t *before)
{
    sqlite3_stmt *row = NULL;
    *newest = *before = 0;
    if (state->database && sqlite3_prepare_v2(state->database, "SELECT newest, before FROM visit WHERE path = ?1", -1,
                                              &row, NULL) == SQLITE_OK) {
        sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
        if (sqlite3_step(row) == SQLITE_ROW) {
            *newest = sqlite3_column_int64(row, 0);
            *before = sqlite3_column_int64(row, 1);
        }
    }
    sqlite3_finalize(row);
}

/* A database is the same from whatever folder it is named. */
static char *full_path(struct store *store)
{
    char *path = realpath(store_path(store), NULL);
    return path ? path : strdup(store_path(store));
}

/* Finds out what is new; whether something has come in since the last visit. */
static bool compare_visits(struct state *state, struct store *store, const char *path)
{
    int64_t newest;
    read_visit(state, path, &newest, &state->new_since);
    if (newest == store_info(store).newest_added)
        return false;
    state->new_since = newest;
    state->seen.count = 0;
    return true;
}

void state_look_at_visits(struct state *state, struct store *store)
{
    char *path = full_path(store);
    if (path)
        compare_visits(state, store, path);
    free(path);
}

void state_begin_visit(struct state *state, struct store *store)
{
    char *path = full_path(store);
    if (path && compare_visits(state, store, path)) {
        run(state,
            "INSERT OR REPLACE INTO visit SELECT ?1, ?2, coalesce((SELECT newest FROM visit WHERE path = ?1), 0)", path,
            store_info(store).newest_added);
        run(state, "DELETE FROM seen", "", 0);
    }
    free(path);
}

bool state_is_new(const struct state *state, const struct recall_summary *summary)
{
    return state->new_since && summary->added > state->new_since && !list_has(&state->seen, summary->id);
}

bool state_has_news(const struct state *state, struct store *store)
{
    return state->new_since && store_info(store).newest_added > state->new_since;
}

void state_set_seen(struct state *state, const char *id)
{
    if (list_has(&state->seen, id))
        return;
    run(state, "INSERT OR IGNORE INTO seen VALUES(?1)", id, 0);
    list_add(&state->seen, id);
}

void state_fill_request(struct state *state, struct store *store, struct search_request *request,
                        struct state_ranks *ranks)
{
    if (query_asks_what_is(request->query, IS_MARKED))
        request->marked = ranks->marked = state_marked_ranks(state, store, &request->marked_count);
    if (!query_asks_what_is(request->query, IS_NEW))
        return;
    request->seen = ranks->seen = find_ranks(&state->seen, store, &request->seen_count);
    request->new_since = state->new_since;
}

void state_forget_ranks(struct state_ranks *ranks)
{
    free(ranks->marked);
    free(ranks->seen);
    *ranks = (struct state_ranks){0};
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

void state_set_used(struct state *state, const char *command)
{
    run(state, "INSERT OR IGNORE INTO used VALUES(?1)", command, 0);
}

void state_visit_used(struct state *state, void (*visit)(void *context, const char *command), void *context)
{
    sqlite3_stmt *row = NULL;
    if (state->database && sqlite3_prepare_v2(state->database, "SELECT command FROM used", -1, &row, NULL) == SQLITE_OK)
        while (sqlite3_step(row) == SQLITE_ROW)
            visit(context, (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
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
