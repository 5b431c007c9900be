#ifndef RUECKRUF_TESTS_ACCURACY_GOLD_H
#define RUECKRUF_TESTS_ACCURACY_GOLD_H

/* Texts with the answers a careful reader gave, one JSON object a line. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/recall.h"

struct gold {
    const char *id;
    struct text_view text;
    bool is_note;
    enum category primary; /* CATEGORY_COUNT: none */
    uint32_t categories;   /* bits, as those below */
    uint32_t categories_tolerated;
    uint32_t primaries_tolerated;
    uint32_t hazards, hazards_tolerated;
    uint32_t remedies, remedies_tolerated;
    struct string_list makes, makes_implied, models, parts, phones, urls, markets, markets_excluded;
    const char *start, *end; /* NULL: not said */
    struct range duration_minutes;
    const char *cost;                   /* NULL: not said */
    const char *built_from, *built_to;  /* YYYY or YYYY-MM */
    int64_t count_germany, count_world; /* -1: not said */
};

/* Reads a file into *golds, which lives in arena; false with a message on standard error. */
bool gold_read(const char *path, struct arena *arena, struct gold **golds, size_t *count);

/*
 * Reads the labels of an authority, tab-separated with a header: a gold for each campaign, of which
 * only the text and the tolerated primaries are set. False when the file is not there.
 */
bool gold_read_labels(const char *path, struct arena *arena, struct gold **golds, size_t *count);

/* Whether this text is one of those kept aside: a third, chosen by its id. */
bool gold_is_held_out(const struct gold *gold);

#endif
