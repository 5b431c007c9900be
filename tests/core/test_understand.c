/* What a text is about: categories, hazards, remedies, and which rule gave what. */

#include "tests/core/understanding.h"

#include <stdio.h>
#include <string.h>

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
        assert_int_equal(understand_is_note(reading, text_view_of(cases[i].text)), cases[i].is_note);
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
        /* To what the text has more of: the categories behind the first are in that order. */
        {"FUEL SYSTEM:FUEL PUMP",
         "The fuel pump may fail due to corrosion of an electrical terminal. If the pump stops, the engine will stall. "
         "Dealers will check the electrical terminal of the fuel pump.",
         {CATEGORY_FUEL, CATEGORY_ELECTRICS, CATEGORY_ENGINE},
         3},
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
        assert_true(understand_recall(reading, &recall, arena, &error));
        assert_int_equal(recall.category_count, cases[i].count);
        assert_memory_equal(recall.categories, cases[i].categories, cases[i].count * sizeof cases[i].categories[0]);
    }
}

static void parts_are_told_from_what_only_sounds_like_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum category categories[2];
        size_t count;
    } cases[] = {
        /* An English maker and standard are no German engine. */
        {"Muster Motor Co. is recalling certain cars. The seat belt buckle may not latch. They fail to comply with "
         "Federal Motor Vehicle Safety Standard No. 209.",
         {CATEGORY_RESTRAINT},
         1},
        {"The brake caliper pistons may have an insufficient coating.", {CATEGORY_BRAKES}, 1},
        {"The luggage rack could come loose.", {CATEGORY_BODY}, 1},
        {"The shaft of the Electric Motor assisted Power Steering may wear.", {CATEGORY_STEERING}, 1},
        {"In der Reserveradmulde kann sich Wasser sammeln.", {CATEGORY_BODY}, 1},
        /* Oil is not only in engines. */
        {"Eine Undichtigkeit am Getriebe kann zu Ölverlust führen.", {CATEGORY_DRIVELINE}, 1},
        {"Es kann zu Ölverlust kommen.", {CATEGORY_ENGINE}, 1},
        {"Die Bordspannung kann zusammenbrechen.", {CATEGORY_ELECTRICS}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
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
        {"Verabschiedet sich die Lenkhilfe, so bleibt auch das Fahrlicht dunkel.",
         {HAZARD_STEERING_ASSIST_LOSS, HAZARD_LIGHTS_FAIL, HAZARD_COUNT}},
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
        /* A stop within a number or a name ends no sentence. */
        {"Die Batterie des VW ID.7 kann sich im Stand entladen.", HAZARD_NO_START},
        {"Das Heck bricht aus.", HAZARD_LOSS_OF_CONTROL},
        {"In der Kurve stürzt der Fahrer.", HAZARD_CRASH},
        {"Das Kühlwasser verdampft durch die poröse Dichtung.", HAZARD_LEAK},
        {"Der Schalldämpfer fällt unter Umständen ab.", HAZARD_PART_DETACH},
        {"Ein Wischerarm kann abgehen.", HAZARD_PART_DETACH},
        {"Der Roller geht im Leerlauf aus.", HAZARD_STALL},
        {"Der Defekt tritt auf, ohne dass eine Warnmeldung erscheint.", HAZARD_WARNING_MISSING},
        {"Wegen Feuchtigkeit versagt die Rückleuchte.", HAZARD_LIGHTS_FAIL},
        {"Der Lenker kann sich lösen.", HAZARD_STEERING_LOSS},
        {"Die Drehzahl wird falsch angezeigt.", HAZARD_WARNING_MISSING},
        {"Der Einklemmschutz des Fensterhebers reagiert nicht.", HAZARD_INJURY},
        {"Der Motor lässt sich danach nicht wieder anlassen.", HAZARD_NO_START},
        {"Das Pedal sackt durch.", HAZARD_BRAKE_LOSS},
        {"Die Dichtung lässt Benzin durch.", HAZARD_LEAK},
        {"Ein Rad könnte sich verabschieden.", HAZARD_PART_DETACH},
        {"Das Hinterrad verliert schlagartig Luft.", HAZARD_LOSS_OF_CONTROL},
        {"Das Gaspedal kann sich in der Fußmatte verfangen.", HAZARD_UNINTENDED_ACCEL},
        {"The driver could lose steering.", HAZARD_STEERING_LOSS},
        {"The steering rack bolts may loosen and steering control could be lost.", HAZARD_STEERING_LOSS},
        {"Seat belts could become unanchored.", HAZARD_RESTRAINT_FAIL},
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
        /* The door (tur) of a repair, the seat of an owner, the leak of a damper. */
        {"Bei der Reparatur wird das Gehäuse nicht geöffnet.", {HAZARD_COUNT}},
        {"Besitzer können das Problem nicht selbst lösen.", {HAZARD_COUNT}},
        {"Ein Dieselmotor verliert nichts von seinem Klang.", {HAZARD_COUNT}},
        /* Words of a part whose name begins as another's does. */
        {"Die Motorhaube hat ein beschädigtes Blech.", {HAZARD_COUNT}},
        {"Lichtmaschine und Anlasser gehen aus der Gewährleistung.", {HAZARD_COUNT}},
        {"Die Löschanlage des Busses kann nicht auslösen.", {HAZARD_COUNT}},
        {"Der Hersteller warnt vor falsch montierten Rädern.", {HAZARD_COUNT}},
        {"Am Beifahrersitz wird das Steuergerät zum Auslösen geprüft.", {HAZARD_COUNT}},
        {"The tensioner could come off.", {HAZARD_COUNT}},
        {"The airbag may deploy without a crash.", {HAZARD_AIRBAG_UNINTENDED, HAZARD_COUNT}},
        /* No cue reaches from one thought into another. */
        {"Der Sicherheitsgurt ist zu kurz; Fragen lösen wir gern.", {HAZARD_COUNT}},
        {"Der Tür fehlt ein Aufkleber: Öffnen Sie die Seite des Herstellers.", {HAZARD_COUNT}},
        {"Es gab keine Unfälle, Brände oder Verletzte.", {HAZARD_COUNT}},
        {"Die Werkstatt kontrolliert, ob Öl austritt.", {HAZARD_COUNT}},
        {"Die Glühlampe brennt durch und wird ersetzt.", {HAZARD_COUNT}},
        {"Das Auto bleibt eine Stunde in der Werkstatt stehen.", {HAZARD_COUNT}},
        {"If a collision occurs, the cover may move.", {HAZARD_COUNT}},
        /* German words that are also English ones: die, lost (löst), lose. */
        {"Am Motor wird die Dichtung getauscht.", {HAZARD_COUNT}},
        {"Am Halter löst der Airbag die Klammer.", {HAZARD_COUNT}},
        {"Eine lose Lenkung wird festgeschraubt.", {HAZARD_COUNT}},
        {"Die Aktion läuft Ende Juni aus.", {HAZARD_COUNT}},
        {"The company is not aware of any crashes or injuries.", {HAZARD_COUNT}},
        {"Increasing the risk of a vehicle crash.", {HAZARD_CRASH, HAZARD_COUNT}},
        {"This could, without warning, result in a vehicle crash.", {HAZARD_CRASH, HAZARD_COUNT}},
        {"A resulting vehicle accident may follow.", {HAZARD_CRASH, HAZARD_COUNT}},
        {"The cover may move in a vehicle crash, or in the event of a severe crash.", {HAZARD_COUNT}},
        {"Der Reifen kann Luft verlieren.", {HAZARD_LOSS_OF_CONTROL, HAZARD_COUNT}},
        {"Das ESP kann ohne Warnung ausfallen.", {HAZARD_LOSS_OF_CONTROL, HAZARD_COUNT}},
        /* The French half of a Canadian text. */
        {"Le couvercle pourrait bouger en cas d'accident ou lors d'une collision.", {HAZARD_COUNT}},
        {"Cela pourrait augmenter les risques d'accident.", {HAZARD_CRASH, HAZARD_COUNT}},
        /* The bolt of a wheel lock, the gases of an engine, the title of a standard. */
        {"The wrong wheel lock bolts may be too long.", {HAZARD_COUNT}},
        {"The ring lets combustion gases pass.", {HAZARD_COUNT}},
        {"They do not meet number 305, \"Electrolyte Spillage and Electrical Shock Protection.\"", {HAZARD_COUNT}},
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
    assert_true(understand_explain(reading, &recall, &lines, &error));
    assert_non_null(strstr(lines.bytes, "component airbag  air bags:frontal  (components.rules:"));
    assert_non_null(strstr(lines.bytes, "defect: Der Turbolader kann brechen."));
    assert_non_null(strstr(lines.bytes, "engine +9.6  Turbolader  (categories.rules:"));
    assert_non_null(strstr(lines.bytes, "fact duration 120 min  \"2 Stunden\"  (bytes 36-45)"));
    buffer_free(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spelling_does_not_change_the_answer),
        cmocka_unit_test(notes_say_how_to_tell_that_it_was_done),
        cmocka_unit_test(labels_and_french_halves_are_no_prose),
        cmocka_unit_test(what_only_sounds_like_a_remedy_is_none),
        cmocka_unit_test(the_sources_component_decides_between_categories),
        cmocka_unit_test(parts_are_told_from_what_only_sounds_like_them),
        cmocka_unit_test(hazards_are_named_in_few_words),
        cmocka_unit_test(listed_systems_fail_together),
        cmocka_unit_test(hazards_are_worded_freely),
        cmocka_unit_test(what_is_denied_or_a_circumstance_is_no_hazard),
        cmocka_unit_test(explaining_names_cue_and_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
