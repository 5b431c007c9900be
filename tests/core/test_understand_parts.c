#include <stdio.h>
#include <string.h>

#include "tests/core/understanding.h"

/*
 * Short sentences about every part of tests/data/parts.txt: the category is that of the part's system; and texts that
 * name several, those of tests/data/sentences.txt among them.
 */

static int wrong;

static void check_sentence(const char *sentence, enum category expected)
{
    struct recall recall = understand_string(sentence);
    if (recall.categories[0] == expected)
        return;
    print_error("%s: %s, not %s\n", sentence, category_names[recall.categories[0]].key, category_names[expected].key);
    wrong++;
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

/* Where several parts are named. */
static void the_part_at_fault_is_told_from_what_stands_beside_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum category category;
    } cases[] = {
        /* What it belongs to or lies at. */
        {"Der Kabelbaum der Heckklappe kann brechen.", CATEGORY_ELECTRICS},
        {"Ein Kabel am Airbag kann scheuern.", CATEGORY_ELECTRICS},
        {"Der Fahrerairbag im Lenkrad kann sich nicht entfalten.", CATEGORY_AIRBAG},
        {"Die Rückleuchten in der Heckklappe werden undicht.", CATEGORY_LIGHTING},
        {"Ein Kraftstoffschlauch reibt an der Motorabdeckung.", CATEGORY_FUEL},
        {"The wiring harness of the fuel pump may chafe.", CATEGORY_ELECTRICS},
        {"The fuel line may chafe against the transmission housing.", CATEGORY_FUEL},
        /* When it happens. */
        {"Beim Öffnen der Heckklappe kann die Rückleuchte ausfallen.", CATEGORY_LIGHTING},
        {"Nach dem Loslassen des Gaspedals beschleunigt der adaptive Tempomat weiter.", CATEGORY_ASSIST},
        /* What is all right. */
        {"Die Radschrauben können sich lösen. Bremsen, Lenkung und Fahrwerk sind nicht betroffen.", CATEGORY_CHASSIS},
        {"Die Radschrauben lösen sich. Weder Bremsen noch Lenkung haben Schaden.", CATEGORY_CHASSIS},
        {"Bremsen und Lenkung sind nicht betroffen.", CATEGORY_OTHER},
        {"The tail lamps may fail. Neither the brakes nor the rearview camera are affected.", CATEGORY_LIGHTING},
        {"The tail lamps may fail. The brakes and the steering are not affected.", CATEGORY_LIGHTING},
        /* What follows from it. */
        {"Das Zündschloss kann zurückspringen, Airbags lösen dann nicht aus.", CATEGORY_ELECTRICS},
        {"Die Windschutzscheibe kann sich lösen, der Airbag wirkt dann nicht.", CATEGORY_BODY},
    };
    wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_sentence(cases[i].text, cases[i].category);
    assert_int_equal(wrong, 0);
}

/* Whether the category's key is one of those before the colon. */
static bool is_among(const char *keys, size_t length, const char *key)
{
    size_t key_length = strlen(key);
    for (size_t at = 0; at + key_length <= length; at++) {
        bool begins = at == 0 || keys[at - 1] == ',', ends = at + key_length == length || keys[at + key_length] == ',';
        if (begins && ends && memcmp(keys + at, key, key_length) == 0)
            return true;
    }
    return false;
}

static void a_text_is_filed_where_its_defect_is(void **state)
{
    (void)state;
    FILE *file = fopen(SRCDIR "/tests/data/sentences.txt", "re");
    char line[1000];
    int count = 0;
    assert_non_null(file);
    wrong = 0;
    while (fgets(line, sizeof line, file)) {
        size_t keys = strcspn(line, ":");
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || !line[keys])
            continue;
        struct recall recall = understand_string(line + keys + 2);
        const char *key = category_names[recall.categories[0]].key;
        if (!is_among(line, keys, key)) {
            print_error("%s: not %s\n", line, key);
            wrong++;
        }
        count++;
    }
    fclose(file);
    assert_true(count > 150);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_known_by_its_system),
        cmocka_unit_test(the_part_at_fault_is_told_from_what_stands_beside_it),
        cmocka_unit_test(a_text_is_filed_where_its_defect_is),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
