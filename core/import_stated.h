#ifndef RUECKRUF_CORE_IMPORT_STATED_H
#define RUECKRUF_CORE_IMPORT_STATED_H

/* What a source states of a recall against what was read from its text. */

#include "core/memory.h"
#include "core/recall.h"

/* A stated date, as recalls have them; NULL when none is stated, or what is stated is none. */
const char *import_stated_date(const struct given *given, enum fact_kind kind, struct arena *arena);

/*
 * To a recall that was read from its text: single facts that are stated hold, those of lists come first, and what the
 * text says beside them follows. What is no value of its kind stays stated, and changes nothing.
 */
void import_stated_apply(const struct given *given, struct recall *recall, struct arena *arena);

#endif
