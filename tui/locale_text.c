#include "tui/locale_text.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *locale_name(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

void locale_begin(void)
{
    if (setlocale(LC_ALL, ""))
        return;
    const char *name = locale_name();
    if (strcasestr(name, "utf-8") || strcasestr(name, "utf8"))
        setlocale(LC_CTYPE, "C.UTF-8");
}

enum text_charset locale_charset(void)
{
    static const struct {
        const char *codeset;
        enum text_charset charset;
    } names[] = {
        {"UTF-8", CHARSET_UTF8},       {"UTF8", CHARSET_UTF8},          {"ISO-8859-1", CHARSET_LATIN1},
        {"ISO8859-1", CHARSET_LATIN1}, {"ISO-8859-15", CHARSET_LATIN9}, {"ISO8859-15", CHARSET_LATIN9},
    };
    const char *codeset = nl_langinfo(CODESET);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(codeset, names[i].codeset) == 0)
            return names[i].charset;
    return CHARSET_ASCII;
}

/* ISO 8859-15 has these where ISO 8859-1 has others. */
static unsigned char latin9_byte(uint32_t code_point)
{
    static const struct {
        uint16_t code_point;
        unsigned char byte;
    } bytes[] = {{0x20AC, 0xA4}, {0x0160, 0xA6}, {0x0161, 0xA8}, {0x017D, 0xB4},
                 {0x017E, 0xB8}, {0x0152, 0xBC}, {0x0153, 0xBD}, {0x0178, 0xBE}};
    for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++)
        if (bytes[i].code_point == code_point)
            return bytes[i].byte;
    return (unsigned char)code_point;
}

void locale_encode(struct text_view clean, enum text_charset charset, struct buffer *out)
{
    if (charset == CHARSET_UTF8 || charset == CHARSET_ASCII) {
        buffer_append_view(out, clean);
        return;
    }
    while (clean.length > 0) {
        size_t length;
        uint32_t code_point = text_decode(clean, &length);
        unsigned char byte = charset == CHARSET_LATIN9 ? latin9_byte(code_point) : (unsigned char)code_point;
        buffer_append_byte(out, (char)byte);
        clean.bytes += length;
        clean.length -= length;
    }
}
