#ifndef RUECKRUF_CORE_RULES_H
#define RUECKRUF_CORE_RULES_H

/*
 * The rules a text is read by, from the files of data/rules/: cues of categories, hazards, remedies
 * and notes, makes with their models, wording, synonyms. Compiled once, then read-only. data/rules/README.md
 * has the format.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"

struct rules;

/*
 * Loads every *.rules file of directory, then those of user_directory (may be NULL, may not exist),
 * which add to them, take the place of lines with the same words, or remove them. A bad line is an error with file,
 * line and reason; one of the user's is left out, as is what is no file, and the rest is used: see rules_mistake().
 */
bool rules_load(const char *directory, const char *user_directory, struct rules **rules, struct error *error);

/* The synonyms and the names of makes and markets alone, which is all that searching needs and much faster. */
bool rules_load_synonyms(const char *directory, const char *user_directory, struct rules **rules, struct error *error);
void rules_free(struct rules *rules);

/* What is wrong in the user's files, in their order; only the first few of many. */
size_t rules_mistake_count(const struct rules *rules);
const struct error *rules_mistake(const struct rules *rules, size_t number);

/* Changes with any change of any rule: a database remembers by which rules it was made. */
uint64_t rules_fingerprint(const struct rules *rules);

/* The synonym groups of a folded (base form) term, by number: members as written; count 0 behind the last. */
struct rules_group {
    const struct text_view *terms;
    size_t count;
};
struct rules_group rules_synonyms(const struct rules *rules, struct text_view folded_term, size_t number);

/* All names of the make or market (field: "make" or "market") that has this one, however it is written; likewise. */
struct rules_group rules_names(const struct rules *rules, const char *field, struct text_view name);

/* The first of them, by which it is shown; as written where there are none, or no rules. Lives as long as the shorter
 * of both. */
const char *rules_main_name(const struct rules *rules, const char *field, const char *written);

#endif
