#include "tui/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void log_line(const char *format, ...)
{
    const char *path = getenv("RUECKRUF_DEBUG");
    FILE *file = path && *path ? fopen(path, "ae") : NULL;
    if (!file)
        return;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    fprintf(file, "%lld.%03ld ", (long long)now.tv_sec, now.tv_nsec / 1000000);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(file, format, arguments);
    va_end(arguments);
    putc('\n', file);
    fclose(file);
}
