#include "core/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/worker.h"

/* A window and the zero behind it are a round number. */
enum { PENDING_MOST_BYTES = 256 * 1024, WRITES = 4, WINDOW_MOST_BYTES = 64 * 1024 - 2 };
/* As much as is written at once: the system has to cut memory to give back less of it. */
enum { GIVEN_BACK_BYTES = PENDING_MOST_BYTES };

/* What stands before a piece. */
struct head {
    uint32_t length;
    uint32_t fingerprint;
};

/* What another thread is to write. */
struct write {
    struct buffer bytes;
    uint64_t offset;
    int code; /* after it came back: why it could not be written; 0: it was */
};

struct spool {
    char *path;
    int file;               /* -1: not made yet */
    uint64_t written_bytes; /* or handed over to be written */
    struct buffer pending;  /* the file's end, not yet written */
    bool writes_behind;
    struct worker *writer; /* NULL: this thread writes */
    struct write writes[WRITES];
};

bool spool_open(const char *path, const char *suffix, struct spool **result, struct error *error)
{
    struct spool *spool = *result = calloc(1, sizeof *spool);
    struct buffer name = {0};
    if (!spool)
        return error_set_memory(error, path);
    buffer_append_string(&name, path);
    buffer_append_string(&name, suffix);
    spool->path = name.bytes;
    spool->file = -1;
    if (!name.failed && buffer_reserve(&spool->pending, PENDING_MOST_BYTES))
        return true;
    spool_close(spool);
    *result = NULL;
    return error_set_memory(error, path);
}

void spool_write_behind(struct spool *spool)
{
    spool->writes_behind = true;
}

static void end_writer(struct spool *spool)
{
    worker_free(spool->writer);
    spool->writer = NULL;
    spool->writes_behind = false;
    for (size_t i = 0; i < WRITES; i++)
        buffer_free(&spool->writes[i].bytes);
}

void spool_close(struct spool *spool)
{
    if (!spool)
        return;
    end_writer(spool);
    if (spool->file >= 0) {
        close(spool->file);
        unlink(spool->path);
    }
    buffer_free(&spool->pending);
    free(spool->path);
    free(spool);
}

/* --- Putting down -------------------------------------------------------------------------- */

static bool system_error(const struct spool *spool, int code, struct error *error)
{
    error_set_system(error, ERROR_SYSTEM, spool->path, NULL, code);
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        return error_set_way_out(error, "free some space and try again");
    return false;
}

/* 0, or why it can't be written. */
static int write_bytes(int file, struct text_view bytes, uint64_t offset)
{
    while (bytes.length > 0) {
        ssize_t written = pwrite(file, bytes.bytes, bytes.length, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        offset += (uint64_t)written;
        bytes.bytes += written;
        bytes.length -= (size_t)written;
    }
    return 0;
}

static void write_behind(void *context, void *item)
{
    const struct spool *spool = context;
    struct write *write = item;
    write->code = write_bytes(spool->file, buffer_view(&write->bytes), write->offset);
}

/* The oldest of what was handed over; *any is false when there is none. */
static bool take_back(struct spool *spool, bool *any, struct error *error)
{
    struct write *write = worker_take(spool->writer);
    *any = write != NULL;
    if (!write)
        return true;
    worker_give_back(spool->writer);
    buffer_clear_large(&write->bytes, 4 * PENDING_MOST_BYTES);
    return write->code == 0 || system_error(spool, write->code, error);
}

/* What is pending goes to the writer, for an empty buffer. */
static bool hand_over(struct spool *spool, struct error *error)
{
    struct write *write;
    bool any;
    while (!(write = worker_slot(spool->writer)))
        if (!take_back(spool, &any, error))
            return false;
    struct buffer empty = write->bytes;
    *write = (struct write){.bytes = spool->pending, .offset = spool->written_bytes};
    spool->written_bytes += write->bytes.length;
    spool->pending = empty;
    worker_put(spool->writer);
    return true;
}

/* All that has not been written yet. */
static bool flush(struct spool *spool, struct error *error)
{
    if (spool->file < 0 && (spool->file = open(spool->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0)
        return system_error(spool, errno, error);
    if (spool->writes_behind && !spool->writer)
        spool->writer =
            worker_new(spool->writes, WRITES, sizeof spool->writes[0], WORKER_IN_ORDER, write_behind, spool);
    if (spool->writer)
        return hand_over(spool, error);
    int code = write_bytes(spool->file, buffer_view(&spool->pending), spool->written_bytes);
    if (code != 0)
        return system_error(spool, code, error);
    spool->written_bytes += spool->pending.length;
    buffer_clear_large(&spool->pending, 4 * PENDING_MOST_BYTES);
    return true;
}

/* Whoever reads comes after all that was written, and is no longer in a hurry to write. */
static bool end_writing_behind(struct spool *spool, struct error *error)
{
    for (bool any = spool->writer != NULL; any;)
        if (!take_back(spool, &any, error))
            return false;
    if (spool->writer)
        end_writer(spool);
    return true;
}

/* The place is part of it: of two pieces that change places neither is right. */
static uint32_t fingerprint(struct text_view piece, uint64_t offset_bytes)
{
    uint64_t hash = hash_quick(piece.bytes, piece.length) ^ offset_bytes * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(hash ^ hash >> 32);
}

bool spool_put(struct spool *spool, const struct text_view *views, size_t count, struct spool_place *place,
               struct error *error)
{
    struct buffer *pending = &spool->pending;
    struct head head = {0};
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += views[i].length;
    if (pending->length > 0 && pending->length + sizeof head + length > PENDING_MOST_BYTES && !flush(spool, error))
        return false;
    size_t start = pending->length;
    *place = (struct spool_place){spool->written_bytes + start, (uint32_t)length};
    buffer_append(pending, &head, sizeof head);
    for (size_t i = 0; i < count; i++)
        buffer_append_view(pending, views[i]);
    if (pending->failed || length > UINT32_MAX)
        return error_set_memory(error, spool->path);
    head.length = (uint32_t)length;
    head.fingerprint =
        fingerprint((struct text_view){pending->bytes + start + sizeof head, length}, place->offset_bytes);
    memcpy(pending->bytes + start, &head, sizeof head);
    return true;
}

/* --- Taking up ----------------------------------------------------------------------------- */

static bool damaged(const struct spool *spool, struct error *error)
{
    return error_set_texts(error, ERROR_SYSTEM, spool->path,
                           N_("the temporary file no longer holds what was written to it"),
                           N_("see whether the disk is sound, and try again"));
}

/* The bytes from there on, out of the file or out of what has not been written to it. */
static bool read_bytes(struct spool *spool, uint64_t offset, char *bytes, size_t length, struct error *error)
{
    if (offset >= spool->written_bytes) {
        size_t start = (size_t)(offset - spool->written_bytes);
        if (start > spool->pending.length || spool->pending.length - start < length)
            return damaged(spool, error);
        memcpy(bytes, spool->pending.bytes + start, length);
        return true;
    }
    if (!end_writing_behind(spool, error))
        return false;
    while (length > 0) {
        ssize_t count = pread(spool->file, bytes, length, (off_t)offset);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return system_error(spool, errno, error);
        if (count == 0)
            return damaged(spool, error);
        bytes += count;
        offset += (uint64_t)count;
        length -= (size_t)count;
    }
    return true;
}

static bool is_whole(const struct head *head, struct text_view piece, struct spool_place place)
{
    return head->length == place.length_bytes && head->fingerprint == fingerprint(piece, place.offset_bytes);
}

bool spool_take(struct spool *spool, struct spool_place place, struct buffer *piece, struct error *error)
{
    struct head head;
    size_t length = sizeof head + place.length_bytes;
    buffer_clear(piece);
    if (!buffer_reserve(piece, length))
        return error_set_memory(error, spool->path);
    if (!read_bytes(spool, place.offset_bytes, piece->bytes, length, error))
        return false;
    memcpy(&head, piece->bytes, sizeof head);
    piece->length = place.length_bytes;
    memmove(piece->bytes, piece->bytes + sizeof head, piece->length);
    piece->bytes[piece->length] = '\0';
    return is_whole(&head, buffer_view(piece), place) || damaged(spool, error);
}

static bool has(const struct spool_window *window, uint64_t offset, size_t length)
{
    return offset >= window->offset_bytes && offset - window->offset_bytes <= window->bytes.length &&
           window->bytes.length - (size_t)(offset - window->offset_bytes) >= length;
}

/* So many bytes from there on, and more, as far as the file goes. */
static bool move_window(struct spool *spool, struct spool_window *window, uint64_t offset, size_t length,
                        struct error *error)
{
    size_t most = length > WINDOW_MOST_BYTES ? length : WINDOW_MOST_BYTES;
    if (offset < spool->written_bytes && spool->written_bytes - offset < most)
        most = (size_t)(spool->written_bytes - offset);
    if (offset >= spool->written_bytes || most < length)
        most = length;
    buffer_clear(&window->bytes);
    window->offset_bytes = offset;
    if (!buffer_reserve(&window->bytes, most))
        return error_set_memory(error, spool->path);
    if (!read_bytes(spool, offset, window->bytes.bytes, most, error))
        return false;
    window->bytes.length = most;
    return true;
}

bool spool_take_near(struct spool *spool, struct spool_window *window, struct spool_place place, struct buffer *piece,
                     struct error *error)
{
    struct head head;
    size_t length = sizeof head + place.length_bytes;
    if (!has(window, place.offset_bytes, length) && !move_window(spool, window, place.offset_bytes, length, error))
        return false;
    const char *bytes = window->bytes.bytes + (place.offset_bytes - window->offset_bytes);
    memcpy(&head, bytes, sizeof head);
    buffer_clear(piece);
    buffer_append(piece, bytes + sizeof head, place.length_bytes);
    if (piece->failed)
        return error_set_memory(error, spool->path);
    return is_whole(&head, buffer_view(piece), place) || damaged(spool, error);
}

void spool_give_back(struct spool *spool, uint64_t *offset_bytes, uint64_t to_bytes)
{
#ifdef FALLOC_FL_PUNCH_HOLE
    uint64_t from = (*offset_bytes + GIVEN_BACK_BYTES - 1) / GIVEN_BACK_BYTES * GIVEN_BACK_BYTES;
    uint64_t to = to_bytes / GIVEN_BACK_BYTES * GIVEN_BACK_BYTES;
    if (to <= from || to > spool->written_bytes)
        return;
    /* Where the file system can't, nothing is lost but room. */
    (void)!fallocate(spool->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)from, (off_t)(to - from));
    *offset_bytes = to;
#else
    (void)spool;
    (void)offset_bytes;
    (void)to_bytes;
#endif
}
