/* Searching by looking up in the index; what that cannot tell for sure is read and verified. */

#include <stdlib.h>

#include "core/query_internal.h"
#include "core/search_internal.h"
#include "core/search_look_internal.h"
#include "core/search_terms.h"

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
    search_terms_begin(look->terms, search->is);
    return true;
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
    search_look_use_what_was_read(search);
    search->look->stage = READ;
    return search_look_count(search, error);
}

bool search_look_step(struct search *search, int64_t until, bool *done, struct error *error)
{
    struct search_look *look = search->look;
    while (look->stage == LOOK_UP && look->clause < look->work_count) {
        if (!search_look_up_clause(search, look->clause++, error))
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
        bool is_read;
        if (!search_look_read(search, until, &is_read, error))
            return false;
        if (!is_read)
            return true;
        begin_rating(search);
    }
    while (look->stage == RATE && look->clause < look->work_count) {
        bool rated;
        if (!search_look_rate_clause(search, look->clause, until, &rated, error))
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
