/* Dates, years and numbers as the authorities write them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/reader_value.h"

static void dates_of_all_kinds_and_those_that_mean_unknown(void **state)
{
    static const struct {
        const char *value;
        const char *date; /* NULL: unknown */
        enum reader_day_order order;
    } cases[] = {
        {"2020-07-10", "2020-07-10", DAY_FIRST},
        {"2020-07-10T12:00:00+02:00", "2020-07-10", DAY_FIRST},
        {"2020-07", "2020-07", DAY_FIRST},
        {"2020", "2020", DAY_FIRST},
        {"20200710", "2020-07-10", DAY_FIRST},
        {"10.07.2020", "2020-07-10", DAY_FIRST},
        {"1.2.2020", "2020-02-01", DAY_FIRST},
        {"03/04/2009", "2009-04-03", DAY_FIRST},
        {"03/04/09", "2009-04-03", DAY_FIRST},
        {"03/04/98", "1998-04-03", DAY_FIRST},
        {"03/04/2009", "2009-03-04", MONTH_FIRST},
        {"/Date(977115600000-0500)/", "2000-12-18", DAY_FIRST},
        {"/Date(1461643200000-0400)/", "2016-04-26", DAY_FIRST},
        {"/Date(1461628800000-0400)/", "2016-04-25", DAY_FIRST},
        {"/Date(0)/", "1970-01-01", DAY_FIRST},
        {"/Date(-86400000)/", "1969-12-31", DAY_FIRST},
        {"/Date(99999999999999999999)/", NULL, DAY_FIRST},
        {"/Date()/", NULL, DAY_FIRST},
        {"2020-02-29", "2020-02-29", DAY_FIRST},
        {"2019-02-29", NULL, DAY_FIRST},
        {"2020-02-30", NULL, DAY_FIRST},
        {"2020-13-01", NULL, DAY_FIRST},
        {"19010101", NULL, DAY_FIRST},
        {"11111111", NULL, DAY_FIRST},
        {"19000101", NULL, DAY_FIRST},
        {"00220101", NULL, DAY_FIRST},
        {"30190101", NULL, DAY_FIRST},
        {"10111129", NULL, DAY_FIRST},
        {"9999", NULL, DAY_FIRST},
        {"", NULL, DAY_FIRST},
        {"N/A", NULL, DAY_FIRST},
        {"Built out of sequence.", NULL, DAY_FIRST},
        {"123456789012345678901234567890", NULL, DAY_FIRST},
        {"1/2/3", NULL, DAY_FIRST},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char date[READER_DATE_BYTES] = "";
        bool known = reader_date(text_view_of(cases[i].value), cases[i].order, date);
        if (known != (cases[i].date != NULL) || (known && strcmp(date, cases[i].date) != 0))
            fail_msg("%s became %s", cases[i].value, known ? date : "unknown");
    }
}

static void years_and_their_ranges(void **state)
{
    static const struct {
        const char *value;
        struct range years;
    } cases[] = {
        {"2005", {2005, 2005}},
        {"2005-2009", {2005, 2009}},
        {"2005 – 2009", {2005, 2009}},
        {"2005 bis 2009", {2005, 2009}},
        {"2005/06", {2005, 2005}},
        {"2014-06", {2014, 2014}},
        {"27/05/2006", {2006, 2006}},
        {"20200501", {2020, 2020}},
        {"9999", {0, 0}},
        {"0022", {0, 0}},
        {"20", {0, 0}},
        {"", {0, 0}},
        {"ab 2005", {0, 0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct range years = reader_years(text_view_of(cases[i].value));
        if (years.from != cases[i].years.from || years.to != cases[i].years.to)
            fail_msg("%s became %d-%d", cases[i].value, years.from, years.to);
    }
}

static void numbers_however_grouped(void **state)
{
    static const struct {
        const char *value;
        int64_t count;
    } cases[] = {
        {"375", 375},
        {"40,915.00", 40915},
        {"1.234.567", 1234567},
        {"12 000", 12000},
        {"1'000", 1000},
        {"7.00", 7},
        {"7.0", 7},
        {"100", 100},
        {"1,000", 1000},
        {"10.000", 10000},
        {"0", 0},
        {"14400000", 14400000},
        {"1,23", -1},
        {"ca. 500", -1},
        {"", -1},
        {"12a", -1},
        {"1,2345", -1},
        {"-5", -1},
        {".", -1},
        {".00", -1},
        {"9999999999999", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t count = reader_count(text_view_of(cases[i].value));
        if (count != cases[i].count)
            fail_msg("%s became %lld", cases[i].value, (long long)count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_all_kinds_and_those_that_mean_unknown),
        cmocka_unit_test(years_and_their_ranges),
        cmocka_unit_test(numbers_however_grouped),
    };
    return cmocka_run_group_tests_name("reader_value", tests, NULL, NULL);
}
