#include "tui/view_nothing.h"

#include "tui/messages.h"

static void append_asked(const struct nothing *nothing, struct buffer *out)
{
    const char *between = "  ";
    buffer_append_string(out, _("No recall found for"));
    if (nothing->query_words[0]) {
        buffer_append_format(out, "%s%s", between, nothing->query_words);
        between = " · ";
    }
    if (nothing->category >= 0)
        buffer_append_format(out, "%s%s %s", between, _("Category"), messages_kind(&category_names[nothing->category]));
    buffer_append_byte(out, '\n');
}

static void append_ways_on(const struct nothing *nothing, struct buffer *out)
{
    for (size_t i = 0; i < nothing->relaxation_count; i++) {
        buffer_append_format(out, "\n%c  ", (char)('a' + i));
        messages_append_relaxation(&nothing->relaxations[i], out);
        buffer_append_format(out, "  (%u)", (unsigned)nothing->relaxations[i].count);
    }
    buffer_append_string(out, nothing->relaxation_count ? "\n" : "");
}

bool view_nothing_lay_out(const struct nothing *nothing, enum text_charset charset, size_t columns, struct arena *arena,
                          struct paper *paper)
{
    struct buffer text = {0}, clean = {0};
    append_asked(nothing, &text);
    messages_append_extent(&nothing->info, &text);
    buffer_append_byte(&text, '\n');
    if (nothing->has_vehicle_number)
        buffer_append_format(&text, "\n%s\n", _("Recall files know no single cars: search for make and model."));
    append_ways_on(nothing, &text);
    buffer_append_format(&text, "\n%s", _("No hit does not mean that there is no recall."));
    text_clean(buffer_view(&text), charset, &clean);
    bool good = !text.failed && !clean.failed && paper_lay_wrapped(buffer_view(&clean), columns, arena, paper);
    buffer_free(&text);
    buffer_free(&clean);
    return good;
}
