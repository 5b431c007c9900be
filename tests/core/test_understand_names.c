#include <string.h>

#include "tests/core/understanding.h"

/* Makes, models and markets in sentences: what counts as a name beside its make and what does not. */

/* The items joined by "; ". */
static const char *join(const struct string_list *list)
{
    const char *joined = "";
    for (size_t i = 0; i < list->count; i++)
        joined = arena_format(arena, "%s%s%s", joined, i > 0 ? "; " : "", list->items[i]);
    return joined;
}

static void a_model_counts_where_it_cannot_be_a_word(void **state)
{
    (void)state;
    static const struct {
        const char *text, *make, *models;
    } cases[] = {
        {"Die Kette der Suzuki V-Strom 800 DE kann reißen.", "Suzuki", "V-Strom 800 DE"},
        {"Betroffen sind BMW R 1200 RS und R 1200 GS Adventure.", "BMW", "R 1200 RS; R 1200 GS Adventure"},
        {"Ein Golf, zwei Golfs.", "VW", "Golf"},
        {"Der Smart #1 und der Smart #3 sind betroffen.", "Smart", "#1; #3"},
        {"On certain Freightliner Cascadia and Mack Anthem trucks the fan may fail.", "Freightliner",
         "Cascadia; Anthem"},
        {"Am Sattelanhänger Krone SD scheuert ein Schlauch.", "Krone", "SD"},
        /* The make that is named decides whose model a word is. */
        {"Die Feder der Ram 1500 kann brechen.", "RAM", "1500"},
        {"Die Feder des Dodge Ram 1500 kann brechen.", "Dodge", "Ram 1500"},
        {"Der Dodge Ram ist betroffen.", "Dodge", "Ram"},
        {"Dodge, RAM und Jeep rufen zurück.", "Dodge", ""},
        {"Der Hyundai Matrix ist betroffen.", "Hyundai", "Matrix"},
        {"Der Toyota Matrix ist betroffen.", "Toyota", "Matrix"},
        {"Bei der Volkswagen-Tochter Seat ist der Ateca betroffen.", "Seat", "Ateca"},
        {"On certain Peterbilt 579 and 389 trucks the hose may chafe.", "Peterbilt", "579; 389"},
        {"Certain 2019 C300 and GLC300 vehicles by Mercedes-Benz", "Mercedes-Benz", "C300; GLC300"},
        {"BMW is recalling certain 2014 228i and M440i vehicles.", "BMW", "228i; M440i"},
        {"Scania R500 und S730: Das Fahrerhaus kippt.", "Scania", "R500; S730"},
        {"Scania nennt die P-, G- und R-Serie.", "Scania", "G-Serie; P-Serie; R-Serie"},
        {"Der Tonale Plug-in von Alfa Romeo.", "Alfa Romeo", "Tonale"},
        {"Vauxhall Movano and BMW 3 Series cars may stall.", "Vauxhall", "Movano; 3 Series"},
        /* Words and numbers that are none. */
        {"Triumph Motorcycles America: the Mitsubishi that is meant is a Lancer.", "Triumph", "Lancer"},
        {"Bei Wohnwagen der Marke Hobby geht es um 3.400 Caravans.", "Hobby", ""},
        {"Beim Mercedes EQA kann das Ladegerät (On-Board-Charger) abschalten.", "Mercedes-Benz", "EQA"},
        {"Bei höherem Tempo springt die Haube des Ford Focus auf.", "Ford", "Focus"},
        {"The lithium-ion battery may fail.", NULL, ""},
        {"Eine Probe, das Thema, der Wind und die Traverse.", NULL, ""},
        {"Porsche ruft 911 Autos zurück.", "Porsche", ""},
        {"Peugeot ruft 208 Fahrzeuge zurück.", "Peugeot", ""},
        {"Peugeot ruft den 208 zurück.", "Peugeot", "208"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
        if (cases[i].make)
            assert_string_equal(recall.make, cases[i].make);
        else
            assert_null(recall.make);
        assert_string_equal(join(&recall.models), cases[i].models);
    }
}

static void what_is_said_of_a_list_of_markets_is_said_of_its_parts(void **state)
{
    (void)state;
    static const struct {
        const char *text, *markets, *excluded;
    } cases[] = {
        {"Rückruf in den USA und Kanada, Europa ist nicht betroffen.", "USA; Kanada", "Europa"},
        {"Die USA, Kanada und Japan sind nicht betroffen.", "", "USA; Kanada; Japan"},
        {"Betroffen sind die USA, Deutschland ist nicht betroffen.", "USA", "Deutschland"},
        {"Außer in Deutschland und Österreich läuft die Aktion auch in der Schweiz.", "Schweiz",
         "Deutschland; Österreich"},
        {"Weltweit 1.000 Fahrzeuge, in Deutschland sind keine Fahrzeuge betroffen.", "weltweit", "Deutschland"},
        {"In Deutschland sind keine Unfälle bekannt.", "Deutschland", ""},
        {"Vehicles sold in Europe are not affected; those in the United States are.", "USA", "Europa"},
        {"Betroffen ist nur der britische Markt.", "Großbritannien", ""},
        /* Where cars come from, and who is called so. */
        {"Es geht um Grauimporte aus den USA und um im Werk in Ungarn gebaute Autos.", "", ""},
        {"Nissan North America, Inc. (Nissan) and Mercedes-Benz USA, LLC will notify; contact us.", "", ""},
        {"Transport Canada no. 2019-288; vehicles were sold in the UK.", "Großbritannien", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = understand_string(cases[i].text);
        assert_string_equal(join(&recall.markets), cases[i].markets);
        assert_string_equal(join(&recall.markets_excluded), cases[i].excluded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_counts_where_it_cannot_be_a_word),
        cmocka_unit_test(what_is_said_of_a_list_of_markets_is_said_of_its_parts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
