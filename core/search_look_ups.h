#ifndef RUECKRUF_CORE_SEARCH_LOOK_UPS_H
#define RUECKRUF_CORE_SEARCH_LOOK_UPS_H

/* Which patterns a term looks up in which sections of the index. */

#include <stddef.h>

#include "core/index.h"
#include "core/query_internal.h"
#include "core/search_match.h"

enum { LOOK_UPS_MOST = 6 };

/* One look-up of a term: a pattern in a section. */
struct look_up {
    enum index_section section;
    struct text_view pattern;
    enum index_match match;
};

struct look_ups {
    struct look_up items[LOOK_UPS_MOST];
    size_t count;
};

/*
 * All ways of a word. A form of the text is only in the index where it differs from those before it: what is looked for
 * in a later form is looked for in the earlier ones by the other ways.
 */
void look_ups_add_word(const struct query_term *term, enum index_match match, struct look_ups *look_ups);
void look_ups_add_number(const struct query_term *term, struct look_ups *look_ups);
/* What may be a campaign's number, written in another way. */
void look_ups_add_campaign(const struct query_term *term, struct look_ups *look_ups);

#endif
