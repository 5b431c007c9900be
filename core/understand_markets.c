#include <string.h>

#include "core/understand_facts.h"

/* The markets that a text names, and those that it takes out; and what limits the action to certain cars. */

/* Whether what a clause around the place says is that this market is not affected. */
static bool is_excluded(const char *text, const struct sentence *sentence, struct span span)
{
    static const char *const behind[] = {"nicht betroffen", "nicht von ",      "ausgenommen", "keine fahrzeuge",
                                         "kein wagen",      "kein fahrzeug",   "keine autos", "kein auto",
                                         "keine wagen",     "niemand betroff", "nicht dabei", NULL};
    static const char *const before[] = {"nicht in ",    "nicht fur ",          "ausser ", "ausser in ",
                                         "ausgenommen ", "keine fahrzeuge in ", NULL};
    struct span clause = span_behind(sentence, span.end, 60);
    const char *bracket = memchr(text + clause.start, ')', clause.end - clause.start);
    if (bracket)
        clause.end = (size_t)(bracket - text);
    return span_has_any(text, clause, behind) || span_has_any(text, span_before(sentence, span.start, 20), before);
}

/* "in Mexiko gebaute Fahrzeuge" are sold elsewhere. */
static bool is_birthplace(const char *text, struct span span)
{
    static const char *const made[] = {" montiert", " gebaut", " produziert", " gefertigt", " hergestellt", NULL};
    for (size_t i = 0; made[i]; i++)
        if (text_begins(text + span.end, made[i]))
            return true;
    return false;
}

static void judge_market(struct facts *facts, const struct sentence *sentence, const char *name, struct span span)
{
    if (is_birthplace(facts->reading->folded.text.bytes, span))
        return;
    bool excluded = is_excluded(facts->reading->folded.text.bytes, sentence, span);
    facts_add_item(facts, excluded ? &facts->recall->markets_excluded : &facts->recall->markets, text_view_of(name),
                   excluded ? FACT_MARKET_EXCLUDED : FACT_MARKET, span);
}

void understand_markets(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
        const struct sentence *sentence = cue->table == RULE_MARKET ? reading_sentence(reading, match->start) : NULL;
        if (sentence)
            judge_market(facts, sentence, rules_market(reading->rules, cue->key),
                         (struct span){match->start, match->end});
    }
}

/* --- Conditions ---------------------------------------------------------------------------- */

/* How a limiting clause may end before its sentence does. */
static const char *const condition_ends[] = {" fur die markte", " (",         ")",       ";", " und ist ", " ist davon",
                                             " sind betroffen", " betroffen", " werden", NULL};

static size_t condition_end(const char *text, const struct sentence *sentence, size_t start)
{
    size_t end = sentence->end;
    while (end > start && strchr(". ", text[end - 1]))
        end--;
    for (size_t i = 0; condition_ends[i]; i++) {
        const char *found = memmem(text + start, end - start, condition_ends[i], strlen(condition_ends[i]));
        if (found)
            end = (size_t)(found - text);
    }
    return end;
}

void understand_conditions(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const struct sentence *last = NULL;
    if (facts->recall->conditions.count > 0)
        return;
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        if (rules_cue(reading->rules, match->cue)->table != RULE_CONDITION)
            continue;
        const struct sentence *sentence = reading_sentence(reading, match->start);
        if (!sentence || sentence == last)
            continue;
        last = sentence;
        struct span span = {match->start, condition_end(reading->folded.text.bytes, sentence, match->start)};
        const char *condition =
            span.end > span.start && span.end - span.start < 300 ? facts_original(facts, span) : NULL;
        if (condition)
            facts_add_item(facts, &facts->recall->conditions, text_view_of(condition), FACT_CONDITION, span);
    }
}
