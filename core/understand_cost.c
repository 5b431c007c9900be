#include "core/understand_facts.h"

/* Matches stand in order of their ends: what has this one within it lies close behind it. */
enum { NEIGHBOURS = 64 };

/* "ohne Kostenbeteiligung" has a share of the costs within it, "kostenlose Hotline" what is free. */
static bool is_within_longer(const struct reading *reading, struct match_numbers costs, size_t number)
{
    const struct match *match = &reading->matches[number];
    for (size_t i = 0; i < costs.count && costs.items[i] < number + NEIGHBOURS; i++) {
        const struct match *other = &reading->matches[costs.items[i]];
        if (costs.items[i] + NEIGHBOURS >= number && other->start <= match->start && match->end <= other->end &&
            other->end - other->start > match->end - match->start)
            return true;
    }
    return false;
}

/* What the customer pays. Of the cues found the one that stands first in the rules decides: "nicht kostenlos". */
void understand_cost(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const struct match *best = NULL;
    struct match_numbers costs = reading_matches(reading, RULE_COST);
    for (size_t i = 0; i < costs.count; i++) {
        const struct match *match = &reading->matches[costs.items[i]];
        if (reading_cue(reading, match)->key != COST_UNKNOWN && (!best || match->cue < best->cue) &&
            !is_within_longer(reading, costs, costs.items[i]))
            best = match;
    }
    if (!best)
        return;
    facts->recall->cost = (enum cost)reading_cue(reading, best)->key;
    facts_point_to(facts, FACT_COST, 0, (struct span){best->start, best->end});
}
