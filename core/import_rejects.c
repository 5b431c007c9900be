#include "core/import_rejects.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"

static bool failed(const char *path, int code, struct error *error)
{
    error_set_system(error, ERROR_SYSTEM, path, N_("the rejects can't be written"), code);
    return error_set_way_out(error, "name another place with --rejects FILE");
}

void import_rejects_begin(struct import_rejects *rejects, const char *path, bool discard,
                          const char *(*translate)(const char *english))
{
    *rejects = (struct import_rejects){.path = path, .discard = discard, .translate = translate};
}

char *import_rejects_path(const struct import_rejects *rejects, const char *input)
{
    char *path;
    if (rejects->path)
        return strdup(rejects->path);
    return asprintf(&path, "%s.rejects", strcmp(input, "-") == 0 ? "stdin" : input) < 0 ? NULL : path;
}

/* --- Opening and closing ------------------------------------------------------------------- */

/* A device or a pipe is where it goes itself; only whoever named it can want that. */
static bool is_written_directly(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static FILE *open_stream(const char *path, int flags)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, 0666);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

/* A pipe that nobody reads is an error, not a reason to wait for ever. */
static FILE *open_directly(const char *path)
{
    FILE *file = open_stream(path, O_NONBLOCK | O_NOCTTY);
    if (file)
        fcntl(fileno(file), F_SETFL, fcntl(fileno(file), F_GETFL) & ~O_NONBLOCK);
    return file;
}

static char *name_temporary(const char *path)
{
    char *for_folder = strdup(path), *for_name = strdup(path), *temporary = NULL;
    if (for_folder && for_name &&
        asprintf(&temporary, "%s/.%s.new-%ld", dirname(for_folder), basename(for_name), (long)getpid()) < 0)
        temporary = NULL;
    free(for_folder);
    free(for_name);
    return temporary;
}

/* Keeps the lock when the stream is closed in between; not for more files than leave descriptors for the rest. */
static int keep_lock(FILE *file)
{
    enum { LOCKS_MOST = 512 };
    int lock = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
    if (lock < LOCKS_MOST)
        return lock;
    close(lock);
    return -1;
}

/* A new file, locked. Another import may take it for a leftover until the lock is there: then it is made again. */
static FILE *open_temporary(struct reject_file *next)
{
    for (int tries = 0; tries < 100; tries++) {
        struct stat status;
        unlink(next->temporary);
        FILE *file = open_stream(next->temporary, O_CREAT | O_EXCL | O_NOFOLLOW);
        if (!file)
            return NULL;
        bool is_locked = flock(fileno(file), LOCK_EX | LOCK_NB) == 0;
        bool is_taken = is_locked ? fstat(fileno(file), &status) == 0 && status.st_nlink == 0 : errno == EWOULDBLOCK;
        if (!is_taken) {
            next->lock = is_locked ? keep_lock(file) : -1;
            return file;
        }
        fclose(file);
    }
    return NULL;
}

static bool close_current(struct import_rejects *rejects, struct error *error)
{
    if (!rejects->file)
        return true;
    if (rejects->last != '\n')
        putc('\n', rejects->file);
    bool good = !ferror(rejects->file);
    good = fclose(rejects->file) == 0 && good;
    rejects->file = NULL;
    return good || failed(rejects->files[rejects->file_count - 1].path, errno, error);
}

static bool begin_file(struct import_rejects *rejects, struct reject_file *next, struct error *error)
{
    bool direct = rejects->path && is_written_directly(next->path);
    if (!direct && rejects->path) {
        char *file;
        if (!path_follow(next->path, &file, error))
            return false;
        free(next->path);
        next->path = file;
    }
    if (!direct && !(next->temporary = name_temporary(next->path)))
        return error_set_memory(error, next->path);
    rejects->file = direct ? open_directly(next->path) : open_temporary(next);
    return rejects->file || failed(next->path, errno, error);
}

/* An input may come twice: its rejects go on where they ended. */
static bool reopen(struct import_rejects *rejects, const char *path)
{
    size_t i = 0;
    while (i < rejects->file_count && strcmp(rejects->files[i].path, path) != 0)
        i++;
    if (i == rejects->file_count)
        return false;
    struct reject_file again = rejects->files[i];
    rejects->files[i] = rejects->files[rejects->file_count - 1];
    rejects->files[rejects->file_count - 1] = again;
    rejects->file = open_stream(again.temporary, O_APPEND | O_NOFOLLOW);
    return true;
}

/* All inputs in one file when the user named it, else each its own. */
static bool open_for(struct import_rejects *rejects, const char *input, struct error *error)
{
    if (rejects->file && rejects->path)
        return true;
    char *path = import_rejects_path(rejects, input);
    if (!path)
        return error_set_memory(error, input);
    if (rejects->file && strcmp(path, rejects->files[rejects->file_count - 1].path) == 0) {
        free(path);
        return true;
    }
    bool good = close_current(rejects, error) &&
                (array_reserve(&rejects->files, rejects->file_count, &rejects->file_capacity, sizeof *rejects->files) ||
                 error_set_memory(error, input));
    rejects->last = '\n';
    if (good && reopen(rejects, path)) {
        good = rejects->file || failed(path, errno, error);
        free(path);
        return good;
    }
    if (!good) {
        free(path);
        return false;
    }
    rejects->files[rejects->file_count++] = (struct reject_file){.path = path, .lock = -1};
    return begin_file(rejects, &rejects->files[rejects->file_count - 1], error);
}

/* --- Writing ------------------------------------------------------------------------------- */

static void write_bytes(struct import_rejects *rejects, struct text_view bytes)
{
    if (bytes.length == 0)
        return;
    fwrite(bytes.bytes, 1, bytes.length, rejects->file);
    rejects->last = bytes.bytes[bytes.length - 1];
}

static void write_place(struct import_rejects *rejects, const char *input, const struct raw_reject *reject)
{
    struct error place;
    char said[120];
    error_set(&place, ERROR_INPUT, input, "line %zu, byte %llu", reject->line,
              (unsigned long long)reject->offset_bytes);
    error_write(&place.reason, rejects->translate, said, sizeof said);
    fprintf(rejects->file, "%s# %s, %s: %s\n", rejects->last == '\n' ? "" : "\n", input, said,
            rejects->translate ? rejects->translate(reject->reason) : reject->reason);
    rejects->last = '\n';
}

bool import_rejects_put(struct import_rejects *rejects, const char *input, const struct raw_reject *reject,
                        struct error *error)
{
    if (rejects->discard)
        return true;
    if (!open_for(rejects, input, error))
        return false;
    if (!reject->is_rest)
        write_place(rejects, input, reject);
    write_bytes(rejects, reject->raw);
    write_bytes(rejects, reject->line_break);
    return !ferror(rejects->file) || failed(rejects->files[rejects->file_count - 1].path, errno, error);
}

static void unlock(struct reject_file *file)
{
    if (file->lock >= 0)
        close(file->lock);
    file->lock = -1;
}

bool import_rejects_finish(struct import_rejects *rejects, struct error *error)
{
    if (!close_current(rejects, error))
        return false;
    for (size_t i = 0; i < rejects->file_count; i++) {
        struct reject_file *file = &rejects->files[i];
        if (!file->temporary)
            continue;
        if (rename(file->temporary, file->path) != 0)
            return failed(file->path, errno, error);
        free(file->temporary);
        file->temporary = NULL;
        unlock(file);
    }
    return true;
}

/* --- What an earlier import left ------------------------------------------------------------ */

static bool is_leftover(const char *entry, const char *name)
{
    static const char mark[] = ".new-";
    size_t length = strlen(name);
    if (entry[0] != '.' || strncmp(entry + 1, name, length) != 0 ||
        strncmp(entry + 1 + length, mark, sizeof mark - 1) != 0)
        return false;
    const char *process = entry + 1 + length + sizeof mark - 1;
    return *process && process[strspn(process, "0123456789")] == '\0';
}

/* Unless an import holds the lock on it. */
static void remove_leftover(int folder, const char *entry)
{
    struct stat status;
    int descriptor = openat(folder, entry, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, entry, 0);
    close(descriptor);
}

void import_rejects_remove_leftovers(const struct import_rejects *rejects, const char *input)
{
    char *path = rejects->discard ? NULL : import_rejects_path(rejects, input), *file;
    if (path && rejects->path && path_follow(path, &file, NULL)) {
        free(path);
        path = file;
    }
    char *for_folder = path ? strdup(path) : NULL;
    DIR *folder = for_folder ? opendir(dirname(for_folder)) : NULL;
    struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL)
        if (is_leftover(entry->d_name, basename(path)))
            remove_leftover(dirfd(folder), entry->d_name);
    if (folder)
        closedir(folder);
    free(for_folder);
    free(path);
}

/* Whether it begins as rejects of a file of that name do: whatever else has the name is not ours to remove. */
static bool is_of_input(const char *path, const char *input)
{
    char line[4096];
    bool is_ours = false;
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "r") : NULL;
    const char *slash = strrchr(input, '/'), *name = slash ? slash + 1 : input;
    if (file && fgets(line, sizeof line, file) && strncmp(line, "# ", 2) == 0)
        for (char *at = line; !is_ours && (at = strstr(at + 1, name)) != NULL;)
            is_ours = (at[-1] == ' ' || at[-1] == '/') && strncmp(at + strlen(name), ", ", 2) == 0;
    if (file)
        fclose(file);
    else if (descriptor >= 0)
        close(descriptor);
    return is_ours;
}

void import_rejects_remove_stale(const struct import_rejects *rejects, const char *input)
{
    char *path = rejects->discard ? NULL : import_rejects_path(rejects, input);
    bool is_written = !path || (rejects->path && rejects->file_count > 0);
    for (size_t i = 0; !is_written && i < rejects->file_count; i++)
        is_written = strcmp(rejects->files[i].path, path) == 0;
    if (!is_written && is_of_input(path, input))
        unlink(path);
    free(path);
}

void import_rejects_end(struct import_rejects *rejects)
{
    if (rejects->file)
        fclose(rejects->file);
    for (size_t i = 0; i < rejects->file_count; i++) {
        if (rejects->files[i].temporary)
            unlink(rejects->files[i].temporary);
        unlock(&rejects->files[i]);
        free(rejects->files[i].temporary);
        free(rejects->files[i].path);
    }
    free(rejects->files);
    *rejects = (struct import_rejects){0};
}
