#include "tui/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/place.h"
#include "tui/state.h"

const struct command commands[] = {
    {"search", command_search, N_("[OPTIONS] QUERY..."), N_("print the recalls that match")},
    {"show", command_show, N_("[OPTIONS] ID..."), N_("print whole recalls")},
    {"categories", command_categories, N_("[OPTIONS]"), N_("print the categories and their counts")},
    {"import", command_import, N_("[OPTIONS] FILE..."), N_("add recall files to a database (- is standard input)")},
    {"export", command_export, N_("[OPTIONS] [QUERY...]"), N_("write recalls in a file format")},
    {"check", command_check, N_("[OPTIONS]"), N_("verify a database file")},
    {"proof", command_proof, N_("[OPTIONS] QUERY..."), N_("print the dated record of a look-up")},
    {"terminal", command_terminal, "", N_("show what this terminal can do, and the mends")},
    {0},
};

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

int command_status(const struct error *error)
{
    switch (error->kind) {
    case ERROR_NONE:
    case ERROR_NO_READER:
        return EXIT_DONE;
    case ERROR_NOT_FOUND:
        return EXIT_NOTHING;
    case ERROR_DAMAGED:
    case ERROR_NEWER:
        return EXIT_DAMAGED;
    case ERROR_INTERRUPTED:
        return EXIT_INTERRUPTED;
    default:
        return EXIT_USAGE;
    }
}

enum text_charset command_charset(const struct options *options)
{
    return options->ascii ? CHARSET_ASCII : locale_charset();
}

/*
 * Mostly SIGPIPE ends the program when nobody reads any more. Where whoever started it has it ignore that signal, the
 * reader has seen enough all the same: silence and status 0, as of ripgrep and less; 2 would say that something failed.
 */
static bool write_failed(int code, struct error *error)
{
    return error_set_system(error, code == EPIPE ? ERROR_NO_READER : ERROR_SYSTEM, _("standard output"), NULL, code);
}

bool command_write(struct text_view bytes, struct error *error)
{
    return fwrite(bytes.bytes, 1, bytes.length, stdout) == bytes.length || write_failed(errno, error);
}

bool command_flush(struct error *error)
{
    return fflush(stdout) == 0 || write_failed(errno, error);
}

bool command_print(struct text_view text, const struct options *options, struct error *error)
{
    struct buffer clean = {0}, encoded = {0};
    enum text_charset charset = command_charset(options);
    text_clean(text, charset, &clean);
    locale_encode(buffer_view(&clean), charset, &encoded);
    bool good = clean.failed || encoded.failed ? error_set_memory(error, _("standard output"))
                                               : command_write(buffer_view(&encoded), error);
    buffer_free(&clean);
    buffer_free(&encoded);
    return good;
}

size_t command_width(const struct options *options)
{
    struct winsize size;
    if (options->width > 0)
        return options->width;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
        return size.ws_col < 80 ? size.ws_col : 80;
    return 80;
}

char *command_join_words(const struct options *options)
{
    struct buffer joined = {0};
    for (size_t i = 0; i < options->word_count; i++) {
        buffer_append_string(&joined, i ? " " : "");
        locale_decode(text_view_of(options->words[i]), locale_charset(), &joined);
    }
    if (!joined.bytes && !joined.failed)
        buffer_append_string(&joined, "");
    if (joined.failed) {
        buffer_free(&joined);
        return NULL;
    }
    return joined.bytes;
}

bool command_open_store(const struct options *options, struct store **store, struct error *error)
{
    char *path = place_database(options->db);
    if (!path) {
        error_set(error, ERROR_NO_DATABASE, _("database"), "there is none");
        return error_set_way_out(error, "name one with --db FILE");
    }
    bool good = store_open(path, store, error);
    free(path);
    return good;
}

/* As of a home directory that is another's: after su without -, or in a service. */
bool command_has_own_rules(struct error *error)
{
    char *own = place_own_rules();
    DIR *folder = own ? opendir(own) : NULL;
    int code = errno;
    bool good = !own || folder || code == ENOENT || code == ENOTDIR;
    if (folder)
        closedir(folder);
    if (!good) {
        error_set_system(error, ERROR_INPUT, own, N_("the rules can't be read"), code);
        error_set_way_out(error, "it goes on without them");
    }
    free(own);
    return good;
}

void command_say_left_out(const struct options *options)
{
    struct error error;
    if (!command_has_own_rules(&error))
        command_complain(&error, options);
}

static bool load(bool (*load_from)(const char *, const char *, struct rules **, struct error *), struct rules **rules,
                 struct error *error)
{
    struct error left_out;
    char *directory = place_rules(), *own = command_has_own_rules(&left_out) ? place_own_rules() : NULL;
    bool good = directory ? load_from(directory, own, rules, error) : error_set_memory(error, "rules");
    free(directory);
    free(own);
    return good;
}

bool command_load_rules(struct rules **rules, struct error *error)
{
    return load(rules_load, rules, error);
}

bool command_load_synonyms(struct rules **rules, struct error *error)
{
    return load(rules_load_synonyms, rules, error);
}

void command_say_mistakes(const struct rules *rules, const struct options *options)
{
    for (size_t i = 0; rules && i < rules_mistake_count(rules); i++)
        command_complain(rules_mistake(rules, i), options);
}

/* What the person has marked in the browser, and what is new to them. Printing a list is no visit. */
static void ask_state(const struct options *options, struct store *store, struct search_request *request,
                      struct state_ranks *ranks)
{
    char *path = options->restricted ? NULL : place_state();
    struct state *state = path && access(path, R_OK) == 0 ? state_open(path) : NULL;
    if (state) {
        state_look_at_visits(state, store);
        state_fill_request(state, store, request, ranks);
    }
    state_close(state);
    free(path);
}

bool command_search_words(const struct options *options, struct store *store, struct query **query,
                          struct search **search, struct error *error)
{
    *query = NULL;
    *search = NULL;
    char *words = command_join_words(options);
    if (!words)
        return error_set_memory(error, "query");
    struct rules *rules = NULL;
    command_say_left_out(options);
    bool good = query_parse(text_view_of(words), query, error) && command_load_synonyms(&rules, error) &&
                query_widen(*query, rules, error) && search_new(store, search, error);
    command_say_mistakes(rules, options);
    rules_free(rules);
    free(words);
    struct search_request request = {.query = *query, .category = -1, .order = options->sort};
    struct state_ranks ranks = {0};
    if (good && (query_asks_what_is(*query, IS_MARKED) || query_asks_what_is(*query, IS_NEW)))
        ask_state(options, store, &request, &ranks);
    good = good && search_run(*search, &request, error);
    state_forget_ranks(&ranks);
    return good;
}

bool command_say(struct text_view lines, const struct options *options)
{
    struct buffer clean = {0}, encoded = {0};
    enum text_charset charset = command_charset(options);
    text_clean(lines, charset, &clean);
    locale_encode(buffer_view(&clean), charset, &encoded);
    bool good = !clean.failed && !encoded.failed;
    if (good)
        fwrite(encoded.bytes, 1, encoded.length, stderr);
    buffer_free(&clean);
    buffer_free(&encoded);
    return good;
}

void command_complain(const struct error *error, const struct options *options)
{
    struct buffer line = {0}, mended = {0}, clean = {0}, encoded = {0};
    enum text_charset charset = command_charset(options);
    buffer_append_string(&line, "rueckruf: ");
    messages_append_error(error, &line);
    locale_mend(buffer_view(&line), locale_charset(), &mended);
    text_clean(buffer_view(&mended), charset, &clean);
    text_join_lines(&clean, 0);
    locale_encode(buffer_view(&clean), charset, &encoded);
    fprintf(stderr, "%s\n", encoded.bytes ? encoded.bytes : error->why);
    buffer_free(&line);
    buffer_free(&mended);
    buffer_free(&clean);
    buffer_free(&encoded);
}
