#include "tests/accuracy/measure.h"

#include <string.h>
#include <strings.h>

#include "core/understand.h"

static const char *const measure_names[MEASURE_COUNT] = {
    "recall or note",
    "primary, strict",
    "primary, tolerant",
    "categories, macro-F1",
    "start",
    "end",
    "duration",
    "cost",
    "make",
    "models",
    "parts",
    "phones",
    "urls",
    "markets",
    "markets excluded",
    "years",
    "affected",
    "hazards",
    "remedies",
};

enum { CATEGORY_TEXTS_LEAST = 3 };

double tally_precision(const struct tally *tally)
{
    unsigned found = tally->right + tally->wrong;
    return found ? (double)tally->right / found : 1;
}

double tally_recall(const struct tally *tally)
{
    unsigned wanted = tally->right + tally->missed;
    return wanted ? (double)tally->right / wanted : 1;
}

double tally_f1(const struct tally *tally)
{
    unsigned sum = 2 * tally->right + tally->wrong + tally->missed;
    return sum ? 2.0 * tally->right / sum : 1;
}

double score_macro_f1(const struct score *score)
{
    double sum = 0;
    unsigned count = 0;
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        if (score->gold_per_category[i] < CATEGORY_TEXTS_LEAST)
            continue;
        sum += tally_f1(&score->categories[i]);
        count++;
    }
    return count ? sum / count : 1;
}

/* --- One text ------------------------------------------------------------------------------ */

struct comparison {
    const struct gold *gold;
    struct score *score;
    FILE *misses;
    unsigned miss_count;
};

static void report(struct comparison *comparison, enum measure measure, const char *how, const char *what)
{
    if (!comparison->misses)
        return;
    fprintf(comparison->misses, "%s  %s %s: %s\n", comparison->gold->id, measure_names[measure], how, what);
    comparison->miss_count++;
}

static void count_right(struct comparison *comparison, enum measure measure)
{
    comparison->score->tallies[measure].right++;
}

static void count_wrong(struct comparison *comparison, enum measure measure, const char *what)
{
    comparison->score->tallies[measure].wrong++;
    report(comparison, measure, "wrong", what);
}

static void count_missed(struct comparison *comparison, enum measure measure, const char *what)
{
    comparison->score->tallies[measure].missed++;
    report(comparison, measure, "missed", what);
}

/* A single value, as text; found and wanted may be NULL. The one wanted may be less precise. */
static void compare_value(struct comparison *comparison, enum measure measure, const char *found, const char *wanted)
{
    if (found && wanted && strncasecmp(found, wanted, strlen(wanted)) == 0) {
        count_right(comparison, measure);
        return;
    }
    if (found)
        count_wrong(comparison, measure, found);
    if (wanted)
        count_missed(comparison, measure, wanted);
}

static bool list_has(const struct string_list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcasecmp(list->items[i], item) == 0)
            return true;
    return false;
}

static void compare_lists(struct comparison *comparison, enum measure measure, const struct string_list *found,
                          const struct string_list *wanted)
{
    for (size_t i = 0; i < found->count; i++) {
        if (list_has(wanted, found->items[i]))
            count_right(comparison, measure);
        else
            count_wrong(comparison, measure, found->items[i]);
    }
    for (size_t i = 0; i < wanted->count; i++)
        if (!list_has(found, wanted->items[i]))
            count_missed(comparison, measure, wanted->items[i]);
}

static void compare_bits(struct comparison *comparison, enum measure measure, const struct kind_name *names,
                         size_t count, uint32_t found, uint32_t wanted, uint32_t tolerated)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = (uint32_t)1 << i;
        if (found & wanted & bit)
            count_right(comparison, measure);
        else if (found & bit & ~tolerated)
            count_wrong(comparison, measure, names[i].key);
        else if (wanted & bit)
            count_missed(comparison, measure, names[i].key);
    }
}

static void compare_categories(struct comparison *comparison, const struct recall *recall)
{
    const struct gold *gold = comparison->gold;
    struct score *score = comparison->score;
    enum category primary = recall->categories[0];
    uint32_t found = 0;
    for (size_t i = 0; i < recall->category_count; i++)
        found |= (uint32_t)1 << recall->categories[i];
    if (primary == gold->primary)
        count_right(comparison, MEASURE_STRICT);
    else if (gold->primary != CATEGORY_COUNT)
        count_wrong(comparison, MEASURE_STRICT, category_names[primary].key);
    if (primary == gold->primary || (gold->primaries_tolerated >> primary & 1))
        count_right(comparison, MEASURE_TOLERANT);
    else
        count_wrong(comparison, MEASURE_TOLERANT, category_names[primary].key);
    if (gold->primary == CATEGORY_COUNT)
        return;
    for (size_t i = 0; i < CATEGORY_COUNT; i++) {
        bool is_found = found >> i & 1, is_wanted = gold->categories >> i & 1;
        bool is_tolerated = gold->categories_tolerated >> i & 1 || gold->primaries_tolerated >> i & 1;
        score->gold_per_category[i] += is_wanted;
        score->categories[i].right += is_found && is_wanted;
        score->categories[i].wrong += is_found && !is_wanted && !is_tolerated;
        score->categories[i].missed += !is_found && is_wanted;
        if (is_found && !is_wanted && !is_tolerated)
            report(comparison, MEASURE_MACRO, "wrong", category_names[i].key);
        if (!is_found && is_wanted)
            report(comparison, MEASURE_MACRO, "missed", category_names[i].key);
    }
}

static void compare_make(struct comparison *comparison, const char *make)
{
    const struct gold *gold = comparison->gold;
    if (make && (list_has(&gold->makes, make) || list_has(&gold->makes_implied, make)))
        count_right(comparison, MEASURE_MAKE);
    else if (make)
        count_wrong(comparison, MEASURE_MAKE, make);
    else if (gold->makes.count == 1)
        count_missed(comparison, MEASURE_MAKE, gold->makes.items[0]);
}

static const char *format_range(struct range range, int unknown, char *text, size_t size)
{
    if (range.from == unknown && range.to == unknown)
        return NULL;
    snprintf(text, size, "%d-%d", range.from, range.to);
    return text;
}

static void compare_numbers(struct comparison *comparison, const struct recall *recall)
{
    const struct gold *gold = comparison->gold;
    char found[40], wanted[40];
    compare_value(comparison, MEASURE_DURATION, format_range(recall->duration_minutes, -1, found, sizeof found),
                  format_range(gold->duration_minutes, -1, wanted, sizeof wanted));
    snprintf(wanted, sizeof wanted, "%.4s-%.4s", gold->built_from ? gold->built_from : "0",
             gold->built_to ? gold->built_to : "0");
    compare_value(comparison, MEASURE_YEARS, format_range(recall->years, 0, found, sizeof found),
                  gold->built_from || gold->built_to ? wanted : NULL);
    const int64_t counts[][2] = {{recall->affected_germany, gold->count_germany},
                                 {recall->affected_world, gold->count_world}};
    for (size_t i = 0; i < 2; i++) {
        snprintf(found, sizeof found, "%lld", (long long)counts[i][0]);
        snprintf(wanted, sizeof wanted, "%lld", (long long)counts[i][1]);
        compare_value(comparison, MEASURE_COUNTS, counts[i][0] >= 0 ? found : NULL, counts[i][1] >= 0 ? wanted : NULL);
    }
}

static void compare_facts(struct comparison *comparison, const struct recall *recall)
{
    const struct gold *gold = comparison->gold;
    compare_value(comparison, MEASURE_START, recall->started, gold->start);
    compare_value(comparison, MEASURE_END, recall->ended, gold->end);
    compare_value(comparison, MEASURE_COST, cost_names[recall->cost].key, gold->cost);
    compare_make(comparison, recall->make);
    compare_lists(comparison, MEASURE_MODELS, &recall->models, &gold->models);
    compare_lists(comparison, MEASURE_PARTS, &recall->parts, &gold->parts);
    compare_lists(comparison, MEASURE_PHONES, &recall->phones, &gold->phones);
    compare_lists(comparison, MEASURE_URLS, &recall->urls, &gold->urls);
    compare_lists(comparison, MEASURE_MARKETS, &recall->markets, &gold->markets);
    compare_lists(comparison, MEASURE_EXCLUDED, &recall->markets_excluded, &gold->markets_excluded);
    compare_numbers(comparison, recall);
    compare_bits(comparison, MEASURE_HAZARDS, hazard_names, HAZARD_COUNT, recall->hazards, gold->hazards,
                 gold->hazards_tolerated);
    compare_bits(comparison, MEASURE_REMEDIES, remedy_names, REMEDY_COUNT, recall->remedies, gold->remedies,
                 gold->remedies_tolerated);
}

bool measure_text(struct reading *reading, const struct gold *gold, struct score *score, FILE *misses)
{
    struct comparison comparison = {.gold = gold, .score = score, .misses = misses};
    bool is_note = understand_is_note(reading, gold->text);
    score->texts++;
    if (is_note == gold->is_note)
        count_right(&comparison, MEASURE_KIND);
    else
        count_wrong(&comparison, MEASURE_KIND, is_note ? "note" : "recall");
    struct arena *arena = arena_new();
    struct recall recall = {
        .text = gold->text, .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct error error = {0};
    bool good = arena && (gold->is_note || understand_recall(reading, &recall, arena, &error));
    if (good && !gold->is_note) {
        compare_categories(&comparison, &recall);
        if (gold->primary != CATEGORY_COUNT)
            compare_facts(&comparison, &recall);
    }
    if (comparison.miss_count > 0)
        fprintf(misses, "        headline: %s\n        %.*s\n\n", recall.headline ? recall.headline : "",
                (int)gold->text.length, gold->text.bytes);
    arena_free(arena);
    return good;
}

/* --- The table ----------------------------------------------------------------------------- */

void measure_print(const struct score *score, const char *name, FILE *out)
{
    fprintf(out, "%s: %u texts\n", name, score->texts);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct tally *tally = &score->tallies[i];
        unsigned n = tally->right + tally->wrong;
        if (i == MEASURE_MACRO)
            fprintf(out, "  %-22s %.3f\n", measure_names[i], score_macro_f1(score));
        else if (i <= MEASURE_TOLERANT && n > 0)
            fprintf(out, "  %-22s %.3f  (%u of %u)\n", measure_names[i], tally_precision(tally), tally->right, n);
        else if (i > MEASURE_TOLERANT && n + tally->missed > 0)
            fprintf(out, "  %-22s P %.3f R %.3f F1 %.3f  (right %u, wrong %u, missed %u)\n", measure_names[i],
                    tally_precision(tally), tally_recall(tally), tally_f1(tally), tally->right, tally->wrong,
                    tally->missed);
    }
}
