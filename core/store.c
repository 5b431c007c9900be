#include "core/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_schema.h"
#include "core/store_statements.h"

/* --- Opening ------------------------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/*
 * Looks at the file itself before SQLite does: a pipe or a device would hang it, and it reports a
 * text file and a truncated database in words that help nobody.
 */
static bool examine_file(int descriptor, const char *path, struct stat *status, struct error *error)
{
    unsigned char header[100];
    if (fstat(descriptor, status) != 0)
        return error_set_system(error, ERROR_SYSTEM, path, NULL, errno);
    if (S_ISDIR(status->st_mode))
        return error_set(error, ERROR_NO_DATABASE, path, "is a directory, not a database");
    if (!S_ISREG(status->st_mode))
        return error_set(error, ERROR_NO_DATABASE, path, "is no regular file");
    if (status->st_size == 0)
        return error_set(error, ERROR_NO_DATABASE, path, "is empty, not a database");
    ssize_t taken = pread(descriptor, header, sizeof header, 0);
    if (taken < 0)
        return error_set_system(error, ERROR_SYSTEM, path, NULL, errno);
    if (taken < 16 || memcmp(header, "SQLite format 3", 16) != 0)
        return error_set(error, ERROR_NO_DATABASE, path, "is not a database of rueckruf");
    if (taken < (ssize_t)sizeof header)
        return sql_damaged(path, N_("the database is truncated"), error);
    if (big_endian(header + 68) != STORE_APPLICATION_ID)
        return error_set(error, ERROR_NO_DATABASE, path, "is a database of another program, not of rueckruf");
    unsigned page_bytes = (unsigned)header[16] << 8 | header[17];
    if (page_bytes == 1)
        page_bytes = 65536;
    uint64_t expected = (uint64_t)big_endian(header + 28) * page_bytes;
    if ((uint64_t)status->st_size < expected) {
        error_set(error, ERROR_DAMAGED, path, "the database is truncated: %llu of %llu bytes are there",
                  (unsigned long long)status->st_size, (unsigned long long)expected);
        return error_set_way_out(error,
                                 "move it away and import the recall files again, or name another with --db FILE");
    }
    uint32_t version = big_endian(header + 60);
    if (version > STORE_SCHEMA_VERSION) {
        error_set(error, ERROR_NEWER, path, "the database is of version %u, this program knows up to version %d",
                  (unsigned)version, STORE_SCHEMA_VERSION);
        return error_set_way_out(error, "use a newer rueckruf");
    }
    if (version < STORE_SCHEMA_VERSION) {
        error_set(error, ERROR_NO_DATABASE, path, "the database is of version %u, this program needs version %d",
                  (unsigned)version, STORE_SCHEMA_VERSION);
        return error_set_way_out(error, "move it away and import the recall files again");
    }
    return true;
}

static bool open_file(const char *path, struct stat *status, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        int reason = errno;
        error_set_system(error, reason == ENOENT || reason == ENOTDIR ? ERROR_NO_DATABASE : ERROR_SYSTEM, path, NULL,
                         reason);
        return reason == ENOENT ? error_set_way_out(error, "import recall files first") : false;
    }
    bool good = examine_file(descriptor, path, status, error);
    close(descriptor);
    return good;
}

/* "file:<percent-encoded path>?mode=ro&immutable=1" */
static void append_uri(struct buffer *uri, const char *path)
{
    buffer_append_string(uri, "file:");
    for (const char *c = path; *c; c++) {
        if (strchr("?#%", *c))
            buffer_append_format(uri, "%%%02X", (unsigned)(unsigned char)*c);
        else
            buffer_append_byte(uri, *c);
    }
    buffer_append_string(uri, "?mode=ro&immutable=1");
}

static bool open_database(struct store *store, struct error *error)
{
    struct buffer uri = {0};
    sql_configure();
    append_uri(&uri, store->path);
    if (uri.failed)
        return error_set_memory(error, store->path);
    int result = sqlite3_open_v2(uri.bytes, &store->database,
                                 SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    buffer_free(&uri);
    if (result != SQLITE_OK)
        return sql_error(store->database, store->path, error);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(store->database, SQLITE_LIMIT_ATTACHED, 0);
    /*
     * The file is only ever replaced as a whole, so its pages can be shared with all other readers. SQLite's check of
     * all cells of a page would run at every look at it, a third of the time; our own checksums guard what is read.
     */
    char pragmas[120];
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA mmap_size=%d; PRAGMA cache_size=-256; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON",
             STORE_MAP_BYTES);
    return sql_run(store->database, store->path, pragmas, error);
}

/* Every table must be the one we know, letter by letter; views and triggers have no place here. */
static bool check_schema(struct store *store, struct error *error)
{
    struct sqlite3_stmt *statement;
    if (!sql_prepare(store->database, store->path,
                     "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'index\\_%' ESCAPE '\\' "
                     "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                     &statement, error))
        return false;
    size_t known = 0, found = 0, expected = 0;
    for (const char *const *sql = store_schema_tables; *sql; sql++)
        expected++;
    for (const char *const *sql = store_schema_indexes; *sql; sql++)
        expected++;
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        struct text_view text = sql_column_view(statement, 2);
        found++;
        for (const char *const *sql = store_schema_tables; *sql; sql++)
            known += text_view_equal(text, text_view_of(*sql));
        for (const char *const *sql = store_schema_indexes; *sql; sql++)
            known += text_view_equal(text, text_view_of(*sql));
    }
    if (result != SQLITE_DONE)
        sql_error(store->database, store->path, error);
    sqlite3_finalize(statement);
    if (result != SQLITE_DONE)
        return false;
    return (known == found && known == expected) ||
           sql_damaged(store->path, N_("the database is damaged: its tables are not as they should be"), error);
}

/* The rows of the table meta that are read. */
enum meta { META_RECALLS, META_NOTES, META_SOURCES, META_BUILT, META_CHECKSUM, META_RULES, META_ADDED, META_COUNT };

static bool read_meta(struct store *store, struct error *error)
{
    static const char *const keys[META_COUNT] = {
        [META_RECALLS] = "recalls",   [META_NOTES] = "notes", [META_SOURCES] = "sources", [META_BUILT] = "built",
        [META_CHECKSUM] = "checksum", [META_RULES] = "rules", [META_ADDED] = "added",
    };
    const char *values[META_COUNT] = {NULL};
    struct sqlite3_stmt *statement;
    if (!sql_prepare(store->database, store->path, "SELECT value FROM meta WHERE key = ?1", &statement, error))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < META_COUNT; i++) {
        sql_bind_string(statement, 1, keys[i]);
        good = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL;
        values[i] = good ? sql_column_copy(statement, 0, store->arena) : NULL;
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    if (!good)
        return sql_damaged(store->path, N_("the database is damaged: its description is missing"), error);
    if (arena_failed(store->arena))
        return error_set_memory(error, store->path);
    store->info = (struct store_info){
        .recall_count = (uint32_t)strtoul(values[META_RECALLS], NULL, 10),
        .note_count = (uint32_t)strtoul(values[META_NOTES], NULL, 10),
        .source_count = (uint32_t)strtoul(values[META_SOURCES], NULL, 10),
        .schema_version = STORE_SCHEMA_VERSION,
        .built = values[META_BUILT],
        .checksum = values[META_CHECKSUM],
        .rules_fingerprint = strtoull(values[META_RULES], NULL, 16),
        .newest_added = strtoll(values[META_ADDED], NULL, 10),
    };
    return true;
}

bool store_open(const char *path, struct store **result, struct error *error)
{
    *result = NULL;
    struct stat status;
    if (!open_file(path, &status, error))
        return false;
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        return error_set_memory(error, path);
    store->path = strdup(path);
    store->arena = arena_new();
    store->device = status.st_dev;
    store->inode = status.st_ino;
    if (!store->path || !store->arena)
        error_set_memory(error, path);
    else if (open_database(store, error) && check_schema(store, error) && read_meta(store, error)) {
        *result = store;
        return true;
    }
    store_close(store);
    return false;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_close(store->database);
    arena_free(store->arena);
    free(store->path);
    free(store);
}

struct sqlite3 *store_database(const struct store *store)
{
    return store->database;
}

const char *store_path(const struct store *store)
{
    return store->path;
}

struct store_info store_info(const struct store *store)
{
    return store->info;
}

bool store_is_replaced(const struct store *store)
{
    struct stat status;
    if (stat(store->path, &status) != 0)
        return false;
    return status.st_dev != store->device || status.st_ino != store->inode;
}
