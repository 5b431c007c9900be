/* Rating: how well the hits match, clause by clause. */

#include "core/query_internal.h"
#include "core/search_internal.h"
#include "core/search_look_internal.h"
#include "core/search_terms.h"

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

bool search_look_rate_clause(struct search *search, size_t number, int64_t until, bool *done, struct error *error)
{
    const struct query_clause *clause = query_clause(search->request.query, number);
    bool is_filter = clause->count == 1 && clause->terms[0].kind == TERM_FILTER;
    *done = true;
    if (clause->terms[0].is_excluded || is_filter)
        return true;
    return must_be_read(clause) ? rate_by_reading(search, clause, until, done, error)
                                : rate_by_index(search, clause, error);
}
