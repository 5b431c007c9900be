#include "core/import_internal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/hash.h"
#include "core/understand.h"

/* What a file says, for the checksum of all of it. */
static void add_raw(struct hash_state *content, struct text_view raw)
{
    hash_add_number(content, hash_quick(raw.bytes, raw.length));
}

static bool put_record(struct import *import, struct import_source *source, struct raw_record *record,
                       struct hash_state *content, struct error *error)
{
    add_raw(content, record->raw);
    import->result->counts.repaired += record->repaired;
    import->result->counts.unreadable += record->unreadable;
    if (!source->about.authority)
        source->about.authority = arena_copy(import->arena, text_view_of(record->authority));
    bool is_note = record->may_be_note && understand_is_note(import->reading, record->text);
    source->is_usable = true;
    return import_ahead_put(&import->ahead, source->source_id, (int64_t)source->about.value_count, is_note, record,
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
    add_raw(content, reject->raw);
    return import_rejects_put(&import->rejects, path, reject, error) &&
           (!reject->keeps_bytes || store_writer_entry(import->writer, &entry, error));
}

/* Values that are understood meanwhile leave less to be done when they are merged. */
static double part_read(struct import *import)
{
    if (import->progress.size_bytes == 0)
        return 0;
    double read = (double)import->progress.done_bytes / (double)import->progress.size_bytes;
    double understood = (double)import->ahead.understood / (double)import->result->counts.read;
    double part = (PART_READ + PART_UNDERSTAND * understood) * read;
    import->part_read = part > import->part_read ? part : import->part_read;
    return import->part_read;
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
        if (import->result->counts.read++ % 256 == 0 && !import_tell_progress(import, part_read(import)))
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

/* An answer of a server in place of a table is no list of one recall. */
static bool check_format(const struct import_source *source, const struct reader *reader, const char *path,
                         struct error *error)
{
    const char *before = source->about.format;
    if (!reader_is_any_text(reader) || !before || !source->was_listing || source->about.value_count > 0 ||
        strcmp(before, reader_format(reader)) == 0)
        return true;
    error_set(error, ERROR_INPUT, path, "is no %s file any more, as it was before", before);
    return error_set_way_out(error, "see what is in it; --format %s takes it as it is", reader_format(reader));
}

static bool go_on_waiting(void *context)
{
    struct import *import = context;
    return import_tell_progress(import, import->part_read);
}

static bool read_file(struct import *import, const char *path, struct error *error)
{
    struct reader *reader;
    struct reader_options options = import->options->reader;
    options.go_on = go_on_waiting;
    options.context = import;
    struct import_source *source = import_sources_begin(&import->sources, path, import->options->source, error);
    if (!source || !reader_open(path, &options, &reader, error))
        return false;
    struct hash_state content;
    hash_begin(&content, 1);
    bool good = check_format(source, reader, path, error) && read_values(import, reader, source, path, &content, error);
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
        if (reader_is_mostly_utf8(reader) && import->options->mostly_utf8)
            import->options->mostly_utf8(import->options->context, path);
        note_property(import->result->format, sizeof import->result->format, reader_format(reader));
        note_property(import->result->encoding, sizeof import->result->encoding, reader_encoding(reader));
    }
    reader_close(reader);
    return good;
}

/* An empty answer or the head of a download is no news that everything has vanished. */
static bool check_usable(const struct import *import, struct error *error)
{
    for (size_t i = 0; i < import->sources.count; i++) {
        const struct import_source *source = &import->sources.items[i];
        if (!source->is_read || source->is_usable || !source->was_listing)
            continue;
        error_set(error, ERROR_INPUT, source->about.name, "has no recall that can be used, and had some before");
        return error_set_way_out(error, "see whether the file is complete; nothing was imported");
    }
    return true;
}

bool import_read_files(struct import *import, struct error *error)
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
    return import_ahead_end(&import->ahead, error) && check_usable(import, error);
}
