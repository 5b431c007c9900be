#ifndef RUECKRUF_CORE_INDEX_WRITE_H
#define RUECKRUF_CORE_INDEX_WRITE_H

/* Making the rows of the index's tables, word by word in order; index.h has the format. */

#include <stdbool.h>
#include <stdint.h>

#include "core/bitmap.h"
#include "core/error.h"
#include "core/hash.h"
#include "core/index.h"
#include "core/index_lexicon.h"
#include "core/index_sink.h"
#include "core/memory.h"

/* A table of rows of bytes. */
struct index_rows {
    enum index_row_kind kind;
    struct buffer bytes; /* of the row being filled; the first eight are the checksum's */
    uint32_t next;       /* the number of that row */
};

/* What a row of the vocabulary begins with; words, places and lists follow. */
struct index_row_head {
    uint32_t postings[2]; /* one number: where those of its first word begin */
    uint32_t word_bytes;  /* of "\nword\nword\n" */
    uint32_t word_count;
    uint32_t list_bytes;
};

/* A place: what kind it is, in its two highest bits, and a number. */
enum index_place_kind { INDEX_IN_POSTINGS, INDEX_IN_LIST, INDEX_IN_ONE, INDEX_IN_OTHERS };

/* Among the lists, of a word whose postings are another's. */
struct index_others {
    uint32_t start[2]; /* one number: where they begin, of all postings */
    uint32_t length;
};

/* How many bytes a place takes, and a rank in a list. */
static inline uint32_t index_place_bytes(uint32_t recall_count)
{
    return recall_count <= UINT32_C(1) << 22 ? 3 : 4;
}

static inline uint32_t index_place_bits(uint32_t place_bytes)
{
    return 8 * place_bytes - 2;
}

/* Where a section lies: its first row, how many rows and words it has. */
struct index_section_rows {
    uint32_t first, rows, words, unused;
};

/* Postings that were written: another word with the same is given these. */
struct index_written {
    struct hash128 hash;
    uint64_t start;
    uint32_t length; /* 0: none */
};

/* How "layout" of index_meta begins, behind its checksum. */
struct index_layout {
    uint64_t posting_bytes;
    uint32_t ring_count;
    uint32_t zero;
};

/* All of it is the writer's own. */
struct index_writer {
    struct index_sink sink;
    const char *what;
    struct index_rows words, postings;
    struct buffer places, lists; /* of the row being filled */
    uint32_t place_bytes;
    struct buffer part;            /* the postings of the word */
    struct index_written *written; /* hash table */
    size_t written_count, written_slots;
    uint32_t next_chunk;    /* behind the last one of the word */
    uint64_t posting_bytes; /* written so far, of all words */
    uint32_t ring_count;
    uint64_t row_postings; /* where the first word of the row begins */
    uint32_t row_words;
    uint32_t few[INDEX_FEW]; /* the ranks that the word has so far */
    uint32_t few_count;
    bool is_many; /* there are more: they are in postings */
    int section;  /* of the row being filled; -1: none yet */
    struct index_section_rows sections[INDEX_SECTION_COUNT];
    uint64_t *pairs; /* of the section being filled: three bytes, and below them a row where they stand */
    size_t pair_count, pair_capacity;
    uint32_t *newest; /* hash table of pairs plus one: which have just been noted */
};

/* For ranks below recall_count. What it makes goes to the sink; what is said in errors: both are borrowed. */
void index_writer_begin(struct index_writer *writer, const struct index_sink *sink, const char *what,
                        uint32_t recall_count);
void index_writer_free(struct index_writer *writer);

/*
 * Begins a word, which is copied; words come in order of their bytes inside a section, sections in any order but each
 * once. It goes on with index_writer_ranks(), once for each chunk, and index_writer_word_end().
 */
bool index_writer_word(struct index_writer *writer, enum index_section section, struct text_view word,
                       struct error *error);
/* The ranks of the word in one chunk of BITMAP_CHUNK, counted from the chunk's first, ascending; chunks ascend. */
bool index_writer_ranks(struct index_writer *writer, uint32_t chunk, const uint16_t *ranks, uint32_t count,
                        struct error *error);
/* After the last word of a section that has a filter: writes that, as a section of its own. */
bool index_writer_filter(struct index_writer *writer, struct error *error);
/* Ends the word. ERROR_SYSTEM when there are more recalls than its place in the row can tell. */
bool index_writer_word_end(struct index_writer *writer, struct error *error);

/* Writes the orders of the list: of each the ranks. */
bool index_writer_orders(struct index_writer *writer, const struct index_numbers orders[INDEX_ORDER_COUNT],
                         struct error *error);
/* Writes the rings of recalls that are one action, as same_actions_rings() gives them: for each rank the next. */
bool index_writer_rings(struct index_writer *writer, const uint32_t *rings, uint32_t recall_count, struct error *error);
/* After all of them: writes what is still to be written. */
bool index_writer_finish(struct index_writer *writer, struct error *error);
/*
 * Then: what index_meta has of the tables, as the bytes of a row; starts: the first ranks (u32) of the stretches that
 * it was made of. False: out of memory.
 */
bool index_writer_layout(const struct index_writer *writer, struct text_view starts, struct buffer *layout);

#endif
