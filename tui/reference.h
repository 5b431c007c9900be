#ifndef RUECKRUF_TUI_REFERENCE_H
#define RUECKRUF_TUI_REFERENCE_H

/* What options and fields of a query take, out of the tables that read them: for --help and the man page. */

#include <stddef.h>

#include "core/memory.h"

struct reference {
    const char *term;                   /* "--format", "cat:" */
    const char *commands;               /* whose --help has it; blank-separated */
    void (*append)(struct buffer *out); /* its values in the user's language */
};

extern const struct reference references[];
extern const size_t reference_count;

#endif
