#include "core/import.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/hash.h"
#include "core/import_merge.h"
#include "core/import_rejects.h"
#include "core/import_stage.h"
#include "core/path.h"
#include "core/publish.h"
#include "core/store.h"
#include "core/store_write.h"
#include "core/text.h"
#include "core/understand.h"

/* How the work divides, for the progress: reading, merging, and writing in order. */
#define PART_READ 0.4
#define PART_MERGE 0.4

struct import {
    const struct rules *rules;
    const struct import_options *options;
    struct import_result *result;
    struct publish *publish;
    struct store *old;
    struct store_writer *writer;
    struct import_stage *stage;
    struct arena *arena; /* of the sources' strings */
    struct import_source *sources;
    size_t source_count;
    size_t source_capacity;
    struct import_progress progress;
    uint64_t finished_bytes; /* of the files before the one being read */
    struct import_rejects rejects;
    int64_t rest_count; /* how often the last value that was too long has gone on */
    char now[32];
    int64_t now_seconds;
};

static bool tell_progress(struct import *import, double part)
{
    import->progress.part = part;
    import->progress.values = import->result->counts.read;
    return !import->options->progress || import->options->progress(import->options->context, &import->progress);
}

static bool go_on_waiting(void *context)
{
    return tell_progress(context, 0);
}

static void tell_waiting(void *context)
{
    struct import *import = context;
    if (import->options->waiting)
        import->options->waiting(import->options->context);
}

static bool go_on_merging(void *context, double part)
{
    return tell_progress(context, PART_READ + PART_MERGE * part);
}

/* Called by SQLite while one statement takes long. */
static int go_on_writing(void *context)
{
    struct import *import = context;
    return tell_progress(import, import->progress.part) ? 0 : 1;
}

/* --- Sources ------------------------------------------------------------------------------- */

static struct import_source *find_source(struct import *import, const char *name)
{
    for (size_t i = 0; i < import->source_count; i++)
        if (strcmp(import->sources[i].about.name, name) == 0)
            return &import->sources[i];
    return NULL;
}

static struct import_source *add_source(struct import *import, const char *name)
{
    if (!array_reserve(&import->sources, import->source_count, &import->source_capacity, sizeof *import->sources))
        return NULL;
    int64_t highest = 0;
    for (size_t i = 0; i < import->source_count; i++)
        if (import->sources[i].source_id > highest)
            highest = import->sources[i].source_id;
    struct import_source *source = &import->sources[import->source_count++];
    *source = (struct import_source){.about.name = name, .source_id = highest + 1};
    return source;
}

static bool load_sources(struct import *import, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store_database(import->old), "import",
                     "SELECT source_id, name, format, authority, encoding, imported, checksum, size_bytes, "
                     "value_count, generation, EXISTS(SELECT 1 FROM entry e WHERE e.source_id = source.source_id "
                     "AND e.unlisted = 0 AND e.rank IS NOT NULL) FROM source ORDER BY source_id",
                     &row, error))
        return false;
    int result;
    while ((result = sqlite3_step(row)) == SQLITE_ROW) {
        struct import_source *source = add_source(import, sql_column_copy(row, 1, import->arena));
        if (!source)
            break;
        source->source_id = sqlite3_column_int64(row, 0);
        source->about.format = sql_column_copy(row, 2, import->arena);
        source->about.authority = sql_column_copy(row, 3, import->arena);
        source->about.encoding = sql_column_copy(row, 4, import->arena);
        source->about.imported = sql_column_copy(row, 5, import->arena);
        source->about.checksum = sql_column_copy(row, 6, import->arena);
        source->about.size_bytes = (uint64_t)sqlite3_column_int64(row, 7);
        source->about.value_count = (uint64_t)sqlite3_column_int64(row, 8);
        source->generation = sqlite3_column_int64(row, 9);
        source->was_listing = sqlite3_column_int(row, 10) != 0;
    }
    if (result != SQLITE_DONE && result != SQLITE_ROW)
        sql_error(store_database(import->old), "import", error);
    else if (result == SQLITE_ROW || arena_failed(import->arena))
        error_set_memory(error, "import");
    sqlite3_finalize(row);
    return result == SQLITE_DONE && !arena_failed(import->arena);
}

static const char *source_name(struct import *import, const char *path)
{
    const char *name = import->options->source;
    if (!name) {
        const char *slash = strrchr(path, '/');
        name = strcmp(path, "-") == 0 ? "stdin" : slash ? slash + 1 : path;
    }
    struct buffer stored = {0};
    /* A name of old has the encoding that a text of old has. */
    if (text_is_utf8(text_view_of(name)))
        buffer_append_string(&stored, name);
    else
        text_from_windows_1252(text_view_of(name), &stored);
    char *copy = stored.failed ? NULL : arena_copy(import->arena, buffer_view(&stored));
    buffer_free(&stored);
    return copy;
}

/* The source that the file belongs to, ready to take its values. */
static struct import_source *begin_source(struct import *import, const char *path, struct error *error)
{
    const char *name = source_name(import, path);
    struct import_source *source = name ? find_source(import, name) : NULL;
    if (!source && name)
        source = add_source(import, name);
    if (!source) {
        error_set_memory(error, path);
        return NULL;
    }
    if (source->is_read && !import->options->source) {
        error_set(error, ERROR_USAGE, path, "two of the files have the name %s", name);
        error_set_way_out(error, "import them one after the other, each with its own --source NAME");
        return NULL;
    }
    if (!source->is_read) {
        source->generation++;
        source->about.value_count = 0;
        source->about.size_bytes = 0;
    }
    source->is_read = true;
    return source;
}

/* --- Reading ------------------------------------------------------------------------------- */

static bool put_record(struct import *import, struct import_source *source, struct raw_record *record,
                       struct hash_state *content, struct error *error)
{
    hash_add(content, record->raw.bytes, record->raw.length);
    hash_add(content, "", 1);
    import->result->counts.repaired += record->repaired;
    import->result->counts.unreadable += record->unreadable;
    if (!source->about.authority)
        source->about.authority = arena_copy(import->arena, text_view_of(record->authority));
    bool is_note = record->may_be_note && understand_is_note(import->rules, record->text);
    source->is_usable = true;
    return import_stage_put(import->stage, source->source_id, (int64_t)source->about.value_count, is_note, record,
                            error);
}

/* What can't be used goes to the rejects; a list keeps it nevertheless, so that it can be written out again. */
static bool put_reject(struct import *import, struct import_source *source, const char *path,
                       const struct raw_reject *reject, struct hash_state *content, struct error *error)
{
    import->rest_count = reject->is_rest ? import->rest_count + 1 : 0;
    const struct store_entry entry = {
        .source_id = source->source_id,
        .unlisted = -import->rest_count,
        .position = (int64_t)source->about.value_count - reject->is_rest,
        .number = -1,
        .note_id = -1,
        .text_id = -1,
        .raw = reject->raw,
    };
    import->result->counts.rejected += !reject->is_rest;
    hash_add(content, reject->raw.bytes, reject->raw.length);
    return import_rejects_put(&import->rejects, path, reject, error) &&
           (!reject->keeps_bytes || store_writer_entry(import->writer, &entry, error));
}

static bool read_values(struct import *import, struct reader *reader, struct import_source *source, const char *path,
                        struct hash_state *content, struct error *error)
{
    for (;;) {
        struct raw_record record;
        struct raw_reject reject;
        switch (reader_next(reader, &record, &reject, error)) {
        case READER_END:
            return true;
        case READER_ERROR:
            return false;
        case READER_RECORD:
            if (!put_record(import, source, &record, content, error))
                return false;
            break;
        case READER_REJECT:
            if (!put_reject(import, source, path, &reject, content, error))
                return false;
            if (reject.is_rest)
                continue;
            break;
        }
        source->about.value_count++;
        import->progress.done_bytes = import->finished_bytes + reader_offset_bytes(reader);
        double part =
            import->progress.size_bytes ? (double)import->progress.done_bytes / (double)import->progress.size_bytes : 0;
        if (import->result->counts.read++ % 256 == 0 && !tell_progress(import, PART_READ * part))
            return error_set(error, ERROR_INTERRUPTED, path, "interrupted");
    }
}

/* What the result says of a property that files may differ in. */
static void note_property(char *property, size_t size, const char *value)
{
    if (!property[0])
        snprintf(property, size, "%s", value);
    else if (strcmp(property, value) != 0)
        snprintf(property, size, "mixed");
}

static bool read_file(struct import *import, const char *path, struct error *error)
{
    struct reader *reader;
    struct import_source *source = begin_source(import, path, error);
    if (!source || !reader_open(path, &import->options->reader, &reader, error))
        return false;
    struct hash_state content;
    hash_begin(&content, 1);
    bool good = read_values(import, reader, source, path, &content, error);
    if (good) {
        char checksum[STORE_CHECKSUM_BYTES + 1];
        store_content_checksum_end(&content, checksum);
        source->is_same = source->about.checksum && strcmp(source->about.checksum, checksum) == 0;
        source->about.checksum = arena_copy(import->arena, text_view_of(checksum));
        source->about.format = arena_copy(import->arena, text_view_of(reader_format(reader)));
        source->about.encoding = arena_copy(import->arena, text_view_of(reader_encoding(reader)));
        source->about.imported = import->now;
        source->about.size_bytes += reader_offset_bytes(reader);
        import->finished_bytes += reader_offset_bytes(reader);
        struct text_view unread = reader_unread_names(reader);
        if (unread.length > 0 && import->options->unread)
            import->options->unread(import->options->context, path, unread);
        note_property(import->result->format, sizeof import->result->format, reader_format(reader));
        note_property(import->result->encoding, sizeof import->result->encoding, reader_encoding(reader));
    }
    reader_close(reader);
    return good;
}

/* An empty answer or the head of a download is no news that everything has vanished. */
static bool check_usable(const struct import *import, struct error *error)
{
    for (size_t i = 0; i < import->source_count; i++) {
        const struct import_source *source = &import->sources[i];
        if (!source->is_read || source->is_usable || !source->was_listing)
            continue;
        error_set(error, ERROR_INPUT, source->about.name, "has no recall that can be used, and had some before");
        return error_set_way_out(error, "see whether the file is complete; nothing was imported");
    }
    return true;
}

static bool read_files(struct import *import, struct error *error)
{
    for (size_t i = 0; i < import->options->file_count; i++) {
        struct stat status;
        const char *path = import->options->files[i];
        if (strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode))
            import->progress.size_bytes += (uint64_t)status.st_size;
    }
    for (size_t i = 0; i < import->options->file_count; i++)
        if (!read_file(import, import->options->files[i], error))
            return false;
    return check_usable(import, error);
}

/* --- Writing ------------------------------------------------------------------------------- */

/* An empty file is but the place for a database, as mktemp makes one. */
static bool has_database(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !(S_ISREG(status.st_mode) && status.st_size == 0);
}

static bool open_old(struct import *import, struct error *error)
{
    const char *path = publish_target(import->publish);
    if (!has_database(path))
        path = import->options->base;
    if (!path)
        return true;
    return store_open(path, &import->old, error) && load_sources(import, error);
}

static bool open_new(struct import *import, struct error *error)
{
    if (!store_writer_open(publish_new_path(import->publish), publish_stage_path(import->publish), &import->writer,
                           error))
        return false;
    struct sqlite3 *database = store_writer_database(import->writer);
    sqlite3_progress_handler(database, 100000, go_on_writing, import);
    return import_stage_open(database, &import->stage, error);
}

static bool merge(struct import *import, struct error *error)
{
    const struct import_merge merge = {
        .rules = import->rules,
        .old = import->old,
        .writer = import->writer,
        .stage = import->stage,
        .sources = import->sources,
        .source_count = import->source_count,
        .counts = &import->result->counts,
        .now = import->now_seconds,
        .go_on = go_on_merging,
        .context = import,
    };
    return import_merge_run(&merge, error);
}

/* Whether publishing would give readers nothing that they don't have. */
static bool is_unchanged(const struct import *import)
{
    const struct import_counts *counts = &import->result->counts;
    if (!import->old || !has_database(publish_target(import->publish)) || counts->added || counts->changed ||
        counts->unlisted || store_info(import->old).rules_fingerprint != rules_fingerprint(import->rules))
        return false;
    for (size_t i = 0; i < import->source_count; i++)
        if (import->sources[i].is_read && !import->sources[i].is_same)
            return false;
    return true;
}

static bool write_new(struct import *import, struct error *error)
{
    for (size_t i = 0; i < import->source_count; i++)
        if (!store_writer_source(import->writer, import->sources[i].source_id, &import->sources[i].about,
                                 import->sources[i].generation, error))
            return false;
    import_stage_close(import->stage);
    import->stage = NULL;
    import->progress.part = PART_READ + PART_MERGE;
    return store_writer_finish(import->writer, rules_fingerprint(import->rules), import->now, error);
}

/* What was written must be readable before anyone else is asked to read it. */
static bool verify_new(struct import *import, struct error *error)
{
    struct store *fresh;
    store_writer_close(import->writer);
    import->writer = NULL;
    if (!store_open(publish_new_path(import->publish), &fresh, error))
        return false;
    bool good = store_check_quick(fresh, error);
    store_close(fresh);
    return good;
}

/* A dry run leaves no trace beside the database, and has no need to wait for whoever writes it. */
static bool begin_publishing(struct import *import, struct error *error)
{
    if (import->options->dry_run)
        return publish_rehearse(import->options->database, &import->publish, error);
    return publish_begin(import->options->database, tell_waiting, go_on_waiting, import, &import->publish, error);
}

/* Whether the file that rejects would be written to is one that the import reads or writes. */
static bool is_in_use(const struct import *import, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return false;
    bool used = publish_needs(import->publish, path);
    for (size_t i = 0; !used && i < import->options->file_count; i++) {
        const char *input = import->options->files[i];
        used = path_is_same(path, strcmp(input, "-") == 0 ? "/dev/stdin" : input);
    }
    return used;
}

static bool check_rejects(const struct import *import, struct error *error)
{
    for (size_t i = 0; !import->options->dry_run && i < import->options->file_count; i++) {
        char *path = import_rejects_path(&import->rejects, import->options->files[i]);
        if (!path)
            return error_set_memory(error, "import");
        bool used = is_in_use(import, path);
        if (used) {
            error_set(error, ERROR_USAGE, path, "rejects would overwrite what this import reads or writes");
            error_set_way_out(error, "name another place with --rejects FILE");
        }
        free(path);
        if (used)
            return false;
        import_rejects_remove_leftovers(&import->rejects, import->options->files[i]);
    }
    return true;
}

/* Whoever finds the new database finds the rejects as well, so these are in their places first. */
static bool publish(struct import *import, struct error *error)
{
    if (import->options->dry_run)
        return is_unchanged(import) || (write_new(import, error) && verify_new(import, error));
    if (is_unchanged(import))
        return import_rejects_finish(&import->rejects, error);
    import->result->published = write_new(import, error) && verify_new(import, error) &&
                                import_rejects_finish(&import->rejects, error) &&
                                publish_commit(import->publish, error);
    return import->result->published;
}

static bool run(struct import *import, struct error *error)
{
    if (!begin_publishing(import, error) || !check_rejects(import, error) || !open_old(import, error) ||
        !open_new(import, error) || !read_files(import, error) || !merge(import, error) || !publish(import, error))
        return false;
    for (size_t i = 0; i < import->options->file_count; i++)
        import_rejects_remove_stale(&import->rejects, import->options->files[i]);
    return true;
}

/* SOURCE_DATE_EPOCH makes builds that contain a database repeatable. */
static void set_now(struct import *import)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t seconds = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm utc;
    import->now_seconds = seconds;
    if (!gmtime_r(&seconds, &utc) || strftime(import->now, sizeof import->now, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        snprintf(import->now, sizeof import->now, "1970-01-01T00:00:00Z");
}

bool import_files(const struct rules *rules, const struct import_options *options, struct import_result *result,
                  struct error *error)
{
    *result = (struct import_result){0};
    struct import import = {.rules = rules, .options = options, .result = result};
    set_now(&import);
    import_rejects_begin(&import.rejects, options->dry_run ? NULL : options->rejects, options->dry_run,
                         options->translate);
    import.arena = arena_new();
    bool good = import.arena ? run(&import, error) : error_set_memory(error, "import");
    import_rejects_end(&import.rejects);
    import_stage_close(import.stage);
    store_writer_close(import.writer);
    store_close(import.old);
    publish_end(import.publish);
    arena_free(import.arena);
    free(import.sources);
    /* Wherever it was caught, at a file of ours or of the user's: one thing is to be said. */
    if (!good && error->kind == ERROR_INTERRUPTED)
        error_set_texts(error, ERROR_INTERRUPTED, "import", N_("interrupted"), N_("nothing was imported"));
    return good;
}
