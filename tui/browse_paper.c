#include "tui/browse_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/clipboard.h"
#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/proof.h"
#include "tui/save.h"
#include "tui/screen_abilities.h"

enum { PROGRESS_AFTER_MILLISECONDS = 250, PROGRESS_MILLISECONDS = 100 };

/* --- Papers -------------------------------------------------------------------------------- */

/* "4711, M-XY 12": what stands before the comma is the job's number. */
static void split_filled(char *line, struct proof_moment *moment)
{
    char *comma = strchr(line, ',');
    moment->job = line;
    if (!comma)
        return;
    *comma = '\0';
    moment->registration = comma + 1 + strspn(comma + 1, " ");
}

/* Of many hits it takes a while: that is said, and Esc or Ctrl-C breaks it off. */
static bool goes_on_with_proof(void *context, uint32_t done, uint32_t all)
{
    struct browse *browse = context;
    struct browser *browser = &browse->browser;
    if (browse_milliseconds() < browse->progress_due)
        return true;
    browse->progress_due = browse_milliseconds() + PROGRESS_MILLISECONDS;
    snprintf(browser->message_buffer, sizeof browser->message_buffer, _("proof at %u %%, Esc breaks it off"),
             (unsigned)((uint64_t)done * 100 / all));
    browser->message = browser->message_buffer;
    browse_draw(browse);
    browser->message = NULL;
    return !browse_is_broken_off(browse);
}

static bool write_proof(struct browse *browse, struct error *error)
{
    char filled[BROWSER_LINE_BYTES];
    struct proof proof = {
        .store = browse->store,
        .search = browse->search,
        .query = browse->query,
        .typed = browse->browser.now.query,
        .category = browse->browser.now.category,
        .goes_on = goes_on_with_proof,
        .context = browse,
    };
    browse_finish_search(browse);
    browse->progress_due = browse_milliseconds() + PROGRESS_AFTER_MILLISECONDS;
    memcpy(filled, browse->browser.line, sizeof filled);
    proof_take_moment(&proof.moment);
    split_filled(filled, &proof.moment);
    return proof_append_text(&proof, browse->options->charset, &browse->paper_text, error);
}

/* The selected recall, whatever the page shows. */
static bool fetch_selected(struct browse *browse, struct arena *arena, struct recall *recall, struct error *error)
{
    uint32_t rank;
    if (!browse_selected_rank(browse, &rank))
        return error_set_texts(error, ERROR_NOT_FOUND, _("selection"), N_("there is no recall in it"), NULL);
    return store_fetch(browse->store, rank, arena, recall, error);
}

static bool write_plain(struct browse *browse, struct error *error)
{
    struct recall recall;
    return fetch_selected(browse, browse->paper_arena, &recall, error) &&
           (paper_append_recall(&recall, browse->options->charset, &browse->paper_text) ||
            error_set_memory(error, recall.id));
}

static bool lay_text(struct browse *browse, struct error *error)
{
    return paper_lay_wrapped(buffer_view(&browse->paper_text), (size_t)browse->browser.columns, browse->paper_arena,
                             &browse->paper) ||
           error_set_memory(error, "paper");
}

static bool lay_code(struct browse *browse, struct error *error)
{
    struct recall recall;
    int rows = browse->browser.rows > 2 ? browse->browser.rows - 2 : 0;
    if (!fetch_selected(browse, browse->paper_arena, &recall, error))
        return false;
    if (!paper_lay_code(&recall, browse->options->charset, (size_t)rows, (size_t)browse->browser.columns,
                        browse->paper_arena, &browse->paper))
        return error_set_memory(error, recall.id);
    return browse->paper.row_count > 0 ||
           error_set_texts(error, ERROR_NOT_FOUND, recall.id, N_("names neither a web address nor a phone"), NULL);
}

/* What it says, if it is text; and how that lies on a screen. */
static const struct {
    bool (*write)(struct browse *browse, struct error *error);
    bool (*lay)(struct browse *browse, struct error *error);
} papers[] = {
    [PAPER_PROOF] = {write_proof, lay_text}, [PAPER_PLAIN] = {write_plain, lay_text}, [PAPER_CODE] = {NULL, lay_code}};

static bool lay_out(struct browse *browse, struct error *error)
{
    arena_clear(browse->paper_arena);
    browse->paper = (struct paper){0};
    browse->paper_rows = browse->browser.rows;
    browse->paper_columns = browse->browser.columns;
    return papers[browse->browser.paper].lay(browse, error);
}

void browse_fit_paper(struct browse *browse)
{
    struct error error = {0};
    const struct browser *browser = &browse->browser;
    if ((browse->paper_rows != browser->rows || browse->paper_columns != browser->columns) && !lay_out(browse, &error))
        browse_tell(browse, &error);
}

void browse_lay_paper(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    struct error error = {0};
    buffer_clear(&browse->paper_text);
    arena_clear(browse->paper_arena);
    if ((papers[browser->paper].write && !papers[browser->paper].write(browse, &error)) || !lay_out(browse, &error)) {
        if (error.kind == ERROR_INTERRUPTED)
            browse->browser.message = _("broken off");
        else
            browse_tell(browse, &error);
        return;
    }
    browser->view_under_paper = browser->view;
    browser->view = VIEW_PAPER;
    browser->paper_top = 0;
}

/* --- Copying ------------------------------------------------------------------------------- */

/* What a recall has to copy, in turn: its part numbers, its number, its whole text. */
static void append_copied(const struct recall *recall, unsigned turn, struct buffer *out)
{
    unsigned kinds = recall->parts.count > 0 ? 3 : 2;
    unsigned kind = (turn - 1) % kinds + (3 - kinds);
    if (kind == 0)
        for (size_t i = 0; i < recall->parts.count; i++)
            buffer_append_format(out, "%s%s", i ? " " : "", recall->parts.items[i]);
    else if (kind == 1)
        buffer_append_string(out, recall->id);
    else
        buffer_append_view(out, recall->text);
}

static void say_copied(struct browse *browse, const struct buffer *copied)
{
    struct browser *browser = &browse->browser;
    struct buffer plain = {0};
    text_normalize_space(buffer_view(copied), &plain);
    snprintf(browser->message_buffer, sizeof browser->message_buffer, _("sent to the clipboard: %s"),
             plain.bytes ? plain.bytes : "");
    browser->message = browser->message_buffer;
    buffer_free(&plain);
}

void browse_copy(struct browse *browse)
{
    struct arena *arena = arena_new();
    struct buffer copied = {0}, clean = {0}, sequence = {0};
    struct recall recall;
    struct error error = {0};
    if (!screen_takes_clipboard()) {
        browse->browser.message = _("this terminal takes no clipboard: Y shows the plain text");
    } else if (!arena || !fetch_selected(browse, arena, &recall, &error)) {
        browse_tell(browse, &error);
    } else {
        append_copied(&recall, browse->browser.copy_turn, &copied);
        /* What a user pastes elsewhere goes through the gate too: no control character reaches a shell. */
        text_clean(buffer_view(&copied), CHARSET_UTF8, &clean);
        clipboard_append(buffer_view(&clean), &sequence);
        if (!copied.failed && !clean.failed && !sequence.failed) {
            screen_send(browse->screen, buffer_view(&sequence));
            say_copied(browse, &clean);
        }
    }
    arena_free(arena);
    buffer_free(&copied);
    buffer_free(&clean);
    buffer_free(&sequence);
}

/* --- Files and printers -------------------------------------------------------------------- */

static bool takes_proof(const struct browse *browse)
{
    return browse->browser.view == VIEW_PAPER && browse->browser.paper == PAPER_PROOF;
}

/* The marked recalls that the database has, malloc'd. */
static uint32_t *marked_ranks(struct browse *browse, size_t *count)
{
    *count = 0;
    return browse_has_state(browse) ? state_marked_ranks(browse->state, browse->store, count) : NULL;
}

/*
 * A proof is taken as it lies there; else all marked recalls, or the selected one, in the format that the name asks
 * for. How many marked ones there were.
 */
static bool append_taken(struct browse *browse, const char *name, struct buffer *out, size_t *count,
                         struct error *error)
{
    *count = 0;
    if (takes_proof(browse)) {
        locale_encode(buffer_view(&browse->paper_text), browse->options->charset, out);
        return !out->failed || error_set_memory(error, name);
    }
    struct arena *arena = arena_new();
    struct recall recall;
    uint32_t *ranks = marked_ranks(browse, count);
    bool good = arena || error_set_memory(error, name);
    if (good && *count == 0)
        good = fetch_selected(browse, arena, &recall, error) &&
               save_append_recall(&recall, name, browse->options->charset, out, error);
    for (size_t i = 0; good && i < *count; i++) {
        arena_clear(arena);
        good = store_fetch(browse->store, ranks[i], arena, &recall, error) &&
               save_append_recall(&recall, name, browse->options->charset, out, error);
    }
    free(ranks);
    arena_free(arena);
    return good;
}

void browse_propose_name(struct browse *browse)
{
    size_t count;
    free(marked_ranks(browse, &count));
    if (count > 0)
        snprintf(browse->browser.line, sizeof browse->browser.line, "%s-%zu.txt", _("marked"), count);
}

void browse_save(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    struct buffer taken = {0}, name = {0};
    struct error error = {0};
    size_t count;
    locale_encode(text_view_of(browser->line), browse->options->charset, &name);
    bool good = !name.failed && append_taken(browse, browser->line, &taken, &count, &error) &&
                save_new_file(name.bytes, buffer_view(&taken), &error);
    if (good) {
        snprintf(browser->message_buffer, sizeof browser->message_buffer,
                 count > 0 ? _("written: %s (%zu marked)") : _("written: %s"), browser->line, count);
        browser->message = browser->message_buffer;
    } else {
        browse_tell(browse, &error);
    }
    buffer_free(&taken);
    buffer_free(&name);
}

void browse_print(struct browse *browse)
{
    struct browser *browser = &browse->browser;
    struct buffer taken = {0};
    struct error error = {0};
    size_t count;
    if (append_taken(browse, "", &taken, &count, &error) && print_begin(&browse->print, buffer_view(&taken), &error)) {
        snprintf(browser->message_buffer, sizeof browser->message_buffer,
                 count > 0 ? _("being printed (%zu marked)") : _("being printed"), count);
        browser->message = browser->message_buffer;
    } else {
        browse_tell(browse, &error);
    }
    buffer_free(&taken);
}

void browse_note_printed(struct browse *browse)
{
    struct error error = {0};
    enum print_outcome outcome;
    bool is_refused = false;
    while ((outcome = print_outcome(&browse->print, &error)) != PRINT_NOTHING) {
        if (outcome == PRINT_REFUSED)
            browse_tell(browse, &error);
        else if (!is_refused)
            browse->browser.message = _("given to the printer");
        is_refused = is_refused || outcome == PRINT_REFUSED;
    }
}
