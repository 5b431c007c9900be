#include <string.h>

#include "core/understand_facts.h"

/* What the dates of a text belong to: the start of the action, its end, the years of production. */

/* A name is not longer. */
enum { NAME_BYTES = 40 };

/* From this sum of hints on, a date is the start of the action. */
enum { START_LEAST = 4 };

static const char *const range_joints[] = {" bis ",       " - ",        "-",         " und ",
                                           " to ",        " through ",  " bis zum ", " bis einschliesslich ",
                                           " bis ende ",  ", through ", ", to ",     " bis anfang ",
                                           " bis mitte ", " sowie ",    NULL};

/* "von april 2004 bis dezember 2005": whether the second date follows the first as its end. */
static bool is_range(const char *text, const struct date *first, const struct date *second)
{
    size_t length = second->start > first->end ? second->start - first->end : 0;
    for (size_t i = 0; range_joints[i]; i++)
        if (length == strlen(range_joints[i]) && memcmp(text + first->end, range_joints[i], length) == 0)
            return true;
    return false;
}

/* What stands before and behind the dates of production. */
const char *const phrases_produced_before[] = {
    " gebaut",  "(gebaut", "produ",        "bauzeit",    "baujahr",    "gefertigt", "modelljahr", "hergestellt",
    "montage",  "bj",      "mj ",          " my ",       "fertigung",  "baudatum",  "baumonat",   "entstanden",
    "vom band", "built",   "manufactured", "model year", "zugelassen", NULL};

const char *const phrases_produced_behind[] = {" gebaut",    "entstand",  "produz",       "gefertigt", "hergestellt",
                                               "vom band",   "montierte", "ausgeliefert", "built",     "manufactured",
                                               "zugelassen", "erhielt",   "bekam",        "verkauft",  NULL};

static bool is_produced(const struct reading *reading, const struct sentence *sentence, struct span date)
{
    struct span before = span_before(sentence, date.start, 50), behind = span_behind(sentence, date.end, 45);
    return text_begins(reading->folded.text.bytes + sentence->start, "gebaut") > 0 ||
           (sentence_has(sentence, PHRASES_PRODUCED_BEFORE) &&
            reading_has_within(reading, PHRASES_PRODUCED_BEFORE, before.start, before.end)) ||
           (sentence_has(sentence, PHRASES_PRODUCED_BEHIND) &&
            reading_has_within(reading, PHRASES_PRODUCED_BEHIND, behind.start, behind.end));
}

/* What is said before the action is ready is not its start. */
const char *const phrases_date_too_early[] = {"interim", "preliminary", NULL};

/* What else has a beginning: a car's sale, an inquiry, the supplier's new parts. */
const char *const phrases_date_elsewhere[] = {
    "ausgeliefert",  "auslieferung",      "verkauft",         "verkauf ",    "liefert",    "beschwerde", "vorfalle",
    "auf dem markt", "zulieferer",        "entdeckt",         "aufgefallen", "untersucht", "reported",   "complaint",
    "erstzulassung", "in der produktion", "in der fertigung", "in serie",    "introduced", "sold ",      NULL};

const char *const phrases_date_sure[] = {"aktion", "ruckruf",     "angelaufen", "massnahme", "recall",
                                         "mailed", "zuruckgeruf", "kampagne",   "korrektur", NULL};

const char *const phrases_date_action[] = {
    "aktion",        "ruckruf",       "startet",       "angelaufen", "zuruckgerufen", "begann",     "massnahme",
    "schreibt",      "ruft ",         "notification",  "recall",     "angeschrieben", "informiert", "halter",
    "letters",       "notified",      "dealers",       "campaign",   "kampagne",      "contacted",  "owners",
    "repairs start", "repairs began", "repairs begin", NULL};

/* Those who are told of it. */
const char *const phrases_date_told[] = {"angeschrieben", "benachrichtigt", "informiert",
                                         "notified",      "contacted",      NULL};

const char *const phrases_date_owners[] = {"halter", "besitzer",  "kunden",       "eigentumer",
                                           "owners", "customers", "dealers were", NULL};

const char *const phrases_date_work[] = {
    "kostenlos", "kostenfrei", "gratis",  "unentgelt",  "berechnung", "kosten",      "stunde",  "minute",     "dauer",
    "software",  "update",     "tauscht", "erhalt",     "bereit",     "geschlossen", "ersetzt", "nachbesser", "umrust",
    "nachrust",  "repar",      "erneuer", "gewechselt", "austausch",  "kontroll",    "bekomm",  NULL};

/* How much the sentence, and what stands right beside the date, speaks for it being the one on which the action began.
 */
static int rate_sentence(const char *text, const struct sentence *sentence, const struct date *date)
{
    int rating = 0;
    if (sentence_has(sentence, PHRASES_DATE_ACTION))
        rating += 2;
    if (sentence_has(sentence, PHRASES_DATE_TOLD) && sentence_has(sentence, PHRASES_DATE_OWNERS))
        rating += 2;
    if (sentence_has(sentence, PHRASES_DATE_WORK))
        rating += 2;
    if (sentence->zone == ZONE_REMEDY || sentence->zone == ZONE_ADMINISTRATION)
        rating++;
    if (date->month && date->start >= 2 && memcmp(text + date->start - 2, ", ", 2) == 0)
        rating++;
    /* "is recalling vans from 14 June 2021": cars have no day. */
    if (date->day && span_has(text, span_before(sentence, date->start, 5), "from ") &&
        sentence_has(sentence, PHRASES_DATE_SURE))
        rating += 2;
    /* "start: märz 2021." */
    if (sentence->end - sentence->start < 40)
        rating += 2;
    /* "juni 2012, 1,5 stunden, gratis": a fragment that begins with the month. */
    if (date->month && date->start == sentence->start)
        rating += 2;
    /* "Seit 29. Juni 2025 tauscht …", "From May 2020 dealers …" */
    if (date->start == sentence->start + 5 && (span_has(text, span_before(sentence, date->start, 5), "seit ") ||
                                               span_has(text, span_before(sentence, date->start, 5), "from ")))
        rating += 2;
    return rating;
}

/* How much the words around it do. */
static int rate_words(const char *text, const struct sentence *sentence, const struct date *date)
{
    static const char *const leads[] = {
        "seit ",      "ab ",      "start",   "beginn",    "begann",         "anlauf",
        "angelaufen", "began",    "begin",   "mailed",    "since ",         "launch",
        "los ging",   "los geht", "commenc", "initiated", "effective date", "notification date",
        NULL};
    static const char *const starts[] = {"start ", "start:",   "beginn ",  "beginn:", "aktionsstart",
                                         "anlauf", "startet ", "beginnt ", NULL};
    static const char *const followers[] = {
        "angelaufen",      "anlaufen",          "anlauft",         "gestartet",          "eingeleitet",
        "begonnen",        "gestart",           "umgestellt",      " online umgestellt", "started recalling",
        "began recalling", "started to recall", "began to recall", "launched a recall",  NULL};
    return (span_has_any(text, span_before(sentence, date->start, 30), leads) ? 3 : 0) +
           (span_has_any(text, span_before(sentence, date->start, 48), starts) ? 2 : 0) +
           (span_has_any(text, span_behind(sentence, date->end, 30), followers) ? 4 : 0);
}

/* Whether a date is the one on which the action began. Its words are looked for where they decide. */
static bool is_start(const char *text, const struct sentence *sentence, const struct date *date)
{
    if (sentence_has(sentence, PHRASES_DATE_TOO_EARLY) ||
        (sentence_has(sentence, PHRASES_DATE_ELSEWHERE) && !sentence_has(sentence, PHRASES_DATE_SURE)))
        return false;
    int rating = rate_sentence(text, sentence, date);
    return rating >= START_LEAST || rating + rate_words(text, sentence, date) >= START_LEAST;
}

/* A bare year needs its word directly before it: 2008 may also be a model. */
static bool is_plain_year(const char *text, const struct sentence *sentence, const struct date *date)
{
    static const char *const leads[] = {"seit ",   "beginn ", "begann ", "quartal ",  "anfang ", "mitte ",
                                        "ende ",   "start ",  "start: ", "jahr ",     "jahres ", "fruhjahr ",
                                        "sommer ", "herbst ", "winter ", "startete ", "lief ",   NULL};
    return !date->month && !span_has_any(text, span_before(sentence, date->start, 12), leads);
}

const char *const phrases_date_ends[] = {"abgeschlossen",
                                         "endet",
                                         "beendet",
                                         "abschluss",
                                         "aktion lauft bis",
                                         "lauft noch bis",
                                         "befristet",
                                         "umgerustet sein",
                                         "erledigt sein",
                                         "repariert sein",
                                         "behoben sein",
                                         "ruckruf lauft bis",
                                         NULL};

/* Before the date, and behind it; and all of them, as a sentence has hardly ever one. */
#define END_LEADS                                                                                                      \
    "endet ", "endete ", "ende der aktion", "ende des ruckrufs", "aktionsende", "ended ", "ends ", "end on "
#define END_FOLLOWERS " abgeschlossen", " beendet"
const char *const phrases_date_ended[] = {END_LEADS, END_FOLLOWERS, NULL};

static bool is_end(const char *text, const struct sentence *sentence, const struct date *date)
{
    static const char *const bis[] = {"bis ", "until ", NULL};
    static const char *const leads[] = {END_LEADS, NULL};
    static const char *const followers[] = {END_FOLLOWERS, NULL};
    return (sentence_has(sentence, PHRASES_DATE_ENDS) &&
            span_has_any(text, span_before(sentence, date->start, 16), bis)) ||
           (sentence_has(sentence, PHRASES_DATE_ENDED) &&
            (span_has_any(text, span_before(sentence, date->start, 22), leads) ||
             span_has_any(text, span_behind(sentence, date->end, 15), followers)));
}

static void take_years(struct facts *facts, const struct date *first, const struct date *second)
{
    struct range *years = &facts->recall->years;
    if (!years->from || first->year < years->from)
        years->from = first->year;
    if (second->year > years->to)
        years->to = second->year;
    facts_point_to(facts, FACT_YEARS, 0, (struct span){first->start, second->end});
}

static void take_start(struct facts *facts, const struct date *date)
{
    if (facts->recall->started)
        return;
    facts->recall->started = date_format(date, facts->arena);
    facts_point_to(facts, FACT_STARTED, 0, (struct span){date->start, date->end});
}

static void take_end(struct facts *facts, const struct date *date)
{
    if (facts->recall->ended)
        return;
    facts->recall->ended = date_format(date, facts->arena);
    facts_point_to(facts, FACT_ENDED, 0, (struct span){date->start, date->end});
}

const char *const phrases_date_offers[] = {"aktion lauft von", "aktionszeitraum", "bietet", "aktion laufe von", NULL};

/* A pair "from … to …": of the production, or of the action itself where the sentence offers or runs it. */
static void judge_range(struct facts *facts, const struct sentence *sentence, const struct date *first,
                        const struct date *second, bool keep_years)
{
    if (!is_produced(facts->reading, sentence, (struct span){first->start, second->end}) &&
        sentence_has(sentence, PHRASES_DATE_OFFERS)) {
        take_start(facts, first);
        take_end(facts, second);
    } else if (!keep_years && second->year >= first->year) {
        take_years(facts, first, second);
    }
}

/* "mai bis november 2008", "19. und 23. januar 2018": the end of a range within one year. */
static bool ends_range(const char *text, const struct sentence *sentence, const struct date *date)
{
    static const char *const joints[] = {" bis ", " und ", " bis zum ", NULL};
    size_t start = date->start;
    for (size_t i = 0; date->month && joints[i]; i++) {
        size_t length = strlen(joints[i]), at = start - length;
        if (start < sentence->start + length + 3 || memcmp(text + at, joints[i], length) != 0)
            continue;
        if (text[at - 1] == '.' && text_is_digit(text[at - 2]))
            return true;
        while (at > sentence->start && text[at - 1] >= 'a' && text[at - 1] <= 'z')
            at--;
        int month;
        if (date_take_month(text, &at, &month))
            return true;
    }
    return false;
}

/* Whether the name of a make or a model begins at start or ends at end; 0 for the one that isn't asked. */
static bool is_name_beside(const struct reading *reading, size_t start, size_t end)
{
    for (size_t i = reading_first_match(reading, start > 0 ? start : end - 1); i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        enum rule_table table = reading_cue(reading, match)->table;
        bool is_name = table == RULE_MAKE || table == RULE_MODEL;
        if (is_name && (start > 0 ? match->start == start : match->end == end))
            return true;
        if (match->end > (start > 0 ? start : end) + NAME_BYTES)
            break;
    }
    return false;
}

/* "2018my" */
static bool is_model_year_sign(const char *text)
{
    return text_begins(text, "my") > 0 && !fold_is_word_byte((unsigned char)text[2]);
}

const char *const phrases_date_english[] = {" the ",    " may ", " are ", "certain ", " dealers ",
                                            " vehicle", " at ",  " of ",  " with ",   NULL};

/* "certain 2021 trailers", "2018 Honda Civic", "Kia Telluride 2020": English texts name the model year so. */
static bool is_model_year(const struct reading *reading, const struct sentence *sentence, const struct date *date)
{
    static const char *const certain[] = {"certain ", "some ", "affected ", NULL};
    const char *text = reading->folded.text.bytes;
    if (date->month || !sentence_has(sentence, PHRASES_DATE_ENGLISH))
        return false;
    if (span_has_any(text, span_before(sentence, date->start, 9), certain) ||
        span_has(text, span_before(sentence, date->start, 2), "my") ||
        text_begins(text + date->end, " model year") > 0 || is_model_year_sign(text + date->end) ||
        (text[date->end] == ' ' && is_name_beside(reading, date->end + 1, 0)))
        return true;
    static const char *const verbs[] = {" may ",  " can ",  " could ",  " might ",  " is ", " are ",
                                        " with ", " cars ", " vehicle", " models ", NULL};
    bool ends = date->end >= sentence->end || strchr(",.;:)", text[date->end]);
    for (size_t i = 0; verbs[i] && !ends; i++)
        ends = text_begins(text + date->end, verbs[i]) > 0;
    return ends && date->start > sentence->start && text[date->start - 1] == ' ' &&
           is_name_beside(reading, 0, date->start - 1);
}

/* "2018, 2019 and 2020": years of one list. */
static bool is_list(const char *text, const struct date *first, const struct date *second)
{
    static const char *const joints[] = {", ", " and ", ", and ", " or ", " & ", "/", NULL};
    size_t length = second->start > first->end ? second->start - first->end : 0;
    for (size_t i = 0; joints[i]; i++)
        if (!first->month && !second->month && length == strlen(joints[i]) &&
            memcmp(text + first->end, joints[i], length) == 0)
            return true;
    return false;
}

static void judge_date(struct facts *facts, const struct sentence *sentence, const struct date *date, bool keep_years)
{
    static const char *const until[] = {"bis ", "vor ", "before ", "until ", "up to ", NULL};
    static const char *const since[] = {"ab ", "seit ", "since ", "after ", "from ", NULL};
    const char *text = facts->reading->folded.text.bytes;
    if (is_end(text, sentence, date)) {
        take_end(facts, date);
        return;
    }
    bool in_brackets = date->month && date->start > 0 && text[date->start - 1] == '(';
    if (in_brackets || ends_range(text, sentence, date)) {
        if (!keep_years)
            take_years(facts, date, date);
        return;
    }
    if (is_produced(facts->reading, sentence, (struct span){date->start, date->end})) {
        bool to_only = span_has_any(text, span_before(sentence, date->start, 10), until);
        bool from_only = span_has_any(text, span_before(sentence, date->start, 6), since);
        if (!keep_years && !to_only && !from_only)
            take_years(facts, date, date);
        return;
    }
    if (span_has_any(text, span_before(sentence, date->start, 12), until) || is_plain_year(text, sentence, date))
        return;
    if (is_start(text, sentence, date))
        take_start(facts, date);
}

static bool next_date(const struct reading *reading, const struct sentence *sentence, size_t *at, struct date *date)
{
    const char *text = reading->folded.text.bytes;
    for (*at = reading_next_mark(reading, MARK_DATE, *at, sentence->end); *at < sentence->end;
         *at = reading_next_mark(reading, MARK_DATE, *at + 1, sentence->end)) {
        /* "2018my" is model year 2018. */
        if (date_take(text, *at, date) &&
            (!fold_is_word_byte((unsigned char)text[date->end]) || is_model_year_sign(text + date->end))) {
            *at = date->end;
            return true;
        }
    }
    return false;
}

void understand_dates(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    bool keep_years = facts->recall->years.from || facts->recall->years.to;
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        size_t at = sentence->start;
        struct date date, second, before = {0};
        bool is_listed = false;
        bool found = sentence->has_digit && next_date(reading, sentence, &at, &date);
        while (found) {
            bool more = next_date(reading, sentence, &at, &second);
            is_listed = (is_listed && is_list(text, &before, &date)) || is_model_year(reading, sentence, &date);
            before = date;
            if (more && is_range(text, &date, &second)) {
                judge_range(facts, sentence, &date, &second, keep_years);
                found = next_date(reading, sentence, &at, &date);
            } else if (is_listed) {
                if (!keep_years)
                    take_years(facts, &date, &date);
                date = second;
                found = more;
            } else {
                judge_date(facts, sentence, &date, keep_years);
                date = second;
                found = more;
            }
        }
    }
}
