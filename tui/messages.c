#include "tui/messages.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

void messages_begin(const char *directory)
{
    bindtextdomain(PACKAGE, directory);
    bind_textdomain_codeset(PACKAGE, "UTF-8");
}

const char *messages_translate(const char *english)
{
    /* An empty msgid has the catalogue's header for its translation. */
    return english && *english ? dgettext(PACKAGE, english) : english;
}

const char *messages_plural(const char *one, const char *many, uint64_t count)
{
    /* Rules for plurals look at the last digits at most. */
    return dngettext(PACKAGE, one, many, (unsigned long)(count < 1000000 ? count : 1000000 + count % 1000000));
}

bool messages_is_german(void)
{
    /* TRANSLATORS: The code of your language. Where it is "de", names out of the data are the German ones. */
    return strcmp(_("en"), "de") == 0;
}

const char *messages_kind(const struct kind_name *kind)
{
    return messages_is_german() ? kind->german : kind->english;
}

/* The most urgent first. */
const char *messages_urgent(uint32_t hazards, unsigned advisories)
{
    static const struct {
        enum hazard hazard;
        const char *word;
    } words[] = {
        {HAZARD_FIRE, N_("FIRE")},
        {HAZARD_BRAKE_LOSS, N_("BRAKES")},
        {HAZARD_STEERING_LOSS, N_("STEERING")},
        {HAZARD_AIRBAG_RUPTURE, N_("AIRBAG")},
        {HAZARD_AIRBAG_NO_DEPLOY, N_("AIRBAG")},
    };
    if (advisories & ADVISORY_DO_NOT_DRIVE)
        return _("DO NOT DRIVE");
    if (advisories & ADVISORY_PARK_OUTSIDE)
        return _("PARK OUTSIDE");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (hazards & UINT32_C(1) << words[i].hazard)
            return _(words[i].word);
    return NULL;
}

void messages_append_number(uint64_t number, struct buffer *out)
{
    /* TRANSLATORS: what stands between thousands */
    const char *separator = number < 10000 ? "" : _(",");
    char digits[24];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buffer_append_string(out, separator);
        buffer_append_byte(out, digits[i]);
    }
}

const char *messages_authority(const char *authority)
{
    static const struct {
        const char *key, *name;
    } names[] = {{"adac", "ADAC"}, {"kba", "KBA"},  {"nhtsa", "NHTSA"}, {"dvsa", "DVSA"},
                 {"vrdb", "VRDB"}, {"jsonl", NULL}, {"csv", NULL}};
    for (size_t i = 0; authority && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(authority, names[i].key) == 0)
            return names[i].name;
    return authority && *authority ? authority : NULL;
}

void messages_append_extent(const struct store_info *info, struct buffer *out)
{
    buffer_append_format(out, messages_plural("searched in %u recall", "searched in %u recalls", info->recall_count),
                         (unsigned)info->recall_count);
    buffer_append_string(out, ", ");
    buffer_append_format(out, messages_plural("%u source", "%u sources", info->source_count),
                         (unsigned)info->source_count);
    buffer_append_format(out, ", %s %.10s", _("as of"), info->built);
}

static size_t append_text(const struct error_text *text, const char *before, struct buffer *out)
{
    char said[sizeof((struct error *)NULL)->why];
    size_t length = error_write(text, messages_translate, said, sizeof said);
    if (length > 0)
        buffer_append_format(out, "%s%s", before, said);
    return length;
}

/* The names of the user's language, as they can be typed: what has several words would be several. */
static void append_choices(const struct error *error, struct buffer *out)
{
    struct buffer names = {0};
    for (size_t i = 0; i < error->choice_count; i++) {
        buffer_append_string(&names, i ? ", " : "");
        for (const char *c = messages_is_german() ? error->choices[i].german : error->choices[i].key; *c; c++)
            buffer_append_byte(&names, *c == ' ' ? '_' : *c);
    }
    buffer_append_format(out, _("valid are: %s"), names.bytes ? names.bytes : "");
    out->failed = out->failed || names.failed;
    buffer_free(&names);
}

/* False when there is none. */
static bool append_remedy(const struct error *error, const char *before, struct buffer *out)
{
    if (!error->choices)
        return append_text(&error->remedy, before, out) > 0;
    buffer_append_string(out, before);
    append_choices(error, out);
    return true;
}

static void append_why(const struct error *error, const char *before, struct buffer *out)
{
    append_text(&error->reason, before, out);
    append_text(&error->detail, ": ", out);
    if (append_remedy(error, " (", out))
        buffer_append_byte(out, ')');
}

void messages_append_error(const struct error *error, struct buffer *out)
{
    size_t start = out->length;
    buffer_append_string(out, error->what);
    append_why(error, ": ", out);
    text_join_lines(out, start);
}

void messages_append_why(const struct error *error, struct buffer *out)
{
    size_t start = out->length;
    append_why(error, "", out);
    text_join_lines(out, start);
}

void messages_append_way_out(const struct error *error, struct buffer *out)
{
    size_t start = out->length;
    buffer_append_string(out, error->what);
    if (!append_remedy(error, ": ", out))
        append_text(&error->reason, ": ", out);
    text_join_lines(out, start);
}

void messages_append_relaxation(const struct relaxation *relaxation, struct buffer *out)
{
    static const char *const words[] = {
        [RELAX_SPELLING] = N_("Perhaps"),
        [RELAX_SPELLING_ALONE] = N_("Perhaps only"),
        [RELAX_WITHOUT] = N_("Without"),
        [RELAX_SYNONYMS] = N_("With synonyms"),
        [RELAX_ALL_CATEGORIES] = N_("In all categories"),
        [RELAX_MAKE] = N_("Of the make"),
        [RELAX_YEAR] = N_("Built in"),
    };
    buffer_append_string(out, _(words[relaxation->kind]));
    if (relaxation->word[0])
        buffer_append_format(out, " %s", relaxation->word);
}
