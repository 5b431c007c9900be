#include "tui/command.h"

#include <string.h>

#include "core/export.h"
#include "core/query.h"
#include "core/search.h"
#include "tui/command_list.h"
#include "tui/messages.h"

static bool write_bytes(void *context, struct text_view bytes, struct error *error)
{
    (void)context;
    return command_write(bytes, error);
}

static bool export_list(const struct options *options, struct store *store, struct error *error)
{
    if (!options->source) {
        error_set(error, ERROR_USAGE, "export", "the format adac needs --source NAME");
        return error_set_way_out(error, "see rueckruf --help");
    }
    if (options->word_count > 0)
        return error_set_texts(error, ERROR_USAGE, "export", N_("the format adac is a whole list, as it was read"),
                               N_("leave the query out, or use --format jsonl or csv"));
    return export_adac(store, options->source, write_bytes, NULL, error);
}

/* All hits as a table. */
static bool export_table(struct store *store, struct search *search, struct error *error)
{
    enum { PAGE = 64 };
    uint32_t ranks[PAGE], count = search_count(search);
    struct arena *arena = arena_new();
    struct buffer out = {0};
    bool good = arena != NULL || error_set_memory(error, "export");
    export_csv_head(&out);
    for (uint32_t first = 0; good && first < count; first += PAGE) {
        size_t taken = search_page(search, first, PAGE, ranks);
        for (size_t i = 0; good && i < taken; i++) {
            struct recall recall;
            arena_clear(arena);
            good = store_fetch(store, ranks[i], arena, &recall, error);
            if (good)
                export_csv_recall(&recall, &out);
        }
        good = good && (out.failed ? error_set_memory(error, "export") : command_write(buffer_view(&out), error));
        buffer_clear(&out);
    }
    good = good && (out.length == 0 || command_write(buffer_view(&out), error));
    buffer_free(&out);
    arena_free(arena);
    return good;
}

int command_export(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    struct query *query = NULL;
    struct search *search = NULL;
    struct options as_json = *options;
    const char *format = options->format && strcmp(options->format, "auto") != 0 ? options->format : "jsonl";
    int status = EXIT_DONE;
    bool good = !options->source || strcmp(format, "adac") == 0 ||
                error_set_texts(error, ERROR_USAGE, "--source", N_("goes with --format adac alone"),
                                N_("write source:NAME as the query"));
    good = good && command_open_store(options, &store, error);
    if (good && strcmp(format, "adac") == 0) {
        good = export_list(options, store, error);
    } else if (good && (strcmp(format, "jsonl") == 0 || strcmp(format, "csv") == 0)) {
        as_json.json = true;
        as_json.has_limit = false;
        good = command_search_words(options, store, &query, &search, error) &&
               (format[0] == 'c' ? export_table(store, search, error)
                                 : command_print_hits(&as_json, store, search, error));
        if (good && search_count(search) == 0)
            status = EXIT_NOTHING;
    } else if (good) {
        error_set(error, ERROR_USAGE, format, "is no format that can be written");
        good = error_set_way_out(error, "use one of: %s", "adac, jsonl, csv");
    }
    search_free(search);
    query_free(query);
    store_close(store);
    return good ? status : command_status(error);
}
