#include <string.h>

#include "core/understand_facts.h"

/* Dates as texts write them: in figures, with the names of months, as weeks of the calendar. */

static bool take_year(const char *text, size_t *at, int *year)
{
    size_t after = *at;
    if (!text_take_number(text, &after, 4, year) || after - *at != 4 || *year < 1970 || *year > 2099)
        return false;
    *at = after;
    return true;
}

static const struct {
    const char *name;
    int month;
} months[] = {
    {"januar", 1},    {"january", 1}, {"jan", 1},       {"februar", 2},   {"february", 2}, {"feb", 2},
    {"marz", 3},      {"maerz", 3},   {"march", 3},     {"mrz", 3},       {"mar", 3},      {"april", 4},
    {"apr", 4},       {"mai", 5},     {"may", 5},       {"juni", 6},      {"june", 6},     {"jun", 6},
    {"juli", 7},      {"july", 7},    {"jul", 7},       {"august", 8},    {"aug", 8},      {"september", 9},
    {"sept", 9},      {"sep", 9},     {"oktober", 10},  {"october", 10},  {"okt", 10},     {"oct", 10},
    {"november", 11}, {"nov", 11},    {"dezember", 12}, {"december", 12}, {"dez", 12},     {"dec", 12},
};

void date_add_starts(struct word_starts *starts)
{
    word_starts_add(starts, "kw");
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        word_starts_add(starts, months[i].name);
}

/* "okt.", "oktober", "october": by the first three letters and only letters behind them. */
bool date_take_month(const char *text, size_t *at, int *month)
{
    if (!(text[*at] >= 'a' && text[*at] <= 'z'))
        return false;
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
        size_t length = text[*at] == months[i].name[0] ? text_begins(text + *at, months[i].name) : 0;
        if (length > 0 && !(text[*at + length] >= 'a' && text[*at + length] <= 'z')) {
            *month = months[i].month;
            *at += length;
            if (text[*at] == '.')
                (*at)++;
            return true;
        }
    }
    return false;
}

/* "15/08/2022": the day is what no month can be; where both may be either, only the year is sure. */
static bool take_slashed_day(const char *text, size_t at, int first, struct date *date)
{
    int second;
    if (!text_take_number(text, &at, 2, &second) || text[at] != '/')
        return false;
    at++;
    if (!take_year(text, &at, &date->year) || first < 1 || second < 1 || first > 31 || second > 31 ||
        (first > 12 && second > 12))
        return false;
    if (first > 12 || second > 12 || first == second) {
        date->month = first > 12 ? second : first;
        date->day = first > 12 ? first : second;
    }
    date->end = at;
    return true;
}

/* Behind day and month two digits are a year of this century: "4.9.23". */
static bool take_short_year(const char *text, size_t *at, int *year)
{
    if (take_year(text, at, year))
        return true;
    size_t after = *at;
    if (!text_take_number(text, &after, 2, year) || after - *at != 2 || *year > 69 ||
        (text[after] == '.' && text_is_digit(text[after + 1])) || text[after] == ':')
        return false;
    *year += 2000;
    *at = after;
    return true;
}

/* Behind the name of a month, of this century or the last: "okt. '12". */
static bool take_year_behind_apostrophe(const char *text, size_t *at, int *year)
{
    enum { FIRST = 70 };
    size_t after = *at + 1;
    if (text[*at] != '\'' || !text_take_number(text, &after, 2, year) || after - *at != 3 || text_is_digit(text[after]))
        return false;
    *year += *year < FIRST ? 2000 : 1900;
    *at = after;
    return true;
}

/* "09.2015" */
static bool take_month_before_year(const char *text, size_t at, int first, struct date *date)
{
    if (first < 1 || first > 12 || text[at] != '.')
        return false;
    at++;
    if (!take_year(text, &at, &date->year) || text_is_digit(text[at]) ||
        (text[at] == '.' && text_is_digit(text[at + 1])))
        return false;
    date->month = first;
    date->end = at;
    return true;
}

/* "21.08.2015", "31. januar 2015", "09.2015", "03/2014" */
static bool take_numeric_date(const char *text, size_t at, struct date *date)
{
    int first, second;
    size_t place = at;
    bool (*take)(const char *text, size_t *at, int *year) = take_year;
    if (!text_take_number(text, &place, 2, &first))
        return false;
    if (take_month_before_year(text, place, first, date))
        return true;
    if (text[place] == '/') {
        place++;
        if (take_slashed_day(text, place, first, date))
            return true;
        if (first < 1 || first > 12 || !take_year(text, &place, &date->year))
            return false;
        date->month = first;
    } else if (text[place] == '.' || text[place] == ' ') {
        bool is_english = text[place++] == ' ';
        text_skip_blanks(text, &place);
        if (date_take_month(text, &place, &second)) {
            text_skip_blanks(text, &place);
        } else if (!is_english && text_take_number(text, &place, 2, &second) && text[place] == '.') {
            place++;
            text_skip_blanks(text, &place);
            take = take_short_year;
        } else {
            return false;
        }
        if (!take(text, &place, &date->year) || second < 1 || second > 12 || first < 1 || first > 31)
            return false;
        date->month = second;
        date->day = first;
    } else {
        return false;
    }
    date->end = place;
    return true;
}

/* "41. kw", "41. kalenderwoche" */
static bool take_week_behind(const char *text, size_t *at, int *week)
{
    static const char *const names[] = {". kalenderwoche", ". kw", ".kw"};
    if (!text_take_number(text, at, 2, week))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = text_begins(text + *at, names[i]);
        *at += length;
        if (length > 0)
            return true;
    }
    return false;
}

/* "kw 41/2021", "41. kw 2021": the month that the calendar week's Thursday lies in. */
static bool take_week(const char *text, size_t at, struct date *date)
{
    static const int month_ends[] = {31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 400};
    int week;
    if (text_is_digit(text[at])) {
        if (!take_week_behind(text, &at, &week))
            return false;
    } else {
        if (!text_begins(text + at, "kw"))
            return false;
        at += 2;
        text_skip_blanks(text, &at);
        if (!text_take_number(text, &at, 2, &week))
            return false;
    }
    if (week < 1 || week > 53 || !text[at] || !strchr("/ ", text[at]))
        return false;
    while (text[at] == ' ' || text[at] == '/')
        at++;
    if (!take_year(text, &at, &date->year))
        return false;
    while (month_ends[date->month] < week * 7 - 3)
        date->month++;
    date->month++;
    date->end = at;
    return true;
}

/* "2021-05-17" */
static bool take_plain_date(const char *text, size_t at, struct date *date)
{
    int year, month, day;
    if (!take_year(text, &at, &year) || text[at++] != '-' || !text_take_number(text, &at, 2, &month) ||
        text[at++] != '-' || !text_take_number(text, &at, 2, &day) || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    date->year = year;
    date->month = month;
    date->day = day;
    date->end = at;
    return true;
}

/* A date begins with a name, a year, or a number of one or two digits. */
enum { YEAR_DIGITS = 4 };

bool date_take(const char *text, size_t at, struct date *date)
{
    *date = (struct date){.start = at};
    size_t place = at, digits = 0;
    while (digits <= YEAR_DIGITS && text_is_digit(text[at + digits]))
        digits++;
    if (digits == YEAR_DIGITS - 1 || digits > YEAR_DIGITS)
        return false;
    if (take_plain_date(text, at, date))
        return true;
    if ((text[at] == 'k' || text_is_digit(text[at])) && take_week(text, at, date))
        return true;
    date->month = 0;
    if (text_is_digit(text[at]) && take_numeric_date(text, at, date))
        return true;
    if (date_take_month(text, &place, &date->month)) {
        text_skip_blanks(text, &place);
        size_t behind = place;
        int day;
        if (text_take_number(text, &behind, 2, &day) && text[behind] == ',' && day >= 1 && day <= 31) {
            behind++;
            text_skip_blanks(text, &behind);
            if (take_year(text, &behind, &date->year)) {
                date->day = day;
                date->end = behind;
                return true;
            }
        }
        date->end = place;
        if (take_year(text, &place, &date->year) || take_year_behind_apostrophe(text, &place, &date->year)) {
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

static void put_digits(char *to, size_t count, int number)
{
    for (; count > 0; number /= 10)
        to[--count] = (char)('0' + number % 10);
}

const char *date_format(const struct date *date, struct arena *arena)
{
    char text[] = "0000-00-00";
    put_digits(text, 4, date->year);
    put_digits(text + 5, 2, date->month);
    put_digits(text + 8, 2, date->day);
    return arena_copy(arena, (struct text_view){text, date->day ? 10 : date->month ? 7 : 4});
}
