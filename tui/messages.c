#include "tui/messages.h"

#include <stdlib.h>
#include <string.h>

/* English, as it stands in the code, and German. */
static const struct {
    const char *english;
    const char *german;
} messages[] = {
    {"Action", "Aktion"},
    {"Address", "Adresse"},
    {"Affected", "Betroffen"},
    {"All", "Alle"},
    {"All categories", "Alle Kategorien"},
    {"Category", "Kategorie"},
    {"Check", "Prüfen"},
    {"Done if", "Erledigt"},
    {"Hazards", "Folgen"},
    {"List notes", "Liste sagt"},
    {"No hit does not mean that there is no recall.", "Kein Treffer heißt nicht, dass es keinen Rückruf gibt."},
    {"No recall found for", "Kein Rückruf gefunden für"},
    {"Number", "Nummer"},
    {"Part", "Teil"},
    {"Phone", "Telefon"},
    {"Remedy", "Abhilfe"},
    {"Search", "Suche"},
    {"Source", "Quelle"},
    {"Urgent", "Dringend"},
    {"Vehicle", "Fahrzeug"},
    {"another import is running, waiting for it to end", "ein anderer Import läuft, es wird auf sein Ende gewartet"},
    {"as of", "Stand"},
    {"at least", "mindestens"},
    {"browse the recalls", "in den Rückrufen blättern"},
    {"characters replaced that no terminal shows alike", "Zeichen ersetzt, die nicht jedes Terminal gleich zeigt"},
    {"changed", "geändert"},
    {"does not go with “%s”", "passt nicht zu „%s“"},
    {"does not know “%s”", "kennt „%s“ nicht"},
    {"h", "Std."},
    {"in Germany", "in Deutschland"},
    {"is whole", "ist unversehrt"},
    {"min", "Min."},
    {"needs a terminal", "braucht ein Terminal"},
    {"needs a value", "braucht einen Wert"},
    {"needs a whole number", "braucht eine ganze Zahl"},
    {"needs at least 20 columns", "braucht mindestens 20 Spalten"},
    {"new", "neu"},
    {"no longer listed", "nicht mehr gelistet"},
    {"no recall has this id", "kein Rückruf hat diese Kennung"},
    {"nothing has changed", "nichts hat sich geändert"},
    {"nothing published (dry run)", "nichts veröffentlicht (Probelauf)"},
    {"of", "von"},
    {"open the browser", "den Browser öffnen"},
    {"read", "gelesen"},
    {"recalls", "Rückrufe"},
    {"rejected", "abgewiesen"},
    {"repaired characters", "reparierte Zeichen"},
    {"searched in %u recalls, %u sources, as of %s", "gesucht in %u Rückrufen, %u Quellen, Stand %s"},
    {"see rueckruf --help", "siehe rueckruf --help"},
    {"since", "seit"},
    {"sources", "Quellen"},
    {"takes no value", "nimmt keinen Wert"},
    {"the browser", "dem Browser"},
    {"there is no such option", "diese Option gibt es nicht"},
    {"unchanged", "unverändert"},
    {"until", "bis"},
    {"up to", "bis zu"},
    {"use one of: %s", "möglich sind: %s"},
    {"without", "ohne"},
    {"worldwide", "weltweit"},
};

bool messages_is_german(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return strncmp(value, "de", 2) == 0 && !(value[2] >= 'a' && value[2] <= 'z');
    }
    return false;
}

const char *messages_translate(const char *english)
{
    if (!messages_is_german())
        return english;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++)
        if (strcmp(messages[i].english, english) == 0)
            return messages[i].german;
    return english;
}

const char *messages_kind(const struct kind_name *kind)
{
    return messages_is_german() ? kind->german : kind->english;
}

/* The most urgent first. */
const char *messages_urgent(uint32_t hazards, unsigned advisories)
{
    bool german = messages_is_german();
    if (advisories & ADVISORY_DO_NOT_DRIVE)
        return german ? "NICHT FAHREN" : "DO NOT DRIVE";
    if (advisories & ADVISORY_PARK_OUTSIDE)
        return german ? "IM FREIEN PARKEN" : "PARK OUTSIDE";
    static const struct {
        enum hazard hazard;
        const char *german, *english;
    } words[] = {
        {HAZARD_FIRE, "BRAND", "FIRE"},
        {HAZARD_BRAKE_LOSS, "BREMSE", "BRAKES"},
        {HAZARD_STEERING_LOSS, "LENKUNG", "STEERING"},
        {HAZARD_AIRBAG_RUPTURE, "AIRBAG", "AIRBAG"},
        {HAZARD_AIRBAG_NO_DEPLOY, "AIRBAG", "AIRBAG"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (hazards & UINT32_C(1) << words[i].hazard)
            return german ? words[i].german : words[i].english;
    return NULL;
}
