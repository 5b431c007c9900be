#include "core/import_source.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/text.h"

void import_sources_free(struct import_sources *sources)
{
    free(sources->items);
    sources->items = NULL;
    sources->count = sources->capacity = 0;
}

static struct import_source *find_source(struct import_sources *sources, const char *name)
{
    for (size_t i = 0; i < sources->count; i++)
        if (strcmp(sources->items[i].about.name, name) == 0)
            return &sources->items[i];
    return NULL;
}

static struct import_source *add_source(struct import_sources *sources, const char *name)
{
    if (!array_reserve(&sources->items, sources->count, &sources->capacity, sizeof *sources->items))
        return NULL;
    int64_t highest = 0;
    for (size_t i = 0; i < sources->count; i++)
        if (sources->items[i].source_id > highest)
            highest = sources->items[i].source_id;
    struct import_source *source = &sources->items[sources->count++];
    *source = (struct import_source){.about.name = name, .source_id = highest + 1};
    return source;
}

bool import_sources_load(struct import_sources *sources, struct store *old, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store_database(old), "import",
                     "SELECT source_id, name, format, authority, encoding, imported, checksum, size_bytes, "
                     "value_count, generation, EXISTS(SELECT 1 FROM entry e WHERE e.source_id = source.source_id "
                     "AND e.unlisted = 0 AND e.rank IS NOT NULL) FROM source ORDER BY source_id",
                     &row, error))
        return false;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        struct import_source *source = add_source(sources, sql_column_copy(row, 1, sources->arena));
        if (!source)
            break;
        source->source_id = sqlite3_column_int64(row, 0);
        source->about.format = sql_column_copy(row, 2, sources->arena);
        source->about.authority = sql_column_copy(row, 3, sources->arena);
        source->about.encoding = sql_column_copy(row, 4, sources->arena);
        source->about.imported = sql_column_copy(row, 5, sources->arena);
        source->about.checksum = sql_column_copy(row, 6, sources->arena);
        source->about.size_bytes = (uint64_t)sqlite3_column_int64(row, 7);
        source->about.value_count = (uint64_t)sqlite3_column_int64(row, 8);
        source->generation = sqlite3_column_int64(row, 9);
        source->was_listing = sqlite3_column_int(row, 10) != 0;
    }
    if (result != SQLITE_DONE && result != SQLITE_ROW)
        sql_error(store_database(old), "import", error);
    else if (result == SQLITE_ROW || arena_failed(sources->arena))
        error_set_memory(error, "import");
    sqlite3_finalize(row);
    return result == SQLITE_DONE && !arena_failed(sources->arena);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(path, "-") == 0 ? "stdin" : slash ? slash + 1 : path;
}

/* A name of old has the encoding that a text of old has. */
static const char *keep_name(struct import_sources *sources, const char *name)
{
    struct buffer stored = {0};
    if (text_is_utf8(text_view_of(name)))
        buffer_append_string(&stored, name);
    else
        text_from_windows_1252(text_view_of(name), &stored);
    const char *copy = arena_keep(sources->arena, &stored);
    buffer_free(&stored);
    return copy;
}

struct import_source *import_sources_begin(struct import_sources *sources, const char *path, const char *name,
                                           struct error *error)
{
    const char *stored = keep_name(sources, name ? name : base_name(path));
    struct import_source *source = stored ? find_source(sources, stored) : NULL;
    if (!source && stored)
        source = add_source(sources, stored);
    if (!source) {
        error_set_memory(error, path);
        return NULL;
    }
    if (source->is_read && !name) {
        error_set(error, ERROR_USAGE, path, "two of the files have the name %s", stored);
        error_set_way_out(error, "import them one after the other, each with its own --source NAME");
        return NULL;
    }
    if (!source->is_read) {
        source->generation++;
        source->about.value_count = 0;
        source->about.size_bytes = 0;
    }
    source->is_read = true;
    return source;
}

static size_t count_digits(const char *name)
{
    return strspn(name, "0123456789");
}

/* Whether the names differ in their digits alone, and have some. */
static bool differs_in_digits(const char *a, const char *b)
{
    bool has_digits = false;
    while (*a == *b || (count_digits(a) > 0 && count_digits(b) > 0)) {
        if (!*a)
            return has_digits;
        has_digits = has_digits || count_digits(a) > 0;
        a += count_digits(a) > 0 ? count_digits(a) : 1;
        b += count_digits(b) > 0 ? count_digits(b) : 1;
    }
    return false;
}

const struct import_source *import_sources_earlier_issue(const struct import_sources *sources,
                                                         const struct import_source *source)
{
    const struct import_source *found = NULL;
    for (size_t i = 0; i < sources->count; i++) {
        const struct import_source *other = &sources->items[i];
        if (!other->is_read && other->was_listing && strcmp(other->about.format, source->about.format) == 0 &&
            differs_in_digits(other->about.name, source->about.name))
            found = other;
    }
    return found;
}
