/* Dates, durations, numbers, names, places: what a text says of the action and its cars. */

#include "tests/core/understanding.h"

#include <string.h>

#include "core/word_starts.h"

static void durations_are_read_in_words_and_figures(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int from, to;
    } cases[] = {
        {"Die Aktion dauert eine Viertelstunde.", 15, 15},
        {"Die Aktion dauert anderthalb Stunden.", 90, 90},
        {"Die Aktion dauert 15 bis 30 Minuten.", 15, 30},
        {"Die Aktion dauert 1 Stunde und 15 Minuten.", 75, 75},
        {"Die Aktion dauert 1,1 Stunden.", 66, 66},
        {"Die Aktion dauert bis zu vier Stunden.", -1, 240},
        {"Die Aktion erfordert einen 15-minütigen Aufenthalt.", 15, 15},
        {"Die Aktion dauert je Seite 30 Minuten, insgesamt eine Stunde.", 60, 60},
        {"Die Aktion dauert drei Viertelstunden.", 45, 45},
        {"Die Aktion dauert zweieinviertel Stunden.", 135, 135},
        {"Die Aktion dauert ½ Stunde.", 30, 30},
        {"Die Aktion dauert weniger als eine Stunde.", -1, 60},
        {"Die Aktion dauert wenige Minuten.", -1, -1},
        {"Der Motor hat 110 kW und schafft 200 Stundenkilometer.", -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand(text_view_of(cases[i].text));
        assert_int_equal(recall.duration_minutes.from, cases[i].from);
        assert_int_equal(recall.duration_minutes.to, cases[i].to);
    }
}

static void dates_are_told_apart_by_what_they_belong_to(void **state)
{
    (void)state;
    struct recall recall = understand(
        TEXT_VIEW("Fahrzeuge, gebaut von März 2010 bis Mai 2011, sind betroffen. Die Aktion läuft ab Nov.2012 und ist "
                  "kostenlos. Die Aktion soll bis Ende September 2015 (KW39) abgeschlossen sein."));
    assert_string_equal(recall.started, "2012-11");
    assert_string_equal(recall.ended, "2015-09");
    assert_int_equal(recall.years.from, 2010);
    assert_int_equal(recall.years.to, 2011);
}

static void the_start_is_found_however_it_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text, *started;
    } cases[] = {
        {"Die Aktion läuft seit April 2014.", "2014-04"},
        {"Start der Aktion: KW 12/2015.", "2015-03"},
        {"Der Rückruf startet voraussichtlich im Januar 2019.", "2019-01"},
        {"Die Halter werden seit Oktober 2021 vom KBA informiert.", "2021-10"},
        {"Ab 15.03.2019 werden die Halter angeschrieben.", "2019-03-15"},
        {"483 Wagen, die ab Januar 2004 ein neues Getriebe erhielten, müssen in die Werkstatt.", NULL},
        {"Die Aktion läuft seit April.", NULL},
        {"Owner notification letters were mailed March 17, 2022.", "2022-03-17"},
        {"Letters to inform owners of the risk were mailed on March 11, 2022.", "2022-03-11"},
        {"Owner letters were mailed September 7, 2021.", "2021-09-07"},
        {"Interim owner notification letters were mailed February 7, 2022.", NULL},
        {"Interim letters were mailed July 23, 2021. Owner notification letters were mailed July 30, 2021.",
         "2021-07-30"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand(text_view_of(cases[i].text));
        if (cases[i].started)
            assert_string_equal(recall.started, cases[i].started);
        else
            assert_null(recall.started);
    }
}

static void evidence_points_to_the_words(void **state)
{
    (void)state;
    struct recall recall =
        understand(TEXT_VIEW("Müllers Opel Astra: Prüfung, Hotline 0 89/ 1 25 01 60 10, kostenlos."));
    bool found_phone = false, found_make = false;
    for (size_t i = 0; i < recall.evidence_count; i++) {
        const struct evidence *evidence = &recall.evidence[i];
        const char *words = recall.text.bytes + evidence->start_bytes;
        found_phone = found_phone || (evidence->kind == FACT_PHONE && evidence->length_bytes == 19 &&
                                      memcmp(words, "0 89/ 1 25 01 60 10", 19) == 0);
        found_make = found_make || (evidence->kind == FACT_MAKE && memcmp(words, "Opel", 4) == 0);
    }
    assert_string_equal(recall.phones.items[0], "089125016010");
    assert_string_equal(recall.make, "Opel");
    assert_true(found_make);
    assert_int_equal(recall.phones.count, 1);
    assert_true(found_phone);
}

/* The list's items, with a blank behind each. */
static const char *join(struct string_list list)
{
    const char *all = "";
    for (size_t i = 0; i < list.count; i++)
        all = arena_format(arena, "%s%s ", all, list.items[i]);
    return all;
}

static void phones_are_found_as_each_country_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *phones;
    } cases[] = {
        {"Owners may contact FCA US LLC customer service at 1-800-853-1403.", "18008531403 "},
        {"Owners may call 1- 800-647-7261 or (248) 512-5555 (TTY 1-800-424-9153).",
         "18006477261 2485125555 18004249153 "},
        {"OWNERS MAY CONTACT MAZDA AT 800-222-5500 .", "8002225500 "},
        {"Ask 1 800 263-3777 or 1.800.263.3778.", "18002633777 18002633778 "},
        {"Hotline 0 89/ 1 25 01 60 10, +49 89 1250160", "089125016010 +49891250160 "},
        /* Other numbers of ten digits. */
        {"The parts 909-468-3688 are affected, of 2001-2012 and 123-4567.", ""},
        {"Part number 800-222-5500 may fail. Part numbers: 1-800-853-1403.", ""},
        {"Serial 1-800-853-14035, 11-800-853-1403, A1-800-853-1403", ""},
        {"Auskunft: 04472 895-0.", "044728950 "},
        {"Infos beim Kundenservice unter Rückrufcode 0012340500.", ""},
        {"Code 0012340500, Infos beim Kundenservice unter 089 1234567.", "0891234567 "},
        {"Kunden mit den Fahrgestellnummern 0123456 bis 0234567", ""},
        {"Teilenummern A 000 905 54 06 und A 000 905 55 06", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(join(understand(text_view_of(cases[i].text)).phones), cases[i].phones);
}

static void part_numbers_are_read_to_the_end_of_their_list(void **state)
{
    (void)state;
    static const struct {
        const char *text, *parts;
    } cases[] = {
        {"ACDelco part number 45D2344, and 45D2345.", "45D2344 45D2345 "},
        {"modules, part numbers 68518544AE, 68476781AB, and 68425814AE.  The", "68518544AE 68476781AB 68425814AE "},
        {"kits, part number 08M70-MJP-G50, sold", "08M70-MJP-G50 "},
        {"PART NUMBERS 10-2925, 10-2987MZA OR 11-3015 MAY FAIL", "10-2925 10-2987MZA 11-3015 "},
        {"Die Teilenummern 4F0.941.003 und 12 13 7 638 477 sowie 7638478", "4F0.941.003 12137638477 7638478 "},
        {"PART NUMBER 607005 AND 2001-2012 HONDA, part number 7005 and 2012 cars", "607005 7005 "},
        {"Die Teilenummern sind bekannt.", ""},
        {"Teilenummer N 910 965 01, Ersatzteil-Nr. 77 01 475 893", "N91096501 7701475893 "},
        {"Ersatzteilnummer 5Q0.959.435 A, Bestell-Nr. 93 19 55 12", "5Q0.959.435A 93195512 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(join(understand(text_view_of(cases[i].text)).parts), cases[i].parts);
}

static void an_authoritys_home_page_is_no_address_of_the_recall(void **state)
{
    (void)state;
    struct recall recall = understand(TEXT_VIEW("See www.safercar.gov, http://WWW.NHTSA.GOV/ or WWW.SAFERCAR.GOV.THIS "
                                                "and www.nhtsa.gov/recalls/x, www.maker.com."));
    assert_string_equal(join(recall.urls), "www.nhtsa.gov/recalls/x www.maker.com ");
}

static void a_name_must_be_written_like_one(void **state)
{
    (void)state;
    assert_null(understand(TEXT_VIEW("Das kann man nur smart lösen, der golf liegt daneben.")).make);
    assert_string_equal(understand(TEXT_VIEW("Die VW-Händler prüfen den Golf.")).make, "VW");
}

static void not_free_is_not_free(void **state)
{
    (void)state;
    assert_int_equal(understand(TEXT_VIEW("Die Aktion ist nicht kostenlos.")).cost, COST_PAID);
    assert_int_equal(understand(TEXT_VIEW("Die Aktion ist kostenlos.")).cost, COST_FREE);
}

static void names_broken_at_line_ends_are_joined(void **state)
{
    (void)state;
    struct recall recall = understand(TEXT_VIEW("Beim Nissan Qash-\nqai kann der Material-\nträger brechen, "
                                                "Smart-\nphones nicht."));
    assert_string_equal(recall.make, "Nissan");
    assert_int_equal(recall.models.count, 1);
    assert_string_equal(recall.models.items[0], "Qashqai");
    recall = understand(TEXT_VIEW("Mercedes holt A-, B- und C-Klasse zurück."));
    assert_int_equal(recall.models.count, 3);
}

static void counts_belong_to_their_place(void **state)
{
    (void)state;
    struct recall recall = understand(TEXT_VIEW("250 von 2.053 Wagen sind in Deutschland gemeldet."));
    assert_int_equal(recall.affected_germany, 250);
    assert_int_equal(recall.affected_world, 2053);
    recall = understand(TEXT_VIEW("In Deutschland fahren 30.000 Tiguan und 22.500 Touran mit dem Dach."));
    assert_int_equal(recall.affected_germany, -1);
    assert_int_equal(understand(TEXT_VIEW("Rund 235.000 Mercedes haben das.")).affected_world, -1);
}

static void a_name_within_another_is_no_market(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "The cars were sold in Nevada, New Mexico and New England.",
        "Le présent rappel remplace le rappel 2022-118 de Transports Canada.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(understand_string(texts[i]).markets.count, 0);
    assert_int_equal(understand_string("The cars were sold in Mexico and New Zealand.").markets.count, 2);
}

static void a_market_can_be_left_out(void **state)
{
    (void)state;
    struct recall recall =
        understand(TEXT_VIEW("In Deutschland ist kein Wagen betroffen. In Mexiko gebaute Wagen für die USA."));
    assert_int_equal(recall.markets_excluded.count, 1);
    assert_string_equal(recall.markets_excluded.items[0], "Deutschland");
    assert_int_equal(recall.markets.count, 1);
    assert_string_equal(recall.markets.items[0], "USA");
}

/* What is found by marks of many bytes at once is found whatever stands before it. */
static void facts_are_found_wherever_they_stand(void **state)
{
    (void)state;
    static const char facts[] =
        ". Die Aktion-läuft seit Mai 2012, dauert 15 Minuten. Hotline: 0800 1234567. Weltweit sind "
        "1.234 Wagen betroffen. Siehe maker.com/recall";
    enum { BEFORE = 200 };
    for (size_t before = 0; before < BEFORE; before++) {
        char text[BEFORE + sizeof facts];
        memset(text, 'x', before);
        memcpy(text + before, facts, sizeof facts);
        struct recall recall = understand(text_view_of(text));
        assert_string_equal(recall.started, "2012-05");
        assert_int_equal(recall.duration_minutes.to, 15);
        assert_int_equal(recall.affected_world, 1234);
        assert_int_equal(recall.phones.count, 1);
        assert_int_equal(recall.urls.count, 1);
        strcpy(text + before, ". Die Aktion dauert Schelf Minuten.");
        assert_int_equal(understand(text_view_of(text)).duration_minutes.to, -1);
    }
}

/* Whatever the lists of words may become: none of them is overlooked. */
static void every_word_of_a_list_may_begin(void **state)
{
    (void)state;
    static const char *const words[] = {"zwei", "elf", "an", "k", "a half", "one"};
    static const char *const behind[] = {"", " ", ".", "x", "zz"};
    static const char *const others[] = {"zwo", "zelf", "andy", "xn", "b half", "onyx"};
    struct word_starts starts = {0};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_false(word_starts_may(&starts, words[i]));
        word_starts_add(&starts, words[i]);
        for (size_t k = 0; k < sizeof behind / sizeof behind[0]; k++) {
            char text[16];
            strcpy(text, words[i]);
            strcat(text, behind[k]);
            assert_true(word_starts_may(&starts, text));
        }
    }
    assert_false(word_starts_may(&starts, others[0]));
    assert_false(word_starts_may(&starts, others[1]));
    assert_true(word_starts_may(&starts, others[2])); /* it is looked at, no more */
    for (size_t i = 3; i < sizeof others / sizeof others[0]; i++)
        assert_false(word_starts_may(&starts, others[i]));
}

static void conditions_end_before_what_is_said_of_the_cars(void **state)
{
    (void)state;
    static const struct {
        const char *text, *condition;
    } cases[] = {
        {"Nur Fahrzeuge mit Schiebedach: Das Glas kann sich lösen.", "Nur Fahrzeuge mit Schiebedach"},
        {"Betrifft nur Diesel: Der Filter kann undicht werden.", "nur Diesel"},
        {"Nur Fahrzeuge mit zwei Lüftern sind betroffen.", "Nur Fahrzeuge mit zwei Lüftern"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
        assert_int_equal(recall.conditions.count, 1);
        assert_string_equal(recall.conditions.items[0], cases[i].condition);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read_in_words_and_figures),
        cmocka_unit_test(dates_are_told_apart_by_what_they_belong_to),
        cmocka_unit_test(the_start_is_found_however_it_is_said),
        cmocka_unit_test(evidence_points_to_the_words),
        cmocka_unit_test(phones_are_found_as_each_country_writes_them),
        cmocka_unit_test(part_numbers_are_read_to_the_end_of_their_list),
        cmocka_unit_test(an_authoritys_home_page_is_no_address_of_the_recall),
        cmocka_unit_test(a_name_must_be_written_like_one),
        cmocka_unit_test(not_free_is_not_free),
        cmocka_unit_test(names_broken_at_line_ends_are_joined),
        cmocka_unit_test(counts_belong_to_their_place),
        cmocka_unit_test(a_name_within_another_is_no_market),
        cmocka_unit_test(a_market_can_be_left_out),
        cmocka_unit_test(facts_are_found_wherever_they_stand),
        cmocka_unit_test(every_word_of_a_list_may_begin),
        cmocka_unit_test(conditions_end_before_what_is_said_of_the_cars),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
