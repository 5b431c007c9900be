#include "tui/command.h"

#include "core/export.h"
#include "core/query.h"
#include "core/search.h"
#include "tui/messages.h"

static void append_category(const struct options *options, size_t category, uint32_t count, uint32_t primary,
                            struct buffer *out)
{
    const struct kind_name *kind = &category_names[category];
    if (!options->json) {
        struct buffer name = {0};
        text_clean(text_view_of(messages_kind(kind)), command_charset(options), &name);
        size_t width = text_width_columns(buffer_view(&name));
        buffer_append_format(out, "%c ", category < 9 ? (char)('1' + category) : ' ');
        buffer_append_view(out, buffer_view(&name));
        buffer_append_format(out, "%*s %6u\n", (int)(width < 18 ? 18 - width : 1), "", (unsigned)count);
        out->failed = out->failed || name.failed;
        buffer_free(&name);
        return;
    }
    buffer_append_format(out, "{\"key\":\"%s\",\"name\":", kind->key);
    export_json_string(text_view_of(messages_kind(kind)), out);
    buffer_append_format(out, ",\"count\":%u,\"primary\":%u}\n", (unsigned)count, (unsigned)primary);
}

int command_categories(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    struct search *search = NULL;
    struct buffer out = {0};
    struct search_request everything = {.category = -1};
    if (options->word_count > 0) {
        error_set(error, ERROR_USAGE, options->words[0], "categories takes no words");
        return EXIT_USAGE;
    }
    bool good = command_open_store(options, &store, error) && search_new(store, &search, error) &&
                search_run(search, &everything, error);
    const uint32_t *primaries = good ? search_category_primary_counts(search, error) : NULL;
    good = good && primaries;
    for (size_t i = 0; good && i < CATEGORY_COUNT; i++)
        append_category(options, i, search_category_counts(search)[i], primaries[i], &out);
    if (good && out.failed)
        good = error_set_memory(error, "categories");
    good = good &&
           (options->json ? command_write(buffer_view(&out), error) : command_print(buffer_view(&out), options, error));
    buffer_free(&out);
    search_free(search);
    store_close(store);
    return good ? EXIT_DONE : command_status(error);
}
