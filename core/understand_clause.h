#ifndef RUECKRUF_CORE_UNDERSTAND_CLAUSE_H
#define RUECKRUF_CORE_UNDERSTAND_CLAUSE_H

/* The tools by which a sentence becomes a headline: for understand_lead.c and understand_clause.c. */

#include "core/understand_internal.h"

/* Whether the text begins with the words, in large or small letters of ASCII. */
bool clause_starts_with(struct text_view text, const char *words);

/* Takes so many bytes off the front, and the blanks and commas behind them. */
void clause_drop(struct text_view *text, size_t length);

/* Takes the first of the words (two letters or more each, up to NULL) that the text begins with; false: none. */
bool clause_drop_any(struct text_view *text, const char *const *words);

/* Takes away what stands before the matter, as long as a sentence is left. */
void understand_drop_lead(struct text_view *text);

#endif
