#include "core/search_relax.h"

#include <stdlib.h>
#include <string.h>

#include "core/query_internal.h"
#include "core/search_internal.h"
#include "core/spelling.h"
#include "core/text.h"

/* What is being tried. */
struct relaxing {
    struct store *store;
    const struct rules *rules;
    struct search *search;
    struct arena *arena;
    struct relaxation *found;
    size_t *count;
    struct error *error;
};

static bool try_query(struct relaxing *relaxing, enum relaxation_kind kind, const char *typed, int category,
                      const char *word)
{
    struct query *query;
    if (*relaxing->count == RELAXATIONS_MOST)
        return true;
    /* A part of a query that was fine may be none by itself; it is no proposal then. */
    if (!query_parse(text_view_of(typed), &query, relaxing->error))
        return relaxing->error->kind == ERROR_USAGE;
    struct search_request request = {.query = query, .category = category};
    bool good = (!relaxing->rules || query_widen(query, relaxing->rules, relaxing->error)) &&
                search_run(relaxing->search, &request, relaxing->error);
    uint32_t hits = good ? search_count(relaxing->search) : 0;
    /* Every recall is no answer to what was asked, unless a category was. */
    if (good && hits > 0 && (kind == RELAX_ALL_CATEGORIES || !query_is_empty(query)))
        relaxing->found[(*relaxing->count)++] = (struct relaxation){
            .kind = kind,
            .query = arena_copy(relaxing->arena, text_view_of(typed)),
            .word = arena_copy(relaxing->arena, text_view_of(word)),
            .count = hits,
        };
    query_free(query);
    return good;
}

/* --- Words --------------------------------------------------------------------------------- */

/* How a clause is typed again, its phrases as such or as words. */
static void append_clause(const struct query_clause *clause, bool with_quotes, struct buffer *out)
{
    struct query_field_help help;
    for (size_t i = 0; i < clause->count && !clause->terms[i].is_synonym; i++) {
        const struct query_term *term = &clause->terms[i];
        if (term->is_subscriber)
            continue;
        buffer_append_string(out, i ? " OR " : out->length ? " " : "");
        buffer_append_string(out, term->is_excluded ? "-" : "");
        if (term->kind == TERM_FILTER && query_field_help(term->field, &help))
            buffer_append_format(out, "%s:", help.name);
        bool quoted = (term->is_quoted && (with_quotes || term->is_excluded)) || term->kind == TERM_FILTER;
        buffer_append_string(out, quoted ? "\"" : "");
        buffer_append_string(out, term->is_whole ? "=" : "");
        buffer_append_view(out, term->typed);
        buffer_append_string(out, quoted ? "\"" : "");
    }
}

/* The query with some of its clauses replaced by other words; NULL leaves them out. */
static bool replace_clauses(const struct query *query, size_t first, size_t count, const char *instead,
                            struct buffer *out)
{
    buffer_clear(out);
    for (size_t i = 0; i < query_clause_count(query); i++) {
        if (i < first || i >= first + count)
            append_clause(query_clause(query, i), true, out);
        else if (i == first && instead)
            buffer_append_format(out, "%s%s", out->length ? " " : "", instead);
    }
    return !out->failed;
}

/* --- Spelling ------------------------------------------------------------------------------ */

struct nearest {
    struct text_view wanted; /* folded */
    size_t cost;             /* only what costs less is nearer */
    char word[200];          /* as the text has it */
};

static void look_at_word(struct nearest *nearest, struct text_view text, const struct folded *folded, size_t at,
                         size_t end)
{
    struct text_view word = {folded->text.bytes + at, end - at};
    if (nearest->cost == 0)
        return;
    struct spelling_nearness nearness = spelling_compare(nearest->wanted, word, nearest->cost - 1);
    size_t start, length;
    if (nearness.cost >= nearest->cost)
        return;
    folded_origin(folded, text, at + nearness.start, nearness.length, &start, &length);
    if (length >= sizeof nearest->word)
        return;
    nearest->cost = nearness.cost;
    memcpy(nearest->word, text.bytes + start, length);
    nearest->word[length] = '\0';
}

/* Whole words, and the parts between their hyphens. */
static void look_at_words(struct nearest *nearest, struct text_view text, const struct folded *folded)
{
    const char *bytes = folded->text.bytes;
    for (size_t at = 0, end; at < folded->text.length; at = end + 1) {
        size_t part = at;
        for (end = at; end < folded->text.length && fold_is_word_byte((unsigned char)bytes[end]); end++) {
            if (!folded->joints[end] || end == part)
                continue;
            look_at_word(nearest, text, folded, part, end);
            part = end;
        }
        if (part > at)
            look_at_word(nearest, text, folded, part, end);
        if (end > at)
            look_at_word(nearest, text, folded, at, end);
    }
}

/* Looks at the words of one recall. */
static bool look_at_recall(struct relaxing *relaxing, uint32_t rank, struct folded *folded, struct nearest *nearest)
{
    struct text_view texts[2];
    if (!store_fetch_headline(relaxing->store, rank, &texts[0], relaxing->error) ||
        !store_fetch_text(relaxing->store, rank, &texts[1], relaxing->error))
        return false;
    for (size_t i = 0; i < 2; i++) {
        if (!text_fold(texts[i], FOLD_BASE, folded))
            return error_set_memory(relaxing->error, "search");
        look_at_words(nearest, texts[i], folded);
    }
    return true;
}

/* The nearest word of the vocabulary; of several the one that most recalls have. */
struct nearest_word {
    const struct query_term *term;
    struct text_view wanted;
    size_t cost;
    bool is_found;
    struct index_place place;
    char word[65]; /* folded */
};

static bool compare_word(void *context, struct text_view word, const struct index_place *place)
{
    struct nearest_word *nearest = context;
    struct spelling_nearness found = spelling_compare(nearest->wanted, word, nearest->cost);
    bool is_better = found.cost < nearest->cost ||
                     (found.cost == nearest->cost && nearest->is_found && place->length > nearest->place.length);
    if (is_better) {
        nearest->is_found = true;
        nearest->cost = found.cost;
        nearest->place = *place;
        memcpy(nearest->word, word.bytes + found.start, found.length);
        nearest->word[found.length] = '\0';
    }
    return true;
}

/* By the index: the word is found in the vocabulary, how it is written in a recall that has it. */
static bool find_nearest_by_index(struct relaxing *relaxing, struct index *index, const struct query_term *term,
                                  struct nearest *nearest)
{
    struct nearest_word word = {.term = term, .wanted = term->strict, .cost = nearest->cost};
    struct bitmap ranks = {0};
    struct folded folded = {0};
    bool good = index_visit(index, INDEX_STRICT, compare_word, &word, relaxing->error);
    word.wanted = term->base;
    good = good && index_visit(index, INDEX_BASE, compare_word, &word, relaxing->error);
    if (good && word.is_found) {
        good = (bitmap_reset(&ranks, store_info(relaxing->store).recall_count) ||
                error_set_memory(relaxing->error, "search")) &&
               index_unite(index, &word.place, &ranks, relaxing->error);
        uint32_t rank = good ? bitmap_next(&ranks, 0) : ranks.size;
        good = good && (rank == ranks.size || look_at_recall(relaxing, rank, &folded, nearest));
        /* It stands in a name, or the text has it otherwise. */
        if (good && !nearest->word[0])
            memcpy(nearest->word, word.word, sizeof word.word);
    }
    bitmap_free(&ranks);
    folded_free(&folded);
    return good;
}

/* The word of any text that is spelled most alike; "" when none is near. */
static bool find_nearest(struct relaxing *relaxing, const struct query_term *term, struct nearest *nearest)
{
    struct folded folded = {0};
    struct index *index = search_index(relaxing->search);
    uint32_t end = store_info(relaxing->store).recall_count;
    bool good = true;
    *nearest = (struct nearest){.wanted = term->base, .cost = 2 * (term->base.length >= 8 ? 4 : 3)};
    if (index)
        return find_nearest_by_index(relaxing, index, term, nearest);
    for (uint32_t rank = 0; good && rank < end && nearest->cost > 2; rank++)
        good = look_at_recall(relaxing, rank, &folded, nearest);
    folded_free(&folded);
    return good;
}

/* Hits of one clause of the query alone, those of synonyms too: what they find is spelled well. */
static bool count_clause(struct relaxing *relaxing, const struct query *query, size_t number, uint32_t *hits)
{
    struct buffer typed = {0};
    struct query *alone = NULL;
    append_clause(query_clause(query, number), true, &typed);
    bool good = (!typed.failed || error_set_memory(relaxing->error, "search")) &&
                query_parse(buffer_view(&typed), &alone, relaxing->error) &&
                (!relaxing->rules || query_widen(alone, relaxing->rules, relaxing->error)) &&
                search_run(relaxing->search, &(struct search_request){.query = alone, .category = -1}, relaxing->error);
    *hits = good ? search_count(relaxing->search) : 0;
    query_free(alone);
    buffer_free(&typed);
    return good;
}

/* The name of a field that is spelled most like the one asked for. */
struct nearest_name {
    struct text_view wanted; /* folded */
    size_t most;             /* edits: what has fewer is nearer */
    uint32_t length;         /* of its postings */
    struct folded folded;
    struct buffer name;
    bool failed;
};

static bool compare_name(void *context, struct text_view name, const struct index_place *place)
{
    struct nearest_name *nearest = context;
    if (!text_fold(name, FOLD_BASE, &nearest->folded)) {
        nearest->failed = true;
        return false;
    }
    size_t edits = spelling_edits(nearest->wanted, buffer_view(&nearest->folded.text), nearest->most);
    bool is_tie = edits == nearest->most && nearest->name.length > 0 && place->length > nearest->length;
    if (edits >= nearest->most && !is_tie)
        return true;
    nearest->most = edits;
    nearest->length = place->length;
    buffer_clear(&nearest->name);
    buffer_append_view(&nearest->name, name);
    return true;
}

/* A name that no recall has, in make: or model:, is probably misspelled. */
static bool try_name(struct relaxing *relaxing, const struct query *query, size_t number, int category)
{
    enum { LETTERS_LEAST = 4, LETTERS_MANY = 6 };
    const struct query_term *term = &query_clause(query, number)->terms[0];
    struct index *index = search_index(relaxing->search);
    struct query_field_help help;
    bool is_make = term->field == FIELD_MAKE;
    uint32_t hits;
    if (!index || term->is_excluded || (!is_make && term->field != FIELD_MODEL) || term->base.length < LETTERS_LEAST)
        return true;
    if (!count_clause(relaxing, query, number, &hits) || !query_field_help(term->field, &help))
        return false;
    struct nearest_name nearest = {.wanted = term->base, .most = term->base.length < LETTERS_MANY ? 2 : 3};
    struct buffer filter = {0}, typed = {0};
    bool good =
        hits > 0 || (index_visit(index, is_make ? INDEX_MAKE : INDEX_MODEL, compare_name, &nearest, relaxing->error) &&
                     (!nearest.failed || error_set_memory(relaxing->error, "search")));
    if (good && nearest.name.length > 0 && !memchr(nearest.name.bytes, '"', nearest.name.length)) {
        buffer_append_format(&filter, "%s:\"%s\"", help.name, nearest.name.bytes);
        good = (!filter.failed && replace_clauses(query, number, 1, filter.bytes, &typed)) ||
               error_set_memory(relaxing->error, "search");
        good = good && try_query(relaxing, RELAX_SPELLING, typed.bytes, category, nearest.name.bytes);
    }
    folded_free(&nearest.folded);
    buffer_free(&nearest.name);
    buffer_free(&filter);
    buffer_free(&typed);
    return good;
}

/* A word that stands nowhere is probably misspelled. */
static bool try_spelling(struct relaxing *relaxing, const struct query *query, size_t number, int category)
{
    const struct query_term *term = &query_clause(query, number)->terms[0];
    struct nearest nearest;
    struct buffer typed = {0};
    uint32_t hits;
    if (term->kind == TERM_FILTER)
        return try_name(relaxing, query, number, category);
    if (term->kind != TERM_WORD || term->is_excluded || term->base.length < 4)
        return true;
    if (!count_clause(relaxing, query, number, &hits))
        return false;
    if (hits > 0)
        return true;
    bool good = find_nearest(relaxing, term, &nearest);
    if (good && nearest.word[0]) {
        good = replace_clauses(query, number, 1, nearest.word, &typed) || error_set_memory(relaxing->error, "search");
        size_t before = *relaxing->count;
        good = good && try_query(relaxing, RELAX_SPELLING, typed.bytes, category, nearest.word);
        if (good && *relaxing->count == before && query_clause_count(query) > 1)
            good = try_query(relaxing, RELAX_SPELLING_ALONE, nearest.word, category, nearest.word);
    }
    buffer_free(&typed);
    return good;
}

/* What was quoted, as words with their synonyms wherever they stand. */
static bool try_synonyms(struct relaxing *relaxing, const struct query *query, int category)
{
    struct buffer typed = {0}, words = {0};
    for (size_t i = 0; i < query_clause_count(query); i++) {
        const struct query_clause *clause = query_clause(query, i);
        append_clause(clause, false, &typed);
        if (clause->terms[0].is_quoted && !clause->terms[0].is_excluded)
            append_clause(clause, false, &words);
    }
    bool good = (!typed.failed && !words.failed) || error_set_memory(relaxing->error, "search");
    if (good && words.length > 0)
        good = try_query(relaxing, RELAX_SYNONYMS, typed.bytes, category, words.bytes);
    buffer_free(&typed);
    buffer_free(&words);
    return good;
}

static bool try_without(struct relaxing *relaxing, const struct query *query, size_t number, int category)
{
    struct buffer typed = {0}, word = {0};
    append_clause(query_clause(query, number), true, &word);
    bool good = (replace_clauses(query, number, 1, NULL, &typed) && !word.failed) ||
                error_set_memory(relaxing->error, "search");
    good = good && try_query(relaxing, RELAX_WITHOUT, typed.bytes ? typed.bytes : "", category, word.bytes);
    buffer_free(&typed);
    buffer_free(&word);
    return good;
}

/* "Bj. 2017": the word only says what the number behind it is. */
static bool announces_year(const struct query_term *term)
{
    static const char *const words[] = {"bj", "baujahr", "mj", "modelljahr", "ez", "erstzulassung", "jahr", "year"};
    struct text_view word = term->base;
    word.length -= word.length > 0 && word.bytes[word.length - 1] == '.';
    for (size_t i = 0; term->kind != TERM_FILTER && !term->is_excluded && i < sizeof words / sizeof words[0]; i++)
        if (text_view_equal(word, text_view_of(words[i])))
            return true;
    return false;
}

/* Many files name the years of cars in columns of their own, not in the text. */
static bool try_year(struct relaxing *relaxing, const struct query *query, size_t number, int category)
{
    int year = query_term_year(&query_clause(query, number)->terms[0]);
    bool is_announced = number > 0 && announces_year(&query_clause(query, number - 1)->terms[0]);
    size_t first = number - is_announced;
    struct buffer typed = {0};
    if (year == 0)
        return true;
    const char *word = arena_format(relaxing->arena, "%d", year);
    const char *filter = arena_format(relaxing->arena, "year:%d", year);
    bool good = (word && filter && replace_clauses(query, first, number - first + 1, filter, &typed)) ||
                error_set_memory(relaxing->error, "search");
    good = good && try_query(relaxing, RELAX_YEAR, typed.bytes, category, word);
    buffer_free(&typed);
    return good;
}

/* "cat:brakes" and nothing else. */
static bool is_category_alone(const struct query *query)
{
    if (query_clause_count(query) != 1)
        return false;
    const struct query_term *term = &query_clause(query, 0)->terms[0];
    return term->kind == TERM_FILTER && term->field == FIELD_CATEGORY && !term->is_excluded;
}

static bool relax(struct relaxing *relaxing, const struct query *query, const char *typed, int category)
{
    bool is_vin;
    const char *make = query_vehicle_number_make(query, &is_vin);
    if (is_vin && make) {
        char *of_make = arena_format(relaxing->arena, "make:\"%s\"", make);
        if (!of_make || !try_query(relaxing, RELAX_MAKE, of_make, category, make))
            return false;
    }
    if (category >= 0 && !try_query(relaxing, RELAX_ALL_CATEGORIES, typed, -1, ""))
        return false;
    if (!try_synonyms(relaxing, query, category))
        return false;
    for (size_t i = 0; i < query_clause_count(query) && i < 6; i++)
        if (!try_year(relaxing, query, i, category))
            return false;
    for (size_t i = 0; i < query_clause_count(query) && i < 6; i++)
        if (!try_spelling(relaxing, query, i, category))
            return false;
    for (size_t i = 0; i < query_clause_count(query) && i < 6 && query_clause_count(query) > 1; i++)
        if (!try_without(relaxing, query, i, category))
            return false;
    if (category < 0 && is_category_alone(query) && !try_query(relaxing, RELAX_ALL_CATEGORIES, "", -1, ""))
        return false;
    return true;
}

bool search_relax(struct store *store, const struct rules *rules, const char *typed, int category, struct arena *arena,
                  struct relaxation relaxations[RELAXATIONS_MOST], size_t *count, struct error *error)
{
    struct relaxing relaxing = {
        .store = store, .rules = rules, .arena = arena, .found = relaxations, .count = count, .error = error};
    struct query *query;
    *count = 0;
    if (!query_parse(text_view_of(typed), &query, error))
        return false;
    bool good = search_new(store, &relaxing.search, error) && relax(&relaxing, query, typed, category);
    search_free(relaxing.search);
    query_free(query);
    return good && (!arena_failed(arena) || error_set_memory(error, "search"));
}
