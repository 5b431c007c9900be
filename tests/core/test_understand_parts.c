#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/understand.h"

/* Short sentences about every part of tests/data/parts.txt: the category is that of the part's system. */

static struct rules *rules;
static int wrong;

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    return rules_load(SRCDIR "/data/rules", NULL, &rules, &error) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    rules_free(rules);
    return 0;
}

static void check_sentence(const char *sentence, enum category expected)
{
    struct arena *arena = arena_new();
    struct recall recall = {
        .text = text_view_of(sentence), .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct error error = {0};
    assert_non_null(arena);
    assert_true(understand_recall(rules, &recall, arena, &error));
    if (recall.categories[0] != expected) {
        print_error("%s: %s, not %s\n", sentence, category_names[recall.categories[0]].key,
                    category_names[expected].key);
        wrong++;
    }
    arena_free(arena);
}

static void check_part(const char *part, bool is_german, enum category expected)
{
    static const char *const german[] = {
        "%s kann brechen.", "Der Hersteller ruft Wagen zurück, weil eine mangelhafte %s ausfallen kann.", NULL};
    static const char *const english[] = {
        "The %s may fail.", "On certain vehicles, the %s was improperly installed. Dealers will replace it.", NULL};
    for (const char *const *frame = is_german ? german : english; *frame; frame++) {
        const char *gap = strstr(*frame, "%s");
        char sentence[300];
        snprintf(sentence, sizeof sentence, "%.*s%s%s", (int)(gap - *frame), *frame, part, gap + 2);
        check_sentence(sentence, expected);
    }
}

/* "airbag de: Fahrerairbag, Knieairbag" */
static int check_line(char *line)
{
    char *colon = strchr(line, ':'), *blank = strchr(line, ' ');
    int count = 0;
    if (line[0] == '#' || !colon || !blank)
        return 0;
    size_t key = kind_find(category_names, CATEGORY_COUNT, (struct text_view){line, (size_t)(blank - line)});
    assert_true(key < CATEGORY_COUNT);
    for (char *part = colon + 2; part; count++) {
        char *comma = strstr(part, ", ");
        part[comma ? (size_t)(comma - part) : strcspn(part, "\n")] = '\0';
        check_part(part, strncmp(blank, " de:", 4) == 0, (enum category)key);
        part = comma ? comma + 2 : NULL;
    }
    return count;
}

static void every_part_is_known_by_its_system(void **state)
{
    (void)state;
    FILE *file = fopen(SRCDIR "/tests/data/parts.txt", "re");
    char line[1000];
    int count = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        count += check_line(line);
    fclose(file);
    assert_true(count > 2500);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_part_is_known_by_its_system)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
