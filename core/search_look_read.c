/* Reading: whether a recall has what the index can't tell for sure. And what was read last, for the next letters. */

#include <string.h>

#include "core/query_internal.h"
#include "core/search_internal.h"
#include "core/search_look_internal.h"
#include "core/search_terms.h"

/* --- What was read last ---------------------------------------------------------------------- */

/*
 * Which recalls a query can match, if its last clause is a phrase: what comes behind the key makes them only fewer.
 * False: no key tells, as where it depends on what is marked or new by then.
 */
static bool write_read_key(const struct query *query, struct buffer *key)
{
    size_t count = query_clause_count(query);
    const struct query_clause *last = count > 0 ? query_clause(query, count - 1) : NULL;
    buffer_clear(key);
    for (size_t i = 0; i < IS_COUNT; i++)
        if (query_asks_what_is(query, (enum query_is)i))
            return false;
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

void search_look_use_what_was_read(struct search *search)
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
                       bool *is_fetched)
{
    struct search_look *look = search->look;
    if (!*is_fetched && !search_subject_fetch(&look->subject, search->store, rank, &look->subject.error))
        look->subject.failed = true;
    *is_fetched = true;
    if (look->subject.failed)
        return false;
    for (size_t i = 0; i < clause->count; i++)
        if (clause->terms[i].is_synonym == synonyms && search_term_needs_reading(&clause->terms[i]) &&
            search_subject_has(&look->subject, &clause->terms[i]))
            return true;
    return false;
}

/* Whether the recall matches a clause that needs reading. */
static bool read_clause(struct search *search, size_t number, uint32_t rank, bool *is_fetched)
{
    struct search_look *look = search->look;
    const struct query_clause *clause = query_clause(search->request.query, number);
    const struct clause_work *work = &look->work[number];
    bool matches[BY_COUNT];
    for (size_t by = 0; by < BY_COUNT; by++) {
        matches[by] = bitmap_has(&work->known[by], rank);
        if (!matches[BY_TYPED] && !matches[by] && bitmap_has(&work->maybe[by], rank))
            matches[by] = read_terms(search, clause, by == BY_SYNONYM, rank, is_fetched);
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
        if (look->work[i].needs_reading && !read_clause(search, i, rank, is_fetched)) {
            bitmap_remove(&search->all, rank);
            break;
        }
    }
    return !*is_fetched || search_subject_is_good(&look->subject, error);
}

bool search_look_read(struct search *search, int64_t until, bool *done, struct error *error)
{
    struct search_look *look = search->look;
    unsigned count = 0;
    *done = false;
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
    *done = true;
    return keep_what_was_read(search, error);
}
