#include "core/phrases.h"

static const char *const *const lists[PHRASES_COUNT] = {
    [PHRASES_DENIED_BEHIND] = phrases_denied_behind,
    [PHRASES_DENIED_BEFORE] = phrases_denied_before,
    [PHRASES_DEFECTS] = phrases_defects,
    [PHRASES_INTRODUCTIONS] = phrases_introductions,
    [PHRASES_STANDARDS] = phrases_standards,
    [PHRASES_WRONGS] = phrases_wrongs,
    [PHRASES_COUNTS] = phrases_counts,
    [PHRASES_DURATIONS] = phrases_durations,
    [PHRASES_WORK_TIMES] = phrases_work_times,
    [PHRASES_WORK_CUES] = phrases_work_cues,
    [PHRASES_WORK_POSSIBLE] = phrases_work_possible,
    [PHRASES_DATE_TOO_EARLY] = phrases_date_too_early,
    [PHRASES_DATE_ELSEWHERE] = phrases_date_elsewhere,
    [PHRASES_DATE_SURE] = phrases_date_sure,
    [PHRASES_DATE_ACTION] = phrases_date_action,
    [PHRASES_DATE_TOLD] = phrases_date_told,
    [PHRASES_DATE_OWNERS] = phrases_date_owners,
    [PHRASES_DATE_WORK] = phrases_date_work,
    [PHRASES_DATE_ENDS] = phrases_date_ends,
    [PHRASES_DATE_ENDED] = phrases_date_ended,
    [PHRASES_DATE_OFFERS] = phrases_date_offers,
    [PHRASES_DATE_ENGLISH] = phrases_date_english,
    [PHRASES_PARTS] = phrases_parts,
    [PHRASES_REFERENCES] = phrases_references,
    [PHRASES_NOT_COUNTS] = phrases_not_counts,
    [PHRASES_ACTORS] = phrases_actors,
    [PHRASES_POSSIBLE] = phrases_possible,
    [PHRASES_OCCASIONS] = phrases_occasions,
    [PHRASES_TURNS] = phrases_turns,
    [PHRASES_PRODUCED_BEFORE] = phrases_produced_before,
    [PHRASES_PRODUCED_BEHIND] = phrases_produced_behind,
    [PHRASES_FRENCH] = phrases_french,
    [PHRASES_NO_MARKET] = phrases_no_market,
    [PHRASES_PLACES] = phrases_places,
};

_Static_assert(PHRASES_COUNT <= 64, "a bit for each list");

bool phrases_add(struct matcher *matcher)
{
    bool good = true;
    for (size_t list = 0; list < PHRASES_COUNT; list++)
        for (size_t i = 0; lists[list][i] && good; i++)
            good = matcher_add_phrase(matcher, text_view_of(lists[list][i]), (uint32_t)list) == MATCHER_ADDED;
    return good;
}
