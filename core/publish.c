#include "core/publish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/memory.h"
#include "core/path.h"
#include "core/thread.h"

/* The new file on its way to the disk. */
struct syncing {
    int descriptor;
    int code; /* errno of what failed first, else 0 */
    pthread_t thread;
    bool is_begun, has_thread;
};

static const char new_mark[] = ".new-", stage_mark[] = ".stage-";

struct publish {
    struct arena *arena;
    const char *target;
    const char *directory;
    const char *name;
    const char *new_path;
    const char *stage_path;
    const char *lock_path; /* NULL: none */
    int lock;              /* -1: none */
    bool is_rehearsal;     /* directory is not the target's, and goes with its files */
    struct syncing syncing;
};

static bool system_error(const char *what, int code, struct error *error)
{
    error_set_system(error, code == ENOMEM ? ERROR_MEMORY : ERROR_SYSTEM, what, NULL, code);
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        return error_set_way_out(error, "free some space and try again");
    if (code == EACCES || code == EPERM || code == EROFS)
        return error_set_way_out(error, "choose another place with --db FILE");
    return false;
}

/* Makes path and the directories above it. */
static bool make_directories(const char *path, struct error *error)
{
    char *copy = strdup(path);
    if (!copy)
        return error_set_memory(error, path);
    bool good = true;
    for (char *slash = copy + 1; good && *slash; slash++) {
        if (*slash != '/')
            continue;
        *slash = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    good = good && (mkdir(copy, 0777) == 0 || errno == EEXIST);
    if (!good)
        system_error(path, errno, error);
    free(copy);
    return good;
}

/* Finds out which file is meant: a link to the database stays a link. */
static bool resolve(struct publish *publish, const char *path, struct error *error)
{
    char *full;
    if (!path_follow(path, &full, error))
        return false;
    publish->target = arena_copy(publish->arena, text_view_of(full));
    char *for_directory = arena_copy(publish->arena, text_view_of(full));
    char *for_name = arena_copy(publish->arena, text_view_of(full));
    free(full);
    if (arena_failed(publish->arena))
        return error_set_memory(error, path);
    publish->directory = dirname(for_directory);
    publish->name = basename(for_name);
    return true;
}

static bool name_files(struct publish *publish, struct error *error)
{
    long own = (long)getpid();
    publish->new_path = arena_format(publish->arena, "%s/.%s%s%ld", publish->directory, publish->name, new_mark, own);
    publish->stage_path =
        arena_format(publish->arena, "%s/.%s%s%ld", publish->directory, publish->name, stage_mark, own);
    return !arena_failed(publish->arena) || error_set_memory(error, publish->target);
}

/* A lock that another user made serves whoever may write beside it as well. */
static int open_lock(const char *path, const char *directory)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor >= 0 || errno != EACCES || access(directory, W_OK) != 0)
        return descriptor;
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    errno = EACCES;
    return descriptor;
}

static bool take_lock(struct publish *publish, void (*waiting)(void *), bool (*wait_more)(void *), void *context,
                      struct error *error)
{
    char *path = arena_format(publish->arena, "%s/.%s.lock", publish->directory, publish->name);
    if (!path)
        return error_set_memory(error, publish->target);
    publish->lock_path = path;
    publish->lock = open_lock(path, publish->directory);
    if (publish->lock < 0)
        return system_error(path, errno, error);
    bool said = false;
    while (flock(publish->lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return system_error(path, errno, error);
        if (!said && waiting)
            waiting(context);
        said = true;
        if (wait_more && !wait_more(context))
            return error_set(error, ERROR_INTERRUPTED, publish->target, "interrupted");
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
    return true;
}

/* Behind the mark, or NULL. */
static const char *skip_mark(const char *rest)
{
    if (strncmp(rest, new_mark, sizeof new_mark - 1) == 0)
        return rest + sizeof new_mark - 1;
    return strncmp(rest, stage_mark, sizeof stage_mark - 1) == 0 ? rest + sizeof stage_mark - 1 : NULL;
}

/*
 * A file being written has the number of its process behind the mark, and perhaps a name of its own behind that. The
 * files beside another database begin like that when it is called FILE.new-test, or FILE.new-2026: those are its own.
 */
static bool is_leftover(const struct publish *publish, const char *entry)
{
    size_t length = strlen(publish->name);
    if (entry[0] != '.' || strncmp(entry + 1, publish->name, length) != 0)
        return false;
    const char *process = skip_mark(entry + 1 + length);
    if (!process)
        return false;
    const char *own = process + strspn(process, "0123456789");
    return own > process &&
           (!*own || (*own == '.' && !strchr(own + 1, '.') && strcmp(own, ".lock") != 0 && !skip_mark(own)));
}

/* Only the holder of the lock writes such files: whatever lies there now belongs to nobody. */
static void remove_leftovers(const struct publish *publish)
{
    DIR *directory = opendir(publish->directory);
    if (!directory)
        return;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL)
        if (is_leftover(publish, entry->d_name))
            unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
}

static void publish_free(struct publish *publish)
{
    if (publish->lock >= 0)
        close(publish->lock);
    arena_free(publish->arena);
    free(publish);
}

static struct publish *publish_new(const char *path, struct error *error)
{
    struct publish *publish = calloc(1, sizeof *publish);
    if (publish) {
        publish->lock = -1;
        publish->arena = arena_new();
    }
    if (!publish || !publish->arena)
        error_set_memory(error, path);
    else if (resolve(publish, path, error))
        return publish;
    if (publish)
        publish_free(publish);
    return NULL;
}

bool publish_begin(const char *path, void (*waiting)(void *context), bool (*wait_more)(void *context), void *context,
                   struct publish **result, struct error *error)
{
    struct publish *publish = *result = publish_new(path, error);
    if (!publish)
        return false;
    if (name_files(publish, error) && make_directories(publish->directory, error) &&
        take_lock(publish, waiting, wait_more, context, error)) {
        remove_leftovers(publish);
        return true;
    }
    publish_free(publish);
    *result = NULL;
    return false;
}

bool publish_rehearse(const char *path, struct publish **result, struct error *error)
{
    const char *place = getenv("TMPDIR");
    struct publish *publish = *result = publish_new(path, error);
    if (!publish)
        return false;
    char *directory = arena_format(publish->arena, "%s/rueckruf-XXXXXX", place && *place ? place : "/tmp");
    if (!directory) {
        error_set_memory(error, path);
    } else if (!mkdtemp(directory)) {
        error_set_system(error, ERROR_SYSTEM, place && *place ? place : "/tmp", NULL, errno);
        error_set_way_out(error, "choose another place with TMPDIR=FOLDER");
    } else {
        publish->directory = directory;
        publish->is_rehearsal = true;
        if (name_files(publish, error))
            return true;
        rmdir(directory);
    }
    publish_free(publish);
    *result = NULL;
    return false;
}

const char *publish_target(const struct publish *publish)
{
    return publish->target;
}

const char *publish_new_path(const struct publish *publish)
{
    return publish->new_path;
}

const char *publish_stage_path(const struct publish *publish)
{
    return publish->stage_path;
}

bool publish_needs(const struct publish *publish, const char *path)
{
    char *file;
    if (path_is_same(path, publish->target) || (publish->lock_path && path_is_same(path, publish->lock_path)))
        return true;
    if (!path_follow(path, &file, NULL))
        return false;
    size_t length = strlen(publish->directory);
    bool needed = strncmp(file, publish->directory, length) == 0 && file[length] == '/' &&
                  is_leftover(publish, file + length + 1);
    free(file);
    return needed;
}

/*
 * Others than the one who imports must be able to read it: an existing file keeps its mode, and its owner and group, or
 * at least the group, when that is allowed.
 */
static bool set_mode(const struct publish *publish, int descriptor)
{
    struct stat status;
    if (stat(publish->target, &status) == 0) {
        bool is_kept =
            fchown(descriptor, status.st_uid, status.st_gid) == 0 || fchown(descriptor, (uid_t)-1, status.st_gid) == 0;
        (void)is_kept;
        return fchmod(descriptor, status.st_mode & 07777) == 0;
    }
    mode_t mask = umask(0);
    umask(mask);
    return fchmod(descriptor, 0666 & ~mask) == 0;
}

static bool sync_directory(const char *path, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return system_error(path, errno, error);
    /* Some file systems can't sync a directory and say so with EINVAL; they need no sync. */
    bool good = fsync(descriptor) == 0 || errno == EINVAL;
    if (!good)
        system_error(path, errno, error);
    close(descriptor);
    return good;
}

static void *sync_file(void *context)
{
    struct syncing *syncing = context;
    if (fsync(syncing->descriptor) != 0)
        syncing->code = errno;
    if (close(syncing->descriptor) != 0 && syncing->code == 0)
        syncing->code = errno;
    return NULL;
}

void publish_sync(struct publish *publish)
{
    struct syncing *syncing = &publish->syncing;
    *syncing = (struct syncing){.is_begun = true};
    syncing->descriptor = open(publish->new_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (syncing->descriptor < 0) {
        syncing->code = errno;
        return;
    }
    if (!set_mode(publish, syncing->descriptor))
        syncing->code = errno;
    syncing->has_thread = thread_start(&syncing->thread, sync_file, syncing);
    if (!syncing->has_thread)
        sync_file(syncing);
}

/* Waits until it is done; 0, or errno of what failed. */
static int end_sync(struct publish *publish)
{
    struct syncing *syncing = &publish->syncing;
    if (syncing->has_thread)
        pthread_join(syncing->thread, NULL);
    syncing->has_thread = syncing->is_begun = false;
    return syncing->code;
}

bool publish_commit(struct publish *publish, struct error *error)
{
    if (!publish->syncing.is_begun)
        publish_sync(publish);
    int code = end_sync(publish);
    if (code != 0)
        return system_error(publish->new_path, code, error);
    if (rename(publish->new_path, publish->target) != 0)
        return system_error(publish->target, errno, error);
    return sync_directory(publish->directory, error);
}

void publish_end(struct publish *publish)
{
    if (!publish)
        return;
    end_sync(publish);
    remove_leftovers(publish);
    if (publish->is_rehearsal)
        rmdir(publish->directory);
    publish_free(publish);
}
