#include "core/reader_value.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/calendar.h"

/* No car of an earlier year is recalled, and no later one is built yet. */
enum { FIRST_YEAR = 1902, LAST_YEAR = 2049 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_possible_year(int year)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* --- Dates --------------------------------------------------------------------------------- */

/* The runs of digits at a value's beginning, and what stands between them. */
struct digit_groups {
    int numbers[3];
    size_t lengths[3];
    char separators[3]; /* behind each group; 0 at the end */
    size_t count;
};

static struct digit_groups read_groups(struct text_view value)
{
    struct digit_groups groups = {.count = 0};
    size_t at = 0;
    while (groups.count < 3 && at < value.length && is_digit(value.bytes[at])) {
        size_t start = at;
        int number = 0;
        for (; at < value.length && is_digit(value.bytes[at]) && at - start < 8; at++)
            number = number * 10 + (value.bytes[at] - '0');
        groups.numbers[groups.count] = number;
        groups.lengths[groups.count] = at - start;
        groups.separators[groups.count] = at < value.length ? value.bytes[at] : '\0';
        groups.count++;
        if (at >= value.length || !strchr("-./", value.bytes[at]))
            break;
        at++;
    }
    return groups;
}

static bool write_date(int year, int month, int day, char date[READER_DATE_BYTES])
{
    if (!is_possible_year(year) || !calendar_has(year, month, day))
        return false;
    snprintf(date, READER_DATE_BYTES, "%04d-%02u-%02u", year % 10000, (unsigned)month % 100, (unsigned)day % 100);
    return true;
}

/* Two digits of a year: no authority's file reaches back beyond 1966. */
static int full_year(int year, size_t digits)
{
    if (digits != 2)
        return digits == 4 ? year : 0;
    return year < 66 ? 2000 + year : 1900 + year;
}

/* Milliseconds since 1970 to a day, after Howard Hinnant's civil_from_days. */
static bool write_milliseconds(int64_t milliseconds, char date[READER_DATE_BYTES])
{
    const int64_t day_milliseconds = INT64_C(86400000);
    int64_t days = milliseconds / day_milliseconds - (milliseconds % day_milliseconds < 0);
    if (days < -25000 || days > 30000)
        return false;
    days += 719468;
    int64_t era = days / 146097, day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_index = (5 * day_of_year + 2) / 153;
    int month = (int)(month_index < 10 ? month_index + 3 : month_index - 9);
    int year = (int)(year_of_era + era * 400 + (month <= 2));
    return write_date(year, month, (int)(day_of_year - (153 * month_index + 2) / 5 + 1), date);
}

/* /Date(977115600000-0500)/: the day is that of the zone named. */
static bool read_milliseconds(struct text_view value, char date[READER_DATE_BYTES])
{
    char text[64];
    if (value.length >= sizeof text)
        return false;
    memcpy(text, value.bytes, value.length);
    text[value.length] = '\0';
    long long milliseconds;
    int zone = 0;
    if (sscanf(text, "/Date(%15lld%5d)/", &milliseconds, &zone) < 1)
        return false;
    int64_t minutes = zone / 100 * 60 + zone % 100;
    return write_milliseconds(milliseconds + minutes * 60000, date);
}

enum { NO_MONTH = -1 };

static bool write_partial(int year, int month, char date[READER_DATE_BYTES])
{
    if (!is_possible_year(year) || (month != NO_MONTH && (month < 1 || month > 12)))
        return false;
    if (month == NO_MONTH)
        snprintf(date, READER_DATE_BYTES, "%04d", year % 10000);
    else
        snprintf(date, READER_DATE_BYTES, "%04d-%02d", year % 10000, month % 100);
    return true;
}

bool reader_date(struct text_view value, enum reader_day_order order, char date[READER_DATE_BYTES])
{
    if (value.length > 6 && memcmp(value.bytes, "/Date(", 6) == 0)
        return read_milliseconds(value, date);
    struct digit_groups groups = read_groups(value);
    const int *numbers = groups.numbers;
    if (groups.count == 1 && groups.lengths[0] == 8 && !groups.separators[0])
        return write_date(numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100, date);
    if (groups.count == 3 && groups.lengths[0] == 4)
        return write_date(numbers[0], numbers[1], numbers[2], date);
    if (groups.count == 3 && groups.lengths[0] <= 2) {
        int year = full_year(numbers[2], groups.lengths[2]);
        bool month_first = order == MONTH_FIRST && groups.separators[0] == '/';
        return write_date(year, numbers[month_first ? 0 : 1], numbers[month_first ? 1 : 0], date);
    }
    bool ends = groups.count > 0 && !groups.separators[groups.count - 1];
    if (ends && groups.count == 2 && groups.lengths[0] <= 2 && groups.lengths[1] == 4)
        return write_partial(numbers[1], numbers[0], date);
    return ends && groups.count <= 2 && groups.lengths[0] == 4 &&
           write_partial(numbers[0], groups.count == 2 ? numbers[1] : NO_MONTH, date);
}

/* --- Years --------------------------------------------------------------------------------- */

/* The year that the first four digits of a value are. */
static int leading_year(struct text_view value)
{
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i >= value.length || !is_digit(value.bytes[i]))
            return 0;
        year = year * 10 + (value.bytes[i] - '0');
    }
    return is_possible_year(year) ? year : 0;
}

bool reader_year(struct text_view value, int *year)
{
    char date[READER_DATE_BYTES];
    bool is_date = value.length > 4 && reader_date(value, DAY_FIRST, date);
    *year = leading_year(is_date ? (struct text_view){date, 4} : value);
    return *year && (is_date || value.length == 4);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xC0;
}

/* The length of what stands between two years: signs, and the words for "to" and "and". 0: something else. */
static size_t skip_between(struct text_view value)
{
    static const char *const words[] = {"bis", "to", "und", "and"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]);
        if (value.length > length && strncasecmp(value.bytes, words[i], length) == 0 && !is_letter(value.bytes[length]))
            return length;
    }
    if (value.length > 3 && memcmp(value.bytes, "–", 3) == 0)
        return 3;
    return is_letter(value.bytes[0]) || is_digit(value.bytes[0]) ? 0 : 1;
}

/* The length of the month, or the day and the month, before a year: "05/" of "05/2014". */
static size_t skip_day_and_month(struct text_view value)
{
    size_t at = 0;
    for (size_t groups = 0; groups < 2; groups++) {
        size_t start = at;
        while (at < value.length && at - start < 2 && is_digit(value.bytes[at]))
            at++;
        if (at == start || at == value.length || !strchr("./-", value.bytes[at]))
            return 0;
        at++;
        struct text_view rest = {value.bytes + at, value.length - at};
        if (leading_year(rest) && (rest.length == 4 || !is_digit(rest.bytes[4])))
            return at;
    }
    return 0;
}

/* The length of the month or the day behind a year: "-05" of "2014-05". */
static size_t skip_behind_year(struct text_view value)
{
    bool is_part = value.length >= 3 && value.bytes[0] == '-' && is_digit(value.bytes[1]) && is_digit(value.bytes[2]) &&
                   (value.length == 3 || !is_digit(value.bytes[3]));
    return is_part ? 3 : 0;
}

bool reader_years(struct text_view value, struct range *years)
{
    bool is_date = reader_year(value, &years->from), is_whole = true, is_behind_year = true;
    size_t before = skip_day_and_month(value);
    if (before > 0)
        years->from = leading_year((struct text_view){value.bytes + before, value.length - before});
    years->to = years->from;
    if (!years->from)
        return false;
    size_t length;
    for (size_t at = before + 4; at < value.length; at += length ? length : 1) {
        struct text_view rest = {value.bytes + at, value.length - at};
        bool is_part = is_digit(value.bytes[at - 1]) && is_digit(rest.bytes[0]);
        int year = is_part || (rest.length > 4 && is_digit(rest.bytes[4])) ? 0 : leading_year(rest);
        size_t behind = is_behind_year ? skip_behind_year(rest) : 0;
        length = year ? 4 : behind ? behind : is_digit(rest.bytes[0]) ? skip_day_and_month(rest) : skip_between(rest);
        years->from = year && year < years->from ? year : years->from;
        years->to = year > years->to ? year : years->to;
        is_whole = is_whole && length > 0 && !is_part;
        is_behind_year = year || behind;
    }
    return is_whole || (is_date && years->from == years->to);
}

struct range reader_order_years(int from, int to)
{
    if (from && to && from > to)
        return (struct range){to, from};
    return (struct range){from ? from : to, to ? to : from};
}

bool reader_is_unknown(struct text_view value)
{
    static const char *const signs[] = {"0",        "0000",     "9999",     "00000000",
                                        "11111111", "19000101", "19010101", "99999999"};
    char digits[9];
    size_t count = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (is_digit(value.bytes[i]) && count < sizeof digits)
            digits[count++] = value.bytes[i];
        else if (!strchr("-./", value.bytes[i]))
            return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (count == strlen(signs[i]) && memcmp(digits, signs[i], count) == 0)
            return true;
    return false;
}

/* --- Numbers ------------------------------------------------------------------------------- */

/* The length without decimals that are all zero: a separator and one or two zeros at the end. */
static size_t without_decimals(struct text_view value)
{
    size_t end = value.length, zeros = 0;
    while (end > 0 && value.bytes[end - 1] == '0' && zeros < 3) {
        end--;
        zeros++;
    }
    bool decimals = end > 0 && zeros < 3 && zeros > 0 && strchr(".,", value.bytes[end - 1]);
    return decimals ? end - 1 : value.length;
}

int64_t reader_count(struct text_view value)
{
    value.length = without_decimals(value);
    int64_t count = 0;
    size_t group = 0, digits = 0;
    bool grouped = false;
    for (size_t i = 0; i < value.length; i++) {
        char c = value.bytes[i];
        if (is_digit(c)) {
            count = count * 10 + (c - '0');
            group++;
            if (++digits > 12)
                return -1;
        } else if (strchr(".,' ", c) && digits > 0 && (grouped ? group == 3 : group <= 3)) {
            grouped = true;
            group = 0;
        } else {
            return -1;
        }
    }
    return digits > 0 && (!grouped || group == 3) ? count : -1;
}

/* A number of at most six digits, or -1 for none. */
static bool take_minutes(struct text_view *value, int *minutes)
{
    size_t digits = 0;
    *minutes = -1;
    for (; digits < value->length && is_digit(value->bytes[digits]); digits++) {
        if (digits == 6)
            return false;
        *minutes = (digits ? *minutes * 10 : 0) + (value->bytes[digits] - '0');
    }
    *value = (struct text_view){value->bytes + digits, value->length - digits};
    return true;
}

bool reader_minutes(struct text_view value, struct range *minutes)
{
    if (!take_minutes(&value, &minutes->from))
        return false;
    minutes->to = minutes->from;
    if (value.length > 0 && value.bytes[0] == '-') {
        value = (struct text_view){value.bytes + 1, value.length - 1};
        if (!take_minutes(&value, &minutes->to))
            return false;
    }
    return value.length == 0 && (minutes->from >= 0 || minutes->to >= 0);
}

bool reader_is_missing(struct text_view value)
{
    static const char *const words[] = {"N/A", "null", "-"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (value.length == strlen(words[i]) && strncasecmp(value.bytes, words[i], value.length) == 0)
            return true;
    return value.length == 0;
}

bool reader_is_and_others(struct text_view value)
{
    static const char *const words[] = {"U. W.", "U.W.", "U. A.", "U.A."};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (value.length == strlen(words[i]) && strncasecmp(value.bytes, words[i], value.length) == 0)
            return true;
    return false;
}

bool reader_is_stated(enum fact_kind kind, struct text_view value)
{
    char date[READER_DATE_BYTES];
    struct range minutes;
    const struct stated_kind *stated = stated_kind_of(kind);
    switch (kind) {
    case FACT_STARTED:
    case FACT_ENDED:
        return reader_date(value, DAY_FIRST, date) || reader_is_unknown(value);
    case FACT_DURATION:
        return reader_minutes(value, &minutes);
    case FACT_UNREADABLE:
        return false;
    default:
        return !stated || !stated->names || kind_find(stated->names, stated->name_count, value) < stated->name_count;
    }
}
