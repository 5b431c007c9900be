#ifndef RUECKRUF_CORE_SEARCH_MATCH_H
#define RUECKRUF_CORE_SEARCH_MATCH_H

/*
 * Whether and where a query's terms stand in a text: the meaning of a query, told by folding and scanning.
 * The slow way, which every faster one must agree with.
 */

#include <stdbool.h>

#include "core/memory.h"
#include "core/query_internal.h"
#include "core/text.h"

/* A text in the forms that terms are looked for in; each is made when it is first needed. */
struct match_text {
    struct text_view text;
    struct folded forms[3]; /* by enum fold_form */
    bool made[3];
};

/* Begins with another text; the memory is used again. */
void match_text_set(struct match_text *subject, struct text_view text);
void match_text_free(struct match_text *subject);

/*
 * The ways in which a term may stand in a text: which form of the term in which form of the text. The first is the
 * literal one, the others are what the fold makes equal. Not every term may use each of them.
 */
struct match_way {
    enum fold_form text, term;
};
enum { MATCH_LITERAL, MATCH_BASE, MATCH_LOOSE, MATCH_LOOSE_IN_STRICT, MATCH_LOOSE_IN_BASE, MATCH_WAY_COUNT };
extern const struct match_way match_ways[MATCH_WAY_COUNT];

/* Whether the term may stand in a text in that way, a number of match_ways. */
bool match_uses_way(const struct query_term *term, size_t way);
struct text_view match_term_form(const struct query_term *term, enum fold_form form);

/*
 * The next place of the term at or behind the folded place at, in that way. False when there is none (or memory is
 * out: subject->forms[].failed).
 */
bool match_find(struct match_text *subject, const struct query_term *term, size_t way, size_t at, size_t *start,
                size_t *length);

/* Whether a word of the text ends at the folded place, where match_find() has just looked in that way. */
bool match_ends_word(const struct match_text *subject, size_t way, size_t at);

/* Whether the term stands in the text, in any way it may use. */
bool match_has(struct match_text *subject, const struct query_term *term);

/* How well a term matches: the smaller the better. Each has a literal and a folded half. */
enum match_tier {
    TIER_HEADLINE_WORD,
    TIER_HEADLINE_START = 2,
    TIER_HEADLINE_INSIDE = 4,
    TIER_WORD = 6,
    TIER_START = 8,
    TIER_INSIDE = 10,
    TIER_COUNT = 12
};

/* The best place of the term in a text, beginning with the tier for a whole word; TIER_COUNT when it is not there. */
unsigned match_find_tier(struct match_text *subject, const struct query_term *term, enum match_tier best);

#endif
