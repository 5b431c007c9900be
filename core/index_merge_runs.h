#ifndef RUECKRUF_CORE_INDEX_MERGE_RUNS_H
#define RUECKRUF_CORE_INDEX_MERGE_RUNS_H

/*
 * The words of all runs in one order. Another thread (core/worker.h) merges the runs ahead while the first one makes
 * something of the words.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/index_run.h"
#include "core/memory.h"

struct merged_runs;

/* descriptor: of the file that they are in; it and the places are borrowed. NULL: errno tells. */
struct merged_runs *merged_runs_new(int descriptor, const struct run_place *places, size_t count);
void merged_runs_free(struct merged_runs *runs); /* also before the end; NULL is fine */

/* A word of one run. */
struct merged_word {
    struct text_view word; /* the section, then the word */
    const uint16_t *ranks; /* of the chunk */
    uint32_t chunk, count;
};

/*
 * The next word, of the same one the earlier run first; *word is NULL when there are no more. Borrowed until the next
 * step. False: errno tells.
 */
bool merged_runs_step(struct merged_runs *runs, const struct merged_word **word);

#endif
