#ifndef RUECKRUF_CORE_IMPORT_MERGE_H
#define RUECKRUF_CORE_IMPORT_MERGE_H

/*
 * Old database and staged values, both sorted by identity, become the new database's recalls: what the files
 * say replaces what was there, what they don't name is kept. What was understood as it was read is taken as it is where
 * it is all that is said of its recall.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import.h"
#include "core/import_source.h"
#include "core/import_stage.h"
#include "core/import_worker.h"
#include "core/rules.h"
#include "core/store.h"
#include "core/store_write.h"

/* What is merged, all of it borrowed, and who wants to know. */
struct import_merge {
    const struct rules *rules;
    struct store *old; /* NULL: there is none */
    const char *path;  /* of temporary files, with something behind it */
    struct store_writer *writer;
    struct import_stage *stage;
    struct import_worker *worker;
    const struct import_source *sources;
    size_t source_count;
    struct import_counts *counts;              /* grow by what is found; read must be there already */
    int64_t now;                               /* seconds since 1970: what is new is added now */
    bool (*go_on)(void *context, double part); /* asked now and then, part 0 to 1; false: stop */
    void *context;
};

/*
 * Writes all recalls, notes and entries of the new database, in the order of their identities; not its sources, and
 * without finishing it. ERROR_INTERRUPTED when go_on says so, ERROR_DAMAGED when the old database is.
 */
bool import_merge_run(const struct import_merge *merge, struct error *error);

#endif
