#include <string.h>

#include "core/understand_internal.h"

/* The matches of a text, sorted by their tables, and searches among them. */

/* With which table's matches those of another one stand: with their own, but for these. */
static enum rule_table list_of(enum rule_table table)
{
    static const enum rule_table others[RULE_TABLE_COUNT] = {
        [RULE_MODEL] = RULE_MAKE, [RULE_NOT_NAME] = RULE_MAKE, [RULE_LABEL] = RULE_ZONE, [RULE_TURN] = RULE_ZONE};
    return others[table] ? others[table] : table;
}

bool reading_sort_matches(struct reading *reading)
{
    uint32_t next[RULE_TABLE_COUNT + 1] = {0};
    if (!array_reserve_many(&reading->numbers, 0, reading->match_count + 1, &reading->number_capacity,
                            sizeof *reading->numbers))
        return false;
    reading->longest_match = 0;
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        size_t length = match->end - match->start;
        next[list_of(reading_cue(reading, match)->table) + 1]++;
        if (length > reading->longest_match)
            reading->longest_match = length;
    }
    for (size_t table = 1; table <= RULE_TABLE_COUNT; table++)
        next[table] += next[table - 1];
    memcpy(reading->first_numbers, next, sizeof next);
    for (size_t i = 0; i < reading->match_count; i++)
        reading->numbers[next[list_of(reading_cue(reading, &reading->matches[i])->table)]++] = (uint32_t)i;
    return true;
}

size_t count_matches_before(const struct match *matches, size_t count, size_t at)
{
    const struct match *first = matches;
    for (; count > 1; count -= count / 2)
        first += count / 2 & search_mask(first[count / 2 - 1].end <= at);
    return (size_t)(first - matches) + (count == 1 && first->end <= at);
}

size_t match_numbers_ended(const struct reading *reading, struct match_numbers numbers, size_t at)
{
    const uint32_t *first = numbers.items;
    size_t count = numbers.count;
    for (; count > 1; count -= count / 2)
        first += count / 2 & search_mask(reading->matches[first[count / 2 - 1]].end <= at);
    return (size_t)(first - numbers.items) + (count == 1 && reading->matches[*first].end <= at);
}

size_t match_numbers_before(struct match_numbers numbers, size_t match)
{
    const uint32_t *first = numbers.items;
    size_t count = numbers.count;
    for (; count > 1; count -= count / 2)
        first += count / 2 & search_mask(first[count / 2 - 1] < match);
    return (size_t)(first - numbers.items) + (count == 1 && *first < match);
}
