#ifndef RUECKRUF_TUI_CONFIG_H
#define RUECKRUF_TUI_CONFIG_H

/*
 * The person's own settings: a plain file of lines "name = value", with empty lines and comments, which begin
 * with a # at the line's beginning or behind a blank. What is wrong in it is reported line by line, and all else holds.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/search.h"
#include "tui/keys.h"
#include "tui/page.h"
#include "tui/theme.h"

struct config {
    enum theme theme;
    bool has_theme;
    enum sort_order sort;
    bool is_reversed;
    enum page_layout layout;
    bool is_thrifty;
    bool keeps_hints;
    struct key_bindings bindings;
};

/* As it is without a file. */
void config_default(struct config *config);

/* Takes a mistake: what is the name given and the line ("config:3"). */
typedef void config_reporter(void *context, const struct error *error);

/* Applies the lines of a text to what config holds. */
void config_parse(struct text_view text, const char *name, struct config *config, config_reporter *report,
                  void *context);

/* Reads the file; that it is not there is no mistake. */
void config_read(const char *path, struct config *config, config_reporter *report, void *context);

/* What can be set, for the manual: the name with its values, and what it does (to be translated). */
struct config_setting {
    const char *name;
    const char *values;
    const char *help;
};
extern const struct config_setting config_settings[];
extern const size_t config_setting_count;

#endif
