#include "core/store_write_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index_build.h"
#include "core/index_tokens.h"
#include "core/recall.h"
#include "core/same_action.h"
#include "core/store_internal.h"
#include "core/text.h"

/* The tables that are read side by side, each in order of rank. */
enum walk { WALK_RECALL, WALK_FACT, WALK_VEHICLE, WALK_ENTRY, WALK_COUNT };

static const char *const walk_sql[WALK_COUNT] = {
    [WALK_RECALL] = "SELECT s.rank, s.headline, t.body, s.date, s.make, s.primary_category, s.categories, s.hazards, "
                    "r.campaign, r.authority, r.years_from, r.years_to, r.remedies, s.added FROM summary s "
                    "CROSS JOIN recall r ON r.rank = s.rank CROSS JOIN text t ON t.text_id = r.text_id ORDER BY s.rank",
    [WALK_FACT] = "SELECT rank, kind, value FROM fact ORDER BY rank, kind, position",
    [WALK_VEHICLE] = "SELECT rank, make, model, year_from, year_to FROM vehicle ORDER BY rank, position",
    [WALK_ENTRY] = "SELECT e.rank, s.name, e.source_id, e.unlisted FROM entry e "
                   "CROSS JOIN source s ON s.source_id = e.source_id WHERE e.rank IS NOT NULL ORDER BY e.rank",
};

/*
 * A number that stands in a note of a list: what is shown with every recall of the list must find it. A list tells few
 * telephone numbers; of one that tells many they would say nothing.
 */
enum { NOTE_NUMBERS_MOST = 8, NOTE_NUMBER_DIGITS = 6 };
struct note_number {
    int64_t source_id;
    int64_t rank; /* of the only recall that the note belongs to; -1: of all */
    char digits[32];
};

struct walking {
    struct sqlite3 *database;
    const char *what;
    struct index_builder *builder;
    struct sqlite3_stmt *rows[WALK_COUNT];
    bool has_row[WALK_COUNT];
    struct sqlite3_stmt *insert_names;
    struct buffer names; /* of the current recall */
    struct same_actions actions;
    uint32_t rank;
    bool has_vehicles;
    struct note_number *note_numbers;
    size_t note_number_count, note_number_capacity;
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

/* The first name is the campaign, empty or not; the others follow where there are any. */
static bool put_name(struct walking *walking, struct text_view name)
{
    struct store_words words = {.names = name};
    if (name.length == 0)
        return true;
    buffer_append_string(&walking->names, ";\n");
    buffer_append_view(&walking->names, name);
    return index_builder_words(walking->builder, &words, walking->error);
}

static bool put_campaign(struct walking *walking, struct text_view campaign)
{
    struct store_words words = {.names = campaign};
    buffer_append_view(&walking->names, campaign);
    return index_builder_words(walking->builder, &words, walking->error) && put(walking, INDEX_CAMPAIGN, campaign);
}

/* For those who look without the index. */
static bool put_names(struct walking *walking)
{
    if (walking->names.failed)
        return error_set_memory(walking->error, walking->what);
    struct text_view names = walking->names.length > 0 ? buffer_view(&walking->names) : text_view_of("");
    sqlite3_bind_int64(walking->insert_names, 1, walking->rank);
    sql_bind_view(walking->insert_names, 2, names);
    sqlite3_bind_int64(walking->insert_names, 3, (int64_t)store_text_checksum(names));
    bool good = sql_execute(walking->insert_names, walking->what, walking->error);
    buffer_clear(&walking->names);
    return good;
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

static bool put_added(struct walking *walking, int64_t seconds)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)seconds);
    return put(walking, INDEX_ADDED, text_view_of(digits));
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

static bool put_note_numbers(struct walking *walking, int64_t source_id)
{
    for (size_t i = 0; i < walking->note_number_count; i++) {
        const struct note_number *number = &walking->note_numbers[i];
        bool belongs = number->source_id == source_id && (number->rank < 0 || number->rank == walking->rank);
        if (belongs && !put_name(walking, text_view_of(number->digits)))
            return false;
    }
    return true;
}

static bool put_sources(struct walking *walking)
{
    struct sqlite3_stmt *row = walking->rows[WALK_ENTRY];
    while (is_here(walking, WALK_ENTRY)) {
        bool is_listed = sqlite3_column_int(row, 3) == 0;
        if (!put(walking, INDEX_SOURCE, sql_column_view(row, 1)) ||
            (is_listed && !put_note_numbers(walking, sqlite3_column_int64(row, 2))) || !step(walking, WALK_ENTRY))
            return false;
    }
    return true;
}

/* When all names are there. */
static bool put_action(struct walking *walking)
{
    struct sqlite3_stmt *row = walking->rows[WALK_RECALL];
    return same_actions_add(&walking->actions, walking->rank, sql_column_view(row, 9), sql_column_view(row, 2),
                            buffer_view(&walking->names), sql_column_view(row, 3)) ||
           error_set_memory(walking->error, walking->what);
}

static bool put_recall(struct walking *walking)
{
    struct sqlite3_stmt *row = walking->rows[WALK_RECALL];
    struct store_words words = {.headline = sql_column_view(row, 1), .text = sql_column_view(row, 2)};
    struct text_view make = sql_column_view(row, 4), campaign = sql_column_view(row, 8);
    walking->rank = (uint32_t)sqlite3_column_int64(row, 0);
    return index_builder_begin(walking->builder, walking->rank, walking->error) &&
           index_builder_words(walking->builder, &words, walking->error) && put_campaign(walking, campaign) &&
           put_name(walking, make) && put(walking, INDEX_DATE, sql_column_view(row, 3)) &&
           put_added(walking, sqlite3_column_int64(row, 13)) && put(walking, INDEX_MAKE, make) &&
           put(walking, INDEX_AUTHORITY, sql_column_view(row, 9)) &&
           put_number(walking, INDEX_PRIMARY, sqlite3_column_int(row, 5)) &&
           put_bits(walking, INDEX_CATEGORY, (uint32_t)sqlite3_column_int64(row, 6)) &&
           put_bits(walking, INDEX_HAZARD, (uint32_t)sqlite3_column_int64(row, 7)) &&
           put_bits(walking, INDEX_REMEDY, (uint32_t)sqlite3_column_int64(row, 12)) && put_facts(walking) &&
           put_vehicles(walking) && put_sources(walking) && put_action(walking) && put_names(walking) &&
           (walking->has_vehicles || put_years(walking, sqlite3_column_int(row, 10), sqlite3_column_int(row, 11)));
}

/* --- Numbers in notes ---------------------------------------------------------------------- */

struct noting {
    struct walking *walking;
    int64_t source_id, rank;
    bool failed;
};

static bool note_number(void *context, struct text_view digits)
{
    struct noting *noting = context;
    struct walking *walking = noting->walking;
    struct note_number number = {.source_id = noting->source_id, .rank = noting->rank};
    size_t same_source = 0;
    if (digits.length < NOTE_NUMBER_DIGITS || digits.length >= sizeof number.digits)
        return true;
    memcpy(number.digits, digits.bytes, digits.length);
    for (size_t i = 0; i < walking->note_number_count; i++)
        same_source += walking->note_numbers[i].source_id == number.source_id;
    if (same_source >= NOTE_NUMBERS_MOST)
        return true;
    if (!array_reserve(&walking->note_numbers, walking->note_number_count, &walking->note_number_capacity,
                       sizeof *walking->note_numbers)) {
        noting->failed = true;
        return false;
    }
    walking->note_numbers[walking->note_number_count++] = number;
    return true;
}

static bool read_note_numbers(struct walking *walking)
{
    struct sqlite3_stmt *row;
    struct folded folded = {0};
    struct buffer digits = {0};
    if (!sql_prepare(walking->database, walking->what,
                     "SELECT l.source_id, coalesce(l.rank, -1), t.body FROM list_note l, note n, text t "
                     "WHERE n.note_id = l.note_id AND t.text_id = n.text_id ORDER BY l.source_id, l.position",
                     &row, walking->error))
        return false;
    int result;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        struct noting noting = {walking, sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), false};
        good = text_fold(sql_column_view(row, 2), FOLD_STRICT, &folded) &&
               index_visit_numbers(buffer_view(&folded.text), 1, &digits, note_number, &noting) && !noting.failed;
        if (!good)
            error_set_memory(walking->error, walking->what);
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(walking->database, walking->what, walking->error);
    sqlite3_finalize(row);
    folded_free(&folded);
    buffer_free(&digits);
    return good;
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
    if (!sql_prepare(walking->database, walking->what, "INSERT INTO name VALUES(?1, ?2, ?3)", &walking->insert_names,
                     walking->error))
        return false;
    for (size_t i = 0; i < WALK_COUNT; i++)
        if (!sql_prepare(walking->database, walking->what, walk_sql[i], &walking->rows[i], walking->error) ||
            !step(walking, (enum walk)i))
            return false;
    if (!read_note_numbers(walking))
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

static bool finish(struct walking *walking, uint32_t count, const char *content_checksum)
{
    struct folded folded = {0};
    uint32_t *rings = same_actions_rings(&walking->actions, count);
    bool good = rings != NULL || error_set_memory(walking->error, walking->what);
    same_actions_free(&walking->actions);
    if (good && sqlite3_create_function_v2(walking->database, "sort_key", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                           &folded, sort_key, NULL, NULL, NULL) != SQLITE_OK)
        good = sql_error(walking->database, walking->what, walking->error);
    good = good &&
           index_builder_finish(walking->builder, walking->database, content_checksum, orders, rings, walking->error);
    sqlite3_create_function_v2(walking->database, "sort_key", 1, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
    folded_free(&folded);
    free(rings);
    return good;
}

bool store_write_index(struct sqlite3 *database, const char *what, const char *content_checksum, struct error *error)
{
    struct walking walking = {.database = database, .what = what, .error = error};
    uint32_t count;
    bool good =
        count_recalls(&walking, &count) && index_builder_new(what, count, &walking.builder, error) && walk(&walking);
    for (size_t i = 0; i < WALK_COUNT; i++)
        sqlite3_finalize(walking.rows[i]);
    sqlite3_finalize(walking.insert_names);
    buffer_free(&walking.names);
    free(walking.note_numbers);
    good = good && finish(&walking, count, content_checksum);
    same_actions_free(&walking.actions);
    index_builder_free(walking.builder);
    return good;
}
