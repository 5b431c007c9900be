#include "tui/screen_shorten.h"

#include <stdbool.h>
#include <string.h>

enum { SHIFT_IN = 15, ESCAPE = 27 };

/* The choice of the first character set, if that is what the bytes begin with: how many they are. */
static size_t charset_length(const char *bytes, size_t length)
{
    if (length > 0 && bytes[0] == SHIFT_IN)
        return 1;
    return length >= 3 && memcmp(bytes, "\033(B", 3) == 0 ? 3 : 0;
}

/* ESC [ digits and semicolons m; 0: something else. */
static size_t attributes_length(const char *bytes, size_t length)
{
    if (length < 3 || bytes[0] != ESCAPE || bytes[1] != '[')
        return 0;
    for (size_t i = 2; i < length; i++)
        if (bytes[i] == 'm')
            return i + 1;
        else if (!strchr("0123456789;", bytes[i]) || !bytes[i])
            return 0;
    return 0;
}

/* Whether the parameters begin with taking all attributes back. */
static bool resets(const char *parameters, size_t length)
{
    return length == 0 || parameters[0] == ';' || (parameters[0] == '0' && (length == 1 || parameters[1] == ';'));
}

/* Parameters and their m behind those between start and end, which mean nothing any more if these take all back. */
static size_t join(char *bytes, size_t start, size_t end, const char *parameters, size_t length)
{
    if (resets(parameters, length - 1)) {
        end = start;
    } else {
        if (end == start)
            bytes[end++] = '0';
        bytes[end++] = ';';
    }
    memmove(bytes + end, parameters, length);
    return end + length;
}

size_t screen_shorten(char *bytes, size_t length)
{
    size_t out = 0;
    size_t start = 0; /* of the parameters that more may be joined to; 0: there are none */
    for (size_t at = 0, taken; at < length; at += taken) {
        taken = charset_length(bytes + at, length - at);
        size_t attributes = taken > 0 ? 0 : attributes_length(bytes + at, length - at);
        if (taken > 0)
            continue;
        if (attributes > 0 && start > 0) {
            out = join(bytes, start, out - 1, bytes + at + 2, attributes - 2);
            taken = attributes;
            continue;
        }
        taken = attributes > 0 ? attributes : 1;
        memmove(bytes + out, bytes + at, taken);
        start = attributes > 0 ? out + 2 : 0;
        out += taken;
    }
    return out;
}
