/*
 * The recall database of the Kraftfahrt-Bundesamt: a table of 18 German columns separated by
 * semicolons. One row is a campaign of one make; its models stand in one cell.
 */

#include <string.h>

#include "core/reader_table.h"
#include "core/text.h"

static const struct reader_column columns[] = {
    {"KBA-Referenznummer", TARGET_CAMPAIGN},
    {"Rückrufcode des Herstellers", TARGET_FACT(FACT_CODE)},
    {"Veröffentlichungsdatum", TARGET_DATE},
    {"Marke", TARGET_MAKE},
    {"Modell", TARGET_MODELS},
    {"Mangelbezeichnung", TARGET_TITLE},
    {"Produktionszeitraum von", TARGET_BUILT_FROM},
    {"Produktionszeitraum bis", TARGET_BUILT_TO},
    {"Hotline des Herstellers", TARGET_FACT(FACT_PHONE)},
    {"Rückrufseite des Herstellers", TARGET_FACT(FACT_URL)},
    {"Mangelbeschreibung", TARGET_TEXT},
    {"Titel der Maßnahme", TARGET_REMEDY},
    {"Beschreibung der Maßnahme", TARGET_REMEDY},
    {"Mögliche Eingrenzung der betroffenen Modelle", TARGET_NOTES},
    {"Bekannte Vorfälle mit Sach- und/oder Personenschäden", TARGET_INCIDENTS},
    {"Anzahl potentiell betroffene Fahrzeugteile und Fahrzeugzubehör weltweit", TARGET_AFFECTED_WORLD},
    {"Anzahl potentiell betroffene Fahrzeugteile und Fahrzeugzubehör deutschlandweit", TARGET_AFFECTED_GERMANY},
    {"Überwachung der Rückrufaktion durch das KBA", TARGET_NONE},
    {"Hersteller-/Rückrufcode", TARGET_FACT(FACT_CODE)},
};

enum { TABLE_COUNT = 18, COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static bool recognise(struct text_view sample)
{
    return reader_table_sample_has(sample, "KBA-Referenznummer", NULL);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Up to six digits, an R behind them since 2024. The press pads them with zeros; the number is the
 * same. */
static const char *tidy_number(const char *number)
{
    size_t digits = 0;
    while (*number == '0' && is_digit(number[1]))
        number++;
    while (is_digit(number[digits]))
        digits++;
    const char *rest = number + digits;
    bool valid = digits >= 1 && digits <= 6 && (*rest == '\0' || strcmp(rest, "R") == 0);
    return valid ? number : NULL;
}

/*
 * The Mangelbezeichnung is the campaign's title when it is one clause that names something: a bare "Brandgefahr"
 * does not, and in older rows it is a text of several sentences. The others leave it to the text.
 */
static struct text_view find_title(struct text_view title)
{
    enum { LEAST_BYTES = 20, MOST_BYTES = 100 };
    if (title.length < LEAST_BYTES || title.length > MOST_BYTES || memmem(title.bytes, title.length, ". ", 2) ||
        memchr(title.bytes, '\n', title.length))
        return (struct text_view){"", 0};
    title.length -= title.bytes[title.length - 1] == '.';
    return text_trim(title);
}

const struct reader_format reader_kba = {
    .name = "kba",
    .recognise = recognise,
    .open = reader_table_open_campaigns,
    .next = reader_table_next_campaign,
    .close = reader_table_close,
    .layout = &reader_layout_kba,
};

const struct reader_layout reader_layout_kba = {
    .format = "kba",
    .delimiter = ';',
    .quoting = QUOTED_WHERE_NEEDED,
    .date = "Y-M-D",
    .no_date = "2008-01-01", /* the day on which all older ones were entered together */
    .no_number = N_("it has no KBA-Referenznummer"),
    .bad_number = N_("its KBA-Referenznummer is no such number"),
    .title = find_title,
    .tidy_campaign = tidy_number,
    .columns = columns,
    .table_count = TABLE_COUNT,
    .column_count = COLUMN_COUNT,
};
