#include <stdlib.h>
#include <string.h>

#include "core/understand_facts.h"

static const char what[] = "the text of a recall";

enum { NOTE_CHARACTERS = 160 };

/* --- A reading ----------------------------------------------------------------------------- */

/* Addresses are no prose: "recall.html" is not about eCall. */
static void blank_addresses(struct folded *folded)
{
    static const char *const starts[] = {"https://", "http://", "www."};
    char *text = folded->text.bytes;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        for (char *at = text; (at = strstr(at, starts[i])) != NULL;)
            while (*at && *at != ' ')
                *at++ = '_';
    }
}

/* Longest cue first; where two end alike the order of the rules decides. */
static int compare_length(const void *left, const void *right, void *context)
{
    const struct match *matches = context;
    const struct match *a = &matches[*(const uint32_t *)left], *b = &matches[*(const uint32_t *)right];
    if (a->letters != b->letters)
        return a->letters < b->letters ? 1 : -1;
    return (a->start > b->start) - (a->start < b->start);
}

/*
 * The longest cue of a category has its letters for itself; cues that cover exactly the same ones
 * share them. Cues that subtract take nothing away: they stand beside what they correct.
 */
static bool take_longest(struct reading *reading)
{
    size_t length = reading->folded.text.length;
    reading->taken = calloc(reading->match_count + 1, sizeof *reading->taken);
    uint32_t *order = malloc((reading->match_count + 1) * sizeof *order);
    uint32_t *owner = calloc(length + 1, sizeof *owner);
    bool good = reading->taken && order && owner;
    size_t count = 0;
    for (size_t i = 0; good && i < reading->match_count; i++) {
        const struct rule_cue *cue = rules_cue(reading->rules, reading->matches[i].cue);
        if (cue->table == RULE_CATEGORY && cue->weight >= 0)
            order[count++] = (uint32_t)i;
    }
    if (good)
        qsort_r(order, count, sizeof *order, compare_length, reading->matches);
    for (size_t i = 0; good && i < count; i++) {
        const struct match *match = &reading->matches[order[i]];
        bool free_letters = true;
        for (size_t at = match->start; free_letters && at < match->end; at++) {
            const struct match *other = owner[at] ? &reading->matches[owner[at] - 1] : NULL;
            free_letters = !other || (other->start == match->start && other->end == match->end);
        }
        reading->taken[order[i]] = !free_letters;
        for (size_t at = match->start; free_letters && at < match->end; at++)
            owner[at] = order[i] + 1;
    }
    free(order);
    free(owner);
    return good;
}

/*
 * A text without any umlaut that spells them ae, oe, ue is folded so that both spellings are one. Others are not:
 * "ue" is no ü in "neue" or "manuell".
 */
static bool spells_umlauts_out(struct text_view text, const struct folded *folded)
{
    static const char *const signs[] = {"fuer",  "koenn", "ueber",  "haend",  "pruef", "oeff",     "kuehl", "zuend",
                                        "moegl", "fuehr", "laesst", "geraet", "traeg", "schluess", NULL};
    const char *bytes = folded->text.bytes;
    for (size_t i = 0; i + 1 < text.length; i++)
        if ((unsigned char)text.bytes[i] == 0xC3 || (unsigned char)text.bytes[i] == 0xCC)
            return false;
    for (const char *e = strchr(bytes, 'e'); e; e = strchr(e + 1, 'e')) {
        if (e == bytes || !strchr("aou", e[-1]))
            continue;
        for (size_t i = 0; signs[i]; i++) {
            size_t before = strcspn(signs[i], "e");
            if ((size_t)(e - bytes) >= before && strncmp(e - before, signs[i], strlen(signs[i])) == 0)
                return true;
        }
    }
    return false;
}

size_t reading_first_match(const struct reading *reading, size_t at)
{
    size_t low = 0, high = reading->match_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (reading->matches[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool reading_begin(struct reading *reading, const struct rules *rules, struct text_view text)
{
    *reading = (struct reading){.rules = rules, .text = text};
    if (!text_fold(text, FOLD_BASE, &reading->folded))
        return false;
    if (spells_umlauts_out(text, &reading->folded) && !text_fold(text, FOLD_LOOSE, &reading->folded))
        return false;
    blank_addresses(&reading->folded);
    if (!reading_split(reading) ||
        !matcher_run(rules_matcher(rules), &reading->folded, &reading->matches, &reading->match_count))
        return false;
    reading_zone(reading);
    return take_longest(reading);
}

void reading_end(struct reading *reading)
{
    folded_free(&reading->folded);
    free(reading->sentences);
    free(reading->matches);
    free(reading->taken);
}

/* --- Recall or note ------------------------------------------------------------------------ */

bool understand_is_note(const struct rules *rules, struct text_view text)
{
    size_t characters = 0;
    for (size_t i = 0; i < text.length && characters <= NOTE_CHARACTERS; i++)
        characters += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    if (characters > NOTE_CHARACTERS)
        return false;
    struct reading reading;
    int score = 0;
    if (reading_begin(&reading, rules, text))
        for (size_t i = 0; i < reading.match_count; i++) {
            const struct rule_cue *cue = rules_cue(rules, reading.matches[i].cue);
            score += cue->table == RULE_NOTE ? cue->weight : 0;
        }
    reading_end(&reading);
    return score > 0;
}

/* --- The recall ---------------------------------------------------------------------------- */

static void understand_facts(struct facts *facts)
{
    understand_names(facts);
    understand_markets(facts);
    understand_dates(facts);
    understand_duration(facts);
    understand_cost(facts);
    understand_parts(facts);
    understand_phones(facts);
    understand_addresses(facts);
    understand_counts(facts);
    understand_conditions(facts);
    facts->recall->evidence = facts->evidence;
    facts->recall->evidence_count = facts->evidence_count;
}

bool understand_recall(const struct rules *rules, struct recall *recall, struct arena *arena, struct error *error)
{
    struct reading reading;
    bool good = reading_begin(&reading, rules, recall->text) && understand_categories(&reading, recall);
    if (good) {
        understand_hazards(&reading, recall);
        understand_remedies(&reading, recall);
        struct facts facts = {.reading = &reading, .recall = recall, .arena = arena};
        understand_facts(&facts);
        understand_headline(&reading, recall, arena);
        good = !arena_failed(arena);
    }
    reading_end(&reading);
    return good || error_set_memory(error, what);
}
