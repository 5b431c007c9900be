#ifndef RUECKRUF_TUI_STATE_H
#define RUECKRUF_TUI_STATE_H

/*
 * What belongs to the person and not to the recalls: marks, what was new and seen, searches, where one was last. In a
 * SQLite file of the person's own, $XDG_STATE_HOME/rueckruf/state.db, which several sessions may use at once. When it
 * can't be written everything works all the same, for the session; a damaged file is set aside.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/search.h"
#include "core/store.h"

struct state;

/* path: NULL keeps everything in memory. NULL: out of memory. */
struct state *state_open(const char *path);
void state_close(struct state *state);

/* Whether the file was set aside as damaged when it was opened. */
bool state_was_damaged(const struct state *state);
/* Why nothing is kept beyond the session, to be said once: a message to be translated; NULL: it is. */
const char *state_trouble(const struct state *state);

/* --- Marks, by the recalls' ids --- */
bool state_is_marked(const struct state *state, const char *id);
/* The other sessions of the person take it up. */
void state_set_mark(struct state *state, const char *id, bool marked);
/* Takes up what another session has marked, or no longer; whether one has changed anything. */
bool state_take_up_marks(struct state *state);
/* The ranks of the marked recalls that the store has, of all sessions; malloc'd. NULL: out of memory. */
uint32_t *state_marked_ranks(struct state *state, struct store *store, size_t *count);

/* --- What is new: what has come into a database since the person's last visit and was not opened yet --- */
/*
 * Begins a visit to a database, of which the newest recall came in then (store_info). Visits while nothing has come in
 * count as one. Without visits, or at the first, nothing is new.
 */
void state_begin_visit(struct state *state, struct store *store);
/* Only looks: what state_begin_visit() would take as new. */
void state_look_at_visits(struct state *state, struct store *store);
bool state_is_new(const struct state *state, const struct recall_summary *summary);
/* Whether the visited database has anything that came in since the last visit. */
bool state_has_news(const struct state *state, struct store *store);
/* It is no longer new. */
void state_set_seen(struct state *state, const char *id);

/* What is:marked and is:new mean, where the query asks for it; valid until state_forget_ranks(). */
struct state_ranks {
    uint32_t *marked, *seen;
};
void state_fill_request(struct state *state, struct store *store, struct search_request *request,
                        struct state_ranks *ranks);
void state_forget_ranks(struct state_ranks *ranks);

/* --- Searches, the oldest first --- */
/* As the newest, also where it is an old one; of many the oldest are forgotten. */
void state_remember_search(struct state *state, const char *query);
/* Up to most of the newest, in arena. */
size_t state_searches(struct state *state, struct arena *arena, const char **queries, size_t most);

/* --- Commands that were used some time, by their names in the key table --- */
void state_set_used(struct state *state, const char *command);
void state_visit_used(struct state *state, void (*visit)(void *context, const char *command), void *context);

/* --- Where one was last --- */
struct state_place {
    const char *query;
    int category;
};
void state_set_place(struct state *state, const struct state_place *place);
/* false: nowhere yet. */
bool state_place(struct state *state, struct arena *arena, struct state_place *place);

#endif
