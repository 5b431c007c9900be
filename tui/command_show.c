#include "tui/command.h"

#include <stdlib.h>
#include <string.h>

#include "core/export.h"
#include "core/understand.h"
#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/page.h"
#include "tui/paint.h"
#include "tui/wrap.h"

/* The headline over all columns, and an empty line. */
static bool append_headline(const struct paint *paint, const char *headline, size_t width_columns, struct arena *arena,
                            struct buffer *out)
{
    struct buffer plain = {0}, clean = {0};
    struct wrap_line *lines;
    size_t count;
    text_normalize_space(text_view_of(headline), &plain);
    text_clean(buffer_view(&plain), paint->charset, &clean);
    bool good =
        !plain.failed && !clean.failed && wrap_paragraph(buffer_view(&clean), width_columns, arena, &lines, &count);
    for (size_t i = 0; good && i < count; i++) {
        paint_append(paint, (struct text_view){clean.bytes + lines[i].start, lines[i].length}, STYLE_MARKER, out);
        buffer_append_byte(out, '\n');
    }
    buffer_append_byte(out, '\n');
    buffer_free(&plain);
    buffer_free(&clean);
    return good;
}

static bool append_page(const struct options *options, const struct paint *paint, const struct recall *recall,
                        struct arena *arena, struct buffer *out, struct error *error)
{
    struct page_options layout = {.width_columns = command_width(options), .charset = command_charset(options)};
    struct page page;
    if (!page_lay_out(recall, &layout, arena, &page, error))
        return false;
    if (!append_headline(paint, recall->headline, layout.width_columns, arena, out))
        return error_set_memory(error, recall->id);
    for (size_t i = 0; i < page.row_count; i++)
        paint_append_row(paint, &page.rows[i], out);
    return !out->failed || error_set_memory(error, recall->id);
}

static bool append_explained(const struct paint *paint, const struct rules *rules, const struct recall *recall,
                             struct buffer *out, struct error *error)
{
    struct buffer explained = {0};
    struct reading *reading = reading_new(rules);
    bool good = reading ? understand_explain(reading, recall, &explained, error) : error_set_memory(error, recall->id);
    reading_free(reading);
    buffer_append_byte(out, '\n');
    paint_append(paint, buffer_view(&explained), STYLE_NORMAL, out);
    out->failed = out->failed || explained.failed;
    buffer_free(&explained);
    return good;
}

static bool append_recall(const struct options *options, const struct paint *paint, const struct rules *rules,
                          struct store *store, const char *id, bool is_first, struct buffer *out, struct error *error)
{
    uint32_t rank;
    struct recall recall;
    struct arena *arena = arena_new();
    if (!arena)
        return error_set_memory(error, id);
    bool good = store_find_id(store, id, &rank, error) && store_fetch(store, rank, arena, &recall, error);
    if (good && options->json) {
        export_json_recall(&recall, out);
    } else if (good) {
        buffer_append_string(out, is_first ? "" : "\n\n");
        good = append_page(options, paint, &recall, arena, out, error);
    }
    if (good && options->explain)
        good = append_explained(paint, rules, &recall, out, error);
    arena_free(arena);
    return good;
}

/* All ids are looked up; each that is not there is told of, and the status is that of nothing found. */
int command_show(const struct options *options, struct error *error)
{
    if (options->word_count == 0) {
        error_set(error, ERROR_USAGE, "show", "needs the id of a recall");
        error_set_way_out(error, "find one with rueckruf search");
        return EXIT_USAGE;
    }
    if (options->json && options->explain) {
        error_set(error, ERROR_USAGE, "--explain", "is read by people, not as JSON");
        error_set_way_out(error, "leave one of both out");
        return EXIT_USAGE;
    }
    struct store *store = NULL;
    struct rules *rules = NULL;
    struct buffer out = {0};
    bool is_missing = false;
    struct paint paint;
    paint_begin(&paint, options);
    if (options->explain)
        command_say_left_out(options);
    bool good = command_open_store(options, &store, error) && (!options->explain || command_load_rules(&rules, error));
    command_say_mistakes(rules, options);
    for (size_t i = 0; good && i < options->word_count; i++) {
        good = append_recall(options, &paint, rules, store, options->words[i], out.length == 0, &out, error);
        if (!good && error->kind == ERROR_NOT_FOUND) {
            error_set_way_out(error, "find one with rueckruf search");
            command_complain(error, options);
            *error = (struct error){0};
            good = is_missing = true;
        }
    }
    good = good && command_write(buffer_view(&out), error);
    buffer_free(&out);
    rules_free(rules);
    store_close(store);
    return good && is_missing ? EXIT_NOTHING : command_status(error);
}
