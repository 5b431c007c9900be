#include "core/rules_build.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/recall.h"

const char *const rules_table_words[RULE_TABLE_COUNT] = {
    [RULE_CATEGORY] = "category",   [RULE_HAZARD] = "hazard",       [RULE_NOT_HAZARD] = "not-hazard",
    [RULE_REMEDY] = "remedy",       [RULE_NOTE] = "note",           [RULE_NOT_REMEDY] = "not-remedy",
    [RULE_MAKE] = "make",           [RULE_MODEL] = "models",        [RULE_VARIANT] = "variant",
    [RULE_NOT_NAME] = "not-name",   [RULE_ZONE] = "zone",           [RULE_LABEL] = "label",
    [RULE_TURN] = "turn",           [RULE_COST] = "cost",           [RULE_MARKET] = "market",
    [RULE_CONDITION] = "condition", [RULE_COMPONENT] = "component",
};

bool rules_bad_line(const struct rules_line *line, const char *why, struct text_view subject, struct error *error)
{
    char place[240];
    snprintf(place, sizeof place, "%s:%u", line->path, line->number);
    error_set_texts(error, ERROR_INPUT, place, why, NULL);
    return subject.length > 0 ? error_add_detail(error, "%.*s", (int)subject.length, subject.bytes) : false;
}

static struct text_view take_word(struct text_view *rest)
{
    *rest = text_trim(*rest);
    size_t length = 0;
    while (length < rest->length && !isspace((unsigned char)rest->bytes[length]))
        length++;
    struct text_view word = {rest->bytes, length};
    rest->bytes += length;
    rest->length -= length;
    return word;
}

static struct text_view take_until(struct text_view *rest, char end)
{
    const char *found = memchr(rest->bytes, end, rest->length);
    struct text_view part = {rest->bytes, found ? (size_t)(found - rest->bytes) : rest->length};
    size_t skip = part.length + (found ? 1 : 0);
    rest->bytes += skip;
    rest->length -= skip;
    return text_trim(part);
}

static bool add_cue(struct rules *rules, struct rule_cue cue, struct text_view written, enum matcher_mode mode,
                    const struct rules_line *line, struct error *error)
{
    cue.text = arena_copy(rules->arena, written);
    cue.file = line->file;
    cue.line = line->number;
    cue.is_own = line->is_own;
    if (!cue.text ||
        !array_reserve(&rules->entries, rules->entry_count, &rules->entry_capacity, sizeof *rules->entries))
        return error_set_memory(error, line->path);
    rules->entries[rules->entry_count++] =
        (struct rules_entry){.cue = cue, .mode = mode, .path = line->path, .is_own = line->is_own};
    return true;
}

static bool add_cues(struct rules *rules, struct rule_cue cue, struct text_view list, enum matcher_mode mode,
                     const struct rules_line *line, struct error *error)
{
    while (list.length > 0) {
        struct text_view written = take_until(&list, ',');
        if (written.length > 0 && !add_cue(rules, cue, written, mode, line, error))
            return false;
    }
    return true;
}

/* --- Synonyms and names --------------------------------------------------------------------- */

static const char make_field[] = "make", market_field[] = "market";

void rules_append_name_key(const char *field, struct text_view name, struct buffer *key)
{
    buffer_append_format(key, "%s:", field);
    text_append_name_key(name, key);
}

/* By what the term is found: among the names of a field, or as a word of a query (field NULL). */
static bool append_term_key(const char *field, struct text_view term, struct buffer *key)
{
    struct folded folded = {0};
    if (field)
        rules_append_name_key(field, term, key);
    else if (text_fold(term, FOLD_BASE, &folded))
        buffer_append_view(key, buffer_view(&folded.text));
    else
        key->failed = true;
    folded_free(&folded);
    return !key->failed;
}

static bool add_term(struct rules *rules, const char *field, struct text_view term, size_t group,
                     const struct rules_line *line, struct error *error)
{
    struct buffer key = {0};
    bool good = append_term_key(field, term, &key) &&
                array_reserve(&rules->terms, rules->term_count, &rules->term_capacity, sizeof *rules->terms);
    const char *copy = good ? arena_copy(rules->arena, buffer_view(&key)) : NULL;
    if (copy)
        rules->terms[rules->term_count++] = (struct rules_term){{copy, key.length}, (uint32_t)group};
    buffer_free(&key);
    return copy || error_set_memory(error, line->path);
}

static bool add_group(struct rules *rules, const struct rules_line *line, struct error *error)
{
    if (!array_reserve(&rules->groups, rules->group_count, &rules->group_capacity, sizeof *rules->groups))
        return error_set_memory(error, line->path);
    rules->groups[rules->group_count++] = (struct rules_group){0};
    if (!line->is_own)
        rules->shipped_group_count = rules->group_count;
    return true;
}

/* Room in a group for the terms of a list and one more. */
static bool make_room(struct rules *rules, size_t number, struct text_view list)
{
    struct rules_group *group = &rules->groups[number];
    size_t most = group->count + 2;
    for (size_t i = 0; i < list.length; i++)
        most += list.bytes[i] == ',';
    struct text_view *terms = arena_allocate_array(rules->arena, most, sizeof *terms);
    if (terms && group->count > 0)
        memcpy(terms, group->terms, group->count * sizeof *terms);
    group->terms = terms;
    return terms != NULL;
}

static bool add_to_group(struct rules *rules, const char *field, size_t number, struct text_view term,
                         const struct rules_line *line, struct error *error)
{
    struct rules_group *group = &rules->groups[number];
    const char *copy = arena_copy(rules->arena, term);
    if (!copy)
        return error_set_memory(error, line->path);
    /* The group has made room. */
    ((struct text_view *)group->terms)[group->count++] = (struct text_view){copy, term.length};
    return add_term(rules, field, term, number, line, error);
}

static bool parse_synonyms(struct rules *rules, struct text_view head, struct text_view list,
                           const struct rules_line *line, struct error *error)
{
    struct text_view word = take_word(&head);
    const char *field = word.length == 0 ? NULL : market_field;
    if (field && !text_view_equal(word, text_view_of(field)))
        return rules_bad_line(line, N_("there is no such key"), word, error);
    size_t group = rules->group_count;
    if (!add_group(rules, line, error))
        return false;
    if (!make_room(rules, group, list))
        return error_set_memory(error, line->path);
    while (list.length > 0) {
        struct text_view term = take_until(&list, ',');
        if (term.length > 0 && !add_to_group(rules, field, group, term, line, error))
            return false;
    }
    return true;
}

/* The group that has the name; group_count: none has. */
static size_t find_group(const struct rules *rules, const char *field, struct text_view name)
{
    struct buffer key = {0};
    rules_append_name_key(field, name, &key);
    size_t term = 0;
    while (term < rules->term_count && !text_view_equal(rules->terms[term].folded, buffer_view(&key)))
        term++;
    buffer_free(&key);
    return term < rules->term_count ? rules->terms[term].group : rules->group_count;
}

/* A make's name and its spellings; a further line of the same make adds to them. */
static bool add_make_names(struct rules *rules, struct text_view make, struct text_view list,
                           const struct rules_line *line, struct error *error)
{
    size_t group = find_group(rules, make_field, make);
    bool is_new = group == rules->group_count;
    if (is_new && !add_group(rules, line, error))
        return false;
    if (!make_room(rules, group, list))
        return error_set_memory(error, line->path);
    if (is_new && !add_to_group(rules, make_field, group, make, line, error))
        return false;
    while (list.length > 0) {
        struct text_view name = take_until(&list, ',');
        if (name.length > 0 && find_group(rules, make_field, name) != group &&
            !add_to_group(rules, make_field, group, name, line, error))
            return false;
    }
    return true;
}

/* --- Kinds of lines ------------------------------------------------------------------------ */

static const struct kind_name zone_keys[ZONE_COUNT] = {
    [ZONE_DEFECT] = {.key = "defect"},
    [ZONE_CONSEQUENCE] = {.key = "consequence"},
    [ZONE_REMEDY] = {.key = "remedy"},
    [ZONE_ADMINISTRATION] = {.key = "administration"},
};

static const struct kind_name turn_keys[TURN_COUNT] = {
    [TURN_ANYWHERE] = {.key = "anywhere"},
    [TURN_AFTER_COMMA] = {.key = "after-comma"},
};

/* What a line of denials denies: one remedy, or any. */
static const struct kind_name denied_keys[REMEDY_COUNT + 1] = {
    [REMEDY_REPLACE] = {.key = "replace"},   [REMEDY_INSPECT] = {.key = "inspect"},
    [REMEDY_REPAIR] = {.key = "repair"},     [REMEDY_RETROFIT] = {.key = "retrofit"},
    [REMEDY_SOFTWARE] = {.key = "software"}, [REMEDY_ONLINE] = {.key = "online"},
    [REMEDY_ADVISE] = {.key = "advise"},     [REMEDY_COUNT] = {.key = "any"},
};

struct line_kind {
    enum rule_table table;
    const struct kind_name *keys; /* NULL: no key stands in the line */
    size_t key_count;
    bool has_weight;
};

static const struct line_kind line_kinds[] = {
    {RULE_CATEGORY, category_names, CATEGORY_COUNT, true},
    {RULE_HAZARD, hazard_names, HAZARD_COUNT, false},
    {RULE_NOT_HAZARD, NULL, 0, false},
    {RULE_REMEDY, remedy_names, REMEDY_COUNT, false},
    {RULE_NOT_REMEDY, denied_keys, REMEDY_COUNT + 1, false},
    {RULE_NOTE, NULL, 0, true},
    {RULE_ZONE, zone_keys, ZONE_COUNT, false},
    {RULE_LABEL, zone_keys, ZONE_COUNT, false},
    {RULE_TURN, turn_keys, TURN_COUNT, false},
    {RULE_COST, cost_names, COST_COUNT, false},
    {RULE_CONDITION, NULL, 0, false},
    {RULE_COMPONENT, category_names, CATEGORY_COUNT, false},
};

static bool parse_cues(struct rules *rules, const struct line_kind *kind, struct text_view head, struct text_view list,
                       const struct rules_line *line, struct error *error)
{
    struct rule_cue cue = {.table = kind->table};
    if (kind->keys) {
        struct text_view key = take_word(&head);
        cue.key = (unsigned)kind_find(kind->keys, kind->key_count, key);
        if (cue.key == kind->key_count)
            return rules_bad_line(line, N_("there is no such key"), key, error);
    }
    if (kind->has_weight) {
        struct text_view weight = take_word(&head);
        char digits[8] = "", *end;
        if (weight.length > 0 && weight.length < sizeof digits)
            memcpy(digits, weight.bytes, weight.length);
        cue.weight = (int)strtol(digits, &end, 10);
        if (end == digits || *end)
            return rules_bad_line(line, N_("the weight is no number"), weight, error);
    }
    struct text_view language = take_word(&head);
    bool english = text_view_equal(language, TEXT_VIEW("en"));
    if (!english && !text_view_equal(language, TEXT_VIEW("de")))
        return rules_bad_line(line, N_("the language is neither de nor en"), language, error);
    return add_cues(rules, cue, list, english ? MATCHER_WORD : MATCHER_STEM, line, error);
}

/* The number of a name in a list, where it is added if it is new; -1: out of memory. */
static long find_or_add_name(struct rules *rules, const char ***names, size_t *count, size_t *capacity,
                             struct text_view name)
{
    for (size_t i = 0; i < *count; i++)
        if (text_view_equal(text_view_of((*names)[i]), name))
            return (long)i;
    const char *copy = arena_copy(rules->arena, name);
    if (!copy || !array_reserve(names, *count, capacity, sizeof **names))
        return -1;
    (*names)[*count] = copy;
    return (long)(*count)++;
}

static bool parse_make(struct rules *rules, struct text_view name, struct text_view list, const struct rules_line *line,
                       struct error *error)
{
    name = text_trim(name);
    if (name.length == 0)
        return rules_bad_line(line, N_("a make needs a name"), name, error);
    if (!add_make_names(rules, name, list, line, error))
        return false;
    if (rules->only_synonyms)
        return true;
    long number = find_or_add_name(rules, &rules->makes, &rules->make_count, &rules->make_capacity, name);
    if (number < 0)
        return error_set_memory(error, line->path);
    return add_cues(rules, (struct rule_cue){.table = RULE_MAKE, .key = (unsigned)number}, list, MATCHER_NAME, line,
                    error);
}

static bool parse_market(struct rules *rules, struct text_view name, struct text_view list,
                         const struct rules_line *line, struct error *error)
{
    name = text_trim(name);
    if (name.length == 0)
        return rules_bad_line(line, N_("a market needs a name"), name, error);
    long number = find_or_add_name(rules, &rules->markets, &rules->market_count, &rules->market_capacity, name);
    if (number < 0)
        return error_set_memory(error, line->path);
    return add_cues(rules, (struct rule_cue){.table = RULE_MARKET, .key = (unsigned)number}, list, MATCHER_NAME, line,
                    error);
}

static bool parse_models(struct rules *rules, struct text_view make, struct text_view list,
                         const struct rules_line *line, struct error *error)
{
    make = text_trim(make);
    size_t number = 0;
    while (number < rules->make_count && !text_view_equal(text_view_of(rules->makes[number]), make))
        number++;
    if (number == rules->make_count)
        return rules_bad_line(line, N_("there is no such make before this line"), make, error);
    while (list.length > 0) {
        struct text_view name = take_until(&list, ',');
        struct rule_cue cue = {.table = RULE_MODEL, .key = (unsigned)number};
        if (name.length > 0 && name.bytes[name.length - 1] == '?') {
            cue.weight = 1;
            name.length--;
        }
        if (name.length > 0 && !add_cue(rules, cue, name, MATCHER_NAME, line, error))
            return false;
    }
    return true;
}

static bool parse_variant(struct rules *rules, struct text_view head, struct text_view list,
                          const struct rules_line *line, struct error *error)
{
    (void)head;
    return add_cues(rules, (struct rule_cue){.table = RULE_VARIANT}, list, MATCHER_NAME, line, error);
}

static bool parse_not_name(struct rules *rules, struct text_view head, struct text_view list,
                           const struct rules_line *line, struct error *error)
{
    (void)head;
    return add_cues(rules, (struct rule_cue){.table = RULE_NOT_NAME}, list, MATCHER_NAME, line, error);
}

/* --- Removals ------------------------------------------------------------------------------ */

static const char synonym_word[] = "synonym";

static const char *find_table_word(struct text_view word)
{
    for (size_t i = 0; i < RULE_TABLE_COUNT; i++)
        if (text_view_equal(word, text_view_of(rules_table_words[i])))
            return rules_table_words[i];
    return text_view_equal(word, text_view_of(synonym_word)) ? synonym_word : NULL;
}

static bool parse_removals(struct rules *rules, struct text_view head, struct text_view list,
                           const struct rules_line *line, struct error *error)
{
    struct text_view word = take_word(&head);
    const char *table = find_table_word(word);
    if (!table)
        return rules_bad_line(line, N_("there is no such kind of rule"), word, error);
    while (list.length > 0) {
        struct text_view text = take_until(&list, ',');
        const char *copy = arena_copy(rules->arena, text);
        if (!copy ||
            !array_reserve(&rules->removals, rules->removal_count, &rules->removal_capacity, sizeof *rules->removals))
            return error_set_memory(error, line->path);
        if (text.length > 0)
            rules->removals[rules->removal_count++] = (struct rules_removal){table, copy, *line};
    }
    return true;
}

/* --- Lines --------------------------------------------------------------------------------- */

typedef bool parse_function(struct rules *rules, struct text_view head, struct text_view list,
                            const struct rules_line *line, struct error *error);

/* Lines that are not just cues of a kind. */
static const struct {
    const char *word;
    parse_function *parse;
    bool for_synonyms; /* what searching needs as well */
} special_lines[] = {
    {synonym_word, parse_synonyms, true}, {"remove", parse_removals, true}, {"make", parse_make, true},
    {"models", parse_models, false},      {"market", parse_market, false},  {"variant", parse_variant, false},
    {"not-name", parse_not_name, false},
};

bool rules_parse_line(struct rules *rules, struct text_view text, const struct rules_line *line, struct error *error)
{
    struct text_view head = take_until(&text, ':');
    struct text_view word = take_word(&head);
    for (size_t i = 0; i < sizeof special_lines / sizeof special_lines[0]; i++)
        if (text_view_equal(word, text_view_of(special_lines[i].word)))
            return (rules->only_synonyms && !special_lines[i].for_synonyms) ||
                   special_lines[i].parse(rules, head, text, line, error);
    if (rules->only_synonyms)
        return true;
    for (size_t i = 0; i < sizeof line_kinds / sizeof line_kinds[0]; i++)
        if (text_view_equal(word, text_view_of(rules_table_words[line_kinds[i].table])))
            return parse_cues(rules, &line_kinds[i], head, text, line, error);
    return rules_bad_line(line, N_("there is no such kind of rule"), word, error);
}
