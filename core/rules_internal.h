#ifndef RUECKRUF_CORE_RULES_INTERNAL_H
#define RUECKRUF_CORE_RULES_INTERNAL_H

/* What understand*.c needs of the rules: the compiled cues, and what they stand for. */

#include "core/matcher.h"
#include "core/rules.h"

enum rule_table {
    RULE_CATEGORY,
    RULE_HAZARD,
    RULE_NOT_HAZARD,
    RULE_REMEDY,
    RULE_NOTE,
    RULE_MAKE,
    RULE_MODEL,
    RULE_VARIANT,
    RULE_NOT_NAME,
    RULE_TABLE_COUNT
};

/* What a cue stands for; cues are numbered as the matcher was given them. */
struct rule_cue {
    enum rule_table table;
    unsigned key;     /* enum category, hazard or remedy; the make's number, also of models */
    int weight;       /* of categories and notes; of a model 1 when its name is also a common word, else 0 */
    const char *text; /* as the file has it */
    const char *file; /* base name */
    unsigned line;
};

size_t rules_cue_count(const struct rules *rules);
const struct rule_cue *rules_cue(const struct rules *rules, size_t number);
const struct matcher *rules_matcher(const struct rules *rules);
size_t rules_make_count(const struct rules *rules);
const char *rules_make(const struct rules *rules, size_t number); /* its name as shown */

#endif
