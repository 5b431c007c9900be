#include "core/index_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/index_grams.h"
#include "core/index_run.h"
#include "core/index_tokens.h"
#include "core/index_write.h"

/* Values as long as this are cut: nobody types them. */
enum { VALUE_BYTES = 2000, PIECES_BYTES_MOST = 48000000 };

/* What a piece of text was found to be: the numbers of its words in the run. */
struct known_piece {
    uint64_t hash;
    uint32_t bytes;  /* where it stands, its length first */
    uint32_t words;  /* where its word numbers begin, their count first; of text and of headline */
    uint32_t folded; /* where its folded form stands plus one, its length first; 0: it is no part of a number */
};

struct known_pieces {
    struct known_piece *slots;
    size_t slot_count, used;
    struct buffer bytes;
    uint32_t *words;
    size_t word_count, word_capacity;
};

struct index_builder {
    const char *what;
    uint32_t recall_count;
    FILE *file; /* of the runs */
    struct run_place *places;
    size_t place_count, place_capacity;
    struct index_run run;
    struct known_pieces known[2]; /* of headlines, and of everything else */
    struct index_folding folding;
    struct buffer number_text, digits, value;
    uint32_t rank;
    bool in_headline; /* words go to the headline's sections, too */
};

/* --- Pieces that are known ----------------------------------------------------------------- */

static void known_free(struct known_pieces *known)
{
    free(known->slots);
    free(known->words);
    buffer_free(&known->bytes);
}

static void known_clear(struct known_pieces *known)
{
    if (known->slots)
        memset(known->slots, 0, known->slot_count * sizeof *known->slots);
    known->used = known->word_count = 0;
    buffer_clear(&known->bytes);
}

static bool known_grow(struct known_pieces *known)
{
    size_t count = known->slot_count ? known->slot_count * 2 : 1 << 14;
    struct known_piece *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < known->slot_count; i++) {
        if (!known->slots[i].hash)
            continue;
        size_t slot = known->slots[i].hash & (count - 1);
        while (slots[slot].hash)
            slot = (slot + 1) & (count - 1);
        slots[slot] = known->slots[i];
    }
    free(known->slots);
    known->slots = slots;
    known->slot_count = count;
    return true;
}

static uint32_t known_keep(struct known_pieces *known, struct text_view bytes)
{
    uint32_t place = (uint32_t)known->bytes.length, length = (uint32_t)bytes.length;
    buffer_append(&known->bytes, &length, sizeof length);
    buffer_append_view(&known->bytes, bytes);
    return place;
}

static struct text_view known_view(const struct known_pieces *known, uint32_t place)
{
    uint32_t length;
    memcpy(&length, known->bytes.bytes + place, sizeof length);
    return (struct text_view){known->bytes.bytes + place + sizeof length, length};
}

/* The piece's slot; hash 0 there: it is new. */
static struct known_piece *known_find(struct known_pieces *known, struct text_view piece, uint64_t hash)
{
    size_t slot = hash & (known->slot_count - 1);
    for (; known->slots[slot].hash; slot = (slot + 1) & (known->slot_count - 1))
        if (known->slots[slot].hash == hash && text_view_equal(known_view(known, known->slots[slot].bytes), piece))
            break;
    return &known->slots[slot];
}

static bool known_add_word(struct known_pieces *known, uint32_t number)
{
    if (!array_reserve(&known->words, known->word_count, &known->word_capacity, sizeof *known->words))
        return false;
    known->words[known->word_count++] = number;
    return true;
}

/* --- Runs ---------------------------------------------------------------------------------- */

/* A file without a name: whatever happens, nothing of it stays behind. */
static FILE *open_nameless(const char *beside)
{
    struct buffer path = {0};
    buffer_append_format(&path, "%s.runs-%06d", beside, (int)getpid());
    buffer_append_byte(&path, '\0');
    if (path.failed)
        return NULL;
    int descriptor = open(path.bytes, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        unlink(path.bytes);
    buffer_free(&path);
    return descriptor >= 0 ? fdopen(descriptor, "w+") : NULL;
}

bool index_builder_new(const char *beside, uint32_t recall_count, struct index_builder **result, struct error *error)
{
    struct index_builder *builder = calloc(1, sizeof *builder);
    *result = builder;
    if (!builder)
        return error_set_memory(error, beside);
    builder->what = beside;
    builder->recall_count = recall_count;
    builder->file = open_nameless(beside);
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

/* Finds out what a new piece consists of. */
static bool learn_piece(struct index_builder *builder, struct text_view piece, uint64_t hash, struct known_piece *slot)
{
    struct known_pieces *known = &builder->known[builder->in_headline];
    size_t words = known->word_count;
    if (!known_add_word(known, 0) || !index_emit_words(&builder->folding, piece, emit_known, builder))
        return false;
    known->words[words] = (uint32_t)(known->word_count - words - 1);
    struct text_view folded = buffer_view(&builder->folding.forms[FOLD_STRICT].text);
    *slot = (struct known_piece){.hash = hash, .words = (uint32_t)words, .bytes = known_keep(known, piece)};
    if (index_is_numeric(folded))
        slot->folded = known_keep(known, folded) + 1;
    known->used++;
    return !known->bytes.failed;
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
    if (known->used * 2 >= known->slot_count && !known_grow(known))
        return false;
    uint64_t hash = hash64(piece.bytes, piece.length) | 1;
    struct known_piece *slot = known_find(known, piece, hash);
    if (!slot->hash && !learn_piece(builder, piece, hash, slot))
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
    if (section == INDEX_PART || section == INDEX_CAMPAIGN)
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

/* --- Merging ------------------------------------------------------------------------------- */

struct merge {
    struct index_builder *builder;
    struct run_reader *readers;
    size_t *heap; /* numbers of readers, the one with the smallest word first */
    size_t heap_count;
    struct index_writer writer;
    struct gram_table grams, prefixes;
    struct buffer word;
    uint16_t *ranks; /* of one word in one chunk, from several runs */
    size_t rank_count, rank_capacity;
    uint32_t chunk;
};

static bool comes_before(const struct merge *merge, size_t left, size_t right)
{
    const struct run_reader *a = &merge->readers[left], *b = &merge->readers[right];
    size_t length = a->word.length < b->word.length ? a->word.length : b->word.length;
    int order = memcmp(a->word.bytes, b->word.bytes, length);
    if (order == 0)
        order = (a->word.length > b->word.length) - (a->word.length < b->word.length);
    return order ? order < 0 : left < right;
}

static void sift_down(struct merge *merge, size_t at)
{
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < merge->heap_count; child++)
            if (comes_before(merge, merge->heap[child], merge->heap[least]))
                least = child;
        if (least == at)
            return;
        size_t number = merge->heap[at];
        merge->heap[at] = merge->heap[least];
        merge->heap[least] = number;
        at = least;
    }
}

static bool system_error(const struct merge *merge, struct error *error)
{
    return errno == ENOMEM ? error_set_memory(error, merge->builder->what)
                           : error_set_system(error, ERROR_SYSTEM, merge->builder->what, NULL, errno);
}

static bool open_runs(struct merge *merge, struct error *error)
{
    size_t count = merge->builder->place_count;
    merge->readers = calloc(count + 1, sizeof *merge->readers);
    merge->heap = calloc(count + 1, sizeof *merge->heap);
    if (!merge->readers || !merge->heap)
        return error_set_memory(error, merge->builder->what);
    for (size_t i = 0; i < count; i++) {
        run_reader_open(&merge->readers[i], fileno(merge->builder->file), &merge->builder->places[i]);
        if (!run_reader_step(&merge->readers[i]))
            return system_error(merge, error);
        merge->heap[merge->heap_count++] = i;
    }
    for (size_t i = merge->heap_count; i-- > 0;)
        sift_down(merge, i);
    return true;
}

static void close_runs(struct merge *merge)
{
    for (size_t i = 0; merge->readers && i < merge->builder->place_count; i++)
        run_reader_close(&merge->readers[i]);
    free(merge->readers);
    free(merge->heap);
    merge->readers = NULL;
    merge->heap = NULL;
    merge->heap_count = 0;
}

static bool write_ranks(struct merge *merge, struct error *error)
{
    bool good = index_writer_ranks(&merge->writer, merge->chunk, merge->ranks, (uint32_t)merge->rank_count, error);
    merge->rank_count = 0;
    return good;
}

/* Takes the first run's ranks of the current word, and steps that run. */
static bool take_ranks(struct merge *merge, uint32_t *total, struct error *error)
{
    struct run_reader *reader = &merge->readers[merge->heap[0]];
    if (merge->rank_count > 0 && reader->chunk != merge->chunk && !write_ranks(merge, error))
        return false;
    merge->chunk = reader->chunk;
    for (uint32_t i = 0; i < reader->count; i++) {
        if (!array_reserve(&merge->ranks, merge->rank_count, &merge->rank_capacity, sizeof *merge->ranks))
            return error_set_memory(error, merge->builder->what);
        merge->ranks[merge->rank_count++] = reader->ranks[i];
    }
    *total += reader->count;
    if (!run_reader_step(reader))
        return system_error(merge, error);
    if (reader->is_done)
        merge->heap[0] = merge->heap[--merge->heap_count];
    sift_down(merge, 0);
    return true;
}

static bool merge_word(struct merge *merge, struct error *error)
{
    const struct run_reader *first = &merge->readers[merge->heap[0]];
    uint32_t total = 0;
    buffer_clear(&merge->word);
    buffer_append_view(&merge->word, first->word);
    if (merge->word.failed)
        return error_set_memory(error, merge->builder->what);
    enum index_section section = (enum index_section)merge->word.bytes[0];
    struct text_view word = {merge->word.bytes + 1, merge->word.length - 1};
    if (merge->writer.section >= 0 && merge->writer.section != (int)section &&
        !index_writer_filter(&merge->writer, error))
        return false;
    if (!index_writer_word(&merge->writer, section, word, error))
        return false;
    while (merge->heap_count > 0 && text_view_equal(merge->readers[merge->heap[0]].word, buffer_view(&merge->word)))
        if (!take_ranks(merge, &total, error))
            return false;
    if (!write_ranks(merge, error) || !index_writer_word_end(&merge->writer, error))
        return false;
    return section != INDEX_STRICT ||
           (gram_table_count(&merge->grams, word, total) && gram_table_count(&merge->prefixes, word, total)) ||
           error_set_memory(error, merge->builder->what);
}

static bool merge_words(struct merge *merge, struct error *error)
{
    bool good = open_runs(merge, error);
    while (good && merge->heap_count > 0)
        good = merge_word(merge, error);
    close_runs(merge);
    return good && index_writer_filter(&merge->writer, error);
}

/* --- Grams --------------------------------------------------------------------------------- */

/* The sets of all chosen grams: for one chunk at a time, each then appended to a file. */
struct gram_sets {
    struct merge *merge;
    FILE *file;
    size_t gram_count, chunk_count;
    uint64_t *bits;     /* of each gram: one chunk */
    int64_t *positions; /* in the file: [gram][chunk], plus one; 0: none */
    const struct run_reader *reader;
    size_t first_prefix; /* the number of the first prefix behind the other grams */
    size_t base;
};

static void add_to_gram(void *context, uint32_t number)
{
    struct gram_sets *sets = context;
    uint64_t *bits = sets->bits + (sets->base + number) * BITMAP_CHUNK_WORDS;
    for (uint32_t i = 0; i < sets->reader->count; i++)
        bits[sets->reader->ranks[i] / 64] |= UINT64_C(1) << sets->reader->ranks[i] % 64;
}

static bool keep_chunk(struct gram_sets *sets, uint32_t chunk)
{
    for (size_t gram = 0; gram < sets->gram_count; gram++) {
        sets->positions[gram * sets->chunk_count + chunk] = ftello(sets->file) + 1;
        if (fwrite(sets->bits + gram * BITMAP_CHUNK_WORDS, sizeof *sets->bits, BITMAP_CHUNK_WORDS, sets->file) !=
            BITMAP_CHUNK_WORDS)
            return false;
    }
    memset(sets->bits, 0, sets->gram_count * BITMAP_CHUNK_WORDS * sizeof *sets->bits);
    return true;
}

/* Goes through one run's strict words, which stand before all others. */
static bool add_run(struct gram_sets *sets, const struct run_place *place)
{
    struct run_reader reader;
    struct merge *merge = sets->merge;
    run_reader_open(&reader, fileno(merge->builder->file), place);
    sets->reader = &reader;
    bool good = run_reader_step(&reader);
    while (good && !reader.is_done && reader.word.bytes[0] == INDEX_STRICT) {
        struct text_view word = {reader.word.bytes + 1, reader.word.length - 1};
        sets->base = 0;
        gram_table_visit(&merge->grams, word, add_to_gram, sets);
        sets->base = sets->first_prefix;
        gram_table_visit(&merge->prefixes, word, add_to_gram, sets);
        good = run_reader_step(&reader);
    }
    run_reader_close(&reader);
    return good;
}

static bool gather_sets(struct gram_sets *sets)
{
    const struct index_builder *builder = sets->merge->builder;
    for (size_t i = 0; i < builder->place_count; i++) {
        uint32_t chunk = builder->places[i].chunk;
        if (!add_run(sets, &builder->places[i]))
            return false;
        bool is_last = i + 1 == builder->place_count || builder->places[i + 1].chunk != chunk;
        if (is_last && !keep_chunk(sets, chunk))
            return false;
    }
    return fflush(sets->file) == 0;
}

static bool write_set(struct gram_sets *sets, size_t gram, struct error *error)
{
    uint64_t bits[BITMAP_CHUNK_WORDS];
    static const size_t bytes = sizeof bits;
    uint16_t ranks[BITMAP_CHUNK];
    for (uint32_t chunk = 0; chunk < sets->chunk_count; chunk++) {
        int64_t position = sets->positions[gram * sets->chunk_count + chunk];
        uint32_t count = 0;
        if (position == 0)
            continue;
        if (pread(fileno(sets->file), bits, bytes, (off_t)(position - 1)) != (ssize_t)bytes)
            return system_error(sets->merge, error);
        for (uint32_t i = 0; i < BITMAP_CHUNK_WORDS; i++)
            for (uint64_t word = bits[i]; word; word &= word - 1)
                ranks[count++] = (uint16_t)(i * 64 + (unsigned)__builtin_ctzll(word));
        if (!index_writer_ranks(&sets->merge->writer, chunk, ranks, count, error))
            return false;
    }
    return index_writer_word_end(&sets->merge->writer, error);
}

static bool write_sets(struct gram_sets *sets, const struct gram_table *table, enum index_section section, size_t first,
                       struct error *error)
{
    for (size_t i = 0; i < table->chosen_count; i++) {
        char bytes[GRAM_BYTES];
        struct text_view word = {bytes, gram_bytes(&table->chosen[i], bytes)};
        if (!index_writer_word(&sets->merge->writer, section, word, error) || !write_set(sets, first + i, error))
            return false;
    }
    return true;
}

static bool write_grams(struct merge *merge, struct error *error)
{
    struct gram_sets sets = {.merge = merge};
    if (!gram_table_choose(&merge->grams) || !gram_table_choose(&merge->prefixes))
        return error_set_memory(error, merge->builder->what);
    sets.first_prefix = merge->grams.chosen_count;
    sets.gram_count = merge->grams.chosen_count + merge->prefixes.chosen_count;
    sets.chunk_count = (size_t)merge->builder->recall_count / BITMAP_CHUNK + 1;
    if (sets.gram_count == 0)
        return true;
    sets.bits = calloc(sets.gram_count * BITMAP_CHUNK_WORDS, sizeof *sets.bits);
    sets.positions = calloc(sets.gram_count * sets.chunk_count, sizeof *sets.positions);
    sets.file = open_nameless(merge->builder->what);
    bool good = sets.bits && sets.positions && sets.file && gather_sets(&sets);
    if (!good)
        system_error(merge, error);
    good = good && write_sets(&sets, &merge->grams, INDEX_GRAM, 0, error) &&
           write_sets(&sets, &merge->prefixes, INDEX_PREFIX, sets.first_prefix, error);
    free(sets.bits);
    free(sets.positions);
    if (sets.file)
        fclose(sets.file);
    return good;
}

bool index_builder_finish(struct index_builder *builder, struct sqlite3 *database, const char *content_checksum,
                          const char *const orders[INDEX_ORDER_COUNT], struct error *error)
{
    struct merge merge = {.builder = builder, .prefixes = {.is_prefix = true}};
    bool good = flush_run(builder, error);
    index_run_free(&builder->run);
    good = good && index_writer_open(&merge.writer, database, builder->what, error) && merge_words(&merge, error) &&
           write_grams(&merge, error) && index_writer_order(&merge.writer, orders, error) &&
           index_writer_finish(&merge.writer, content_checksum, error);
    index_writer_close(&merge.writer);
    gram_table_free(&merge.grams);
    gram_table_free(&merge.prefixes);
    buffer_free(&merge.word);
    free(merge.ranks);
    return good;
}
