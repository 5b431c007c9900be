#include "core/store_write_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index_build.h"
#include "core/recall.h"
#include "core/store_internal.h"
#include "core/text.h"

/* The tables that are read side by side, each in order of rank. */
enum walk { WALK_RECALL, WALK_FACT, WALK_VEHICLE, WALK_ENTRY, WALK_COUNT };

static const char *const walk_sql[WALK_COUNT] = {
    [WALK_RECALL] = "SELECT s.rank, s.headline, t.body, s.date, s.make, s.primary_category, s.categories, s.hazards, "
                    "r.campaign, r.authority, r.years_from, r.years_to, r.remedies FROM summary s "
                    "CROSS JOIN recall r ON r.rank = s.rank CROSS JOIN text t ON t.text_id = r.text_id ORDER BY s.rank",
    [WALK_FACT] = "SELECT rank, kind, value FROM fact ORDER BY rank, kind, position",
    [WALK_VEHICLE] = "SELECT rank, make, model, year_from, year_to FROM vehicle ORDER BY rank, position",
    [WALK_ENTRY] = "SELECT e.rank, s.name FROM entry e CROSS JOIN source s ON s.source_id = e.source_id "
                   "WHERE e.rank IS NOT NULL ORDER BY e.rank",
};

struct walking {
    struct sqlite3 *database;
    const char *what;
    struct index_builder *builder;
    struct sqlite3_stmt *rows[WALK_COUNT];
    bool has_row[WALK_COUNT];
    uint32_t rank;
    bool has_vehicles;
    struct error *error;
};

static bool step(struct walking *walking, enum walk which)
{
    int result = sqlite3_step(walking->rows[which]);
    walking->has_row[which] = result == SQLITE_ROW;
    return result == SQLITE_ROW || result == SQLITE_DONE || sql_error(walking->database, walking->what, walking->error);
}

/* Whether the table's current row belongs to the current recall. */
static bool is_here(const struct walking *walking, enum walk which)
{
    return walking->has_row[which] && sqlite3_column_int64(walking->rows[which], 0) == walking->rank;
}

static bool put(struct walking *walking, enum index_section section, struct text_view value)
{
    return index_builder_value(walking->builder, section, value, walking->error);
}

static bool put_name(struct walking *walking, struct text_view name)
{
    struct store_words words = {.names = name};
    return index_builder_words(walking->builder, &words, walking->error);
}

static bool put_number(struct walking *walking, enum index_section section, int number)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%02d", number);
    return put(walking, section, text_view_of(digits));
}

static bool put_bits(struct walking *walking, enum index_section section, uint32_t bits)
{
    for (int i = 0; i < 32; i++)
        if (bits >> i & 1 && !put_number(walking, section, i))
            return false;
    return true;
}

static bool put_years(struct walking *walking, int from, int to)
{
    if (!from && !to)
        return true;
    from = from < INDEX_YEAR_FIRST ? INDEX_YEAR_FIRST : from;
    to = !to || to > INDEX_YEAR_LAST ? INDEX_YEAR_LAST : to;
    for (int year = from; year <= to; year++)
        if (!put_number(walking, INDEX_YEAR, year))
            return false;
    return true;
}

/* --- What each table has of the current recall ----------------------------------------------- */

static bool put_facts(struct walking *walking)
{
    struct sqlite3_stmt *row = walking->rows[WALK_FACT];
    while (is_here(walking, WALK_FACT)) {
        int kind = sqlite3_column_int(row, 1);
        struct text_view value = sql_column_view(row, 2);
        if ((kind == FACT_PART || kind == FACT_MODEL) && !put_name(walking, value))
            return false;
        if ((kind == FACT_PART && !put(walking, INDEX_PART, value)) ||
            (kind == FACT_MODEL && !put(walking, INDEX_MODEL, value)) ||
            (kind == FACT_MARKET && !put(walking, INDEX_MARKET, value)))
            return false;
        if (!step(walking, WALK_FACT))
            return false;
    }
    return true;
}

static bool put_vehicles(struct walking *walking)
{
    struct sqlite3_stmt *row = walking->rows[WALK_VEHICLE];
    walking->has_vehicles = false;
    while (is_here(walking, WALK_VEHICLE)) {
        struct text_view make = sql_column_view(row, 1), model = sql_column_view(row, 2);
        walking->has_vehicles = true;
        if (!put_name(walking, make) || !put(walking, INDEX_MAKE, make) || !put(walking, INDEX_MODEL, model) ||
            !put_years(walking, sqlite3_column_int(row, 3), sqlite3_column_int(row, 4)) || !step(walking, WALK_VEHICLE))
            return false;
    }
    return true;
}

static bool put_sources(struct walking *walking)
{
    while (is_here(walking, WALK_ENTRY))
        if (!put(walking, INDEX_SOURCE, sql_column_view(walking->rows[WALK_ENTRY], 1)) || !step(walking, WALK_ENTRY))
            return false;
    return true;
}

static bool put_recall(struct walking *walking)
{
    struct sqlite3_stmt *row = walking->rows[WALK_RECALL];
    struct store_words words = {.headline = sql_column_view(row, 1), .text = sql_column_view(row, 2)};
    struct text_view make = sql_column_view(row, 4), campaign = sql_column_view(row, 8);
    walking->rank = (uint32_t)sqlite3_column_int64(row, 0);
    return index_builder_begin(walking->builder, walking->rank, walking->error) &&
           index_builder_words(walking->builder, &words, walking->error) && put_name(walking, make) &&
           put_name(walking, campaign) && put(walking, INDEX_DATE, sql_column_view(row, 3)) &&
           put(walking, INDEX_MAKE, make) && put(walking, INDEX_CAMPAIGN, campaign) &&
           put(walking, INDEX_AUTHORITY, sql_column_view(row, 9)) &&
           put_number(walking, INDEX_PRIMARY, sqlite3_column_int(row, 5)) &&
           put_bits(walking, INDEX_CATEGORY, (uint32_t)sqlite3_column_int64(row, 6)) &&
           put_bits(walking, INDEX_HAZARD, (uint32_t)sqlite3_column_int64(row, 7)) &&
           put_bits(walking, INDEX_REMEDY, (uint32_t)sqlite3_column_int64(row, 12)) && put_facts(walking) &&
           put_vehicles(walking) && put_sources(walking) &&
           (walking->has_vehicles || put_years(walking, sqlite3_column_int(row, 10), sqlite3_column_int(row, 11)));
}

/* --- Orders -------------------------------------------------------------------------------- */

/* By DIN 5007-1 an umlaut is sorted as its base letter; what has no name comes last. */
static void sort_key(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct folded *folded = sqlite3_user_data(context);
    (void)count;
    const char *string = (const char *)sqlite3_value_text(values[0]);
    if (!string)
        sqlite3_result_text(context, "\x7f", 1, SQLITE_STATIC);
    else if (!text_fold(text_view_of(string), FOLD_BASE, folded))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, folded->text.bytes ? folded->text.bytes : "", (int)folded->text.length,
                            SQLITE_TRANSIENT);
}

static const char *const orders[INDEX_ORDER_COUNT] = {
    [INDEX_BY_MAKE] = "SELECT rank FROM summary ORDER BY sort_key(make), rank",
    [INDEX_BY_HEADLINE] = "SELECT rank FROM summary ORDER BY sort_key(headline), rank",
};

/* --- The walk ------------------------------------------------------------------------------ */

static bool walk(struct walking *walking)
{
    for (size_t i = 0; i < WALK_COUNT; i++)
        if (!sql_prepare(walking->database, walking->what, walk_sql[i], &walking->rows[i], walking->error) ||
            !step(walking, (enum walk)i))
            return false;
    while (walking->has_row[WALK_RECALL])
        if (!put_recall(walking) || !step(walking, WALK_RECALL))
            return false;
    return true;
}

static bool count_recalls(struct walking *walking, uint32_t *count)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(walking->database, walking->what, "SELECT coalesce(max(rank) + 1, 0) FROM summary", &row,
                     walking->error))
        return false;
    bool good = sqlite3_step(row) == SQLITE_ROW || sql_error(walking->database, walking->what, walking->error);
    *count = good ? (uint32_t)sqlite3_column_int64(row, 0) : 0;
    sqlite3_finalize(row);
    return good;
}

bool store_write_index(struct sqlite3 *database, const char *what, const char *content_checksum, struct error *error)
{
    struct walking walking = {.database = database, .what = what, .error = error};
    struct folded folded = {0};
    uint32_t count;
    /* Texts are read in another order than they were written in: without copies of their pages. */
    bool good = sql_run(database, what, "PRAGMA main.mmap_size=2147418112", error) && count_recalls(&walking, &count) &&
                index_builder_new(what, count, &walking.builder, error) && walk(&walking);
    for (size_t i = 0; i < WALK_COUNT; i++)
        sqlite3_finalize(walking.rows[i]);
    if (good && sqlite3_create_function_v2(database, "sort_key", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, &folded,
                                           sort_key, NULL, NULL, NULL) != SQLITE_OK)
        good = sql_error(database, what, error);
    good = good && index_builder_finish(walking.builder, database, content_checksum, orders, error);
    sqlite3_create_function_v2(database, "sort_key", 1, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
    index_builder_free(walking.builder);
    folded_free(&folded);
    return good;
}
