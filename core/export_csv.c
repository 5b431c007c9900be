#include "core/export.h"

#include <string.h>

/* RFC 4180: always in quotes, quotes doubled. */
static void append_cell(struct text_view value, bool is_first, struct buffer *out)
{
    buffer_append_string(out, is_first ? "\"" : ",\"");
    for (size_t i = 0; i < value.length; i++) {
        if (value.bytes[i] == '"')
            buffer_append_byte(out, '"');
        buffer_append_byte(out, value.bytes[i]);
    }
    buffer_append_byte(out, '"');
}

static void append_joined(const struct string_list *list, struct buffer *out)
{
    struct buffer joined = {0};
    for (size_t i = 0; i < list->count; i++)
        buffer_append_format(&joined, "%s%s", i ? "; " : "", list->items[i]);
    append_cell(buffer_view(&joined), false, out);
    out->failed = out->failed || joined.failed;
    buffer_free(&joined);
}

void export_csv_head(struct buffer *out)
{
    buffer_append_string(out, "id,authority,campaign,make,models,date,started,category,parts,headline,text\r\n");
}

void export_csv_recall(const struct recall *recall, struct buffer *out)
{
    append_cell(text_view_of(recall->id), true, out);
    append_cell(text_view_of(recall->authority), false, out);
    append_cell(text_view_of(recall->campaign), false, out);
    append_cell(text_view_of(recall->make), false, out);
    append_joined(&recall->models, out);
    append_cell(text_view_of(recall->date), false, out);
    append_cell(text_view_of(recall->started), false, out);
    append_cell(text_view_of(recall->category_count > 0 ? category_names[recall->categories[0]].key : NULL), false,
                out);
    append_joined(&recall->parts, out);
    append_cell(text_view_of(recall->headline), false, out);
    append_cell(recall->text, false, out);
    buffer_append_string(out, "\r\n");
}
