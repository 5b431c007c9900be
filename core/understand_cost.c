#include "core/understand_facts.h"

/* What the customer pays. Of the cues found the one that stands first in the rules decides: "nicht kostenlos". */
void understand_cost(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const struct match *best = NULL;
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        if (rules_cue(reading->rules, match->cue)->table == RULE_COST && (!best || match->cue < best->cue))
            best = match;
    }
    if (!best)
        return;
    facts->recall->cost = (enum cost)rules_cue(reading->rules, best->cue)->key;
    facts_point_to(facts, FACT_COST, 0, (struct span){best->start, best->end});
}
