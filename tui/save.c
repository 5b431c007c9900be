#include "tui/save.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/export.h"
#include "tui/locale_text.h"
#include "tui/page.h"

enum { PAPER_COLUMNS = 78, COMMAND_WORDS = 16, COMMAND_BYTES = 400 };

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
        if (ending <= length && strcmp(name + length - ending, formats[i].ending) == 0)
            break;
    }
    if (!formats[i].append(recall, charset, out, error))
        return false;
    return !out->failed || error_set_memory(error, name);
}

/* --- To a file ----------------------------------------------------------------------------- */

static bool write_all(int file, struct text_view bytes)
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
    if (file < 0)
        return error_set_system(error, ERROR_SYSTEM, path, N_("can't be written"), errno);
    bool good = write_all(file, bytes);
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
    if (name[0] == '~' && name[1] == '/' && home)
        buffer_append_format(&path, "%s%s", home, name + 1);
    else
        buffer_append_string(&path, name);
    bool good = path.failed || !path.bytes ? error_set_memory(error, name) : write_new(path.bytes, bytes, error);
    buffer_free(&path);
    return good;
}

/* --- To a printer -------------------------------------------------------------------------- */

/* The command's words, in place; their number. */
static size_t split_words(char *line, char *words[COMMAND_WORDS + 1])
{
    size_t count = 0;
    char *rest;
    for (char *word = strtok_r(line, " ", &rest); word && count < COMMAND_WORDS; word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count] = NULL;
    return count;
}

/* What the terminal needs to be told apart from, the printer's command takes as usual. */
static void set_signals(posix_spawnattr_t *attributes)
{
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGTSTP);
    sigaddset(&usual, SIGTTOU);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigdefault(attributes, &usual);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

/* Runs the command with the file as its input and nothing of its own on the screen; errno, or 0. */
static int run_command(const char *command, int input, int *status)
{
    char line[COMMAND_BYTES], *words[COMMAND_WORDS + 1];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t process;
    snprintf(line, sizeof line, "%s", command);
    if (split_words(line, words) == 0)
        return ENOENT;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    posix_spawnattr_init(&attributes);
    set_signals(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int code = posix_spawnp(&process, words[0], &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (code != 0)
        return code;
    while (waitpid(process, status, 0) < 0)
        if (errno != EINTR)
            return errno;
    return 0;
}

bool save_print(struct text_view bytes, struct error *error)
{
    const char *chosen = getenv("RUECKRUF_PRINT");
    const char *commands[] = {"lp", "lpr", NULL}, *only[] = {chosen, NULL};
    int status = 0, code = ENOENT;
    const char *used = NULL;
    /* A file in memory: the command may read it at its own pace. */
    int input = memfd_create("print", MFD_CLOEXEC);
    if (input < 0 || !write_all(input, bytes))
        code = errno;
    for (const char **command = chosen && *chosen ? only : commands; input >= 0 && *command && code == ENOENT;
         command++) {
        lseek(input, 0, SEEK_SET);
        used = *command;
        code = run_command(used, input, &status);
    }
    if (input >= 0)
        close(input);
    if (code == ENOENT)
        return error_set_texts(error, ERROR_SYSTEM, used ? used : "lp", N_("there is no such printer command"),
                               N_("name one in RUECKRUF_PRINT, or write a file with e"));
    if (code != 0)
        return error_set_system(error, ERROR_SYSTEM, used ? used : "lp", NULL, code);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set_texts(error, ERROR_SYSTEM, used, N_("the printer did not take it"),
                               N_("name one in RUECKRUF_PRINT, or write a file with e"));
    return true;
}
