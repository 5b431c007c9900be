#include "core/rules_build.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_MISTAKES = 16 };

bool rules_excuse(struct rules *rules, bool is_own, struct error *error)
{
    if (!is_own || !error || error->kind != ERROR_INPUT)
        return false;
    error_set_way_out(error, "it is left out, the rest is used");
    if (rules->mistake_count < MOST_MISTAKES &&
        array_reserve(&rules->mistakes, rules->mistake_count, &rules->mistake_capacity, sizeof *rules->mistakes))
        rules->mistakes[rules->mistake_count++] = *error;
    *error = (struct error){0};
    return true;
}

/* A pipe among the files must not let the program wait for ever. */
static FILE *open_file(const char *path, struct error *error)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        error_set_system(error, ERROR_INPUT, path, N_("can't be read"), errno);
    } else if (!S_ISREG(status.st_mode)) {
        error_set(error, ERROR_INPUT, path, "is no file with rules in it");
    } else {
        FILE *file = fdopen(descriptor, "r");
        if (file)
            return file;
        error_set_memory(error, path);
    }
    if (descriptor >= 0)
        close(descriptor);
    return NULL;
}

static bool load_file(struct rules *rules, const char *directory, const char *name, bool is_own, struct error *error)
{
    struct rules_line line = {.path = arena_format(rules->arena, "%s/%s", directory, name),
                              .file = arena_copy(rules->arena, text_view_of(name)),
                              .is_own = is_own};
    if (!line.path || !line.file)
        return error_set_memory(error, directory);
    FILE *file = open_file(line.path, error);
    if (!file)
        return rules_excuse(rules, is_own, error);
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
                       ? rules_parse_line(rules, text, &line, error)
                       : rules_bad_line(&line, N_("the line is not in UTF-8"), (struct text_view){"", 0}, error);
        good = good || rules_excuse(rules, is_own, error);
    }
    if (good && !feof(file)) {
        error_set_system(error, ERROR_INPUT, line.path, N_("can't be read"), errno);
        good = rules_excuse(rules, is_own, error);
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

/* By bytes: alphasort() follows the locale. */
static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* In order of their names, so that everything that follows from the rules is the same everywhere. */
static bool load_directory(struct rules *rules, const char *directory, bool is_own, struct error *error)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_rules_file, compare_names);
    if (count < 0) {
        if (is_own && (errno == ENOENT || errno == ENOTDIR))
            return true;
        return error_set_system(error, ERROR_INPUT, directory, N_("the rules can't be read"), errno);
    }
    bool good = true;
    for (int i = 0; i < count; i++) {
        good = good && load_file(rules, directory, entries[i]->d_name, is_own, error);
        free(entries[i]);
    }
    free(entries);
    if (good && count == 0 && !is_own)
        return error_set(error, ERROR_INPUT, directory, "there are no rules in this directory");
    return good;
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
           (!user_directory || load_directory(rules, user_directory, true, error)) &&
           rules_settle_groups(rules, error) && (only_synonyms || rules_settle_cues(rules, error));
    if (!good) {
        rules_free(rules);
        return false;
    }
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
    free(rules->entries);
    free(rules->removals);
    free(rules->cues);
    free(rules->makes);
    free(rules->markets);
    free(rules->groups);
    free(rules->terms);
    free(rules->mistakes);
    free(rules);
}

size_t rules_mistake_count(const struct rules *rules)
{
    return rules->mistake_count;
}

const struct error *rules_mistake(const struct rules *rules, size_t number)
{
    return &rules->mistakes[number];
}

uint64_t rules_fingerprint(const struct rules *rules)
{
    return rules->fingerprint_value;
}

size_t rules_cue_count(const struct rules *rules)
{
    return rules->cue_count;
}

size_t rules_first_component(const struct rules *rules)
{
    return rules->component_first;
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

const char *rules_market(const struct rules *rules, size_t number)
{
    return rules->markets[number];
}
