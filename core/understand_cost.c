#include <string.h>

#include "core/understand_facts.h"

/* What the customer pays. The first line that is found decides, so "nicht kostenlos" stands before "kostenlos". */
static const struct {
    enum cost cost;
    const char *words;
} cost_cues[] = {
    {COST_PAID, "nicht kostenlos"},
    {COST_PAID, "nicht kostenfrei"},
    {COST_PAID, "kostenpflichtig"},
    {COST_PAID, "auf eigene kosten"},
    {COST_PAID, "kunde zahlt"},
    {COST_PAID, "halter zahlt"},
    {COST_PARTLY, "teilweise kostenlos"},
    {COST_PARTLY, "kulanz"},
    {COST_PARTLY, "kostenbeteiligung"},
    {COST_PARTLY, "anteilig"},
    {COST_FREE, "kostenlos"},
    {COST_FREE, "kostenfrei"},
    {COST_FREE, "gratis"},
    {COST_FREE, "unentgeltlich"},
    {COST_FREE, "ohne berechnung"},
    {COST_FREE, "nicht berechnet"},
    {COST_FREE, "keine kosten"},
    {COST_FREE, "ohne kosten"},
    {COST_FREE, "kosten: keine"},
    {COST_FREE, "kosten entstehen nicht"},
    {COST_FREE, "kosten entstehen keine"},
    {COST_FREE, "kostet nichts"},
    {COST_FREE, "kunden nichts"},
    {COST_FREE, "halter nichts"},
    {COST_FREE, "kosten ubernimmt"},
    {COST_FREE, "ubernimmt die kosten"},
    {COST_FREE, "ubernimmt alle kosten"},
    {COST_FREE, "tragt die kosten"},
    {COST_FREE, "kosten tragt"},
    {COST_FREE, "auf kosten des herstellers"},
    {COST_FREE, "zahlt der hersteller"},
    {COST_FREE, "bezahlt wird das vom hersteller"},
    {COST_FREE, "vom hersteller bezahlt"},
    {COST_FREE, "zu lasten des herstellers"},
    {COST_FREE, "free of charge"},
    {COST_FREE, "at no cost"},
    {COST_FREE, "no charge"},
    {COST_FREE, "without charge"},
};

void understand_cost(struct facts *facts)
{
    struct text_view text = buffer_view(&facts->reading->folded.text);
    for (size_t i = 0; i < sizeof cost_cues / sizeof cost_cues[0] && text.length > 0; i++) {
        size_t length = strlen(cost_cues[i].words);
        const char *found = memmem(text.bytes, text.length, cost_cues[i].words, length);
        if (!found)
            continue;
        size_t start = (size_t)(found - text.bytes);
        facts->recall->cost = cost_cues[i].cost;
        facts_point_to(facts, FACT_COST, 0, (struct span){start, start + length});
        return;
    }
}
