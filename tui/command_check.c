#include "tui/command.h"

#include <stdio.h>

#include "core/export.h"
#include "core/index.h"
#include "tui/messages.h"

int command_check(const struct options *options, struct error *error)
{
    struct store *store = NULL;
    struct buffer out = {0};
    if (options->word_count > 0) {
        error_set(error, ERROR_USAGE, options->words[0], "check takes no words");
        error_set_way_out(error, "name the database with --db FILE");
        return EXIT_USAGE;
    }
    struct index *index = NULL;
    bool good = command_open_store(options, &store, error) && store_check(store, NULL, NULL, error) &&
                index_open(store, &index, error);
    if (good) {
        struct store_info info = store_info(store);
        if (options->json) {
            buffer_append_format(&out, "{\"ok\":true,\"recalls\":%u,\"sources\":%u,\"schema\":%d,\"built\":",
                                 (unsigned)info.recall_count, (unsigned)info.source_count, info.schema_version);
            export_json_string(text_view_of(info.built), &out);
            buffer_append_string(&out, "}\n");
        } else {
            buffer_append_format(&out, "%s: %s · ", store_path(store), _("is whole"));
            buffer_append_format(&out, messages_plural("%u recall", "%u recalls", info.recall_count),
                                 (unsigned)info.recall_count);
            buffer_append_string(&out, " · ");
            buffer_append_format(&out, messages_plural("%u source", "%u sources", info.source_count),
                                 (unsigned)info.source_count);
            buffer_append_format(&out, " · %s %.10s", _("as of"), info.built);
            buffer_append_format(&out, "%s%s\n", index ? "" : " · ", index ? "" : _("searching is slow: import again"));
        }
    } else if (options->json && error->kind == ERROR_DAMAGED) {
        buffer_append_string(&out, "{\"ok\":false,\"recalls\":null,\"sources\":null,\"schema\":null,\"built\":null}\n");
    }
    struct error unprinted;
    if (out.length > 0 &&
        !(options->json ? command_write(buffer_view(&out), &unprinted)
                        : command_print(buffer_view(&out), options, &unprinted)) &&
        good) {
        *error = unprinted;
        good = false;
    }
    buffer_free(&out);
    index_close(index);
    store_close(store);
    return good ? EXIT_DONE : command_status(error);
}
