#include "core/import_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <sqlite3.h>

#include "core/import_merge.h"
#include "core/path.h"

bool import_tell_progress(struct import *import, double part)
{
    import->progress.part = part;
    import->progress.values = import->result->counts.read;
    return !import->options->progress || import->options->progress(import->options->context, &import->progress);
}

static bool go_on_waiting(void *context)
{
    return import_tell_progress(context, 0);
}

static void tell_waiting(void *context)
{
    struct import *import = context;
    if (import->options->waiting)
        import->options->waiting(import->options->context);
}

static bool go_on_merging(void *context, double part)
{
    struct import *import = context;
    return import_tell_progress(import, import->part_read + (PART_BEFORE_WRITING - import->part_read) * part);
}

static bool go_on_publishing(void *context, double part)
{
    return import_tell_progress(context, PART_BEFORE_WRITING + (1 - PART_BEFORE_WRITING) * part);
}

/* Called by SQLite while one statement takes long. */
static int go_on_writing(void *context)
{
    struct import *import = context;
    return import_tell_progress(import, import->progress.part) ? 0 : 1;
}

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
    if (!store_open(path, &import->old, error))
        return false;
    store_spare_memory(import->old);
    return import_sources_load(&import->sources, import->old, error);
}

static bool open_new(struct import *import, struct error *error)
{
    if (!store_writer_open(publish_new_path(import->publish), publish_stage_path(import->publish), &import->writer,
                           error))
        return false;
    struct sqlite3 *database = store_writer_database(import->writer);
    sqlite3_progress_handler(database, 100000, go_on_writing, import);
    if (!import_stage_open(publish_stage_path(import->publish), &import->stage, error) ||
        !import_worker_new(import->rules, &import->worker, error))
        return false;
    import->ahead.worker = import->worker;
    import->ahead.stage = import->stage;
    import->ahead.writer = import->writer;
    return true;
}

static bool merge(struct import *import, struct error *error)
{
    const struct import_merge merge = {
        .rules = import->rules,
        .old = import->old,
        .path = publish_stage_path(import->publish),
        .writer = import->writer,
        .stage = import->stage,
        .worker = import->worker,
        .sources = import->sources.items,
        .source_count = import->sources.count,
        .counts = &import->result->counts,
        .now = import->now_seconds,
        .go_on = go_on_merging,
        .context = import,
    };
    /* All files are read: there are no more notes to be told from recalls. */
    reading_free(import->reading);
    import->reading = NULL;
    bool good = import_merge_run(&merge, error);
    import_worker_free(import->worker);
    import->worker = NULL;
    memory_give_back();
    return good;
}

/* Whether publishing would give readers nothing that they don't have. */
static bool is_unchanged(const struct import *import)
{
    const struct import_counts *counts = &import->result->counts;
    if (!import->old || !has_database(publish_target(import->publish)) || counts->added || counts->changed ||
        counts->unlisted || store_info(import->old).rules_fingerprint != rules_fingerprint(import->rules))
        return false;
    for (size_t i = 0; i < import->sources.count; i++)
        if (import->sources.items[i].is_read && !import->sources.items[i].is_same)
            return false;
    return true;
}

static bool write_new(struct import *import, struct error *error)
{
    for (size_t i = 0; i < import->sources.count; i++)
        if (!store_writer_source(import->writer, import->sources.items[i].source_id, &import->sources.items[i].about,
                                 import->sources.items[i].generation, error))
            return false;
    import_stage_close(import->stage);
    import->stage = NULL;
    return store_writer_finish(import->writer, rules_fingerprint(import->rules), import->now, go_on_publishing, import,
                               error);
}

/* What was written must be readable before anyone else is asked to read it. Meanwhile it goes to the disk. */
static bool verify_new(struct import *import, struct error *error)
{
    store_writer_close(import->writer);
    import->writer = NULL;
    if (!import->options->dry_run)
        publish_sync(import->publish);
    return store_check_quick(publish_new_path(import->publish), error);
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

/* Of a later issue most recalls were known; of another part of the same table they were not. */
static void tell_later_issues(const struct import *import)
{
    const struct import_counts *counts = &import->result->counts;
    for (size_t i = 0; import->options->later_issue && i < import->sources.count; i++) {
        const struct import_source *source = &import->sources.items[i];
        if (!source->is_read || source->generation > 1 || counts->added * 2 > counts->recalls)
            continue;
        const struct import_source *earlier = import_sources_earlier_issue(&import->sources, source);
        if (earlier)
            import->options->later_issue(import->options->context, source->about.name, earlier->about.name);
    }
}

static bool run(struct import *import, struct error *error)
{
    if (!begin_publishing(import, error) || !check_rejects(import, error) || !open_old(import, error) ||
        !open_new(import, error) || !import_read_files(import, error) || !merge(import, error) ||
        !publish(import, error))
        return false;
    for (size_t i = 0; i < import->options->file_count; i++)
        import_rejects_remove_stale(&import->rejects, import->options->files[i]);
    tell_later_issues(import);
    for (size_t i = 0; import->options->rejected && i < import->rejects.file_count; i++)
        import->options->rejected(import->options->context, import->rejects.files[i].path);
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
    import.arena = import.sources.arena = arena_new();
    import.reading = reading_new(rules);
    bool good = import.arena && import.reading ? run(&import, error) : error_set_memory(error, "import");
    import_rejects_end(&import.rejects);
    import_ahead_free(&import.ahead);
    import_worker_free(import.worker);
    import_stage_close(import.stage);
    store_writer_close(import.writer);
    store_close(import.old);
    publish_end(import.publish);
    arena_free(import.arena);
    reading_free(import.reading);
    import_sources_free(&import.sources);
    /* Wherever it was caught, at a file of ours or of the user's: one thing is to be said. */
    if (!good && error->kind == ERROR_INTERRUPTED)
        error_set_texts(error, ERROR_INTERRUPTED, "import", N_("interrupted"), N_("nothing was imported"));
    return good;
}
