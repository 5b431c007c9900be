#ifndef RUECKRUF_CORE_TEXT_H
#define RUECKRUF_CORE_TEXT_H

/*
 * The one gate that bytes from outside go through, and the one fold that
 * search, rules and highlighting share.
 *
 * Three states of text, in this order:
 *   raw     bytes as they came in, in any encoding
 *   stored  valid UTF-8, otherwise as the source has it: text_repair()
 *   clean   fit for a screen: NFC, only code points that every terminal draws alike: text_clean()
 *
 * And beside it, for comparing: folded text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"

/* --- Raw to stored (text.c) ---------------------------------------------------------------- */

/* Well-formed; the empty text is. */
bool text_is_utf8(struct text_view raw);

/*
 * Appends raw to stored as valid UTF-8: one U+FFFD for each maximal ill-formed part (Unicode 14,
 * table 3-7 and the recommendation below it). Returns how many there were.
 */
size_t text_repair(struct text_view raw, struct buffer *stored);

/* Appends raw, which is Windows-1252, as UTF-8. The five undefined bytes become U+FFFD; returns how many. */
size_t text_from_windows_1252(struct text_view raw, struct buffer *stored);

/* Appends text without white space at its ends and with each run of white space as one blank. */
void text_normalize_space(struct text_view stored, struct buffer *normalized);

/* Without white space at both ends; borrows from stored. White space is Unicode's, NBSP included. */
struct text_view text_trim(struct text_view stored);
bool text_is_space(uint32_t code_point); /* white space of Unicode, that which does not break a line included */

/* The code point at the start of valid UTF-8; 0, and a length of 0, at the end. */
uint32_t text_decode(struct text_view stored, size_t *length_bytes);
void text_append_code_point(struct buffer *buffer, uint32_t code_point);

/* --- Stored to clean (text_clean.c) -------------------------------------------------------- */

/* What the terminal's locale can show. Clean text is UTF-8 all the same, restricted to that set. */
enum text_charset { CHARSET_UTF8, CHARSET_LATIN1, CHARSET_LATIN9, CHARSET_ASCII };

/*
 * Appends text as it may be drawn: repaired if it must be, NFC, line breaks as \n, tabs and other white
 * space as blanks, no control character but \n, only code points of data/display-ranges.tsv. Soft
 * hyphens vanish. Anything else is U+FFFD, or in a charset without it a transliteration („ → ",
 * € → EUR, ä → ae where there is no ä). Returns how many characters were replaced by U+FFFD, in such charsets "?".
 */
size_t text_clean(struct text_view text, enum text_charset charset, struct buffer *clean);

/* Line breaks from that byte on become blanks: for what has one row. In place. */
void text_join_lines(struct buffer *clean, size_t start);

/* The columns that a code point of clean text takes on every terminal: 1 or 2; 0 if it may not be drawn. */
unsigned text_code_point_columns(uint32_t code_point);

/* The columns of a clean text without line breaks. */
size_t text_width_columns(struct text_view clean);

/* The bytes of the longest beginning of a clean text that fits into width columns. */
size_t text_fit_columns(struct text_view clean, size_t width_columns);

/* --- Folding (text_fold.c) ----------------------------------------------------------------- */

/*
 * The forms differ in what becomes of umlauts:
 *   strict  ä→ae ö→oe ü→ue     how a careful writer without umlauts spells them
 *   base    ä→a  ö→o  ü→u      how a hasty one does; also unites Bruch and Brüche
 *   loose   base, and ae→a oe→o ue→u as well (ue only when no vowel or q stands before it):
 *           umlaut, digraph and base letter are the same
 * In all of them: NFC, lower case, ß→ss, other letters without their accents (é→e, ø→o), æ→ae, œ→oe;
 * typographic quotes → ", dashes → -, any run of white space → one blank; a hyphen (also one at the
 * end of a line, also a soft one) between letters, or between a letter and a digit, vanishes; a soft hyphen vanishes
 * everywhere. Other punctuation stays, so that sentences can still be told.
 */
enum fold_form { FOLD_STRICT, FOLD_BASE, FOLD_LOOSE };

/* A folded text that knows where each of its bytes comes from. Zero-initialise; may be used again. */
struct folded {
    struct buffer text;
    /* text.length + 1 entries: the first byte of the original character that the folded byte comes from;
       the last entry is the length of the original. */
    uint32_t *origins;
    /* text.length + 1 entries: true where a hyphen has vanished before this byte. */
    bool *joints;
    size_t capacity;
    bool failed; /* memory ran out */
};

/* Folds text (any bytes; at most 4 GiB) into folded, replacing what was there; false: out of memory. */
bool text_fold(struct text_view text, enum fold_form form, struct folded *folded);
void folded_free(struct folded *folded);

/*
 * The bytes of text, from which folded was made, that the folded bytes [start, start + length) come
 * from: whole characters with the marks that belong to them. The range must lie inside the folded text.
 */
void folded_origin(const struct folded *folded, struct text_view text, size_t start, size_t length,
                   size_t *origin_start, size_t *origin_length);

/*
 * Appends the letters and digits of the loose form alone, by which a name is known however it is written: "High
 * voltage", "high_voltage" and "highvoltage" are one, and so are "Kühlung", "Kuehlung" and "Kuhlung".
 */
void text_append_name_key(struct text_view name, struct buffer *key);

/* A byte that belongs to a word in folded text: a letter, a digit, or part of a longer character. */
static inline bool fold_is_word_byte(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
}

/* Folded text without the punctuation at its ends, which finds nothing: "kuhler," means Kühler. */
static inline struct text_view fold_trim_punctuation(struct text_view folded)
{
    while (folded.length > 0 && !fold_is_word_byte((unsigned char)folded.bytes[0])) {
        folded.bytes++;
        folded.length--;
    }
    while (folded.length > 0 && !fold_is_word_byte((unsigned char)folded.bytes[folded.length - 1]))
        folded.length--;
    return folded;
}

static inline bool fold_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A stop or comma that groups the digits of a number: right between two of them, as in 1.971.675 or 14.11.2011. */
static inline bool fold_is_point_in_number(struct text_view folded, size_t at)
{
    return at > 0 && at + 1 < folded.length && (folded.bytes[at] == '.' || folded.bytes[at] == ',') &&
           fold_is_digit(folded.bytes[at - 1]) && fold_is_digit(folded.bytes[at + 1]);
}

#endif
