#include "tui/messages.h"

#include <stdlib.h>
#include <string.h>

/* English, as it stands in the code, and German. */
static const struct {
    const char *english;
    const char *german;
} messages[] = {
    // clang-format off
    {", the other way round", ", andersherum"},
    {"Action", "Aktion"},
    {"Address", "Adresse"},
    {"Affected", "Betroffen"},
    {"All", "Alle"},
    {"All categories", "Alle Kategorien"},
    {"Category", "Kategorie"},
    {"Check", "Prüfen"},
    {"Done if", "Erledigt"},
    {"Enter full text   j k scroll   h list", "Enter ganzer Text   j k blättern   h Liste"},
    {"Enter list   / search   1-9 category", "Enter Liste   / suchen   1-9 Kategorie"},
    {"Enter read   / search   1-9 category   S sort   u undo", "Enter lesen   / suchen   1-9 Kategorie   S sortieren   u zurücknehmen"},
    {"Go to", "Gehe zu"},
    {"Hazards", "Folgen"},
    {"JSON Lines, one object a line", "JSON Lines, ein Objekt je Zeile"},
    {"List notes", "Liste sagt"},
    {"No hit does not mean that there is no recall.", "Kein Treffer heißt nicht, dass es keinen Rückruf gibt."},
    {"No recall found for", "Kein Rückruf gefunden für"},
    {"Number", "Nummer"},
    {"Part", "Teil"},
    {"Phone", "Telefon"},
    {"Please make the window larger: 20 × 5", "Bitte das Fenster vergrößern: 20 × 5"},
    {"Remedy", "Abhilfe"},
    {"Search", "Suche"},
    {"Source", "Quelle"},
    {"There is a newer database: R takes it", "Neue Daten sind da: R lädt sie"},
    {"This is the newest database", "Das sind die neuesten Daten"},
    {"Urgent", "Dringend"},
    {"Vehicle", "Fahrzeug"},
    {"a page down", "eine Seite weiter"},
    {"a page up", "eine Seite zurück"},
    {"add recall files to a database (- is standard input)", "Rückrufdateien in eine Datenbank aufnehmen (- ist die Standardeingabe)"},
    {"all categories", "alle Kategorien"},
    {"another import is running, waiting for it to end", "ein anderer Import läuft, es wird auf sein Ende gewartet"},
    {"as of", "Stand"},
    {"as the source wrote it", "wie die Quelle es schrieb"},
    {"at least", "mindestens"},
    {"back one step, never quits", "einen Schritt zurück, beendet nie"},
    {"back one step; q at the first level quits", "einen Schritt zurück; ganz vorn beendet q"},
    {"browse the recalls", "in den Rückrufen blättern"},
    {"browser: fewer bytes for slow lines", "Browser: weniger Bytes für langsame Leitungen"},
    {"browser: no way to a shell or a file", "Browser: kein Weg zu einer Shell oder Datei"},
    {"can't be written", "kann nicht geschrieben werden"},
    {"categories takes no words", "categories nimmt keine Wörter"},
    {"category by its number", "Kategorie nach ihrer Nummer"},
    {"category by the first letters of its name", "Kategorie nach den ersten Buchstaben"},
    {"changed", "geändert"},
    {"characters replaced that no terminal shows alike", "Zeichen ersetzt, die nicht jedes Terminal gleich zeigt"},
    {"colours; NO_COLOR is respected", "Farben; NO_COLOR wird beachtet"},
    {"database", "Datenbank"},
    {"does not go with “%s”", "passt nicht zu „%s“"},
    {"does not know “%s”", "kennt „%s“ nicht"},
    {"draw the screen anew", "Bildschirm neu zeichnen"},
    {"draw with ASCII only", "nur mit ASCII zeichnen"},
    {"find one with rueckruf search", "rueckruf search findet eine"},
    {"first", "Anfang"},
    {"go to an id or a percentage", "gehe zu einer Kennung oder Prozentzahl"},
    {"h", "Std."},
    {"half a page down", "eine halbe Seite weiter"},
    {"half a page up", "eine halbe Seite zurück"},
    {"help", "Hilfe"},
    {"import, export: the format; else recognised from the content", "import, export: das Format; sonst am Inhalt erkannt"},
    {"import: UTF-8 or Windows-1252", "import: UTF-8 oder Windows-1252"},
    {"import: no progress, no summary", "import: kein Fortschritt, keine Zusammenfassung"},
    {"import: report, change nothing", "import: nur berichten, nichts ändern"},
    {"import: the name shown as the source; export: the list to write", "import: der Name der Quelle; export: die Liste, die geschrieben wird"},
    {"import: where rejected input goes", "import: wohin Abgewiesenes geht"},
    {"in Germany", "in Deutschland"},
    {"is no format that can be written", "ist kein Format, das geschrieben werden kann"},
    {"is whole", "ist unversehrt"},
    {"laid out for reading", "zum Lesen gesetzt"},
    {"last", "Ende"},
    {"min", "Min."},
    {"name one with --db FILE", "--db DATEI nennt eine"},
    {"needs a file", "braucht eine Datei"},
    {"needs a value", "braucht einen Wert"},
    {"needs a whole number", "braucht eine ganze Zahl"},
    {"needs at least 20 columns", "braucht mindestens 20 Spalten"},
    {"needs the id of a recall", "braucht die Kennung eines Rückrufs"},
    {"new", "neu"},
    {"next", "weiter"},
    {"next hit, then the next recall's", "nächster Treffer, dann der des nächsten Rückrufs"},
    {"next pane", "nächster Bereich"},
    {"next recall without leaving the text", "nächster Rückruf, ohne den Text zu verlassen"},
    {"no further hit", "kein weiterer Treffer"},
    {"no longer listed", "nicht mehr gelistet"},
    {"no recall has this id", "kein Rückruf hat diese Kennung"},
    {"notes", "Hinweise"},
    {"nothing has changed", "nichts hat sich geändert"},
    {"nothing published (dry run)", "nichts veröffentlicht (Probelauf)"},
    {"nothing to undo", "nichts zurückzunehmen"},
    {"of", "von"},
    {"open: category, list, full text", "öffnen: Kategorie, Liste, ganzer Text"},
    {"pane to the left", "Bereich links"},
    {"pane to the right", "Bereich rechts"},
    {"previous", "zurück"},
    {"previous hit", "voriger Treffer"},
    {"previous pane", "voriger Bereich"},
    {"previous recall", "voriger Rückruf"},
    {"print the categories and their counts", "die Kategorien und ihre Anzahlen ausgeben"},
    {"print the recalls that match", "die passenden Rückrufe ausgeben"},
    {"print whole recalls", "ganze Rückrufe ausgeben"},
    {"q back   J K next, previous   n N hits   r layout", "q zurück   J K nächster, voriger   n N Treffer   r Ansicht"},
    {"q back   j k scroll", "q zurück   j k blättern"},
    {"quit", "beenden"},
    {"read", "gelesen"},
    {"recalls", "Rückrufe"},
    {"rejected", "abgewiesen"},
    {"repaired characters", "reparierte Zeichen"},
    {"search as you type; Enter keeps, Esc puts back", "suchen beim Tippen; Enter behält, Esc stellt zurück"},
    {"search: at most N hits", "search: höchstens N Treffer"},
    {"search: only the number of hits", "search: nur die Zahl der Treffer"},
    {"searched in %u recalls, %u sources, as of %s", "gesucht in %u Rückrufen, %u Quellen, Stand %s"},
    {"see rueckruf --help", "siehe rueckruf --help"},
    {"show: which rule gave what", "show: welche Regel was ergab"},
    {"since", "seit"},
    {"sort: date, relevance, make, headline; again for the other way round", "sortieren: Datum, Relevanz, Marke, Überschrift; noch einmal: andersherum"},
    {"sorted by", "sortiert nach"},
    {"sources", "Quellen"},
    {"suspend", "anhalten"},
    {"take a newer database", "neue Daten laden"},
    {"takes no value", "nimmt keinen Wert"},
    {"text as its source wrote it, or laid out for reading", "Text wie die Quelle ihn schrieb, oder zum Lesen gesetzt"},
    {"that recall is not among the hits", "dieser Rückruf ist nicht unter den Treffern"},
    {"the browser", "dem Browser"},
    {"the database to use", "die Datenbank"},
    {"the format adac needs --source NAME", "das Format adac braucht --source NAME"},
    {"the order, newest first by default", "die Reihenfolge, sonst das Neueste zuerst"},
    {"the version", "die Version"},
    {"there is no place for a database", "es gibt keinen Ort für eine Datenbank"},
    {"there is no such option", "diese Option gibt es nicht"},
    {"there is none", "es gibt keine"},
    {"this help", "diese Hilfe"},
    {"unchanged", "unverändert"},
    {"undo the last filter or search", "letzten Filter, letzte Suche zurücknehmen"},
    {"until", "bis"},
    {"up to", "bis zu"},
    {"use one of: %s", "möglich sind: %s"},
    {"verify a database file", "eine Datenbank prüfen"},
    {"worldwide", "weltweit"},
    {"wrap at N columns", "bei N Spalten umbrechen"},
    {"write recalls out again", "Rückrufe wieder ausgeben"},
    {"Perhaps", "Vielleicht"},
    {"Without", "Ohne"},
    {"In all categories", "In allen Kategorien"},
    {"Of the make", "Von der Marke"},
    {"with synonyms; quote a word to switch them off", "mit Synonymen; Anführungszeichen schalten sie ab"},
    {"Recall files know no single cars: search for make and model.", "Rückrufdateien kennen keine einzelnen Fahrzeuge: nach Marke und Modell suchen."},
    {"a b choose   / change   u undo   q back", "a b wählen   / ändern   u zurücknehmen   q zurück"},
    // clang-format on
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

void messages_append_relaxation(const struct relaxation *relaxation, struct buffer *out)
{
    static const char *const words[] = {
        [RELAX_SPELLING] = N_("Perhaps"),
        [RELAX_WITHOUT] = N_("Without"),
        [RELAX_ALL_CATEGORIES] = N_("In all categories"),
        [RELAX_MAKE] = N_("Of the make"),
    };
    buffer_append_string(out, _(words[relaxation->kind]));
    if (relaxation->word[0])
        buffer_append_format(out, " %s", relaxation->word);
}
