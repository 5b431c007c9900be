#ifndef RUECKRUF_CORE_PHRASES_H
#define RUECKRUF_CORE_PHRASES_H

/*
 * Lists of phrases in base form of which it is asked whether a sentence has one. They stand beside what asks; the
 * matcher looks for them all on its way through the text, with the cues.
 */

#include <stdbool.h>

#include "core/matcher.h"

/* At most 64: a sentence has a bit for each. */
enum phrases {
    PHRASES_DENIED_BEHIND,
    PHRASES_DENIED_BEFORE,
    PHRASES_DEFECTS,
    PHRASES_INTRODUCTIONS,
    PHRASES_STANDARDS,
    PHRASES_WRONGS,
    PHRASES_COUNTS,
    PHRASES_DURATIONS,
    PHRASES_WORK_TIMES,
    PHRASES_WORK_CUES,
    PHRASES_WORK_POSSIBLE,
    PHRASES_DATE_TOO_EARLY,
    PHRASES_DATE_ELSEWHERE,
    PHRASES_DATE_SURE,
    PHRASES_DATE_ACTION,
    PHRASES_DATE_TOLD,
    PHRASES_DATE_OWNERS,
    PHRASES_DATE_WORK,
    PHRASES_DATE_ENDS,
    PHRASES_DATE_ENDED,
    PHRASES_DATE_OFFERS,
    PHRASES_DATE_ENGLISH,
    PHRASES_PARTS,
    PHRASES_POSSIBLE,
    PHRASES_ACTORS,
    PHRASES_NOT_COUNTS,
    PHRASES_REFERENCES,
    PHRASES_OCCASIONS,
    PHRASES_TURNS,
    PHRASES_PRODUCED_BEFORE,
    PHRASES_PRODUCED_BEHIND,
    PHRASES_FRENCH,
    PHRASES_NO_MARKET,
    PHRASES_PLACES,
    PHRASES_COUNT
};

/* Each up to NULL. */
extern const char *const phrases_denied_behind[];
extern const char *const phrases_denied_before[];
extern const char *const phrases_defects[];
extern const char *const phrases_introductions[];
extern const char *const phrases_standards[];
extern const char *const phrases_wrongs[];
extern const char *const phrases_counts[];
extern const char *const phrases_durations[];
extern const char *const phrases_work_times[];
extern const char *const phrases_work_cues[];
extern const char *const phrases_work_possible[];
extern const char *const phrases_date_too_early[];
extern const char *const phrases_date_elsewhere[];
extern const char *const phrases_date_sure[];
extern const char *const phrases_date_action[];
extern const char *const phrases_date_told[];
extern const char *const phrases_date_owners[];
extern const char *const phrases_date_work[];
extern const char *const phrases_date_ends[];
extern const char *const phrases_date_ended[];
extern const char *const phrases_date_offers[];
extern const char *const phrases_date_english[];
extern const char *const phrases_parts[];
extern const char *const phrases_possible[];
extern const char *const phrases_actors[];
extern const char *const phrases_not_counts[];
extern const char *const phrases_references[];
extern const char *const phrases_occasions[];
extern const char *const phrases_turns[];
extern const char *const phrases_produced_before[];
extern const char *const phrases_produced_behind[];
extern const char *const phrases_french[];
extern const char *const phrases_no_market[];
extern const char *const phrases_places[];

/* Gives all phrases to the matcher, by the number of their list. False: out of memory. */
bool phrases_add(struct matcher *matcher);

#endif
