#include "tui/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/export.h"
#include "tui/locale_text.h"
#include "tui/page.h"

enum { PAPER_COLUMNS = 78 };

/* --- Formats ------------------------------------------------------------------------------- */

static bool append_json(const struct recall *recall, enum text_charset charset, struct buffer *out, struct error *error)
{
    (void)charset, (void)error;
    export_json_recall(recall, out);
    return true;
}

static bool append_csv(const struct recall *recall, enum text_charset charset, struct buffer *out, struct error *error)
{
    (void)charset, (void)error;
    if (out->length == 0)
        export_csv_head(out);
    export_csv_recall(recall, out);
    return true;
}

static bool append_text(const struct recall *recall, enum text_charset charset, struct buffer *out, struct error *error)
{
    struct arena *arena = arena_new();
    struct buffer text = {0}, clean = {0};
    struct page_options layout = {.width_columns = PAPER_COLUMNS, .charset = charset};
    struct page page = {0};
    bool good = arena ? page_lay_out(recall, &layout, arena, &page, error) : error_set_memory(error, recall->id);
    buffer_append_format(&text, "%s%s\n\n", out->length > 0 ? "\n\n" : "", recall->headline);
    for (size_t i = 0; i < page.row_count; i++) {
        buffer_append_view(&text, page.rows[i].text);
        buffer_append_byte(&text, '\n');
    }
    text_clean(buffer_view(&text), charset, &clean);
    locale_encode(buffer_view(&clean), charset, out);
    out->failed = out->failed || text.failed || clean.failed;
    buffer_free(&text);
    buffer_free(&clean);
    arena_free(arena);
    return good;
}

static const struct {
    const char *ending;
    bool (*append)(const struct recall *recall, enum text_charset charset, struct buffer *out, struct error *error);
} formats[] = {{".json", append_json}, {".jsonl", append_json}, {".csv", append_csv}, {"", append_text}};

bool save_append_recall(const struct recall *recall, const char *name, enum text_charset charset, struct buffer *out,
                        struct error *error)
{
    size_t length = strlen(name), i = 0;
    for (;; i++) {
        size_t ending = strlen(formats[i].ending);
        if (ending <= length && strcasecmp(name + length - ending, formats[i].ending) == 0)
            break;
    }
    if (!formats[i].append(recall, charset, out, error))
        return false;
    return !out->failed || error_set_memory(error, name);
}

/* --- To a file ----------------------------------------------------------------------------- */

bool save_write(int file, struct text_view bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(file, bytes.bytes, bytes.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.bytes += written;
        bytes.length -= (size_t)written;
    }
    return true;
}

static bool write_new(const char *path, struct text_view bytes, struct error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST)
        return error_set_texts(error, ERROR_USAGE, path, N_("is there already"), N_("choose another name"));
    if (file < 0 && errno == ENOENT)
        return error_set_texts(error, ERROR_SYSTEM, path, N_("there is no such folder"), NULL);
    if (file < 0)
        return error_set_system(error, ERROR_SYSTEM, path, N_("can't be written"), errno);
    bool good = save_write(file, bytes);
    int code = errno;
    if (close(file) != 0 && good) {
        code = errno;
        good = false;
    }
    if (good)
        return true;
    unlink(path);
    return error_set_system(error, ERROR_SYSTEM, path, N_("can't be written"), code);
}

bool save_new_file(const char *name, struct text_view bytes, struct error *error)
{
    const char *home = getenv("HOME");
    struct buffer path = {0};
    if (name[0] == '~' && (name[1] == '/' || !name[1]) && home)
        buffer_append_format(&path, "%s%s", home, name + 1);
    else
        buffer_append_string(&path, name);
    bool good = path.failed || !path.bytes ? error_set_memory(error, name) : write_new(path.bytes, bytes, error);
    buffer_free(&path);
    return good;
}
