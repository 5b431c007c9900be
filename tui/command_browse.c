#include "tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/query.h"
#include "core/search.h"
#include "tui/browse.h"
#include "tui/command_list.h"
#include "tui/messages.h"

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

int command_browse(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    int status = EXIT_DONE;
    struct rules *rules = NULL;
    bool good = command_open_store(options, &store, error) && command_load_synonyms(&rules, error);
    if (!good)
        store_close(store);
    if (good && !isatty(STDOUT_FILENO)) {
        good = print_list(options, store, &status, error);
        store_close(store);
    } else if (good) {
        char *words = command_join_words(options);
        struct browse_options wanted = {
            .query = words ? words : "",
            .order = options->sort,
            .charset = command_charset(options),
            .is_thrifty = options->thrift,
            .is_restricted = options->restricted,
            .color = options->color,
            .rules = rules,
        };
        good = browse_run(store, &wanted, &status, error);
        free(words);
    }
    rules_free(rules);
    return good ? status : command_status(error);
}
