#ifndef RUECKRUF_TESTS_ACCURACY_MEASURE_H
#define RUECKRUF_TESTS_ACCURACY_MEASURE_H

/* Compares what the rules say of a text with what its reader said, and adds up. */

#include <stdbool.h>
#include <stdio.h>

#include "core/understand.h"
#include "tests/accuracy/gold.h"

enum measure {
    MEASURE_KIND, /* recall or note: share that is right */
    MEASURE_STRICT,
    MEASURE_TOLERANT,
    MEASURE_MACRO,
    MEASURE_START,
    MEASURE_END,
    MEASURE_DURATION,
    MEASURE_COST,
    MEASURE_MAKE,
    MEASURE_MODELS,
    MEASURE_PARTS,
    MEASURE_PHONES,
    MEASURE_URLS,
    MEASURE_MARKETS,
    MEASURE_EXCLUDED,
    MEASURE_YEARS,
    MEASURE_COUNTS,
    MEASURE_HAZARDS,
    MEASURE_REMEDIES,
    MEASURE_COUNT
};

/* A tally of found and right, found and wrong, and missed. */
struct tally {
    unsigned right, wrong, missed;
};

struct score {
    struct tally tallies[MEASURE_COUNT];
    struct tally categories[CATEGORY_COUNT];
    unsigned gold_per_category[CATEGORY_COUNT];
    unsigned texts;
};

/* Reads the text by the rules and adds the outcome; each miss goes to misses unless that is NULL.
 * False: out of memory. */
bool measure_text(struct reading *reading, const struct gold *gold, struct score *score, FILE *misses);

double tally_precision(const struct tally *tally); /* 1 when nothing was found */
double tally_recall(const struct tally *tally);    /* 1 when there was nothing to find */
double tally_f1(const struct tally *tally);
double score_macro_f1(const struct score *score); /* over categories with three texts or more */

void measure_print(const struct score *score, const char *name, FILE *out);

#endif
