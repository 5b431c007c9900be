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
    const char *path;
    bool is_own;
    bool is_dropped; /* a line of the user's takes its place */
};

/* "remove KIND: CUE": a shipped cue that is not to count. */
struct rules_removal {
    const char *table; /* the kind's word; "synonym" is a group */
    const char *text;
    struct rules_line line;
};

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

bool rules_bad_line(const struct rules_line *line, const char *why, struct text_view subject, struct error *error);

/*
 * After a failure that is due to a file: true when it is the user's own, whose mistake is kept to be told, and the work
 * goes on without what is wrong. False otherwise.
 */
bool rules_excuse(struct rules *rules, bool is_own, struct error *error);

/* Gathers what one line says. */
bool rules_parse_line(struct rules *rules, struct text_view text, const struct rules_line *line, struct error *error);

/* By what a name of a make or market is known among the terms. */
void rules_append_name_key(const char *field, struct text_view name, struct buffer *key);

/* Lets the user's lines take the place of shipped ones, and gives what is left to the matcher. */
bool rules_settle(struct rules *rules, struct error *error);

#endif
