#include "core/search_terms.h"

#include <stdlib.h>
#include <string.h>

#include "core/search_field.h"
#include "core/search_look_ups.h"
#include "core/search_phrase.h"
#include "core/text.h"

/*
 * Sets that are kept: of a million ranks each takes 125 KB, and a hundred people search at once. So they are those of
 * the query at hand and of the one before, at most so many.
 */
enum { KEPT_MOST = 12 };

/* A term whose set is known. */
struct kept {
    struct buffer key;
    struct bitmap ranks;
    struct bitmap certain; /* only of a term that needs reading */
    struct look_ups look_ups;
    struct buffer patterns; /* of the look-ups */
    struct index_words words[LOOK_UPS_MOST];
    uint64_t used;  /* when it was last; 0: never */
    uint64_t query; /* the number of the last query that used it */
};

struct search_terms {
    struct store *store;
    struct index *index;
    struct kept kept[KEPT_MOST];
    const struct bitmap *is; /* by enum query_is */
    uint64_t now;
    uint64_t query; /* counts those that have asked for a term */
    bool is_new;    /* the one at hand has not yet */
};

bool search_terms_new(struct store *store, struct index *index, struct search_terms **result, struct error *error)
{
    struct search_terms *terms = *result = calloc(1, sizeof *terms);
    if (!terms)
        return error_set_memory(error, "search");
    terms->store = store;
    terms->index = index;
    return true;
}

void search_terms_begin(struct search_terms *terms, const struct bitmap *is)
{
    terms->is = is;
    terms->is_new = true;
}

static void kept_forget(struct kept *kept)
{
    buffer_free(&kept->key);
    buffer_free(&kept->patterns);
    bitmap_free(&kept->ranks);
    bitmap_free(&kept->certain);
    for (size_t i = 0; i < LOOK_UPS_MOST; i++)
        index_words_free(&kept->words[i]);
    kept->look_ups.count = 0;
    kept->used = 0;
}

void search_terms_free(struct search_terms *terms)
{
    if (!terms)
        return;
    for (size_t i = 0; i < KEPT_MOST; i++)
        kept_forget(&terms->kept[i]);
    free(terms);
}

/* --- What needs reading ---------------------------------------------------------------------- */

bool search_term_needs_reading(const struct query_term *term)
{
    switch (term->kind) {
    case TERM_FILTER:
    case TERM_VIN:
        return false;
    case TERM_NUMBER:
        return term->strict.length > INDEX_PATTERN_BYTES;
    default:
        return term->strict.length > INDEX_PATTERN_BYTES || query_has_gap(term->strict);
    }
}

/* --- Kept sets ----------------------------------------------------------------------------- */

static void write_key(const struct query_term *term, struct buffer *key)
{
    buffer_clear(key);
    buffer_append_format(key, "%d %d %d %d %d %d %d %zu\n", (int)term->kind, term->has_umlaut, term->is_long,
                         term->is_quoted, term->is_whole, term->kind == TERM_FILTER ? (int)term->field : 0,
                         term->kind == TERM_FILTER ? term->value : 0, term->other_count);
    struct text_view parts[] = {term->strict, term->base, term->loose, term->typed, term->key};
    for (size_t i = 0; i < (term->kind == TERM_FILTER ? 5 : 3); i++) {
        buffer_append_view(key, parts[i]);
        buffer_append_byte(key, '\n');
    }
}

static struct kept *find_kept(struct search_terms *terms, const struct buffer *key)
{
    for (size_t i = 0; i < KEPT_MOST; i++)
        if (terms->kept[i].used > 0 && text_view_equal(buffer_view(&terms->kept[i].key), buffer_view(key)))
            return &terms->kept[i];
    return NULL;
}

/* A query asks for its first term: what neither it nor the one before has used so far is forgotten. */
static void begin_query(struct search_terms *terms)
{
    terms->is_new = false;
    terms->query++;
    for (size_t i = 0; i < KEPT_MOST; i++)
        if (terms->kept[i].used > 0 && terms->kept[i].query + 1 < terms->query)
            kept_forget(&terms->kept[i]);
}

/* A free one, or the one that has not been used for longest. */
static struct kept *make_room(struct search_terms *terms)
{
    struct kept *oldest = &terms->kept[0];
    for (size_t i = 0; i < KEPT_MOST; i++)
        if (terms->kept[i].used < oldest->used)
            oldest = &terms->kept[i];
    kept_forget(oldest);
    return oldest;
}

/* The words found earlier for a part of the same pattern in the same section. */
static const struct index_words *find_words(const struct search_terms *terms, const struct kept *own,
                                            const struct look_up *look_up)
{
    for (size_t i = 0; i < KEPT_MOST; i++) {
        const struct kept *kept = &terms->kept[i];
        for (size_t k = 0; kept != own && kept->used > 0 && k < kept->look_ups.count; k++) {
            const struct look_up *earlier = &kept->look_ups.items[k];
            if (kept->words[k].is_complete && earlier->section == look_up->section &&
                earlier->match == INDEX_ANYWHERE &&
                memmem(look_up->pattern.bytes, look_up->pattern.length, earlier->pattern.bytes,
                       earlier->pattern.length))
                return &kept->words[k];
        }
    }
    return NULL;
}

/* The patterns outlive the query. */
static bool own_patterns(struct kept *kept, const struct look_ups *look_ups)
{
    buffer_clear(&kept->patterns);
    for (size_t i = 0; i < look_ups->count; i++)
        buffer_append_view(&kept->patterns, look_ups->items[i].pattern);
    if (kept->patterns.failed)
        return false;
    const char *start = kept->patterns.bytes;
    kept->look_ups = *look_ups;
    for (size_t i = 0; i < look_ups->count; i++) {
        kept->look_ups.items[i].pattern.bytes = start;
        start += look_ups->items[i].pattern.length;
    }
    return true;
}

/* --- Words --------------------------------------------------------------------------------- */

static void list_term(const struct query_term *term, struct look_ups *look_ups)
{
    if (term->kind == TERM_NUMBER)
        look_ups_add_number(term, look_ups);
    else
        look_ups_add_word(term, INDEX_ANYWHERE, look_ups);
    look_ups_add_campaign(term, look_ups);
}

/* A word being typed: its words are kept for the next key. */
static bool find_word(struct search_terms *terms, const struct query_term *term, struct kept *kept, struct error *error)
{
    struct look_ups look_ups = {.count = 0};
    list_term(term, &look_ups);
    if (!own_patterns(kept, &look_ups))
        return error_set_memory(error, "search");
    for (size_t i = 0; i < kept->look_ups.count; i++) {
        const struct look_up *look_up = &kept->look_ups.items[i];
        if (!index_look_up(terms->index, look_up->section, look_up->pattern, look_up->match,
                           find_words(terms, kept, look_up), &kept->words[i], &kept->ranks, error))
            return false;
    }
    return true;
}

/* --- Terms --------------------------------------------------------------------------------- */

/* An id is found as a word too. */
static void find_typed_id(struct search_terms *terms, const struct query_term *term, struct bitmap *ranks)
{
    char id[QUERY_ID_LETTERS + 1];
    uint32_t rank;
    struct error none;
    if (query_take_id(term, id) && store_find_id(terms->store, id, &rank, &none))
        bitmap_add(ranks, rank);
}

/* So is a campaign's number with marks between its letters and digits. */
static bool find_typed_campaign(struct search_terms *terms, const struct query_term *term, struct bitmap *ranks,
                                struct error *error)
{
    struct look_ups look_ups = {.count = 0};
    look_ups_add_campaign(term, &look_ups);
    return look_ups.count == 0 || index_look_up(terms->index, look_ups.items[0].section, look_ups.items[0].pattern,
                                                look_ups.items[0].match, NULL, NULL, ranks, error);
}

static bool find(struct search_terms *terms, const struct query_term *term, struct kept *kept, struct error *error)
{
    if (term->kind == TERM_VIN)
        return true;
    if (term->kind == TERM_FILTER)
        return search_field_find(terms->store, terms->index, term, &kept->ranks, error);
    find_typed_id(terms, term, &kept->ranks);
    if (term->kind != TERM_NUMBER && query_has_gap(term->strict))
        return (bitmap_reset(&kept->certain, kept->ranks.size) || error_set_memory(error, "search")) &&
               find_typed_campaign(terms, term, &kept->ranks, error) &&
               search_phrase_find(terms->index, term, &kept->ranks, &kept->certain, error);
    return find_word(terms, term, kept, error);
}

/* The kept set of the key, or room for a new one: then *is_new. Takes over the key. */
static struct kept *take_kept(struct search_terms *terms, struct buffer *key, bool *is_new)
{
    if (terms->is_new)
        begin_query(terms);
    terms->now++;
    struct kept *kept = find_kept(terms, key);
    *is_new = kept == NULL;
    if (kept) {
        buffer_free(key);
        return kept;
    }
    kept = make_room(terms);
    kept->key = *key;
    *key = (struct buffer){0};
    return bitmap_reset(&kept->ranks, store_info(terms->store).recall_count) ? kept : NULL;
}

bool search_terms_find(struct search_terms *terms, const struct query_term *term, const struct bitmap **ranks,
                       const struct bitmap **certain, struct error *error)
{
    struct buffer key = {0};
    bool is_new;
    if (certain)
        *certain = NULL;
    if (term->kind == TERM_FILTER && term->field == FIELD_IS) {
        *ranks = &terms->is[term->value];
        return true;
    }
    write_key(term, &key);
    struct kept *kept = key.failed ? NULL : take_kept(terms, &key, &is_new);
    buffer_free(&key);
    if (!kept)
        return error_set_memory(error, "search");
    if (is_new && !find(terms, term, kept, error))
        return false;
    kept->used = terms->now;
    kept->query = terms->query;
    *ranks = &kept->ranks;
    if (certain && kept->certain.words)
        *certain = &kept->certain;
    return true;
}

/* What a synonym of several words certainly has is found with those that need no reading. */
static bool find_phrase_synonym(struct search_terms *terms, const struct query_term *term, bool reading,
                                struct bitmap *ranks, struct error *error)
{
    struct bitmap maybe = {0};
    if (reading)
        return search_phrase_find(terms->index, term, ranks, NULL, error);
    bool good = bitmap_reset(&maybe, ranks->size) ? search_phrase_find(terms->index, term, &maybe, ranks, error)
                                                  : error_set_memory(error, "search");
    bitmap_free(&maybe);
    return good;
}

static bool find_synonym(struct search_terms *terms, const struct query_term *term, struct bitmap *ranks,
                         struct error *error)
{
    struct look_ups look_ups = {.count = 0};
    list_term(term, &look_ups);
    for (size_t i = 0; i < look_ups.count; i++) {
        const struct look_up *look_up = &look_ups.items[i];
        if (!index_look_up(terms->index, look_up->section, look_up->pattern, look_up->match, NULL, NULL, ranks, error))
            return false;
    }
    return true;
}

bool search_terms_find_synonyms(struct search_terms *terms, const struct query_clause *clause, bool reading,
                                const struct bitmap **ranks, struct error *error)
{
    struct buffer key = {0};
    bool is_new;
    buffer_append_format(&key, "synonyms %d\n", reading);
    for (size_t i = 0; i < clause->count; i++) {
        buffer_append_view(&key, clause->terms[i].strict);
        buffer_append_byte(&key, '\n');
    }
    struct kept *kept = key.failed ? NULL : take_kept(terms, &key, &is_new);
    buffer_free(&key);
    if (!kept)
        return error_set_memory(error, "search");
    for (size_t i = 0; is_new && i < clause->count; i++) {
        const struct query_term *term = &clause->terms[i];
        if (!term->is_synonym || term->kind == TERM_FILTER || term->kind == TERM_VIN)
            continue;
        if (query_has_gap(term->strict) && term->kind != TERM_NUMBER) {
            if (!find_phrase_synonym(terms, term, reading, &kept->ranks, error))
                return false;
        } else if (search_term_needs_reading(term) == reading && !find_synonym(terms, term, &kept->ranks, error)) {
            return false;
        }
    }
    kept->used = terms->now;
    kept->query = terms->query;
    *ranks = &kept->ranks;
    return true;
}

bool search_terms_find_tier(struct search_terms *terms, const struct query_term *term, enum match_tier tier,
                            struct bitmap *ranks, struct error *error)
{
    static const enum index_match places[3] = {INDEX_WHOLE, INDEX_START, INDEX_ANYWHERE};
    bool in_headline = tier < TIER_WORD, folded = tier % 2 == 1;
    enum index_match match = places[tier / 2 % 3];
    struct look_ups look_ups = {.count = 0};
    look_ups_add_word(term, match, &look_ups);
    for (size_t i = 0; i < look_ups.count; i++) {
        const struct look_up *look_up = &look_ups.items[i];
        bool is_literal = i == MATCH_LITERAL && !term->is_synonym;
        enum index_section section = look_up->section;
        if (is_literal == folded)
            continue;
        if (in_headline)
            section = (enum index_section)(section - INDEX_STRICT + INDEX_HEADLINE_STRICT);
        if (!index_look_up(terms->index, section, look_up->pattern, look_up->match, NULL, NULL, ranks, error))
            return false;
    }
    return true;
}
