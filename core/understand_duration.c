#include <string.h>

#include "core/understand_facts.h"

/* How long the car stays in the workshop: every duration that the remedy or the administrative sentences name. */

struct amount_word {
    const char *word;
    double amount;
};

/* Longer words before those they begin with. */
static const struct amount_word amount_words[] = {
    {"einer dreiviertel", 0.75},
    {"eine dreiviertel", 0.75},
    {"dreiviertel", 0.75},
    {"drei viertel", 0.75},
    {"einer viertel", 0.25},
    {"eine viertel", 0.25},
    {"viertel", 0.25},
    {"einer halben", 0.5},
    {"eine halbe", 0.5},
    {"einen halben", 0.5},
    {"ein halber", 0.5},
    {"halbe", 0.5},
    {"halben", 0.5},
    {"halb", 0.5},
    {"anderthalb", 1.5},
    {"eineinhalb", 1.5},
    {"einundhalb", 1.5},
    {"zweieinviertel", 2.25},
    {"zweidreiviertel", 2.75},
    {"eineinviertel", 1.25},
    {"eindreiviertel", 1.75},
    {"zweieinhalb", 2.5},
    {"dreieinhalb", 3.5},
    {"viereinhalb", 4.5},
    {"einer", 1},
    {"einen", 1},
    {"einem", 1},
    {"eine", 1},
    {"ein", 1},
    {"zwei", 2},
    {"zweier", 2},
    {"dreissig", 30},
    {"drei", 3},
    {"vierzig", 40},
    {"vier", 4},
    {"funfundvierzig", 45},
    {"funfzehn", 15},
    {"funfzig", 50},
    {"funf", 5},
    {"sechzig", 60},
    {"sechs", 6},
    {"sieben", 7},
    {"acht", 8},
    {"neunzig", 90},
    {"neun", 9},
    {"zehn", 10},
    {"elf", 11},
    {"zwolf", 12},
    {"zwanzig", 20},
    {"funfundzwanzig", 25},
    {"one and a half", 1.5},
    {"half an", 0.5},
    {"half a", 0.5},
    {"one", 1},
    {"two", 2},
    {"three", 3},
    {"four", 4},
    {"five", 5},
    {"an", 1},
};

static const struct amount_word fractions[] = {{"1⁄2", 0.5}, {"1⁄4", 0.25}, {"3⁄4", 0.75}, {"½", 0.5},   {"¼", 0.25},
                                               {"¾", 0.75},  {"1/2", 0.5},  {"1/4", 0.25}, {"3/4", 0.75}};

static const struct amount_word units[] = {
    {"arbeitstag", 480}, {"stund", 60}, {"std", 60}, {"hour", 60}, {"h ", 60},  {"h,", 60},
    {"h.", 60},          {"minut", 1},  {"min.", 1}, {"min ", 1},  {"min,", 1}, {"min)", 1},
};

static double take_word(const char *text, size_t *at, const struct amount_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = text_begins(text + *at, words[i].word);
        if (length > 0) {
            *at += length;
            return words[i].amount;
        }
    }
    return 0;
}

#define TAKE_WORD(text, at, words) take_word(text, at, words, sizeof(words) / sizeof(words)[0])

/* "zwei", "2", "1,5", "2 1/2", "2½", "eine halbe"; 0 when there is no number. */
static double take_amount(const char *text, size_t *at)
{
    double amount = TAKE_WORD(text, at, fractions);
    if (amount > 0)
        return amount;
    if (!text_is_digit(text[*at]))
        return TAKE_WORD(text, at, amount_words);
    double part = 1;
    while (text_is_digit(text[*at]) && amount < 100000)
        amount = amount * 10 + (text[(*at)++] - '0');
    if ((text[*at] == ',' || text[*at] == '.') && text_is_digit(text[*at + 1])) {
        (*at)++;
        while (text_is_digit(text[*at]))
            amount += (text[(*at)++] - '0') * (part /= 10);
    }
    size_t behind = *at;
    text_skip_blanks(text, &behind);
    double fraction = TAKE_WORD(text, &behind, fractions);
    if (fraction > 0)
        *at = behind;
    return amount + fraction;
}

static double take_unit(const char *text, size_t *at)
{
    text_skip_blanks(text, at);
    if (text_begins(text + *at, "stundenkilometer"))
        return 0;
    return TAKE_WORD(text, at, units);
}

struct duration {
    double from, to; /* minutes */
    struct span span;
};

/* Between two amounts: "bis", "bis zu", "und", "oder", "-". */
static bool take_joint(const char *text, size_t *at)
{
    static const struct amount_word joints[] = {{"bis zu ", 1}, {"bis ", 1}, {"und ", 1}, {"oder ", 1},
                                                {"- ", 1},      {"-", 1},    {"to ", 1},  {"bzw. ", 1}};
    text_skip_blanks(text, at);
    return TAKE_WORD(text, at, joints) > 0;
}

/* Letters of the word that the unit begins: "stunden", "stundig". */
static void skip_letters(const char *text, size_t *at)
{
    while (text[*at] >= 'a' && text[*at] <= 'z')
        (*at)++;
}

/* "1 stunde und 15 minuten" is one duration. */
static void add_minutes(const char *text, size_t *at, double *minutes)
{
    size_t behind = *at;
    if (!take_joint(text, &behind))
        text_skip_blanks(text, &behind);
    double more = take_amount(text, &behind);
    if (more <= 0 || take_unit(text, &behind) != 1)
        return;
    *minutes += more;
    skip_letters(text, &behind);
    *at = behind;
}

/* What amounts begin with: most words of a text need no closer look. */
static bool may_begin_amount(char byte)
{
    static const bool begins[256] = {
        ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true,
        ['7'] = true, ['8'] = true, ['9'] = true, ['a'] = true, ['d'] = true, ['e'] = true, ['f'] = true,
        ['h'] = true, ['n'] = true, ['o'] = true, ['s'] = true, ['t'] = true, ['v'] = true, ['z'] = true,
    };
    return begins[(unsigned char)byte] || (unsigned char)byte >= 0x80;
}

/* Whether one of the units stands in the sentence: most name no duration, and are not worth a closer look. */
static bool may_have_duration(const char *text, const struct sentence *sentence)
{
    static const char *const words[] = {"arbeitstag", "stund", "std", "hour", "minut", "min.", "min ", "min,", "min)",
                                        " h ",        " h,",   " h.", "0h",   "1h",    "2h",   "3h",   "4h",   "5h",
                                        "6h",         "7h",    "8h",  "9h",   "½h",    "¼h",   "¾h",   NULL};
    return sentence_has_any(text, sentence, words);
}

static bool take_duration(const char *text, size_t at, struct duration *duration)
{
    duration->span.start = at;
    double from = take_amount(text, &at), to = from;
    if (from <= 0)
        return false;
    double unit = take_unit(text, &at), first_unit = unit;
    bool is_hours = unit == 60;
    if (unit > 0)
        skip_letters(text, &at);
    size_t second = at;
    if (unit == 0 || !is_hours) {
        if (take_joint(text, &second)) {
            to = take_amount(text, &second);
            double other = to > 0 ? take_unit(text, &second) : 0;
            if (other > 0) {
                unit = other;
                first_unit = first_unit > 0 ? first_unit : other;
                at = second;
                skip_letters(text, &at);
            } else {
                to = from;
            }
        }
    }
    if (unit == 0)
        return false;
    duration->from = from * first_unit;
    duration->to = to * unit;
    if (is_hours) {
        add_minutes(text, &at, &duration->from);
        duration->to = duration->from;
    }
    duration->span.end = at;
    return duration->to <= 60 * 24 * 7 && duration->from <= duration->to;
}

/* Whether a duration in this place is that of the work. */
static bool is_of_work(const char *text, const struct sentence *sentence, struct span span)
{
    static const char *const not_before[] = {"nach ",   "binnen ", "innerhalb", "alle ",      "jede ",
                                             "wenige ", "nachste", "seit ",     "spatestens", "fur rund ",
                                             "within ", "after ",  NULL};
    static const char *const cues[] = {
        "dauer",       "zeitbedarf", "arbeitszeit", "zeitaufwand", "aufwand",   "aufenthalt", "reparatur",  "werkstatt",
        "handler",     "kostenlos",  "kostenfrei",  "gratis",      "unentgelt", "kosten",     "berechnung", "angesetzt",
        "veranschlag", "einzuplan",  "einplan",     "beansprucht", "benotig",   "vorgesehen", "aktion",     "austausch",
        "tausch",      "ersetz",     "erneuer",     "update",      "arbeit",    "eingriff",   "erledig",    "massnahme",
        "nimmt",       "prufung",    "abhilfe",     "fallig",      "zeit",      "kalkulier",  "montiert",   "takes",
        "vorgang",     "ruckruf",    "umbau",       "behoben",     "umrust",    "nachrust",   "software",   "kontrolle",
        "korrektur",   "entluft",    NULL};
    if (span_has_any(text, span_before(sentence, span.start, 12), not_before))
        return false;
    static const char *const about[] = {"etwa ",  "ca. ", "circa ", "zirka ",       "rund ", "ungefahr ",
                                        "knapp ", "gut ", "fast ",  "weniger als ", NULL};
    if (span_has_any(text, span_before(sentence, span.start, 10), about) ||
        span_has(text, span_behind(sentence, span.end, 12), "termin"))
        return true;
    return sentence->zone == ZONE_REMEDY || sentence->zone == ZONE_ADMINISTRATION ||
           sentence_has_any(text, sentence, cues) || sentence->end - sentence->start < 40;
}

static void add_duration(struct facts *facts, const struct sentence *sentence, const struct duration *duration)
{
    static const char *const most[] = {"bis zu ", "maximal ",     "hochstens ", "max. ", "langstens ",
                                       "fast ",   "weniger als ", "up to ",     NULL};
    static const char *const in_all[] = {"insgesamt ", "zusammen ", NULL};
    const char *text = facts->reading->folded.text.bytes;
    struct range *known = &facts->recall->duration_minutes;
    struct span before = span_before(sentence, duration->span.start, 14);
    int from = (int)(duration->from + 0.5), to = (int)(duration->to + 0.5);
    bool at_most = from == to && span_has_any(text, before, most);
    facts_point_to(facts, FACT_DURATION, 0, duration->span);
    if (span_has_any(text, before, in_all) || (known->from == -1 && known->to == -1)) {
        *known = (struct range){at_most ? -1 : from, to};
        return;
    }
    if (known->from == -1 && !at_most)
        known->from = from < known->to ? from : known->to;
    if (known->from >= 0 && from < known->from && !at_most)
        known->from = from;
    if (to > known->to)
        known->to = to;
}

void understand_duration(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    if (facts->recall->duration_minutes.from > 0 || facts->recall->duration_minutes.to > 0)
        return;
    facts->recall->duration_minutes = (struct range){-1, -1};
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        bool looks = may_have_duration(text, sentence);
        for (size_t at = sentence->start; looks && at < sentence->end; at++) {
            struct duration duration;
            if (!may_begin_amount(text[at]))
                continue;
            bool inside = !reading_begins_word(reading, at) ||
                          (at > 0 && (text[at - 1] == ',' || text[at - 1] == '.') && text_is_digit(text[at]));
            if (inside || !take_duration(text, at, &duration))
                continue;
            if (is_of_work(text, sentence, duration.span))
                add_duration(facts, sentence, &duration);
            at = duration.span.end - 1;
        }
    }
}
