/*
 * The authorities' own files, whole campaigns in unchanged rows. They are not part of this repository: REAL_DATA names
 * their folder, without it the tests are skipped.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

static void every_row_is_read(void **state)
{
    static const struct {
        const char *name;
        const char *format;
        const char *encoding;
        size_t rows, campaigns, vehicles;
    } files[] = {
        {"kba.csv", "kba", "UTF-8", 81, 81, 168},          {"nhtsa-flat.txt", "nhtsa", "UTF-8", 3821, 348, 3821},
        {"nhtsa-flat-old.txt", "nhtsa", "UTF-8", 4, 3, 4}, {"dvsa.csv", "dvsa", "Windows-1252", 149, 66, 149},
        {"vrdb.csv", "vrdb", "UTF-8", 411, 56, 411},       {"nhtsa-api-1.json", "jsonl", "UTF-8", 2, 2, 2},
        {"nhtsa-api-2.json", "jsonl", "UTF-8", 2, 2, 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct reading reading;
        const char *path = reading_real(files[i].name);
        if (!path)
            skip();
        reading_open(&reading, path, NULL);
        if (!reading.opened || reading.error.kind)
            fail_msg("%s: %s", files[i].name, reading.error.why);
        assert_string_equal(reading.format, files[i].format);
        assert_string_equal(reading.encoding, files[i].encoding);
        assert_int_equal(reading.reject_count, 0);
        assert_int_equal(reading.record_count, files[i].rows);
        assert_int_equal(reading.campaign_count, files[i].campaigns);
        assert_int_equal(reading.vehicle_count, files[i].vehicles);
        assert_int_equal(reading.repaired, 0);
        reading_close(&reading);
    }
}

static void assert_begins(struct text_view text, const char *begin)
{
    assert_true(text.length >= strlen(begin));
    assert_memory_equal(text.bytes, begin, strlen(begin));
}

static void one_recall_of_each_was_checked_by_hand(void **state)
{
    static const struct {
        const char *name, *campaign, *model;
        const char *date, *make;
        struct range years;
        const char *begin;
    } recalls[] = {
        {"kba.csv",
         "10359",
         "M2",
         "2021-01-26",
         "BMW",
         {2020, 2020},
         "Ein möglicher Schwingungsbruch an der Lötstelle"},
        {"kba.csv", "1050", "TOLEDO", NULL, "SEAT", {2002, 2005}, "Unzureichend dimensionierte Schrauben"},
        {"nhtsa-flat.txt",
         "02V196000",
         "INSIGHT",
         "2002-07-24",
         "HONDA",
         {2001, 2001},
         "ON CERTAIN PASSENGER VEHICLES, SOME OF THE PASSENGER AIR BAG MODULES"},
        {"nhtsa-flat-old.txt",
         "02E030000",
         "GLOVE COMPARTMENT KIT",
         "2002-04-26",
         "CONSUMERS UNION",
         {0, 0},
         "GLOVE COMPARTMENT ORGANIZER SENT AS A FREE GIFT"},
        {"dvsa.csv",
         "R/2014/013",
         "ASX",
         "2014-02-18",
         "MITSUBISHI",
         {2010, 2012},
         "ENGINE MAY STALL\n\nSoot may build on the piston ring"},
        {"vrdb.csv",
         "2014299",
         "3 SERIES",
         "2014-07-16",
         "BMW",
         {2000, 2000},
         "On certain vehicles, the passenger (frontal) airbag"},
        {"nhtsa-api-1.json",
         "16V244000",
         "Q50",
         "2016-04-26",
         "INFINITI",
         {2015, 2015},
         "Nissan North America, Inc. (Nissan) is recalling"},
        {"nhtsa-api-2.json",
         "00V421001",
         "GALANT",
         "2000-12-18",
         "MITSUBISHI",
         {1998, 1998},
         "VEHICLE DESCRIPTION:  PASSENGER VEHICLES."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof recalls / sizeof recalls[0]; i++) {
        struct reading reading;
        const char *path = reading_real(recalls[i].name);
        if (!path)
            skip();
        reading_open(&reading, path, NULL);
        const struct raw_record *record = reading_find(&reading, recalls[i].campaign, recalls[i].model);
        assert_non_null(record);
        if (recalls[i].date)
            assert_string_equal(record->date, recalls[i].date);
        else
            assert_null(record->date);
        assert_string_equal(record->vehicles[0].make, recalls[i].make);
        assert_int_equal(record->vehicles[0].years.from, recalls[i].years.from);
        assert_int_equal(record->vehicles[0].years.to, recalls[i].years.to);
        assert_int_equal(record->affected_world, -1);
        assert_begins(record->text, recalls[i].begin);
        reading_close(&reading);
    }
}

static void the_test_files_of_the_dvsa_are_read(void **state)
{
    static const struct {
        const char *name;
        size_t rows;
    } files[] = {
        {"dvsa-cases/missingModelCases_testDataWithoutModels.csv", 3},
        {"dvsa-cases/testData-BeforeDeleting.csv", 9},
        {"dvsa-cases/testDataCRLF.csv", 1},
        {"dvsa-cases/testDataWithAdditionalRecalls.csv", 10},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct reading reading;
        const char *path = reading_real(files[i].name);
        if (!path)
            skip();
        reading_open(&reading, path, NULL);
        assert_true(reading.opened);
        assert_string_equal(reading.format, "dvsa");
        assert_int_equal(reading.record_count, files[i].rows);
        assert_int_equal(reading.reject_count, 0);
        reading_close(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_read),
        cmocka_unit_test(one_recall_of_each_was_checked_by_hand),
        cmocka_unit_test(the_test_files_of_the_dvsa_are_read),
    };
    return cmocka_run_group_tests_name("reader_real", tests, NULL, NULL);
}
