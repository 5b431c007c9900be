/* The headline: the clause that names the defect, as a headline words it. */

#include "tests/core/understanding.h"

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
        /* Each adjective shows the gender that the article had. */
        {"Der hintere mittlere Sicherheitsgurt ist mit dem falschen Aufroller bestückt.",
         "Hinterer mittlerer Sicherheitsgurt ist mit dem falschen Aufroller bestückt"},
        {"Die verbauten hinteren Bremsscheiben können brechen.", "Verbaute hintere Bremsscheiben können brechen"},
        {"Wegen eines Signalfehlers im Bremssystem der Vorderachse müssen rund 1.500 Autos überprüft werden.",
         "Signalfehler im Bremssystem der Vorderachse"},
        {"Certain trailers with those axles: the brake magnet wires may be cut by the backing plate.",
         "Brake magnet wires may be cut by the backing plate"},
        {"Das Steuergerät (Teile-Nr. 8V0.907.115.B / 8V0.907.115.C) kann ausfallen.",
         "Steuergerät (Teile-Nr. 8V0.907.115.B / 8V0.907.115.C) kann ausfallen"},
        {"Nur Fahrzeuge mit Schiebedach: Das Glas des Daches kann sich lösen.", "Glas des Daches kann sich lösen"},
        {"Turn signals flash at the wrong rate. As such, these vehicles fail to comply with the standard.",
         "Turn signals flash at the wrong rate"},
        {"Die Sitzschiene wurde mit zu kurzen Schrauben montiert. Der Sitz bietet nicht den vorgesehenen Halt.",
         "Sitzschiene wurde mit zu kurzen Schrauben montiert"},
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
        {"On certain coaches, the tank of the brake system is too small. Canadian regulations require enough capacity "
         "to ensure the brakes work even with heavy use of the brakes.",
         "Tank of the brake system is too small"},
        /* Without what is put in between its subject and its verb. */
        {"Vibrations, such as those created by opening and closing a vehicle door, may cause the rear child door locks "
         "to disengage, allowing a child to open a rear door while inside the vehicle.",
         "Vibrations may cause the rear child door locks to disengage"},
        {"A MICROPROCESSOR IN THE AIR BAG CONTROL MODULE, WHICH ACTIVATES THE FRONT AIR BAGS, THE SIDE AIR BAGS, AND "
         "THE BELTS, MAY HAVE A MALFUNCTION.",
         "MICROPROCESSOR IN THE AIR BAG CONTROL MODULE MAY HAVE A MALFUNCTION"},
        {"The fuel pump may fail due to corrosion, which could stop the engine.",
         "Fuel pump may fail due to corrosion"},
        /* No comma ends a clause behind a word that begins one, or before its verb. */
        {"The cars have a dual-stage driver frontal air bag that may be susceptible to moisture intrusion which, over "
         "time, could cause the inflator to rupture.",
         "Cars have a dual-stage driver frontal air bag that may be susceptible to moisture intrusion which, over "
         "time, "
         "could cause the inflator to rupture"},
        {"The tank of the affected vehicles may have been improperly handled during manufacturing and, as a result, "
         "the weld of the check valve may fail and allow fuel to leak.",
         "Tank of the affected vehicles may have been improperly handled during manufacturing and, as a result, the "
         "weld of the check valve may fail and allow fuel to leak"},
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
        assert_true(understand_recall(reading, &recall, arena, &error));
        assert_string_equal(recall.headline, cases[i].headline);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headlines_name_the_defect),
        cmocka_unit_test(headlines_begin_with_the_matter_and_are_whole),
        cmocka_unit_test(some_authorities_state_the_defect_in_the_first_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
