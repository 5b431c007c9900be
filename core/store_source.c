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

struct visiting {
    struct store *store;
    struct sqlite3_stmt *values;
    struct sqlite3_stmt *rests; /* the pieces of a value that was too long to come at once, but for the first */
    store_visitor *visit;
    void *context;
    bool go_on;
    struct buffer raw; /* of the value at hand */
};

static bool visit_rests(struct visiting *visiting, int64_t position, struct error *error)
{
    int result = SQLITE_ROW;
    sqlite3_bind_int64(visiting->rests, 2, position);
    while (visiting->go_on && (result = sqlite3_step(visiting->rests)) == SQLITE_ROW)
        visiting->go_on =
            visiting->visit(visiting->context, (size_t)position, sql_column_view(visiting->rests, 0), true);
    bool good = result == SQLITE_ROW || result == SQLITE_DONE ||
                sql_error(visiting->store->database, visiting->store->path, error);
    sqlite3_reset(visiting->rests);
    return good;
}

static bool visit_value(struct visiting *visiting, struct error *error)
{
    struct sqlite3_stmt *row = visiting->values;
    int64_t position = sqlite3_column_int64(row, 0);
    buffer_clear(&visiting->raw);
    if (!append_value(row, &visiting->raw))
        return sql_damaged(visiting->store->path, N_("the database is damaged: a text does not match its checksum"),
                           error);
    if (visiting->raw.failed)
        return error_set_memory(error, visiting->store->path);
    visiting->go_on = visiting->visit(visiting->context, (size_t)position, buffer_view(&visiting->raw), false);
    return sqlite3_column_type(row, 2) != SQLITE_NULL || visit_rests(visiting, position, error);
}

bool store_visit_source(struct store *store, const char *source, store_visitor *visit, void *context,
                        struct error *error)
{
    struct visiting visiting = {.store = store, .visit = visit, .context = context, .go_on = true};
    bool good = sql_prepare(store->database, store->path,
                            "SELECT e.position, e.before, t.body, t.checksum, e.after, e.raw FROM source s "
                            "JOIN entry e ON e.source_id = s.source_id AND e.unlisted = 0 "
                            "LEFT JOIN text t ON t.text_id = e.text_id WHERE s.name = ?1 ORDER BY e.position",
                            &visiting.values, error) &&
                sql_prepare(store->database, store->path,
                            "SELECT e.raw FROM source s JOIN entry e ON e.source_id = s.source_id AND e.unlisted < 0 "
                            "WHERE s.name = ?1 AND e.position = ?2 ORDER BY e.unlisted DESC",
                            &visiting.rests, error);
    size_t count = 0;
    int result = SQLITE_ROW;
    if (good) {
        sql_bind_string(visiting.values, 1, source);
        sql_bind_string(visiting.rests, 1, source);
    }
    for (; good && visiting.go_on && (result = sqlite3_step(visiting.values)) == SQLITE_ROW; count++)
        good = visit_value(&visiting, error);
    if (good && result != SQLITE_ROW && result != SQLITE_DONE)
        good = sql_error(store->database, store->path, error);
    buffer_free(&visiting.raw);
    sqlite3_finalize(visiting.rests);
    sqlite3_finalize(visiting.values);
    if (good && count == 0)
        good = error_set(error, ERROR_NOT_FOUND, source, "the database has no source of this name");
    return good;
}
