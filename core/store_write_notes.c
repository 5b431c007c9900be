#include "core/store_write_notes.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index_tokens.h"
#include "core/store_internal.h"
#include "core/store_pack.h"
#include "core/store_stage.h"
#include "core/store_write_finish.h"
#include "core/text.h"

/* --- Notes that name their recall ---------------------------------------------------------- */

const char store_notes_tables[] =
    "CREATE TABLE stage.list_note(source_id INTEGER, note_id INTEGER, position INTEGER, number INTEGER, "
    "PRIMARY KEY(source_id, note_id)) WITHOUT ROWID;"
    "CREATE TABLE stage.list_part(source_id INTEGER, number INTEGER, parts TEXT)";

/* ";12137638477;34116789123;", nothing where there are none. */
static void list_parts(const struct string_list *parts, struct buffer *list)
{
    buffer_clear(list);
    for (size_t i = 0; i < parts->count; i++) {
        buffer_append_string(list, i ? "" : ";");
        index_append_number(list, text_view_of(parts->items[i]));
        buffer_append_byte(list, ';');
    }
}

enum { PART_DIGITS_LEAST = 6, NO_RECALL = -1, SEVERAL_RECALLS = -2 };

/* Looks for the one recall of a list whose part numbers are like a pattern. */
struct linking {
    struct sqlite3 *database;
    const char *what;
    struct sqlite3_stmt *candidates;
    int64_t source_id;
    int64_t number; /* of the recall, or NO_RECALL, SEVERAL_RECALLS */
    struct error *error;
};

static bool find_recall(struct linking *linking, struct text_view pattern)
{
    int result;
    sqlite3_bind_int64(linking->candidates, 1, linking->source_id);
    sql_bind_view(linking->candidates, 2, pattern);
    while ((result = sqlite3_step(linking->candidates)) == SQLITE_ROW) {
        int64_t number = sqlite3_column_int64(linking->candidates, 0);
        linking->number = linking->number == NO_RECALL || linking->number == number ? number : (int64_t)SEVERAL_RECALLS;
    }
    sqlite3_reset(linking->candidates);
    return result == SQLITE_DONE || sql_error(linking->database, linking->what, linking->error);
}

static bool find_recall_of_part(void *context, struct text_view digits)
{
    struct linking *linking = context;
    struct buffer pattern = {0};
    if (digits.length < PART_DIGITS_LEAST)
        return true;
    buffer_append_string(&pattern, "%;");
    index_append_number(&pattern, digits);
    buffer_append_string(&pattern, ";%");
    bool good =
        pattern.failed ? error_set_memory(linking->error, linking->what) : find_recall(linking, buffer_view(&pattern));
    buffer_free(&pattern);
    return good;
}

static bool link_note(struct linking *linking, struct sqlite3_stmt *link, int64_t note_id)
{
    if (linking->number < 0)
        return true;
    sqlite3_bind_int64(link, 1, linking->source_id);
    sqlite3_bind_int64(link, 2, note_id);
    sqlite3_bind_int64(link, 3, linking->number);
    return sql_execute(link, linking->what, linking->error);
}

/*
 * „… mit obiger Teilenr. verbaut“ can only mean the recall of its list that names a part number, and a part number only
 * the recall that names it, when there is exactly one. Nothing else in a list tells which note belongs to which recall.
 */
static bool link_notes(struct linking *linking, struct sqlite3_stmt *row, struct sqlite3_stmt *link)
{
    struct folded folded = {0};
    struct buffer digits = {0};
    bool good = true;
    int result;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        linking->source_id = sqlite3_column_int64(row, 0);
        linking->number = NO_RECALL;
        if (!text_fold(sql_column_view(row, 2), FOLD_BASE, &folded))
            good = error_set_memory(linking->error, linking->what);
        else if (strstr(folded.text.bytes, "obige") && strstr(folded.text.bytes, "teilen"))
            good = find_recall(linking, TEXT_VIEW("%;%"));
        else
            good = index_visit_numbers(buffer_view(&folded.text), 1, &digits, find_recall_of_part, linking) ||
                   (digits.failed && error_set_memory(linking->error, linking->what));
        good = good && link_note(linking, link, sqlite3_column_int64(row, 1));
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(linking->database, linking->what, linking->error);
    folded_free(&folded);
    buffer_free(&digits);
    return good;
}

/* The part numbers of one recall in all sources that list it and have notes. */
static bool put_parts(struct sqlite3_stmt *insert, const struct store_listing *listings, size_t count,
                      struct text_view parts, const char *what, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        bool is_listed = listings[i].source % 2 == 0;
        if (!is_listed || (i > 0 && listings[i].source == listings[i - 1].source))
            continue;
        sqlite3_bind_int64(insert, 1, listings[i].source / 2);
        sqlite3_bind_int64(insert, 2, listings[i].number);
        sql_bind_view(insert, 3, parts);
        if (!sql_execute(insert, what, error))
            return false;
    }
    return true;
}

/* The first listing of the recall, and in *end the one behind its last; they are sorted by number. */
static size_t find_listings(const struct store_listing *listings, size_t count, uint32_t number, size_t *end)
{
    size_t from = store_listings_find(listings, count, number);
    for (*end = from; *end < count && listings[*end].number == number; ++*end)
        ;
    return from;
}

/* Fills stage.list_part from the recalls. */
static bool read_parts(const struct store_publishing *publishing, struct sqlite3_stmt *insert, struct arena *arena,
                       struct error *error)
{
    const char *what = publishing->what;
    struct store_stage *stage = publishing->stage;
    size_t count, to;
    const struct store_listing *listings = store_entries_listings(stage->entries, &count);
    struct buffer bytes = {0}, parts = {0};
    const void *item;
    bool good = sorter_sort(stage->order, error);
    for (uint32_t i = 0; good && (good = sorter_next(stage->order, &item, error)) && item; i++) {
        const struct store_listed *listed = item;
        struct packed_recall packed;
        arena_clear(arena);
        if (i % 1024 == 0 && !publishing->go_on(publishing->context, 0))
            good = error_set(error, ERROR_INTERRUPTED, what, "interrupted");
        good = good && store_recalls_take_in_order(stage->recalls, listed->put_down.place, false, &bytes, error) &&
               (store_unpack(buffer_view(&bytes), arena, &packed) || error_set_memory(error, what));
        if (!good || packed.recall.parts.count == 0)
            continue;
        list_parts(&packed.recall.parts, &parts);
        size_t from = find_listings(listings, count, listed->number, &to);
        good = parts.failed ? error_set_memory(error, what)
                            : put_parts(insert, listings + from, to - from, buffer_view(&parts), what, error);
    }
    buffer_free(&bytes);
    buffer_free(&parts);
    return good;
}

static bool fill_parts(const struct store_publishing *publishing, struct error *error)
{
    struct sqlite3_stmt *insert;
    struct arena *arena = arena_new();
    if (!arena)
        return error_set_memory(error, publishing->what);
    bool good = sql_prepare(publishing->database, publishing->what,
                            "INSERT INTO stage.list_part SELECT ?1, ?2, ?3 "
                            "WHERE EXISTS(SELECT 1 FROM stage.list_note WHERE source_id = ?1)",
                            &insert, error);
    if (good) {
        good = read_parts(publishing, insert, arena, error);
        sqlite3_finalize(insert);
    }
    arena_free(arena);
    return good;
}

static bool has_notes(struct sqlite3 *database, const char *what, bool *has, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(database, what, "SELECT EXISTS(SELECT 1 FROM stage.list_note)", &row, error))
        return false;
    bool good = sqlite3_step(row) == SQLITE_ROW || sql_error(database, what, error);
    *has = good && sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    return good;
}

bool store_notes_link(const struct store_publishing *publishing, struct error *error)
{
    struct sqlite3 *database = publishing->database;
    const char *what = publishing->what;
    struct linking linking = {.database = database, .what = what, .error = error};
    struct sqlite3_stmt *row = NULL, *link = NULL;
    bool has;
    if (!has_notes(database, what, &has, error))
        return false;
    if (!has)
        return true;
    bool good =
        fill_parts(publishing, error) &&
        sql_prepare(database, what,
                    "SELECT l.source_id, l.note_id, t.body FROM stage.list_note l, note n, text t "
                    "WHERE n.note_id = l.note_id AND t.text_id = n.text_id",
                    &row, error) &&
        sql_prepare(database, what, "SELECT number FROM stage.list_part WHERE source_id = ?1 AND parts LIKE ?2 LIMIT 2",
                    &linking.candidates, error) &&
        sql_prepare(database, what, "UPDATE stage.list_note SET number = ?3 WHERE source_id = ?1 AND note_id = ?2",
                    &link, error) &&
        link_notes(&linking, row, link);
    sqlite3_finalize(row);
    sqlite3_finalize(link);
    sqlite3_finalize(linking.candidates);
    return good;
}

/* --- Numbers in notes ---------------------------------------------------------------------- */

/* A list tells few telephone numbers; of one that tells many they would say nothing. */
enum { NUMBERS_MOST = 8, DIGITS_LEAST = 6 };

struct noting {
    struct note_numbers *numbers;
    int64_t source_id, number;
};

static bool add_digits(void *context, struct text_view digits)
{
    struct noting *noting = context;
    struct note_numbers *numbers = noting->numbers;
    struct note_number number = {.source_id = noting->source_id, .number = noting->number};
    size_t same_source = 0;
    if (digits.length < DIGITS_LEAST || digits.length >= sizeof number.digits)
        return true;
    memcpy(number.digits, digits.bytes, digits.length);
    for (size_t i = 0; i < numbers->count; i++)
        same_source += numbers->items[i].source_id == number.source_id;
    if (same_source >= NUMBERS_MOST)
        return true;
    if (!array_reserve(&numbers->items, numbers->count, &numbers->capacity, sizeof *numbers->items))
        return false;
    numbers->items[numbers->count++] = number;
    return true;
}

bool note_numbers_read(struct note_numbers *numbers, struct sqlite3 *database, const char *what, struct error *error)
{
    struct sqlite3_stmt *row;
    struct folded folded = {0};
    struct buffer digits = {0};
    if (!sql_prepare(database, what,
                     "SELECT l.source_id, coalesce(l.number, -1), t.body FROM stage.list_note l, note n, text t "
                     "WHERE n.note_id = l.note_id AND t.text_id = n.text_id ORDER BY l.source_id, l.position",
                     &row, error))
        return false;
    int result;
    bool good = true;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        struct noting noting = {numbers, sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1)};
        good = (text_fold(sql_column_view(row, 2), FOLD_STRICT, &folded) &&
                index_visit_numbers(buffer_view(&folded.text), 1, &digits, add_digits, &noting)) ||
               error_set_memory(error, what);
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(database, what, error);
    sqlite3_finalize(row);
    folded_free(&folded);
    buffer_free(&digits);
    return good;
}

void note_numbers_free(struct note_numbers *numbers)
{
    free(numbers->items);
    *numbers = (struct note_numbers){0};
}
