/* Each format on a small file of its own with every quirk that the real ones were seen to have. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

static void read_fixture(struct reading *reading, const char *name, const struct reader_options *options)
{
    reading_open(reading, reading_fixture(name), options);
    if (!reading->opened || reading->error.kind)
        fail_msg("%s: %s", name, reading->error.why);
}

/* --- kba ----------------------------------------------------------------------------------- */

static void check_kba(const struct reading *reading)
{
    assert_string_equal(reading->format, "kba");
    assert_string_equal(reading->encoding, "UTF-8");
    assert_int_equal(reading->record_count, 4);
    assert_int_equal(reading->reject_count, 5);
    const struct raw_record *whole = reading_find(reading, "14078R", NULL);
    assert_string_equal(whole->authority, "kba");
    assert_string_equal(whole->date, "2024-03-05");
    assert_int_equal(whole->title.length, 0); /* "Brandgefahr" names no defect */
    assert_int_equal(whole->vehicle_count, 3);
    reading_expect_vehicle(whole, 0, "MUSTER", "ALPHA", 2012, 2014);
    reading_expect_vehicle(whole, 1, "MUSTER", "BETA (T1, T2)", 2012, 2014);
    reading_expect_vehicle(whole, 2, "MUSTER", "7", 2012, 2014);
    assert_int_equal(whole->affected_world, 123456);
    assert_int_equal(whole->affected_germany, 7890);
    assert_string_equal(reading_stated(whole, FACT_PHONE, 0), "0800 1234567");
    assert_string_equal(reading_stated(whole, FACT_URL, 0), "https://www.example.org/rueckruf");
    const struct raw_record *sparse = reading_find(reading, "12223", NULL);
    assert_null(sparse->date);
    assert_null(reading_stated(sparse, FACT_PHONE, 0));
    assert_null(reading_stated(sparse, FACT_URL, 0));
    assert_int_equal(sparse->affected_world, -1);
    reading_expect_view(sparse->text, "Unzureichend angezogene Schrauben können abreißen.");
    reading_expect_view(sparse->title, "Unzureichend angezogene Schrauben können abreißen");
    reading_expect_vehicle(sparse, 0, "BEISPIEL", "GAMMA", 0, 0);
    const struct raw_record *turned = reading_find(reading, "9001", NULL);
    assert_string_equal(turned->date, "2021-05-17");
    reading_expect_vehicle(turned, 0, "BEISPIEL", NULL, 2018, 2020);
    assert_null(reading_find(reading, "9005", NULL)->date);
}

static void kba(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "kba.csv", NULL);
    check_kba(&reading);
    reading_expect_view(reading.records[0].text,
                        "Brandgefahr\n\nDie Leitung scheuert; es kommt zu einem  Kurzschluss.\nEs kann brennen.\n\n"
                        "Tausch der Leitung\n\nDie \"rote\" Leitung wird ersetzt.\n\nNur Fahrzeuge mit zwei Lüftern\n\n"
                        "Bekannte Vorfälle: keine");
    reading_expect_reject(&reading, 0, 6, 1182, "it has no KBA-Referenznummer", ";X2;");
    reading_expect_reject(&reading, 1, 7, 1238, "its KBA-Referenznummer is no such number", "12a4;");
    reading_expect_reject(&reading, 2, 8, 1289, "it has no text", "9002;");
    reading_expect_reject(&reading, 3, 9, 1331, "it has fewer columns than the header", "9003;");
    reading_expect_reject(&reading, 4, 10, 1357, "its quotation marks do not match", "9004;");
    assert_int_equal(reading.records[3].position, 8);
    reading_close(&reading);
}

static void kba_with_byte_order_mark_and_crlf(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "kba-bom.csv", NULL);
    check_kba(&reading);
    reading_expect_reject(&reading, 0, 6, 1190, "it has no KBA-Referenznummer", ";X2;");
    reading_close(&reading);
}

/* --- recognising --------------------------------------------------------------------------- */

/* A first row that is cut, or the end of one, is one reject; the rows after it say what the file is. */
static void rows_are_recognised_behind_a_first_one_that_is_broken(void **state)
{
    static const char row[] = "7\t24V001000\tMUSTER\tALPHA\t2021\t\t\t\t\t\tV\t\t\t\t\t\t\t\t\tThe brakes may fail."
                              "\t\t\r\n";
    static const char *const first[] = {"6\t24V002000\tMUSTER\tBETA\t2021\r\n", "rakes may fail.\tA crash\t\r\n",
                                        "\r\n?\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        struct reading reading;
        char text[500];
        snprintf(text, sizeof text, "%s%s", first[i], row);
        reading_open_text(&reading, text, NULL);
        assert_string_equal(reading.format, "nhtsa");
        assert_int_equal(reading.record_count, 1);
        assert_int_equal(reading.reject_count, 1);
        reading_close(&reading);
    }
    /* With names above its columns it is another table, as is what has such a row in one of its cells. */
    struct reading reading;
    char text[500];
    snprintf(text, sizeof text, "campaign,text\r\n1,\"The brakes may fail.\r\n%s\"\r\n", row);
    reading_open_text(&reading, text, NULL);
    assert_string_equal(reading.format, "csv");
    assert_int_equal(reading.record_count, 1);
    reading_close(&reading);
    snprintf(text, sizeof text, "%s%s", "id\tcampaign\tmake\tmodel\tyear\t\t\t\t\t\tx\t\t\t\t\t\t\t\t\ttext\t\t\r\n",
             row);
    reading_open_text(&reading, text, NULL);
    assert_string_equal(reading.format, "csv");
    reading_close(&reading);
}

/* --- nhtsa --------------------------------------------------------------------------------- */

static void nhtsa(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "nhtsa.txt", NULL);
    assert_string_equal(reading.format, "nhtsa");
    assert_int_equal(reading.record_count, 5);
    assert_int_equal(reading.campaign_count, 4);
    const struct raw_record *alpha = reading_find(&reading, "24V001000", "ALPHA");
    assert_string_equal(alpha->authority, "nhtsa");
    reading_expect_view(alpha->text,
                        "The fuel pump may leak.  See <A HREF=HTTP://WWW.EXAMPLE.ORG>here for it&#146;s list.\n\n"
                        "A leak may cause a FIRE.\n\nDealers will replace the pump.\n\n"
                        "Owners may call 1-800-555-0100.");
    assert_string_equal(alpha->component, "FUEL SYSTEM, GASOLINE:DELIVERY:FUEL PUMP");
    assert_string_equal(alpha->date, "2024-01-15");
    assert_int_equal(alpha->affected_world, -1); /* POTAFF is of one country */
    assert_int_equal(alpha->advisories, ADVISORY_DO_NOT_DRIVE);
    assert_string_equal(reading_stated(alpha, FACT_CODE, 0), "M-1");
    reading_expect_vehicle(alpha, 0, "MUSTER", "ALPHA", 2021, 2021);
    const struct raw_record *beta = reading_find(&reading, "24V001000", "BETA");
    reading_expect_vehicle(beta, 0, "MUSTER", "BETA", 2019, 2019); /* 9999, and built since the year 22 */
    assert_int_equal(beta->advisories, ADVISORY_PARK_OUTSIDE);
    const struct raw_record *old = reading_find(&reading, "99V002000", NULL);
    assert_null(old->date);
    assert_int_equal(old->affected_world, -1);
    reading_expect_view(old->text, "OLD TEXT OF A FILE WITH 22 FIELDS.\n\nCONSEQUENCE.\n\nREMEDY.");
    const struct raw_record *bare = reading_find(&reading, "70V003000", NULL);
    reading_expect_view(bare->text, "STEERING:LINKAGES");
    assert_string_equal(bare->date, "1970-05-01"); /* of the owners' letter */
    const struct raw_record *gamma = reading_find(&reading, "24V006000", "GAMMA");
    assert_string_equal(reading_stated(gamma, FACT_PART, 0), "31110-AAA-1");
    assert_string_equal(reading_stated(gamma, FACT_PART, 1), "31110-BBB (LH)");
    assert_int_equal(reading.reject_count, 3);
    reading_expect_reject(&reading, 0, 5, 972, "it has fewer than 22 fields", "5\t70V004000");
    reading_expect_reject(&reading, 1, 6, 1009, "it has more than 29 fields", "6\t70V005000");
    reading_expect_reject(&reading, 2, 7, 1058, "it has no campaign number", "7\t\tNONUMBER");
    reading_close(&reading);
}

static size_t append_nhtsa_row(char *text, size_t length, size_t size, int number, const char *last)
{
    return length + (size_t)snprintf(text + length, size - length,
                                     "%d\t24V00%d000\tMUSTER\tALPHA\t2021\t\t\t\t\t\tV\t\t\t\t\t\t\t\t\t"
                                     "The brakes may fail.\t\t\t\t\t\t\t\tYes\t%s\r\n",
                                     number, number, last);
}

/* When all rows have more of them, these are new; when one has, there is a TAB too many in it. */
static void nhtsa_may_add_fields_as_it_did_before(void **state)
{
    struct reading reading;
    char text[1000];
    (void)state;
    size_t length = append_nhtsa_row(text, 0, sizeof text, 1, "No\tnew\tnewer");
    reading_open_text(&reading, text, NULL);
    assert_int_equal(reading.record_count, 0);
    assert_string_equal(reading.rejects[0].reason, "it has more than 29 fields");
    reading_close(&reading);
    length = append_nhtsa_row(text, length, sizeof text, 2, "No\t\t");
    length = append_nhtsa_row(text, length, sizeof text, 3, "No\t\t\tmore");
    reading_open_text(&reading, text, NULL);
    assert_string_equal(reading.format, "nhtsa");
    assert_int_equal(reading.record_count, 2);
    assert_int_equal(reading.records[0].advisories, ADVISORY_DO_NOT_DRIVE);
    assert_int_equal(reading.reject_count, 1);
    assert_string_equal(reading.rejects[0].reason, "it has more fields than the first rows");
    reading_close(&reading);
    append_nhtsa_row(text, length, sizeof text, 4, "No");
    reading_open_text(&reading, text, NULL);
    assert_int_equal(reading.record_count, 1);
    assert_int_equal(reading.reject_count, 3);
    assert_string_equal(reading.rejects[0].reason, "it has more than 29 fields");
    reading_close(&reading);
}

/* --- dvsa ---------------------------------------------------------------------------------- */

static void dvsa(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "dvsa.csv", NULL);
    assert_string_equal(reading.format, "dvsa");
    assert_string_equal(reading.encoding, "Windows-1252");
    assert_int_equal(reading.record_count, 4);
    assert_int_equal(reading.campaign_count, 3);
    assert_int_equal(reading.repaired, 0);
    const struct raw_record *alpha = reading_find(&reading, "R/2006/001", "ALPHA");
    reading_expect_view(alpha->text, "BELT MAY FAIL\n\nThe bolt’s torque is wrong – check.\n\nCheck the bolts.");
    reading_expect_view(alpha->title, "BELT MAY FAIL");
    assert_string_equal(alpha->date, "2006-06-26");
    assert_int_equal(alpha->affected_world, -1);
    reading_expect_vehicle(alpha, 0, "MUSTER", "ALPHA", 2005, 2006);
    reading_expect_vehicle(reading_find(&reading, "R/2006/001", "BETA"), 0, "MUSTER", "BETA", 0, 0);
    const struct raw_record *part = reading_find(&reading, "RCOMP/1998/002", NULL);
    assert_string_equal(part->date, "1998-04-05");
    reading_expect_vehicle(part, 0, "PARTS & CO", "Coupling £5", 0, 0);
    reading_expect_view(part->text, "COUPLING\n\nA \"quoted\" word, and\na line break.\n\nReplace.");
    const struct raw_record *alone = reading_find(&reading, "RM/2009/003", NULL);
    reading_expect_view(alone->text, "TITLE ALONE");
    assert_int_equal(alone->title.length, 0);
    reading_expect_vehicle(alone, 0, "CYCLE", NULL, 0, 0);
    assert_int_equal(reading.reject_count, 2);
    reading_expect_reject(&reading, 0, 7, 688, "it has no Recalls Number", "01/01/2010,,NONUMBER");
    reading_expect_reject(&reading, 1, 8, 726, "it has more columns than the header", "01/01/2010,R/2010/009");
    reading_close(&reading);
}

/* --- vrdb ---------------------------------------------------------------------------------- */

static void check_vrdb(const struct reading *reading)
{
    const struct raw_record *record = &reading->records[0];
    assert_string_equal(reading->format, "vrdb");
    assert_string_equal(record->campaign, "2024001");
    assert_string_equal(record->component, "Airbag");
    assert_string_equal(record->date, "2024-01-16");
    assert_int_equal(record->affected_world, -1);
    reading_expect_view(record->text, "The airbag may burst.\n\nCorrection: Dealers will replace it.\n\n"
                                      "Le coussin « avant » pourrait éclater.");
    reading_expect_vehicle(record, 0, "MUSTER", "3 SERIES", 2019, 2019);
    reading_expect_vehicle(&reading->records[1], 0, "MUSTER", "3 SERIES", 2020, 2020);
}

static void vrdb(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "vrdb.csv", NULL);
    check_vrdb(&reading);
    assert_int_equal(reading.record_count, 3);
    assert_int_equal(reading.reject_count, 2);
    reading_expect_reject(&reading, 0, 8, 869, "it has fewer columns than the header", "\"2024002\"");
    reading_expect_reject(&reading, 1, 9, 1071, "its quotation marks do not match", "\"2024003\"");
    reading_expect_view(reading.records[2].text, "The row after it.\n\nTexte.");
    reading_close(&reading);
    read_fixture(&reading, "vrdb-15.csv", NULL);
    check_vrdb(&reading);
    assert_int_equal(reading.record_count, 2);
    reading_close(&reading);
}

/* --- csv ----------------------------------------------------------------------------------- */

static void csv_with_german_names(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "table-de.csv", NULL);
    assert_string_equal(reading.format, "csv");
    const struct raw_record *record = reading_find(&reading, "A-2", NULL);
    assert_string_equal(record->authority, "astra");
    reading_expect_view(record->title, "Gurt löst sich");
    reading_expect_view(record->text, "Gurt löst sich\n\nDer Gurt kann sich lösen | immer.\n\nTausch.");
    reading_expect_vehicle(record, 0, "MUSTER", "ALPHA", 2005, 2009);
    reading_expect_vehicle(record, 1, "MUSTER", "BETA", 2005, 2009);
    assert_string_equal(record->date, "2019-02-01");
    assert_int_equal(record->affected_world, 1234567);
    assert_string_equal(reading_stated(record, FACT_PHONE, 0), "044 123 45 67");
    assert_string_equal(reading_find(&reading, "A-3", NULL)->authority, "csv");
    reading_expect_reject(&reading, 0, 2, 110, "it has more columns than the header", "A-1|");
    reading_close(&reading);
}

static void csv_with_english_names(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "table-en.csv", NULL);
    assert_string_equal(reading.format, "csv");
    const struct raw_record *record = reading_find(&reading, "24V001000", NULL);
    reading_expect_view(record->text, "Fuel Pump Leak\n\nThe pump leaks.\n\nIt may burn.\n\nIt is replaced.");
    reading_expect_view(record->title, "Fuel Pump Leak");
    assert_string_equal(record->date, "2024-03-05");
    assert_int_equal(record->affected_world, 40915);
    assert_int_equal(record->advisories, ADVISORY_PARK_OUTSIDE);
    reading_close(&reading);
}

static void csv_with_a_map(void **state)
{
    const struct reader_options options = {.map = "text=Was, make=Wer ,models=Womit,campaign=Nr"};
    struct reading reading;
    (void)state;
    read_fixture(&reading, "table-map.tsv", &options);
    assert_string_equal(reading.format, "csv");
    reading_expect_view(reading.records[0].text, "Die Feder bricht.");
    assert_string_equal(reading.records[0].campaign, "7");
    reading_expect_vehicle(&reading.records[0], 1, "MUSTER", "EINS", 0, 0);
    reading_close(&reading);
}

static void csv_refuses_a_map_that_fits_nothing(void **state)
{
    static const struct {
        const char *map;
        const char *why;
    } cases[] = {
        {"text=Wo", "has no column Wo"},
        {"wort=Was", "has a key this program does not know"},
        {"Was", "is no list of KEY=COLUMN"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct reader_options options = {.map = cases[i].map};
        struct reading reading;
        reading_open(&reading, reading_fixture("table-map.tsv"), &options);
        assert_false(reading.opened);
        assert_int_equal(reading.error.kind, ERROR_USAGE);
        assert_string_equal(reading.error.why, cases[i].why);
        assert_true(reading.error.way_out[0]);
        reading_close(&reading);
    }
}

/* --- jsonl --------------------------------------------------------------------------------- */

static void jsonl(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "recalls.jsonl", NULL);
    assert_string_equal(reading.format, "jsonl");
    assert_int_equal(reading.record_count, 3);
    const struct raw_record *record = &reading.records[0];
    assert_string_equal(record->campaign, "10054");
    assert_string_equal(record->authority, "kba");
    reading_expect_view(record->title, "Kurzschluss in der Zentralelektrik");
    reading_expect_view(record->text, "Erste Zeile.\nZweite \"Zeile\" mit Ü und ä.");
    reading_expect_vehicle(record, 0, "MUSTER", "ALPHA", 2005, 2009);
    reading_expect_vehicle(record, 1, "MUSTER", "BETA, GROSS", 2005, 2009);
    assert_null(record->date);
    assert_string_equal(reading_stated(record, FACT_STARTED, 0), "2020-07");
    assert_string_equal(reading_stated(record, FACT_DURATION, 0), "-60");
    assert_string_equal(reading_stated(record, FACT_HAZARD, 0), "fire");
    assert_string_equal(reading_stated(record, FACT_PHONE, 1), "0800 2");
    assert_string_equal(reading_stated(record, FACT_PHONE, 0), "0800 1");
    assert_int_equal(record->affected_world, 1000);
    assert_int_equal(record->affected_germany, -1);
    assert_null(reading.records[1].campaign);
    assert_int_equal(reading.records[1].affected_germany, 5);
    assert_int_equal(reading.records[1].vehicle_count, 0);
    assert_int_equal(reading.reject_count, 4);
    reading_expect_reject(&reading, 0, 5, 806, "it is no valid JSON object", "{\"text\":\"abge");
    reading_expect_reject(&reading, 1, 6, 829, "it is no valid JSON object", "[\"kein");
    reading_expect_reject(&reading, 2, 7, 845, "it has no text", "{\"campaign\":\"1\"");
    reading_expect_reject(&reading, 3, 8, 874, "it has NUL bytes in it", "{\"text\":\"mit");
    reading_close(&reading);
}

static void the_answer_of_nhtsa(void **state)
{
    struct reading reading;
    (void)state;
    read_fixture(&reading, "nhtsa-api.json", NULL);
    assert_string_equal(reading.format, "jsonl");
    assert_int_equal(reading.record_count, 2);
    const struct raw_record *record = &reading.records[0];
    assert_string_equal(record->authority, "nhtsa");
    assert_string_equal(record->campaign, "24V001000");
    assert_string_equal(record->date, "2024-03-05");
    reading_expect_view(record->text, "The pump leaks.\n\nIt may burn.\n\nIt is replaced.\n\nCall us.");
    reading_expect_vehicle(record, 0, "MUSTER", "ALPHA", 2021, 2021);
    assert_int_equal(record->advisories, ADVISORY_PARK_OUTSIDE);
    assert_string_equal(reading.records[1].date, "2000-12-18");
    reading_expect_view(reading.records[1].text, "Old answer.\n\nOld spelling.\n\nA note.");
    reading_expect_vehicle(&reading.records[1], 0, "MUSTER", "BETA", 0, 0);
    assert_int_equal(reading.reject_count, 1);
    assert_string_equal(reading.rejects[0].reason, "it has no text");
    reading_close(&reading);
}

/* --- what was exported ---------------------------------------------------------------------- */

static void of_what_was_exported_only_what_its_source_stated_is_taken(void **state)
{
    static const char *const names[] = {"exported.jsonl", "exported.csv"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct reading reading;
        read_fixture(&reading, names[i], NULL);
        assert_int_equal(reading.record_count, 3);
        const struct raw_record *kba = reading_find(&reading, "14078R", NULL);
        assert_string_equal(kba->authority, "kba");
        assert_int_equal(kba->title.length, 0);
        assert_string_equal(kba->date, "2024-03-05");
        assert_null(reading_stated(kba, FACT_CATEGORY, 0));
        assert_null(reading_stated(kba, FACT_HAZARD, 0));
        assert_string_equal(reading_stated(kba, FACT_CODE, 1), "0099990200 (Erweiterung 2014)");
        reading_expect_vehicle(kba, 2, "MUSTER", "BETA (T1, T2)", 2012, 2014);
        const struct raw_record *dvsa = reading_find(&reading, "R/2006/001", NULL);
        reading_expect_view(dvsa->title, "BELT MAY FAIL");
        reading_expect_vehicle(dvsa, 1, "MUSTER", "BETA", 0, 0);
        const struct raw_record *foreign = reading_find(&reading, "7", NULL);
        assert_string_equal(reading_stated(foreign, FACT_DURATION, 0), "-30");
        assert_string_equal(reading_stated(foreign, FACT_HAZARD, 0), "fire");
        assert_null(reading_stated(foreign, FACT_HAZARD, 1));
        assert_string_equal(reading_stated(foreign, FACT_COMPLETION, 0), "Punkt am Schloss");
        assert_int_equal(foreign->affected_world, 7);
        reading_close(&reading);
    }
}

static void what_is_stated_of_vehicles_is_checked(void **state)
{
    static const char object[] =
        "{\"text\":\"Text\",\"stated\":{\"vehicles\":[{\"make\":\"A \\ud83d\",\"years\":[2006,2005]},"
        "{\"model\":\" B \",\"years\":[9999,5]},7,{\"years\":null},null]}}\n";
    struct reading reading;
    char *path = reading_write(object, sizeof object - 1);
    (void)state;
    reading_open(&reading, path, NULL);
    assert_int_equal(reading.record_count, 1);
    const struct raw_record *record = &reading.records[0];
    assert_int_equal(record->vehicle_count, 2);
    reading_expect_vehicle(record, 0, "A ���", NULL, 2005, 2006);
    assert_int_equal(record->repaired, 3);
    assert_null(record->vehicles[1].make);
    assert_string_equal(record->vehicles[1].model, "B");
    assert_int_equal(record->vehicles[1].years.from + record->vehicles[1].years.to, 0);
    reading_close(&reading);
    reading_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kba),
        cmocka_unit_test(kba_with_byte_order_mark_and_crlf),
        cmocka_unit_test(rows_are_recognised_behind_a_first_one_that_is_broken),
        cmocka_unit_test(nhtsa),
        cmocka_unit_test(nhtsa_may_add_fields_as_it_did_before),
        cmocka_unit_test(dvsa),
        cmocka_unit_test(vrdb),
        cmocka_unit_test(csv_with_german_names),
        cmocka_unit_test(csv_with_english_names),
        cmocka_unit_test(csv_with_a_map),
        cmocka_unit_test(csv_refuses_a_map_that_fits_nothing),
        cmocka_unit_test(jsonl),
        cmocka_unit_test(the_answer_of_nhtsa),
        cmocka_unit_test(of_what_was_exported_only_what_its_source_stated_is_taken),
        cmocka_unit_test(what_is_stated_of_vehicles_is_checked),
    };
    return cmocka_run_group_tests_name("reader_formats", tests, NULL, NULL);
}
