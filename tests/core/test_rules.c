#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/understand.h"

struct folder {
    char path[64];
    char file[96];
};

static void folder_make(struct folder *folder, const char *content)
{
    strcpy(folder->path, "/tmp/rules-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->file, sizeof folder->file, "%s/own.rules", folder->path);
    FILE *file = fopen(folder->file, "w");
    assert_non_null(file);
    fputs(content, file);
    assert_int_equal(fclose(file), 0);
}

static void folder_remove(const struct folder *folder)
{
    unlink(folder->file);
    rmdir(folder->path);
}

static void shipped_rules_load(void **state)
{
    (void)state;
    struct rules *rules;
    struct error error = {0};
    assert_true(rules_load(SRCDIR "/data/rules", NULL, &rules, &error));
    assert_true(rules_synonyms(rules, TEXT_VIEW("feuer"), 0).count > 3);
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("feuer"), 1).count, 0);
    assert_true(rules_synonyms(rules, TEXT_VIEW("latch"), 0).count > 3);
    assert_true(rules_synonyms(rules, TEXT_VIEW("latch"), 1).count > 3);
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("latch"), 2).count, 0);
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("xyzzy"), 0).count, 0);
    rules_free(rules);
}

static void own_rules_change_the_fingerprint(void **state)
{
    (void)state;
    struct folder folder;
    struct rules *shipped, *both;
    struct error error = {0};
    folder_make(&folder, "# mine\ncategory engine 6 de: wunderwelle\n");
    assert_true(rules_load(SRCDIR "/data/rules", NULL, &shipped, &error));
    assert_true(rules_load(SRCDIR "/data/rules", folder.path, &both, &error));
    assert_true(rules_fingerprint(shipped) != rules_fingerprint(both));
    rules_free(shipped);
    rules_free(both);
    folder_remove(&folder);
}

static void bad_line_is_named_with_file_line_and_reason(void **state)
{
    (void)state;
    static const struct {
        const char *line, *why;
    } cases[] = {
        {"category motor 6 de: kolben", "there is no such key"},
        {"category engine six de: kolben", "the weight is no number"},
        {"category engine 6 fr: piston", "neither de nor en"},
        {"engine: kolben", "there is no such kind of rule"},
        {"hazard fire de: ^$", "nothing to find"},
        {"models Nobody: One", "no such make"},
        {"make : One", "a make needs a name"},
        {"market : One", "a market needs a name"},
        {"synonym model: One, Two", "there is no such key"},
        {"zone nowhere de: one", "there is no such key"},
        {"remove nothing: one", "there is no such kind of rule"},
        {"remove category: no such cue", "there is no such cue to remove"},
        {"remove synonym: xyzzy", "there is no such synonym to remove"},
        {"category engine 6 de: \xff", "not in UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct folder folder;
        char content[200];
        struct rules *rules;
        struct error error = {0};
        snprintf(content, sizeof content, "# one\n\n%s\n", cases[i].line);
        folder_make(&folder, content);
        assert_false(rules_load(folder.path, NULL, &rules, &error));
        assert_null(rules);
        assert_non_null(strstr(error.what, "own.rules:3"));
        assert_non_null(strstr(error.why, cases[i].why));
        folder_remove(&folder);
    }
}

/* What shipped and own rules together say of a text: categories, the first alone. */
static enum category primary_with(const char *own, const char *text)
{
    struct folder folder;
    struct rules *rules;
    struct error error = {0};
    struct arena *arena = arena_new();
    struct recall recall = {.text = text_view_of(text), .affected_world = -1, .affected_germany = -1};
    folder_make(&folder, own);
    assert_true(rules_load(SRCDIR "/data/rules", folder.path, &rules, &error));
    struct reading *reading = reading_new(rules);
    assert_non_null(reading);
    assert_true(understand_recall(reading, &recall, arena, &error));
    enum category primary = recall.categories[0];
    reading_free(reading);
    rules_free(rules);
    arena_free(arena);
    folder_remove(&folder);
    return primary;
}

static void own_lines_add_replace_and_remove(void **state)
{
    (void)state;
    static const char text[] = "Der Wagenheber kann abrutschen.", unknown[] = "Die Wunderwelle kann abrutschen.";
    assert_int_equal(primary_with("# nothing\n", text), CATEGORY_OTHER);
    assert_int_equal(primary_with("category chassis 6 de: Wagenheber\n", text), CATEGORY_CHASSIS);
    assert_int_equal(primary_with("category engine 6 de: wunderwelle\n", unknown), CATEGORY_ENGINE);
    assert_int_equal(primary_with("category chassis 6 de: zündspule\n", "Die Zündspulen können ausfallen."),
                     CATEGORY_CHASSIS);
    static const char brakes[] = "Der Bremssattel kann abrutschen.";
    assert_int_equal(primary_with("# nothing\n", brakes), CATEGORY_BRAKES);
    assert_int_equal(primary_with("remove category: Bremssattel, ^Brems\n", brakes), CATEGORY_OTHER);
}

/* A mistake in them is told and costs its line alone: what follows means what it meant. */
static void own_bad_lines_are_left_out(void **state)
{
    (void)state;
    static const char unknown[] = "Die Wunderwelle kann abrutschen.";
    static const char own[] = "category motor 6 de: wunderwelle\n"
                              "category fuel 6 de: wunderwelle .. {ab\n"
                              "remove category: no such cue\n"
                              "category engine 6 de: wunderwelle .. abrutsch\n";
    struct folder folder;
    struct rules *rules;
    struct error error = {0};
    assert_int_equal(primary_with(own, unknown), CATEGORY_ENGINE);
    folder_make(&folder, own);
    assert_true(rules_load(SRCDIR "/data/rules", folder.path, &rules, &error));
    assert_int_equal(error.kind, ERROR_NONE);
    assert_int_equal(rules_mistake_count(rules), 3);
    assert_non_null(strstr(rules_mistake(rules, 0)->what, "own.rules:1"));
    assert_non_null(strstr(rules_mistake(rules, 0)->why, "no such key"));
    rules_free(rules);
    folder_remove(&folder);
}

static void own_synonyms_replace_the_group(void **state)
{
    (void)state;
    struct folder folder;
    struct rules *rules;
    struct error error = {0};
    folder_make(&folder, "synonym: Brand, Kokelei\nremove synonym: Generator\n");
    assert_true(rules_load_synonyms(SRCDIR "/data/rules", folder.path, &rules, &error));
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("brand"), 0).count, 2);
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("feuer"), 0).count, 0);
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("lichtmaschine"), 0).count, 0);
    rules_free(rules);
    folder_remove(&folder);
}

/* The names of the group that a value belongs to, joined by blanks. */
static void assert_names(const struct rules *rules, const char *field, const char *value, const char *names)
{
    struct buffer joined = {0};
    struct rules_group group = rules_names(rules, field, text_view_of(value));
    for (size_t i = 0; i < group.count; i++)
        buffer_append_format(&joined, "%s%.*s", i ? " " : "", (int)group.terms[i].length, group.terms[i].bytes);
    assert_string_equal(joined.bytes ? joined.bytes : "", names);
    buffer_free(&joined);
}

static void names_of_one_make_or_market_belong_together(void **state)
{
    (void)state;
    struct folder folder;
    struct rules *rules;
    struct error error = {0};
    folder_make(&folder, "make VW: Wolfsburger\nmake Trabant: Trabant, Trabi\n"
                         "synonym market: Atlantis, Platonien\n");
    assert_true(rules_load_synonyms(SRCDIR "/data/rules", folder.path, &rules, &error));
    assert_names(rules, "make", "vw", "VW Volkswagen Wolfsburger");
    assert_names(rules, "make", "VOLKSWAGEN", "VW Volkswagen Wolfsburger");
    assert_names(rules, "make", "wolfsburger", "VW Volkswagen Wolfsburger");
    assert_names(rules, "make", "mercedes benz", "Mercedes-Benz Mercedes Daimler");
    assert_names(rules, "make", "Škoda", "Skoda");
    assert_names(rules, "make", "trabi", "Trabant Trabi");
    assert_names(rules, "make", "nobody", "");
    assert_names(rules, "market", "platonien", "Atlantis Platonien");
    assert_names(rules, "market", "vw", "");
    /* A search for a word knows nothing of them. */
    assert_int_equal(rules_synonyms(rules, TEXT_VIEW("trabi"), 0).count, 0);
    rules_free(rules);
    folder_remove(&folder);
}

/* Whatever a market is called, it is found by the name that texts are given. */
static void markets_have_german_and_english_names_and_codes(void **state)
{
    (void)state;
    static const char *const markets[][2] = {
        {"germany", "Deutschland"},
        {"DE", "Deutschland"},
        {"united states", "USA"},
        {"Vereinigte Staaten", "USA"},
        {"us", "USA"},
        {"austria", "Österreich"},
        {"oesterreich", "Österreich"},
        {"Switzerland", "Schweiz"},
        {"uk", "Großbritannien"},
        {"Great Britain", "Großbritannien"},
        {"france", "Frankreich"},
        {"worldwide", "weltweit"},
        {"Turkey", "Türkei"},
        {"Tuerkei", "Türkei"},
        {"Czech Republic", "Tschechien"},
        {"GBR", "Großbritannien"},
        {"the netherlands", "Niederlande"},
    };
    struct rules *rules;
    struct error error = {0};
    assert_true(rules_load(SRCDIR "/data/rules", NULL, &rules, &error));
    for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
        struct rules_group group = rules_names(rules, "market", text_view_of(markets[i][0]));
        bool found = false;
        for (size_t k = 0; k < group.count; k++)
            found = found || text_view_equal(group.terms[k], text_view_of(markets[i][1]));
        if (!found)
            print_message("%s is not %s\n", markets[i][0], markets[i][1]);
        assert_true(found);
    }
    rules_free(rules);
}

/* A file of which only a part can be read must not pass for one of less rules. */
static void file_that_breaks_off_is_told(void **state)
{
    (void)state;
    static const char unreadable[] = "/proc/self/mem";
    struct folder folder;
    struct rules *rules;
    struct error error = {0};
    if (access(unreadable, R_OK) != 0)
        skip();
    folder_make(&folder, "");
    assert_int_equal(unlink(folder.file), 0);
    assert_int_equal(symlink(unreadable, folder.file), 0);
    assert_false(rules_load(folder.path, NULL, &rules, &error));
    assert_non_null(strstr(error.what, "own.rules"));
    assert_non_null(strstr(error.why, "can't be read"));
    assert_true(rules_load(SRCDIR "/data/rules", folder.path, &rules, &error));
    assert_int_equal(rules_mistake_count(rules), 1);
    rules_free(rules);
    folder_remove(&folder);
}

static void missing_directory_is_an_error_unless_it_is_the_users(void **state)
{
    (void)state;
    struct rules *rules;
    struct error error = {0};
    assert_false(rules_load("/nonexistent/rules", NULL, &rules, &error));
    assert_true(rules_load(SRCDIR "/data/rules", "/nonexistent/rules", &rules, &error));
    rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_rules_load),
        cmocka_unit_test(own_rules_change_the_fingerprint),
        cmocka_unit_test(bad_line_is_named_with_file_line_and_reason),
        cmocka_unit_test(own_bad_lines_are_left_out),
        cmocka_unit_test(own_lines_add_replace_and_remove),
        cmocka_unit_test(own_synonyms_replace_the_group),
        cmocka_unit_test(names_of_one_make_or_market_belong_together),
        cmocka_unit_test(markets_have_german_and_english_names_and_codes),
        cmocka_unit_test(file_that_breaks_off_is_told),
        cmocka_unit_test(missing_directory_is_an_error_unless_it_is_the_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
