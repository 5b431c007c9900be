#include "tui/command_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/search_relax.h"
#include "tui/command.h"
#include "tui/messages.h"

void command_say_widened(const struct options *options)
{
    struct buffer said = {0};
    buffer_append_format(&said, "%s\n", _("with synonyms; quote a word to switch them off"));
    command_say(buffer_view(&said), options);
    buffer_free(&said);
}

/* As the shell gives it back in one piece; what it would not touch stays plain. */
static void append_for_shell(const char *words, struct buffer *out)
{
    if (*words && !strpbrk(words, "\t\n!\"#$&'()*;<=>?[\\]^`{|}~")) {
        buffer_append_string(out, words);
        return;
    }
    buffer_append_byte(out, '\'');
    for (; *words; words++)
        buffer_append_string(out, *words == '\'' ? "'\\''" : (char[]){*words, '\0'});
    buffer_append_byte(out, '\'');
}

static void append_search(const struct options *options, const char *query, struct buffer *out)
{
    buffer_append_string(out, "rueckruf search ");
    if (options->db) {
        buffer_append_string(out, "--db ");
        append_for_shell(options->db, out);
        buffer_append_byte(out, ' ');
    }
    buffer_append_string(out, "-- ");
    append_for_shell(query, out);
}

static void append_relaxations(const struct options *options, struct store *store, struct buffer *out)
{
    struct arena *arena = arena_new();
    char *typed = command_join_words(options);
    struct relaxation relaxations[RELAXATIONS_MOST];
    struct rules *rules = NULL;
    struct error error;
    size_t count = 0;
    if (arena && typed && command_load_synonyms(&rules, &error) &&
        search_relax(store, rules, typed, -1, arena, relaxations, &count, &error))
        for (size_t i = 0; i < count; i++) {
            messages_append_relaxation(&relaxations[i], out);
            buffer_append_string(out, ": ");
            append_search(options, relaxations[i].query, out);
            buffer_append_format(out, "  (%u)\n", (unsigned)relaxations[i].count);
        }
    rules_free(rules);
    free(typed);
    arena_free(arena);
}

bool command_print_nothing(const struct options *options, struct store *store, const struct query *query,
                           struct error *error)
{
    struct buffer said = {0};
    struct store_info info = store_info(store);
    bool has_vehicle_number;
    query_vehicle_number_make(query, &has_vehicle_number);
    buffer_append_format(&said, "%s  ", _("No recall found for"));
    query_describe(query, messages_is_german(), &said);
    buffer_append_byte(&said, '\n');
    messages_append_extent(&info, &said);
    buffer_append_byte(&said, '\n');
    if (has_vehicle_number)
        buffer_append_format(&said, "%s\n", _("Recall files know no single cars: search for make and model."));
    append_relaxations(options, store, &said);
    buffer_append_format(&said, "%s\n", _("No hit does not mean that there is no recall."));
    bool good = (!said.failed && command_say(buffer_view(&said), options)) || error_set_memory(error, "search");
    buffer_free(&said);
    return good;
}
