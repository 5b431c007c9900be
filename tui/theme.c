#include "tui/theme.h"

#include <string.h>

enum { NONE = -1, RED = 1, BLUE = 4, MAGENTA = 5 };

/* What every theme has. */
static const unsigned attributes[STYLE_COUNT] = {
    [STYLE_DIM] = THEME_DIM,        [STYLE_URGENT] = THEME_BOLD,      [STYLE_HIGHLIGHT] = THEME_UNDERLINE | THEME_BOLD,
    [STYLE_FACT] = THEME_UNDERLINE, [STYLE_SELECTED] = THEME_REVERSE, [STYLE_MARKER] = THEME_BOLD,
    [STYLE_BAR] = THEME_REVERSE,    [STYLE_FRAME] = THEME_DIM,        [STYLE_PAPER] = THEME_REVERSE,
};

/*
 * Quiet: colour is for what is urgent and what was found. Blue can't be read on black, nor green and what has green on
 * white: most terminals don't say which they have, and for those the first theme has what can be read on both.
 */
static const struct {
    enum style style;
    int colors[THEME_COUNT];
} colors[] = {
    {STYLE_URGENT, {RED, RED, NONE}},
    {STYLE_HIGHLIGHT, {MAGENTA, BLUE, NONE}},
};

struct theme_style theme_style(enum theme theme, enum style style)
{
    struct theme_style found = {NONE, attributes[style]};
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++)
        if (colors[i].style == style)
            found.color = colors[i].colors[theme];
    return found;
}

enum theme theme_guess(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    bool is_light = last && (strcmp(last, ";7") == 0 || strcmp(last, ";15") == 0);
    return is_light ? THEME_LIGHT : THEME_DARK;
}
