/*
 * The program: reads the command line, runs a command, says what went wrong.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/command.h"
#include "tui/help.h"
#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/place.h"

static bool print_help(const struct options *options, struct error *error)
{
    struct buffer help = {0};
    help_append(options->command, &help);
    bool good = help.failed ? error_set_memory(error, "rueckruf") : command_print(buffer_view(&help), options, error);
    buffer_free(&help);
    return good;
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
    good = good && options_decode(&options, locale_charset(), &error);
    int status = good ? run(&options, &error) : command_status(&error);
    struct error unwritten;
    if (!command_flush(&unwritten) && error.kind == ERROR_NONE) {
        error = unwritten;
        status = command_status(&error);
    }
    if (error.kind != ERROR_NONE && error.kind != ERROR_NO_READER)
        command_complain(&error, &options);
    options_free(&options);
    return status;
}
