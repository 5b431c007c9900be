#include "core/understand_internal.h"

#include <stdio.h>
#include <string.h>

/* A date as it was found: 0 for a day or month that it does not name. */
struct date {
    int year, month, day;
    size_t start, end; /* in the folded text */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number of one to most digits at the place; the place moves behind it. */
static bool take_number(const char *text, size_t *at, size_t most, int *number)
{
    size_t digits = 0;
    *number = 0;
    while (digits < most && is_digit(text[*at + digits]))
        *number = *number * 10 + (text[*at + digits++] - '0');
    if (digits == 0 || is_digit(text[*at + digits]))
        return false;
    *at += digits;
    return true;
}

static bool take_year(const char *text, size_t *at, int *year)
{
    size_t after = *at;
    if (!take_number(text, &after, 4, year) || after - *at != 4 || *year < 1970 || *year > 2099)
        return false;
    *at = after;
    return true;
}

static void skip_blanks(const char *text, size_t *at)
{
    while (text[*at] == ' ')
        (*at)++;
}

/* "okt.", "oktober", "october": by the first three letters and only letters behind them. */
static bool take_month(const char *text, size_t *at, int *month)
{
    static const struct {
        const char *name;
        int month;
    } names[] = {
        {"januar", 1},  {"january", 1}, {"jan", 1},   {"februar", 2}, {"february", 2},  {"feb", 2},
        {"marz", 3},    {"maerz", 3},   {"march", 3}, {"mrz", 3},     {"mar", 3},       {"april", 4},
        {"apr", 4},     {"mai", 5},     {"may", 5},   {"juni", 6},    {"june", 6},      {"jun", 6},
        {"juli", 7},    {"july", 7},    {"jul", 7},   {"august", 8},  {"aug", 8},       {"september", 9},
        {"sept", 9},    {"sep", 9},     {"oktober", 10}, {"october", 10}, {"okt", 10},  {"oct", 10},
        {"november", 11}, {"nov", 11},  {"dezember", 12}, {"december", 12}, {"dez", 12}, {"dec", 12},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i].name);
        if (strncmp(text + *at, names[i].name, length) == 0 &&
            !(text[*at + length] >= 'a' && text[*at + length] <= 'z')) {
            *month = names[i].month;
            *at += length;
            if (text[*at] == '.')
                (*at)++;
            return true;
        }
    }
    return false;
}

/* "21.08.2015", "31. januar 2015", "03/2014" */
static bool take_numeric_date(const char *text, size_t at, struct date *date)
{
    int first, second;
    size_t place = at;
    if (!take_number(text, &place, 2, &first))
        return false;
    if (text[place] == '/') {
        place++;
        if (first < 1 || first > 12 || !take_year(text, &place, &date->year))
            return false;
        date->month = first;
    } else if (text[place] == '.') {
        place++;
        skip_blanks(text, &place);
        if (take_month(text, &place, &second)) {
            skip_blanks(text, &place);
        } else if (take_number(text, &place, 2, &second) && text[place] == '.') {
            place++;
            skip_blanks(text, &place);
        } else {
            return false;
        }
        if (!take_year(text, &place, &date->year) || second < 1 || second > 12 || first < 1 || first > 31)
            return false;
        date->month = second;
        date->day = first;
    } else {
        return false;
    }
    date->end = place;
    return true;
}

static bool take_date(const char *text, size_t at, struct date *date)
{
    *date = (struct date){.start = at};
    size_t place = at;
    if (is_digit(text[at]) && take_numeric_date(text, at, date))
        return true;
    if (take_month(text, &place, &date->month)) {
        skip_blanks(text, &place);
        date->end = place;
        if (take_year(text, &place, &date->year)) {
            date->end = place;
            return true;
        }
        return false;
    }
    date->month = 0;
    if (!take_year(text, &place, &date->year))
        return false;
    date->end = place;
    return true;
}

static const char *format_date(const struct date *date, struct arena *arena)
{
    if (date->day)
        return arena_format(arena, "%04d-%02d-%02d", date->year, date->month, date->day);
    if (date->month)
        return arena_format(arena, "%04d-%02d", date->year, date->month);
    return arena_format(arena, "%04d", date->year);
}

/* --- What a date belongs to ---------------------------------------------------------------- */

static bool has(const char *text, size_t start, size_t end, const char *words)
{
    return end > start && memmem(text + start, end - start, words, strlen(words)) != NULL;
}

static bool has_any(const char *text, size_t start, size_t end, const char *const *words)
{
    for (; *words; words++)
        if (has(text, start, end, *words))
            return true;
    return false;
}

enum date_role { DATE_OTHER, DATE_START, DATE_END };

static enum date_role find_role(const char *text, const struct sentence *sentence, const struct date *date)
{
    static const char *const of_action[] = {"aktion", "ruckruf", "startet", "angelaufen", "massnahme", "start ", "start:", NULL};
    static const char *const starts[] = {"seit ", "ab ", "start", "lauft", "angelaufen", "beginn", "begann", "anlauf", NULL};
    static const char *const produced[] = {"gebaut", "produ", "bauzeit", "baujahr", "gefertigt", "modelljahr", "hergestellt", NULL};
    if (!has_any(text, sentence->start, sentence->end, of_action))
        return DATE_OTHER;
    size_t near = date->start > sentence->start + 40 ? date->start - 40 : sentence->start;
    if (has_any(text, near, date->start, produced))
        return DATE_OTHER;
    size_t close = date->start > sentence->start + 14 ? date->start - 14 : sentence->start;
    if (has(text, close, date->start, "bis "))
        return has(text, sentence->start, sentence->end, "abgeschlossen") ||
                       has(text, sentence->start, sentence->end, "endet")
                   ? DATE_END
                   : DATE_OTHER;
    size_t behind = date->end + 16 < sentence->end ? date->end + 16 : sentence->end;
    if (has_any(text, near, date->start, starts) || has(text, date->end, behind, "angelaufen") ||
        has(text, date->end, behind, "gestartet"))
        return DATE_START;
    return DATE_OTHER;
}

void understand_dates(const struct reading *reading, struct recall *recall, struct arena *arena)
{
    const char *text = reading->folded.text.bytes;
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        for (size_t at = sentence->start; at < sentence->end; at++) {
            struct date date;
            bool inside = at > 0 && fold_is_word_byte((unsigned char)text[at - 1]);
            if (inside || !take_date(text, at, &date))
                continue;
            enum date_role role = find_role(text, sentence, &date);
            if (role == DATE_START && !recall->started)
                recall->started = format_date(&date, arena);
            else if (role == DATE_END && !recall->ended)
                recall->ended = format_date(&date, arena);
            at = date.end;
        }
    }
}

/* --- Durations ----------------------------------------------------------------------------- */

/* "zwei", "2", "1,5", "2 1/2", "eine halbe", "anderthalb": as minutes of the unit behind it; 0 when it is no number. */
static double take_amount(const char *text, size_t *at)
{
    static const struct {
        const char *word;
        double amount;
    } words[] = {
        {"einer dreiviertel ", 0.75}, {"eine dreiviertel ", 0.75}, {"dreiviertel", 0.75}, {"eine viertel", 0.25},
        {"einer viertel", 0.25}, {"viertel", 0.25}, {"eine halbe ", 0.5}, {"einer halben ", 0.5}, {"einen halben ", 0.5}, {"halbe ", 0.5},
        {"anderthalb ", 1.5}, {"eineinhalb ", 1.5}, {"zweieinhalb ", 2.5}, {"dreieinhalb ", 3.5},
        {"eine ", 1}, {"einer ", 1}, {"ein ", 1}, {"einen ", 1}, {"zwei ", 2}, {"drei ", 3}, {"vier ", 4},
        {"funf ", 5}, {"sechs ", 6}, {"sieben ", 7}, {"acht ", 8}, {"neun ", 9}, {"zehn ", 10},
        {"zwolf ", 12}, {"funfzehn ", 15}, {"zwanzig ", 20}, {"dreissig ", 30}, {"vierzig ", 40},
        {"funfundvierzig ", 45}, {"sechzig ", 60}, {"neunzig ", 90},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i].word);
        if (strncmp(text + *at, words[i].word, length) == 0) {
            *at += length;
            return words[i].amount;
        }
    }
    if (!is_digit(text[*at]))
        return 0;
    double amount = 0, part = 1;
    while (is_digit(text[*at]))
        amount = amount * 10 + (text[(*at)++] - '0');
    if ((text[*at] == ',' || text[*at] == '.') && is_digit(text[*at + 1])) {
        (*at)++;
        while (is_digit(text[*at]))
            amount += (text[(*at)++] - '0') * (part /= 10);
    }
    skip_blanks(text, at);
    if (text[*at] == '-')
        (*at)++;
    return amount;
}

/* The minutes of the unit at the place, 0 when there is none. */
static double take_unit(const char *text, size_t *at)
{
    static const struct {
        const char *word;
        double minutes;
    } units[] = {{"stund", 60}, {"std", 60}, {"hour", 60}, {"minut", 1}, {"min.", 1}, {"min ", 1}};
    skip_blanks(text, at);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strncmp(text + *at, units[i].word, strlen(units[i].word)) == 0)
            return units[i].minutes;
    return 0;
}

/* An amount, or two with "bis" or "-" between them, and its unit. */
static bool take_duration(const char *text, size_t at, struct range *minutes)
{
    double from = take_amount(text, &at), to = 0;
    if (from <= 0)
        return false;
    double unit = take_unit(text, &at);
    if (unit == 0) {
        if (strncmp(text + at, "bis ", 4) == 0)
            at += 4;
        to = take_amount(text, &at);
        unit = to > 0 ? take_unit(text, &at) : 0;
        if (unit == 0)
            return false;
    }
    if (from * unit > 60 * 24 * 30 || to * unit > 60 * 24 * 30)
        return false;
    minutes->from = (int)(from * unit + 0.5);
    minutes->to = (int)((to > 0 ? to : from) * unit + 0.5);
    return true;
}

void understand_duration(const struct reading *reading, struct recall *recall)
{
    static const char *const cues[] = {"dauer", "zeitbedarf", "arbeitszeit", "zeitaufwand", "werkstattaufenthalt", "aufenthalt", "reparatur", NULL};
    const char *text = reading->folded.text.bytes;
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        if (!has_any(text, sentence->start, sentence->end, cues))
            continue;
        for (size_t at = sentence->start; at < sentence->end; at++) {
            struct range minutes;
            bool inside = at > 0 && (fold_is_word_byte((unsigned char)text[at - 1]) || text[at - 1] == ',');
            if (inside || !take_duration(text, at, &minutes))
                continue;
            size_t close = at > sentence->start + 12 ? at - 12 : sentence->start;
            bool at_most = has(text, close, at, "bis zu ") || has(text, close, at, "maximal ") || has(text, close, at, "hochstens ");
            recall->duration_minutes.from = at_most ? -1 : minutes.from;
            recall->duration_minutes.to = minutes.to;
            return;
        }
    }
}

/* --- Cost ---------------------------------------------------------------------------------- */

void understand_cost(const struct reading *reading, struct recall *recall)
{
    static const char *const paid[] = {"nicht kostenlos", "kostenpflichtig", "kosten tragt der", "auf eigene kosten", NULL};
    static const char *const partly[] = {"teilweise kostenlos", "kulanz", "kostenbeteiligung", NULL};
    static const char *const free_of_charge[] = {"kostenlos", "kostenfrei", "gratis", "unentgeltlich", "ohne berechnung",
                                                 "keine kosten", "free of charge", "at no cost", "ohne kosten", NULL};
    const char *text = reading->folded.text.bytes;
    size_t length = reading->folded.text.length;
    if (has_any(text, 0, length, paid))
        recall->cost = COST_PAID;
    else if (has_any(text, 0, length, partly))
        recall->cost = COST_PARTLY;
    else if (has_any(text, 0, length, free_of_charge))
        recall->cost = COST_FREE;
}
