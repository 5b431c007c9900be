#include "tui/place.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *join(const char *directory, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

static bool is_there(const char *path)
{
    return path && access(path, F_OK) == 0;
}

/* The directory of the running program; NULL when the system does not tell. */
static char *program_directory(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return NULL;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    return strdup(path);
}

/* In a build tree configure has left its traces beside the program. */
static char *build_directory(void)
{
    char *directory = program_directory();
    char *trace = directory ? join(directory, "config.status") : NULL;
    if (!is_there(trace)) {
        free(directory);
        directory = NULL;
    }
    free(trace);
    return directory;
}

/* $variable/name, else ~/fallback/name */
static char *user_path(const char *variable, const char *fallback, const char *name)
{
    const char *base = getenv(variable), *home = getenv("HOME");
    if (base && base[0] == '/')
        return join(base, name);
    if (!home || !*home)
        return NULL;
    char *directory = join(home, fallback);
    char *path = directory ? join(directory, name) : NULL;
    free(directory);
    return path;
}

char *place_state(void)
{
    return user_path("XDG_STATE_HOME", ".local/state", "rueckruf/state.db");
}

char *place_own_database(void)
{
    return user_path("XDG_DATA_HOME", ".local/share", "rueckruf/recalls.db");
}

char *place_shipped_database(void)
{
    if (is_there(PKGDATADIR "/recalls.db"))
        return strdup(PKGDATADIR "/recalls.db");
    char *build = build_directory();
    char *path = build ? join(build, "data/recalls.db") : NULL;
    free(build);
    if (is_there(path))
        return path;
    free(path);
    return NULL;
}

char *place_database(const char *option)
{
    const char *named = option ? option : getenv("RUECKRUF_DB");
    if (named && *named)
        return strdup(named);
    char *own = place_own_database();
    if (is_there(own))
        return own;
    char *shipped = place_shipped_database();
    if (shipped) {
        free(own);
        return shipped;
    }
    return own;
}

char *place_rules(void)
{
    const char *named = getenv("RUECKRUF_RULES");
    if (named && *named)
        return strdup(named);
    char *build = build_directory();
    free(build);
    return strdup(build ? SRCDIR "/data/rules" : PKGDATADIR "/rules");
}

char *place_own_rules(void)
{
    return user_path("XDG_CONFIG_HOME", ".config", "rueckruf/rules");
}

char *place_config(void)
{
    return user_path("XDG_CONFIG_HOME", ".config", "rueckruf/config");
}

char *place_catalogues(void)
{
    char *build = build_directory();
    char *path = build ? join(build, "locale") : strdup(LOCALEDIR);
    free(build);
    return path;
}
