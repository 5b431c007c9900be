/* Looking up: what the index tells of each clause of a query, and what of it is left to be read. */

#include "core/query_internal.h"
#include "core/search_internal.h"
#include "core/search_look_internal.h"
#include "core/search_terms.h"

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

bool search_look_up_clause(struct search *search, size_t number, struct error *error)
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
