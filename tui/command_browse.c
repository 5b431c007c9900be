#include "tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/query.h"
#include "core/search.h"
#include "tui/browse.h"
#include "tui/command_list.h"
#include "tui/config.h"
#include "tui/messages.h"
#include "tui/place.h"

/* Without a terminal the browser's list is printed instead. */
static bool print_list(const struct options *options, struct store *store, int *status, struct error *error)
{
    struct query *query;
    struct search *search;
    bool good = command_search_words(options, store, &query, &search, error) &&
                command_print_hits(options, store, search, error);
    if (good && search_count(search) == 0) {
        *status = EXIT_NOTHING;
        good = command_print_nothing(options, store, query, error);
    }
    search_free(search);
    query_free(query);
    return good;
}

/* What is wrong in the configuration: all of it is told before the screen is taken, the first thing on it again. */
struct mistakes {
    const struct options *options;
    struct buffer first;
    unsigned count;
};

static void note_mistake(void *context, const struct error *error)
{
    struct mistakes *mistakes = context;
    command_complain(error, mistakes->options);
    if (mistakes->count++ == 0)
        messages_append_error(error, &mistakes->first);
}

/* On the screen by the file's name alone, for which there is room. */
static void note_mistake_in_rules(struct mistakes *mistakes, const struct error *error)
{
    const char *slash = strrchr(error->what, '/');
    command_complain(error, mistakes->options);
    if (mistakes->count++ > 0)
        return;
    struct error brief = *error;
    snprintf(brief.what, sizeof brief.what, "%s", slash ? slash + 1 : error->what);
    brief.remedy = (struct error_text){0};
    brief.choices = NULL;
    messages_append_error(&brief, &mistakes->first);
}

/* Who has rules of his own waits for them at once, to learn of mistakes where it is not in the way of typing. */
static void check_own_rules(struct mistakes *mistakes)
{
    struct rules *rules = NULL;
    struct error error;
    char *own = place_own_rules();
    if (own && access(own, F_OK) == 0 && command_load_synonyms(&rules, &error))
        for (size_t i = 0; i < rules_mistake_count(rules); i++)
            note_mistake_in_rules(mistakes, rules_mistake(rules, i));
    rules_free(rules);
    free(own);
}

static void read_config(struct config *config, struct mistakes *mistakes)
{
    char *path = place_config();
    config_default(config);
    config->theme = theme_guess(getenv("COLORFGBG"));
    if (path)
        config_read(path, config, note_mistake, mistakes);
    struct error left_out;
    if (!command_has_own_rules(&left_out))
        note_mistake(mistakes, &left_out);
    else
        check_own_rules(mistakes);
    if (mistakes->count > 1)
        buffer_append_format(&mistakes->first, " (+%u)", mistakes->count - 1);
    free(path);
}

static bool browse(const struct options *options, struct store *store, int *status, struct error *error)
{
    struct config config;
    struct mistakes mistakes = {.options = options};
    char *words = command_join_words(options);
    read_config(&config, &mistakes);
    const struct browse_options wanted = {
        .query = words ? words : "",
        .order = options->has_sort ? options->sort : config.sort,
        .is_reversed = !options->has_sort && config.is_reversed,
        .charset = command_charset(options),
        .is_thrifty = options->thrift || config.is_thrifty,
        .is_restricted = options->restricted,
        .color = options->color,
        .theme = config.theme,
        .config = &config,
        .mistake = mistakes.count > 0 && !mistakes.first.failed ? mistakes.first.bytes : NULL,
    };
    bool good = browse_run(store, &wanted, status, error);
    buffer_free(&mistakes.first);
    free(words);
    return good;
}

/* A terminal on which nothing can be drawn, as in a shell within an editor. */
static bool is_dumb(void)
{
    const char *term = getenv("TERM");
    return term && strcmp(term, "dumb") == 0;
}

int command_browse(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    int status = EXIT_DONE;
    memory_keep_little();
    bool good = command_open_store(options, &store, error);
    if (good && (!isatty(STDOUT_FILENO) || is_dumb())) {
        good = print_list(options, store, &status, error);
        store_close(store);
    } else if (good) {
        good = browse(options, store, &status, error);
    }
    return good ? status : command_status(error);
}
