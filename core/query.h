#ifndef RUECKRUF_CORE_QUERY_H
#define RUECKRUF_CORE_QUERY_H

/*
 * The query language: what a person types, as a tree, and the tree again as words that a person reads.
 * Any input is a query; only an unknown field or value is an error, which names the valid ones.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"

struct query;

bool query_parse(struct text_view typed, struct query **query, struct error *error);
void query_free(struct query *query);
bool query_is_empty(const struct query *query); /* every recall matches */

/* Appends how it was understood: "zündspule · Kategorie Motor · seit 2012". */
void query_describe(const struct query *query, bool german, struct buffer *words);

#endif
