#ifndef RUECKRUF_TESTS_UNDERSTANDING_H
#define RUECKRUF_TESTS_UNDERSTANDING_H

/* For tests of what is read from texts: the shipped rules, and memory for all that a program of tests reads. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/understand.h"

static struct rules *rules;
static struct reading *reading;
static struct arena *arena;

static inline int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    arena = arena_new();
    bool good = arena && rules_load(SRCDIR "/data/rules", NULL, &rules, &error);
    reading = good ? reading_new(rules) : NULL;
    return reading ? 0 : -1;
}

static inline int tear_down(void **state)
{
    (void)state;
    reading_free(reading);
    rules_free(rules);
    arena_free(arena);
    return 0;
}

static inline struct recall understand(struct text_view text)
{
    struct recall recall = {.text = text, .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct error error = {0};
    assert_true(understand_recall(reading, &recall, arena, &error));
    return recall;
}

static inline struct recall understand_string(const char *text)
{
    return understand(text_view_of(text));
}

#endif
