#include "tui/screen_abilities.h"

#include <stdlib.h>
#include <string.h>

bool screen_is_name(const char *term)
{
    enum { NAME_BYTES_MOST = 60 };
    return term && *term && !strchr(term, '/') && strlen(term) <= NAME_BYTES_MOST;
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
