#ifndef RUECKRUF_CORE_QUERY_INTERNAL_H
#define RUECKRUF_CORE_QUERY_INTERNAL_H

/* A query's parts, for query*.c and search*.c. */

#include <stddef.h>

#include "core/query.h"

enum query_term_kind {
    TERM_WORD,   /* anywhere inside a word */
    TERM_SHORT,  /* one or two letters: a whole word or its beginning */
    TERM_NUMBER, /* digits, however they are grouped */
    TERM_PHRASE, /* these words in this order */
    TERM_FILTER, /* field:value */
    TERM_VIN,    /* a single car's number: recall files know none */
};

enum query_field {
    FIELD_CATEGORY,
    FIELD_MAKE,
    FIELD_MODEL,
    FIELD_YEAR,
    FIELD_SINCE,
    FIELD_UNTIL,
    FIELD_HAZARD,
    FIELD_REMEDY,
    FIELD_PART,
    FIELD_ID,
    FIELD_CAMPAIGN,
    FIELD_SOURCE,
    FIELD_MARKET,
    FIELD_IS,
    FIELD_COUNT
};

struct query_term {
    enum query_term_kind kind;
    bool is_excluded;
    bool is_synonym;    /* not typed: of the group of a typed word */
    bool is_subscriber; /* not typed: of the telephone number before it, what is dialled everywhere */
    bool has_umlaut;    /* only the strict form may match, and the loose one of a long word */
    bool is_quoted;
    bool is_row;             /* several words, whatever punctuation stands between them; in the forms a blank does */
    bool begins_word;        /* may not match inside a word: one or two letters, or several words */
    bool is_long;            /* six letters or more: umlaut, digraph and base letter are the same */
    struct text_view typed;  /* as the person wrote it; of a filter its value */
    struct text_view strict; /* folded forms; of a number the digits alone */
    struct text_view base;
    struct text_view loose;
    enum query_field field;          /* of a filter */
    bool is_whole;                   /* "=Golf": all of a name, not words of it */
    int value;                       /* enum category, hazard, remedy or query_is, or the year */
    struct text_view campaign;       /* the letters and digits alone of what may be a campaign's number; else empty */
    struct text_view key;            /* of a make, a market or what is whole: text_append_name_key() */
    const struct query_term *others; /* the other names of its make or market; query_widen() gives them */
    size_t other_count;
};

/* One of these must match, or none when it is excluded (then there is only one). */
struct query_clause {
    struct query_term *terms;
    size_t count, capacity;
};

struct query {
    struct arena *arena;
    struct query_clause *clauses; /* all must match */
    size_t count, capacity;
};

/* Whether it is digits alone, three or more, however they are grouped. */
bool query_is_number(struct text_view folded);

/* A number without the zeros that the press prints before it: 012223 is 12223. */
struct text_view query_strip_zeros(struct text_view digits);
/*
 * A term's campaign: of a number or a code with zeros before it that the press prints, what is left (14078r of
 * 014078R); of a word with letters and digits, these (r2015001 of R-2015-001). From so many bytes on it may be the
 * beginning of a campaign's number; fewer are all of it.
 */
enum { QUERY_CAMPAIGN_BEGINNING = 3 };
/*
 * Appends what many leave out at the end of a campaign's number, which is given bare: NHTSA's file has 19V188000 for
 * 19V188, the KBA's 14078R for 14078. False: nothing is, or memory is out, which the buffer tells.
 */
bool query_complete_campaign(struct buffer *number);

/*
 * What a telephone number has in common wherever one calls from: +49 89 1234567, 0049 89 1234567, +49 (0)89 1234567 and
 * 089 1234567 are 89 1234567. Of one that is too short without its country, the form with the country that was not
 * typed: +43 (0)1 25075 for +43 1 25075. Empty for a number too short to be one. In the query's arena.
 */
struct text_view query_take_subscriber(struct query *query, const struct query_term *term);

/* The letters and digits of a word that is written like a recall's id; false: it is not. */
enum { QUERY_ID_LETTERS = 9, QUERY_ID_DASH = 4 };
bool query_take_id(const struct query_term *term, char id[QUERY_ID_LETTERS + 1]);

/* Whether a folded text is more than one word: something in it is no letter or digit. */
bool query_has_gap(struct text_view folded);

/* The year of a car that a number may be; 0: it is none. */
int query_term_year(const struct query_term *term);

size_t query_clause_count(const struct query *query); /* of NULL: 0 */
const struct query_clause *query_clause(const struct query *query, size_t number);

/* --- Between query*.c ---------------------------------------------------------------------- */

/* Sets the term's key. */
bool query_set_key(struct query *query, struct query_term *term, struct error *error);

/* Makes a term of a word or phrase; *has_content is false when there is nothing to look for in it. */
bool query_make_word(struct query *query, struct text_view typed, bool is_phrase, struct query_term *term,
                     bool *has_content, struct error *error);

/* What is several words is these words in this order. */
void query_make_row(struct query_term *term);

/*
 * Takes a token of the form field:value. FIELD_NONE: it is none. FIELD_WRONG: the field or its value is unknown, and
 * error says so with the valid ones as the way out.
 */
enum query_field_result { FIELD_NONE, FIELD_FOUND, FIELD_WRONG };
enum query_field_result query_take_field(struct query *query, struct text_view token, struct query_term *term,
                                         struct error *error);

/* "cat:", whose value is still to come. */
bool query_is_unfinished_field(struct text_view token);

/* The field whose values have several names in the rules, as rules_names() takes it; NULL: the field has none. */
const char *query_field_of_names(enum query_field field);

/* The maker that a vehicle number names; NULL when it is none we know. */
const char *query_vin_make(struct text_view vin);
bool query_is_vin(struct text_view token);

/* A clause of its own for the term, or the term as one more alternative of a clause. The term is copied. */
bool query_add_clause(struct query *query, const struct query_term *term, struct error *error);
bool query_add_alternative(struct query_clause *clause, const struct query_term *term, struct error *error);

#endif
