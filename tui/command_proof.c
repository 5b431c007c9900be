#include "tui/command.h"

#include <stdlib.h>

#include "tui/messages.h"
#include "tui/proof.h"

static bool print_proof(const struct options *options, struct proof *proof, struct error *error)
{
    struct buffer out = {0};
    proof_take_moment(&proof->moment);
    proof->moment.job = options->job;
    proof->moment.registration = options->registration;
    bool good = options->json ? proof_append_json(proof, &out, error) && command_write(buffer_view(&out), error)
                              : proof_append_text(proof, command_charset(options), &out, error) &&
                                    command_print(buffer_view(&out), options, error);
    buffer_free(&out);
    return good;
}

/* A look-up without a hit is one too: the status is that of a work done. */
int command_proof(const struct options *options, struct error *error)
{
    if (options->word_count == 0) {
        error_set(error, ERROR_USAGE, "proof", "needs what was looked for");
        error_set_way_out(error, "see rueckruf --help");
        return EXIT_USAGE;
    }
    struct store *store = NULL;
    struct query *query = NULL;
    struct search *search = NULL;
    char *typed = command_join_words(options);
    bool good = typed || error_set_memory(error, "proof");
    good = good && command_open_store(options, &store, error) &&
           command_search_words(options, store, &query, &search, error);
    if (good) {
        struct proof proof = {.store = store, .search = search, .query = query, .typed = typed, .category = -1};
        good = print_proof(options, &proof, error);
    }
    search_free(search);
    query_free(query);
    store_close(store);
    free(typed);
    return good ? EXIT_DONE : command_status(error);
}
