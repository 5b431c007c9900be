#include "core/store.h"

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_statements.h"

bool store_list_sources(struct store *store, struct arena *arena, struct store_source **sources, size_t *count,
                        struct error *error)
{
    *count = 0;
    *sources = arena_allocate_array(arena, store->info.source_count + 1, sizeof **sources);
    struct sqlite3_stmt *row;
    if (!*sources)
        return error_set_memory(error, store->path);
    if (!sql_prepare(store->database, store->path,
                     "SELECT name, format, authority, encoding, imported, checksum, size_bytes, "
                     "value_count FROM source ORDER BY source_id",
                     &row, error))
        return false;
    int result = SQLITE_DONE;
    while (*count < store->info.source_count && (result = sqlite3_step(row)) == SQLITE_ROW)
        (*sources)[(*count)++] = (struct store_source){
            .name = sql_column_copy(row, 0, arena),
            .format = sql_column_copy(row, 1, arena),
            .authority = sql_column_copy(row, 2, arena),
            .encoding = sql_column_copy(row, 3, arena),
            .imported = sql_column_copy(row, 4, arena),
            .checksum = sql_column_copy(row, 5, arena),
            .size_bytes = (uint64_t)sqlite3_column_int64(row, 6),
            .value_count = (uint64_t)sqlite3_column_int64(row, 7),
        };
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        sql_error(store->database, store->path, error);
    sqlite3_finalize(row);
    if (arena_failed(arena))
        return error_set_memory(error, store->path);
    return result == SQLITE_ROW || result == SQLITE_DONE;
}

/* The bytes that a value had in its file: its text between what stood around it, or all of it. False: damage. */
static bool append_value(struct sqlite3_stmt *row, struct buffer *raw)
{
    struct text_view text;
    if (sqlite3_column_type(row, 2) == SQLITE_NULL) {
        buffer_append_view(raw, sql_column_view(row, 5));
        return true;
    }
    if (!store_column_is_text(row, 2, &text))
        return false;
    buffer_append_view(raw, sql_column_view(row, 1));
    buffer_append_view(raw, text);
    buffer_append_view(raw, sql_column_view(row, 4));
    return true;
}

bool store_visit_source(struct store *store, const char *source,
                        bool (*visit)(void *context, size_t position, struct text_view raw), void *context,
                        struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store->database, store->path,
                     "SELECT e.position, e.before, t.body, t.checksum, e.after, e.raw FROM source s "
                     "JOIN entry e ON e.source_id = s.source_id AND e.unlisted = 0 "
                     "LEFT JOIN text t ON t.text_id = e.text_id WHERE s.name = ?1 ORDER BY e.position",
                     &row, error))
        return false;
    sql_bind_string(row, 1, source);
    struct buffer raw = {0};
    size_t count = 0;
    int result = SQLITE_DONE;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        count++;
        buffer_clear(&raw);
        if (!append_value(row, &raw))
            good = sql_damaged(store->path, N_("the database is damaged: a text does not match its checksum"), error);
        else if (raw.failed)
            good = error_set_memory(error, source);
        else if (!visit(context, (size_t)sqlite3_column_int64(row, 0), buffer_view(&raw)))
            break;
    }
    if (good && result != SQLITE_ROW && result != SQLITE_DONE)
        good = sql_error(store->database, store->path, error);
    buffer_free(&raw);
    sqlite3_finalize(row);
    if (good && count == 0)
        good = error_set(error, ERROR_NOT_FOUND, source, "the database has no source of this name");
    return good;
}
