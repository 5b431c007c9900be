#include "core/rules_internal.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/recall.h"
#include "core/text.h"

struct group_term {
    struct text_view folded;
    uint32_t group;
};

struct rules {
    struct arena *arena;
    struct matcher *matcher;
    struct rule_cue *cues;
    size_t cue_count, cue_capacity;
    const char **makes;
    size_t make_count, make_capacity;
    struct rules_group *groups;
    size_t group_count, group_capacity;
    struct group_term *terms; /* sorted by folded form */
    size_t term_count, term_capacity;
    bool only_synonyms; /* for searching: nothing else is compiled */
    struct hash_state fingerprint;
    uint64_t fingerprint_value;
};

/* Where a line stands, for messages. */
struct line {
    const char *path;
    const char *file;
    unsigned number;
};

static bool bad_line(const struct line *line, const char *why, struct text_view subject, struct error *error)
{
    char place[240];
    snprintf(place, sizeof place, "%s:%u", line->path, line->number);
    error_set_texts(error, ERROR_INPUT, place, why, NULL);
    return subject.length > 0 ? error_add_detail(error, "%.*s", (int)subject.length, subject.bytes) : false;
}

/* --- Cues ---------------------------------------------------------------------------------- */

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
                    const struct line *line, struct error *error)
{
    long number = matcher_add(rules->matcher, written, mode);
    if (number == -2)
        return bad_line(line, N_("there is nothing to find in this cue"), written, error);
    cue.text = arena_copy(rules->arena, written);
    cue.file = line->file;
    cue.line = line->number;
    if (number < 0 || !cue.text ||
        !array_reserve(&rules->cues, rules->cue_count, &rules->cue_capacity, sizeof *rules->cues))
        return error_set_memory(error, line->path);
    rules->cues[rules->cue_count++] = cue;
    return true;
}

static bool add_cues(struct rules *rules, struct rule_cue cue, struct text_view list, enum matcher_mode mode,
                     const struct line *line, struct error *error)
{
    while (list.length > 0) {
        struct text_view written = take_until(&list, ',');
        if (written.length > 0 && !add_cue(rules, cue, written, mode, line, error))
            return false;
    }
    return true;
}

/* --- Kinds of lines ------------------------------------------------------------------------ */

struct line_kind {
    const char *word;
    enum rule_table table;
    const struct kind_name *keys; /* NULL: no key stands in the line */
    size_t key_count;
    bool has_weight;
};

static const struct line_kind line_kinds[] = {
    {"category", RULE_CATEGORY, category_names, CATEGORY_COUNT, true},
    {"hazard", RULE_HAZARD, hazard_names, HAZARD_COUNT, false},
    {"not-hazard", RULE_NOT_HAZARD, NULL, 0, false},
    {"remedy", RULE_REMEDY, remedy_names, REMEDY_COUNT, false},
    {"note", RULE_NOTE, NULL, 0, true},
};

static bool parse_cues(struct rules *rules, const struct line_kind *kind, struct text_view head, struct text_view list,
                       const struct line *line, struct error *error)
{
    struct rule_cue cue = {.table = kind->table};
    if (kind->keys) {
        struct text_view key = take_word(&head);
        cue.key = (unsigned)kind_find(kind->keys, kind->key_count, key);
        if (cue.key == kind->key_count)
            return bad_line(line, N_("there is no such key"), key, error);
    }
    if (kind->has_weight) {
        struct text_view weight = take_word(&head);
        char digits[8] = "", *end;
        if (weight.length > 0 && weight.length < sizeof digits)
            memcpy(digits, weight.bytes, weight.length);
        cue.weight = (int)strtol(digits, &end, 10);
        if (end == digits || *end)
            return bad_line(line, N_("the weight is no number"), weight, error);
    }
    struct text_view language = take_word(&head);
    bool english = text_view_equal(language, TEXT_VIEW("en"));
    if (!english && !text_view_equal(language, TEXT_VIEW("de")))
        return bad_line(line, N_("the language is neither de nor en"), language, error);
    return add_cues(rules, cue, list, english ? MATCHER_WORD : MATCHER_STEM, line, error);
}

static bool parse_make(struct rules *rules, struct text_view name, struct text_view list, const struct line *line,
                       struct error *error)
{
    name = text_trim(name);
    if (name.length == 0)
        return bad_line(line, N_("a make needs a name"), name, error);
    const char *copy = arena_copy(rules->arena, name);
    if (!copy || !array_reserve(&rules->makes, rules->make_count, &rules->make_capacity, sizeof *rules->makes))
        return error_set_memory(error, line->path);
    struct rule_cue cue = {.table = RULE_MAKE, .key = (unsigned)rules->make_count};
    rules->makes[rules->make_count++] = copy;
    return add_cues(rules, cue, list, MATCHER_NAME, line, error);
}

static bool parse_models(struct rules *rules, struct text_view make, struct text_view list, const struct line *line,
                         struct error *error)
{
    make = text_trim(make);
    size_t number = 0;
    while (number < rules->make_count && !text_view_equal(text_view_of(rules->makes[number]), make))
        number++;
    if (number == rules->make_count)
        return bad_line(line, N_("there is no such make before this line"), make, error);
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

static bool add_term(struct rules *rules, struct text_view term, const struct line *line, struct error *error)
{
    struct folded folded = {0};
    bool good = text_fold(term, FOLD_BASE, &folded) &&
                array_reserve(&rules->terms, rules->term_count, &rules->term_capacity, sizeof *rules->terms);
    const char *copy = good ? arena_copy(rules->arena, buffer_view(&folded.text)) : NULL;
    if (copy)
        rules->terms[rules->term_count++] =
            (struct group_term){{copy, folded.text.length}, (uint32_t)rules->group_count};
    folded_free(&folded);
    return copy || error_set_memory(error, line->path);
}

static bool parse_synonyms(struct rules *rules, struct text_view list, const struct line *line, struct error *error)
{
    size_t most = 1;
    for (size_t i = 0; i < list.length; i++)
        most += list.bytes[i] == ',';
    struct text_view *terms = arena_allocate_array(rules->arena, most, sizeof *terms);
    if (!terms || !array_reserve(&rules->groups, rules->group_count, &rules->group_capacity, sizeof *rules->groups))
        return error_set_memory(error, line->path);
    size_t count = 0;
    while (list.length > 0) {
        struct text_view term = take_until(&list, ',');
        if (term.length == 0)
            continue;
        terms[count] = (struct text_view){arena_copy(rules->arena, term), term.length};
        if (!terms[count].bytes || !add_term(rules, term, line, error))
            return error_set_memory(error, line->path);
        count++;
    }
    rules->groups[rules->group_count++] = (struct rules_group){terms, count};
    return true;
}

static bool parse_line(struct rules *rules, struct text_view text, const struct line *line, struct error *error)
{
    struct text_view head = take_until(&text, ':');
    struct text_view word = take_word(&head);
    if (text_view_equal(word, TEXT_VIEW("synonym")))
        return parse_synonyms(rules, text, line, error);
    if (rules->only_synonyms)
        return true;
    if (text_view_equal(word, TEXT_VIEW("make")))
        return parse_make(rules, head, text, line, error);
    if (text_view_equal(word, TEXT_VIEW("models")))
        return parse_models(rules, head, text, line, error);
    if (text_view_equal(word, TEXT_VIEW("variant")))
        return add_cues(rules, (struct rule_cue){.table = RULE_VARIANT}, text, MATCHER_NAME, line, error);
    if (text_view_equal(word, TEXT_VIEW("not-name")))
        return add_cues(rules, (struct rule_cue){.table = RULE_NOT_NAME}, text, MATCHER_NAME, line, error);
    for (size_t i = 0; i < sizeof line_kinds / sizeof line_kinds[0]; i++)
        if (text_view_equal(word, text_view_of(line_kinds[i].word)))
            return parse_cues(rules, &line_kinds[i], head, text, line, error);
    return bad_line(line, N_("there is no such kind of rule"), word, error);
}

/* --- Files --------------------------------------------------------------------------------- */

static bool load_file(struct rules *rules, const char *directory, const char *name, struct error *error)
{
    struct line line = {.path = arena_format(rules->arena, "%s/%s", directory, name),
                        .file = arena_copy(rules->arena, text_view_of(name))};
    if (!line.path || !line.file)
        return error_set_memory(error, directory);
    FILE *file = fopen(line.path, "re");
    if (!file)
        return error_set_system(error, ERROR_INPUT, line.path, N_("can't be read"), errno);
    char *bytes = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool good = true;
    while (good && (length = getline(&bytes, &capacity, file)) >= 0) {
        struct text_view text = text_trim((struct text_view){bytes, (size_t)length});
        line.number++;
        hash_add(&rules->fingerprint, text.bytes, text.length);
        hash_add(&rules->fingerprint, "\n", 1);
        if (text.length > 0 && text.bytes[0] != '#')
            good = text_is_utf8(text)
                       ? parse_line(rules, text, &line, error)
                       : bad_line(&line, N_("the line is not in UTF-8"), (struct text_view){"", 0}, error);
    }
    free(bytes);
    fclose(file);
    return good;
}

static int is_rules_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 6 && entry->d_name[0] != '.' && strcmp(entry->d_name + length - 6, ".rules") == 0;
}

/* In order of their names, so that everything that follows from the rules is the same everywhere. */
static bool load_directory(struct rules *rules, const char *directory, bool may_be_missing, struct error *error)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_rules_file, alphasort);
    if (count < 0) {
        if (may_be_missing && errno == ENOENT)
            return true;
        return error_set_system(error, ERROR_INPUT, directory, N_("the rules can't be read"), errno);
    }
    bool good = true;
    for (int i = 0; i < count; i++) {
        good = good && load_file(rules, directory, entries[i]->d_name, error);
        free(entries[i]);
    }
    free(entries);
    if (good && count == 0 && !may_be_missing)
        return error_set(error, ERROR_INPUT, directory, "there are no rules in this directory");
    return good;
}

static int compare_views(struct text_view a, struct text_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_terms(const void *left, const void *right)
{
    return compare_views(((const struct group_term *)left)->folded, ((const struct group_term *)right)->folded);
}

static bool load(const char *directory, const char *user_directory, bool only_synonyms, struct rules **result,
                 struct error *error)
{
    *result = NULL;
    struct rules *rules = calloc(1, sizeof *rules);
    if (!rules)
        return error_set_memory(error, directory);
    rules->only_synonyms = only_synonyms;
    hash_begin(&rules->fingerprint, 0);
    rules->arena = arena_new();
    rules->matcher = matcher_new();
    bool good = rules->arena && rules->matcher ? true : error_set_memory(error, directory);
    good = good && load_directory(rules, directory, false, error) &&
           (!user_directory || load_directory(rules, user_directory, true, error));
    if (good && !matcher_compile(rules->matcher))
        good = error_set_memory(error, directory);
    if (!good) {
        rules_free(rules);
        return false;
    }
    if (rules->term_count > 0)
        qsort(rules->terms, rules->term_count, sizeof *rules->terms, compare_terms);
    rules->fingerprint_value = hash_end64(&rules->fingerprint);
    *result = rules;
    return true;
}

bool rules_load(const char *directory, const char *user_directory, struct rules **rules, struct error *error)
{
    return load(directory, user_directory, false, rules, error);
}

bool rules_load_synonyms(const char *directory, const char *user_directory, struct rules **rules, struct error *error)
{
    return load(directory, user_directory, true, rules, error);
}

void rules_free(struct rules *rules)
{
    if (!rules)
        return;
    matcher_free(rules->matcher);
    arena_free(rules->arena);
    free(rules->cues);
    free(rules->makes);
    free(rules->groups);
    free(rules->terms);
    free(rules);
}

uint64_t rules_fingerprint(const struct rules *rules)
{
    return rules->fingerprint_value;
}

struct rules_group rules_synonyms(const struct rules *rules, struct text_view folded_term)
{
    const struct group_term key = {.folded = folded_term};
    const struct group_term *found =
        rules->term_count ? bsearch(&key, rules->terms, rules->term_count, sizeof key, compare_terms) : NULL;
    return found ? rules->groups[found->group] : (struct rules_group){0};
}

size_t rules_cue_count(const struct rules *rules)
{
    return rules->cue_count;
}

const struct rule_cue *rules_cue(const struct rules *rules, size_t number)
{
    return &rules->cues[number];
}

const struct matcher *rules_matcher(const struct rules *rules)
{
    return rules->matcher;
}

size_t rules_make_count(const struct rules *rules)
{
    return rules->make_count;
}

const char *rules_make(const struct rules *rules, size_t number)
{
    return rules->makes[number];
}
