#ifndef RUECKRUF_CORE_INDEX_H
#define RUECKRUF_CORE_INDEX_H

/*
 * The search index: which recalls a word stands in. Built at the end of an import, inside the database file;
 * looked up while searching. What it finds is just what folding and scanning the texts finds (search_scan).
 *
 * The vocabulary of even a million recalls is small. So a look-up scans the vocabulary for the letters typed and unites
 * the sets of recalls of all the words that have them: "pumpe" finds Hochdruckeinspritzpumpe, and any length of
 * word is found alike.
 *
 * The format, version INDEX_VERSION; numbers are little endian; each row's bytes begin with the checksum of its number
 * and the rest (eight bytes, index_checksum()):
 *
 *   index_meta(key, value)
 *       "version"; "content": the checksum of the database it belongs to; "layout", bytes as those of a row 0: u64 bytes
 *       of all postings; u32 how many rings; u32 0; for each section four u32: first row, rows, words, 0; for each
 *       stretch of recalls its first rank (u32)
 *   index_word(row, bytes)
 *       the vocabulary: u64 where the postings of the first word begin; u32 bytes of words; u32 how many; u32 bytes of
 *       lists; the words, "\nword\nword\n", in order of bytes inside a section; for each word its place; lists.
 *       Sections do not share a row. A place is a number of three bytes, of four with over 4,194,304 recalls. Its two
 *       highest bits are an enum index_place_kind, the others tell where the word's postings end, counted from where
 *       the first one's begin; or of a word with few recalls where its list ends, counted from the first list; or of a
 *       word with one, its rank. A list has the ranks, each as wide as a place. A word whose postings are an
 *       earlier word's has none of its own, but among the lists u64 where those begin, of all; u32 how long they are
 *   index_posting(row, bytes)
 *       the postings of all words one behind the other, cut into pieces of INDEX_PIECE_BYTES
 *   index_order(row, bytes)
 *       the ranks (u32) in the order of makes, then in the order of headlines, in pieces of INDEX_PIECE_BYTES; each
 *       order begins with a row of its own
 *   index_ring(row, bytes)
 *       the rings of same_action.h, in pieces of INDEX_PIECE_BYTES: u32 rank, u32 the next of its ring; only of ranks
 *       that are not alone, in order
 *
 * The postings of a word are, for each chunk of 65,536 ranks that has any: a byte, its high half how many chunks
 * without any lie between the chunk and the one before, its low half the count of ranks - 1; where a half is 15 what it
 * is more follows as a number, seven bits to a byte, the lowest first, the highest bit telling that another byte
 * follows. Then the ranks inside the chunk: below 256 as u16 in ascending order; up to 4,096 as such numbers, each how
 * many ranks lie between it and the one before; more as 8,192 bytes of bits. (A count of over 4,096 tells of bits and
 * no more than that: where postings are counted for every query, they are bits sooner.)
 *
 * The rows of the first sections have filters: sections whose words are the strings of three bytes in that section's
 * words, and whose postings are the numbers of the rows, counted from the section's first, that have them.
 *
 * A word of over INDEX_WORD_BYTES is cut into pieces that overlap by half; a piece that does not begin (end) with
 * the word begins (ends) with the byte 1, which no folded text has.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/memory.h"
#include "core/store.h"

enum {
    INDEX_VERSION = 12,
    INDEX_ROW_BYTES = 21800, /* three to a page of the file */
    INDEX_FEW = 100,         /* ranks that are kept in a list, in the sections of words */
    INDEX_GRAM_MOST = 23,    /* bytes of what is united beforehand */
    INDEX_CHECKSUM_BYTES = 8,
    INDEX_PIECE_BYTES = 64000,
    INDEX_WORD_BYTES = 512,
    INDEX_PATTERN_BYTES = INDEX_WORD_BYTES / 2, /* the longest pattern that a look-up finds everywhere */
};

enum index_section {
    /* Words of headlines, texts and names in the forms of enum fold_form; a form only where it differs from those
       before. Of a word joined by hyphens the parts as well. */
    INDEX_STRICT,
    INDEX_BASE,
    INDEX_LOOSE,
    INDEX_NUMBER, /* digits of several groups, joined: "12 13 7" and "12.13.7" are 12137 */
    /* The same of headlines alone. */
    INDEX_HEADLINE_STRICT,
    INDEX_HEADLINE_BASE,
    INDEX_HEADLINE_LOOSE,
    INDEX_HEADLINE_NUMBER,
    /* Letters of the strict words that would unite very many postings, united beforehand. */
    INDEX_GRAM,   /* three or four bytes anywhere, or a word that stands in many others, or its beginning */
    INDEX_PREFIX, /* one to four bytes at the beginning of a word */
    /* Of each section above, in the same order: in which of its rows three bytes stand. */
    INDEX_FILTER,
    INDEX_FILTER_END = INDEX_FILTER + INDEX_HEADLINE_NUMBER,
    /* Words side by side, see below. */
    INDEX_PAIR,
    INDEX_TRIPLE, /* three words */
    INDEX_FORK,
    /* Values of facets, as they are written. Numbers of enums have two digits. */
    INDEX_CATEGORY,
    INDEX_PRIMARY,
    INDEX_HAZARD,
    INDEX_REMEDY,
    INDEX_YEAR,
    INDEX_DATE, /* that a recall is listed under */
    INDEX_MAKE,
    INDEX_MODEL,
    INDEX_MARKET,
    INDEX_SOURCE,
    INDEX_AUTHORITY,
    INDEX_AGAIN, /* one word, "1": recalls of an action of which a newer recall is there */
    INDEX_ADDED, /* when an import first brought it, in seconds since 1970 */
    /* Letters and digits of numbers: lower case, without what stands between, without leading zeros. */
    INDEX_PART,
    INDEX_CAMPAIGN,
    INDEX_CODE, /* of the maker; also without what stands in brackets behind it */
    INDEX_SECTION_COUNT
};

/* Words have one; numbers have so few different digits that it would say nothing. */
static inline bool index_has_filter(enum index_section section)
{
    return section <= INDEX_HEADLINE_LOOSE && section != INDEX_NUMBER;
}

/* Words that few recalls have stand in many rows of these sections, and are looked up together. */
static inline bool index_has_lists(enum index_section section)
{
    return section <= INDEX_HEADLINE_NUMBER;
}

/* Of these every query counts all. */
static inline bool index_is_counted(enum index_section section)
{
    return section == INDEX_CATEGORY || section == INDEX_PRIMARY;
}

/*
 * A pair: the loose forms of two words, whatever punctuation stands between them, with a blank; if a word has other
 * forms, INDEX_PAIR_FORM and the strict forms likewise, INDEX_PAIR_FORM and the base forms. The first word may be the
 * end of a word behind one of its joints. A word with digits ends before the first one, with INDEX_PAIR_CUT in place of
 * the rest. A pair that stands in few recalls is not listed: they are united under the first word, a blank and
 * INDEX_PAIR_REST. If these are many, they are by the letters that the second word's loose form begins with, which
 * follow (and INDEX_PAIR_FORM where it ends with them); no such word is the beginning of another one. Those whose
 * strict form has the first word and these letters too stand under INDEX_PAIR_SURE instead. And what has a word that
 * makes no pairs is united under INDEX_PAIR_ODD: it may have any pair.
 *
 * A triple is written likewise. It is listed in each stretch of recalls where both its pairs stand in INDEX_PAIR_OFTEN
 * of them or more and all of its words are without digits; a stretch is what one run of the build was made of. There it
 * is known to be nowhere else.
 *
 * A phrase of more words has all their triples. What has these has the phrase as well, unless a pair inside it (without
 * the first word and the last) is a fork: it begins some words that stand in the recall several times, behind different
 * words and before different ones. Forks are listed by their loose forms, where the pair stands often.
 */
#define INDEX_PAIR_FORM '\1'
#define INDEX_PAIR_CUT '\2'
#define INDEX_PAIR_REST "\xFD"
#define INDEX_PAIR_SURE "\xFE"
#define INDEX_PAIR_ODD "\xFF"

enum { INDEX_PAIR_OFTEN = 48 };

enum { INDEX_YEAR_FIRST = 1900, INDEX_YEAR_LAST = 2100 }; /* years outside are in no recall's range */

enum index_order { INDEX_BY_MAKE, INDEX_BY_HEADLINE, INDEX_ORDER_COUNT };

struct index;

/*
 * Opens the index of a store, from which it borrows. *index is NULL when there is none, or one of another version or
 * another content: then texts have to be scanned. Damage is an error.
 */
bool index_open(struct store *store, struct index **index, struct error *error);
void index_close(struct index *index);

enum index_match { INDEX_ANYWHERE, INDEX_START, INDEX_WHOLE };

/* The words that a look-up has found; kept, a longer pattern is found among them. Zero-initialise. */
struct index_words {
    struct buffer bytes; /* "\nword\nword\n" */
    struct index_place {
        uint64_t start;  /* of its postings; or its only rank; or the row of its list and where it begins there */
        uint32_t length; /* 0: one rank */
        bool is_list;
    } * places; /* of each */
    size_t count, capacity;
    bool is_complete; /* false: there were too many to keep */
};
void index_words_free(struct index_words *words);

/*
 * Adds to ranks every recall with a word of the section that has the pattern (folded, 1 to INDEX_PATTERN_BYTES
 * bytes) in the place that match says. from (may be NULL) are the complete words of an earlier look-up in the same
 * section ANYWHERE for a part of this pattern; found (may be NULL) takes the words found.
 */
bool index_look_up(struct index *index, enum index_section section, struct text_view pattern, enum index_match match,
                   const struct index_words *from, struct index_words *found, struct bitmap *ranks,
                   struct error *error);

/* Is called with a word and the place of its postings; it may return false to stop. */
typedef bool index_visitor(void *context, struct text_view word, const struct index_place *place);

/* Visits each word of a section in order. */
bool index_visit(struct index *index, enum index_section section, index_visitor *visit, void *context,
                 struct error *error);

/* The same with the words that begin with the prefix. */
bool index_visit_beginnings(struct index *index, enum index_section section, struct text_view prefix,
                            index_visitor *visit, void *context, struct error *error);

/* Adds the ranks of one word; how many of them are in ranks. */
bool index_unite(struct index *index, const struct index_place *place, struct bitmap *ranks, struct error *error);
bool index_count(struct index *index, const struct index_place *place, const struct bitmap *ranks, uint32_t *count,
                 struct error *error);

/* Up to count ranks of an order beginning with the place first; how many in *taken. */
bool index_read_order(struct index *index, enum index_order order, uint32_t first, size_t count, uint32_t *ranks,
                      size_t *taken, struct error *error);

/* A recall that is not the only one of its action, and the next one of it. */
struct index_ring {
    uint32_t rank, next;
};
uint32_t index_ring_count(const struct index *index);
/* Up to count of them in order of rank beginning with number first; how many in *taken. */
bool index_read_rings(struct index *index, uint32_t first, size_t count, struct index_ring *rings, size_t *taken,
                      struct error *error);

/* The first rank of each stretch that a triple is listed in or not; behind the last one the count of all recalls. */
size_t index_start_count(const struct index *index);
uint32_t index_start(const struct index *index, size_t number);

/* Reads every row against its checksum. */
bool index_check(struct index *index, struct error *error);

/* Four lanes of multiply and shift: as fast as memory, against damage only. */
uint64_t index_checksum(uint32_t row, const void *bytes, size_t length);

/* Letters and digits of a number, as PART, CAMPAIGN and CODE have them. */
void index_append_number(struct buffer *number, struct text_view written);

/* "0072330100 (2013)" without what stands in brackets behind it. */
struct text_view index_bare_code(struct text_view code);

#endif
