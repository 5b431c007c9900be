#ifndef RUECKRUF_TUI_MESSAGES_H
#define RUECKRUF_TUI_MESSAGES_H

/*
 * The texts of the interface, through gettext. English ones stand in the code, marked with _(), or with N_() (of
 * core/error.h) in tables whose readers translate them; the others stand in data/po, a catalogue for each language
 * ("make update-po" takes new texts over into them).
 */

#include <stdbool.h>

#include "core/error.h"
#include "core/recall.h"
#include "core/search_relax.h"
#include "core/store.h"

/* Names the directory of the catalogues, as place_catalogues() gives it; locale_begin() chooses the language. */
void messages_begin(const char *directory);

/* Whether the texts are German: the user's language is, and there is a catalogue of it. */
bool messages_is_german(void);

/* The text in the user's language, UTF-8; the English one when there is no other. */
const char *messages_translate(const char *english) __attribute__((format_arg(1)));

#define _(english) messages_translate(english)

/* The one of both that goes with the count, in the user's language. */
const char *messages_plural(const char *one, const char *many, uint64_t count)
    __attribute__((format_arg(1), format_arg(2)));

/* A singular and a plural in a table. */
#define NP_(one, many) one, many

/* A category, hazard, … in the user's language. */
const char *messages_kind(const struct kind_name *kind);

/* "BRAND", the word that leads a row of the list; NULL when nothing is urgent. */
const char *messages_urgent(uint32_t hazards, unsigned advisories);

/* "WHAT: WHY (WAY OUT)" in the user's language, on one line. It may quote bytes from outside. */
void messages_append_error(const struct error *error, struct buffer *out);

/* The same without what was being done, for where there is little room: "WHY (WAY OUT)". */
void messages_append_why(const struct error *error, struct buffer *out);
/* "WHAT: WAY OUT", where the way out says what could be instead; WHY where there is none. */
void messages_append_way_out(const struct error *error, struct buffer *out);

/* "1,234,567", in German "1.234.567"; four digits stand together, as in years. */
void messages_append_number(uint64_t number, struct buffer *out);

/* "KBA": how an authority is called; NULL: it is none, but the format of a file of one's own. */
const char *messages_authority(const char *authority);

/* "searched in 13 recalls, 3 sources, as of 2026-11-21" */
void messages_append_extent(const struct store_info *info, struct buffer *out);

/* "without airbag": what a relaxation asks instead. */
void messages_append_relaxation(const struct relaxation *relaxation, struct buffer *out);

#endif
