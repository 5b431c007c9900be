#include "tui/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/messages.h"

enum option_kind {
    OPTION_FLAG,
    OPTION_STRING,
    OPTION_TYPED,
    OPTION_NAME,
    OPTION_FILE,
    OPTION_PLACE,
    OPTION_NUMBER,
    OPTION_SORT,
    OPTION_COLOR
};

/* Where an option goes, and which commands take it. */
struct option_row {
    const char *name;
    enum option_kind kind;
    size_t offset;
    const char *commands; /* blank-separated; "*": all; "browse" is the browser */
};

#define AT(member) offsetof(struct options, member)

static const struct option_row option_rows[] = {
    {"db", OPTION_FILE, AT(db), "*"},
    {"json", OPTION_FLAG, AT(json), "search show categories import export check proof"},
    {"count", OPTION_FLAG, AT(count), "search"},
    {"limit", OPTION_NUMBER, AT(limit), "search"},
    {"sort", OPTION_SORT, AT(sort), "browse search"},
    {"width", OPTION_NUMBER, AT(width), "search show browse"},
    {"color", OPTION_COLOR, AT(color), "*"},
    {"ascii", OPTION_FLAG, AT(ascii), "*"},
    {"thrift", OPTION_FLAG, AT(thrift), "browse"},
    {"restricted", OPTION_FLAG, AT(restricted), "browse"},
    {"format", OPTION_STRING, AT(format), "import export"},
    {"source", OPTION_NAME, AT(source), "import export"},
    {"encoding", OPTION_STRING, AT(encoding), "import"},
    {"map", OPTION_TYPED, AT(map), "import"},
    {"dry-run", OPTION_FLAG, AT(dry_run), "import"},
    {"rejects", OPTION_PLACE, AT(rejects), "import"},
    {"quiet", OPTION_FLAG, AT(quiet), "import"},
    {"explain", OPTION_FLAG, AT(explain), "show"},
    {"job", OPTION_TYPED, AT(job), "proof"},
    {"registration", OPTION_TYPED, AT(registration), "proof"},
    {"help", OPTION_FLAG, AT(help), "*"},
    {"version", OPTION_FLAG, AT(version), "*"},
};

static bool usage(struct error *error, const char *what, const char *why)
{
    return error_set_texts(error, ERROR_USAGE, what, why, N_("see rueckruf --help"));
}

static const struct option_row *find_row(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof option_rows / sizeof option_rows[0]; i++)
        if (strlen(option_rows[i].name) == length && memcmp(option_rows[i].name, name, length) == 0)
            return &option_rows[i];
    return NULL;
}

static bool parse_number(const char *option, const char *value, size_t *number, struct error *error)
{
    char *end;
    errno = 0;
    unsigned long long parsed = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || errno || parsed > SIZE_MAX / 2)
        return usage(error, option, N_("needs a whole number"));
    *number = (size_t)parsed;
    return true;
}

static bool parse_choice(const char *option, const char *value, const char *const *choices, int *chosen,
                         struct error *error)
{
    char names[120] = "";
    for (int i = 0; choices[i]; i++) {
        if (strcmp(choices[i], value) == 0) {
            *chosen = i;
            return true;
        }
        strncat(names, i ? ", " : "", sizeof names - strlen(names) - 1);
        strncat(names, choices[i], sizeof names - strlen(names) - 1);
    }
    error_set(error, ERROR_USAGE, option, "does not know “%s”", value);
    return error_set_way_out(error, "use one of: %s", names);
}

/* Something that can be shown, and asked for again. */
static bool is_name(const char *value)
{
    bool is_visible = false;
    for (const char *at = value; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            return false;
        is_visible = is_visible || *at != ' ';
    }
    return is_visible;
}

static bool set_value(struct options *options, const struct option_row *row, const char *argument, const char *value,
                      struct error *error)
{
    static const char *const sorts[] = {"date", "relevance", "make", "headline", NULL};
    static const char *const colors[] = {"auto", "always", "never", NULL};
    void *place = (char *)options + row->offset;
    int chosen;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)place = true;
        return true;
    case OPTION_STRING:
    case OPTION_TYPED:
        *(const char **)place = value;
        return true;
    case OPTION_NAME:
        if (!is_name(value))
            return usage(error, argument, N_("needs a name of visible characters"));
        *(const char **)place = value;
        return true;
    case OPTION_FILE: /* an empty one is a variable that is not set: another database must not take its place */
        if (!*value)
            return usage(error, argument, N_("needs a value"));
        *(const char **)place = value;
        return true;
    case OPTION_PLACE:
        if (!*value || strcmp(value, "-") == 0)
            return usage(error, argument, N_("needs a file; /dev/stderr is one as well"));
        *(const char **)place = value;
        return true;
    case OPTION_NUMBER:
        if (!parse_number(argument, value, place, error))
            return false;
        options->has_limit = options->has_limit || place == &options->limit;
        if (place == &options->width && options->width < 20)
            return usage(error, argument, N_("needs at least 20 columns"));
        return true;
    case OPTION_SORT:
        if (!parse_choice(argument, value, sorts, &chosen, error))
            return false;
        options->sort = (enum sort_order)chosen;
        options->has_sort = true;
        return true;
    default:
        if (!parse_choice(argument, value, colors, &chosen, error))
            return false;
        options->color = (enum color_mode)chosen;
        return true;
    }
}

/* Takes "--name", "--name=value" or "--name value"; *at is the argument's place. */
static bool take_option(struct options *options, int argc, char **argv, int *at, uint32_t *used, struct error *error)
{
    const char *argument = argv[*at], *name = argument + 2;
    const char *equals = strchr(name, '=');
    const struct option_row *row = find_row(name, equals ? (size_t)(equals - name) : strlen(name));
    const char *value = equals ? equals + 1 : NULL;
    if (!row)
        return usage(error, argument, N_("there is no such option"));
    if (row->kind == OPTION_FLAG && value)
        return usage(error, argument, N_("takes no value"));
    if (row->kind != OPTION_FLAG && !value) {
        if (*at + 1 >= argc)
            return usage(error, argument, N_("needs a value"));
        value = argv[++*at];
    }
    _Static_assert(sizeof option_rows / sizeof option_rows[0] <= 32, "each option has a bit");
    *used |= UINT32_C(1) << (row - option_rows);
    return set_value(options, row, argument, value, error);
}

bool options_list_has(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

bool options_take(const char *command, struct text_view name)
{
    const struct option_row *row = find_row(name.bytes, name.length);
    return row && (row->commands[0] == '*' || options_list_has(row->commands, command));
}

/* An option that the command does not take is a mistake, not a wish to ignore. */
static bool check_used(const struct options *options, uint32_t used, struct error *error)
{
    const char *command = options->command ? options->command : "browse";
    for (size_t i = 0; i < sizeof option_rows / sizeof option_rows[0]; i++) {
        const struct option_row *row = &option_rows[i];
        if (!(used & UINT32_C(1) << i) || row->commands[0] == '*' || options_list_has(row->commands, command))
            continue;
        char name[32] = "--";
        strncat(name, row->name, sizeof name - 3);
        if (options->command)
            error_set(error, ERROR_USAGE, name, "does not go with “%s”", options->command);
        else
            error_set(error, ERROR_USAGE, name, "does not go with the browser");
        return error_set_way_out(error, "see rueckruf --help");
    }
    return true;
}

bool options_want_color(enum color_mode mode, bool is_terminal)
{
    const char *no_color = getenv("NO_COLOR");
    return mode == COLOR_ALWAYS || (mode == COLOR_AUTO && is_terminal && !(no_color && *no_color));
}

static bool flag_of_environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value && strcmp(value, "0") != 0;
}

bool options_parse(int argc, char **argv, struct options *options, struct error *error)
{
    *options = (struct options){.thrift = flag_of_environment("RUECKRUF_THRIFT"),
                                .restricted = flag_of_environment("RUECKRUF_RESTRICTED")};
    options->words = calloc((size_t)argc + 1, sizeof *options->words);
    if (!options->words)
        return error_set_memory(error, "rueckruf");
    uint32_t used = 0;
    bool options_ended = false;
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        if (!options_ended && strcmp(argument, "--") == 0) {
            options_ended = true;
        } else if (!options_ended && strcmp(argument, "-h") == 0) {
            options->help = true;
        } else if (!options_ended && strcmp(argument, "-V") == 0) {
            options->version = true;
        } else if (!options_ended && strncmp(argument, "--", 2) == 0) {
            if (!take_option(options, argc, argv, &i, &used, error))
                return false;
        } else if (!options_ended && !options->command && options->word_count == 0 && command_find(argument)) {
            options->command = argument;
        } else {
            options->words[options->word_count++] = argument;
        }
    }
    return options->help || options->version || check_used(options, used, error);
}

bool options_decode(struct options *options, enum text_charset charset, struct error *error)
{
    for (size_t i = 0; i < sizeof option_rows / sizeof option_rows[0]; i++) {
        const struct option_row *row = &option_rows[i];
        const char **value = (const char **)(void *)((char *)options + row->offset);
        struct buffer decoded = {0};
        if ((row->kind != OPTION_TYPED && row->kind != OPTION_NAME) || !*value)
            continue;
        locale_decode(text_view_of(*value), charset, &decoded);
        buffer_append_string(&decoded, "");
        if (decoded.failed || !decoded.bytes) {
            buffer_free(&decoded);
            return error_set_memory(error, "rueckruf");
        }
        *value = options->decoded[options->decoded_count++] = decoded.bytes;
    }
    return true;
}

void options_free(struct options *options)
{
    for (size_t i = 0; i < options->decoded_count; i++)
        free(options->decoded[i]);
    free(options->words);
}
