#include <stdlib.h>
#include <string.h>

#include "core/sort_items.h"
#include "core/understand_facts.h"

static const char what[] = "the text of a recall";

/* A note is seldom long; of a long one more must be said like a note. What a defect may lead to is no note's matter. */
enum { NOTE_CHARACTERS = 160, LONG_NOTE_CHARACTERS = 400, LONG_NOTE_LEAST = 7, NOTE_HAZARD = 4 };

/* --- A reading ----------------------------------------------------------------------------- */

/* Up to the next blank, behind which it returns. */
static char *blank_word(char *at, const char *end)
{
    while (at < end && *at != ' ')
        *at++ = '_';
    return at;
}

/* Addresses are no prose: "recall.html" is not about eCall. False: there is none. */
static bool blank_addresses(struct folded *folded)
{
    static const char www[] = {'w', 'w', 'w'};
    char *text = folded->text.bytes, *end = text + folded->text.length;
    bool any = false;
    for (char *at = text; (at = memchr(at, ':', (size_t)(end - at))) != NULL; at++) {
        size_t before = at - text >= 5 && memcmp(at - 5, "https", 5) == 0  ? 5
                        : at - text >= 4 && memcmp(at - 4, "http", 4) == 0 ? 4
                                                                           : 0;
        if (before == 0 || at[1] != '/' || at[2] != '/')
            continue;
        at = blank_word(at - before, end) - 1;
        any = true;
    }
    for (char *at = text; (at = memchr(at, '.', (size_t)(end - at))) != NULL; at++) {
        if ((size_t)(at - text) < sizeof www || memcmp(at - sizeof www, www, sizeof www) != 0)
            continue;
        at = blank_word(at - sizeof www, end) - 1;
        any = true;
    }
    return any;
}

/*
 * A text without any umlaut that spells them ae, oe, ue is read as if it had them. Others are not: "ue" is no ü in
 * "neue" or "manuell".
 */
static bool spells_umlauts_out(struct text_view text, const struct folded *folded)
{
    static const char *const signs[] = {
        "aeng", "aend", "aenk", "aemp", "aenz", "aess", "aerk", "aerz", "aeus", "aeuf", "aeum", "aelt",  "aehr", "aech",
        "aehl", "aetz", "aell", "aeft", "aeri", "aede", "oeff", "oerd", "oerp", "oest", "oeht", "oehe",  "oenn", "oegl",
        "oesu", "oese", "oede", "oeli", "fuer", "ueck", "uehr", "uehl", "uebe", "uerf", "uerd", "uefl",  "uenf", "uetz",
        "uerz", "ueft", "uend", "uegt", "ruef", "ruec", "tuer", "huel", "duen", "kuen", "muer", "gruen", "wuer", NULL};
    const char *bytes = folded->text.bytes;
    for (size_t i = 0; i + 1 < text.length; i++) {
        unsigned char lead = (unsigned char)text.bytes[i], next = (unsigned char)text.bytes[i + 1];
        bool is_umlaut = lead == 0xC3 && next && strchr("\x84\x96\x9C\x9F\xA4\xB6\xBC", next);
        bool is_mark = lead == 0xCC && next == 0x88 && i > 0 && strchr("aouAOU", text.bytes[i - 1]);
        if (is_umlaut || is_mark)
            return false;
    }
    const struct substring_pairs pairs = substring_pairs_of(bytes, folded->text.length);
    return substring_any(&pairs, bytes, folded->text.length, signs);
}

/* Words in which these letters stand for themselves. */
static bool is_own_e(const char *bytes, size_t e, size_t length)
{
    static const struct {
        const char *word;
        size_t place; /* of the e in it */
    } words[] = {{"blue", 3},       {"nuell", 2},   {"tuell", 2},    {"duell", 2},    {"suell", 2},  {"zuerst", 2},
                 {"zueinander", 2}, {"citroen", 5}, {"aero", 1},     {"koeff", 2},    {"soeben", 2}, {"fuel", 2},
                 {"israel", 4},     {"michael", 5}, {"koexist", 2},  {"zoe", 2},      {"duett", 2},  {"phoenix", 3},
                 {"boeing", 2},     {"queue", 4},   {"continue", 7}, {"value", 4},    {"issue", 4},  {"due to", 2},
                 {"statue", 5},     {"goes", 2},    {"does", 2},     {"influenz", 5}, {"poe", 2}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t word_length = strlen(words[i].word);
        if (e >= words[i].place && e - words[i].place + word_length <= length &&
            memcmp(bytes + e - words[i].place, words[i].word, word_length) == 0)
            return true;
    }
    return false;
}

/* Takes the e out of ae, oe, ue, in place: in base form umlauts are a, o, u. */
static void unite_digraphs(struct text_view text, struct folded *folded)
{
    if (!spells_umlauts_out(text, folded))
        return;
    enum { GONE = 1 };
    char *bytes = folded->text.bytes;
    size_t kept = 0, length = folded->text.length;
    for (size_t i = 1; i < length; i++) {
        char before = bytes[i - 1], first = i > 1 ? bytes[i - 2] : '\0';
        bool digraph = before == 'a' || before == 'o' || (before == 'u' && !(first && strchr("aeouq", first)));
        if (bytes[i] == 'e' && digraph && !is_own_e(bytes, i, length))
            bytes[i] = GONE;
    }
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == GONE)
            continue;
        bytes[kept] = bytes[i];
        folded->origins[kept] = folded->origins[i];
        folded->joints[kept++] = folded->joints[i];
    }
    folded->origins[kept] = folded->origins[length];
    folded->joints[kept] = folded->joints[length];
    folded->text.length = kept;
    bytes[kept] = '\0';
}

/*
 * Behind a hyphen at the end of a line a small letter carries a broken word on: no part of it is a name by itself. A
 * capital begins a word's second part.
 */
static void forget_broken_lines(struct text_view text, struct folded *folded)
{
    const bool *end = folded->joints + folded->text.length;
    for (const bool *at = folded->joints; (at = memchr(at, true, (size_t)(end - at))) != NULL; at++) {
        size_t i = (size_t)(at - folded->joints), origin = folded->origins[i];
        if (origin == 0 || text.bytes[origin - 1] != '\n')
            continue;
        unsigned char first = (unsigned char)text.bytes[origin];
        unsigned char second = origin + 1 < text.length ? (unsigned char)text.bytes[origin + 1] : 0;
        if ((first >= 'a' && first <= 'z') || (first == 0xC3 && second >= 0xA0))
            folded->joints[i] = false;
    }
}

/* A match that wants its letters for itself. */
struct claim {
    const struct match *match;
    bool is_own; /* by the user's rules */
};

/* The user's cues first, then the longest; of equal ones the first, so that any qsort() gives the same. */
static int compare_claims(const void *left, const void *right)
{
    const struct claim *a = left, *b = right;
    if (a->is_own != b->is_own)
        return a->is_own ? -1 : 1;
    if (a->match->letters != b->match->letters)
        return a->match->letters < b->match->letters ? 1 : -1;
    if (a->match->start != b->match->start)
        return a->match->start < b->match->start ? -1 : 1;
    return (a->match > b->match) - (a->match < b->match);
}

/* Room for count elements, and at least one. */
static bool reserve_all(void *items, size_t count, size_t *capacity, size_t element_size)
{
    return array_reserve_many(items, 0, count + 1, capacity, element_size);
}

/* What has a letter of the text: nothing, a name, or a match (its number is added). */
enum { OWNER_NONE, OWNER_NAME, OWNER_FIRST };

/* "Ioniq Hybrid" is no hybrid's fault: cues within the names of makes and models say nothing. */
static void give_to_names(const struct reading *reading)
{
    struct match_numbers numbers = reading_matches(reading, RULE_MAKE);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
        const struct rule_cue *cue = reading_cue(reading, match);
        if (cue->table != RULE_MAKE && (cue->table != RULE_MODEL || cue->weight != 0))
            continue;
        char first = reading->text.bytes[reading->folded.origins[match->start]];
        if (first >= 'A' && first <= 'Z')
            for (size_t at = match->start; at < match->end; at++)
                reading->owners[at] = OWNER_NAME;
    }
}

/* Whether the match may have its letters: none is another cue's, not all are a name's. */
static bool is_free(const struct reading *reading, const struct match *match)
{
    const uint32_t *owners = reading->owners;
    size_t named = 0;
    for (size_t at = match->start; at < match->end; at++) {
        named += owners[at] == OWNER_NAME;
        if (owners[at] < OWNER_FIRST)
            continue;
        const struct match *other = &reading->matches[owners[at] - OWNER_FIRST];
        if (other->start != match->start || other->end != match->end)
            return false;
    }
    return named < match->end - match->start;
}

/* Nobody has its letters yet. */
static void put_claim(struct reading *reading, size_t number, const struct match *match, bool is_own)
{
    reading->claims[number] = (struct claim){match, is_own};
    for (size_t at = match->start; at < match->end; at++)
        reading->owners[at] = OWNER_NONE;
}

/* Whether a make or model, or what looks like one, shares letters with the match. */
static bool touches_name(const struct reading *reading, const struct match *match)
{
    struct match_numbers names = reading_matches(reading, RULE_MAKE);
    for (size_t i = 0; i < names.count; i++) {
        const struct match *name = &reading->matches[names.items[i]];
        if (name->start < match->end && match->start < name->end)
            return true;
    }
    return false;
}

/* Puts the claims of categories but for those that nothing else lays claim to; returns how many. */
static size_t put_claims(struct reading *reading)
{
    size_t count = 0, first_start = SIZE_MAX; /* of those behind */
    struct match_numbers numbers = reading_matches(reading, RULE_CATEGORY);
    for (size_t i = numbers.count; i-- > 0;) {
        const struct match *match = &reading->matches[numbers.items[i]];
        const struct rule_cue *cue = reading_cue(reading, match);
        bool is_alone = match->end <= first_start &&
                        (i == 0 || reading->matches[numbers.items[i - 1]].end <= match->start) &&
                        !touches_name(reading, match);
        if (cue->weight >= 0 && !is_alone)
            put_claim(reading, count++, match, cue->is_own);
        if (match->start < first_start)
            first_start = match->start;
    }
    return count;
}

/*
 * The longest cue of a category has its letters for itself; cues that cover exactly the same ones
 * share them. Cues that subtract take nothing away: they stand beside what they correct.
 */
static void take_longest(struct reading *reading)
{
    memset(reading->taken, 0, reading->match_count * sizeof *reading->taken);
    size_t count = put_claims(reading);
    if (count == 0)
        return;
    give_to_names(reading);
    sort_items(reading->claims, count, sizeof *reading->claims, compare_claims);
    for (size_t i = 0; i < count; i++) {
        const struct match *match = reading->claims[i].match;
        size_t number = (size_t)(match - reading->matches);
        reading->taken[number] = !is_free(reading, match);
        for (size_t at = match->start; !reading->taken[number] && at < match->end; at++)
            reading->owners[at] = (uint32_t)number + OWNER_FIRST;
    }
}

/* So many words are enough for most of what people write; they take some megabytes. */
enum { WORDS_MOST = 1 << 15 };

struct reading *reading_new(const struct rules *rules)
{
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading)
        return NULL;
    *reading = (struct reading){
        .rules = rules, .cues = rules_cue(rules, 0), .run = matcher_run_new(rules_matcher(rules), WORDS_MOST)};
    amount_add_starts(&reading->amounts);
    date_add_starts(&reading->dates);
    amount_add_starts(&reading->marked);
    date_add_starts(&reading->marked);
    word_starts_add(&reading->marked, "my");
    duration_add_starts(&reading->qualifiers);
    counts_add_starts(&reading->uncounted);
    headline_add_starts(&reading->references, &reading->measures);
    if (!reading->run || !reading_sort_makes(reading)) {
        reading_free(reading);
        return NULL;
    }
    return reading;
}

void reading_free(struct reading *reading)
{
    if (!reading)
        return;
    matcher_run_free(reading->run);
    folded_free(&reading->folded);
    free(reading->sentences);
    free(reading->numbers);
    free(reading->taken);
    free(reading->claims);
    free(reading->candidates);
    buffer_free(&reading->plain);
    buffer_free(&reading->clause);
    free(reading->counted);
    free(reading->owners);
    free(reading->marks[0]);
    free(reading->makes);
    free(reading);
}

/* Room for what is known of each match and each letter. */
static bool reserve(struct reading *reading)
{
    return reserve_all(&reading->taken, reading->match_count, &reading->taken_capacity, sizeof *reading->taken) &&
           reserve_all(&reading->claims, reading->match_count, &reading->claim_capacity, sizeof *reading->claims) &&
           reserve_all(&reading->candidates, reading->match_count, &reading->candidate_capacity,
                       sizeof *reading->candidates) &&
           reserve_all(&reading->counted, reading->match_count, &reading->counted_capacity, sizeof *reading->counted) &&
           reserve_all(&reading->owners, reading->folded.text.length, &reading->owner_capacity,
                       sizeof *reading->owners);
}

/* The cues of the matches lie anywhere in memory: it is asked for all of them at once. */
static void fetch_cues(const struct reading *reading)
{
    for (size_t i = 0; i < reading->match_count; i++)
        __builtin_prefetch(reading_cue(reading, &reading->matches[i]));
}

bool reading_begin(struct reading *reading, struct text_view text)
{
    reading->text = text;
    if (!text_fold(text, FOLD_BASE, &reading->folded))
        return false;
    unite_digraphs(text, &reading->folded);
    forget_broken_lines(text, &reading->folded);
    reading->has_address = blank_addresses(&reading->folded);
    reading->has_blanked = memchr(reading->folded.text.bytes, '_', reading->folded.text.length) != NULL;
    if (!reading_mark(reading) || !reading_split(reading) ||
        !matcher_run_text(reading->run, &reading->folded, &reading->matches, &reading->match_count) ||
        !reserve(reading))
        return false;
    fetch_cues(reading);
    reading_note_phrases(reading);
    reading_drop_foreign(reading);
    if (!reading_sort_matches(reading))
        return false;
    reading_zone(reading);
    take_longest(reading);
    reading_drop_denied(reading);
    return true;
}

/* --- Recall or note ------------------------------------------------------------------------ */

static int score_note(const struct reading *reading)
{
    int score = 0;
    bool has_hazard = false;
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct rule_cue *cue = reading_cue(reading, &reading->matches[i]);
        score += cue->table == RULE_NOTE ? cue->weight : 0;
        has_hazard = has_hazard || cue->table == RULE_HAZARD;
    }
    return score - (has_hazard ? NOTE_HAZARD : 0);
}

bool understand_is_note(struct reading *reading, struct text_view text)
{
    size_t characters = 0;
    for (size_t i = 0; i < text.length && characters <= LONG_NOTE_CHARACTERS; i++)
        characters += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    if (characters > LONG_NOTE_CHARACTERS)
        return false;
    int score = reading_begin(reading, text) ? score_note(reading) : 0;
    return score >= (characters > NOTE_CHARACTERS ? LONG_NOTE_LEAST : 1);
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

bool understand_recall(struct reading *reading, struct recall *recall, struct arena *arena, struct error *error)
{
    if (!reading_begin(reading, recall->text))
        return error_set_memory(error, what);
    understand_categories(reading, recall);
    bool good = understand_component(reading->rules, recall);
    if (good) {
        understand_hazards(reading, recall);
        understand_remedies(reading, recall);
        struct facts facts = {.reading = reading, .recall = recall, .arena = arena};
        understand_facts(&facts);
        understand_headline(reading, recall, arena);
        good = !arena_failed(arena);
    }
    return good || error_set_memory(error, what);
}
