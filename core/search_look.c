/* Searching by looking up in the index; what that cannot tell for sure is read and verified. */

#include <stdlib.h>
#include <string.h>

#include "core/query_internal.h"
#include "core/search_internal.h"
#include "core/search_terms.h"

enum { RANKS_BETWEEN_LOOKS = 16 };

/* What is known of a clause: by terms that the index tells for sure, and by those that must be read. */
enum { BY_TYPED, BY_SYNONYM, BY_COUNT };
struct clause_work {
    bool needs_reading;
    struct bitmap known[BY_COUNT], maybe[BY_COUNT]; /* only of a clause that needs reading */
};

enum look_stage { LOOK_UP, READ, RATE, LOOKED };

struct search_look {
    struct search_terms *terms;
    struct search_subject subject;
    enum look_stage stage;
    size_t clause; /* that comes next */
    uint32_t rank; /* to be read next */
    struct clause_work *work;
    size_t work_count;
    struct bitmap clause_ranks, synonym_ranks;
    struct bitmap widened;   /* what only a synonym has brought, of all clauses */
    struct bitmap undecided; /* what only reading tells of some clause; without words: nothing */
    /* What was read last, for the next letters of the same phrase. */
    struct buffer read_key;
    struct bitmap read_ranks;
};

bool search_look_new(struct search *search, struct error *error)
{
    struct search_look *look = search->look = calloc(1, sizeof *look);
    if (!look)
        return error_set_memory(error, "search");
    return search_terms_new(search->store, search->index, &look->terms, error);
}

static void forget_work(struct search_look *look)
{
    for (size_t i = 0; i < look->work_count; i++) {
        for (size_t by = 0; by < BY_COUNT; by++) {
            bitmap_free(&look->work[i].known[by]);
            bitmap_free(&look->work[i].maybe[by]);
        }
    }
    free(look->work);
    look->work = NULL;
    look->work_count = 0;
}

void search_look_free(struct search_look *look)
{
    if (!look)
        return;
    forget_work(look);
    search_terms_free(look->terms);
    search_subject_free(&look->subject);
    bitmap_free(&look->clause_ranks);
    bitmap_free(&look->synonym_ranks);
    bitmap_free(&look->widened);
    bitmap_free(&look->undecided);
    buffer_free(&look->read_key);
    bitmap_free(&look->read_ranks);
    free(look);
}

bool search_look_start(struct search *search, struct error *error)
{
    struct search_look *look = search->look;
    size_t count = query_clause_count(search->request.query);
    uint32_t size = search->all.size;
    forget_work(look);
    look->stage = LOOK_UP;
    look->clause = look->rank = 0;
    bitmap_free(&look->undecided);
    look->work = calloc(count + 1, sizeof *look->work);
    /* Many people search at once: sets that only synonyms need are not held without them. */
    bitmap_free(&look->synonym_ranks);
    bitmap_free(&look->widened);
    if (!look->work || !bitmap_reset(&look->clause_ranks, size))
        return error_set_memory(error, "search");
    look->work_count = count;
    bitmap_fill(&search->all);
    search_terms_set_is(look->terms, search->is);
    return true;
}

/* --- Looking up ---------------------------------------------------------------------------- */

static bool prepare_reading(struct search *search, const struct query_clause *clause, struct clause_work *work,
                            struct error *error)
{
    for (size_t i = 0; i < clause->count; i++)
        work->needs_reading = work->needs_reading || search_term_needs_reading(&clause->terms[i]);
    for (size_t by = 0; work->needs_reading && by < BY_COUNT; by++)
        if (!bitmap_reset(&work->known[by], search->all.size) || !bitmap_reset(&work->maybe[by], search->all.size))
            return error_set_memory(error, "search");
    return true;
}

/* Unites the sets of the terms that were typed; in a clause that needs reading also those that do apart. */
static bool unite_typed(struct search *search, const struct query_clause *clause, struct clause_work *work,
                        struct error *error)
{
    struct search_look *look = search->look;
    for (size_t i = 0; i < clause->count && !clause->terms[i].is_synonym; i++) {
        const struct query_term *term = &clause->terms[i];
        const struct bitmap *ranks, *certain;
        if (!search_terms_find(look->terms, term, &ranks, &certain, error))
            return false;
        bitmap_unite(&look->clause_ranks, ranks);
        if (certain)
            bitmap_unite(&work->known[BY_TYPED], certain);
        if (work->needs_reading)
            bitmap_unite(&(search_term_needs_reading(term) ? work->maybe : work->known)[BY_TYPED], ranks);
    }
    return true;
}

static bool unite_synonyms(struct search *search, const struct query_clause *clause, struct clause_work *work,
                           struct error *error)
{
    struct search_look *look = search->look;
    const struct bitmap *ranks;
    if (!clause->terms[clause->count - 1].is_synonym)
        return true;
    if (!bitmap_reset(&look->synonym_ranks, search->all.size) ||
        (!look->widened.words && !bitmap_reset(&look->widened, search->all.size)))
        return error_set_memory(error, "search");
    if (!search_terms_find_synonyms(look->terms, clause, false, &ranks, error))
        return false;
    bitmap_unite(&look->synonym_ranks, ranks);
    if (!work->needs_reading)
        return true;
    bitmap_unite(&work->known[BY_SYNONYM], ranks);
    if (!search_terms_find_synonyms(look->terms, clause, true, &ranks, error))
        return false;
    bitmap_unite(&look->synonym_ranks, ranks);
    bitmap_unite(&work->maybe[BY_SYNONYM], ranks);
    return true;
}

/*
 * What of a clause only reading tells. Where the typed words are undecided that holds for synonyms too: whether they
 * have widened the hits depends on it.
 */
static bool note_undecided(struct search *search, const struct clause_work *work, struct error *error)
{
    struct search_look *look = search->look;
    struct bitmap by_synonym = {0};
    if (!bitmap_reset(&by_synonym, search->all.size) ||
        (!look->undecided.words && !bitmap_reset(&look->undecided, search->all.size))) {
        bitmap_free(&by_synonym);
        return error_set_memory(error, "search");
    }
    bitmap_unite(&by_synonym, &work->maybe[BY_SYNONYM]);
    bitmap_subtract(&by_synonym, &work->known[BY_SYNONYM]);
    bitmap_unite(&by_synonym, &work->maybe[BY_TYPED]);
    bitmap_subtract(&by_synonym, &work->known[BY_TYPED]);
    bitmap_unite(&look->undecided, &by_synonym);
    bitmap_free(&by_synonym);
    return true;
}

/* Of a clause that needs reading: what is decided without is no longer in the way. */
static bool decide_clause(struct search *search, const struct query_clause *clause, const struct clause_work *work,
                          struct error *error)
{
    struct search_look *look = search->look;
    if (!note_undecided(search, work, error))
        return false;
    if (clause->terms[0].is_excluded) {
        bitmap_subtract(&search->all, &work->known[BY_TYPED]);
        return true;
    }
    if (!look->synonym_ranks.words)
        return true;
    if (!bitmap_reset(&look->synonym_ranks, search->all.size))
        return error_set_memory(error, "search");
    bitmap_unite(&look->synonym_ranks, &work->known[BY_SYNONYM]);
    bitmap_subtract(&look->synonym_ranks, &work->known[BY_TYPED]);
    bitmap_subtract(&look->synonym_ranks, &work->maybe[BY_TYPED]);
    bitmap_unite(&look->widened, &look->synonym_ranks);
    return true;
}

static bool look_up_clause(struct search *search, size_t number, struct error *error)
{
    struct search_look *look = search->look;
    const struct query_clause *clause = query_clause(search->request.query, number);
    struct clause_work *work = &look->work[number];
    bitmap_free(&look->synonym_ranks);
    if (!bitmap_reset(&look->clause_ranks, search->all.size))
        return error_set_memory(error, "search");
    if (!prepare_reading(search, clause, work, error) || !unite_typed(search, clause, work, error) ||
        !unite_synonyms(search, clause, work, error))
        return false;
    if (clause->terms[0].is_excluded) {
        if (!work->needs_reading)
            bitmap_subtract(&search->all, &look->clause_ranks);
        return !work->needs_reading || decide_clause(search, clause, work, error);
    }
    if (look->synonym_ranks.words) {
        bitmap_subtract(&look->synonym_ranks, &look->clause_ranks);
        if (!work->needs_reading)
            bitmap_unite(&look->widened, &look->synonym_ranks);
        bitmap_unite(&look->clause_ranks, &look->synonym_ranks);
    }
    bitmap_intersect(&search->all, &look->clause_ranks);
    return !work->needs_reading || decide_clause(search, clause, work, error);
}

/* --- What was read last ---------------------------------------------------------------------- */

/* Which recalls a query can match, if its last clause is a phrase: what comes behind the key makes them only fewer. */
static bool write_read_key(const struct query *query, struct buffer *key)
{
    size_t count = query_clause_count(query);
    const struct query_clause *last = count > 0 ? query_clause(query, count - 1) : NULL;
    buffer_clear(key);
    if (!last || last->count > 1 || last->terms[0].kind != TERM_PHRASE || last->terms[0].is_excluded)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct query_clause *clause = query_clause(query, i);
        for (size_t k = 0; k < clause->count; k++) {
            const struct query_term *term = &clause->terms[k];
            buffer_append_format(key, "%d %d %d %d %d\n", (int)term->kind, (int)term->field, term->is_excluded,
                                 term->is_long, term->has_umlaut);
            if (i + 1 < count)
                buffer_append_view(key, term->typed);
            buffer_append_byte(key, k + 1 < clause->count ? '|' : '\n');
        }
    }
    buffer_append_view(key, last->terms[0].strict);
    return !key->failed;
}

/* What did not match the beginning of a phrase needs not be read for the whole. */
static void use_what_was_read(struct search *search)
{
    struct search_look *look = search->look;
    struct buffer key = {0};
    bool extends = look->read_key.length > 0 && look->read_ranks.size == search->all.size &&
                   write_read_key(search->request.query, &key) && key.length >= look->read_key.length &&
                   memcmp(key.bytes, look->read_key.bytes, look->read_key.length) == 0;
    if (extends)
        bitmap_intersect(&search->all, &look->read_ranks);
    buffer_free(&key);
}

static bool keep_what_was_read(struct search *search, struct error *error)
{
    struct search_look *look = search->look;
    if (!write_read_key(search->request.query, &look->read_key)) {
        buffer_clear(&look->read_key);
        return true;
    }
    if (!bitmap_reset(&look->read_ranks, search->all.size))
        return error_set_memory(error, "search");
    bitmap_copy(&look->read_ranks, &search->all);
    return true;
}

/* --- Reading ------------------------------------------------------------------------------- */

/* Whether a term that must be read stands in the recall, whose words are fetched when the first one is asked for. */
static bool read_terms(struct search *search, const struct query_clause *clause, bool synonyms, uint32_t rank,
                       bool *is_fetched, struct error *error)
{
    struct search_look *look = search->look;
    if (!*is_fetched && !search_subject_fetch(&look->subject, search->store, rank, error)) {
        look->subject.failed = true;
        look->subject.error = *error;
        return false;
    }
    *is_fetched = true;
    for (size_t i = 0; i < clause->count; i++)
        if (clause->terms[i].is_synonym == synonyms && search_term_needs_reading(&clause->terms[i]) &&
            search_subject_has(&look->subject, &clause->terms[i]))
            return true;
    return false;
}

/* Whether the recall matches a clause that needs reading. */
static bool read_clause(struct search *search, size_t number, uint32_t rank, bool *is_fetched, struct error *error)
{
    struct search_look *look = search->look;
    const struct query_clause *clause = query_clause(search->request.query, number);
    const struct clause_work *work = &look->work[number];
    bool matches[BY_COUNT];
    for (size_t by = 0; by < BY_COUNT; by++) {
        matches[by] = bitmap_has(&work->known[by], rank);
        if (!matches[BY_TYPED] && !matches[by] && bitmap_has(&work->maybe[by], rank))
            matches[by] = read_terms(search, clause, by == BY_SYNONYM, rank, is_fetched, error);
    }
    if (clause->terms[0].is_excluded)
        return !matches[BY_TYPED];
    if (!matches[BY_TYPED] && matches[BY_SYNONYM])
        bitmap_add(&look->widened, rank);
    return matches[BY_TYPED] || matches[BY_SYNONYM];
}

static bool read_rank(struct search *search, uint32_t rank, bool *is_fetched, struct error *error)
{
    struct search_look *look = search->look;
    look->subject.failed = false;
    for (size_t i = 0; i < look->work_count; i++) {
        if (look->work[i].needs_reading && !read_clause(search, i, rank, is_fetched, error)) {
            bitmap_remove(&search->all, rank);
            break;
        }
    }
    return !*is_fetched || search_subject_is_good(&look->subject, error);
}

static bool read_ranks(struct search *search, int64_t until, struct error *error)
{
    struct search_look *look = search->look;
    unsigned count = 0;
    for (;;) {
        look->rank = bitmap_next(&look->undecided, look->rank);
        if (look->rank >= search->all.size)
            break;
        if (!bitmap_has(&search->all, look->rank)) {
            look->rank++;
            continue;
        }
        bool is_fetched = false;
        if (!read_rank(search, look->rank, &is_fetched, error))
            return false;
        look->rank++;
        count += is_fetched;
        if (is_fetched && count % RANKS_BETWEEN_LOOKS == 0 && search_now() > until)
            return true;
    }
    look->stage = RATE;
    return true;
}

/* --- Rating -------------------------------------------------------------------------------- */

/* Of each tier and those before it, what the clause matches, cut down in search->tiers. */
static bool rate_by_index(struct search *search, const struct query_clause *clause, struct error *error)
{
    struct search_look *look = search->look;
    if (!bitmap_reset(&look->clause_ranks, search->all.size))
        return error_set_memory(error, "search");
    for (size_t tier = 0; tier + 2 < TIER_COUNT; tier++) {
        for (size_t i = 0; i < clause->count; i++) {
            const struct query_term *term = &clause->terms[i];
            const struct bitmap *ranks;
            if (term->kind == TERM_VIN)
                continue;
            if (term->kind == TERM_FILTER) {
                if (!search_terms_find(look->terms, term, &ranks, NULL, error))
                    return false;
                bitmap_unite(&look->clause_ranks, ranks);
            } else if (!search_terms_find_tier(look->terms, term, (enum match_tier)tier, &look->clause_ranks, error)) {
                return false;
            }
        }
        bitmap_intersect(&search->tiers[tier], &look->clause_ranks);
    }
    /* Inside a word: literally, which the strict section tells; else all that was found. */
    for (size_t i = 0; i < clause->count; i++)
        if (clause->terms[i].kind != TERM_FILTER && clause->terms[i].kind != TERM_VIN &&
            !search_terms_find_tier(look->terms, &clause->terms[i], TIER_INSIDE, &look->clause_ranks, error))
            return false;
    bitmap_intersect(&search->tiers[TIER_INSIDE], &look->clause_ranks);
    return true;
}

/* How well the recall matches the clause. */
static bool read_tier(struct search *search, const struct query_clause *clause, uint32_t rank, unsigned *best,
                      struct error *error)
{
    struct search_look *look = search->look;
    *best = TIER_COUNT - 1;
    if (!search_subject_fetch(&look->subject, search->store, rank, error))
        return false;
    for (size_t i = 0; i < clause->count; i++) {
        const struct query_term *term = &clause->terms[i];
        const struct bitmap *ranks;
        unsigned tier = TIER_COUNT;
        if (term->kind == TERM_FILTER) {
            if (!search_terms_find(look->terms, term, &ranks, NULL, error))
                return false;
            tier = bitmap_has(ranks, rank) ? 0 : TIER_COUNT;
        } else if (term->kind != TERM_VIN && search_subject_has(&look->subject, term)) {
            tier = search_subject_tier(&look->subject, term);
        }
        *best = tier < *best ? tier : *best;
    }
    return search_subject_is_good(&look->subject, error);
}

/* Goes on at look->rank; *done when the clause is through. */
static bool rate_by_reading(struct search *search, const struct query_clause *clause, int64_t until, bool *done,
                            struct error *error)
{
    struct search_look *look = search->look;
    unsigned count = 0, best;
    for (; (look->rank = bitmap_next(&search->all, look->rank)) < search->all.size; look->rank++) {
        *done = ++count % RANKS_BETWEEN_LOOKS != 0 || search_now() <= until;
        if (!*done)
            return true;
        if (!read_tier(search, clause, look->rank, &best, error))
            return false;
        for (size_t tier = 0; tier < best; tier++)
            bitmap_remove(&search->tiers[tier], look->rank);
    }
    look->rank = 0;
    *done = true;
    return true;
}

/* Numbers are as good wherever they stand, but for the headline; that is read. */
static bool must_be_read(const struct query_clause *clause)
{
    for (size_t i = 0; i < clause->count; i++)
        if (search_term_needs_reading(&clause->terms[i]) || clause->terms[i].kind == TERM_NUMBER)
            return true;
    return false;
}

static bool rate_clause(struct search *search, size_t number, int64_t until, bool *done, struct error *error)
{
    const struct query_clause *clause = query_clause(search->request.query, number);
    bool is_filter = clause->count == 1 && clause->terms[0].kind == TERM_FILTER;
    *done = true;
    if (clause->terms[0].is_excluded || is_filter)
        return true;
    return must_be_read(clause) ? rate_by_reading(search, clause, until, done, error)
                                : rate_by_index(search, clause, error);
}

/* --- Steps --------------------------------------------------------------------------------- */

static void begin_rating(struct search *search)
{
    struct search_look *look = search->look;
    look->stage = search_by_relevance(search) ? RATE : LOOKED;
    look->clause = look->rank = 0;
    search->is_widened = look->widened.words && bitmap_intersects(&look->widened, &search->all);
    for (size_t i = 0; search_by_relevance(search) && i < TIER_COUNT; i++)
        bitmap_copy(&search->tiers[i], &search->all);
}

/* What is certain so far is counted while the rest is read. */
static bool begin_reading(struct search *search, struct error *error)
{
    use_what_was_read(search);
    search->look->stage = READ;
    return search_look_count(search, error);
}

bool search_look_step(struct search *search, int64_t until, bool *done, struct error *error)
{
    struct search_look *look = search->look;
    while (look->stage == LOOK_UP && look->clause < look->work_count) {
        if (!look_up_clause(search, look->clause++, error))
            return false;
        if (search_now() > until)
            return true;
    }
    if (look->stage == LOOK_UP) {
        if (look->undecided.words && !bitmap_intersects(&look->undecided, &search->all))
            bitmap_free(&look->undecided);
        if (!look->undecided.words)
            begin_rating(search);
        else if (!begin_reading(search, error))
            return false;
    }
    if (look->stage == READ) {
        if (!read_ranks(search, until, error))
            return false;
        if (look->stage == READ)
            return true;
        if (!keep_what_was_read(search, error))
            return false;
        begin_rating(search);
    }
    while (look->stage == RATE && look->clause < look->work_count) {
        bool rated;
        if (!rate_clause(search, look->clause, until, &rated, error))
            return false;
        look->clause += rated;
        if (search_now() > until)
            return true;
    }
    *done = true;
    return true;
}

uint32_t search_look_decided(const struct search *search)
{
    return search->look->stage == READ ? search->look->rank : 0;
}
