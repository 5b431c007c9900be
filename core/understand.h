#ifndef RUECKRUF_CORE_UNDERSTAND_H
#define RUECKRUF_CORE_UNDERSTAND_H

/*
 * Reads a recall's prose by the rules: is it a recall or a completion note, which categories, hazards
 * and remedies, which facts — each with its place in the text. Deterministic; no state between texts.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/rules.h"

/* Whether a value of a mixed list only says how to tell that a recall was carried out. */
bool understand_is_note(const struct rules *rules, struct text_view text);

/*
 * Fills what the text says: categories, make, models, markets, years, dates, duration, cost, hazards, remedies,
 * parts, phones, urls, affected numbers, conditions, headline, evidence. Fields that already hold something from
 * the source (make, started, years, affected, headline …) are kept, and the component that recall->given may name has
 * its say in the categories. recall->text must be set;
 * strings are allocated in arena. Unsure is unknown.
 */
bool understand_recall(const struct rules *rules, struct recall *recall, struct arena *arena, struct error *error);

/*
 * Which cue in which sentence of recall->text gave what, and what the source's labels (recall->given) mean, as lines
 * for a person, in English; for "show --explain".
 */
bool understand_explain(const struct rules *rules, const struct recall *recall, struct buffer *lines,
                        struct error *error);

#endif
