#include "core/store_write_notes.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index_tokens.h"
#include "core/store_internal.h"
#include "core/text.h"

/* --- Notes that name their recall ---------------------------------------------------------- */

static bool link_note(struct sqlite3 *database, const char *what, int64_t source_id, int64_t note_id,
                      struct error *error)
{
    struct sqlite3_stmt *candidates, *link;
    if (!sql_prepare(database, what,
                     "SELECT DISTINCT e.number FROM stage.entry e JOIN stage.recall r ON r.number = e.number "
                     "WHERE e.source_id = ?1 AND e.unlisted = 0 AND r.part_count > 0 LIMIT 2",
                     &candidates, error))
        return false;
    sqlite3_bind_int64(candidates, 1, source_id);
    int64_t number = -1;
    int count = 0, result;
    while ((result = sqlite3_step(candidates)) == SQLITE_ROW) {
        number = sqlite3_column_int64(candidates, 0);
        count++;
    }
    sqlite3_finalize(candidates);
    if (result != SQLITE_DONE)
        return sql_error(database, what, error);
    if (count != 1)
        return true;
    if (!sql_prepare(database, what, "UPDATE stage.list_note SET number = ?3 WHERE source_id = ?1 AND note_id = ?2",
                     &link, error))
        return false;
    sqlite3_bind_int64(link, 1, source_id);
    sqlite3_bind_int64(link, 2, note_id);
    sqlite3_bind_int64(link, 3, number);
    bool good = sql_execute(link, what, error);
    sqlite3_finalize(link);
    return good;
}

/*
 * „… mit obiger Teilenr. verbaut“ can only mean the recall of its list that names a part number, when
 * there is exactly one. Nothing else in a list tells which note belongs to which recall.
 */
bool store_notes_link(struct sqlite3 *database, const char *what, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_run(database, what,
                 "INSERT INTO stage.list_note SELECT source_id, note_id, min(position), NULL FROM stage.entry "
                 "WHERE note_id IS NOT NULL AND unlisted = 0 GROUP BY source_id, note_id",
                 error) ||
        !sql_prepare(database, what,
                     "SELECT l.source_id, l.note_id, t.body FROM stage.list_note l, note n, text t "
                     "WHERE n.note_id = l.note_id AND t.text_id = n.text_id",
                     &row, error))
        return false;
    struct folded folded = {0};
    bool good = true;
    int result;
    while (good && (result = sqlite3_step(row)) == SQLITE_ROW) {
        if (!text_fold(sql_column_view(row, 2), FOLD_BASE, &folded))
            good = error_set_memory(error, what);
        else if (strstr(folded.text.bytes, "obige") && strstr(folded.text.bytes, "teilen"))
            good = link_note(database, what, sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), error);
    }
    if (good && result != SQLITE_DONE)
        good = sql_error(database, what, error);
    sqlite3_finalize(row);
    folded_free(&folded);
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
