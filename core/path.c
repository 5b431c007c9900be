#include "core/path.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More links than the system follows itself are a circle. */
enum { MOST_LINKS = 40 };

/* The folder of path as realpath() has it, and the name in it; NULL: there is no such folder. */
static char *follow_folder(const char *path)
{
    char *for_folder = strdup(path), *for_name = strdup(path), *file = NULL;
    char *folder = for_folder && for_name ? realpath(dirname(for_folder), NULL) : NULL;
    if (folder && asprintf(&file, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, basename(for_name)) < 0)
        file = NULL;
    free(for_folder);
    free(for_name);
    free(folder);
    return file;
}

/* Where the link leads: one step. NULL: out of memory. */
static char *follow_link(const char *link, const char *target)
{
    char *next = NULL, *folder = strdup(link);
    if (folder &&
        (target[0] == '/' ? asprintf(&next, "%s", target) : asprintf(&next, "%s/%s", dirname(folder), target)) < 0)
        next = NULL;
    free(folder);
    return next;
}

/* The end of a chain of links to a file that is not there. */
static bool follow_chain(const char *path, char **file, struct error *error)
{
    char *at = strdup(path);
    for (int links = 0; at && links < MOST_LINKS; links++) {
        char target[PATH_MAX];
        ssize_t length = readlink(at, target, sizeof target - 1);
        if (length < 0) {
            *file = follow_folder(at);
            if (!*file && links > 0) {
                error_set(error, ERROR_SYSTEM, path, "is a link to %s, and there is no such folder", at);
                free(at);
                return false;
            }
            if (*file)
                free(at);
            else
                *file = at;
            return true;
        }
        target[length] = '\0';
        char *next = follow_link(at, target);
        free(at);
        at = next;
    }
    if (!at)
        return error_set_memory(error, path);
    free(at);
    return error_set_system(error, ERROR_SYSTEM, path, NULL, ELOOP);
}

bool path_follow(const char *path, char **file, struct error *error)
{
    *file = realpath(path, NULL);
    return *file || follow_chain(path, file, error);
}

bool path_is_same(const char *a, const char *b)
{
    struct stat of_a, of_b;
    if (stat(a, &of_a) == 0 && stat(b, &of_b) == 0)
        return of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
    char *file_a, *file_b;
    if (!path_follow(a, &file_a, NULL))
        return false;
    bool same = path_follow(b, &file_b, NULL);
    if (same) {
        same = strcmp(file_a, file_b) == 0;
        free(file_b);
    }
    free(file_a);
    return same;
}
