/* The sets of letters that are united beforehand, of all runs. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/bitmap.h"
#include "core/index_merge.h"

FILE *index_open_nameless(const char *beside)
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

bool index_merge_failed(const struct index_merge *merge, struct error *error)
{
    return errno == ENOMEM ? error_set_memory(error, merge->what)
                           : error_set_system(error, ERROR_SYSTEM, merge->what, NULL, errno);
}

/* The sets of all chosen grams: for one chunk at a time, each then appended to a file. */
struct gram_sets {
    struct index_merge *merge;
    FILE *file;
    size_t gram_count, chunk_count;
    uint64_t *bits;     /* of each gram: one chunk */
    int64_t *positions; /* in the file: [gram][chunk], plus one; 0: none */
    const struct run_reader *reader;
    uint16_t ranks[BITMAP_CHUNK]; /* of the word at hand, once they are asked for */
    uint32_t rank_count;          /* 0: they were not */
    size_t first_prefix;          /* the number of the first prefix behind the other grams */
    size_t base;
};

static void add_to_gram(void *context, uint32_t number)
{
    struct gram_sets *sets = context;
    uint64_t *bits = sets->bits + (sets->base + number) * BITMAP_CHUNK_WORDS;
    if (sets->rank_count == 0)
        sets->rank_count = run_reader_ranks(sets->reader, sets->ranks);
    for (uint32_t i = 0; i < sets->rank_count; i++)
        bits[sets->ranks[i] / 64] |= UINT64_C(1) << sets->ranks[i] % 64;
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
    struct index_merge *merge = sets->merge;
    run_reader_open(&reader, fileno(merge->file), place);
    sets->reader = &reader;
    bool good = run_reader_step(&reader);
    while (good && !reader.is_done && reader.word.bytes[0] == INDEX_STRICT) {
        struct text_view word = {reader.word.bytes + 1, reader.word.length - 1};
        sets->rank_count = 0;
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
    const struct index_merge *merge = sets->merge;
    for (size_t i = 0; i < merge->place_count; i++) {
        uint32_t chunk = merge->places[i].chunk;
        if (!add_run(sets, &merge->places[i]))
            return false;
        bool is_last = i + 1 == merge->place_count || merge->places[i + 1].chunk != chunk;
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
            return index_merge_failed(sets->merge, error);
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
        struct text_view word = {table->chosen[i].bytes, table->chosen[i].length};
        if (!index_writer_word(&sets->merge->writer, section, word, error) || !write_set(sets, first + i, error))
            return false;
    }
    return true;
}

/* What is united beforehand takes such a part of all that is not, anywhere and at the beginning. */
enum { GRAM_SHARE = 2 };

bool index_merge_grams(struct index_merge *merge, struct error *error)
{
    struct gram_sets sets = {.merge = merge};
    uint64_t bytes_most = merge->writer.posting_bytes / GRAM_SHARE;
    if (!gram_table_choose(&merge->grams, &merge->prefixes, merge->recall_count, bytes_most) ||
        !gram_table_choose(&merge->prefixes, &merge->prefixes, merge->recall_count, bytes_most))
        return error_set_memory(error, merge->what);
    sets.first_prefix = merge->grams.chosen_count;
    sets.gram_count = merge->grams.chosen_count + merge->prefixes.chosen_count;
    sets.chunk_count = (size_t)merge->recall_count / BITMAP_CHUNK + 1;
    if (sets.gram_count == 0)
        return true;
    sets.bits = calloc(sets.gram_count * BITMAP_CHUNK_WORDS, sizeof *sets.bits);
    sets.positions = calloc(sets.gram_count * sets.chunk_count, sizeof *sets.positions);
    sets.file = index_open_nameless(merge->what);
    bool good = sets.bits && sets.positions && sets.file && gather_sets(&sets);
    if (!good)
        index_merge_failed(merge, error);
    good = good && write_sets(&sets, &merge->grams, INDEX_GRAM, 0, error) &&
           write_sets(&sets, &merge->prefixes, INDEX_PREFIX, sets.first_prefix, error);
    free(sets.bits);
    free(sets.positions);
    if (sets.file)
        fclose(sets.file);
    return good;
}
