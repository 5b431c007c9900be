#include "tui/reference.h"

#include <strings.h>

#include "core/query.h"
#include "core/reader.h"
#include "tui/messages.h"

static void append_between(struct buffer *out, size_t index)
{
    buffer_append_string(out, index ? ", " : "");
}

static void append_formats(struct buffer *out)
{
    for (size_t i = 0; reader_formats[i]; i++) {
        append_between(out, i);
        buffer_append_string(out, reader_formats[i]);
    }
}

static void append_encodings(struct buffer *out)
{
    for (size_t i = 0; reader_encoding_name(i); i++) {
        append_between(out, i);
        buffer_append_string(out, reader_encoding_name(i));
    }
}

static void append_map_keys(struct buffer *out)
{
    for (size_t i = 0; reader_map_key(i); i++) {
        append_between(out, i);
        buffer_append_string(out, reader_map_key(i));
    }
}

static void append_columns(struct buffer *out)
{
    for (size_t i = 0; reader_column_name(i); i++) {
        append_between(out, i);
        buffer_append_string(out, reader_column_name(i));
    }
}

static void append_rejects(struct buffer *out)
{
    buffer_append_string(out, _("FILE.rejects beside the input, made only when there is something, unless named here"));
}

/* "cat (kategorie), make (marke)" */
static void append_fields(struct buffer *out)
{
    struct query_field_help field;
    for (size_t i = 0; query_field_help(i, &field); i++) {
        append_between(out, i);
        buffer_append_string(out, field.name);
        if (strcasecmp(field.name, field.german) != 0)
            buffer_append_format(out, " (%s)", field.german);
    }
}

/* The keys, with the names where those are other words. */
static void append_kinds(struct buffer *out, const char *name)
{
    struct query_field_help field;
    size_t own = 0;
    while (query_field_help(own, &field) && strcasecmp(field.name, name) != 0)
        own++;
    for (size_t i = 0; i < field.kind_count; i++) {
        const char *shown = messages_kind(&field.kinds[i]);
        append_between(out, i);
        buffer_append_string(out, field.kinds[i].key);
        if (strcasecmp(shown, field.kinds[i].key) != 0)
            buffer_append_format(out, " (%s)", shown);
    }
}

static void append_categories(struct buffer *out)
{
    append_kinds(out, "cat");
}

static void append_hazards(struct buffer *out)
{
    append_kinds(out, "hazard");
}

static void append_remedies(struct buffer *out)
{
    append_kinds(out, "remedy");
}

static void append_is(struct buffer *out)
{
    append_kinds(out, "is");
}

static void append_years(struct buffer *out)
{
    buffer_append_string(out, _("a year: 2012"));
}

static void append_dates(struct buffer *out)
{
    buffer_append_string(out, _("a date: 2012, 2012-05 or 2012-05-31, also 05.2012 or 31.05.2012"));
}

const struct reference references[] = {
    {"--format", "import export", append_formats},
    {"--encoding", "import", append_encodings},
    {"--map", "import", append_map_keys},
    {N_("columns of csv without --map"), "import", append_columns},
    {"--rejects", "import", append_rejects},
    {N_("FIELD:VALUE"), "search export proof", append_fields},
    {"cat:", "search export proof", append_categories},
    {"hazard:", "search export proof", append_hazards},
    {"remedy:", "search export proof", append_remedies},
    {"is:", "search export proof", append_is},
    {"year:", "search export proof", append_years},
    {"since: until:", "search export proof", append_dates},
};

const size_t reference_count = sizeof references / sizeof *references;
