#ifndef RUECKRUF_CORE_TEXT_CHARSET_H
#define RUECKRUF_CORE_TEXT_CHARSET_H

/* For text_clean.c: characters in charsets that don't have them. */

#include "core/text.h"

/*
 * Appends what stands for a code point in a charset that is not UTF-8: itself; what data/transliterations.tsv says; its
 * parts, without marks that the charset lacks; else the number of one that may be drawn, and of every letter and digit,
 * as <4E2D>, for a blank or "?" would hide that there is something. What is left, U+FFFD above all, becomes "?": then
 * the result is false.
 */
bool text_append_in_charset(struct buffer *clean, uint32_t code_point, enum text_charset charset);

#endif
