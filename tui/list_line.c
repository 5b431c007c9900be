#include "tui/list_line.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "tui/messages.h"
#include "tui/wrap.h"

/* Headlines like "Honda is recalling …" need no make before them. */
static bool begins_with(struct text_view headline, const char *make)
{
    size_t length = strlen(make);
    return headline.length >= length && strncasecmp(headline.bytes, make, length) == 0 &&
           (headline.length == length || !isalnum((unsigned char)headline.bytes[length]));
}

/* The car with its model where that leaves the headline three fifths of the room, else the make if it leaves half. */
static void append_car(const struct recall_summary *summary, bool is_one, enum text_charset charset, size_t room,
                       struct buffer *out)
{
    struct buffer stored = {0}, plain = {0}, make = {0}, car = {0};
    buffer_append_string(&stored, summary->make);
    if (summary->make_count > 1)
        buffer_append_format(&stored, " +%u", summary->make_count - 1);
    text_normalize_space(buffer_view(&stored), &plain);
    text_clean(buffer_view(&plain), charset, &make);
    if (is_one && summary->make_count < 2 && summary->model) {
        buffer_clear(&plain);
        buffer_append_format(&stored, " %s", summary->model);
        text_normalize_space(buffer_view(&stored), &plain);
        text_clean(buffer_view(&plain), charset, &car);
    }
    if (car.length > 0 && text_width_columns(buffer_view(&car)) <= room * 2 / 5)
        buffer_append_format(out, "%s: ", car.bytes);
    else if (make.length > 0 && text_width_columns(buffer_view(&make)) <= room / 2)
        buffer_append_format(out, "%s: ", make.bytes);
    out->failed = out->failed || stored.failed || plain.failed || make.failed || car.failed;
    buffer_free(&stored);
    buffer_free(&plain);
    buffer_free(&make);
    buffer_free(&car);
}

size_t list_line_append(const struct recall_summary *summary, size_t members, size_t width_columns,
                        enum text_charset charset, struct buffer *out)
{
    struct buffer stored = {0}, plain = {0}, line = {0};
    const char *word = messages_urgent(summary->hazards, summary->advisories);
    if (word)
        buffer_append_format(&stored, "[%s]", word);
    text_clean(buffer_view(&stored), charset, &line);
    size_t urgent = line.length, before = out->length;
    buffer_clear(&stored);
    buffer_append_string(&stored, word ? " " : "");
    if (members > 1)
        buffer_append_format(&stored, "%zu× ", members);
    text_clean(buffer_view(&stored), charset, &line);
    size_t taken = text_width_columns(buffer_view(&line));
    text_normalize_space(text_view_of(summary->headline), &plain);
    if (summary->make && !begins_with(buffer_view(&plain), summary->make))
        append_car(summary, members<2, charset, width_columns> taken ? width_columns - taken : 0, &line);
    text_clean(buffer_view(&plain), charset, &line);
    wrap_append_cut(buffer_view(&line), width_columns, charset != CHARSET_UTF8, out);
    size_t shown = out->length - before;
    /* "…" may have more bytes than what it stands for. */
    if (urgent > 0 && (shown < urgent || memcmp(out->bytes + before, line.bytes, urgent) != 0))
        urgent = shown;
    out->failed = out->failed || stored.failed || plain.failed || line.failed;
    buffer_free(&stored);
    buffer_free(&plain);
    buffer_free(&line);
    return urgent;
}
