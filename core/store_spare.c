#include "core/store_internal.h"

#include <limits.h>
#include <sys/mman.h>

#include <sqlite3.h>

#include "core/store_schema.h"

/* Of SQLite's machine: a row that is looked up takes some ten, and maps up to 64 KB for each page that it lies on. */
enum { STEPS = 1000 };

/*
 * Lets go of the pages that are mapped: they stay in the system's memory, and are mapped again when they are looked at.
 * Only those are named of which SQLite says that they are in its map.
 */
static int let_go(void *context)
{
    sqlite3 *database = context;
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    void *pages = NULL;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file ||
        !file->pMethods || file->pMethods->iVersion < 3 || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return 0;
    size = (size < STORE_MAP_BYTES ? size : STORE_MAP_BYTES) - STORE_PAGE_BYTES;
    if (size <= 0 || file->pMethods->xFetch(file, 0, (int)size, &pages) != SQLITE_OK || !pages)
        return 0;
    madvise(pages, (size_t)size, MADV_DONTNEED);
    file->pMethods->xUnfetch(file, 0, pages);
    return 0;
}

void store_spare_memory(struct store *store)
{
    sqlite3 *database = store_database(store);
    sqlite3_progress_handler(database, STEPS, let_go, database);
}
