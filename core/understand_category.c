#include "core/understand_internal.h"

#include <string.h>

#include "core/sort_items.h"

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

/* Scores that differ by less are equal. */
#define SAME 0.01

/* A component that scores this much stands before software. */
#define COMPONENT_LEAST 2.5

static double score_cue(const struct reading *reading, const struct match *match, const struct sentence *sentence)
{
    const struct rule_cue *cue = reading_cue(reading, match);
    enum zone zone = sentence ? sentence->zone : ZONE_DEFECT;
    if (sentence && zone == ZONE_CONSEQUENCE && sentence->turn < sentence->end && match->start < sentence->turn)
        zone = ZONE_DEFECT;
    else if (sentence && zone == ZONE_DEFECT && match->start >= sentence->turn)
        zone = ZONE_CONSEQUENCE;
    return cue->weight * zone_factors[zone];
}

static struct worth weigh_cue(const struct reading *reading, const struct match *match)
{
    const struct sentence *sentence = reading_sentence(reading, match->start);
    double whole = score_cue(reading, match, sentence);
    return (struct worth){whole > 0 ? whole * understand_standing(reading, match, sentence) : whole, whole};
}

double understand_cue_score(const struct reading *reading, const struct match *match)
{
    return weigh_cue(reading, match).score;
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
    const struct rule_cue *cue = reading_cue(reading, match);
    size_t first = number;
    while (first > 0 && reading->matches[first - 1].end == match->end)
        first--;
    for (size_t i = first; i < reading->match_count && reading->matches[i].end == match->end; i++) {
        const struct match *other = &reading->matches[i];
        const struct rule_cue *same = reading_cue(reading, other);
        if (i != number && other->start == match->start && same->table == RULE_CATEGORY && same->key == cue->key &&
            (same->weight > cue->weight || (same->weight == cue->weight && i < number)))
            return true;
    }
    return false;
}

/* The matches of a cue side by side, the one first that counts most; of equals the first in the text. */
static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->cue != b->cue)
        return a->cue < b->cue ? -1 : 1;
    if (a->worth.score != b->worth.score)
        return a->worth.score > b->worth.score ? -1 : 1;
    return (a->match > b->match) - (a->match < b->match);
}

/* A cue counts once in a text, where it counts most. */
static void find_best(const struct reading *reading)
{
    struct candidate *candidates = reading->candidates;
    size_t count = 0;
    struct match_numbers numbers = reading_matches(reading, RULE_CATEGORY);
    for (size_t i = 0; i < numbers.count; i++) {
        uint32_t number = numbers.items[i];
        const struct match *match = &reading->matches[number];
        reading->counted[number].counts = false;
        if (reading_cue(reading, match)->weight != 0 && !reading->taken[number] && !is_repeated(reading, number))
            candidates[count++] = (struct candidate){match->cue, number, weigh_cue(reading, match)};
    }
    sort_items(candidates, count, sizeof *candidates, compare_candidates);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || candidates[i].cue != candidates[i - 1].cue)
            reading->counted[candidates[i].match] = (struct counted){true, candidates[i].worth};
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

/* What the categories score: by what counts, and by all their words. */
struct scores {
    struct score counted[CATEGORY_COUNT];
    struct score whole[CATEGORY_COUNT];
    size_t place[CATEGORY_COUNT]; /* of the first cue */
};

static void add_scores(const struct reading *reading, struct scores *scores)
{
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        scores->place[i] = SIZE_MAX;
    struct match_numbers numbers = reading_matches(reading, RULE_CATEGORY);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct counted *own = &reading->counted[numbers.items[i]];
        if (!own->counts)
            continue;
        const struct match *match = &reading->matches[numbers.items[i]];
        unsigned key = reading_cue(reading, match)->key;
        add_score(&scores->counted[key], own->worth.score);
        add_score(&scores->whole[key], own->worth.whole);
        if (match->start < scores->place[key])
            scores->place[key] = match->start;
    }
}

/* The one that scores most; of equals what the text names first. */
static size_t choose_primary(const struct scores *scores)
{
    size_t primary = CATEGORY_OTHER;
    double totals[CATEGORY_COUNT];
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        totals[i] = total_score(&scores->counted[i]);
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        bool is_more = totals[i] > totals[primary] + SAME, is_first = scores->place[i] < scores->place[primary];
        if (totals[i] > 0 && (is_more || totals[primary] <= 0 || (totals[i] + SAME > totals[primary] && is_first)))
            primary = i;
    }
    return prefer_component(totals, primary);
}

/* The one whose best cue says most stands first: "fuel pump" says more than "engine" and "stall" together. */
static void add_second(struct recall *recall, enum category category, const struct scores *scores)
{
    double best = scores->whole[category].best;
    size_t place = recall->category_count++;
    for (; place > 1 && scores->whole[recall->categories[place - 1]].best < best; place--)
        recall->categories[place] = recall->categories[place - 1];
    recall->categories[place] = category;
}

void understand_categories(const struct reading *reading, struct recall *recall)
{
    struct scores scores = {0};
    find_best(reading);
    add_scores(reading, &scores);
    size_t primary = choose_primary(&scores);
    double least = SECOND_PART * total_score(&scores.whole[primary]);
    recall->categories[0] = (enum category)primary;
    recall->category_count = 1;
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        double whole = total_score(&scores.whole[i]);
        if (i != primary && whole >= SECOND_LEAST && (i == CATEGORY_SOFTWARE || whole >= least))
            add_second(recall, (enum category)i, &scores);
    }
}

/* --- Remedies ------------------------------------------------------------------ */

/* No denial is longer than that: three gaps and their words. */
enum { DENIAL_REACH = 300 };

bool understand_is_denied(const struct reading *reading, size_t start, size_t end, enum rule_table denials,
                          unsigned key, unsigned all)
{
    struct match_numbers numbers = reading_matches(reading, denials);
    if (numbers.count == 0)
        return false;
    for (size_t i = match_numbers_ended(reading, numbers, end - 1); i < numbers.count; i++) {
        const struct match *other = &reading->matches[numbers.items[i]];
        const struct rule_cue *cue = reading_cue(reading, other);
        if (other->end > end + DENIAL_REACH)
            break;
        if ((cue->key == key || cue->key == all) && other->start <= start)
            return true;
    }
    return false;
}
