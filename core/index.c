#include "core/index.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/index_postings.h"
#include "core/index_rows.h"
#include "core/index_write.h"
#include "core/store_internal.h"
#include "core/substring.h"

/* More words than this are not kept for the next key: scanning the vocabulary again is as fast. */
enum { WORDS_KEPT_BYTES = 48 * 1024, PLACE_HEAD_BYTES = 8 };

struct index {
    struct store *store;
    struct index_table words, places, postings, orders, rings;
    struct index_section_rows sections[INDEX_SECTION_COUNT];
    uint64_t posting_bytes;
    uint32_t ring_count;
    uint32_t recall_count;
    struct buffer row;         /* the vocabulary row being looked at */
    struct buffer place_row;   /* its places */
    struct buffer posting_row; /* postings being taken */
    uint32_t *ordinals;        /* numbers, in their row, of the words found */
    size_t ordinal_count, ordinal_capacity;
};

static bool damaged(const struct index *index, struct error *error)
{
    error_set(error, ERROR_DAMAGED, store_path(index->store), "the search index is damaged");
    return error_set_way_out(error, "import the recall files again");
}

/* --- Opening ------------------------------------------------------------------------------- */

static bool has_table(struct store *store, bool *found, struct error *error)
{
    struct sqlite3_stmt *row;
    if (!sql_prepare(store_database(store), store_path(store),
                     "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'index_meta'", &row, error))
        return false;
    int result = sqlite3_step(row);
    *found = result == SQLITE_ROW;
    sqlite3_finalize(row);
    return result == SQLITE_ROW || result == SQLITE_DONE || sql_error(store_database(store), store_path(store), error);
}

/* Reads the description; *usable is false when it is of another version or content. */
static bool read_meta(struct index *index, bool *usable, struct error *error)
{
    struct sqlite3 *database = store_database(index->store);
    struct sqlite3_stmt *row;
    *usable = false;
    if (!sql_prepare(database, store_path(index->store),
                     "SELECT (SELECT value FROM index_meta WHERE key = 'version'), "
                     "(SELECT value FROM index_meta WHERE key = 'content'), "
                     "(SELECT value FROM index_meta WHERE key = 'sections'), "
                     "(SELECT value FROM index_meta WHERE key = 'postings'), "
                     "(SELECT value FROM index_meta WHERE key = 'rings')",
                     &row, error))
        return false;
    bool good = sqlite3_step(row) == SQLITE_ROW || sql_error(database, store_path(index->store), error);
    struct text_view content = good ? sql_column_view(row, 1) : text_view_of("");
    if (good && sqlite3_column_int(row, 0) == INDEX_VERSION &&
        text_view_equal(content, text_view_of(store_info(index->store).checksum))) {
        struct text_view sections = sql_column_view(row, 2);
        index->posting_bytes = (uint64_t)sqlite3_column_int64(row, 3);
        index->ring_count = (uint32_t)sqlite3_column_int64(row, 4);
        *usable = sections.length == sizeof index->sections;
        if (*usable)
            memcpy(index->sections, sections.bytes, sizeof index->sections);
        else
            good = damaged(index, error);
    }
    sqlite3_finalize(row);
    return good;
}

bool index_open(struct store *store, struct index **result, struct error *error)
{
    bool found, usable = false;
    *result = NULL;
    if (!has_table(store, &found, error))
        return false;
    if (!found)
        return true;
    struct index *index = calloc(1, sizeof *index);
    if (!index)
        return error_set_memory(error, store_path(store));
    index->store = store;
    index->recall_count = store_info(store).recall_count;
    index_table_init(&index->words, store, "index_word");
    index_table_init(&index->places, store, "index_place");
    index_table_init(&index->postings, store, "index_posting");
    index_table_init(&index->orders, store, "index_order");
    index_table_init(&index->rings, store, "index_ring");
    bool good = read_meta(index, &usable, error);
    if (good && usable)
        *result = index;
    else
        index_close(index);
    return good;
}

void index_close(struct index *index)
{
    if (!index)
        return;
    index_table_close(&index->words);
    index_table_close(&index->places);
    index_table_close(&index->postings);
    index_table_close(&index->orders);
    index_table_close(&index->rings);
    buffer_free(&index->row);
    buffer_free(&index->place_row);
    buffer_free(&index->posting_row);
    free(index->ordinals);
    free(index);
}

void index_words_free(struct index_words *words)
{
    buffer_free(&words->bytes);
    free(words->places);
    *words = (struct index_words){0};
}

/* --- Postings ------------------------------------------------------------------------------ */

/* The postings of a word, whole: borrowed until the next call. */
static bool read_postings(struct index *index, const struct index_place *place, struct text_view *bytes,
                          struct error *error)
{
    uint64_t end = place->start + place->length;
    if (end < place->start || end > index->posting_bytes)
        return damaged(index, error);
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
            return damaged(index, error);
        bitmap_add(ranks, (uint32_t)place->start);
        return true;
    }
    return read_postings(index, place, &bytes, error) && (postings_unite(bytes, ranks) || damaged(index, error));
}

bool index_count(struct index *index, const struct index_place *place, const struct bitmap *ranks, uint32_t *count,
                 struct error *error)
{
    struct text_view bytes;
    if (place->length == 0) {
        *count = bitmap_has(ranks, (uint32_t)place->start);
        return true;
    }
    return read_postings(index, place, &bytes, error) && (postings_count(bytes, ranks, count) || damaged(index, error));
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
           (index->place_row.length >= PLACE_HEAD_BYTES || damaged(index, error));
}

static bool place_of(struct index *index, uint32_t ordinal, struct index_place *place, struct error *error)
{
    uint64_t base;
    if (PLACE_HEAD_BYTES + ((size_t)ordinal + 1) * sizeof(uint32_t) > index->place_row.length)
        return damaged(index, error);
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
        return damaged(index, error);
    *place = (struct index_place){.start = base + start, .length = end - start};
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

static bool take_row(struct index *index, uint32_t row, const struct substring *pattern, struct index_words *found,
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

/* The words that were found for a part of the pattern. */
static bool take_words(struct index *index, const struct index_words *from, const struct substring *pattern,
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

/* In which rows of the section all strings of three bytes of the pattern stand. */
static bool filter_rows(struct index *index, enum index_section section, struct text_view pattern, struct bitmap *rows,
                        struct error *error)
{
    enum { BYTES = 3, FEW_ROWS = 2 };
    struct bitmap one = {0};
    bool good = bitmap_reset(rows, index->sections[section].rows) || error_set_memory(error, store_path(index->store));
    if (good)
        bitmap_fill(rows);
    for (size_t i = 0; good && i + BYTES <= pattern.length && bitmap_count(rows) > FEW_ROWS; i++) {
        struct text_view part = {pattern.bytes + i, BYTES};
        good = (bitmap_reset(&one, rows->size) || error_set_memory(error, store_path(index->store))) &&
               index_look_up(index, (enum index_section)(INDEX_FILTER + section), part, INDEX_WHOLE, NULL, NULL, &one,
                             error);
        if (good)
            bitmap_intersect(rows, &one);
    }
    bitmap_free(&one);
    return good;
}

static bool scan_section(struct index *index, enum index_section section, struct text_view needle,
                         struct index_words *found, struct bitmap *ranks, struct error *error)
{
    const struct index_section_rows *own = &index->sections[section];
    struct substring pattern;
    struct bitmap rows = {0};
    bool is_filtered = index_has_filter(section) && own->rows > 2, good = true;
    if (is_filtered)
        good = filter_rows(index, section, needle, &rows, error);
    substring_prepare(&pattern, needle);
    for (uint32_t i = 0; good && i < own->rows; i++)
        if (!is_filtered || bitmap_has(&rows, i))
            good = take_row(index, own->first + i, &pattern, found, ranks, error);
    bitmap_free(&rows);
    return good;
}

/* The first word of a row. */
static bool read_first_word(struct index *index, uint32_t row, struct text_view *word, struct error *error)
{
    buffer_clear(&index->row);
    if (!index_table_read_head(&index->words, row, INDEX_WORD_BYTES, &index->row, error))
        return false;
    if (index->row.length == 0)
        return damaged(index, error);
    const char *bytes = index->row.bytes + 1;
    size_t length = index->row.length - 1;
    const char *end = memchr(bytes, '\n', length);
    *word = (struct text_view){bytes, end ? (size_t)(end - bytes) : length};
    return true;
}

static int compare_prefix(struct text_view word, struct text_view prefix)
{
    size_t length = word.length < prefix.length ? word.length : prefix.length;
    int order = memcmp(word.bytes, prefix.bytes, length);
    return order ? order : word.length < prefix.length ? -1 : 0;
}

/* The first row of the section whose first word is not below the prefix, counted from the section's first. */
static bool find_beginnings(struct index *index, enum index_section section, struct text_view prefix, uint32_t *first,
                            struct error *error)
{
    const struct index_section_rows *own = &index->sections[section];
    struct text_view word = {0};
    uint32_t low = 0, high = own->rows;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (!read_first_word(index, own->first + middle, &word, error))
            return false;
        if (compare_prefix(word, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    return true;
}

/* Whether rows from this one on have no word that begins so; only asked of rows from find_beginnings() on. */
static bool is_beyond(struct index *index, uint32_t row, struct text_view prefix, bool *beyond, struct error *error)
{
    struct text_view word;
    if (!read_first_word(index, row, &word, error))
        return false;
    *beyond = compare_prefix(word, prefix) > 0;
    return true;
}

/* Words that begin with it stand together: only their rows are looked at. */
static bool scan_beginnings(struct index *index, enum index_section section, struct text_view prefix,
                            struct text_view needle, struct index_words *found, struct bitmap *ranks,
                            struct error *error)
{
    const struct index_section_rows *own = &index->sections[section];
    struct substring pattern;
    uint32_t low;
    bool beyond = false;
    substring_prepare(&pattern, needle);
    if (!find_beginnings(index, section, prefix, &low, error))
        return false;
    /* The row before may end with such words. */
    for (uint32_t i = low > 0 ? low - 1 : 0; i < own->rows; i++) {
        if (i >= low && !is_beyond(index, own->first + i, prefix, &beyond, error))
            return false;
        if (beyond)
            break;
        if (!take_row(index, own->first + i, &pattern, found, ranks, error))
            return false;
    }
    return true;
}

/* What was united beforehand for a few letters; *done when it was. */
static bool take_gram(struct index *index, enum index_section grams, struct text_view pattern, struct bitmap *ranks,
                      bool *done, struct error *error)
{
    struct buffer whole = {0};
    struct index_words found = {.is_complete = true};
    buffer_append_byte(&whole, '\n');
    buffer_append_view(&whole, pattern);
    buffer_append_byte(&whole, '\n');
    bool good = !whole.failed ? scan_beginnings(index, grams, pattern, buffer_view(&whole), &found, ranks, error)
                              : error_set_memory(error, store_path(index->store));
    *done = good && found.count > 0;
    index_words_free(&found);
    buffer_free(&whole);
    return good;
}

static bool has_gram(enum index_section section, struct text_view pattern, enum index_match match)
{
    if (section != INDEX_STRICT || match == INDEX_WHOLE || pattern.length > 4)
        return false;
    return match == INDEX_START || pattern.length >= 3;
}

bool index_look_up(struct index *index, enum index_section section, struct text_view pattern, enum index_match match,
                   const struct index_words *from, struct index_words *found, struct bitmap *ranks, struct error *error)
{
    struct buffer needle = {0};
    bool done = false, good = true;
    if (found) {
        buffer_clear(&found->bytes);
        found->count = 0;
        found->is_complete = true;
    }
    if (match != INDEX_ANYWHERE)
        buffer_append_byte(&needle, '\n');
    buffer_append_view(&needle, pattern);
    if (match == INDEX_WHOLE)
        buffer_append_byte(&needle, '\n');
    if (needle.failed)
        return error_set_memory(error, store_path(index->store));
    if (from && from->is_complete) {
        struct substring prepared;
        substring_prepare(&prepared, buffer_view(&needle));
        good = take_words(index, from, &prepared, found, ranks, error);
    } else {
        if (has_gram(section, pattern, match))
            good = take_gram(index, match == INDEX_START ? INDEX_PREFIX : INDEX_GRAM, pattern, ranks, &done, error);
        if (done && found)
            found->is_complete = false;
        if (good && !done)
            good = match == INDEX_ANYWHERE
                       ? scan_section(index, section, buffer_view(&needle), found, ranks, error)
                       : scan_beginnings(index, section, pattern, buffer_view(&needle), found, ranks, error);
    }
    buffer_free(&needle);
    bitmap_trim(ranks);
    return good;
}

typedef bool index_visitor(void *context, struct text_view word, const struct index_place *place);

/* Visits the words of a row that begin with the prefix; *stopped when visit returned false. */
static bool visit_row(struct index *index, uint32_t row, struct text_view prefix, index_visitor *visit, void *context,
                      bool *stopped, struct error *error)
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

bool index_visit(struct index *index, enum index_section section,
                 bool (*visit)(void *context, struct text_view word, const struct index_place *place), void *context,
                 struct error *error)
{
    bool stopped = false;
    for (uint32_t i = 0; i < index->sections[section].rows && !stopped; i++)
        if (!visit_row(index, index->sections[section].first + i, text_view_of(""), visit, context, &stopped, error))
            return false;
    return true;
}

bool index_visit_beginnings(struct index *index, enum index_section section, struct text_view prefix,
                            bool (*visit)(void *context, struct text_view word, const struct index_place *place),
                            void *context, struct error *error)
{
    const struct index_section_rows *own = &index->sections[section];
    uint32_t low;
    bool beyond = false, stopped = false;
    if (!find_beginnings(index, section, prefix, &low, error))
        return false;
    for (uint32_t i = low > 0 ? low - 1 : 0; i < own->rows && !stopped; i++) {
        if (i >= low && !is_beyond(index, own->first + i, prefix, &beyond, error))
            return false;
        if (beyond)
            break;
        if (!visit_row(index, own->first + i, prefix, visit, context, &stopped, error))
            return false;
    }
    return true;
}

/* --- Orders -------------------------------------------------------------------------------- */

bool index_read_order(struct index *index, enum index_order order, uint32_t first, size_t count, uint32_t *ranks,
                      size_t *taken, struct error *error)
{
    enum { PER_ROW = INDEX_PIECE_BYTES / sizeof(uint32_t) };
    uint32_t rows = (index->recall_count + PER_ROW - 1) / PER_ROW;
    *taken = 0;
    while (*taken < count && first < index->recall_count) {
        uint32_t row = first / PER_ROW, offset = first % PER_ROW;
        size_t part = PER_ROW - offset;
        if (part > count - *taken)
            part = count - *taken;
        if (part > index->recall_count - first)
            part = index->recall_count - first;
        buffer_clear(&index->row);
        if (!index_table_read(&index->orders, (uint32_t)order * rows + row, offset * (uint32_t)sizeof *ranks,
                              (uint32_t)(part * sizeof *ranks), &index->row, error))
            return false;
        memcpy(ranks + *taken, index->row.bytes, part * sizeof *ranks);
        for (size_t i = 0; i < part; i++)
            if (ranks[*taken + i] >= index->recall_count)
                return damaged(index, error);
        *taken += part;
        first += (uint32_t)part;
    }
    return true;
}

uint32_t index_ring_count(const struct index *index)
{
    return index->ring_count;
}

bool index_read_rings(struct index *index, uint32_t first, size_t count, struct index_ring *rings, size_t *taken,
                      struct error *error)
{
    enum { PER_ROW = INDEX_PIECE_BYTES / sizeof *rings };
    *taken = 0;
    while (*taken < count && first < index->ring_count) {
        uint32_t row = first / PER_ROW, offset = first % PER_ROW;
        size_t part = PER_ROW - offset;
        part = part < count - *taken ? part : count - *taken;
        part = part < index->ring_count - first ? part : index->ring_count - first;
        buffer_clear(&index->row);
        if (!index_table_read(&index->rings, row, offset * (uint32_t)sizeof *rings, (uint32_t)(part * sizeof *rings),
                              &index->row, error))
            return false;
        memcpy(rings + *taken, index->row.bytes, part * sizeof *rings);
        for (size_t i = 0; i < part; i++)
            if (rings[*taken + i].rank >= index->recall_count || rings[*taken + i].next >= index->recall_count)
                return damaged(index, error);
        *taken += part;
        first += (uint32_t)part;
    }
    return true;
}

/* --- Care ---------------------------------------------------------------------------------- */

bool index_check(struct index *index, struct error *error)
{
    return index_table_check(&index->words, error) && index_table_check(&index->places, error) &&
           index_table_check(&index->postings, error) && index_table_check(&index->orders, error) &&
           index_table_check(&index->rings, error);
}
