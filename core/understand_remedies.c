#include "core/substring.h"
#include "core/understand_facts.h"

#include <string.h>

/* What the workshop does, and what owners are told. */

/* "can be checked at https://…" is no inspection. */
static bool has_address(const struct reading *reading, size_t at)
{
    const struct sentence *sentence = reading->has_blanked ? reading_sentence(reading, at) : NULL;
    return sentence &&
           substring_in(reading->folded.text.bytes + sentence->start, sentence->end - sentence->start, "____") != NULL;
}

static bool ends_clause(char byte)
{
    return byte == ',' || byte == ';' || byte == ':' || byte == '\0';
}

/* The clause around the match: between commas, colons, semicolons. */
static struct span find_clause(const struct reading *reading, const struct match *match)
{
    const char *text = reading->folded.text.bytes;
    const struct sentence *sentence = reading_sentence(reading, match->start);
    struct span clause = {match->start, match->end};
    while (sentence && clause.start > sentence->start && !ends_clause(text[clause.start - 1]))
        clause.start--;
    while (sentence && clause.end < sentence->end && !ends_clause(text[clause.end]))
        clause.end++;
    return clause;
}

const char *const phrases_possible[] = {" kann ",  " kann,",     " konnen ", " konnte ", " konnten ", " droht", " may ",
                                        " could ", " lost sich", " fehlt",   " bricht",  " brechen",  NULL};

const char *const phrases_actors[] = {"handler", "werkst", "halter", "kunde",    "besitzer", "fahrer ",   "betrieb",
                                      "wird ",   "werden", "lassen", "behoben",  "losen",    "beseitig",  "abhilfe",
                                      "update",  "owner",  "dealer", "customer", "will ",    "verhinder", NULL};

/*
 * "Die Schutzkappe kann abfallen", "the additional bracket may break": a clause that says what may happen speaks of no
 * remedy, unless someone does it or it helps.
 */
static bool is_possibility(const struct reading *reading, const struct match *match)
{
    const struct sentence *sentence = reading_sentence(reading, match->start);
    if (sentence && sentence->start <= match->start && match->end <= sentence->end &&
        !sentence_has(sentence, PHRASES_POSSIBLE))
        return false;
    struct span clause = find_clause(reading, match);
    return reading_has_within(reading, PHRASES_POSSIBLE, clause.start, clause.end + 1) &&
           !reading_has_within(reading, PHRASES_ACTORS, clause.start, clause.end);
}

void understand_remedies(const struct reading *reading, struct recall *recall)
{
    struct match_numbers numbers = reading_matches(reading, RULE_REMEDY);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
        const struct rule_cue *cue = reading_cue(reading, match);
        if (!understand_is_denied(reading, match->start, match->end, RULE_NOT_REMEDY, cue->key, REMEDY_COUNT) &&
            !(cue->key == REMEDY_INSPECT && has_address(reading, match->start)) &&
            !(cue->key != REMEDY_ADVISE && is_possibility(reading, match)))
            recall->remedies |= UINT32_C(1) << cue->key;
    }
}
