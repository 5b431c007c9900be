#ifndef RUECKRUF_CORE_STORE_WRITE_FINISH_H
#define RUECKRUF_CORE_STORE_WRITE_FINISH_H

/* The stage of a store_writer: its tables, and their way into the published ones. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

struct sqlite3;

/* The tables of the attached database "stage": each recall packed under a running number, and what belongs to it. */
bool store_stage_create(struct sqlite3 *database, const char *what, struct error *error);

/* Ranks the recalls, writes everything in order of rank, builds indexes and description, commits. */
bool store_stage_publish(struct sqlite3 *database, const char *what, uint32_t recall_count, uint64_t rules_fingerprint,
                         const char *built, struct error *error);

#endif
