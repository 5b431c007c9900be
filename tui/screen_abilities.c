#include "tui/screen_abilities.h"

#include <stdlib.h>
#include <string.h>

bool screen_is_name(const char *term)
{
    enum { NAME_BYTES_MOST = 60 };
    return term && *term && !strchr(term, '/') && strlen(term) <= NAME_BYTES_MOST;
}

static const struct known {
    const char *name; /* or its beginning */
    bool marks_paste, takes_clipboard;
} known[] = {
    {"alacritty", true, true}, {"foot", true, true},    {"kitty", true, true},  {"linux", true, false},
    {"putty", true, true},     {"rxvt", true, false},   {"screen", true, true}, {"st-", true, false},
    {"tmux", true, true},      {"wezterm", true, true}, {"xterm", true, true},
};

static struct known known_of_term(void)
{
    const char *term = getenv("TERM");
    for (size_t i = 0; term && i < sizeof known / sizeof *known; i++)
        if (strncmp(term, known[i].name, strlen(known[i].name)) == 0)
            return known[i];
    return (struct known){0};
}

bool screen_marks_paste(void)
{
    return known_of_term().marks_paste;
}

bool screen_takes_clipboard(void)
{
    return known_of_term().takes_clipboard;
}
