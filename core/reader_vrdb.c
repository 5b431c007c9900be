/*
 * Transport Canada's Vehicle Recalls Database: a table of 15 or 17 quoted columns, cells of several
 * lines, texts in English and French. One row is a campaign with one make, model and model year.
 */

#include "core/reader_table.h"

/* The number of affected cars is of one country: neither the world nor Germany, so it is left out. */
static const struct reader_column columns[] = {
    {"MANUFACTURER_RECALL_NO_TXT", TARGET_FACT(FACT_CODE)},
    {"RECALL_NUMBER_NUM", TARGET_CAMPAIGN},
    {"YEAR", TARGET_YEARS},
    {"MAKE_NAME_NM", TARGET_MAKE},
    {"MODEL_NAME_NM", TARGET_MODEL},
    {"SYSTEM_TYPE_ETXT", TARGET_COMPONENT},
    {"COMMENT_ETXT", TARGET_TEXT},
    {"COMMENT_FTXT", TARGET_TEXT},
    {"RECALL_DATE_DTE", TARGET_DATE},
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static bool recognise(struct text_view sample)
{
    return reader_table_sample_has(sample, "RECALL_NUMBER_NUM");
}

static bool open_table(struct reader *reader, struct error *error)
{
    return reader_table_open_campaigns(reader, ',', columns, COLUMN_COUNT, "RECALL_NUMBER_NUM", error);
}

static enum reader_result next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error)
{
    struct reader_draft draft;
    return reader_table_next_campaign(reader, N_("it has no RECALL_NUMBER_NUM"), &draft, record, reject, error);
}

const struct reader_format reader_vrdb = {
    .name = "vrdb",
    .recognise = recognise,
    .open = open_table,
    .next = next,
    .close = reader_table_close,
};
