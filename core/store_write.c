#include "core/store_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/key_numbers.h"
#include "core/store_schema.h"
#include "core/store_stage.h"
#include "core/store_write_finish.h"
#include "core/store_write_notes.h"

enum writer_statement { WRITE_NOTE, WRITE_LIST_NOTE, WRITE_SOURCE, WRITE_COUNT };

static const char *const writer_sql[WRITE_COUNT] = {
    [WRITE_NOTE] = "INSERT INTO main.note VALUES(?1, ?2)",
    [WRITE_LIST_NOTE] = "INSERT INTO stage.list_note VALUES(?1, ?2, ?3, NULL) "
                        "ON CONFLICT DO UPDATE SET position = min(position, excluded.position)",
    [WRITE_SOURCE] = "INSERT INTO main.source VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
};

struct store_writer {
    struct sqlite3 *database;
    struct sqlite3_stmt *statements[WRITE_COUNT];
    const char *what;
    struct store_stage stage;
    struct key_numbers notes;
    struct buffer scratch;
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
    return sql_run(writer->database, writer->what, store_notes_tables, error);
}

/* Nothing here has to survive a crash: the file is good only after its rename. */
static bool open_files(struct store_writer *writer, const char *new_path, const char *stage_path, struct error *error)
{
    sql_configure();
    if (sqlite3_open_v2(new_path, &writer->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return sql_error(writer->database, writer->what, error);
    struct sqlite3_stmt *attach;
    char pragmas[240];
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA page_size=%d; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF;"
             "PRAGMA synchronous=OFF; PRAGMA cache_size=-16384; PRAGMA application_id=%d; PRAGMA user_version=%d",
             STORE_PAGE_BYTES, STORE_APPLICATION_ID, STORE_SCHEMA_VERSION);
    if (!sql_run(writer->database, writer->what, pragmas, error) ||
        !sql_prepare(writer->database, writer->what, "ATTACH ?1 AS stage", &attach, error))
        return false;
    sql_bind_string(attach, 1, stage_path);
    bool attached = sql_execute(attach, writer->what, error);
    sqlite3_finalize(attach);
    return attached && sql_run(writer->database, writer->what,
                               "PRAGMA stage.journal_mode=OFF; PRAGMA stage.synchronous=OFF;"
                               "PRAGMA stage.cache_size=-4096; BEGIN",
                               error);
}

bool store_writer_open(const char *new_path, const char *stage_path, struct store_writer **result, struct error *error)
{
    *result = NULL;
    struct store_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return error_set_memory(error, new_path);
    writer->what = new_path;
    if (!open_files(writer, new_path, stage_path, error) || !create_tables(writer, error) ||
        !store_stage_open(stage_path, &writer->stage, error) ||
        !store_texts_open(&writer->stage.texts, writer->database, new_path, error)) {
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
    store_stage_close(&writer->stage);
    sqlite3_close(writer->database);
    key_numbers_free(&writer->notes);
    buffer_free(&writer->scratch);
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

bool store_writer_text(struct store_writer *writer, struct text_view text, int64_t *text_id, struct error *error)
{
    struct store_texts *texts = &writer->stage.texts;
    uint64_t checksum = store_text_checksum(text);
    uint32_t number;
    return store_texts_number(texts, store_texts_key(text, checksum), &number, error) &&
           store_texts_put(texts, number, text, checksum, text_id, error);
}

bool store_writer_note(struct store_writer *writer, struct text_view text, int64_t *note_id, struct error *error)
{
    bool is_new;
    int64_t text_id;
    *note_id = key_numbers_of(&writer->notes, store_identity_of_text(text, &writer->scratch), &is_new);
    if (*note_id == 0 || writer->scratch.failed)
        return error_set_memory(error, writer->what);
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

bool store_writer_number(struct store_writer *writer, const unsigned char identity[STORE_IDENTITY_BYTES],
                         uint32_t *number, char id[STORE_ID_BYTES + 1], struct error *error)
{
    *number = writer->stage.recall_count++;
    return choose_id(writer, identity, id, error);
}

bool store_writer_pack(struct store_writer_recall *put)
{
    struct packed_recall *packed = &put->packed;
    packed->recall.id = put->id;
    buffer_clear(&put->bytes);
    store_pack(packed, &put->bytes);
    put->text_key = store_texts_key(packed->recall.text, packed->text_checksum);
    return !put->bytes.failed;
}

void store_writer_recall_clear(struct store_writer_recall *put)
{
    enum { KEPT_MOST_BYTES = 256 * 1024 };
    buffer_clear_large(&put->bytes, KEPT_MOST_BYTES);
}

void store_writer_recall_free(struct store_writer_recall *put)
{
    buffer_free(&put->bytes);
}

bool store_writer_put_down(struct store_writer *writer, const struct store_writer_recall *put,
                           struct store_put_down *put_down, struct error *error)
{
    const char *date = store_list_date(&put->packed.recall);
    struct store_list_key *key = &put_down->key;
    memset(key, 0, sizeof *key);
    if (date)
        memcpy(key->date, date, strnlen(date, sizeof key->date - 1));
    memcpy(key->id, put->id, sizeof key->id);
    return store_texts_number(&writer->stage.texts, put->text_key, &put_down->text, error) &&
           store_recalls_put(writer->stage.recalls, key, buffer_view(&put->bytes), &put_down->place, error);
}

bool store_writer_take(struct store_writer *writer, const struct store_put_down *put_down, struct arena *arena,
                       struct packed_recall *recall, struct error *error)
{
    if (!store_recalls_take(writer->stage.recalls, put_down->place, &writer->scratch, error))
        return false;
    const char *bytes = arena_keep(arena, &writer->scratch);
    const struct text_view kept = {bytes, writer->scratch.length};
    return (bytes && store_unpack(kept, arena, recall)) || error_set_memory(error, writer->what);
}

bool store_writer_list(struct store_writer *writer, const struct store_listed *listed, struct error *error)
{
    return sorter_put(writer->stage.order, listed, error);
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
    struct sqlite3_stmt *row = writer->statements[WRITE_LIST_NOTE];
    if (entry->note_id >= 0 && entry->unlisted == 0) {
        sqlite3_bind_int64(row, 1, entry->source_id);
        sqlite3_bind_int64(row, 2, entry->note_id);
        sqlite3_bind_int64(row, 3, entry->position);
        if (!run(writer, WRITE_LIST_NOTE, error))
            return false;
    }
    return store_entries_put(writer->stage.entries, entry, error);
}

bool store_writer_is_listed(const struct store_writer *writer, int64_t source_id, int64_t number)
{
    return store_entries_is_listed(writer->stage.entries, source_id, number);
}

bool store_writer_finish(struct store_writer *writer, uint64_t rules_fingerprint, const char *built,
                         bool (*go_on)(void *context, double part), void *context, struct error *error)
{
    const struct store_publishing publishing = {
        .database = writer->database,
        .what = writer->what,
        .stage = &writer->stage,
        .rules_fingerprint = rules_fingerprint,
        .built = built,
        .go_on = go_on,
        .context = context,
    };
    key_numbers_free(&writer->notes);
    return store_stage_give_way(&writer->stage, error) && store_stage_publish(&publishing, error);
}
