#include "tui/clipboard.h"

#include <stdint.h>

static void append_base64(struct text_view text, struct buffer *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < text.length; i += 3) {
        size_t count = text.length - i < 3 ? text.length - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < count ? (unsigned char)text.bytes[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            buffer_append_byte(out, k <= count ? digits[bits >> (18 - 6 * k) & 63] : '=');
    }
}

void clipboard_append(struct text_view text, struct buffer *out)
{
    buffer_append_string(out, "\033]52;c;");
    append_base64(text, out);
    buffer_append_byte(out, '\a');
}
