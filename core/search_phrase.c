#include "core/search_phrase.h"

#include "core/search_look_ups.h"
#include "core/search_side.h"
#include "core/text.h"

/* The words of a term one after the other; begins with zeros. */
struct walk {
    const struct query_term *term;
    size_t at[SIDE_FORMS];
    struct side_word last[3]; /* the word at hand behind those before it */
    size_t count;             /* words so far */
};

static bool next_word(struct walk *walk)
{
    struct side_word *word = &walk->last[2];
    walk->last[0] = walk->last[1];
    walk->last[1] = walk->last[2];
    for (size_t form = 0; form < SIDE_FORMS; form++) {
        struct text_view text = match_term_form(walk->term, (enum fold_form)form);
        size_t start = walk->at[form];
        while (start < text.length && !fold_is_word_byte((unsigned char)text.bytes[start]))
            start++;
        size_t end = start;
        while (end < text.length && fold_is_word_byte((unsigned char)text.bytes[end]))
            end++;
        word->form[form] = (struct text_view){text.bytes + start, end - start};
        word->is_last = end == text.length;
        walk->at[form] = end;
    }
    walk->count++;
    return word->form[0].length > 0;
}

/* The last so many words. */
static const struct side_word *last_words(const struct walk *walk, size_t count)
{
    return walk->last + 3 - count;
}

/* --- What may have the term ------------------------------------------------------------------ */

struct finding {
    struct index *index;
    const struct query_term *term;
    struct bitmap all; /* what may have all so far */
    struct bitmap one, listed;
    struct bitmap seldom[2]; /* of the pair at hand and the one before, as side_find_pair() gives it */
    struct side side;
    size_t word_count, pair_count; /* words so far; pairs since one could not be asked for */
    bool is_plain;                 /* nothing but words in a row, none with digits */
};

static bool reset(struct finding *finding, struct bitmap *bitmap, struct error *error)
{
    return bitmap_reset(bitmap, finding->all.size) || error_set_memory(error, "search");
}

/* What has the word; of the last one the beginning is enough. */
static bool narrow_by_word(struct finding *finding, const struct side_word *own, struct error *error)
{
    struct query_term word = *finding->term;
    struct look_ups look_ups = {.count = 0};
    word.kind = TERM_PHRASE;
    word.strict = own->form[FOLD_STRICT];
    word.base = own->form[FOLD_BASE];
    word.loose = own->form[FOLD_LOOSE];
    look_ups_add_word(&word, own->is_last ? INDEX_START : INDEX_WHOLE, &look_ups);
    if (!reset(finding, &finding->one, error))
        return false;
    for (size_t i = 0; i < look_ups.count; i++) {
        const struct look_up *look_up = &look_ups.items[i];
        if (!index_look_up(finding->index, look_up->section, look_up->pattern, look_up->match, NULL, NULL,
                           &finding->one, error))
            return false;
    }
    bitmap_intersect(&finding->all, &finding->one);
    return true;
}

static bool narrow_by_pair(struct finding *finding, const struct side_word *words, struct error *error)
{
    struct bitmap before = finding->seldom[0];
    finding->seldom[0] = finding->seldom[1];
    finding->seldom[1] = before;
    if (!side_set(&finding->side, words, 2, error))
        return false;
    finding->is_plain = finding->is_plain && finding->side.is_usable && !finding->side.is_cut;
    finding->pair_count = finding->side.is_usable ? finding->pair_count + 1 : 0;
    if (!finding->side.is_usable)
        return true;
    if (!reset(finding, &finding->one, error) || !reset(finding, &finding->listed, error) ||
        !reset(finding, &finding->seldom[1], error) ||
        !side_find_pair(&finding->side, &finding->listed, &finding->seldom[1], error))
        return false;
    bitmap_unite(&finding->one, &finding->listed);
    bitmap_unite(&finding->one, &finding->seldom[1]);
    bitmap_intersect(&finding->all, &finding->one);
    return true;
}

/* Where both pairs stand often, what has the triple is listed. */
static bool narrow_by_triple(struct finding *finding, const struct side_word *words, struct error *error)
{
    if (!side_set(&finding->side, words, 3, error))
        return false;
    if (finding->side.is_cut || !finding->side.is_usable)
        return true;
    if (!reset(finding, &finding->one, error) ||
        !side_find_triple(&finding->side, SIDE_ANY_WAY, &finding->one, NULL, error))
        return false;
    bitmap_unite(&finding->one, &finding->seldom[0]);
    bitmap_unite(&finding->one, &finding->seldom[1]);
    bitmap_intersect(&finding->all, &finding->one);
    return true;
}

static bool narrow(struct finding *finding, struct error *error)
{
    struct walk walk = {.term = finding->term};
    while (next_word(&walk)) {
        finding->word_count = walk.count;
        if (!narrow_by_word(finding, &walk.last[2], error) ||
            (walk.count > 1 && !narrow_by_pair(finding, last_words(&walk, 2), error)) ||
            (finding->pair_count > 1 && !narrow_by_triple(finding, last_words(&walk, 3), error)))
            return false;
    }
    return true;
}

/* --- What certainly has it ------------------------------------------------------------------- */

/* Takes from sure what does not have the triples of the term in that way, or could have them one by one. */
static bool keep_triples(struct finding *finding, size_t way, struct bitmap *sure, bool *has_forms, struct error *error)
{
    struct walk walk = {.term = finding->term};
    while (next_word(&walk)) {
        if (walk.count < 3)
            continue;
        if (!side_set(&finding->side, last_words(&walk, 3), 3, error) || !reset(finding, &finding->one, error) ||
            !side_find_triple(&finding->side, (int)way, &finding->one, has_forms, error))
            return false;
        bitmap_intersect(sure, &finding->one);
        if (walk.count == 3)
            continue;
        if (!side_set(&finding->side, last_words(&walk, 3), 2, error) || !reset(finding, &finding->one, error) ||
            !side_find_fork(&finding->side, &finding->one, error))
            return false;
        bitmap_subtract(sure, &finding->one);
    }
    return true;
}

/* A phrase stands in the text in one way, not each word in another. */
static bool find_certain(struct finding *finding, struct bitmap *certain, struct error *error)
{
    const struct query_term *term = finding->term;
    bool has_forms = !text_view_equal(term->strict, term->base) || !text_view_equal(term->strict, term->loose);
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++) {
        if (!match_uses_way(term, way) || (way > 0 && !has_forms))
            continue;
        bitmap_copy(&finding->listed, &finding->all);
        if (!keep_triples(finding, way, &finding->listed, &has_forms, error))
            return false;
        bitmap_unite(certain, &finding->listed);
    }
    return true;
}

bool search_phrase_find(struct index *index, const struct query_term *term, struct bitmap *ranks,
                        struct bitmap *certain, struct error *error)
{
    struct finding finding = {
        .index = index, .term = term, .side = {.index = index, .term = term}, .is_plain = term->is_row};
    bool good = bitmap_reset(&finding.all, ranks->size) || error_set_memory(error, "search");
    if (good)
        bitmap_fill(&finding.all);
    good = good && narrow(&finding, error);
    if (good)
        bitmap_unite(ranks, &finding.all);
    if (good && certain && finding.is_plain && finding.word_count > 2) {
        good = find_certain(&finding, certain, error);
    } else if (good && certain && finding.is_plain && finding.word_count == 2) {
        bitmap_intersect(&finding.listed, &finding.all);
        bitmap_unite(certain, &finding.listed);
    }
    bitmap_free(&finding.all);
    bitmap_free(&finding.one);
    bitmap_free(&finding.listed);
    bitmap_free(&finding.seldom[0]);
    bitmap_free(&finding.seldom[1]);
    side_free(&finding.side);
    return good;
}
