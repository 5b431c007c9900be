#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *error, enum error_kind kind, const char *what, const char *why_format, ...)
{
    if (!error)
        return false;
    va_list arguments;
    va_start(arguments, why_format);
    /* The reason first: "what" may be a part of the very error that is being rewritten. */
    char why[sizeof error->why];
    vsnprintf(why, sizeof why, why_format, arguments);
    va_end(arguments);
    char subject[sizeof error->what];
    snprintf(subject, sizeof subject, "%s", what ? what : "");
    error->kind = kind;
    snprintf(error->what, sizeof error->what, "%s", subject);
    snprintf(error->why, sizeof error->why, "%s", why);
    error->way_out[0] = '\0';
    return false;
}

bool error_set_way_out(struct error *error, const char *format, ...)
{
    if (!error)
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->way_out, sizeof error->way_out, format, arguments);
    va_end(arguments);
    return false;
}

bool error_set_memory(struct error *error, const char *what)
{
    return error_set(error, ERROR_MEMORY, what, "out of memory");
}
