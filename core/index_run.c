#include "core/index_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/bitmap.h"

enum {
    /* A chunk is three runs, unless its recalls have many words. */
    RECALLS_MOST = BITMAP_CHUNK / 3 + 1,
    NUMBERS_MOST = 3000000,
    SEQUENCE_MOST = 6000000,
    WINDOW_BYTES = 65536, /* read at once */
};

/* What a packed word begins with: its bytes follow, then its ranks. */
struct run_record {
    uint32_t count;
    uint16_t length;
    uint16_t padding; /* bytes behind the word, so that ranks are aligned */
};

/* --- Gathering ----------------------------------------------------------------------------- */

void index_run_free(struct index_run *run)
{
    free(run->words);
    free(run->numbers.items);
    free(run->sequence.items);
    free(run->recalls);
    *run = (struct index_run){0};
}

void index_run_clear(struct index_run *run, uint32_t chunk)
{
    run->chunk = chunk;
    if (run->words)
        memset(run->words, 0, run->word_count * sizeof *run->words);
    run->numbers.count = run->sequence.count = run->recall_count = run->word_count = 0;
}

bool index_run_is_full(const struct index_run *run)
{
    return run->recall_count >= RECALLS_MOST || run->numbers.count >= NUMBERS_MOST ||
           run->sequence.count >= SEQUENCE_MOST;
}

bool index_run_begin(struct index_run *run, uint32_t rank)
{
    if (!array_reserve(&run->recalls, run->recall_count, &run->recall_capacity, sizeof *run->recalls))
        return false;
    run->recalls[run->recall_count++] = (struct run_recall){
        .rank = rank, .end = (uint32_t)run->numbers.count, .sequence_end = (uint32_t)run->sequence.count};
    return true;
}

/* Has all words of the lexicon. */
static bool reserve_words(struct index_run *run, size_t count)
{
    run->word_count = count;
    if (count <= run->word_capacity)
        return true;
    size_t capacity = run->word_capacity ? run->word_capacity : 1 << 12;
    while (capacity < count)
        capacity *= 2;
    struct run_word *words = realloc(run->words, capacity * sizeof *words);
    if (!words)
        return false;
    memset(words + run->word_capacity, 0, (capacity - run->word_capacity) * sizeof *words);
    run->words = words;
    run->word_capacity = capacity;
    return true;
}

/*
 * Words lie all over the memory: before they are counted, or their ranks written, those of a few items ahead are asked
 * for. What is no word is passed over.
 */
enum { AHEAD = 16 };

static void expect_word(const struct index_run *run, const uint32_t *items, size_t at, size_t count)
{
    if (at < count && !(items[at] & RUN_TOKEN))
        __builtin_prefetch(&run->words[items[at]], 1);
}

bool index_run_add(struct index_run *run, const struct index_lexicon *lexicon, const uint32_t *numbers, size_t count)
{
    struct run_recall *recall = &run->recalls[run->recall_count - 1];
    if (!reserve_words(run, lexicon->count) || !index_numbers_reserve(&run->numbers, count))
        return false;
    uint32_t *next = run->numbers.items + run->numbers.count;
    for (size_t i = 0; i < count && i < AHEAD; i++)
        expect_word(run, numbers, i, count);
    for (size_t i = 0; i < count; i++) {
        expect_word(run, numbers, i + AHEAD, count);
        struct run_word *word = &run->words[numbers[i]];
        if (word->last == recall->rank + 1)
            continue;
        word->last = recall->rank + 1;
        word->count++;
        *next++ = numbers[i];
    }
    run->numbers.count = recall->end = (uint32_t)(next - run->numbers.items);
    return true;
}

bool index_run_add_sequence(struct index_run *run, const uint32_t *items, size_t count)
{
    if (!index_numbers_add(&run->sequence, items, count))
        return false;
    run->recalls[run->recall_count - 1].sequence_end = (uint32_t)run->sequence.count;
    return true;
}

bool index_run_close(struct index_run *run, size_t word_count)
{
    size_t at = 0;
    if (!reserve_words(run, word_count))
        return false;
    for (size_t i = 0; i < run->recall_count; i++) {
        const struct run_recall *recall = &run->recalls[i];
        for (; at < recall->sequence_end; at++) {
            uint32_t item = run->sequence.items[at];
            expect_word(run, run->sequence.items, at + AHEAD, run->sequence.count);
            if (item & RUN_TOKEN || run->words[item].last == recall->rank + 1)
                continue;
            run->words[item].last = recall->rank + 1;
            run->words[item].count++;
        }
    }
    return true;
}

/* --- Packing ------------------------------------------------------------------------------- */

/* The numbers of the words that it has, and the bytes that they take when they are packed. */
static size_t list_words(const struct index_run *run, const struct packed_strings *lexicon, uint32_t *numbers,
                         size_t *bytes)
{
    size_t count = 0;
    *bytes = 0;
    for (uint32_t i = 0; i < run->word_count; i++) {
        if (run->words[i].count == 0)
            continue;
        numbers[count++] = i;
        *bytes += sizeof(struct run_record) + (packed_string(lexicon, i).length + 1) / 2 * 2 +
                  run->words[i].count * sizeof(uint16_t);
    }
    return count;
}

/* Writes all but the ranks; where those of each word begin is noted in places, in units of two bytes. */
static void pack_words(const struct index_run *run, const struct packed_strings *lexicon, const uint32_t *order,
                       size_t count, char *bytes, uint32_t *places)
{
    char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        struct text_view word = packed_string(lexicon, order[i]);
        struct run_record record = {
            .count = run->words[order[i]].count, .length = (uint16_t)word.length, .padding = word.length % 2};
        memcpy(at, &record, sizeof record);
        memcpy(at + sizeof record, word.bytes, word.length);
        at += sizeof record + word.length;
        if (record.padding)
            *at++ = '\0';
        places[order[i]] = (uint32_t)((size_t)(at - bytes) / sizeof(uint16_t));
        at += record.count * sizeof(uint16_t);
    }
}

/* Where the ranks of a word are put down: as soon as that is known. */
static void expect_ranks(const uint16_t *ranks, const uint32_t *places, const struct index_numbers *items, size_t at)
{
    if (at + AHEAD < items->count && !(items->items[at + AHEAD] & RUN_TOKEN))
        __builtin_prefetch(&places[items->items[at + AHEAD]], 1);
    if (at < items->count && !(items->items[at] & RUN_TOKEN))
        __builtin_prefetch(&ranks[places[items->items[at]]], 1);
}

/* The ranks of each word together, in ascending order as they came. */
static void pack_ranks(struct index_run *run, char *bytes, uint32_t *places)
{
    uint16_t *ranks = (uint16_t *)(void *)bytes;
    uint32_t at = 0, in_sequence = 0;
    for (size_t i = 0; i < run->recall_count; i++) {
        const struct run_recall *recall = &run->recalls[i];
        uint16_t rank = (uint16_t)(recall->rank % BITMAP_CHUNK);
        for (; at < recall->end; at++) {
            expect_ranks(ranks, places, &run->numbers, at + AHEAD);
            ranks[places[run->numbers.items[at]]++] = rank;
        }
        for (; in_sequence < recall->sequence_end; in_sequence++) {
            uint32_t item = run->sequence.items[in_sequence];
            expect_ranks(ranks, places, &run->sequence, in_sequence + AHEAD);
            expect_word(run, run->sequence.items, in_sequence + AHEAD, run->sequence.count);
            /* No rank is so high: it was not set before. */
            if (item & RUN_TOKEN || run->words[item].last == ~recall->rank)
                continue;
            run->words[item].last = ~recall->rank;
            ranks[places[item]++] = rank;
        }
    }
}

bool index_run_pack(struct index_run *run, const struct packed_strings *lexicon, struct buffer *block)
{
    size_t bytes, count;
    uint32_t *order = malloc((run->word_count + 1) * sizeof *order);
    uint32_t *places = malloc((run->word_count + 1) * sizeof *places);
    bool good = order && places;
    if (good) {
        count = list_words(run, lexicon, order, &bytes);
        good = sort_strings(lexicon, order, count, block) && buffer_reserve(block, bytes);
    }
    if (good) {
        pack_words(run, lexicon, order, count, block->bytes, places);
        pack_ranks(run, block->bytes, places);
        block->length = bytes;
    }
    free(order);
    free(places);
    return good;
}

/* --- Reading back -------------------------------------------------------------------------- */

void run_reader_open(struct run_reader *reader, int descriptor, const struct run_place *place)
{
    *reader =
        (struct run_reader){.descriptor = descriptor, .place = place->start, .end = place->end, .chunk = place->chunk};
    if (!place->bytes)
        return;
    reader->place = place->end;
    reader->bytes = place->bytes;
    reader->length = (size_t)place->end;
}

void run_reader_close(struct run_reader *reader)
{
    buffer_free(&reader->window);
    *reader = (struct run_reader){0};
}

/* Has at least needed bytes at hand; false: errno tells. */
static bool fill(struct run_reader *reader, size_t needed)
{
    size_t left = reader->length - reader->at;
    if (left >= needed)
        return true;
    if (left > 0)
        memmove(reader->window.bytes, reader->window.bytes + reader->at, left);
    reader->length = reader->window.length = left;
    reader->at = 0;
    size_t wanted = needed > WINDOW_BYTES ? needed : WINDOW_BYTES;
    if (!buffer_reserve(&reader->window, wanted - left)) {
        errno = ENOMEM;
        return false;
    }
    reader->bytes = reader->window.bytes;
    while (reader->length < wanted && reader->place < reader->end) {
        size_t most = wanted - reader->length;
        if ((int64_t)most > reader->end - reader->place)
            most = (size_t)(reader->end - reader->place);
        ssize_t taken = pread(reader->descriptor, reader->window.bytes + reader->length, most, (off_t)reader->place);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken <= 0) {
            errno = taken == 0 ? EIO : errno;
            return false;
        }
        reader->length += (size_t)taken;
        reader->place += taken;
    }
    reader->window.length = reader->length;
    if (reader->length < needed) {
        errno = EIO;
        return false;
    }
    return true;
}

bool run_reader_step(struct run_reader *reader)
{
    struct run_record record;
    if (reader->at == reader->length && reader->place == reader->end) {
        reader->is_done = true;
        return true;
    }
    if (!fill(reader, sizeof record))
        return false;
    memcpy(&record, reader->bytes + reader->at, sizeof record);
    size_t word_bytes = (size_t)record.length + record.padding;
    size_t total = sizeof record + word_bytes + record.count * sizeof *reader->ranks;
    if (!fill(reader, total))
        return false;
    const char *word = reader->bytes + reader->at + sizeof record;
    reader->word = (struct text_view){word, record.length};
    for (size_t i = 0; i < 2; i++)
        reader->beginning[i] = string_key(reader->word, i * sizeof reader->beginning[0]);
    reader->ranks = (const uint16_t *)(const void *)(word + word_bytes);
    reader->count = record.count;
    reader->at += total;
    return true;
}
