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
 * The next place of the term at or behind the folded place *at of the form it is found in. Terms may be found in
 * several forms: call it for each form. False when there is none (or memory is out: subject->forms[].failed).
 */
bool match_find(struct match_text *subject, const struct query_term *term, enum fold_form form, size_t at,
                size_t *start, size_t *length);

/* Whether the term may be found in that form at all. */
bool match_uses_form(const struct query_term *term, enum fold_form form);

bool match_has(struct match_text *subject, const struct query_term *term);

#endif
