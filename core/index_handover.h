#ifndef RUECKRUF_CORE_INDEX_HANDOVER_H
#define RUECKRUF_CORE_INDEX_HANDOVER_H

/*
 * The rows of the index on their way from a second thread, which makes them, to the first one, which has the database.
 * As many as a few MB may wait; then the second thread does.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/index_sink.h"

struct index_handover;

/* Makes all rows, one after the other, and gives them to the sink; returns false when that does. */
typedef bool index_make(void *context, const struct index_sink *sink, struct error *error);

/* Begins to make them. NULL: out of memory. Where no second thread can be had, they are made when they are taken. */
struct index_handover *index_handover_new(index_make *make, void *context);
/* Also before all were taken: what is being made is given up, and has ended then. NULL is fine. */
void index_handover_free(struct index_handover *handover);

/* Who takes them, and is asked now and then while it waits; false: stop. */
struct index_taker {
    struct index_sink sink;
    bool (*go_on)(void *context);
    void *context;
};

/* Gives all rows to the sink, in order. The error is what the maker's was or the sink's, or ERROR_INTERRUPTED. */
bool index_handover_take(struct index_handover *handover, const struct index_taker *taker, struct error *error);

#endif
