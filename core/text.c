#include "core/text.h"

#include <string.h>
#include <unistr.h>

#include "core/sse2.h"
#include "core/text_internal.h"

/* The first byte that is not ASCII. */
static const uint8_t *skip_ascii(const uint8_t *bytes, const uint8_t *end)
{
#if defined(__x86_64__)
    for (; end - bytes >= 16; bytes += 16) {
        unsigned other = sse2_bits(sse2_load((const char *)bytes)); /* the highest bit of each byte */
        if (other)
            return bytes + __builtin_ctz(other);
    }
#endif
    while (bytes < end && *bytes < 0x80)
        bytes++;
    return bytes;
}

/*
 * The first byte that is of no well-formed character; NULL: there is none. Most of a text is ASCII, and most of the
 * rest has two bytes; a character of several has no byte below 0x80.
 */
static const uint8_t *find_ill_formed(const uint8_t *bytes, size_t length)
{
    const uint8_t *end = bytes + length;
    while ((bytes = skip_ascii(bytes, end)) < end) {
        if (bytes[0] >= 0xC2 && bytes[0] <= 0xDF && end - bytes >= 2 && (bytes[1] & 0xC0) == 0x80) {
            bytes += 2;
            continue;
        }
        const uint8_t *start = bytes;
        while (bytes < end && *bytes >= 0x80)
            bytes++;
        const uint8_t *bad = u8_check(start, (size_t)(bytes - start));
        if (bad)
            return bad;
    }
    return NULL;
}

bool text_is_utf8(struct text_view raw)
{
    return raw.length == 0 || find_ill_formed((const uint8_t *)raw.bytes, raw.length) == NULL;
}

void text_append_code_point(struct buffer *buffer, uint32_t code_point)
{
    uint8_t bytes[6];
    int length = u8_uctomb(bytes, code_point, sizeof bytes);
    if (length > 0)
        buffer_append(buffer, bytes, (size_t)length);
}

uint32_t text_decode(struct text_view stored, size_t *length_bytes)
{
    return decode(stored, length_bytes);
}

/* How many bytes the ill-formed sequence at the start takes: a well-formed beginning counts as one. */
static size_t ill_formed_length(const uint8_t *bytes, size_t length)
{
    unsigned lead = bytes[0];
    size_t wanted = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    size_t taken = 1;
    while (taken < wanted && taken < length) {
        unsigned low = 0x80, high = 0xBF;
        if (taken == 1) {
            if (lead == 0xE0)
                low = 0xA0;
            else if (lead == 0xED)
                high = 0x9F;
            else if (lead == 0xF0)
                low = 0x90;
            else if (lead == 0xF4)
                high = 0x8F;
        }
        if (bytes[taken] < low || bytes[taken] > high)
            break;
        taken++;
    }
    return taken;
}

size_t text_repair(struct text_view raw, struct buffer *stored)
{
    size_t repaired = 0;
    const uint8_t *bytes = (const uint8_t *)raw.bytes;
    size_t left = raw.length;
    while (left > 0) {
        const uint8_t *bad = find_ill_formed(bytes, left);
        size_t good = bad ? (size_t)(bad - bytes) : left;
        buffer_append(stored, bytes, good);
        bytes += good;
        left -= good;
        if (left > 0) {
            size_t skip = ill_formed_length(bytes, left);
            text_append_code_point(stored, REPLACEMENT_CHARACTER);
            repaired++;
            bytes += skip;
            left -= skip;
        }
    }
    return repaired;
}

size_t text_from_windows_1252(struct text_view raw, struct buffer *stored)
{
    /* 0x80 to 0x9F; 0 where the code page has nothing. */
    static const uint16_t upper[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    size_t repaired = 0;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = (unsigned char)raw.bytes[i];
        uint32_t code_point = byte;
        if (byte >= 0x80 && byte < 0xA0)
            code_point = upper[byte - 0x80];
        if (code_point == 0 && byte != 0) {
            code_point = REPLACEMENT_CHARACTER;
            repaired++;
        }
        text_append_code_point(stored, code_point);
    }
    return repaired;
}

static inline bool is_plain(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

/* How many bytes of ASCII begin the text that are no white space, but for single blanks between them. */
static size_t count_plain(struct text_view text)
{
    size_t length = 0;
    while (length < text.length &&
           (is_plain(text.bytes[length]) || (text.bytes[length] == ' ' && length > 0 && length + 1 < text.length &&
                                             is_plain(text.bytes[length - 1]) && is_plain(text.bytes[length + 1]))))
        length++;
    return length;
}

void text_normalize_space(struct text_view stored, struct buffer *normalized)
{
    bool pending = false, started = false;
    while (stored.length > 0) {
        size_t length = count_plain(stored);
        if (length == 0 && is_space(decode(stored, &length))) {
            pending = started;
        } else {
            if (pending)
                buffer_append_byte(normalized, ' ');
            buffer_append(normalized, stored.bytes, length);
            pending = false;
            started = true;
        }
        stored.bytes += length;
        stored.length -= length;
    }
}

bool text_is_space(uint32_t code_point)
{
    return is_space(code_point);
}

struct text_view text_trim(struct text_view stored)
{
    while (stored.length > 0) {
        size_t length;
        if (!is_space(decode(stored, &length)))
            break;
        stored.bytes += length;
        stored.length -= length;
    }
    while (stored.length > 0) {
        size_t last = stored.length - 1;
        while (last > 0 && ((unsigned char)stored.bytes[last] & 0xC0) == 0x80)
            last--;
        size_t length;
        if (!is_space(decode((struct text_view){stored.bytes + last, stored.length - last}, &length)))
            break;
        stored.length = last;
    }
    return stored;
}
