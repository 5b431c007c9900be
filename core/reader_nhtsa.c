/*
 * NHTSA's FLAT_RCL: fields separated by TABs, no header, no quoting. Fields were added at the end over the
 * years, so older files have 22 to 27 of the 29, and newer ones may have more. One row is a campaign with one make,
 * model, model year and component.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/reader_layout.h"

enum { MIN_FIELDS = 22, MAX_FIELDS = 29 };

/* As the authority's description of the file numbers them; the rest is of no use here. */
/* POTAFF counts the cars of one country: neither the world nor Germany, so it is left out. */
static const struct reader_column columns[MAX_FIELDS] = {
    {"RECORD_ID", TARGET_NONE},
    {"CAMPNO", TARGET_CAMPAIGN},
    {"MAKETXT", TARGET_MAKE},
    {"MODELTXT", TARGET_MODEL},
    {"YEARTXT", TARGET_YEARS}, /* 9999: unknown */
    {"MFGCAMPNO", TARGET_FACT(FACT_CODE)},
    {"COMPNAME", TARGET_COMPONENT},
    {"MFGNAME", TARGET_NONE},
    {"BGMAN", TARGET_BUILT_FROM},
    {"ENDMAN", TARGET_BUILT_TO},
    {"RCLTYPECD", TARGET_NONE},
    {"POTAFF", TARGET_NONE},
    {"ODATE", TARGET_DATE_ELSE}, /* when owners were told; often missing */
    {"INFLUENCED_BY", TARGET_NONE},
    {"MFGTXT", TARGET_NONE},
    {"RCDATE", TARGET_DATE}, /* when the authority was told */
    {"DATEA", TARGET_NONE},
    {"RPNO", TARGET_NONE},
    {"FMVSS", TARGET_NONE},
    {"DESC_DEFECT", TARGET_TEXT},
    {"CONEQUENCE_DEFECT", TARGET_CONSEQUENCE}, /* sic */
    {"CORRECTIVE_ACTION", TARGET_REMEDY},
    {"NOTES", TARGET_NOTES},
    {"RCL_CMPT_ID", TARGET_NONE},
    {"MFR_COMP_NAME", TARGET_NONE},
    {"MFR_COMP_DESC", TARGET_NONE},
    {"MFR_COMP_PTNO", TARGET_FACT(FACT_PART)}, /* or that there is none, in many words */
    {"DO_NOT_DRIVE", TARGET_DO_NOT_DRIVE},
    {"PARK_OUTSIDE", TARGET_PARK_OUTSIDE},
};

static bool take_field(struct text_view *line, struct text_view *field)
{
    if (!line->bytes)
        return false;
    const char *tab = memchr(line->bytes, '\t', line->length);
    *field = (struct text_view){line->bytes, tab ? (size_t)(tab - line->bytes) : line->length};
    *line = tab ? (struct text_view){tab + 1, line->length - field->length - 1} : (struct text_view){NULL, 0};
    return true;
}

static size_t count_fields(struct text_view line)
{
    size_t count = 0;
    struct text_view field;
    while (take_field(&line, &field))
        count++;
    return count;
}

static bool all_digits(struct text_view field)
{
    for (size_t i = 0; i < field.length; i++)
        if (field.bytes[i] < '0' || field.bytes[i] > '9')
            return false;
    return field.length > 0;
}

/* The next line that is not empty. */
static bool take_line(struct text_view *sample, struct text_view *line)
{
    size_t length = 0;
    while (sample->length > 0 && (sample->bytes[0] == '\n' || sample->bytes[0] == '\r'))
        *sample = (struct text_view){sample->bytes + 1, sample->length - 1};
    while (length < sample->length && sample->bytes[length] != '\n' && sample->bytes[length] != '\r')
        length++;
    *line = (struct text_view){sample->bytes, length};
    *sample = (struct text_view){sample->bytes + length, sample->length - length};
    return length > 0;
}

/* Enough fields, a number in front, and a campaign's number after it. */
static bool is_row(struct text_view line)
{
    struct text_view number, campaign;
    return count_fields(line) >= MIN_FIELDS && take_field(&line, &number) && take_field(&line, &campaign) &&
           all_digits(number) && campaign.length >= 6 && campaign.length <= 12 &&
           memchr(campaign.bytes, ' ', campaign.length) == NULL;
}

static bool recognise(struct text_view sample)
{
    struct text_view line;
    return take_line(&sample, &line) && is_row(line);
}

enum { FIRST_LINES = 16 };

/* One row among the first lines. */
static bool recognise_broken(struct text_view sample)
{
    struct text_view line;
    for (size_t i = 0; i < FIRST_LINES && take_line(&sample, &line); i++)
        if (is_row(line))
            return true;
    return false;
}

/* How many fields a row may have: where all of the first ones have more than are known, so may the others. */
static size_t find_most_fields(struct text_view sample)
{
    struct text_view line;
    size_t rows = 0, least = SIZE_MAX;
    for (size_t i = 0; i < FIRST_LINES && take_line(&sample, &line); i++) {
        size_t count = is_row(line) ? count_fields(line) : SIZE_MAX;
        rows += count != SIZE_MAX;
        least = count < least ? count : least;
    }
    return rows > 1 && least > MAX_FIELDS ? least : MAX_FIELDS;
}

struct nhtsa {
    size_t most_fields;
};

static bool open_rows(struct reader *reader, struct error *error)
{
    struct nhtsa *nhtsa = reader->state = malloc(sizeof *nhtsa);
    if (!nhtsa)
        return error_set_memory(error, reader->input.path);
    nhtsa->most_fields = find_most_fields(reader_input_view(&reader->input));
    for (size_t i = MAX_FIELDS; i < nhtsa->most_fields; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        reader_note_unread(reader, text_view_of(number));
    }
    return true;
}

static void close_rows(struct reader *reader)
{
    free(reader->state);
    reader->state = NULL;
}

static bool has_digit(struct text_view field)
{
    bool has = false;
    for (size_t i = 0; i < field.length; i++)
        has = has || (field.bytes[i] >= '0' && field.bytes[i] <= '9');
    return has;
}

static const char *read_line(struct reader *reader, struct text_view line, struct raw_record *record)
{
    const struct nhtsa *nhtsa = reader->state;
    struct reader_draft draft;
    size_t count = count_fields(line);
    if (count < MIN_FIELDS)
        return N_("it has fewer than 22 fields");
    if (count > nhtsa->most_fields)
        return nhtsa->most_fields > MAX_FIELDS ? N_("it has more fields than the first rows")
                                               : N_("it has more than 29 fields");
    reader_draft_begin(&draft, reader);
    struct buffer stored = {0};
    struct text_view field;
    for (size_t i = 0; i < MAX_FIELDS && take_field(&line, &field); i++) {
        buffer_clear(&stored);
        record->repaired += reader_input_decode(&reader->input, field, &stored);
        if (columns[i].target != TARGET_FACT(FACT_PART) || has_digit(field))
            reader_draft_put(&draft, columns[i].target, buffer_view(&stored));
    }
    bool failed = stored.failed;
    buffer_free(&stored);
    if (failed)
        reader->text.failed = true;
    const char *reason = reader_draft_finish(&draft, record);
    return reason || record->campaign ? reason : N_("it has no campaign number");
}

static bool is_empty(struct text_view line)
{
    return line.length == 0;
}

static enum reader_result next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error)
{
    struct text_view line;
    size_t length;
    enum reader_result result = reader_next_line(reader, is_empty, &line, &length, record, reject, error);
    if (result == READER_END || result == READER_ERROR)
        return result;
    if (result == READER_RECORD)
        reject->reason = read_line(reader, line, record);
    reader_input_skip(&reader->input, length);
    return reject->reason ? READER_REJECT : READER_RECORD;
}

const struct reader_format reader_nhtsa = {
    .name = "nhtsa",
    .recognise = recognise,
    .recognise_broken = recognise_broken,
    .open = open_rows,
    .next = next,
    .close = close_rows,
};

const struct reader_layout reader_layout_nhtsa = {
    .format = "nhtsa",
    .delimiter = '\t',
    .quoting = QUOTED_NEVER,
    .date = "YMD",
    .is_numbered = true,
    .columns = columns,
    .table_count = MAX_FIELDS,
    .column_count = MAX_FIELDS,
};
