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
        {"05/2014", "2014-05", DAY_FIRST},
        {"5.2014", "2014-05", DAY_FIRST},
        {"12/2014", "2014-12", MONTH_FIRST},
        {"13/2014", NULL, DAY_FIRST},
        {"05/3014", NULL, DAY_FIRST},
        {"05/2014 oder später", NULL, DAY_FIRST},
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
        bool is_whole;
    } cases[] = {
        {"2005", {2005, 2005}, true},
        {"2005-2009", {2005, 2009}, true},
        {"2005 – 2009", {2005, 2009}, true},
        {"2005 bis 2009", {2005, 2009}, true},
        {"2005, 2007 und 2009", {2005, 2009}, true},
        {"2009, 2005", {2005, 2009}, true},
        {"2005/06", {2005, 2005}, true},
        {"2014-06", {2014, 2014}, true},
        {"27/05/2006", {2006, 2006}, true},
        {"20200501", {2020, 2020}, true},
        {"05/2014", {2014, 2014}, true},
        {"05/2014-11/2016", {2014, 2016}, true},
        {"05.2014 bis 2016", {2014, 2016}, true},
        {"2014-06/2016", {2014, 2016}, true},
        {"01.02.2012 – 30.11.2015", {2012, 2015}, true},
        {"2005-2007, 11/2010", {2005, 2010}, true},
        {"2012-02-01 - 2015-11-30", {2012, 2015}, true},
        {"2012-02 – 2015", {2012, 2015}, true},
        {"2006-05-27T00:00:00", {2006, 2006}, true},
        {"27.05.2006 (auch 2009)", {2006, 2009}, false},
        {"03/04/09", {2009, 2009}, true},
        {"1/2 2014", {0, 0}, false},
        {"05/20145", {0, 0}, false},
        {"2005 (ab Mai)", {2005, 2005}, false},
        {"2005-3019", {2005, 2005}, false},
        {"200513", {2005, 2005}, false},
        {"2005 bisher 2009", {2005, 2009}, false},
        {"9999", {0, 0}, false},
        {"0022", {0, 0}, false},
        {"20", {0, 0}, false},
        {"", {0, 0}, false},
        {"ab 2005", {0, 0}, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct range years;
        bool is_whole = reader_years(text_view_of(cases[i].value), &years);
        if (years.from != cases[i].years.from || years.to != cases[i].years.to || is_whole != cases[i].is_whole)
            fail_msg("%s became %d-%d%s", cases[i].value, years.from, years.to, is_whole ? "" : " and more");
    }
}

static void signs_of_an_unknown_date(void **state)
{
    static const char *const signs[] = {"9999", "0000", "0", "19010101", "1901-01-01", "11111111"};
    static const char *const others[] = {"", "30190101", "2005", "gestern", "9999 Stück", "99999"};
    (void)state;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (!reader_is_unknown(text_view_of(signs[i])))
            fail_msg("%s is no sign", signs[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (reader_is_unknown(text_view_of(others[i])))
            fail_msg("%s is a sign", others[i]);
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
        cmocka_unit_test(signs_of_an_unknown_date),
        cmocka_unit_test(numbers_however_grouped),
    };
    return cmocka_run_group_tests_name("reader_value", tests, NULL, NULL);
}
