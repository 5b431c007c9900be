#include "tui/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "tui/messages.h"

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

enum { FILE_BYTES_MOST = 1024 * 1024 };

enum setting {
    SETTING_THEME,
    SETTING_SORT,
    SETTING_REVERSED,
    SETTING_LAYOUT,
    SETTING_THRIFT,
    SETTING_HINTS,
    SETTING_KEYS
};

const struct config_setting config_settings[] = {
    [SETTING_THEME] = {"theme", "dark light mono", N_("colours for a dark or a light background, or none")},
    [SETTING_SORT] = {"sort", "date relevance make headline", N_("the order of the list at the start")},
    [SETTING_REVERSED] = {"reversed", "yes no", N_("that order the other way round")},
    [SETTING_LAYOUT] = {"layout", "reading original", N_("texts laid out for reading, or as the source wrote them")},
    [SETTING_THRIFT] = {"thrift", "yes no", N_("for slow lines, as --thrift")},
    [SETTING_HINTS] = {"hints", "new all", N_("keys on the last line: those not used yet, or all")},
    [SETTING_KEYS] = {"key.NAME", "j Ctrl-D PgDn …",
                      N_("the keys of a command, up to four; no key at all unbinds it. NAME is one of:")},
};
const size_t config_setting_count = sizeof config_settings / sizeof *config_settings;

void config_default(struct config *config)
{
    *config = (struct config){.theme = THEME_DARK, .sort = SORT_DATE, .layout = PAGE_READING};
    keys_default(&config->bindings);
}

/* A line being read. */
struct line {
    struct text_view name, value;
    struct config *config;
    char what[80];
    config_reporter *report;
    void *context;
    unsigned *bound; /* of each row of the key table: the line that has bound it; 0: none */
    unsigned number;
};

static bool begins_with(struct text_view text, const char *start)
{
    return text.length >= strlen(start) && memcmp(text.bytes, start, strlen(start)) == 0;
}

static struct text_view trim(struct text_view text)
{
    while (text.length > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t'))
        text = (struct text_view){text.bytes + 1, text.length - 1};
    while (text.length > 0 && strchr(" \t\r", text.bytes[text.length - 1]))
        text.length--;
    return text;
}

/* The next word of a value. */
static bool next_word(struct text_view *rest, struct text_view *word)
{
    size_t length = 0;
    *rest = trim(*rest);
    while (length < rest->length && rest->bytes[length] != ' ' && rest->bytes[length] != '\t')
        length++;
    *word = (struct text_view){rest->bytes, length};
    *rest = (struct text_view){rest->bytes + length, rest->length - length};
    return length > 0;
}

/* The number of the value among those that the setting names. */
static bool choose(const struct line *line, enum setting setting, size_t *chosen)
{
    struct text_view rest = text_view_of(config_settings[setting].values), word;
    struct error error = {0};
    for (*chosen = 0; next_word(&rest, &word); ++*chosen)
        if (text_view_equal(word, line->value))
            return true;
    error_set(&error, ERROR_USAGE, line->what, "%.*s is no value of %s", (int)line->value.length, line->value.bytes,
              config_settings[setting].name);
    error_set_way_out(&error, "one of: %s", config_settings[setting].values);
    line->report(line->context, &error);
    return false;
}

/* --- Keys ---------------------------------------------------------------------------------- */

/* A key that an earlier line has bound to another command is a mistake; one of the table's own is taken over. */
static bool is_free(struct line *line, size_t own, uint32_t key, struct text_view word)
{
    struct error error = {0};
    for (size_t row = 0; row < KEY_ROWS; row++) {
        for (size_t k = 0; row != own && line->bound[row] && k < KEYS_MOST; k++) {
            if (line->config->bindings.keys[row][k] != key)
                continue;
            error_set(&error, ERROR_USAGE, line->what, "%.*s is bound to %s in line %u already", (int)word.length,
                      word.bytes, key_table[row].name, line->bound[row]);
            line->report(line->context, &error);
            return false;
        }
    }
    return true;
}

static void bind_keys(struct line *line)
{
    struct text_view name = {line->name.bytes + 4, line->name.length - 4}, rest = line->value, word;
    size_t row = key_table_find(name), count = 0;
    uint32_t keys[KEYS_MOST];
    struct error error = {0};
    if (row == key_table_count) {
        error_set(&error, ERROR_USAGE, line->what, "there is no command %.*s", (int)name.length, name.bytes);
        error_set_way_out(&error, "the manual lists them: man rueckruf");
        line->report(line->context, &error);
        return;
    }
    while (next_word(&rest, &word)) {
        uint32_t key = keys_named(word);
        if (!key) {
            error_set(&error, ERROR_USAGE, line->what, "there is no key %.*s", (int)word.length, word.bytes);
            error_set_way_out(&error, "a character, Ctrl- and a letter, F1 to F12, Down Up Left Right Home End PgDn "
                                      "PgUp Tab Shift-Tab Enter Esc Backspace Del Space");
        } else if (count == KEYS_MOST) {
            error_set(&error, ERROR_USAGE, line->what, "%.*s is one key too many: four at most", (int)word.length,
                      word.bytes);
        }
        if (!key || count == KEYS_MOST) {
            line->report(line->context, &error);
            return;
        }
        if (!is_free(line, row, key, word))
            return;
        keys[count++] = key;
    }
    keys_bind(&line->config->bindings, row, keys, count);
    line->bound[row] = line->number;
}

/* --- Other settings ------------------------------------------------------------------------ */

static void set_theme(struct config *config, size_t chosen)
{
    config->theme = (enum theme)chosen;
    config->has_theme = true;
}

static void set_sort(struct config *config, size_t chosen)
{
    config->sort = (enum sort_order)chosen;
}

static void set_reversed(struct config *config, size_t chosen)
{
    config->is_reversed = chosen == 0;
}

static void set_layout(struct config *config, size_t chosen)
{
    config->layout = (enum page_layout)chosen;
}

static void set_thrift(struct config *config, size_t chosen)
{
    config->is_thrifty = chosen == 0;
}

static void set_hints(struct config *config, size_t chosen)
{
    config->keeps_hints = chosen == 1;
}

/* What takes the number of the chosen value; keys have no fixed values. */
static void (*const setters[])(struct config *config, size_t chosen) = {
    [SETTING_THEME] = set_theme,   [SETTING_SORT] = set_sort,     [SETTING_REVERSED] = set_reversed,
    [SETTING_LAYOUT] = set_layout, [SETTING_THRIFT] = set_thrift, [SETTING_HINTS] = set_hints,
};

static void tell_unknown(const struct line *line)
{
    struct error error = {0};
    struct buffer names = {0};
    error_set(&error, ERROR_USAGE, line->what, "there is no setting %.*s", (int)line->name.length, line->name.bytes);
    for (size_t i = 0; i < config_setting_count; i++)
        buffer_append_format(&names, "%s%s", i ? ", " : "", config_settings[i].name);
    error_set_way_out(&error, "one of: %s", names.bytes ? names.bytes : "");
    line->report(line->context, &error);
    buffer_free(&names);
}

/* --- Lines --------------------------------------------------------------------------------- */

static void apply(struct line *line)
{
    size_t chosen;
    if (line->name.length > 4 && begins_with(line->name, "key.")) {
        bind_keys(line);
        return;
    }
    for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++) {
        if (!text_view_equal(line->name, text_view_of(config_settings[i].name)))
            continue;
        if (choose(line, (enum setting)i, &chosen))
            setters[i](line->config, chosen);
        return;
    }
    tell_unknown(line);
}

/* A # behind a blank begins a comment; at the end of a line of keys it is the key of that name. */
static struct text_view without_comment(struct text_view text, bool is_of_keys)
{
    for (size_t i = 1; i < text.length; i++)
        if (text.bytes[i] == '#' && (text.bytes[i - 1] == ' ' || text.bytes[i - 1] == '\t') &&
            !(is_of_keys && i + 1 == text.length))
            return trim((struct text_view){text.bytes, i});
    return text;
}

static void read_line(struct line *line, struct text_view text)
{
    text = trim(text);
    if (text.length == 0 || text.bytes[0] == '#')
        return;
    text = without_comment(text, begins_with(text, "key."));
    const char *equals = memchr(text.bytes, '=', text.length);
    if (!equals) {
        struct error error = {0};
        error_set(&error, ERROR_USAGE, line->what, "is no setting: %.*s", (int)text.length, text.bytes);
        error_set_way_out(&error, "write: name = value");
        line->report(line->context, &error);
        return;
    }
    line->name = trim((struct text_view){text.bytes, (size_t)(equals - text.bytes)});
    line->value = trim((struct text_view){equals + 1, (size_t)(text.bytes + text.length - equals - 1)});
    apply(line);
}

void config_parse(struct text_view text, const char *name, struct config *config, config_reporter *report,
                  void *context)
{
    unsigned bound[KEY_ROWS] = {0};
    struct line line = {.config = config, .report = report, .context = context, .bound = bound};
    struct buffer repaired = {0};
    /* Also what is said of a mistake comes from outside. */
    text_repair(text, &repaired);
    text = buffer_view(&repaired);
    size_t mark_bytes = begins_with(text, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0;
    text = (struct text_view){text.bytes + mark_bytes, text.length - mark_bytes};
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.bytes + at, '\n', text.length - at);
        size_t length = end ? (size_t)(end - text.bytes) - at : text.length - at;
        line.number++;
        snprintf(line.what, sizeof line.what, "%s:%u", name, line.number);
        read_line(&line, (struct text_view){text.bytes + at, length});
        at += length + 1;
    }
    if (keys_keep_a_way_out(&config->bindings)) {
        struct error error = {0};
        error_set(&error, ERROR_USAGE, name, "no key was left to leave with: Q does it");
        report(context, &error);
    }
    buffer_free(&repaired);
}

void config_read(const char *path, struct config *config, config_reporter *report, void *context)
{
    struct buffer text = {0};
    struct error error = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t taken = -1;
    size_t length = 0;
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return;
    if (file >= 0 && buffer_reserve(&text, FILE_BYTES_MOST + 1))
        while ((taken = read(file, text.bytes + length, FILE_BYTES_MOST + 1 - length)) > 0)
            length += (size_t)taken;
    if (taken < 0) {
        error_set_system(&error, ERROR_SYSTEM, path, NULL, errno);
        report(context, &error);
    } else if (length > FILE_BYTES_MOST) {
        error_set(&error, ERROR_USAGE, path, "is larger than 1 MiB, and left out");
        report(context, &error);
    } else {
        config_parse((struct text_view){text.bytes, length}, "config", config, report, context);
    }
    if (file >= 0)
        close(file);
    buffer_free(&text);
}
