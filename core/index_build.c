#include "core/index_build.h"

#include <stdlib.h>
#include <string.h>

#include "core/bitmap.h"
#include "core/index_merge.h"
#include "core/index_orders.h"
#include "core/index_packing.h"
#include "core/index_texts.h"

enum {
    VALUE_BYTES = 2000, /* values as long as this are cut: nobody types them */
    VALUES_AT_ONCE = 32,
};

struct index_builder {
    const char *what;
    uint32_t recall_count;
    struct index_texts texts;
    struct index_packing *packing;
    struct index_run *run; /* at hand; NULL: none was begun */
    struct buffer starts;  /* of the stretches of recalls that runs are made of: their first ranks */
    struct buffer value;
};

/* --- Runs ---------------------------------------------------------------------------------- */

static void wait_for_packing(void *context)
{
    index_packing_wait(context);
}

bool index_builder_new(const char *beside, uint32_t recall_count, struct index_builder **result, struct error *error)
{
    struct index_builder *builder = calloc(1, sizeof *builder);
    *result = builder;
    if (!builder)
        return error_set_memory(error, beside);
    builder->what = beside;
    builder->recall_count = recall_count;
    if (!index_packing_new(beside, &builder->packing, error)) {
        index_builder_free(builder);
        *result = NULL;
        return false;
    }
    builder->texts.lexicon.readers = builder->texts.pairs.readers =
        (struct index_readers){wait_for_packing, builder->packing};
    return true;
}

void index_builder_free(struct index_builder *builder)
{
    if (!builder)
        return;
    index_packing_free(builder->packing);
    index_texts_free(&builder->texts);
    buffer_free(&builder->starts);
    buffer_free(&builder->value);
    free(builder);
}

static void end_run(struct index_builder *builder, bool is_last)
{
    bool begin_anew = !is_last && index_texts_are_full(&builder->texts);
    index_packing_put(builder->packing, &builder->texts, begin_anew, is_last);
    builder->run = NULL;
}

static bool begin_run(struct index_builder *builder, uint32_t rank, struct error *error)
{
    builder->run = index_packing_begin(builder->packing, rank / BITMAP_CHUNK, error);
    buffer_append(&builder->starts, &rank, sizeof rank);
    return builder->run != NULL;
}

bool index_builder_begin(struct index_builder *builder, uint32_t rank, struct error *error)
{
    const struct index_run *run = builder->run;
    if (run && (rank / BITMAP_CHUNK != run->chunk || index_run_is_full(run) || index_texts_are_full(&builder->texts)))
        end_run(builder, false);
    if (!builder->run && !begin_run(builder, rank, error))
        return false;
    return (!builder->starts.failed && index_run_begin(builder->run, rank)) || error_set_memory(error, builder->what);
}

/* --- Words and values ---------------------------------------------------------------------- */

static bool add_text(struct index_builder *builder, struct text_view text, bool in_headline)
{
    return index_texts_add(&builder->texts, text, in_headline, builder->run);
}

bool index_builder_words(struct index_builder *builder, const struct store_words *words, struct error *error)
{
    if (add_text(builder, words->headline, true) && add_text(builder, words->text, false) &&
        add_text(builder, words->names, false))
        return true;
    return error_set_memory(error, builder->what);
}

/* The value as it is kept; where it is kept otherwise than it came, at the end of builder->value. */
static struct text_view kept_value(struct index_builder *builder, const struct index_value *value)
{
    struct text_view word = value->word;
    size_t start = builder->value.length;
    bool is_number = value->section >= INDEX_PART && value->section <= INDEX_CODE;
    if (is_number)
        index_append_number(&builder->value, word);
    else if (word.length > 0 && memchr(word.bytes, '\n', word.length))
        buffer_append_view(&builder->value, word);
    if (is_number || builder->value.length > start)
        word = (struct text_view){builder->value.bytes + start, builder->value.length - start};
    for (size_t i = start; i < builder->value.length; i++)
        if (builder->value.bytes[i] == '\n')
            builder->value.bytes[i] = ' ';
    return word.length > VALUE_BYTES ? (struct text_view){word.bytes, VALUE_BYTES} : word;
}

static bool add_values(struct index_builder *builder, const struct index_value *values, size_t count)
{
    struct text_view words[VALUES_AT_ONCE];
    uint32_t hashes[VALUES_AT_ONCE], numbers[VALUES_AT_ONCE];
    size_t added = 0, most = 0;
    for (size_t i = 0; i < count; i++)
        most += values[i].word.length;
    buffer_clear(&builder->value);
    if (!buffer_reserve(&builder->value, most)) /* so that it is not moved */
        return false;
    for (size_t i = 0; i < count; i++) {
        words[i] = kept_value(builder, &values[i]);
        hashes[i] = lexicon_expect(&builder->texts.lexicon, values[i].section, words[i]);
    }
    for (size_t i = 0; i < count; i++)
        if (words[i].length > 0 && !lexicon_number_expected(&builder->texts.lexicon, values[i].section, words[i],
                                                            hashes[i], &numbers[added++]))
            return false;
    return index_run_add(builder->run, &builder->texts.lexicon, numbers, added);
}

bool index_builder_values(struct index_builder *builder, const struct index_value *values, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < count; i += VALUES_AT_ONCE)
        if (!add_values(builder, values + i, count - i < VALUES_AT_ONCE ? count - i : VALUES_AT_ONCE))
            return error_set_memory(error, builder->what);
    return true;
}

/* --- The end ------------------------------------------------------------------------------- */

/* The recalls that point to a newer one of the same action. */
static bool write_again(struct index_writer *writer, const uint32_t *rings, uint32_t count, struct error *error)
{
    struct bitmap again = {0};
    uint16_t ranks[BITMAP_CHUNK];
    bool good = bitmap_reset(&again, count) || error_set_memory(error, writer->what), any = false;
    for (uint32_t rank = 0; good && rank < count; rank++) {
        if (rings[rank] < rank) {
            bitmap_add(&again, rank);
            any = true;
        }
    }
    good = good && (!any || index_writer_word(writer, INDEX_AGAIN, TEXT_VIEW("1"), error));
    for (uint32_t chunk = 0; good && any && chunk <= count / BITMAP_CHUNK; chunk++) {
        uint32_t end = (chunk + 1) * BITMAP_CHUNK < count ? (chunk + 1) * BITMAP_CHUNK : count, taken = 0;
        for (uint32_t rank = bitmap_next(&again, chunk * BITMAP_CHUNK); rank < end;
             rank = bitmap_next(&again, rank + 1))
            ranks[taken++] = (uint16_t)(rank % BITMAP_CHUNK);
        good = index_writer_ranks(writer, chunk, ranks, taken, error);
    }
    bitmap_free(&again);
    return good && (!any || index_writer_word_end(writer, error));
}

static bool write_all(struct index_builder *builder, const struct index_making *making, struct index_merge *merge,
                      struct index_orders *orders, struct error *error)
{
    struct index_writer *writer = &merge->writer;
    return index_orders_begin(orders, making->orders, builder->what, error) && index_merge_words(merge, error) &&
           write_again(writer, making->rings, builder->recall_count, error) && index_merge_grams(merge, error) &&
           index_orders_end(orders, error) && index_writer_orders(writer, orders->ranks, error) &&
           index_writer_rings(writer, making->rings, builder->recall_count, error) &&
           index_writer_finish(writer, error) &&
           (index_writer_layout(writer, buffer_view(&builder->starts), making->layout) ||
            error_set_memory(error, builder->what));
}

bool index_builder_make(struct index_builder *builder, const struct index_making *making, struct error *error)
{
    struct packed_runs runs;
    struct index_orders orders = {0};
    if (builder->run)
        end_run(builder, true);
    bool good = index_packing_finish(builder->packing, &runs, error);
    struct index_merge merge = {
        .what = builder->what,
        .recall_count = builder->recall_count,
        .file = runs.file,
        .places = runs.places,
        .place_count = runs.count,
        .prefixes = {.is_prefix = true},
    };
    index_texts_free(&builder->texts);
    index_writer_begin(&merge.writer, making->sink, builder->what, builder->recall_count);
    good = good && write_all(builder, making, &merge, &orders, error);
    index_orders_free(&orders);
    index_writer_free(&merge.writer);
    gram_table_free(&merge.grams);
    gram_table_free(&merge.prefixes);
    return good;
}
