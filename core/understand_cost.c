#include "core/understand_facts.h"

static bool is_cost(const struct reading *reading, const struct match *match)
{
    return reading_cue(reading, match)->table == RULE_COST;
}

/* Matches stand in order of their ends: what has this one within it lies close behind it. */
enum { NEIGHBOURS = 64 };

/* "ohne Kostenbeteiligung" has a share of the costs within it, "kostenlose Hotline" what is free. */
static bool is_within_longer(const struct reading *reading, size_t number)
{
    const struct match *match = &reading->matches[number];
    size_t first = number > NEIGHBOURS ? number - NEIGHBOURS : 0;
    for (size_t i = first; i < reading->match_count && i < number + NEIGHBOURS; i++) {
        const struct match *other = &reading->matches[i];
        if (is_cost(reading, other) && other->start <= match->start && match->end <= other->end &&
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
    struct match_range range = reading_range(reading, RULE_COST);
    for (size_t i = range.first; i < range.end; i++) {
        const struct match *match = &reading->matches[i];
        if (is_cost(reading, match) && reading_cue(reading, match)->key != COST_UNKNOWN &&
            (!best || match->cue < best->cue) && !is_within_longer(reading, i))
            best = match;
    }
    if (!best)
        return;
    facts->recall->cost = (enum cost)reading_cue(reading, best)->key;
    facts_point_to(facts, FACT_COST, 0, (struct span){best->start, best->end});
}
