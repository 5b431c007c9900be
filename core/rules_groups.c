/* Words that stand for each other: the groups of synonyms, and the names of a make or market. */

#include <stdlib.h>
#include <string.h>

#include "core/rules_build.h"

/* --- Gathering ------------------------------------------------------------------------------- */

static void append_name_key(const char *field, struct text_view name, struct buffer *key)
{
    buffer_append_format(key, "%s:", field);
    text_append_name_key(name, key);
}

/* By what the term is found: among the names of a field, or as a word of a query (field NULL). */
static bool append_term_key(const char *field, struct text_view term, struct buffer *key)
{
    struct folded folded = {0};
    if (field)
        append_name_key(field, term, key);
    else if (text_fold(term, FOLD_BASE, &folded))
        buffer_append_view(key, fold_trim_punctuation(buffer_view(&folded.text)));
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
    const char *copy = good ? arena_keep(rules->arena, &key) : NULL;
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

bool rules_add_group(struct rules *rules, const char *field, struct text_view list, const struct rules_line *line,
                     struct error *error)
{
    size_t group = rules->group_count;
    struct text_view term;
    if (!add_group(rules, line, error))
        return false;
    if (!make_room(rules, group, list))
        return error_set_memory(error, line->path);
    while (rules_next_item(&list, &term))
        if (!add_to_group(rules, field, group, term, line, error))
            return false;
    return true;
}

/* The group that has the name; group_count: none has. */
static size_t find_group(const struct rules *rules, const char *field, struct text_view name)
{
    struct buffer key = {0};
    append_name_key(field, name, &key);
    size_t term = 0;
    while (term < rules->term_count && !text_view_equal(rules->terms[term].folded, buffer_view(&key)))
        term++;
    buffer_free(&key);
    return term < rules->term_count ? rules->terms[term].group : rules->group_count;
}

bool rules_add_names(struct rules *rules, const char *field, struct text_view main, struct text_view list,
                     const struct rules_line *line, struct error *error)
{
    size_t group = find_group(rules, field, main);
    bool is_new = group == rules->group_count;
    struct text_view name;
    if (is_new && !add_group(rules, line, error))
        return false;
    if (!make_room(rules, group, list))
        return error_set_memory(error, line->path);
    if (is_new && !add_to_group(rules, field, group, main, line, error))
        return false;
    while (rules_next_item(&list, &name))
        if (find_group(rules, field, name) != group && !add_to_group(rules, field, group, name, line, error))
            return false;
    return true;
}

/* --- Settling -------------------------------------------------------------------------------- */

/* A group of the user's takes the place of each shipped group that has one of its terms. */

static int compare_terms(const void *left, const void *right)
{
    const struct rules_term *a = left, *b = right;
    int order = text_view_compare(a->folded, b->folded);
    return order ? order : (a->group > b->group) - (a->group < b->group);
}

static bool drop_groups(const struct rules *rules, struct text_view folded, bool *dropped)
{
    bool any = false;
    for (size_t i = 0; i < rules->term_count; i++)
        if (rules->terms[i].group < rules->shipped_group_count &&
            text_view_compare(rules->terms[i].folded, folded) == 0)
            any = dropped[rules->terms[i].group] = true;
    return any;
}

static bool drop_removed_groups(struct rules *rules, bool *dropped, struct error *error)
{
    for (size_t i = 0; i < rules->removal_count; i++) {
        const struct rules_removal *removal = &rules->removals[i];
        if (removal->table != rules_synonym_word)
            continue;
        struct folded folded = {0};
        bool good = text_fold(text_view_of(removal->text), FOLD_BASE, &folded)
                        ? drop_groups(rules, fold_trim_punctuation(buffer_view(&folded.text)), dropped) ||
                              rules_bad_line(&removal->line, N_("there is no such synonym to remove"),
                                             text_view_of(removal->text), error)
                        : error_set_memory(error, removal->line.path);
        folded_free(&folded);
        if (!good && !rules_excuse(rules, removal->line.is_own, error))
            return false;
    }
    return true;
}

bool rules_settle_groups(struct rules *rules, struct error *error)
{
    bool *dropped = calloc(rules->group_count + 1, sizeof *dropped);
    if (!dropped)
        return error_set_memory(error, "rules");
    for (size_t i = 0; i < rules->term_count; i++)
        if (rules->terms[i].group >= rules->shipped_group_count)
            drop_groups(rules, rules->terms[i].folded, dropped);
    bool good = drop_removed_groups(rules, dropped, error);
    size_t kept = 0;
    for (size_t i = 0; i < rules->term_count; i++)
        if (!dropped[rules->terms[i].group])
            rules->terms[kept++] = rules->terms[i];
    rules->term_count = kept;
    free(dropped);
    if (kept > 0)
        qsort(rules->terms, kept, sizeof *rules->terms, compare_terms);
    size_t distinct = 0;
    for (size_t i = 0; i < kept; i++)
        if (distinct == 0 || compare_terms(&rules->terms[distinct - 1], &rules->terms[i]) != 0)
            rules->terms[distinct++] = rules->terms[i];
    rules->term_count = distinct;
    return good;
}

/* --- Looking up ------------------------------------------------------------------------------ */

struct rules_group rules_synonyms(const struct rules *rules, struct text_view folded_term, size_t number)
{
    size_t low = 0, high = rules->term_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text_view_compare(rules->terms[middle].folded, folded_term) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    low += number;
    return low < rules->term_count && text_view_equal(rules->terms[low].folded, folded_term)
               ? rules->groups[rules->terms[low].group]
               : (struct rules_group){0};
}

struct rules_group rules_names(const struct rules *rules, const char *field, struct text_view name)
{
    struct buffer key = {0};
    append_name_key(field, name, &key);
    struct rules_group group = key.failed ? (struct rules_group){0} : rules_synonyms(rules, buffer_view(&key), 0);
    buffer_free(&key);
    return group;
}

const char *rules_main_name(const struct rules *rules, const char *field, const char *written)
{
    struct rules_group names =
        rules && written ? rules_names(rules, field, text_view_of(written)) : (struct rules_group){0};
    return names.count > 0 ? names.terms[0].bytes : written;
}
