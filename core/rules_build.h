#ifndef RUECKRUF_CORE_RULES_BUILD_H
#define RUECKRUF_CORE_RULES_BUILD_H

/* What the files of rules share while they are read: lines are gathered, overridden, then compiled. */

#include "core/hash.h"
#include "core/rules_internal.h"

/* Where a line stands, for messages. */
struct rules_line {
    const char *path;
    const char *file;
    unsigned number;
    bool is_own; /* of the user's directory */
};

/* A cue as a line gives it, before the matcher has it. */
struct rules_entry {
    struct rule_cue cue;
    enum matcher_mode mode;
    const char *path; /* of the file */
    bool is_dropped;  /* a line of the user's takes its place */
};

/* "remove KIND: CUE": a shipped cue that is not to count. */
struct rules_removal {
    const char *table; /* the kind's word; rules_synonym_word is a group */
    const char *text;
    struct rules_line line;
};

/* A member of a group, by which the group is found. */
struct rules_term {
    struct text_view folded; /* of a name "make:" or "market:" and its key, else the base form */
    uint32_t group;
};

struct rules {
    struct arena *arena;
    struct matcher *matcher;
    struct rules_entry *entries; /* in the order of the files */
    size_t entry_count, entry_capacity;
    struct rules_removal *removals;
    size_t removal_count, removal_capacity;
    struct rule_cue *cues; /* those that count, numbered as the matcher has them, behind them components */
    size_t cue_count, component_first;
    const char **makes;
    size_t make_count, make_capacity;
    const char **markets;
    size_t market_count, market_capacity;
    struct rules_group *groups;
    size_t group_count, group_capacity;
    size_t shipped_group_count; /* further ones are the user's */
    struct rules_term *terms;   /* sorted by folded form; of equal ones the first group's only */
    size_t term_count, term_capacity;
    struct error *mistakes; /* in the user's files */
    size_t mistake_count, mistake_capacity;
    bool only_synonyms; /* for searching: nothing else is compiled */
    struct hash_state fingerprint;
    uint64_t fingerprint_value;
};

/* What is wrong with a line, marked with N_(), and with which of its words ("": all of it); returns false. */
bool rules_bad_line(const struct rules_line *line, const char *why, struct text_view subject, struct error *error);

/*
 * After a failure that is due to a file: true when it is the user's own, whose mistake is kept to be told, and the work
 * goes on without what is wrong. False otherwise.
 */
bool rules_excuse(struct rules *rules, bool is_own, struct error *error);

/* --- Lines (rules_parse.c) --- */

/* What lines of synonyms begin with, and what removals call them. */
extern const char rules_synonym_word[];

/* Gathers what one line says. */
bool rules_parse_line(struct rules *rules, struct text_view text, const struct rules_line *line, struct error *error);

/* Takes the next item that is not empty off a list with commas between; false when there is none. */
bool rules_next_item(struct text_view *list, struct text_view *item);

/* --- Groups (rules_groups.c) --- */

/* The items of the list stand for each other: as words of a query, or as names of a field ("market"). */
bool rules_add_group(struct rules *rules, const char *field, struct text_view list, const struct rules_line *line,
                     struct error *error);

/* The name by which a make is shown, and its spellings; a further call with one of its names adds to them. */
bool rules_add_names(struct rules *rules, const char *field, struct text_view main, struct text_view list,
                     const struct rules_line *line, struct error *error);

/* Lets the user's groups take the place of shipped ones; from then on groups can be found. */
bool rules_settle_groups(struct rules *rules, struct error *error);

/* --- Cues (rules_settle.c) --- */

/* Lets the user's cues take the place of shipped ones, and gives what is left to the matcher. */
bool rules_settle_cues(struct rules *rules, struct error *error);

#endif
