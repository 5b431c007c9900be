#include "tui/command_list.h"

#include <stdio.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/messages.h"

bool command_print_nothing(const struct options *options, struct store *store, const struct query *query,
                           struct error *error)
{
    struct buffer said = {0}, clean = {0}, encoded = {0};
    struct store_info info = store_info(store);
    enum text_charset charset = command_charset(options);
    buffer_append_format(&said, "%s  ", _("No recall found for"));
    query_describe(query, messages_is_german(), &said);
    buffer_append_byte(&said, '\n');
    char date[16];
    snprintf(date, sizeof date, "%.10s", info.built);
    buffer_append_format(&said, _("searched in %u recalls, %u sources, as of %s"), (unsigned)info.recall_count,
                         (unsigned)info.source_count, date);
    buffer_append_format(&said, "\n%s\n", _("No hit does not mean that there is no recall."));
    text_clean(buffer_view(&said), charset, &clean);
    locale_encode(buffer_view(&clean), charset, &encoded);
    bool good = !said.failed && !clean.failed && !encoded.failed;
    if (good)
        fwrite(encoded.bytes, 1, encoded.length, stderr);
    else
        error_set_memory(error, "search");
    buffer_free(&said);
    buffer_free(&clean);
    buffer_free(&encoded);
    return good;
}
