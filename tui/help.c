#include "tui/help.h"

#include <string.h>

#include "core/text.h"
#include "tui/command.h"
#include "tui/messages.h"
#include "tui/options.h"
#include "tui/reference.h"
#include "tui/wrap.h"

enum { HELP_OPTION_COLUMNS = 25, HELP_COLUMNS = 78, HELP_INDENT = 4 };

const struct help_option help_options[] = {
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
    {N_("--format NAME"), N_("import: the format, else by its content; export: the format, else jsonl")},
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

const size_t help_option_count = sizeof help_options / sizeof help_options[0];

/* What "import: the source's name; export: which list" says to one of the two, and all of it to others. */
static struct text_view said_to(const char *command, const char *help)
{
    for (const char *part = help; command && part; part = strstr(part, "; ") ? strstr(part, "; ") + 2 : NULL) {
        const char *colon = strstr(part, ": "), *own = strstr(part, command);
        if (colon && own && own < colon)
            return (struct text_view){colon + 2, strcspn(colon + 2, ";")};
    }
    return text_view_of(help);
}

/* Wrapped; what stands in the line already is as wide as the indent, or there is a new one. */
static void append_wrapped(struct text_view text, int indent, bool begins_line, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct wrap_line *lines;
    size_t count = 0;
    if (!arena || !wrap_paragraph(text, (size_t)(HELP_COLUMNS - indent), arena, &lines, &count))
        out->failed = true;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(out, "%*s%.*s\n", i > 0 || begins_line ? indent : 0, "", (int)lines[i].length,
                             text.bytes + lines[i].start);
    arena_free(arena);
}

static void append_option(const struct help_option *row, const char *command, struct buffer *out)
{
    enum { MARGIN = 2 };
    const char *option = _(row->option);
    int columns = (int)text_width_columns(text_view_of(option));
    /* What is too long for its column has a line of its own. */
    bool is_wide = columns > HELP_OPTION_COLUMNS;
    buffer_append_format(out, "%*s%s", MARGIN, "", option);
    if (is_wide)
        buffer_append_byte(out, '\n');
    else
        buffer_append_format(out, "%*s", HELP_OPTION_COLUMNS - columns + MARGIN, "");
    append_wrapped(said_to(command, _(row->help)), HELP_OPTION_COLUMNS + 2 * MARGIN, is_wide, out);
}

static void append_usage(const struct command *command, struct buffer *out)
{
    buffer_append_format(out, "rueckruf %s%s%s\n    %s\n", command->name, *command->usage ? " " : "",
                         *command->usage ? _(command->usage) : "", _(command->summary));
}

/* A term and its values under it, wrapped. */
static void append_reference(const struct reference *reference, struct buffer *out)
{
    struct buffer values = {0};
    reference->append(&values);
    out->failed = out->failed || values.failed;
    buffer_append_format(out, "\n%s\n", _(reference->term));
    append_wrapped(buffer_view(&values), HELP_INDENT, true, out);
    buffer_free(&values);
}

static bool takes(const char *command, const struct help_option *row)
{
    struct text_view name = text_view_of(strstr(row->option, "--") + 2);
    size_t length = 0;
    while (length < name.length && name.bytes[length] != ' ')
        length++;
    return options_take(command, (struct text_view){name.bytes, length});
}

static void append_command(const struct command *command, struct buffer *out)
{
    append_usage(command, out);
    buffer_append_string(out, "\n");
    for (size_t i = 0; i < help_option_count; i++)
        if (takes(command->name, &help_options[i]))
            append_option(&help_options[i], command->name, out);
    for (size_t i = 0; i < reference_count; i++)
        if (options_list_has(references[i].commands, command->name))
            append_reference(&references[i], out);
}

void help_append(const char *name, struct buffer *out)
{
    if (name) {
        append_command(command_find(name), out);
        return;
    }
    buffer_append_format(out, "rueckruf %s\n    %s\n", _("[OPTIONS] [QUERY...]"), _("browse the recalls"));
    for (const struct command *command = commands; command->name; command++)
        append_usage(command, out);
    buffer_append_string(out, "\n");
    for (size_t i = 0; i < help_option_count; i++)
        append_option(&help_options[i], NULL, out);
    buffer_append_format(out, "\n%s\n", _("More: rueckruf COMMAND --help, man rueckruf"));
}
