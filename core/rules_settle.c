#include "core/rules_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A cue of the user's takes the place of every shipped one with the same words in the same table, whatever that
 * one stands for; a removal only takes away. A synonym group of the user's does the same to each shipped group that
 * has one of its terms.
 */

static int compare_views(struct text_view a, struct text_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* --- Cues ---------------------------------------------------------------------------------- */

/* The table's word and the cue in base form; the same for cues that find the same. */
struct key {
    struct text_view name;
    struct rules_entry *entry;
};

static bool make_key(struct rules *rules, const char *table, const char *text, struct text_view *name)
{
    struct folded folded = {0};
    bool good = text_fold(text_view_of(text), FOLD_BASE, &folded);
    const char *copy =
        good ? arena_format(rules->arena, "%s:%.*s", table, (int)folded.text.length, folded.text.bytes) : NULL;
    *name = text_view_of(copy);
    folded_free(&folded);
    return copy != NULL;
}

static int compare_keys(const void *left, const void *right)
{
    return compare_views(((const struct key *)left)->name, ((const struct key *)right)->name);
}

/* Drops the shipped entries of this name; how many there are. */
static size_t drop_entries(struct key *keys, size_t count, struct text_view name)
{
    const struct key wanted = {.name = name};
    struct key *found = count ? bsearch(&wanted, keys, count, sizeof wanted, compare_keys) : NULL;
    if (!found)
        return 0;
    while (found > keys && compare_keys(found - 1, &wanted) == 0)
        found--;
    size_t dropped = 0;
    for (; found < keys + count && compare_keys(found, &wanted) == 0; found++) {
        found->entry->is_dropped = true;
        dropped++;
    }
    return dropped;
}

static bool gather_keys(struct rules *rules, struct key *keys, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < rules->entry_count; i++) {
        struct rules_entry *entry = &rules->entries[i];
        if (entry->is_own)
            continue;
        keys[*count].entry = entry;
        if (!make_key(rules, rules_table_words[entry->cue.table], entry->cue.text, &keys[(*count)++].name))
            return false;
    }
    qsort(keys, *count, sizeof *keys, compare_keys);
    return true;
}

static bool drop_overridden(struct rules *rules, struct key *keys, size_t count, struct error *error)
{
    struct text_view name;
    for (size_t i = 0; i < rules->entry_count; i++) {
        const struct rules_entry *entry = &rules->entries[i];
        if (!entry->is_own)
            continue;
        if (!make_key(rules, rules_table_words[entry->cue.table], entry->cue.text, &name))
            return error_set_memory(error, entry->path);
        drop_entries(keys, count, name);
    }
    for (size_t i = 0; i < rules->removal_count; i++) {
        const struct rules_removal *removal = &rules->removals[i];
        if (strcmp(removal->table, "synonym") == 0)
            continue;
        if (!make_key(rules, removal->table, removal->text, &name))
            return error_set_memory(error, removal->line.path);
        if (drop_entries(keys, count, name) == 0 &&
            !rules_bad_line(&removal->line, N_("there is no such cue to remove"), text_view_of(removal->text), error) &&
            !rules_excuse(rules, removal->line.is_own, error))
            return false;
    }
    return true;
}

static bool override_cues(struct rules *rules, struct error *error)
{
    bool any = rules->removal_count > 0;
    for (size_t i = rules->entry_count; i > 0 && !any; i--)
        any = rules->entries[i - 1].is_own;
    if (!any)
        return true;
    struct key *keys = calloc(rules->entry_count + 1, sizeof *keys);
    size_t count;
    bool good = keys && gather_keys(rules, keys, &count) ? drop_overridden(rules, keys, count, error)
                                                         : error_set_memory(error, "rules");
    free(keys);
    return good;
}

/* Labels are compared, not looked for: in base form behind all that the matcher has. */
static bool compile_components(struct rules *rules)
{
    struct folded folded = {0};
    bool good = true;
    rules->component_first = rules->cue_count;
    for (size_t i = 0; i < rules->entry_count && good; i++) {
        struct rule_cue cue = rules->entries[i].cue;
        if (rules->entries[i].is_dropped || cue.table != RULE_COMPONENT)
            continue;
        good = text_fold(text_view_of(cue.text), FOLD_BASE, &folded) &&
               (cue.text = arena_copy(rules->arena, buffer_view(&folded.text))) != NULL;
        rules->cues[rules->cue_count++] = cue;
    }
    folded_free(&folded);
    return good;
}

static bool compile_cues(struct rules *rules, struct error *error)
{
    rules->cues = calloc(rules->entry_count + 1, sizeof *rules->cues);
    if (!rules->cues)
        return error_set_memory(error, "rules");
    for (size_t i = 0; i < rules->entry_count; i++) {
        const struct rules_entry *entry = &rules->entries[i];
        if (entry->is_dropped || entry->cue.table == RULE_COMPONENT)
            continue;
        long number = matcher_add(rules->matcher, text_view_of(entry->cue.text), entry->mode);
        const struct rules_line line = {entry->path, entry->cue.file, entry->cue.line, entry->is_own};
        if (number == -2 || number == -3) {
            rules_bad_line(&line,
                           number == -2 ? N_("there is nothing to find in this cue") : N_("a brace is not closed"),
                           text_view_of(entry->cue.text), error);
            if (!rules_excuse(rules, line.is_own, error))
                return false;
            continue;
        }
        if (number < 0)
            return error_set_memory(error, "rules");
        rules->cues[rules->cue_count++] = entry->cue;
    }
    if (!compile_components(rules))
        return error_set_memory(error, "rules");
    free(rules->entries);
    rules->entries = NULL;
    rules->entry_count = 0;
    return matcher_compile(rules->matcher) || error_set_memory(error, "rules");
}

/* --- Synonyms ------------------------------------------------------------------------------ */

static int compare_terms(const void *left, const void *right)
{
    const struct rules_term *a = left, *b = right;
    int order = compare_views(a->folded, b->folded);
    return order ? order : (a->group > b->group) - (a->group < b->group);
}

static bool drop_groups(const struct rules *rules, struct text_view folded, bool *dropped)
{
    bool any = false;
    for (size_t i = 0; i < rules->term_count; i++)
        if (rules->terms[i].group < rules->shipped_group_count && compare_views(rules->terms[i].folded, folded) == 0)
            any = dropped[rules->terms[i].group] = true;
    return any;
}

static bool drop_removed_groups(struct rules *rules, bool *dropped, struct error *error)
{
    for (size_t i = 0; i < rules->removal_count; i++) {
        const struct rules_removal *removal = &rules->removals[i];
        if (strcmp(removal->table, "synonym") != 0)
            continue;
        struct folded folded = {0};
        bool good = text_fold(text_view_of(removal->text), FOLD_BASE, &folded)
                        ? drop_groups(rules, buffer_view(&folded.text), dropped) ||
                              rules_bad_line(&removal->line, N_("there is no such synonym to remove"),
                                             text_view_of(removal->text), error)
                        : error_set_memory(error, removal->line.path);
        folded_free(&folded);
        if (!good && !rules_excuse(rules, removal->line.is_own, error))
            return false;
    }
    return true;
}

static bool settle_synonyms(struct rules *rules, struct error *error)
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
        if (distinct == 0 || compare_views(rules->terms[distinct - 1].folded, rules->terms[i].folded) != 0)
            rules->terms[distinct++] = rules->terms[i];
    rules->term_count = distinct;
    return good;
}

struct rules_group rules_synonyms(const struct rules *rules, struct text_view folded_term)
{
    size_t low = 0, high = rules->term_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_views(rules->terms[middle].folded, folded_term);
        if (order == 0)
            return rules->groups[rules->terms[middle].group];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct rules_group){0};
}

struct rules_group rules_names(const struct rules *rules, const char *field, struct text_view name)
{
    struct buffer key = {0};
    rules_append_name_key(field, name, &key);
    struct rules_group group = key.failed ? (struct rules_group){0} : rules_synonyms(rules, buffer_view(&key));
    buffer_free(&key);
    return group;
}

const char *rules_main_name(const struct rules *rules, const char *field, const char *written)
{
    struct rules_group names =
        rules && written ? rules_names(rules, field, text_view_of(written)) : (struct rules_group){0};
    return names.count > 0 ? names.terms[0].bytes : written;
}

bool rules_settle(struct rules *rules, struct error *error)
{
    if (!settle_synonyms(rules, error))
        return false;
    return rules->only_synonyms || (override_cues(rules, error) && compile_cues(rules, error));
}
