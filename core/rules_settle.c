#include "core/phrases.h"
#include "core/rules_build.h"

#include <stdlib.h>
#include <string.h>

/*
 * A cue of the user's takes the place of every shipped one with the same words in the same table, whatever that
 * one stands for; a removal only takes away.
 */

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
    return text_view_compare(((const struct key *)left)->name, ((const struct key *)right)->name);
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
        if (entry->cue.is_own)
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
        if (!entry->cue.is_own)
            continue;
        if (!make_key(rules, rules_table_words[entry->cue.table], entry->cue.text, &name))
            return error_set_memory(error, entry->path);
        drop_entries(keys, count, name);
    }
    for (size_t i = 0; i < rules->removal_count; i++) {
        const struct rules_removal *removal = &rules->removals[i];
        if (removal->table == rules_synonym_word)
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
        any = rules->entries[i - 1].cue.is_own;
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
    static const char *const mistakes[] = {
        [MATCHER_NOTHING_TO_FIND] = N_("there is nothing to find in this cue"),
        [MATCHER_OPEN_BRACE] = N_("a brace is not closed"),
    };
    rules->cues = calloc(rules->entry_count + 1, sizeof *rules->cues);
    if (!rules->cues)
        return error_set_memory(error, "rules");
    for (size_t i = 0; i < rules->entry_count; i++) {
        const struct rules_entry *entry = &rules->entries[i];
        if (entry->is_dropped || entry->cue.table == RULE_COMPONENT)
            continue;
        enum matcher_result result = matcher_add(rules->matcher, text_view_of(entry->cue.text), entry->mode);
        if (result == MATCHER_NO_MEMORY)
            return error_set_memory(error, "rules");
        if (result != MATCHER_ADDED) {
            const struct rules_line line = {entry->path, entry->cue.file, entry->cue.line, entry->cue.is_own};
            rules_bad_line(&line, mistakes[result], text_view_of(entry->cue.text), error);
            if (!rules_excuse(rules, line.is_own, error))
                return false;
            continue;
        }
        rules->cues[rules->cue_count++] = entry->cue;
    }
    if (!compile_components(rules))
        return error_set_memory(error, "rules");
    free(rules->entries);
    rules->entries = NULL;
    rules->entry_count = 0;
    return (phrases_add(rules->matcher) && matcher_compile(rules->matcher)) || error_set_memory(error, "rules");
}

bool rules_settle_cues(struct rules *rules, struct error *error)
{
    return override_cues(rules, error) && compile_cues(rules, error);
}
