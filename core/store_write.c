#include "core/store_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/store_pack.h"
#include "core/store_schema.h"
#include "core/store_write_finish.h"
#include "core/store_write_notes.h"

enum writer_statement {
    WRITE_TEXT_FIND,
    WRITE_TEXT_KEY,
    WRITE_TEXT,
    WRITE_RECALL,
    WRITE_NOTE_FIND,
    WRITE_NOTE_KEY,
    WRITE_NOTE,
    WRITE_SOURCE,
    WRITE_ENTRY,
    WRITE_LISTED,
    WRITE_COUNT
};

static const char *const writer_sql[WRITE_COUNT] = {
    [WRITE_TEXT_FIND] = "SELECT text_id FROM stage.text_key WHERE hash = ?1",
    [WRITE_TEXT_KEY] = "INSERT INTO stage.text_key VALUES(?1, ?2)",
    [WRITE_TEXT] = "INSERT INTO main.text(text_id, body, checksum) VALUES(?1, ?2, ?3)",
    [WRITE_RECALL] = "INSERT INTO stage.recall VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [WRITE_NOTE_FIND] = "SELECT note_id FROM stage.note_key WHERE identity = ?1",
    [WRITE_NOTE_KEY] = "INSERT INTO stage.note_key VALUES(?1, ?2)",
    [WRITE_NOTE] = "INSERT INTO main.note VALUES(?1, ?2)",
    [WRITE_SOURCE] = "INSERT INTO main.source VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [WRITE_ENTRY] = "INSERT INTO stage.entry VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [WRITE_LISTED] = "SELECT 1 FROM stage.entry WHERE number = ?1 AND source_id = ?2 AND unlisted = 0",
};

struct store_writer {
    struct sqlite3 *database;
    struct sqlite3_stmt *statements[WRITE_COUNT];
    const char *what;
    int64_t recall_count;
    int64_t text_count;
    int64_t note_count;
    struct buffer scratch, parts;
    /* The recalls of which the first five bytes of the identity are the same: only among them two
       could get the same id. */
    unsigned char prefix[5];
    char (*taken)[STORE_ID_BYTES + 1];
    size_t taken_count;
    size_t taken_capacity;
};

/* --- Opening ------------------------------------------------------------------------------- */

static bool create_tables(struct store_writer *writer, struct error *error)
{
    for (const char *const *sql = store_schema_tables; *sql; sql++)
        if (!sql_run(writer->database, writer->what, *sql, error))
            return false;
    return store_stage_create(writer->database, writer->what, error);
}

/* Nothing here has to survive a crash: the file is good only after its rename. */
static bool open_files(struct store_writer *writer, const char *new_path, const char *stage_path, struct error *error)
{
    if (sqlite3_open_v2(new_path, &writer->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return sql_error(writer->database, writer->what, error);
    struct sqlite3_stmt *attach;
    char pragmas[240];
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA page_size=%d; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF;"
             "PRAGMA synchronous=OFF; PRAGMA cache_size=-32768; PRAGMA application_id=%d; PRAGMA user_version=%d",
             STORE_PAGE_BYTES, STORE_APPLICATION_ID, STORE_SCHEMA_VERSION);
    if (!sql_run(writer->database, writer->what, pragmas, error) ||
        !sql_prepare(writer->database, writer->what, "ATTACH ?1 AS stage", &attach, error))
        return false;
    sql_bind_string(attach, 1, stage_path);
    bool attached = sql_execute(attach, writer->what, error);
    sqlite3_finalize(attach);
    return attached && sql_run(writer->database, writer->what,
                               "PRAGMA stage.journal_mode=OFF; PRAGMA stage.synchronous=OFF;"
                               "PRAGMA stage.cache_size=-32768; BEGIN",
                               error);
}

bool store_writer_open(const char *new_path, const char *stage_path, struct store_writer **result, struct error *error)
{
    *result = NULL;
    struct store_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return error_set_memory(error, new_path);
    writer->what = new_path;
    if (!open_files(writer, new_path, stage_path, error) || !create_tables(writer, error)) {
        store_writer_close(writer);
        return false;
    }
    for (size_t i = 0; i < WRITE_COUNT; i++) {
        if (!sql_prepare(writer->database, writer->what, writer_sql[i], &writer->statements[i], error)) {
            store_writer_close(writer);
            return false;
        }
    }
    *result = writer;
    return true;
}

void store_writer_close(struct store_writer *writer)
{
    if (!writer)
        return;
    for (size_t i = 0; i < WRITE_COUNT; i++)
        sqlite3_finalize(writer->statements[i]);
    sqlite3_close(writer->database);
    buffer_free(&writer->scratch);
    buffer_free(&writer->parts);
    free(writer->taken);
    free(writer);
}

struct sqlite3 *store_writer_database(const struct store_writer *writer)
{
    return writer->database;
}

/* --- Rows ---------------------------------------------------------------------------------- */

static bool run(struct store_writer *writer, enum writer_statement which, struct error *error)
{
    return sql_execute(writer->statements[which], writer->what, error);
}

/* The number that a key has been given, or a new one counted up in *count. */
static bool find_or_number(struct store_writer *writer, enum writer_statement find, enum writer_statement insert,
                           const unsigned char *key, int64_t *count, int64_t *number, bool *is_new, struct error *error)
{
    struct sqlite3_stmt *finder = writer->statements[find];
    sqlite3_bind_blob(finder, 1, key, STORE_IDENTITY_BYTES, SQLITE_STATIC);
    int result = sqlite3_step(finder);
    *is_new = result == SQLITE_DONE;
    if (result == SQLITE_ROW)
        *number = sqlite3_column_int64(finder, 0);
    else if (result != SQLITE_DONE)
        sql_error(writer->database, writer->what, error);
    sqlite3_reset(finder);
    if (!*is_new)
        return result == SQLITE_ROW;
    *number = ++*count;
    sqlite3_bind_blob(writer->statements[insert], 1, key, STORE_IDENTITY_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(writer->statements[insert], 2, *number);
    return run(writer, insert, error);
}

bool store_writer_text(struct store_writer *writer, struct text_view text, int64_t *text_id, struct error *error)
{
    unsigned char key[STORE_IDENTITY_BYTES];
    store_identity_bytes(hash128(text.bytes, text.length), key);
    bool is_new;
    if (!find_or_number(writer, WRITE_TEXT_FIND, WRITE_TEXT_KEY, key, &writer->text_count, text_id, &is_new, error))
        return false;
    if (!is_new)
        return true;
    struct sqlite3_stmt *row = writer->statements[WRITE_TEXT];
    sqlite3_bind_int64(row, 1, *text_id);
    sql_bind_view(row, 2, text);
    sqlite3_bind_int64(row, 3, (sqlite3_int64)store_text_checksum(text));
    return run(writer, WRITE_TEXT, error);
}

bool store_writer_note(struct store_writer *writer, struct text_view text, int64_t *note_id, struct error *error)
{
    unsigned char key[STORE_IDENTITY_BYTES];
    store_identity_bytes(store_identity_of_text(text, &writer->scratch), key);
    if (writer->scratch.failed)
        return error_set_memory(error, writer->what);
    bool is_new;
    int64_t text_id;
    if (!find_or_number(writer, WRITE_NOTE_FIND, WRITE_NOTE_KEY, key, &writer->note_count, note_id, &is_new, error))
        return false;
    if (!is_new)
        return true;
    if (!store_writer_text(writer, text, &text_id, error))
        return false;
    sqlite3_bind_int64(writer->statements[WRITE_NOTE], 1, *note_id);
    sqlite3_bind_int64(writer->statements[WRITE_NOTE], 2, text_id);
    return run(writer, WRITE_NOTE, error);
}

static bool id_is_taken(const struct store_writer *writer, const char *id)
{
    for (size_t i = 0; i < writer->taken_count; i++)
        if (strcmp(writer->taken[i], id) == 0)
            return true;
    return false;
}

/* Identities come sorted, so whoever could have the same id stands near: the smaller identity keeps it. */
static bool choose_id(struct store_writer *writer, const unsigned char *identity, char *id, struct error *error)
{
    if (memcmp(writer->prefix, identity, sizeof writer->prefix) != 0) {
        memcpy(writer->prefix, identity, sizeof writer->prefix);
        writer->taken_count = 0;
    }
    unsigned attempt = 0;
    do {
        store_id_of_identity(identity, attempt++, id);
    } while (id_is_taken(writer, id));
    if (!array_reserve(&writer->taken, writer->taken_count, &writer->taken_capacity, sizeof *writer->taken))
        return error_set_memory(error, writer->what);
    memcpy(writer->taken[writer->taken_count++], id, STORE_ID_BYTES + 1);
    return true;
}

bool store_writer_recall(struct store_writer *writer, struct store_writer_recall *put, int64_t *number,
                         struct error *error)
{
    int64_t text_id;
    if (!choose_id(writer, put->identity, put->id, error) ||
        !store_writer_text(writer, put->recall->text, &text_id, error))
        return false;
    put->recall->id = put->id;
    struct packed_recall packed = {.added = put->added, .recall = *put->recall};
    memcpy(packed.identity, put->identity, sizeof packed.identity);
    buffer_clear(&writer->scratch);
    store_pack(&packed, &writer->scratch);
    store_notes_list_parts(&put->recall->parts, &writer->parts);
    if (writer->scratch.failed || writer->parts.failed)
        return error_set_memory(error, writer->what);
    struct sqlite3_stmt *row = writer->statements[WRITE_RECALL];
    *number = writer->recall_count++;
    sqlite3_bind_int64(row, 1, *number);
    sql_bind_string(row, 2, store_list_date(put->recall));
    sql_bind_string(row, 3, put->id);
    sqlite3_bind_int64(row, 4, text_id);
    sql_bind_view(row, 5, buffer_view(&writer->parts));
    sql_bind_bytes(row, 6, buffer_view(&writer->scratch));
    return run(writer, WRITE_RECALL, error);
}

bool store_writer_source(struct store_writer *writer, int64_t source_id, const struct store_source *source,
                         int64_t generation, struct error *error)
{
    struct sqlite3_stmt *row = writer->statements[WRITE_SOURCE];
    sqlite3_bind_int64(row, 1, source_id);
    sql_bind_string(row, 2, source->name);
    sql_bind_string(row, 3, source->format);
    sql_bind_string(row, 4, source->authority);
    sql_bind_string(row, 5, source->encoding);
    sql_bind_string(row, 6, source->imported);
    sql_bind_string(row, 7, source->checksum);
    sqlite3_bind_int64(row, 8, (sqlite3_int64)source->size_bytes);
    sqlite3_bind_int64(row, 9, (sqlite3_int64)source->value_count);
    sqlite3_bind_int64(row, 10, generation);
    return run(writer, WRITE_SOURCE, error);
}

bool store_writer_entry(struct store_writer *writer, const struct store_entry *entry, struct error *error)
{
    struct sqlite3_stmt *row = writer->statements[WRITE_ENTRY];
    sqlite3_bind_int64(row, 1, entry->source_id);
    sqlite3_bind_int64(row, 2, entry->unlisted);
    sqlite3_bind_int64(row, 3, entry->position);
    sql_bind_known(row, 4, entry->number, -1);
    sql_bind_known(row, 5, entry->note_id, -1);
    sql_bind_known(row, 6, entry->text_id, -1);
    sql_bind_bytes(row, 7, entry->before);
    sql_bind_bytes(row, 8, entry->after);
    sql_bind_bytes(row, 9, entry->raw);
    return run(writer, WRITE_ENTRY, error);
}

bool store_writer_is_listed(struct store_writer *writer, int64_t source_id, int64_t number, bool *listed,
                            struct error *error)
{
    struct sqlite3_stmt *row = writer->statements[WRITE_LISTED];
    sqlite3_bind_int64(row, 1, number);
    sqlite3_bind_int64(row, 2, source_id);
    int result = sqlite3_step(row);
    *listed = result == SQLITE_ROW;
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        sql_error(writer->database, writer->what, error);
    sqlite3_reset(row);
    return result == SQLITE_ROW || result == SQLITE_DONE;
}

bool store_writer_finish(struct store_writer *writer, uint64_t rules_fingerprint, const char *built,
                         struct error *error)
{
    return store_stage_publish(writer->database, writer->what, (uint32_t)writer->recall_count, rules_fingerprint, built,
                               error);
}
