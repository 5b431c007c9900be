#ifndef RUECKRUF_CORE_IMPORT_CAMPAIGN_H
#define RUECKRUF_CORE_IMPORT_CAMPAIGN_H

/* All values of one recall together, as one recall. */

#include <stdbool.h>

#include "core/error.h"
#include "core/hash_set.h"
#include "core/import_value.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/rules.h"
#include "core/understand.h"

/* Zero-initialise, and free. Strings are the arena's that they were added with, but for what was joined. */
struct campaign {
    struct text_view text;
    bool has_other_texts; /* beside the one that is kept */
    const char *authority;
    const char *campaign;
    struct given given;
    struct stated *stated; /* malloc'd: given's */
    size_t stated_capacity;
    size_t single_places[FACT_KIND_COUNT]; /* of single facts among them */
    bool is_stated_by_rows;                /* more of them by a later row than by the first */
    struct hash_set seen;                  /* of those */
    struct vehicle *vehicles;              /* malloc'd */
    size_t vehicle_count;
    size_t vehicle_capacity;
};

/* Adds one value's content, copied into the arena as far as it is kept. False: out of
 * memory. */
bool campaign_add(struct campaign *campaign, const struct import_value *value, struct arena *arena);

/*
 * After the last campaign_add(), before it is joined: what is stated comes by its kind, and in an order of its own
 * where the kind has none or where several rows state it, so that a newer file may have its rows in any order. False:
 * out of memory.
 */
bool campaign_order_stated(struct campaign *campaign);

/* Whether nothing was added yet. */
bool campaign_is_empty(const struct campaign *campaign);

/* Of two texts of one recall the one to keep: the longer, else the smaller in byte order. */
bool campaign_prefers(struct text_view candidate, struct text_view current);

/*
 * Of what several rows or sources say, whichever comes first: the longer, else the smaller in byte order; the smaller;
 * the earlier date, of a day and its month the day. NULL is none.
 */
void campaign_keep_preferred(const char **kept, const char *candidate);
void campaign_keep_smaller(const char **kept, const char *candidate);
void campaign_keep_earlier(const char **kept, const char *candidate);

/* Whether they differ in more than white space. */
bool campaign_texts_differ(struct text_view a, struct text_view b);

/* Widens a range so that it has the other in it; 0 is an end that is not known. */
void campaign_widen(struct range *range, struct range other);

/* Adds the labels that are not yet among those of *known, in byte order, whichever come first. */
void campaign_add_component(const char **known, const char *labels, struct arena *arena);

/*
 * Adds what another source says of the same recall: all vehicles, labels, all that is stated, of texts and titles the
 * longer. In whatever order sources are joined, and however often, the result is the same. It borrows other's strings.
 * False: out of memory.
 */
bool campaign_join(struct campaign *campaign, const struct campaign *other, struct arena *arena);

/* Sorts the vehicles and makes one of those whose years follow each other; after the last campaign_add() or
 * campaign_join(). */
void campaign_unite(struct campaign *campaign);

/*
 * Reads the text by the rules, beside what the sources state. The recall borrows from the campaign and the arena.
 * False: out of memory.
 */
bool campaign_understand(struct campaign *campaign, const struct rules *rules, struct reading *reading,
                         struct arena *arena, struct recall *recall, struct error *error);

/* Appends what the source says: two campaigns say the same when that is of the same bytes. */
void campaign_pack(const struct campaign *campaign, struct buffer *content);

/* Frees all but what arenas have, and leaves it empty. */
void campaign_free(struct campaign *campaign);

#endif
