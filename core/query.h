#ifndef RUECKRUF_CORE_QUERY_H
#define RUECKRUF_CORE_QUERY_H

/*
 * The query language: what a person types, as a tree, and the tree again as words that a person reads.
 * Any input is a query; only an unknown field or value is an error, which names the valid ones.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/rules.h"

struct query;

/* Nothing of typed (UTF-8) is borrowed. ERROR_USAGE for what is no query, the valid names and values as the way out. */
bool query_parse(struct text_view typed, struct query **query, struct error *error);
void query_free(struct query *query);
bool query_is_empty(const struct query *query); /* every recall matches */

/*
 * A word of one group of synonyms also finds the others from now on; what was quoted or excluded stays as it is. A make
 * or market finds and excludes what any of its names does.
 */
bool query_widen(struct query *query, const struct rules *rules, struct error *error);

/* What a recall is to the person who searches. */
enum query_is { IS_MARKED, IS_NEW, IS_COUNT };
/* Whether a term of it is is:marked, or is:new. */
bool query_asks_what_is(const struct query *query, enum query_is asked);

/*
 * Whether a single car's number (VIN) was typed, and the make it names (NULL: an unknown one). Recall files know no
 * single cars: such a query has no hits.
 */
const char *query_vehicle_number_make(const struct query *query, bool *has_vehicle_number);

/*
 * The year that stands as a number among other words, where year: would ask for the cars of that year; 0: there is none,
 * or year: is asked already.
 */
int query_bare_year(const struct query *query);

/* Appends how it was understood: "zündspule · Kategorie Motor · seit 2012". */
void query_describe(const struct query *query, bool german, struct buffer *words);

/* A field of the language, for who explains it. */
struct query_field_help {
    const char *name, *german;     /* as it is typed */
    const struct kind_name *kinds; /* its values where they are a list */
    size_t kind_count;
};
bool query_field_help(size_t index, struct query_field_help *help); /* false behind the last; kinds is empty then */

#endif
