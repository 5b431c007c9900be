#ifndef RUECKRUF_CORE_INDEX_MERGE_H
#define RUECKRUF_CORE_INDEX_MERGE_H

/* All runs of a build become one index: their words in order, then the letters that are united beforehand. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"
#include "core/index_grams.h"
#include "core/index_run.h"
#include "core/index_write.h"

struct index_merge {
    const char *what;
    uint32_t recall_count;
    FILE *file; /* of the runs */
    const struct run_place *places;
    size_t place_count;
    struct index_writer writer;
    struct gram_table grams, prefixes;
};

/* Goes through the runs; fills merge->grams and merge->prefixes. The writer is open. */
bool index_merge_words(struct index_merge *merge, struct error *error);
/* Unites the letters that are worth it, in a second walk through the runs. */
bool index_merge_grams(struct index_merge *merge, struct error *error);

/* A file without a name in the folder of a path: whatever happens, nothing of it stays behind. NULL: errno tells. */
FILE *index_open_nameless(const char *beside);
/* Turns errno into the error. */
bool index_merge_failed(const struct index_merge *merge, struct error *error);

#endif
