#ifndef RUECKRUF_CORE_TEXT_INTERNAL_H
#define RUECKRUF_CORE_TEXT_INTERNAL_H

/* What the files of text.h have in common, asked of every character and therefore inline. For text*.c. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unictype.h>
#include <unistr.h>

#include "core/memory.h"

enum { REPLACEMENT_CHARACTER = 0xFFFD, SOFT_HYPHEN = 0x00AD };

/* text_decode(), which see. */
static inline uint32_t decode(struct text_view stored, size_t *length_bytes)
{
    ucs4_t code_point = 0;
    *length_bytes = 0;
    if (stored.length > 0) {
        int length = u8_mbtouc(&code_point, (const uint8_t *)stored.bytes, stored.length);
        *length_bytes = length > 0 ? (size_t)length : 1;
    }
    return code_point;
}

/* text_is_space() */
static inline bool is_space(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
    return code_point == 0xA0 || uc_is_property_white_space(code_point);
}

#endif
