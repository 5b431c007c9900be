/* How far one has read: in the preview and in the full text, whatever lies over them and wherever the recall comes to.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/terminal.h"

static struct terminal *start_at(int rows, int columns)
{
    struct terminal *terminal =
        terminal_start(&(struct terminal_setup){.rows = rows, .columns = columns, .language = "de_DE.UTF-8"});
    assert_true(terminal_wait_for(terminal, "? Hilfe"));
    return terminal;
}

/* Each key by itself, as a hand types them: Escape begins no sequence. */
static void type_keys(struct terminal *terminal, const char *keys)
{
    for (; *keys; keys++)
        terminal_type(terminal, (const char[]){*keys, '\0'});
    terminal_rest(terminal, 200); /* the text follows when the hand rests */
}

/* Without the bars: what they say of keys and order is another matter. */
static char *rows_between_bars(struct terminal *terminal, int rows)
{
    char *shown = calloc(1, 65536);
    assert_non_null(shown);
    for (int row = 1; row < rows - 1; row++)
        strcat(strcat(shown, terminal_row(terminal, row)), "\n");
    return shown;
}

static void check_that_nothing_moves(int rows, int columns, const char *before, const char *keys)
{
    int row[2], column[2];
    struct terminal *terminal = start_at(rows, columns);
    type_keys(terminal, before);
    char *left = rows_between_bars(terminal, rows);
    terminal_cursor(terminal, &row[0], &column[0]);
    type_keys(terminal, keys);
    char *found = rows_between_bars(terminal, rows);
    terminal_cursor(terminal, &row[1], &column[1]);
    if (strcmp(left, found) != 0 || row[0] != row[1] || column[0] != column[1])
        fail_msg("%d × %d: %s, then %s: cursor %d, %d\n%s\n→ cursor %d, %d\n%s", rows, columns, before, keys, row[0],
                 column[0], left, row[1], column[1], found);
    free(left);
    free(found);
    terminal_stop(terminal);
}

static void what_lies_over_the_text_leaves_it_where_it_was_read(void **state)
{
    static const int sizes[][2] = {{17, 120}, {18, 80}, {12, 40}};
    static const char *const ways[] = {"?q", "P\rGq", "YGq", "/pumpe\033", "SSSSSSSS", "?P\rq", "R"};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
            check_that_nothing_moves(sizes[i][0], sizes[i][1], "\rGk", ways[k]);
}

static void the_preview_and_the_text_are_read_apart(void **state)
{
    (void)state;
    check_that_nothing_moves(18, 80, "", "\rGq");
    check_that_nothing_moves(18, 80, "\tjj", "\rGq");
    check_that_nothing_moves(18, 80, "\rG", "q\r");
    /* The full text opens with its facts. */
    struct terminal *terminal = start_at(18, 80);
    type_keys(terminal, "\tjjj\r");
    assert_non_null(strstr(terminal_row(terminal, 1), "  Kategorie  Antriebsstrang"));
    terminal_stop(terminal);
}

static void the_first_of_another_list_is_read_from_its_beginning(void **state)
{
    static const struct {
        const char *keys, *first;
    } cases[] = {{"\tjjj2", "│ Motor"}, {"\tjjj/airbag\r", "│ [AIRBAG]  Airbag, Software"}, {"\tjjjf\r", "│ [AIRBAG]"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct terminal *terminal = start_at(18, 80);
        type_keys(terminal, cases[i].keys);
        if (!strstr(terminal_row(terminal, 8), cases[i].first))
            fail_msg("%s: no %s in\n%s", cases[i].keys, cases[i].first, terminal_screen(terminal));
        terminal_stop(terminal);
    }
}

/* Another text never stands unsaid in the place of the one that was being read. */
static void the_text_of_what_is_no_longer_in_the_list_is_closed(void **state)
{
    (void)state;
    struct terminal *terminal = start_at(24, 80);
    type_keys(terminal, "mjmM\rj");
    assert_true(terminal_shows(terminal, " 1 / 2 "));
    type_keys(terminal, "m");
    assert_true(terminal_shows(terminal, "nicht mehr gemerkt"));
    assert_true(terminal_shows(terminal, "1 von 1 ─"));
    type_keys(terminal, "\rm");
    assert_true(terminal_shows(terminal, "0 von 13 Rückrufen"));
    assert_non_null(strstr(terminal_row(terminal, 0), "› ist gemerkt "));
    terminal_stop(terminal);
    /* What stays in the list stays open. */
    check_that_nothing_moves(18, 80, "/is:marked OR bmw\r\rj", "mm");
}

/* And not that behind the last one gone to, which has been left behind. */
static void the_next_hit_is_looked_for_from_what_is_read(void **state)
{
    int row, column;
    (void)state;
    struct terminal *terminal = start_at(10, 80);
    type_keys(terminal, "/connected\r\rnG");
    type_keys(terminal, "n");
    assert_true(terminal_shows(terminal, "kein weiterer Treffer"));
    type_keys(terminal, "N");
    terminal_cursor(terminal, &row, &column);
    assert_non_null(strstr(terminal_row(terminal, row), "2.) Bei allen Fahrzeugen mit Connected Drive"));
    assert_true(terminal_cell_is_marked(terminal, row, column));
    terminal_stop(terminal);
}

/* All keys that have come are taken before anything is drawn: the hit of the next recall is gone to all the same. */
static void hits_are_gone_to_one_by_one_however_quickly(void **state)
{
    static const char *const ways[] = {"nnn", "nnnnnn", "nnnnNN", "nnnnNNNN"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char *shown[2];
        int row[2], column[2];
        for (int at_once = 0; at_once < 2; at_once++) {
            struct terminal *terminal = start_at(24, 80);
            type_keys(terminal, "/kosten\r\r");
            if (at_once)
                terminal_type(terminal, ways[i]);
            else
                type_keys(terminal, ways[i]);
            terminal_rest(terminal, 100);
            shown[at_once] = rows_between_bars(terminal, 24);
            terminal_cursor(terminal, &row[at_once], &column[at_once]);
            terminal_stop(terminal);
        }
        if (strcmp(shown[0], shown[1]) != 0 || row[0] != row[1] || column[0] != column[1])
            fail_msg("%s: cursor %d, %d\n%s\nat once: %d, %d\n%s", ways[i], row[0], column[0], shown[0], row[1],
                     column[1], shown[1]);
        free(shown[0]);
        free(shown[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_over_the_text_leaves_it_where_it_was_read),
        cmocka_unit_test(the_preview_and_the_text_are_read_apart),
        cmocka_unit_test(the_first_of_another_list_is_read_from_its_beginning),
        cmocka_unit_test(the_text_of_what_is_no_longer_in_the_list_is_closed),
        cmocka_unit_test(the_next_hit_is_looked_for_from_what_is_read),
        cmocka_unit_test(hits_are_gone_to_one_by_one_however_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
