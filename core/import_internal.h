#ifndef RUECKRUF_CORE_IMPORT_INTERNAL_H
#define RUECKRUF_CORE_IMPORT_INTERNAL_H

/* What the steps of one import share. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/import.h"
#include "core/import_ahead.h"
#include "core/import_rejects.h"
#include "core/import_source.h"
#include "core/import_stage.h"
#include "core/import_worker.h"
#include "core/publish.h"
#include "core/rules.h"
#include "core/store.h"
#include "core/store_write.h"
#include "core/understand.h"

/* How the work divides, for the progress: reading, understanding (there, or when recalls are merged), and writing. */
#define PART_READ 0.1
#define PART_UNDERSTAND 0.4
#define PART_BEFORE_WRITING 0.55

struct import {
    const struct rules *rules;
    struct reading *reading; /* tells notes from recalls */
    const struct import_options *options;
    struct import_result *result;
    struct publish *publish;
    struct store *old; /* NULL: there is none */
    struct store_writer *writer;
    struct import_stage *stage;
    struct import_worker *worker; /* understands recalls beside all that */
    struct import_ahead ahead;
    struct arena *arena; /* of the sources' strings */
    struct import_sources sources;
    struct import_progress progress;
    double part_read;        /* of the whole work, what was done while the files were read */
    uint64_t finished_bytes; /* of the files before the one being read */
    struct import_rejects rejects;
    int64_t rest_count;  /* how often the last value that was too long has gone on */
    char now[32];        /* YYYY-MM-DDThh:mm:ssZ */
    int64_t now_seconds; /* since 1970 */
};

/* Tells how far the whole work is, 0 to 1; false: stop. */
bool import_tell_progress(struct import *import, double part);

/*
 * Reads all files of the options, in their order: records into the stage, rejects into their files, what is known of a
 * file into its source and the result. ERROR_INTERRUPTED when the progress says so; ERROR_INPUT also for a source
 * that had recalls and whose files now have none that can be used.
 */
bool import_read_files(struct import *import, struct error *error);

#endif
