#include <string.h>

#include "core/substring.h"
#include "core/understand_facts.h"

/* How many vehicles are affected, in the world and in Germany. */

struct count {
    int64_t number;
    struct span span;
    bool is_named; /* what it counts stands behind it: vehicles, or a make or model */
};

/* "76.000", "1,2 millionen", "18 400"; small numbers only as figures of at least one digit. */
static bool take_count(const char *text, size_t at, struct count *count)
{
    *count = (struct count){.span = {at, at}};
    int64_t fraction = 0, scale = 1;
    size_t digits = 0;
    for (; text_is_digit(text[at]) && digits < 9; at++, digits++)
        count->number = count->number * 10 + (text[at] - '0');
    if (digits == 0 || text_is_digit(text[at]))
        return false;
    while ((text[at] == '.' || text[at] == ' ' || text[at] == ',') && text_is_digit(text[at + 1]) &&
           text_is_digit(text[at + 2]) && text_is_digit(text[at + 3]) && !text_is_digit(text[at + 4]) && digits <= 9) {
        for (size_t i = 1; i <= 3; i++)
            count->number = count->number * 10 + (text[at + i] - '0');
        at += 4;
        digits += 3;
    }
    size_t behind = at;
    if ((text[behind] == ',' || text[behind] == '.') && text_is_digit(text[behind + 1]))
        for (behind++; text_is_digit(text[behind]) && scale < 1000000; behind++) {
            fraction = fraction * 10 + (text[behind] - '0');
            scale *= 10;
        }
    if (text[behind] == ' ' && (text_begins(text + behind + 1, "mio") || text_begins(text + behind + 1, "million"))) {
        count->number = count->number * 1000000 + fraction * 1000000 / scale;
        behind += 4;
        while (text[behind] >= 'a' && text[behind] <= 'z')
            behind++;
        at = behind;
    } else if (behind != at || fold_is_word_byte((unsigned char)text[at]) || text[at] == '/') {
        return false;
    }
    count->span.end = at;
    return true;
}

/* Before a number that counts no cars. */
const char *const phrases_not_counts[] = {
    "jahr ",   "modelljahr", "baujahr", "januar ",         "februar ", "marz ",     "april ",    "mai ",
    "juni ",   "juli ",      "august ", "september ",      "oktober ", "november ", "dezember ", "seit ",
    "br ",     "typ ",       "nummer ", "referenz",        "code ",    "kbanr",     "kba nr",    "kbaref",
    "kbacode", "kba:",       "jan. ",   "feb. ",           "okt. ",    "nov. ",     "dez. ",     "sept. ",
    "anfang ", "mitte ",     "ende ",   "mindestens drei", NULL};

/* Behind one: hours, euros, kilometres. */
static const char *const uncounted[] = {
    "stund",  "min",   "euro",    "eur",     "km",       "kilomet",   "grad",     "prozent",  "%",         "kw",
    "ps",     "volt",  "bar",     "liter",   "millimet", "mm",        "uhr",      "jahr",     "std",       "zylind",
    "meter",  "mg",    "nm",      "gramm",   "falle",    "beschwerd", "verletzt", "unfall",   "vorfall",   "meldung",
    "tote",   "brand", "schaden", "handler", "betriebe", "werkst",    "land",     "incident", "complaint", "injur",
    "crash",  "fire",  "report",  "death",   "dealer",   "case",      "kg",       "tage",     "woche",     "monat",
    "ampere", "zoll",  "tsi",     "tdi",     "turen",    NULL};

void counts_add_starts(struct word_starts *starts)
{
    for (size_t i = 0; uncounted[i]; i++)
        word_starts_add(starts, uncounted[i]);
}

/* Whether the number counts cars and not hours, euros or kilometres. */
static bool is_of_vehicles(const struct reading *reading, const struct sentence *sentence, const struct count *count)
{
    const char *text = reading->folded.text.bytes;
    if (count->span.end - count->span.start == 4 && count->number >= 1980 && count->number <= 2039)
        return false;
    size_t at = count->span.end;
    while (text[at] == ' ')
        at++;
    bool may_be_uncounted = text[at] && word_starts_may(&reading->uncounted, text + at);
    for (size_t i = 0; may_be_uncounted && uncounted[i]; i++)
        if (text_begins(text + at, uncounted[i]))
            return false;
    struct span before = span_before(sentence, count->span.start, 11);
    return !reading_has_within(reading, PHRASES_NOT_COUNTS, before.start, before.end);
}

enum place { PLACE_NONE, PLACE_GERMANY, PLACE_WORLD, PLACE_ELSEWHERE };

/* Of names that stand as near to a number the one that stands first here counts. */
#define PLACES(ROW)                                                                                                    \
    ROW("deutschland", PLACE_GERMANY)                                                                                  \
    ROW("bundesweit", PLACE_GERMANY)                                                                                   \
    ROW("hierzuland", PLACE_GERMANY)                                                                                   \
    ROW("deutschlandweit", PLACE_GERMANY)                                                                              \
    ROW(" in d)", PLACE_GERMANY)                                                                                       \
    ROW(" in d,", PLACE_GERMANY)                                                                                       \
    ROW(" in d.", PLACE_GERMANY)                                                                                       \
    ROW("deutscher ", PLACE_GERMANY)                                                                                   \
    ROW("(d: ", PLACE_GERMANY)                                                                                         \
    ROW("deutsche.", PLACE_GERMANY)                                                                                    \
    ROW("deutsche,", PLACE_GERMANY)                                                                                    \
    ROW("bundesrepublik", PLACE_GERMANY)                                                                               \
    ROW("globus", PLACE_WORLD)                                                                                         \
    ROW("germany", PLACE_GERMANY)                                                                                      \
    ROW("united states", PLACE_ELSEWHERE)                                                                              \
    ROW("united kingdom", PLACE_ELSEWHERE)                                                                             \
    ROW("canada", PLACE_ELSEWHERE)                                                                                     \
    ROW("europe", PLACE_ELSEWHERE)                                                                                     \
    ROW("insgesamt", PLACE_WORLD)                                                                                      \
    ROW("us-", PLACE_ELSEWHERE)                                                                                        \
    ROW("ushandler", PLACE_ELSEWHERE)                                                                                  \
    ROW("mexiko", PLACE_ELSEWHERE)                                                                                     \
    ROW("deutsche ", PLACE_GERMANY)                                                                                    \
    ROW("deutschen ", PLACE_GERMANY)                                                                                   \
    ROW("weltweit", PLACE_WORLD)                                                                                       \
    ROW("global", PLACE_WORLD)                                                                                         \
    ROW("worldwide", PLACE_WORLD)                                                                                      \
    ROW("weltmarkt", PLACE_WORLD)                                                                                      \
    ROW("osterreich", PLACE_ELSEWHERE)                                                                                 \
    ROW("schweiz", PLACE_ELSEWHERE)                                                                                    \
    ROW("usa", PLACE_ELSEWHERE)                                                                                        \
    ROW("europa", PLACE_ELSEWHERE)                                                                                     \
    ROW("china", PLACE_ELSEWHERE)                                                                                      \
    ROW("japan", PLACE_ELSEWHERE)                                                                                      \
    ROW("nordamerika", PLACE_ELSEWHERE)                                                                                \
    ROW("kanada", PLACE_ELSEWHERE)                                                                                     \
    ROW("grossbritannien", PLACE_ELSEWHERE)                                                                            \
    ROW(" uk ", PLACE_ELSEWHERE)                                                                                       \
    ROW("frankreich", PLACE_ELSEWHERE)                                                                                 \
    ROW("france", PLACE_ELSEWHERE)                                                                                     \
    ROW("italien", PLACE_ELSEWHERE)                                                                                    \
    ROW("italy", PLACE_ELSEWHERE)                                                                                      \
    ROW("spanien", PLACE_ELSEWHERE)                                                                                    \
    ROW("spain", PLACE_ELSEWHERE)                                                                                      \
    ROW("polen", PLACE_ELSEWHERE)                                                                                      \
    ROW("poland", PLACE_ELSEWHERE)                                                                                     \
    ROW("niederland", PLACE_ELSEWHERE)                                                                                 \
    ROW("belgien", PLACE_ELSEWHERE)                                                                                    \
    ROW("sudkorea", PLACE_ELSEWHERE)                                                                                   \
    ROW("korea", PLACE_ELSEWHERE)                                                                                      \
    ROW("indien", PLACE_ELSEWHERE)                                                                                     \
    ROW("brasilien", PLACE_ELSEWHERE)                                                                                  \
    ROW("australi", PLACE_ELSEWHERE)                                                                                   \
    ROW("russland", PLACE_ELSEWHERE)                                                                                   \
    ROW("turkei", PLACE_ELSEWHERE)                                                                                     \
    ROW("schweden", PLACE_ELSEWHERE)                                                                                   \
    ROW("norwegen", PLACE_ELSEWHERE)                                                                                   \
    ROW("danemark", PLACE_ELSEWHERE)

#define PLACE_WORDS(words, place) words,
#define PLACE_MEANT(words, place) place,

const char *const phrases_places[] = {PLACES(PLACE_WORDS) NULL};
static const enum place places_meant[] = {PLACES(PLACE_MEANT)};

enum { COUNTS_MOST = 16, REACH = 60, BREAK = 20 };

static bool has_break(const char *text, struct span span)
{
    static const char joint[] = " und ";
    for (size_t at = span.start; at < span.end; at++) {
        char byte = text[at];
        if (byte == ',' || byte == ';' || byte == '(' || byte == ')' || byte == ':' ||
            (byte == ' ' && at + sizeof joint - 1 <= span.end && text_begins(text + at, joint) > 0))
            return true;
    }
    return false;
}

/* How far a place stands from a number; a comma or bracket between them makes it further. */
static size_t find_distance(const char *text, struct span number, struct span place)
{
    struct span between =
        place.start < number.start ? (struct span){place.end, number.start} : (struct span){number.end, place.start};
    size_t distance = between.end > between.start ? between.end - between.start : 0;
    /* "weltweit: 17.902" */
    if (distance == 2 && place.start < number.start && memcmp(text + between.start, ": ", 2) == 0)
        return 0;
    return distance < REACH && has_break(text, between) ? distance + BREAK : distance;
}

/* A place that the sentence names. */
struct mention {
    struct span span;
    size_t number; /* of its name */
};

static size_t find_place(const char *text, struct span span)
{
    size_t number = 0;
    while (text_begins(text + span.start, phrases_places[number]) != span.end - span.start)
        number++;
    return number;
}

/* Sorts it in by its number, as far as there is room. */
static void put_mention(struct mention *mentions, size_t *count, struct mention mention)
{
    size_t at = *count;
    while (at > 0 && mentions[at - 1].number > mention.number)
        at--;
    if (at == COUNTS_MOST)
        return;
    *count += *count < COUNTS_MOST;
    memmove(mentions + at + 1, mentions + at, (*count - at - 1) * sizeof *mentions);
    mentions[at] = mention;
}

static size_t gather_mentions(const struct reading *reading, const struct sentence *sentence, struct mention *mentions)
{
    size_t count = 0;
    if (!sentence_has(sentence, PHRASES_PLACES))
        return 0;
    for (size_t i = reading_first_phrase(reading, sentence->start);
         i < reading->phrase_count && reading->phrases[i].end <= sentence->end; i++) {
        const struct match *phrase = &reading->phrases[i];
        struct span span = {phrase->start, phrase->end};
        if (phrase->cue == PHRASES_PLACES && phrase->start >= sentence->start)
            put_mention(mentions, &count, (struct mention){span, find_place(reading->folded.text.bytes, span)});
    }
    return count;
}

/* Gives the places to the numbers, those that stand nearest to each other first. */
static void give_places(const struct reading *reading, const struct sentence *sentence, const struct count *counts,
                        size_t count, enum place *places)
{
    const char *text = reading->folded.text.bytes;
    struct mention mentions[COUNTS_MOST];
    bool given[COUNTS_MOST] = {false};
    size_t mention_count = count > 0 ? gather_mentions(reading, sentence, mentions) : 0;
    for (size_t round = 0; round < mention_count; round++) {
        size_t nearest = REACH, best_count = count, best_mention = 0;
        for (size_t m = 0; m < mention_count; m++) {
            for (size_t i = 0; i < count && !given[m]; i++) {
                size_t distance = find_distance(text, counts[i].span, mentions[m].span);
                if (distance < nearest && (places[i] == PLACE_NONE || places[i] == places_meant[mentions[m].number])) {
                    nearest = distance;
                    best_count = i;
                    best_mention = m;
                }
            }
        }
        if (best_count == count)
            return;
        places[best_count] = places_meant[mentions[best_mention].number];
        given[best_mention] = true;
    }
}

/* Whether another fact was read from these letters: a model, a phone, a date. */
static bool is_other_fact(const struct facts *facts, struct span span)
{
    size_t start = facts->reading->folded.origins[span.start];
    for (size_t i = 0; i < facts->evidence_count; i++) {
        const struct evidence *evidence = &facts->evidence[i];
        if (evidence->kind != FACT_AFFECTED && start >= evidence->start_bytes &&
            start < (size_t)evidence->start_bytes + evidence->length_bytes)
            return true;
    }
    return false;
}

enum { NAME_REACH = 14 };

static bool is_named(const struct reading *reading, const struct sentence *sentence, struct span number)
{
    static const char *const vehicles[] = {
        "fahrzeug", "auto",   "wagen",  "pkw",       "exemplar",    "einheiten", "stuck",   "modelle", "transporter",
        "motorrad", "benzin", "diesel", "limousine", "kombi",       "cabrio",    "suv",     "roller",  "gelandewagen",
        "vans",     "lkw",    "neuwag", "kleinwag",  "elektroauto", "bikes",     "maschin", "busse",   NULL};
    struct span behind = span_behind(sentence, number.end, NAME_REACH);
    const char *text = reading->folded.text.bytes;
    for (size_t at = behind.start; at < behind.end; at++)
        if (text_is_sign(text[at], ",;:()"))
            behind.end = at;
    if (span_has_any(text, behind, vehicles))
        return true;
    for (size_t i = reading_first_match(reading, number.end);
         i < reading->match_count && reading->matches[i].end <= number.end + 2 * NAME_REACH; i++) {
        const struct match *match = &reading->matches[i];
        enum rule_table table = reading_cue(reading, match)->table;
        if ((table == RULE_MAKE || table == RULE_MODEL) && match->start >= behind.start && match->start < behind.end)
            return true;
    }
    return false;
}

/* "eine halbe Million", "zwei Millionen"; "drei Fahrzeuge" */
static bool take_count_in_words(const char *text, size_t at, struct count *count)
{
    static const struct amount_word units[] = {{"million", 1000000}, {"mio", 1000000}};
    static const char *const cars[] = {" fahrzeuge", " autos", " wagen ", " exemplare", " vehicles", " cars"};
    *count = (struct count){.span = {at, at}};
    double amount = amount_take(text, &at);
    if (amount <= 0)
        return false;
    while (text[at] == ' ')
        at++;
    double unit = AMOUNT_TAKE_WORD(text, &at, units);
    bool counts_cars = false;
    for (size_t i = 0; i < sizeof cars / sizeof cars[0] && at > 0; i++)
        counts_cars = counts_cars || text_begins(text + at - 1, cars[i]) > 0;
    if (unit <= 0 && (!counts_cars || amount < 2 || amount > 12))
        return false;
    while (unit > 0 && text[at] >= 'a' && text[at] <= 'z')
        at++;
    count->number = (int64_t)(amount * (unit > 0 ? unit : 1) + 0.5);
    count->span.end = unit > 0 ? at : at - 1;
    return true;
}

static size_t gather_counts(const struct facts *facts, const struct sentence *sentence, struct count *counts)
{
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    size_t found = 0;
    for (size_t at = reading_next_mark(reading, MARK_AMOUNT, sentence->start, sentence->end);
         at < sentence->end && found < COUNTS_MOST;
         at = reading_next_mark(reading, MARK_AMOUNT, at + 1, sentence->end)) {
        struct count count;
        bool in_figures = text_is_digit(text[at]);
        bool is_part = at > 0 && text_is_sign(text[at - 1], ".,/'");
        if (is_part || !(in_figures ? take_count(text, at, &count) : take_count_in_words(text, at, &count)) ||
            count.span.end > sentence->end)
            continue;
        if (is_of_vehicles(reading, sentence, &count) && !is_other_fact(facts, count.span)) {
            count.is_named = is_named(reading, sentence, count.span);
            counts[found++] = count;
        }
        at = count.span.end - 1;
    }
    return found;
}

/* "250 von 2.053 Wagen sind in Deutschland": the part is the place's, the other the whole. */
static void split_parts(const char *text, const struct count *counts, size_t count, enum place *places)
{
    for (size_t i = 0; i + 1 < count; i++) {
        if (counts[i + 1].span.start != counts[i].span.end + 5 || memcmp(text + counts[i].span.end, " von ", 5) != 0)
            continue;
        if (places[i] == PLACE_NONE)
            places[i] = places[i + 1];
        places[i + 1] = PLACE_WORLD;
    }
}

/* "in Deutschland 30.000 Tiguan und 22.500 Touran": each is only a part. */
static bool is_one_of_several(const char *text, const struct count *counts, size_t count, size_t number)
{
    enum { NAMES_REACH = 26 };
    size_t first = number > 0 ? number - 1 : number;
    for (size_t i = first; i + 1 < count && i <= number; i++) {
        struct span between = {counts[i].span.end, counts[i + 1].span.start};
        if (counts[i].is_named && counts[i + 1].is_named && between.end < between.start + NAMES_REACH &&
            between.end >= between.start + 5 && memcmp(text + between.end - 5, " und ", 5) == 0)
            return true;
    }
    return false;
}

static void take_number(struct facts *facts, const struct count *count, enum place place)
{
    int64_t *known = place == PLACE_GERMANY ? &facts->recall->affected_germany : &facts->recall->affected_world;
    if (*known >= 0)
        return;
    *known = count->number;
    facts_point_to(facts, FACT_AFFECTED, place == PLACE_GERMANY, count->span);
}

static void read_sentence(struct facts *facts, const struct sentence *sentence, struct count *unplaced)
{
    const char *text = facts->reading->folded.text.bytes;
    struct count counts[COUNTS_MOST];
    enum place places[COUNTS_MOST] = {PLACE_NONE};
    size_t count = gather_counts(facts, sentence, counts);
    give_places(facts->reading, sentence, counts, count, places);
    split_parts(text, counts, count, places);
    for (size_t i = 0; i < count; i++) {
        if (is_one_of_several(text, counts, count, i))
            continue;
        if (places[i] == PLACE_GERMANY || places[i] == PLACE_WORLD)
            take_number(facts, &counts[i], places[i]);
        else if (places[i] == PLACE_NONE && counts[i].number > unplaced->number)
            *unplaced = counts[i];
    }
}

/* A number of no place that is larger than Germany's: "243.000 Peugeot 308 (27.116 in Deutschland)". */
enum { LARGE_LEAST = 100 };

const char *const phrases_counts[] = {"million",    " fahrzeuge", " autos", " wagen",
                                      " exemplare", " vehicles",  " cars",  NULL};

void understand_counts(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    struct recall *recall = facts->recall;
    struct count unplaced = {0};
    for (size_t s = 0; s < reading->sentence_count; s++)
        if (reading->sentences[s].has_digit || sentence_has(&reading->sentences[s], PHRASES_COUNTS))
            read_sentence(facts, &reading->sentences[s], &unplaced);
    /* A number alone may be the world's or the country's: unknown. */
    bool germany = recall->affected_germany >= 0, world = recall->affected_world >= 0;
    if (germany && unplaced.number >= LARGE_LEAST && unplaced.number > recall->affected_germany)
        take_number(facts, &unplaced, PLACE_WORLD);
    else if (world && !germany && unplaced.is_named && unplaced.number < recall->affected_world)
        take_number(facts, &unplaced, PLACE_GERMANY);
}
