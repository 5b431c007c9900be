#ifndef RUECKRUF_CORE_STORE_WRITE_FINISH_H
#define RUECKRUF_CORE_STORE_WRITE_FINISH_H

/* The way of a store_writer's stage into the published tables. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/store_stage.h"

struct sqlite3;

/* What is published, all of it borrowed, and who wants to know. */
struct store_publishing {
    struct sqlite3 *database;
    const char *what;
    struct store_stage *stage;
    uint64_t rules_fingerprint;
    const char *built;                         /* when: YYYY-MM-DDThh:mm:ssZ */
    bool (*go_on)(void *context, double part); /* asked now and then, part 0 to 1; false: stop */
    void *context;
};

/* Ranks the recalls, writes everything in order of rank, builds indexes and description, commits. */
bool store_stage_publish(const struct store_publishing *publishing, struct error *error);

#endif
