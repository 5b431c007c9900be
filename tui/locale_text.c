#include "tui/locale_text.h"

#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What the environment names for a category of the locale: LC_ALL, the category's own, LANG; else "C". */
static const char *locale_name(const char *category)
{
    const char *const variables[] = {"LC_ALL", category, "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

/*
 * Appends the languages of a list like "de_AT.UTF-8:de": letters, then perhaps _ and letters. What is none
 * (a path, for gettext makes file names of them) is left out, as is what follows the territory. English ends
 * the list: the texts are English without a catalogue.
 */
static void append_languages(const char *names, struct buffer *out)
{
    while (*names) {
        size_t length = strcspn(names, ":"), kept = 0;
        while (kept < length && (isalpha((unsigned char)names[kept]) || (kept >= 2 && names[kept] == '_')))
            kept++;
        if (kept >= 2 && (kept == length || strchr(".@", names[kept]))) {
            buffer_append_string(out, out->length ? ":" : "");
            buffer_append(out, names, kept);
            if (strncmp(names, "en", 2) == 0 && (kept == 2 || names[2] == '_'))
                return;
        }
        names += length + (names[length] == ':');
    }
}

/*
 * gettext takes the language from the name of the locale that is set, before it from LANGUAGE. Where the
 * user's locale is not installed, one that is lets LANGUAGE speak; C itself and, since glibc 2.39, C.UTF-8 don't.
 */
static void begin_messages(void)
{
    const char *wanted = getenv("LANGUAGE");
    bool is_installed = setlocale(LC_MESSAGES, "") != NULL;
    struct buffer languages = {0};
    append_languages(wanted ? wanted : "", &languages);
    if (!is_installed && languages.length == 0)
        append_languages(locale_name("LC_MESSAGES"), &languages);
    if (languages.length > 0 && !languages.failed)
        setenv("LANGUAGE", languages.bytes, 1);
    else
        unsetenv("LANGUAGE");
    if (!is_installed && languages.length > 0 && !setlocale(LC_MESSAGES, "en_US.UTF-8"))
        setlocale(LC_MESSAGES, "C.UTF-8");
    buffer_free(&languages);
}

void locale_begin(void)
{
    begin_messages();
    bool is_installed = setlocale(LC_CTYPE, "") != NULL;
    const char *name = is_installed ? nl_langinfo(CODESET) : locale_name("LC_CTYPE");
    if (strcasestr(name, "utf-8") || strcasestr(name, "utf8"))
        setlocale(LC_CTYPE, "C.UTF-8");
    else if (is_installed && locale_charset() == CHARSET_ASCII)
        setlocale(LC_CTYPE, "C");
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
static const struct {
    uint16_t code_point;
    unsigned char byte;
} latin9[] = {{0x20AC, 0xA4}, {0x0160, 0xA6}, {0x0161, 0xA8}, {0x017D, 0xB4},
              {0x017E, 0xB8}, {0x0152, 0xBC}, {0x0153, 0xBD}, {0x0178, 0xBE}};

static unsigned char latin9_byte(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof latin9 / sizeof latin9[0]; i++)
        if (latin9[i].code_point == code_point)
            return latin9[i].byte;
    return (unsigned char)code_point;
}

uint32_t locale_code_point(unsigned char byte, enum text_charset charset)
{
    for (size_t i = 0; charset == CHARSET_LATIN9 && i < sizeof latin9 / sizeof latin9[0]; i++)
        if (latin9[i].byte == byte)
            return latin9[i].code_point;
    return byte;
}

void locale_decode(struct text_view typed, enum text_charset charset, struct buffer *stored)
{
    if (charset == CHARSET_UTF8 || (charset == CHARSET_ASCII && text_is_utf8(typed))) {
        text_repair(typed, stored);
        return;
    }
    for (size_t i = 0; i < typed.length; i++)
        text_append_code_point(stored, locale_code_point((unsigned char)typed.bytes[i], charset));
}

void locale_mend(struct text_view quoting, enum text_charset charset, struct buffer *stored)
{
    while (quoting.length > 0) {
        size_t length = 1;
        while (length < 4 && length < quoting.length && !text_is_utf8((struct text_view){quoting.bytes, length}))
            length++;
        if (text_is_utf8((struct text_view){quoting.bytes, length})) {
            buffer_append(stored, quoting.bytes, length);
        } else {
            length = 1;
            text_append_code_point(stored, locale_code_point((unsigned char)quoting.bytes[0], charset));
        }
        quoting.bytes += length;
        quoting.length -= length;
    }
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
