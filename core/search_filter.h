#ifndef RUECKRUF_CORE_SEARCH_FILTER_H
#define RUECKRUF_CORE_SEARCH_FILTER_H

/* Whether a recall fits a field of a query, as make:bmw. */

#include <stdbool.h>

#include "core/query_internal.h"
#include "core/recall.h"
#include "core/store_facets.h"

/* Whether the filter looks at facts that only the whole recall has; facet is enough for the others. */
bool match_filter_needs_recall(const struct query_term *term);
bool match_filter(const struct store_facet *facet, const struct recall *recall, const struct query_term *term);

/* Whether one value of the field, as a recall has it, fits. For fields of words, numbers and dates. */
bool match_value(const struct query_term *term, struct text_view value);
/* The same for the authority, which source: finds as well. */
bool match_authority(const struct query_term *term, struct text_view authority);

#endif
