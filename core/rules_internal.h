#ifndef RUECKRUF_CORE_RULES_INTERNAL_H
#define RUECKRUF_CORE_RULES_INTERNAL_H

/* What understand*.c needs of the rules: the compiled cues, and what they stand for. */

#include "core/matcher.h"
#include "core/rules.h"

enum rule_table {
    RULE_CATEGORY,
    RULE_HAZARD,
    RULE_NOT_HAZARD,
    RULE_SYSTEM,
    RULE_FAILING,
    RULE_REMEDY,
    RULE_NOT_REMEDY,
    RULE_NOTE,
    RULE_MAKE,
    RULE_MODEL,
    RULE_VARIANT,
    RULE_NOT_NAME,
    RULE_ZONE,
    RULE_LABEL,
    RULE_TURN,
    RULE_COST,
    RULE_MARKET,
    RULE_CONDITION,
    RULE_COMPONENT, /* labels of sources, no cues of texts: the matcher does not have them */
    RULE_TABLE_COUNT
};

/* What a sentence is about; its cues count more or less accordingly. */
enum zone { ZONE_DEFECT, ZONE_CONSEQUENCE, ZONE_REMEDY, ZONE_ADMINISTRATION, ZONE_COUNT };

/* Where a sentence turns from the defect to what follows: at these words, or only behind a comma. */
enum turn { TURN_ANYWHERE, TURN_AFTER_COMMA, TURN_COUNT };

/* Where the systems stand that fail: behind the words ("failure of the lights"), or before or within them. */
enum failing { FAILING_BEHIND, FAILING_BEFORE, FAILING_COUNT };

/* What a cue stands for; cues are numbered as the matcher was given them, behind those the labels of components. */
struct rule_cue {
    enum rule_table table;
    unsigned key;     /* enum category, hazard, remedy, zone, turn, failing or cost; the make's or market's number */
    int weight;       /* of categories and notes; of a model 1 when its name is also a common word, else 0 */
    const char *text; /* as the file has it; of a component's label in base form */
    const char *file; /* base name */
    unsigned line;
    bool is_own; /* of the user's rules */
};

/* The words that lines begin with. */
extern const char *const rules_table_words[RULE_TABLE_COUNT];

/* Everything given out is borrowed from the rules. */
size_t rules_cue_count(const struct rules *rules);
size_t rules_first_component(const struct rules *rules); /* from this number on cues are labels of components */
const struct rule_cue *rules_cue(const struct rules *rules, size_t number);
const struct matcher *rules_matcher(const struct rules *rules);
size_t rules_make_count(const struct rules *rules);
const char *rules_make(const struct rules *rules, size_t number); /* its name as shown */
const char *rules_market(const struct rules *rules, size_t number);

#endif
