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
    [RULE_CONDITION] = "condition", [RULE_COMPONENT] = "component", [RULE_SYSTEM] = "system",
    [RULE_FAILING] = "failing",
};

const char rules_synonym_word[] = "synonym";

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

/* What stands before the end mark, or all of it; the mark is taken too. */
static struct text_view take_until(struct text_view *rest, char end)
{
    const char *found = memchr(rest->bytes, end, rest->length);
    struct text_view part = {rest->bytes, found ? (size_t)(found - rest->bytes) : rest->length};
    size_t skip = part.length + (found ? 1 : 0);
    rest->bytes += skip;
    rest->length -= skip;
    return text_trim(part);
}

bool rules_next_item(struct text_view *list, struct text_view *item)
{
    *item = (struct text_view){"", 0};
    while (list->length > 0 && item->length == 0)
        *item = take_until(list, ',');
    return item->length > 0;
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
    rules->entries[rules->entry_count++] = (struct rules_entry){.cue = cue, .mode = mode, .path = line->path};
    return true;
}

static bool add_cues(struct rules *rules, struct rule_cue cue, struct text_view list, enum matcher_mode mode,
                     const struct rules_line *line, struct error *error)
{
    struct text_view written;
    while (rules_next_item(&list, &written))
        if (!add_cue(rules, cue, written, mode, line, error))
            return false;
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

static const struct kind_name failing_keys[FAILING_COUNT] = {
    [FAILING_BEHIND] = {.key = "behind"},
    [FAILING_BEFORE] = {.key = "before"},
};

/* What a line of costs says; none: that its words are about something else. */
static const struct kind_name cost_keys[COST_COUNT] = {
    [COST_UNKNOWN] = {.key = "none"},
    [COST_FREE] = {.key = "free"},
    [COST_PARTLY] = {.key = "partly"},
    [COST_PAID] = {.key = "paid"},
};

/* What stands before the colon of a line of cues, behind its first word. */
struct line_kind {
    enum rule_table table;
    const struct kind_name *keys; /* NULL: no key */
    size_t key_count;
    bool takes_any; /* "any" in the place of a key stands for every one */
    bool has_weight;
    bool are_names; /* of no language */
};

static const struct line_kind line_kinds[] = {
    {.table = RULE_CATEGORY, .keys = category_names, .key_count = CATEGORY_COUNT, .has_weight = true},
    {.table = RULE_HAZARD, .keys = hazard_names, .key_count = HAZARD_COUNT},
    {.table = RULE_NOT_HAZARD, .keys = hazard_names, .key_count = HAZARD_COUNT, .takes_any = true},
    {.table = RULE_SYSTEM, .keys = hazard_names, .key_count = HAZARD_COUNT},
    {.table = RULE_FAILING, .keys = failing_keys, .key_count = FAILING_COUNT},
    {.table = RULE_REMEDY, .keys = remedy_names, .key_count = REMEDY_COUNT},
    {.table = RULE_NOT_REMEDY, .keys = remedy_names, .key_count = REMEDY_COUNT, .takes_any = true},
    {.table = RULE_NOTE, .has_weight = true},
    {.table = RULE_ZONE, .keys = zone_keys, .key_count = ZONE_COUNT},
    {.table = RULE_LABEL, .keys = zone_keys, .key_count = ZONE_COUNT},
    {.table = RULE_TURN, .keys = turn_keys, .key_count = TURN_COUNT},
    {.table = RULE_COST, .keys = cost_keys, .key_count = COST_COUNT},
    {.table = RULE_CONDITION},
    {.table = RULE_COMPONENT, .keys = category_names, .key_count = CATEGORY_COUNT},
    {.table = RULE_VARIANT, .are_names = true},
    {.table = RULE_NOT_NAME, .are_names = true},
};

static bool parse_cues(struct rules *rules, const struct line_kind *kind, struct text_view head, struct text_view list,
                       const struct rules_line *line, struct error *error)
{
    struct rule_cue cue = {.table = kind->table};
    if (kind->keys) {
        struct text_view key = take_word(&head);
        cue.key = (unsigned)kind_find(kind->keys, kind->key_count, key);
        bool is_any = kind->takes_any && text_view_equal(key, TEXT_VIEW("any"));
        if (cue.key == kind->key_count && !is_any)
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
    if (kind->are_names)
        return add_cues(rules, cue, list, MATCHER_NAME, line, error);
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
    if (!rules_add_names(rules, "make", name, list, line, error))
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
    struct text_view name;
    while (rules_next_item(&list, &name)) {
        struct rule_cue cue = {.table = RULE_MODEL, .key = (unsigned)number};
        if (name.bytes[name.length - 1] == '?') {
            cue.weight = 1;
            name.length--;
        }
        if (name.length > 0 && !add_cue(rules, cue, name, MATCHER_NAME, line, error))
            return false;
    }
    return true;
}

static bool parse_synonyms(struct rules *rules, struct text_view head, struct text_view list,
                           const struct rules_line *line, struct error *error)
{
    struct text_view word = take_word(&head);
    bool is_market = text_view_equal(word, TEXT_VIEW("market"));
    if (word.length > 0 && !is_market)
        return rules_bad_line(line, N_("there is no such key"), word, error);
    return rules_add_group(rules, is_market ? "market" : NULL, list, line, error);
}

/* --- Removals ------------------------------------------------------------------------------ */

static const char *find_table_word(struct text_view word)
{
    for (size_t i = 0; i < RULE_TABLE_COUNT; i++)
        if (text_view_equal(word, text_view_of(rules_table_words[i])))
            return rules_table_words[i];
    return text_view_equal(word, text_view_of(rules_synonym_word)) ? rules_synonym_word : NULL;
}

static bool parse_removals(struct rules *rules, struct text_view head, struct text_view list,
                           const struct rules_line *line, struct error *error)
{
    struct text_view word = take_word(&head);
    const char *table = find_table_word(word);
    if (!table)
        return rules_bad_line(line, N_("there is no such kind of rule"), word, error);
    struct text_view text;
    while (rules_next_item(&list, &text)) {
        const char *copy = arena_copy(rules->arena, text);
        if (!copy ||
            !array_reserve(&rules->removals, rules->removal_count, &rules->removal_capacity, sizeof *rules->removals))
            return error_set_memory(error, line->path);
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
    {rules_synonym_word, parse_synonyms, true},
    {"remove", parse_removals, true},
    {"make", parse_make, true},
    {"models", parse_models, false},
    {"market", parse_market, false},
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
