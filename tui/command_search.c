#include "tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/export.h"
#include "tui/command_list.h"
#include "tui/messages.h"
#include "tui/wrap.h"

/* One line a hit: date, urgent word, headline, id; as wide as asked for. */
static void append_line(const struct recall_summary *summary, size_t width, enum text_charset charset,
                        struct buffer *out)
{
    struct buffer headline = {0}, plain = {0}, clean = {0};
    const char *urgent = messages_urgent(summary->hazards, summary->advisories);
    if (urgent)
        buffer_append_format(&headline, "[%s] ", urgent);
    text_normalize_space(text_view_of(summary->headline), &plain);
    buffer_append_view(&headline, buffer_view(&plain));
    text_clean(buffer_view(&headline), charset, &clean);
    buffer_append_format(out, "%-10s  %-7.7s  ", summary->id, summary->date ? summary->date : "");
    wrap_append_cut(buffer_view(&clean), width > 25 ? width - 21 : 4, charset != CHARSET_UTF8, out);
    buffer_append_byte(out, '\n');
    if (headline.failed || plain.failed || clean.failed)
        out->failed = true;
    buffer_free(&headline);
    buffer_free(&plain);
    buffer_free(&clean);
}

static bool append_hit(const struct options *options, struct store *store, uint32_t rank, struct arena *arena,
                       struct buffer *out, struct error *error)
{
    struct recall recall;
    struct recall_summary summary;
    if (options->json) {
        if (!store_fetch(store, rank, arena, &recall, error))
            return false;
        export_json_recall(&recall, out);
    } else {
        if (!store_fetch_summary(store, rank, arena, &summary, error))
            return false;
        append_line(&summary, command_width(options), command_charset(options), out);
    }
    return !out->failed || error_set_memory(error, "search");
}

static bool put_out(const struct options *options, struct buffer *out, struct error *error)
{
    bool good =
        options->json ? command_write(buffer_view(out), error) : command_print(buffer_view(out), options, error);
    buffer_clear(out);
    return good;
}

bool command_print_hits(const struct options *options, struct store *store, struct search *search, struct error *error)
{
    struct arena *arena = arena_new();
    struct buffer out = {0};
    size_t count = search_count(search);
    if (options->has_limit && options->limit < count)
        count = options->limit;
    bool good = arena || error_set_memory(error, "search");
    for (size_t i = 0; good && i < count; i++) {
        uint32_t rank;
        arena_clear(arena);
        good = search_page(search, (uint32_t)i, 1, &rank) == 1 &&
               append_hit(options, store, rank, arena, &out, error) &&
               (out.length < 65536 || put_out(options, &out, error));
    }
    good = good && put_out(options, &out, error);
    arena_free(arena);
    buffer_free(&out);
    return good;
}

int command_search(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    struct query *query = NULL;
    struct search *search = NULL;
    int status = EXIT_DONE;
    bool good =
        command_open_store(options, &store, error) && command_search_words(options, store, &query, &search, error);
    if (good && options->count)
        printf("%u\n", (unsigned)search_count(search));
    else if (good)
        good = command_print_hits(options, store, search, error);
    if (good && search_is_widened(search) && !options->count && !options->json)
        command_say_widened(options);
    if (good && search_count(search) == 0) {
        status = EXIT_NOTHING;
        if (!options->count && !options->json)
            good = command_print_nothing(options, store, query, error);
    }
    search_free(search);
    query_free(query);
    store_close(store);
    return good ? status : command_status(error);
}
