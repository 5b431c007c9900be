#include <string.h>

#include "core/understand_facts.h"

/* How long the car stays in the workshop: every duration that the remedy or the administrative sentences name. */

enum { HOUR = 60, WORKING_DAY = 480, DAY_HOURS = 24, MOST_MINUTES = 60 * 24 * 7 };

/* Abbreviations are whole words, the others may go on: "stunden", "stundig". */
static const struct {
    const char *word;
    double minutes;
    bool is_whole;
} units[] = {{"stund", HOUR, false},
             {"std", HOUR, true},
             {"stdn", HOUR, true},
             {"hour", HOUR, false},
             {"hr", HOUR, true},
             {"hrs", HOUR, true},
             {"h", HOUR, true},
             {"minut", 1, false},
             {"min", 1, true},
             {"mins", 1, true},
             {"arbeitstag", WORKING_DAY, false},
             {"working day", WORKING_DAY, false}};

/* What may stand between amount and unit: "4 Arbeitsstunden", "90 Werkstattminuten". */
static const struct amount_word unit_kinds[] = {{"arbeitsst", 1},    {"arbeitsm", 1},    {"werkstattst", 1},
                                                {"werkstattm", 1},   {"labour hour", 1}, {"labor hour", 1},
                                                {"monteurstund", 1}, {"mannstund", 1}};

static bool is_letter(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* Past the letters of the word that the unit begins: "stunden", "stundig"; "stundenkilometer" is no unit. */
static bool skip_ending(const char *text, size_t *at)
{
    enum { ENDING_MOST = 4 };
    static const char *const works[] = {"termin",  "aufenthalt", "eingriff", "reparatur", "arbeit", "stopp", "check",
                                        "einsatz", "besuch",     "aktion",   "umbau",     "update", "job",   NULL};
    struct span ending = {*at, *at};
    while (is_letter(text[ending.end]))
        ending.end++;
    if (ending.end - ending.start > ENDING_MOST && !span_has_any(text, ending, works))
        return false;
    *at = ending.end;
    return true;
}

/* The minutes of the unit that the word at the place names, behind which the place moves; 0: it is none. */
static double take_unit_word(const char *text, size_t *at)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t end = *at;
        if (text[end] == units[i].word[0])
            end += text_begins(text + end, units[i].word);
        bool good =
            end > *at && (units[i].is_whole ? !fold_is_word_byte((unsigned char)text[end]) : skip_ending(text, &end));
        if (!good)
            continue;
        *at = end;
        return units[i].minutes;
    }
    return 0;
}

/* The minutes of the unit at the place, which moves behind it; 0: there is none. */
static double take_unit(const char *text, size_t *at)
{
    text_skip_blanks(text, at);
    size_t behind = *at;
    if (AMOUNT_TAKE_WORD(text, &behind, unit_kinds) > 0)
        while (behind > *at && text_begins(text + behind, "stund") == 0 && text_begins(text + behind, "minut") == 0 &&
               text_begins(text + behind, "hour") == 0)
            behind--;
    double minutes = take_unit_word(text, &behind);
    if (minutes > 0)
        *at = behind;
    return minutes;
}

struct duration {
    double from, to; /* minutes */
    struct span span;
};

/* Between two amounts: "bis", "bis zu", "und", "oder", "-". */
static bool take_joint(const char *text, size_t *at)
{
    static const struct amount_word joints[] = {{"bis zu ", 1},
                                                {"bis maximal ", 1},
                                                {"bis max. ", 1},
                                                {"bis hochstens ", 1},
                                                {"bis ", 1},
                                                {"und ", 1},
                                                {"oder ", 1},
                                                {"- ", 1},
                                                {"-", 1},
                                                {"to ", 1},
                                                {"bzw. ", 1},
                                                {"bzw ", 1},
                                                {"/ ", 1},
                                                {"/", 1},
                                                {"or ", 1},
                                                {"and ", 1},
                                                {"beziehungsweise ", 1}};
    text_skip_blanks(text, at);
    return AMOUNT_TAKE_WORD(text, at, joints) > 0;
}

/* The stop of an abbreviation: "2 Std. 30 Min.", but not "Eine Stunde. 30 Minuten". */
static bool is_stop_of_unit(const char *text, size_t at)
{
    enum { LETTERS_MOST = 3 };
    size_t letters = 0;
    while (letters < at && is_letter(text[at - letters - 1]))
        letters++;
    return text[at] == '.' && letters <= LETTERS_MOST;
}

/* Behind hours, what belongs to them: "1 Stunde und 15 Minuten", "an hour and a half". */
static void add_rest(const char *text, size_t *at, double *minutes)
{
    static const struct amount_word halves[] = {{" and a half", HOUR / 2}, {" and a quarter", HOUR / 4}};
    static const struct amount_word joints[] = {{"und ", 1}, {"and ", 1}, {", ", 1}};
    double rest = AMOUNT_TAKE_WORD(text, at, halves);
    size_t behind = *at + is_stop_of_unit(text, *at);
    text_skip_blanks(text, &behind);
    if (rest <= 0)
        AMOUNT_TAKE_WORD(text, &behind, joints);
    double more = rest > 0 ? 0 : amount_take(text, &behind);
    if (more > 0 && more < HOUR && take_unit(text, &behind) == 1) {
        rest = more;
        *at = behind;
    }
    *minutes += rest;
}

/* Where one of the units stands: most sentences name no duration, and are not worth a closer look. */
const char *const phrases_durations[] = {"arbeitstag", "working day", "stund", "std", "hour", "minut", "min",
                                         " h",         " hr",         "0h",    "1h",  "2h",   "3h",    "4h",
                                         "5h",         "6h",          "7h",    "8h",  "9h",   NULL};

static bool take_duration(const char *text, size_t at, struct duration *duration)
{
    duration->span.start = at;
    double from = amount_take(text, &at), to = from;
    if (from <= 0)
        return false;
    double unit = take_unit(text, &at), first_unit = unit;
    bool is_hours = unit == HOUR;
    size_t second = at;
    if (!is_hours && take_joint(text, &second)) {
        to = amount_take(text, &second);
        double other = to > 0 ? take_unit(text, &second) : 0;
        if (other > 0) {
            unit = other;
            first_unit = first_unit > 0 ? first_unit : other;
            at = second;
        } else {
            to = from;
        }
    }
    if (unit == 0)
        return false;
    duration->from = from * first_unit;
    duration->to = to * unit;
    if (is_hours) {
        add_rest(text, &at, &duration->from);
        duration->to = duration->from;
    }
    duration->span.end = at;
    return duration->to <= MOST_MINUTES && duration->from <= duration->to;
}

/* --- What stands before it ----------------------------------------------------------------- */

enum bound { BOUND_NONE, BOUND_MOST, BOUND_LEAST };

#define QUALIFIER(words, bound)                                                                                        \
    {                                                                                                                  \
        words, sizeof(words) - 1, bound                                                                                \
    }

static const struct {
    const char *words;
    size_t length;
    enum bound bound;
} qualifiers[] = {
    QUALIFIER("etwa ", BOUND_NONE),
    QUALIFIER("in etwa ", BOUND_NONE),
    QUALIFIER("ca. ", BOUND_NONE),
    QUALIFIER("ca ", BOUND_NONE),
    QUALIFIER("circa ", BOUND_NONE),
    QUALIFIER("zirka ", BOUND_NONE),
    QUALIFIER("rund ", BOUND_NONE),
    QUALIFIER("ungefahr ", BOUND_NONE),
    QUALIFIER("knapp ", BOUND_NONE),
    QUALIFIER("knappe ", BOUND_NONE),
    QUALIFIER("gut ", BOUND_NONE),
    QUALIFIER("gute ", BOUND_NONE),
    QUALIFIER("nur ", BOUND_NONE),
    QUALIFIER("lediglich ", BOUND_NONE),
    QUALIFIER("jeweils ", BOUND_NONE),
    QUALIFIER("about ", BOUND_NONE),
    QUALIFIER("around ", BOUND_NONE),
    QUALIFIER("approximately ", BOUND_NONE),
    QUALIFIER("roughly ", BOUND_NONE),
    QUALIFIER("approx. ", BOUND_NONE),
    QUALIFIER("only ", BOUND_NONE),
    QUALIFIER("just ", BOUND_NONE),
    QUALIFIER("bis zu ", BOUND_MOST),
    QUALIFIER("bis ", BOUND_MOST),
    QUALIFIER("maximal ", BOUND_MOST),
    QUALIFIER("hochstens ", BOUND_MOST),
    QUALIFIER("max. ", BOUND_MOST),
    QUALIFIER("max ", BOUND_MOST),
    QUALIFIER("langstens ", BOUND_MOST),
    QUALIFIER("spatestens ", BOUND_MOST),
    QUALIFIER("fast ", BOUND_MOST),
    QUALIFIER("nahezu ", BOUND_MOST),
    QUALIFIER("kaum ", BOUND_MOST),
    QUALIFIER("keine ", BOUND_MOST),
    QUALIFIER("nicht einmal ", BOUND_MOST),
    QUALIFIER("unter ", BOUND_MOST),
    QUALIFIER("weniger als ", BOUND_MOST),
    QUALIFIER("nicht langer als ", BOUND_MOST),
    QUALIFIER("nicht mehr als ", BOUND_MOST),
    QUALIFIER("kurzer als ", BOUND_MOST),
    QUALIFIER("up to ", BOUND_MOST),
    QUALIFIER("less than ", BOUND_MOST),
    QUALIFIER("under ", BOUND_MOST),
    QUALIFIER("no more than ", BOUND_MOST),
    QUALIFIER("not more than ", BOUND_MOST),
    QUALIFIER("no longer than ", BOUND_MOST),
    QUALIFIER("not longer than ", BOUND_MOST),
    QUALIFIER("at most ", BOUND_MOST),
    QUALIFIER("maximum of ", BOUND_MOST),
    QUALIFIER("almost ", BOUND_MOST),
    QUALIFIER("nearly ", BOUND_MOST),
    QUALIFIER("mindestens ", BOUND_LEAST),
    QUALIFIER("wenigstens ", BOUND_LEAST),
    QUALIFIER("minimal ", BOUND_LEAST),
    QUALIFIER("uber ", BOUND_LEAST),
    QUALIFIER("mehr als ", BOUND_LEAST),
    QUALIFIER("langer als ", BOUND_LEAST),
    QUALIFIER("at least ", BOUND_LEAST),
    QUALIFIER("more than ", BOUND_LEAST),
    QUALIFIER("longer than ", BOUND_LEAST),
    QUALIFIER("over ", BOUND_LEAST),
    QUALIFIER("minimum of ", BOUND_LEAST),
};

void duration_add_starts(struct word_starts *starts)
{
    for (size_t i = 0; i < sizeof qualifiers / sizeof qualifiers[0]; i++)
        word_starts_add(starts, qualifiers[i].words);
}

static bool stands_before(const char *text, const struct sentence *sentence, size_t at, const char *words)
{
    size_t length = strlen(words);
    return at >= sentence->start + length && text[at - length] == words[0] &&
           memcmp(text + at - length, words, length) == 0 &&
           (at == sentence->start + length || !fold_is_word_byte((unsigned char)text[at - length - 1]));
}

static bool stands_any_before(const char *text, const struct sentence *sentence, size_t at, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (stands_before(text, sentence, at, words[i]))
            return true;
    return false;
}

/* None of them is longer. */
enum { QUALIFIER_MOST = 20 };

/* Of the words that say how exact the duration is: where they begin, and the last bound among them. */
static size_t skip_qualifiers(const struct reading *reading, const struct sentence *sentence, size_t at,
                              enum bound *bound)
{
    const char *text = reading->folded.text.bytes;
    for (;;) {
        size_t longest = 0;
        enum bound said = BOUND_NONE;
        /* With which they all end. */
        if (at == sentence->start || text[at - 1] != ' ')
            return at;
        /* They are words: they begin where one does. */
        for (size_t start = at; start > sentence->start && at - start < QUALIFIER_MOST;) {
            start--;
            if ((start > sentence->start && fold_is_word_byte((unsigned char)text[start - 1])) ||
                !word_starts_may(&reading->qualifiers, text + start))
                continue;
            for (size_t i = 0; i < sizeof qualifiers / sizeof qualifiers[0]; i++)
                if (qualifiers[i].length == at - start && qualifiers[i].words[0] == text[start] &&
                    memcmp(text + start, qualifiers[i].words, qualifiers[i].length) == 0) {
                    longest = at - start;
                    said = qualifiers[i].bound;
                }
        }
        if (longest == 0)
            return at;
        at -= longest;
        *bound = said != BOUND_NONE ? said : *bound;
    }
}

/* "Etwa 30 Minuten.", "…, 20 Minuten (gratis)": nothing else stands between the signs around it. */
static bool is_fragment(const char *text, const struct sentence *sentence, size_t start, size_t end)
{
    while (start > sentence->start && text[start - 1] == ' ')
        start--;
    bool opens = start == sentence->start || strchr(",;:(-", text[start - 1]);
    if (end < sentence->end && text[end] == '.')
        end++;
    return opens && (end >= sentence->end || strchr(",;.)", text[end]) || text_begins(text + end, " kosten") ||
                     text_begins(text + end, " arbeit") || text_begins(text + end, " (") ||
                     text_begins(text + end, " werkstatt"));
}

/* Nothing else has these in a recall. */
const char *const phrases_work_times[] = {
    "dauer",         "zeitbedarf",  "arbeitszeit",  "zeitaufwand", "aufwand",      "aufenthalt", "arbeitsst",
    "angesetzt",     "veranschlag", "einzuplan",    "einplan",     "eingeplant",   "anspruch",   "in der werkstatt",
    " fertig",       "zu rechnen",  "planen ",      "das geht ",   "vorgegeben",   "plan for",   "fahrbereit",
    "erledig",       "zu buche",    "richtzeit",    "vorgabezeit", "wartezeit",    "takes",      "will take",
    "to take",       "can take",    "repair time",  "labor",       "labour",       "may take ",  "allow ",
    "work is done",  "done in",     "working time", "estimated",   "should allow", "take less",  "take up",
    "abgeschlossen", "should take", "would take",   NULL};

const char *const phrases_work_cues[] = {
    "reparatur",  "werkstatt",  "handler",        "kostenlos",    "kostenfrei", "gratis",    "unentgelt",
    "kosten",     "berechnung", "beansprucht",    "benotig",      "vorgesehen", "aktion",    "austausch",
    "tausch",     "ersetz",     "erneuer",        "update",       "arbeit",     "eingriff",  "massnahme",
    "nimmt",      "prufung",    "abhilfe",        "fallig",       " zeit",      "kalkulier", "montiert",
    "vorgang",    "ruckruf",    "umbau",          "behoben",      "umrust",     "nachrust",  "software",
    "kontrolle",  "korrektur",  "entluft",        "ausgestanden", "nachbesser", "warten",    "mitbringen",
    "services",   "hebebuhne",  "gepruft",        "nachgezogen",  "eingebaut",  "vom hof",   "at the dealer",
    "needs",      "of work",    "the fix",        "repair",       "procedure",  "replace",   "reprogram",
    "inspection", "require",    "free of charge", "at no cost",   NULL};

const char *const phrases_work_possible[] = {" kann", " konn", " arbeitet", " lauft ",
                                             " may ", " can ", " could ",   NULL};

/* "205/50 R15 86H": how fast a tyre may turn. */
static bool is_of_tyre(const char *text, const struct sentence *sentence, size_t at)
{
    enum { RIM_DIGITS = 2, RIM_REACH = 10 };
    size_t rim = at, digits = 0;
    while (rim > sentence->start && text[rim - 1] == ' ')
        rim--;
    for (; rim > sentence->start && text_is_digit(text[rim - 1]); rim--)
        digits++;
    while (rim > sentence->start && text[rim - 1] == ' ')
        rim--;
    return digits == RIM_DIGITS && rim > sentence->start && strchr("r-", text[rim - 1]) &&
           span_has(text, span_before(sentence, rim, RIM_REACH), "/");
}

/* Whether a duration in this place is that of the work. */
static bool is_of_work(const char *text, const struct sentence *sentence, const struct duration *duration, size_t start)
{
    static const char *const never_before[] = {"alle ",     "jede ", "every ",  "wenige ", "nachste ",
                                               "nachsten ", "seit ", "ersten ", "miles ",  "kilometers ",
                                               "pro ",      "je ",   NULL};
    static const char *const delays[] = {"nach ", "after ", "fur ", "for ", "vor ", NULL};
    static const char *const periods[] = {"binnen ", "innerhalb ", "innerhalb von ", "within ", NULL};
    static const char *const behind[] = {" nach",       " after",     " later",    " spater", " fahrt",
                                         " of driving", " vor ",      " lang ",    " a day",  " am tag",
                                         " fahrzeit",   " standzeit", " ladezeit", NULL};
    bool has_time = sentence_has(sentence, PHRASES_WORK_TIMES);
    if (stands_any_before(text, sentence, start, never_before) ||
        (duration->from == DAY_HOURS * HOUR && duration->to == duration->from) ||
        /* "innerhalb von 48 Stunden in die Werkstatt" */
        (duration->from > DAY_HOURS * HOUR && stands_any_before(text, sentence, start, periods)) ||
        is_of_tyre(text, sentence, duration->span.start))
        return false;
    if (has_time)
        return true;
    bool has_cue = sentence_has(sentence, PHRASES_WORK_CUES);
    if (sentence->zone == ZONE_CONSEQUENCE && !has_cue)
        return false;
    if (stands_any_before(text, sentence, start, delays) ||
        (stands_any_before(text, sentence, start, periods) && !has_cue))
        return false;
    for (size_t i = 0; behind[i]; i++)
        if (text_begins(text + duration->span.end, behind[i]))
            return false;
    return has_cue || sentence->zone == ZONE_REMEDY || sentence->zone == ZONE_ADMINISTRATION ||
           (start < duration->span.start && sentence->start > 0 && !sentence_has(sentence, PHRASES_WORK_POSSIBLE)) ||
           is_fragment(text, sentence, start, duration->span.end) ||
           span_has(text, span_behind(sentence, duration->span.end, 12), "termin");
}

static void add_duration(struct facts *facts, const struct sentence *sentence, const struct duration *duration,
                         size_t start, enum bound bound)
{
    enum { NOT_REACH = 20 };
    static const char *const in_all[] = {"insgesamt ", "zusammen ", "in total", NULL};
    static const char *const or_more[] = {"oder mehr", "oder langer", "or more", "or longer", NULL};
    const char *text = facts->reading->folded.text.bytes;
    struct range *known = &facts->recall->duration_minutes;
    int from = (int)(duration->from + 0.5), to = (int)(duration->to + 0.5);
    if (from != to)
        bound = BOUND_NONE;
    else if (text_begins(text + duration->span.start, "keine"))
        bound = BOUND_MOST;
    else if (span_has_any(text, span_behind(sentence, duration->span.end, 16), or_more))
        bound = BOUND_LEAST;
    /* "Länger als eine Stunde soll es nicht dauern." */
    if (bound == BOUND_LEAST && span_has(text, span_behind(sentence, duration->span.end, NOT_REACH), " nicht "))
        bound = BOUND_MOST;
    facts_point_to(facts, FACT_DURATION, 0, duration->span);
    bool is_first = known->from == -1 && known->to == -1;
    if (is_first || span_has_any(text, span_before(sentence, start, 16), in_all)) {
        *known = (struct range){bound == BOUND_MOST ? -1 : from, bound == BOUND_LEAST ? -1 : to};
        return;
    }
    bool is_open = bound == BOUND_LEAST || known->to == -1;
    if (bound != BOUND_MOST && (known->from == -1 || from < known->from))
        known->from = known->from == -1 && known->to != -1 && known->to < from ? known->to : from;
    known->to = is_open ? -1 : to > known->to ? to : known->to;
}

/* Where the last of the units in a sentence with an amount stands; 0: none does. Many words have letters of one. */
static size_t find_last_unit(const struct reading *reading, const struct sentence *sentence)
{
    const char *text = reading->folded.text.bytes;
    if (!sentence_has(sentence, PHRASES_DURATIONS) ||
        reading_next_mark(reading, MARK_AMOUNT, sentence->start, sentence->end) == sentence->end)
        return 0;
    for (size_t i = reading_first_phrase(reading, sentence->end);
         i-- > 0 && reading->phrases[i].end > sentence->start;) {
        size_t start = reading->phrases[i].start, at = start + !is_letter(text[start]);
        if (reading->phrases[i].cue == PHRASES_DURATIONS && take_unit_word(text, &at) > 0)
            return start;
    }
    return 0;
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
        size_t end = find_last_unit(reading, sentence);
        if (end == 0)
            continue;
        for (size_t at = reading_next_mark(reading, MARK_AMOUNT, sentence->start, end); at < end;
             at = reading_next_mark(reading, MARK_AMOUNT, at + 1, end)) {
            struct duration duration;
            bool inside = at > 0 && strchr(",.:", text[at - 1]) && text_is_digit(text[at]);
            if (inside || !take_duration(text, at, &duration))
                continue;
            enum bound bound = BOUND_NONE;
            size_t start = skip_qualifiers(reading, sentence, at, &bound);
            if (is_of_work(text, sentence, &duration, start))
                add_duration(facts, sentence, &duration, start, bound);
            at = duration.span.end - 1;
        }
    }
}
