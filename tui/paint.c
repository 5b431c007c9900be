#include "tui/paint.h"

#include <unistd.h>

#include "tui/command.h"
#include "tui/locale_text.h"
#include "tui/theme.h"

void paint_begin(struct paint *paint, const struct options *options)
{
    *paint = (struct paint){
        .charset = command_charset(options),
        .is_on = options_want_color(options->color, isatty(STDOUT_FILENO)),
    };
    if (paint->is_on)
        screen_describe(&paint->abilities);
}

static void append_attributes(const struct screen_abilities *abilities, enum style style, struct buffer *out)
{
    /* What can be read whatever the background is. */
    int color = theme_style(THEME_DARK, style).color;
    switch (style) {
    case STYLE_URGENT:
        buffer_append_string(out, abilities->bold);
        buffer_append_string(out, abilities->foreground[color]);
        break;
    case STYLE_HIGHLIGHT:
        buffer_append_string(out, abilities->underline);
        buffer_append_string(out, abilities->foreground[color]);
        break;
    case STYLE_FACT:
        buffer_append_string(out, abilities->underline);
        break;
    case STYLE_MARKER:
        buffer_append_string(out, abilities->bold);
        break;
    default:
        break;
    }
}

void paint_append(const struct paint *paint, struct text_view text, enum style style, struct buffer *out)
{
    struct buffer clean = {0};
    size_t before = out->length;
    if (paint->is_on)
        append_attributes(&paint->abilities, style, out);
    bool has_attributes = out->length > before;
    text_clean(text, paint->charset, &clean);
    locale_encode(buffer_view(&clean), paint->charset, out);
    if (has_attributes)
        buffer_append_string(out, paint->abilities.normal);
    out->failed = out->failed || clean.failed;
    buffer_free(&clean);
}

void paint_append_row(const struct paint *paint, const struct row *row, struct buffer *out)
{
    size_t at = 0;
    for (size_t i = 0; i < row->span_count; i++) {
        const struct span *span = &row->spans[i];
        if (span->start_bytes < at)
            continue;
        paint_append(paint, (struct text_view){row->text.bytes + at, span->start_bytes - at}, row->style, out);
        paint_append(paint, (struct text_view){row->text.bytes + span->start_bytes, span->length_bytes}, span->style,
                     out);
        at = span->start_bytes + span->length_bytes;
    }
    paint_append(paint, (struct text_view){row->text.bytes + at, row->text.length - at}, row->style, out);
    buffer_append_byte(out, '\n');
}
