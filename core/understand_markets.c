#include <string.h>

#include "core/understand_facts.h"

/* The markets that a text names, and those that it takes out; and what limits the action to certain cars. */

static const struct {
    const char *words; /* begins a word */
    const char *name;
} markets[] = {
    {"deutschland", "Deutschland"},
    {"deutschlandweit", "Deutschland"},
    {"bundesweit", "Deutschland"},
    {"hierzulande", "Deutschland"},
    {"deutsche markt", "Deutschland"},
    {"deutschen markt", "Deutschland"},
    {"der deutsche und", "Deutschland"},
    {"der bundesrepublik", "Deutschland"},
    {"osterreich", "Österreich"},
    {"schweiz", "Schweiz"},
    {"europa", "Europa"},
    {"europaweit", "Europa"},
    {"europ. markt", "Europa"},
    {"europaische markt", "Europa"},
    {"europaischen markt", "Europa"},
    {"weltweit", "weltweit"},
    {"worldwide", "weltweit"},
    {"usa", "USA"},
    {"den vereinigten staaten", "USA"},
    {"usmarkt", "USA"},
    {"nordamerika", "Nordamerika"},
    {"kanada", "Kanada"},
    {"japan", "Japan"},
    {"china", "China"},
    {"sudafrika", "Südafrika"},
    {"ubersee", "Übersee"},
    {"australien", "Australien"},
    {"grossbritannien", "Großbritannien"},
    {"frankreich", "Frankreich"},
    {"italien", "Italien"},
    {"spanien", "Spanien"},
    {"russland", "Russland"},
    {"indien", "Indien"},
    {"sudkorea", "Südkorea"},
    {"mexiko", "Mexiko"},
    {"brasilien", "Brasilien"},
};

/* Whether what a clause around the place says is that this market is not affected. */
static bool is_excluded(const char *text, const struct sentence *sentence, struct span span)
{
    static const char *const behind[] = {"nicht betroffen", "nicht von",       "sind nicht",
                                         "ausgenommen",     "keine fahrzeuge", NULL};
    static const char *const before[] = {"nicht in ",    "nicht fur ",          "ausser ", "ausser in ",
                                         "ausgenommen ", "keine fahrzeuge in ", NULL};
    return span_has_any(text, span_behind(sentence, span.end, 60), behind) ||
           span_has_any(text, span_before(sentence, span.start, 20), before);
}

static bool is_whole_name(const struct reading *reading, size_t start, size_t end)
{
    return reading_begins_word(reading, start) &&
           (reading_begins_word(reading, end) || !fold_is_word_byte((unsigned char)reading->folded.text.bytes[end]) ||
            (reading->folded.text.bytes[end] == 's' &&
             !fold_is_word_byte((unsigned char)reading->folded.text.bytes[end + 1])));
}

static void judge_market(struct facts *facts, const struct sentence *sentence, const char *name, struct span span)
{
    bool excluded = is_excluded(facts->reading->folded.text.bytes, sentence, span);
    facts_add_item(facts, excluded ? &facts->recall->markets_excluded : &facts->recall->markets, text_view_of(name),
                   excluded ? FACT_MARKET_EXCLUDED : FACT_MARKET, span);
}

void understand_markets(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
            size_t length = strlen(markets[i].words);
            const char *found =
                memmem(text + sentence->start, sentence->end - sentence->start, markets[i].words, length);
            size_t start = found ? (size_t)(found - text) : 0;
            if (found && is_whole_name(reading, start, start + length))
                judge_market(facts, sentence, markets[i].name, (struct span){start, start + length});
        }
    }
}

/* --- Conditions ---------------------------------------------------------------------------- */

/* How a limiting clause begins, and how it may end before its sentence does. */
static const char *const condition_leads[] = {"nur fahrzeuge",
                                              "nur fur fahrzeuge",
                                              "nur bei fahrzeugen",
                                              "nur modelle mit",
                                              "nur wagen",
                                              "nur autos",
                                              "nur exemplare",
                                              "ausschliesslich fahrzeuge",
                                              "anhand fahrgestellnummer",
                                              "anhand der fahrgestellnummer",
                                              "nur fahrzeuge mit",
                                              "nur varianten",
                                              "nur dieselfahrzeuge",
                                              "nur benziner",
                                              "nur diesel",
                                              "nur bei ",
                                              "only vehicles",
                                              "only applies to",
                                              NULL};
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
    const char *text = reading->folded.text.bytes;
    if (facts->recall->conditions.count > 0)
        return;
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        for (size_t i = 0; condition_leads[i]; i++) {
            const char *found = memmem(text + sentence->start, sentence->end - sentence->start, condition_leads[i],
                                       strlen(condition_leads[i]));
            size_t start = found ? (size_t)(found - text) : 0;
            if (!found || !reading_begins_word(reading, start))
                continue;
            struct span span = {start, condition_end(text, sentence, start)};
            const char *condition =
                span.end > span.start && span.end - span.start < 300 ? facts_original(facts, span) : NULL;
            if (condition)
                facts_add_item(facts, &facts->recall->conditions, text_view_of(condition), FACT_CONDITION, span);
            break;
        }
    }
}
