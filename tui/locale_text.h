#ifndef RUECKRUF_TUI_LOCALE_TEXT_H
#define RUECKRUF_TUI_LOCALE_TEXT_H

/* The user's locale: what it can show, and clean text in its encoding. */

#include "core/memory.h"
#include "core/text.h"

/*
 * Sets the process's locale from the environment: its encoding and the language of its messages, nothing
 * else. One that is not installed but names UTF-8 still gets UTF-8, and its language: the texts must not
 * suffer from a missing package. Of the encoding's locales it is the plain one: in Turkish ones an I is no i, and what
 * a file says must not depend on who reads it.
 */
void locale_begin(void);

enum text_charset locale_charset(void);

/* Appends clean UTF-8 text, restricted to charset, in the charset's bytes. */
void locale_encode(struct text_view clean, enum text_charset charset, struct buffer *out);

/* The code point of a byte from 0x80 on, in the two charsets of 8 bits. */
uint32_t locale_code_point(unsigned char byte, enum text_charset charset);

/*
 * Appends what the user typed, as stored UTF-8. In ASCII nobody knows: UTF-8 if it can be that, else ISO 8859-1.
 */
void locale_decode(struct text_view typed, enum text_charset charset, struct buffer *stored);

/*
 * Appends a text of ours that quotes the user's bytes (file names, options), as stored UTF-8: what is no UTF-8 in
 * it is read in the charset, in UTF-8 and ASCII as ISO 8859-1, the likeliest of what was before.
 */
void locale_mend(struct text_view quoting, enum text_charset charset, struct buffer *stored);

#endif
