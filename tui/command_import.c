#include "tui/command.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/import.h"
#include "tui/messages.h"
#include "tui/place.h"

/* Set by the handler, looked at between two values. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* What is told on the way. */
struct progress_bar {
    const struct options *options;
    struct buffer *remarks; /* a line for each file of which more is to be said than counts */
    bool is_shown;
    size_t width; /* of what is drawn; 0: nothing is */
    struct timespec begun;
    struct timespec drawn;
};

static double seconds_between(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

enum { ECHO_COLUMNS = 3 }; /* for the ^C that the terminal writes behind it, and the cursor */

static size_t terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > ECHO_COLUMNS ? size.ws_col : 80;
}

/* What is known of it: of a pipe neither which part that is nor how long the rest takes. */
static void put_numbers(const struct import_progress *progress, double elapsed, struct buffer *numbers)
{
    if (progress->part > 0)
        buffer_append_format(numbers, "%3.0f %%  ", progress->part * 100);
    buffer_append_format(numbers, "%" PRIu64 "  %.0f/s", progress->values, (double)progress->values / elapsed);
    if (progress->part > 0.01) {
        int left = (int)(elapsed / progress->part - elapsed);
        buffer_append_format(numbers, "  %d:%02d", left / 60, left % 60);
    }
}

/* It stays in its row: where there is no room the bar is shorter, then the end is cut. */
static void draw(struct progress_bar *bar, const struct import_progress *progress, double elapsed)
{
    enum { BAR_MOST = 20, BAR_LEAST = 4, BAR_FRAME = 3 };
    static const char full[BAR_MOST + 1] = "####################", empty[BAR_MOST + 1] = "                    ";
    struct buffer numbers = {0}, line = {0};
    put_numbers(progress, elapsed, &numbers);
    size_t columns = terminal_columns() - ECHO_COLUMNS, needed = numbers.length + BAR_FRAME;
    size_t length = columns > needed && progress->part > 0 ? columns - needed : 0;
    length = length > BAR_MOST ? BAR_MOST : length < BAR_LEAST ? 0 : length;
    int done = (int)(progress->part * (double)length);
    if (length > 0)
        buffer_append_format(&line, "[%.*s%.*s] ", done, full, (int)length - done, empty);
    buffer_append_view(&line, buffer_view(&numbers));
    size_t width = line.length < columns ? line.length : columns;
    size_t rest = bar->width > width && bar->width <= columns ? bar->width - width : 0;
    if (line.length > 0)
        fprintf(stderr, "\r%.*s%*s", (int)width, line.bytes, (int)rest, "");
    bar->width = width;
    buffer_free(&numbers);
    buffer_free(&line);
}

/* A line that is drawn over, ten times a second, once the work takes longer than one. */
static bool show_progress(void *context, const struct import_progress *progress)
{
    struct progress_bar *bar = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double elapsed = seconds_between(bar->begun, now);
    if (bar->is_shown && elapsed > 1 && seconds_between(bar->drawn, now) > 0.1) {
        draw(bar, progress, elapsed);
        bar->drawn = now;
    }
    return !interrupted;
}

static void say_waiting(void *context)
{
    const struct progress_bar *bar = context;
    struct buffer said = {0};
    buffer_append_format(&said, "rueckruf: %s\n", _("another import is running, waiting for it to end"));
    command_say(buffer_view(&said), bar->options);
    buffer_free(&said);
}

static void note_unread(void *context, const char *path, struct text_view names)
{
    struct buffer *remarks = ((struct progress_bar *)context)->remarks;
    buffer_append_format(remarks, "%s: %s ", path, _("nothing was read from"));
    buffer_append_view(remarks, names);
    buffer_append_byte(remarks, '\n');
}

static void note_mostly_utf8(void *context, const char *path)
{
    struct buffer *remarks = ((struct progress_bar *)context)->remarks;
    buffer_append_format(remarks, "%s: %s\n", path,
                         _("most of it is UTF-8; --encoding UTF-8 reads it so and repairs the rest"));
}

static void note_later_issue(void *context, const char *source, const char *earlier)
{
    struct buffer *remarks = ((struct progress_bar *)context)->remarks;
    buffer_append_format(remarks, "%s: ", source);
    buffer_append_format(remarks, _("is a source of its own beside %s; with that name as --source it replaces it"),
                         earlier);
    buffer_append_byte(remarks, '\n');
}

static void note_rejected(void *context, const char *path)
{
    struct buffer *remarks = ((struct progress_bar *)context)->remarks;
    buffer_append_format(remarks, "%s: %s\n", path, _("what was rejected, with its places and reasons"));
}

static void append_json(const struct import_result *result, struct buffer *out)
{
    const struct import_counts *counts = &result->counts;
    const struct {
        const char *key;
        uint64_t count;
    } rows[] = {
        {"read", counts->read},         {"recalls", counts->recalls},   {"notes", counts->notes},
        {"new", counts->added},         {"changed", counts->changed},   {"unchanged", counts->unchanged},
        {"unlisted", counts->unlisted}, {"rejected", counts->rejected}, {"repaired", counts->repaired},
    };
    buffer_append_byte(out, '{');
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        buffer_append_format(out, "\"%s\":%" PRIu64 ",", rows[i].key, rows[i].count);
    buffer_append_format(out, "\"encoding\":\"%s\",\"format\":\"%s\"", result->encoding, result->format);
    /* Keys beyond those that are promised stand there only when they say something. */
    if (counts->unreadable > 0)
        buffer_append_format(out, ",\"unreadable\":%" PRIu64, counts->unreadable);
    if (counts->disagreeing > 0)
        buffer_append_format(out, ",\"disagreeing\":%" PRIu64, counts->disagreeing);
    buffer_append_string(out, "}\n");
}

static void append_summary(const struct import_result *result, bool dry_run, struct buffer *out)
{
    const struct import_counts *counts = &result->counts;
    const struct {
        const char *one, *many;
        uint64_t count;
        bool always;
    } rows[] = {
        {N_("read"), NULL, counts->read, true},
        {NP_("recall", "recalls"), counts->recalls, true},
        {NP_("note", "notes"), counts->notes, true},
        {N_("new"), NULL, counts->added, true},
        {N_("changed"), NULL, counts->changed, false},
        {N_("unchanged"), NULL, counts->unchanged, false},
        {N_("no longer listed"), NULL, counts->unlisted, false},
        {N_("rejected"), NULL, counts->rejected, false},
        {NP_("repaired character", "repaired characters"), counts->repaired, false},
        {NP_("unreadable value (kept as written)", "unreadable values (kept as written)"), counts->unreadable, false},
        {NP_("recall of several texts (the longest kept)", "recalls of several texts (the longest kept)"),
         counts->disagreeing, false},
    };
    const char *separator = "";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].count == 0 && !rows[i].always)
            continue;
        buffer_append_format(out, "%s%" PRIu64 " %s", separator, rows[i].count,
                             rows[i].many ? messages_plural(rows[i].one, rows[i].many, rows[i].count) : _(rows[i].one));
        separator = ", ";
    }
    buffer_append_format(out, " (%s, %s)\n", result->format, result->encoding);
    if (dry_run)
        buffer_append_format(out, "%s\n", _("nothing published (dry run)"));
    else if (!result->published)
        buffer_append_format(out, "%s\n", _("nothing has changed"));
}

/* Which database to write: the one named, else the user's own, which begins as a copy of the shipped one. */
static char *choose_database(const struct options *options, char **base)
{
    const char *named = options->db ? options->db : getenv("RUECKRUF_DB");
    *base = NULL;
    if (named && *named)
        return strdup(named);
    *base = place_shipped_database();
    return place_own_database();
}

static bool import_all(const struct options *options, const char *database, const char *base,
                       struct import_result *result, struct buffer *remarks, struct error *error)
{
    struct rules *rules;
    struct progress_bar bar = {
        .options = options, .remarks = remarks, .is_shown = !options->quiet && isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &bar.begun);
    bar.drawn = bar.begun;
    struct import_options wanted = {
        .database = database,
        .base = base,
        .files = options->words,
        .file_count = options->word_count,
        .reader = {.format = options->format, .encoding = options->encoding, .map = options->map},
        .source = options->source,
        .rejects = options->rejects,
        .translate = messages_translate,
        .dry_run = options->dry_run,
        .progress = show_progress,
        .waiting = options->quiet ? NULL : say_waiting,
        .mostly_utf8 = note_mostly_utf8,
        .unread = note_unread,
        .later_issue = note_later_issue,
        .rejected = note_rejected,
        .context = &bar,
    };
    command_say_left_out(options);
    if (!command_load_rules(&rules, error))
        return false;
    command_say_mistakes(rules, options);
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    bool good = import_files(rules, &wanted, result, error);
    if (bar.width > 0)
        fprintf(stderr, "\r%*s\r", (int)bar.width + ECHO_COLUMNS - 1, "");
    rules_free(rules);
    return good;
}

/* Where one source is asked for, whatever is named is put together. */
static bool names_each_once(const struct options *options, struct error *error)
{
    for (size_t i = 1; i < options->word_count && !options->source; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(options->words[i], options->words[k]) == 0)
                return error_set_texts(error, ERROR_USAGE, options->words[i], N_("is named twice"), N_("name it once"));
    return true;
}

int command_import(const struct options *options, struct error *error)
{
    struct import_result result = {0};
    memory_keep_large_apart();
    if (options->restricted) {
        error_set(error, ERROR_USAGE, "import", "writes files, and RUECKRUF_RESTRICTED forbids that");
        error_set_way_out(error, "import without it, from an account that may write");
        return EXIT_USAGE;
    }
    if (options->word_count == 0) {
        error_set(error, ERROR_USAGE, "import", "needs a file");
        error_set_way_out(error, "see rueckruf --help");
        return EXIT_USAGE;
    }
    if (!names_each_once(options, error))
        return EXIT_USAGE;
    char *base, *database = choose_database(options, &base);
    bool good = database || error_set_texts(error, ERROR_USAGE, "import", N_("there is no place for a database"),
                                            N_("name one with --db FILE"));
    struct buffer out = {0}, remarks = {0};
    good = good && import_all(options, database, base, &result, &remarks, error);
    if (good && options->json) {
        append_json(&result, &out);
    } else if (good && !options->quiet) {
        append_summary(&result, options->dry_run, &out);
        buffer_append_view(&out, buffer_view(&remarks));
    }
    if (out.length > 0)
        good =
            options->json ? command_write(buffer_view(&out), error) : command_print(buffer_view(&out), options, error);
    buffer_free(&out);
    buffer_free(&remarks);
    free(base);
    free(database);
    if (!good)
        return command_status(error);
    return result.counts.rejected > 0 ? EXIT_NOTHING : EXIT_DONE;
}
