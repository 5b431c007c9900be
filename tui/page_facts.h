#ifndef RUECKRUF_TUI_PAGE_FACTS_H
#define RUECKRUF_TUI_PAGE_FACTS_H

/* Where a text as it is shown says the facts that were read from it. Pure. */

#include <stdbool.h>

#include "core/memory.h"
#include "core/recall.h"
#include "core/search.h"
#include "core/text.h"
#include "tui/row.h"

/*
 * The places in shown (the recall's text, clean, laid out for reading or not) of hits, and around them of dates,
 * duration, cost, numbers, addresses and conditions: in order, without overlap. *marks lives in arena; false: out of
 * memory.
 */
bool page_facts_mark(const struct recall *recall, struct text_view shown, enum text_charset charset,
                     const struct highlight *hits, size_t hit_count, struct arena *arena, struct span **marks,
                     size_t *count);

#endif
