#ifndef RUECKRUF_CORE_INDEX_PACKING_H
#define RUECKRUF_CORE_INDEX_PACKING_H

/*
 * Runs on their way into a file: while one is gathered, a second thread (core/worker.h) sorts and packs the one before
 * and writes it, and a third one finds its triples and packs them. They read the words and tokens that the gathering
 * thread goes on adding to: before their memory is moved the packing is to be waited for.
 * Both step back behind that one, which all wait for.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"
#include "core/index_run.h"
#include "core/index_texts.h"

struct index_packing;

/* what: for errors; a file without a name is opened in its folder. */
bool index_packing_new(const char *what, struct index_packing **packing, struct error *error);
void index_packing_free(struct index_packing *packing); /* NULL is fine */

/* Where to gather the run of that chunk, empty; NULL: the packing of one before has failed. */
struct index_run *index_packing_begin(struct index_packing *packing, uint32_t chunk, struct error *error);

/*
 * Hands over what was gathered of the texts. begin_anew: they are cleared for the next run. is_last: no other follows;
 * the run stays in memory.
 */
void index_packing_put(struct index_packing *packing, struct index_texts *texts, bool begin_anew, bool is_last);

/* Waits until nothing is read any more. */
void index_packing_wait(struct index_packing *packing);

/* Waits for the last run: where they all are. They and the file are borrowed. */
struct packed_runs {
    FILE *file;
    const struct run_place *places;
    size_t count;
};
bool index_packing_finish(struct index_packing *packing, struct packed_runs *runs, struct error *error);

#endif
