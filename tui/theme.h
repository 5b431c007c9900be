#ifndef RUECKRUF_TUI_THEME_H
#define RUECKRUF_TUI_THEME_H

/*
 * How styles look: colours out of eight, beside attributes that say the same where there are none. The background is
 * the terminal's own; a theme only says whether it is dark or light.
 */

#include "tui/row.h"

enum theme { THEME_DARK, THEME_LIGHT, THEME_MONO, THEME_COUNT };

enum theme_attribute {
    THEME_BOLD = 1 << 0,
    THEME_DIM = 1 << 1,
    THEME_UNDERLINE = 1 << 2,
    THEME_REVERSE = 1 << 3,
};

struct theme_style {
    int color;           /* 0 to 7, black to white as terminals count them; -1: the terminal's own */
    unsigned attributes; /* enum theme_attribute */
};

/* How the theme draws what is of the style. */
struct theme_style theme_style(enum theme theme, enum style style);

/* What COLORFGBG says of the background, which some terminals set ("15;0"); NULL or anything else: dark. */
enum theme theme_guess(const char *colorfgbg);

#endif
