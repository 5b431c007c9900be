#include "tui/screen_abilities.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ncurses.h>
#include <term.h>
/* term.h takes these words for capabilities. */
#undef columns
#undef lines

bool screen_is_name(const char *term)
{
    enum { NAME_BYTES_MOST = 60 };
    return term && *term && !strchr(term, '/') && strlen(term) <= NAME_BYTES_MOST;
}

static void copy_sequence(const char *string, char *sequence, size_t capacity)
{
    size_t length = 0;
    sequence[0] = '\0';
    if (!string || string == (char *)-1)
        return;
    for (const char *c = string; *c; c++) {
        const char *pause = c[0] == '$' && c[1] == '<' ? strchr(c, '>') : NULL;
        if (pause)
            c = pause;
        else if (length + 1 < capacity)
            sequence[length++] = *c;
        else
            length = capacity;
    }
    sequence[length < capacity ? length : 0] = '\0';
}

void screen_copy_capability(const char *name, char *sequence, size_t capacity)
{
    copy_sequence(tigetstr(name), sequence, capacity);
}

bool screen_marks_paste(void)
{
    static const char *const names[] = {"xterm",     "screen", "tmux", "putty", "rxvt",
                                        "alacritty", "foot",   "st-",  "kitty", "linux"};
    const char *term = getenv("TERM");
    for (size_t i = 0; term && i < sizeof names / sizeof names[0]; i++)
        if (strncmp(term, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

void screen_describe(struct screen_abilities *abilities)
{
    const char *term = getenv("TERM");
    int result;
    *abilities = (struct screen_abilities){0};
    if (!screen_is_name(term) || setupterm(term, STDOUT_FILENO, &result) != OK)
        return;
    abilities->is_known = true;
    screen_copy_capability("sgr0", abilities->normal, sizeof abilities->normal);
    screen_copy_capability("rev", abilities->reverse, sizeof abilities->reverse);
    screen_copy_capability("smul", abilities->underline, sizeof abilities->underline);
    screen_copy_capability("bold", abilities->bold, sizeof abilities->bold);
    int colors = tigetnum("colors");
    const char *foreground = tigetstr("setaf");
    bool has_foreground = foreground && foreground != (char *)-1;
    abilities->colors = colors > 0 && has_foreground ? colors : 0;
    for (int i = 0; has_foreground && i < SCREEN_COLORS; i++)
        copy_sequence(tiparm(foreground, i), abilities->foreground[i], sizeof abilities->foreground[i]);
    del_curterm(cur_term);
}
