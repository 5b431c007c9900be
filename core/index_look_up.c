#include "core/index.h"

#include <string.h>

#include "core/index_internal.h"
#include "core/index_vocabulary.h"
#include "core/substring.h"

/* --- Anywhere: rows that have all the letters ------------------------------------------------ */

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
            good = vocabulary_unite_row(index, own->first + i, &pattern, found, ranks, error);
    bitmap_free(&rows);
    return good;
}

/* --- Beginnings: rows that stand together ----------------------------------------------------- */

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
        if (!vocabulary_read_first(index, own->first + middle, &word, error))
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
    if (!vocabulary_read_first(index, row, &word, error))
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
        if (!vocabulary_unite_row(index, own->first + i, &pattern, found, ranks, error))
            return false;
    }
    return true;
}

/* --- A few letters: united beforehand --------------------------------------------------------- */

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
    if (section != INDEX_STRICT || match == INDEX_WHOLE)
        return false;
    return match == INDEX_START ? pattern.length <= 4 : pattern.length >= 3 && pattern.length <= INDEX_GRAM_MOST;
}

/* --- The doors -------------------------------------------------------------------------------- */

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
        good = vocabulary_unite_words(index, from, &prepared, found, ranks, error);
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

bool index_visit(struct index *index, enum index_section section, index_visitor *visit, void *context,
                 struct error *error)
{
    bool stopped = false;
    for (uint32_t i = 0; i < index->sections[section].rows && !stopped; i++)
        if (!vocabulary_visit_row(index, index->sections[section].first + i, text_view_of(""), visit, context, &stopped,
                                  error))
            return false;
    return true;
}

bool index_visit_beginnings(struct index *index, enum index_section section, struct text_view prefix,
                            index_visitor *visit, void *context, struct error *error)
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
        if (!vocabulary_visit_row(index, own->first + i, prefix, visit, context, &stopped, error))
            return false;
    }
    return true;
}
