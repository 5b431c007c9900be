#include "tui/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/messages.h"

static bool usage(struct error *error, const char *what, const char *why)
{
    return error_set_texts(error, ERROR_USAGE, what, why, N_("see rueckruf --help"));
}

/* --- What values may be ---------------------------------------------------------------------- */

/* Puts a value where it goes; argument is the option as it was typed. */
typedef bool value_setter(void *place, const char *argument, const char *value, struct error *error);

static bool set_flag(void *place, const char *argument, const char *value, struct error *error)
{
    (void)argument, (void)value, (void)error;
    *(bool *)place = true;
    return true;
}

static bool set_string(void *place, const char *argument, const char *value, struct error *error)
{
    (void)argument, (void)error;
    *(const char **)place = value;
    return true;
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

static bool set_name(void *place, const char *argument, const char *value, struct error *error)
{
    return is_name(value) ? set_string(place, argument, value, error)
                          : usage(error, argument, N_("needs a name of visible characters"));
}

/* An empty one is a variable that is not set: another database must not take its place. */
static bool set_database(void *place, const char *argument, const char *value, struct error *error)
{
    return *value ? set_string(place, argument, value, error) : usage(error, argument, N_("needs a value"));
}

static bool set_new_file(void *place, const char *argument, const char *value, struct error *error)
{
    return *value && strcmp(value, "-") != 0 ? set_string(place, argument, value, error)
                                             : usage(error, argument, N_("needs a file; /dev/stderr is one as well"));
}

static bool set_number(void *place, const char *argument, const char *value, struct error *error)
{
    char *end;
    errno = 0;
    unsigned long long parsed = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || errno || parsed > SIZE_MAX / 2)
        return usage(error, argument, N_("needs a whole number"));
    *(size_t *)place = (size_t)parsed;
    return true;
}

static bool set_width(void *place, const char *argument, const char *value, struct error *error)
{
    enum { COLUMNS_LEAST = 20 };
    return set_number(place, argument, value, error) &&
           (*(size_t *)place >= COLUMNS_LEAST || usage(error, argument, N_("needs at least 20 columns")));
}

/* The number of the kind with that key. */
static bool choose(const char *argument, const char *value, const struct kind_name *kinds, size_t count, size_t *chosen,
                   struct error *error)
{
    struct buffer keys = {0};
    *chosen = kind_find(kinds, count, text_view_of(value));
    if (*chosen < count)
        return true;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&keys, "%s%s", i ? ", " : "", kinds[i].key);
    error_set(error, ERROR_USAGE, argument, "does not know “%s”", value);
    error_set_way_out(error, "use one of: %s", keys.bytes ? keys.bytes : "");
    buffer_free(&keys);
    return false;
}

static bool set_sort(void *place, const char *argument, const char *value, struct error *error)
{
    size_t chosen;
    if (!choose(argument, value, sort_names, SORT_COUNT, &chosen, error))
        return false;
    *(enum sort_order *)place = (enum sort_order)chosen;
    return true;
}

static bool set_color(void *place, const char *argument, const char *value, struct error *error)
{
    static const struct kind_name modes[] = {
        [COLOR_AUTO] = {.key = "auto"}, [COLOR_ALWAYS] = {.key = "always"}, [COLOR_NEVER] = {.key = "never"}};
    size_t chosen;
    if (!choose(argument, value, modes, sizeof modes / sizeof modes[0], &chosen, error))
        return false;
    *(enum color_mode *)place = (enum color_mode)chosen;
    return true;
}

/* --- The options ----------------------------------------------------------------------------- */

/* Where an option goes, and which commands take it. */
struct option_row {
    const char *name;
    value_setter *set;
    size_t offset;
    const char *commands; /* blank-separated; "*": all; "browse" is the browser */
};

#define AT(member) offsetof(struct options, member)

static const struct option_row option_rows[] = {
    {"db", set_database, AT(db), "*"},
    {"json", set_flag, AT(json), "search show categories import export check proof"},
    {"count", set_flag, AT(count), "search"},
    {"limit", set_number, AT(limit), "search"},
    {"sort", set_sort, AT(sort), "browse search"},
    {"width", set_width, AT(width), "search show browse"},
    {"color", set_color, AT(color), "*"},
    {"ascii", set_flag, AT(ascii), "*"},
    {"thrift", set_flag, AT(thrift), "browse"},
    {"restricted", set_flag, AT(restricted), "browse"},
    {"format", set_string, AT(format), "import export"},
    {"source", set_name, AT(source), "import export"},
    {"encoding", set_string, AT(encoding), "import"},
    {"map", set_string, AT(map), "import"},
    {"dry-run", set_flag, AT(dry_run), "import"},
    {"rejects", set_new_file, AT(rejects), "import"},
    {"quiet", set_flag, AT(quiet), "import"},
    {"explain", set_flag, AT(explain), "show"},
    {"job", set_string, AT(job), "proof"},
    {"registration", set_string, AT(registration), "proof"},
    {"help", set_flag, AT(help), "*"},
    {"version", set_flag, AT(version), "*"},
};

static const struct option_row *find_row(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof option_rows / sizeof option_rows[0]; i++)
        if (strlen(option_rows[i].name) == length && memcmp(option_rows[i].name, name, length) == 0)
            return &option_rows[i];
    return NULL;
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
    if (row->set == set_flag && value)
        return usage(error, argument, N_("takes no value"));
    if (row->set != set_flag && !value) {
        if (*at + 1 >= argc)
            return usage(error, argument, N_("needs a value"));
        value = argv[++*at];
    }
    _Static_assert(sizeof option_rows / sizeof option_rows[0] <= 32, "each option has a bit");
    *used |= UINT32_C(1) << (row - option_rows);
    options->has_limit = options->has_limit || row->offset == AT(limit);
    options->has_sort = options->has_sort || row->offset == AT(sort);
    return row->set((char *)options + row->offset, argument, value, error);
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
    static const size_t typed[] = {AT(source), AT(map), AT(job), AT(registration)};
    struct buffer stored = {0};
    options->decoded = arena_new();
    bool good = options->decoded != NULL;
    for (size_t i = 0; good && i < sizeof typed / sizeof typed[0]; i++) {
        const char **value = (const char **)(void *)((char *)options + typed[i]);
        if (!*value)
            continue;
        buffer_clear(&stored);
        locale_decode(text_view_of(*value), charset, &stored);
        *value = arena_keep(options->decoded, &stored);
        good = *value != NULL;
    }
    buffer_free(&stored);
    return good || error_set_memory(error, "rueckruf");
}

void options_free(struct options *options)
{
    arena_free(options->decoded);
    free(options->words);
}
