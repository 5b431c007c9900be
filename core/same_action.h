#ifndef RUECKRUF_CORE_SAME_ACTION_H
#define RUECKRUF_CORE_SAME_ACTION_H

/*
 * Recalls that are one action under several numbers or makes: the same authority says the same in as many words, but
 * for makes, models, part numbers and its own number, within a few months. A short text ("Brandgefahr") tells nothing.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"

/* Zero-initialise. */
struct same_actions {
    struct same_action {
        uint64_t text; /* what it says */
        uint32_t rank;
        int month; /* counted from the year 0; -1: undated */
    } * items;
    size_t count, capacity;
    /* Of the recall at hand: */
    struct buffer said;
    struct same_start {
        uint32_t at, next; /* in the names; the number of another that begins alike, 0: none */
    } * starts;            /* of their words; number 1 is the first */
    size_t start_count, start_capacity;
    uint32_t firsts[64]; /* numbers of starts, by what they begin with; 0: none does */
};
void same_actions_free(struct same_actions *actions);

/*
 * A recall; ranks ascend. names: what may differ, one to a line with a semicolon behind; date: "2012-11…" or empty.
 * False: out of memory.
 */
bool same_actions_add(struct same_actions *actions, uint32_t rank, struct text_view authority, struct text_view text,
                      struct text_view names, struct text_view date);

/*
 * The rings: for each of count ranks the next newer member of its action, for the newest the oldest; a rank that is
 * alone points to itself. malloc'd; NULL: out of memory.
 */
uint32_t *same_actions_rings(const struct same_actions *actions, uint32_t count);

#endif
