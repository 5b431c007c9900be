#ifndef RUECKRUF_CORE_UNDERSTAND_INTERNAL_H
#define RUECKRUF_CORE_UNDERSTAND_INTERNAL_H

/* What the files of understand share: one text under examination. */

#include <string.h>

#include "core/matcher.h"
#include "core/phrases.h"
#include "core/rules_internal.h"
#include "core/substring.h"
#include "core/text.h"
#include "core/understand.h"
#include "core/word_starts.h"

/* Places of the folded text that are worth a closer look, understand_marks.c. */
enum mark {
    MARK_END,    /* a sign that may end a sentence */
    MARK_BLANK,  /* a blank */
    MARK_DIGIT,  /* a digit */
    MARK_AMOUNT, /* an amount may begin */
    MARK_DATE,   /* a date may begin */
    MARK_PHONE,  /* a telephone number may begin, if a word does */
    MARK_COUNT
};

struct sentence {
    size_t start; /* in the folded text */
    size_t end;
    size_t turn; /* where a sentence about the defect turns to what follows from it; end when it does not */
    enum zone zone;
    uint64_t phrases; /* a bit for each list of which it has one */
    bool has_digit;   /* without one it names no date and no count */
    bool is_label;    /* nothing but the name of a form's part */
};

/* One text after another; memory stays from text to text. */
struct reading {
    const struct rules *rules;
    const struct rule_cue *cues; /* the rules', by number */
    struct matcher_run *run;
    struct text_view text; /* the original */
    struct folded folded;  /* its base form; addresses are blanked */
    bool has_address;
    bool has_blanked; /* what a blanked address becomes stands somewhere */
    struct word_starts amounts, dates, references, measures, qualifiers, uncounted;
    struct word_starts marked;   /* amounts, dates, and "my" as in "my2018" */
    uint64_t *marks[MARK_COUNT]; /* a bit for each byte of it; in one piece of memory */
    size_t mark_capacity;        /* of each */
    struct sentence *sentences;
    size_t sentence_count;
    size_t sentence_capacity;
    const struct match *phrases; /* the run's: cue is the number of the list */
    size_t phrase_count;
    uint64_t lists;        /* a bit for each list of which the text has a phrase */
    struct match *matches; /* in order of their ends; the run's */
    size_t match_count;
    uint32_t *numbers; /* of the matches, by their tables, see reading_matches() */
    size_t number_capacity;
    uint32_t first_numbers[RULE_TABLE_COUNT + 1]; /* of each table; behind the last of them the end */
    size_t longest_match;                         /* in bytes */
    bool *taken;                                  /* by match: a longer cue has its letters, or its clause denies it */
    size_t taken_capacity;
    struct claim *claims; /* of matches to their letters */
    size_t claim_capacity;
    struct candidate *candidates; /* matches of categories that may count */
    size_t candidate_capacity;
    struct counted *counted; /* by match, of a category: whether it counts */
    size_t counted_capacity;
    struct buffer plain, clause; /* of the headline */
    uint32_t *makes;             /* numbers of the rules' makes, by their first letters */
    uint32_t first_makes[33];    /* by the low five bits of the letter: where they begin */
    uint32_t *owners;            /* by folded byte: who has it */
    size_t owner_capacity;
};

/* The length of the word when the text begins with it, else 0. Most words differ in their first letters. */
static inline size_t text_begins(const char *text, const char *word)
{
    size_t length = 0;
    while (word[length] && text[length] == word[length])
        length++;
    return word[length] ? 0 : length;
}

/* As strchr(), for a loop over many bytes: most are letters. */
static inline bool text_is_sign(char byte, const char *signs)
{
    return !(byte >= 'a' && byte <= 'z') && byte != ' ' && strchr(signs, byte);
}

/* Sorts the rules' makes by their first letters, once. False: out of memory. */
bool reading_sort_makes(struct reading *reading);

/* Folds a text, cuts it into sentences and finds the cues in it. False: out of memory. */
bool reading_begin(struct reading *reading, struct text_view text);

static inline const struct rule_cue *reading_cue(const struct reading *reading, const struct match *match)
{
    return &reading->cues[match->cue];
}

/* Numbers of matches, in their order. */
struct match_numbers {
    const uint32_t *items;
    size_t count;
};

/* How many of them stand before the match of that number, or end at the place or before. */
size_t match_numbers_before(struct match_numbers numbers, size_t match);
size_t match_numbers_ended(const struct reading *reading, struct match_numbers numbers, size_t at);

/*
 * The matches of a table. Tables of which one is never looked at without another are one: names are all with
 * RULE_MAKE, RULE_MODEL and RULE_NOT_NAME, too; what tells zones with RULE_ZONE, RULE_LABEL and RULE_TURN, too.
 */
static inline struct match_numbers reading_matches(const struct reading *reading, enum rule_table table)
{
    const uint32_t *first = &reading->first_numbers[table];
    return (struct match_numbers){reading->numbers + first[0], first[1] - first[0]};
}

/* Sorts the matches by their tables. False: out of memory. */
bool reading_sort_matches(struct reading *reading);

/*
 * A search by halves without a branch: no processor can foretell which half it is, and there are dozens of searches in
 * a text, each of a few steps. All bits if the first half is out of the question, else none.
 */
static inline size_t search_mask(bool is_before)
{
    return -(size_t)is_before;
}

/* How many of the matches, in order of their ends, end at the place or before. */
size_t count_matches_before(const struct match *matches, size_t count, size_t at);

/* The number of the first match that ends behind the place. */
static inline size_t reading_first_match(const struct reading *reading, size_t at)
{
    return count_matches_before(reading->matches, reading->match_count, at);
}

/* The first sentence that ends behind the folded place; NULL: there is none. */
const struct sentence *reading_sentence(const struct reading *reading, size_t at);

/* Marks the folded text. False: out of memory. */
bool reading_mark(struct reading *reading);

/* The first such place from at on; end if there is none before. */
size_t reading_next_mark(const struct reading *reading, enum mark mark, size_t at, size_t end);

/* Cuts the marked text into sentences. */
bool reading_split(struct reading *reading);

/* Whether one of the list's phrases stands within the sentence. */
static inline bool sentence_has(const struct sentence *sentence, enum phrases list)
{
    return sentence->phrases >> list & 1;
}

/* The number of the first phrase, of whatever list, that ends behind the place. */
static inline size_t reading_first_phrase(const struct reading *reading, size_t at)
{
    return count_matches_before(reading->phrases, reading->phrase_count, at);
}

/* Whether one of them stands within the stretch of the folded text. */
bool reading_has_within(const struct reading *reading, enum phrases list, size_t start, size_t end);

/* Notes which phrases the sentences have. */
void reading_note_phrases(struct reading *reading);

/* Takes the sentences away that are in a language which the rules don't know, with their matches. */
void reading_drop_foreign(struct reading *reading);

/* Says by the sorted matches what each sentence is about. */
void reading_zone(struct reading *reading);

/* Takes their say from cues of categories in clauses that say what is all right. */
void reading_drop_denied(struct reading *reading);

/* A match of a category's cue that may count, and how much. */
struct candidate {
    uint32_t cue;
    uint32_t match; /* its number */
    struct worth {
        double score, whole; /* as it stands in its sentence, and if it stood by itself */
    } worth;
};

/* What came of it. */
struct counted {
    bool counts;
    struct worth worth;
};

/* The best categories, primary first, into recall; at least "other". */
void understand_categories(const struct reading *reading, struct recall *recall);

/* Lets what the source calls the component (recall->given) decide between the text's categories, or add one. */
bool understand_component(const struct rules *rules, struct recall *recall);

/* A line for each category that a label may mean. */
bool understand_explain_component(const struct rules *rules, const char *labels, struct buffer *lines);

/* Whether a cue of the table of denials, with the key or that of them all, covers the place. */
bool understand_is_denied(const struct reading *reading, size_t start, size_t end, enum rule_table denials,
                          unsigned key, unsigned all);

/* Bits of the recall; those that it has stay. */
void understand_hazards(const struct reading *reading, struct recall *recall);
void understand_remedies(const struct reading *reading, struct recall *recall);
/* The part of its score that a cue has by how it stands in its sentence: 1 where it stands by itself. */
double understand_standing(const struct reading *reading, const struct match *match, const struct sentence *sentence);

/* What a cue adds to a category where it stands. */
double understand_cue_score(const struct reading *reading, const struct match *match);

/* Longer headlines are made shorter where that loses nothing. */
enum { UNDERSTAND_HEADLINE_CHARACTERS = 110 };

/* Where the main clause begins behind a condition, a cause or an occasion; 0: the text begins with it. */
size_t understand_find_main_clause(struct text_view text);

/* Appends a sentence as a headline words it. */
void understand_word_clause(struct text_view sentence, struct buffer *clause);

/* Adds the words that sentences begin with which go on about something, or tell what the workshop does. */
void headline_add_starts(struct word_starts *references, struct word_starts *measures);

/* Gives the recall a headline, unless its source has. */
void understand_headline(struct reading *reading, struct recall *recall, struct arena *arena);

#endif
