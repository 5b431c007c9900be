#include "core/index_vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "core/index_internal.h"
#include "core/index_postings.h"

/* More words than this are not kept for the next key: scanning the vocabulary again is as fast. */
enum { WORDS_KEPT_BYTES = 48 * 1024 };
/* Words that follow one another in the vocabulary do so in the postings: those are read ahead. */
enum { AHEAD_BYTES = 4096, NEAR_BYTES = 256 };

/* --- Postings ------------------------------------------------------------------------------ */

/* Has all postings from start to end in the window. */
static bool fill_window(struct index *index, uint64_t start, uint64_t end, struct error *error)
{
    uint64_t before = index->window_start + index->window.length;
    uint64_t wanted = start >= before && start - before < NEAR_BYTES ? start + AHEAD_BYTES : end;
    wanted = wanted > index->posting_bytes ? index->posting_bytes : wanted;
    wanted = wanted < end ? end : wanted;
    buffer_clear(&index->window);
    index->window_start = start;
    for (uint64_t at = start; at < end;) {
        uint32_t row = (uint32_t)(at / INDEX_PIECE_BYTES), offset = (uint32_t)(at % INDEX_PIECE_BYTES);
        uint32_t length = INDEX_PIECE_BYTES - offset;
        if (length > wanted - at)
            length = (uint32_t)(wanted - at);
        if (!index_table_read(&index->postings, row, offset, length, &index->window, error)) {
            buffer_clear(&index->window);
            return false;
        }
        at += length;
    }
    return true;
}

/* The postings of a word, whole: borrowed until the next call. */
static bool read_postings(struct index *index, const struct index_place *place, struct text_view *bytes,
                          struct error *error)
{
    uint64_t end = place->start + place->length;
    if (end < place->start || end > index->posting_bytes)
        return index_damaged(index, error);
    bool is_there = place->start >= index->window_start && end <= index->window_start + index->window.length;
    if (!is_there && !fill_window(index, place->start, end, error))
        return false;
    *bytes = (struct text_view){index->window.bytes + (place->start - index->window_start), place->length};
    return true;
}

/* A list that stands in a row which is not at hand. */
static bool read_list(struct index *index, const struct index_place *place, struct text_view *bytes,
                      struct error *error)
{
    buffer_clear(&index->window);
    if (!index_table_read(&index->words, (uint32_t)(place->start >> 32), (uint32_t)place->start, place->length,
                          &index->window, error)) {
        buffer_clear(&index->window);
        return false;
    }
    *bytes = (struct text_view){index->window.bytes, place->length};
    index->window.length = 0; /* it is none of the postings */
    return true;
}

bool index_unite(struct index *index, const struct index_place *place, struct bitmap *ranks, struct error *error)
{
    struct text_view bytes;
    if (place->length == 0) {
        if (place->start >= ranks->size)
            return index_damaged(index, error);
        bitmap_add(ranks, (uint32_t)place->start);
        return true;
    }
    if (place->is_list)
        return read_list(index, place, &bytes, error) &&
               (postings_unite_list(bytes, index->place_bytes, ranks) || index_damaged(index, error));
    return read_postings(index, place, &bytes, error) && (postings_unite(bytes, ranks) || index_damaged(index, error));
}

bool index_count(struct index *index, const struct index_place *place, const struct bitmap *ranks, uint32_t *count,
                 struct error *error)
{
    struct text_view bytes;
    if (place->length == 0) {
        *count = place->start < ranks->size && bitmap_has(ranks, (uint32_t)place->start);
        return place->start < ranks->size || index_damaged(index, error);
    }
    if (place->is_list)
        return read_list(index, place, &bytes, error) &&
               (postings_count_list(bytes, index->place_bytes, ranks, count) || index_damaged(index, error));
    return read_postings(index, place, &bytes, error) &&
           (postings_count(bytes, ranks, count) || index_damaged(index, error));
}

/* --- A row --------------------------------------------------------------------------------- */

/* A row of the vocabulary; what has been read of it is in index->row. */
struct row {
    uint32_t number;
    uint64_t postings; /* where those of its first word begin */
    struct index_row_head head;
    struct text_view words;
    const unsigned char *places; /* NULL: not read */
    const char *lists;           /* NULL: not read */
};

/* Reads the words: most rows that are looked at have none of those that are looked for, or few. */
static bool open_row(struct index *index, uint32_t number, struct row *row, struct error *error)
{
    *row = (struct row){.number = number};
    buffer_clear(&index->row);
    if (!index_table_read(&index->words, number, 0, sizeof row->head, &index->row, error))
        return false;
    memcpy(&row->head, index->row.bytes, sizeof row->head);
    memcpy(&row->postings, row->head.postings, sizeof row->postings);
    if (row->head.word_bytes == 0 || row->head.word_count > row->head.word_bytes)
        return index_damaged(index, error);
    if (!index_table_read(&index->words, number, sizeof row->head, row->head.word_bytes, &index->row, error))
        return false;
    row->words = (struct text_view){index->row.bytes + sizeof row->head, row->head.word_bytes};
    return true;
}

static uint32_t lists_start(const struct index *index, const struct row *row)
{
    return (uint32_t)sizeof row->head + row->head.word_bytes + row->head.word_count * index->place_bytes;
}

/* Reads the places, and the lists if there will be much use for them. */
static bool read_places(struct index *index, struct row *row, bool with_lists, struct error *error)
{
    uint32_t start = (uint32_t)sizeof row->head + row->head.word_bytes, length = lists_start(index, row) - start;
    if (!index_table_read(&index->words, row->number, start, length + (with_lists ? row->head.list_bytes : 0),
                          &index->row, error))
        return false;
    row->words.bytes = index->row.bytes + sizeof row->head;
    row->places = (const unsigned char *)index->row.bytes + start;
    row->lists = with_lists ? index->row.bytes + lists_start(index, row) : NULL;
    return true;
}

static uint32_t place_at(const struct index *index, const struct row *row, uint32_t ordinal)
{
    const unsigned char *at = row->places + (size_t)ordinal * index->place_bytes;
    uint32_t place = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
    return index->place_bytes == 4 ? place | (uint32_t)at[3] << 24 : place;
}

/* The number of the last of the words before that has its bytes where those of the kind are; 0: none has. */
static uint32_t end_before(const struct index *index, const struct row *row, uint32_t ordinal, uint32_t kind)
{
    uint32_t bits = index_place_bits(index->place_bytes);
    while (ordinal-- > 0) {
        uint32_t other = place_at(index, row, ordinal), other_kind = other >> bits;
        if (other_kind == kind || (kind == INDEX_IN_LIST && other_kind == INDEX_IN_OTHERS))
            return other & ((UINT32_C(1) << bits) - 1);
    }
    return 0;
}

/* The place that ends at that byte of the row's lists and tells of another word's postings. */
static bool others_place(struct index *index, const struct row *row, uint32_t end, struct index_place *place,
                         struct error *error)
{
    struct index_others others;
    if (end < sizeof others || end > row->head.list_bytes)
        return index_damaged(index, error);
    uint32_t start = end - (uint32_t)sizeof others;
    if (row->lists) {
        memcpy(&others, row->lists + start, sizeof others);
    } else {
        buffer_clear(&index->window);
        bool good = index_table_read(&index->words, row->number, lists_start(index, row) + start, sizeof others,
                                     &index->window, error);
        if (good)
            memcpy(&others, index->window.bytes, sizeof others);
        buffer_clear(&index->window); /* it is none of the postings */
        if (!good)
            return false;
    }
    *place = (struct index_place){.length = others.length};
    memcpy(&place->start, others.start, sizeof place->start);
    return place->length > 0 || index_damaged(index, error);
}

static bool place_of(struct index *index, const struct row *row, uint32_t ordinal, struct index_place *place,
                     struct error *error)
{
    if (ordinal >= row->head.word_count)
        return index_damaged(index, error);
    uint32_t bits = index_place_bits(index->place_bytes), own = place_at(index, row, ordinal), kind = own >> bits;
    uint32_t end = own & ((UINT32_C(1) << bits) - 1);
    if (kind == INDEX_IN_ONE) {
        *place = (struct index_place){.start = end};
        return true;
    }
    if (kind == INDEX_IN_OTHERS)
        return others_place(index, row, end, place, error);
    uint32_t start = end_before(index, row, ordinal, kind);
    bool is_list = kind == INDEX_IN_LIST;
    if (end <= start || (is_list && (end > row->head.list_bytes || (end - start) % index->place_bytes != 0)))
        return index_damaged(index, error);
    *place = (struct index_place){.start = is_list ? (uint64_t)row->number << 32 | (lists_start(index, row) + start)
                                                   : row->postings + start,
                                  .length = end - start,
                                  .is_list = is_list};
    return true;
}

/* The same as index_unite(), of a word in the row at hand. */
static bool unite_word(struct index *index, const struct row *row, const struct index_place *place,
                       struct bitmap *ranks, struct error *error)
{
    if (!place->is_list || !row->lists)
        return index_unite(index, place, ranks, error);
    struct text_view list = {row->lists + ((uint32_t)place->start - lists_start(index, row)), place->length};
    return postings_unite_list(list, index->place_bytes, ranks) || index_damaged(index, error);
}

/* --- Words --------------------------------------------------------------------------------- */

/* Notes the words of "\nword\nword\n" that have the pattern. */
static bool scan_words(struct index *index, struct text_view words, const struct substring *pattern,
                       struct error *error)
{
    const char *end = words.bytes + words.length, *counted = words.bytes, *at = words.bytes;
    uint32_t ordinal = 0;
    index->found_count = 0;
    while (at < end) {
        const char *found = substring_find(pattern, at, (size_t)(end - at));
        if (!found)
            break;
        /* A pattern may begin with the line break before its word. */
        const char *inside = *found == '\n' ? found + 1 : found;
        ordinal += (uint32_t)substring_count_byte(counted, (size_t)(inside - counted), '\n');
        counted = inside;
        const char *word_end = memchr(inside, '\n', (size_t)(end - inside));
        if (!word_end || ordinal == 0)
            return index_damaged(index, error);
        const char *start = inside;
        while (start[-1] != '\n')
            start--;
        if (!array_reserve(&index->found, index->found_count, &index->found_capacity, sizeof *index->found))
            return error_set_memory(error, store_path(index->store));
        index->found[index->found_count++] =
            (struct found_word){ordinal - 1, (uint32_t)(start - words.bytes), (uint32_t)(word_end - words.bytes)};
        at = word_end;
    }
    return true;
}

static bool keep_word(struct index *index, struct text_view word, const struct index_place *place,
                      struct index_words *found, struct error *error)
{
    if (!found || !found->is_complete)
        return true;
    if (found->bytes.length + word.length > WORDS_KEPT_BYTES) {
        found->is_complete = false;
        return true;
    }
    if (!array_reserve(&found->places, found->count, &found->capacity, sizeof *found->places))
        return error_set_memory(error, store_path(index->store));
    found->places[found->count++] = *place;
    if (found->bytes.length == 0)
        buffer_append_byte(&found->bytes, '\n');
    buffer_append_view(&found->bytes, word);
    buffer_append_byte(&found->bytes, '\n');
    return !found->bytes.failed || error_set_memory(error, store_path(index->store));
}

void index_words_free(struct index_words *words)
{
    buffer_free(&words->bytes);
    free(words->places);
    *words = (struct index_words){0};
}

/* --- Rows ---------------------------------------------------------------------------------- */

static struct text_view found_word(struct text_view words, const struct found_word *found)
{
    return (struct text_view){words.bytes + found->start, found->end - found->start};
}

bool vocabulary_unite_row(struct index *index, uint32_t number, const struct substring *pattern,
                          struct index_words *found, struct bitmap *ranks, struct error *error)
{
    enum { FEW = 3 };
    struct row row;
    if (!open_row(index, number, &row, error) || !scan_words(index, row.words, pattern, error))
        return false;
    if (index->found_count > 0 && !read_places(index, &row, index->found_count > FEW, error))
        return false;
    for (size_t i = 0; i < index->found_count; i++) {
        struct index_place place;
        if (!place_of(index, &row, index->found[i].ordinal, &place, error) ||
            !unite_word(index, &row, &place, ranks, error) ||
            !keep_word(index, found_word(row.words, &index->found[i]), &place, found, error))
            return false;
    }
    return true;
}

bool vocabulary_unite_words(struct index *index, const struct index_words *from, const struct substring *pattern,
                            struct index_words *found, struct bitmap *ranks, struct error *error)
{
    struct text_view words = buffer_view(&from->bytes);
    if (!scan_words(index, words, pattern, error))
        return false;
    for (size_t i = 0; i < index->found_count; i++) {
        const struct index_place *place = &from->places[index->found[i].ordinal];
        if (!index_unite(index, place, ranks, error) ||
            !keep_word(index, found_word(words, &index->found[i]), place, found, error))
            return false;
    }
    return true;
}

bool vocabulary_visit_row(struct index *index, uint32_t number, struct text_view prefix, index_visitor *visit,
                          void *context, bool *stopped, struct error *error)
{
    struct row row;
    if (!open_row(index, number, &row, error) || !read_places(index, &row, false, error))
        return false;
    const char *at = row.words.bytes + 1, *end = row.words.bytes + row.words.length;
    for (uint32_t ordinal = 0; at < end && !*stopped; ordinal++) {
        struct index_place place;
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct text_view word = {at, (size_t)((stop ? stop : end) - at)};
        at += word.length + 1;
        if (word.length < prefix.length || memcmp(word.bytes, prefix.bytes, prefix.length) != 0)
            continue;
        if (!place_of(index, &row, ordinal, &place, error))
            return false;
        *stopped = !visit(context, word, &place);
    }
    return true;
}

bool vocabulary_read_first(struct index *index, uint32_t row, struct text_view *word, struct error *error)
{
    enum { HEAD_BYTES = sizeof(struct index_row_head) + 1 };
    buffer_clear(&index->row);
    if (!index_table_read_head(&index->words, row, HEAD_BYTES + INDEX_WORD_BYTES, &index->row, error))
        return false;
    if (index->row.length < HEAD_BYTES)
        return index_damaged(index, error);
    const char *bytes = index->row.bytes + HEAD_BYTES;
    size_t length = index->row.length - HEAD_BYTES;
    const char *end = memchr(bytes, '\n', length);
    *word = (struct text_view){bytes, end ? (size_t)(end - bytes) : length};
    return true;
}
