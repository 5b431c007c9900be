#ifndef RUECKRUF_CORE_QUERY_INTERNAL_H
#define RUECKRUF_CORE_QUERY_INTERNAL_H

/* A query's parts, for search*.c. */

#include <stddef.h>

#include "core/query.h"

enum query_term_kind {
    TERM_WORD,   /* anywhere inside a word */
    TERM_SHORT,  /* one or two letters: a whole word or its beginning */
    TERM_NUMBER, /* digits, however they are grouped */
    TERM_PHRASE, /* these words in this order */
};

struct query_term {
    enum query_term_kind kind;
    bool is_excluded;
    bool has_umlaut;         /* only the strict form may match, and the loose one of a long word */
    bool is_long;            /* six letters or more: umlaut, digraph and base letter are the same */
    struct text_view typed;  /* as the person wrote it */
    struct text_view strict; /* folded forms; of a number the digits alone */
    struct text_view base;
    struct text_view loose;
};

size_t query_term_count(const struct query *query);
const struct query_term *query_term(const struct query *query, size_t number);

#endif
