#ifndef RUECKRUF_CORE_SEARCH_FIELD_H
#define RUECKRUF_CORE_SEARCH_FIELD_H

/* What a filter (field:value) finds in the index. What it means when texts are read one by one is in search_filter.h.
 */

#include <stdbool.h>

#include "core/bitmap.h"
#include "core/index.h"
#include "core/query_internal.h"
#include "core/store.h"

/* Adds to ranks the recalls that have the value in the field; not for is:…, which is no matter of the index. */
bool search_field_find(struct store *store, struct index *index, const struct query_term *term, struct bitmap *ranks,
                       struct error *error);

#endif
