#ifndef RUECKRUF_CORE_UNDERSTAND_H
#define RUECKRUF_CORE_UNDERSTAND_H

/*
 * Reads a recall's prose by the rules: is it a recall or a completion note, which categories, hazards
 * and remedies, which facts — each with its place in the text. Deterministic: what was read before changes nothing.
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/rules.h"

/*
 * What reads texts, one after another: it keeps its memory, and knows the words that it has met, which makes it several
 * times as quick as a new one for each text. The rules are borrowed. One thread at a time; others have their own.
 */
struct reading;
struct reading *reading_new(const struct rules *rules); /* NULL: out of memory */
void reading_free(struct reading *reading);

/* Whether a value of a mixed list only says how to tell that a recall was carried out. */
bool understand_is_note(struct reading *reading, struct text_view text);

/*
 * Fills what the text says: categories, make, models, markets, years, dates, duration, cost, hazards, remedies,
 * parts, phones, urls, affected numbers, conditions, headline, evidence. Fields that already hold something from
 * the source (make, started, years, affected, headline …) are kept, and the component that recall->given may name has
 * its say in the categories. recall->text must be set;
 * strings are allocated in arena. Unsure is unknown.
 */
bool understand_recall(struct reading *reading, struct recall *recall, struct arena *arena, struct error *error);

/*
 * Which cue in which sentence of recall->text gave what, and what the source's labels (recall->given) mean, as lines
 * for a person, in English; for "show --explain".
 */
bool understand_explain(struct reading *reading, const struct recall *recall, struct buffer *lines,
                        struct error *error);

#endif
