#ifndef RUECKRUF_CORE_STORE_STAGE_H
#define RUECKRUF_CORE_STORE_STAGE_H

/* What a store_writer puts aside until the ranks of the recalls are known, and the order that gives them. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/sorter.h"
#include "core/store_internal.h"
#include "core/store_recalls.h"
#include "core/store_texts.h"
#include "core/store_write.h"
#include "core/store_write_entries.h"

struct store_stage {
    struct store_recalls *recalls; /* as store_pack() makes them; some of them nobody lists */
    struct sorter *order;          /* struct store_listed, the newest first */
    struct store_entries *entries;
    struct store_texts texts;
    uint32_t recall_count;
};

/* Temporary files are path with something behind it. Also after a failure the stage is to be closed. */
bool store_stage_open(const char *path, struct store_stage *stage, struct error *error);
void store_stage_close(struct store_stage *stage);
void store_stage_close_recalls(struct store_stage *stage); /* when they have been taken up: all but the entries */

/* After the last recall: what was put down leaves memory to others, until it is sorted. */
bool store_stage_give_way(struct store_stage *stage, struct error *error);

#endif
