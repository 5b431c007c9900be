/*
 * The recalls of the British DVSA: a table of 14 columns in Windows-1252. One row is a campaign
 * with one model and one range of vehicle numbers or days of production; the vehicle numbers are
 * often prose and are kept as they are.
 */

#include "core/reader_table.h"

/* The number of affected cars is of one country: neither the world nor Germany, so it is left out. */
static const struct reader_column columns[] = {
    {"Launch Date", TARGET_DATE},
    {"Recalls Number", TARGET_CAMPAIGN},
    {"Make", TARGET_MAKE},
    {"Recalls Model Information", TARGET_MODEL_ELSE},
    {"Concern", TARGET_TITLE},
    {"Defect", TARGET_TEXT},
    {"Remedy", TARGET_REMEDY},
    {"Vehicle Numbers", TARGET_NONE},
    {"Manufacturer Ref", TARGET_FACT(FACT_CODE)},
    {"Model", TARGET_MODEL},
    {"VIN Start", TARGET_NUMBER_FROM},
    {"VIN End", TARGET_NUMBER_TO},
    {"Build Start", TARGET_BUILT_FROM},
    {"Build End", TARGET_BUILT_TO},
    {"Recall Number", TARGET_CAMPAIGN},
    {"Model(s)", TARGET_MODEL},
};

enum { TABLE_COUNT = 14, COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static bool recognise(struct text_view sample)
{
    return reader_table_sample_has(sample, "Launch Date", NULL) &&
           (reader_table_sample_has(sample, "Recalls Number", NULL) ||
            reader_table_sample_has(sample, "Recall Number", NULL));
}

const struct reader_format reader_dvsa = {
    .name = "dvsa",
    .recognise = recognise,
    .open = reader_table_open_campaigns,
    .next = reader_table_next_campaign,
    .close = reader_table_close,
    .layout = &reader_layout_dvsa,
};

const struct reader_layout reader_layout_dvsa = {
    .format = "dvsa",
    .delimiter = ',',
    .quoting = QUOTED_WHERE_NEEDED,
    .date = "D/M/Y",
    .no_number = N_("it has no Recalls Number"),
    .columns = columns,
    .table_count = TABLE_COUNT,
    .column_count = COLUMN_COUNT,
};
