#include "core/store.h"

#include <ctype.h>
#include <string.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_statements.h"

bool store_fetch_summary(struct store *store, uint32_t rank, struct arena *arena, struct recall_summary *summary,
                         struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_SUMMARY, rank, error);
    if (!row || !store_step_to_row(store, row, rank, error))
        return false;
    *summary = (struct recall_summary){
        .rank = rank,
        .id = sql_column_copy(row, 0, arena),
        .date = sql_column_copy(row, 1, arena),
        .headline = sql_column_copy(row, 2, arena),
        .make = sql_column_copy(row, 3, arena),
        .model = sql_column_copy(row, 4, arena),
        .make_count = (unsigned)sqlite3_column_int(row, 5),
        .primary = (enum category)sqlite3_column_int(row, 6),
        .hazards = (uint32_t)sqlite3_column_int64(row, 8),
        .advisories = (unsigned)sqlite3_column_int(row, 9),
        .added = sqlite3_column_int64(row, 10),
    };
    uint32_t categories = (uint32_t)sqlite3_column_int64(row, 7);
    uint64_t checksum = (uint64_t)sqlite3_column_int64(row, 11);
    sqlite3_reset(row);
    if (arena_failed(arena))
        return error_set_memory(error, store->path);
    return store_summary_checksum(summary, categories) == checksum || store_rank_damaged(store, rank, error);
}

/* A text with its checksum behind it. */
static bool fetch_checked(struct store *store, enum store_statement which, uint32_t rank, struct text_view *text,
                          struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, which, rank, error);
    return row && store_step_to_row(store, row, rank, error) &&
           (store_column_is_text(row, 0, text) || store_rank_damaged(store, rank, error));
}

bool store_fetch_text(struct store *store, uint32_t rank, struct text_view *text, struct error *error)
{
    return fetch_checked(store, STATEMENT_TEXT, rank, text, error);
}

bool store_fetch_headline(struct store *store, uint32_t rank, struct text_view *headline, struct error *error)
{
    struct sqlite3_stmt *row = store_statement_of_rank(store, STATEMENT_HEADLINE, rank, error);
    if (!row || !store_step_to_row(store, row, rank, error))
        return false;
    *headline = sql_column_view(row, 0);
    return true;
}

bool store_fetch_names(struct store *store, uint32_t rank, struct text_view *names, struct error *error)
{
    return fetch_checked(store, STATEMENT_NAMES, rank, names, error);
}

/* As people say and type ids: any case, O for 0, I and L for 1, the dash or not. */
static bool normalize_id(const char *typed, char id[STORE_ID_BYTES + 1])
{
    size_t length = 0;
    for (; *typed; typed++) {
        char c = (char)toupper((unsigned char)*typed);
        if (c == '-' || c == ' ')
            continue;
        if (length == 4)
            id[length++] = '-';
        if (length >= STORE_ID_BYTES)
            return false;
        id[length++] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    id[length] = '\0';
    return length == STORE_ID_BYTES;
}

bool store_find_id(struct store *store, const char *typed, uint32_t *rank, struct error *error)
{
    char id[STORE_ID_BYTES + 1];
    if (!normalize_id(typed, id))
        return error_set(error, ERROR_NOT_FOUND, typed, "no recall has this id");
    struct sqlite3_stmt *row = store_statement(store, STATEMENT_ID, error);
    if (!row)
        return false;
    sql_bind_string(row, 1, id);
    int result = sqlite3_step(row);
    if (result == SQLITE_ROW)
        *rank = (uint32_t)sqlite3_column_int64(row, 0);
    sqlite3_reset(row);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        return error_set(error, ERROR_NOT_FOUND, typed, "no recall has this id");
    return sql_error(store->database, store->path, error);
}
