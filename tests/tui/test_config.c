/* The person's own settings: what holds, and what is said of mistakes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
        parse("# a comment\n\n theme = light\r\nsort=make\nreversed = yes\nlayout = original\nthrift = yes", &config);
    assert_int_equal(said.count, 0);
    assert_int_equal(config.theme, THEME_LIGHT);
    assert_int_equal(config.sort, SORT_MAKE);
    assert_true(config.is_reversed);
    assert_int_equal(config.layout, PAGE_ORIGINAL);
    assert_true(config.is_thrifty);
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
    /* Nobody locks himself in. */
    assert_int_equal(parse("key.quit =\nkey.back =\nkey.escape =", &config).count, 0);
    assert_int_equal(keys_command(&config.bindings, 3), COMMAND_QUIT);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_hold),
        cmocka_unit_test(keys_are_bound_taken_over_and_unbound),
        cmocka_unit_test(mistakes_are_said_with_their_line_and_nothing_else_is_lost),
        cmocka_unit_test(every_key_has_a_name_that_is_understood),
        cmocka_unit_test(themes_say_everything_without_colours_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
