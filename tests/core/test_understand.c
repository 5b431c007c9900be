#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/understand.h"

static struct rules *rules;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    arena = arena_new();
    return arena && rules_load(SRCDIR "/data/rules", NULL, &rules, &error) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    rules_free(rules);
    arena_free(arena);
    return 0;
}

static struct recall understand(struct text_view text)
{
    struct recall recall = {.text = text, .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct error error = {0};
    assert_true(understand_recall(rules, &recall, arena, &error));
    return recall;
}

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

static void spelling_does_not_change_the_answer(void **state)
{
    (void)state;
    static const char *const spellings[] = {
        "Die Zündspulen können ausfallen, der Motor geht aus. Händler tauschen die Zündspulen.",
        "DIE ZÜNDSPULEN KÖNNEN AUSFALLEN, DER MOTOR GEHT AUS. HÄNDLER TAUSCHEN DIE ZÜNDSPULEN.",
        "Die Zuendspulen koennen ausfallen, der Motor geht aus. Haendler tauschen die Zuendspulen.",
        "Die Zu\xCC\x88ndspulen ko\xCC\x88nnen ausfallen, der Motor geht aus. Ha\xCC\x88ndler tauschen die "
        "Zu\xCC\x88ndspulen.",
        "Die Zünd\xC2\xADspulen können ausfallen, der Motor geht aus. Händler tauschen die Zünd-\nspulen.",
    };
    struct recall first = understand(text_view_of(spellings[0]));
    assert_int_equal(first.categories[0], CATEGORY_ENGINE);
    for (size_t i = 1; i < sizeof spellings / sizeof spellings[0]; i++) {
        struct recall recall = understand(text_view_of(spellings[i]));
        assert_int_equal(recall.category_count, first.category_count);
        assert_int_equal(recall.categories[0], first.categories[0]);
        assert_int_equal(recall.hazards, first.hazards);
        assert_int_equal(recall.remedies, first.remedies);
    }
}

static void headlines_name_the_defect(void **state)
{
    (void)state;
    static const struct {
        const char *text, *headline;
    } cases[] = {
        {"Laut Hersteller können bei den Motoren die Schrauben der Pumpe brechen.",
         "Schrauben der Pumpe können brechen"},
        {"Betroffen ist der Kühler. In einigen Fällen kann Kühlmittel austreten.", "Kühlmittel kann austreten"},
        {"Das vordere Gurtschloss rastet nicht ein, dadurch hält der Gurt nicht.",
         "Vorderes Gurtschloss rastet nicht ein"},
        {"Der im Öl laufende Zahnriemen kann reißen.", "Der im Öl laufende Zahnriemen kann reißen"},
        {"Es besteht die Möglichkeit, dass sich die Verkleidung der A-Säule lösen kann.",
         "Verkleidung der A-Säule kann sich lösen"},
        {"Der ADAC hat bei Fahrzeugen mit App Sicherheitslücken festgestellt.",
         "Sicherheitslücken bei Fahrzeugen mit App"},
        {"Bei den betroffenen Fahrzeugen wird die Plusleitung am Starter überprüft.",
         "Plusleitung am Starter wird überprüft"},
        {"412 Opel Mokka von 2015: Der Drehmomentsensor in der Lenksäule kann ausfallen.",
         "Drehmomentsensor in der Lenksäule kann ausfallen"},
        {"Issue: \nOn certain trailers with a steering axle, the steer arm could break.\n\nSafety Risk: \nParts on the "
         "road could increase the risk of a crash.",
         "Steer arm could break"},
        /* A blank before the comma is the source's. */
        {"In das Steuergerät für den vorderen Lüfter kann Wasser eindringen , einen Kurzschluss verursachen  und einen "
         "Brand auslösen, der das ganze Fahrzeug mit allem erfasst, was darin ist.",
         "In das Steuergerät für den vorderen Lüfter kann Wasser eindringen"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(understand(text_view_of(cases[i].text)).headline, cases[i].headline);
}

static void notes_say_how_to_tell_that_it_was_done(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_note;
    } cases[] = {
        {"Im Händlersystem hinterlegt.", true},
        {"Zündspulen mit obiger Teilenr. verbaut.", true},
        {"Neue Teile mit obigen Teilenummern verbaut", true},
        {"Roter Punkt am Türschloss.", true},
        {"Schweißpunkt am Rahmen fehlt.", false},
        {"Der Massepunkt am Motor ist lose.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand_is_note(rules, text_view_of(cases[i].text)), cases[i].is_note);
}

static void headlines_begin_with_the_matter_and_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text, *headline;
    } cases[] = {
        /* A long sentence without what it depends on; a short one, or one that leans on it, with it. */
        {"Muster is recalling certain trucks.  Upon deployment of the driver side frontal air bag, excessive internal "
         "pressure may cause the inflator of that air bag to rupture.",
         "Excessive internal pressure may cause the inflator of that air bag to rupture"},
        {"When one of the safety systems such as tire pressure monitoring, anti-lock braking or stability control "
         "malfunctions, there is potential that the instrument panel will not light up.",
         "Instrument panel will not light up"},
        {"If the seat gets wet, the control module may fail.", "If the seat gets wet, the control module may fail"},
        {"If you accidentally ride the motorcycle with the side stand extended by more than one half of its length, it "
         "may not retract.",
         "If you accidentally ride the motorcycle with the side stand extended by more than one half of its length, it "
         "may not retract"},
        /* What goes on about something named before, and what only says which cars are meant. */
        {"Muster is recalling certain cars equipped with pumps.  These lamps may be too bright.  Therefore, these "
         "vehicles fail to conform to lamp standards.",
         "These lamps may be too bright"},
        {"A problem with the dashboard could cause the airbag not to inflate. It could also cause the airbag's console "
         "to break when the airbag deploys.",
         "Problem with the dashboard could cause the airbag not to inflate"},
        {"Sold in Guam and the U.S. Virgin Islands, Muster is recalling certain cars. The pump may leak.",
         "Pump may leak"},
        {"THESE CARS FAIL TO COMPLY WITH STANDARD NO. 208, \"CRASH PROTECTION.\"  THE AIR BAG LABEL CAN SEPARATE FROM "
         "THE "
         "VISOR.(CORRECT BY REPLACING THE AIR BAG LABEL.)",
         "AIR BAG LABEL CAN SEPARATE FROM THE VISOR"},
        {"CERTAIN CARS FAIL TO COMPLY WITH THE REQUIREMENTS OF SAFETY STANDARD NO. 110, \"TIRE SELECTION.\"  THE "
         "PRESSURE "
         "ON THE LABEL IS TOO LOW BY FAR.",
         "PRESSURE ON THE LABEL IS TOO LOW BY FAR"},
        {"CERTAIN LAMPS SOLD AS REPLACEMENTS.  SOME LAMPS ARE NOT EQUIPPED WITH REFLECTORS AND FAIL TO CONFORM TO THE "
         "STANDARD.",
         "SOME LAMPS ARE NOT EQUIPPED WITH REFLECTORS AND FAIL TO CONFORM TO THE STANDARD"},
        /* The end of what was cut. */
        {"Muster is recalling certain cars. Their pump may leak. Thes", "Their pump may leak"},
        {"Muster is recalling certain cars. Their pump may leak. These vehicles have pumps that lea",
         "Their pump may leak"},
        /* No clause, so nothing is left out that a list can't leave out itself. */
        {"The high pressure fuel pump of the left cylinder bank may leak fuel into the engine compartment next to the "
         "hot "
         "exhaust manifold and ignite it.",
         "High pressure fuel pump of the left cylinder bank may leak fuel into the engine compartment next to the hot "
         "exhaust manifold and ignite it"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(understand(text_view_of(cases[i].text)).headline, cases[i].headline);
    }
}

static void some_authorities_state_the_defect_in_the_first_line(void **state)
{
    (void)state;
    static const struct {
        const char *authority, *component, *text, *headline;
    } cases[] = {
        {"kba", NULL, "Brandgefahr\nÜberprüfung und ggf. Austausch der Schrauben und Anziehen nach Vorgaben.",
         "Brandgefahr"},
        {"kba", NULL, "Brandgefahr\nEinbau neuer Sicherungen. Die Schmelzsicherung kann zu schwach sein.",
         "Brandgefahr"},
        {"nhtsa", NULL, "Torn belts.\nThe seat belt may not restrain the occupant.", "Torn belts"},
        {"nhtsa", "AIR BAGS:FRONTAL:DRIVER SIDE; SEATS",
         "Muster is recalling certain cars of 2003.\nDealers will replace it.", "Air bags, frontal, driver side"},
        {"nhtsa", "AIR BAGS:FRONTAL", "Muster is recalling certain cars because the pump may leak.",
         "Muster is recalling certain cars because the pump may leak"},
        {"vrdb", NULL, "Torn belts.\nThe seat belt may not restrain the occupant.",
         "Seat belt may not restrain the occupant"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct given given = {.component = cases[i].component};
        struct recall recall = {.authority = cases[i].authority, .text = text_view_of(cases[i].text), .given = &given};
        struct error error = {0};
        assert_true(understand_recall(rules, &recall, arena, &error));
        assert_string_equal(recall.headline, cases[i].headline);
    }
}

static void labels_and_french_halves_are_no_prose(void **state)
{
    (void)state;
    static const char english[] =
        "Issue: \nOn certain vans, the fuel hose could leak.\n\nCorrective Actions: \nDealers will "
        "replace the hose.";
    static const char french[] = "\nProblème : \nSur certaines fourgonnettes, le tuyau pourrait fuir et les freins, la "
                                 "direction et les pneus pourraient être touchés pour une raison qui est inconnue.";
    char both[400];
    snprintf(both, sizeof both, "%s%s", english, french);
    struct recall one = understand(text_view_of(english)), two = understand(text_view_of(both));
    assert_string_equal(one.headline, "Fuel hose could leak");
    assert_string_equal(two.headline, one.headline);
    assert_int_equal(two.category_count, one.category_count);
    assert_int_equal(two.categories[0], CATEGORY_FUEL);
    assert_int_equal(two.hazards, one.hazards);
    assert_int_equal(one.remedies, 1u << REMEDY_REPLACE);
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

static void what_only_sounds_like_a_remedy_is_none(void **state)
{
    (void)state;
    assert_int_equal(understand(TEXT_VIEW("Der Wagen kann Informationen mit dem Hersteller austauschen.")).remedies, 0);
    assert_int_equal(understand(TEXT_VIEW("Die Schrauben sind nicht korrekt angezogen.")).remedies, 0);
    assert_int_equal(understand(TEXT_VIEW("Die Wagen erhalten eine neue Software.")).remedies, 1u << REMEDY_SOFTWARE);
    assert_int_equal(understand(TEXT_VIEW("Das kann unter https://a.de/x überprüft werden.")).remedies, 0);
    assert_int_equal(understand(TEXT_VIEW("Dealers will inspect and tighten the bolts.")).remedies,
                     1u << REMEDY_INSPECT | 1u << REMEDY_REPAIR);
}

static void the_sources_component_decides_between_categories(void **state)
{
    (void)state;
    static const char cut[] = "Certain cars had their turbocharger changed in 2003. Thes";
    static const struct {
        const char *component, *text;
        enum category categories[3];
        size_t count;
    } cases[] = {
        /* Without a label, and with one that says nothing. */
        {NULL, cut, {CATEGORY_ENGINE}, 1},
        {"EQUIPMENT:OTHER", cut, {CATEGORY_ENGINE}, 1},
        {"UNKNOWN OR OTHER", cut, {CATEGORY_ENGINE}, 1},
        /* What the text has stands behind it. */
        {"AIR BAGS:FRONTAL", cut, {CATEGORY_AIRBAG, CATEGORY_ENGINE}, 2},
        {"Airbag", cut, {CATEGORY_AIRBAG, CATEGORY_ENGINE}, 2},
        /* Only at the end of a word. */
        {"AIR BAGSX", cut, {CATEGORY_ENGINE}, 1},
        /* One that stands for several leaves the choice to the text. */
        {"ELECTRICAL SYSTEM:SOFTWARE",
         "The software of the starter is wrong.",
         {CATEGORY_ELECTRICS, CATEGORY_SOFTWARE},
         2},
        {"ENGINE AND ENGINE COOLING", "The radiator may leak.", {CATEGORY_COOLING}, 1},
        {"SEATS", "Nothing.", {CATEGORY_RESTRAINT}, 1},
        {"SERVICE BRAKES, AIR:ANTILOCK", "Nothing.", {CATEGORY_BRAKES}, 1},
        /* Several labels allow what any of them does. */
        {"SUSPENSION; ENGINE; STEERING", cut, {CATEGORY_ENGINE}, 1},
        {"STEERING:COLUMN; SUSPENSION", cut, {CATEGORY_STEERING, CATEGORY_ENGINE}, 2},
        {"EQUIPMENT; AIR BAGS", cut, {CATEGORY_ENGINE}, 1},
        {"EQUIPMENT; AIR BAGS", "Nothing.", {CATEGORY_AIRBAG}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct given given = {.component = cases[i].component};
        struct recall recall = {.text = text_view_of(cases[i].text), .given = &given};
        struct error error = {0};
        assert_true(understand_recall(rules, &recall, arena, &error));
        assert_int_equal(recall.category_count, cases[i].count);
        assert_memory_equal(recall.categories, cases[i].categories, cases[i].count * sizeof cases[i].categories[0]);
    }
}

static void hazards_are_named_in_few_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum hazard hazard;
    } cases[] = {
        {"REAR BRAKE MAY NOT OPERATE", HAZARD_BRAKE_LOSS},
        {"FRONT BRAKE OPERATION MAY BE AFFECTED", HAZARD_BRAKE_LOSS},
        {"The handbrake could become ineffective.", HAZARD_ROLLAWAY},
        {"STEERING MAY FAIL", HAZARD_STEERING_LOSS},
        {"HANDLEBARS MAY BECOME LOOSE", HAZARD_STEERING_LOSS},
        {"REAR AXLE MAY FAIL", HAZARD_LOSS_OF_CONTROL},
        {"WHEEL MAY BREAK", HAZARD_PART_DETACH},
        {"ENGINE MAY CUT OUT", HAZARD_STALL},
        {"ENGINE SPEED MAY INCREASE WITHOUT WARNING.", HAZARD_UNINTENDED_ACCEL},
        {"SEAT BELT MAY BECOME INSECURE", HAZARD_RESTRAINT_FAIL},
        {"AIRBAG SYSTEM MAY MALFUNCTION", HAZARD_AIRBAG_NO_DEPLOY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand(text_view_of(cases[i].text)).hazards, 1u << cases[i].hazard);
    assert_int_equal(understand(TEXT_VIEW("The rear brake is fitted with a new cable.")).hazards, 0);
}

/* Of the hazards whose numbers stand in a list that ends with HAZARD_COUNT. */
static uint32_t hazard_bits(const enum hazard *hazards)
{
    uint32_t bits = 0;
    for (; *hazards != HAZARD_COUNT; hazards++)
        bits |= 1u << *hazards;
    return bits;
}

static void listed_systems_fail_together(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum hazard hazards[4];
    } cases[] = {
        /* What fails stands behind the words, before them, or within. */
        {"Folge ist ein Ausfall von Servolenkung, Beleuchtung und Scheibenwischern.",
         {HAZARD_STEERING_ASSIST_LOSS, HAZARD_LIGHTS_FAIL, HAZARD_VISIBILITY, HAZARD_COUNT}},
        {"Die Servolenkung, das Radio sowie die gesamte Beleuchtung können bei Kälte versagen.",
         {HAZARD_STEERING_ASSIST_LOSS, HAZARD_LIGHTS_FAIL, HAZARD_COUNT}},
        {"Dann fallen die Lenkhilfe und das Abblendlicht aus.",
         {HAZARD_STEERING_ASSIST_LOSS, HAZARD_LIGHTS_FAIL, HAZARD_COUNT}},
        {"This causes a loss of power steering, exterior lighting and windshield wipers.",
         {HAZARD_STEERING_ASSIST_LOSS, HAZARD_LIGHTS_FAIL, HAZARD_VISIBILITY, HAZARD_COUNT}},
        {"The speedometer, the radio and the turn signals may suddenly stop working.",
         {HAZARD_WARNING_MISSING, HAZARD_LIGHTS_FAIL, HAZARD_COUNT}},
        /* The nearest only, and those that are listed with it. */
        {"Ein Kabel der Rückleuchte wird vom Blech beschädigt und mit ihm kann das Radio ausfallen.", {HAZARD_COUNT}},
        {"Ein Stecker in der Servolenkung kann locker sein, die Hupe arbeitet.", {HAZARD_COUNT}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand(text_view_of(cases[i].text)).hazards, hazard_bits(cases[i].hazards));
}

static void hazards_are_worded_freely(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum hazard hazard;
    } cases[] = {
        {"Das Auto rollt antriebslos aus.", HAZARD_STALL},
        {"Der Neustart schlägt fehl.", HAZARD_NO_START},
        {"Der Motor nimmt kein Gas mehr an.", HAZARD_POWER_REDUCTION},
        {"Lenken ist nur noch mit erheblichem Kraftaufwand möglich.", HAZARD_STEERING_ASSIST_LOSS},
        {"Lenkbewegungen werden nicht mehr auf die Räder übertragen.", HAZARD_STEERING_LOSS},
        {"Man tritt ins Leere.", HAZARD_BRAKE_LOSS},
        {"Eine Phantombremsung ist möglich.", HAZARD_UNINTENDED_BRAKING},
        {"Das geparkte Fahrzeug kann sich selbstständig machen.", HAZARD_ROLLAWAY},
        {"Der Motor dreht unkontrolliert hoch.", HAZARD_UNINTENDED_ACCEL},
        {"Der Seitenairbag kann beim Zuschlagen der Tür auslösen.", HAZARD_AIRBAG_UNINTENDED},
        {"Der Sitz bietet nicht den vorgesehenen Halt.", HAZARD_RESTRAINT_FAIL},
        {"Diebe können das Fahrzeug leicht entwenden.", HAZARD_ACCESS},
        {"Der Notausstieg ist blockiert.", HAZARD_LOCKOUT},
        {"Bei hohem Tempo springt die Haube auf.", HAZARD_DOOR_OPEN},
        {"Ein angehängter Wohnwagen könnte sich losreißen.", HAZARD_PART_DETACH},
        {"Das Bremslicht bleibt dunkel.", HAZARD_LIGHTS_FAIL},
        {"Warnmeldungen im Display werden unterdrückt.", HAZARD_WARNING_MISSING},
        {"Das Kamerabild friert ein.", HAZARD_ASSIST_FAIL},
        {"Das Heck bricht aus.", HAZARD_LOSS_OF_CONTROL},
        {"The vehicle may coast to a stop.", HAZARD_STALL},
        {"The brake pedal may go soft.", HAZARD_BRAKE_LOSS},
        {"The doors may be difficult to open from within, and passengers may be trapped.", HAZARD_LOCKOUT},
        {"The fan may come apart.", HAZARD_PART_DETACH},
        {"The truck may overturn.", HAZARD_LOSS_OF_CONTROL},
        {"The seat belt chime may not sound.", HAZARD_WARNING_MISSING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand(text_view_of(cases[i].text)).hazards, 1u << cases[i].hazard);
}

static void what_is_denied_or_a_circumstance_is_no_hazard(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum hazard hazards[3];
    } cases[] = {
        {"Unfälle oder Verletzte seien bisher nicht gemeldet worden.", {HAZARD_COUNT}},
        {"Verletzt wurde niemand, zu Bränden kam es nicht.", {HAZARD_COUNT}},
        {"Die Bremswirkung bleibt voll erhalten, die Lenkung ist nicht betroffen.", {HAZARD_COUNT}},
        {"Unfälle sind nicht auszuschließen.", {HAZARD_CRASH, HAZARD_COUNT}},
        /* A denial of the beginning is enough: the crash is the circumstance, the failure is not. */
        {"Bei einem Unfall kann sie sich losreißen, Brandgefahr droht.", {HAZARD_FIRE, HAZARD_COUNT}},
        /* What is denied to one hazard is not denied to the others. */
        {"Die Feststellbremse kann sich lösen.", {HAZARD_ROLLAWAY, HAZARD_COUNT}},
        {"The company is not aware of any crashes or injuries.", {HAZARD_COUNT}},
        {"This could result in an accident.", {HAZARD_CRASH, HAZARD_COUNT}},
        {"In the event of a crash, the airbag may not deploy.", {HAZARD_AIRBAG_NO_DEPLOY, HAZARD_COUNT}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand(text_view_of(cases[i].text)).hazards, hazard_bits(cases[i].hazards));
}

static void explaining_names_cue_and_line(void **state)
{
    (void)state;
    struct buffer lines = {0};
    struct error error = {0};
    const struct given given = {.component = "AIR BAGS:FRONTAL; EQUIPMENT"};
    const struct recall recall = {.text = TEXT_VIEW("Der Turbolader kann brechen. Dauer: 2 Stunden."), .given = &given};
    assert_true(understand_explain(rules, &recall, &lines, &error));
    assert_non_null(strstr(lines.bytes, "component airbag  air bags:frontal  (components.rules:"));
    assert_non_null(strstr(lines.bytes, "defect: Der Turbolader kann brechen."));
    assert_non_null(strstr(lines.bytes, "engine +9.6  Turbolader  (categories.rules:"));
    assert_non_null(strstr(lines.bytes, "fact duration 120 min  \"2 Stunden\"  (bytes 36-45)"));
    buffer_free(&lines);
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
        cmocka_unit_test(spelling_does_not_change_the_answer),
        cmocka_unit_test(headlines_name_the_defect),
        cmocka_unit_test(notes_say_how_to_tell_that_it_was_done),
        cmocka_unit_test(headlines_begin_with_the_matter_and_are_whole),
        cmocka_unit_test(some_authorities_state_the_defect_in_the_first_line),
        cmocka_unit_test(labels_and_french_halves_are_no_prose),
        cmocka_unit_test(names_broken_at_line_ends_are_joined),
        cmocka_unit_test(counts_belong_to_their_place),
        cmocka_unit_test(a_market_can_be_left_out),
        cmocka_unit_test(what_only_sounds_like_a_remedy_is_none),
        cmocka_unit_test(the_sources_component_decides_between_categories),
        cmocka_unit_test(hazards_are_named_in_few_words),
        cmocka_unit_test(listed_systems_fail_together),
        cmocka_unit_test(hazards_are_worded_freely),
        cmocka_unit_test(what_is_denied_or_a_circumstance_is_no_hazard),
        cmocka_unit_test(explaining_names_cue_and_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
