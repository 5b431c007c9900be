#include "core/index_vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "core/index_internal.h"
#include "core/index_postings.h"

/* More words than this are not kept for the next key: scanning the vocabulary again is as fast. */
enum { WORDS_KEPT_BYTES = 48 * 1024 };
enum { PLACE_HEAD_BYTES = 8 };

/* --- Postings ------------------------------------------------------------------------------ */

/* The postings of a word, whole: borrowed until the next call. */
static bool read_postings(struct index *index, const struct index_place *place, struct text_view *bytes,
                          struct error *error)
{
    uint64_t end = place->start + place->length;
    if (end < place->start || end > index->posting_bytes)
        return index_damaged(index, error);
    buffer_clear(&index->posting_row);
    for (uint64_t at = place->start; at < end;) {
        uint32_t row = (uint32_t)(at / INDEX_PIECE_BYTES), offset = (uint32_t)(at % INDEX_PIECE_BYTES);
        uint32_t length = INDEX_PIECE_BYTES - offset;
        if (length > end - at)
            length = (uint32_t)(end - at);
        if (!index_table_read(&index->postings, row, offset, length, &index->posting_row, error))
            return false;
        at += length;
    }
    *bytes = buffer_view(&index->posting_row);
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
    return read_postings(index, place, &bytes, error) && (postings_unite(bytes, ranks) || index_damaged(index, error));
}

bool index_count(struct index *index, const struct index_place *place, const struct bitmap *ranks, uint32_t *count,
                 struct error *error)
{
    struct text_view bytes;
    if (place->length == 0) {
        *count = bitmap_has(ranks, (uint32_t)place->start);
        return true;
    }
    return read_postings(index, place, &bytes, error) &&
           (postings_count(bytes, ranks, count) || index_damaged(index, error));
}

/* --- Places -------------------------------------------------------------------------------- */

static uint32_t place_end(const struct buffer *places, uint32_t ordinal)
{
    uint32_t end;
    memcpy(&end, places->bytes + PLACE_HEAD_BYTES + (size_t)ordinal * sizeof end, sizeof end);
    return end;
}

/* The places of a row's words, into index->place_row. */
static bool read_places(struct index *index, uint32_t row, struct error *error)
{
    buffer_clear(&index->place_row);
    return index_table_read_all(&index->places, row, &index->place_row, error) &&
           (index->place_row.length >= PLACE_HEAD_BYTES || index_damaged(index, error));
}

static bool place_of(struct index *index, uint32_t ordinal, struct index_place *place, struct error *error)
{
    uint64_t base;
    if (PLACE_HEAD_BYTES + ((size_t)ordinal + 1) * sizeof(uint32_t) > index->place_row.length)
        return index_damaged(index, error);
    memcpy(&base, index->place_row.bytes, sizeof base);
    uint32_t start = 0, end = place_end(&index->place_row, ordinal);
    if (end & INDEX_SINGLE) {
        *place = (struct index_place){.start = end & ~INDEX_SINGLE};
        return true;
    }
    for (uint32_t before = ordinal; before > 0; before--) {
        if (!(place_end(&index->place_row, before - 1) & INDEX_SINGLE)) {
            start = place_end(&index->place_row, before - 1);
            break;
        }
    }
    if (end <= start)
        return index_damaged(index, error);
    *place = (struct index_place){.start = base + start, .length = end - start};
    return true;
}

/* --- Words --------------------------------------------------------------------------------- */

static bool note_ordinal(struct index *index, uint32_t ordinal, struct error *error)
{
    if (!array_reserve(&index->ordinals, index->ordinal_count, &index->ordinal_capacity, sizeof *index->ordinals))
        return error_set_memory(error, store_path(index->store));
    index->ordinals[index->ordinal_count++] = ordinal;
    return true;
}

/* Notes the words of "\nword\nword\n" that have the pattern. */
static bool scan_words(struct index *index, struct text_view words, const struct substring *pattern,
                       struct error *error)
{
    const char *end = words.bytes + words.length, *counted = words.bytes, *at = words.bytes;
    uint32_t ordinal = 0;
    index->ordinal_count = 0;
    while (at < end) {
        const char *found = substring_find(pattern, at, (size_t)(end - at));
        if (!found)
            break;
        /* A pattern may begin with the line break before its word. */
        const char *inside = *found == '\n' ? found + 1 : found;
        ordinal += (uint32_t)substring_count_byte(counted, (size_t)(inside - counted), '\n');
        counted = inside;
        if (!note_ordinal(index, ordinal - 1, error))
            return false;
        const char *word_end = memchr(inside, '\n', (size_t)(end - inside));
        if (!word_end)
            break;
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

/* The word of a row that has ordinal others before it; *at is where the one noted before it was, and its ordinal. */
struct word_cursor {
    struct text_view words;
    size_t at; /* of the line break before the word */
    uint32_t ordinal;
};

static struct text_view cursor_word(struct word_cursor *cursor, uint32_t ordinal)
{
    while (cursor->ordinal < ordinal) {
        const char *next = memchr(cursor->words.bytes + cursor->at + 1, '\n', cursor->words.length - cursor->at - 1);
        if (!next)
            return text_view_of("");
        cursor->at = (size_t)(next - cursor->words.bytes);
        cursor->ordinal++;
    }
    const char *start = cursor->words.bytes + cursor->at + 1;
    const char *end = memchr(start, '\n', cursor->words.length - cursor->at - 1);
    return (struct text_view){start, end ? (size_t)(end - start) : 0};
}

/* --- Rows ---------------------------------------------------------------------------------- */

bool vocabulary_unite_row(struct index *index, uint32_t row, const struct substring *pattern, struct index_words *found,
                          struct bitmap *ranks, struct error *error)
{
    buffer_clear(&index->row);
    if (!index_table_read_all(&index->words, row, &index->row, error) ||
        !scan_words(index, buffer_view(&index->row), pattern, error))
        return false;
    if (index->ordinal_count == 0)
        return true;
    if (!read_places(index, row, error))
        return false;
    struct word_cursor cursor = {.words = buffer_view(&index->row)};
    for (size_t i = 0; i < index->ordinal_count; i++) {
        struct index_place place;
        if (!place_of(index, index->ordinals[i], &place, error) || !index_unite(index, &place, ranks, error))
            return false;
        if (found && found->is_complete &&
            !keep_word(index, cursor_word(&cursor, index->ordinals[i]), &place, found, error))
            return false;
    }
    return true;
}

bool vocabulary_unite_words(struct index *index, const struct index_words *from, const struct substring *pattern,
                            struct index_words *found, struct bitmap *ranks, struct error *error)
{
    if (!scan_words(index, buffer_view(&from->bytes), pattern, error))
        return false;
    struct word_cursor cursor = {.words = buffer_view(&from->bytes)};
    for (size_t i = 0; i < index->ordinal_count; i++) {
        uint32_t ordinal = index->ordinals[i];
        if (!index_unite(index, &from->places[ordinal], ranks, error) ||
            !keep_word(index, cursor_word(&cursor, ordinal), &from->places[ordinal], found, error))
            return false;
    }
    return true;
}

bool vocabulary_visit_row(struct index *index, uint32_t row, struct text_view prefix, index_visitor *visit,
                          void *context, bool *stopped, struct error *error)
{
    buffer_clear(&index->row);
    if (!index_table_read_all(&index->words, row, &index->row, error) || !read_places(index, row, error))
        return false;
    struct word_cursor cursor = {.words = buffer_view(&index->row)};
    uint32_t count = (uint32_t)((index->place_row.length - PLACE_HEAD_BYTES) / sizeof(uint32_t));
    for (uint32_t ordinal = 0; ordinal < count && !*stopped; ordinal++) {
        struct index_place place;
        struct text_view word = cursor_word(&cursor, ordinal);
        if (word.length < prefix.length || memcmp(word.bytes, prefix.bytes, prefix.length) != 0)
            continue;
        if (!place_of(index, ordinal, &place, error))
            return false;
        *stopped = !visit(context, word, &place);
    }
    return true;
}

bool vocabulary_read_first(struct index *index, uint32_t row, struct text_view *word, struct error *error)
{
    buffer_clear(&index->row);
    if (!index_table_read_head(&index->words, row, INDEX_WORD_BYTES, &index->row, error))
        return false;
    if (index->row.length == 0)
        return index_damaged(index, error);
    const char *bytes = index->row.bytes + 1;
    size_t length = index->row.length - 1;
    const char *end = memchr(bytes, '\n', length);
    *word = (struct text_view){bytes, end ? (size_t)(end - bytes) : length};
    return true;
}
