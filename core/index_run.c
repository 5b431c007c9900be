#include "core/index_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"

/* Together below 150 MB. */
enum {
    PAIRS_MOST = 6000000,
    BYTES_MOST = 24000000,
    WORDS_MOST = 1200000,
    WINDOW_BYTES = 65536,
};

/* What stands before the ranks of a word in the file. */
struct run_record {
    uint32_t count;
    uint16_t length;
    uint16_t padding; /* bytes behind the word, so that ranks are aligned */
};

/* --- Gathering ----------------------------------------------------------------------------- */

void index_run_free(struct index_run *run)
{
    buffer_free(&run->bytes);
    free(run->words);
    free(run->slots);
    free(run->pair_words);
    free(run->pair_ranks);
    *run = (struct index_run){0};
}

void index_run_clear(struct index_run *run, uint32_t chunk)
{
    run->chunk = chunk;
    buffer_clear(&run->bytes);
    run->word_count = run->pair_count = 0;
    if (run->slots)
        memset(run->slots, 0, run->slot_count * sizeof *run->slots);
}

bool index_run_is_full(const struct index_run *run)
{
    return run->pair_count >= PAIRS_MOST || run->bytes.length >= BYTES_MOST || run->word_count >= WORDS_MOST;
}

static void place_word(struct index_run *run, uint32_t number)
{
    size_t slot = run->words[number].hash & (run->slot_count - 1);
    while (run->slots[slot])
        slot = (slot + 1) & (run->slot_count - 1);
    run->slots[slot] = number + 1;
}

static bool grow_slots(struct index_run *run)
{
    size_t count = run->slot_count ? run->slot_count * 2 : 1 << 14;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    free(run->slots);
    run->slots = slots;
    run->slot_count = count;
    for (size_t i = 0; i < run->word_count; i++)
        place_word(run, (uint32_t)i);
    return true;
}

static bool is_word(const struct index_run *run, const struct run_word *own, enum index_section section,
                    struct text_view word)
{
    const char *bytes = run->bytes.bytes + own->start;
    return own->length == word.length + 1 && bytes[0] == (char)section &&
           memcmp(bytes + 1, word.bytes, word.length) == 0;
}

bool index_run_word(struct index_run *run, enum index_section section, struct text_view word, uint32_t *number)
{
    if (run->word_count * 2 >= run->slot_count && !grow_slots(run))
        return false;
    uint32_t hash = (uint32_t)hash_quick(word.bytes, word.length) ^ (uint32_t)section * 0x9E3779B1u;
    size_t slot = hash & (run->slot_count - 1);
    for (; run->slots[slot]; slot = (slot + 1) & (run->slot_count - 1)) {
        const struct run_word *own = &run->words[run->slots[slot] - 1];
        if (own->hash == hash && is_word(run, own, section, word)) {
            *number = run->slots[slot] - 1;
            return true;
        }
    }
    if (!array_reserve(&run->words, run->word_count, &run->word_capacity, sizeof *run->words))
        return false;
    *number = (uint32_t)run->word_count;
    run->words[run->word_count++] =
        (struct run_word){.start = (uint32_t)run->bytes.length, .length = (uint16_t)(word.length + 1), .hash = hash};
    buffer_append_byte(&run->bytes, (char)section);
    buffer_append_view(&run->bytes, word);
    run->slots[slot] = *number + 1;
    return !run->bytes.failed;
}

bool index_run_add(struct index_run *run, uint32_t number, uint32_t rank)
{
    struct run_word *word = &run->words[number];
    if (word->last == rank + 1)
        return true;
    if (run->pair_count == run->pair_capacity) {
        size_t capacity = run->pair_capacity ? run->pair_capacity * 2 : 1 << 16;
        uint32_t *words = realloc(run->pair_words, capacity * sizeof *words);
        if (words)
            run->pair_words = words;
        uint16_t *ranks = realloc(run->pair_ranks, capacity * sizeof *ranks);
        if (ranks)
            run->pair_ranks = ranks;
        if (!words || !ranks)
            return false;
        run->pair_capacity = capacity;
    }
    word->last = rank + 1;
    word->count++;
    run->pair_words[run->pair_count] = number;
    run->pair_ranks[run->pair_count++] = (uint16_t)(rank % BITMAP_CHUNK);
    return true;
}

/* --- Writing ------------------------------------------------------------------------------- */

/* A word on its way into the order of bytes. */
struct sorted_word {
    const char *bytes; /* the section, then the word */
    uint32_t number;
    uint16_t length;
};

static int compare_words(const void *left, const void *right)
{
    const struct sorted_word *a = left, *b = right;
    size_t length = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->bytes, b->bytes, length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* The ranks of each word together, in ascending order as they came; starts tells where each word's are. */
static void group_pairs(const struct index_run *run, uint32_t *starts, uint16_t *ranks)
{
    uint32_t next = 0;
    for (size_t i = 0; i < run->word_count; i++) {
        starts[i] = next;
        next += run->words[i].count;
    }
    for (size_t i = 0; i < run->pair_count; i++)
        ranks[starts[run->pair_words[i]]++] = run->pair_ranks[i];
    for (size_t i = 0; i < run->word_count; i++)
        starts[i] -= run->words[i].count;
}

static bool write_words(struct index_run *run, const struct sorted_word *order, const uint32_t *starts,
                        const uint16_t *ranks, FILE *file)
{
    for (size_t i = 0; i < run->word_count; i++) {
        const struct run_word *word = &run->words[order[i].number];
        struct run_record record = {.count = word->count, .length = word->length, .padding = word->length % 2};
        if (fwrite(&record, sizeof record, 1, file) != 1 ||
            fwrite(order[i].bytes, 1, word->length, file) != word->length ||
            fwrite("", 1, record.padding, file) != record.padding ||
            fwrite(ranks + starts[order[i].number], sizeof *ranks, word->count, file) != word->count)
            return false;
    }
    return fflush(file) == 0;
}

bool index_run_write(struct index_run *run, FILE *file)
{
    struct sorted_word *order = malloc((run->word_count + 1) * sizeof *order);
    uint32_t *starts = malloc((run->word_count + 1) * sizeof *starts);
    uint16_t *ranks = malloc((run->pair_count + 1) * sizeof *ranks);
    bool good = order && starts && ranks;
    if (good) {
        for (size_t i = 0; i < run->word_count; i++)
            order[i] = (struct sorted_word){
                .bytes = run->bytes.bytes + run->words[i].start, .number = (uint32_t)i, .length = run->words[i].length};
        qsort(order, run->word_count, sizeof *order, compare_words);
        group_pairs(run, starts, ranks);
        good = write_words(run, order, starts, ranks, file);
    } else {
        errno = ENOMEM;
    }
    free(order);
    free(starts);
    free(ranks);
    return good;
}

/* --- Reading back -------------------------------------------------------------------------- */

void run_reader_open(struct run_reader *reader, int descriptor, const struct run_place *place)
{
    *reader =
        (struct run_reader){.descriptor = descriptor, .place = place->start, .end = place->end, .chunk = place->chunk};
}

void run_reader_close(struct run_reader *reader)
{
    buffer_free(&reader->window);
    *reader = (struct run_reader){0};
}

/* Has at least needed bytes in the window from at on; false: errno tells. */
static bool fill(struct run_reader *reader, size_t needed)
{
    size_t left = reader->window.length - reader->at;
    if (left >= needed)
        return true;
    if (left > 0)
        memmove(reader->window.bytes, reader->window.bytes + reader->at, left);
    reader->window.length = left;
    reader->at = 0;
    size_t wanted = needed > WINDOW_BYTES ? needed : WINDOW_BYTES;
    if (!buffer_reserve(&reader->window, wanted - left)) {
        errno = ENOMEM;
        return false;
    }
    while (reader->window.length < wanted && reader->place < reader->end) {
        size_t most = wanted - reader->window.length;
        if ((int64_t)most > reader->end - reader->place)
            most = (size_t)(reader->end - reader->place);
        ssize_t taken =
            pread(reader->descriptor, reader->window.bytes + reader->window.length, most, (off_t)reader->place);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken <= 0) {
            errno = taken == 0 ? EIO : errno;
            return false;
        }
        reader->window.length += (size_t)taken;
        reader->place += taken;
    }
    if (reader->window.length < needed) {
        errno = EIO;
        return false;
    }
    return true;
}

bool run_reader_step(struct run_reader *reader)
{
    struct run_record record;
    if (reader->at == reader->window.length && reader->place == reader->end) {
        reader->is_done = true;
        return true;
    }
    if (!fill(reader, sizeof record))
        return false;
    memcpy(&record, reader->window.bytes + reader->at, sizeof record);
    size_t word_bytes = (size_t)record.length + record.padding;
    size_t total = sizeof record + word_bytes + record.count * sizeof *reader->ranks;
    if (!fill(reader, total))
        return false;
    const char *word = reader->window.bytes + reader->at + sizeof record;
    reader->word = (struct text_view){word, record.length};
    reader->ranks = (const uint16_t *)(const void *)(word + word_bytes);
    reader->count = record.count;
    reader->at += total;
    return true;
}
