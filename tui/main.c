/*
 * The program: reads the command line, runs a command, says what went wrong.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/place.h"

enum { HELP_OPTION_COLUMNS = 25 };

static void append_help(struct buffer *out)
{
    buffer_append_format(out, "rueckruf %s\n    %s\n", _("[OPTIONS] [QUERY...]"), _("browse the recalls"));
    for (const struct command *command = commands; command->name; command++)
        buffer_append_format(out, "rueckruf %s%s%s\n    %s\n", command->name, *command->usage ? " " : "",
                             *command->usage ? _(command->usage) : "", _(command->summary));
    buffer_append_string(out, "\n");
    static const struct {
        const char *option;
        const char *help;
    } options[] = {
        {N_("--db FILE"), N_("the database to use")},
        {"--json", N_("JSON Lines, one object a line")},
        {"--count", N_("search: only the number of hits")},
        {N_("--limit N"), N_("search: at most N hits")},
        {"--sort date|relevance|make|headline", N_("the order, newest first by default")},
        {N_("--width N"), N_("wrap at N columns")},
        {"--color auto|always|never", N_("colours; NO_COLOR is respected")},
        {"--ascii", N_("draw with ASCII only")},
        {"--thrift", N_("browser: fewer bytes for slow lines")},
        {"--restricted", N_("browser: no way to a shell or a file")},
        {N_("--format NAME"), N_("import, export: the format, else by its content")},
        {N_("--source NAME"), N_("import: the source's name; export: which list")},
        {N_("--encoding NAME"), N_("import: UTF-8 or Windows-1252")},
        {N_("--map KEY=COLUMN,..."), N_("import: what the columns of a table mean")},
        {"--dry-run", N_("import: report, change nothing")},
        {N_("--rejects FILE"), N_("import: where rejected input goes")},
        {"--quiet", N_("import: no progress, no summary")},
        {"--explain", N_("show: which rule gave what")},
        {N_("--job NUMBER"), N_("proof: the job it belongs to")},
        {N_("--registration PLATE"), N_("proof: the car it belongs to")},
        {"-h, --help", N_("this help")},
        {"-V, --version", N_("the version")},
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        const char *option = _(options[i].option);
        int columns = (int)text_width_columns(text_view_of(option));
        buffer_append_format(out, "  %s", option);
        /* What is too long for its column has a line of its own. */
        if (columns > HELP_OPTION_COLUMNS) {
            buffer_append_string(out, "\n  ");
            columns = 0;
        }
        buffer_append_format(out, "%*s  %s\n", HELP_OPTION_COLUMNS - columns, "", _(options[i].help));
    }
}

static bool print_help(const struct options *options, struct error *error)
{
    struct buffer help = {0};
    append_help(&help);
    bool good = help.failed ? error_set_memory(error, "rueckruf") : command_print(buffer_view(&help), options, error);
    buffer_free(&help);
    return good;
}

/* "rueckruf: WHAT: WHY (WAY OUT)"; file names go through the gate like any text. */
static void say_error(const struct error *error, const struct options *options)
{
    struct buffer line = {0}, mended = {0}, clean = {0}, encoded = {0};
    enum text_charset charset = command_charset(options);
    buffer_append_string(&line, "rueckruf: ");
    messages_append_error(error, &line);
    locale_mend(buffer_view(&line), locale_charset(), &mended);
    text_clean(buffer_view(&mended), charset, &clean);
    locale_encode(buffer_view(&clean), charset, &encoded);
    for (size_t i = 0; i < encoded.length; i++)
        if (encoded.bytes[i] == '\n')
            encoded.bytes[i] = ' ';
    fprintf(stderr, "%s\n", encoded.bytes ? encoded.bytes : error->why);
    buffer_free(&line);
    buffer_free(&mended);
    buffer_free(&clean);
    buffer_free(&encoded);
}

static int run(const struct options *options, struct error *error)
{
    if (options->version) {
        printf("rueckruf %s\n", PACKAGE_VERSION);
        return EXIT_DONE;
    }
    if (options->help)
        return print_help(options, error) ? EXIT_DONE : command_status(error);
    if (options->command)
        return command_find(options->command)->run(options, error);
    return command_browse(options, error);
}

/*
 * What would lead the C library, ncurses or us to files of the user's choice: locales, converters (these are
 * programs), terminal descriptions, a log.
 */
static void forget_paths(void)
{
    static const char *const variables[] = {"GCONV_PATH", "LOCPATH",       "NLSPATH",  "TERMCAP",
                                            "TERMINFO",   "TERMINFO_DIRS", "TERMPATH", "RUECKRUF_DEBUG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        unsetenv(variables[i]);
}

static void begin_texts(void)
{
    locale_begin();
    char *directory = place_catalogues();
    if (directory)
        messages_begin(directory);
    free(directory);
}

int main(int argc, char **argv)
{
    struct options options;
    struct error error = {0};
    bool good = options_parse(argc, argv, &options, &error);
    if (options.restricted || !good)
        forget_paths();
    begin_texts();
    /* A file size limit must become an error message, not a sudden death. */
    signal(SIGXFSZ, SIG_IGN);
    int status = good ? run(&options, &error) : command_status(&error);
    if (fflush(stdout) != 0 && error.kind == ERROR_NONE) {
        error_set_system(&error, ERROR_SYSTEM, _("standard output"), NULL, errno);
        status = EXIT_USAGE;
    }
    if (error.kind != ERROR_NONE)
        say_error(&error, &options);
    options_free(&options);
    return status;
}
