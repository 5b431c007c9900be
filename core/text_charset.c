#include "core/text_charset.h"

#include <string.h>

#include <unictype.h>
#include <uninorm.h>

#include "core/text_internal.h"

/* In the order of code points. */
static const struct transliteration {
    uint32_t first, last;
    const char *ascii;
} transliterations[] = {
#include "core/transliterations.inc"
};

static const char *find_transliteration(uint32_t code_point)
{
    size_t low = 0, high = sizeof transliterations / sizeof transliterations[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code_point > transliterations[middle].last)
            low = middle + 1;
        else if (code_point < transliterations[middle].first)
            high = middle;
        else
            return transliterations[middle].ascii;
    }
    return NULL;
}

static bool charset_has(enum text_charset charset, uint32_t code_point)
{
    static const uint16_t latin9[] = {0x20AC, 0x0160, 0x0161, 0x017D, 0x017E, 0x0152, 0x0153, 0x0178};
    static const uint16_t latin9_lacks[] = {0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE};
    if (code_point < 0x7F)
        return code_point >= 0x20;
    if (charset == CHARSET_ASCII)
        return false;
    if (charset == CHARSET_LATIN9) {
        for (size_t i = 0; i < sizeof latin9 / sizeof latin9[0]; i++) {
            if (code_point == latin9[i])
                return true;
            if (code_point == latin9_lacks[i])
                return false;
        }
    }
    return code_point >= 0xA0 && code_point <= 0xFF;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Appends what stands for the character, or nothing. */
static void append_replacement(struct buffer *out, uint32_t code_point, enum text_charset charset)
{
    if (charset_has(charset, code_point)) {
        text_append_code_point(out, code_point);
        return;
    }
    const char *ascii = find_transliteration(code_point);
    if (ascii) {
        buffer_append_string(out, ascii);
        return;
    }
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag, count = uc_decomposition(code_point, &tag, parts);
    for (int i = 0; i < count; i++)
        if (uc_combining_class(parts[i]) == 0 && text_code_point_columns(parts[i]) > 0)
            append_replacement(out, parts[i], charset);
}

static bool is_blank(struct text_view text)
{
    return text.length == 0 || strspn(text.bytes, " ") == text.length;
}

/* What keeps a number apart from the digit before it: 10² is not 102, 1½ is not 11/2. */
static const char *separator(uint32_t code_point)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag;
    if (uc_decomposition(code_point, &tag, parts) <= 0)
        return "";
    return tag == UC_DECOMP_SUPER ? "^" : tag == UC_DECOMP_FRACTION || tag == UC_DECOMP_CIRCLE ? " " : "";
}

/* A letter or a digit: a part of a text that is missed, although no terminal can be relied on to draw it. */
static bool is_read(uint32_t code_point)
{
    return uc_is_general_category_withtable(code_point, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

bool text_append_in_charset(struct buffer *clean, uint32_t code_point, enum text_charset charset)
{
    if (charset_has(charset, code_point)) {
        text_append_code_point(clean, code_point);
        return true;
    }
    if (code_point == 0xA0 || code_point == 0x202F) {
        buffer_append_byte(clean, ' ');
        return true;
    }
    struct buffer replacement = {0};
    append_replacement(&replacement, code_point, charset);
    bool shown = !is_blank(buffer_view(&replacement));
    if (shown) {
        if (clean->length > 0 && is_digit(clean->bytes[clean->length - 1]) && is_digit(replacement.bytes[0]))
            buffer_append_string(clean, separator(code_point));
        buffer_append_view(clean, buffer_view(&replacement));
    } else if (code_point != REPLACEMENT_CHARACTER &&
               (text_code_point_columns(code_point) > 0 || is_read(code_point))) {
        buffer_append_format(clean, "<%04X>", (unsigned)code_point);
        shown = true;
    } else {
        buffer_append_byte(clean, '?');
    }
    clean->failed = clean->failed || replacement.failed;
    buffer_free(&replacement);
    return shown;
}
