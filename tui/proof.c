#include "tui/proof.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/export.h"
#include "tui/messages.h"
#include "tui/wrap.h"

enum { PAPER_COLUMNS = 78, LABEL_COLUMNS = 14, NUMBER_COLUMNS = 7 };

static const char *const caveats[] = {
    N_("No hit does not mean that there is no recall."),
    N_("A hit does not mean that this car is meant: its maker knows by the vehicle number."),
};

void proof_take_moment(struct proof_moment *moment)
{
    *moment = (struct proof_moment){0};
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local) || strftime(moment->time, sizeof moment->time, "%Y-%m-%dT%H:%M:%S%z", &local) == 0)
        snprintf(moment->time, sizeof moment->time, "%" PRIdMAX, (intmax_t)now);
    const struct passwd *account = getpwuid(getuid());
    if (account)
        snprintf(moment->user, sizeof moment->user, "%s", account->pw_name);
    else
        snprintf(moment->user, sizeof moment->user, "%" PRIuMAX, (uintmax_t)getuid());
}

/* --- As text ------------------------------------------------------------------------------- */

/* The sheet while it is written. */
struct sheet {
    enum text_charset charset;
    struct arena *arena; /* of what is needed for one line */
    struct buffer *out;
};

/* Appends stored text behind a head of so many columns, wrapped under itself. */
static void write_under(struct sheet *sheet, const char *head, size_t head_columns, const char *text)
{
    struct buffer plain = {0}, clean = {0}, clean_head = {0};
    struct wrap_line *lines;
    size_t count = 0;
    text_normalize_space(text_view_of(text), &plain);
    text_clean(buffer_view(&plain), sheet->charset, &clean);
    text_clean(text_view_of(head), sheet->charset, &clean_head);
    if (plain.failed || clean.failed || clean_head.failed ||
        !wrap_paragraph(buffer_view(&clean), PAPER_COLUMNS - head_columns, sheet->arena, &lines, &count))
        sheet->out->failed = true;
    for (size_t i = 0; i < count; i++) {
        size_t taken = i ? 0 : text_width_columns(buffer_view(&clean_head));
        buffer_append_view(sheet->out, i ? (struct text_view){0} : buffer_view(&clean_head));
        if (lines[i].length > 0 && head_columns > 0)
            buffer_append_format(sheet->out, "%*s", (int)(taken < head_columns ? head_columns - taken : 1), "");
        buffer_append(sheet->out, clean.bytes + lines[i].start, lines[i].length);
        buffer_append_byte(sheet->out, '\n');
    }
    buffer_free(&plain);
    buffer_free(&clean);
    buffer_free(&clean_head);
    arena_clear(sheet->arena);
}

static void write_fact(struct sheet *sheet, const char *label, const char *value)
{
    write_under(sheet, label, LABEL_COLUMNS, value);
}

static void write_line(struct sheet *sheet, const char *text)
{
    write_under(sheet, "", 0, text);
}

static void write_empty(struct sheet *sheet)
{
    buffer_append_byte(sheet->out, '\n');
}

/* What can be filled in, or the room for it. */
static void write_filled(struct sheet *sheet, const char *label, const char *value)
{
    write_fact(sheet, label, value && *value ? value : "______________________________");
}

static void write_question(struct sheet *sheet, const struct proof *proof)
{
    struct store_info info = store_info(proof->store);
    struct buffer words = {0}, number = {0};
    write_fact(sheet, _("Asked for"), proof->typed[0] ? proof->typed : _("(nothing typed)"));
    query_describe(proof->query, messages_is_german(), &words);
    if (words.length == 0)
        buffer_append_string(&words, proof->category < 0 ? _("all recalls") : _("all recalls of the category"));
    if (search_is_widened(proof->search))
        buffer_append_format(&words, " (%s)", _("with synonyms"));
    write_fact(sheet, _("Understood as"), words.bytes ? words.bytes : "");
    if (proof->category >= 0)
        write_fact(sheet, _("Category"), messages_kind(&category_names[proof->category]));
    messages_append_number(info.recall_count, &number);
    buffer_append_format(&number, " %s", messages_plural("recall", "recalls", info.recall_count));
    write_fact(sheet, _("Searched in"), number.bytes ? number.bytes : "");
    buffer_clear(&number);
    messages_append_number(search_count(proof->search), &number);
    write_fact(sheet, _("Found"), number.bytes ? number.bytes : "");
    sheet->out->failed = sheet->out->failed || words.failed || number.failed;
    buffer_free(&words);
    buffer_free(&number);
}

/* A source's name, then what tells it from every other file of this name. */
static bool write_sources(struct sheet *sheet, const struct proof *proof, struct arena *arena, struct error *error)
{
    struct store_source *sources;
    size_t count;
    if (!store_list_sources(proof->store, arena, &sources, &count, error))
        return false;
    write_line(sheet, _("Sources"));
    for (size_t i = 0; i < count; i++) {
        struct buffer line = {0};
        char number[32];
        snprintf(number, sizeof number, "%5zu", i + 1);
        write_under(sheet, number, NUMBER_COLUMNS, sources[i].name);
        buffer_append_format(&line, "%s · %s %s · %s %s", sources[i].format, _("taken in"), sources[i].imported,
                             _("checksum"), sources[i].checksum);
        write_under(sheet, "", NUMBER_COLUMNS, line.bytes ? line.bytes : "");
        sheet->out->failed = sheet->out->failed || line.failed;
        buffer_free(&line);
    }
    return true;
}

/* Calls write for every hit in order; its memory lives during the call. */
static bool visit_hits(const struct proof *proof,
                       bool (*write)(void *context, uint32_t number, const struct recall *recall), void *context,
                       struct error *error)
{
    struct arena *arena = arena_new();
    bool good = arena || error_set_memory(error, "proof");
    for (uint32_t i = 0, count = search_count(proof->search); good && i < count; i++) {
        uint32_t rank;
        struct recall recall;
        arena_clear(arena);
        if (proof->goes_on && !proof->goes_on(proof->context, i, count))
            good = error_set_texts(error, ERROR_INTERRUPTED, "proof", N_("broken off"), NULL);
        if (!good || search_page(proof->search, i, 1, &rank) != 1)
            break;
        good = store_fetch(proof->store, rank, arena, &recall, error) &&
               (write(context, i + 1, &recall) || error_set_memory(error, "proof"));
    }
    arena_free(arena);
    return good;
}

static bool write_hit(void *context, uint32_t number, const struct recall *recall)
{
    struct sheet *sheet = context;
    struct buffer line = {0};
    char head[16];
    snprintf(head, sizeof head, "%5" PRIu32, number);
    buffer_append_string(&line, recall->id);
    if (recall->campaign)
        buffer_append_format(&line, " · %s", recall->campaign);
    if (recall->date)
        buffer_append_format(&line, " · %s", recall->date);
    write_under(sheet, head, NUMBER_COLUMNS, line.bytes ? line.bytes : "");
    write_under(sheet, "", NUMBER_COLUMNS, recall->headline);
    bool good = !line.failed && !sheet->out->failed;
    buffer_free(&line);
    return good;
}

static bool write_hits(struct sheet *sheet, const struct proof *proof, struct error *error)
{
    write_line(sheet, _("Hits"));
    if (search_count(proof->search) == 0)
        write_under(sheet, "", NUMBER_COLUMNS, _("none"));
    return visit_hits(proof, write_hit, sheet, error);
}

bool proof_append_text(const struct proof *proof, enum text_charset charset, struct buffer *out, struct error *error)
{
    struct sheet sheet = {.charset = charset, .arena = arena_new(), .out = out};
    struct arena *arena = arena_new();
    struct store_info info = store_info(proof->store);
    bool good = sheet.arena && arena;
    if (good) {
        write_line(&sheet, _("Proof of a look-up in recall texts"));
        write_empty(&sheet);
        write_fact(&sheet, _("Time"), proof->moment.time);
        write_fact(&sheet, _("User"), proof->moment.user);
        write_filled(&sheet, _("Job number"), proof->moment.job);
        write_filled(&sheet, _("Registration"), proof->moment.registration);
        write_empty(&sheet);
        write_question(&sheet, proof);
        write_empty(&sheet);
        write_fact(&sheet, _("Database of"), info.built);
        write_fact(&sheet, _("Checksum"), info.checksum);
        good = write_sources(&sheet, proof, arena, error);
        write_empty(&sheet);
        good = good && write_hits(&sheet, proof, error);
        write_empty(&sheet);
        for (size_t i = 0; i < sizeof caveats / sizeof caveats[0]; i++)
            write_line(&sheet, _(caveats[i]));
    }
    arena_free(sheet.arena);
    arena_free(arena);
    if (error->kind != ERROR_NONE)
        return false;
    return (good && !out->failed) || error_set_memory(error, "proof");
}

/* --- As JSON ------------------------------------------------------------------------------- */

static void append_pair(const char *before, const char *key, const char *value, struct buffer *out)
{
    buffer_append_format(out, "%s\"%s\":", before, key);
    if (value)
        export_json_string(text_view_of(value), out);
    else
        buffer_append_string(out, "null");
}

static bool append_sources(const struct proof *proof, struct buffer *out, struct error *error)
{
    struct arena *arena = arena_new();
    struct store_source *sources;
    size_t count = 0;
    bool good =
        arena ? store_list_sources(proof->store, arena, &sources, &count, error) : error_set_memory(error, "proof");
    buffer_append_string(out, ",\"sources\":[");
    for (size_t i = 0; good && i < count; i++) {
        append_pair(i ? ",{" : "{", "name", sources[i].name, out);
        append_pair(",", "format", sources[i].format, out);
        append_pair(",", "imported", sources[i].imported, out);
        append_pair(",", "checksum", sources[i].checksum, out);
        buffer_append_byte(out, '}');
    }
    buffer_append_byte(out, ']');
    arena_free(arena);
    return good;
}

static bool append_hit(void *context, uint32_t number, const struct recall *recall)
{
    struct buffer *out = context;
    append_pair(number > 1 ? ",{" : "{", "id", recall->id, out);
    append_pair(",", "campaign", recall->campaign, out);
    append_pair(",", "date", recall->date, out);
    append_pair(",", "started", recall->started, out);
    append_pair(",", "headline", recall->headline, out);
    buffer_append_byte(out, '}');
    return !out->failed;
}

static void append_question(const struct proof *proof, struct buffer *out)
{
    struct buffer words = {0};
    query_describe(proof->query, messages_is_german(), &words);
    append_pair(",", "query", proof->typed, out);
    append_pair(",", "understood", words.bytes ? words.bytes : "", out);
    buffer_append_format(out, ",\"synonyms\":%s", search_is_widened(proof->search) ? "true" : "false");
    append_pair(",", "category", proof->category >= 0 ? category_names[proof->category].key : NULL, out);
    buffer_append_format(out, ",\"searched\":%" PRIu32 ",\"found\":%" PRIu32, store_info(proof->store).recall_count,
                         search_count(proof->search));
    out->failed = out->failed || words.failed;
    buffer_free(&words);
}

bool proof_append_json(const struct proof *proof, struct buffer *out, struct error *error)
{
    struct store_info info = store_info(proof->store);
    append_pair("{", "time", proof->moment.time, out);
    append_pair(",", "user", proof->moment.user, out);
    append_pair(",", "job", proof->moment.job, out);
    append_pair(",", "registration", proof->moment.registration, out);
    append_question(proof, out);
    append_pair(",\"database\":{", "built", info.built, out);
    append_pair(",", "checksum", info.checksum, out);
    buffer_append_byte(out, '}');
    if (!append_sources(proof, out, error))
        return false;
    buffer_append_string(out, ",\"hits\":[");
    if (!visit_hits(proof, append_hit, out, error))
        return false;
    buffer_append_string(out, "],\"caveats\":[");
    for (size_t i = 0; i < sizeof caveats / sizeof caveats[0]; i++) {
        buffer_append_string(out, i ? "," : "");
        export_json_string(text_view_of(_(caveats[i])), out);
    }
    buffer_append_string(out, "]}\n");
    return !out->failed || error_set_memory(error, "proof");
}
