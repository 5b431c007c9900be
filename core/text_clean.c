#include "core/text.h"

#include <stdlib.h>

#include <uninorm.h>
#include <unistr.h>

#include "core/text_charset.h"
#include "core/text_internal.h"

/* --- Columns ------------------------------------------------------------------------------- */

static const struct {
    uint32_t first, last;
    unsigned columns;
} display_ranges[] = {
#include "core/display_ranges.inc"
};

unsigned text_code_point_columns(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F)
        return 1;
    size_t low = 0, high = sizeof display_ranges / sizeof display_ranges[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code_point > display_ranges[middle].last)
            low = middle + 1;
        else if (code_point < display_ranges[middle].first)
            high = middle;
        else
            return display_ranges[middle].columns;
    }
    return code_point == REPLACEMENT_CHARACTER ? 1 : 0;
}

size_t text_width_columns(struct text_view clean)
{
    size_t width = 0;
    while (clean.length > 0) {
        size_t length;
        width += text_code_point_columns(decode(clean, &length));
        clean.bytes += length;
        clean.length -= length;
    }
    return width;
}

size_t text_fit_columns(struct text_view clean, size_t width_columns)
{
    size_t taken = 0, width = 0;
    while (taken < clean.length) {
        size_t length;
        width +=
            text_code_point_columns(decode((struct text_view){clean.bytes + taken, clean.length - taken}, &length));
        if (width > width_columns)
            break;
        taken += length;
    }
    return taken;
}

/* --- The gate ------------------------------------------------------------------------------- */

static size_t append_clean_code_point(struct buffer *clean, uint32_t code_point, enum text_charset charset)
{
    if (code_point == SOFT_HYPHEN)
        return 0;
    if (code_point == 0x2028 || code_point == 0x2029 || code_point == 0x85) {
        buffer_append_byte(clean, '\n');
        return 0;
    }
    if (is_space(code_point) && code_point != '\n' && code_point != 0xA0 && code_point != 0x202F) {
        buffer_append_byte(clean, ' ');
        return 0;
    }
    if (charset != CHARSET_UTF8 && code_point != '\n')
        return text_append_in_charset(clean, code_point, charset) ? 0 : 1;
    if (code_point != '\n' && text_code_point_columns(code_point) == 0)
        code_point = REPLACEMENT_CHARACTER;
    text_append_code_point(clean, code_point);
    return code_point == REPLACEMENT_CHARACTER ? 1 : 0;
}

static size_t append_clean_utf8(struct buffer *clean, const uint8_t *bytes, size_t length, enum text_charset charset)
{
    size_t replaced = 0;
    for (size_t i = 0; i < length;) {
        ucs4_t code_point;
        int step = u8_mbtouc(&code_point, bytes + i, length - i);
        size_t taken = step > 0 ? (size_t)step : 1;
        /* CR LF is one line break, a lone CR another way of writing one. */
        if (code_point == '\r') {
            if (i + 1 >= length || bytes[i + 1] != '\n')
                buffer_append_byte(clean, '\n');
        } else if (code_point >= 0x20 && code_point < 0x7F) {
            buffer_append_byte(clean, (char)code_point);
        } else {
            replaced += append_clean_code_point(clean, code_point, charset);
        }
        i += taken;
    }
    return replaced;
}

size_t text_clean(struct text_view text, enum text_charset charset, struct buffer *clean)
{
    struct buffer repaired = {0};
    if (!text_is_utf8(text)) {
        text_repair(text, &repaired);
        text = buffer_view(&repaired);
    }
    size_t replaced = 0;
    size_t normal_length = 0;
    uint8_t *normal = NULL;
    if (text.length > 0)
        normal = u8_normalize(UNINORM_NFC, (const uint8_t *)text.bytes, text.length, NULL, &normal_length);
    if (normal)
        replaced = append_clean_utf8(clean, normal, normal_length, charset);
    else if (text.length > 0 || repaired.failed)
        clean->failed = true;
    free(normal);
    buffer_free(&repaired);
    return replaced;
}

void text_join_lines(struct buffer *clean, size_t start)
{
    for (size_t i = start; i < clean->length; i++)
        if (clean->bytes[i] == '\n')
            clean->bytes[i] = ' ';
}
