#ifndef RUECKRUF_CORE_SEARCH_FILTER_H
#define RUECKRUF_CORE_SEARCH_FILTER_H

/* Whether a recall passes a filter like make:bmw. */

#include <stdbool.h>

#include "core/query_internal.h"
#include "core/recall.h"
#include "core/store_facets.h"

/* Whether match_filter() needs the whole recall; else its facet is enough. */
bool match_filter_needs_recall(const struct query_term *term);
bool match_filter(const struct store_facet *facet, const struct recall *recall, const struct query_term *term);

#endif
