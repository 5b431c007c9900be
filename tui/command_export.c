#include "tui/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/export.h"
#include "core/export_table.h"
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

/* A table that is being written, and what became of the recalls. */
struct writing {
    bool is_csv;               /* ours, that takes all; else: */
    struct export_table table; /* an authority's */
    uint64_t counts[EXPORT_NOTHING + 1];
};

static void write_head(const struct writing *writing, struct buffer *out)
{
    if (writing->is_csv)
        export_csv_head(out);
    else
        export_table_head(&writing->table, out);
}

static void write_recall(struct writing *writing, const struct recall *recall, struct arena *arena, struct buffer *out)
{
    enum export_result result = EXPORT_WHOLE;
    if (writing->is_csv)
        export_csv_recall(recall, out);
    else
        result = export_table_recall(&writing->table, recall, arena, out);
    writing->counts[result]++;
}

/* All hits as a table. */
static bool export_table(struct store *store, struct search *search, struct writing *writing, struct error *error)
{
    enum { PAGE = 64 };
    uint32_t ranks[PAGE], count = search_count(search);
    struct arena *arena = arena_new();
    struct buffer out = {0};
    bool good = arena != NULL || error_set_memory(error, "export");
    write_head(writing, &out);
    for (uint32_t first = 0; good && first < count; first += PAGE) {
        size_t taken = search_page(search, first, PAGE, ranks);
        for (size_t i = 0; good && i < taken; i++) {
            struct recall recall;
            arena_clear(arena);
            good = store_fetch(store, ranks[i], arena, &recall, error);
            if (good)
                write_recall(writing, &recall, arena, &out);
        }
        good = good && (out.failed ? error_set_memory(error, "export") : command_write(buffer_view(&out), error));
        buffer_clear(&out);
    }
    good = good && (out.length == 0 || command_write(buffer_view(&out), error));
    buffer_free(&out);
    arena_free(arena);
    return good;
}

/* What an authority's table does not hold is said, lest somebody takes it for all there is. */
static void say_left_out(const struct writing *writing, const struct options *options)
{
    const struct {
        const char *one, *many;
        uint64_t count;
    } lines[] = {
        {NP_("recall is left out: of another authority, or not to be written in such a table",
             "recalls are left out: of another authority, or not to be written in such a table"),
         writing->counts[EXPORT_NOTHING]},
        {NP_("recall has facts for which such a table has no column",
             "recalls have facts for which such a table has no column"),
         writing->counts[EXPORT_PART]},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct error said = {0};
        char words[200];
        if (lines[i].count == 0)
            continue;
        snprintf(words, sizeof words, "%" PRIu64 " %s", lines[i].count,
                 messages_plural(lines[i].one, lines[i].many, lines[i].count));
        error_set_texts(&said, ERROR_USAGE, options->format, words, NULL);
        command_complain(&said, options);
    }
}

int command_export(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    struct query *query = NULL;
    struct search *search = NULL;
    struct writing writing = {0};
    struct options as_json = *options;
    const char *format = options->format && strcmp(options->format, "auto") != 0 ? options->format : "jsonl";
    int status = EXIT_DONE;
    bool good = !options->source || strcmp(format, "adac") == 0 ||
                error_set_texts(error, ERROR_USAGE, "--source", N_("goes with --format adac alone"),
                                N_("write source:NAME as the query"));
    if (good && options->json && strcmp(format, "jsonl") != 0)
        good = error_set_texts(error, ERROR_USAGE, "--json", N_("is the format jsonl, and --format names another"),
                               N_("leave one of both out"));
    good = good && command_open_store(options, &store, error);
    if (good && strcmp(format, "adac") == 0) {
        good = export_list(options, store, error);
    } else if (good && strcmp(format, "jsonl") == 0) {
        as_json.json = true;
        as_json.has_limit = false;
        good = command_search_words(options, store, &query, &search, error) &&
               command_print_hits(&as_json, store, search, error);
        if (good && search_count(search) == 0)
            status = EXIT_NOTHING;
    } else if (good && ((writing.is_csv = strcmp(format, "csv") == 0) || export_table_begin(&writing.table, format))) {
        good = command_search_words(options, store, &query, &search, error) &&
               export_table(store, search, &writing, error);
        if (good)
            say_left_out(&writing, options);
        if (good && writing.counts[EXPORT_WHOLE] + writing.counts[EXPORT_PART] == 0)
            status = EXIT_NOTHING;
    } else if (good) {
        error_set(error, ERROR_USAGE, format, "is no format that can be written");
        good = error_set_way_out(error, "use one of: %s", "adac, kba, nhtsa, dvsa, vrdb, csv, jsonl");
    }
    search_free(search);
    query_free(query);
    store_close(store);
    return good ? status : command_status(error);
}
