/*
 * Any table with a header: comma, semicolon, TAB or | between its cells. Columns are found by their
 * names, German or English, in the list below, or given with --map. One row is a recall, or a
 * campaign with one of its vehicles when there is a column for the campaign.
 */

#include <stdlib.h>
#include <string.h>

#include "core/reader_json.h"
#include "core/reader_table.h"
#include "core/text.h"

/* The names that are understood. Among them those of data.transportation.gov and of the EU's Safety
 * Gate. */
static const struct reader_column columns[] = {
    {"text", TARGET_TEXT},
    {"Beschreibung", TARGET_TEXT},
    {"description", TARGET_TEXT},
    {"Mangel", TARGET_TEXT},
    {"Mangelbeschreibung", TARGET_TEXT},
    {"Fehler", TARGET_TEXT},
    {"Fehlerbeschreibung", TARGET_TEXT},
    {"defect", TARGET_TEXT},
    {"summary", TARGET_TEXT},
    {"Recall Description", TARGET_TEXT},
    {"technical_defect", TARGET_TEXT},
    {"alert_description", TARGET_TEXT},
    {"Folge", TARGET_CONSEQUENCE},
    {"Folgen", TARGET_CONSEQUENCE},
    {"Gefahr", TARGET_CONSEQUENCE},
    {"consequence", TARGET_CONSEQUENCE},
    {"Consequence Summary", TARGET_CONSEQUENCE},
    {"Abhilfe", TARGET_REMEDY},
    {"Maßnahme", TARGET_REMEDY},
    {"remedy", TARGET_REMEDY},
    {"Corrective Action", TARGET_REMEDY},
    {"measures_country", TARGET_REMEDY},
    {"Hinweis", TARGET_NOTES},
    {"Hinweise", TARGET_NOTES},
    {"Bemerkung", TARGET_NOTES},
    {"notes", TARGET_NOTES},
    {"product_description", TARGET_NOTES},
    {"Titel", TARGET_TITLE},
    {"title", TARGET_TITLE},
    {"Betreff", TARGET_TITLE},
    {"subject", TARGET_TITLE},
    {"headline", TARGET_HEADLINE},
    {"Referenznummer", TARGET_CAMPAIGN},
    {"Referenz", TARGET_CAMPAIGN},
    {"Aktion", TARGET_CAMPAIGN},
    {"Rückrufnummer", TARGET_CAMPAIGN},
    {"campaign", TARGET_CAMPAIGN},
    {"reference", TARGET_CAMPAIGN},
    {"recall number", TARGET_CAMPAIGN},
    {"NHTSA ID", TARGET_CAMPAIGN},
    {"alert_number", TARGET_CAMPAIGN},
    {"Behörde", TARGET_AUTHORITY},
    {"authority", TARGET_AUTHORITY},
    {"Marke", TARGET_MAKE},
    {"Hersteller", TARGET_MAKE_ELSE},
    {"make", TARGET_MAKE},
    {"brand", TARGET_MAKE},
    {"product_brand", TARGET_MAKE},
    {"Modell", TARGET_MODELS},
    {"Modelle", TARGET_MODELS},
    {"model", TARGET_MODELS},
    {"models", TARGET_MODELS},
    {"product_name", TARGET_MODELS},
    {"Baujahr", TARGET_YEARS},
    {"Baujahre", TARGET_YEARS},
    {"Modelljahr", TARGET_YEARS},
    {"Jahr", TARGET_YEARS},
    {"year", TARGET_YEARS},
    {"years", TARGET_YEARS},
    {"model year", TARGET_YEARS},
    {"Baujahr von", TARGET_YEAR_FROM},
    {"year from", TARGET_YEAR_FROM},
    {"Baujahr bis", TARGET_YEAR_TO},
    {"year to", TARGET_YEAR_TO},
    {"Datum", TARGET_DATE},
    {"Veröffentlichungsdatum", TARGET_DATE},
    {"date", TARGET_DATE},
    {"Beginn", TARGET_FACT(FACT_STARTED)},
    {"started", TARGET_FACT(FACT_STARTED)},
    {"Ende", TARGET_FACT(FACT_ENDED)},
    {"ended", TARGET_FACT(FACT_ENDED)},
    {"Dauer", TARGET_FACT(FACT_DURATION)},
    {"duration_min", TARGET_FACT(FACT_DURATION)},
    {"Kosten", TARGET_FACT(FACT_COST)},
    {"cost", TARGET_FACT(FACT_COST)},
    {"Kategorie", TARGET_FACT(FACT_CATEGORY)},
    {"Kategorien", TARGET_FACT(FACT_CATEGORY)},
    {"category", TARGET_FACT(FACT_CATEGORY)},
    {"categories", TARGET_FACT(FACT_CATEGORY)},
    {"hazards", TARGET_FACT(FACT_HAZARD)},
    {"remedies", TARGET_FACT(FACT_REMEDY)},
    {"Märkte", TARGET_FACT(FACT_MARKET)},
    {"markets", TARGET_FACT(FACT_MARKET)},
    {"markets_excluded", TARGET_FACT(FACT_MARKET_EXCLUDED)},
    {"Teilenummer", TARGET_FACT(FACT_PART)},
    {"Teilenummern", TARGET_FACT(FACT_PART)},
    {"Teilenr", TARGET_FACT(FACT_PART)},
    {"part number", TARGET_FACT(FACT_PART)},
    {"part numbers", TARGET_FACT(FACT_PART)},
    {"parts", TARGET_FACT(FACT_PART)},
    {"conditions", TARGET_FACT(FACT_CONDITION)},
    {"completion", TARGET_FACT(FACT_COMPLETION)},
    {"completion_of_list", TARGET_FACT(FACT_COMPLETION_OF_LIST)},
    {"alert_date", TARGET_DATE},
    {"Report Received Date", TARGET_DATE_US},
    {"Anzahl weltweit", TARGET_AFFECTED_WORLD},
    {"Anzahl", TARGET_AFFECTED_WORLD},
    {"affected", TARGET_AFFECTED_WORLD},
    {"Potentially Affected", TARGET_AFFECTED_WORLD},
    {"Anzahl Deutschland", TARGET_AFFECTED_GERMANY},
    {"affected germany", TARGET_AFFECTED_GERMANY},
    {"affected_world", TARGET_AFFECTED_WORLD},
    {"affected_germany", TARGET_AFFECTED_GERMANY},
    {"Telefon", TARGET_FACT(FACT_PHONE)},
    {"Telefonnummer", TARGET_FACT(FACT_PHONE)},
    {"Hotline", TARGET_FACT(FACT_PHONE)},
    {"phone", TARGET_FACT(FACT_PHONE)},
    {"phones", TARGET_FACT(FACT_PHONE)},
    {"Internet", TARGET_FACT(FACT_URL)},
    {"Adresse", TARGET_FACT(FACT_URL)},
    {"Link", TARGET_FACT(FACT_URL)},
    {"Webseite", TARGET_FACT(FACT_URL)},
    {"url", TARGET_FACT(FACT_URL)},
    {"urls", TARGET_FACT(FACT_URL)},
    {"product_recall_url", TARGET_FACT(FACT_URL)},
    {"Baugruppe", TARGET_COMPONENT},
    {"Bauteil", TARGET_COMPONENT},
    {"component", TARGET_COMPONENT},
    {"Rückrufcode", TARGET_FACT(FACT_CODE)},
    {"Herstellercode", TARGET_FACT(FACT_CODE)},
    {"codes", TARGET_FACT(FACT_CODE)},
    {"Mfr Campaign Number", TARGET_FACT(FACT_CODE)},
    {"product_recall_code", TARGET_FACT(FACT_CODE)},
    {"Fahrgestellnummern", TARGET_FACT(FACT_VEHICLE_NUMBERS)},
    {"vehicle_numbers", TARGET_FACT(FACT_VEHICLE_NUMBERS)},
    {"Do Not Drive Advisory", TARGET_DO_NOT_DRIVE},
    {"Park Outside Advisory", TARGET_PARK_OUTSIDE},
    {"stated", TARGET_STATED},
    {"id", TARGET_NONE}, /* made of the campaign or the text, again */
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

/* The words on the left of --map. */
static const struct reader_column map_keys[] = {
    {"text", TARGET_TEXT},
    {"consequence", TARGET_CONSEQUENCE},
    {"remedy", TARGET_REMEDY},
    {"notes", TARGET_NOTES},
    {"title", TARGET_TITLE},
    {"headline", TARGET_HEADLINE},
    {"campaign", TARGET_CAMPAIGN},
    {"authority", TARGET_AUTHORITY},
    {"make", TARGET_MAKE},
    {"model", TARGET_MODEL},
    {"models", TARGET_MODELS},
    {"years", TARGET_YEARS},
    {"year_from", TARGET_YEAR_FROM},
    {"year_to", TARGET_YEAR_TO},
    {"date", TARGET_DATE},
    {"affected", TARGET_AFFECTED_WORLD},
    {"affected_germany", TARGET_AFFECTED_GERMANY},
    {"phone", TARGET_FACT(FACT_PHONE)},
    {"url", TARGET_FACT(FACT_URL)},
    {"component", TARGET_COMPONENT},
    {"do_not_drive", TARGET_DO_NOT_DRIVE},
    {"park_outside", TARGET_PARK_OUTSIDE},
    {"started", TARGET_FACT(FACT_STARTED)},
    {"ended", TARGET_FACT(FACT_ENDED)},
    {"duration_min", TARGET_FACT(FACT_DURATION)},
    {"cost", TARGET_FACT(FACT_COST)},
    {"categories", TARGET_FACT(FACT_CATEGORY)},
    {"hazards", TARGET_FACT(FACT_HAZARD)},
    {"remedies", TARGET_FACT(FACT_REMEDY)},
    {"markets", TARGET_FACT(FACT_MARKET)},
    {"parts", TARGET_FACT(FACT_PART)},
    {"conditions", TARGET_FACT(FACT_CONDITION)},
    {"completion", TARGET_FACT(FACT_COMPLETION)},
    {"codes", TARGET_FACT(FACT_CODE)},
    {"vehicle_numbers", TARGET_FACT(FACT_VEHICLE_NUMBERS)},
};

enum { MAP_KEY_COUNT = sizeof map_keys / sizeof map_keys[0], MAP_PAIRS = 64 };

const char *reader_map_key(size_t index)
{
    return index < MAP_KEY_COUNT ? map_keys[index].name : NULL;
}

const char *reader_column_name(size_t index)
{
    return index < COLUMN_COUNT ? columns[index].name : NULL;
}

static const char delimiters[] = {',', ';', '\t', '|'};

/* --- The map ------------------------------------------------------------------------------- */

struct map {
    struct reader_column pairs[MAP_PAIRS];
    size_t count;
};

static enum reader_target find_key(const char *key)
{
    for (size_t i = 0; i < MAP_KEY_COUNT; i++)
        if (strcmp(map_keys[i].name, key) == 0)
            return map_keys[i].target;
    return TARGET_NONE;
}

static bool bad_map(const char *map, const char *why, struct error *error)
{
    struct buffer keys = {0};
    for (size_t i = 0; i < MAP_KEY_COUNT; i++)
        buffer_append_format(&keys, "%s%s", i ? ", " : "", map_keys[i].name);
    error_set_texts(error, ERROR_USAGE, map, why, NULL);
    error_set_way_out(error, "write text=COLUMN,make=COLUMN; the keys are: %s", buffer_view(&keys).bytes);
    buffer_free(&keys);
    return false;
}

/* How far a pair goes: to a comma that is not inside quotes. */
static size_t pair_length(const char *pair)
{
    bool is_quoted = false;
    size_t length = 0;
    for (; pair[length] && (is_quoted || pair[length] != ','); length++)
        is_quoted = (pair[length] == '"') != is_quoted;
    return length;
}

/* What is quoted without its quotes. */
static char *copy_name(struct arena *arena, const char *start, size_t length)
{
    struct text_view name = text_trim((struct text_view){start, length});
    if (name.length > 1 && name.bytes[0] == '"' && name.bytes[name.length - 1] == '"')
        name = (struct text_view){name.bytes + 1, name.length - 2};
    return arena_copy(arena, name);
}

/* Takes --map apart; the names live in the arena. */
static bool read_map(const char *text, struct arena *arena, struct map *map, struct error *error)
{
    map->count = 0;
    for (const char *at = text; at && *at;) {
        size_t length = pair_length(at);
        const char *equals = memchr(at, '=', length);
        if (!equals || map->count == MAP_PAIRS)
            return bad_map(text, N_("is no list of KEY=COLUMN"), error);
        size_t key_length = (size_t)(equals - at);
        const char *key = copy_name(arena, at, key_length);
        const char *name = copy_name(arena, equals + 1, length - key_length - 1);
        if (!key || !name)
            return error_set_memory(error, text);
        struct reader_column pair = {name, find_key(key)};
        if (pair.target == TARGET_NONE)
            return bad_map(text, N_("has a key this program does not know"), error);
        map->pairs[map->count++] = pair;
        at += length + (at[length] == ',');
    }
    return true;
}

/* What the user names goes before what the names say. */
static bool bind_map(struct reader *reader, const struct map *map, struct error *error)
{
    for (size_t i = 0; i < map->count; i++)
        reader_table_unbind(reader, map->pairs[i].target);
    for (size_t i = 0; i < map->count; i++) {
        if (reader_table_bind(reader, &map->pairs[i], 1) == 0) {
            error_set(error, ERROR_USAGE, reader->input.path, "has no column %s", map->pairs[i].name);
            return error_set_way_out(error, "name the columns in --map as the file's first line does");
        }
    }
    return true;
}

/* --- The format ---------------------------------------------------------------------------- */

static bool take_line(struct text_view *sample, struct text_view *line)
{
    if (sample->length == 0)
        return false;
    const char *end = memchr(sample->bytes, '\n', sample->length);
    *line = (struct text_view){sample->bytes, end ? (size_t)(end - sample->bytes) : sample->length};
    sample->bytes += line->length + (end ? 1 : 0);
    sample->length -= line->length + (end ? 1 : 0);
    return true;
}

/* Those that stand against the text before them, as prose and the ADAC's lists don't have them. */
static size_t count_delimiters(struct text_view line, char delimiter)
{
    size_t count = 0;
    for (size_t i = 0; i < line.length; i++) {
        bool before_blank = i + 1 < line.length && line.bytes[i + 1] == ' ';
        count += line.bytes[i] == delimiter && !before_blank;
    }
    return count;
}

/* The same number of delimiters in the first lines: a table, though one whose names say nothing. */
static bool is_like_table(struct text_view sample, char delimiter)
{
    enum { LINES = 3, LEAST = 2 };
    struct text_view line;
    size_t first = 0, lines = 0;
    while (sample.length > 0 && (sample.bytes[0] == '\n' || sample.bytes[0] == '\r'))
        sample = (struct text_view){sample.bytes + 1, sample.length - 1};
    for (; lines < LINES && take_line(&sample, &line); lines++) {
        size_t count = count_delimiters(line, delimiter);
        if (lines == 0)
            first = count;
        if (count < LEAST || count != first)
            return false;
    }
    return lines > 1;
}

/* So many known names are no accident; below other lines more of them, since those may be prose. */
static size_t least_names(const struct reader_table_header *place)
{
    return place->line == 1 ? 2 : 3;
}

/* One of the names is a text's. */
static bool recognise(struct text_view sample)
{
    struct reader_table_header place = {0};
    size_t texts = 0;
    while (texts < COLUMN_COUNT && columns[texts].target <= TARGET_NOTES)
        texts++;
    while (reader_table_next_place(sample, &place))
        if (reader_table_sample_count(sample, &place, columns, texts) > 0 &&
            reader_table_sample_count(sample, &place, columns, COLUMN_COUNT) >= least_names(&place))
            return true;
    return false;
}

/* For other names the user is asked for a map. */
static bool recognise_broken(struct text_view sample)
{
    for (size_t i = 0; i < sizeof delimiters; i++)
        if (is_like_table(sample, delimiters[i]))
            return true;
    return false;
}

/* Where most names are known, on the first line that has some. */
static struct reader_table_header find_header(struct text_view sample, const struct map *map)
{
    struct reader_table_header best = {.delimiter = ','}, place = {0};
    size_t most = 0;
    while (reader_table_next_place(sample, &place) && (most == 0 || place.line == best.line)) {
        size_t found = reader_table_sample_count(sample, &place, columns, COLUMN_COUNT) +
                       3 * reader_table_sample_count(sample, &place, map->pairs, map->count);
        if (found <= most || (place.line > 1 && found < least_names(&place)))
            continue;
        most = found;
        best = place;
    }
    return best;
}

static bool require_text(struct reader *reader, struct error *error)
{
    for (int target = TARGET_TITLE; target <= TARGET_NOTES; target++)
        if (reader_table_has(reader, (enum reader_target)target))
            return true;
    error_set(error, ERROR_INPUT, reader->input.path, "has no column that could be a recall's text");
    return error_set_way_out(error, "name it with --map text=COLUMN, or --format adac if it is no table");
}

static bool open_table(struct reader *reader, struct error *error)
{
    struct map map;
    if (!read_map(reader->map, reader->arena, &map, error) ||
        !reader_table_open(reader, find_header(reader_input_view(&reader->input), &map), error))
        return false;
    reader_table_bind(reader, columns, COLUMN_COUNT);
    if (!bind_map(reader, &map, error) || !require_text(reader, error))
        return false;
    reader_table_note_unread(reader);
    return true;
}

static enum reader_result next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error)
{
    struct reader_draft draft;
    enum reader_result result = reader_table_next(reader, &draft, record, reject, error);
    if (result != READER_RECORD)
        return result;
    reader_json_put_stated(&draft, &record->repaired);
    reject->reason = reader_draft_finish(&draft, record);
    return reject->reason ? READER_REJECT : READER_RECORD;
}

const struct reader_format reader_csv = {
    .name = "csv",
    .recognise = recognise,
    .recognise_broken = recognise_broken,
    .open = open_table,
    .next = next,
    .close = reader_table_close,
};
