#ifndef RUECKRUF_CORE_STORE_FACETS_H
#define RUECKRUF_CORE_STORE_FACETS_H

/* What counting and filtering need of every recall, in one piece. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/store.h"

struct store_facet {
    uint32_t categories; /* bit 1 << enum category */
    uint32_t hazards;
    int64_t added;   /* seconds since 1970 */
    uint8_t primary; /* enum category */
    char date[11];   /* that it is listed under; "" when undated */
};

/* One for each rank, malloc'd; the caller frees it. */
bool store_load_facets(struct store *store, struct store_facet **facets, struct error *error);

#endif
