#ifndef RUECKRUF_TUI_FACT_WORDS_H
#define RUECKRUF_TUI_FACT_WORDS_H

/* The facts of a recall in words, in the language of the interface. Data in them is not yet made safe for a screen. */

#include "core/memory.h"
#include "core/recall.h"
#include "tui/row.h"

typedef void fact_words(const struct recall *recall, struct buffer *out); /* appends nothing when it is not known */

/* The lines in the order of a page; between these groups it has others. */
enum fact_place { FACTS_OF_CAR, FACTS_OF_ACTION, FACTS_OF_RECORD };
enum { FACT_LINE_COUNT = 18 };
struct fact_line {
    enum fact_place place;
    const char *label; /* marked with N_() */
    fact_words *append;
    enum style style;
};
extern const struct fact_line fact_lines[FACT_LINE_COUNT];

fact_words fact_append_urgent; /* "[BRAND]" */
fact_words fact_append_what;   /* that and the categories */
fact_words fact_append_vehicle;
fact_words fact_append_action; /* when, how long, at what cost */

/* Each in quotation marks. */
void fact_append_quoted(const struct string_list *list, struct buffer *out);

#endif
