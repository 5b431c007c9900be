#include "core/import_rejects.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool failed(const struct import_rejects *rejects, struct error *error)
{
    error_set_system(error, ERROR_SYSTEM, rejects->open_path, N_("the rejects can't be written"), errno);
    return error_set_way_out(error, "name another place with --rejects FILE");
}

void import_rejects_begin(struct import_rejects *rejects, const char *path, bool discard,
                          const char *(*translate)(const char *english))
{
    *rejects = (struct import_rejects){.path = path, .discard = discard, .translate = translate};
}

static bool open_for(struct import_rejects *rejects, const char *input, struct error *error)
{
    char *path = NULL;
    if (rejects->path)
        path = strdup(rejects->path);
    else if (asprintf(&path, "%s.rejects", strcmp(input, "-") == 0 ? "stdin" : input) < 0)
        path = NULL;
    if (!path)
        return error_set_memory(error, input);
    if (rejects->file && strcmp(path, rejects->open_path) == 0) {
        free(path);
        return true;
    }
    bool good = import_rejects_end(rejects, error);
    rejects->open_path = path;
    rejects->file = good ? fopen(path, "we") : NULL;
    return good && (rejects->file || failed(rejects, error));
}

bool import_rejects_put(struct import_rejects *rejects, const char *input, const struct raw_reject *reject,
                        struct error *error)
{
    if (rejects->discard)
        return true;
    if (!open_for(rejects, input, error))
        return false;
    struct error place;
    char said[120];
    error_set(&place, ERROR_INPUT, input, "line %zu, byte %llu", reject->line,
              (unsigned long long)reject->offset_bytes);
    error_write(&place.reason, rejects->translate, said, sizeof said);
    fprintf(rejects->file, "# %s, %s: %s\n", input, said,
            rejects->translate ? rejects->translate(reject->reason) : reject->reason);
    fwrite(reject->raw.bytes, 1, reject->raw.length, rejects->file);
    putc('\n', rejects->file);
    return !ferror(rejects->file) || failed(rejects, error);
}

bool import_rejects_end(struct import_rejects *rejects, struct error *error)
{
    bool good = !rejects->file || fclose(rejects->file) == 0;
    rejects->file = NULL;
    if (!good)
        failed(rejects, error);
    free(rejects->open_path);
    rejects->open_path = NULL;
    return good;
}
