#ifndef RUECKRUF_CORE_IMPORT_MERGE_H
#define RUECKRUF_CORE_IMPORT_MERGE_H

/*
 * Old database and staged values, both sorted by identity, become the new database's recalls: what the files
 * say replaces what was there, what they don't name is kept.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import.h"
#include "core/import_stage.h"
#include "core/rules.h"
#include "core/store.h"
#include "core/store_write.h"

/* A source of the new database. */
struct import_source {
    struct store_source about; /* strings owned by the import */
    int64_t source_id;
    int64_t generation; /* counts its imports */
    bool is_read;       /* one of this import's files; otherwise kept from the old database */
    bool is_same;       /* its file holds what it held before */
    bool was_listing;   /* recalls in the old database are listed in it */
    bool is_usable;     /* a value of this import's files can be used */
};

struct import_merge {
    const struct rules *rules;
    struct store *old; /* NULL: there is none */
    struct store_writer *writer;
    struct import_stage *stage;
    const struct import_source *sources;
    size_t source_count;
    struct import_counts *counts;
    int64_t now;                               /* seconds since 1970: what is new is added now */
    bool (*go_on)(void *context, double part); /* asked now and then, part 0 to 1; false: stop */
    void *context;
};

bool import_merge_run(const struct import_merge *merge, struct error *error);

#endif
