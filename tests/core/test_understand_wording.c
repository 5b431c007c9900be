#include "tests/core/understanding.h"

static void durations_are_bounded_as_the_text_says(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int from, to;
    } cases[] = {
        {"Der Tausch dauert eine gute Stunde.", 60, 60},
        {"Der Tausch dauert eine gute halbe Stunde.", 30, 30},
        {"Der Tausch dauert keine 20 Minuten.", -1, 20},
        {"Der Tausch dauert keine Stunde.", -1, 60},
        {"Der Tausch ist in unter einer Stunde erledigt.", -1, 60},
        {"Der Tausch dauert nicht länger als 45 Minuten.", -1, 45},
        {"Der Tausch dauert mindestens eine Stunde.", 60, -1},
        {"Der Tausch beansprucht über fünf Stunden.", 300, -1},
        {"Kontrolle 20 Minuten, Tausch mehr als zwei Stunden.", 20, -1},
        {"Dauer: bis 90 Minuten.", -1, 90},
        {"Länger als eine Stunde soll das nicht dauern.", -1, 60},
        {"The repair takes less than an hour.", -1, 60},
        {"The repair takes at least two hours.", 120, -1},
        {"The work should take no more than 2 hours.", -1, 120},
        {"Der Tausch dauert 2½ Stunden.", 150, 150},
        {"Der Wagen sollte innerhalb von 48 Stunden in die Werkstatt.", -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct range minutes = understand_string(cases[i].text).duration_minutes;
        assert_int_equal(minutes.from, cases[i].from);
        assert_int_equal(minutes.to, cases[i].to);
    }
}

static void units_are_known_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int from, to;
    } cases[] = {
        {"Zeitaufwand: 1,5h", 90, 90},
        {"Die Spannbänder werden gewechselt (2 h).", 120, 120},
        {"Dauer: 2:30 Stunden.", 150, 150},
        {"Die Werkstatt benötigt 2 Std. 30 Min.", 150, 150},
        {"Dauer: 1 Std. und 15 Min.", 75, 75},
        {"Die Prüfung dauert eine Stunde. 30 Minuten dauert der Tausch.", 30, 60},
        {"Der Austausch nimmt 20 bis maximal 30 Minuten in Anspruch.", 20, 30},
        {"Dauer: fünf Viertelstunden.", 75, 75},
        {"Aufwand: 4 Arbeitsstunden.", 240, 240},
        {"Dauer: 20/50 Minuten.", 20, 50},
        {"Der Aufenthalt dauert je nach Modell 1 bis 2 Stunden.", 60, 120},
        {"Nach 40 Minuten in der Werkstatt ist der Mangel behoben.", 40, 40},
        {"The work takes an hour and a half.", 90, 90},
        {"The repair takes between two and three hours.", 120, 180},
        {"The repair takes three quarters of an hour.", 45, 45},
        {"Estimated repair time: 4 hrs.", 240, 240},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct range minutes = understand_string(cases[i].text).duration_minutes;
        assert_int_equal(minutes.from, cases[i].from);
        assert_int_equal(minutes.to, cases[i].to);
    }
}

static void other_times_are_no_duration_of_the_work(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Die Hotline ist 24 Stunden erreichbar.",
        "Die Pumpe läuft 30 Minuten nach.",
        "Nach rund zwei Stunden Fahrt kann der Motor ausgehen.",
        "Der Fahrer wird erst nach zwei Minuten gewarnt.",
        "Neue Scheiben bei 200 Stundenkilometern, Aktion 46H4.",
        "Nach einer Laufzeit von 2.000 Stunden kann der Motor ausfallen.",
        "The vehicle may roll away at 5 miles an hour.",
        /* How fast a tyre may turn. */
        "Die Reifen 195/65 R15 91H werden getauscht.",
        "Die Reifen der Größe 205/55 ZR 16 91 H und 120/70-17 58H werden ersetzt.",
        "Dealers will replace the 215/60R16 95H tires, free of charge.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct range minutes = understand_string(texts[i]).duration_minutes;
        assert_int_equal(minutes.from, -1);
        assert_int_equal(minutes.to, -1);
    }
}

static void who_pays_is_found_however_it_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum cost cost;
    } cases[] = {
        {"Die Kosten (auch die der Plakette) gehen zulasten des Herstellers.", COST_FREE},
        {"Kosten entstehen dem Halter nicht.", COST_FREE},
        {"Die Reparatur wird auf Garantie erledigt.", COST_FREE},
        {"The costs are borne by the importer.", COST_FREE},
        {"Die Halter zahlen die Hälfte.", COST_PARTLY},
        {"Besitzer müssen nichts zahlen.", COST_FREE},
        {"Tausch ohne Kostenbeteiligung des Kunden.", COST_FREE},
        {"Die Kosten werden vom Importeur übernommen.", COST_FREE},
        {"Die Arbeiten werden nicht in Rechnung gestellt.", COST_FREE},
        {"Owners receive a free repair kit.", COST_FREE},
        {"Bezahlt wird der Aufenthalt von Kia.", COST_FREE},
        {"Ford will bear all costs.", COST_FREE},
        {"Der Hersteller übernimmt die Hälfte der Kosten.", COST_PARTLY},
        {"Die Kosten werden anteilig übernommen.", COST_PARTLY},
        {"Die Kosten trägt der Halter.", COST_PAID},
        {"Die Kosten von 120 Euro trägt der Halter.", COST_PAID},
        {"Der Kunde trägt die Kosten.", COST_PAID},
        {"Die Halter übernehmen alle Kosten.", COST_PAID},
        {"Owners bear the cost.", COST_PAID},
        {"Der Kunde trägt keine Kosten.", COST_FREE},
        {"Der Hersteller trägt die Kosten, der Kunde nicht.", COST_FREE},
        {"The repair is at the owner's expense.", COST_PAID},
        /* Something else is free. */
        {"Auskunft unter der kostenfreien Rufnummer 0800 1234567.", COST_UNKNOWN},
        {"The lever may come free.", COST_UNKNOWN},
        {"Er nennt keine Kosten.", COST_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand_string(cases[i].text).cost, cases[i].cost);
}

static void notes_say_how_to_tell_and_recalls_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_note;
    } cases[] = {
        {"Im digitalen Serviceheft dokumentiert.", true},
        {"Nur durch Abfrage der Fahrgestellnummer im Händlernetz.", true},
        {"Blauer Strich auf dem Schraubenkopf.", true},
        {"Eingeschlagener Buchstabe „B“ neben der Fahrgestellnummer.", true},
        {"Freie Werkstätten können das nicht sehen.", true},
        {"Ob der Rückruf ausgeführt wurde, kann nur der Händler sagen.", true},
        {"Softwarestand ab 3.14.", true},
        {"A sticker on the B-pillar shows the campaign number.", true},
        {"Das kann nur der Hersteller beantworten.", true},
        {"Bitte wenden Sie sich an einen Vertragshändler.", true},
        {"Recorded in the manufacturer's warranty system.", true},
        {"Keine. Auskunft unter Tel. 040 / 123 45 67.", true},
        {"Das sichern Schrauben mit Sicherungslack.", true},
        {"Werkstätten können im System nachsehen.", true},
        /* Longer than most recalls. */
        {"Nach Durchführung wird an der Spritzwand rechts neben dem Federbeindom ein gelber Aufkleber mit der Nummer "
         "angebracht, zusätzlich erfolgt ein Eintrag in die Fahrzeughistorie des Herstellers.",
         true},
        {"Falsches Typschild: Das zulässige Gesamtgewicht ist zu hoch angegeben.", false},
        {"Der Aufkleber mit dem Reifendruck fehlt.", false},
        {"Kontrollleuchte nicht sichtbar.", false},
        {"Falsche Angaben im Bordbuch.", false},
        {"Haubenschloss springt auf. Es wird getauscht, Aufkleber im Bordbuch.", false},
        {"Neue Software für das Airbagsteuergerät.", false},
        {"Die gelbe Leitung ist nicht angeschlossen.", false},
        {"Tire label is incorrect.", false},
        {"Der Kabelbinder drückt auf die Leitung.", false},
        {"Die Kabel werden mit Kabelbindern gesichert.", false},
        {"Die Halter bekommen neue Aufkleber.", false},
        {"Farbklecks am erneuerten Bauteil.", true},
        {"Nach der Abrechnung erscheint die Aktion bei Eingabe der FIN im Mazda-System nicht mehr als offen.", true},
        {"Keine offene Aktion mehr im Händlersystem.", true},
        {"Die Motorhaube wird nicht mehr angezeigt als offen, weil der Sensor defekt ist.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand_is_note(reading, text_view_of(cases[i].text)), cases[i].is_note);
}

enum { R = 1 << REMEDY_REPLACE, I = 1 << REMEDY_INSPECT, P = 1 << REMEDY_REPAIR, F = 1 << REMEDY_RETROFIT };
enum { S = 1 << REMEDY_SOFTWARE, O = 1 << REMEDY_ONLINE, A = 1 << REMEDY_ADVISE };

static void remedies_are_found_in_every_form_of_their_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned remedies;
    } cases[] = {
        {"Der Händler zieht die Schrauben nach.", P},
        {"Die Kabelbelegung wird kontrolliert und berichtigt.", I | P},
        {"Verlegung der Leitung in korrekter Position.", P},
        {"Bei Bedarf neuer Schließbolzen.", R},
        {"Eltern sollen ein Ersatzschloss anfordern.", R},
        {"Die Werkstatt dichtet den Flansch ab.", P},
        {"Es wird ein anderer Gasgenerator montiert.", R},
        {"Einbau eines Filters.", F},
        {"Die Werkstatt baut ein Relais ein.", F},
        {"Die Werkstatt baut neue Sensoren ein.", R},
        {"Kunden erhalten ein Sicherungsset.", F},
        {"Die Werkstatt liest den Fehlerspeicher aus.", I},
        {"VW aktualisiert das Infotainment.", S},
        {"Die Lücke wird per Update aus der Ferne geschlossen.", S | O},
        {"Bis dahin soll das Motorrad nicht benutzt werden.", A},
        {"Die Gasanlage darf nicht benutzt werden.", A},
        {"Laden nur bis 70 Prozent.", A},
        {"Vom Laden über Nacht wird abgeraten.", A},
        {"Der Kundendienst sichert die Schraube mit Klebstoff.", P},
        {"Das Radar wird mit neuem Programmstand versehen.", S},
        {"Die Leitung bekommt ein Schutzrohr.", F},
        {"Der Hersteller rät, auf den Anhänger zu verzichten.", A},
        {"Owners should keep the car away from buildings.", A},
        {"Check and torque the bolt.", I | P},
        {"The control unit is to be fitted with a noise filter.", F},
        {"Ein Ablaufloch wird gebohrt.", P},
        {"Das Steuergerät wird neu bedatet.", S},
        {"Die Software aktualisiert sich von selbst.", S | O},
        {"Do not charge the car indoors.", A},
        {"Installation of a protective cap.", F},
        {"A new flasher module will be installed.", R},
        {"Dealers will reroute the harness.", P},
        {"Do not let anyone sit in the front seat.", A},
        {"Update at dealer.", S},
        {"Dealers will install a wedge.", F},
        {"The dealer will replace it with an updated tank.", R},
        {"The part will be fitted with a modified hose.", R},
        {"The vehicle should be charged outdoors.", A},
        {"Fahrzeug nicht unbeaufsichtigt laden.", A},
        {"Nur bis 80 % laden.", A},
        {"Mit Abstand zu Gebäuden parken.", A},
        {"Die Wagen dürfen nicht weiterbetrieben werden.", A},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(understand_string(cases[i].text).remedies, cases[i].remedies);
}

static void what_is_wrong_is_no_remedy(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Kindersitze lassen sich nicht sicher befestigen.",
        "Ungenügende Abdichtung der Kühlmittelpumpe.",
        "Die Abdichtung der Heckscheibe ist mangelhaft.",
        "Der Pol kann verschweißen.",
        "Das Getriebe wechselt in den Notlauf.",
        "Bis dahin dürfen die Fahrzeuge weiter genutzt werden.",
        "Die Ursache wird noch untersucht.",
        "Der neue Motor kann ausgehen.",
        "Die Schutzkappe kann abfallen.",
        "Ein neuer Kindersitz kann brechen.",
        "Die zusätzliche Sitzreihe rastet nicht ein.",
        "The additional bracket may break.",
        "Das Auto kann plötzlich stehen bleiben.",
        "Beim Einbau eines Filters entstand Abrieb.",
        "Ein Update aus dem Vorjahr hatte den Fehler ausgelöst.",
        "The bolts may not have been tightened properly.",
        "A software error may cause the display to go blank.",
        "An electrical short in the clock spring.",
        "The weld may crack and grease may leak.",
        "Verunreinigungen im Tank.",
        "Owners will not be charged.",
        "Owners should check whether their car is affected.",
        "The batteries do not charge and the doors do not open.",
        "The engine may be started remotely.",
        "Während der Inspektion fiel der Fehler auf.",
        "Benzin gelangt über die Entlüftung ins Freie.",
        "The software does not check the signal.",
        "The seat was repaired incorrectly at the plant.",
        "This recall replaces recalls R0209 and R0200. Vehicles repaired under those recalls also require this repair.",
        "Vehicles that were already repaired under that recall don't require this repair.",
        "You should always follow the maintenance schedule; the maker recommends that you should always follow it.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(understand_string(texts[i]).remedies, 0);
}

static void starts_and_ends_are_those_of_the_action(void **state)
{
    (void)state;
    static const struct {
        const char *text, *started, *ended;
    } cases[] = {
        {"Aktionsbeginn 04.09.23.", "2023-09-04", NULL},
        {"Die Halter wurden im September 2023 angeschrieben.", "2023-09", NULL},
        {"Die Nachbesserung erfolgt seit September 2023.", "2023-09", NULL},
        {"Die Aktion startet in der 37. Kalenderwoche 2023.", "2023-09", NULL},
        {"Der Rückruf startete im 1. Quartal 2020.", "2020", NULL},
        {"Launch date: 15/08/2022.", "2022-08-15", NULL},
        {"The campaign was launched on 15 August 2022.", "2022-08-15", NULL},
        {"Owners will be notified beginning August 15, 2022.", "2022-08-15", NULL},
        {"From May 2020 dealers will fit a new latch.", "2020-05", NULL},
        {"Repairs started on 12 May 2023.", "2023-05-12", NULL},
        {"Dealers were notified on March 1, 2021.", "2021-03-01", NULL},
        {"Notification date: 2021-05-17.", "2021-05-17", NULL},
        {"In November 2021, Ford started recalling the cars.", "2021-11", NULL},
        {"Owners will be contacted from 1 September 2020.", "2020-09-01", NULL},
        {"Die Aktion läuft seit Okt. '12.", "2012-10", NULL},
        {"Aktion seit 09.2015, Dauer 1 Stunde.", "2015-09", NULL},
        {"Aktionszeitraum: 01.02.2020 bis 31.12.2022.", "2020-02-01", "2022-12-31"},
        {"Die Rückrufaktion begann im Dezember ’21.", "2021-12", NULL},
        {"The recall began in March '98.", "1998-03", NULL},
        {"Die Aktion endet am 30. September 2023.", NULL, "2023-09-30"},
        {"The recall began on 5 March 2020 and will end on 31 December 2021.", "2020-03-05", "2021-12-31"},
        {"Die Aktion ist seit September 2023 beendet.", NULL, "2023-09"},
        {"Ausgeliefert wurde das Modell erst seit Mai 2022, viele Wagen stehen bei den Händlern.", NULL, NULL},
        {"Seit Mai 2022 wird in der Produktion eine andere Schraube verwendet.", NULL, NULL},
        {"Seit Mai 2022 sind bei dem Hersteller zehn Beschwerden eingegangen.", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
        assert_int_equal(recall.started != NULL, cases[i].started != NULL);
        assert_int_equal(recall.ended != NULL, cases[i].ended != NULL);
        if (recall.started)
            assert_string_equal(recall.started, cases[i].started);
        if (recall.ended)
            assert_string_equal(recall.ended, cases[i].ended);
    }
}

static void model_years_are_known_by_what_stands_beside_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int from, to;
    } cases[] = {
        {"Muster is recalling certain 2021 travel trailers.", 2021, 2021},
        {"Certain 2018, 2019 and 2020 Honda Civic cars may stall.", 2018, 2020},
        {"The fuel pump of the 2018 Honda Civic may fail.", 2018, 2018},
        {"Kia Telluride 2020, dealers fit a new pipe.", 2020, 2020},
        {"On certain MY2018 cars the chain may break.", 2018, 2018},
        {"Nissan Frontier 2022 may not start.", 2022, 2022},
        {"The pump of the 2021MY cars may fail.", 2021, 2021},
        {"Gebaut im Mai 2018.", 2018, 2018},
        {"Vehicles built since December 2020 may stall.", 0, 0},
        {"The supplier changed the process in 2018.", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct range years = understand_string(cases[i].text).years;
        assert_int_equal(years.from, cases[i].from);
        assert_int_equal(years.to, cases[i].to);
    }
}

/* The list's items, with a blank behind each. */
static const char *join(struct string_list list)
{
    const char *all = "";
    for (size_t i = 0; i < list.count; i++)
        all = arena_format(arena, "%s%s ", all, list.items[i]);
    return all;
}

static void numbers_are_told_apart_by_what_they_are_called(void **state)
{
    (void)state;
    static const struct {
        const char *text, *phones, *parts, *urls;
    } cases[] = {
        {"Hotline 01805 123456 (14 ct/min)", "01805123456 ", "", ""},
        {"Hotline 0800.123.4567, Telefon +49 (0) 221 / 123456", "08001234567 +49221123456 ", "", ""},
        {"Tel 0221 123456, Kundencenter 05 31 / 9 21", "0221123456 0531921 ", "", ""},
        {"Die Maßnahme trägt die Nummer 0101234567.", "", "", ""},
        {"Ersatzteilnummer 12137638477, Artikel-Nr. 12137638478", "", "12137638477 12137638478 ", ""},
        {"Teilenummer 4F0 941 003 AB verbaut", "", "4F0941003AB ", ""},
        {"Teilenummer 8V0.907.115.B / 8V0.907.115.C", "", "8V0.907.115.B 8V0.907.115.C ", ""},
        {"Teilenummer 5Q0 959 655 AB bzw. 5Q0.959.655.AC", "", "5Q0959655AB 5Q0.959.655.AC ", ""},
        {"Module, part no. 68518544AE, P/N 68518545AE", "", "68518544AE 68518545AE ", ""},
        {"Siehe recall.muster.com, muster.de/rueckruf und service@muster.de.", "", "",
         "recall.muster.com muster.de/rueckruf "},
        {"Das Gerät startet neu.Danach geht es. Version 2023.44.de", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
        assert_string_equal(join(recall.phones), cases[i].phones);
        assert_string_equal(join(recall.parts), cases[i].parts);
        assert_string_equal(join(recall.urls), cases[i].urls);
    }
}

static void vehicles_are_counted_in_words_too(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t world, germany;
    } cases[] = {
        {"Weltweit geht es um rund eine halbe Million Diesel.", 500000, -1},
        {"Weltweit sind zwei Millionen Wagen betroffen.", 2000000, -1},
        {"1.2 million vehicles worldwide.", 1200000, -1},
        {"In Deutschland sind drei Fahrzeuge betroffen.", -1, 3},
        {"Betroffen weltweit: 17.902; Deutschland: 2.318", 17902, 2318},
        {"17,902 vehicles worldwide, 2,318 of them in Germany.", 17902, 2318},
        /* Another country is not the world. */
        {"2,000 cars in the UK and 500 in Germany.", -1, 500},
        {"2.000 Autos in Frankreich und 500 in Deutschland.", -1, 500},
        {"2.000 Autos in Polen, Italien und Spanien, 500 in Deutschland.", -1, 500},
        {"Weltweit sind 20 Fälle bekannt, in Deutschland gab es 3 Beschwerden.", -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
        assert_int_equal(recall.affected_world, cases[i].world);
        assert_int_equal(recall.affected_germany, cases[i].germany);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_bounded_as_the_text_says),
        cmocka_unit_test(units_are_known_in_every_form),
        cmocka_unit_test(other_times_are_no_duration_of_the_work),
        cmocka_unit_test(who_pays_is_found_however_it_is_said),
        cmocka_unit_test(remedies_are_found_in_every_form_of_their_words),
        cmocka_unit_test(what_is_wrong_is_no_remedy),
        cmocka_unit_test(starts_and_ends_are_those_of_the_action),
        cmocka_unit_test(model_years_are_known_by_what_stands_beside_them),
        cmocka_unit_test(numbers_are_told_apart_by_what_they_are_called),
        cmocka_unit_test(vehicles_are_counted_in_words_too),
        cmocka_unit_test(notes_say_how_to_tell_and_recalls_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
