#include "core/search_side.h"

#include <string.h>

#include "core/index_pairs.h"
#include "core/search_match.h"
#include "core/text.h"

void side_free(struct side *side)
{
    for (size_t form = 0; form < SIDE_FORMS; form++)
        buffer_free(&side->form[form]);
    bitmap_free(&side->one);
}

static bool out_of_memory(struct error *error)
{
    return error_set_memory(error, "search");
}

/* One form of the words; what is behind the first digit of one is cut off. */
static void write_form(struct side *side, const struct side_word *words, size_t count, size_t form)
{
    struct buffer *out = &side->form[form];
    buffer_clear(out);
    for (size_t i = 0; i < count; i++) {
        struct text_view word = words[i].form[form];
        size_t length = index_pair_cut(word);
        buffer_append_string(out, i == 0 ? "" : " ");
        buffer_append(out, word.bytes, length);
        if (length == word.length)
            continue;
        buffer_append_byte(out, INDEX_PAIR_CUT);
        side->is_cut = true;
        side->is_open = side->is_open && i + 1 < count;
    }
}

bool side_set(struct side *side, const struct side_word *words, size_t count, struct error *error)
{
    struct folded again = {0};
    bool good = true;
    side->is_open = words[count - 1].is_last;
    side->is_cut = false;
    for (size_t form = 0; form < SIDE_FORMS; form++) {
        write_form(side, words, count, form);
        good = good && !side->form[form].failed;
    }
    /* A loose form that would become looser when it is folded again says nothing. */
    struct text_view loose = buffer_view(&side->form[FOLD_LOOSE]);
    good = good && text_fold(loose, FOLD_LOOSE, &again);
    if (good)
        side->is_usable = text_view_equal(buffer_view(&again.text), loose);
    folded_free(&again);
    return good || out_of_memory(error);
}

/* --- What is listed ------------------------------------------------------------------------- */

/* One form of words in the index. */
static struct text_view listed_form(struct text_view words, enum fold_form form)
{
    static const size_t places[SIDE_FORMS] = {[FOLD_LOOSE] = 0, [FOLD_STRICT] = 1, [FOLD_BASE] = 2};
    const char *at = words.bytes, *end = words.bytes + words.length;
    for (size_t place = 0;; place++) {
        const char *stop = memchr(at, INDEX_PAIR_FORM, (size_t)(end - at));
        if (place == places[form] || !stop)
            return (struct text_view){at, (size_t)((stop ? stop : end) - at)};
        at = stop + 1;
    }
}

static bool fits_way(const struct side *side, size_t way, struct text_view words)
{
    struct text_view text = listed_form(words, match_ways[way].text);
    struct text_view wanted = buffer_view(&side->form[match_ways[way].term]);
    bool fits = side->is_open ? text.length >= wanted.length : text.length == wanted.length;
    return fits && memcmp(text.bytes, wanted.bytes, wanted.length) == 0;
}

static bool fits(const struct side *side, int only, struct text_view words)
{
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++)
        if ((only == SIDE_ANY_WAY || only == (int)way) && match_uses_way(side->term, way) && fits_way(side, way, words))
            return true;
    return false;
}

struct visiting {
    struct side *side;
    int way;
    struct bitmap *listed;
    struct bitmap *seldom; /* NULL: not asked for */
    bool has_forms;
    bool failed;
    struct error *error;
};

/* Adds to seldom what lies in stretches of recalls in which the words do not stand often. */
static bool unite_seldom(struct visiting *visiting, const struct index_place *place)
{
    struct side *side = visiting->side;
    size_t count = index_start_count(side->index);
    /* So short postings have few ranks in nearly every stretch. */
    if (place->length < INDEX_PAIR_OFTEN * count)
        return index_unite(side->index, place, visiting->seldom, visiting->error);
    if (!bitmap_reset(&side->one, visiting->listed->size))
        return out_of_memory(visiting->error);
    if (!index_unite(side->index, place, &side->one, visiting->error))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t start = index_start(side->index, i), end = index_start(side->index, i + 1);
        if (bitmap_count_between(&side->one, start, end) < INDEX_PAIR_OFTEN)
            bitmap_unite_between(visiting->seldom, &side->one, start, end);
    }
    return true;
}

static bool unite(void *context, struct text_view words, const struct index_place *place)
{
    struct visiting *visiting = context;
    struct side *side = visiting->side;
    visiting->has_forms = visiting->has_forms || memchr(words.bytes, INDEX_PAIR_FORM, words.length);
    if (fits(side, visiting->way, words))
        visiting->failed = !index_unite(side->index, place, visiting->listed, visiting->error) ||
                           (visiting->seldom && !unite_seldom(visiting, place));
    return !visiting->failed;
}

static bool visit(struct visiting *visiting, enum index_section section)
{
    struct side *side = visiting->side;
    return index_visit_beginnings(side->index, section, buffer_view(&side->form[FOLD_LOOSE]), unite, visiting,
                                  visiting->error) &&
           !visiting->failed;
}

/* --- What is listed together ---------------------------------------------------------------- */

struct together {
    struct visiting visiting;
    size_t skipped;          /* of a word in the index: what stands before the letters */
    struct text_view second; /* the second word */
    bool is_sure;
};

/* Letters that the second word begins with, or all of them. */
static bool unite_together(void *context, struct text_view words, const struct index_place *place)
{
    struct together *together = context;
    struct visiting *visiting = &together->visiting;
    const struct side *side = visiting->side;
    struct text_view letters = {words.bytes + together->skipped, words.length - together->skipped};
    struct text_view second = together->second;
    bool ends = letters.length > 0 && letters.bytes[letters.length - 1] == INDEX_PAIR_FORM;
    letters.length -= ends;
    size_t same = letters.length < second.length ? letters.length : second.length;
    bool tells_all = side->is_open && letters.length >= second.length;
    if (memcmp(letters.bytes, second.bytes, same) != 0 || (ends && letters.length < second.length) ||
        (!side->is_open && letters.length > second.length))
        return true;
    visiting->failed =
        !index_unite(side->index, place, visiting->seldom, visiting->error) ||
        (tells_all && together->is_sure && !index_unite(side->index, place, visiting->listed, visiting->error));
    return !visiting->failed;
}

static bool find_together(struct side *side, const char *mark, struct bitmap *listed, struct bitmap *seldom,
                          struct error *error)
{
    struct text_view loose = buffer_view(&side->form[FOLD_LOOSE]);
    size_t first = (size_t)((const char *)memchr(loose.bytes, ' ', loose.length) - loose.bytes) + 1;
    struct together together = {.visiting = {side, SIDE_ANY_WAY, listed, seldom, false, false, error}};
    struct buffer prefix = {0};
    buffer_append(&prefix, loose.bytes, first);
    buffer_append_string(&prefix, mark);
    together.skipped = prefix.length;
    together.second = (struct text_view){loose.bytes + first, loose.length - first};
    together.is_sure =
        strcmp(mark, INDEX_PAIR_SURE) == 0 && text_view_equal(buffer_view(&side->form[FOLD_STRICT]), loose);
    bool good = !prefix.failed || out_of_memory(error);
    good = good &&
           index_visit_beginnings(side->index, INDEX_PAIR, buffer_view(&prefix), unite_together, &together, error) &&
           !together.visiting.failed;
    buffer_free(&prefix);
    return good;
}

/* --- Pairs, triples, forks ------------------------------------------------------------------ */

bool side_find_pair(struct side *side, struct bitmap *listed, struct bitmap *seldom, struct error *error)
{
    struct visiting visiting = {side, SIDE_ANY_WAY, listed, seldom, false, false, error};
    return visit(&visiting, INDEX_PAIR) && find_together(side, INDEX_PAIR_REST, listed, seldom, error) &&
           find_together(side, INDEX_PAIR_SURE, listed, seldom, error) &&
           index_look_up(side->index, INDEX_PAIR, TEXT_VIEW(INDEX_PAIR_ODD), INDEX_WHOLE, NULL, NULL, seldom, error);
}

bool side_find_triple(struct side *side, int way, struct bitmap *ranks, bool *has_forms, struct error *error)
{
    struct visiting visiting = {side, way, ranks, NULL, false, false, error};
    bool good = visit(&visiting, INDEX_TRIPLE);
    if (has_forms)
        *has_forms = *has_forms || visiting.has_forms;
    return good;
}

bool side_find_fork(struct side *side, struct bitmap *ranks, struct error *error)
{
    return index_look_up(side->index, INDEX_FORK, buffer_view(&side->form[FOLD_LOOSE]), INDEX_WHOLE, NULL, NULL, ranks,
                         error);
}
