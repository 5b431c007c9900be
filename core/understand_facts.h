#ifndef RUECKRUF_CORE_UNDERSTAND_FACTS_H
#define RUECKRUF_CORE_UNDERSTAND_FACTS_H

/* Where the facts of one recall are gathered, and the small tools for reading them from folded text. */

#include "core/understand_internal.h"

struct facts {
    const struct reading *reading;
    struct recall *recall;
    struct arena *arena;
    struct evidence *evidence; /* grows in the arena */
    size_t evidence_count;
    size_t evidence_capacity;
};

/* A stretch of the folded text. */
struct span {
    size_t start, end;
};

static inline size_t span_length(struct span span)
{
    return span.end > span.start ? span.end - span.start : 0;
}

/* Remembers that a fact was read from this stretch. */
void facts_point_to(struct facts *facts, enum fact_kind kind, unsigned value, struct span span);

/* Adds a copy of item to one of the recall's lists unless it is there already, and points to its place. */
void facts_add_item(struct facts *facts, struct string_list *list, struct text_view item, enum fact_kind kind,
                    struct span span);

/* The original text of a stretch, each run of white space as one blank, in the arena; NULL: out of memory. */
const char *facts_original(struct facts *facts, struct span span);

/* Whether one of the words (up to NULL) occurs within the stretch, in base form. */
bool span_has_any(const char *text, struct span span, const char *const *words);
bool span_has(const char *text, struct span span, const char *words);

/* The stretch of at most reach bytes before or behind a place, within its sentence. */
struct span span_before(const struct sentence *sentence, size_t at, size_t reach);
struct span span_behind(const struct sentence *sentence, size_t at, size_t reach);

/* Whether a word begins at this place: also behind a hyphen that the fold took away. */
static inline bool reading_begins_word(const struct reading *reading, size_t at)
{
    return at == 0 || !fold_is_word_byte((unsigned char)reading->folded.text.bytes[at - 1]) ||
           reading->folded.joints[at];
}

static inline bool text_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline void text_skip_blanks(const char *text, size_t *at)
{
    while (text[*at] == ' ')
        (*at)++;
}

/* The number of one to most digits at the place, which moves behind it; false when it has more digits or none. */
bool text_take_number(const char *text, size_t *at, size_t most, int *number);

/* --- Amounts, understand_amount.c --- */

/* What a word stands for: a number, or the minutes of a unit. */
struct amount_word {
    const char *word;
    double amount;
};

/* The amount of the first of the words that begins at the place, which moves behind it; 0: none does. */
double amount_take_word(const char *text, size_t *at, const struct amount_word *words, size_t count);
#define AMOUNT_TAKE_WORD(text, at, words) amount_take_word(text, at, words, sizeof(words) / sizeof(words)[0])

/* Adds the words that an amount may begin with. */
void amount_add_starts(struct word_starts *starts);

/* "zwei", "2", "1,5", "2 1/2", "2½", "eine gute halbe", "half an"; 0 when there is no amount at the place. */
double amount_take(const char *text, size_t *at);

/* Adds the words that say how exact a duration is. */
void duration_add_starts(struct word_starts *qualifiers);

/* Adds the words behind numbers that count no cars. */
void counts_add_starts(struct word_starts *uncounted);

/* --- Dates, understand_date.c --- */

/* A date as it was found: 0 for a day or month that it does not name. */
struct date {
    int year, month, day;
    size_t start, end; /* in the folded text */
};

/* A date at text[at], up to date->end; a word must begin there. False: none does. */
bool date_take(const char *text, size_t at, struct date *date);

/* Adds the words that a date may begin with. */
void date_add_starts(struct word_starts *starts);

/* "okt.", "oktober", "october" at text[*at], which moves behind it. */
bool date_take_month(const char *text, size_t *at, int *month);

/* "2012-11-05", "2012-11" or "2012", in arena; NULL: out of memory. */
const char *date_format(const struct date *date, struct arena *arena);

/* --- Facts, a file for each kind --- */

/*
 * Each reads its facts into facts->recall, but for those that the source has stated. That memory is out shows in the
 * arena.
 */
void understand_dates(struct facts *facts);
void understand_duration(struct facts *facts);
void understand_cost(struct facts *facts);
void understand_parts(struct facts *facts);
void understand_phones(struct facts *facts);
void understand_addresses(struct facts *facts);
void understand_counts(struct facts *facts);
void understand_names(struct facts *facts); /* makes and models */
void understand_markets(struct facts *facts);
void understand_conditions(struct facts *facts);

#endif
