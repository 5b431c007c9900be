/*
 * Makes a corpus of German recalls for the benchmarks: the same bytes for the same count and seed.
 *
 *   corpus COUNT [SEED]     a CSV table with a header on standard output, one recall a line of about 1,000 bytes
 *
 * What it imitates of the real files, because it decides what an index costs: compounds by the hundred thousand,
 * umlauts, part numbers and phone numbers in every grouping, typing errors, and campaigns that share one text (every
 * fifth recall).
 */

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/random.h"

struct random {
    uint64_t state;
};

static unsigned random_below(struct random *random, unsigned limit)
{
    return (unsigned)(random_next(&random->state) % limit);
}

/* Small numbers far more often than large ones, as words are in a language. */
static unsigned random_skewed(struct random *random, unsigned limit)
{
    unsigned a = random_below(random, limit), b = random_below(random, limit), c = random_below(random, limit);
    unsigned least = a < b ? a : b;
    return least < c ? least : c;
}

#define PICK(random, list) (list)[random_skewed(random, sizeof(list) / sizeof *(list))]

static const char *const makes[] = {
    "VW",     "BMW",      "Mercedes-Benz", "Audi",       "Opel",    "Ford",    "Toyota",     "Renault",
    "Škoda",  "Peugeot",  "Hyundai",       "Fiat",       "Citroën", "Mazda",   "Volvo",      "Nissan",
    "Kia",    "Honda",    "Seat",          "Porsche",    "Dacia",   "Suzuki",  "Mitsubishi", "Jeep",
    "Subaru", "Chrysler", "Land Rover",    "Alfa Romeo", "Jaguar",  "Mini",    "Smart",      "Lexus",
    "Tesla",  "MAN",      "Iveco",         "KTM",        "Ducati",  "Triumph", "Yamaha",     "Kawasaki",
};
static const char *const models[] = {
    "Golf",  "Passat",  "3er",   "5er",   "C-Klasse", "E-Klasse",    "A4",       "A6",     "Corsa",     "Astra",
    "Focus", "Fiesta",  "Yaris", "Clio",  "Octavia",  "308",         "i30",      "Panda",  "C3",        "CX-5",
    "XC60",  "Qashqai", "Ceed",  "Civic", "Leon",     "911",         "Duster",   "Swift",  "Outlander", "Renegade",
    "i3",    "X5",      "Up!",   "Polo",  "Tiguan",   "Transporter", "Sprinter", "Ducato", "Model 3",   "Mégane",
};
static const char *const fronts[] = {
    "Kraftstoff", "Hochdruck",    "Airbag",       "Brems",        "Lenk",         "Getriebe",    "Motor",
    "Kühlmittel", "Gurt",         "Tür",          "Sitz",         "Zünd",         "Einspritz",   "Abgas",
    "Öl",         "Batterie",     "Hochvolt",     "Kupplungs",    "Antriebs",     "Achs",        "Rad",
    "Feder",      "Stoßdämpfer",  "Scheinwerfer", "Rückleuchten", "Blinker",      "Kamera",      "Sensor",
    "Steuer",     "Kabel",        "Leitungs",     "Sicherungs",   "Generator",    "Anlasser",    "Turbolader",
    "Ladeluft",   "Nockenwellen", "Kurbelwellen", "Ventil",       "Zylinderkopf", "Kolben",      "Pleuel",
    "Wasser",     "Klima",        "Heizungs",     "Lüfter",       "Dach",         "Heckklappen", "Motorhauben",
    "Scheiben",   "Wischer",      "Spiegel",      "Anhänger",     "Gelenk",       "Lenksäulen",  "Spurstangen",
    "Querlenker", "Bremskraft",   "Unterdruck",   "Hydraulik",    "Park",         "Notruf",      "Funk",
    "Lade",       "Rückhalte",    "Gasgenerator", "Beifahrer",    "Fahrer",       "Knie",        "Vorhang",
    "Seiten",     "Hinterachs",
};
static const char *const middles[] = {
    "",          "",         "",          "",       "",         "",          "pumpen",
    "filter",    "druck",    "regel",     "steuer", "schalt",   "verteiler", "gehäuse",
    "sensor",    "leitungs", "anschluss", "halte",  "spann",    "dichtungs", "lager",
    "schrauben", "klappen",  "ventil",    "kabel",  "modul",    "antriebs",  "verriegelungs",
    "rückhalte", "kühler",   "schutz",    "träger", "führungs", "speicher",  "pedal",
    "zug",       "ketten",   "riemen",    "wellen", "naben",
};
static const char *const backs[] = {
    "pumpe",   "leitung",     "filter",    "steuergerät",  "ventil",          "sensor",    "schlauch",  "dichtung",
    "lager",   "schraube",    "bolzen",    "gehäuse",      "modul",           "schalter",  "kabelbaum", "stecker",
    "welle",   "kette",       "riemen",    "spule",        "kerze",           "kühler",    "heizung",   "lüfter",
    "klappe",  "deckel",      "scheibe",   "sattel",       "zylinder",        "kolben",    "feder",     "dämpfer",
    "stange",  "lenker",      "gelenk",    "nabe",         "flansch",         "halterung", "klammer",   "öse",
    "schloss", "griff",       "straffer",  "rolle",        "schiene",         "lehne",     "generator", "zünder",
    "sack",    "verkleidung", "leuchte",   "scheinwerfer", "regler",          "relais",    "sicherung", "batterie",
    "zelle",   "kontakt",     "anschluss", "software",     "verschlüsselung", "antenne",   "kamera",    "anzeige",
};
static const char *const defects[] = {
    "kann brechen",
    "kann vorzeitig ausfallen",
    "kann undicht werden",
    "löst sich unter Umständen während der Fahrt",
    "wurde nicht mit dem vorgeschriebenen Drehmoment angezogen",
    "entspricht nicht den Vorgaben und kann überhitzen",
    "kann durch Korrosion beschädigt werden",
    "ist falsch montiert worden",
    "kann scheuern, so dass es zu einem Kurzschluss kommt",
    "schaltet sich unbeabsichtigt ab",
    "weist einen Fertigungsfehler auf und kann reißen",
    "kann sich festsetzen",
    "zeigt falsche Werte an",
    "wird wegen eines Softwarefehlers nicht angesteuert",
    "wurde mit einer fehlerhaften Charge „verbaut“",
};
static const char *const consequences[] = {
    "Im ungünstigen Fall kann es zu einem Brand im Motorraum kommen.",
    "Der Motor geht während der Fahrt aus, ohne dass der Fahrer gewarnt wird.",
    "Dadurch verlängert sich der Bremsweg erheblich – die Unfallgefahr steigt.",
    "Die Lenkunterstützung fällt aus; das Fahrzeug lässt sich nur noch mit hohem Kraftaufwand lenken.",
    "Der Airbag löst möglicherweise nicht oder unbeabsichtigt aus.",
    "Splitter können die Insassen verletzen.",
    "Kraftstoff tritt aus und kann sich an heißen Teilen entzünden.",
    "Das Fahrzeug kann trotz eingelegter Parkstufe wegrollen.",
    "Es kommt zu Verbrennungsaussetzern und unrundem Motorlauf.",
    "Die Batterie entlädt sich, das Fahrzeug startet nicht mehr.",
    "Der Gurt hält die Insassen bei einem Unfall nicht ausreichend zurück.",
    "Bei Regen dringt Feuchtigkeit ein, die Elektrik fällt teilweise oder ganz aus.",
    "Unbefugte können sich aus der Ferne Zugriff auf das Fahrzeug verschaffen.",
    "Die Motorkontrollleuchte geht an, das Steuergerät wechselt in den Notlauf.",
};
static const char *const remedies[] = {
    "Die Händler tauschen die betroffenen Teile gegen eine verbesserte Ausführung aus.",
    "In der Werkstatt wird die Software des Steuergeräts aktualisiert.",
    "Die Verschraubung wird geprüft und mit dem richtigen Drehmoment nachgezogen.",
    "Es wird ein zusätzlicher Kabelbinder angebracht und die Leitung anders verlegt.",
    "Die Vertragswerkstätten kontrollieren das Bauteil und ersetzen es bei Bedarf.",
    "Das Update erfolgt drahtlos; ein Besuch in der Werkstatt ist nicht nötig.",
    "Bis zur Reparatur sollen die Fahrzeuge nicht mehr benutzt werden.",
    "Ein Hitzeschutzblech wird nachgerüstet.",
};
static const char *const fillers[] = {
    "Betroffen sind ausschließlich Fahrzeuge, die mit zwei Lüftern ausgestattet sind.",
    "Laut Hersteller sind bislang keine Unfälle bekannt geworden.",
    "Die Halter werden über das Kraftfahrt-Bundesamt angeschrieben.",
    "Ein Sprecher bestätigte die Aktion auf Anfrage von „kfz-betrieb“.",
    "Im Händlersystem ist der Vorgang hinterlegt.",
    "Weltweit wird die Aktion schrittweise in mehreren Märkten anlaufen.",
    "Eine Prüfung anhand der Fahrgestellnummer ist in jedem Betrieb möglich.",
    "Nach Angaben des Importeurs lässt sich das Fahrzeug bis dahin gefahrlos weiter nutzen.",
    "Ursache ist ein Zulieferer, der zeitweise von der Spezifikation abgewichen ist.",
    "Erkennbar ist die Erledigung an einem grünen Punkt auf der B-Säule.",
    "Ist das Fahrzeug anders ausgerüstet worden, entfällt die Maßnahme.",
    "Der Austausch dauert je nach Modell zwischen einer halben und knapp vier Stunden und ist kostenlos.",
};
static const char *const months[] = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                     "Juli",   "August",  "September", "Oktober", "November", "Dezember"};

struct text {
    char bytes[4096];
    size_t length;
};

static void text_add(struct text *text, const char *string)
{
    size_t length = strlen(string);
    if (text->length + length < sizeof text->bytes) {
        memcpy(text->bytes + text->length, string, length + 1);
        text->length += length;
    }
}

static void text_add_capital(struct text *text, const char *word)
{
    static const char *const umlauts[][2] = {{"ä", "Ä"}, {"ö", "Ö"}, {"ü", "Ü"}};
    char first[2] = {word[0], '\0'};
    for (size_t i = 0; i < 3; i++) {
        if (strncmp(word, umlauts[i][0], 2) == 0) {
            text_add(text, umlauts[i][1]);
            text_add(text, word + 2);
            return;
        }
    }
    if (first[0] >= 'a' && first[0] <= 'z')
        first[0] = (char)(first[0] - 'a' + 'A');
    text_add(text, first);
    text_add(text, word + 1);
}

/* Two letters of the last word change places: what a person in a hurry writes. */
static void text_mistype(struct text *text, struct random *random, size_t from)
{
    size_t at = from + random_below(random, (unsigned)(text->length - from - 1));
    unsigned char a = (unsigned char)text->bytes[at], b = (unsigned char)text->bytes[at + 1];
    if (a < 0x80 && b < 0x80) {
        text->bytes[at] = (char)b;
        text->bytes[at + 1] = (char)a;
    }
}

static void text_add_component(struct text *text, struct random *random)
{
    size_t from = text->length;
    text_add_capital(text, PICK(random, fronts));
    if (random_below(random, 25) == 0)
        text_add(text, "-");
    text_add(text, PICK(random, middles));
    text_add(text, PICK(random, backs));
    if (random_below(random, 40) == 0)
        text_mistype(text, random, from);
}

static void text_add_part_number(struct text *text, struct random *random)
{
    char number[48];
    unsigned a = random_below(random, 100), b = random_below(random, 100), c = random_below(random, 10),
             d = random_below(random, 1000), e = random_below(random, 1000);
    switch (random_below(random, 3)) {
    case 0:
        snprintf(number, sizeof number, "%02u %02u %u %03u %03u", a, b, c, d, e);
        break;
    case 1:
        snprintf(number, sizeof number, "%02u%02u%u%03u%03u", a, b, c, d, e);
        break;
    default:
        snprintf(number, sizeof number, "A %02u%02u-%u%03u%03u", a, b, c, d, e);
    }
    text_add(text, number);
}

/* The sentence with the number in place of its #. */
static void text_add_number(struct text *text, const char *sentence, unsigned number)
{
    char digits[16];
    const char *place = strchr(sentence, '#');
    snprintf(digits, sizeof digits, "%u", number);
    char before[80] = "";
    memcpy(before, sentence, (size_t)(place - sentence));
    text_add(text, before);
    text_add(text, digits);
    text_add(text, place + 1);
}

static void write_text(struct text *text, struct random *random)
{
    text->length = 0;
    text_add(text, random_below(random, 2) ? "Die " : "Das ");
    text_add_component(text, random);
    text_add(text, " ");
    text_add(text, PICK(random, defects));
    text_add(text, ". ");
    text_add(text, PICK(random, consequences));
    text_add(text, " ");
    for (unsigned i = 4 + random_below(random, 4); i > 0; i--) {
        switch (random_below(random, 5)) {
        case 0:
            text_add(text, "Auch ");
            text_add_component(text, random);
            text_add(text, " und ");
            text_add_component(text, random);
            text_add(text, " werden geprüft.");
            break;
        case 1:
            text_add(text, "Das neue Teil (");
            text_add_component(text, random);
            text_add(text, ") hat die Teilenummer ");
            text_add_part_number(text, random);
            text_add(text, ".");
            break;
        case 2:
            text_add(text, PICK(random, consequences));
            break;
        default:
            text_add(text, PICK(random, fillers));
        }
        text_add(text, " ");
    }
    text_add(text, PICK(random, remedies));
    text_add(text, " Die Aktion läuft seit ");
    text_add(text, PICK(random, months));
    text_add_number(text, " #", 1998 + random_below(random, 28));
    text_add_number(text, ", dauert etwa # Minuten", 15 * (1 + random_below(random, 16)));
    text_add(text, random_below(random, 4) ? " und ist für die Kunden kostenlos." : ".");
    text_add_number(text, " Weltweit sind # Fahrzeuge betroffen.", 100 + random_below(random, 900000));
    if (random_below(random, 6) == 0)
        text_add_number(text, " Rückfragen unter 0 89/ 1 25 0#.", 1000 + random_below(random, 8999));
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 2) {
        fprintf(stderr, "usage: corpus COUNT [SEED]\n");
        return 2;
    }
    unsigned long count = strtoul(arguments[1], NULL, 10);
    struct random random = {argument_count > 2 ? strtoull(arguments[2], NULL, 10) : 1};
    struct text shared[64];
    for (size_t i = 0; i < 64; i++)
        write_text(&shared[i], &random);
    puts("campaign,make,model,date,text");
    for (unsigned long i = 0; i < count; i++) {
        struct text *text = &shared[random_below(&random, 64)];
        if (random_below(&random, 5) != 0)
            write_text(text, &random);
        printf("C%07lu,%s,%s,%u-%02u-%02u,\"%s\"\n", i + 1, PICK(&random, makes), PICK(&random, models),
               1998 + random_below(&random, 28), 1 + random_below(&random, 12), 1 + random_below(&random, 28),
               text->bytes);
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
