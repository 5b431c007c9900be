#ifndef RUECKRUF_TUI_PROOF_H
#define RUECKRUF_TUI_PROOF_H

/*
 * The dated record of a look-up: that somebody looked, in what, for what, and what came of it. From the same
 * database, in the same language, it is the same byte for byte but for the moment and what was filled in.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/query.h"
#include "core/search.h"
#include "core/store.h"
#include "core/text.h"

/* When and by whom, and what belongs to it in the workshop's books; it is stored nowhere. */
struct proof_moment {
    char time[40];            /* local, with its distance from UTC: 2026-11-21T08:30:00+0100 */
    char user[80];            /* the account's name */
    const char *job;          /* the job's number; NULL: a line to fill in by hand */
    const char *registration; /* the car's; likewise */
};

struct proof {
    struct proof_moment moment;
    struct store *store;
    struct search *search; /* that is done */
    const struct query *query;
    const char *typed; /* the query as typed */
    int category;      /* that was chosen beside it; -1: all */
    /* Asked before each hit, with how many of all are done; false breaks off: ERROR_INTERRUPTED. May be NULL. */
    bool (*goes_on)(void *context, uint32_t done, uint32_t all);
    void *context;
};

/* Now, and who this process belongs to; nothing filled in. */
void proof_take_moment(struct proof_moment *moment);

/* Appends it as clean text for a printer or a screen, lines of at most 78 columns. */
bool proof_append_text(const struct proof *proof, enum text_charset charset, struct buffer *out, struct error *error);

/* Appends it as one line of JSON with the same content. */
bool proof_append_json(const struct proof *proof, struct buffer *out, struct error *error);

#endif
