#include "tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/export.h"
#include "tui/command_list.h"
#include "tui/list_line.h"
#include "tui/paint.h"

enum { DATED_COLUMNS = 30 }; /* in less there is no room for a date beside the headline */

/* One line a hit: id, date, urgent word, car, headline; as wide as asked for (20 columns at least). */
static void append_line(const struct recall_summary *summary, size_t width, const struct paint *paint,
                        struct buffer *out)
{
    struct buffer line = {0};
    buffer_append_format(&line, "%-10s  ", summary->id);
    if (width >= DATED_COLUMNS)
        buffer_append_format(&line, "%-7.7s  ", summary->date ? summary->date : "");
    size_t head = line.length;
    size_t urgent = list_line_append(summary, 1, width - head, paint->charset, &line), rest = head + urgent;
    paint_append(paint, (struct text_view){line.bytes, head}, STYLE_NORMAL, out);
    if (urgent > 0)
        paint_append(paint, (struct text_view){line.bytes + head, urgent}, STYLE_URGENT, out);
    paint_append(paint, (struct text_view){line.bytes + rest, line.length - rest}, STYLE_NORMAL, out);
    buffer_append_byte(out, '\n');
    out->failed = out->failed || line.failed;
    buffer_free(&line);
}

static bool append_hit(const struct options *options, const struct paint *paint, struct store *store, uint32_t rank,
                       struct arena *arena, struct buffer *out, struct error *error)
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
        append_line(&summary, command_width(options), paint, out);
    }
    return !out->failed || error_set_memory(error, "search");
}

static bool put_out(struct buffer *out, struct error *error)
{
    bool good = command_write(buffer_view(out), error);
    buffer_clear(out);
    return good;
}

bool command_print_hits(const struct options *options, struct store *store, struct search *search, struct error *error)
{
    struct arena *arena = arena_new();
    struct buffer out = {0};
    size_t count = search_count(search);
    struct paint paint;
    paint_begin(&paint, options);
    if (options->has_limit && options->limit < count)
        count = options->limit;
    bool good = arena || error_set_memory(error, "search");
    for (size_t i = 0; good && i < count; i++) {
        uint32_t rank;
        arena_clear(arena);
        good = search_page(search, (uint32_t)i, 1, &rank) == 1 &&
               append_hit(options, &paint, store, rank, arena, &out, error) &&
               (out.length < 65536 || put_out(&out, error));
    }
    good = good && put_out(&out, error);
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
        printf(options->json ? "{\"count\":%u}\n" : "%u\n", (unsigned)search_count(search));
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
