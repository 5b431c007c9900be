#ifndef RUECKRUF_CORE_STRING_SORTER_H
#define RUECKRUF_CORE_STRING_SORTER_H

/*
 * In which order many strings stand: by their bytes, those that are equal as they came. A MB of them is sorted at a
 * time; what is sorted lies in a temporary file (core/spool.h) if there are more, and is merged as it is taken up.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"

struct string_sorter;

/* Its file, if it needs one, is path with the suffix behind it. ERROR_MEMORY. */
bool string_sorter_new(const char *path, const char *suffix, struct string_sorter **sorter, struct error *error);
void string_sorter_free(struct string_sorter *sorter); /* NULL is fine */

/* Takes a copy; there is no zero byte in it. The first one is number 0, then they are counted. ERROR_SYSTEM: no room.
 */
bool string_sorter_put(struct string_sorter *sorter, struct text_view string, struct error *error);

/* After the last one, once. */
bool string_sorter_sort(struct string_sorter *sorter, struct error *error);

/* Then: the number of the first one, of the next; *any is false when there are no more. */
bool string_sorter_next(struct string_sorter *sorter, uint32_t *number, bool *any, struct error *error);

#endif
