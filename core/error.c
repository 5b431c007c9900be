#include "core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/memory.h"

/* --- A format and its arguments ------------------------------------------------------------ */

enum { LONGEST_CONVERSION = 8 };

/* The conversion that begins at a percent sign: its bytes, up to its letter. */
static size_t conversion_length(const char *at)
{
    size_t length = 1 + strcspn(at + 1, "sdiuc%");
    return at[length] ? length + 1 : length;
}

/* Takes the argument of the conversion off the list and writes it as text. */
static void write_argument(const char *conversion, va_list *arguments, char *out, size_t size)
{
    const char *kind = conversion + 1;
    if (strcmp(kind, "s") == 0) {
        const char *string = va_arg(*arguments, const char *);
        snprintf(out, size, "%s", string ? string : "");
    } else if (strcmp(kind, ".*s") == 0) {
        int length = va_arg(*arguments, int);
        snprintf(out, size, "%.*s", length, va_arg(*arguments, const char *));
    } else if (strcmp(kind, "c") == 0) {
        snprintf(out, size, "%c", va_arg(*arguments, int));
    } else if (strcmp(kind, "d") == 0 || strcmp(kind, "i") == 0) {
        snprintf(out, size, "%d", va_arg(*arguments, int));
    } else if (strcmp(kind, "u") == 0) {
        snprintf(out, size, "%u", va_arg(*arguments, unsigned));
    } else if (strcmp(kind, "ld") == 0) {
        snprintf(out, size, "%ld", va_arg(*arguments, long));
    } else if (strcmp(kind, "lu") == 0) {
        snprintf(out, size, "%lu", va_arg(*arguments, unsigned long));
    } else if (strcmp(kind, "lld") == 0) {
        snprintf(out, size, "%lld", va_arg(*arguments, long long));
    } else if (strcmp(kind, "llu") == 0) {
        snprintf(out, size, "%llu", va_arg(*arguments, unsigned long long));
    } else if (strcmp(kind, "zu") == 0) {
        snprintf(out, size, "%zu", va_arg(*arguments, size_t));
    } else {
        /* Nobody knows how much to take off the list: this one and the rest stay empty. */
        out[0] = '\0';
    }
}

static void keep_arguments(struct error_text *text, const char *format, va_list *arguments)
{
    size_t used = 0;
    text->format = format;
    text->arguments[0] = '\0';
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        char conversion[LONGEST_CONVERSION];
        size_t length = conversion_length(at);
        snprintf(conversion, sizeof conversion, "%.*s", (int)length, at);
        at += length;
        if (strcmp(conversion, "%%") == 0)
            continue;
        if (used + 1 >= sizeof text->arguments)
            break;
        write_argument(conversion, arguments, text->arguments + used, sizeof text->arguments - used - 1);
        used += strlen(text->arguments + used) + 1;
        text->arguments[used] = '\0';
    }
}

/* The arguments that were not kept any more are empty. */
static const char *find_argument(const struct error_text *text, size_t number)
{
    const char *argument = text->arguments, *end = text->arguments + sizeof text->arguments;
    while (number-- > 0 && argument + strlen(argument) + 1 < end)
        argument += strlen(argument) + 1;
    return argument;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* A text that was cut ends with a whole character. */
static size_t end_with_character(char *out, size_t length)
{
    size_t start = length;
    while (start > 0 && is_continuation(out[start - 1]))
        start--;
    if (start > 0 && (unsigned char)out[start - 1] >= 0xC0)
        start--;
    out[start] = '\0';
    return start;
}

static size_t put(char *out, size_t size, size_t length, const char *bytes, size_t count)
{
    if (length + count >= size)
        count = size - 1 - length;
    memcpy(out + length, bytes, count);
    out[length + count] = '\0';
    return length + count;
}

size_t error_write(const struct error_text *text, const char *(*translate)(const char *english), char *out, size_t size)
{
    if (size == 0)
        return 0;
    out[0] = '\0';
    if (!text->format)
        return 0;
    size_t length = 0, next = 0;
    for (const char *at = translate ? translate(text->format) : text->format; *at;) {
        size_t plain = strcspn(at, "%");
        length = put(out, size, length, at, plain);
        at += plain;
        if (!*at)
            break;
        size_t skip = conversion_length(at);
        bool is_numbered = at[1] >= '1' && at[1] <= '9' && at[2] == '$';
        const char *argument = at[1] == '%' ? "%" : find_argument(text, is_numbered ? (size_t)(at[1] - '1') : next++);
        length = put(out, size, length, argument, strlen(argument));
        at += skip;
    }
    return length + 1 == size ? end_with_character(out, length) : length;
}

/* --- Errors -------------------------------------------------------------------------------- */

/* What others read: the English sentences. */
static void write_english(struct error *error)
{
    size_t length = error_write(&error->reason, NULL, error->why, sizeof error->why);
    if (error->detail.format && length + 3 < sizeof error->why) {
        length += (size_t)snprintf(error->why + length, sizeof error->why - length, "%s", length ? ": " : "");
        error_write(&error->detail, NULL, error->why + length, sizeof error->why - length);
    }
    error_write(&error->remedy, NULL, error->way_out, sizeof error->way_out);
}

/* What and the arguments may be parts of the very error that is being rewritten. */
static bool set(struct error *error, enum error_kind kind, const char *what, const struct error_text *reason)
{
    struct error fresh = {.kind = kind, .reason = *reason};
    snprintf(fresh.what, sizeof fresh.what, "%s", what ? what : "");
    *error = fresh;
    write_english(error);
    return false;
}

bool error_set(struct error *error, enum error_kind kind, const char *what, const char *why_format, ...)
{
    if (!error)
        return false;
    struct error_text reason = {0};
    va_list arguments;
    va_start(arguments, why_format);
    keep_arguments(&reason, why_format, &arguments);
    va_end(arguments);
    return set(error, kind, what, &reason);
}

bool error_add_detail(struct error *error, const char *format, ...)
{
    if (!error)
        return false;
    struct error_text detail = {0};
    va_list arguments;
    va_start(arguments, format);
    keep_arguments(&detail, format, &arguments);
    va_end(arguments);
    error->detail = detail;
    write_english(error);
    return false;
}

bool error_set_way_out(struct error *error, const char *format, ...)
{
    if (!error)
        return false;
    struct error_text remedy = {0};
    va_list arguments;
    va_start(arguments, format);
    keep_arguments(&remedy, format, &arguments);
    va_end(arguments);
    error->remedy = remedy;
    write_english(error);
    return false;
}

bool error_set_choices(struct error *error, const struct kind_name *choices, size_t count)
{
    struct buffer keys = {0};
    if (!error)
        return false;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&keys, "%s%s", i ? ", " : "", choices[i].key);
    error_set_way_out(error, "valid are: %s", keys.bytes ? keys.bytes : "");
    error->choices = choices;
    error->choice_count = count;
    buffer_free(&keys);
    return false;
}

bool error_set_texts(struct error *error, enum error_kind kind, const char *what, const char *why, const char *way_out)
{
    if (!error)
        return false;
    set(error, kind, what, &(struct error_text){.format = why});
    error->remedy.format = way_out;
    write_english(error);
    return false;
}

bool error_set_memory(struct error *error, const char *what)
{
    return error_set_texts(error, ERROR_MEMORY, what, N_("out of memory"), NULL);
}

/* The system's own words are in the language of its catalogue, if there is one, and long. */
static const char *meaning(int code)
{
    static const struct {
        int code;
        const char *meaning;
    } meanings[] = {
        {EACCES, N_("permission denied")},
        {EAGAIN, N_("is in use by another program")},
        {EBADF, N_("is closed")},
        {EBUSY, N_("is in use by another program")},
        {EDQUOT, N_("the disk quota is used up")},
        {EEXIST, N_("there is such a file already")},
        {EFBIG, N_("the file would become too large")},
        {EINVAL, N_("the system can't do that here")},
        {EIO, N_("the disk or the line reports an error")},
        {EISDIR, N_("is a directory")},
        {ELOOP, N_("the links lead in a circle")},
        {EMFILE, N_("too many files are open")},
        {ENAMETOOLONG, N_("the name is too long")},
        {ENFILE, N_("too many files are open")},
        {ENODEV, N_("there is no such device")},
        {ENOENT, N_("there is no such file")},
        {ENOMEM, N_("out of memory")},
        {ENOSPC, N_("no space left on the disk")},
        {ENOTDIR, N_("a part of the path is no directory")},
        {ENOTSUP, N_("the system can't do that here")},
        {ENXIO, N_("there is no such device")},
        {EPERM, N_("permission denied")},
        {EPIPE, N_("nobody reads any more")},
        {EROFS, N_("the disk is read-only")},
        {ETIMEDOUT, N_("the answer took too long")},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (meanings[i].code == code)
            return meanings[i].meaning;
    return NULL;
}

bool error_set_system(struct error *error, enum error_kind kind, const char *what, const char *why, int code)
{
    if (!error)
        return false;
    error_set_texts(error, kind, what, why, NULL);
    struct error_text *text = why ? &error->detail : &error->reason;
    text->format = meaning(code);
    if (!text->format) {
        text->format = "%s";
        snprintf(text->arguments, sizeof text->arguments, "%s", strerror(code));
    }
    write_english(error);
    return false;
}
