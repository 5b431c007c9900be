#include "core/store_internal.h"

#include <errno.h>

#include <sqlite3.h>

bool sql_damaged(const char *what, const char *why, struct error *error)
{
    return error_set_texts(error, ERROR_DAMAGED, what, why,
                           N_("move it away and import the recall files again, or name another with --db FILE"));
}

/* What the system said when SQLite could not read or write; 0: SQLite itself refused. */
static int system_code(struct sqlite3 *database, int code)
{
    static const struct {
        int result, code;
    } meanings[] = {
        {SQLITE_FULL, ENOSPC},     {SQLITE_READONLY, EROFS}, {SQLITE_PERM, EACCES},
        {SQLITE_AUTH, EACCES},     {SQLITE_BUSY, EAGAIN},    {SQLITE_LOCKED, EAGAIN},
        {SQLITE_CANTOPEN, EACCES}, {SQLITE_IOERR, EIO},      {SQLITE_TOOBIG, EFBIG},
    };
    int said = sqlite3_system_errno(database);
    static const char *const files[] = {"main", "stage"};
    for (size_t i = 0; said == 0 && i < sizeof files / sizeof files[0]; i++)
        sqlite3_file_control(database, files[i], SQLITE_FCNTL_LAST_ERRNO, &said);
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (meanings[i].result == code)
            return said && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN) ? said : meanings[i].code;
    return 0;
}

/* The file itself is named, whatever was being done with it. */
static const char *file_of(struct sqlite3 *database, const char *what)
{
    const char *file = sqlite3_db_filename(database, "main");
    return file && *file ? file : what;
}

bool sql_error(struct sqlite3 *database, const char *what, struct error *error)
{
    int code = database ? sqlite3_errcode(database) & 0xFF : SQLITE_NOMEM;
    int system = database ? system_code(database, code) : 0;
    if (code == SQLITE_NOMEM)
        return error_set_memory(error, what);
    if (code == SQLITE_INTERRUPT)
        return error_set(error, ERROR_INTERRUPTED, what, "interrupted");
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return sql_damaged(file_of(database, what), N_("the database is damaged"), error);
    if (system == 0) {
        error_set(error, ERROR_SYSTEM, what, "the database can't be read or written");
        return error_add_detail(error, "%s", sqlite3_errmsg(database));
    }
    error_set_system(error, ERROR_SYSTEM, what, N_("the database can't be read or written"), system);
    if (system == ENOSPC || system == EDQUOT || system == EFBIG)
        return error_set_way_out(error, "free some space and try again");
    return false;
}

void sql_configure(void)
{
    /* No pages set aside beforehand, a megabyte for each of many readers: they are in the shared file. */
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
    /* No account of what memory is taken, with a lock at each piece of it. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

bool sql_run(struct sqlite3 *database, const char *what, const char *sql, struct error *error)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sql_error(database, what, error);
    return true;
}

bool sql_prepare(struct sqlite3 *database, const char *what, const char *sql, struct sqlite3_stmt **statement,
                 struct error *error)
{
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK)
        return sql_error(database, what, error);
    return true;
}

bool sql_execute(struct sqlite3_stmt *statement, const char *what, struct error *error)
{
    int result = sqlite3_step(statement);
    bool done = result == SQLITE_DONE || result == SQLITE_ROW;
    if (!done)
        sql_error(sqlite3_db_handle(statement), what, error);
    sqlite3_reset(statement);
    return done;
}

void sql_bind_string(struct sqlite3_stmt *statement, int index, const char *string)
{
    sqlite3_bind_text(statement, index, string, -1, SQLITE_STATIC);
}

void sql_bind_view(struct sqlite3_stmt *statement, int index, struct text_view text)
{
    sqlite3_bind_text64(statement, index, text.bytes ? text.bytes : "", text.length, SQLITE_STATIC, SQLITE_UTF8);
}

void sql_bind_bytes(struct sqlite3_stmt *statement, int index, struct text_view bytes)
{
    if (bytes.length == 0)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_blob64(statement, index, bytes.bytes, bytes.length, SQLITE_STATIC);
}

void sql_bind_known(struct sqlite3_stmt *statement, int index, int64_t number, int64_t unknown)
{
    if (number == unknown)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_int64(statement, index, number);
}

struct text_view sql_column_view(struct sqlite3_stmt *statement, int column)
{
    const void *bytes = sqlite3_column_blob(statement, column);
    int length = sqlite3_column_bytes(statement, column);
    return (struct text_view){bytes ? bytes : "", bytes ? (size_t)length : 0};
}

const char *sql_column_copy(struct sqlite3_stmt *statement, int column, struct arena *arena)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return NULL;
    return arena_copy(arena, sql_column_view(statement, column));
}

int64_t sql_column_known(struct sqlite3_stmt *statement, int column, int64_t unknown)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return unknown;
    return sqlite3_column_int64(statement, column);
}
