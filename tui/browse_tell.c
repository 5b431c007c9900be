/* What goes wrong, and what else is to be said, as the status line has room for it. */

#include "tui/browse_internal.h"

#include <stdio.h>
#include <string.h>

#include "tui/log.h"
#include "tui/messages.h"
#include "tui/view_bars.h"

bool browse_has_room_for(const struct browse *browse, const char *message)
{
    return text_width_columns(text_view_of(message)) <=
           view_message_columns(&browse->browser, browse->options->charset);
}

/* The whole of it where there is room, else the brief form, if that fits; what does not fit is cut when it is drawn. */
static void tell(struct browse *browse, const struct error *error, bool is_brief_better,
                 void (*append_brief)(const struct error *error, struct buffer *out))
{
    struct browser *browser = &browse->browser;
    struct buffer whole = {0}, brief = {0};
    size_t room = view_message_columns(browser, browse->options->charset);
    messages_append_error(error, &whole);
    append_brief(error, &brief);
    bool has_room = text_width_columns(buffer_view(&whole)) <= room;
    bool is_brief = !has_room && (is_brief_better || text_width_columns(buffer_view(&brief)) <= room);
    const struct buffer *said = is_brief ? &brief : &whole;
    snprintf(browser->message_buffer, sizeof browser->message_buffer, "%.399s", said->bytes ? said->bytes : error->why);
    browser->message = browser->message_buffer;
    log_line("error: %s: %s", error->what, error->why);
    buffer_free(&whole);
    buffer_free(&brief);
}

/* As much as has room: every command that meets damage says the way out, and ends with a status of its own. */
static void tell_damage(struct browse *browse)
{
    const char *whole = _("the database is damaged: move it away and import again");
    browse->browser.message = browse_has_room_for(browse, whole) ? whole : _("damaged: import again");
    browse->has_met_damage = true;
}

void browse_tell(struct browse *browse, const struct error *error)
{
    if (error->kind == ERROR_DAMAGED) {
        tell_damage(browse);
        log_line("error: %s: %s", error->what, error->why);
    } else {
        tell(browse, error, false, messages_append_why);
    }
}

static void append_reason(const struct error *error, struct buffer *out)
{
    struct error bare = *error;
    bare.remedy = (struct error_text){0};
    bare.choices = NULL;
    messages_append_why(&bare, out);
}

/* Where not even the first of the valid names has room, what is wrong may have. */
void browse_tell_valid(struct browse *browse, const struct error *error)
{
    struct buffer valid = {0}, reason = {0};
    size_t room = view_message_columns(&browse->browser, browse->options->charset);
    messages_append_way_out(error, &valid);
    append_reason(error, &reason);
    const char *comma = valid.bytes ? strstr(valid.bytes, ", ") : NULL;
    struct text_view first = {valid.bytes, comma ? (size_t)(comma - valid.bytes) + 2 : valid.length};
    bool names_none = text_width_columns(first) >= room && text_width_columns(buffer_view(&reason)) <= room;
    tell(browse, error, true, names_none ? append_reason : messages_append_way_out);
    buffer_free(&valid);
    buffer_free(&reason);
}
