#include "core/search_phrase.h"

#include <string.h>

#include "core/index_pairs.h"
#include "core/search_look_ups.h"
#include "core/text.h"

enum { FORMS = 3 };

/* A stretch of word bytes in each form of the term; the forms' runs correspond. */
struct run {
    struct text_view form[FORMS];
    bool follows; /* one blank stands between it and the run before */
    bool is_last; /* nothing stands behind it */
};

/* Two runs side by side, in each form as they stand in a pair of the index. */
struct pair {
    const struct query_term *term;
    struct index *index;
    struct buffer form[FORMS];
    bool is_open; /* the second word may go on */
    bool is_cut;  /* of a number only that it is there */
    struct bitmap *listed;
    struct error *error;
    bool failed;
};

static bool next_run(const struct query_term *term, size_t at[FORMS], struct run *run)
{
    bool is_first = at[0] == 0;
    for (size_t form = 0; form < FORMS; form++) {
        struct text_view text = match_term_form(term, (enum fold_form)form);
        size_t start = at[form];
        while (start < text.length && !fold_is_word_byte((unsigned char)text.bytes[start]))
            start++;
        size_t end = start;
        while (end < text.length && fold_is_word_byte((unsigned char)text.bytes[end]))
            end++;
        run->form[form] = (struct text_view){text.bytes + start, end - start};
        run->is_last = end == text.length;
        run->follows = !is_first && start == at[form] + 1 && text.bytes[at[form]] == ' ';
        at[form] = end;
    }
    return run->form[0].length > 0;
}

/* --- Words --------------------------------------------------------------------------------- */

/* What has the word; of the last one the beginning is enough. */
static bool find_word(struct index *index, const struct query_term *term, const struct run *run, struct bitmap *ranks,
                      struct error *error)
{
    struct query_term word = *term;
    struct look_ups look_ups = {.count = 0};
    word.kind = TERM_PHRASE;
    word.strict = run->form[FOLD_STRICT];
    word.base = run->form[FOLD_BASE];
    word.loose = run->form[FOLD_LOOSE];
    look_ups_add_word(&word, run->is_last ? INDEX_START : INDEX_WHOLE, &look_ups);
    for (size_t i = 0; i < look_ups.count; i++) {
        const struct look_up *look_up = &look_ups.items[i];
        if (!index_look_up(index, look_up->section, look_up->pattern, look_up->match, NULL, NULL, ranks, error))
            return false;
    }
    return true;
}

/* --- Pairs --------------------------------------------------------------------------------- */

/* One form of a pair in the index. */
static struct text_view listed_form(struct text_view word, enum fold_form form)
{
    static const size_t places[FORMS] = {[FOLD_LOOSE] = 0, [FOLD_STRICT] = 1, [FOLD_BASE] = 2};
    const char *at = word.bytes, *end = word.bytes + word.length;
    for (size_t place = 0;; place++) {
        const char *stop = memchr(at, INDEX_PAIR_FORM, (size_t)(end - at));
        if (place == places[form] || !stop)
            return (struct text_view){at, (size_t)((stop ? stop : end) - at)};
        at = stop + 1;
    }
}

static bool is_listed_form(const struct pair *pair, size_t way, struct text_view word)
{
    struct text_view text = listed_form(word, match_ways[way].text);
    struct text_view wanted = buffer_view(&pair->form[match_ways[way].term]);
    bool fits = pair->is_open ? text.length >= wanted.length : text.length == wanted.length;
    return fits && memcmp(text.bytes, wanted.bytes, wanted.length) == 0;
}

static bool unite_pair(void *context, struct text_view word, const struct index_place *place)
{
    struct pair *pair = context;
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++) {
        if (match_uses_way(pair->term, way) && is_listed_form(pair, way, word)) {
            pair->failed = !index_unite(pair->index, place, pair->listed, pair->error);
            return !pair->failed;
        }
    }
    return true;
}

/* The two words as the index has them. Not usable: a loose form that would become looser when it is folded again. */
static bool write_pair(struct pair *pair, const struct run *left, const struct run *right, bool *usable,
                       struct error *error)
{
    struct folded again = {0};
    *usable = true;
    pair->is_open = right->is_last;
    pair->is_cut = false;
    for (size_t form = 0; form < FORMS; form++) {
        const struct text_view words[2] = {left->form[form], right->form[form]};
        buffer_clear(&pair->form[form]);
        for (size_t i = 0; i < 2; i++) {
            size_t length = index_pair_cut(words[i]);
            buffer_append_string(&pair->form[form], i == 0 ? "" : " ");
            buffer_append(&pair->form[form], words[i].bytes, length);
            if (length == words[i].length)
                continue;
            buffer_append_byte(&pair->form[form], INDEX_PAIR_CUT);
            pair->is_cut = true;
            pair->is_open = pair->is_open && i == 0;
        }
    }
    struct text_view loose = buffer_view(&pair->form[FOLD_LOOSE]);
    bool good = !pair->form[FOLD_STRICT].failed && !pair->form[FOLD_BASE].failed && !pair->form[FOLD_LOOSE].failed &&
                text_fold(loose, FOLD_LOOSE, &again);
    if (good)
        *usable = text_view_equal(buffer_view(&again.text), loose);
    folded_free(&again);
    return good || error_set_memory(error, "search");
}

/* What is listed under the pair, and in maybe what else could have it. */
static bool find_pair(struct pair *pair, struct bitmap *maybe, struct error *error)
{
    struct text_view loose = buffer_view(&pair->form[FOLD_LOOSE]);
    const char *blank = memchr(loose.bytes, ' ', loose.length);
    struct buffer rest = {0};
    pair->error = error;
    if (!index_visit_beginnings(pair->index, INDEX_PAIR, loose, unite_pair, pair, error) || pair->failed)
        return false;
    buffer_append(&rest, loose.bytes, (size_t)(blank - loose.bytes) + 1);
    buffer_append_string(&rest, INDEX_PAIR_REST);
    bool good = !rest.failed || error_set_memory(error, "search");
    good = good && index_look_up(pair->index, INDEX_PAIR, buffer_view(&rest), INDEX_WHOLE, NULL, NULL, maybe, error) &&
           index_look_up(pair->index, INDEX_PAIR, TEXT_VIEW(INDEX_PAIR_ODD), INDEX_WHOLE, NULL, NULL, maybe, error);
    buffer_free(&rest);
    return good;
}

/* --- The term ------------------------------------------------------------------------------ */

struct finding {
    struct index *index;
    const struct query_term *term;
    struct bitmap all; /* what has all so far */
    struct bitmap one, listed;
    struct pair pair;
    bool is_certain; /* what is listed has the term */
};

static bool narrow_by_word(struct finding *finding, const struct run *run, struct error *error)
{
    if (!bitmap_reset(&finding->one, finding->all.size))
        return error_set_memory(error, "search");
    if (!find_word(finding->index, finding->term, run, &finding->one, error))
        return false;
    bitmap_intersect(&finding->all, &finding->one);
    return true;
}

static bool narrow_by_pair(struct finding *finding, const struct run *left, const struct run *right,
                           struct error *error)
{
    bool usable;
    struct pair *pair = &finding->pair;
    if (!write_pair(pair, left, right, &usable, error))
        return false;
    if (!usable)
        return true;
    if (!bitmap_reset(&finding->one, finding->all.size) || !bitmap_reset(&finding->listed, finding->all.size))
        return error_set_memory(error, "search");
    if (!find_pair(pair, &finding->one, error))
        return false;
    bitmap_unite(&finding->one, &finding->listed);
    bitmap_intersect(&finding->all, &finding->one);
    /* Only when the term is nothing but this pair. */
    size_t length = left->form[FOLD_STRICT].length + 1 + right->form[FOLD_STRICT].length;
    finding->is_certain = !pair->is_cut && finding->term->strict.length == length;
    return true;
}

static bool narrow(struct finding *finding, struct error *error)
{
    size_t at[FORMS] = {0};
    struct run run, before = {.is_last = false};
    while (next_run(finding->term, at, &run)) {
        if (!narrow_by_word(finding, &run, error) || (run.follows && !narrow_by_pair(finding, &before, &run, error)))
            return false;
        before = run;
    }
    return true;
}

bool search_phrase_find(struct index *index, const struct query_term *term, struct bitmap *ranks,
                        struct bitmap *certain, struct error *error)
{
    struct finding finding = {
        .index = index, .term = term, .pair = {.index = index, .term = term, .listed = &finding.listed}};
    bool good = bitmap_reset(&finding.all, ranks->size) || error_set_memory(error, "search");
    if (good)
        bitmap_fill(&finding.all);
    good = good && narrow(&finding, error);
    if (good)
        bitmap_unite(ranks, &finding.all);
    if (good && certain && finding.is_certain) {
        bitmap_intersect(&finding.listed, &finding.all);
        bitmap_unite(certain, &finding.listed);
    }
    bitmap_free(&finding.all);
    bitmap_free(&finding.one);
    bitmap_free(&finding.listed);
    for (size_t form = 0; form < FORMS; form++)
        buffer_free(&finding.pair.form[form]);
    return good;
}
