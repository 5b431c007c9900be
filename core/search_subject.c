#include <string.h>

#include "core/search_internal.h"

bool search_subject_fetch(struct search_subject *subject, struct store *store, uint32_t rank, struct error *error)
{
    struct text_view text;
    if (!store_fetch_text(store, rank, &text, error))
        return false;
    match_text_set(&subject->text, text);
    subject->store = store;
    subject->rank = rank;
    subject->has_headline = subject->has_names = subject->failed = false;
    return true;
}

typedef bool fetcher(struct store *store, uint32_t rank, struct text_view *words, struct error *error);

static struct match_text *fetched(struct search_subject *subject, struct match_text *words, bool *is_there,
                                  fetcher *fetch)
{
    struct text_view view = {0};
    if (!*is_there) {
        if (!fetch(subject->store, subject->rank, &view, &subject->error))
            subject->failed = true;
        match_text_set(words, view);
        *is_there = true;
    }
    return words;
}

static struct match_text *headline_of(struct search_subject *subject)
{
    return fetched(subject, &subject->headline, &subject->has_headline, store_fetch_headline);
}

static struct match_text *names_of(struct search_subject *subject)
{
    return fetched(subject, &subject->names, &subject->has_names, store_fetch_names);
}

bool search_subject_is_good(const struct search_subject *subject, struct error *error)
{
    const struct match_text *texts[] = {&subject->text, &subject->headline, &subject->names};
    for (size_t i = 0; i < 3; i++)
        for (size_t form = 0; form < 3; form++)
            if (texts[i]->forms[form].failed)
                return error_set_memory(error, "search");
    if (subject->failed && error)
        *error = subject->error;
    return !subject->failed;
}

void search_subject_free(struct search_subject *subject)
{
    match_text_free(&subject->text);
    match_text_free(&subject->headline);
    match_text_free(&subject->names);
}

/* Campaigns' numbers are written in several ways: 012223 is 12223. The campaign is the first of the names. */
static bool has_campaign(struct search_subject *subject, const struct query_term *term)
{
    struct text_view names = names_of(subject)->text, wanted = term->campaign;
    struct buffer campaign = {0};
    if (wanted.length == 0)
        return false;
    const char *end = memmem(names.bytes, names.length, ";\n", 2);
    index_append_number(&campaign, (struct text_view){names.bytes, end ? (size_t)(end - names.bytes) : names.length});
    bool has =
        wanted.length < QUERY_CAMPAIGN_BEGINNING ? campaign.length == wanted.length : campaign.length >= wanted.length;
    has = has && campaign.length > 0 && memcmp(campaign.bytes, wanted.bytes, wanted.length) == 0;
    buffer_free(&campaign);
    return has;
}

/* An id is found as a word too: it stands on every proof and print. */
static bool has_id(struct search_subject *subject, const struct query_term *term)
{
    char id[QUERY_ID_LETTERS + 1];
    uint32_t rank;
    struct error missing = {0};
    if (!query_take_id(term, id))
        return false;
    if (store_find_id(subject->store, id, &rank, &missing))
        return rank == subject->rank;
    if (missing.kind != ERROR_NOT_FOUND) {
        subject->failed = true;
        subject->error = missing;
    }
    return false;
}

/* Names are no text: no words in a row stand in two of them. */
static bool names_have(struct search_subject *subject, const struct query_term *term)
{
    struct text_view names = names_of(subject)->text, rest = names;
    bool has = false;
    if (!term->is_row)
        return match_has(names_of(subject), term);
    while (!has && rest.length > 0) {
        const char *end = memmem(rest.bytes, rest.length, ";\n", 2);
        struct text_view name = {rest.bytes, end ? (size_t)(end - rest.bytes) : rest.length};
        rest = end ? (struct text_view){end + 2, rest.length - name.length - 2} : (struct text_view){end, 0};
        match_text_set(&subject->names, name);
        has = match_has(&subject->names, term);
    }
    match_text_set(&subject->names, names);
    return has;
}

bool search_subject_has(struct search_subject *subject, const struct query_term *term)
{
    return match_has(&subject->text, term) || match_has(headline_of(subject), term) || names_have(subject, term) ||
           has_campaign(subject, term) || has_id(subject, term);
}

unsigned search_subject_tier(struct search_subject *subject, const struct query_term *term)
{
    unsigned best = match_find_tier(headline_of(subject), term, TIER_HEADLINE_WORD);
    for (size_t i = 0; i < 2 && best > TIER_WORD; i++) {
        unsigned tier = match_find_tier(i == 0 ? &subject->text : names_of(subject), term, TIER_WORD);
        best = tier < best ? tier : best;
    }
    return best < TIER_COUNT ? best : TIER_COUNT - 1;
}
