#include "core/store_write_finish.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "core/store_internal.h"
#include "core/store_schema.h"
#include "core/store_write_index.h"
#include "core/text.h"

static const char stage_tables[] =
    "CREATE TABLE stage.text_key(hash BLOB PRIMARY KEY, text_id INTEGER) WITHOUT ROWID;"
    "CREATE TABLE stage.note_key(identity BLOB PRIMARY KEY, note_id INTEGER) WITHOUT ROWID;"
    "CREATE TABLE stage.summary(number INTEGER PRIMARY KEY, id, date, headline, make, primary_category, "
    "categories, hazards, advisories, added, checksum);"
    "CREATE TABLE stage.recall(number INTEGER PRIMARY KEY, identity, text_id, campaign, authority, years_from, "
    "years_to, started, ended, duration_from, duration_to, cost, remedies, affected_world, "
    "affected_germany, checksum);"
    "CREATE TABLE stage.fact(number INTEGER, kind INTEGER, position INTEGER, value, "
    "PRIMARY KEY(number, kind, position)) WITHOUT ROWID;"
    "CREATE TABLE stage.evidence(number INTEGER, position INTEGER, kind, value, start_bytes, length_bytes, "
    "PRIMARY KEY(number, position)) WITHOUT ROWID;"
    "CREATE TABLE stage.given(number INTEGER PRIMARY KEY, title, date, years_from, years_to, affected_world, "
    "affected_germany, phone, url, component, advisories);"
    "CREATE TABLE stage.vehicle(number INTEGER, position INTEGER, make, model, year_from, year_to, "
    "PRIMARY KEY(number, position)) WITHOUT ROWID;"
    "CREATE TABLE stage.entry(source_id INTEGER, unlisted INTEGER, position INTEGER, number INTEGER, note_id, "
    "text_id, before, after, raw, PRIMARY KEY(source_id, unlisted, position)) WITHOUT ROWID;"
    "CREATE INDEX stage.entry_number ON entry(number, source_id);"
    "CREATE TABLE stage.place(rank INTEGER PRIMARY KEY, number INTEGER);"
    "CREATE TABLE stage.rank_of(number INTEGER PRIMARY KEY, rank INTEGER)";

/*
 * CROSS JOIN keeps SQLite to the order written: along the ranks, looking up each number. So every published
 * table is filled at its end.
 */
static const char *const publish_steps[] = {
    "INSERT INTO stage.place SELECT row_number() OVER (ORDER BY date IS NULL, date DESC, id) - 1, number "
    "FROM stage.summary",
    "INSERT INTO stage.rank_of SELECT number, rank FROM stage.place ORDER BY number",
    "INSERT INTO main.summary SELECT p.rank, id, date, headline, make, primary_category, categories, hazards, "
    "advisories, added, checksum FROM stage.place p CROSS JOIN stage.summary s ON s.number = p.number "
    "ORDER BY p.rank",
    "INSERT INTO main.recall SELECT p.rank, identity, text_id, campaign, authority, years_from, years_to, "
    "started, ended, duration_from, duration_to, cost, remedies, affected_world, affected_germany, "
    "checksum FROM stage.place p CROSS JOIN stage.recall r ON r.number = p.number ORDER BY p.rank",
    "INSERT INTO main.fact SELECT p.rank, kind, position, value FROM stage.place p "
    "CROSS JOIN stage.fact f ON f.number = p.number ORDER BY p.rank, kind, position",
    "INSERT INTO main.evidence SELECT p.rank, position, kind, value, start_bytes, length_bytes "
    "FROM stage.place p CROSS JOIN stage.evidence e ON e.number = p.number ORDER BY p.rank, position",
    "INSERT INTO main.given SELECT p.rank, title, date, years_from, years_to, affected_world, "
    "affected_germany, phone, url, component, advisories FROM stage.place p "
    "CROSS JOIN stage.given g ON g.number = p.number ORDER BY p.rank",
    "INSERT INTO main.vehicle SELECT p.rank, position, make, model, year_from, year_to FROM stage.place p "
    "CROSS JOIN stage.vehicle v ON v.number = p.number ORDER BY p.rank, position",
    "INSERT INTO main.entry SELECT e.source_id, e.unlisted, e.position, p.rank, e.note_id, e.text_id, "
    "e.before, e.after, e.raw FROM stage.entry e LEFT JOIN stage.rank_of p ON p.number = e.number "
    "ORDER BY e.source_id, e.unlisted, e.position",
    "INSERT INTO main.list_note SELECT source_id, note_id, min(position), NULL FROM main.entry "
    "WHERE note_id IS NOT NULL AND unlisted = 0 GROUP BY source_id, note_id",
};

bool store_stage_create(struct sqlite3 *database, const char *what, struct error *error)
{
    return sql_run(database, what, stage_tables, error);
}

/* --- Notes that name their recall ---------------------------------------------------------- */

static bool link_note(struct sqlite3 *database, const char *what, int64_t source_id, int64_t note_id,
                      struct error *error)
{
    struct sqlite3_stmt *candidates, *link;
    if (!sql_prepare(database, what,
                     "SELECT DISTINCT e.rank FROM entry e JOIN fact f ON f.rank = e.rank AND f.kind = ?2 "
                     "WHERE e.source_id = ?1 AND e.unlisted = 0 LIMIT 2",
                     &candidates, error))
        return false;
    sqlite3_bind_int64(candidates, 1, source_id);
    sqlite3_bind_int(candidates, 2, FACT_PART);
    int64_t rank = -1;
    int count = 0, result;
    while ((result = sqlite3_step(candidates)) == SQLITE_ROW) {
        rank = sqlite3_column_int64(candidates, 0);
        count++;
    }
    sqlite3_finalize(candidates);
    if (result != SQLITE_DONE)
        return sql_error(database, what, error);
    if (count != 1)
        return true;
    if (!sql_prepare(database, what, "UPDATE list_note SET rank = ?3 WHERE source_id = ?1 AND note_id = ?2", &link,
                     error))
        return false;
    sqlite3_bind_int64(link, 1, source_id);
    sqlite3_bind_int64(link, 2, note_id);
    sqlite3_bind_int64(link, 3, rank);
    bool good = sql_execute(link, what, error);
    sqlite3_finalize(link);
    return good;
}

/*
 * „… mit obiger Teilenr. verbaut“ can only mean the recall of its list that names a part number, when
 * there is exactly one. Nothing else in a list tells which note belongs to which recall.
 */
static bool link_notes(struct sqlite3 *database, const char *what, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(database, what,
                     "SELECT l.source_id, l.note_id, t.body FROM list_note l, note n, text t "
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

/* --- Description --------------------------------------------------------------------------- */

static bool content_checksum(struct sqlite3 *database, const char *what, char checksum[STORE_CHECKSUM_BYTES + 1],
                             struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(database, what,
                     "SELECT s.id, r.checksum FROM main.summary s CROSS JOIN main.recall r ON r.rank = s.rank "
                     "ORDER BY s.rank",
                     &row, error))
        return false;
    struct hash_state state;
    store_content_checksum_begin(&state);
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW)
        store_content_checksum_add(&state, (const char *)sqlite3_column_text(row, 0),
                                   (uint64_t)sqlite3_column_int64(row, 1));
    store_content_checksum_end(&state, checksum);
    sqlite3_finalize(row);
    return result == SQLITE_DONE || sql_error(database, what, error);
}

static bool write_meta(struct sqlite3 *database, const char *what, uint64_t rules_fingerprint, const char *built,
                       const char *checksum, struct error *error)
{
    char sql[640];
    snprintf(sql, sizeof sql,
             "INSERT INTO meta SELECT 'recalls', CAST(count(*) AS TEXT) FROM main.summary;"
             "INSERT INTO meta SELECT 'notes', CAST(count(*) AS TEXT) FROM main.note;"
             "INSERT INTO meta SELECT 'added', CAST(coalesce(max(added), 0) AS TEXT) FROM main.summary;"
             "INSERT INTO meta SELECT 'sources', CAST(count(*) AS TEXT) FROM main.source;"
             "INSERT INTO meta VALUES('built', '%.40s'), ('checksum', '%s'), ('rules', '%016" PRIx64 "')",
             built, checksum, rules_fingerprint);
    return sql_run(database, what, sql, error);
}

bool store_stage_publish(struct sqlite3 *database, const char *what, uint64_t rules_fingerprint, const char *built,
                         struct error *error)
{
    for (size_t i = 0; i < sizeof publish_steps / sizeof publish_steps[0]; i++)
        if (!sql_run(database, what, publish_steps[i], error))
            return false;
    if (!link_notes(database, what, error))
        return false;
    for (const char *const *sql = store_schema_indexes; *sql; sql++)
        if (!sql_run(database, what, *sql, error))
            return false;
    char checksum[STORE_CHECKSUM_BYTES + 1];
    return content_checksum(database, what, checksum, error) &&
           write_meta(database, what, rules_fingerprint, built, checksum, error) &&
           store_write_index(database, what, checksum, error) && sql_run(database, what, "COMMIT", error);
}
