#include "tui/help.h"

#include "core/text.h"
#include "tui/command.h"
#include "tui/messages.h"

enum { HELP_OPTION_COLUMNS = 25 };

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

const size_t help_option_count = sizeof help_options / sizeof help_options[0];

void help_append(struct buffer *out)
{
    buffer_append_format(out, "rueckruf %s\n    %s\n", _("[OPTIONS] [QUERY...]"), _("browse the recalls"));
    for (const struct command *command = commands; command->name; command++)
        buffer_append_format(out, "rueckruf %s%s%s\n    %s\n", command->name, *command->usage ? " " : "",
                             *command->usage ? _(command->usage) : "", _(command->summary));
    buffer_append_string(out, "\n");
    for (size_t i = 0; i < help_option_count; i++) {
        const char *option = _(help_options[i].option);
        int columns = (int)text_width_columns(text_view_of(option));
        buffer_append_format(out, "  %s", option);
        /* What is too long for its column has a line of its own. */
        if (columns > HELP_OPTION_COLUMNS) {
            buffer_append_string(out, "\n  ");
            columns = 0;
        }
        buffer_append_format(out, "%*s  %s\n", HELP_OPTION_COLUMNS - columns, "", _(help_options[i].help));
    }
}
