#include <string.h>

#include "core/substring.h"
#include "core/understand_facts.h"

/* The markets that a text names, and those that it takes out; and what limits the action to certain cars. */

/* A market by one of its names. */
struct place {
    struct span span;
    unsigned market;
    bool excluded;
};

/* What says behind a market that it is not affected. */
const char *const phrases_no_market[] = {"nicht betroffen",
                                         "nicht von ",
                                         "nicht verkauft",
                                         "nicht ausgeliefert",
                                         "nicht angeboten",
                                         "ausgenommen",
                                         "keine fahrzeug",
                                         "kein wagen",
                                         "kein fahrzeug",
                                         "keine autos",
                                         "kein auto",
                                         "keine wagen",
                                         "keine modelle",
                                         "kein exemplar",
                                         "keine exemplar",
                                         "keine ubergabe",
                                         "keine auslief",
                                         "kein einzig",
                                         "niemand betroff",
                                         "nicht dabei",
                                         "nicht im handel",
                                         "nicht auf den markt",
                                         "bleibt verschont",
                                         "unberuhrt",
                                         "not affected",
                                         "not included",
                                         "not involved",
                                         "not sold",
                                         "unaffected",
                                         "no vehicles",
                                         "not part of",
                                         "not subject to",
                                         NULL};

static bool is_denied_behind(const struct reading *reading, struct span clause)
{
    const char *text = reading->folded.text.bytes;
    const char *bracket = memchr(text + clause.start, ')', span_length(clause));
    if (bracket)
        clause.end = (size_t)(bracket - text);
    return reading_has_within(reading, PHRASES_NO_MARKET, clause.start, clause.end);
}

static bool is_denied_before(const char *text, const struct sentence *sentence, size_t at)
{
    static const char *const before[] = {"nicht in ",
                                         "nicht fur ",
                                         "nicht den ",
                                         "nicht der ",
                                         "ausser ",
                                         "ausserhalb ",
                                         "ausgenommen ",
                                         "mit ausnahme ",
                                         "abgesehen von ",
                                         "keine fahrzeuge in ",
                                         "keine wagen in ",
                                         "kein auto in ",
                                         "kein fahrzeug in ",
                                         "keine autos in ",
                                         "not in ",
                                         "except ",
                                         "excluding ",
                                         "outside ",
                                         "other than ",
                                         "no vehicles in ",
                                         "not sold in ",
                                         "not affected in ",
                                         NULL};
    return span_has_any(text, span_before(sentence, at, 24), before);
}

static bool has_behind(const char *text, size_t at, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_begins(text + at, words[i]) > 0)
            return true;
    return false;
}

/*
 * "in Mexiko gebaute Fahrzeuge", those from "dem Werk in Spanien" and "Importe aus den USA" are sold elsewhere;
 * "Ford Canada", "Transport Canada" and New Mexico are no markets.
 */
static bool is_no_market(const char *text, const struct sentence *sentence, struct span span)
{
    static const char *const made[] = {
        " montiert", " gebaut", " produziert", " gefertigt", " hergestellt", " gefertigte", " plant",   " llc",
        ", llc",     " inc",    ", inc",       " ltd",       ", ltd",        " corp",       " limited", NULL};
    static const struct text_view before[] = {
        TEXT_VIEW("transport "),       TEXT_VIEW("company of "),     TEXT_VIEW("motors of "),
        TEXT_VIEW("government of "),   TEXT_VIEW(" werk in "),       TEXT_VIEW(" werken in "),
        TEXT_VIEW("montiert in "),     TEXT_VIEW("gebaut in "),      TEXT_VIEW("produziert in "),
        TEXT_VIEW("gefertigt in "),    TEXT_VIEW("hergestellt in "), TEXT_VIEW("produktion in "),
        TEXT_VIEW("fertigung in "),    TEXT_VIEW("built in "),       TEXT_VIEW("made in "),
        TEXT_VIEW("manufactured in "), TEXT_VIEW("assembled in "),   TEXT_VIEW("plant in "),
        TEXT_VIEW("importe aus "),     TEXT_VIEW("import aus "),     TEXT_VIEW("importiert aus "),
        TEXT_VIEW("importierte aus "), TEXT_VIEW("importen aus "),   TEXT_VIEW("zulieferer aus "),
        TEXT_VIEW("lieferant aus "),   TEXT_VIEW("transports "),     TEXT_VIEW("new ")};
    size_t start = span.start;
    static const char *const articles[] = {"der ", "den ", "dem ", "die ", "the ", NULL};
    for (size_t i = 0; articles[i]; i++) {
        size_t length = strlen(articles[i]);
        if (start >= sentence->start + length && memcmp(text + start - length, articles[i], length) == 0) {
            start -= length;
            break;
        }
    }
    struct span words = span_before(sentence, start, 16);
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        size_t length = before[i].length;
        if (start >= words.start + length && text[start - length] == before[i].bytes[0] &&
            memcmp(text + start - length, before[i].bytes, length) == 0)
            return true;
    }
    return has_behind(text, span.end, made);
}

/* How two neighbouring places hang together. */
enum link { LINK_NONE, LINK_COMMA, LINK_AND };

static enum link link_between(const char *text, const struct place *one, const struct place *next)
{
    static const char *const words[] = {"und ", "sowie ", "oder ", "and ",  "or ",  "in ",  "im ", "der ",
                                        "den ", "die ",   "dem ",  "auch ", "the ", "aus ", NULL};
    enum { AND_WORDS = 5 };
    enum link link = LINK_AND;
    bool has_and = false;
    size_t at = one->span.end;
    if (at >= next->span.start || next->span.start - at > 24)
        return LINK_NONE;
    while (at < next->span.start) {
        size_t i = 0;
        if (strchr(" ,/", text[at])) {
            link = text[at] == ',' ? LINK_COMMA : link;
            at++;
            continue;
        }
        while (words[i] && text_begins(text + at, words[i]) == 0)
            i++;
        if (!words[i])
            return LINK_NONE;
        has_and = has_and || i < AND_WORDS;
        at += strlen(words[i]);
    }
    return has_and ? LINK_AND : link;
}

/*
 * What is said behind a list of markets is said of them all: "USA, Japan und Kanada sind nicht betroffen"; behind its
 * last "und" a comma begins something new: "in den USA und Kanada, Europa ist nicht betroffen".
 */
static bool is_list_denied(const struct reading *reading, const struct sentence *sentence, const struct place *places,
                           size_t count)
{
    enum { REACH = 60 };
    const char *text = reading->folded.text.bytes;
    static const char *const single[] = {" ist ", " bleibt ", " is ", NULL};
    bool has_and = false;
    for (size_t i = 0;; i++) {
        struct span behind = span_behind(sentence, places[i].span.end, REACH);
        enum link link = i + 1 < count && places[i + 1].span.start < behind.end
                             ? link_between(text, &places[i], &places[i + 1])
                             : LINK_NONE;
        if (i + 1 < count && places[i + 1].span.start < behind.end)
            behind.end = places[i + 1].span.start;
        if (link == LINK_NONE)
            return is_denied_behind(reading, behind);
        if (link == LINK_COMMA && (has_and || has_behind(text, places[i + 1].span.end, single)))
            return false;
        has_and = has_and || link == LINK_AND;
    }
}

static void take_market(struct facts *facts, const struct place *place)
{
    const char *name = rules_market(facts->reading->rules, place->market);
    facts_add_item(facts, place->excluded ? &facts->recall->markets_excluded : &facts->recall->markets,
                   text_view_of(name), place->excluded ? FACT_MARKET_EXCLUDED : FACT_MARKET, place->span);
}

/* The places of one sentence, in their order. */
static void judge_places(struct facts *facts, const struct sentence *sentence, struct place *places, size_t count)
{
    const char *text = facts->reading->folded.text.bytes;
    for (size_t i = 0; i < count; i++) {
        bool goes_on = i > 0 && places[i - 1].excluded && link_between(text, &places[i - 1], &places[i]) == LINK_AND;
        places[i].excluded = is_denied_before(text, sentence, places[i].span.start) || goes_on ||
                             is_list_denied(facts->reading, sentence, places + i, count - i);
        if (!is_no_market(text, sentence, places[i].span))
            take_market(facts, &places[i]);
    }
}

void understand_markets(struct facts *facts)
{
    enum { PLACES_MOST = 40 };
    const struct reading *reading = facts->reading;
    struct place places[PLACES_MOST];
    size_t count = 0;
    const struct sentence *sentence = NULL;
    struct match_numbers numbers = reading_matches(reading, RULE_MARKET);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
        const struct sentence *own = reading_sentence(reading, match->start);
        if (!own)
            continue;
        if (own != sentence || count == PLACES_MOST) {
            judge_places(facts, sentence, places, count);
            count = 0;
        }
        sentence = own;
        while (count > 0 && match->start <= places[count - 1].span.start)
            count--; /* a longer name: "Nordamerika", "der deutsche Markt" */
        if (count == 0 || match->start >= places[count - 1].span.end)
            places[count++] = (struct place){{match->start, match->end}, reading_cue(reading, match)->key, false};
    }
    judge_places(facts, sentence, places, count);
}

/* --- Conditions ---------------------------------------------------------------------------- */

/* How a limiting clause may end before its sentence does. */
static const char *const condition_ends[] = {
    " fur die markte", " (",         ")",       ";", ": ", " und ist ", " ist davon",
    " sind betroffen", " betroffen", " werden", NULL};

static size_t condition_end(const char *text, const struct sentence *sentence, size_t start)
{
    size_t end = sentence->end;
    while (end > start && strchr(". ", text[end - 1]))
        end--;
    for (size_t i = 0; condition_ends[i]; i++) {
        const char *found = substring_in(text + start, end - start, condition_ends[i]);
        if (found)
            end = (size_t)(found - text);
    }
    return end;
}

void understand_conditions(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const struct sentence *last = NULL;
    struct match_numbers numbers = reading_matches(reading, RULE_CONDITION);
    if (facts->recall->conditions.count > 0)
        return;
    for (size_t i = 0; i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
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
