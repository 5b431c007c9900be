/* Tables as people and their programs hand them on: with other delimiters, titles, headers, columns. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

/* Saved by a spreadsheet, with its own delimiter, perhaps behind the line by which it knows that. */
static void an_authoritys_table_may_have_another_delimiter(void **state)
{
    static const char *const delimiters[] = {",", ";", "\t", "|"};
    static const char *const before[] = {"", "sep=;\r\n", "\xEF\xBB\xBFSEP=,\n"};
    static const char *const tables[][3] = {
        {"kba", "KBA-Referenznummer@Marke@Mangelbeschreibung", "14078R@MUSTER@Die Leitung scheuert"},
        {"dvsa", "Launch Date@Recall Number@Make@Defect", "05/04/1998@R/1998/001@MUSTER@It may fail"},
        {"vrdb", "RECALL_NUMBER_NUM@MAKE_NAME_NM@COMMENT_ETXT", "1998001@MUSTER@It may fail"},
    };
    (void)state;
    for (size_t i = 0; i < 4 * 3 * 3; i++) {
        const char *const *table = tables[i / 4 % 3];
        struct reading reading;
        char text[300];
        snprintf(text, sizeof text, "%s%s\r\n%s\r\n", before[i / 12], table[1], table[2]);
        for (char *at = text; (at = strchr(at, '@')) != NULL;)
            *at = delimiters[i % 4][0];
        reading_open_text(&reading, text, NULL);
        assert_string_equal(reading.format, table[0]);
        assert_int_equal(reading.record_count, 1);
        assert_int_equal(reading.reject_count, 0);
        reading_expect_vehicle(&reading.records[0], 0, "MUSTER", NULL, 0, 0);
        reading_close(&reading);
    }
    struct reading reading;
    reading_open_text(&reading, "sep=;\n\nNr;Mangel;Marke\n7;Die Feder bricht.;MUSTER\n", NULL);
    assert_string_equal(reading.format, "csv");
    reading_expect_vehicle(&reading.records[0], 0, "MUSTER", NULL, 0, 0);
    reading_close(&reading);
}

/* Titles above a table are rejects, and so is its header where files were joined. */
static void a_header_may_stand_below_titles_and_come_again(void **state)
{
    static const char text[] = "Rückrufe der Werkstatt;;\r\n\r\nStand: 22.11.2026;;\r\n"
                               "KBA-Referenznummer;Marke;Mangelbeschreibung\r\n"
                               "1;MUSTER;Die Leitung scheuert.\r\n"
                               "\xEF\xBB\xBFKBA-Referenznummer;Marke;Mangelbeschreibung\r\n"
                               "2;MUSTER;Die Feder bricht.\r\n"
                               "3;Marke;Mangelbeschreibung fehlt.\r\n";
    struct reading reading;
    (void)state;
    reading_open_text(&reading, text, NULL);
    assert_string_equal(reading.format, "kba");
    assert_int_equal(reading.record_count, 3);
    assert_int_equal(reading.records[0].position, 2);
    assert_int_equal(reading.records[1].position, 4);
    assert_int_equal(reading.reject_count, 3);
    reading_expect_reject(&reading, 0, 1, 0, "it stands above the header", "Rückrufe der Werkstatt;;");
    reading_expect_reject(&reading, 1, 3, 29, "it stands above the header", "Stand: 22.11.2026;;");
    reading_expect_reject(&reading, 2, 6, 127, "it is the header again", "\xEF\xBB\xBFKBA-Referenznummer;");
    reading_close(&reading);
    reading_open_text(&reading, "text,campaign\nThe belt may fail.,campaign\ntext,campaign\n", NULL);
    assert_int_equal(reading.record_count, 1);
    reading_expect_reject(&reading, 0, 3, 42, "it is the header again", "text,campaign");
    reading_close(&reading);
    reading_open_text(&reading, "Liste vom November;;\n;;\nNr;Mangel;Marke;Modell\n7;Die Feder bricht.;MUSTER;A\n",
                      NULL);
    assert_string_equal(reading.format, "csv");
    assert_int_equal(reading.record_count, 1);
    assert_int_equal(reading.reject_count, 2);
    reading_expect_vehicle(&reading.records[0], 0, "MUSTER", "A", 0, 0);
    reading_close(&reading);
    const struct reader_options options = {.map = "text=Was"};
    reading_open_text(&reading, "Liste\nNr|Was\n7|Die Feder bricht.\n", &options);
    assert_int_equal(reading.record_count, 1);
    reading_expect_view(reading.records[0].text, "Die Feder bricht.");
    reading_close(&reading);
    reading_open_text(&reading, "Der Mangel, die Marke\nund Titel, Mangel\nsind bekannt.\n", NULL);
    assert_string_equal(reading.format, "adac");
    reading_close(&reading);
    reading_open_text(&reading,
                      "\xEF\xBB\xBF\xEF\xBB\xBF\n\r\n\nLaunch Date,Recalls Number,Defect\n,R/1998/001,It may fail.\n",
                      NULL);
    assert_string_equal(reading.format, "dvsa");
    assert_int_equal(reading.record_count, 1);
    assert_int_equal(reading.reject_count, 0);
    reading_close(&reading);
}

/* Parts of a text have the order of the authority's table. */
static void columns_may_come_in_another_order(void **state)
{
    struct reading reading;
    (void)state;
    reading_open_text(&reading,
                      "COMMENT_FTXT,MAKE_NAME_NM,COMMENT_ETXT,RECALL_NUMBER_NUM\n"
                      "Il peut céder.,MUSTER,It may fail.,1998001\n",
                      NULL);
    assert_string_equal(reading.format, "vrdb");
    reading_expect_view(reading.records[0].text, "It may fail.\n\nIl peut céder.");
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_authoritys_table_may_have_another_delimiter),
        cmocka_unit_test(a_header_may_stand_below_titles_and_come_again),
        cmocka_unit_test(columns_may_come_in_another_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
