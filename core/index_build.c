#include "core/index_build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bitmap.h"
#include "core/hash.h"
#include "core/index_known.h"
#include "core/index_merge.h"
#include "core/index_pairs.h"
#include "core/index_run.h"
#include "core/index_tokens.h"

/* Values as long as this are cut: nobody types them. */
enum { VALUE_BYTES = 2000, PIECES_BYTES_MOST = 48000000 };

struct index_builder {
    const char *what;
    uint32_t recall_count;
    FILE *file; /* of the runs */
    struct run_place *places;
    size_t place_count, place_capacity;
    struct index_run run;
    struct known_pieces known[2]; /* of headlines, and of everything else */
    struct index_folding folding;
    struct index_pairs pairs;
    uint32_t tail; /* of the piece before */
    struct buffer number_text, digits, value;
    uint32_t rank;
    bool in_headline; /* words go to the headline's sections, too */
};

/* --- Runs ---------------------------------------------------------------------------------- */

bool index_builder_new(const char *beside, uint32_t recall_count, struct index_builder **result, struct error *error)
{
    struct index_builder *builder = calloc(1, sizeof *builder);
    *result = builder;
    if (!builder)
        return error_set_memory(error, beside);
    builder->what = beside;
    builder->recall_count = recall_count;
    builder->file = index_open_nameless(beside);
    if (builder->file)
        return true;
    error_set_system(error, ERROR_SYSTEM, beside, NULL, errno);
    index_builder_free(builder);
    *result = NULL;
    return false;
}

void index_builder_free(struct index_builder *builder)
{
    if (!builder)
        return;
    if (builder->file)
        fclose(builder->file);
    free(builder->places);
    index_run_free(&builder->run);
    known_free(&builder->known[0]);
    known_free(&builder->known[1]);
    index_folding_free(&builder->folding);
    index_pairs_free(&builder->pairs);
    buffer_free(&builder->number_text);
    buffer_free(&builder->digits);
    buffer_free(&builder->value);
    free(builder);
}

static bool flush_run(struct index_builder *builder, struct error *error)
{
    if (builder->run.pair_count > 0) {
        if (!array_reserve(&builder->places, builder->place_count, &builder->place_capacity, sizeof *builder->places))
            return error_set_memory(error, builder->what);
        int64_t start = ftello(builder->file);
        if (!index_run_write(&builder->run, builder->file))
            return error_set_system(error, ERROR_SYSTEM, builder->what, NULL, errno);
        builder->places[builder->place_count++] =
            (struct run_place){.start = start, .end = ftello(builder->file), .chunk = builder->run.chunk};
    }
    known_clear(&builder->known[0]);
    known_clear(&builder->known[1]);
    index_pairs_clear(&builder->pairs);
    return true;
}

bool index_builder_begin(struct index_builder *builder, uint32_t rank, struct error *error)
{
    uint32_t chunk = rank / BITMAP_CHUNK;
    bool is_full = index_run_is_full(&builder->run) ||
                   builder->known[0].bytes.length + builder->known[1].bytes.length > PIECES_BYTES_MOST;
    builder->rank = rank;
    if (chunk == builder->run.chunk && !is_full)
        return true;
    if (!flush_run(builder, error))
        return false;
    index_run_clear(&builder->run, chunk);
    return true;
}

/* --- Words --------------------------------------------------------------------------------- */

static bool put_word(struct index_builder *builder, enum index_section section, struct text_view word)
{
    uint32_t number;
    return index_run_word(&builder->run, section, word, &number) && index_run_add(&builder->run, number, builder->rank);
}

static bool emit(void *context, enum index_section section, struct text_view word)
{
    struct index_builder *builder = context;
    return put_word(builder, section, word) &&
           (!builder->in_headline ||
            put_word(builder, (enum index_section)(section - INDEX_STRICT + INDEX_HEADLINE_STRICT), word));
}

static bool emit_known(void *context, enum index_section section, struct text_view word)
{
    struct index_builder *builder = context;
    struct known_pieces *known = &builder->known[builder->in_headline];
    uint32_t number;
    if (!index_run_word(&builder->run, section, word, &number) || !known_add_word(known, number))
        return false;
    if (!builder->in_headline)
        return true;
    section = (enum index_section)(section - INDEX_STRICT + INDEX_HEADLINE_STRICT);
    return index_run_word(&builder->run, section, word, &number) && known_add_word(known, number);
}

/* A pair inside a piece. */
static bool know_pair(void *context, uint32_t number)
{
    struct index_builder *builder = context;
    return known_add_word(&builder->known[builder->in_headline], number);
}

/* Finds out what a new piece consists of. */
static bool learn_piece(struct index_builder *builder, struct text_view piece, uint64_t hash, struct known_piece *slot)
{
    struct known_pieces *known = &builder->known[builder->in_headline];
    size_t words = known->word_count;
    struct pair_edges edges;
    if (!known_add_word(known, 0) || !index_fold_piece(&builder->folding, piece) ||
        !index_emit_words(&builder->folding, emit_known, builder) ||
        !index_pairs_learn(&builder->pairs, &builder->run, &builder->folding, &edges, know_pair, builder))
        return false;
    known->words[words] = (uint32_t)(known->word_count - words - 1);
    struct text_view folded = buffer_view(&builder->folding.forms[FOLD_STRICT].text);
    *slot =
        (struct known_piece){.hash = hash, .words = (uint32_t)words, .bytes = known_keep(known, piece), .edges = edges};
    if (index_is_numeric(folded))
        slot->folded = known_keep(known, folded) + 1;
    known->used++;
    return !known->bytes.failed;
}

static bool add_number(void *context, uint32_t number)
{
    struct index_builder *builder = context;
    return index_run_add(&builder->run, number, builder->rank);
}

/* The pairs that the piece makes with the one before it. */
static bool join_pieces(struct index_builder *builder, const struct pair_edges *edges)
{
    if (edges->is_blank)
        return true;
    bool good = index_pairs_join(&builder->pairs, &builder->run, builder->tail, edges->head, add_number, builder);
    builder->tail = edges->tail;
    return good;
}

/* Goes on with, or ends, a number that is written in several groups between white space. */
static bool continue_number(struct index_builder *builder, struct text_view folded)
{
    for (size_t i = 0; i < folded.length; i++) {
        bool repeats = folded.bytes[i] == ' ' && builder->number_text.length > 0 &&
                       builder->number_text.bytes[builder->number_text.length - 1] == ' ';
        if (!repeats)
            buffer_append_byte(&builder->number_text, folded.bytes[i]);
    }
    return !builder->number_text.failed;
}

static bool emit_number(void *context, struct text_view digits)
{
    return index_emit_cut(emit, context, INDEX_NUMBER, digits);
}

static bool end_number(struct index_builder *builder)
{
    if (builder->number_text.length == 0)
        return true;
    bool good = index_visit_numbers(buffer_view(&builder->number_text), 2, &builder->digits, emit_number, builder);
    buffer_clear(&builder->number_text);
    return good;
}

static bool add_piece(struct index_builder *builder, struct text_view piece)
{
    struct known_pieces *known = &builder->known[builder->in_headline];
    uint64_t hash = hash_quick(piece.bytes, piece.length) | 1;
    struct known_piece *slot = known_find(known, piece, hash);
    if (!slot || (!slot->hash && !learn_piece(builder, piece, hash, slot)) || !join_pieces(builder, &slot->edges))
        return false;
    const uint32_t *words = known->words + slot->words;
    for (uint32_t i = 1; i <= words[0]; i++)
        if (!index_run_add(&builder->run, words[i], builder->rank))
            return false;
    if (!slot->folded)
        return end_number(builder);
    return continue_number(builder, known_view(known, slot->folded - 1)) && continue_number(builder, TEXT_VIEW(" "));
}

static bool add_text(struct index_builder *builder, struct text_view text, bool in_headline)
{
    struct text_view piece;
    builder->in_headline = in_headline;
    builder->tail = 0;
    while (index_next_piece(&text, &piece))
        if (!add_piece(builder, piece))
            return false;
    return end_number(builder);
}

bool index_builder_words(struct index_builder *builder, const struct store_words *words, struct error *error)
{
    if (add_text(builder, words->headline, true) && add_text(builder, words->text, false) &&
        add_text(builder, words->names, false))
        return true;
    return error_set_memory(error, builder->what);
}

bool index_builder_value(struct index_builder *builder, enum index_section section, struct text_view value,
                         struct error *error)
{
    buffer_clear(&builder->value);
    if (section >= INDEX_PART && section <= INDEX_CODE)
        index_append_number(&builder->value, value);
    else
        buffer_append_view(&builder->value, value);
    for (size_t i = 0; i < builder->value.length; i++)
        if (builder->value.bytes[i] == '\n')
            builder->value.bytes[i] = ' ';
    struct text_view word = buffer_view(&builder->value);
    if (word.length > VALUE_BYTES)
        word.length = VALUE_BYTES;
    return word.length == 0 || (!builder->value.failed && put_word(builder, section, word)) ||
           error_set_memory(error, builder->what);
}

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

bool index_builder_finish(struct index_builder *builder, struct sqlite3 *database, const char *content_checksum,
                          const char *const orders[INDEX_ORDER_COUNT], const uint32_t *rings, struct error *error)
{
    bool good = flush_run(builder, error);
    struct index_merge merge = {
        .what = builder->what,
        .recall_count = builder->recall_count,
        .file = builder->file,
        .places = builder->places,
        .place_count = builder->place_count,
        .prefixes = {.is_prefix = true},
    };
    index_run_free(&builder->run);
    good = good && index_writer_open(&merge.writer, database, builder->what, builder->recall_count, error) &&
           index_merge_words(&merge, error) && write_again(&merge.writer, rings, builder->recall_count, error) &&
           index_merge_grams(&merge, error) && index_writer_orders(&merge.writer, orders, error) &&
           index_writer_rings(&merge.writer, rings, builder->recall_count, error) &&
           index_writer_finish(&merge.writer, content_checksum, error);
    index_writer_close(&merge.writer);
    gram_table_free(&merge.grams);
    gram_table_free(&merge.prefixes);
    return good;
}
