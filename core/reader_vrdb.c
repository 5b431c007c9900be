/*
 * Transport Canada's Vehicle Recalls Database: a table of 15 or 17 quoted columns, cells of several
 * lines, texts in English and French. One row is a campaign with one make, model and model year.
 */

#include "core/reader_table.h"

/* The number of affected cars is of one country: neither the world nor Germany, so it is left out. */
static const struct reader_column columns[] = {
    {"RECALL_NUMBER_NUM", TARGET_CAMPAIGN},
    {"YEAR", TARGET_YEARS},
    {"MANUFACTURER_RECALL_NO_TXT", TARGET_FACT(FACT_CODE)},
    {"CATEGORY_ETXT", TARGET_NONE},
    {"CATEGORY_FTXT", TARGET_NONE},
    {"MAKE_NAME_NM", TARGET_MAKE},
    {"MODEL_NAME_NM", TARGET_MODEL},
    {"UNIT_AFFECTED_NBR", TARGET_NONE},
    {"SYSTEM_TYPE_ETXT", TARGET_COMPONENT},
    {"SYSTEM_TYPE_FTXT", TARGET_NONE},
    {"NOTIFICATION_TYPE_ETXT", TARGET_NONE},
    {"NOTIFICATION_TYPE_FTXT", TARGET_NONE},
    {"COMMENT_ETXT", TARGET_TEXT},
    {"COMMENT_FTXT", TARGET_TEXT},
    {"RECALL_DATE_DTE", TARGET_DATE},
    {"LAST_UPDATE_DATE", TARGET_NONE},
    {"MANUFACTURER_NAME_NM", TARGET_NONE},
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static bool recognise(struct text_view sample)
{
    return reader_table_sample_has(sample, "RECALL_NUMBER_NUM", NULL);
}

const struct reader_format reader_vrdb = {
    .name = "vrdb",
    .recognise = recognise,
    .open = reader_table_open_campaigns,
    .next = reader_table_next_campaign,
    .close = reader_table_close,
    .layout = &reader_layout_vrdb,
};

const struct reader_layout reader_layout_vrdb = {
    .format = "vrdb",
    .delimiter = ',',
    .quoting = QUOTED_ALWAYS,
    .date = "Y-M-D",
    .no_number = N_("it has no RECALL_NUMBER_NUM"),
    .columns = columns,
    .table_count = COLUMN_COUNT,
    .column_count = COLUMN_COUNT,
};
