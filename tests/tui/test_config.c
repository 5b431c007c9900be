/* The person's own settings: what holds, and what is said of mistakes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/config.h"

struct said {
    unsigned count;
    struct error last;
};

static void note(void *context, const struct error *error)
{
    struct said *said = context;
    said->count++;
    said->last = *error;
}

static struct said parse(const char *text, struct config *config)
{
    struct said said = {0};
    config_default(config);
    config_parse(text_view_of(text), "config", config, note, &said);
    return said;
}

static void settings_hold(void **state)
{
    struct config config;
    (void)state;
    struct said said =
        parse("# a comment\n\n theme = light\r\nsort=make\nreversed = yes\nlayout = original\nthrift = yes\n"
              "hints = all",
              &config);
    assert_int_equal(said.count, 0);
    assert_int_equal(config.theme, THEME_LIGHT);
    assert_int_equal(config.sort, SORT_MAKE);
    assert_true(config.is_reversed);
    assert_int_equal(config.layout, PAGE_ORIGINAL);
    assert_true(config.is_thrifty);
    assert_true(config.keeps_hints);
}

static void keys_are_bound_taken_over_and_unbound(void **state)
{
    struct config config;
    (void)state;
    assert_int_equal(parse("key.search = f Ctrl-F\nkey.filter = ö\nkey.print =\nkey.down = Down #", &config).count, 0);
    assert_int_equal(keys_command(&config.bindings, 'f'), COMMAND_SEARCH);
    assert_int_equal(keys_command(&config.bindings, 6), COMMAND_SEARCH);
    assert_int_equal(keys_command(&config.bindings, '/'), COMMAND_NONE);
    assert_int_equal(keys_command(&config.bindings, 0xF6), COMMAND_FILTER);
    assert_int_equal(keys_command(&config.bindings, 'p'), COMMAND_NONE);
    assert_int_equal(keys_command(&config.bindings, KEY_DOWN_ARROW), COMMAND_DOWN);
    assert_int_equal(keys_command(&config.bindings, '#'), COMMAND_DOWN);
    assert_int_equal(keys_command(&config.bindings, 'j'), COMMAND_NONE);
    assert_int_equal(keys_command(&config.bindings, 'k'), COMMAND_UP);
    assert_int_equal(parse("key.help = F2\nkey.undo = F12\nkey.sort = F10", &config).count, 0);
    assert_int_equal(keys_command(&config.bindings, KEY_F1_KEY + 1), COMMAND_HELP);
    assert_int_equal(keys_command(&config.bindings, KEY_F12_KEY), COMMAND_UNDO);
    assert_int_equal(keys_command(&config.bindings, KEY_F1_KEY + 9), COMMAND_SORT);
}

static void nobody_locks_himself_in(void **state)
{
    static const char *const texts[] = {
        "key.quit =\nkey.back =\nkey.escape =", "key.back =\nkey.quit = q\nkey.mark = q",
        "key.quit =\nkey.back =\nkey.mark = Q"};
    struct config config;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct said said = parse(texts[i], &config);
        assert_int_equal(said.count, 1);
        assert_int_equal(keys_command(&config.bindings, KEY_INTERRUPT), COMMAND_QUIT);
        assert_int_equal(keys_command(&config.bindings, i == 1 ? 'q' : 'Q'), COMMAND_QUIT);
    }
    assert_int_equal(parse("key.quit =", &config).count, 0);
    assert_int_equal(keys_command(&config.bindings, 'Q'), COMMAND_NONE);
    assert_int_equal(keys_command(&config.bindings, 'q'), COMMAND_BACK);
}

static void what_follows_a_blank_and_a_number_sign_is_a_comment(void **state)
{
    struct config config;
    (void)state;
    assert_int_equal(parse("sort = make # as in the old list\ntheme = light\t#dark\nlayout = original #\n"
                           "key.search = f # and no other\nkey.print = # none\nkey.mark = x #",
                           &config)
                         .count,
                     0);
    assert_int_equal(config.sort, SORT_MAKE);
    assert_int_equal(config.theme, THEME_LIGHT);
    assert_int_equal(config.layout, PAGE_ORIGINAL);
    assert_int_equal(keys_command(&config.bindings, 'f'), COMMAND_SEARCH);
    assert_int_equal(keys_command(&config.bindings, 'p'), COMMAND_NONE);
    /* At the end of a line it is the key of that name, and who binds it last has it. */
    assert_int_equal(keys_command(&config.bindings, 'x'), COMMAND_MARK);
}

static void a_byte_order_mark_is_no_letter(void **state)
{
    struct config config;
    (void)state;
    assert_int_equal(parse("\xEF\xBB\xBFsort = make", &config).count, 0);
    assert_int_equal(config.sort, SORT_MAKE);
}

/* A file of any size is read to its end, or not at all. */
static void large_files_are_read_or_refused_as_a_whole(void **state)
{
    static const struct {
        size_t lines;
        bool is_read;
    } cases[] = {{10000, true}, {100000, false}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char path[] = "/tmp/test-config-XXXXXX";
        int descriptor = mkstemp(path);
        FILE *file = fdopen(descriptor, "w");
        struct config config;
        struct said said = {0};
        for (size_t k = 0; k < cases[i].lines; k++)
            fputs("theme = light\n", file);
        fputs("sort = make\n", file);
        fclose(file);
        config_default(&config);
        config_read(path, &config, note, &said);
        assert_int_equal(said.count, cases[i].is_read ? 0 : 1);
        assert_int_equal(config.sort, cases[i].is_read ? SORT_MAKE : SORT_DATE);
        assert_int_equal(config.has_theme, cases[i].is_read);
        unlink(path);
    }
}

static void mistakes_are_said_with_their_line_and_nothing_else_is_lost(void **state)
{
    static const struct {
        const char *text, *what, *why;
    } cases[] = {
        {"theme = pink", "config:1", "pink is no value of theme"},
        {"\nsort", "config:2", "is no setting: sort"},
        {"colour = red", "config:1", "there is no setting colour"},
        {"key.fly = f", "config:1", "there is no command fly"},
        {"key.down = Hyper-X", "config:1", "there is no key Hyper-X"},
        {"key.down = \xFF", "config:1", "there is no key"},
        {"key.down = F13", "config:1", "there is no key F13"},
        {"key.down = a d i x v", "config:1", "v is one key too many: four at most"},
        {"key.down = x\nkey.up = x", "config:2", "x is bound to down in line 1 already"},
        {"\xFF\x1b[31m = 1", "config:1", "there is no setting"},
    };
    struct config config;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s\nlayout = original\n", cases[i].text);
        struct said said = parse(text, &config);
        assert_int_equal(said.count, 1);
        assert_string_equal(said.last.what, cases[i].what);
        assert_non_null(strstr(said.last.why, cases[i].why));
        assert_int_equal(config.layout, PAGE_ORIGINAL);
    }
}

static void every_key_has_a_name_that_is_understood(void **state)
{
    (void)state;
    for (size_t row = 0; row < key_table_count; row++) {
        for (size_t k = 0; k < KEYS_MOST && key_table[row].keys[k]; k++) {
            struct buffer name = {0};
            uint32_t key = key_table[row].keys[k];
            keys_append_name(key, &name);
            bool is_arrow = key >= KEY_DOWN_ARROW && key <= KEY_RIGHT_ARROW, is_twin = key == '\n' || key == 8;
            if (!is_arrow && !is_twin)
                assert_int_equal(keys_named(buffer_view(&name)), key);
            buffer_free(&name);
        }
    }
}

/* As xterm, the Linux console, PuTTY and vt220 send them. */
static void function_keys_are_read_in_all_their_forms(void **state)
{
    static const char *const forms[12][4] = {
        {"OP", "[[A", "[11~", "[28~"},
        {"OQ", "[[B", "[12~"},
        {"OR", "[[C", "[13~"},
        {"OS", "[[D", "[14~"},
        {"[15~", "[[E"},
        {"[17~"},
        {"[18~"},
        {"[19~"},
        {"[20~"},
        {"[21~"},
        {"[23~"},
        {"[24~"},
    };
    (void)state;
    for (size_t i = 0; i < 12; i++) {
        for (size_t k = 0; k < 4 && forms[i][k]; k++) {
            char bytes[16], name[8];
            size_t taken;
            struct buffer shown = {0};
            snprintf(bytes, sizeof bytes, "\033%s", forms[i][k]);
            snprintf(name, sizeof name, "F%zu", i + 1);
            uint32_t key = keys_read(bytes, strlen(bytes), true, CHARSET_UTF8, &taken);
            assert_int_equal(key, keys_named(text_view_of(name)));
            keys_append_name(key, &shown);
            assert_string_equal(shown.bytes, name);
            buffer_free(&shown);
        }
    }
}

static void themes_say_everything_without_colours_too(void **state)
{
    (void)state;
    for (int style = 0; style < STYLE_COUNT; style++) {
        assert_int_equal(theme_style(THEME_MONO, (enum style)style).color, -1);
        for (int theme = 0; theme < THEME_COUNT; theme++) {
            struct theme_style own = theme_style((enum theme)theme, (enum style)style);
            assert_true(own.color < 8);
            assert_true(own.color < 0 || own.attributes != 0);
        }
    }
    assert_int_equal(theme_guess(NULL), THEME_DARK);
    assert_int_equal(theme_guess("15;0"), THEME_DARK);
    assert_int_equal(theme_guess("0;default;15"), THEME_LIGHT);
}

/* By the contrast that WCAG asks of large text, and bold text is: the backgrounds are black and white. */
static void where_the_background_is_unknown_all_can_be_read(void **state)
{
    (void)state;
    for (int style = 0; style < STYLE_COUNT; style++) {
        int color = theme_style(theme_guess(NULL), (enum style)style).color;
        double light = (color & 1) * 0.2126 + (color >> 1 & 1) * 0.7152 + (color >> 2 & 1) * 0.0722;
        if (color >= 0 && ((light + 0.05) / 0.05 < 3 || 1.05 / (light + 0.05) < 3))
            fail_msg("style %d: colour %d", style, color);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_hold),
        cmocka_unit_test(keys_are_bound_taken_over_and_unbound),
        cmocka_unit_test(nobody_locks_himself_in),
        cmocka_unit_test(what_follows_a_blank_and_a_number_sign_is_a_comment),
        cmocka_unit_test(a_byte_order_mark_is_no_letter),
        cmocka_unit_test(large_files_are_read_or_refused_as_a_whole),
        cmocka_unit_test(mistakes_are_said_with_their_line_and_nothing_else_is_lost),
        cmocka_unit_test(every_key_has_a_name_that_is_understood),
        cmocka_unit_test(function_keys_are_read_in_all_their_forms),
        cmocka_unit_test(themes_say_everything_without_colours_too),
        cmocka_unit_test(where_the_background_is_unknown_all_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
