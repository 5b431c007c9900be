#include "core/understand_internal.h"

#include <stdlib.h>
#include <string.h>

/* How much a cue counts by what its sentence is about. */
static const double zone_factors[ZONE_COUNT] = {
    [ZONE_DEFECT] = 1.6,
    [ZONE_CONSEQUENCE] = 0.6,
    [ZONE_REMEDY] = 1.3,
    [ZONE_ADMINISTRATION] = 0.3,
};

/*
 * A second category stands beside the first when it scores at least this part of it, and this much. Software does
 * wherever it is the cause or the cure, however much is said about the component.
 */
#define SECOND_PART 0.57
#define SECOND_LEAST 5.0

/* A component that scores this much stands before software. */
#define COMPONENT_LEAST 2.5

/*
 * "Kabelbaum der Heckklappe", "Stecker am Airbag", "wiring of the fuel pump": what comes first is the part, what it
 * belongs to or lies at counts less.
 */
#define HANGING 0.6
#define FOLLOWING 0.8

static const char *const links[] = {"des ",
                                    "der ",
                                    "am ",
                                    "an der ",
                                    "an den ",
                                    "an dem ",
                                    "im ",
                                    "in der ",
                                    "in den ",
                                    "in dem ",
                                    "zum ",
                                    "zur ",
                                    "vom ",
                                    "von ",
                                    "unter ",
                                    "hinter ",
                                    "neben ",
                                    "auf der ",
                                    "auf dem ",
                                    "an ",
                                    "of ",
                                    "in the ",
                                    "on the ",
                                    "to the ",
                                    "for the ",
                                    "at the ",
                                    "near the ",
                                    "behind the ",
                                    "under the ",
                                    "from the ",
                                    "inside the ",
                                    "reibt an ",
                                    "scheuert an ",
                                    "schleift an ",
                                    "reiben an ",
                                    "scheuern an ",
                                    "schleifen an ",
                                    "kann an ",
                                    "konnen an ",
                                    "beruhrt ",
                                    "may contact ",
                                    "could contact ",
                                    "can contact ",
                                    "may rub ",
                                    "may chafe ",
                                    "can rub ",
                                    "can chafe ",
                                    "could rub ",
                                    "could chafe ",
                                    "rubs ",
                                    "rubbing ",
                                    "chafing ",
                                    "contacts ",
                                    "contacting ",
                                    "interfere with ",
                                    NULL};

/* "Die Schraube kann die Bremsleitung beschädigen": what is hit is not at fault. */
static const char *const strikes[] = {"kann ",         "konnen ",     "konnte ",   "konnten ", "may damage ",
                                      "could damage ", "can damage ", "damaging ", NULL};
static const char *const struck[] = {"beschadig", "beruhr", "durchscheuer", "zerstor", "streif", "touchier", NULL};

static bool begins_with_one(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_begins(text, words[i]) > 0)
            return true;
    return false;
}

/* Whether what stands between two parts of a sentence makes the second hang on the first. */
static bool is_link(const char *text, size_t start, const struct match *match)
{
    enum { WORDS_MOST = 4 };
    static const char *const ands[] = {" und ", " and ", " sowie ", NULL};
    size_t words = 0, behind = match->end;
    while (text[behind] && text[behind] != ' ')
        behind++;
    bool hits = begins_with_one(text + start, strikes) &&
                (text_begins(text + start, "kon") + text_begins(text + start, "kann") == 0 ||
                 (text[behind] && begins_with_one(text + behind + 1, struck)));
    if (!hits && !begins_with_one(text + start, links))
        return false;
    for (size_t at = start; at < match->start; at++) {
        words += text[at] == ' ';
        if (strchr(",;:.()", text[at]) || begins_with_one(text + at, ands))
            return false;
    }
    return words <= WORDS_MOST;
}

/* "Beim Öffnen der Tür", "nach dem Loslassen des Pedals": when it happens. */
static bool is_occasion(const struct reading *reading, const struct match *match)
{
    enum { REACH = 45, WORDS_MOST = 4 };
    static const char *const leads[] = {"beim ", "nach dem ", "wahrend des ", "vor dem ", NULL};
    const char *text = reading->folded.text.bytes;
    size_t words = 0;
    for (size_t back = 0; back <= match->start && back < REACH && words <= WORDS_MOST; back++) {
        size_t at = match->start - back;
        words += text[at] == ' ';
        if (strchr(",;:.", text[at]))
            return false;
        if ((at > 0 && text[at - 1] != ' ') || !begins_with_one(text + at, leads))
            continue;
        size_t end = at;
        for (size_t i = 0; leads[i]; i++)
            end = end > at ? end : at + text_begins(text + at, leads[i]);
        while (end < match->start && text[end] != ' ')
            end++;
        return end < match->start && text[end - 1] == 'n' && text[end - 2] == 'e';
    }
    return false;
}

static bool hangs_on_another(const struct reading *reading, const struct match *match)
{
    enum { REACH = 45, MATCHES_BACK = 40 };
    const char *text = reading->folded.text.bytes;
    size_t number = (size_t)(match - reading->matches);
    for (size_t i = 1; i <= number && i <= MATCHES_BACK; i++) {
        const struct match *other = match - i;
        const struct rule_cue *cue = rules_cue(reading->rules, other->cue);
        if (other->end + REACH < match->start)
            break;
        if (cue->table != RULE_CATEGORY || cue->weight < 4 || reading->taken[number - i] || other->end > match->start ||
            cue->key == rules_cue(reading->rules, match->cue)->key || cue->key == CATEGORY_SOFTWARE)
            continue;
        size_t start = other->end;
        while (start < match->start && text[start] != ' ')
            start++;
        if (start < match->start && is_link(text, start + 1, match))
            return true;
    }
    return false;
}

/* "Das Zündschloss kann zurückspringen, Airbags lösen nicht aus": the clauses behind the first tell what follows. */
static bool follows_clause(const struct reading *reading, const struct match *match)
{
    static const char *const openings[] = {"wenn ", "falls ", "sobald ", "if ", "when ", "wird ", "werden ", NULL};
    enum { MATCHES_BACK = 60 };
    const char *text = reading->folded.text.bytes;
    const struct sentence *sentence = reading_sentence(reading, match->start);
    size_t number = (size_t)(match - reading->matches), comma = match->start;
    if (!sentence || begins_with_one(text + sentence->start, openings))
        return false;
    while (comma > sentence->start && !(strchr(",;", text[comma]) && text[comma + 1] == ' '))
        comma--;
    if (comma == sentence->start)
        return false;
    for (size_t i = 1; i <= number && i <= MATCHES_BACK; i++) {
        const struct match *other = match - i;
        const struct rule_cue *cue = rules_cue(reading->rules, other->cue);
        if (other->end <= sentence->start)
            break;
        if (cue->table == RULE_CATEGORY && cue->weight >= 4 && !reading->taken[number - i] && other->end <= comma &&
            other->start >= sentence->start && cue->key != rules_cue(reading->rules, match->cue)->key &&
            cue->key != CATEGORY_SOFTWARE)
            return true;
    }
    return false;
}

static double score_cue(const struct reading *reading, const struct match *match)
{
    const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
    const struct sentence *sentence = reading_sentence(reading, match->start);
    enum zone zone = sentence ? sentence->zone : ZONE_DEFECT;
    if (sentence && zone == ZONE_CONSEQUENCE && sentence->turn < sentence->end && match->start < sentence->turn)
        zone = ZONE_DEFECT;
    else if (sentence && zone == ZONE_DEFECT && match->start >= sentence->turn)
        zone = ZONE_CONSEQUENCE;
    return cue->weight * zone_factors[zone];
}

double understand_cue_score(const struct reading *reading, const struct match *match)
{
    double score = score_cue(reading, match);
    bool hangs = score > 0 && (hangs_on_another(reading, match) || is_occasion(reading, match));
    score = hangs ? score * HANGING : score;
    return score > 0 && follows_clause(reading, match) ? score * FOLLOWING : score;
}

/* Of one category: the best two cues count in full, further ones a quarter; what subtracts counts
 * in full. */
struct score {
    double best, second, rest, negative;
};

static void add_score(struct score *score, double value)
{
    if (value < 0) {
        score->negative += value;
    } else if (value > score->best) {
        score->rest += score->second;
        score->second = score->best;
        score->best = value;
    } else if (value > score->second) {
        score->rest += score->second;
        score->second = value;
    } else {
        score->rest += value;
    }
}

static double total_score(const struct score *score)
{
    return score->best + score->second + score->rest / 4 + score->negative;
}

/* Whether another cue for the same category has exactly the same words, and weighs more or stands before this one. */
static bool is_repeated(const struct reading *reading, size_t number)
{
    const struct match *match = &reading->matches[number];
    const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
    for (size_t i = reading_first_match(reading, match->end - 1);
         i < reading->match_count && reading->matches[i].end == match->end; i++) {
        const struct match *other = &reading->matches[i];
        const struct rule_cue *same = rules_cue(reading->rules, other->cue);
        if (i != number && other->start == match->start && same->table == RULE_CATEGORY && same->key == cue->key &&
            (same->weight > cue->weight || (same->weight == cue->weight && i < number)))
            return true;
    }
    return false;
}

/* A cue counts once in a text, where it counts most: best is by cue, its match's number + 1. */
static void find_best(const struct reading *reading, uint32_t *best)
{
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
        if (cue->table != RULE_CATEGORY || cue->weight == 0 || reading->taken[i] || is_repeated(reading, i))
            continue;
        uint32_t *known = &best[match->cue];
        if (!*known ||
            understand_cue_score(reading, match) > understand_cue_score(reading, &reading->matches[*known - 1]))
            *known = (uint32_t)i + 1;
    }
}

/* Software comes first only where nothing else can be named: what it steers is the component. */
static size_t prefer_component(const double *totals, size_t primary)
{
    size_t best = primary;
    if (primary != CATEGORY_SOFTWARE)
        return primary;
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        if (i != CATEGORY_SOFTWARE && totals[i] >= COMPONENT_LEAST && (best == primary || totals[i] > totals[best]))
            best = i;
    return best;
}

bool understand_categories(const struct reading *reading, struct recall *recall)
{
    uint32_t *best = calloc(rules_cue_count(reading->rules) + 1, sizeof *best);
    if (!best)
        return false;
    struct score scores[CATEGORY_COUNT] = {0}, wholes[CATEGORY_COUNT] = {0};
    double totals[CATEGORY_COUNT];
    find_best(reading, best);
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct rule_cue *cue = rules_cue(reading->rules, reading->matches[i].cue);
        if (best[reading->matches[i].cue] != i + 1)
            continue;
        add_score(&scores[cue->key], understand_cue_score(reading, &reading->matches[i]));
        add_score(&wholes[cue->key], score_cue(reading, &reading->matches[i]));
    }
    size_t primary = CATEGORY_OTHER;
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        totals[i] = total_score(&scores[i]);
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        if (totals[i] > 0 && (totals[i] > totals[primary] || totals[primary] <= 0))
            primary = i;
    primary = prefer_component(totals, primary);
    recall->categories[0] = (enum category)primary;
    recall->category_count = 1;
    double least = SECOND_PART * total_score(&wholes[primary]);
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        double whole = total_score(&wholes[i]);
        if (i != primary && whole >= SECOND_LEAST && (i == CATEGORY_SOFTWARE || whole >= least))
            recall->categories[recall->category_count++] = (enum category)i;
    }
    free(best);
    return true;
}

/* --- Remedies ------------------------------------------------------------------ */

/* No denial is longer than that: three gaps and their words. */
enum { DENIAL_REACH = 300 };

bool understand_is_denied(const struct reading *reading, size_t start, size_t end, enum rule_table denials,
                          unsigned key, unsigned all)
{
    for (size_t i = reading_first_match(reading, end - 1); i < reading->match_count; i++) {
        const struct match *other = &reading->matches[i];
        const struct rule_cue *cue = rules_cue(reading->rules, other->cue);
        if (other->end > end + DENIAL_REACH)
            break;
        if (cue->table == denials && (cue->key == key || cue->key == all) && other->start <= start)
            return true;
    }
    return false;
}

/* "can be checked at https://…" is no inspection. */
static bool has_address(const struct reading *reading, size_t at)
{
    const struct sentence *sentence = reading_sentence(reading, at);
    return sentence &&
           memmem(reading->folded.text.bytes + sentence->start, sentence->end - sentence->start, "____", 4) != NULL;
}

void understand_remedies(const struct reading *reading, struct recall *recall)
{
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
        if (cue->table == RULE_REMEDY &&
            !understand_is_denied(reading, match->start, match->end, RULE_NOT_REMEDY, cue->key, REMEDY_COUNT) &&
            !(cue->key == REMEDY_INSPECT && has_address(reading, match->start)))
            recall->remedies |= UINT32_C(1) << cue->key;
    }
}
